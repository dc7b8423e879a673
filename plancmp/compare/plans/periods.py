"""The plan of the last period against this one: what was promised then, from where it starts now."""

from collections.abc import Sequence

from plancmp.compare.plans.indicators import row_name, target_of
from plancmp.meaning.directions import direction_of
from plancmp.meaning.values import is_stated, weigh
from plancmp.model.alignment import Alignment
from plancmp.model.comparison import Periods, Promise
from plancmp.model.record import Indicator, PlanRecord


def compare_periods(
    records: Sequence[PlanRecord], names: Sequence[str], alignment: Alignment, before: int, after: int
) -> Periods:
    """Every indicator of the earlier plan that has a row with the later one."""
    promises: list[Promise] = []
    for at, row in enumerate(alignment.rows):
        cells = {cell.plan: cell.of(records[cell.plan]) for cell in row.cells}
        if before not in cells or after not in cells:
            continue
        promise = _promise(row_name(at), row.key, row.name, cells[before], cells[after])
        if promise is not None:
            promises.append(promise)
    return Periods(before=names[before], after=names[after], promises=tuple(promises))


def _promise(row: str, key: str | None, name: str, then: Indicator, now: Indicator) -> Promise | None:
    promised = target_of(then)
    if promised is None or not is_stated(promised):
        return None
    weight = weigh(now.baseline, promised, direction_of(name, key, (promised,)))
    return Promise(
        row=row,
        name=name,
        promised=promised,
        reached=now.baseline,
        target=target_of(now),
        verdict="unclear" if weight is None else "met" if weight >= 0 else "missed",
    )
