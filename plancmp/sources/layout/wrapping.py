"""Tells hard-wrapped text from text with one paragraph a line, and puts wrapped lines together.

A line was broken because what follows did not fit: its width and that of the next line's first word
go beyond the measure. A line that ends earlier ends its paragraph; an indent or a number begins one.
Both questions, which measure a stretch has and where its paragraphs begin, are answered by the cheapest
path over the lines: what speaks against a way to read them has a price, and no sign alone decides.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from plancmp.sources.guard.limits import MOST_MEASURES, MOST_WAYS
from plancmp.sources.lines.cleaning import CleanLine
from plancmp.sources.thresholds import FULL_TO_PAUSED, INDENT, LONGEST_ROW, NARROWEST, SLACK, WIDEST
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE, LEGAL
from plancmp.text.width import display_width

_LABEL = compiled(
    rf"""
      (?:[{CHINESE}]{{1,4}}|[{LEGAL}]{{1,2}}|[Ⅰ-Ⅻ]|[A-H](?=.[\u4e00-\u9fff]))[、.．]
    | 【[{CHINESE}]{{1,3}}】
    | 专题 [{CHINESE}]{{1,2}} (?=[:：、\s])
    | [（(] [ ]? (?:[{CHINESE}]{{1,4}}|\d{{1,2}}) [ ]? [)）]
    | 第 [ ]? (?:[{CHINESE}]{{1,4}}|\d{{1,2}}) [ ]? (?:[篇章节条编]|部分)
    | 专栏 [ ]? [{CHINESE}\d]{{1,3}} (?![。，、；）)}}”])
    | [表图] [ ]? \d{{1,2}} (?:[-—.]\d{{1,2}})? (?=[:：\s])
    | (?:附件|附表|附录) [ ]? [{CHINESE}\d]{{0,3}} [ ]? (?:$|[:：.．、\s])
    | \d{{1,2}} (?:\.\d{{1,2}}){{2,3}} [ ]? (?=[\u4e00-\u9fff])
    | \d{{1,2}} \. \d{{1,2}} [ ] (?![万亿千百十个人年月日元吨米亩平公级倍度件家张处左以])
      (?=[\u4e00-\u9fff]{{4}})
    | \d{{1,2}} [.．、] (?!\d)
    | \d{{1,2}} [)）]
    | 0 \d [ ] (?=[\u4e00-\u9fff])
    | [①-⑳⑴-⒇⒈-⒛●■◆★▲○□◇☆]
    | [·•] \s
    | 目 \s* 录 $
    | (?:注|备注|说明|资料来源) \d? [:：]
    | [\u4e00-\u9fff]{2, 3} (?:单位|部门|时限|期限) [:：]
    """,
    re.VERBOSE,
)
_LEADER = compiled(
    r"(?:\.{4,}|(?:\. ){4,}|…{2,}|·{4,}|－{4,}|-{4,}|_{4,}|([^\s\d])\1{4,})"
    r"\s*[（(]?\s*[\divxlIVXL]{1,5}\s*[)）]?\s*$"
)
_PAGE_ENDS = "ivxlIVXL)）"
"""A leader ends in one of these, or in a digit."""
_ALONE = compiled(
    rf"""
      \d{{4}} \s? 年 \s? \d{{1,2}} \s? 月 \s? \d{{1,2}} \s? 日
    | [○{CHINESE}]{{4}} 年 [{CHINESE}]{{1,3}} 月 [{CHINESE}]{{1,3}} 日
    | [\u4e00-\u9fff]{{2,12}} [〔［\[(（] (?:19|20)\d\d [〕］\])）] \s? 第? \s? \d{{1,4}} \s? 号
    """,
    re.VERBOSE,
)
"""A line that is a paragraph: the date of a signature, the number of a document."""
_REMARK = compiled(r"[（(][^（()）]{4,40}[)）]")
"""A paragraph that begins with all of this ends with it: （此件公开发布）."""
_QUOTED = compiled(r"“[^“”]*”|《[^《》]*》|[（(][^（()）]{1,3}[)）]")
"""What is no paragraph by itself."""
_ROOM = compiled(r"(?<=[^\0-\u2e7f\ufff0-\U0010ffff]) (?=[^ ])|(?<=[^ ]) (?=[^\0-\u2e7f\ufff0-\U0010ffff])")
"""Beside a wide character; written by what is none, for `re` walks through every range that it compiles."""
_GAP = compiled(r"(?<=\S)(?:[ \t\xa0]{2,}|[ \t\xa0]*\u3000\s*)(?=\S)")
_WIDE_ROOM = compiled("[\u3000\t\xa0]")
"""A gap has one of these or two blanks."""
_SENTENCE_ENDS = "。！？；：!?;:"
_OPENING = "（(“‘《〈「『【〔[〖"
_BEHIND = "，。、；：？！）)”’》〉」』】〕]〗,.;:?!%％"
"""Marks that no line begins with."""
_CLOSING = _BEHIND + "…—"
_PAUSES = "，,、"
_MEASURES = {"first": 2.0, "other": 3.0, "amid": 3.0}
"""Prices of a first measure, of another one, and of another one in the middle of a sentence."""
_UNBROKEN = {"pause": 0.8, "word": 0.5, "close": 0.2}
_SHORT = {"pause": 1.5, "word": 0.8, "open": 0.6, "close": 0.3}
"""Prices of a line that ends so: as a paragraph, and short of its measure."""
_FIRST_CHARACTER = "\u2e80"
_BRACKETS, _UNBRACKETS = "（(《〈「『【〔[〖", "）)》〉」』】〕]〗"


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
    last = text.rstrip()[-1:]
    return (last.isdecimal() or last in _PAGE_ENDS) and _LEADER.search(text[-160:]) is not None


def label_end(text: str) -> int:
    """How many characters of the line its indent and label take; 0 without a label."""
    indent = len(text) - len(text.lstrip())
    found = _LABEL.match(text, indent)
    return found.end() if found else 0


def has_gap(text: str) -> bool:
    """True if a line has words that stand apart: not behind its number, not the letters of one word.

    >>> has_gap("1   残疾人就业率    95"), has_gap("第一章   总则"), has_gap("目    录")
    (True, False, False)
    """
    words = text.strip()
    if len(text) > LONGEST_ROW or ("  " not in words and _WIDE_ROOM.search(words) is None):
        return False
    if _GAP.search(text) is None or is_toc_line(text):
        return False
    end = label_end(text)
    if all(len(word) == 1 and word > "\u2e7f" for word in text[end:].split()):
        return False
    return _GAP.search(text, end + len(text[end:]) - len(text[end:].lstrip())) is not None


class Shape(NamedTuple):
    """What wrapping is told by: where a line begins and ends in columns, and its words."""

    indent: int
    right: int
    text: str
    page: int = 1


def shape(line: CleanLine) -> Shape:
    """The shape of a line; marks such as “ and — take two columns, as in Chinese print.

    A blank between a Chinese character and any other is room that a tool saw: 2030 年, 学 位 增 加.
    """
    text = line.text.strip()
    indent = 0
    if len(text) != len(line.text):
        lead = line.text[: len(line.text) - len(line.text.lstrip())].expandtabs(4)
        indent = display_width(lead, ambiguous=2)
    room = _ROOM.sub("", text) if " " in text else text
    return Shape(indent, indent + display_width(room, ambiguous=2), text, line.page)


class Measure(NamedTuple):
    """How a stretch of text was broken: the width of its lines, and whether they were dealt out.

    PDF tools deal one line out to several where its marks were moved closer together, as at a comma.
    """

    width: int
    dealt: bool = False


def find_measures(shapes: Sequence[Shape]) -> list[Measure | None]:
    """The measure at each line; None where a paragraph is one line.

    Hard-wrapped prose has many lines of the full width, hardly any beyond, and breaks them in the middle
    of a sentence; verses and lists of one length end theirs with a mark. The cheapest path over the lines
    decides, so that a box in smaller type has its own measure.
    """
    behind = _following(shapes)
    found = _candidates(shapes, behind)
    if not found:
        return [None] * len(shapes)
    states: list[Measure | None] = [None]
    ways = (False, True) if _is_dealt(shapes, behind, max(found)) else (False,)
    states += [Measure(width, dealt) for width in found for dealt in ways]
    prices = [0.0] + [_MEASURES["first"]] * (len(states) - 1)
    back: list[list[int]] = []
    end = "part"
    for each, following in zip(shapes, behind, strict=True):
        if not each.text:
            back.append([])
            continue
        cheapest = min(range(len(states)), key=prices.__getitem__)
        limit = (
            prices[cheapest] + _MEASURES["other"] + (_MEASURES["amid"] if end in ("word", "pause") else 0.0)
        )
        back.append([number if price <= limit else cheapest for number, price in enumerate(prices)])
        end = _ending(each, following)
        prices = [
            min(price, limit) + _misfit(each, end, state) for price, state in zip(prices, states, strict=True)
        ]
    at_last = min(range(len(states)), key=prices.__getitem__)
    chosen: list[Measure | None] = [None] * len(shapes)
    for at in range(len(shapes) - 1, -1, -1):
        if back[at]:
            chosen[at] = states[at_last]
            at_last = back[at][at_last]
    return chosen


def _following(shapes: Sequence[Shape]) -> Sequence[Shape | None]:
    """The line behind each line; in a text with wide leading the one behind the blank line."""
    near: list[Shape | None] = [*shapes[1:], None]
    if not _is_double_spaced(shapes):
        return near[: len(shapes)]
    far: list[Shape | None] = [*shapes[2:], None, None]
    return [two if one and not one.text else one for one, two in zip(near, far, strict=True)]


def _is_double_spaced(shapes: Sequence[Shape]) -> bool:
    """True where a blank line stands behind most lines: wide leading, not the end of a paragraph."""
    blank = filled = 0
    for each, following in pairwise(shapes):
        if each.right >= NARROWEST and each.text[-1:] not in _SENTENCE_ENDS + _CLOSING:
            blank += not following.text
            filled += bool(following.text)
    return blank >= 3 and blank > 3 * filled


def _candidates(shapes: Sequence[Shape], behind: Sequence[Shape | None]) -> list[int]:
    """Widths where lines crowd that end in the middle of a sentence, the widest crowd first."""
    broken: Counter[int] = Counter()
    marked: Counter[int] = Counter()
    for each, following in zip(shapes, behind, strict=True):
        if each.text and NARROWEST <= each.right <= WIDEST:
            end = _ending(each, following)
            if end == "word":
                broken[each.right] += 1
            elif end != "part":
                marked[each.right] += 1
    crowds = {right: sum(broken[right - back] for back in range(SLACK + 1)) for right in broken}
    found: list[int] = []
    for right in sorted(crowds, key=lambda right: (-crowds[right], -right)):
        # First lines are shorter by their indent where a tool stripped it; a line may hang over.
        near = range(right + INDENT + 1, right - SLACK - 1, -1)
        edge = next((edge for edge in near if broken[edge] * 4 >= crowds[right]), right)
        taken = any(abs(edge - other) <= INDENT for other in found)
        paused = sum(marked[edge - back] for back in range(SLACK + 1))
        if crowds[right] >= 2 and not taken and crowds[right] * 10 >= (crowds[right] + paused) * 3:
            found.append(edge)
    return found[:MOST_MEASURES]


def _is_dealt(shapes: Sequence[Shape], behind: Sequence[Shape | None], width: int) -> bool:
    """Whether many short lines of a text end at a comma, where no paragraph ends."""
    full = short = 0
    for each, following in zip(shapes, behind, strict=True):
        if each.right >= width - SLACK - INDENT:
            full += 1
        elif each.text:
            short += _ending(each, following) == "pause"
    return short >= 3 and short * FULL_TO_PAUSED >= full


def _ending(line: Shape, following: Shape | None) -> str:
    """How a line ends: `part` before a label or a gap, `end` of a sentence, `pause`, `close`, or a `word`.

    `open` is a line before an opening bracket.
    """
    if following is None or not following.text or begins_with_label(following.text) or is_toc_line(line.text):
        return "part"
    last = line.text[-1]
    if last in _SENTENCE_ENDS:
        return "end"
    if last in _PAUSES or following.text[0] in _BEHIND:
        return "pause"
    if following.text[0] in _OPENING:
        return "open"
    return "close" if last in _CLOSING else "word"


def _misfit(line: Shape, end: str, measure: Measure | None) -> float:
    """What it costs to say that a line stands in text broken at a measure."""
    if measure is None:
        return _UNBROKEN.get(end, 0.0) if end == "pause" or line.right >= NARROWEST else 0.0
    if line.right > measure.width + 4:
        return 9.0
    base = 0.1 if measure.dealt else 0.02
    if end in ("part", "end"):
        return base
    if line.right >= measure.width - SLACK:
        return base - 1
    if line.right >= measure.width - SLACK - INDENT:
        return base - 0.5
    if measure.dealt:
        figure = max(line.text) < _FIRST_CHARACTER
        return base + (1.0 if figure else 0.4 if end == "word" else 0.0)
    return base + _SHORT[end]


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


def room(width: int, right: int, text: str) -> int:
    """The columns that a line of this width had left, with the first word of the next line behind its own.

    Below 0 the line is full: what follows may go on with it.

    >>> room(10, 8, "人口"), room(10, 8, "2025年")
    (0, -2)
    """
    return width - right - display_width(first_unit(text), ambiguous=2)


class _Way(NamedTuple):
    """One way to read the lines so far: what it costs, and how the last line stands in its paragraph."""

    price: float
    right: int
    """Where the printed line ends so far."""
    opened: int
    """Brackets that are open."""
    lines: int
    """Printed lines of the paragraph so far."""
    first: int
    """The line that the paragraph begins with."""
    back: int = 0
    """The way to read the lines before."""


def join_wrapped(
    lines: Sequence[CleanLine], measures: Sequence[Measure | None] | None = None
) -> list[list[CleanLine]]:
    """Lines to paragraphs, each with the lines it runs over; a blank line parts paragraphs.

    Without `measures`, one a line, the text's own are found; a line without one is a paragraph.
    """
    if measures is None:
        measures = find_measures([shape(line) for line in lines])
    if not any(measures):
        return [[line] for line in lines if line.text.strip()]
    shapes = [shape(line) for line in lines]
    blank = 1 if _is_double_spaced(shapes) else 0
    joiner = _Joiner(shapes, measures)
    paragraphs: list[list[CleanLine]] = []
    for run in _runs(shapes, measures, blank):
        for at, begins in zip(run, joiner.begins(run), strict=True):
            if begins:
                paragraphs.append([])
            paragraphs[-1].append(lines[at])
    return paragraphs


def _runs(shapes: Sequence[Shape], measures: Sequence[Measure | None], blank: int) -> Iterator[list[int]]:
    """Lines of one measure with no more than so many blank lines between them."""
    run: list[int] = []
    for at, each in enumerate(shapes):
        if not each.text:
            continue
        if run and (at - run[-1] - 1 > blank or measures[at] != measures[run[-1]]):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


class _Joiner:
    """Finds the cheapest way to part lines into paragraphs.

    A line stands below the one before it, in the same printed line, or begins a paragraph.
    """

    def __init__(self, shapes: Sequence[Shape], measures: Sequence[Measure | None]) -> None:
        self._shapes = shapes
        self._measures = measures
        inner = [each for each, measure in zip(shapes, measures, strict=True) if measure and each.text]
        indents = Counter(each.indent for each in inner if 2 <= each.indent <= 8).most_common(1)
        self._indent = indents[0][0] if indents and indents[0][1] * 25 > len(inner) else 0

    def begins(self, run: Sequence[int]) -> list[bool]:
        """For each line of a run of one measure whether it begins a paragraph."""
        measure = self._measures[run[0]]
        if measure is None:
            return [True] * len(run)
        steps = [list(self._opened(run[0], 0.0, 0))]
        for before, at in pairwise(run):
            best: dict[tuple[int, bool], _Way] = {}
            for number, way in enumerate(steps[-1]):
                for made in self._ways(way, number, before, at, measure):
                    key = made.right, made.lines == 1
                    if key not in best or made.price < best[key].price:
                        best[key] = made
            steps.append(sorted(best.values())[:MOST_WAYS])
        found: list[bool] = []
        number = 0
        for at, ways in zip(reversed(run), reversed(steps), strict=True):
            found.append(ways[number].first == at)
            number = ways[number].back
        return found[::-1]

    def _ways(self, way: _Way, number: int, before: int, at: int, measure: Measure) -> Iterator[_Way]:
        """The ways to go on with the line `at`."""
        last, line = self._shapes[before], self._shapes[at]
        item = line.text.startswith("——") and last.text[-1] in _SENTENCE_ENDS
        labelled = item or begins_with_label(line.text)
        yield from self._opened(at, way.price + self._parting(way, last, line, measure, labelled), number)
        opened = max(way.opened + _opens(line.text), 0)
        against = way.price + (4.0 if labelled else 0.0)
        against += 9.0 if is_toc_line(last.text) or self._stands_alone(way, before, line) else 0.0
        below = against + self._wrapping(way, last, line, measure)
        yield _Way(below, line.right, opened, way.lines + 1, way.first, number)
        if measure.dealt and line.page == last.page:
            right = way.right + line.right - line.indent
            marked = last.text[-1] in _CLOSING + "．" or line.text[0] in _OPENING + _BEHIND
            beside = against + (0.2 if marked else 5.0) + max(right - measure.width - 2, 0) * 0.4
            headed = self._is_headed(way, last) and last.text[-1] not in _CLOSING
            beside += 1.5 if headed and not _QUOTED.fullmatch(line.text) else 0.0
            yield _Way(beside, right, opened, way.lines, way.first, number)

    def _opened(self, at: int, price: float, number: int) -> Iterator[_Way]:
        """The line as the first of a paragraph, with the indent that was stripped and without."""
        line = self._shapes[at]
        opened = max(_opens(line.text), 0)
        yield _Way(price, line.right, opened, 1, at, number)
        if not self._indent:
            yield _Way(price, line.right + INDENT, opened, 1, at, number)

    def _parting(self, way: _Way, last: Shape, line: Shape, measure: Measure, labelled: bool) -> float:
        """The price of a new paragraph."""
        price = 3.0 if way.opened else 0.0
        price += 6.0 if label_end(last.text) == len(last.text) and last.text[-1] in "．.、）)" else 0.0
        quoted = any(_QUOTED.fullmatch(each.text) for each in (last, line))
        price += 8.0 if line.text[0] in _BEHIND else 3.0 if quoted else 0.0
        full = room(measure.width - 2, way.right, line.text) < 0
        end = last.text[-1]
        if end in _PAUSES:
            price += 6.0
        elif end in _SENTENCE_ENDS:
            price += 2.0 if full and not labelled else 0.3
        elif labelled:
            price += 0.3
        else:
            alone = way.lines == 1 and not any(mark in last.text for mark in "。；")
            light = self._is_headed(way, last) or end in _UNBRACKETS
            price += (0.8 if light else 1.6 if alone else 3.0) + (2.0 if full else 0.0)
        if self._indent and not labelled:
            steps = line.indent > last.indent + 1 or self._is_second(way, last, line)
            price += -1.0 if steps else 0.6
        return price - labelled

    def _stands_alone(self, way: _Way, before: int, line: Shape) -> bool:
        """Whether one of two lines is a paragraph by its form."""
        last = self._shapes[before]
        if _ALONE.fullmatch(line.text):
            return last.text[-1] not in _PAUSES and not way.opened
        return way.first == before and any(form.fullmatch(last.text) for form in (_ALONE, _REMARK))

    def _is_second(self, way: _Way, last: Shape, line: Shape) -> bool:
        """Whether a line has the indent of the first line right above it."""
        return way.lines == 1 and line.indent == last.indent == self._indent > 0

    def _is_headed(self, way: _Way, last: Shape) -> bool:
        """Whether a paragraph so far may be a heading: its number, and words without a full stop."""
        first = self._shapes[way.first].text
        return (
            way.lines == 1
            and begins_with_label(first)
            and label_end(first) < len(first)
            and not any(mark in last.text for mark in "。；")
        )

    def _wrapping(self, way: _Way, last: Shape, line: Shape, measure: Measure) -> float:
        """The price of a line end inside of a paragraph."""
        left = room(measure.width - 2, way.right, line.text)
        price = 0.0 if left < 0 else min(0.9 + 0.35 * left, 8.0)
        price += 0.4 * max(way.right - measure.width - 2, 0)
        price += 1.5 if self._is_second(way, last, line) else 0.0
        if line.indent > last.indent + 1:
            hanging = last.indent + display_width(last.text[: label_end(last.text)], ambiguous=2)
            hangs = way.lines == 1 and hanging > last.indent and abs(line.indent - hanging) <= 2
            return price + (0.0 if hangs else 5.0)
        return price + (4.0 if way.lines > 1 and line.indent < last.indent - 1 else 0.0)


def _opens(text: str) -> int:
    """How many more brackets a line opens than it closes."""
    return sum((char in _BRACKETS) - (char in _UNBRACKETS) for char in text)
