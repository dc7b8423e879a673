"""Indicators that did not meet although their names are near, with the reasons: for `--explain`."""

from collections.abc import Iterator, Sequence

import msgspec
from rapidfuzz import fuzz, process

from plancmp.align.explaining import explain
from plancmp.model.alignment import Alignment
from plancmp.model.comparison import Comparison, DoubtfulCell, DoubtRow
from plancmp.model.record import PlanRecord

_NEAR = 60.0


def with_apart(
    comparison: Comparison, plans: Sequence[PlanRecord], alignment: Alignment, *, lang: str = "zh"
) -> Comparison:
    """The comparison with `apart`: each row that plans lack, with the nearest name in one of those plans."""
    return msgspec.structs.replace(comparison, apart=tuple(_pairs(comparison, plans, alignment, lang)))


def _pairs(
    comparison: Comparison, plans: Sequence[PlanRecord], alignment: Alignment, lang: str
) -> Iterator[DoubtRow]:
    """The pairs, each once, in the order of the rows."""
    names = [[indicator.name for indicator in plan.indicators] for plan in plans]
    told: set[frozenset[tuple[int, int]]] = set()
    for row in alignment.rows:
        here = {cell.plan for cell in row.cells}
        first = row.cells[0]
        mine = (first.plan, first.indicator)
        best: tuple[float, tuple[int, int]] | None = None
        for plan in range(len(plans)):
            if plan in here:
                continue
            found = process.extractOne(
                names[mine[0]][mine[1]], names[plan], scorer=fuzz.ratio, score_cutoff=_NEAR
            )
            if found and (best is None or found[1] > best[0]):
                best = (found[1], (plan, found[2]))
        if best is None or first.part is not None or frozenset((mine, best[1])) in told:
            continue
        told.add(frozenset((mine, best[1])))
        yield _pair(comparison, plans, mine, best[1], best[0], lang)


def _pair(
    comparison: Comparison,
    plans: Sequence[PlanRecord],
    mine: tuple[int, int],
    theirs: tuple[int, int],
    score: float,
    lang: str,
) -> DoubtRow:
    one, other = plans[mine[0]].indicators[mine[1]], plans[theirs[0]].indicators[theirs[1]]
    sectors = plans[mine[0]].plan.sector, plans[theirs[0]].plan.sector
    return DoubtRow(
        first=DoubtfulCell(plan=comparison.plans[mine[0]].id, indicator=one.id, name=one.name),
        second=DoubtfulCell(plan=comparison.plans[theirs[0]].id, indicator=other.id, name=other.name),
        score=round(score / 100, 2),
        reasons=tuple(explain(one, other, *sectors, lang=lang)),
    )
