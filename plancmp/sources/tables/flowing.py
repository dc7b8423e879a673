"""Tables in the order in which a PDF was written: cell by cell, a blank or a line's end between two cells.

Libraries that take the text out of a PDF part cells on one base line by a blank and all others by a line's
end, where a cell is wrapped too. With each word for a line of its own this is a table whose cells stand one
a line, so the decoder of those reads it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from plancmp.sources.guard.limits import TALL_HEADER, TRIED_LINES
from plancmp.sources.tables.evidence import header_kinds
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.tables.prices import BEGINNING, FLOWING
from plancmp.sources.tables.ruled import is_drawn
from plancmp.sources.tables.spans import word_spans
from plancmp.sources.tables.stream import StreamProposer, may_begin
from plancmp.sources.thresholds import FEWEST, LONGEST_LINE, MUCH_TEXT
from plancmp.text.keeping import compiled

_GAP = compiled(r"\S(?:\s\s|\t)")
_STOP = compiled("[，。；]")


class FlowingProposer:
    """Proposes tables with several cells on a line, in the order of cells; one for each page."""

    def __init__(self, page: Sequence[str]) -> None:
        self._page = page
        self._refused: Counter[str] = Counter()
        """How often lines headed no table, since they last did."""

    def __call__(self, page: Sequence[str], at: int) -> Iterator[Candidate]:
        """The table whose header begins with the first word of line `at`."""
        line = page[at]
        if len(line) > LONGEST_LINE or self._refused[line] >= FEWEST or _GAP.search(line):
            return
        if not may_begin(" ".join(page[at : at + 3]).split()[:6], 0) or not _are_beside(page, at):
            return
        if any(is_drawn(line) or "\t" in line for line in page[at : at + TALL_HEADER]):
            return
        self._refused[line] += 1
        pieces, words, stream = self._parted
        first = bisect_left(pieces, (at,))
        for found in stream(words, first):
            kinds = header_kinds([cell.words(words) for cell in found.rows[0]])
            rows = found.rows if "task" in kinds else tuple(_without_prose(words, found.rows))
            ends = [max((word.line for cell in row for word in cell.pieces), default=0) for row in rows]
            # What stands in the middle of a line ends no table: a note behind it begins so.
            count = max((row for row, end in enumerate(ends, 1) if self._ends_line(end)), default=0)
            if count < FEWEST:
                continue
            last = max(ends[:count])
            behind = pieces[last].line + 1
            # Where hardly a row has two words on a line the cells stand one a line, which others read,
            # if the header does, too; without numbers its rows could be any text.
            head = {pieces[word.line].line for cell in rows[0] for word in cell.pieces}
            told = sum(bool(cell.pieces) for cell in rows[0])
            counted = "number" in kinds and len(head) < told
            if last + 1 - first - (behind - at) >= count or counted:
                cells = tuple(tuple(self._cell(cell) for cell in row) for row in rows[:count])
                unsure = tuple(row for row in found.unsure if row < count)
                self._refused[line] = 0
                cost = found.cost + FLOWING * count
                yield Candidate(at, behind, cells, cost, unsure, broken=True, tied=found.tied)

    def _ends_line(self, word: int) -> bool:
        """Whether no word stands behind this one on its line."""
        pieces = self._parted[0]
        return word + 1 == len(pieces) or pieces[word + 1].line > pieces[word].line

    @cached_property
    def _parted(self) -> tuple[list[Piece], list[str], StreamProposer]:
        """The words of all lines, as pieces and as the lines of a page, and what proposes tables on it."""
        pieces = [
            Piece(at, *span) for at, line in enumerate(self._page) for span in word_spans(line) or [(0, 0)]
        ]
        words = [self._page[piece.line][piece.start : piece.end] for piece in pieces]
        beside = [bool(at) and piece.line == pieces[at - 1].line for at, piece in enumerate(pieces)]
        return pieces, words, StreamProposer(words, len(self._page) // 4, beside)

    def _cell(self, cell: Cell) -> Cell:
        """A cell of words as one of lines."""
        return cell._replace(pieces=Cell.of(self._parted[0][word.line] for word in cell.pieces).pieces)


def _are_beside(page: Sequence[str], at: int) -> bool:
    """Whether some of the words from line `at` on stand beside others; else the cells stand one a line."""
    if len(page[at].split()) > 2:
        return True
    words = lines = 0
    for line in page[at : at + TRIED_LINES]:
        if len(line) > MUCH_TEXT or words > TRIED_LINES:
            break
        words += len(line.split())
        lines += bool(line)
    return words - lines >= FEWEST and lines <= words * BEGINNING


def _without_prose(words: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, ...]]:
    """The rows down to two that follow each other and have pauses or full stops in their cells."""
    prose = [any(_STOP.search(cell.words(words)) for cell in row) for row in rows]
    for at, row in enumerate(rows):
        if at and prose[at] and any(prose[at + 1 : at + 2]):
            return
        yield tuple(row)
