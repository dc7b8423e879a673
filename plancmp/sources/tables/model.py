"""One model of tables without ruling lines: proposers say what a stretch of lines may be, one score chooses.

A **page** is a sequence of lines as text, in reading order, blank lines included as "". A proposer is a
function `(page, at) -> Iterator[Candidate]` that yields tables whose first line is `at`, each with all its
cells; a cell is pieces of lines (`Piece`), so that whoever writes the table can tell where each character
stood. The caller of `tables_of` walks the page once: at each line every proposer is asked, `choose` takes
the cheapest candidate for the stretch, and what no proposer wants is prose.

To add a layout: write one module beside this one with such a function, and add it to the caller's ordered
list of proposers. It must cost nothing where its layout is not (look at the line `at` first, and return),
and it must say what is doubtful in `cost`: 0 for a table whose cells are beyond doubt, `ROW` for each row
that had to be guessed, and the share of a row for lesser doubts. Costs are comparable between proposers
because they count the same thing: rows that may be wrong. Near ties are no choice to be proud of: the
winner then carries `unsure`, which becomes a note.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from plancmp.sources.tables.prices import LEFT, ROW, TIE


class Piece(NamedTuple):
    """A part of a line: `page[line][start:end]`."""

    line: int
    start: int
    end: int

    def trimmed(self, page: Sequence[str]) -> tuple["Piece", ...]:
        """The piece without blanks at its ends; none where it has no words."""
        text = page[self.line][self.start : self.end]
        words = text.strip()
        start = self.start + len(text) - len(text.lstrip())
        return (Piece(self.line, start, start + len(words)),) if words else ()


class Cell(NamedTuple):
    """A cell: the pieces of lines that it is written on, none for an empty one."""

    pieces: tuple[Piece, ...] = ()
    colspan: int = 1
    continued: bool = False
    """The lower part of a merged cell."""

    @classmethod
    def of(cls, words: Iterable[Piece]) -> "Cell":
        """A cell of words in the order of the page; those beside each other on a line are one piece."""
        pieces: list[Piece] = []
        for word in words:
            if pieces and pieces[-1].line == word.line:
                pieces[-1] = pieces[-1]._replace(end=word.end)
            else:
                pieces.append(word)
        return cls(tuple(pieces))

    def words(self, page: Sequence[str]) -> str:
        """The words of the cell, one line for each piece."""
        return "\n".join(page[piece.line][piece.start : piece.end] for piece in self.pieces)


class Candidate(msgspec.Struct, frozen=True):
    """A table that a stretch of lines may be: `page[first:behind]`."""

    first: int
    behind: int
    rows: tuple[tuple[Cell, ...], ...]
    cost: float
    """How many rows may be wrong; see the module."""
    unsure: tuple[int, ...] = ()
    """Rows, counted from 0, whose cells may stand in wrong columns."""
    broken: bool = False
    """The lines of a cell are one paragraph broken at its width; else each is a paragraph."""
    tied: bool = False
    """Another candidate for the same stretch was as good."""
    labels: tuple[Piece, ...] = ()
    """The words of columns that are said again before cells."""


Proposer = Callable[[Sequence[str], int], Iterator[Candidate]]


def choose(candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate with least doubt for a row; of equal ones the longest, then the first proposed.

    Doubt is measured against prose too: a table most of whose rows are guesses is none, and one that ends
    where another goes on leaves the other's rows as prose.
    """
    likely = [each for each in candidates if _doubt(each) < ROW]
    if not likely:
        return None
    starts = [_first_line(row) for row in max(likely, key=lambda each: each.behind).rows]
    doubts = {id(each): _doubt(each, sum(start >= each.behind for start in starts)) for each in candidates}
    best = min(likely, key=lambda each: (doubts[id(each)], each.first - each.behind))
    doubt = doubts.pop(id(best))
    dealt = _dealt(best)
    rivals = [each for each in candidates if each is not best and _dealt(each) != dealt]
    tied = doubt > 0 and any(doubts[id(each)] - doubt < TIE for each in rivals)
    return msgspec.structs.replace(best, tied=tied)


def tables_of(page: Sequence[str], proposers: Sequence[Proposer]) -> Iterator[Candidate]:
    """The tables of a page from top to bottom; they do not overlap."""
    at = 0
    while at < len(page):
        made = [each for propose in proposers for each in propose(page, at)] if page[at] else []
        found = choose(made) if made else None
        if found is None:
            at += 1
        else:
            yield found
            at = found.behind


def _doubt(candidate: Candidate, left: int = 0) -> float:
    """The share of rows that may be wrong, where so many rows of another are `left` as prose."""
    return (candidate.cost + LEFT * left) / max(len(candidate.rows) + left, 1)


def _dealt(candidate: Candidate) -> list[list[tuple[Piece, ...]]]:
    """What stands in which cell, whatever else is known of the cells."""
    return [[cell.pieces for cell in row] for row in candidate.rows]


def _first_line(row: Sequence[Cell]) -> int:
    """The line on which a row begins; before all others for one without words."""
    return min((piece.line for cell in row for piece in cell.pieces), default=-1)
