"""Finds the tables in the lines of a text, joins those that run over pages, and writes them."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from plancmp.model.document import Paragraph, Table
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.lines.cleaning import CleanLine, Removals, Removed
from plancmp.sources.lines.writing import Stretch
from plancmp.sources.tables.evidence import Kinds, count_slipped, header_kinds
from plancmp.sources.tables.flowing import FlowingProposer
from plancmp.sources.tables.glued import propose_glued
from plancmp.sources.tables.grid import GridCell
from plancmp.sources.tables.joining import width_of
from plancmp.sources.tables.model import Candidate, tables_of
from plancmp.sources.tables.printed import PrintedProposer
from plancmp.sources.tables.ruled import propose_ruled
from plancmp.sources.tables.separators import Separated
from plancmp.sources.tables.strips import BlankStrips, strips_of
from plancmp.sources.tables.tabbed import TabCells

WriteCell = Callable[[Sequence[Stretch]], Paragraph | None]
"""Writes the parts of a paragraph in a cell."""


class FoundTable(msgspec.Struct):
    """A table in lines `first` to `behind`."""

    first: int
    behind: int
    rows: list[list[GridCell]]
    marks: list[tuple[CleanLine, Removed]]
    """What parts the cells."""
    unsure: int = 0
    contents: bool = False
    """It is a table of contents without leader dots."""
    unread: bool = False
    """It is the header of a table whose cells cannot be told, and stays text."""
    repeated: list[str] = []
    """Header rows that later pages repeat."""
    page: int = 0

    @property
    def width(self) -> int:
        """How many columns it has."""
        return width_of(self.rows)

    @property
    def kinds(self) -> Kinds:
        """What its header says of the columns."""
        return header_kinds([cell.text for cell in self.rows[0]])


def find_tables(
    lines: Sequence[CleanLine], tabs: TabCells, number: int = 0, strips: BlankStrips | None = None
) -> list[FoundTable]:
    """The tables of page `number` from top to bottom; `tabs` knows what tabs are in the text."""
    page = [line.text for line in lines]
    printed, flowing = PrintedProposer(page), FlowingProposer(page)
    strips = strips or strips_of([lines])[0]
    proposers = (Separated(), propose_ruled, tabs, strips, printed, flowing, propose_glued)
    return [_found(lines, page, each, number) for each in tables_of(page, proposers)]


def _found(lines: Sequence[CleanLine], page: Sequence[str], candidate: Candidate, number: int) -> FoundTable:
    """The table with the lines that its cells stand on."""
    rows = [
        [
            GridCell(
                [Stretch(lines[at], start, end) for at, start, end in cell.pieces],
                cell.colspan,
                cell.continued,
                candidate.broken,
            )
            for cell in row
        ]
        for row in candidate.rows
    ]
    unsure = len(candidate.unsure) or int(candidate.tied)
    marks = list(_marks(lines, candidate))
    contents = _is_contents(page, candidate)
    unread = not candidate.rows
    return FoundTable(candidate.first, candidate.behind, rows, marks, unsure, contents, unread, page=number)


def _marks(lines: Sequence[CleanLine], candidate: Candidate) -> Iterator[tuple[CleanLine, Removed]]:
    """What stands outside of all cells."""
    covered: dict[int, list[tuple[int, int]]] = {}
    for row in candidate.rows:
        for cell in row:
            for at, start, end in cell.pieces:
                covered.setdefault(at, []).append((start, end))
    for at in range(candidate.first, candidate.behind):
        text, done, said = lines[at].text, 0, []
        for start, end in [*sorted(covered.get(at, ())), (len(text), len(text))]:
            if done < start and not text[done:start].isspace():
                said.append("".join(text[done:start].split()) if at in covered else text.strip())
            done = end
        if words := "".join(said):
            column = len(text) - len(text.lstrip()) + 1
            yield lines[at], Removed("markup", words, column)


def _is_contents(page: Sequence[str], candidate: Candidate) -> bool:
    """A table of contents without leader dots: titles, and page numbers that never go down."""
    texts = [[cell.words(page) for cell in row] for row in candidate.rows]
    if len(texts) < 3 or len(texts[0]) != 2 or not all(row[0] and row[-1].isdecimal() for row in texts):
        return False
    numbers = [int(row[-1]) for row in texts]
    return numbers == sorted(numbers) and numbers[-1] < 1900 and not any(row[0].isdecimal() for row in texts)


def write_table(
    table: FoundTable, builder: DocumentBuilder, removals: Removals, write_cell: WriteCell
) -> None:
    """Write a table cell by cell, and say what is doubtful or left out."""
    for line, removed in table.marks:
        removals.take((removed,), line)
    rows = builder.cells(
        table.rows, lambda cell: (map(write_cell, cell.paragraphs()), cell.colspan, cell.continued)
    )
    at = builder.offset
    builder.block(Table(rows, exact=False))
    for text in table.repeated:
        removals.take((Removed("repeated-header", text),))
    slipped, row = count_slipped([[cell.text for cell in row] for row in table.rows])
    if table.unsure or slipped:
        builder.note("unsure-table", count=max(table.unsure, slipped), offset=at)
    elif row is not None:
        starts = (each.start for cell in rows[row].cells for each in cell.paragraphs)
        builder.note("row-unsure", offset=next(starts, at))
