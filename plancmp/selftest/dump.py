"""A document as a text dump: cells begin with a tab, rows end with a blank line, tables with two.

`sources.plain` reads such a text again. What a dump cannot hold is lost: styles of headings without a number,
widths of merged cells, footnotes, and line ends inside a paragraph.
"""

from typing import NamedTuple

from plancmp.model.document import Cell, Document, Footnote, Paragraph, Row, Table
from plancmp.model.place import Place


class DumpLine(NamedTuple):
    """A line of a dump, and the paragraph of the document that it was written from."""

    text: str
    start: int | None = None
    """Offset in `Document.text`; None for a line that only parts others."""
    lead: int = 0
    """How many characters stand before the words: the tab of a cell."""


class Dump(NamedTuple):
    """A document as lines, with the way back from a line to its place in the document."""

    document: Document
    lines: tuple[DumpLine, ...]

    @property
    def text(self) -> str:
        """All lines, each with its end."""
        return "".join(f"{line.text}\n" for line in self.lines)

    def place(self, line: int, start: int, end: int) -> Place:
        """The place in the document of some characters of a line; lines count from 1, characters from 0."""
        written = self.lines[line - 1]
        if written.start is None:
            return Place()
        first = written.start + max(start - written.lead, 0)
        return self.document.place(first, max(written.start + end - written.lead, first + 1))


def build_dump(document: Document) -> Dump:
    """The document as a dump that knows its places; numbers that the word processor draws are written."""
    lines: list[DumpLine] = []
    for block in document.blocks:
        lines.extend(_table(document, block) if isinstance(block, Table) else [_line(document, block)])
    for note in document.footnotes:
        lines.extend(_footnote(document, note))
    return Dump(document, tuple(lines))


def _line(document: Document, paragraph: Paragraph, lead: str = "") -> DumpLine:
    """A paragraph on one line; a tab inside would begin a cell, and a line end a paragraph."""
    words = document.words(paragraph)
    flat = "".join(" " if mark.isspace() else mark for mark in words)
    return DumpLine(lead + flat, paragraph.start, len(lead))


def _table(document: Document, table: Table) -> list[DumpLine]:
    """The rows of a table, and the blank line that ends it."""
    width = max(row.width for row in table.rows)
    lines: list[DumpLine] = []
    for row in table.rows:
        for cell in _spread(row, width):
            lines.extend(_cell(document, cell))
        lines.append(DumpLine(""))
    return [*lines, DumpLine("")]


def _spread(row: Row, width: int) -> list[Cell]:
    """The cells of a row, an empty one for each further column of a wide cell.

    A cell over the whole width stays alone, as in a dump: that is how a banner row is known.
    """
    if len(row.cells) == 1 and row.cells[0].colspan == width:
        return [row.cells[0]]
    cells: list[Cell] = []
    for cell in row.cells:
        cells += [cell, *(Cell() for _ in range(cell.colspan - 1))]
    return cells


def _cell(document: Document, cell: Cell) -> list[DumpLine]:
    """A cell: its first paragraph behind a tab, each other one on a line of its own."""
    if not cell.paragraphs:
        return [DumpLine("\t")]
    first, *others = cell.paragraphs
    return [_line(document, first, "\t"), *(_line(document, each) for each in others)]


def _footnote(document: Document, note: Footnote) -> list[DumpLine]:
    """A footnote at the end of the text, its mark before it."""
    first, *others = [_line(document, each) for each in note.paragraphs] or [DumpLine("")]
    mark = f"{note.mark} "
    return [DumpLine(mark + first.text, first.start, len(mark)), *others]
