"""One indicator over all plans as a picture: from baseline to target, with the base plan's line."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from plancmp.model.comparison import IndicatorCell, IndicatorRow
from plancmp.model.record import Value
from plancmp.report.dossier import RELATIONS, exact
from plancmp.report.page.markup import Element, label, tag

_WIDTH, _LABEL, _FIGURE, _STEP, _TOP = 800, 170, 150, 22, 14
_MOST = 60
"""Plans in one picture; with more, those between the first and the last thirty by target are left out."""
_LETTERS = 13


class _Point(NamedTuple):
    """A plan in the picture."""

    name: str
    first: Decimal | None
    last: Decimal
    told: str


def draw(row: IndicatorRow, names: Sequence[str], base: int | None) -> Element | None:
    """The picture as SVG, sorted by target; None where fewer than two plans give single figures.

    Values of one row are drawn on one axis, so a row of other measures has no picture.
    """
    cells = ((at, cell) for at, cell in enumerate(row.cells) if cell is not None and at != base)
    points = [each for at, cell in cells if (each := _point(names[at], cell)) is not None]
    if len(points) < 2 or row.verdict == "incomparable":
        return None
    points.sort(key=lambda point: point.last, reverse=True)
    if len(points) > _MOST:
        points = [*points[: _MOST // 2], *points[-_MOST // 2 :]]
    held = row.cells[base] if base is not None else None
    return _picture(row, points, _figure(held.target) if held is not None else None)


def _point(name: str, cell: IndicatorCell) -> _Point | None:
    """A plan with its figures in words: 7.3 → ≥8.6; None where its target is no figure."""
    last = _figure(cell.target)
    if last is None:
        return None
    told = (
        f"{RELATIONS.get(value.relation or '=', '')}{value.value:f}"
        for value in (cell.baseline, cell.target)
        if value is not None and exact(value)
    )
    return _Point(name, _figure(cell.baseline), last, " → ".join(told))


def _figure(value: Value | None) -> Decimal | None:
    """The figure of a value that is one."""
    return value.value if value is not None and exact(value) else None


def _picture(row: IndicatorRow, points: Sequence[_Point], line: Decimal | None) -> Element:
    """Names at left, the axis in the middle, figures at right."""
    held = (each for point in points for each in (point.first, point.last, line))
    figures = [float(each) for each in held if each is not None]
    low, span = min(figures), max(figures) - min(figures)
    room = _WIDTH - _LABEL - _FIGURE - 20

    def place(value: Decimal) -> str:
        share = (float(value) - low) / span if span else 0.5
        return f"{_LABEL + 10 + share * room:.1f}"

    height = _TOP * 2 + _STEP * len(points)
    drawn: list[Element] = []
    if line is not None:
        drawn.append(
            tag("line", x1=place(line), x2=place(line), y1="2", y2=f"{height - 2}", class_="superior")
        )
    for number, (name, first, last, told) in enumerate(points):
        y = f"{_TOP + _STEP * (number + 0.5):g}"
        drawn.append(_text(name[:_LETTERS], _LABEL, y, "end"))
        if first is not None:
            drawn.append(tag("line", x1=place(first), x2=place(last), y1=y, y2=y, class_="way"))
            drawn.append(tag("circle", cx=place(first), cy=y, r="4.5", class_="from"))
        drawn.append(tag("circle", cx=place(last), cy=y, r="5", class_="to"))
        drawn.append(_text(told, _WIDTH - _FIGURE + 10, y, "start"))
    says = label("picture-says", row.name)
    return tag("svg", drawn, viewBox=f"0 0 {_WIDTH} {height}", class_="picture", role="img", aria_label=says)


def _text(text: str, x: float, y: str, anchor: str) -> Element:
    return tag("text", text, x=f"{x:g}", y=y, text_anchor=anchor, dy="4")
