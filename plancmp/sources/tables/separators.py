"""Tables whose cells are parted by a mark: | ｜ │ tab, and where a header says so , ; ，"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from plancmp.sources.guard.limits import LONGEST_PARTED, MOST_RUNS, MOST_SPARSE
from plancmp.sources.tables.evidence import header_kinds, weigh
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.thresholds import LONGEST_HEADER
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
        made = _candidate(page, (at, behind), rows, mark) if enough else None
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
        ):
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


def _is_lone(text: str, mark: str) -> bool:
    """Whether only one cell of a line has words."""
    return sum(not text[start:end].isspace() for start, end in cell_spans(text, mark) if end > start) == 1


def _rows(page: Sequence[str], groups: Sequence[Sequence[int]], mark: str) -> list[list[Cell]]:
    """A row a line; where rules part the rows, the lines between two of them are one."""
    if len(groups) <= 2:
        return [_row(page, (at,), mark) for group in groups for at in group]
    return [_row(page, group, mark) for group in groups]


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
        yield from _piece(page, at, start, found.start())
        start = found.end()
    yield from _piece(page, at, start, end)


def _piece(page: Sequence[str], at: int, start: int, end: int) -> Iterator[Piece]:
    text = page[at][start:end]
    words = text.strip()
    if words:
        left = start + len(text) - len(text.lstrip())
        yield Piece(at, left, left + len(words))


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


def _candidate(
    page: Sequence[str], bounds: tuple[int, int], rows: list[list[Cell]], mark: str
) -> Candidate | None:
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
