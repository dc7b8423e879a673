"""Tables printed line by line with single blanks, whose cells run on above and below the line of their row.

PDF tools print a table line by line. The words of a row stand on one line, one blank apart; what a cell has
more than one line of stands above and below it, beside nothing or beside such parts of other cells. A row is
known by its serial number or by what else only a row has; the lines between two rows go to the one above or
the one below, as cells are centred in their rows; and the words of each line are dealt out to the columns in
the cheapest way.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise, takewhile
from math import inf
from typing import NamedTuple

from plancmp.sources.guard.limits import (
    HALF_CELL,
    LINES_A_TRY,
    MOST_ROWS,
    MOST_TRIES,
    ROW_WAYS,
    ROW_WORDS,
    TALL_HEADER,
)
from plancmp.sources.tables.cutting import cheapest_cuts
from plancmp.sources.tables.fitting import fitting, is_section, serial_of
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.tables.prices import (
    ASKEW,
    IMPOSSIBLE,
    JOIN,
    JOIN_CLOSE,
    JOIN_EARLY,
    JOIN_OPEN,
    NEVER,
    NO_ROW,
    SKIP,
    UNSURE,
)
from plancmp.sources.tables.spans import header_sense, header_spans, word_spans
from plancmp.sources.tables.words import NAMES, Column
from plancmp.sources.thresholds import LONGEST_ROW, SHORT_ENTRY
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.width import display_width

_APART = compiled(r"\t|\s{2}")
"""Words further apart tell their columns by their places."""


class _Word(NamedTuple):
    """A word on a line of the page."""

    line: int
    start: int
    end: int
    text: str


_Way = tuple[tuple[_Word, ...], ...]
"""The words of a row by column."""


class _Header(NamedTuple):
    """A way to read the words of a header: the kind of each column, and its words."""

    kinds: tuple[Column, ...]
    cells: tuple[Cell, ...]


class PrintedProposer:
    """Proposes tables of a page by the words of their header; it does not try without end."""

    def __init__(self, page: Sequence[str]) -> None:
        self._left = MOST_TRIES + len(page) // LINES_A_TRY

    def __call__(self, page: Sequence[str], at: int) -> Iterator[Candidate]:
        """The table whose header begins at line `at`."""
        tokens = _header_words(page, at) if self._left > 0 else []
        if sum(map(len, tokens)) < 3:
            return
        header = at + len(tokens)
        self._left -= 1
        words = cache(lambda line: _words(line, page[line], word_spans(page[line])))
        found = min(
            (body for way in _headers(tokens) if (body := _Body(page, words, header, way)).rows),
            key=lambda body: body.cost - body.behind,
            default=None,
        )
        if found is None or len(found.rows) < 2 or found.cost > NO_ROW * len(found.rows):
            return
        self._left += 1
        cells = [found.header.cells, *(tuple(map(_cell, way)) for way in found.rows)]
        unsure = tuple(number for number, cost in enumerate(found.costs, 1) if cost >= UNSURE)
        doubt = sum(min(max(cost, 0.0) / (2 * UNSURE), 1.0) for cost in found.costs)
        yield Candidate(at, found.behind, tuple(cells), doubt, unsure)


# -- the header -------------------------------------------------------------------------------


def _header_words(page: Sequence[str], at: int) -> list[list[_Word]]:
    """The words of each line of a header, all of which may stand in one; none where none begins.

    It begins with several words, single blanks between them, of which one surely names a column.
    """
    bare = page[at].strip()
    if " " not in bare or _APART.search(bare):
        return []
    lines = takewhile(bool, map(header_spans, page[at : at + TALL_HEADER]))
    tokens = [_words(line, page[line], spans) for line, spans in enumerate(lines, at)]
    return tokens if tokens and any(header_sense(word.text) for word in tokens[0]) else []


def _headers(tokens: Sequence[Sequence[_Word]]) -> Iterator[_Header]:
    """The columns that a header may name; words over several lines tell no order of their columns."""
    said = [[header_sense(token.text) for token in line] for line in tokens]
    known = {kind for line in said for kind in line if kind is not None}
    name = next((kind for kind in NAMES if kind in known), None)
    if name is None or len(known) < 2:
        return
    if len(tokens) == 1:
        yield from _on_one_line(tokens[0], said[0])
        return
    values = [line.count("value") for line in said if "value" in line]
    if not values:
        return
    before: list[Column] = [kind for kind in ("number", "category") if kind in known]
    unit: list[Column] = ["unit"] if "unit" in known else []
    last: list[Column] = ["remark"] if "remark" in known else []
    attribute: list[Column] = ["attribute"] if "attribute" in known else []
    for count in sorted({values[-1], max(values), sum(values), max(sum(values) - 1, 1)}):
        target: list[Column] = ["value"] * count
        orders = {
            (*before, name, *unit, *attribute, *target, *last),
            (*before, name, *unit, *target, *attribute, *last),
        }
        yield from (_Header(kinds, _header_cells(tokens, kinds)) for kinds in sorted(orders))


def _on_one_line(tokens: Sequence[_Word], said: Sequence[Column | None]) -> Iterator[_Header]:
    """The columns of a header on one line: words of values side by side may be one column or several."""
    kinds = [None if kind in said[:at] and kind != "value" else kind for at, kind in enumerate(said)]
    runs = [list(run) for _, run in groupby(range(len(tokens)), key=lambda at: kinds[at] in ("value", None))]
    ways: list[list[tuple[Column, list[int]]]] = [[]]
    for run in runs:
        if all(kinds[at] != "value" for at in run):
            parts = [[(kinds[at] or "other", [at]) for at in run]]
        else:
            parts = [
                [("value", run[at : at + size]) for at in range(0, len(run), size)]
                for size in range(1, len(run) + 1)
                if len(run) % size == 0
            ]
        ways = [[*way, *part] for way in ways for part in parts][:ROW_WORDS]
    for way in ways:
        cells = (_cell([tokens[at] for at in places]) for _, places in way)
        yield _Header(tuple(kind for kind, _ in way), tuple(cells))


def _header_cells(tokens: Sequence[Sequence[_Word]], kinds: Sequence[Column]) -> tuple[Cell, ...]:
    """The words of the header by column; values in the order of their line, wide ones over the first."""
    cells: list[list[_Word]] = [[] for _ in kinds]
    places = {kind: [at for at, each in enumerate(kinds) if each == kind] for kind in set(kinds)}
    for line in tokens:
        seen = dict.fromkeys(places, 0)
        wide = sum(header_sense(token.text) == "value" for token in line) < len(places.get("value", ()))
        for token in line:
            kind = header_sense(token.text) or ("number" if "number" in places else kinds[0])
            kind = kind if kind in places else next(each for each in kinds if each not in ("number", "unit"))
            at = places[kind][min(seen[kind], len(places[kind]) - 1)]
            if kind == "value" and wide and seen[kind] == 0 and line is not tokens[-1]:
                at = places[kind][0]
            seen[kind] += 1
            cells[at].append(token)
    return tuple(_cell(words) for words in cells)


# -- the rows ---------------------------------------------------------------------------------


class _Body:
    """The rows behind a header read in one way."""

    def __init__(
        self, page: Sequence[str], words: Callable[[int], list[_Word]], first: int, header: _Header
    ) -> None:
        self.header = header
        self.kinds = kinds = header.kinds
        self._page = page
        self._words = words
        self._first = first
        self._known: dict[tuple[int, int, int], tuple[float, _Way]] = {}
        self.rows: list[_Way] = []
        self.costs: list[float] = []
        self.behind = first
        self._own_line = cache(self._deal_own_line)
        self._widths = [0] * len(kinds)
        """The widest words of each column that stand on the lines of rows."""
        anchors = self._anchors()
        if len(anchors) >= 2:
            self._measure(anchors)
            self._choose(anchors)
        empty = [all(not way[at] for way in self.rows) for at in range(len(kinds))]
        self.cost = sum(self.costs) + NEVER * sum(empty)

    def _anchors(self) -> list[int]:
        """The lines of rows: each has the next serial number or, where none are, cells of most columns."""
        numbered = "number" in self.kinds
        anchors: list[int] = []
        serial, idle = 0, 0
        for at in range(self._first, min(len(self._page), self._first + MOST_ROWS)):
            words = self._words(at) if len(self._page[at]) <= LONGEST_ROW else []
            if not words or len(words) > ROW_WORDS or idle > 2 * HALF_CELL:
                break
            number = serial_of(words[0].text) if numbered and len(words) > 1 else None
            if number == serial + 1 if numbered else self._is_row(words):
                anchors.append(at)
                serial, idle = serial + 1, 0
            elif anchors and is_section(squeeze(self._page[at])):
                break
            else:
                idle += 1
        return anchors

    def _is_row(self, words: Sequence[_Word]) -> bool:
        """Whether the words of a line fill all columns but a category, or with a figure one less."""
        all_but = len(self.kinds) - self.kinds.count("category")
        told = any(_is_told(word.text) for word in words)
        return len(words) >= max(all_but - told, 2)

    def _deal_own_line(self, anchor: int) -> list[tuple[float, _Way]]:
        """The cheapest ways to deal out the line of a row, which all ways to deal out the row begin with."""
        return self._deal(0.0, ((),) * len(self.kinds), self._words(anchor))

    def _measure(self, anchors: Sequence[int]) -> None:
        """Note how wide the columns are, as the cheapest way to deal out each row's own line shows it."""
        for anchor in anchors:
            for at, words in enumerate(next((way for _, way in self._own_line(anchor)), ())):
                self._widths[at] = max(self._widths[at], _width(words))

    def _choose(self, anchors: list[int]) -> None:
        """Give the lines between rows to the row above or below, so that all together cost least."""
        bounds = [*anchors[1:], anchors[-1] + self._behind(anchors[-1]) + 1]
        ends = [
            range(anchor + 1, min(bound, anchor + HALF_CELL + 1) + 1)
            for anchor, bound in zip(anchors, bounds, strict=True)
        ]

        def price(index: int, start: int, end: int) -> float:
            return self._row(anchors[index], start, end)[0]

        _, cuts = cheapest_cuts(self._first, ends, price)
        for anchor, (start, behind) in zip(anchors, cuts, strict=False):
            cost, way = self._row(anchor, start, behind)
            self.rows.append(way)
            self.costs.append(cost)
            self.behind = behind

    def _behind(self, last: int) -> int:
        """How many lines behind the last row may be parts of its cells: short ones."""
        count = 0
        while count < HALF_CELL and last + count + 1 < len(self._page):
            text = squeeze(self._page[last + count + 1])
            if not text or len(text) > 2 * SHORT_ENTRY or is_section(text):
                break
            count += 1
        return count

    def _row(self, anchor: int, start: int, behind: int) -> tuple[float, _Way]:
        """The cheapest way to deal out the words of a row's lines, and its cost; asked once."""
        key = (anchor, start, behind)
        known = self._known.get(key)
        if known is None:
            ways = [] if anchor - start > HALF_CELL else sorted(self._own_line(anchor))
            others = (at for at in range(start, behind) if at != anchor)
            for line in sorted(others, key=lambda at: (abs(at - anchor), at)):
                words = self._words(line)
                ways = sorted(each for cost, way in ways for each in self._deal(cost, way, words))[:ROW_WAYS]
            priced = ((self._price(anchor, way), way) for _, way in ways)
            possible = (way for way in priced if way[0] < IMPOSSIBLE)
            known = self._known[key] = min(possible, key=lambda way: way[0], default=(inf, ()))
        return known

    def _price(self, anchor: int, way: _Way) -> float:
        """What a whole row costs: its cells, those that are empty, and how far each is from being centred."""
        cost = 0.0
        for kind, words, width in zip(self.kinds, way, self._widths, strict=True):
            cost += _cell_price(kind, words) if words else SKIP[kind]
            lines = sorted({word.line for word in words})
            for line in lines[:-1]:
                # A cell goes on below where its line is full, and ends where words do that end one.
                said = [word for word in words if word.line == line]
                cost += JOIN_OPEN * (_width(said) < width)
                cost += JOIN_EARLY * fitting().is_done(said[-1].text)
            above, below = sum(line < anchor for line in lines), sum(line > anchor for line in lines)
            if kind == "category" and anchor not in lines:
                continue  # It stands in the middle of more rows than this one.
            cost += ASKEW * (abs(above - below) if above else below / 2) + JOIN_CLOSE * (above + below)
        return cost

    def _deal(self, cost: float, way: _Way, words: Sequence[_Word]) -> list[tuple[float, _Way]]:
        """The cheapest ways to deal the words of a line out to the columns of a row so far."""
        ways: list[tuple[float, int, _Way]] = [(cost, 0, way)]
        for at in range(len(words)):
            longer: list[tuple[float, int, _Way]] = []
            for price, column, before in ways:
                for next_column in range(column, len(self.kinds)):
                    cell = _merged(before[next_column], words[at])
                    kind = self.kinds[next_column]
                    old = _cell_price(kind, before[next_column]) if before[next_column] else SKIP[kind] / 4
                    more = _cell_price(kind, cell) - old
                    if more < IMPOSSIBLE / 2:
                        dealt = (*before[:next_column], cell, *before[next_column + 1 :])
                        longer.append((price + more, next_column, dealt))
            ways = sorted(longer)[: 2 * ROW_WAYS]
        return [(price, dealt) for price, _, dealt in ways[:ROW_WAYS]]


def _is_told(text: str) -> bool:
    """Whether a word is a figure or says whether a target binds."""
    return fitting().is_attribute(text) or any(char.isdigit() for char in text)


def _words(line: int, text: str, spans: Sequence[tuple[int, int]]) -> list[_Word]:
    """The words of a line that stand there."""
    return [_Word(line, start, end, squeeze(text[start:end])) for start, end in spans]


def _width(words: Sequence[_Word]) -> int:
    """How many half characters words have with the blanks between them."""
    return sum(display_width(word.text) for word in words) + max(len(words) - 1, 0)


def _merged(cell: tuple[_Word, ...], word: _Word) -> tuple[_Word, ...]:
    """A cell with one more word, in the order of the page."""
    return tuple(sorted((*cell, word)))


def _cell_price(kind: Column, words: Sequence[_Word]) -> float:
    """What it costs that words are a cell of a kind: each blank inside of it on a line costs, too."""
    text = "".join(word.text for word in words)
    inside = sum(one.line == two.line for one, two in pairwise(words))
    return fitting().price(kind, text) + JOIN * inside


def _cell(words: Sequence[_Word]) -> Cell:
    """Words as a cell."""
    return Cell.of(Piece(word.line, word.start, word.end) for word in words)
