"""Tables that run on over page breaks: the rest on the next page, and a header left on the one before."""

from collections.abc import Sequence

from plancmp.sources.guard.limits import TALL_HEADER
from plancmp.sources.lines.cleaning import CleanLine
from plancmp.sources.lines.writing import Stretch
from plancmp.sources.plain.tables import FoundTable
from plancmp.sources.tables.evidence import header_kinds
from plancmp.sources.tables.grid import GridCell
from plancmp.sources.tables.joining import join_rows
from plancmp.sources.tables.spans import header_spans


def join_pages(above: FoundTable, below: FoundTable) -> bool:
    """Add to a table the one on the next page, if that is its rest."""
    if above.width != below.width or above.page == below.page:
        return False
    repeated = join_rows(above.rows, below.rows)
    if repeated is None:
        return False
    above.repeated += repeated
    above.marks += below.marks
    above.unsure += below.unsure
    above.page = below.page
    return True


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
