"""What a page or a workbook is about, and the figures that both show: plans, comparison, findings."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

from plancmp.model.checkreport import CheckReport
from plancmp.model.comparison import Comparison, IndicatorCell, IndicatorRow
from plancmp.model.place import Place
from plancmp.model.record import Value
from plancmp.report.diff.view import is_open, standing_out
from plancmp.report.findings.words import SEVERITIES

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
RELATIONS = {">": "＞", ">=": "≥", "<": "＜", "<=": "≤", "~": "约", "=": ""}
"""How a relation is written before a figure."""
_OPEN_BASELINES = frozenset(("undecided-baseline", "blank-baseline"))
_SHARES = {unit: str.maketrans("", "", signs) for unit, signs in {"%": "%％", "‰": "‰"}.items()}
"""Units of shares, and the signs that say them."""
_DESCRIBED = {"plan": "name", "full-title": "title", "region": "region", "period": "period", "stage": "stage"}
"""What an overview says of a plan before its figures, and the field that has it."""


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: a comparison, findings, or both."""

    comparison: Comparison | None = None
    report: CheckReport | None = None


class Figure(NamedTuple):
    """A figure of a plan, and the indicators that it counts where they are worth naming."""

    number: int
    names: tuple[str, ...] = ()


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
    if is_open(cell):
        return "open"
    if cell.plan in row.weakest:
        return "weakest"
    if cell.against is not None and cell.against.target == "weaker":
        return "weaker"
    return "strictest" if cell.plan in row.strictest else ""


def figures_of(dossier: Dossier) -> list[dict[str, Figure]]:
    """The figures of every plan of the comparison, those that can say anything in this run, in its order.

    `weakest` and `weaker` count targets: of all plans, and below the base plan.
    """
    comparison = dossier.comparison
    if comparison is None:
        return []
    told = told_columns(dossier)
    counts = _found(dossier.report)
    found = []
    for at, plan in enumerate(comparison.plans):
        named = standing_out(comparison, at) | {"weaker": _weaker(comparison, at)}
        figures = {code: Figure(len(names), names) for code, names in named.items()}
        figures["count"] = Figure(plan.indicators)
        figures["open-baselines"] = Figure(_open_baselines(comparison, at))
        figures |= {each: Figure(counts[plan.path or "", each]) for each in SEVERITIES}
        found.append({code: figures[code] for code in told})
    return found


def _weaker(comparison: Comparison, at: int) -> tuple[str, ...]:
    """The indicators in which a plan stays behind the base plan."""
    held = ((row.name, row.cells[at]) for row in comparison.indicators)
    return tuple(name for name, cell in held if cell and cell.against and cell.against.target == "weaker")


def _found(report: CheckReport | None) -> Counter[tuple[str, str]]:
    """How many findings of each severity a file has."""
    return Counter((each.path, each.severity) for each in (report.findings if report else ()))


def _open_baselines(comparison: Comparison, at: int) -> int:
    """How many baselines a plan leaves open."""
    cells = (row.cells[at] for row in comparison.indicators)
    return sum(not _OPEN_BASELINES.isdisjoint(cell.gaps) for cell in cells if cell is not None)


def described(comparison: Comparison) -> dict[str, list[str | None]]:
    """What an overview says of each plan before its figures; what is known of none is left out."""
    told = {code: [getattr(plan, field) for plan in comparison.plans] for code, field in _DESCRIBED.items()}
    return {code: values for code, values in told.items() if any(values)}


def told_columns(dossier: Dossier) -> tuple[str, ...]:
    """The figures of a plan that can say anything in this run, by name, in the order of a table."""
    has_base = dossier.comparison is not None and any(plan.base for plan in dossier.comparison.plans)
    weaker = ("weaker",) if has_base else ()
    severities = SEVERITIES if dossier.report is not None else ()
    return ("count", "lacks", "open-targets", "open-baselines", "weakest", *weaker, *severities)


def value_text(value: Value | None) -> str:
    """A value as written in one line, a stroke where there is none."""
    return "—" if value is None else " ".join(value.text.split()) or "—"


def in_unit(value: Value | None, unit: str | None) -> Value | None:
    """A value as it stands in a row whose head names the unit: figures without it.

    >>> [in_unit(Value(text=each, state="stated"), "%").text for each in ("100%", "100", "95%以上")]
    ['100', '100', '95以上']
    >>> [in_unit(Value(text=each, state="stated"), "人").text for each in ("180人", "180人次", "XX万人")]
    ['180', '180人次', 'XX万人']
    """
    if value is None or not unit:
        return value
    text = value.text.translate(_SHARES.get(unit, {}))
    figure = text.rstrip().removesuffix(unit)
    text = figure if figure[-1:].isdigit() else text
    return msgspec.structs.replace(value, text=text, unit=None if value.unit == unit else value.unit)


def place_of(cell: IndicatorCell) -> Place | None:
    """Where the target of a cell stands, or its baseline where no target has a place."""
    return next((value.at for value in (cell.target, cell.baseline) if value and value.at), None)


def exact(value: Value | None) -> bool:
    """Whether a value is one number, so that a figure says it without loss beside its relation."""
    return (
        value is not None and value.state == "stated" and value.kind == "number" and value.value is not None
    )
