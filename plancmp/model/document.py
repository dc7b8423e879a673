"""What a file holds once its format is gone: one text, and blocks that point into it.

A reader in `sources` builds a `Document` with `sources.building.DocumentBuilder`. Everything later
speaks of offsets into `Document.text`; only the document turns an offset into a place.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, Protocol

import msgspec

from plancmp.model.place import Place

Role = Literal["body", "toc", "footnote"]
OWN_AUTHOR = "plancmp"
"""The author of comments and changes that plancmp writes into documents."""
Format = str
"""The name of a row of `sources/formats.py`: docx, pdf, text."""


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph of running text or of a cell; `text[start:end]` without line breaks at either end."""

    start: int
    end: int
    automatic: int = 0
    """Length of the list number at the start that the word processor draws (`二、`); 0 for none."""
    level: int | None = None
    """Heading level said by the format (style, outline level, `##`, `<h2>`), 1 on top."""
    role: Role = "body"
    bold: bool = False


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table. A merged cell stands once, at its top left; see `continued`."""

    paragraphs: tuple[Paragraph, ...] = ()
    colspan: int = 1
    continued: bool = False
    """The format says that this cell is the lower part of a merged one above it (then it is empty)."""


class Row(msgspec.Struct, frozen=True):
    """A row of a table, its cells from left to right."""

    cells: tuple[Cell, ...]

    @property
    def width(self) -> int:
        """How many columns it has, those that a wide cell covers counted."""
        return sum(cell.colspan for cell in self.cells)


class Table(msgspec.Struct, frozen=True):
    """A table as the format shows it."""

    rows: tuple[Row, ...]
    exact: bool = True
    """False where the format loses merges and widths (a text dump), so that they must be understood."""
    labels: tuple["Paragraph", ...] = ()
    """The words of columns that stand again before cells, which no cell holds."""

    @property
    def start(self) -> int:
        """Offset of the first character of the table."""
        return next(self.paragraphs()).start

    @property
    def end(self) -> int:
        """Offset behind the last character of the table."""
        return max(paragraph.end for paragraph in self.paragraphs())

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs of all cells, in reading order; a table has at least one."""
        for row in self.rows:
            for cell in row.cells:
                yield from cell.paragraphs


Block = Paragraph | Table


class Anchor(msgspec.Struct, frozen=True):
    """From `offset` on, each character of the text is one column further, until the next anchor."""

    offset: int
    line: int | None = None
    column: int | None = None
    page: int | None = None
    block: int | None = None
    row: int | None = None
    cell: int | None = None
    box: tuple[float, float, float, float] | None = None
    """Of recognised words, where they stand on the page: left, top, right, bottom in points."""
    confidence: float | None = None
    """How sure recognition is of them, from 0 to 1."""


class SourceNote(msgspec.Struct, frozen=True):
    """What a reader left out or was unsure of. `offset` is where it stood in `Document.text`."""

    code: str
    offset: int
    text: str = ""
    """The very characters left out, where there were any."""
    count: int = 1
    at: Place | None = None
    """Line and column of the first of them in the file, where the reader knows."""


class Footnote(msgspec.Struct, frozen=True):
    """A footnote or endnote of a format that has them: its mark stands at `offset` of the text."""

    offset: int
    mark: str
    paragraphs: tuple[Paragraph, ...]


class HasSpan(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Document(msgspec.Struct, frozen=True, dict=True):
    """A text and its blocks in reading order, with the way back to places in the file."""

    text: str
    folded: str
    """`text` folded one character to one (`text.folding.fold`), for reading with patterns."""
    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...]
    format: Format
    encoding: str | None = None
    pages: int | None = None
    notes: tuple[SourceNote, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    reader: str | None = None
    """Which reader it was, where more than one could have read the file."""

    def place(self, offset: int, end: int | None = None) -> Place:
        """The place of `offset`; with `end`, also the column behind the last character if on one line."""
        offsets: list[int] | None = self.__dict__.get("_offsets")
        if offsets is None:
            offsets = self.__dict__["_offsets"] = [anchor.offset for anchor in self.anchors]
        if not offsets:
            return Place()
        anchor = self.anchors[max(bisect_right(offsets, offset) - 1, 0)]
        column = None if anchor.column is None else anchor.column + offset - anchor.offset
        end_column = None
        if end is not None and column is not None:
            last = self.anchors[max(bisect_right(offsets, max(end - 1, offset)) - 1, 0)]
            if last.line == anchor.line and last.column is not None:
                end_column = last.column + end - last.offset
        return Place(
            line=anchor.line,
            column=column,
            end_column=end_column,
            page=anchor.page,
            block=anchor.block,
            row=anchor.row,
            cell=anchor.cell,
            box=anchor.box,
        )

    def words(self, span: HasSpan) -> str:
        """The characters of a span as written."""
        return self.text[span.start : span.end]
