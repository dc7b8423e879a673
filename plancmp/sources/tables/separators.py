"""Tables whose cells are parted by a mark: | ｜ │ tab, and where a header says so , ; ，"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from plancmp.sources.guard.limits import LONGEST_PARTED, MOST_RUNS, MOST_SPARSE
from plancmp.sources.tables.evidence import header_kinds, weigh
from plancmp.sources.tables.fitting import is_section
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.thresholds import LONGEST_HEADER, SHORT_ENTRY
from plancmp.text.folding import fold
from plancmp.text.keeping import compiled

_BARS = "|｜│┃¦"
_WEAK = ",，;；"
"""Marks that prose has too."""
_MARKS = _BARS + _WEAK + "\t"
_RULE = "|｜+:=-─━═│┃┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╪╫╞╡╟╢╤╧"
_LINE = compiled(r"[-=─━═]{2}")
_STROKE = compiled(r"[-=─━═]")
_SHORT_RULE = compiled(r"\|?(?::?-+:?\|)+(?::?-+:?)?")
_BREAK = compiled(r"<br ?/?>", re.IGNORECASE)
_EMPTY = Cell()


class Separated:
    """Proposes the tables that begin at a line, one for each mark that could part their cells."""

    def __init__(self) -> None:
        self._tried = dict.fromkeys(_MARKS, (0, 0))

    def __call__(self, page: Sequence[str], at: int) -> Iterator[Candidate]:
        """The tables whose first line, or the rule above it, is this one."""
        first = at
        while first < len(page) and first - at < 2 and is_rule(page[first]):
            first += 1
        if first == len(page) or len(page[first]) > LONGEST_PARTED:
            return
        text = page[first] if "\t" in page[first].strip() else page[first].strip()
        for mark in (mark for mark in _MARKS if mark in text):
            made = self._from(page, at, first, mark)
            if made is not None:
                yield made

    def _from(self, page: Sequence[str], at: int, first: int, mark: str) -> Candidate | None:
        """The table that a mark makes of the lines from `first` on."""
        reach, tries = self._tried[mark]
        if at >= reach:
            tries = 0
        if tries == MOST_RUNS or (mark in _WEAK and not _may_begin(page[first], mark)):
            return None
        groups, behind = _collect(page, first, mark)
        rows = _rows(page, groups, mark)
        enough = len(rows) >= 2 or (len(rows) == 1 and behind - at > 1)
        made = _candidate(page, (at, behind), rows) if enough else None
        # A part of what is no table is none either.
        self._tried[mark] = max(reach, behind), tries + 1 if made or mark in _WEAK else MOST_RUNS
        return made


def _may_begin(text: str, mark: str) -> bool:
    """Whether a line is a header; what a mark of prose parts is no table without one."""
    if max(len(text.partition(mark)[0].strip()), len(text.rpartition(mark)[2].strip())) > LONGEST_HEADER:
        return False
    cells = [text[start:end].strip() for start, end in cell_spans(text, mark)]
    filled = [at for at, words in enumerate(cells) if words]
    return bool(filled and header_kinds(cells[filled[0] : filled[-1] + 1]))


def is_rule(text: str) -> bool:
    """True for a line drawn between rows.

    >>> is_rule("├──┼──┤"), is_rule("|---|:--|"), is_rule("—— 3")
    (True, True, False)
    """
    if len(text) > LONGEST_PARTED or _STROKE.search(text) is None:
        return False
    drawn = "".join(text.split())
    return (
        any(mark in drawn for mark in "|+┼┬┴│┃╬╪╦╩")
        and not drawn.strip(_RULE)
        and (_LINE.search(drawn) is not None or _SHORT_RULE.fullmatch(drawn) is not None)
    )


def _collect(page: Sequence[str], first: int, mark: str) -> tuple[list[list[int]], int]:
    """The lines of a table, parted where rules are drawn, and the line behind it."""
    groups: list[list[int]] = [[]]
    behind = at = first
    count, width = page[first].count(mark), len(cell_spans(page[first], mark))
    while at < len(page):
        text = page[at]
        if is_rule(text):
            groups.append([])
        elif (
            mark in text
            and len(text) <= LONGEST_PARTED
            and (mark not in _WEAK or len(cell_spans(text, mark)) == width)
        ) or _is_inside(page, at, mark):
            groups[-1].append(at)
        elif text.strip() or at + 1 == len(page) or page[at + 1].count(mark) != count:
            break
        elif behind - first > len(groups) and _is_lone(page[at + 1], mark):
            break  # A title of its own, below rows that no blank line parts.
        else:
            at += 1
            continue
        at += 1
        behind = at
    return [group for group in groups if group], behind


def _is_inside(page: Sequence[str], at: int, mark: str) -> bool:
    """Whether a short line without the mark goes on with a cell: rows stand above and below it."""
    words = page[at].strip()
    return (
        0 < len(words) <= SHORT_ENTRY
        and mark not in _WEAK
        and not page[at - 1].rstrip().endswith(mark)
        and all(mark in line for line in page[at + 1 : at + 2])
        and at + 1 < len(page)
        and not is_section(fold(words))
    )


def _is_lone(text: str, mark: str) -> bool:
    """Whether only one cell of a line has words."""
    return sum(not text[start:end].isspace() for start, end in cell_spans(text, mark) if end > start) == 1


def _rows(page: Sequence[str], groups: Sequence[Sequence[int]], mark: str) -> list[list[Cell]]:
    """A row a line, or several where cells have line ends; rules part rows of any lines."""
    if len(groups) <= 2:
        broken = (_row_lines(page, group, mark) for group in groups)
        return [_broken_row(page, row, mark) for rows in broken for row in rows]
    return [_row(page, group, mark) for group in groups]


def _row_lines(page: Sequence[str], lines: Sequence[int], mark: str) -> Iterator[list[int]]:
    """The lines of each row: those of a row whose cells have line ends have together as many cells as others.

    The words behind the last mark of a line and those before the first of the next are one cell then.
    """
    counts = {at: len(cell_spans(page[at], mark)) for at in lines}
    width = Counter(counts.values()).most_common(1)[0][0]
    at = 0
    while at < len(lines):
        end, filled = at + 1, counts[lines[at]]
        while end < len(lines) and _goes_on(page, lines[end - 1], lines[end], mark):
            longer = filled + counts[lines[end]] - 1
            if longer > width or (filled == width and counts[lines[end]] > 1):
                break
            filled, end = longer, end + 1
        if filled != width:
            end = at + 1
        yield list(lines[at:end])
        at = end


def _goes_on(page: Sequence[str], above: int, below: int, mark: str) -> bool:
    """Whether the last cell of a line may have its next line below: no mark closes the two."""
    upper, lower = page[above].rstrip(" "), page[below].lstrip(" ")
    return below == above + 1 and not upper.endswith(mark) and not lower.startswith(mark)


def _broken_row(page: Sequence[str], lines: Sequence[int], mark: str) -> list[Cell]:
    """A row over these lines, each of which goes on with the last cell of the one above."""
    row = _row(page, lines[:1], mark)
    for at in lines[1:]:
        first, *others = _row(page, (at,), mark)
        row[-1:] = [Cell((*row[-1].pieces, *first.pieces)), *others]
    return row


def _row(page: Sequence[str], lines: Sequence[int], mark: str) -> list[Cell]:
    columns: list[Cell] = []
    for at in lines:
        for column, (start, end) in enumerate(cell_spans(page[at], mark)):
            if column == len(columns):
                columns.append(_EMPTY)
            if end > start and not page[at][start:end].isspace():
                columns[column] = Cell((*columns[column].pieces, *_pieces(page, at, start, end)))
    return columns


def _pieces(page: Sequence[str], at: int, start: int, end: int) -> Iterator[Piece]:
    """The words of a cell, parted at <br>."""
    for found in _BREAK.finditer(page[at], start, end):
        yield from Piece(at, start, found.start()).trimmed(page)
        start = found.end()
    yield from Piece(at, start, end).trimmed(page)


def cell_spans(text: str, mark: str) -> list[tuple[int, int]]:
    """Start and end of each cell of a line; a mark in quotes or behind a backslash parts nothing.

    >>> ["甲,乙"[start:end] for start, end in cell_spans("甲,乙", ",")]
    ['甲', '乙']
    """
    quoted = mark in _WEAK and '"' in text
    if not quoted and "\\" not in text:
        ends = list(accumulate((len(cell) + 1 for cell in text.split(mark)), initial=0))
        return [(start, end - 1) for start, end in pairwise(ends)]
    cells: list[tuple[int, int]] = []
    begin = at = 0
    while (at := text.find(mark, at)) >= 0:
        if quoted and text.startswith('"', begin) and (close := text.find('"', begin + 1)) >= at:
            at = max(text.find(mark, close), close + 1)
            cells.append((begin + 1, close))
            begin = at = at + 1
            continue
        if not _is_escaped(text, at):
            cells.append((begin, at))
            begin = at + 1
        at += 1
    closed = quoted and begin < len(text) and text[begin] == '"' == text[-1] and len(text) - begin > 1
    return [*cells, (begin + 1, len(text) - 1) if closed else (min(begin, len(text)), len(text))]


def _is_escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before a character."""
    count = 0
    while at > count and text[at - count - 1] == "\\":
        count += 1
    return count % 2 == 1


def _candidate(page: Sequence[str], bounds: tuple[int, int], rows: list[list[Cell]]) -> Candidate | None:
    """The table of these rows with its doubts."""
    width = max(len(row) for row in rows)
    if width * len(rows) > max(LONGEST_PARTED, MOST_SPARSE * sum(map(len, rows))):
        return None
    kept = sorted({column for row in rows for column, cell in enumerate(row) if cell.pieces})
    ruled = any(is_rule(page[at]) for at in range(*bounds))
    if len(kept) < (1 if ruled else 2):
        return None
    outer = range(kept[0], kept[-1] + 1)
    texts = [[cell.words(page) for cell in row[kept[0] : kept[-1] + 1]] for row in rows]
    cost, unsure = weigh(texts)
    brought = tuple(tuple(row[at] if at < len(row) else _EMPTY for at in outer) for row in rows)
    return Candidate(*bounds, brought, cost, unsure)
