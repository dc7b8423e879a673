"""A table made for the look of a page: a cell that holds the page is none, its paragraphs are the text."""

from collections.abc import Iterator

import msgspec

from plancmp.model.document import Block, Cell, Document, Row, Table
from plancmp.sources.thresholds import LAYOUT_CELL


def without_frames(document: Document) -> Document:
    """The document with the paragraphs of a cell that holds most of its words in place of the table.

    Pages of sites stand in such tables, and so does what other tools make of them.
    """
    least = max(LAYOUT_CELL, len(document.text) // 2)
    if not any(isinstance(block, Table) and block.end - block.start > least for block in document.blocks):
        return document
    blocks = [part for block in document.blocks for part in _parts(block, least)]
    return msgspec.structs.replace(document, blocks=tuple(blocks))


def _parts(block: Block, least: int) -> Iterator[Block]:
    """A block, or what a table is without its frame: the rows above, the words of the row, the rows below."""
    if not isinstance(block, Table):
        yield block
        return
    framed = next(
        (at for at, row in enumerate(block.rows) if any(_size(cell) > least for cell in row.cells)), None
    )
    if framed is None:
        yield block
        return
    yield from _rest(block, block.rows[:framed])
    for cell in block.rows[framed].cells:
        yield from cell.paragraphs
    yield from _rest(block, block.rows[framed + 1 :])


def _size(cell: Cell) -> int:
    return sum(paragraph.end - paragraph.start for paragraph in cell.paragraphs)


def _rest(table: Table, rows: tuple[Row, ...]) -> Iterator[Table]:
    """Rows of a table as a table of their own, if any has words."""
    if any(cell.paragraphs for row in rows for cell in row.cells):
        yield msgspec.structs.replace(table, rows=rows, labels=())
