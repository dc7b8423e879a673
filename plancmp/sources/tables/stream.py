"""Reads tables whose cells stand one a line, as text copied from a web page, a PDF or Word has them.

The borders of the cells are lost: merged cells are simply missing, empty ones are a blank line or nothing,
and cells run over several lines. The header tells the columns; the rows are the cheapest way through the
lines behind it by what each cell can be, with a price for everything that is not as the header says.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import takewhile
from math import inf
from typing import Final, NamedTuple

from plancmp.rulepacks import load
from plancmp.sources.guard.limits import (
    CELL_PIECES,
    HEADER_LINES,
    LINES_A_TRY,
    MOST_HEADERS,
    MOST_STREAMED,
    MOST_TALL,
    MOST_TRIES,
    MOST_WAYS,
    RUNNING_PIECES,
    TRIED_LINES,
)
from plancmp.sources.layout.wrapping import first_unit
from plancmp.sources.tables.fitting import ITEM, fitting, is_counted, is_section, serial_of
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.tables.prices import (
    APART,
    BANNER,
    BANNER_BESIDE,
    BEGINS_BESIDE,
    BOUND_ROW,
    EMPTY_LINE,
    ENDS_EARLY,
    FIRST_CATEGORY,
    GOOD,
    IMPOSSIBLE,
    JOIN,
    JOIN_BESIDE,
    JOIN_CLOSE,
    JOIN_EARLY,
    JOIN_FLOWING,
    JOIN_MARK,
    JOIN_NEVER,
    JOIN_OPEN,
    JOIN_RUNNING,
    JOIN_UNIT,
    JOIN_WRAPPED,
    NEAR,
    NEVER,
    NO_ROW,
    NO_VALUE,
    PART_SKIP,
    SERIAL_FALLS,
    SERIAL_JUMPS,
    SERIAL_RESTARTS,
    SKIP,
    SLACK,
    TIGHT,
    UNKNOWN,
    UNMERGED,
    UNNAMED,
    UNSAID,
    UNSURE,
    WIDE,
)
from plancmp.sources.tables.words import NAMES, Column, TableWords, bare_header, is_when
from plancmp.sources.thresholds import CELL_LINES, LONGEST_HEADER, MUCH_TEXT, SHORT_ENTRY, SHORT_WORD
from plancmp.text.folding import squeeze
from plancmp.text.width import display_width

_NO_START = "年值率、)%"
"""No header cell begins so: it is the rest of one."""
_TOLD = ("value", "lead", "support", "units")
_RUNNING = ("task", "lead", "support", "units", "remark", "other")
"""Columns of running text, whose cells have several lines as a rule."""
_PIECES: dict[str, int] = {"number": 1, "unit": 3, "attribute": 3, "category": 4, "name": 5}
_NAMED: Final = 1
_VALUED: Final = 2
_PART: Final = 4
_HEADED: Final = 8
_RESUMED: Final = 16
"""Behind a header said again, where the row above may go on."""


_Cells = tuple[tuple[int, ...], ...]


class _Line(NamedTuple):
    """A line with words: its place on the page, the words folded, and the blank lines before it."""

    at: int
    text: str
    gap: int
    beside: bool = False
    """Whether it stood behind the one before it on one line."""


class _Header(NamedTuple):
    """A way to read the header: the lines of each column, what each holds, the first line behind."""

    cells: _Cells = ()
    kinds: tuple[Column, ...] = ()
    behind: int = 0
    cost: float = 0.0

    @property
    def first(self) -> int:
        """The first line."""
        return min(cell[0] for cell in self.cells if cell)

    @property
    def total(self) -> float:
        """The cost less the lines that are explained."""
        return self.cost - sum(map(len, self.cells))


class _State(NamedTuple):
    """Where a way through the lines stands: the next column, the last serial number, what the row has."""

    column: int = 0
    serial: int = 0
    has: int = 0


class _Step(NamedTuple):
    """How a state was reached: from where, at which cost, and what the lines between became."""

    cost: float
    before: tuple[int, _State] | None = None
    column: int = 0
    """The column that was filled; `_ENDS`, `_BANNERS` or `_AGAIN` for what is no cell."""
    lines: int = 0


_ENDS: Final = -1
_BANNERS: Final = -2
_AGAIN: Final = -3


class _Row(NamedTuple):
    """A row as decoded: by column its lines; one cell for a banner."""

    cells: _Cells
    kind: int
    cost: float
    margin: float = IMPOSSIBLE
    """What the next best way to deal the same lines out costs more."""


class _Body(NamedTuple):
    """The rows under a header, the first line behind them, and what all of it costs."""

    rows: tuple[_Row, ...] = ()
    behind: int = 0
    cost: float = IMPOSSIBLE


class StreamProposer:
    """Proposes tables whose cells stand one a line; one for each page, as it does not try without end.

    `lines` is how many lines the page had where these were made of them; `beside` tells then which of them
    stood behind another.
    """

    def __init__(
        self, page: Sequence[str], lines: int | None = None, beside: Sequence[bool] | None = None
    ) -> None:
        self._page = page
        self._beside = beside
        self._words = load(TableWords, "vocabulary/tables.yaml")
        self._left = MOST_TRIES + (len(page) if lines is None else lines) // LINES_A_TRY
        self._told = self._proved = 0

    def __call__(self, page: Sequence[str], at: int) -> Iterator[Candidate]:
        """The table whose header begins at line `at`; lines are asked for from top to bottom."""
        if self._left <= 0 or not may_begin(page, at) or not self._is_promising(at):
            return
        lines = _Lines(page, at, self._beside)
        header = _best_header(lines, self._words)
        body = None if header is None else _decode(lines, header, None)
        if header is not None and body is not None and lines.flows and lines.measure(header, body):
            body = _decode(lines, header, None)
        if header is not None and body is not None:
            for each in (body, _down_to_no_row(body)):
                if _is_table(lines, header, each):
                    yield _candidate(lines, header, each)
                    return
        self._left -= 1

    def _is_promising(self, at: int) -> bool:
        """Whether something told of a name, and then a cell that proves a row, stand among the next lines."""
        self._told = self._find(max(self._told, at), self._tells)
        self._proved = self._find(max(self._proved, at), _proves_row)
        told, proved = self._told - at, self._proved - at
        return told < 2 * HEADER_LINES and proved < min(4 * HEADER_LINES, len(self._page) - at)

    def _find(self, at: int, test: Callable[[str], bool]) -> int:
        """The first line from `at` on that passes; each line is looked at once on the whole page."""
        while at < len(self._page) and not test(self._page[at]):
            at += 1
        return at

    def _tells(self, line: str) -> bool:
        """Whether a line is the header of a column besides the name."""
        if not line or len(line) > LONGEST_HEADER:
            return False
        return any(sense.kind in (*_TOLD, "number") for sense in self._words.senses(squeeze(line)))


def _proves_row(line: str) -> bool:
    """Whether a line has a figure, or says whether a target binds."""
    return any(char.isdigit() for char in line) or (
        len(line) <= SHORT_ENTRY and fitting().is_attribute(squeeze(line))
    )


def may_begin(page: Sequence[str], at: int) -> bool:
    """Whether the words of a line, or of it and the next two, end as a header does."""
    words = load(TableWords, "vocabulary/tables.yaml")
    text = ""
    for line in page[at : at + 6]:
        if len(line) > LONGEST_HEADER:
            return False
        text += squeeze(line)
        if len(text) <= LONGEST_HEADER and line and words.may_begin(text):
            return True
    return False


class _Option(NamedTuple):
    """What the next lines can be in a column: how many they are, and the price less what they are worth."""

    lines: int
    cost: float
    number: int
    part: bool


class _Lines:
    """The lines with words from a line of the page on, read as far as they are asked for."""

    def __init__(self, page: Sequence[str], at: int, beside: Sequence[bool] | None = None) -> None:
        self._page = page
        self._beside = beside
        self.flows = beside is not None
        """Whether the lines are words, of which some stood behind others."""
        self._next = at
        self._lines: list[_Line] = []
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
            self._lines.append(_Line(self._next, squeeze(self._page[self._next]), gap, beside))
            self._next += 1
        return len(self._lines) >= count

    def __getitem__(self, at: int) -> _Line:
        return self._lines[at]

    def joined(self, at: int, count: int) -> str:
        """The words of some lines as one text."""
        return "".join(self._lines[place].text for place in range(at, at + count))

    def cell(self, places: Sequence[int], *, continued: bool = False) -> Cell:
        """Lines as a cell of the page."""
        pieces = (Piece(self._lines[at].at, 0, len(self._page[self._lines[at].at])) for at in places)
        return Cell(tuple(pieces), continued=continued)

    def options(self, at: int, kind: Column, *, grouped: bool = False) -> list["_Option"]:
        """All that a cell of a column can be which begins at a line, asked once for all ways.

        In a table of tasks (`grouped`) a category is a text that runs on, too.
        """
        return self._options(at, kind, grouped and kind == "category")

    def _find_options(self, at: int, kind: Column, grouped: bool) -> list["_Option"]:
        options: list[_Option] = []
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
                options.append(_Option(count, price + joints - count, number or 0, part))
        return options

    def measure(self, header: "_Header", body: "_Body") -> bool:
        """Note how wide the columns of names are by cells that were read; whether one has several lines."""
        tall = False
        for row in body.rows:
            for kind, cell in zip(header.kinds, row.cells, strict=False) if row.kind == _ENDS else ():
                if kind in NAMES:
                    tall = tall or len(cell) > 1
                    widest = max((display_width(self[at].text) for at in cell), default=0)
                    self._widths[kind] = max(self._widths.get(kind, 0), widest)
        self._options.cache_clear()
        return tall

    def _is_full(self, at: int, kind: Column) -> bool:
        """Whether the next line's first word had no room on a line: a cell goes on below where it is full."""
        width = self._widths.get(kind)
        if width is None:
            return True
        room = width - display_width(self._lines[at].text)
        return room < display_width(first_unit(self._lines[at + 1].text))

    def _find_joint(self, at: int, running: bool) -> float:
        """What it costs that line `at` goes on with the cell before it, running text or other."""
        fit, line, before = fitting(), self._lines[at], self._lines[at - 1].text
        if ITEM.match(line.text) or is_section(line.text) or is_counted(line.text):
            return JOIN_NEVER
        if line.gap < self.gap:
            return JOIN_CLOSE
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


def _best_header(lines: _Lines, words: TableWords) -> _Header | None:
    """The way to read the header under which the first lines make the cheapest rows; None for no table."""
    best: tuple[float, _Header, _Body] | None = None
    for header in _headers(lines, words):
        body = _decode(lines, header, TRIED_LINES, inf if best is None else best[0] - header.total)
        if len(body.rows) < 2:
            continue
        cost = body.cost + header.total + _never(body, header)
        if best is None or cost < best[0]:
            best = (cost, header, body)
            explained = body.behind - header.first
            if cost + explained <= GOOD:
                break
    if best is None or best[1].first > 0 or not _is_table(lines, best[1], best[2]):
        return None
    return best[1]


def _never(body: _Body, header: _Header) -> float:
    """What columns cost that no row fills, and one of categories without a header that all rows fill."""
    rows = [row.cells for row in body.rows if row.kind == _ENDS]
    filled = [sum(bool(row[column]) for row in rows) for column in range(len(header.kinds))]
    cost = NEVER * filled.count(0)
    for kind, cell, count in zip(header.kinds, header.cells, filled, strict=True):
        if kind == "category" and not cell and count * 3 > len(rows) * 2:
            cost += count * UNMERGED
    return cost


# -- the header -------------------------------------------------------------------------------


def _headers(lines: _Lines, words: TableWords) -> list[_Header]:
    """The likeliest ways to read the lines as a header; a caption before it may be left out."""
    open_ways: dict[int, list[_Header]] = {0: [_Header()]}
    if not any(sense.cost == 0 and sense.kind != "value" for sense in words.senses(lines[0].text)):
        open_ways[1] = [_Header(behind=1)]
    flat: dict[tuple[tuple[Column, ...], int], _Header] = {}
    tall: dict[tuple[tuple[Column, ...], int], _Header] = {}
    for at in range(HEADER_LINES):
        ways = sorted(open_ways.pop(at, ()), key=lambda way: way.total)[:MOST_HEADERS]
        for way in ways:
            for longer in _longer(lines, words, way):
                open_ways.setdefault(longer.behind, []).append(longer)
                _keep(lines, words, flat, longer)
                for each in _storeys(lines, words, longer):
                    _keep(lines, words, tall, each)
    return [
        way
        for ways, most in ((flat, MOST_HEADERS), (tall, MOST_TALL))
        for way in sorted(ways.values(), key=lambda way: way.total)[:most]
    ]


def _keep(
    lines: _Lines, words: TableWords, whole: dict[tuple[tuple[Column, ...], int], _Header], way: _Header
) -> None:
    """Note a header that tells enough, alone and with a category, where none of its kinds is cheaper."""
    for each in (way, _with_category(way)):
        if each is not None and _is_whole(each):
            key = (each.kinds, each.behind)
            # Rows that say whether their targets bind want a column that says so.
            unsaid = "attribute" not in each.kinds and lines.binding >= 2
            each = each._replace(cost=each.cost + _early(lines, words, each) + unsaid * UNSAID * 2)
            whole[key] = min(whole.get(key, each), each, key=lambda way: way.cost)


def _longer(lines: _Lines, words: TableWords, way: _Header) -> Iterator[_Header]:
    """The header with one more column."""
    if len(way.kinds) >= MOST_STREAMED:
        return
    joints = APART if way.cells and lines.reach(way.behind + 1) and lines[way.behind].gap < lines.gap else 0.0
    for count in range(1, SHORT_WORD + 1):
        if not lines.reach(way.behind + count):
            return
        text, last = lines.joined(way.behind, count), lines[way.behind + count - 1]
        if len(text) > LONGEST_HEADER or _is_rest(text, words):
            return
        if count > 1:
            joints += _header_joint(lines, words, way.behind + count - 1, text[: -len(last.text)])
        # 位 and 年 are units, and the rest of 单位 and 2030年.
        if _is_body(last.text) and not (count > 1 and words.says(text, 0.0) is not None):
            if len(last.text) > 1:
                return
            continue
        places = tuple(range(way.behind, way.behind + count))
        senses = words.senses(text) or ((("other", UNKNOWN),) if count == 1 and len(text) <= 8 else ())
        for kind, cost in senses:
            kinds = _with_kind(way.kinds, kind)
            if kinds is not None:
                odd = ENDS_EARLY if not way.kinds and kind in ("value", "unit", "attribute", "other") else 0.0
                # A year, and a word of values without one below it, are one cell sooner than two.
                odd += JOIN_EARLY if text in words.value_words and _is_dated(lines, way) else 0.0
                # 类别 may head what binds: it does where lines say so.
                cost = 0.0 if kind == "attribute" and lines.binding >= 2 else cost
                yield _Header((*way.cells, places), kinds, way.behind + count, way.cost + cost + joints + odd)


def _is_dated(lines: _Lines, way: _Header) -> bool:
    """Whether the last column is headed by a year alone."""
    return bool(way.cells and way.cells[-1]) and is_when(_words(lines, way.cells[-1]))


def _is_rest(text: str, words: TableWords) -> bool:
    """Whether a text is the rest of a header cell: 年目标值 behind 2030, but not 年均."""
    return text[0] in _NO_START and not text.startswith(words.value_words)


def _is_body(text: str) -> bool:
    """Whether a line is no part of a header: a heading, an item, a bare number, an attribute, a unit."""
    if is_section(text) or ITEM.match(text):
        return True
    return fitting().is_short(text) and text[0] not in "([" and not is_when(text)


def _header_joint(lines: _Lines, words: TableWords, at: int, before: str) -> float:
    """What it costs that a header cell goes on with a line; most where one of the two stands by itself."""
    if lines[at].gap < lines.gap:
        return JOIN_CLOSE
    text = lines[at].text
    if lines[at].beside:
        one = len(text) == len(before) == 1 or (is_when(before) and text in words.value_words)
        return JOIN_OPEN if one else JOIN_BESIDE
    own = words.senses(text)
    undated = not any(char.isdigit() for char in before)
    behind = is_when(text) and undated
    dated = behind or (is_when(before) and text in words.value_words)
    goes_on = words.is_roleless(before) or text[0] == "(" or _is_rest(text, words) or dated
    alone = (own[0].cost == 0 if own else bool(words.senses(before))) and not goes_on
    # A year without brackets stands before its word, and brackets behind what they explain.
    swapped = behind and (before in words.value_words or before[0] == "(")
    joined = words.senses(before + text)
    parted = alone and bool(joined) and joined[0].cost > 0
    if lines.flows and joined and joined[0].cost == 0 and before + text in words.column_of:
        return JOIN_FLOWING
    base, early = (JOIN_FLOWING, JOIN_OPEN) if lines.flows else (JOIN_OPEN, JOIN_EARLY)
    return base + (JOIN_UNIT if parted else early if alone or swapped else 0.0)


def _with_kind(kinds: tuple[Column, ...], kind: Column) -> tuple[Column, ...] | None:
    """The kinds with one more; of two names the first is the category, and others stand once."""
    if kind in NAMES:
        names = [at for at, each in enumerate(kinds) if each in NAMES]
        if len(names) == 1 and "category" not in kinds:
            return (*kinds[: names[0]], "category", *kinds[names[0] + 1 :], kind)
        if names:
            return (*kinds, "other") if kind == "task" and "other" not in kinds else None
        return (*kinds, kind)
    most = {"value": 10, "category": 3, "other": 2}.get(kind, 1)
    return (*kinds, kind) if kinds.count(kind) < most else None


def _is_whole(way: _Header) -> bool:
    """Whether a header tells enough: a name, and what there is to know of it."""
    told = sum(kind in _TOLD for kind in way.kinds)
    named = any(kind in NAMES for kind in way.kinds)
    counted = "task" in way.kinds and "number" in way.kinds
    return named and len(way.kinds) >= 3 and (told > 0 or counted)


def _early(lines: _Lines, words: TableWords, way: _Header) -> float:
    """What it costs that a header ends before a line that surely is one of it."""
    if not lines.reach(way.behind + 1):
        return 0.0
    text = lines[way.behind].text
    senses = words.senses(text)
    return ENDS_EARLY if is_when(text) or (senses and senses[0].cost < 0.3) else 0.0


def _with_category(way: _Header) -> _Header | None:
    """The header with a column that it does not name: 指标 stands over the category and the name."""
    if "name" not in way.kinds or "category" in way.kinds:
        return None
    at = way.kinds.index("name")
    cells, kinds = way.cells, way.kinds
    return _Header(
        (*cells[:at], (), *cells[at:]),
        (*kinds[:at], "category", *kinds[at:]),
        way.behind,
        way.cost + UNNAMED,
    )


def _storeys(lines: _Lines, words: TableWords, way: _Header) -> Iterator[_Header]:
    """The header read as two or three rows: values at its end belong under columns of values before.

    A wide 目标 stands above 2028年 and 2030年, and 现状 and 规划 may have a year each below. Which way
    is right the rows tell.
    """
    values = [at for at, kind in enumerate(way.kinds) if kind == "value"]
    first = len(way.kinds)
    while first and way.kinds[first - 1] == "value":
        first -= 1
    for below in range(first, len(way.kinds) - 1):
        above = [at for at in values if at < below]
        for under in _stacked(lines, way.cells[below:]) if above else ():
            for shares in _shared(above, under):
                longer = _with_shares(lines, words, way, below, shares)
                if longer is not None:
                    yield longer


def _stacked(lines: _Lines, cells: _Cells) -> Iterator[_Cells]:
    """Cells below wide ones as they stand, and as two rows: words, and as many years below them."""
    yield cells
    half = len(cells) // 2
    if len(cells) == 2 * half >= 4:
        dated = [is_when(bare_header(_words(lines, cell))) for cell in cells]
        if not any(dated[:half]) and all(dated[half:]):
            yield tuple(upper + lower for upper, lower in zip(cells[:half], cells[half:], strict=True))


def _shared(above: Sequence[int], under: _Cells) -> Iterator[dict[int, _Cells]]:
    """Ways to deal cells out to the columns above them: the same number to each, or all to one."""
    each = len(under) // len(above)
    if len(above) > 1 and each * len(above) == len(under):
        yield {at: under[place * each : (place + 1) * each] for place, at in enumerate(above)}
    if len(under) > 1:
        yield from ({at: under} for at in above)


def _with_shares(
    lines: _Lines, words: TableWords, way: _Header, below: int, shares: dict[int, _Cells]
) -> _Header | None:
    """The header with cells under wide ones; None where the two together say no values."""
    cells: list[tuple[int, ...]] = []
    kinds: list[Column] = []
    cost = way.cost
    for at in range(below):
        share = shares.get(at, ())
        if len(share) > 1 and is_when(bare_header(_words(lines, way.cells[at]))):
            cost += JOIN_EARLY
        own = [way.cells[at] + share[0], *share[1:]] if share else [way.cells[at]]
        for cell in own if share else ():
            said = [sense.cost for sense in words.senses(_words(lines, cell)) if sense.kind == "value"]
            if not said:
                return None
            cost += said[0]
        cells += own
        kinds += [way.kinds[at]] * len(own)
    return _Header(tuple(cells), tuple(kinds), way.behind, cost)


def _words(lines: _Lines, places: Sequence[int]) -> str:
    """The words of a header cell."""
    return "".join(lines[at].text for at in places)


# -- the rows ---------------------------------------------------------------------------------


def _decode(lines: _Lines, header: _Header, most: int | None, dearest: float = inf) -> _Body:
    """The cheapest rows behind a header; down to line `most` where that is set, the last row open then.

    Then headers are compared: ways that must come to `dearest` or more are not gone on with, and how sure the
    rows are is not asked.
    """
    return _Decoder(lines, header).run(most, dearest)


class _Decoder:
    """Finds the cheapest way through the lines under one header."""

    def __init__(self, lines: _Lines, header: _Header) -> None:
        self._lines = lines
        self._header = header
        self._again = _words(lines, sorted(at for cell in header.cells for at in cell))
        self._layers: dict[int, dict[_State, _Step]] = {header.behind: {_State(): _Step(0.0)}}
        self._told = any(kind in _TOLD for kind in header.kinds)
        self._grouped = "task" in header.kinds
        self._reached = header.behind
        self._said_again = cache(self._find_said_again)
        self._free = header.behind
        """The first line that is not known to be none of the header said again."""

    def run(self, end: int | None, dearest: float) -> _Body:
        """Go through the lines as far as rows are found."""
        best: tuple[float, int, _State] | None = None
        # A line takes off 1 at most.
        self._worst = inf if end is None else dearest + end
        at = self._header.behind
        while True:
            self._layers[at] = layer = _kept(self._layers.get(at, {}))
            self._end_rows(at, layer)
            for state, step in layer.items():
                ended = state.column == 0 and not state.has & _HEADED and at > self._header.behind
                cost = step.cost + (self._stray(at) if ended and at != end else 0.0)
                if (ended or at == end) and (best is None or cost < best[0]):
                    best = (cost, at, state)
            if at == end or not self._lines.reach(at + 1) or (best and at - best[1] > CELL_LINES):
                break
            if self._reached < at:
                break
            for state, step in layer.items():
                self._extend(at, state, step.cost)
            at += 1
        return _Body() if best is None else self._trace(*best, sure=end is None)

    def _stray(self, at: int) -> float:
        """What it costs that the table ends before a line that may be the rest of its last cell."""
        if not self._lines.reach(at + 1):
            return 0.0
        line = self._lines[at]
        return (
            TIGHT
            if line.gap <= self._lines.gap and len(line.text) <= SHORT_ENTRY and not is_section(line.text)
            else 0.0
        )

    def _reach(
        self, at: int, state: _State, cost: float, before: tuple[int, _State], column: int, lines: int
    ) -> None:
        """A state is reached before a line by a step; the cheapest is kept."""
        if cost + at >= self._worst:
            return
        self._reached = max(self._reached, at)
        layer = self._layers.setdefault(at, {})
        known = layer.get(state)
        if known is None or cost < known.cost:
            layer[state] = _Step(cost, before, column, lines)

    def _end_rows(self, at: int, layer: dict[_State, _Step]) -> None:
        """Rows may end here: those that have a name, what they lack being paid for."""
        for state, step in list(layer.items()):
            if not state.has & _NAMED and not (state.has & _RESUMED and state.column):
                continue
            left = sum(self._skip(place, state, at) for place in range(state.column, len(self._header.kinds)))
            cost = (
                step.cost + left + (NO_VALUE if self._told and not state.has & (_VALUED | _RESUMED) else 0.0)
            )
            if self._lines.reach(at + 1) and self._lines[at].beside:
                cost += BEGINS_BESIDE
            self._reach(at, _State(0, state.serial, 0), cost, (at, state), _ENDS, 0)

    def _skip(self, column: int, state: _State, at: int) -> float:
        """What an empty cell costs."""
        kind = self._header.kinds[column]
        if state.has & _RESUMED:
            return PART_SKIP
        if state.has & _PART and kind in ("number", "unit", "attribute"):
            return PART_SKIP
        if kind == "category" and at == self._header.behind:
            return FIRST_CATEGORY if self._header.cells[column] else IMPOSSIBLE
        return SKIP[kind]

    def _extend(self, at: int, state: _State, cost: float) -> None:
        """All that the next lines can be behind a state."""
        line = self._lines[at]
        if state.column == 0 and not state.has & ~(_HEADED | _RESUMED):
            self._begin_row(at, state, cost)
            if self._lines.parted and line.gap == 0 and at > self._header.behind and not state.has:
                cost += TIGHT
        if line.gap < self._lines.gap:
            cost += APART
        for column, price in self._columns_from(at, state):
            self._fill(at, state, column, cost + price)

    def _columns_from(self, at: int, state: _State) -> Iterator[tuple[int, float]]:
        """The columns that a line may stand in, with the price of those left empty before it.

        A further blank line stands for an empty cell.
        """
        wide = state.column > 0 and self._lines[at].gap > self._lines.gap
        skipped = dearest = 0.0
        for column in range(state.column, len(self._header.kinds)):
            gap = (-dearest * (1 - EMPTY_LINE) if dearest else WIDE) if wide else 0.0
            yield column, skipped + gap
            skip = self._skip(column, state, at)
            skipped, dearest = skipped + skip, max(dearest, skip)
            if skipped >= IMPOSSIBLE:
                break

    def _begin_row(self, at: int, state: _State, cost: float) -> None:
        """Between two rows a header may stand again, or a category for the rows under it."""
        count = self._said_again(at)
        if count and not state.has:
            resumed = state._replace(has=_RESUMED if "number" in self._header.kinds else 0)
            self._reach(at + count, resumed, cost - count, (at, state), _AGAIN, count)
        counted = int(is_counted(self._lines[at].text))
        if counted:
            cost -= counted
        else:
            cost += BANNER + (BANNER_BESIDE if "category" in self._header.kinds else 0.0)
        cost += 1.0 if state.has else 0.0
        headed = state._replace(has=_HEADED)
        for option in self._lines.options(at + counted, "category", grouped=self._grouped):
            if option.lines <= 2:
                lines = counted + option.lines
                self._reach(at + lines, headed, cost + option.cost, (at, state), _BANNERS, lines)

    def _find_said_again(self, at: int) -> int:
        """How many lines from `at` on say the header again; 0 for none."""
        count = int(self._again.startswith(self._lines[at].text))
        while count and self._lines.reach(at + count + 1):
            if len(self._lines.joined(at, count)) >= len(self._again):
                break
            count += 1
        return count if self._lines.joined(at, count) == self._again else 0

    def _room(self, at: int) -> int:
        """How many lines from `at` on one cell may have: those down to the header said again.

        Asked from top to bottom, so that each line is looked at once.
        """
        self._free = max(self._free, at)
        last = at + RUNNING_PIECES
        while self._free < last and self._lines.reach(self._free + 1) and not self._said_again(self._free):
            self._free += 1
        return self._free - at

    def _fill(self, at: int, state: _State, column: int, cost: float) -> None:
        """Put the lines from `at` on into a column."""
        kind, room = self._header.kinds[column], self._room(at)
        has = state.has & ~_HEADED
        if kind in NAMES:
            has |= _NAMED
        elif kind in _TOLD:
            has |= _VALUED
        for count, price, number, part in self._lines.options(at, kind, grouped=self._grouped):
            if count > room:
                break
            serial, price = state.serial, cost + price
            if kind == "category" and state.has & _RESUMED:
                price += UNMERGED
            if kind == "task" and "category" in self._header.kinds[state.column : column]:
                # 1.… is the group of the tasks, where the header has a column of groups.
                price += JOIN_EARLY if ITEM.match(self._lines[at].text) else 0.0
            if kind == "number":
                price += _serial_price(serial, number)
                serial, has = number, has & ~_RESUMED
            elif part and state.column < column:
                price -= self._unnumbered(state.column, column)
            reached = _State(column + 1, serial, has | _PART if part else has)
            self._reach(at + count, reached, price, (at, state), column, count)

    def _unnumbered(self, first: int, column: int) -> float:
        """What the missing number of a sub-row was charged too much."""
        return (SKIP["number"] - PART_SKIP) * ("number" in self._header.kinds[first:column])

    def _trace(self, cost: float, behind: int, state: _State, *, sure: bool) -> _Body:
        """The rows along the cheapest way, their costs and, where it is asked, how sure they are."""
        steps: list[tuple[int, _State, _Step]] = []
        here: tuple[int, _State] | None = (behind, state)
        while here is not None:
            step = self._layers[here[0]][here[1]]
            steps.append((here[0], here[1], step))
            here = step.before
        rows: list[_Row] = []
        cells: dict[int, tuple[int, ...]] = {}
        begun = 0.0
        for at, _, step in reversed(steps[:-1]):
            if step.column >= 0:
                cells[step.column] = tuple(range(at - step.lines, at))
                continue
            places = tuple(range(at - step.lines, at))
            if step.column == _ENDS:
                lines = sum(map(len, cells.values()))
                filled = tuple(cells.get(place, ()) for place in range(len(self._header.kinds)))
                margin = self._margin(at - lines, at) if sure else IMPOSSIBLE
                # Cells of many lines have many small doubts; what counts is how doubtful a line is.
                share = min(1.0, 2 * len(cells) / max(lines, 1))
                rows.append(_Row(filled, _ENDS, (step.cost - begun + lines) * share, margin))
                cells = {}
            elif step.column == _BANNERS:
                rows.append(_Row((places,), _BANNERS, 0.0))
            else:
                rows.append(_Row(self._again_cells(places), _AGAIN, 0.0))
            begun = step.cost
        return _Body(tuple(rows), behind, cost)

    def _margin(self, first: int, behind: int) -> float:
        """How much better the best way to deal the lines of a row out to the columns is than the next."""
        ways: dict[tuple[int, int], list[float]] = {(first, 0): [0.0]}
        ends: list[float] = []
        width = len(self._header.kinds)
        for at in range(first, behind + 1):
            for column in range(width + 1):
                costs = sorted(ways.get((at, column), ()))[:2]
                state = _State(column)
                if not costs:
                    continue
                if at == behind:
                    left = sum(self._skip(place, state, at) for place in range(column, width))
                    ends += [cost + left for cost in costs]
                    continue
                for place, skipped in self._columns_from(at, state):
                    for option in self._lines.options(at, self._header.kinds[place], grouped=self._grouped):
                        if at + option.lines <= behind:
                            price = skipped + option.cost + option.lines
                            known = ways.setdefault((at + option.lines, place + 1), [])
                            known += [cost + price for cost in costs]
        best = sorted(ends)
        return best[1] - best[0] if len(best) > 1 else IMPOSSIBLE

    def _again_cells(self, places: Sequence[int]) -> _Cells:
        """The lines of a header said again, dealt out as those of the first."""
        columns: list[int] = []
        for place, column in sorted(
            (at, column) for column, cell in enumerate(self._header.cells) for at in cell
        ):
            columns += [column] * len(self._lines[place].text)
        cells: list[tuple[int, ...]] = [()] * len(self._header.cells)
        said = 0
        for place in places:
            cells[columns[said]] += (place,)
            said += len(self._lines[place].text)
        return tuple(cells)


def _kept(layer: dict[_State, _Step]) -> dict[_State, _Step]:
    """The cheapest states of a line."""
    if len(layer) <= 1:
        return layer
    ranked = sorted(layer.items(), key=lambda pair: pair[1].cost)[:MOST_WAYS]
    least = ranked[0][1].cost
    return {state: step for state, step in ranked if step.cost <= least + SLACK}


def _serial_price(last: int, number: int) -> float:
    """What a serial number costs behind another."""
    if number == last + 1:
        return 0.0
    if number == 1:
        return SERIAL_RESTARTS
    return SERIAL_JUMPS if number > last else SERIAL_FALLS


# -- the table --------------------------------------------------------------------------------


def _is_table(lines: _Lines, header: _Header, body: _Body) -> bool:
    """Whether rows prove a table: cheap enough, and with cells that no list of short lines has."""
    rows = [row for row in body.rows if row.kind == _ENDS]
    # One row that is odd says no more against the others than that it is doubtful.
    costs = [min(row.cost, UNSURE) if row.cost < 3 * UNSURE else row.cost for row in rows]
    if len(rows) < 2:
        return False
    proofs = binding = 0
    for row in rows:
        texts = [
            (kind, _words(lines, cell)) for kind, cell in zip(header.kinds, row.cells, strict=True) if cell
        ]
        proofs += any(_proves(kind, text) for kind, text in texts)
        binding += any(kind == "attribute" and fitting().is_attribute(text) for kind, text in texts)
    most = BOUND_ROW if binding * 4 >= len(rows) * 3 else NO_ROW
    return proofs * 2 > len(rows) and header.cost + sum(costs) <= most * len(rows)


def _down_to_no_row(body: _Body) -> _Body:
    """The rows above the first that is none by what it costs: the end of the table, and what follows it."""
    rows = tuple(takewhile(lambda row: row.cost < 3 * UNSURE, body.rows))
    while rows and rows[-1].kind != _ENDS:
        rows = rows[:-1]
    behind = max((at + 1 for row in rows[-1:] for cell in row.cells for at in cell), default=0)
    return _Body(rows, behind, sum(row.cost for row in rows))


def _proves(kind: Column, text: str) -> bool:
    """Whether a cell is what hardly any line of a list is."""
    if kind in ("number", "lead", "units"):
        return True
    if kind == "attribute":
        return fitting().is_attribute(text)
    return kind == "value" and any(char.isdigit() for char in text)


def _resumed(header: _Header, body: _Body) -> list[_Row]:
    """The rows, one that goes on behind a header said again put together."""
    rows: list[_Row] = []
    number = header.kinds.index("number") if "number" in header.kinds else None
    for row in body.rows:
        broken = number is not None and row.kind == _ENDS and not row.cells[number]
        if broken and len(rows) > 1 and (rows[-2].kind, rows[-1].kind) == (_ENDS, _AGAIN):
            upper = rows[-2]
            cells = tuple(above + below for above, below in zip(upper.cells, row.cells, strict=True))
            rows[-2] = upper._replace(cells=cells, cost=upper.cost + row.cost)
        else:
            rows.append(row)
    return rows


def _candidate(lines: _Lines, header: _Header, body: _Body) -> Candidate:
    """The table with its cells as places of the page."""
    rows = [tuple(lines.cell(places) for places in header.cells)]
    unsure: list[int] = []
    doubt = 0.0
    for number, row in enumerate(_resumed(header, body), 1):
        merged = row.kind == _ENDS
        rows.append(
            tuple(
                lines.cell(places, continued=merged and not places and header.kinds[column] == "category")
                for column, places in enumerate(row.cells)
            )
        )
        doubt += min(max(row.cost, 0.0) / (2 * UNSURE), 1.0)
        if row.margin < NEAR or row.cost >= UNSURE:
            unsure.append(number)
    behind = lines[body.behind - 1].at + 1
    return Candidate(lines[0].at, behind, tuple(rows), doubt, tuple(unsure))
