"""Tables whose cells are parted by a mark: | ｜ │ tab, and where a header says so , ; ，"""

import re
from collections.abc import Iterator, Sequence

from plancmp.sources.tables.evidence import weigh
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.text.ordinals import CHINESE

_BARS = "|｜│┃¦"
_WEAK = ",，;；"
"""Marks that prose has too."""
_MARKS = frozenset(_BARS + _WEAK + "\t")
_RULE = re.compile(
    r"[\s|｜+:=\-─━═│┃┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╪╫╞╡╟╢╤╧]*[-=─━═]{2}[\s|｜+:=\-─━═│┃┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╪╫╞╡╟╢╤╧]*"
)
_SHORT_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_LABEL = re.compile(rf"\s*(?:[（(]?[{CHINESE}\d]{{1,3}}[、.．)）]|第[{CHINESE}]{{1,3}}[章节条])\s*")
_LONGEST = 2000


def propose_separated(page: Sequence[str], at: int) -> Iterator[Candidate]:
    """The tables that begin at a line, one for each mark that could part their cells."""
    first = at
    while first < len(page) and first - at < 2 and is_rule(page[first]):
        first += 1
    if first == len(page) or len(page[first]) > _LONGEST:
        return
    marks = _MARKS.intersection(page[first] if "\t" in page[first].strip() else page[first].strip())
    for mark in marks:
        groups, behind = _collect(page, first, mark)
        rows = _rows(page, groups, mark)
        if (len(rows) >= 2 or behind - at > 1) and (
            made := _candidate(page, (at, behind), rows, mark)
        ) is not None:
            yield made


def is_rule(text: str) -> bool:
    """True for a line drawn between rows.

    >>> is_rule("├──┼──┤"), is_rule("|---|:--|"), is_rule("—— 3")
    (True, True, False)
    """
    if len(text) > _LONGEST or not any(mark in text for mark in "-=─━═"):
        return False
    return any(mark in text for mark in "|+┼┬┴│┃╬╪╦╩") and (
        _RULE.fullmatch(text) is not None or _SHORT_RULE.fullmatch(text) is not None
    )


def _collect(page: Sequence[str], first: int, mark: str) -> tuple[list[list[int]], int]:
    """The lines of a table, parted where rules are drawn, and the line behind it."""
    groups: list[list[int]] = [[]]
    behind = at = first
    count = page[first].count(mark)
    while at < len(page):
        text = page[at]
        if is_rule(text):
            groups.append([])
        elif mark in text and len(text) <= _LONGEST and (mark not in _WEAK or _same(page, first, at, mark)):
            groups[-1].append(at)
        elif text.strip() or at + 1 == len(page) or page[at + 1].count(mark) != count:
            break
        else:
            at += 1
            continue
        at += 1
        behind = at
    return [group for group in groups if group], behind


def _same(page: Sequence[str], one: int, other: int, mark: str) -> bool:
    return len(cell_spans(page[one], mark)) == len(cell_spans(page[other], mark))


def _rows(page: Sequence[str], groups: Sequence[Sequence[int]], mark: str) -> list[list[Cell]]:
    """A row a line; where rules part the rows, the lines between two of them are one."""
    if len(groups) <= 2:
        return [_row(page, (at,), mark) for group in groups for at in group]
    return [_row(page, group, mark) for group in groups]


def _row(page: Sequence[str], lines: Sequence[int], mark: str) -> list[Cell]:
    columns: list[list[Piece]] = []
    for at in lines:
        for column, (start, end) in enumerate(cell_spans(page[at], mark)):
            if column == len(columns):
                columns.append([])
            columns[column] += _pieces(page, at, start, end)
    return [Cell(tuple(pieces)) for pieces in columns]


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
    cells: list[tuple[int, int]] = []
    begin = at = 0
    quoted = mark in _WEAK and '"' in text
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
    filled = [any(row[column : column + 1] and row[column].pieces for row in rows) for column in range(width)]
    kept = [column for column, words in enumerate(filled) if words]
    ruled = any(is_rule(page[at]) for at in range(*bounds))
    if len(kept) < (1 if ruled else 2):
        return None
    outer = range(kept[0], kept[-1] + 1)
    texts = [[cell.words(page) for cell in row[kept[0] : kept[-1] + 1]] for row in rows]
    label = mark == "\t" and len(outer) == 2 and _LABEL.fullmatch(texts[0][0]) is not None
    cost, unsure = weigh(texts, told=mark not in _WEAK and not label)
    brought = tuple(tuple(row[at] if at < len(row) else Cell() for at in outer) for row in rows)
    return Candidate(*bounds, brought, "separators", cost, unsure)
