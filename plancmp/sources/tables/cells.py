"""The lines of a table whose cells stand one a line: what cells they can be, and what joins them costs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from plancmp.sources.guard.limits import CELL_PIECES, RUNNING_PIECES, TRIED_LINES
from plancmp.sources.layout.wrapping import room
from plancmp.sources.tables.fitting import ITEM, fitting, is_counted, is_section, serial_of
from plancmp.sources.tables.model import Cell, Piece
from plancmp.sources.tables.prices import (
    IMPOSSIBLE,
    JOIN,
    JOIN_BESIDE,
    JOIN_CLOSE,
    JOIN_EARLY,
    JOIN_MARK,
    JOIN_NEVER,
    JOIN_OPEN,
    JOIN_RUNNING,
    JOIN_UNIT,
    JOIN_WRAPPED,
    SLACK,
    WIDE,
)
from plancmp.sources.tables.words import NAMES, Column
from plancmp.sources.thresholds import MUCH_TEXT
from plancmp.text.folding import squeeze
from plancmp.text.width import display_width

_RUNNING = ("task", "lead", "support", "units", "remark", "other")
"""Columns of running text, whose cells have several lines as a rule."""
_PIECES: dict[str, int] = {"number": 1, "unit": 3, "attribute": 3, "category": 4, "name": 5}


class Line(NamedTuple):
    """A line with words: its place on the page, the words folded, and the blank lines before it."""

    at: int
    text: str
    gap: int
    beside: bool = False
    """Whether it stood behind the one before it on one line."""


class Option(NamedTuple):
    """What the next lines can be in a column: how many they are, and the price less what they are worth."""

    lines: int
    cost: float
    number: int
    part: bool


class Lines:
    """The lines with words from a line of the page on, read as far as they are asked for."""

    def __init__(self, page: Sequence[str], at: int, beside: Sequence[bool] | None = None) -> None:
        self._page = page
        self._beside = beside
        self.flows = beside is not None
        """Whether the lines are words, of which some stood behind others."""
        self._next = at
        self._lines: list[Line] = []
        self._ended = False
        self._options = cache(self._find_options)
        self._joint = cache(self._find_joint)
        self._widths: dict[Column, int] = {}
        gaps = Counter(self[at].gap for at in range(1, TRIED_LINES) if self.reach(at + 1))
        self.gap = gaps.most_common(1)[0][0] if gaps else 0
        """Blank lines between two cells."""
        self.binding = sum(fitting().is_attribute(line.text) for line in self._lines)
        """How many of the first lines say whether a target binds."""
        self.parted = self.gap == 0 and sum(gaps.values()) - gaps[0] >= 2
        """Whether blank lines part rows."""

    def reach(self, count: int) -> bool:
        """Whether there are so many lines before one that is far too long for a cell."""
        while len(self._lines) < count and not self._ended:
            gap = 0
            while self._next < len(self._page) and not self._page[self._next]:
                gap += 1
                self._next += 1
            if self._next == len(self._page) or len(self._page[self._next]) > MUCH_TEXT:
                self._ended = True
                break
            beside = self._beside is not None and self._beside[self._next]
            self._lines.append(Line(self._next, squeeze(self._page[self._next]), gap, beside))
            self._next += 1
        return len(self._lines) >= count

    def __getitem__(self, at: int) -> Line:
        return self._lines[at]

    def words(self, places: Sequence[int]) -> str:
        """The words of a cell."""
        return "".join(self._lines[at].text for at in places)

    def joined(self, at: int, count: int) -> str:
        """The words of some lines as one text."""
        return "".join(self._lines[place].text for place in range(at, at + count))

    def cell(self, places: Sequence[int], *, continued: bool = False) -> Cell:
        """Lines as a cell of the page."""
        pieces = (Piece(self._lines[at].at, 0, len(self._page[self._lines[at].at])) for at in places)
        return Cell(tuple(pieces), continued=continued)

    def options(self, at: int, kind: Column, *, grouped: bool = False) -> list["Option"]:
        """All that a cell of a column can be which begins at a line, asked once for all ways.

        In a table of tasks (`grouped`) a category is a text that runs on, too.
        """
        return self._options(at, kind, grouped and kind == "category")

    def _find_options(self, at: int, kind: Column, grouped: bool) -> list["Option"]:
        options: list[Option] = []
        joints, fit = 0.0, fitting()
        running = grouped or kind in _RUNNING
        most = RUNNING_PIECES if running else CELL_PIECES
        for count in range(1, _PIECES.get(kind, most) + 1):
            if not self.reach(at + count):
                break
            if count > 1:
                joints += self._joint(at + count - 1, running)
                joints += 0.0 if running or self._is_full(at + count - 2, kind) else JOIN
                if joints > SLACK:
                    break
            text = self.joined(at, count)
            price = fit.price(kind, text)
            if price < IMPOSSIBLE:
                number = serial_of(text) if kind == "number" else None
                part = kind in NAMES and fit.is_part(text)
                options.append(Option(count, price + joints - count, number or 0, part))
        return options

    def measure(self, cells: Iterable[tuple[Column, Sequence[int]]]) -> bool:
        """Note how wide the columns of names are by cells that were read; whether one has several lines."""
        tall = False
        for kind, cell in cells:
            if kind in NAMES:
                tall = tall or len(cell) > 1
                widest = max((display_width(self[at].text, ambiguous=2) for at in cell), default=0)
                self._widths[kind] = max(self._widths.get(kind, 0), widest)
        self._options.cache_clear()
        return tall

    def _is_full(self, at: int, kind: Column) -> bool:
        """Whether the next line's first word had no room on a line: a cell goes on below where it is full."""
        width = self._widths.get(kind)
        if width is None:
            return True
        return room(width, display_width(self._lines[at].text, ambiguous=2), self._lines[at + 1].text) < 0

    def _is_bracketed(self, at: int) -> bool:
        """Whether a line stands behind a bracket alone on its line, or closes that of the line before."""
        text, before = self._lines[at].text, self._lines[at - 1].text
        return before == "(" or text == ")" or (before[:1] == "(" and before.count(")") < text.count(")"))

    def _find_joint(self, at: int, running: bool) -> float:
        """What it costs that line `at` goes on with the cell before it, running text or other."""
        fit, line, before = fitting(), self._lines[at], self._lines[at - 1].text
        if ITEM.match(line.text) or is_section(line.text) or is_counted(line.text):
            return JOIN_NEVER
        if line.gap < self.gap:
            return JOIN_CLOSE
        if self._is_bracketed(at):
            return JOIN_OPEN
        if line.beside:
            if fit.is_open(before):
                return JOIN_OPEN
            if fit.is_dash(before) or fit.is_dash(line.text):
                return JOIN_NEVER
            marked = len(line.text) == 1 and line.text.isdigit() and not before[-1].isdigit()
            return JOIN_OPEN if fit.is_said_with(before, line.text) else JOIN_MARK if marked else JOIN_BESIDE
        join = JOIN_RUNNING if running else JOIN
        longer = len(line.text) > len(before) + 2
        if self.flows and not running and not longer:
            join = JOIN_WRAPPED
        if self.flows and fit.is_unit(before + line.text) and not fit.is_unit(before):
            return JOIN_CLOSE
        open_end = fit.is_open(before) or line.text[0] in "()/、,)" or fit.is_rest(line.text)
        if fit.is_short(line.text) and not (fit.is_unit(line.text) and (open_end or before[-1:].isdigit())):
            return join + JOIN_UNIT if fit.is_unit(line.text) and not before[-1:].isdigit() else JOIN_NEVER
        if open_end:
            return min(JOIN_OPEN, join) + (WIDE if line.gap > self.gap else 0.0)
        join += JOIN_EARLY if longer else 0.0
        join += JOIN_UNIT if fit.is_unit(before) and not fit.is_unit(before + line.text) else 0.0
        join += JOIN_EARLY if fit.is_done(before) or before.endswith("。") else 0.0
        return join + (WIDE if line.gap > self.gap else 0.0)
