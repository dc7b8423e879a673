"""Pages set in columns of text, as gazettes are: each column becomes a frame that is read like a page.

A column is told by what it is: a strip of white runs down between two measures of prose, on one page or on
many. The cells of a table stand beside such strips as well, but they do not fill their measure, or they end
where the cell beside them ends.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from statistics import median
from typing import NamedTuple

from plancmp.sources.guard.limits import MOST_STRIPS
from plancmp.sources.pdf.furniture import Item, PageLayout, all_lines, main_size, top_of
from plancmp.sources.pdf.lines import Segment, TextLine, slice_line
from plancmp.sources.pdf.tables import PageTable
from plancmp.sources.thresholds import (
    APART,
    FEWEST,
    FEWEST_BESIDE,
    GUTTER,
    NARROWEST_COLUMN,
    PROSE_SHARE,
    SAME_EDGE,
)
from plancmp.text.keeping import compiled

_MARK = compiled(r"[，。；：、]")


class _Part(NamedTuple):
    """Words beside a strip: their edges, in em from it, and whether they hold a mark of sentences."""

    left: float
    right: float
    marked: bool


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
    groups = _groups([strip for at, page in enumerate(pages) for strip in _strips(page, at, em)])
    frames: list[PageLayout] = []
    for at, page in enumerate(pages):
        parts = list(_frames(page.items, _edges(groups, at, em), em)) if groups else []
        for column, items in parts if len(parts) > 1 else [(0, page.items)]:
            frame = page if items is page.items else PageLayout(page.content, items)
            frames.append(frame)
            frame.column, frame.place = column, len(frames)
            for item in items:
                item.frame = len(frames)
            for line in all_lines(items):
                line.frame = len(frames)
    return frames


def is_at_foot(frames: Sequence[PageLayout], at: int) -> bool:
    """Whether nothing stands below a frame on its page: what follows there are columns beside it."""
    frame = frames[at]
    behind = takewhile(lambda other: other.number == frame.number, islice(frames, at + 1, None))
    return all(other.column > frame.column > 0 for other in behind)


def _groups(strips: list[_Strip]) -> list[list[_Strip]]:
    """Strips at one place that part columns of prose, those with most lines first."""
    strips.sort(key=lambda strip: strip.at)
    ends = [at for at, (one, other) in enumerate(pairwise(strips), 1) if other.at - one.at > SAME_EDGE]
    groups = [strips[start:end] for start, end in pairwise([0, *ends, len(strips)])]
    prose = [group for group in groups if _parts_prose(group)]
    return sorted(prose, key=lambda group: -sum(len(strip.rows) for strip in group))


def _edges(groups: Sequence[Sequence[_Strip]], page: int, em: float) -> list[float]:
    """Where columns begin on a page: at strips of its own, else at those of other pages."""
    own = [strip.at for group in groups for strip in group if strip.page == page]
    edges: list[float] = []
    for at in [*own, *(group[0].at for group in groups)]:
        # A strip beside one with more lines is that of indented lines.
        if all(abs(at - edge) >= NARROWEST_COLUMN * em for edge in edges):
            edges.append(at)
    return sorted(edges)


def _strips(page: PageLayout, number: int, em: float) -> Iterator[_Strip]:
    """Strips of white on a page, with several lines on their right that begin at one edge."""
    lines = page.lines
    if len(lines) < FEWEST:
        return
    room = NARROWEST_COLUMN * em
    left, right = min(line.x0 for line in lines) + room, max(line.x1 for line in lines) - room
    places = sorted(part.x0 for line in lines for part in line.parts if left < part.x0 < right)
    ends = [at for at, (one, other) in enumerate(pairwise(places), 1) if other - one > SAME_EDGE]
    bounds = pairwise([0, *ends, len(places)] if places else [])
    shared = [(end - start, places[start]) for start, end in bounds]
    for count, at in sorted(shared, reverse=True)[:MOST_STRIPS]:
        if count >= FEWEST:
            yield _Strip(number, at, list(_rows(lines, at, em)))


def _rows(lines: Sequence[TextLine], at: float, em: float) -> Iterator[_Row]:
    """What stands beside a strip, where lines leave it free."""
    for line in lines:
        if not _crosses(line, at, em):
            before = [part for part in line.parts if part.x0 < at - SAME_EDGE]
            behind = [part for part in line.parts if part.x0 >= at - SAME_EDGE]
            yield _Row(
                line.y,
                (
                    _part(line, before[-1], at, -em) if before else None,
                    _part(line, behind[0], at, em) if behind else None,
                ),
            )


def _part(line: TextLine, part: Segment, at: float, em: float) -> _Part:
    """A part of a line as it stands beside a strip; `em` is negative to the left of it."""
    marked = _MARK.search(line.text, part.start, part.end) is not None
    return _Part((part.x0 - at) / em, (part.x1 - at) / em, marked)


def _crosses(item: Item, at: float, em: float) -> bool:
    """Whether a line or table stands in the strip of white that ends `at` a place."""
    start, end = at - GUTTER * em, at - SAME_EDGE
    if isinstance(item, PageTable):
        # The rules of a table stand out from the words by the room in its cells.
        return item.box.x0 < start and item.box.x1 > end
    return any(part.x0 < end and part.x1 > start for part in item.parts)


def _parts_prose(strips: Sequence[_Strip]) -> bool:
    """Whether prose runs down on both sides of a strip, and not the cells of rows."""
    sides = [[part for strip in strips for row in strip.rows if (part := row.sides[side])] for side in (0, 1)]
    if min(map(len, sides)) < FEWEST_BESIDE:
        return False
    measures = [_measure(side) for side in sides]
    widths = max(part.left for part in sides[0]) - measures[0][0], measures[1][1]
    if min(widths) < NARROWEST_COLUMN or not all(map(_is_prose, sides, measures)):
        return False
    rows = holes = 0
    for strip in strips:
        rows += 2 * len(strip.rows)
        holes += _holes(strip.rows, 0, measures[1]) + _holes(strip.rows, 1, measures[0])
    return holes * 10 <= rows


def _measure(parts: Sequence[_Part]) -> tuple[float, float]:
    """Between which ends most lines end."""
    ends = sorted(part.right for part in parts)
    counts = [bisect_right(ends, end + APART) - at for at, end in enumerate(ends)]
    end = ends[counts.index(max(counts))]
    return end, end + APART


def _is_prose(parts: Sequence[_Part], measure: tuple[float, float]) -> bool:
    """Whether many lines fill their measure and hold the marks of sentences."""
    marks = sum(part.marked for part in parts)
    full = sum(1 for part in parts if measure[0] <= part.right <= measure[1])
    return min(2 * full, full + marks / 2) >= PROSE_SHARE * len(parts)


def _holes(rows: Sequence[_Row], side: int, measure: tuple[float, float]) -> int:
    """How often one side is empty beside lines of the other, the last of which ends before its `measure`.

    So the cells of a row end. A blank line between paragraphs stands beside lines that are full.
    """
    holes, above, other = 0, math.inf, None
    own = [row.y for row in rows if row.sides[side] is not None]
    usual = median([below - one for one, below in pairwise(own)] or [0.0])
    for row in rows:
        if row.sides[side] is not None:
            if row.y - above > 1.7 * usual and other is not None:
                holes += not measure[0] <= other.right <= measure[1]
            above, other = row.y, None
        elif row.y > above:
            other = row.sides[1 - side]
    return holes


def _frames(items: Sequence[Item], edges: Sequence[float], em: float) -> Iterator[tuple[int, list[Item]]]:
    """What stands in each column between what runs over several; 0 is the column of the latter."""
    across: list[Item] = []
    block: list[Item] = []
    for item in [*sorted(items, key=top_of), None]:
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
    return sum(1 for edge in edges if x >= edge - SAME_EDGE)
