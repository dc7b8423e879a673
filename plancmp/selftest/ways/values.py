"""Plants wrong values, units and attributes in the table of indicators (IND001 to IND004, IND007, IND008)."""

import re
from decimal import Decimal
from random import Random

from plancmp.checks.view import Row
from plancmp.model.record import Value
from plancmp.selftest.mutants import Mutant, asking, replace, revalue
from plancmp.selftest.plan import Plan
from plancmp.selftest.reading import course, levels, rates, rows_stating, step, unit_spot, with_number
from plancmp.selftest.registry import plants

_BARE = re.compile(r"[＞>≥≤＜<〔〕\[\]\d.以上下左右约]+")
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


@plants("IND001", "target-behind", needs="moving-rate")
def target_behind(plan: Plan, rng: Random) -> Mutant | None:
    """A target behind the baseline, by the way that the row itself goes; small and large steps."""
    row = _moving(plan, rng)
    both = levels(row) if row is not None else None
    if row is None or both is None or row.indicator.target is None:
        return None
    distance = step(rng)
    number = both[0].value - distance if course(row) == "up" else both[0].value + distance
    if not 0 < number <= 100:
        return None
    new = with_number(row.indicator.target, number)
    return revalue(plan, row, row.indicator.target, new)


@plants("IND001", "baseline-beyond", needs="moving-rate")
def baseline_beyond(plan: Plan, rng: Random) -> Mutant | None:
    """New figures of the base year that nobody held against the target; the finding is on the target."""
    row = _moving(plan, rng)
    both = levels(row) if row is not None else None
    if row is None or both is None or row.indicator.baseline is None:
        return None
    distance = step(rng)
    number = both[1].value + distance if course(row) == "up" else both[1].value - distance
    if not 0 < number <= 100:
        return None
    new = with_number(row.indicator.baseline, number)
    return revalue(plan, row, row.indicator.baseline, new, "row")


def _moving(plan: Plan, rng: Random) -> Row | None:
    """A rate that rises or falls by its own figures."""
    rows = [row for row in rates(plan, "baseline", "target") if course(row) is not None]
    return rng.choice(rows) if rows else None


# -- units ---------------------------------------------------------------------------------------------


@plants("IND002", "unit-lost", needs="unit-in-name")
def lost_unit(plan: Plan, rng: Random) -> Mutant | None:
    """The unit behind a name, or in the column of units, where nothing else says it."""
    choices = []
    for row in plan.view.rows:
        spot = unit_spot(plan, row)
        values = [value for _, value in row.values if value.state == "stated"]
        plain = [value for value in values if value.kind in ("number", "total")]
        if spot is not None and plain and all(_BARE.fullmatch(value.text) for value in values):
            choices.append((row, spot))
    if not choices:
        return None
    row, spot = rng.choice(choices)
    return asking(replace(plan, spot, "", "row"), row=row.id)


@plants("IND003", "value-in-other-unit", needs="unit")
def other_unit_in_value(plan: Plan, rng: Random) -> Mutant | None:
    """A value with a unit that its row does not have."""
    which = rng.choice(("target", "baseline"))
    rows = [
        row
        for row in rows_stating(plan, which)
        if row.indicator.unit in _OTHER_UNITS and unit_spot(plan, row) is not None
    ]
    if not rows:
        return None
    row = rng.choice(rows)
    value: Value = getattr(row.indicator, which)
    found = re.search(r"\d+(?:\.\d+)?", value.text)
    number = found.group() if found else "9"
    new = number + rng.choice(_OTHER_UNITS[row.indicator.unit or "%"])
    return revalue(plan, row, value, new, "row")


@plants("IND003", "name-in-other-unit", needs="unit-in-value")
def other_unit_in_name(plan: Plan, rng: Random) -> Mutant | None:
    """A name or a column with a unit that the values, which say theirs, do not have."""
    choices = []
    for row in rows_stating(plan, "target"):
        target, spot = row.indicator.target, unit_spot(plan, row)
        if target is not None and spot is not None and target.unit == "%" and "%" in target.text:
            choices.append((row, spot))
    if not choices:
        return None
    row, spot = rng.choice(choices)
    written = plan.lines[spot.line - 1][spot.start : spot.end]
    new = re.sub(r"[%％]", rng.choice(_OTHER_UNITS["%"]), written)
    return asking(replace(plan, spot, new, "row"), row=row.id)


# -- attributes ----------------------------------------------------------------------------------------


@plants("IND004", "attribute-lost", needs="attribute")
def lost_attribute(plan: Plan, rng: Random) -> Mutant | None:
    """No attribute in a row, where the others have one."""
    return _without_attribute(plan, rng, "")


@plants("IND004", "attribute-dashed", needs="attribute")
def dashed_attribute(plan: Plan, rng: Random) -> Mutant | None:
    """A dash for the attribute."""
    return _without_attribute(plan, rng, rng.choice(_DASHES))


def _without_attribute(plan: Plan, rng: Random, new: str) -> Mutant | None:
    """Something else for the attribute of a row."""
    rows = [row for row in plan.view.rows if row.indicator.attribute and row.parent is None]
    if not rows:
        return None
    row = rng.choice(rows)
    spot = plan.cell_spot(row, row.indicator.attribute or "")
    return asking(replace(plan, spot, new, "row"), row=row.id)


# -- what is possible ----------------------------------------------------------------------------------


@plants("IND007", "rate-over-hundred", needs="rate")
def rate_over_hundred(plan: Plan, rng: Random) -> Mutant | None:
    """A rate over 100 %: a digit too many, or a point that was lost."""
    which = rng.choice(("target", "baseline"))
    rows = rates(plan, which)
    if not rows:
        return None
    row = rng.choice(rows)
    value: Value = getattr(row.indicator, which)
    number = rng.choice((Decimal(rng.randint(101, 130)), Decimal(rng.randint(200, 999)), Decimal("100.5")))
    return revalue(plan, row, value, with_number(value, number))


@plants("IND007", "bounds-reversed", needs="rate")
def reversed_bounds(plan: Plan, rng: Random) -> Mutant | None:
    """A range whose lower bound is above its upper one."""
    rows = rates(plan, "target")
    if not rows:
        return None
    row = rng.choice(rows)
    target = row.indicator.target
    assert target is not None
    low = rng.randint(20, 80)
    suffix = "%" if "%" in target.text else ""
    new = f"{low + rng.randint(2, 15)}{suffix}{rng.choice('-—～~')}{low}{suffix}"
    return revalue(plan, row, target, new)


@plants("IND007", "negative-count", needs="count")
def negative_count(plan: Plan, rng: Random) -> Mutant | None:
    """A count below nothing."""
    rows = [row for row in rows_stating(plan, "target") if row.indicator.unit in ("人", "户", "人次", "张")]
    if not rows:
        return None
    row = rng.choice(rows)
    target = row.indicator.target
    assert target is not None
    found = re.search(r"\d.*", target.text)
    return revalue(plan, row, target, f"-{found.group() if found else 1}")


@plants("IND007", "rate-over-hundred-in-text", needs="rate-in-text")
def rate_over_hundred_in_text(plan: Plan, rng: Random) -> Mutant | None:
    """A rate of the text over 100 %."""
    pattern = re.compile(r"率(?:达到|达|不低于|超过|保持在|提高到)(\d{2}(?:\.\d)?)%")
    choices = [
        (each, found)
        for each in plan.running("paragraph", "item", "box-text")
        for found in pattern.finditer(each.text)
        if not re.search(r"增|毛", each.text[max(found.start() - 12, 0) : found.start()])
    ]
    if not choices:
        return None
    passage, found = rng.choice(choices)
    return replace(plan, plan.spot(passage, *found.span(1)), f"1{found.group(1)}")


@plants("IND008", "no-progress", needs="moving-rate")
def no_progress(plan: Plan, rng: Random) -> Mutant | None:
    """A target that is the baseline again, where there is a way to go."""
    rows = [
        row
        for row in rates(plan, "baseline", "target")
        if course(row) == "up" and (both := levels(row)) is not None and both[0].value < 100
    ]
    if not rows:
        return None
    row = rng.choice(rows)
    assert row.indicator.baseline is not None
    return revalue(plan, row, row.indicator.target, row.indicator.baseline.text)
