"""A stand-in for alignment in tests of comparing: indicators of one name are one, in order."""

from collections.abc import Sequence

from plancmp.model.alignment import AlignedCell, AlignedRow, Alignment, CellMatch
from plancmp.model.record import PlanRecord
from plancmp.text.folding import squeeze

_MATCH = CellMatch(level="folded", score=1.0, reasons=("同名",))


def align_by_name(plans: Sequence[PlanRecord]) -> Alignment:
    """One row for each name (the k-th of a name with the k-th), in the order of first appearance."""
    rows: dict[tuple[str, int], list[AlignedCell]] = {}
    names: dict[tuple[str, int], tuple[str, str | None]] = {}
    for plan, record in enumerate(plans):
        seen: dict[str, int] = {}
        for at, indicator in enumerate(record.indicators):
            name = squeeze(indicator.name)
            seen[name] = seen.get(name, 0) + 1
            key = (name, seen[name])
            names.setdefault(key, (indicator.name, indicator.unit))
            rows.setdefault(key, []).append(AlignedCell(plan=plan, indicator=at, match=_MATCH))
    return Alignment(
        rows=tuple(
            AlignedRow(
                key=None,
                name=names[key][0],
                measure="rate" if (names[key][1] or "%") == "%" else "count",
                unit=names[key][1],
                cells=tuple(cells),
            )
            for key, cells in rows.items()
        )
    )
