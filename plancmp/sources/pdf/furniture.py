"""Finds what the pages of a PDF carry besides their text: page numbers, running heads and feet, footnotes.

GB/T 9704 sets page numbers as — 3 — at the outer edge below the text. Whatever repeats stands at the same
height on several pages; a bare number is a page number only if it goes up with the pages.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from plancmp.sources.guard.limits import ROUNDS
from plancmp.sources.layout.furniture import (
    bare_number,
    head_key,
    is_no_sentence,
    is_page_number,
    said_number,
)
from plancmp.sources.pdf.lines import TextLine, is_footnote_mark
from plancmp.sources.pdf.page import PageContent
from plancmp.sources.pdf.tables import PageTable
from plancmp.sources.thresholds import EDGE_SHARE, FEWEST, SAME_HEIGHT
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled
from plancmp.text.notemarks import MARK

Item = TextLine | PageTable


class PageLayout(msgspec.Struct):
    """A page as lines and tables in reading order; what is found to be furniture is taken out of `items`."""

    content: PageContent
    items: list[Item]
    footnotes: list[list[TextLine]] = []
    column: int = 0
    """Which column of its page this is, from 1; 0 for a page, or a part of one, without columns."""
    place: int = 0
    """Its running number among the pages and columns."""

    @property
    def number(self) -> int:
        """Number of the page, from 1."""
        return self.content.number

    @property
    def size(self) -> tuple[int, int]:
        """Pages of one size have the same margins, and end at one height."""
        return round(self.content.width / 4), round(self.content.height / 4)

    @property
    def lines(self) -> list[TextLine]:
        """The lines outside of tables."""
        return [item for item in self.items if isinstance(item, TextLine)]


def top_of(item: Item) -> float:
    """Where an item begins; of a line, its middle."""
    return item.box.y0 if isinstance(item, PageTable) else (item.top + item.bottom) / 2


class LeftOut(NamedTuple):
    """A line taken out of a page, with the code of its note."""

    code: str
    line: TextLine


def take_furniture(pages: Sequence[PageLayout]) -> list[LeftOut]:
    """Take page numbers, running heads and feet out of the pages; returns them in page order."""
    left_out: list[LeftOut] = []
    for _ in range(ROUNDS):
        found = _find_numbers(pages) + _find_heads(pages)
        if not found:
            break
        dropped = {id(entry.line) for entry in found}
        for page in pages:
            page.items = [item for item in page.items if id(item) not in dropped]
        left_out += {id(entry.line): entry for entry in reversed(found)}.values()
    return sorted(left_out, key=lambda entry: (entry.line.page, entry.line.y))


def _edges(page: PageLayout) -> Iterator[tuple[str, TextLine]]:
    """The first and the last line of a page where they stand near its edge and outside of tables."""
    if not page.items:
        return
    height = page.content.height
    first, last = page.items[0], page.items[-1]
    top = isinstance(first, TextLine) and first.y <= EDGE_SHARE * height
    if isinstance(first, TextLine) and top:
        yield "top", first
    if isinstance(last, TextLine) and not (last is first and top) and last.y >= (1 - EDGE_SHARE) * height:
        yield "bottom", last


def _find_numbers(pages: Sequence[PageLayout]) -> list[LeftOut]:
    """Lines at the edge that are page numbers: by their form, or because they go up with the pages."""
    found: list[LeftOut] = []
    bare: list[tuple[int, TextLine]] = []
    lost: list[TextLine] = []
    series: dict[int, list[TextLine]] = defaultdict(list)
    for page in pages:
        for _, line in _edges(page):
            sure = is_page_number(line.text)
            # A scan may lose one of the marks beside a number: what stands in the series is one all the same.
            number = line.text.strip("-—·.~ ")
            value = said_number(line.text) if sure else bare_number(number)
            if sure:
                found.append(LeftOut("page-number", line))
            elif value is not None:
                bare.append((value, line))
            elif not number:
                lost.append(line)
            if value is not None:
                series[value - line.page].append(line)
    for value, line in bare:
        others = [other for other in series[value - line.page] if other.page != line.page]
        peers = sum(1 for other in others if abs(other.y - line.y) < SAME_HEIGHT)
        if peers >= (2 if 1900 <= value <= 2100 else 1):
            found.append(LeftOut("page-number", line))
    # Nothing but marks, where other pages have their number, is one that a scan lost.
    found += [
        LeftOut("page-number", line)
        for line in lost
        if any(abs(other.line.y - line.y) < SAME_HEIGHT for other in found)
    ]
    return found


def _find_heads(pages: Sequence[PageLayout]) -> list[LeftOut]:
    """Lines with the same words at the same height of several pages."""
    groups: dict[tuple[str, str], list[TextLine]] = defaultdict(list)
    body, pitch = main_size(pages), usual_pitch(pages)
    close: set[int] = set()
    for page in pages:
        for edge, line in _edges(page):
            if not _stands_apart(page, line, body, pitch):
                close.add(id(line))
            key = head_key(line.text)
            if is_no_sentence(key):
                groups[edge, key].append(line)
    found: list[LeftOut] = []
    for lines in groups.values():
        same = _of_one_height(lines)
        # What stands on nearly every page is a head though it is set like the text and close to it.
        if len(pages) < 2 * FEWEST or len(same) * 10 < len(pages) * 9:
            same = _of_one_height([line for line in lines if id(line) not in close])
        if _is_head(same, len(pages), body):
            found += [LeftOut("running-head", line) for line in same]
    return found


def _of_one_height(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines at the height at which most of them stand."""
    heights = Counter(round(line.y / SAME_HEIGHT) for line in lines)
    common = max(heights, key=lambda height: heights[height], default=0) * SAME_HEIGHT
    return [line for line in lines if abs(line.y - common) <= SAME_HEIGHT]


def _stands_apart(page: PageLayout, line: TextLine, body: float, pitch: float) -> bool:
    """Whether a line at the edge is set smaller than the text, or further from it than its lines are."""
    if line.size <= 0.9 * body:
        return True
    at = page.items.index(line)
    if len(page.items) == 1:
        return True
    other = page.items[1] if at == 0 else page.items[at - 1]
    if isinstance(other, PageTable):
        return True
    return abs(other.y - line.y) > 1.3 * pitch * max(line.size, other.size)


def _is_head(lines: Sequence[TextLine], pages: int, body: float) -> bool:
    """Whether lines with the same words stand on enough pages to be a running head.

    A head of a chapter stands on neighbouring pages, or on every other one. On two pages only, the same
    words could be the plan's own; they are a head when they are set smaller than the text.
    """
    numbers = sorted({line.page for line in lines})
    if len(numbers) < FEWEST:
        return len(numbers) == 2 and pages <= 4 and lines[0].size <= 0.85 * body
    reach = numbers[-1] - numbers[0] + 1
    return len(numbers) * 10 >= reach * 3


def main_size(pages: Sequence[PageLayout]) -> float:
    """The size of most of the text outside of tables."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def usual_pitch(pages: Sequence[PageLayout]) -> float:
    """The usual distance from line to line, in em."""
    steps: Counter[float] = Counter()
    for page in pages:
        for one, other in pairwise(page.lines):
            if 0 < other.y - one.y < 4 * one.size and abs(one.size - other.size) < 0.5:
                steps[round((other.y - one.y) / one.size, 1)] += 1
    return steps.most_common(1)[0][0] if steps else 1.75


def take_footnotes(page: PageLayout, body: float) -> None:
    """Move footnotes from the foot of a page to `page.footnotes`, each with its lines.

    A footnote is set smaller than the text and begins with a mark that stands raised in the text above.
    """
    marks = {squeeze(mark) for line in all_lines(page.items) for mark in raised_marks(line)}
    if not marks:
        return
    start: int | None = None
    for at in range(len(page.items) - 1, -1, -1):
        item = page.items[at]
        if isinstance(item, PageTable) or item.size > 0.92 * body:
            break
        if leading_mark(item) in marks:
            start = at
    if start is None:
        return
    foot = [item for item in page.items[start:] if isinstance(item, TextLine)]
    page.items = page.items[:start]
    for line in foot:
        if leading_mark(line) in marks or not page.footnotes:
            page.footnotes = [*page.footnotes, [line]]
        else:
            page.footnotes[-1].append(line)


def raised_marks(line: TextLine) -> list[str]:
    """The raised marks behind words of a line that can be those of footnotes."""
    texts = [line.text[mark.start : mark.end] for mark in line.raised if mark.start > 0]
    return [text for text in texts if is_footnote_mark(text)]


def leading_mark(line: TextLine) -> str:
    """The mark that a line begins with, raised or not; empty without one."""
    if line.raised and line.raised[0].start == 0:
        return squeeze(line.text[: line.raised[0].end])
    found = compiled(rf"[(\[]\d{{1,3}}[)\]]|\d{{1,3}}(?=[\s.、])|{MARK}").match(fold(line.text))
    return squeeze(found.group()) if found else ""


def all_lines(items: Sequence[Item]) -> Iterator[TextLine]:
    """The lines of items, those in cells as well."""
    for item in items:
        if isinstance(item, TextLine):
            yield item
        else:
            yield from (line for cell in item.cells for line in cell.lines)
