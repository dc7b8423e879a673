"""Finds the tables in text that keeps the look of a page by spaces, and the columns they have.

A column is known by the blank strips beside it that run through all lines of the table. Whether a
strip is straight depends on how wide a Chinese character is: `pdftotext -layout` counts it as one column,
what people and other tools line up by eye takes two. The way that shows more straight strips is right.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from plancmp.sources.guard.limits import MOST_ROWS, SAMPLE_ROWS
from plancmp.sources.layout.wrapping import begins_with_label, has_gap, label_end
from plancmp.sources.lines.cleaning import CleanLine
from plancmp.sources.thresholds import LONGEST_ROW, MOST_BLANKS, MOST_WRAPPED
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE
from plancmp.text.width import column_starts, display_width

_WORD = compiled(r"\S*20\d\d 年\S*|\S+")
"""Words between blanks; the one between a year and 年 parts nothing."""
_ENDS_TABLE = compiled(
    rf"(?:专栏|附件|附表|第[{CHINESE}\d]{{1,4}}[篇章节]|(?:注|备注|说明|资料来源)\d?[:：])"
)


class Word(NamedTuple):
    """A run of characters without white space: where in the line, and where in columns."""

    start: int
    end: int
    left: int
    right: int


class Strip(NamedTuple):
    """Blank columns `left` to `right`, the end excluded."""

    left: int
    right: int


class Region(NamedTuple):
    """Lines `start` to `end` of a page, the end excluded, that are a table with these blank strips."""

    start: int
    end: int
    strips: tuple[Strip, ...]
    banners: frozenset[int]
    """Lines of one word group that stand across the columns."""
    counted: bool
    """Most rows have one word a column, so that a row's words go to the columns in order."""


class Measured:
    """The lines of a page with their words in columns, a wide character taking `wide` columns."""

    def __init__(
        self, lines: Sequence[CleanLine], wide: int, gappy: Sequence[bool] | None = None, *, margin: int = 1
    ) -> None:
        self.lines = lines
        self._margin = margin
        self.gappy = [has_gap(line.text) for line in lines] if gappy is None else gappy
        self._wide = wide
        self._words: list[Sequence[Word] | None] = [None] * len(lines)
        self._cores: list[Sequence[Word] | None] = [None] * len(lines)

    def words(self, at: int) -> Sequence[Word]:
        """The words of a line; a line longer than any row counts as one."""
        words = self._words[at]
        if words is None:
            words = self._words[at] = _words(self.lines[at].text, self._wide)
        return words

    def printed(self, at: int, word: Word) -> int:
        """The width of a word in print, whatever the measure of the columns."""
        return display_width(self.lines[at].text[word.start : word.end], ambiguous=2)

    def cores(self, at: int) -> Sequence[Word]:
        """The words without their outermost columns: a row may be shifted by one against the others."""
        words, margin, known = self.words(at), self._margin, self._cores[at]
        if not margin or known is not None:
            return known or words
        cores = self._cores[at] = [
            Word(word.start, word.end, word.left + margin, word.right - margin)
            if word.right - word.left > 3
            else word
            for word in words
        ]
        return cores

    def is_blank(self, at: int) -> bool:
        """Whether a line has no words."""
        return not self.words(at)

    def left(self, at: int) -> int:
        """The column where a line's words begin."""
        return self.words(at)[0].left

    def right(self, at: int) -> int:
        """The column behind a line's words."""
        return self.words(at)[-1].right


@lru_cache(4096)
def _words(text: str, wide: int) -> Sequence[Word]:
    """The words of a line, asked for with each measure of its page."""
    if len(text) > LONGEST_ROW:
        return [Word(0, len(text), 0, len(text))] if text.strip() else []
    starts = _starts(text, wide)
    spans = [found.span() for found in _WORD.finditer(text)]
    return [Word(start, end, starts[start], starts[end]) for start, end in spans]


def _starts(text: str, wide: int) -> Sequence[int]:
    if text.isascii() or wide == 1:
        return range(len(text) + 1)
    return column_starts(text, ambiguous=2)


def find_regions(page: Measured) -> Iterator[Region]:
    """The tables of a page, from top to bottom."""
    behind = 0
    for at, gappy in enumerate(page.gappy):
        if gappy and at >= behind:
            region, behind = _grow(page, at)
            if region is not None:
                yield region


def _grow(page: Measured, start: int) -> tuple[Region | None, int]:
    """The table that begins with line `start`, and the line to look on from."""
    strips, last, gappy, banners = _follow(page, start)
    if gappy < 2:
        return None, start + 1
    end = _extend_down(page, last + 1, strips, start)
    start = _extend_up(page, start, strips)
    columns = _find_strips(page, start, end, banners)
    if across := _banners(page, (start, end), columns) - banners:
        banners |= across
        columns = _find_strips(page, start, end, banners)
    counted = _count_columns(page, [at for at in range(start, end) if at not in banners])
    if len(counted) > len(columns) or (counted and _are_halves(page, (start, end), columns, len(counted))):
        columns = counted
    if not columns:
        return None, last + 1
    return Region(start, end, columns, frozenset(banners), len(counted) == len(columns)), end


def _follow(page: Measured, start: int) -> tuple[list[Strip], int, int, set[int]]:
    """Go down from a line with gaps as long as a blank strip stays: the strips left, the last line with gaps,
    how many such lines there are, and the lines that stand across."""
    strips = _inner_strips(page, start)
    last, gappy, banners = start, 1, set[int]()
    left, right = page.left(start), page.right(start)
    across: set[int] = set()
    blanks = 0
    for at in range(start + 1, min(len(page.lines), start + MOST_ROWS)):
        if page.is_blank(at):
            blanks += 1
            if blanks > MOST_BLANKS:
                break
            continue
        blanks = 0
        if page.gappy[at]:
            narrowed = _cut(strips, page.cores(at))
            left, right = min(left, page.left(at)), max(right, page.right(at))
            if not any(left < strip.left and strip.right < right for strip in narrowed):
                break
            strips, last, gappy = narrowed, at, gappy + 1
            banners, across = banners | across, set()
        elif _ENDS_TABLE.match(page.lines[at].text.lstrip()) or at - last > MOST_WRAPPED:
            break
        elif _crosses(page, at, strips):
            across.add(at)
            if len(across) > 2 or page.right(at) - page.left(at) > 0.6 * (right - left):
                break
    return strips, last, gappy, banners


def _are_halves(page: Measured, bounds: tuple[int, int], columns: Sequence[Strip], number: int) -> bool:
    """Whether the strips beyond this number cut columns in two: no line fills both halves."""
    edges = [strip.left for strip in columns]
    together: set[int] = set()
    for at in range(*bounds):
        filled = {bisect_right(edges, word.left) for word in page.words(at)}
        together |= {column for column in filled if column + 1 in filled}
    return len(columns) > number >= len(together)


def _count_columns(page: Measured, rows: Sequence[int]) -> tuple[Strip, ...]:
    """The columns of rows that mostly have the same number of words, though not straight below each other.

    Where cells nearly touch, `pdftotext` sets them one space apart and shifts the rest of the row.
    """
    several = [page.words(at) for at in rows if len(page.words(at)) > 1]
    counts = Counter(len(words) for words in several)
    if not counts:
        return ()
    number, often = counts.most_common(1)[0]
    if number < 3 or often < 3 or often * 10 < len(several) * 6:
        return ()
    from statistics import median

    full = [words for words in several if len(words) == number]
    edges: list[Strip] = []
    middles: list[float] = []
    for index in range(number):
        middle = median(words[index].left + words[index].right for words in full) / 2
        near = sum(abs(words[index].left + words[index].right - 2 * middle) <= 16 for words in full)
        if near * 10 < len(full) * 8:
            return ()
        middles.append(middle)
    for one, other in pairwise(range(number)):
        right = median(words[one].right for words in full)
        left = median(words[other].left for words in full)
        edges.append(Strip(int(min(right, left)), int(max(right, left))))
    return tuple(edges) if middles == sorted(middles) else ()


def _banners(page: Measured, bounds: tuple[int, int], columns: Sequence[Strip]) -> set[int]:
    """Lines that stand across columns which all others keep apart: few, short, and of one word."""
    rows = [at for at in range(*bounds) if page.gappy[at]]
    finer = _straight(page, rows, 1 if len(rows) >= 4 else 2)
    if len(rows) < 3 or len(finer) <= len(columns):
        return set()
    others = [at for at in range(*bounds) if page.words(at) and not page.gappy[at]]
    across: set[int] = set()
    for strip in finer:
        across |= _fewest_over(page, others, strip)
    width = max(page.right(at) for at in rows) - min(page.left(at) for at in rows)
    short = all(page.right(at) - page.left(at) <= 0.6 * width for at in across)
    return across if short else set()


def _fewest_over(page: Measured, lines: Sequence[int], strip: Strip) -> set[int]:
    """The lines over that column of a strip which the fewest lines cover."""
    over: dict[int, set[int]] = {column: set() for column in range(strip.left, strip.right)}
    for at in lines:
        for word in page.cores(at):
            for column in range(max(word.left, strip.left), min(word.right, strip.right)):
                over[column].add(at)
    return min(over.values(), key=len)


def _inner_strips(page: Measured, at: int) -> list[Strip]:
    """The blank strips between the words of a line, and those to its left and right."""
    strips = [Strip(-1, page.left(at))] if page.left(at) > 0 else []
    words = page.words(at)
    strips += [Strip(one.right, other.left) for one, other in pairwise(words)]
    return [*strips, Strip(page.right(at), 10_000)]


def _cut(strips: Sequence[Strip], words: Sequence[Word]) -> list[Strip]:
    """What stays blank of the strips when these words are laid over them."""
    left: list[Strip] = []
    at = 0
    for strip in strips:
        begin = strip.left
        while at > 0 and words[at - 1].right > begin:
            at -= 1
        while at < len(words) and words[at].left < strip.right:
            if words[at].right > begin:
                if words[at].left > begin:
                    left.append(Strip(begin, words[at].left))
                begin = words[at].right
            at += 1
        if begin < strip.right:
            left.append(Strip(begin, strip.right))
    return left


def _crosses(page: Measured, at: int, strips: Sequence[Strip]) -> bool:
    """Whether a word of the line lies over a whole strip; a line with a number counts as one word."""
    words = page.cores(at)
    if label_end(page.lines[at].text):
        words = [Word(0, 0, words[0].left, words[-1].right)]
    return any(word.left < strip.left and strip.right < word.right for word in words for strip in strips)


def _extend_down(page: Measured, at: int, strips: Sequence[Strip], start: int) -> int:
    """The line behind the last row: wrapped cells go on without a blank line and within a column."""
    while at < min(len(page.lines), start + MOST_ROWS) and not page.is_blank(at):
        text = page.lines[at].text.strip()
        if begins_with_label(text) or _crosses(page, at, strips):
            break
        if not all(_under_cell(page, at, word) for word in page.words(at)):
            break
        at += 1
    return at


def _under_cell(page: Measured, at: int, word: Word) -> bool:
    """Whether a word stands within the reach of one that is one or two lines above it."""
    room = page.printed(at, word) - 2
    for above in (at - 1, at - 2):
        for other in page.words(above) if above >= 0 else ():
            centred = abs((other.left + other.right) - (word.left + word.right)) <= 3
            if (other.left == word.left or centred) and room <= page.printed(above, other):
                return True
    return False


def _extend_up(page: Measured, start: int, strips: Sequence[Strip]) -> int:
    """The first line of the table: upper parts of wrapped header cells, never a caption or a unit."""
    at = start - 1
    if at < 0 or page.is_blank(at):
        return start
    left, right, text = page.left(at), page.right(at), page.lines[at].text.strip()
    if _crosses(page, at, strips) or right - left > 10 or begins_with_label(text) or "：" in text:
        return start
    middle = (page.left(start) + page.right(start)) / 2
    if _stands_over(page, start, left, right):
        return at if abs(left + right - 2 * middle) > 8 and right >= middle else start
    return at if any(_stands_over(page, start + below, left, right) for below in (1, 2)) else start


def _stands_over(page: Measured, at: int, left: int, right: int) -> bool:
    """Whether a line has a word below the columns `left` to `right`."""
    return at < len(page.lines) and any(word.left < right and left < word.right for word in page.words(at))


def _find_strips(page: Measured, start: int, end: int, banners: set[int]) -> tuple[Strip, ...]:
    """The strips that part the columns."""
    rows = [at for at in range(start, end) if not page.is_blank(at) and at not in banners]
    return tuple(_straight(page, rows, 1 if len(rows) >= 4 else 2))


def _straight(page: Measured, rows: Sequence[int], narrowest: int) -> list[Strip]:
    """Strips blank in all rows but one in twenty, with words on both sides in two rows at least."""
    allowed = len(rows) // 20
    width = max((page.right(at) for at in rows), default=0)
    steps = [0] * (width + 1)
    for at in rows:
        for word in page.cores(at):
            steps[word.left] += 1
            steps[word.right] -= 1
    covered = list(accumulate(steps))
    strips: list[Strip] = []
    begin: int | None = None
    for column, count in enumerate(covered):
        if count <= allowed:
            begin = column if begin is None else begin
        elif begin is not None:
            if begin > 0 and column - begin >= narrowest:
                strips.append(Strip(begin, column))
            begin = None
    return _supported(page, rows, _opened(page, rows, strips))


def _opened(page: Measured, rows: Sequence[int], strips: Sequence[Strip]) -> list[Strip]:
    """The strips that at least one row leaves wide open: a space inside all cells (2030 年) is none."""
    opened: set[int] = set()
    for at in rows:
        if len(opened) == len(strips):
            break
        for one, other in pairwise(page.words(at)):
            if other.left - one.right >= 2:
                first = bisect_left(strips, one.right - 1, key=lambda strip: strip.left)
                while first < len(strips) and strips[first].right <= other.left + 1:
                    opened.add(first)
                    first += 1
    return [strip for index, strip in enumerate(strips) if index in opened]


def _supported(page: Measured, rows: Sequence[int], strips: list[Strip]) -> list[Strip]:
    """Without the strips that part off no column: words in one row only, or in a few lines of one word."""
    edges = [strip.left for strip in strips]
    filled: list[set[int]] = [set() for _ in range(len(strips) + 1)]
    for at in rows:
        for word in page.words(at):
            filled[bisect_right(edges, word.left)].add(at)
    while strips:
        thin = next((at for at, lines in enumerate(filled) if not _is_column(page, rows, lines)), None)
        if thin is None:
            break
        sides = [side for side in (thin - 1, thin) if 0 <= side < len(strips)]
        narrower = min(sides, key=lambda side: strips[side].right - strips[side].left)
        filled[narrower] |= filled.pop(narrower + 1)
        del strips[narrower]
    return strips


def _is_column(page: Measured, rows: Sequence[int], filled: set[int]) -> bool:
    """Whether words in these lines make a column: beside others in two lines, or in many lines."""
    beside = sum(len(page.words(at)) > 1 for at in filled)
    return beside >= 2 or len(filled) >= max(3, len(rows) * 2 // 5)


def choose_wide(pages: Sequence[Measured]) -> int:
    """How many columns a wide character takes in this text: 1 or 2, whichever gives the better tables.

    The right measure keeps most words apart. Where both keep as many, the one counts that needs fewer
    columns for it and has the words of a column straighter below each other.
    """
    scores: dict[int, tuple[int, float]] = {}
    for wide in (2, 1):
        apart, rows, bent = 0, 0, 0.0
        for page in pages:
            measured = Measured(page.lines, wide, page.gappy, margin=0)
            for region in find_regions(measured):
                height = region.end - region.start
                columns = _columns(measured, region)
                apart += sum(len(column) for column in columns)
                bent += height * (len(columns) + sum(_bend(column) for column in columns))
                rows += height
                if rows > SAMPLE_ROWS:
                    break
            if rows > SAMPLE_ROWS:
                break
        scores[wide] = (apart, -bent)
    return 1 if scores[1] > scores[2] else 2


def _columns(page: Measured, region: Region) -> list[list[Word]]:
    """The first word of each column in each line that has several words."""
    edges = [strip.left for strip in region.strips]
    columns: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for at in range(region.start, region.end):
        words = page.words(at) if len(page.words(at)) > 1 else []
        first = {bisect_right(edges, word.left): word for word in reversed(words)}
        for column, word in first.items():
            columns[column].append(word)
    return columns


def _bend(words: Sequence[Word]) -> float:
    """How far words are from standing straight: at their left, their middle or their right."""
    if not words:
        return 0.0
    ways = (
        [float(word.left) for word in words],
        [(word.left + word.right) / 2 for word in words],
        [float(word.right) for word in words],
    )
    return min(_deviation(places) for places in ways)


def _deviation(places: Sequence[float]) -> float:
    """The mean distance from the middle one; of two in the middle from either."""
    middle = sorted(places)[len(places) // 2]
    return sum(abs(place - middle) for place in places) / len(places)
