"""The ways to read the first lines of a table as its header, where the borders of its cells are lost."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plancmp.rulepacks import load
from plancmp.sources.guard.limits import HEADER_LINES, MOST_HEADERS, MOST_STREAMED, MOST_TALL
from plancmp.sources.tables.cells import Lines
from plancmp.sources.tables.fitting import ITEM, fitting, is_section
from plancmp.sources.tables.prices import (
    APART,
    ENDS_EARLY,
    JOIN_BESIDE,
    JOIN_CLOSE,
    JOIN_EARLY,
    JOIN_FLOWING,
    JOIN_OPEN,
    JOIN_UNIT,
    SAID,
    UNKNOWN,
    UNNAMED,
    UNSAID,
)
from plancmp.sources.tables.words import NAMES, Column, Sense, TableWords, bare_header, is_when
from plancmp.sources.thresholds import FEWEST, LONGEST_HEADER, SHORT_WORD

TOLD = ("value", "lead", "support", "units")
"""Columns that tell something of a name."""
_NEVER_FIRST = ("value", "unit", "attribute", "other")
_NO_START = "年值率、)%"
"""No header cell begins so: it is the rest of one."""
Cells = tuple[tuple[int, ...], ...]
"""The lines of each cell of a row."""


class Header(NamedTuple):
    """A way to read the header: the lines of each column, what each holds, the first line behind."""

    cells: Cells = ()
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


def headers(lines: Lines) -> list[Header]:
    """The likeliest ways to read the lines as a header."""
    return _HeaderReader(lines).ways()


class _HeaderReader:
    """Reads the header of one table."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._words = load(TableWords, "vocabulary/tables.yaml")

    def ways(self) -> list[Header]:
        """The likeliest ways to read the lines as a header; a caption before it may be left out."""
        open_ways: dict[int, list[Header]] = {0: [Header()]}
        first = self._words.senses(self._lines[0].text)
        if not any(sense.cost == 0 and sense.kind != "value" for sense in first):
            open_ways[1] = [Header(behind=1)]
        flat: dict[tuple[tuple[Column, ...], int], Header] = {}
        tall: dict[tuple[tuple[Column, ...], int], Header] = {}
        if (written := self._written_out()) is not None:
            self._keep(flat, written)
        for at in range(HEADER_LINES):
            ways = sorted(open_ways.pop(at, ()), key=lambda way: way.total)[:MOST_HEADERS]
            for way in ways:
                for longer in self._longer(way):
                    open_ways.setdefault(longer.behind, []).append(longer)
                    self._keep(flat, longer)
                    for each in self._storeys(longer):
                        self._keep(tall, each)
        return [
            way
            for ways, most in ((flat, MOST_HEADERS), (tall, MOST_TALL))
            for way in sorted(ways.values(), key=lambda way: way.total)[:most]
        ]

    def _written_out(self) -> Header | None:
        """A header of two rows, the words of merged cells written in each row and column that they cover."""
        lines = self._lines
        for width in range(FEWEST, MOST_STREAMED + 1):
            if not lines.reach(2 * width):
                return None
            if lines[0].text != lines[width].text:
                continue
            upper, lower = ([lines[at].text for at in range(first, first + width)] for first in (0, width))
            again = [one == other for one, other in zip(upper, lower, strict=True)]
            wide = [upper.count(one) > 1 for one, said in zip(upper, again, strict=True) if not said]
            said = [self._words.says(text, SAID) for text in lower]
            if not wide or not all(wide) or None in said:
                continue
            kinds: tuple[Column, ...] | None = ()
            for kind in said:
                kinds = _with_kind(kinds, kind) if kinds is not None and kind is not None else None
            if kinds is not None:
                return Header(tuple((at, width + at) for at in range(width)), kinds, 2 * width)
        return None

    def _keep(self, whole: dict[tuple[tuple[Column, ...], int], Header], way: Header) -> None:
        """Note a header that tells enough, alone and with a category, where none of its kinds is cheaper."""
        for each in (way, _with_category(way)):
            if each is not None and _is_whole(each):
                key = (each.kinds, each.behind)
                # Rows that say whether their targets bind want a column that says so.
                unsaid = "attribute" not in each.kinds and self._lines.binding >= 2
                each = each._replace(cost=each.cost + self._early(each) + unsaid * UNSAID * 2)
                whole[key] = min(whole.get(key, each), each, key=lambda way: way.cost)

    def _longer(self, way: Header) -> Iterator[Header]:
        """The header with one more column."""
        if len(way.kinds) >= MOST_STREAMED:
            return
        lines = self._lines
        close = way.cells and lines.reach(way.behind + 1) and lines[way.behind].gap < lines.gap
        joints = APART if close else 0.0
        for count in range(1, SHORT_WORD + 1):
            if not lines.reach(way.behind + count):
                return
            text, last = lines.joined(way.behind, count), lines[way.behind + count - 1]
            if len(text) > LONGEST_HEADER or self._is_rest(text):
                return
            if count > 1:
                joints += self._header_joint(way.behind + count - 1, text[: -len(last.text)])
            # 位 and 年 are units, and the rest of 单位 and 2030年.
            if _is_body(last.text) and not (count > 1 and self._words.says(text, 0.0) is not None):
                if len(last.text) > 1:
                    return
                continue
            places = tuple(range(way.behind, way.behind + count))
            unknown = (Sense("other", UNKNOWN),) if count == 1 and len(text) <= 8 else ()
            for kind, cost in self._words.senses(text) or unknown:
                kinds = _with_kind(way.kinds, kind)
                if kinds is not None:
                    odd = ENDS_EARLY if not way.kinds and kind in _NEVER_FIRST else 0.0
                    # A year, and a word of values without one below it, are one cell sooner than two.
                    odd += JOIN_EARLY if text in self._words.value_words and self._is_dated(way) else 0.0
                    # 类别 may head what binds: it does where lines say so.
                    cost = 0.0 if kind == "attribute" and lines.binding >= 2 else cost
                    cost += way.cost + joints + odd
                    yield Header((*way.cells, places), kinds, way.behind + count, cost)

    def _is_dated(self, way: Header) -> bool:
        """Whether the last column is headed by a year alone."""
        return bool(way.cells and way.cells[-1]) and is_when(self._lines.words(way.cells[-1]))

    def _is_rest(self, text: str) -> bool:
        """Whether a text is the rest of a header cell: 年目标值 behind 2030, but not 年均."""
        return text[0] in _NO_START and not text.startswith(self._words.value_words)

    def _header_joint(self, at: int, before: str) -> float:
        """What it costs that a header cell goes on with a line; most where either stands by itself."""
        if self._lines[at].gap < self._lines.gap:
            return JOIN_CLOSE
        text = self._lines[at].text
        if self._lines[at].beside:
            one = len(text) == len(before) == 1 or (is_when(before) and text in self._words.value_words)
            return JOIN_OPEN if one else JOIN_BESIDE
        own = self._words.senses(text)
        undated = not any(char.isdigit() for char in before)
        behind = is_when(text) and undated
        dated = behind or (is_when(before) and text in self._words.value_words)
        goes_on = self._words.is_roleless(before) or text[0] == "(" or self._is_rest(text) or dated
        alone = (own[0].cost == 0 if own else bool(self._words.senses(before))) and not goes_on
        # A year without brackets stands before its word, and brackets behind what they explain.
        swapped = behind and (before in self._words.value_words or before[0] == "(")
        joined = self._words.senses(before + text)
        parted = alone and bool(joined) and joined[0].cost > 0
        if self._lines.flows and joined and joined[0].cost == 0 and before + text in self._words.column_of:
            return JOIN_FLOWING
        base, early = (JOIN_FLOWING, JOIN_OPEN) if self._lines.flows else (JOIN_OPEN, JOIN_EARLY)
        return base + (JOIN_UNIT if parted else early if alone or swapped else 0.0)

    def _early(self, way: Header) -> float:
        """What it costs that a header ends before a line that surely is one of it."""
        if not self._lines.reach(way.behind + 1):
            return 0.0
        text = self._lines[way.behind].text
        senses = self._words.senses(text)
        return ENDS_EARLY if is_when(text) or (senses and senses[0].cost < 0.3) else 0.0

    def _storeys(self, way: Header) -> Iterator[Header]:
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
            for under in self._stacked(way.cells[below:]) if above else ():
                for shares in _shared(above, under):
                    longer = self._with_shares(way, below, shares)
                    if longer is not None:
                        yield longer

    def _stacked(self, cells: Cells) -> Iterator[Cells]:
        """Cells below wide ones as they stand, and as two rows: words, and as many years below them."""
        yield cells
        half = len(cells) // 2
        if len(cells) == 2 * half >= 4:
            dated = [is_when(bare_header(self._lines.words(cell))) for cell in cells]
            if not any(dated[:half]) and all(dated[half:]):
                yield tuple(upper + lower for upper, lower in zip(cells[:half], cells[half:], strict=True))

    def _with_shares(self, way: Header, below: int, shares: dict[int, Cells]) -> Header | None:
        """The header with cells under wide ones; None where the two together say no values."""
        cells: list[tuple[int, ...]] = []
        kinds: list[Column] = []
        cost = way.cost
        for at in range(below):
            share = shares.get(at, ())
            if len(share) > 1 and is_when(bare_header(self._lines.words(way.cells[at]))):
                cost += JOIN_EARLY
            own = [way.cells[at] + share[0], *share[1:]] if share else [way.cells[at]]
            for cell in own if share else ():
                senses = dict(self._words.senses(self._lines.words(cell)))
                if "value" not in senses:
                    return None
                cost += senses["value"]
            cells += own
            kinds += [way.kinds[at]] * len(own)
        return Header(tuple(cells), tuple(kinds), way.behind, cost)


def _is_body(text: str) -> bool:
    """Whether a line is no part of a header: a heading, an item, a bare number, an attribute, a unit."""
    if is_section(text) or ITEM.match(text):
        return True
    return fitting().is_short(text) and text[0] not in "([" and not is_when(text)


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


def _is_whole(way: Header) -> bool:
    """Whether a header tells enough: a name, and what there is to know of it."""
    told = sum(kind in TOLD for kind in way.kinds)
    named = any(kind in NAMES for kind in way.kinds)
    counted = "task" in way.kinds and "number" in way.kinds
    return named and len(way.kinds) >= 3 and (told > 0 or counted)


def _with_category(way: Header) -> Header | None:
    """The header with a column that it does not name: 指标 stands over the category and the name."""
    if "name" not in way.kinds or "category" in way.kinds:
        return None
    at = way.kinds.index("name")
    cells, kinds = way.cells, way.kinds
    return Header(
        (*cells[:at], (), *cells[at:]),
        (*kinds[:at], "category", *kinds[at:]),
        way.behind,
        way.cost + UNNAMED,
    )


def _shared(above: Sequence[int], under: Cells) -> Iterator[dict[int, Cells]]:
    """Ways to deal cells out to the columns above them: the same number to each, or all to one."""
    each = len(under) // len(above)
    if len(above) > 1 and each * len(above) == len(under):
        yield {at: under[place * each : (place + 1) * each] for place, at in enumerate(above)}
    if len(under) > 1:
        yield from ({at: under} for at in above)
