"""Aligned indicators to rows: which values differ by meaning, what is missing, who asks for most."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from plancmp.meaning.directions import direction_of
from plancmp.meaning.values import is_stated, same_meaning, weigh, weigh_attributes
from plancmp.model.alignment import AlignedCell, AlignedRow, Alignment
from plancmp.model.comparison import (
    Against,
    Direction,
    Gap,
    IndicatorCell,
    IndicatorRow,
    Standing,
    Verdict,
)
from plancmp.model.record import Indicator, PlanRecord, Value
from plancmp.text.folding import squeeze

_SHARED_OUT = ("count", "amount")
"""Measures of which a place below takes a part: more or less of them says nothing between places."""


def compare_indicators(
    records: Sequence[PlanRecord],
    names: Sequence[str],
    alignment: Alignment,
    base: int | None,
    of_one_place: Callable[[int, int], bool],
) -> tuple[IndicatorRow, ...]:
    """One row for each row of the alignment; `of_one_place` says whether two plans are for one place."""
    builder = _Rows(records, names, alignment, base, of_one_place)
    return tuple(builder.build(at) for at in range(len(alignment.rows)))


def row_name(at: int) -> str:
    """The id of a row, by which others refer to it."""
    return f"R{at + 1}"


def target_of(indicator: Indicator) -> Value | None:
    """The value to be reached: the target, or what a column for the whole period says instead."""
    if is_stated(indicator.target):
        return indicator.target
    for role in ("total", "growth"):
        for value in indicator.values:
            if value.role == role and is_stated(value):
                return value
    return indicator.target


class _Rows:
    """Builds rows of one comparison."""

    def __init__(
        self,
        records: Sequence[PlanRecord],
        names: Sequence[str],
        alignment: Alignment,
        base: int | None,
        of_one_place: Callable[[int, int], bool],
    ) -> None:
        self._records = records
        self._names = names
        self._rows = alignment.rows
        self._base = base
        self._of_one_place = of_one_place
        self._headers = [_headers(record) for record in records]

    def build(self, at: int) -> IndicatorRow:
        """One row with its cells."""
        row = self._rows[at]
        found = {cell.plan: cell.of(self._records[cell.plan]) for cell in row.cells}
        direction = direction_of(row.name, row.key, map(target_of, found.values()))
        if not found:
            raise ValueError(f"row {at} of the alignment has no cells")
        differs = _differs(list(found.values()))
        strictest, weakest = self._extremes(row, found, direction)
        cells: list[IndicatorCell | None] = [None] * len(self._records)
        for cell in row.cells:
            cells[cell.plan] = self._cell(row, cell, found, direction)
        return IndicatorRow(
            row=row_name(at),
            key=row.key,
            name=row.name,
            measure=row.measure,
            unit=row.unit,
            verdict=self._verdict(row, bool(differs)),
            differs=differs,
            direction=direction,
            strictest=strictest,
            weakest=weakest,
            related=tuple(row_name(other) for other in row.related),
            cells=tuple(cells),
        )

    def _verdict(self, row: AlignedRow, differs: bool) -> Verdict:
        """A row that lacks a plan which has the matter in another measure cannot be compared with it."""
        here = {cell.plan for cell in row.cells}
        for other in row.related:
            there = {cell.plan for cell in self._rows[other].cells}
            if self._rows[other].measure != row.measure and there - here:
                return "incomparable"
        if len(here) < len(self._records):
            return "only" if len(here) == 1 else "partial"
        return "differs" if differs else "same"

    def _cell(
        self,
        row: AlignedRow,
        cell: AlignedCell,
        found: dict[int, Indicator],
        direction: Direction | None,
    ) -> IndicatorCell:
        indicator = found[cell.plan]
        against = None
        if self._base is not None and cell.plan != self._base:
            against = self._against(row, cell.plan, found, direction)
        return IndicatorCell(
            plan=self._names[cell.plan],
            indicator=indicator.id,
            name=indicator.name,
            unit=indicator.unit,
            attribute=indicator.attribute,
            baseline=indicator.baseline,
            target=indicator.target,
            values=indicator.values,
            match=cell.match,
            gaps=self._gaps(cell.plan, indicator),
            against=against,
        )

    def _gaps(self, plan: int, indicator: Indicator) -> tuple[Gap, ...]:
        """What is missing in a cell: left open, empty, or without a column."""
        gaps: list[Gap] = []
        baseline, target = indicator.baseline, target_of(indicator)
        if baseline is None:
            gaps.append("absent-baseline")
        elif baseline.state != "stated":
            gaps.append("undecided-baseline" if baseline.state == "undecided" else "blank-baseline")
        if target is None:
            gaps.append("absent-target")
        elif target.state != "stated":
            gaps.append("undecided-target" if target.state == "undecided" else "blank-target")
        if not indicator.attribute:
            header = self._headers[plan].get(indicator.box or indicator.table or "", "")
            gaps.append("blank-attribute" if "属性" in header or "性质" in header else "absent-attribute")
        return tuple(gaps)

    def _against(
        self, row: AlignedRow, plan: int, found: dict[int, Indicator], direction: Direction | None
    ) -> Against:
        """How a plan stands to the base plan in one row."""
        if self._base is None or self._base not in found:
            return Against(target="absent", attribute="absent")
        mine, theirs = found[plan], found[self._base]
        target: Standing = "unclear"
        if self._of_one_period((plan, self._base)):
            target = _standing(weigh(target_of(mine), target_of(theirs), direction))
        if target != "same" and row.measure in _SHARED_OUT and not self._of_one_place(plan, self._base):
            target = "share"
        return Against(target=target, attribute=_standing(weigh_attributes(mine.attribute, theirs.attribute)))

    def _extremes(
        self, row: AlignedRow, found: dict[int, Indicator], direction: Direction | None
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who asks for most and who for least, among targets that can be held against each other."""
        plans = [plan for plan in sorted(found) if is_stated(target_of(found[plan]))]
        if not self._of_one_period(plans):
            return (), ()
        if row.measure in _SHARED_OUT:
            plans = [plan for plan in plans if self._of_one_place(plan, plans[0])]
        scores: dict[int, list[int | None]] = {
            plan: [
                weigh(target_of(found[plan]), target_of(found[other]), direction)
                for other in plans
                if other != plan
            ]
            for plan in plans
        }
        comparable = {plan: [score for score in row if score is not None] for plan, row in scores.items()}
        # One that is the same as all it can be held against is neither.
        comparable = {plan: row for plan, row in comparable.items() if any(row)}
        strictest = [plan for plan, row in comparable.items() if min(row) >= 0]
        weakest = [plan for plan, row in comparable.items() if max(row) <= 0]
        return tuple(self._names[plan] for plan in strictest), tuple(self._names[plan] for plan in weakest)

    def _of_one_period(self, plans: Iterable[int]) -> bool:
        """Whether plans are for one period, as far as they say; a target of 2025 is no weaker one of 2030."""
        periods = (self._records[plan].plan.period for plan in plans)
        return len({(period.start, period.end) for period in periods if period}) < 2


def _headers(record: PlanRecord) -> dict[str, str]:
    """The header texts of each box and table, by id."""
    headers = {box.id: squeeze("".join(box.header)) for box in record.boxes}
    for table in record.tables:
        headers.setdefault(table.id, squeeze("".join(cell for row in table.header for cell in row)))
    return headers


def _differs(indicators: Sequence[Indicator]) -> tuple[Literal["baseline", "target", "attribute"], ...]:
    """Which of the values differ by meaning."""
    found: list[Literal["baseline", "target", "attribute"]] = []
    if _several([indicator.baseline for indicator in indicators]):
        found.append("baseline")
    if _several([target_of(indicator) for indicator in indicators]):
        found.append("target")
    if len({indicator.attribute for indicator in indicators if indicator.attribute}) > 1:
        found.append("attribute")
    return tuple(found)


def _several(values: Sequence[Value | None]) -> bool:
    """Whether values say different things; a column that a plan lacks is a gap, no difference."""
    there = [value for value in values if value is not None]
    return any(not same_meaning(there[0], value) for value in there[1:])


def _standing(weight: int | None) -> Standing:
    if weight is None:
        return "unclear"
    return "stronger" if weight > 0 else "weaker" if weight < 0 else "same"
