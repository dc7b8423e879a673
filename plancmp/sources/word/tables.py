"""Turns a table of a .docx file into rows and cells, with the merges and widths that a reader sees.

A cell's `colspan` counts the columns that some row of the table really uses: Word keeps narrow left-over
columns where a border was dragged a little, and these are not counted. A table inside of a cell that fills
its row is drawn as a part of the outer table, and its rows are read as rows of that; a table inside of one
cell among others adds its paragraphs to that cell.
"""

from collections.abc import Iterator

import msgspec
from lxml import etree

from plancmp.model.document import Cell, Paragraph, Row, Table
from plancmp.sources.guard.archive import too_deep
from plancmp.sources.guard.limits import DEEPEST_TABLE
from plancmp.sources.thresholds import SLIVER
from plancmp.sources.word.notes import plain_text
from plancmp.sources.word.story import Story
from plancmp.sources.word.survey import CellSaid, RowSaid
from plancmp.sources.word.tags import DEL_TEXT, SDT, SDT_CONTENT, TC, TR, W, number

_GRID, _COLUMN, _WIDTH = f"{W}tblGrid", f"{W}gridCol", f"{W}w"
_CUSTOM = f"{W}customXml"
_SILENT_ROW, _SILENT_CELL = RowSaid(), CellSaid()


class _Slot(msgspec.Struct):
    """A cell with the columns of the grid that it covers."""

    start: int
    end: int
    paragraphs: list[Paragraph] = []
    continued: bool = False


class Collector:
    """Takes the paragraphs of a cell, and those of the tables inside of it."""

    def __init__(self, reader: "TableReader") -> None:
        self.paragraphs: list[Paragraph] = []
        self.reader = reader

    def paragraph(self, paragraph: Paragraph) -> None:
        """Take a paragraph."""
        self.paragraphs.append(paragraph)

    def found(self, table: Table) -> None:
        """Take the paragraphs of a table in a picture."""
        self.paragraphs += table.paragraphs()

    def table(self, element: etree._Element) -> None:
        """Take the paragraphs of a table, cell by cell."""
        self.reader.enter()
        for row in _within(element, TR):
            for cell in _within(row, TC):
                self.reader.story.blocks(cell, self)
        self.reader.leave()


class _Frame(Collector):
    """Takes the content of a cell that fills its row, and makes rows of the tables inside of it."""

    def __init__(self, reader: "TableReader") -> None:
        super().__init__(reader)
        self.rows: list[list[Cell]] = []

    def table(self, element: etree._Element) -> None:
        """Close the row at hand and add the rows of the table."""
        self.close()
        self.rows += self.reader.rows(element)

    def close(self) -> None:
        """Make a row of the paragraphs since the last table."""
        if self.paragraphs:
            self.rows.append([Cell(tuple(self.paragraphs))])
            self.paragraphs = []
            self.reader.next_row()


class TableReader:
    """Reads the tables of a story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._depth = 0

    def enter(self) -> None:
        """Go into a table. Raises SourceError where tables are nested deeper than in any plan."""
        self._depth += 1
        if self._depth > DEEPEST_TABLE:
            raise too_deep()

    def leave(self) -> None:
        """Go out of a table."""
        self._depth -= 1

    def read(self, element: etree._Element) -> Table:
        """Read a table that stands by itself."""
        place = self.story.context.builder
        place.row, place.cell = 1, 1
        rows = self.rows(element)
        place.row = place.cell = None
        width = max((sum(cell.colspan for cell in row) for row in rows), default=1)
        return Table(tuple(Row(tuple(_widened(row, width))) for row in rows if row))

    def rows(self, element: etree._Element) -> list[list[Cell]]:
        """The rows of a table and of the tables that fill rows of it."""
        self.enter()
        own: list[list[_Slot]] = []
        # Rows of inner tables, by the number of own rows before them.
        inner: dict[int, list[list[Cell]]] = {}
        survey = self.story.survey
        open_columns: set[int] = set()
        widths = _widths(element)
        for row in _within(element, TR):
            said = survey.rows.get(row, _SILENT_ROW)
            if self._is_deleted(row, said):
                continue
            cells = list(_within(row, TC))
            if len(cells) == 1 and cells[0] in survey.framing:
                inner.setdefault(len(own), []).extend(self._framed(cells[0]))
            else:
                own.append(self._slots(cells, said.before, open_columns, widths))
                self.next_row()
        self.leave()
        made = _cells(own, widths)
        if not inner:
            return made
        rows: list[list[Cell]] = []
        for index in range(len(made) + 1):
            rows += inner.get(index, [])
            rows += made[index : index + 1]
        return rows

    def next_row(self) -> None:
        """Go on to the next row of the table that stands by itself."""
        place = self.story.context.builder
        place.row, place.cell = (place.row or 0) + 1, 1

    def _framed(self, cell: etree._Element) -> list[list[Cell]]:
        """The rows that a cell with tables in it makes."""
        frame = _Frame(self)
        self.story.blocks(cell, frame)
        frame.close()
        return frame.rows

    def _is_deleted(self, row: etree._Element, said: RowSaid) -> bool:
        """True for a row whose deletion is tracked; it is said in a note, and so is an insertion."""
        if said.deleted:
            self._leave_out(row, "deleted")
        elif said.inserted:
            self.story.context.builder.note("inserted")
        return said.deleted

    def _slots(
        self, cells: list[etree._Element], column: int, open_columns: set[int], widths: list[int]
    ) -> list[_Slot]:
        """The cells of a row from a column on; `open_columns` are those of merges from above."""
        story = self.story
        slots: list[_Slot] = []
        if column and _breadth(widths, 0, column) >= SLIVER:
            slots.append(_Slot(0, column))
        for cell in cells:
            said = story.survey.cells.get(cell, _SILENT_CELL)
            end = column + said.span
            if said.deleted:
                self._leave_out(cell, "deleted")
                continue
            if said.joins and slots:
                slots[-1].end = end
                self._leave_out(cell, "hidden")
            elif said.vertical == "continue" and column in open_columns:
                slots.append(_Slot(column, end, continued=True))
                self._leave_out(cell, "hidden")
            else:
                story.context.builder.cell = len(slots) + 1
                slots.append(_Slot(column, end, self._paragraphs(cell)))
            if said.vertical:
                open_columns.add(column)
            else:
                open_columns.discard(column)
            column = end
        return slots

    def _paragraphs(self, cell: etree._Element) -> list[Paragraph]:
        """The paragraphs of a cell."""
        collector = Collector(self)
        self.story.blocks(cell, collector)
        return collector.paragraphs

    def _leave_out(self, cell: etree._Element, code: str) -> None:
        """Say what a cell holds that is not shown."""
        text = " ".join(_all_words(cell))
        if text:
            self.story.context.builder.note(code, text)


def _widths(element: etree._Element) -> list[int]:
    """The widths of the columns of the grid, in twentieths of a point; empty where they are not known."""
    grid = element.find(_GRID)
    widths = [] if grid is None else [number(column.get(_WIDTH)) for column in grid.iterchildren(_COLUMN)]
    return widths if all(widths) else []


def _breadth(widths: list[int], start: int, end: int) -> int:
    """The width of some columns; as wide as can be where it is not known."""
    return sum(widths[start:end]) if end <= len(widths) else 1 << 30


def _cells(rows: list[list[_Slot]], widths: list[int]) -> list[list[Cell]]:
    """Cells with the number of columns that they cover, counting only columns that are used."""
    edges = sorted({edge for row in rows for slot in row for edge in (slot.start, slot.end)})
    column: dict[int, int] = {}
    # Where a real cell is as narrow as a sliver, the widths are not to be trusted.
    narrow = any(_breadth(widths, slot.start, slot.end) < SLIVER for row in rows for slot in row)
    index = -1
    last = None
    for edge in edges:
        if last is None or narrow or _breadth(widths, last, edge) >= SLIVER:
            index += 1
            last = edge
        column[edge] = index
    return [
        [
            Cell(tuple(slot.paragraphs), max(column[slot.end] - column[slot.start], 1), slot.continued)
            for slot in row
        ]
        for row in rows
    ]


def _widened(row: list[Cell], width: int) -> list[Cell]:
    """A row with a single cell as wide as the table; other rows stay as they are."""
    if len(row) != 1 or row[0].colspan == width:
        return row
    return [msgspec.structs.replace(row[0], colspan=width)]


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table, the cells of a row, the tables of a cell; controls around them are looked into."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (SDT, SDT_CONTENT, _CUSTOM):
            yield from _within(child, tag)


def _all_words(element: etree._Element) -> list[str]:
    """The words of an element, those included that are deleted in it."""
    deleted = [part.text or "" for part in element.iter(DEL_TEXT)]
    return [word for word in (plain_text(element), "".join(deleted)) if word]
