"""Indicators on a page: the matrix of targets, and each indicator with its picture and its rows."""

from plancmp.model.comparison import Comparison, IndicatorCell, IndicatorRow
from plancmp.report.dossier import SIGNS, Slot, exact, place_of, slots, value_text
from plancmp.report.findings.words import place_words
from plancmp.report.page.markup import Child, Element, both, label, said, scrolled, tag
from plancmp.report.page.pictures import draw


def matrix(comparison: Comparison) -> Element:
    """Indicators down, plans across; the head and the first column stay when one scrolls."""
    heads: list[Child] = [
        _head(tag("span", said("indicator")), "name"),
        _head(tag("span", said("verdict")), "verdict"),
    ]
    for at, plan in enumerate(comparison.plans):
        name = tag("a", plan.name, href=f"#plan-{at}", title=plan.title)
        base = tag("span", *both("（基准）", " (base)")) if plan.base else None
        heads.append(_head(tag("span", name, base), str(at)))
    return scrolled(
        tag(
            "table",
            tag("caption", said("matrix")),
            tag("thead", tag("tr", heads)),
            tag("tbody", (_row(row) for row in comparison.indicators)),
            id="matrix",
        ),
        label("matrix"),
        tall=True,
    )


def _head(name: Element, column: str) -> Element:
    """A head with its button to sort by."""
    plan = column if column.isdigit() else None
    button = tag("button", "⇅", type="button", class_="sort", aria_label=label("sort-by"), data_sort=column)
    return tag("th", name, button, scope="col", data_p=plan, aria_sort="none")


def _row(row: IndicatorRow) -> Element:
    """A row of targets."""
    held = slots(row)
    unit = tag("span", both(f"（{row.unit}）", f" ({row.unit})"), class_="faint") if row.unit else None
    gaps = any(slot.mark in ("missing", "open") for slot in held)
    return tag(
        "tr",
        tag("th", tag("a", row.name, href=f"#{row.row}"), unit, scope="row"),
        tag("td", said(row.verdict)),
        (_slot(slot, at) for at, slot in enumerate(held)),
        class_="find",
        data_row=row.row,
        data_verdict=row.verdict,
        data_gaps="1" if gaps else None,
    )


def _slot(slot: Slot, at: int) -> Element:
    """A target with its sign; what colour says is said in words to who cannot see it."""
    cell, mark = slot.cell, slot.mark
    sign = tag("span", SIGNS[mark], class_="sign", aria_hidden="true") if mark else None
    spoken = tag("span", said(f"mark-{mark}"), class_="spoken") if mark else None
    value = cell.target if cell else None
    text = None if cell is None else value_text(value)
    figure = str(value.value) if value is not None and exact(value) else None
    return tag(
        "td", text, sign, spoken, class_=mark or None, data_p=str(at), data_v=figure,
        data_i=cell.indicator if cell else None,
    )  # fmt: skip


def each_indicator(comparison: Comparison) -> list[Element]:
    """Every indicator with its picture and a table of the plans that have it."""
    names = [plan.name for plan in comparison.plans]
    base = next((at for at, plan in enumerate(comparison.plans) if plan.base), None)
    return [_indicator(row, names, base) for row in comparison.indicators]


def _indicator(row: IndicatorRow, names: list[str], base: int | None) -> Element:
    """One indicator, folded; its picture where the plans measure alike."""
    unit = tag("span", both(f"（{row.unit}）", f" ({row.unit})"), class_="faint") if row.unit else None
    have = sum(cell is not None for cell in row.cells)
    title = tag(
        "summary",
        tag("h3", row.name, unit),
        tag("span", said(row.verdict), f" {have}/{len(names)}", class_="faint"),
    )
    picture = draw(row, names, base)
    drawn = picture
    if picture is None and have > 1:
        drawn = tag("p", said("not-drawn"), class_="faint")
    head = ("plan", "written", "baseline", "target", "attribute", "mark", "place")
    table = tag(
        "table",
        tag("thead", tag("tr", (tag("th", said(code), scope="col") for code in head))),
        tag(
            "tbody",
            (
                _line(names[at], slot.cell, slot, at)
                for at, slot in enumerate(slots(row))
                if slot.cell is not None
            ),
        ),
    )
    lacking = [name for name, cell in zip(names, row.cells, strict=True) if cell is None]
    absent = tag(
        "p", said("lacks"), both("：", ": "), both("、".join(lacking), ", ".join(lacking)), class_="faint"
    )
    related = tag("p", said("related"), " ", *(tag("a", each, href=f"#{each}") for each in row.related))
    rows = scrolled(table, row.name)
    return tag(
        "details", title, drawn, rows, absent if lacking else None, related if row.related else None,
        id=row.row, class_="find indicator",
    )  # fmt: skip


def _line(name: str, cell: IndicatorCell, slot: Slot, at: int) -> Element:
    """What one plan says."""
    place = place_of(cell)
    where = both(place_words(place, "zh"), place_words(place, "en")) if place else None
    mark = (tag("span", SIGNS[slot.mark], class_="sign"), *said(f"mark-{slot.mark}")) if slot.mark else ()
    return tag(
        "tr",
        tag("th", name, scope="row"),
        tag("td", cell.name),
        tag("td", value_text(cell.baseline)),
        tag("td", value_text(cell.target)),
        tag("td", cell.attribute),
        tag("td", mark, class_=slot.mark or None),
        tag("td", where, class_="faint"),
        data_p=str(at),
    )
