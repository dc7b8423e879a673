"""The blocks of a comparison as elements: lists, and matrices as tables or row by row."""

from collections.abc import Iterator
from itertools import islice

from plancmp.report.page.markup import Child, Element, both, lines, said, scrolled, tag
from plancmp.report.terminal.blocks import Block, Listing, Matrix, MatrixRow

_MOST = 400
"""Rows of one block that a page shows; the JSON has all."""
_SIDE_BY_SIDE = 6
"""So many columns stand beside each other in a table that holds whole texts."""


def print_block(zh: Block, en: Block) -> Iterator[Element]:
    """A block that was built in both languages."""
    for pair in zip(zh.before, en.before, strict=True):
        yield tag("p", both(*pair), class_="faint")
    if isinstance(zh, Listing) and isinstance(en, Listing):
        yield _listing(zh, en)
    elif isinstance(zh, Matrix) and isinstance(en, Matrix):
        yield _table(zh, en) if len(zh.columns) <= _SIDE_BY_SIDE else _stack(zh, en)
    count = len(zh.entries if isinstance(zh, Listing) else zh.rows)
    if count > _MOST:
        yield tag("p", said("shown-of", count - _MOST), class_="faint")
    for pair in zip(zh.after, en.after, strict=True):
        yield tag("p", both(*pair), class_="faint")


def _listing(zh: Listing, en: Listing) -> Element:
    return tag(
        "ul",
        (
            tag(
                "li",
                tag("span", one.sign, class_="sign"),
                lines(one.line, other.line),
                (
                    tag("div", lines(*pair), class_="below")
                    for pair in zip(one.below, other.below, strict=True)
                ),
                class_="find",
            )
            for one, other in islice(zip(zh.entries, en.entries, strict=True), _MOST)
        ),
        class_="list",
    )


def _table(zh: Matrix, en: Matrix) -> Element:
    """All columns side by side."""
    corner = both(zh.corner, en.corner) if zh.corner else said("row")
    head = [tag("th", corner, scope="col")] if zh.labelled else []
    titles = (tag("th", both(*pair), scope="col") for pair in zip(zh.columns, en.columns, strict=True))
    rows = islice(zip(zh.rows, en.rows, strict=True), _MOST)
    return scrolled(
        tag(
            "table",
            tag("thead", tag("tr", tag("th", said("mark"), scope="col"), *head, *titles)),
            tag("tbody", (_row(one, other, zh.labelled) for one, other in rows)),
        ),
        zh.title,
    )


def _row(zh: MatrixRow, en: MatrixRow, labelled: bool) -> Element:
    label = [tag("th", both(zh.label, en.label), scope="row")] if labelled else []
    cells = (
        tag("td", lines(one, other) if one is not None and other is not None else "·",
            class_=f"depth{min(zh.depth, 4)}" if one is not None else "faint")
        for one, other in zip(zh.cells, en.cells, strict=True)
    )  # fmt: skip
    return tag("tr", tag("td", zh.sign, class_="sign"), label, cells, class_="find")


def _stack(zh: Matrix, en: Matrix) -> Element:
    """A row as a heading that opens, the plans that have it below."""
    entries: list[Child] = []
    for one, other in islice(zip(zh.rows, en.rows, strict=True), _MOST):
        held = zip(zh.columns, en.columns, one.cells, other.cells, strict=True)
        cells = [
            tag("li", tag("b", both(name, name_en)), " ", lines(cell, cell_en))
            for name, name_en, cell, cell_en in held
            if cell is not None and cell_en is not None
        ]
        title = tag(
            "summary",
            tag("span", one.sign, class_="sign"),
            both(one.label, other.label),
            tag("span", f" {len(cells)}", class_="faint"),
        )
        entries.append(tag("details", title, tag("ul", cells), class_=f"find depth{min(one.depth, 4)}"))
    return tag("div", entries, class_="stack")
