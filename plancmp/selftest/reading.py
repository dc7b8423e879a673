"""What several ways of planting ask of a draft: rows with plain numbers, rates, words of a pattern."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from random import Random
from typing import Literal

from plancmp.checks.kinds.values import Level, course_of, level_of
from plancmp.checks.view import Passage, Row
from plancmp.model.record import Value
from plancmp.selftest.mutants import UnfitError, open_marks
from plancmp.selftest.plan import Plan, Spot
from plancmp.text.keeping import compiled

Which = Literal["baseline", "target"]
Match = tuple[Passage, re.Match[str]]
_NUMBER = compiled(r"\d+(?:\.\d+)?")
_UNIT_BEHIND = compiled(r"\s?[（(]\s?(?P<unit>%|％|‰|人|户|人次|个|岁|万人|张|所|家|名)\s?[）)]")
_RATE = compiled(r"(?:率|比例|占比|比重)$")
_NO_LEVEL = compiled(r"增长|增速|增幅|毛入|毛录|完成率|自然增")


def value_in(row: Row, which: Which) -> Value:
    """The baseline or target of a row that has it."""
    value: Value | None = getattr(row.indicator, which)
    assert value is not None
    return value


def level_in(row: Row, which: Which) -> Level:
    """The same as a level, where it is a plain number."""
    level = level_of(value_in(row, which))
    assert level is not None
    return level


def rows_stating(plan: Plan, *which: Which) -> list[Row]:
    """Rows whose named values are plain numbers, each whole on one line."""
    return [
        row
        for row in plan.view.rows
        if all(
            level_of(value) is not None and plan.value_spot(value) is not None
            for value in (getattr(row.indicator, each) for each in which)
        )
    ]


def levels(row: Row) -> tuple[Level, Level] | None:
    """Baseline and target of a row, both in its unit, where both are plain numbers."""
    found = []
    for value in (row.indicator.baseline, row.indicator.target):
        level = level_of(value)
        if level is None:
            return None
        found.append(Level(level.value, level.relation, level.unit or row.indicator.unit))
    return (found[0], found[1]) if found[0].unit == found[1].unit else None


def course(row: Row) -> Literal["up", "down"] | None:
    """Which way a row goes by its own figures; None where it stays, or where they are in doubt."""
    both = levels(row)
    if both is None or both[0].value == both[1].value:
        return None
    way: Literal["up", "down"] = "up" if both[0].value < both[1].value else "down"
    # A draft may be wrong as it is: where what is known of the indicator says the contrary, it is left out.
    known = course_of(row.indicator, both[1].unit)
    return way if known in (None, way) else None


def is_rate(row: Row) -> bool:
    """Whether a row is a share of something, which cannot be over 100 % and has a level each year."""
    target = row.indicator.target
    unit = row.indicator.unit or (target.unit if target is not None else None)
    name = re.sub(r"[（(][^（）()]*[)）]$", "", row.indicator.name)
    return unit == "%" and _RATE.search(name) is not None and _NO_LEVEL.search(name) is None


def rates(plan: Plan, *which: Which) -> list[Row]:
    """Rows of rates that are no sub-rows, with plain numbers for the named values."""
    return [row for row in rows_stating(plan, *which) if row.parent is None and is_rate(row)]


def moving(plan: Plan, *which: Which) -> list[Row]:
    """Rates that rise or fall by their own figures."""
    return [row for row in rates(plan, *which) if course(row) is not None]


def behind(row: Row, which: Which, distance: Decimal) -> Decimal:
    """A share that lies so far behind a level of a row, as the row goes; unfit where it can be none."""
    sign = -1 if course(row) == "up" else 1
    return share(level_in(row, which).value + sign * distance)


def share(number: Decimal) -> Decimal:
    """A number that can be a share in per cent; unfit for any other."""
    if not 0 < number <= 100:
        raise UnfitError
    return number


def with_number(value: Value, number: Decimal | int) -> str:
    """The text of a value with another number in it, its sign and unit kept."""
    return _NUMBER.sub(plain(number), value.text, count=1)


def plain(number: Decimal | int) -> str:
    """A number in digits."""
    return f"{Decimal(number).normalize():f}"


def unit_spot(plan: Plan, row: Row) -> Spot | None:
    """Where the unit of a row stands: behind its name with its brackets, or alone in a cell."""
    name = plan.name_spot(row)
    if name is not None:
        found = _UNIT_BEHIND.match(plan.lines[name.line - 1], name.end)
        if found is not None:
            return Spot(name.line, found.start(), found.end())
    return plan.cell_spot(row, row.indicator.unit) if row.indicator.unit else None


def matches(passages: Iterable[Passage], pattern: str | re.Pattern[str]) -> Iterator[Match]:
    """All places of a pattern in some passages."""
    return ((each, found) for each in passages for found in re.finditer(pattern, each.text))


def bare_matches(passages: Iterable[Passage], pattern: str | re.Pattern[str]) -> Iterator[Match]:
    """Those that stand in no bracket or quotation."""
    return (
        (each, found)
        for each, found in matches(passages, pattern)
        if not open_marks(each.text[: found.start()])
    )


def step(rng: Random) -> Decimal:
    """A distance between two rates, small or large."""
    return Decimal(rng.choice(("0.5", "1", "2", "3", "5", "8", "12", "20")))
