"""Joins tables that run on over page breaks, without the header that is repeated."""

from collections.abc import Sequence

from plancmp.sources.guard.limits import TALL_HEADER
from plancmp.sources.lines.cleaning import CleanLine
from plancmp.sources.lines.writing import Stretch
from plancmp.sources.plain.tables import FoundTable
from plancmp.sources.tables.evidence import header_kinds
from plancmp.sources.tables.grid import GridCell
from plancmp.sources.tables.spans import header_spans
from plancmp.text.folding import squeeze


def join_pages(above: FoundTable, below: FoundTable) -> bool:
    """Add to a table the one on the next page, if that is its rest."""
    if not _goes_on(above, below):
        return False
    header = _repeated_rows(above, below)
    for row in below.rows[:header]:
        above.repeated.append(" ".join(cell.text for cell in row if cell.parts))
    rows = below.rows[header:]
    _join_cut_category(above, rows)
    above.rows += rows
    above.marks += below.marks
    above.unsure += below.unsure
    above.page = below.page
    return True


def _goes_on(above: FoundTable, below: FoundTable) -> bool:
    """Whether a table at the top of a page is the rest of the one that ended the page before."""
    if above.width != below.width or above.page == below.page:
        return False
    return _repeated_rows(above, below) > 0 or not header_kinds([cell.text for cell in below.rows[0]])


def _repeated_rows(above: FoundTable, below: FoundTable) -> int:
    """How many rows at the start of the lower table are the header of the upper one again."""
    count = 0
    for one, other in zip(above.rows, below.rows, strict=False):
        if [squeeze(cell.text) for cell in one] != [squeeze(cell.text) for cell in other]:
            break
        count += 1
    return count


def _join_cut_category(above: FoundTable, rows: Sequence[Sequence[GridCell]]) -> None:
    """Put a category together that the page break cut: one line above it, one below, all others longer."""
    width = above.width
    for column in range(min(2, width)):
        cells = [row[column] for row in (*above.rows[1:], *rows) if len(row) == width]
        if not rows or not any(cell.continued for cell in cells):
            continue
        upper, lower = above.rows[-1][column:][:1], rows[0][column:][:1]
        if not upper or not lower or len(rows[0]) != above.width or len(above.rows[-1]) != above.width:
            continue
        others = [
            len(cell.parts) for cell in cells if cell.parts and cell is not upper[0] and cell is not lower[0]
        ]
        if len(upper[0].parts) == len(lower[0].parts) == 1 and others and min(others) > 1:
            upper[0].parts = [*upper[0].parts, *lower[0].parts]
            lower[0].parts, lower[0].continued = [], True


def take_header(above: list[CleanLine], table: FoundTable) -> None:
    """Move the header that stands alone at the foot of the page before to the table at the top of a page.

    Each page is set for itself: only the order of the words tells which column each belongs to.
    """
    if table.kinds:
        return
    lines: list[list[Stretch]] = []
    for line in reversed(above[-2 * TALL_HEADER :]):
        words = [Stretch(line, *span) for span in header_spans(line.text)]
        if len(lines) == TALL_HEADER or (line.text.strip() and not words):
            break
        if words:
            lines.insert(0, words)
    for first in range(len(lines)):
        cells = _by_column(lines[first:])
        if len(cells) == table.width and header_kinds([cell.text for cell in cells]):
            table.rows.insert(0, cells)
            del above[next(at for at, line in enumerate(above) if line is lines[first][0].line) :]
            return


def _by_column(lines: Sequence[Sequence[Stretch]]) -> list[GridCell]:
    """The words of a header, those that stand over each other in one column; none if a word lies over two."""
    columns: list[list[Stretch]] = []
    reach = 0
    for word in sorted((word for line in lines for word in line), key=lambda word: word.start):
        if columns and word.start < reach:
            columns[-1].append(word)
        else:
            columns.append([word])
        reach = max(reach, word.end) if len(columns[-1]) > 1 else word.end
    if any(len({word.line.number for word in words}) < len(words) for words in columns):
        return []
    return [GridCell(sorted(words, key=lambda word: word.line.number)) for words in columns]
