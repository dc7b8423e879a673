"""Tables whose rows are the columns: indicators side by side, years and roles one below the other."""

from collections.abc import Iterator, Sequence

import msgspec

from plancmp.model.document import Cell, Document, Row, Table
from plancmp.model.outline import Grid
from plancmp.sources.tables.prices import LIKELY
from plancmp.sources.tables.words import TableWords
from plancmp.text.folding import squeeze


def turned(document: Document, grid: Grid, words: TableWords) -> Grid | None:
    """The table with its columns as rows; None where no header stands in its first column.

    There every cell is a word of a header, two at least of values, and in the first row most are none.
    """
    rows = grid.table.rows[grid.first_row :]
    if not 2 < len(rows) <= _MOST or len({row.width for row in rows}) > 1:
        return None
    placed = [list(_by_column(row)) for row in rows]
    down = [words.says(_text(document, cells[0]), LIKELY) for cells in placed[1:]]
    across = [words.says(_text(document, cell), LIKELY) for cell in placed[0][1:]]
    if None in down or down.count("value") < 2 or sum(map(bool, across)) * 2 > len(across):
        return None
    table = Table(
        tuple(Row(tuple(_merged(column))) for column in zip(*placed, strict=True)), grid.table.exact
    )
    return msgspec.structs.replace(grid, table=table, first_row=0)


_MOST = 12
"""How many rows a header of years, units and attributes has at most."""
_LEFT = Cell(continued=True)
"""What a cell over several columns leaves in each but the first."""


def _by_column(row: Row) -> Iterator[Cell]:
    """A cell a column; behind a wide one stands what it leaves."""
    for cell in row.cells:
        yield cell
        for _ in range(cell.colspan - 1):
            yield _LEFT


def _merged(column: Sequence[Cell]) -> Iterator[Cell]:
    """The cells of a column as those of a row: one that went on below is wide."""
    at = 0
    while at < len(column):
        end = at + 1
        while end < len(column) and column[end].continued and column[end] is not _LEFT:
            end += 1
        yield msgspec.structs.replace(column[at], colspan=end - at, continued=column[at] is _LEFT)
        at = end


def _text(document: Document, cell: Cell) -> str:
    """The folded words of a cell."""
    return squeeze("".join(document.words(paragraph) for paragraph in cell.paragraphs))
