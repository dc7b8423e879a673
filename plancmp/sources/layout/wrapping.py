"""Tells hard-wrapped text from text with one paragraph a line, and puts wrapped lines together.

A line was broken because what follows did not fit: its width and that of the next line's first word
go beyond the measure. A line that ends earlier ends its paragraph; an indent or a number begins one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from plancmp.sources.lines.cleaning import CleanLine
from plancmp.text.width import display_width

_NUMERALS = "一二三四五六七八九十百"
_LABEL = re.compile(
    rf"""
      [{_NUMERALS}]{{1,4}}[、.．]
    | [（(] [ ]? (?:[{_NUMERALS}]{{1,4}}|\d{{1,2}}) [ ]? [)）]
    | 第 [ ]? (?:[{_NUMERALS}]{{1,4}}|\d{{1,2}}) [ ]? [篇章节条]
    | 专栏 [ ]? [{_NUMERALS}\d]{{1,3}} (?![。，、；）)}}”])
    | [表图] [ ]? \d{{1,2}} (?:[-—.]\d{{1,2}})? (?=[:：\s])
    | (?:附件|附表|附录) [ ]? [{_NUMERALS}\d]{{0,3}} [ ]? (?:$|[:：.．、\s])
    | \d{{1,2}} [.．、] (?!\d)
    | \d{{1,2}} [)）]
    | [①-⑳⑴-⒇⒈-⒛●■◆★▲○□◇☆]
    | [·•] \s
    | 目 \s* 录 $
    | (?:注|备注|说明|资料来源) \d? [:：]
    """,
    re.VERBOSE,
)
_LEADER = re.compile(
    r"(?:\.{4,}|(?:\. ){4,}|…{2,}|·{4,}|－{4,}|-{4,}|_{4,})\s*[（(]?\s*[\divxlIVXL]{1,5}\s*[)）]?\s*$"
)
_SENTENCE_ENDS = "。！？；：!?;:"
_OPENING = "（(“‘《〈「『【〔[〖"
_CLOSING = "，。、；：？！）)”’》〉」』】〕]〗,.;:?!%％…—"
_NARROWEST, _WIDEST = 32, 200
"""Measures of a printed page in columns: a list of short names is narrower, a paragraph a line wider."""


def begins_with_label(text: str) -> bool:
    """True if a line begins with the number or mark of a heading, item, box or appendix.

    >>> begins_with_label("（一）总体要求"), begins_with_label("3.5万人"), begins_with_label("附件1所列")
    (True, False, False)
    """
    return _LABEL.match(text.lstrip()) is not None


def is_toc_line(text: str) -> bool:
    """True for a line of a table of contents: leader dots and a page number at its end.

    >>> is_toc_line("一、发展基础 ........ 3"), is_toc_line("一、发展基础")
    (True, False)
    """
    return _LEADER.search(text[-160:]) is not None


def label_end(text: str) -> int:
    """How many characters of the line its indent and label take; 0 without a label."""
    indent = len(text) - len(text.lstrip())
    found = _LABEL.match(text, indent)
    return found.end() if found else 0


class Shape(NamedTuple):
    """What wrapping is told by: where a line begins and ends in columns, and its words."""

    indent: int
    right: int
    text: str


def shape(line: CleanLine) -> Shape:
    """The shape of a line; marks such as “ and — take two columns, as in Chinese print."""
    text = line.text.strip()
    indent = 0
    if len(text) != len(line.text):
        lead = line.text[: len(line.text) - len(line.text.lstrip())].expandtabs(4)
        indent = display_width(lead, ambiguous=2)
    return Shape(indent, indent + display_width(text, ambiguous=2), text)


def find_measure(shapes: Sequence[Shape]) -> int | None:
    """The width at which the lines of a text were broken; None where a paragraph is one line.

    Hard-wrapped prose has many lines of the full width, hardly any beyond, and breaks them in the middle
    of a sentence; verses and lists of one length end theirs with a mark.
    """
    shapes = [each for each in shapes if each.text]
    rights = Counter(min(each.right, _WIDEST + 1) for each in shapes)
    measure = _commonest_edge(rights)
    if measure is None:
        return None
    full = broken = paused = 0
    for each, following in pairwise(shapes):
        if abs(each.right - measure) <= 3 and not begins_with_label(following.text):
            full += 1
            paused += each.text[-1] in "，,、"
            broken += each.text[-1] not in _SENTENCE_ENDS + "，,、"
    return measure if broken >= 2 and (broken + paused) * 10 >= full * 6 and broken * 10 >= full * 3 else None


def _commonest_edge(rights: Counter[int]) -> int | None:
    """The right edge where lines crowd: at least an eighth of the longer ones, and nearly none beyond."""
    longer = sum(count for right, count in rights.items() if right >= _NARROWEST // 2)
    best: int | None = None
    for right in sorted(rights):
        if not _NARROWEST <= right <= _WIDEST:
            continue
        near = sum(rights[right + shift] for shift in (-3, -2, -1, 0))
        beyond = sum(count for other, count in rights.items() if other > right + 3)
        crowd = best is None or rights[right] >= rights[best] or right > best + 3
        if near >= 3 and near * 8 >= longer and beyond * 33 <= longer and crowd:
            best = right
    return best


def first_unit(text: str) -> str:
    """The characters at the start of a line that cannot be parted: a word with the marks that cling to it.

    >>> first_unit("（一）"), first_unit("人，"), first_unit("2025年")
    ('（一）', '人，', '2025')
    """
    end = 0
    while end < len(text) and text[end] in _OPENING:
        end += 1
    if text[end : end + 1].isascii() and text[end : end + 1].isalnum():
        while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in ".-%"):
            end += 1
    else:
        end += 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return text[: min(end, 24)]


def goes_on(before: Shape, line: Shape, measure: int, *, opens: bool) -> bool:
    """True if `line` goes on with the paragraph of the line before; `opens` if that one is its first line."""
    if begins_with_label(line.text) or is_toc_line(before.text):
        return False
    if before.right + display_width(first_unit(line.text), ambiguous=2) <= measure - 2:
        return False
    if line.indent <= before.indent + 1:
        return opens or line.indent >= before.indent - 1
    hanging = before.indent + display_width(before.text[: label_end(before.text)], ambiguous=2)
    return opens and hanging > before.indent and abs(line.indent - hanging) <= 2


def join_wrapped(lines: Sequence[CleanLine], measure: int | None = None) -> list[list[CleanLine]]:
    """Lines to paragraphs, each with the lines it runs over; a blank line parts paragraphs.

    Without a measure the text's own is found; where it has none, each line is a paragraph.
    """
    shapes = [shape(line) for line in lines]
    if measure is None:
        measure = find_measure(shapes)
    if measure is None:
        return [[line] for line, each in zip(lines, shapes, strict=True) if each.text]
    allowed = 1 if _is_double_spaced(shapes, measure) else 0
    measures = _local_measures(shapes, measure)
    paragraphs: list[list[CleanLine]] = []
    last: int | None = None
    for at, each in enumerate(shapes):
        if not each.text:
            continue
        if (
            last is not None
            and at - last - 1 <= allowed
            and goes_on(shapes[last], each, measures[last], opens=len(paragraphs[-1]) == 1)
        ):
            paragraphs[-1].append(lines[at])
        else:
            paragraphs.append([lines[at]])
        last = at
    return paragraphs


def _local_measures(shapes: Sequence[Shape], measure: int) -> list[int]:
    """The measure at each line: a box set narrower than the page has its own between blank lines."""
    measures = [measure] * len(shapes)
    start = 0
    for at in range(len(shapes) + 1):
        if at < len(shapes) and shapes[at].text:
            continue
        block = shapes[start:at]
        edge = max((each.right for each in block), default=0)
        full = [each for each in block[:-1] if edge - each.right <= 3]
        running = [each for each in full if each.text[-1] not in _SENTENCE_ENDS]
        if _NARROWEST // 2 <= edge < measure - 5 and len(full) >= 2 and len(running) * 10 >= len(full) * 6:
            measures[start:at] = [edge] * len(block)
        start = at + 1
    return measures


def _is_double_spaced(shapes: Sequence[Shape], measure: int) -> bool:
    """True where a blank line stands behind most full lines: wide leading, not the end of a paragraph."""
    blank = filled = 0
    for each, following in pairwise(shapes):
        if each.text and each.right >= measure - 3 and each.text[-1] not in _SENTENCE_ENDS:
            blank += not following.text
            filled += bool(following.text)
    return blank >= 3 and blank > 3 * filled
