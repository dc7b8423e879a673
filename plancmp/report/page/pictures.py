"""One indicator over all plans as a picture: from baseline to target, with the base plan's line."""

from collections.abc import Sequence
from decimal import Decimal

from plancmp.model.comparison import IndicatorRow
from plancmp.model.record import Value
from plancmp.report.dossier import exact
from plancmp.report.page.markup import Element, label, tag

_WIDTH, _LABEL, _FIGURE, _STEP, _TOP = 800, 170, 150, 22, 14
_MOST = 60
"""Plans in one picture; with more, those between the first and the last thirty by target are left out."""
_LETTERS = 13


def draw(row: IndicatorRow, names: Sequence[str], base: int | None) -> Element | None:
    """The picture as SVG, sorted by target; None where fewer than two plans give single figures.

    Values of one row are drawn on one axis, so a row of other measures has no picture.
    """
    points = [
        (names[at], cell.baseline, cell.target)
        for at, cell in enumerate(row.cells)
        if cell is not None and at != base and exact(cell.target)
    ]
    if len(points) < 2 or row.verdict == "incomparable":
        return None
    points.sort(key=lambda point: (point[2].value if point[2] else Decimal(0)) or Decimal(0), reverse=True)
    if len(points) > _MOST:
        points = [*points[: _MOST // 2], *points[-_MOST // 2 :]]
    held = row.cells[base] if base is not None else None
    line = held.target.value if held is not None and held.target and exact(held.target) else None
    return _picture(row, [(name, _figure(first), _figure(last)) for name, first, last in points], line)


def _figure(value: Value | None) -> Decimal | None:
    """The figure of a value that is one."""
    return value.value if value is not None and exact(value) else None


def _picture(
    row: IndicatorRow, points: Sequence[tuple[str, Decimal | None, Decimal | None]], line: Decimal | None
) -> Element:
    """Names at left, the axis in the middle, figures at right."""
    figures = [float(each) for _, first, last in points for each in (first, last) if each is not None]
    figures += [float(line)] if line is not None else []
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
    for number, (name, first, last) in enumerate(points):
        y = f"{_TOP + _STEP * (number + 0.5):g}"
        drawn.append(_text(name[:_LETTERS], _LABEL, y, "end"))
        if first is not None and last is not None:
            drawn.append(tag("line", x1=place(first), x2=place(last), y1=y, y2=y, class_="way"))
        if first is not None:
            drawn.append(tag("circle", cx=place(first), cy=y, r="4.5", class_="from"))
        if last is not None:
            drawn.append(tag("circle", cx=place(last), cy=y, r="5", class_="to"))
            told = f"{first:f} → {last:f}" if first is not None else f"{last:f}"
            drawn.append(_text(told, _WIDTH - _FIGURE + 10, y, "start"))
    says = label("picture-says", row.name)
    return tag("svg", drawn, viewBox=f"0 0 {_WIDTH} {height}", class_="picture", role="img", aria_label=says)


def _text(text: str, x: float, y: str, anchor: str) -> Element:
    return tag("text", text, x=f"{x:g}", y=y, text_anchor=anchor, dy="4")
