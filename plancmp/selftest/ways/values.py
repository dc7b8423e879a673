"""Plants wrong values, units and attributes in the table of indicators (IND001 to IND004, IND007, IND008)."""

import re
from decimal import Decimal
from random import Random

from plancmp.selftest.mutants import Mutant, asking, pick, replace, revalue
from plancmp.selftest.plan import Plan
from plancmp.selftest.reading import (
    Which,
    behind,
    course,
    level_in,
    matches,
    moving,
    rates,
    rows_stating,
    step,
    unit_spot,
    value_in,
    with_number,
)
from plancmp.selftest.registry import plants
from plancmp.text.keeping import compiled

_BARE = compiled(r"[＞>≥≤＜<〔〕\[\]\d.以上下左右约]+")
_OTHER_UNITS = {
    "%": ("户", "人", "万元"),
    "人": ("%", "万元", "户"),
    "户": ("%", "公里", "人"),
    "人次": ("%", "户", "公里"),
    "张": ("%", "人"),
    "个": ("%", "公里"),
    "万人": ("%", "户"),
    "岁": ("%", "户"),
}
"""Units that cannot be meant where the row counts in the key."""
_DASHES = ("—", "/", "--")
_EITHER: tuple[Which, Which] = ("target", "baseline")


@plants("IND001", "target-behind", needs="moving-rate")
def target_behind(plan: Plan, rng: Random) -> Mutant:
    """A target behind the baseline, by the way that the row itself goes; small and large steps."""
    row = pick(rng, moving(plan, "baseline", "target"))
    target = value_in(row, "target")
    return revalue(plan, row, target, with_number(target, behind(row, "baseline", step(rng))))


@plants("IND001", "baseline-beyond", needs="moving-rate")
def baseline_beyond(plan: Plan, rng: Random) -> Mutant:
    """New figures of the base year that nobody held against the target; the finding is on the target."""
    row = pick(rng, moving(plan, "baseline", "target"))
    baseline = value_in(row, "baseline")
    return revalue(plan, row, baseline, with_number(baseline, behind(row, "target", -step(rng))), "row")


# -- units ---------------------------------------------------------------------------------------------


@plants("IND002", "unit-lost", needs="unit-in-name")
def lost_unit(plan: Plan, rng: Random) -> Mutant:
    """The unit behind a name, or in the column of units, where nothing else says it."""
    choices = []
    for row in plan.view.rows:
        spot = unit_spot(plan, row)
        values = [value for _, value in row.values if value.state == "stated"]
        is_plain = any(value.kind in ("number", "total") for value in values)
        # 其中：… is counted as the row that it is of.
        is_own = row.parent is None or not row.parent.unit
        if spot is not None and is_plain and is_own and all(_BARE.fullmatch(each.text) for each in values):
            choices.append((row, spot))
    row, spot = pick(rng, choices)
    return asking(replace(plan, spot, "", "row"), row=row.id)


@plants("IND003", "value-in-other-unit", needs="unit")
def other_unit_in_value(plan: Plan, rng: Random) -> Mutant:
    """A value with a unit that its row does not have."""
    which = rng.choice(_EITHER)
    rows = (row for row in rows_stating(plan, which) if row.indicator.unit in _OTHER_UNITS)
    row = pick(rng, (row for row in rows if unit_spot(plan, row) is not None))
    value = value_in(row, which)
    found = re.search(r"\d+(?:\.\d+)?", value.text)
    number = found.group() if found else "9"
    new = number + rng.choice(_OTHER_UNITS[row.indicator.unit or "%"])
    return revalue(plan, row, value, new, "row")


@plants("IND003", "name-in-other-unit", needs="unit-in-value")
def other_unit_in_name(plan: Plan, rng: Random) -> Mutant:
    """A name or a column with a unit that the values, which say theirs, do not have."""
    choices = []
    for row in rows_stating(plan, "target"):
        target, spot = value_in(row, "target"), unit_spot(plan, row)
        if spot is not None and target.unit == "%" and "%" in target.text:
            choices.append((row, spot))
    row, spot = pick(rng, choices)
    new = re.sub(r"[%％]", rng.choice(_OTHER_UNITS["%"]), plan.words(spot))
    return asking(replace(plan, spot, new, "row"), row=row.id)


# -- attributes ----------------------------------------------------------------------------------------


@plants("IND004", "attribute-lost", needs="attribute")
def lost_attribute(plan: Plan, rng: Random) -> Mutant:
    """No attribute in a row, where the others have one."""
    return _without_attribute(plan, rng, "")


@plants("IND004", "attribute-dashed", needs="attribute")
def dashed_attribute(plan: Plan, rng: Random) -> Mutant:
    """A dash for the attribute."""
    return _without_attribute(plan, rng, rng.choice(_DASHES))


def _without_attribute(plan: Plan, rng: Random, new: str) -> Mutant:
    """Something else for the attribute of a row."""
    row = pick(rng, (row for row in plan.view.tops if row.indicator.attribute))
    spot = plan.cell_spot(row, row.indicator.attribute or "")
    return asking(replace(plan, spot, new, "row"), row=row.id)


# -- what is possible ----------------------------------------------------------------------------------


@plants("IND007", "rate-over-hundred", needs="rate")
def rate_over_hundred(plan: Plan, rng: Random) -> Mutant:
    """A rate over 100 %: a digit too many, or a point that was lost."""
    which = rng.choice(_EITHER)
    row = pick(rng, rates(plan, which))
    value = value_in(row, which)
    number = rng.choice((Decimal(rng.randint(101, 130)), Decimal(rng.randint(200, 999)), Decimal("100.5")))
    return revalue(plan, row, value, with_number(value, number))


@plants("IND007", "bounds-reversed", needs="rate")
def reversed_bounds(plan: Plan, rng: Random) -> Mutant:
    """A range whose lower bound is above its upper one."""
    row = pick(rng, rates(plan, "target"))
    target = value_in(row, "target")
    low = rng.randint(20, 80)
    suffix = "%" if "%" in target.text else ""
    new = f"{low + rng.randint(2, 15)}{suffix}{rng.choice('-—～~')}{low}{suffix}"
    return revalue(plan, row, target, new)


@plants("IND007", "negative-count", needs="count")
def negative_count(plan: Plan, rng: Random) -> Mutant:
    """A count below nothing."""
    counted = ("人", "户", "人次", "张")
    row = pick(rng, (row for row in rows_stating(plan, "target") if row.indicator.unit in counted))
    target = value_in(row, "target")
    found = re.search(r"\d.*", target.text)
    return revalue(plan, row, target, f"-{found.group() if found else 1}")


@plants("IND007", "rate-over-hundred-in-text", needs="rate-in-text")
def rate_over_hundred_in_text(plan: Plan, rng: Random) -> Mutant:
    """A rate of the text over 100 %."""
    pattern = r"率(?:达到|达|不低于|超过|保持在|提高到)(\d{2}(?:\.\d)?)%"
    passage, found = pick(
        rng,
        (
            (each, found)
            for each, found in matches(plan.running("paragraph", "item", "box-text"), pattern)
            if not re.search(r"增|毛", each.text[max(found.start() - 12, 0) : found.start()])
        ),
    )
    return replace(plan, plan.spot(passage, *found.span(1)), f"1{found.group(1)}")


@plants("IND008", "no-progress", needs="moving-rate")
def no_progress(plan: Plan, rng: Random) -> Mutant:
    """A target that is the baseline again, where there is a way to go."""
    rows = (row for row in rates(plan, "baseline", "target") if course(row) == "up")
    row = pick(rng, (row for row in rows if level_in(row, "baseline").value < 100))
    return revalue(plan, row, value_in(row, "target"), value_in(row, "baseline").text)
