"""The blocks of a comparison as elements: lists, and matrices as tables or row by row."""

from collections.abc import Iterator, Mapping
from itertools import islice

from plancmp.report.page.markup import Element, both, entry, later, lines, said, scrolled, tag
from plancmp.report.terminal.blocks import Block, Entry, Listing, Matrix, MatrixRow, plain

_MOST = 1000
"""Rows of one block that a page holds; the JSON has all."""
_PAPER = 150
"""Rows of one block that are printed where not all is asked for."""
_LONG = 160
"""Characters; what stands below a line and is longer is opened on request."""
SIDE_BY_SIDE = 6
"""So many columns stand beside each other in a table that holds whole texts."""


def print_block(zh: Block, en: Block) -> Iterator[Element]:
    """A block that was built in both languages."""
    for pair in zip(zh.before, en.before, strict=True):
        yield tag("p", both(*pair), class_="faint")
    if isinstance(zh, Listing) and isinstance(en, Listing):
        pairs = islice(zip(zh.entries, en.entries, strict=True), _MOST)
        yield later(tag("div", class_="list"), "ul", (_item(*pair) for pair in pairs), paper=_PAPER)
    elif isinstance(zh, Matrix) and isinstance(en, Matrix):
        yield _table(zh, en) if len(zh.columns) <= SIDE_BY_SIDE else _stack(zh, en)
    count = len(zh.entries if isinstance(zh, Listing) else zh.rows)
    if count > _MOST:
        yield tag("p", said("shown-of", count - _MOST), class_="faint")
    for pair in zip(zh.after, en.after, strict=True):
        yield tag("p", both(*pair), class_="faint")


def _item(zh: Entry, en: Entry) -> Mapping[str, object]:
    line = [tag("span", zh.sign, class_="sign"), *lines(zh.line, en.line)]
    below = [tag("div", lines(*pair), class_="below") for pair in zip(zh.below, en.below, strict=True)]
    if len(below) == 1 and len(plain(zh.below[0])) > _LONG:
        return entry(tag("li", tag("details", tag("summary", line), below)))
    return entry(tag("li", line, below))


def _table(zh: Matrix, en: Matrix) -> Element:
    """All columns side by side."""
    head = [tag("th", both(zh.corner, en.corner), scope="col")] if zh.labelled else []
    titles = (tag("th", both(*pair), scope="col") for pair in zip(zh.columns, en.columns, strict=True))
    rows = islice(zip(zh.rows, en.rows, strict=True), _MOST)
    is_signed = any(row.sign.strip() for row in zh.rows)
    mark = [tag("th", said("mark"), scope="col", class_="sign")] if is_signed else []
    look = None if zh.labelled else "titles"
    table = tag("table", tag("thead", tag("tr", *mark, *head, *titles)), class_=look)
    entries = (_row(*pair, zh.labelled, is_signed) for pair in rows)
    return scrolled(later(table, "tbody", entries, paper=_PAPER), zh.title, rows=len(zh.rows))


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
    names = list(zip(zh.columns, en.columns, strict=True))[: None if zh.labelled else -1]
    pairs = islice(zip(zh.rows, en.rows, strict=True), _MOST)
    return later(tag("div", class_="stack"), "div", (_fold(*pair, names) for pair in pairs), paper=_PAPER)


def _fold(zh: MatrixRow, en: MatrixRow, names: list[tuple[str, str]]) -> Mapping[str, object]:
    """How many plans have it in its heading; that some lack it needs no sign beside that."""
    cells = [
        tag("li", tag("b", both(*name)), " ", lines(cell, cell_en))
        for name, cell, cell_en in zip(names, zh.cells, en.cells, strict=False)
        if cell is not None and cell_en is not None
    ]
    sign = tag("span", zh.sign, class_="sign") if zh.sign != "-" else None
    count = tag("span", f" {len(cells)}/{len(names)}", class_="faint")
    title = tag("summary", sign, both(zh.label, en.label), count)
    return entry(tag("details", title, tag("ul", cells), class_=f"depth{min(zh.depth, 4)}"))
