"""Joins the parts of a table that runs on over a page break, without the header that is repeated."""

from collections.abc import Sequence

from plancmp.sources.tables.evidence import header_kinds
from plancmp.sources.tables.grid import GridCell
from plancmp.text.folding import squeeze

Rows = list[list[GridCell]]


def join_rows(above: Rows, below: Rows) -> list[str] | None:
    """Add to the rows of a table those on the next page; the header rows that these say again.

    None where they are no rest of it, but have a header of their own.
    """
    count = _repeated(above, below)
    if not count and header_kinds([cell.text for cell in below[0]]):
        return None
    rows = below[count:]
    _join_cut_category(above, rows)
    above += rows
    return [" ".join(cell.text for cell in row if cell.parts) for row in below[:count]]


def width_of(rows: Rows) -> int:
    """How many columns a table has."""
    return max(sum(cell.colspan for cell in row) for row in rows)


def _repeated(above: Rows, below: Rows) -> int:
    """How many rows at the start of the lower part are the header of the upper one again."""
    count = 0
    for one, other in zip(above, below, strict=False):
        if [squeeze(cell.text) for cell in one] != [squeeze(cell.text) for cell in other]:
            break
        count += 1
    return count


def _join_cut_category(above: Rows, rows: Sequence[Sequence[GridCell]]) -> None:
    """Put a category together that the page break cut: one line above it, one below, all others longer."""
    width = width_of(above)
    for column in range(min(2, width)):
        cells = [row[column] for row in (*above[1:], *rows) if len(row) == width]
        if not rows or not any(cell.continued for cell in cells):
            continue
        upper, lower = above[-1][column:][:1], rows[0][column:][:1]
        if not upper or not lower or len(rows[0]) != width or len(above[-1]) != width:
            continue
        others = [
            len(cell.parts) for cell in cells if cell.parts and cell is not upper[0] and cell is not lower[0]
        ]
        if len(upper[0].parts) == len(lower[0].parts) == 1 and others and min(others) > 1:
            upper[0].parts = [*upper[0].parts, *lower[0].parts]
            lower[0].parts, lower[0].continued = [], True
