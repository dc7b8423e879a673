"""Tables whose cells stand one blank apart, as PDF tools print them: words are read as a stream of cells."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from plancmp.sources.guard.limits import LINES_A_TRY, MOST_ROWS, MOST_TRIES
from plancmp.sources.tables.evidence import Kinds, header_kinds, row_doubt
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.tables.prices import ROW
from plancmp.sources.tables.stream import StreamProposer
from plancmp.sources.thresholds import FEWEST, LONGEST_ROW

_APART = re.compile(r"\t|\s{2}")
"""Words further apart tell their columns by their places."""


class WordProposer:
    """Proposes tables of a page whose header are the words of a line; it does not try without end."""

    def __init__(self, page: Sequence[str]) -> None:
        self._left = MOST_TRIES + len(page) // LINES_A_TRY

    def __call__(self, page: Sequence[str], at: int) -> Iterator[Candidate]:
        """The table whose rows are the words of the lines below line `at`."""
        if self._left <= 0 or len(page[at]) > LONGEST_ROW or not _is_header(page[at]):
            return
        if at + 1 < len(page) and page[at + 1] == page[at]:
            return
        self._left -= 1
        where, stream = _stream(page, at)
        for found in StreamProposer(stream)(stream, 0):
            whole = _whole_lines(found, where)
            if whole is None:
                continue
            self._left += 1
            kinds = header_kinds([cell.words(stream) for cell in found.rows[0]])
            placed = (tuple(_placed(cell, where) for cell in row) for row in found.rows[: whole[1]])
            rows = tuple(_word_for_word(page, row, kinds) for row in placed)
            unsure = tuple(row for row in found.unsure if row < len(rows))
            yield msgspec.structs.replace(
                found, first=at, behind=whole[0], rows=rows, proposer="single blanks", unsure=unsure
            )


def _is_header(text: str) -> bool:
    """Whether a line is words of a header, one blank apart."""
    words = text.split()
    return len(words) >= FEWEST and not _APART.search(text.strip()) and bool(header_kinds(words))


def _stream(page: Sequence[str], at: int) -> tuple[list[Piece], list[str]]:
    """The words of the lines from `at` on, an empty line where a line ends; and where each word stands."""
    where: list[Piece] = []
    stream: list[str] = []
    for number in range(at, min(len(page), at + MOST_ROWS)):
        text = page[number]
        if len(text) > LONGEST_ROW or (not text.strip() and number > at and not page[number - 1].strip()):
            break
        start = 0
        for word in text.split():
            start = text.index(word, start)
            where.append(Piece(number, start, start + len(word)))
            stream.append(word)
            start += len(word)
        where.append(Piece(number, 0, 0))
        stream.append("")
    return where, stream


def _whole_lines(found: Candidate, where: Sequence[Piece]) -> tuple[int, int] | None:
    """The line behind the last row that ends with its line, and how many rows these are."""
    for count in range(len(found.rows), 1, -1):
        last = max((piece.line for cell in found.rows[count - 1] for piece in cell.pieces), default=-1)
        if last + 1 == len(where) or (last >= 0 and where[last + 1].end == 0):
            return where[last].line + 1, count
    return None


def _placed(cell: Cell, where: Sequence[Piece]) -> Cell:
    """A cell of the stream on the page; words side by side are one piece."""
    pieces: list[Piece] = []
    for piece in cell.pieces:
        place = where[piece.line]
        if pieces and pieces[-1].line == place.line:
            pieces[-1] = pieces[-1]._replace(end=place.end)
        else:
            pieces.append(place)
    return cell._replace(pieces=tuple(pieces))


def _word_for_word(page: Sequence[str], row: tuple[Cell, ...], kinds: Kinds) -> tuple[Cell, ...]:
    """The row with a word a cell, where its line has as many words as there are columns and they fit."""
    lines = {piece.line for cell in row for piece in cell.pieces}
    if len(lines) != 1:
        return row
    at = lines.pop()
    words = [Piece(at, *found.span()) for found in re.finditer(r"\S+", page[at])]
    fits = len(words) == len(row) and row_doubt(page[at].split(), kinds) < ROW / 2
    return tuple(Cell((piece,)) for piece in words) if fits else row
