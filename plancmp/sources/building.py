"""Builds a `Document` piece by piece, so that every reader keeps places in the same way."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from plancmp.model.document import (
    Anchor,
    Block,
    Cell,
    Document,
    Footnote,
    Format,
    Paragraph,
    Role,
    Row,
    SourceNote,
    Table,
)
from plancmp.model.place import Place
from plancmp.sources.thresholds import FEWEST_CELLS
from plancmp.text.folding import fold

C = TypeVar("C")
Written = tuple[Iterable[Paragraph | None], int, bool]
"""What stands in a cell, how many columns it covers, whether it is the lower part of a merged one."""


class DocumentBuilder:
    """Collects text, blocks and notes in reading order.

    A reader opens a paragraph with `begin`, appends its characters with `add` (once or in pieces, each
    with the place where the piece stands in the file) and closes it with `finish`, which returns the
    `Paragraph` (None where nothing visible was added). The reader puts it into a cell or hands it to
    `block`. Paragraphs are parted by a line break in the text; the break belongs to none of them.
    """

    def __init__(self, form: Format) -> None:
        self.format: Format = form
        self.encoding: str | None = None
        self.pages: int | None = None
        self._pieces: list[str] = []
        self._length = 0
        self._begun = 0
        self._blocks: list[Block] = []
        self._anchors: list[Anchor] = []
        self._notes: list[SourceNote] = []
        self._footnotes: list[Footnote] = []
        self.row: int | None = None
        """The row of the table that is being written, from 1; None outside of tables."""
        self.cell: int | None = None
        """The cell of that row, from 1."""

    @property
    def offset(self) -> int:
        """Where the next character will stand."""
        return self._length

    @property
    def number(self) -> int:
        """Number of the block being built, from 1."""
        return len(self._blocks) + 1

    def begin(self) -> None:
        """Open a paragraph here."""
        self._begun = self._length

    def add(
        self,
        text: str,
        *,
        line: int | None = None,
        column: int | None = None,
        page: int | None = None,
        box: tuple[float, float, float, float] | None = None,
        confidence: float | None = None,
    ) -> None:
        """Append characters that stand in the file at this place and run on from there."""
        if not text:
            return
        anchor = Anchor(self._length, line, column, page, self.number, self.row, self.cell, box, confidence)
        self._anchors.append(anchor)
        self._pieces.append(text)
        self._length += len(text)

    def finish(
        self, *, automatic: int = 0, level: int | None = None, role: Role = "body", bold: bool = False
    ) -> Paragraph | None:
        """Close the paragraph; white space at its ends stays in the text but outside of it."""
        begun, text = self._begun, self._tail()
        if self._length > begun:
            self._pieces.append("\n")
            self._length += 1
        self._begun = self._length
        body = text.strip()
        if not body:
            return None
        start = begun if len(body) == len(text) else begun + text.index(body[0])
        return Paragraph(start, start + len(body), automatic, level, role, bold)

    def block(self, block: Block | None) -> None:
        """Add a paragraph or a table to the document; tables without any text are dropped."""
        if block is None or (isinstance(block, Table) and next(block.paragraphs(), None) is None):
            return
        self._blocks.append(_evened(block) if isinstance(block, Table) else block)

    def cells(self, rows: Iterable[Sequence[C]], write: Callable[[C], Written]) -> tuple[Row, ...]:
        """Write cells row by row, so that all that is added knows its row and cell."""
        made: list[Row] = []
        for self.row, row in enumerate(rows, 1):
            cells: list[Cell] = []
            for self.cell, cell in enumerate(row, 1):
                paragraphs, colspan, continued = write(cell)
                cells.append(Cell(tuple(filter(None, paragraphs)), colspan, continued))
            made.append(Row(tuple(cells)))
        self.row = self.cell = None
        return tuple(made)

    def graft(self, found: Document) -> Iterator[Block]:
        """Write the text of another document here; gives its blocks, which are not yet blocks of this one.

        In a cell all of it stands in that cell; else each anchor keeps its own.
        """
        row, cell = self.row, self.cell
        offsets = [anchor.offset for anchor in found.anchors]

        def written(paragraph: Paragraph) -> Paragraph | None:
            self.begin()
            at = bisect_right(offsets, paragraph.start) - 1
            while at < len(offsets) and offsets[at] < paragraph.end:
                anchor = found.anchors[at]
                behind = offsets[at + 1] if at + 1 < len(offsets) else paragraph.end
                self.row, self.cell = row or anchor.row, cell or anchor.cell
                text = found.text[max(anchor.offset, paragraph.start) : min(behind, paragraph.end)]
                self.add(text, box=anchor.box, confidence=anchor.confidence)
                at += 1
            self.row, self.cell = row, cell
            return self.finish(level=paragraph.level, role=paragraph.role, bold=paragraph.bold)

        for block in found.blocks:
            if isinstance(block, Table):
                rows = [
                    [
                        msgspec.structs.replace(
                            each, paragraphs=tuple(filter(None, map(written, each.paragraphs)))
                        )
                        for each in line.cells
                    ]
                    for line in block.rows
                ]
                yield Table(tuple(Row(tuple(cells)) for cells in rows), block.exact)
            elif (made := written(block)) is not None:
                yield made

    def note(
        self,
        code: str,
        text: str = "",
        count: int = 1,
        *,
        offset: int | None = None,
        at: Place | None = None,
    ) -> None:
        """Say that something at this place (or at `offset`) was left out or could not be read.

        `at` is where it stood in the file, which no offset into the text can say.
        """
        self._notes.append(SourceNote(code, self._length if offset is None else offset, text, count, at))

    def footnote(self, offset: int, mark: str, paragraphs: tuple[Paragraph, ...]) -> None:
        """Tie a footnote to the place of its mark."""
        self._footnotes.append(Footnote(offset, mark, paragraphs))

    def build(self) -> Document:
        """The document as collected."""
        text = "".join(self._pieces)
        return Document(
            text=text,
            folded=fold(text),
            blocks=tuple(self._blocks),
            anchors=tuple(self._anchors),
            format=self.format,
            encoding=self.encoding,
            pages=self.pages,
            notes=tuple(self._notes),
            footnotes=tuple(self._footnotes),
        )

    def _tail(self) -> str:
        """What was added since `begin`."""
        if self._pieces and len(self._pieces[-1]) == self._length - self._begun:
            return self._pieces[-1]
        pieces: list[str] = []
        length = self._length
        for piece in reversed(self._pieces):
            if length <= self._begun:
                break
            pieces.append(piece)
            length -= len(piece)
        return "".join(reversed(pieces))


def _evened(table: Table) -> Table:
    """A table of which all rows have as many cells, drawn one wider, one narrower: each is a column.

    Upright rules that stand a little beside those of the rows above make columns that nobody meant.
    """
    shapes = [tuple(cell.colspan for cell in row.cells) for row in table.rows if len(row.cells) > 1]
    width = len(shapes[0]) if shapes else 0
    if not table.exact or min(width, len(shapes)) < FEWEST_CELLS or len(set(shapes)) == 1:
        return table
    if any(len(shape) != width for shape in shapes):
        return table
    rows = [
        Row(tuple(msgspec.structs.replace(cell, colspan=width // len(row.cells)) for cell in row.cells))
        for row in table.rows
    ]
    return Table(tuple(rows), table.exact)


__all__ = ["Cell", "DocumentBuilder", "Row", "Table"]
