"""Plants rows that stand twice, wrong years and wrong counts (IND005, IND006, IND009)."""

import re
from random import Random

from plancmp.checks.view import Row
from plancmp.selftest.mutants import Mutant, UnfitError, asking, insert_sentence, pick, replace
from plancmp.selftest.plan import Plan, Spot
from plancmp.selftest.reading import bare_matches, matches
from plancmp.selftest.registry import plants
from plancmp.selftest.words import drawn

_SHORTEST_NAME = 6
_FEW_ROWS = 8
"""With fewer rows a second one that does not follow is no slip but another order."""


@plants("IND005", "name-twice", needs="two-rows")
def name_twice(plan: Plan, rng: Random) -> Mutant:
    """The name of another row of the same table and unit, as after copying a row."""
    one, other = _pair(plan, rng)
    return asking(replace(plan, plan.name_spot(other), one.indicator.name, "row"), row=other.id)


@plants("IND005", "name-twice-respelled", needs="two-rows")
def name_twice_respelled(plan: Plan, rng: Random) -> Mutant:
    """The same name with a word before it that changes nothing."""
    one, other = _pair(plan, rng)
    if re.match(r"全[市县区]", one.indicator.name):
        raise UnfitError
    region = plan.record.plan.region
    level = region.name[-1] if region is not None and region.name[-1] in "市县区" else "县"
    made = replace(plan, plan.name_spot(other), f"全{level}{one.indicator.name}", "row")
    return asking(made, row=other.id)


def _pair(plan: Plan, rng: Random) -> tuple[Row, Row]:
    """Two rows of one table, in order, with the same unit."""
    rows = [
        row
        for row in plan.view.tops
        if not row.indicator.parts
        and len(row.indicator.name) >= _SHORTEST_NAME
        and plan.name_spot(row) is not None
    ]
    return pick(
        rng,
        (
            (one, other)
            for at, one in enumerate(rows)
            for other in rows[at + 1 :]
            if one.indicator.box == other.indicator.box and one.indicator.unit == other.indicator.unit
        ),
    )


@plants("IND010", "serial-jumps", needs="serials")
def serial_jumps(plan: Plan, rng: Random) -> Mutant:
    """A row of the table with a serial number that is too high, or that of the one before."""
    rows = [row for row in plan.view.tops if row.indicator.number is not None]
    row = pick(rng, rows[1:] if len(rows) >= _FEW_ROWS else ())
    passage, number = plan.view.row_passages[row.id], row.indicator.number or 0
    serials = matches([passage], r"(?m)^\s*(\d+)")
    found = next((each for _, each in serials if int(each[1]) == number), None)
    if found is None:
        raise UnfitError
    new = str(number + rng.choice((-1, 1, 2)))
    return asking(replace(plan, plan.spot(passage, *found.span(1)), new, "row"), row=row.id)


@plants("IND006", "year-behind", needs="prose")
def year_behind(plan: Plan, rng: Random) -> Mutant:
    """A promise for a year before the period."""
    year = plan.years[1] - rng.choice((5, 6, 10))
    return insert_sentence(plan, rng, drawn(rng, "year-sentences").format(year))


@plants("IND006", "year-left", needs="end-year")
def year_left(plan: Plan, rng: Random) -> Mutant:
    """到2030年 of the draft becomes 到2025年, as in the plan that it was copied from."""
    passage, found = pick(rng, bare_matches(plan.prose, rf"到({plan.years[1]})年"))
    return replace(plan, plan.spot(passage, *found.span(1)), str(plan.years[1] - 5))


@plants("IND006", "column-year-left", needs="year-column")
def column_year_left(plan: Plan, rng: Random) -> Mutant:
    """The column of targets has the year of the period before."""
    spots = (spot for row in plan.view.rows if (spot := _header_spot(plan, row)) is not None)
    return replace(plan, pick(rng, spots), str(plan.years[1] - 5), "line")


def _header_spot(plan: Plan, row: Row) -> Spot | None:
    """Where the last year of the period stands above a row, in a line of its table's head."""
    if row.box is None or row.box.at.line is None or row.indicator.at.line is None:
        return None
    year = str(plan.years[1])
    if not any(year in word for word in row.box.header):
        return None
    for line in range(row.box.at.line + 1, row.indicator.at.line):
        at = plan.lines[line - 1].find(year)
        if at >= 0:
            return Spot(line, at, at + 4)
    return None


@plants("IND009", "indicators-miscounted", needs="table")
def miscounted_indicators(plan: Plan, rng: Random) -> Mutant:
    """A sentence that counts other indicators than the table has."""
    if not plan.record.indicators:
        raise UnfitError
    count = len(plan.view.rows) + rng.randint(1, 9)
    return insert_sentence(plan, rng, drawn(rng, "count-sentences").format(count))


@plants("IND009", "boxes-miscounted", needs="boxes")
def miscounted_boxes(plan: Plan, rng: Random) -> Mutant:
    """A sentence that counts more boxes than there are."""
    boxes = [box for box in plan.record.boxes if (box.label or "").startswith("专栏")]
    if not boxes:
        raise UnfitError
    count = len(boxes) + rng.randint(1, 6)
    return insert_sentence(plan, rng, drawn(rng, "count-boxes").format(count))


@plants("IND009", "count-left", needs="count-in-text")
def count_left(plan: Plan, rng: Random) -> Mutant:
    """A count that the draft states, and that no longer fits its table."""
    pattern = r"(\d{1,2})[项个](?:主要|核心|发展)指标|(?:主要|核心|发展)指标(\d{1,2})[项个]"
    count = len(plan.view.tops)
    passage, span = pick(
        rng,
        (
            (each, found.span(found.lastindex or 1))
            for each, found in matches(plan.running("paragraph"), pattern)
            if int(found.group(found.lastindex or 1)) == count
        ),
    )
    return replace(plan, plan.spot(passage, *span), str(count + rng.choice((-2, -1, 1, 2, 5))))
