"""Which indicators of two plans are the same matter, by the alignment that `plancmp diff` shows."""

from typing import NamedTuple

from plancmp.align.aligning import align_plans
from plancmp.checks.view import PlanView
from plancmp.model.alignment import AlignedRow, Alignment
from plancmp.model.record import Indicator, PlanRecord


class Pair(NamedTuple):
    """An indicator of the other plan with what this plan has for it."""

    other: Indicator
    own: tuple[Indicator, ...]
    """Several where one row there is parted here."""
    same_measure: bool = True
    doubtful: bool = False
    """Something here may be it, which is not sure."""


def pair_rows(view: PlanView, other: PlanRecord) -> list[Pair]:
    """Every indicator of another plan, sub-rows left out, with this plan's."""
    alignment = align_plans([other, view.record], lang=view.options.lang)
    by_place = {
        cell.indicator: row
        for row in alignment.rows
        for cell in row.cells
        if cell.plan == 0 and cell.part is None
    }
    doubts = {
        place[1] for doubt in alignment.doubts for place in (doubt.first, doubt.second) if place[0] == 0
    }
    pairs: list[Pair] = []
    for at, theirs in enumerate(other.indicators):
        row = by_place.get(at)
        found = _own(view.record, row) if row is not None else ()
        pair = Pair(theirs, found, True, at in doubts)
        pairs.append(pair if found or row is None else _related(view.record, alignment, row, pair))
    return pairs


def _own(record: PlanRecord, row: AlignedRow) -> tuple[Indicator, ...]:
    """This plan's indicator in a row."""
    return tuple(cell.of(record) for cell in row.cells if cell.plan == 1)


def _related(record: PlanRecord, alignment: Alignment, row: AlignedRow, pair: Pair) -> Pair:
    """What this plan has in related rows: parted or joined ones, else the matter in another measure."""
    related = [alignment.rows[at] for at in row.related]
    same = [each for each in related if each.measure == row.measure]
    for rows, same_measure in ((same, True), (related, False)):
        found = tuple(own for each in rows for own in _own(record, each))
        if found:
            return pair._replace(own=found, same_measure=same_measure)
    return pair
