"""Lines of a table with known columns to rows and cells.

Cells wrap over several lines and are centred in their rows, so that a row's first line may hold a piece
of its longest cell only. Each row has one line that is surely its own, its anchor (the number, or a
value that never wraps); the lines between two anchors are shared out so that rows lie evenly around them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial
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
from plancmp.sources.tables.fitting import fitting
from plancmp.sources.tables.words import TableWords
from plancmp.sources.thresholds import FEWEST_CONTENTS, SHORT_WORD
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE
from plancmp.text.width import display_width

_NUMBER = compiled(r"[（(]?\d{1,3}[)）]?[.．、]?")
_LABELLED = compiled(r"(\d{1,3})[.．、](?!\d)")
_LISTED = compiled(rf"[（(]?[{CHINESE}]{{1,3}}[)）、]")
VALUE = compiled(
    r"[^\u3400-\u9fff]*\d[^\u3400-\u9fff]*(?:万|亿|人|户|个|所|家|张|年|左右|以上|以内)*|[-—－/]+|[X×]+"
)
"""A cell that is a figure, or says that there is none."""
_YEAR = compiled(r"20\d\d\s*年")
_UNITS = ("%", "％", "‰")
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
        """The parts of each paragraph; a number, or a sentence that ends early, begins the next one."""
        if not self.broken:
            yield from ([part] for part in self.parts)
            return
        widest = max((len(part.text) for part in self.parts), default=0)
        paragraph: list[Stretch] = []
        for part in self.parts:
            last = paragraph[-1].text if paragraph else ""
            ended = last[-1:] in ("。", "；") and len(last) < widest - 1
            if paragraph and (ended or begins_with_label(part.text)):
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


class _Line(msgspec.Struct):
    """A line of a table: by column what stands there, and which columns its words span."""

    parts: dict[int, Stretch]
    spans: dict[int, int]
    gap: bool
    """A blank line stands before it."""
    banner: bool = False
    rights: dict[int, int] = {}
    """By column where its words end on the page."""


def build_grid(page: Measured, region: Region) -> Grid:
    """Put the lines of a table together to rows."""
    edges = [(strip.left + strip.right) / 2 for strip in region.strips]
    width = len(edges) + 1
    grid = Grid([], width)
    lines: list[_Line] = []
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
    height = _header_height(lines, width)
    starts, top = _row_starts(lines[height:], width, grid.number, headed=height > 0)
    starts = [0, *(height + start for start in starts)] if height else starts
    bounds: list[tuple[int, int]] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        made = _build_rows(lines[start:end], width) if start == 0 else [_cells(lines[start:end], width)]
        grid.rows += made
        bounds += [(start, end)] * len(made)
    single = all(end - start == 1 for start, end in bounds if start >= height)
    _spread_category(grid, lines, bounds, top=top, single=single and _begins_with_category(grid))
    return grid


def _header_height(lines: Sequence[_Line], width: int) -> int:
    """How many lines the header has: those whose words, put together by column, say most; 0 where none do."""
    words = load(TableWords, "vocabulary/tables.yaml")
    texts, told = [""] * width, [""] * width
    best, height = width / 2, 0
    for at, line in enumerate(lines[:FEWEST_CONTENTS]):
        if line.banner:
            break
        for column, part in line.parts.items():
            texts[column] += part.text
            told[column] += squeeze(part.text)
        senses = [words.senses(text) for text in told if text]
        said = sum(max(1 - each[0].cost, 0.0) if each else -1.0 for each in senses)
        if said >= best and header_kinds(texts):
            best, height = said, at + 1
    return height if height < len(lines) else 0


def _begins_with_category(grid: Grid) -> bool:
    """Whether the first row under the header has a category.

    Where every row is one line, nothing else tells names at the top of their group from centred ones.
    """
    return (
        len(grid.rows) > 2 and len(grid.rows[1]) == grid.width and bool(grid.rows[1][grid.number == 0].text)
    )


def _read_line(
    page: Measured, at: int, region: Region, edges: Sequence[float], grid: Grid, *, header: bool
) -> _Line:
    """Give each word of a line its column; words of one column on one line stay together."""
    line = _Line({}, {}, gap=False, banner=at in region.banners)
    words = page.words(at)
    if line.banner:
        line.parts = {0: Stretch(page.lines[at], words[0].start, words[-1].end)}
        line.spans = {0: len(edges)}
        return line
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


def _entries(lines: Sequence[_Line], column: int) -> list[tuple[int, str]]:
    """The lines with words in a column."""
    return [
        (at, line.parts[column].text)
        for at, line in enumerate(lines)
        if column in line.parts and not line.banner
    ]


def _number_column(lines: Sequence[_Line], width: int) -> int | None:
    """The column of serial numbers: mostly numbers, each one more than the one before."""
    for column in range(min(width - 1, 3)):
        texts = [text for _, text in _entries(lines, column)]
        numbers = [int(compiled(r"\D").sub("", text)) for text in texts if _NUMBER.fullmatch(text)]
        steps = sum(other - one == 1 for one, other in pairwise(numbers))
        if len(numbers) >= 2 and len(numbers) * 10 >= len(texts) * 6 and steps * 10 >= (len(numbers) - 1) * 7:
            return column
        if len(numbers) == 1 and len(texts) == 2 and "序" in texts[0]:
            return column
    return None


def _mark_banners(lines: Sequence[_Line], width: int) -> None:
    """Mark lines that hold a category and nothing else."""
    gaps = sum(line.gap for line in lines) * 10 <= len(lines) * 6
    several = [at for at, line in enumerate(lines) if len(line.parts) > 1]
    for column in range(width // 2 + 1):  # a banner begins at the left or stands in the middle
        entries = _entries(lines, column)
        for index in range(1, len(entries) - 1):
            at, text = entries[index]
            if len(lines[at].parts) > 1 or not _is_category(text):
                continue
            begins = _is_full(lines[at + 1], width) and column in lines[at + 1].parts
            listed = begins and _LISTED.match(text) is not None
            apart = gaps and lines[at].gap and lines[at + 1].gap
            if listed or apart or _stands_alone(lines, column, entries, index, several):
                lines[at].banner = True
                lines[at].spans = {0: width - 1}
                lines[at].parts = {0: lines[at].parts[column]}


def _stands_alone(
    lines: Sequence[_Line],
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
        return not full - 2 <= widths[index] <= full + 1
    return entries[index + 1][0] < below


def _is_category(text: str) -> bool:
    """Whether a short text may be a heading of rows: no note in brackets, no number, no list of units."""
    if not 2 <= len(text) <= 24 or "、" in text[3:] or any(character.isdigit() for character in text):
        return False
    opens = _LISTED.match(text) is not None or text[0] not in "（(" + _NO_START
    return opens and text[-1] not in _SENTENCE_ENDS + "，、"


def _row_starts(
    lines: Sequence[_Line], width: int, number: int | None, *, headed: bool
) -> tuple[list[int], bool]:
    """The first line of each row, banners being rows of their own; and whether cells begin at the top."""
    starts: list[int] = []
    begin = 0
    at_top = False
    anchors = _find_anchors(lines, width, number, headed=headed)
    for at in range(len(lines) + 1):
        if at < len(lines) and not lines[at].banner:
            continue
        if begin < at:
            inside = [anchor - begin for anchor in anchors if begin <= anchor < at]
            shared, top = _share_out(lines[begin:at], inside)
            starts += [begin + start for start in shared]
            at_top = at_top or top
        if at < len(lines):
            starts.append(at)
        begin = at + 1
    return starts, at_top


def _find_anchors(lines: Sequence[_Line], width: int, number: int | None, *, headed: bool) -> list[float]:
    """Where each row surely is: the middle of the line or lines of its anchor cell."""
    anchors: list[float] = []
    if number is not None:
        anchors = _middles([at for at, text in _entries(lines, number) if not _NUMBER.fullmatch(text)])
        numbered = [at for at, text in _entries(lines, number) if _NUMBER.fullmatch(text)]
        anchors = sorted([*anchors, *numbered])
        anchors = sorted([*anchors, *_unnumbered(lines, number, numbered, -1 if headed else anchors[0])])
    if not anchors:
        below = 0 if headed else 1
        ways = (_labelled, partial(_dense, below=below), partial(_values, below=below), _single, _after_gaps)
        anchors = next((found for way in ways if (found := way(lines, width))), [])
    first = anchors[0] if anchors else len(lines)
    full = [at for at in range(len(lines)) if at < first - 0.5 and _is_full(lines[at], width)]
    return sorted({*anchors, *(() if headed else full[-1:])})


def _unnumbered(lines: Sequence[_Line], number: int, numbered: Sequence[int], first: float) -> list[float]:
    """Lines of rows without a number (其中：…, 合计): they fill what others fill beside their number."""
    beside = Counter(column for at in numbered for column in lines[at].parts if column != number)
    sure = {column for column, count in beside.items() if count * 10 >= len(numbered) * 9}
    values = {
        column
        for column in sure
        if all(VALUE.fullmatch(lines[at].parts[column].text) for at in numbered if column in lines[at].parts)
    }
    return [
        float(at)
        for at, line in enumerate(lines)
        if at > first and not line.banner and number not in line.parts and _is_row(line, sure, values)
    ]


def _is_row(line: _Line, sure: set[int], values: set[int]) -> bool:
    """Whether a line fills three columns that are never wrapped, or two and one of them with a value."""
    filled = sure & line.parts.keys()
    texts = [line.parts[column].text for column in values & filled]
    valued = any(VALUE.fullmatch(text) and not _YEAR.match(text) for text in texts)
    return len(filled) >= 3 or (len(filled) == 2 and valued)


def _is_full(line: _Line, width: int) -> bool:
    return not line.banner and len(line.parts) >= max(2, (width * 6 + 9) // 10)


def _middles(places: Sequence[int]) -> list[float]:
    """The middle of each run of neighbouring lines."""
    return [(run[0] + run[-1]) / 2 for run in _runs(places)]


def _labelled(lines: Sequence[_Line], width: int) -> list[float]:
    """Lines where a cell begins with the next number: names that carry their own (1.…, 2.…)."""
    for column in range(min(width, 3)):
        found = [(at, _LABELLED.match(text)) for at, text in _entries(lines, column)]
        numbered = [(at, int(match[1])) for at, match in found if match]
        steps = sum(other[1] - one[1] == 1 for one, other in pairwise(numbered))
        if len(numbered) >= 2 and steps * 10 >= (len(numbered) - 1) * 7:
            return [float(at) for at, _ in numbered]
    return []


def _dense(lines: Sequence[_Line], width: int, below: int) -> list[float]:
    """The lines with most columns filled, where nearly all are: a table whose cells do not wrap."""
    rows = [(at, line) for at, line in enumerate(lines) if not (below and _is_lower_header(line, at))]
    full = [float(at) for at, line in rows if _is_full(line, width)]
    return full if len(full) * 10 >= len(rows) * 7 else []


def _is_lower_header(line: _Line, at: int) -> bool:
    """Whether the second line of a table only goes on with headings: no name, and no value."""
    digits = any(character.isdigit() for part in line.parts.values() for character in part.text)
    return at == 1 and 0 not in line.parts and not digits


def _values(lines: Sequence[_Line], width: int, below: int) -> list[float]:
    """The lines of a column of short values that never wrap: numbers, dashes, 约束性 again and again."""
    best: list[float] = []
    rank = (False, 0)
    for column in range(width):
        entries = _entries(lines, column)[below:]
        often = Counter(text for _, text in entries)
        plain = sum(
            VALUE.fullmatch(text) is not None
            or fitting().is_attribute(fold(text))
            or (often[text] > 1 and len(text) <= SHORT_WORD)
            for _, text in entries
        )
        own = (plain == len(entries), len(entries))
        if len(entries) >= 2 and plain * 10 >= len(entries) * 8 and own >= rank:
            rank = own
            best = [float(at) for at, _ in entries]
    return best


def _single(lines: Sequence[_Line], width: int) -> list[float]:
    """The lines of the column whose entries most often stand alone."""
    best: list[float] = []
    for column in range(width):
        places = [at for at, _ in _entries(lines, column)]
        middles = _middles(places)
        if len(middles) >= 2 and len(middles) >= max(len(best), 1) and len(middles) * 10 >= len(places) * 7:
            best = middles
    return best


def _after_gaps(lines: Sequence[_Line], width: int) -> list[float]:
    """Without any anchor: the middle of what stands between blank lines, or every line."""
    starts = [0, *(at for at, line in enumerate(lines) if line.gap)]
    if len(starts) > 1:
        return [(start + end - 1) / 2 for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    first = [float(at) for at, _ in _entries(lines, 0)]
    return first if first and first[0] == 0 else [float(at) for at in range(len(lines))]


def _share_out(lines: Sequence[_Line], anchors: Sequence[float]) -> tuple[list[int], bool]:
    """The first line of each row: rows lie evenly around their anchors or begin with them (True)."""
    if len(anchors) < 2:
        return [0], False
    cut = cache(partial(_cut_cost, lines))
    ends = [*(_ends_between(one, other) for one, other in pairwise(anchors)), [len(lines)]]

    def price(index: int, start: int, end: int, *, top: bool) -> float:
        under = index == 0 and end < len(lines) and _is_subheader(lines, end - 1)
        between = (cut(end) if end < len(lines) else 0.0) - (0.5 if under else 0.0)
        return between + _row_cost(lines, (start, end), anchors[index], top=top)

    middle, at_top = (cheapest_cuts(0, ends, partial(price, top=top)) for top in (False, True))
    best = min(at_top, middle, key=lambda way: way[0])
    return [start for start, _ in best[1]], best is at_top


def _is_subheader(lines: Sequence[_Line], at: int) -> bool:
    """Whether a line has words in later columns only: headings under a heading, no piece of a name."""
    return at > 0 and len(lines[at].parts) >= 2 and min(lines[at].parts) >= 2


def _ends_between(anchor: float, following: float) -> list[int]:
    """Where a row may end before the next anchor; of very many lines, those near the middle."""
    first, last = int(anchor + 0.5) + 1, int(following) + 1
    middle = (first + last) // 2
    return list(range(max(first, middle - 20), min(last, middle + 20))) or [first]


def _row_cost(lines: Sequence[_Line], row: tuple[int, int], anchor: float, *, top: bool) -> float:
    """How far a row is from lying evenly around its anchor, or from beginning with all its cells."""
    start, end = row
    if not top:
        return 2.0 * abs((start + end - 1) / 2 - anchor)
    late = {column for line in lines[start + 1 : end] for column in line.parts} - lines[start].parts.keys()
    return 3.0 * max(int(anchor) - start, 0) + len(late)


def _cut_cost(lines: Sequence[_Line], at: int) -> float:
    """How unlikely a row ends above line `at`: a blank line parts rows, a full cell line goes on."""
    above, below = lines[at - 1], lines[at]
    cost = -3.0 if below.gap else 0.0
    for column, part in below.parts.items():
        text = part.text
        if text[0] in _NO_START and text not in _UNITS:
            cost += 3
        if column in above.parts:
            before = above.parts[column].text
            cost += 3.0 if fitting().is_open(fold(before)) or text.count("）") > text.count("（") else 0.0
            cost += -1.0 if before[-1] in _SENTENCE_ENDS or begins_with_label(text) else 0.0
            cost += 0.5 if len(before) > len(text) + 2 and len(before) > 6 else 0.0
    return cost


def _build_rows(lines: Sequence[_Line], width: int) -> list[list[GridCell]]:
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


def _find_spans(upper: _Line, lower: _Line) -> None:
    """See a heading over two columns that have headings of their own, though it covers neither whole."""
    columns = sorted(lower.parts)
    for one, other in pairwise(columns):
        if other == one + 1 and (one in upper.parts) != (other in upper.parts):
            first = one if one in upper.parts else other
            heading, lefter, righter = upper.parts[first], lower.parts[one], lower.parts[other]
            if lefter.start < heading.start + (heading.end - heading.start) / 2 < righter.end:
                upper.parts[one] = upper.parts.pop(first)
                upper.spans[one] = other


def _two_levels(lines: Sequence[_Line], spanning: int, width: int) -> list[list[GridCell]]:
    """The two rows of a header: cells beside a spanning one belong to the upper row."""
    spanned = {
        column
        for line in lines[: spanning + 1]
        for first, last in line.spans.items()
        for column in range(first, last + 1)
    }
    lower = [
        _Line({column: part for column, part in line.parts.items() if column in spanned}, {}, gap=False)
        for line in lines[spanning + 1 :]
    ]
    beside = [
        _Line({column: part for column, part in line.parts.items() if column not in spanned}, {}, gap=False)
        for line in lines[spanning + 1 :]
    ]
    below = _cells(lower, width)
    for column, cell in enumerate(below):
        cell.continued = column not in spanned
    return [_cells([*lines[: spanning + 1], *beside], width), below]


def _cells(lines: Sequence[_Line], width: int) -> list[GridCell]:
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
    grid: Grid, lines: Sequence[_Line], bounds: Sequence[tuple[int, int]], *, top: bool, single: bool
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
    if top or single:
        tops = _at_tops(lines, column, places, [bounds[row][0] for row in body])
        found = (tops, [row for row in body if bounds[row][0] in {run[0] for run in tops}]) if tops else None
    else:
        found = None
    found = found or _share_rows(places, body, bounds, top=top)
    if found is None:
        return
    runs, starts = found
    for row in body:
        grid.rows[row][column] = GridCell(continued=True)
    for run, start in zip(runs, starts, strict=True):
        grid.rows[start][column] = GridCell([lines[at].parts[column] for at in run])


def _at_tops(
    lines: Sequence[_Line], column: int, places: Sequence[int], starts: Sequence[int]
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


def _runs(places: Sequence[int], step: int = 1) -> list[list[int]]:
    """Lines at most `step` apart together."""
    runs: list[list[int]] = []
    for at in places:
        if runs and at <= runs[-1][-1] + step:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _share_rows(
    places: Sequence[int], body: Sequence[int], bounds: Sequence[tuple[int, int]], *, top: bool
) -> tuple[list[list[int]], list[int]] | None:
    """The lines of each category and its first row: centred over its rows, or at the top of them.

    The lines of a category may alternate with lines of the other columns, which have another baseline.
    """
    ways: list[tuple[list[list[int]], float, list[int]]] = []
    for step in (1, 2):
        runs = _runs(places, step)
        tops = [row for run in runs for row in body if bounds[row][0] == run[0]]
        if top and len(tops) == len(runs) and tops[0] == body[0]:
            return runs, tops
        middles = [(run[0] + run[-1]) / 2 for run in runs]
        cost, starts = _centre_rows(middles, body, bounds)
        if cost <= 0.75 * len(runs):
            return runs, starts
        if len(tops) == len(runs) and tops[0] == body[0]:
            ways.append((runs, cost, tops))
    return (ways[0][0], ways[0][2]) if ways else None


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
