"""Tells tables that hold data from tables that only lay out a page, and finds their rows and merges.

Half of the pages of government sites are laid out with tables. A table holds data when it says so
(header cells, lines around its cells) or looks so (several short cells in several rows); it lays out
when it holds other tables, links, forms, or most of the page.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec
from lxml import etree

from plancmp.sources.thresholds import LAYOUT_CELL, MUCH_TEXT
from plancmp.sources.web.tags import CONTROLS, SILENT, style_of, tag_of, whole_number
from plancmp.text.keeping import compiled

_SECTIONS = ("thead", "tbody", "tfoot", "form")
_WIDEST: Final = 1000
_LONGEST_SPAN: Final = 65534
"""Limits of the HTML standard for colspan and rowspan."""
_LINE = compiled(r"\b(?:solid|double|dashed|dotted|ridge|groove|inset|outset)\b|\b[1-9][\d.]*(?:px|pt)")


class Measure(msgspec.Struct):
    """What a table (or the page) holds."""

    chars: int = 0
    linked: int = 0
    nested: int = 0
    """Characters in tables inside of it."""
    rows: int = 0
    columns: int = 0
    filled: int = 0
    """Cells that hold text."""
    largest: int = 0
    """Characters of its largest cell."""
    headers: int = 0
    controls: int = 0
    lines: bool = False
    first: str = ""
    """The first characters in it."""


class _Open(msgspec.Struct):
    """An element of a table that is being measured."""

    element: etree._Element
    measure: Measure
    is_cell: bool = False
    cells: int = 0


def survey(body: etree._Element) -> dict[etree._Element, Measure]:
    """Measure the page and all tables in one pass."""
    whole = Measure()
    measures = {body: whole}
    opened = [_Open(body, whole)]
    links = silent = 0
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        tag = tag_of(element)
        if event == "start":
            silent += tag in SILENT
            links += tag == "a" and is_navigation(element.get("href"))
            _begin(element, tag, opened, measures)
            if element.text and not silent:
                _add(opened, element.text, links)
            continue
        if event == "end":
            silent -= tag in SILENT
            links -= tag == "a" and is_navigation(element.get("href"))
            if opened[-1].element is element and len(opened) > 1:
                _end(opened)
        if element.tail and not silent and element is not body:
            _add(opened, element.tail, links)
    return measures


def is_navigation(href: str | None) -> bool:
    """True for a link that leads away from the page; one inside of it may be a footnote or contents."""
    return href is not None and not href.startswith("#") and bool(href.strip())


def _begin(
    element: etree._Element, tag: str, opened: list[_Open], measures: dict[etree._Element, Measure]
) -> None:
    """Open a table or a cell."""
    here = opened[-1].measure
    if tag == "table":
        measures[element] = Measure(lines=_has_lines(element))
        opened.append(_Open(element, measures[element]))
    elif tag in ("td", "th"):
        table = _table(opened)
        table.cells += min(max(whole_number(element.get("colspan"), 1), 1), _WIDEST)
        table.measure.columns = max(table.measure.columns, table.cells)
        table.measure.headers += tag == "th"
        table.measure.lines = table.measure.lines or _is_lined(element)
        opened.append(_Open(element, Measure(), True))
    elif tag == "tr":
        table = _table(opened)
        table.cells = 0
        table.measure.rows += 1
    elif tag == "caption":
        here.headers += 1
    elif tag in CONTROLS and element.get("type") != "hidden":
        here.controls += 1


def _table(opened: Sequence[_Open]) -> _Open:
    """The innermost open table (or the page)."""
    return next(each for each in reversed(opened) if not each.is_cell)


def _add(opened: Sequence[_Open], text: str, links: int) -> None:
    """Count the characters of a text."""
    measure = opened[-1].measure
    words = "".join(text.split())
    measure.chars += len(words)
    measure.linked += len(words) if links else 0
    if len(measure.first) < 8:
        measure.first += words[:8]


def _end(opened: list[_Open]) -> None:
    """Close a table or a cell, and add what it holds to what holds it."""
    closed = opened.pop()
    inner, outer = closed.measure, opened[-1].measure
    outer.chars += inner.chars
    outer.linked += inner.linked
    outer.controls += inner.controls
    outer.nested += inner.nested if closed.is_cell else inner.chars
    if len(outer.first) < 8:
        outer.first += inner.first
    if closed.is_cell:
        outer.filled += inner.chars > 0
        outer.largest = max(outer.largest, inner.chars)


def _has_lines(table: etree._Element) -> bool:
    """True if a table itself says that lines are drawn around its cells."""
    if whole_number(table.get("border"), 0) > 0 or table.get("border") == "":
        return True
    if table.get("rules") in ("all", "rows", "cols") or "msotablegrid" in (table.get("class") or "").lower():
        return True
    # The old way to draw lines: the ground shows between cells of another colour.
    return table.get("cellspacing") == "1" and bool(table.get("bgcolor"))


def _is_lined(cell: etree._Element) -> bool:
    """True if the style of a cell draws a line around it."""
    return any(
        name.startswith("border")
        and not name.startswith(("border-collapse", "border-spacing", "border-radius"))
        and _LINE.search(value)
        for name, value in style_of(cell).items()
    )


def holds_data(table: etree._Element, measure: Measure, page: Measure, boxes: Sequence[str]) -> bool:
    """True for a table that is read as one; `boxes` are the words that begin a box (专栏)."""
    if table.get("role") in ("presentation", "none") or not measure.chars or measure.controls:
        return False
    if measure.nested and (not measure.lines or measure.nested * 2 > measure.chars or measure.columns < 2):
        return False
    if measure.linked * 2 > measure.chars:
        return False
    is_box = measure.first.lstrip("【[<〈《").startswith(tuple(boxes))
    if measure.columns < 2:
        return is_box or (measure.lines and measure.chars * 2 <= page.chars)
    if measure.largest > LAYOUT_CELL and measure.largest * 10 > page.chars * 6:
        return False
    if measure.lines or measure.headers:
        return True
    return measure.rows >= 2 and measure.filled >= 4 and measure.largest <= MUCH_TEXT


class Found(NamedTuple):
    """The rows of a table, each with its cells, and what stands in it outside of all cells."""

    rows: list[tuple[etree._Element, list[etree._Element]]]
    strays: list[etree._Element | str]


def rows_of(table: etree._Element) -> Found:
    """The rows and cells of a table, those of inner tables excluded; the foot stands last."""
    found, foot = Found([], []), Found([], [])
    _gather(table, found, foot)
    return Found(found.rows + foot.rows, found.strays + foot.strays)


def _gather(parent: etree._Element, found: Found, foot: Found) -> None:
    """Sort the children of a table or of a part of it."""
    _stray_text(parent.text, found)
    loose: list[etree._Element] = []
    for child in parent:
        tag = tag_of(child)
        if tag in ("td", "th"):
            if not loose:
                found.rows.append((parent, loose))
            loose.append(child)
        elif tag:
            loose = []
            if tag == "tr":
                found.rows.append((child, list(_cells_of(child, found))))
            elif tag in _SECTIONS:
                _gather(child, foot if tag == "tfoot" else found, foot)
            elif tag not in SILENT:
                found.strays.append(child)
        _stray_text(child.tail, found)


def _cells_of(row: etree._Element, found: Found) -> Iterator[etree._Element]:
    """The cells of a row."""
    _stray_text(row.text, found)
    for child in row:
        tag = tag_of(child)
        if tag in ("td", "th"):
            yield child
        elif tag and tag not in SILENT:
            found.strays.append(child)
        _stray_text(child.tail, found)


def _stray_text(text: str | None, found: Found) -> None:
    """Keep words that stand between cells."""
    if text and text.strip():
        found.strays.append(text)


def spans_of(cell: etree._Element) -> tuple[int, int]:
    """How many columns and rows a cell covers; a rowspan of 0 goes down to the end."""
    columns = min(max(whole_number(cell.get("colspan"), 1), 1), _WIDEST)
    rows = whole_number(cell.get("rowspan"), 1)
    return columns, _LONGEST_SPAN if rows == 0 else min(max(rows, 1), _LONGEST_SPAN)
