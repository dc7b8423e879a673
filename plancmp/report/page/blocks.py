"""The blocks of a comparison as elements: lists, and matrices as tables or row by row."""

from collections.abc import Iterator, Mapping
from itertools import islice

from plancmp.report.page.markup import Element, both, entry, later, lines, said, scrolled, tag
from plancmp.report.terminal.blocks import Block, Entry, Listing, Matrix, MatrixRow

_MOST = 1000
"""Rows of one block that a page holds; the JSON has all."""
_SIDE_BY_SIDE = 6
"""So many columns stand beside each other in a table that holds whole texts."""


def print_block(zh: Block, en: Block) -> Iterator[Element]:
    """A block that was built in both languages."""
    for pair in zip(zh.before, en.before, strict=True):
        yield tag("p", both(*pair), class_="faint")
    if isinstance(zh, Listing) and isinstance(en, Listing):
        pairs = islice(zip(zh.entries, en.entries, strict=True), _MOST)
        yield later(tag("div", class_="list"), "ul", (_item(*pair) for pair in pairs))
    elif isinstance(zh, Matrix) and isinstance(en, Matrix):
        yield _table(zh, en) if len(zh.columns) <= _SIDE_BY_SIDE else _stack(zh, en)
    count = len(zh.entries if isinstance(zh, Listing) else zh.rows)
    if count > _MOST:
        yield tag("p", said("shown-of", count - _MOST), class_="faint")
    for pair in zip(zh.after, en.after, strict=True):
        yield tag("p", both(*pair), class_="faint")


def _item(zh: Entry, en: Entry) -> Mapping[str, object]:
    below = (tag("div", lines(*pair), class_="below") for pair in zip(zh.below, en.below, strict=True))
    return entry(tag("li", tag("span", zh.sign, class_="sign"), lines(zh.line, en.line), below))


def _table(zh: Matrix, en: Matrix) -> Element:
    """All columns side by side."""
    corner = both(zh.corner, en.corner) if zh.corner else said("row")
    head = [tag("th", corner, scope="col")] if zh.labelled else []
    titles = (tag("th", both(*pair), scope="col") for pair in zip(zh.columns, en.columns, strict=True))
    rows = islice(zip(zh.rows, en.rows, strict=True), _MOST)
    is_signed = any(row.sign.strip() for row in zh.rows)
    mark = [tag("th", said("mark"), scope="col")] if is_signed else []
    table = tag("table", tag("thead", tag("tr", *mark, *head, *titles)))
    return scrolled(later(table, "tbody", (_row(*pair, zh.labelled, is_signed) for pair in rows)), zh.title)


def _row(zh: MatrixRow, en: MatrixRow, labelled: bool, is_signed: bool) -> Mapping[str, object]:
    label = [tag("th", both(zh.label, en.label), scope="row")] if labelled else []
    last = len(zh.cells) - (not labelled)  # Without labels the last column says how alike the others are.
    cells = (
        tag("td", lines(one, other) if one is not None and other is not None else "·",
            class_="faint" if one is None else f"depth{min(zh.depth, 4)}" if at < last else None)
        for at, (one, other) in enumerate(zip(zh.cells, en.cells, strict=True))
    )  # fmt: skip
    return entry(tag("tr", tag("td", zh.sign, class_="sign") if is_signed else None, label, cells))


def _stack(zh: Matrix, en: Matrix) -> Element:
    """A row as a heading that opens, the plans that have it below."""
    columns = list(zip(zh.columns, en.columns, strict=True))
    pairs = islice(zip(zh.rows, en.rows, strict=True), _MOST)
    return later(tag("div", class_="stack"), "div", (_fold(*pair, columns) for pair in pairs))


def _fold(zh: MatrixRow, en: MatrixRow, columns: list[tuple[str, str]]) -> Mapping[str, object]:
    cells = [
        tag("li", tag("b", both(*names)), " ", lines(cell, cell_en))
        for names, cell, cell_en in zip(columns, zh.cells, en.cells, strict=True)
        if cell is not None and cell_en is not None
    ]
    title = tag(
        "summary",
        tag("span", zh.sign, class_="sign"),
        both(zh.label, en.label),
        tag("span", f" {len(cells)}", class_="faint"),
    )
    return entry(tag("details", title, tag("ul", cells), class_=f"depth{min(zh.depth, 4)}"))
