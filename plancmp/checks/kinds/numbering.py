"""Numbers of headings, boxes and items: gaps, repeats, headings without one, items run together (NUM)."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from plancmp.checks.entries import Aside, Check, Hit, Mend, Rule
from plancmp.checks.kinds.placeholders import name_hit
from plancmp.checks.kinds.renumbering import LABEL, closing, like
from plancmp.checks.view import Passage, PlanView, Row, any_of, group_span, part_of, place_order
from plancmp.model.place import Place
from plancmp.model.record import Box, Section, Text
from plancmp.model.words import Words
from plancmp.reading.columns import number_of, row_style
from plancmp.structure.numbering import find_label
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE, ordinal

_BEFORE = Words(zh="前一个编号", en="the number before")
_BARE = Words(zh="没有编号的标题", en="a heading without a number")
_MISSING = Words(zh="前面缺“{numbers}”", en="“{numbers}” missing before it")
_DUE = Words(zh="这里应是“{numbers}”", en="“{numbers}” is due here")
_SPAN = Words(zh="{first}至{last}", en="{first} to {last}")
_NO_SUCH_BOX = Words(zh="文中只有专栏{numbers}", en="the plan has boxes {numbers} only")
_LIST_STYLES = ("（一）", "1.", "（1）", "1）", "①", "A.")
_GROUP_STYLES = ("一、", "（一）")


class UnnumberedParameters(Rule, frozen=True, kw_only=True):
    """Which headings go without a number."""

    known: tuple[str, ...]
    """Titles that have none: 前言, 结语."""


class BoxParameters(Rule, frozen=True, kw_only=True):
    """How boxes are called."""

    words: tuple[str, ...]
    others: tuple[str, ...]
    """Words before a reference that is to another document's box: 国家规划专栏3."""


class RunTogetherParameters(Rule, frozen=True, kw_only=True):
    """What parts two items in one paragraph."""

    breaks: str
    """Marks behind which the next item begins: `。；`."""


class LostNumberParameters(Rule, frozen=True, kw_only=True):
    """When a paragraph behind a row of numbered ones is the next of them."""

    least: int
    """So many numbered ones at the least."""
    shortest: int
    """A paragraph shorter than this is none."""


class _Step(NamedTuple):
    """A number that does not follow the one before."""

    at: int
    number: int
    expected: int
    before: int | None
    """Index of the number before."""


def find_steps(numbers: Sequence[int | None], begins: Iterable[int] = (1,)) -> Iterator[_Step]:
    """Numbers that jump, repeat or go back. None is a member without a number, which may take one.

    A wrong number is found once: the ones behind it may follow it, or what it should have been.

    >>> [(step.at, step.expected) for step in find_steps([1, 2, 5, 4])]
    [(2, 3)]
    >>> [step.at for step in find_steps([1, None, 3, 4])], [step.at for step in find_steps([3, 4])]
    ([], [0])
    """
    allowed = set(begins)
    missing = 0
    before: int | None = None
    for index, number in enumerate(numbers):
        if number is None:
            missing += 1
            continue
        wanted = {first + more for first in allowed for more in range(missing + 1)}
        expected = min(allowed)
        if number not in wanted:
            yield _Step(index, number, expected, before)
            allowed = {number + 1, expected + 1}
        else:
            allowed = {number + 1}
        missing, before = 0, index


# -- headings ------------------------------------------------------------------------------------------


def find_heading_gaps(view: PlanView, check: Check | None) -> Iterator[Hit]:
    """Numbers of headings that do not follow; Word's own numbers and those that run on are right."""
    for prefix, tree in view.trees():
        last: dict[str, list[int]] = {}
        for siblings in _families(tree):
            yield from _gaps_among(view, siblings, prefix, last)


def _gaps_among(
    view: PlanView, siblings: Sequence[Section], prefix: str, last: dict[str, list[int]]
) -> Iterator[Hit]:
    """The gaps among the sections under one heading, style by style; `last`: what may follow those before."""
    rows = {row for each in siblings if (row := _row(each)) is not None}
    for style in sorted(rows):
        members = [each for each in siblings if _row(each) == style or each.numbering == "absent"]
        numbers = [each.number if _row(each) == style else None for each in members]
        if len(rows) > 1 and len(members) == 1:
            # One number of its kind among others of another kind says nothing by itself.
            continue
        steps = _fewest_steps(numbers, [1, *last.get(style, ())])
        for step in steps:
            section = members[step.at]
            passage = view.headings.get(prefix + section.id)
            if section.numbering == "written" and passage is not None:
                earlier = members[step.before] if step.before is not None else None
                if _is_right(view, passage, step, section, earlier) and not _goes_on_right(numbers, step):
                    continue
                before = view.headings.get(prefix + earlier.id) if earlier else None
                hit = _gap_hit(passage, step, before)
                bare = tuple(_unnumbered_before(view, passage, section))
                mends: tuple[Mend, ...] = ()
                if len(steps) == 1 and not bare and step.before is not None and style != "1.1":
                    behind = members[step.at :]
                    names = [prefix + each.id for each in behind if each.numbering == "written"]
                    titles = [view.headings[name] for name in names if name in view.headings]
                    mends = _closed(view, step, titles) if len(titles) == len(behind) else ()
                yield hit._replace(asides=(*hit.asides, *bare), mends=mends)
        stated = [number for number in numbers if number is not None]
        if stated:
            wrong = [step.number - step.expected for step in steps if step.number == stated[-1]]
            last[style] = [stated[-1] + 1, *(stated[-1] + 1 - by for by in wrong)]


def _goes_on_right(numbers: Sequence[int | None], step: _Step) -> bool:
    """Whether the row goes on from the number that is due, so that the one that stands there is wrong."""
    return step.expected + 1 in numbers[step.at + 1 : step.at + 2]


def _is_right(
    view: PlanView, passage: Passage, step: _Step, section: Section, earlier: Section | None
) -> bool:
    """Whether a number that does not follow is right: what it lacks is elsewhere, or it begins a row anew.

    A title said again at the top of the next page is none of its own.
    """
    again = earlier is not None and (earlier.number, earlier.title) == (section.number, section.title)
    return again or _is_accounted(view, passage) or _begins_anew(step, section)


def _closed(view: PlanView, step: _Step, titles: Sequence[Passage]) -> tuple[Mend, ...]:
    """What closes a gap of one number: those from there on moved up. Where more are missing, words may be."""
    shift = step.number - step.expected
    return closing(view, [(each, _label_end(each)) for each in titles], shift) if shift == 1 else ()


def _row(section: Section) -> str | None:
    """What the numbers of a row have in common: their style, and all but the last part of 14.1.2."""
    if section.style == "1.1":
        return section.style + squeeze(section.label or "").rstrip(".、").rpartition(".")[0]
    return section.style


def _begins_anew(step: _Step, section: Section) -> bool:
    """Whether a row begins again at 1 behind several: one under a heading that was not seen."""
    return section.number == 1 and step.expected > 2


def _is_accounted(view: PlanView, passage: Passage) -> bool:
    """Whether the number due before this one is there after all.

    It may be one of another kind of text (numbers run on through chapters, or from a list to headings), or
    stand within a paragraph: in the note that it opens, or where the text lost its line break.
    """
    label = view.label(passage)
    if label is None:
        return _is_in_text_before(view, passage)
    if label.number < 2 or id(passage) in view.once("behind-bare", lambda: _behind_bare(view)):
        return label.number > 1
    before, start, end = view.once("labels-before", lambda: _labels_before(view))[id(passage)]
    is_heading = passage.kind == "heading" and not view.has_cells
    nested = is_heading and id(passage) in view.once("resuming", lambda: _resuming(view))
    words = passage.folded[label.start : label.end].strip()
    signs = (words[:1], chr(ord(words[0]) - 1)) if label.style == "①" else ()
    if any(view.text.find(sign, 0, start) >= 0 for sign in signs):
        # The sign of a note stands where the note is called for as well, and ① behind 注：.
        return True
    return (
        before == label.number - 1
        or nested
        or _written(words, label.number - 1).search(view.text, start, end) is not None
    )


def _is_in_text_before(view: PlanView, item: Passage) -> bool:
    """Whether the number before that of an item, which has no mark (03), opens a line of the item before."""
    words = item.folded[: item.starts[1]].strip() if len(item.starts) > 1 else ""
    if not words.isdecimal():
        return False
    items = view.passages_by_kind[item.kind]
    at = items.index(item)
    before = items[at - 1].folded if at else ""
    number = compiled(rf"\s*0?{int(words) - 1}(?![\d.%])")
    places = view.once("places-of-passages", lambda: {id(each): at for at, each in enumerate(view.passages)})
    behind = view.passages[max(places[id(item)] - _NEAR_BY, 0) : places[id(item)]]
    # Or a line near by: 01 of a box whose 02 was taken for a heading.
    return _written(words, int(words) - 1).search(before) is not None or any(
        number.match(each.folded) for each in behind
    )


_NEAR_BY = 12


@lru_cache(512)
def _written(words: str, number: int) -> re.Pattern[str]:
    """How another number of the style of some words stands where a sentence begins."""
    found = LABEL.fullmatch(words)
    if found is None:
        return compiled(r"(?!)")
    head, digits, tail = found.groups()
    other = ("0?" if digits.isdecimal() else "") + like(digits, number)
    begins = r"(?:^|(?<=[\x00\n。;:!?)\]】”\s]))"
    # Before the title of a document the mark may have come to stand behind it.
    mark = _MARK.sub("(?:[.、]|(?=《))", re.escape(tail))
    return re.compile(rf"{begins}{re.escape(head)}{other}{mark}(?![\d.](?!\d\d\d ?年))")


_MARK = compiled(r"\\\.|、")


_Before = tuple[int, int, int]
"""The number of its style that stands last before a passage, where that ends, and where the
passage begins."""


def _labels_before(view: PlanView) -> dict[int, _Before]:
    """For each numbered passage what comes before it; boxes count for themselves."""
    last: dict[tuple[str, bool], tuple[int, int]] = {}
    found: dict[int, _Before] = {}
    opened = 0
    for passage, start in view.starts():
        opened = start if passage.kind == "box-title" else opened
        label = view.label(passage)
        if label is None:
            continue
        row = label.style, passage.kind in ("item", "box-text")
        number, end = last.get(row, (0, 0))
        found[id(passage)] = number, max(end, opened if row[1] else 0), start
        last[row] = label.number, start + label.end
    return found


def _resuming(view: PlanView) -> frozenset[int]:
    """The passages whose number goes on from one before a row within: 三、 [一、 二、] 四、 of a text.

    Where the text lost which rows stand in a box or a cell, those of one style run into each other. Of each
    style the outer row and the latest within are held, until a heading of a style above it.
    """
    found: set[int] = set()
    held: dict[str, list[int]] = {}
    above: dict[str, int] = {}
    for passage in view.passages:
        label = view.label(passage)
        if label is None:
            continue
        style, number = label.style, label.number
        rank = above.setdefault(style, len(above)) if passage.kind == "heading" else len(above)
        for other in [each for each in held if above.get(each, len(above)) > rank]:
            del held[other]
        outer, inner = held.setdefault(style, [0, 0])
        if outer and inner and number == outer + 1 != inner + 1:
            found.add(id(passage))
        if number == outer + 1:
            outer = number
            inner = number if number == inner + 1 else 0
        elif number == inner + 1 or number == 1:
            inner = number
        held[style] = [outer, inner]
    return frozenset(found)


def _unnumbered_before(view: PlanView, passage: Passage, section: Section) -> Iterator[Aside]:
    """The headings without a number since the last of a kind: one of them may be what is missing."""
    headings = view.once("headings-in-order", lambda: list(view.headings.values()))
    places = view.once("places-of-headings", lambda: {id(each): at for at, each in enumerate(headings)})
    for at in range(places[id(passage)] - 1, -1, -1):
        other = headings[at]
        found = view.sections.get(other.section or "")
        is_above = (passage.section or "").startswith(f"{other.section}.")
        if found is None or found.style == section.style or (is_above and found.numbering != "absent"):
            return
        if found.numbering == "absent" and not is_above:
            yield Aside(_BARE, other, 0, len(other.text))


def _fewest_steps(numbers: Sequence[int | None], begins: Sequence[int]) -> list[_Step]:
    """The wrong numbers if the row begins so that they are fewest; of several beginnings the latest."""
    return min((list(find_steps(numbers, (begin,))) for begin in sorted(begins, reverse=True)), key=len)


def _gap_hit(passage: Passage, step: _Step, before: Passage | None) -> Hit:
    """A hit on the number of a heading or item."""
    end = passage.starts[1] - 1 if len(passage.starts) > 1 else len(passage.text)
    asides = () if before is None else (Aside(_BEFORE, before, 0, _label_end(before)),)
    label_end = min(end, _label_end(passage))
    return Hit(passage, 0, label_end, _what_is_due(passage.text[:label_end].strip(), step), asides)


def _what_is_due(words: str, step: _Step) -> dict[str, Words]:
    """What a message says of a number that does not follow: what is missing, or what it should be."""
    due = [_in_style(words, number) for number in range(step.expected, step.number)]
    if not due:
        return {"due": _DUE.filled(numbers=_in_style(words, step.expected))}
    few = len(due) <= _MOST_MISSING
    mark = "、" if due[0][-1].isalnum() else ""
    numbers = mark.join(due) if few else _SPAN.filled(first=due[0], last=due[-1])
    return {"due": _MISSING.filled(numbers=numbers)}


_MOST_MISSING = 3


def _in_style(words: str, number: int) -> str:
    """A number in the style of another one: 2 in that of （四） is （二）; bare where there is no telling."""
    found = LABEL.fullmatch(words)
    return str(number) if found is None else found[1] + like(found[2], number) + found[3]


def _label_end(passage: Passage) -> int:
    """The end of the number that a passage begins with."""
    if len(passage.starts) > 1:
        return passage.starts[1] - 1
    label = find_label(passage.folded, 0, len(passage.folded))
    return label.end if label is not None else min(len(passage.text), 12)


def _families(sections: Sequence[Section]) -> Iterator[Sequence[Section]]:
    """All groups of sections under one heading, in document order."""
    if sections:
        yield sections
    for section in sections:
        yield from _families(section.sections)


def find_unnumbered(view: PlanView, check: Check) -> Iterator[Hit]:
    """Headings without a number among numbered ones."""
    known = _known(check.parameters.known)
    for prefix, tree in view.trees():
        for siblings in _families(tree):
            bare = [section for section in siblings if section.numbering == "absent"]
            numbered = [section for section in siblings if section.numbering != "absent"]
            behind = list(takewhile(lambda each: each.numbering == "absent", reversed(siblings)))
            if len(numbered) < 2 or len(bare) > len(numbered) or len(behind) > 1:
                # Several behind the last number are headings of another kind.
                continue
            heads = {id(one) for one, two in pairwise(siblings) if two.number == 1}
            for section in bare:
                if id(section) in heads:
                    # What stands before number one is the title of what is numbered.
                    continue
                passage = view.headings.get(prefix + section.id)
                first = section is siblings[0] and numbered[0].number == 1
                title = squeeze(section.title)
                if passage is None or first or known.fullmatch(title) or title.startswith(("【", "[")):
                    continue
                if _UNTITLED.search(section.title):
                    # A sentence or a part of one, the number of a document, a caption, what has its own code.
                    continue
                yield Hit(passage, 0, len(passage.text), {"example": numbered[0].label or ""})


_UNTITLED = compiled(
    r"[，,；;].*的$|^\s*(?:20\d\d ?年|\d{1,2}(?:\.\d{1,2})+\s|\d{3,6}\s|[表图]\s?\d)"
    r"|[〔［\[]\s?20\d\d\s?[〕］\]]\s?\d+\s?号$"
)


@cache
def _known(words: tuple[str, ...]) -> re.Pattern[str]:
    """Titles that go without a number."""
    return compiled(any_of(words))


# -- boxes ---------------------------------------------------------------------------------------------


def find_box_gaps(view: PlanView, check: Check) -> Iterator[Hit]:
    """Numbers of boxes that do not follow, and references to boxes that are not there."""
    parameters: BoxParameters = check.parameters
    words = any_of(parameters.words)
    boxes = [
        box
        for box in view.record.boxes
        if box.number is not None and re.fullmatch(rf"(?:{words})[\d{CHINESE}]+", squeeze(box.label or ""))
    ]
    if any(re.match(rf"(?:{words})\d+[-—.]\d", squeeze(fold(box.label or ""))) for box in view.record.boxes):
        # 专栏4-1: numbered by chapter, where one alone may be 专栏3.
        return
    titles = view.by_place("box-title")
    boxes.sort(key=lambda box: place_order(box.at))
    boxes = boxes[:1] + [box for before, box in pairwise(boxes) if not _goes_on(before, box)]
    due: set[int] = set()
    steps = list(find_steps([box.number for box in boxes]))
    for step in steps:
        passage = titles.get(boxes[step.at].at)
        due.add(step.expected)
        earlier = boxes[step.before] if step.before is not None else None
        missing = set(range(step.expected, boxes[step.at].number or 0))
        if missing and missing <= _box_lines(view, words, earlier, boxes[step.at]):
            continue
        before = titles.get(earlier.at) if earlier is not None else None
        if passage is not None:
            behind = [titles[box.at] for box in boxes[step.at :] if box.at in titles]
            is_sure = len(steps) == 1 and step.before is not None and len(behind) == len(boxes) - step.at
            hit = _gap_hit(passage, step, before)
            yield hit._replace(mends=_closed(view, step, behind) if is_sure else ())
    yield from _dead_references(view, parameters, boxes, due)


def _goes_on(before: Box, box: Box) -> bool:
    """Whether a title is that of the box before, repeated where it goes on over the page."""
    return (before.number, before.title) == (box.number, box.title)


def _box_lines(view: PlanView, words: str, before: Box | None, box: Box) -> set[int | None]:
    """Numbers of boxes whose titles stand between two boxes, though they were not read as boxes."""
    if view.document is None or view.locator is None:
        return set()
    title = compiled(rf"(?:^|;) ?(?:{words}) ?(\d{{1,2}}|[{CHINESE}]{{1,3}})", re.MULTILINE)
    start, end = (view.locator.offset(each.at) if each is not None else 0 for each in (before, box))
    return {ordinal(number) for number in title.findall(view.document.folded, start or 0, end or 0)}


def _dead_references(
    view: PlanView, parameters: BoxParameters, boxes: Sequence[Box], due: Collection[int]
) -> Iterator[Hit]:
    """References to a box that does not exist; one whose number another box has by mistake does."""
    numbers = {box.number for box in boxes}
    if not numbers:
        return
    words = any_of(parameters.words)
    number = rf"(?P<number>\d{{1,2}}|[{CHINESE}]{{1,3}})"
    pattern = compiled(rf"(?:{words})\s?{number}(?![\d\-])")
    others = compiled(rf"(?:{any_of(parameters.others)}|》)[^。;,]{{0,6}}$")
    for passage, found, begin, end in view.search(pattern):
        if passage.kind == "box-title":
            continue
        named = ordinal(found["number"])
        if named is None or named in numbers or named in due:
            continue
        opens = begin == 0 or passage.folded[:begin].rstrip(" ")[-1:] in "。;\n"
        if opens or others.search(passage.folded, max(0, begin - 20), begin):
            # What opens a sentence is the title of a box that the text lost the line of.
            continue
        there = f"1—{max(n for n in numbers if n)}"
        yield Hit(passage, begin, end, {"due": _NO_SUCH_BOX.filled(numbers=there)})


# -- items ---------------------------------------------------------------------------------------------


_Member = tuple[Passage, int | None]
"""A passage of a row of numbers, and its number."""


def find_item_gaps(view: PlanView, check: Check) -> Iterator[Hit]:
    """Items of boxes and lists whose numbers do not follow."""
    items = view.by_place("item")
    for box in view.record.boxes:
        yield from _gaps_in_box(view, box, items)
    yield from _gaps_in_lists(view)


def _gaps_in_box(view: PlanView, box: Box, items: dict[Place, Passage]) -> Iterator[Hit]:
    """The gaps among the items of a box, group by group, and among its numbered groups."""
    lines = view.once("box-texts", lambda: _box_texts(view)).get(part_of(box), [])
    first = next((item for item in box.items if item.at in items), None)
    # 01基础项目, without a mark behind its number, is the first of 02 and 03.
    bare = [(each, 1) for each in lines if _FIRST_BARE.match(each.folded)]
    run: list[_Member] = [*bare[:1]] if first is not None and first.number == 2 else []
    breaks = sorted(place_order(each.at) for each in lines)
    group = first.group if first is not None else None
    for item in box.items:
        passage = items.get(item.at)
        if passage is None:
            continue
        parted = bool(run) and any(place_order(run[-1][0].at) < at < place_order(passage.at) for at in breaks)
        if run and (item.group != group or (parted and item.number == 1)):
            yield from _gaps_in_run(view, run)
            run = []
        run.append((passage, item.number))
        group = item.group
    # A box whose groups run on in their numbers has its first run begin at 1 and the others anywhere.
    yield from _gaps_in_run(view, run)
    for style in _GROUP_STYLES:
        yield from _gaps_in_run(view, _of_style(view, lines, style))


_FIRST_BARE = compiled(r"\s*0?1(?=[\u4e00-\u9fff])")


def _of_style(view: PlanView, passages: Sequence[Passage], style: str) -> list[_Member]:
    """The passages that begin with a number of a style."""
    labelled = ((each, view.label(each)) for each in passages)
    return [(each, label.number) for each, label in labelled if label and label.style == style]


def _box_texts(view: PlanView) -> dict[str, list[Passage]]:
    """The lines of boxes by the name of the box."""
    lines: dict[str, list[Passage]] = {}
    for passage in view.passages_by_kind.get("box-text", ()):
        lines.setdefault(passage.part, []).append(passage)
    return lines


def _gaps_in_run(view: PlanView, run: Sequence[_Member]) -> Iterator[Hit]:
    """The gaps in one row of numbers; one alone that is not the first says nothing by itself."""
    run = [each for each in run if _LEADERS.search(each[0].folded) is None]
    if len(run) == 1:
        alone, label = run[0][0], view.label(run[0][0])
        if alone.kind == "paragraph" or (label is not None and label.style == "①"):
            # ② alone is a note at the foot of a page.
            return
    for step in find_steps([number for _, number in run]):
        before = run[step.before][0] if step.before is not None else None
        if not _is_accounted(view, run[step.at][0]):
            yield _gap_hit(run[step.at][0], step, before)


_LEADERS = compiled(r"[.…·]{6,}\s*\d+\s*$")
"""What a line of contents ends in."""


def _gaps_in_lists(view: PlanView) -> Iterator[Hit]:
    """The gaps in numbered paragraphs of one section, and in what one sentence counts (一是…三是)."""
    sections: dict[str, list[Passage]] = {}
    for passage in view.passages:
        if passage.kind == "paragraph" and passage.section is not None:
            sections.setdefault(passage.section, []).append(passage)
    for paragraphs in sections.values():
        for style in _LIST_STYLES:
            for run in _restarted(_of_style(view, paragraphs, style)):
                # （二） alone may follow a heading （一）, which is no paragraph.
                if style != "（一）" or run[0][1] == 1:
                    yield from _gaps_in_run(view, run)
    yield from _gaps_in_counting(view)


def _restarted(members: Sequence[_Member]) -> Iterator[list[_Member]]:
    """Lists one after another: each begins again at 1."""
    run: list[_Member] = []
    for member in members:
        if member[1] == 1 and run:
            yield run
            run = []
        run.append(member)
    if run:
        yield run


_COUNTED = compiled(rf"(?P<number>[{CHINESE}]{{1,2}})(?P<word>是(?!否)|要)(?=[\u4e00-\u9fff“《])")
_ORDINAL = compiled(rf"第(?P<number>[{CHINESE}])(?=,)")
_BRACKETED = compiled(r"\((?P<number>\d{1,2})\)(?=[\u4e00-\u9fff“《])")
_Counted = tuple[Passage, int, int, int]
"""A passage, start and end of the words that count in it, and the number."""


def _gaps_in_counting(view: PlanView) -> Iterator[Hit]:
    """一是…三是 over the paragraphs of a section, and （1）…（3） within one."""
    groups: dict[tuple[object, ...], list[_Counted]] = {}
    for pattern in (_COUNTED, _ORDINAL, _BRACKETED):
        for passage, found, start, end in view.search(pattern, ("paragraph", "item", "box-text", "task")):
            number = ordinal(found["number"])
            opens = start == 0 or passage.folded[:start].rstrip(" ")[-1:] in "。;:,\n"
            if number is None or not opens:
                continue
            one = (
                passage.section if pattern is not _BRACKETED and passage.kind == "paragraph" else id(passage)
            )
            word = found["word"] if pattern is _COUNTED else ""
            groups.setdefault((pattern, one, word), []).append((passage, start, end, number))
    for group in groups.values():
        yield from _gaps_in_group(group)


def _gaps_in_group(group: Sequence[_Counted]) -> Iterator[Hit]:
    """The gaps in one way of counting; it may begin again at 1 any time."""
    numbers = [number for _, _, _, number in group]
    begin = 0
    for at in range(1, len(group) + 1):
        if at < len(group) and numbers[at] != 1:
            continue
        if at - begin > 1:
            # A paragraph that begins with （2） goes on from the one before.
            begins = (numbers[begin],) if group[begin][1] == 0 and group[begin][0].folded[:1] == "(" else (1,)
            for step in find_steps(numbers[begin:at], begins):
                passage, start, end, _ = group[begin + step.at]
                if _is_said_otherwise(step, group[begin:at]):
                    continue
                asides: tuple[Aside, ...] = ()
                if step.before is not None:
                    asides = (Aside(_BEFORE, *group[begin + step.before][:3]),)
                values = _what_is_due(passage.text[start:end], step)
                yield Hit(passage, start, end, values, asides)
        begin = at


def _is_said_otherwise(step: _Step, group: Sequence[_Counted]) -> bool:
    """Whether one number is missing that stands between its neighbours in another word: 二是、三要、四是."""
    if step.before is None or step.number != step.expected + 1:
        return False
    (passage, _, start, _), (other, end, _, _) = group[step.before], group[step.at]
    between = passage.folded[start : end if other is passage else None]
    said = (found for found in _COUNTED.finditer(between) if between[: found.start()].rstrip()[-1:] in "。;:")
    return any(ordinal(found["number"]) == step.expected for found in said)


# -- rows of indicators --------------------------------------------------------------------------------


def find_row_gaps(view: PlanView, check: Check) -> Iterator[Hit]:
    """Serial numbers of a table of indicators that do not follow; a second table may go on from the first."""
    last = 0
    unread = {note.at.block for note in view.record.notes if note.code == "unplaced" and note.at is not None}
    for rows in view.tables.values():
        if not unread.isdisjoint(row.indicator.at.block for row in rows):
            # Rows of this table were not read.
            continue
        yield from _misplaced_rows(view, rows)
        if len({_serial_style(row) for row in rows} - {""}) > 1:
            # 一, （一）, 1 and 1.1 below one another count level by level.
            continue
        numbers = [row.indicator.number for row in rows]
        steps = _fewest_steps(numbers, [1, last + 1])
        # A column of which much does not follow counts something else.
        for step in steps if len(steps) * 4 <= len(rows) else ():
            missing = set(range(step.expected, step.number))
            if missing and missing <= {part.number for row in rows for part in row.indicator.parts}:
                # Those of 其中 have numbers of their own.
                continue
            again = step.at and numbers[step.at - 1] == numbers[step.at] and not _goes_on_right(numbers, step)
            if again and _are_halves(rows, step.at):
                continue
            cells = rows[step.at].indicator.written
            words = next((cell.strip() for cell in cells if _SERIAL.match(cell)), str(step.number))
            hit = name_hit(view, rows[step.at], {})
            values = _what_is_due(words[: _label_length(words)], step)
            yield hit._replace(values={**values, **hit.values})
        last = max(filter(None, numbers), default=last)


def _misplaced_rows(view: PlanView, rows: Sequence[Row]) -> Iterator[Hit]:
    """Rows with the number of one in another group, 2.1.1 below 2.2; the first of each group."""
    above: dict[int, tuple[int, ...]] = {}
    seen: set[tuple[int, ...]] = set()
    told: set[tuple[int, ...]] = set()
    for row in rows:
        serial = row.serial
        group = above.get(len(serial) - 1, ())
        if serial in seen and group and group != serial[:-1] and group not in told:
            told.add(group)
            hit = name_hit(view, row, {})
            due = ".".join(map(str, (*group, serial[-1])))
            yield hit._replace(values={"due": _DUE.filled(numbers=due), **hit.values})
        above[len(serial)] = serial
        seen.add(serial)


def _serial_style(row: Row) -> str:
    """In which style a row is numbered; nothing for one that is not."""
    cells, name = row.indicator.written, squeeze(row.indicator.name)
    at = next((at for at, cell in enumerate(cells) if name in squeeze(cell)), 0)
    counted = (cell for cell in reversed(cells[:at]) if number_of(cell) == row.indicator.number)
    return row_style(next(counted, ""), cells[at] if cells else "")


def _are_halves(rows: Sequence[Row], at: int) -> bool:
    """Whether a row and the one before it are two parts of one matter: 医护人员数——护士数."""
    left, right = (squeeze(rows[each].indicator.name) for each in (at - 1, at))
    return left[:_STEM] == right[:_STEM]


_STEM = 4


def _label_length(words: str) -> int:
    """How much of a cell is its serial number."""
    found = _SERIAL.match(words)
    return found.end() if found is not None else len(words)


_SERIAL = compiled(r"\s*\d{1,3}\s?[.、．)）]?")


# -- numbers that were lost ----------------------------------------------------------------------------


def find_lost_numbers(view: PlanView, check: Check) -> Iterator[Hit]:
    """Items between numbered neighbours without the mark of their number, or behind the last without any."""
    for _, passage, end, label in _bare_numbers(view):
        due = _in_style(label, int(compiled(r"\D").sub("", passage.folded[:end])))
        start = passage.starts[1] if len(passage.starts) > 1 else 0
        stop = compiled(r"[,。;:\n]").search(passage.folded[start + end :])
        yield Hit(passage, 0, start + end + stop.start() if stop else len(passage.text), {"due": due})
    for prefix, tree in view.trees():
        for siblings in _families(tree):
            last = _left_over(siblings, check.parameters)
            further = view.by_place("paragraph").get(last.at) if last is not None else None
            if further is not None:
                due = _in_style(squeeze(siblings[-1].label or ""), len(siblings) + 1)
                end = further.folded.index("。")
                yield Hit(further, 0, end, {"due": due}, part=f"{prefix}{siblings[-1].id}")


def _left_over(siblings: Sequence[Section], parameters: LostNumberParameters) -> Text | None:
    """A paragraph behind the last of some sections that is built as each of them is: title, stop, text."""
    numbers = [each.number if each.numbering == "written" else None for each in siblings]
    if len(siblings) < parameters.least or numbers != list(range(1, len(siblings) + 1)):
        return None
    own = [_one_place(each.paragraphs[0].at, each.at) for each in siblings if each.paragraphs]
    if sum(own) < len(siblings) or any(len(each.paragraphs) > 1 for each in siblings[:-1]):
        return None
    for text in siblings[-1].paragraphs[1:]:
        counted = _COUNTED.match(squeeze(fold(text.text))) is not None
        if len(text.text) >= parameters.shortest and _RUN_IN.match(fold(text.text)) and not counted:
            return text
    return None


_Bare = tuple[int, Passage, int, str]
_RUN_IN = compiled(r"\s*[\u4e00-\u9fff“”、]{6,26}。")


def _bare_numbers(view: PlanView) -> list[_Bare]:
    """Passages that begin with a number without its mark, between one that is less and one that is more.

    Each with the identity of the numbered one behind, the end of the number, and the label of the one behind.
    """
    return view.once("bare-numbers", lambda: list(_find_bare_numbers(view)))


def _behind_bare(view: PlanView) -> frozenset[int]:
    """The passages right behind those."""
    return frozenset(behind for behind, *_ in _bare_numbers(view))


def _find_bare_numbers(view: PlanView) -> Iterator[_Bare]:
    """The same, found."""
    last = 0
    bare: list[tuple[Passage, re.Match[str]]] = []
    for passage in view.passages:
        label = view.label(passage)
        found = _BARE_NUMBER.match(passage.folded) if passage.kind in _BELOW_HEADINGS else None
        if found is not None:
            bare.append((passage, found))
        elif label is not None and label.style == "1.":
            if bare and [int(each["number"]) for _, each in bare] == list(range(last + 1, label.number)):
                words = passage.text[: _label_end(passage)].strip()
                yield from ((id(passage), one, each.end("number"), words) for one, each in bare)
            last, bare = label.number, []


_BELOW_HEADINGS = ("item", "paragraph", "box-text")
_BARE_NUMBER = compiled(r"\s*(?P<number>\d{1,2})\s*(?=[\u4e00-\u9fff“])")


# -- run together --------------------------------------------------------------------------------------


def find_run_together(view: PlanView, check: Check) -> Iterator[Hit]:
    """Numbered items and headings that begin in the middle of a paragraph."""
    labelled = [
        each
        for each in view.passages
        if each.kind in ("item", "heading") and len(each.starts) > 1 and view.label(each)
    ]
    runs: dict[tuple[str, str | None], list[tuple[Passage, Passage, bool]]] = {}
    for before, passage in pairwise(labelled):
        if before.kind == passage.kind and _follows(view, before, passage):
            label = view.label(passage)
            key = passage.kind, label.style if label is not None else None
            runs.setdefault(key, []).append((before, passage, _shares_paragraph(view, before, passage)))
    for run in runs.values():
        together = [(before, passage) for before, passage, shares in run if shares]
        # Where most stand so, one behind the other is how the plan lists: 主要任务：（1）…。（2）…。
        for before, passage in together if len(together) * 2 <= max(len(run), _FEW_RUN) else ():
            values = {"number": passage.text[: passage.starts[1] - 1].strip()}
            end = passage.bounds(passage.starts[1])[1]
            yield Hit(passage, 0, end, values, (Aside(_BEFORE, before, 0, _label_end(before)),))
    yield from _unparted(view, check.parameters)


_FEW_RUN = 8
"""Of fewer that follow one another most may have lost their breaks."""


def _follows(view: PlanView, before: Passage, passage: Passage) -> bool:
    """Whether the number of a passage is the one behind that of another, in one style."""
    left, right = view.label(before), view.label(passage)
    return bool(left and right and left.style == right.style and right.number == left.number + 1)


def _shares_paragraph(view: PlanView, before: Passage, passage: Passage) -> bool:
    """Whether a numbered thing begins in the paragraph of the one before it."""
    if before.at.line is not None and before.at.line != passage.at.line:
        return False
    if view.locator is not None and view.document is not None:
        span = view.locator.span(passage, 0, 1)
        if span is not None:
            start = view.document.text.rfind("\n", 0, span.start) + 1
            return bool(view.document.text[start : span.start].strip())
    same = before.at.line is not None and before.at.line == passage.at.line
    return same and (passage.at.column or 0) > (before.at.column or 0)


def _one_place(left: Place, right: Place) -> bool:
    """Whether two places are in one paragraph of the document."""
    return (left.page, left.line, left.block) == (right.page, right.line, right.block)


def _unparted(view: PlanView, parameters: RunTogetherParameters) -> Iterator[Hit]:
    """Items inside the text of the item before, which the reader did not part."""
    pattern = compiled(
        rf"(?<=[{re.escape(fold(parameters.breaks))}])\s*(?P<number>\d{{1,2}})[.、](?!\d)\s?(?=[\u4e00-\u9fff“《])"
    )
    items = {
        item.at: item.number
        for box in view.record.boxes
        for item in box.items
        if squeeze(item.label or "").isdecimal()
    }
    numbers = {
        each.section: label.number
        for each in view.passages
        if each.kind == "heading" and (label := view.label(each)) is not None and label.style == "1."
    }
    for passage, found, start, end in view.search(pattern, ("item", "paragraph", "box-text")):
        label = view.label(passage)
        own = label.number if label is not None and label.style == "1." else numbers.get(passage.section)
        if passage.kind == "item":
            # 5残疾人就业项目: a number without its mark is one for the reader of boxes alone.
            own = items.get(passage.at, own)
        head = view.headings.get(passage.section or "")
        if own == 1 and label is not None and head is not None and _one_place(head.at, passage.at):
            # （一）保障安全。1.落实耕地保护。2.加强种业。 is one paragraph by intent.
            continue
        if own is not None and int(found["number"]) == own + 1:
            begin, _ = group_span(found, "number", start)
            yield Hit(passage, begin, end, {"number": found["number"] + "."})
