"""Harms the draft against itself as it was, taken for the superior plan or the one before (SUP, CON)."""

import re
from collections.abc import Iterable
from random import Random

from plancmp.checks.kinds.values import level_of
from plancmp.checks.view import Row
from plancmp.selftest.mutants import (
    Mutant,
    UnfitError,
    asking,
    pick,
    replace,
    replace_all,
    revalue,
    take_out,
)
from plancmp.selftest.plan import Plan, Spot
from plancmp.selftest.reading import (
    behind,
    course,
    level_in,
    moving,
    rates,
    step,
    unit_spot,
    value_in,
    with_number,
)
from plancmp.selftest.registry import plants
from plancmp.text.keeping import compiled

_COUNT = compiled(r"(?:人数|户数|人次|数)$")
_UNIT = compiled(r"人次|人|户|%|％")
_VALUE = compiled(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>%|人次|人|户)?")
_SHARE = compiled(r"^(?!.*(?:机构|设施)).*(?:覆盖|参保|适配|就业|入学|签约|入园|筛查|普及)率$")
"""Rates of persons; 优良天数比率 and 服务机构覆盖率 are none."""


@plants("SUP001", "row-lost", needs="six-rows")
def lost_row(plan: Plan, rng: Random) -> Mutant:
    """A row of the table taken out, its number with it."""
    rows = [each for each in plan.view.tops if not each.indicator.parts]
    choices = ((row, lines) for row in rows[1:] if (lines := plan.row_lines(row)) is not None)
    row, lines = pick(rng, choices if len(rows) >= 6 else ())
    return asking(take_out(plan, *lines), against=plan.record, says=row.indicator.name)


@plants("IND011", "baselines-lost", needs="baseline-column")
def lost_baselines(plan: Plan, rng: Random) -> Mutant:
    """The column of baselines taken out of a table with a cell a line."""
    values = [row.indicator.baseline for row in plan.view.rows if row.indicator.baseline is not None]
    spots = [spot for value in values if (spot := plan.value_spot(value)) is not None]
    box = plan.view.rows[0].box if plan.view.rows else None
    label = next((value.label for value in values), None)
    if not spots or len(spots) < len(values) or box is None or box.at.line is None or label is None:
        raise UnfitError
    first = min(spot.line for spot in spots)
    heads = [line for line in range(box.at.line, first) if plan.lines[line - 1].strip() == label]
    lines = {*heads, *(spot.line for spot in spots)}
    if not heads or any(len(plan.lines[line - 1].split()) != 1 for line in lines):
        raise UnfitError
    text = "\n".join(line for at, line in enumerate(plan.lines, 1) if at not in lines)
    spot = Spot(heads[0], 0, 0)
    return Mutant(
        text=text, spot=spot, origin=spot, old=label, new="", reach="plan", removed=True, against=plan.record
    )


@plants("SUP002", "target-lowered", needs="moving-rate")
def lowered_target(plan: Plan, rng: Random) -> Mutant:
    """A target that asks for less than the superior plan, small and large steps."""
    row = pick(rng, moving(plan, "target"))
    target = value_in(row, "target")
    made = revalue(plan, row, target, with_number(target, behind(row, "target", step(rng))))
    return asking(made, against=plan.record)


@plants("SUP003", "attribute-weakened", needs="binding")
def weakened_attribute(plan: Plan, rng: Random) -> Mutant:
    """A binding indicator that becomes an expected one."""
    row = pick(rng, (row for row in plan.view.tops if row.indicator.attribute == "约束性"))
    made = replace(plan, plan.cell_spot(row, "约束性"), "预期性", "row")
    return asking(made, against=plan.record, row=row.id)


@plants("SUP004", "count-became-rate", needs="count-row")
def count_to_rate(plan: Plan, rng: Random) -> Mutant:
    """A number of persons or homes becomes a rate, its target a share."""
    counts = (row for row in plan.view.tops if row.indicator.unit in ("人", "户", "人次"))
    # 每千人口医师数 is a share as it is.
    named = (row for row in counts if _COUNT.search(row.indicator.name) and "每" not in row.indicator.name)
    return _measured(plan, rng, named, _COUNT, "率", "%")


@plants("SUP004", "rate-became-count", needs="rate")
def rate_to_count(plan: Plan, rng: Random) -> Mutant:
    """A rate becomes a number of persons."""
    rows = (row for row in rates(plan, "target") if _SHARE.search(row.indicator.name))
    return _measured(plan, rng, rows, re.compile("率$"), "人数", "人")


def _measured(
    plan: Plan, rng: Random, rows: Iterable[Row], end: re.Pattern[str], new: str, unit: str
) -> Mutant:
    """A row with another measure: the end of its name, its unit, and its values."""
    row, spot = pick(rng, ((row, spot) for row in rows if (spot := plan.name_spot(row)) is not None))
    edits = {spot: end.sub(new, row.indicator.name)}
    written = unit_spot(plan, row)
    if written is not None:
        edits[written] = _UNIT.sub(unit, plan.words(written))
    for _, value in row.values:
        at = plan.value_spot(value)
        if at is not None and level_of(value) is not None:
            edits[at] = _VALUE.sub(lambda found: _revalued(found, unit), value.text)
    return asking(replace_all(plan, edits), reach="row", row=row.id, against=plan.record)


def _revalued(found: re.Match[str], unit: str) -> str:
    """A value in the new unit: a share below 100, or a count in the hundreds."""
    digits = sum(int(digit) for digit in found["number"] if digit.isdigit())
    number = 60 + digits % 39 if unit == "%" else 300 + 7 * digits
    return f"{number}{unit if found['unit'] else ''}"


@plants("CON001", "promise-broken", needs="moving-rate")
def broken_promise(plan: Plan, rng: Random) -> Mutant:
    """A baseline that is behind what this plan, taken for the one before, had promised."""
    row = pick(rng, (row for row in rates(plan, "baseline", "target") if course(row) == "up"))
    number = level_in(row, "target").value - step(rng)
    if number <= 0:
        raise UnfitError
    baseline = value_in(row, "baseline")
    return asking(revalue(plan, row, baseline, with_number(baseline, number)), previous=plan.record)
