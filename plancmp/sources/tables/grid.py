"""Lines of a table with known columns to rows and cells: header, banners, and categories over several rows.

Which lines are one row is answered by `rows`.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

import msgspec

from plancmp.rulepacks import load
from plancmp.sources.guard.limits import MOST_SPREAD
from plancmp.sources.layout.wrapping import begins_with_label
from plancmp.sources.lines.writing import Stretch
from plancmp.sources.tables.columns import Measured, Region, Word
from plancmp.sources.tables.cutting import cheapest_cuts
from plancmp.sources.tables.evidence import header_kinds
from plancmp.sources.tables.fitting import serial_of
from plancmp.sources.tables.rows import VALUE, GridLine, cut_rows
from plancmp.sources.tables.words import Column, TableWords
from plancmp.sources.thresholds import FEWEST_CONTENTS, SHORT_WORD, SLACK
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE
from plancmp.text.width import display_width

_LISTED = compiled(rf"[（(]?[{CHINESE}]{{1,3}}[)）、]")
_SENTENCE_ENDS = "。；！？"
_NO_START = "，。、；：？！）)”’》%"


class GridCell(msgspec.Struct):
    """A cell: its parts line by line, and over how many columns it lies."""

    parts: list[Stretch] = []
    colspan: int = 1
    continued: bool = False
    broken: bool = True
    """Its lines are one paragraph broken at its width; else each is a paragraph."""

    @property
    def text(self) -> str:
        """All words of the cell."""
        return "".join(part.text for part in self.parts)

    def paragraphs(self) -> Iterator[list[Stretch]]:
        """The parts of each paragraph; a number begins the next one."""
        if not self.broken:
            yield from ([part] for part in self.parts)
            return
        paragraph: list[Stretch] = []
        for part in self.parts:
            if paragraph and begins_with_label(part.text):
                yield paragraph
                paragraph = []
            paragraph.append(part)
        if paragraph:
            yield paragraph


class Grid(msgspec.Struct):
    """A table as rows of cells; `number` is the column of serial numbers."""

    rows: list[list[GridCell]]
    width: int
    number: int | None = None
    doubtful: int = 0
    """Words that lie over the edge of two columns."""


def build_grid(page: Measured, region: Region) -> Grid:
    """Put the lines of a table together to rows."""
    edges = [(strip.left + strip.right) / 2 for strip in region.strips]
    width = len(edges) + 1
    grid = Grid([], width)
    lines: list[GridLine] = []
    gap = False
    for at in range(region.start, region.end):
        if page.is_blank(at):
            gap = True
            continue
        header = len(lines) < 3
        line = _read_line(page, at, region, edges, grid, header=header)
        line.gap = gap and bool(lines)
        lines.append(line)
        gap = False
    grid.number = _number_column(lines, width)
    _mark_banners(lines, width)
    height, kinds = _header(lines, width)
    if grid.number is not None:
        kinds[grid.number] = "number"
    starts, top = cut_rows(lines[height:], kinds, headed=height > 0)
    starts = [0, *(height + start for start in starts)] if height else starts
    bounds: list[tuple[int, int]] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        made = _build_rows(lines[start:end], width) if start == 0 else [_cells(lines[start:end], width)]
        grid.rows += made
        bounds += [(start, end)] * len(made)
    _spread_category(grid, lines, bounds, top=top)
    return grid


def _header(lines: Sequence[GridLine], width: int) -> tuple[int, list[Column | None]]:
    """How many lines the header has, and what the columns hold; 0 and nothing known without a header.

    The words of its lines, put together by column, say most.
    """
    words = load(TableWords, "vocabulary/tables.yaml")
    texts, told = [""] * width, [""] * width
    best, height = width / 2, 0
    kinds: list[Column | None] = [None] * width
    for at, line in enumerate(lines[: min(FEWEST_CONTENTS, len(lines) - 1)]):
        if line.banner:
            break
        for column, part in line.parts.items():
            texts[column] += part.text
            told[column] += squeeze(part.text)
        senses = [words.senses(text) for text in told if text]
        said = sum(max(1 - each[0].cost, 0.0) if each else -1.0 for each in senses)
        if (said >= best or _ends_letter(line, told, words)) and header_kinds(texts):
            best, height, kinds = said, at + 1, [words.says(text) for text in told]
    return height, kinds


def _ends_letter(line: GridLine, told: Sequence[str], words: TableWords) -> bool:
    """Whether a line has the second letter of a header set upright, and no figure: 别 below 类."""
    upright = any(len(told[at]) == 2 and told[at] in words.column_of for at in line.parts)
    return upright and not any(char.isdigit() for part in line.parts.values() for char in part.text)


def _read_line(
    page: Measured, at: int, region: Region, edges: Sequence[float], grid: Grid, *, header: bool
) -> GridLine:
    """Give each word of a line its column; words of one column on one line stay together."""
    line = GridLine({}, {}, gap=False, banner=at in region.banners)
    words = page.words(at)
    if line.banner:
        line.parts = {0: Stretch(page.lines[at], words[0].start, words[-1].end)}
        line.spans = {0: len(edges)}
        return line
    if header:
        words = _with_whole_words(page.lines[at].text, words)
    in_order = region.counted and len(words) == len(edges) + 1
    for index, word in enumerate(words):
        first, last = (index, index) if in_order else _columns_of(word, region, edges)
        if last > first and not header:
            grid.doubtful += 1
            first = last = _nearest(word, edges)
        part = line.parts.get(first)
        start = part.start if part else word.start
        line.parts[first] = Stretch(page.lines[at], start, word.end)
        line.rights[first] = word.right
        if last > first:
            line.spans[first] = max(line.spans.get(first, first), last)
    return line


def _with_whole_words(text: str, words: Sequence[Word]) -> list[Word]:
    """The words of a header, letters that stand apart (指　　标) as one word in the middle between them."""
    known = load(TableWords, "vocabulary/tables.yaml")
    whole: list[Word] = []
    for word in words:
        last = whole[-1] if whole else None
        if last is not None and known.is_spread(text[last.start : last.end], text[word.start : word.end]):
            middle = (last.left + word.right) // 2
            whole[-1] = Word(last.start, word.end, middle - 1, middle + 1)
        else:
            whole.append(word)
    return whole


def _columns_of(word: Word, region: Region, edges: Sequence[float]) -> tuple[int, int]:
    """The first and the last column that a word touches; one column over the edge is nothing."""
    across = [
        index
        for index, strip in enumerate(region.strips)
        if word.left + 1 < strip.left and strip.right < word.right - 1
    ]
    if not across:
        column = _nearest(word, edges)
        return column, column
    return across[0], across[-1] + 1


def _nearest(word: Word, edges: Sequence[float]) -> int:
    """The column that holds most of a word."""
    middle = (word.left + word.right) / 2
    return sum(edge <= middle for edge in edges)


def _entries(lines: Sequence[GridLine], column: int) -> list[tuple[int, str]]:
    """The lines with words in a column."""
    return [
        (at, line.parts[column].text)
        for at, line in enumerate(lines)
        if column in line.parts and not line.banner
    ]


def _number_column(lines: Sequence[GridLine], width: int) -> int | None:
    """The column of serial numbers: mostly numbers, each one more than the one before."""
    for column in range(min(width - 1, 3)):
        texts = [serial_of(squeeze(text)) for _, text in _entries(lines, column)]
        numbers = [number for number in texts if number is not None]
        steps = sum(other - one == 1 for one, other in pairwise(numbers))
        if len(numbers) >= 2 and len(numbers) * 10 >= len(texts) * 6 and steps * 10 >= (len(numbers) - 1) * 7:
            return column
    return None


def _mark_banners(lines: Sequence[GridLine], width: int) -> None:
    """Mark lines that hold a category and nothing else."""
    several = [at for at, line in enumerate(lines) if len(line.parts) > 1]
    for column in range(width // 2 + 1):  # a banner begins at the left or stands in the middle
        entries = _entries(lines, column)
        for index in range(1, len(entries) - 1):
            at, text = entries[index]
            if len(lines[at].parts) > 1 or not _is_category(text):
                continue
            begins = lines[at + 1].is_full(width) and column in lines[at + 1].parts
            listed = begins and _LISTED.match(text) is not None
            if listed or _stands_alone(lines, column, entries, index, several):
                lines[at].banner = True
                lines[at].spans = {0: width - 1}
                lines[at].parts = {0: lines[at].parts[column]}


def _stands_alone(
    lines: Sequence[GridLine],
    column: int,
    entries: Sequence[tuple[int, str]],
    index: int,
    several: Sequence[int],
) -> bool:
    """Whether words go on with no cell above and no cell goes on with them below.

    A piece of a wrapped cell that goes on fills its line; and a row that is not wrapped in this column
    has its words beside those of the other columns.
    """
    at, text = entries[index]
    widths = [display_width(words, ambiguous=2) for _, words in entries]
    full = max(width for other, width in enumerate(widths) if other != index)
    place = bisect_left(several, at)
    if not 0 < place < len(several) or len(text) < 4:
        return False
    above, below = several[place - 1], several[place]
    before, words = entries[index - 1]
    edge = max(lines[other].rights.get(column, 0) for other, _ in entries)
    values = sum(VALUE.fullmatch(entry) is not None for _, entry in entries)
    if values * 3 < len(entries) and before > 0 and lines[before].rights.get(column, 0) >= edge - 2:
        return False
    header = before == 0 and not any(VALUE.fullmatch(part.text) for part in lines[0].parts.values())
    if before < above or (widths[index - 1] >= full - 3 and not header and not VALUE.fullmatch(words)):
        return False
    if column in lines[below].parts:
        return not full - SLACK - 1 <= widths[index] <= full + 1
    return entries[index + 1][0] < below


def _is_category(text: str) -> bool:
    """Whether a short text may be a heading of rows: no note in brackets, no number, no list of units."""
    if not 2 <= len(text) <= 24 or "、" in text[3:] or any(character.isdigit() for character in text):
        return False
    opens = _LISTED.match(text) is not None or text[0] not in "（(" + _NO_START
    return opens and text[-1] not in _SENTENCE_ENDS + "，、"


def _build_rows(lines: Sequence[GridLine], width: int) -> list[list[GridCell]]:
    """The cells of a row; a heading over several columns with headings under it makes two rows."""
    if len(lines) > 1 and not lines[0].spans:
        _find_spans(lines[0], lines[1])
    spanning = next((at for at, line in enumerate(lines) if line.spans and not line.banner), None)
    if spanning is not None and spanning + 1 < len(lines):
        spans = lines[spanning].spans
        under = sorted({column for line in lines[spanning + 1 :] for column in line.parts})
        if any(sum(first <= column <= last for column in under) >= 2 for first, last in spans.items()):
            return _two_levels(lines, spanning, width)
    return [_cells(lines, width)]


def _find_spans(upper: GridLine, lower: GridLine) -> None:
    """See a heading over two columns that have headings of their own, though it covers neither whole."""
    columns = sorted(lower.parts)
    for one, other in pairwise(columns):
        if other == one + 1 and (one in upper.parts) != (other in upper.parts):
            first = one if one in upper.parts else other
            heading, lefter, righter = upper.parts[first], lower.parts[one], lower.parts[other]
            if lefter.start < heading.start + (heading.end - heading.start) / 2 < righter.end:
                upper.parts[one] = upper.parts.pop(first)
                upper.spans[one] = other


def _two_levels(lines: Sequence[GridLine], spanning: int, width: int) -> list[list[GridCell]]:
    """The two rows of a header: cells beside a spanning one belong to the upper row."""
    spanned = {
        column
        for line in lines[: spanning + 1]
        for first, last in line.spans.items()
        for column in range(first, last + 1)
    }
    lower = [
        GridLine({column: part for column, part in line.parts.items() if column in spanned}, {}, gap=False)
        for line in lines[spanning + 1 :]
    ]
    beside = [
        GridLine(
            {column: part for column, part in line.parts.items() if column not in spanned}, {}, gap=False
        )
        for line in lines[spanning + 1 :]
    ]
    below = _cells(lower, width)
    for column, cell in enumerate(below):
        cell.continued = column not in spanned
    return [_cells([*lines[: spanning + 1], *beside], width), below]


def _cells(lines: Sequence[GridLine], width: int) -> list[GridCell]:
    """The cells of one row from left to right."""
    spans: dict[int, int] = {}
    for line in lines:
        for first, last in line.spans.items():
            spans[first] = max(spans.get(first, first), last)
    cells: list[GridCell] = []
    column = 0
    while column < width:
        last = spans.get(column, column)
        parts = [line.parts[each] for line in lines for each in range(column, last + 1) if each in line.parts]
        cells.append(GridCell(parts, last - column + 1))
        column = last + 1
    return cells


def _spread_category(
    grid: Grid, lines: Sequence[GridLine], bounds: Sequence[tuple[int, int]], *, top: bool
) -> None:
    """Move categories centred beside several rows to the first of their rows; the others go on."""
    column = 1 if grid.number == 0 else 0
    body = [row for row, (start, _) in enumerate(bounds) if start > 0]
    if not 2 <= len(body) <= MOST_SPREAD or any(len(grid.rows[row]) != grid.width for row in body):
        return
    empty = [row for row in body if not grid.rows[row][column].parts]
    places = [at for at, _ in _entries(lines, column) if bounds[body[0]][0] <= at < bounds[body[-1]][1]]
    if len(empty) * 5 < len(body) or not places:
        return
    tops = _at_tops(lines, column, places, [bounds[row][0] for row in body]) if top else []
    firsts = [row for row in body if bounds[row][0] in {run[0] for run in tops}]
    found = (tops, firsts) if tops else _share_rows(places, body, bounds)
    if found is None:
        return
    runs, starts = found
    for row in body:
        grid.rows[row][column] = GridCell(continued=True)
    for run, start in zip(runs, starts, strict=True):
        grid.rows[start][column] = GridCell([lines[at].parts[column] for at in run])


def _at_tops(
    lines: Sequence[GridLine], column: int, places: Sequence[int], starts: Sequence[int]
) -> list[list[int]]:
    """The lines of each category where all begin with their first row; empty where some do not.

    A line that is as full as the column is wide may go on in the next row, if it is no category by itself.
    """
    texts = {at: lines[at].parts[column].text for at in places}
    widest = max(len(line.parts[column].text) for line in lines if column in line.parts and not line.banner)
    runs: list[list[int]] = []
    for at in places:
        text = texts[runs[-1][-1]] if runs else ""
        ended = len(text) < widest - 1 or len(text) >= SHORT_WORD
        if runs and at == runs[-1][-1] + 1 and not (at in starts and ended):
            runs[-1].append(at)
        else:
            runs.append([at])
    begun = all(run[0] in starts for run in runs) and runs[0][0] == starts[0]
    return runs if begun else []


def _share_rows(
    places: Sequence[int], body: Sequence[int], bounds: Sequence[tuple[int, int]]
) -> tuple[list[list[int]], list[int]] | None:
    """The lines of each category and its first row: centred over its rows.

    The lines of a category may alternate with lines of the other columns, which have another baseline.
    """
    for step in (1, 2):
        runs = _runs(places, step)
        cost, starts = _centre_rows([(run[0] + run[-1]) / 2 for run in runs], body, bounds)
        if cost <= 0.75 * len(runs):
            return runs, starts
    return None


def _runs(places: Sequence[int], step: int) -> list[list[int]]:
    """Lines at most `step` apart together."""
    runs: list[list[int]] = []
    for at in places:
        if runs and at <= runs[-1][-1] + step:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _centre_rows(
    middles: Sequence[float], body: Sequence[int], bounds: Sequence[tuple[int, int]]
) -> tuple[float, list[int]]:
    """Cut the rows into stretches, each as evenly as possible around the middle of its category."""
    every = len(body)
    ends = [range(at + 1, every - len(middles) + at + 2) for at in range(len(middles) - 1)]

    def price(index: int, start: int, end: int) -> float:
        if end <= start:
            return inf
        return abs((bounds[body[start]][0] + bounds[body[end - 1]][1] - 1) / 2 - middles[index])

    cost, cuts = cheapest_cuts(0, [*ends, [every]], price)
    return (cost if len(cuts) == len(middles) else inf), [body[start] for start, _ in cuts]
