"""Pages set in columns of text, as gazettes are: each column becomes a frame that is read like a page.

A column is told by what it is: a strip of white runs down between two measures of prose, on one page or on
many. The cells of a table stand beside such strips as well, but they do not fill their measure, or they end
where the cell beside them ends.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from plancmp.sources.pdf.furniture import Item, PageLayout, all_lines, main_size
from plancmp.sources.pdf.lines import Segment, TextLine, slice_line
from plancmp.sources.pdf.tables import PageTable
from plancmp.sources.thresholds import FEWEST, FEWEST_BESIDE, GUTTER, NARROWEST_COLUMN

_SAME = 2.0
"""Points within which the left edges of lines are one."""
_RAGGED, _FULL, _PROSE = 1.6, 0.35, 0.6
"""Lines of prose end within so many em; so large a share of them does at least, and with half of the share of
lines that hold marks of sentences at least so many."""
_MARK = re.compile(r"[，。；：、]")
_NEAR = 1.5
"""Em by which the strip of one page may lie beside that of another: scans lie askew."""
_HOLE = 1.7
"""A line that is so many usual steps below the one before leaves a hole, or begins a paragraph."""


class _Part(NamedTuple):
    """Words beside a strip: their edges, in em from it, and what they say."""

    left: float
    right: float
    text: str


class _Row(NamedTuple):
    """What stands next to a strip on its left and on its right, in em from it, and on which base line."""

    y: float
    sides: tuple[_Part | None, _Part | None]


class _Strip(NamedTuple):
    """The right edge of a strip of white on a page, and the lines that leave it free."""

    page: int
    at: float
    rows: list[_Row]


def part_columns(pages: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages with each column as a page of its own, in reading order and numbered."""
    em = main_size(pages)
    strips = [strip for at, page in enumerate(pages) for strip in _strips(page, at, em)]
    strips.sort(key=lambda strip: strip.at)
    edges = [[] for _ in pages]  # type: list[list[float]]
    begun = 0
    accepted: list[list[_Strip]] = []
    for at, strip in enumerate(strips, 1):
        if at == len(strips) or strips[at].at - strip.at > _NEAR * em:
            if _parts_prose(strips[begun:at]):
                accepted.append(strips[begun:at])
            begun = at
    accepted.sort(key=lambda found: -sum(len(strip.rows) for strip in found))
    for found in accepted:
        # A strip beside one with more lines is that of indented lines.
        usual = median(strip.at for strip in found)
        own = {strip.page: strip.at for strip in found}
        for at, known in enumerate(edges):
            edge = own.get(at, usual)
            if all(abs(edge - other) >= NARROWEST_COLUMN * em for other in known):
                known.append(edge)
    frames: list[PageLayout] = []
    for page, found in zip(pages, edges, strict=True):
        for column, items in _frames(page.items, sorted(found), em) if found else [(0, page.items)]:
            frame = page if items is page.items else PageLayout(page.content, items)
            frames.append(frame)
            frame.column, frame.place = column, len(frames)
            for item in items:
                item.frame = len(frames)
            for line in all_lines(items):
                line.frame = len(frames)
    return frames


def _strips(page: PageLayout, number: int, em: float) -> Iterator[_Strip]:
    """Strips of white on a page, with several lines on their right that begin at one edge."""
    lines = page.lines
    if len(lines) < FEWEST:
        return
    room = NARROWEST_COLUMN * em
    left, right = min(line.x0 for line in lines) + room, max(line.x1 for line in lines) - room
    edges = sorted(part.x0 for line in lines for part in line.parts if left < part.x0 < right)
    begun = 0
    for at, edge in enumerate(edges, 1):
        if at < len(edges) and edges[at] - edge <= _SAME:
            continue
        if at - begun >= FEWEST:
            yield _Strip(number, edges[begun], list(_rows(lines, edges[begun], em)))
        begun = at


def _rows(lines: Sequence[TextLine], at: float, em: float) -> Iterator[_Row]:
    """What stands beside a strip, where lines leave it free."""
    for line in lines:
        if not _crosses(line, at, em):
            before = [part for part in line.parts if part.x0 < at - _SAME][-1:]
            behind = [part for part in line.parts if part.x0 >= at - _SAME][:1]
            sides = (
                (
                    _Part((at - part.x0) / em, (at - part.x1) / em, line.text[part.start : part.end])
                    for part in before
                ),
                (
                    _Part((part.x0 - at) / em, (part.x1 - at) / em, line.text[part.start : part.end])
                    for part in behind
                ),
            )
            yield _Row(line.y, (next(sides[0], None), next(sides[1], None)))


def _crosses(item: Item, at: float, em: float) -> bool:
    """Whether a line or table stands in the strip of white that ends `at` a place."""
    start, end = at - GUTTER * em, at - _SAME
    if isinstance(item, PageTable):
        # The rules of a table stand out from the words by the room in its cells.
        return item.box.x0 < start and item.box.x1 > end
    return any(part.x0 < end and part.x1 > start for part in item.parts)


def _parts_prose(strips: Sequence[_Strip]) -> bool:
    """Whether prose runs down on both sides of a strip, and not the cells of rows."""
    lefts, rights = (
        [part for strip in strips for row in strip.rows if (part := row.sides[side])] for side in (0, 1)
    )
    if min(len(lefts), len(rights)) < FEWEST_BESIDE:
        return False
    wide = max(part.left for part in lefts) - min(part.right for part in lefts)
    return (
        wide >= NARROWEST_COLUMN
        and _is_prose(lefts)
        and _is_prose(rights, NARROWEST_COLUMN)
        and not _is_table(strips)
    )


def _is_prose(parts: Sequence[_Part], least: float = 0.0) -> bool:
    """Whether many lines end at one edge, at least so far from the strip, and hold the marks of sentences."""
    marks = sum(1 for part in parts if _MARK.search(part.text))
    ends = sorted(part.right for part in parts)
    full = 0
    begun = 0
    for at, end in enumerate(ends, 1):
        while ends[begun] < end - _RAGGED:
            begun += 1
        if end >= least:
            full = max(full, at - begun)
    return full >= _FULL * len(parts) and full + marks / 2 >= _PROSE * len(parts)


def _is_table(strips: Sequence[_Strip]) -> bool:
    """Whether what stands on one side leaves holes beside the other, as the cells of rows do."""
    rows = holes = 0
    for strip in strips:
        ys = sorted({row.y for row in strip.rows})
        pitch = median([other - one for one, other in pairwise(ys)]) if len(ys) > 1 else 0.0
        for side in (0, 1):
            own = [row.y for row in strip.rows if row.sides[side]]
            other = [row.y for row in strip.rows if row.sides[1 - side]]
            rows += len(own)
            for one, below in pairwise(own):
                if below - one > _HOLE * pitch:
                    holes += any(one < y < below for y in other[bisect_right(other, one) :][:1])
    return holes * 10 > rows


def _frames(items: Sequence[Item], edges: Sequence[float], em: float) -> Iterator[tuple[int, list[Item]]]:
    """What stands in each column between what runs over several; 0 is the column of the latter."""
    across: list[Item] = []
    block: list[Item] = []
    for item in [*sorted(items, key=_middle), None]:
        if item is not None and not any(_crosses(item, edge, em) for edge in edges):
            block.append(item)
            continue
        columns = _columns(block, edges)
        if _are_columns(columns):
            if across:
                yield 0, across
                across = []
            yield from ((number, column) for number, column in enumerate(columns, 1) if column)
        else:
            across += block
        block = []
        if item is not None:
            across.append(item)
    if across:
        yield 0, across


def _are_columns(columns: Sequence[Sequence[Item]]) -> bool:
    """Whether two or more hold several lines, few of which fall apart as those of tables do."""
    lines = [list(all_lines(column)) for column in columns]
    loose = [item for column in columns for item in column if isinstance(item, TextLine)]
    apart = sum(1 for line in loose if len(line.segments) > 1)
    return sum(1 for each in lines if len(each) > 1) > 1 and apart * 3 <= len(loose)


def _middle(item: Item) -> float:
    """Where the first line of an item stands."""
    return item.box.y0 if isinstance(item, PageTable) else (item.top + item.bottom) / 2


def _columns(block: Sequence[Item], edges: Sequence[float]) -> list[list[Item]]:
    """The parts of lines, and the tables, by the columns that they stand in."""
    columns: list[list[Item]] = [[] for _ in range(len(edges) + 1)]
    for item in block:
        if isinstance(item, PageTable):
            columns[_column((item.box.x0 + item.box.x1) / 2, edges)].append(item)
            continue
        parts: list[list[Segment]] = [[] for _ in columns]
        for part in item.parts:
            parts[_column(part.x0, edges)].append(part)
        for column, own in zip(columns, parts, strict=True):
            if own:
                column.append(item if len(own) == len(item.parts) else slice_line(item, own))
    return columns


def _column(x: float, edges: Sequence[float]) -> int:
    """The column that begins at or before a place."""
    return sum(1 for edge in edges if x >= edge - _SAME)
