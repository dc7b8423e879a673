"""What a page or a workbook is about, and the figures that both show: plans, comparison, findings."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

import msgspec

from plancmp.model.checkreport import CheckReport
from plancmp.model.comparison import Comparison, IndicatorCell, IndicatorRow
from plancmp.model.record import Value
from plancmp.report.diff.head import is_usual

Mark = Literal["missing", "open", "strictest", "weakest", "weaker", ""]
SIGNS: Mapping[Mark, str] = {
    "missing": "·",
    "open": "?",
    "strictest": "▲",
    "weakest": "▼",
    "weaker": "↓",
    "": "",
}
"""The sign that stands beside a colour, so that nothing hangs on colour alone."""
_OPEN = frozenset(("undecided-target", "blank-target", "absent-target"))


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: a comparison, findings, or both."""

    comparison: Comparison | None = None
    report: CheckReport | None = None


class PlanFigures(NamedTuple):
    """A plan in figures; `weakest` and `weaker` count targets: of all plans, and below the base plan."""

    id: str
    indicators: int
    lacking: tuple[str, ...]
    open_targets: tuple[str, ...]
    open_baselines: tuple[str, ...]
    weakest: tuple[str, ...]
    weaker: tuple[str, ...]
    error: int
    warning: int
    info: int


class Slot(NamedTuple):
    """One plan's cell in a row of indicators, None where the plan lacks it, with its mark."""

    cell: IndicatorCell | None
    mark: Mark


def slots(row: IndicatorRow) -> tuple[Slot, ...]:
    """The cells of a row with what stands out in each."""
    return tuple(Slot(cell, _mark(row, cell)) for cell in row.cells)


def _mark(row: IndicatorRow, cell: IndicatorCell | None) -> Mark:
    """What stands out in a cell; an open target before how it compares."""
    if cell is None:
        return "missing"
    if not _OPEN.isdisjoint(cell.gaps):
        return "open"
    if cell.plan in row.weakest:
        return "weakest"
    if cell.against is not None and cell.against.target == "weaker":
        return "weaker"
    return "strictest" if cell.plan in row.strictest else ""


def figures_of(dossier: Dossier) -> list[PlanFigures]:
    """Every plan of the comparison in figures, in its order."""
    comparison = dossier.comparison
    if comparison is None:
        return []
    counts = _found(dossier.report)
    rows = {row.row: row for row in comparison.indicators}
    return [
        PlanFigures(
            id=plan.id,
            indicators=plan.indicators,
            lacking=tuple(
                rows[row].name
                for row in comparison.summary.lacks.get(plan.id, ())
                if is_usual(comparison, rows[row])
            ),
            open_targets=tuple(_named(comparison, at, _OPEN)),
            open_baselines=tuple(_named(comparison, at, {"undecided-baseline", "blank-baseline"})),
            weakest=tuple(row.name for row in comparison.indicators if plan.id in row.weakest),
            weaker=tuple(
                row.name
                for row in comparison.indicators
                if (cell := row.cells[at]) and cell.against and cell.against.target == "weaker"
            ),
            error=counts[plan.path or "", "error"],
            warning=counts[plan.path or "", "warning"],
            info=counts[plan.path or "", "info"],
        )
        for at, plan in enumerate(comparison.plans)
    ]


def _found(report: CheckReport | None) -> Counter[tuple[str, str]]:
    """How many findings of each severity a file has."""
    return Counter((each.path, each.severity) for each in (report.findings if report else ()))


def _named(comparison: Comparison, at: int, gaps: frozenset[str] | set[str]) -> Iterator[str]:
    """Names of the indicators in which a plan has one of the gaps."""
    for row in comparison.indicators:
        cell = row.cells[at]
        if cell is not None and not gaps.isdisjoint(cell.gaps):
            yield row.name


def exact(value: Value | None) -> bool:
    """Whether a value is one number, so that a figure says it without loss beside its relation."""
    return (
        value is not None and value.state == "stated" and value.kind == "number" and value.value is not None
    )
