"""Lines of a PDF to paragraphs, on pages, over page breaks and in the cells of tables.

A line was broken because the next word did not fit: the line and that word go beyond the measure. A line
that ends earlier ends its paragraph; an indent, a number or another size of type begins one.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from plancmp.sources.layout.wrapping import begins_with_label, is_toc_line, label_end
from plancmp.sources.pdf.furniture import PageLayout, usual_pitch
from plancmp.sources.pdf.lines import TextLine
from plancmp.sources.pdf.page import Box
from plancmp.sources.thresholds import CELL_PITCH, PROSE_CELL, RAGGED, SAME_INDENT
from plancmp.text.width import display_width

_ENDS = "。！？；：!?;:"
_CLOSING = "，。、；：！？）》”’」』】〕"
"""Marks that may hang over the margin, or have lost the empty half of their square there."""


class Margins(NamedTuple):
    """Where lines begin and end."""

    left: float
    right: float


class Measures:
    """The margins of all pages, and the usual distance between lines."""

    def __init__(self, pages: Sequence[PageLayout]) -> None:
        self._by_kind: dict[_Kind, Margins] = {}
        groups: dict[_Kind, list[TextLine]] = defaultdict(list)
        for page in pages:
            groups[_kind(page)].extend(page.lines)
        recognised = any(page.content.recognised for page in pages)
        for kind, lines in groups.items():
            # A scan lies as no other, so that few lines of its own tell more.
            if len(lines) < (5 if recognised else 12):
                alike = [key for key in groups if key[1:] == kind[1:] and _is_beside(groups[key], lines)]
                most = max(alike, key=lambda key: len(groups[key]), default=kind)
                lines = groups[most] + lines if most != kind else lines
            self._by_kind[kind] = _margins(lines, 8 if kind[1] else 25)
        self._pages: Mapping[int, Margins] = {page.place: self._by_kind[_kind(page)] for page in pages}
        self.pitch = usual_pitch(pages)

    def of(self, line: TextLine) -> Margins:
        """The margins of the page or column that a line stands in."""
        return self._pages[line.frame]


_Kind = tuple[int, int, int, int]


def _kind(page: PageLayout) -> _Kind:
    """Pages of a kind have the same margins: left and right pages of one size; no scan lies as another."""
    side = page.number if page.content.recognised else page.number % 2
    return side, page.column, *page.size


def _is_beside(lines: Sequence[TextLine], others: Sequence[TextLine]) -> bool:
    """Whether lines begin near where others do: columns of left and right pages need not."""
    if not lines or not others:
        return False
    return abs(min(line.x0 for line in lines) - min(line.x0 for line in others)) < 4 * others[0].size


def _margins(lines: Sequence[TextLine], share: int) -> Margins:
    """The leftmost and rightmost edge that several lines have, one in `share`.

    In columns those are more: what stands beside them, such as a mark of the page, is cut with them.
    """
    if not lines:
        return Margins(0.0, 0.0)
    few = max(2, len(lines) // share)
    lefts = sorted(line.x0 for line in lines)
    words = [line for line in lines if line.text[-1] not in _CLOSING] or lines
    rights = sorted((line.x1 for line in words), reverse=True)
    em = Counter(line.size for line in lines).most_common(1)[0][0]
    shared_left = (one for one, other in zip(lefts, lefts[few - 1 :], strict=False) if other - one < 3)
    shared_right = (
        one for one, other in zip(rights, rights[few - 1 :], strict=False) if one - other < em / 2
    )
    return Margins(next(shared_left, lefts[0]), next(shared_right, rights[0]))


def goes_on(
    lines: tuple[TextLine, TextLine, TextLine | None],
    margins: tuple[Margins, Margins],
    pitch: float,
    *,
    opens: bool,
    indented: bool = False,
) -> bool:
    """True if the second line goes on with the paragraph of the first; `opens` if that is its first line.

    The third line is the one behind. `margins` are those of the two, which may stand on different pages;
    `indented` says that the paragraph began with an indent.
    """
    before, line, following = lines
    (left, right), own = margins
    em = before.size
    if abs(line.size - em) > 0.09 * max(em, line.size) or is_toc_line(before.text):
        return False
    if line.frame == before.frame and not -0.5 * em < line.y - before.y <= (1.5 * pitch + 0.1) * em:
        return False
    if _falls_apart(before) or _falls_apart(line) or not _is_one_measure(left, right, own):
        return False
    if opens and _is_centred(before, margins[0]) and _is_centred(line, own) and before.text[-1] not in _ENDS:
        # The title of a chapter is set over two lines wherever it reads best.
        titled = 0 < label_end(before.text) < len(before.text.rstrip())
        return titled and not begins_with_label(line.text) and "：" not in line.text
    if before.x1 + line.unit <= right - RAGGED * em:
        return False
    indents = (before.x0 - left) / em, (line.x0 - own.left) / em
    fills = indented and line.x1 > own.right - 2 * em
    if begins_with_label(line.text) and _begins(before, indents, opens=opens, fills=fills):
        return False
    if opens and indents[0] > SAME_INDENT and _is_centred(line, own):
        return False
    if indents[1] > indents[0] + SAME_INDENT:
        return opens and abs(indents[1] - indents[0] - _label_width(before.text)) <= SAME_INDENT
    if indents[1] < indents[0] - SAME_INDENT:
        # What begins in the right half is set at the right: who signs, and when.
        return opens and before.x0 < (left + right) / 2
    if not opens or indents[1] <= SAME_INDENT:
        return True
    outdents = following is not None and (following.x0 - own.left) / em < indents[1] - SAME_INDENT
    return not outdents and before.text[-1] not in _ENDS and not begins_with_label(before.text)


def _begins(before: TextLine, indents: tuple[float, float], *, opens: bool, fills: bool) -> bool:
    """Whether a line with what looks like a number begins a paragraph, and not with 一、二级 amid one.

    Where paragraphs have an indent, a full line at the margin is amid one, also behind a full stop: drafts
    run items together (…就业。6.加强…). `fills` says so.
    """
    if indents[1] > SAME_INDENT:
        return True
    if before.text[-1] in _ENDS:
        return not fills
    return opens and indents[0] <= SAME_INDENT and begins_with_label(before.text)


def _is_one_measure(left: float, right: float, other: Margins) -> bool:
    """Whether margins are as wide as others: no paragraph goes on in a narrower column."""
    one, two = sorted((right - left, other.right - other.left))
    return one >= 0.8 * two


def _falls_apart(line: TextLine) -> bool:
    """Whether wide gaps stand in a line, other than behind its number: names side by side, no prose."""
    end = label_end(line.text)
    return any(segment.start > end + 1 for segment in line.segments)


def _label_width(text: str) -> float:
    """The width in em of a line's number and what parts it from its words: where hanging lines begin."""
    end = label_end(text)
    end += len(text[end:]) - len(text[end:].lstrip())
    return display_width(text[:end], ambiguous=2) / 2 if end else -9.0


def _is_centred(line: TextLine, margins: Margins) -> bool:
    """Whether a line stands in the middle with room on both sides."""
    before, behind = line.x0 - margins.left, margins.right - line.x1
    return min(before, behind) > line.size and abs(before - behind) < line.size


def join_lines(lines: Sequence[TextLine], measures: Measures) -> list[list[TextLine]]:
    """Lines outside of tables, also from several pages, to paragraphs."""
    paragraphs: list[list[TextLine]] = []
    for at, (line, following) in enumerate(zip_longest(lines, lines[1:])):
        if paragraphs:
            before = paragraphs[-1][-1]
            margins = measures.of(before), measures.of(line)
            opens = len(paragraphs[-1]) == 1
            first = paragraphs[-1][0]
            indented = first.x0 - measures.of(first).left > SAME_INDENT * first.size
            three, pitch = (before, line, following), measures.pitch
            if not _stands_off(lines, at, pitch) and goes_on(
                three, margins, pitch, opens=opens, indented=indented
            ):
                paragraphs[-1].append(line)
                continue
        paragraphs.append([line])
    return paragraphs


def _stands_off(lines: Sequence[TextLine], at: int, pitch: float) -> bool:
    """Whether a line is further from the one before than the lines around are from each other."""
    before, line = lines[at - 1], lines[at]
    gap = _gap(before, line)
    if gap is None:
        return False
    around = [lines[at - 2 : at], lines[at : at + 2]]
    near = [found for pair in around if len(pair) == 2 and (found := _gap(*pair)) is not None]
    usual = min(near, default=pitch * line.size)
    return gap > (1.1 if before.text[-1] in _ENDS else 1.25) * usual


def _gap(one: TextLine, other: TextLine) -> float | None:
    """The distance of two lines of one size on one page."""
    if one.frame != other.frame or abs(one.size - other.size) > 0.09 * one.size or other.y <= one.y:
        return None
    return other.y - one.y


def join_cell(lines: Sequence[TextLine], boxes: Sequence[Box], padding: float) -> list[list[TextLine]]:
    """The lines of a cell to paragraphs; `boxes` are the parts of the cell that the lines stand in.

    A wide cell is set like a page. In a narrow one a line goes on in the next unless it ends a sentence,
    a number follows, or all of the next line would have fitted behind it.
    """
    paragraphs: list[list[TextLine]] = []
    left = min((line.x0 - box.x0 for line, box in zip(lines, boxes, strict=True)), default=0.0)
    margins = [Margins(box.x0 + left, box.x1 - padding) for box in boxes]
    for at, line in enumerate(lines):
        width = boxes[at].x1 - boxes[at].x0 - 2 * padding
        if not paragraphs:
            joined = False
        elif width >= PROSE_CELL * line.size:
            both = margins[at - 1], margins[at]
            following = lines[at + 1] if at + 1 < len(lines) else None
            opens = len(paragraphs[-1]) == 1
            joined = goes_on((lines[at - 1], line, following), both, CELL_PITCH, opens=opens)
        else:
            joined = _runs_on(lines[at - 1], line, width)
        if joined:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _runs_on(before: TextLine, line: TextLine, width: float) -> bool:
    """Whether a line of a narrow cell goes on with the one before."""
    em = line.size
    taken = before.x1 - before.x0
    if begins_with_label(line.text):
        return False
    if before.text[-1] in "。；！？" and taken + line.unit <= width - RAGGED * em:
        return False
    return taken + line.x1 - line.x0 > width - RAGGED * em
