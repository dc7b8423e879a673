"""Brackets and quotation marks without a partner, prose that just ends, brackets of two widths (TXT002–4)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from plancmp.checks.entries import Check, Hit, Mend, Rule
from plancmp.checks.view import PROSE, Passage, PlanView, any_pattern
from plancmp.model.words import Words
from plancmp.structure.numbering import find_label
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE

_PAIRS = {"(": ")", "“": "”", "‘": "’", "《": "》", "【": "】", "[": "]", "「": "」", "『": "』"}
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}
_MARKS = compiled(f"[{re.escape(''.join((*_PAIRS, *_OPENERS)))}]")
_HALF_LABEL = compiled(rf"\s*(?:\d{{1,2}}|[a-zA-Z]|[{CHINESE}]{{1,3}})\s?\)")
_RUNNING = (*PROSE, "heading", "box-title")
_NEAR = 2
_ENDS = "。！？!?.；;：:…”’）)】》」』>"


class UnfinishedParameters(Rule, frozen=True, kw_only=True):
    """What is prose, and what may end without a stop."""

    shortest: int
    """Paragraphs shorter than this may be heads or names."""
    endings: tuple[str, ...]
    """Patterns (folded) of ends that need no stop: a signature, a date."""
    starts: tuple[str, ...]
    """Patterns (folded) of paragraphs that are no prose."""


def find_unbalanced(view: PlanView, check: Check) -> Iterator[Hit]:
    """Brackets and quotation marks without their partner."""
    passages = view.passages
    loose = [list(loose_marks(each)) for each in passages]
    marks = [frozenset(each.folded[at] for at in held) for each, held in zip(passages, loose, strict=True)]
    found = [
        (passage, offset, *_around(passage, offset))
        for at, passage in enumerate(passages)
        for offset in loose[at]
        if not _has_partner(passages, marks, at, passage.folded[offset])
        and (passage.kind == "table" or not _goes_on(view, passage, offset))
    ]
    found = [place for at, place in enumerate(found) if not (at and _is_turned(found[at - 1], place))]
    straight = [at for at, place in enumerate(found) if _STRAIGHT.match(place[0].folded, place[1])]
    told = frozenset(straight[1:])
    for at, place in enumerate(found):
        if at not in told:
            yield _loose_hit(*place, len(straight) if at in straight[:1] else 0)


_Loose = tuple[Passage, int, int, int]
"""A passage, the offset of a loose mark, and the words to show."""
_TURNED = 30


def _is_turned(before: _Loose, place: _Loose) -> bool:
    """Whether a mark is the second of a pair, turned the wrong way, of which the first is told: “十四五“."""
    (passage, start, *_), (other, at, *_) = before, place
    same = passage is other and passage.folded[start] == passage.folded[at]
    return same and at - start <= _TURNED and passage.sentence(start) == passage.sentence(at)


_STRAIGHT = compiled(r"“[^“”\n]{1,60}\"")
_ALIKE = Words(
    zh="后引号写成了直引号，这样的共 {count} 处。", en=" The closing mark is a straight one; {count} such."
)


def _loose_hit(passage: Passage, offset: int, begin: int, end: int, straight: int) -> Hit:
    """A hit on a mark; where straight marks close the quotations, one for all of them."""
    mark = passage.folded[offset]
    more = _ALIKE.filled(count=str(straight)) if straight else ""
    values = {"mark": passage.text[offset], "partner": _as_written(_PAIRS.get(mark) or _OPENERS[mark])}
    return Hit(passage, begin, end, {**values, "more": more})


def _as_written(mark: str) -> str:
    """A mark as Chinese text has it."""
    return {"(": "（", ")": "）"}.get(mark, mark)


def _around(passage: Passage, offset: int) -> tuple[int, int]:
    """A loose mark with some words behind it, or before it where it closes."""
    if passage.folded[offset] in _PAIRS:
        end = min(passage.bounds(offset)[1], offset + 12)
        return offset, end
    return max(passage.bounds(offset)[0], offset - 11), offset + 1


def loose_marks(passage: Passage) -> Iterator[int]:
    """Offsets of marks without a partner; cells stand for themselves, parts of an item do not."""
    if passage.kind in ("row", "task", "table"):
        for start in passage.starts:
            yield from _loose_in(passage.folded, start, passage.bounds(start)[1])
    else:
        yield from _loose_in(passage.folded, 0, len(passage.folded))


def _loose_in(folded: str, start: int, end: int) -> Iterator[int]:
    """Offsets of marks without a partner in a stretch of text."""
    label = _HALF_LABEL.match(folded, start, end)
    open_at: list[int] = []
    for found in _MARKS.finditer(folded, label.end() if label else start, end):
        at, mark = found.start(), found.group()
        if mark in _PAIRS:
            open_at.append(at)
        else:
            if mark == "’" and not any(folded[place] == "‘" for place in open_at):
                continue
            held = next((place for place in reversed(open_at) if folded[place] == _OPENERS[mark]), None)
            if held is None:
                if open_at and folded.find(_PAIRS[folded[open_at[-1]]], at, end) < 0:
                    # 〔2021): one pair of two kinds is one mistake.
                    yield open_at.pop()
                elif not _is_list_mark(folded, at):
                    yield at
            else:
                yield from (place for place in open_at if place > held)
                open_at = [place for place in open_at if place < held]
    yield from open_at


def _is_list_mark(folded: str, at: int) -> bool:
    """Whether a closing bracket ends a number such as `1)` within a sentence."""
    return folded[at] == ")" and compiled(r"(?<!\d)\d{1,2}$").search(folded[max(0, at - 4) : at]) is not None


def _has_partner(passages: Sequence[Passage], marks: Sequence[frozenset[str]], at: int, mark: str) -> bool:
    """Whether a passage near by has it: one broken in two by its layout, or a title cut at its colon."""
    for other in range(at - _NEAR, at + _NEAR + 1):
        if not 0 <= other < len(passages) or passages[other].kind not in _RUNNING:
            continue
        if passages[at].kind not in _RUNNING:
            return False
        if mark in _PAIRS and other > at and _PAIRS[mark] in marks[other]:
            return True
        if mark in _OPENERS and other < at and _OPENERS[mark] in marks[other]:
            return True
    return False


def _goes_on(view: PlanView, passage: Passage, offset: int) -> bool:
    """Whether the sentence of a mark goes on over the ends of lines to its partner, in contents too."""
    begin, end = passage.sentence(offset)
    mark = passage.folded[offset]
    opens = mark in _PAIRS
    is_whole = end < len(passage.folded.rstrip()) if opens else begin > 0
    span = None if is_whole or view.locator is None else view.locator.span(passage, offset, offset + 1)
    if span is None or view.document is None:
        return False
    folded, partner = view.document.folded, _PAIRS.get(mark) or _OPENERS[mark]
    if opens:
        behind = _SENTENCE_END.split(folded[span.end : span.end + _FURTHEST], maxsplit=1)[0]
        return _first_of(behind, mark + partner) == partner
    before = _SENTENCE_END.split(folded[max(0, span.start - _FURTHEST) : span.start])[-1]
    return _first_of(before[::-1], mark + partner) == partner


_FURTHEST = 200
"""A sentence that goes on over so many characters is taken for several."""
_SENTENCE_END = compiled("[。!?]")


def _first_of(text: str, marks: str) -> str:
    """The first of some marks in a text."""
    return next((char for char in text if char in marks), "")


# -- full stops ------------------------------------------------------------------------------------------


def find_unfinished(view: PlanView, check: Check) -> Iterator[Hit]:
    """Paragraphs of prose that just end."""
    parameters: UnfinishedParameters = check.parameters
    endings, starts = any_pattern(parameters.endings), any_pattern(parameters.starts)
    stops = _boxes_with_stops(view)
    closed = closed_passages(view)
    for at, passage in enumerate(view.passages):
        if passage.kind not in _WRITTEN or (passage.kind == "item" and passage.title not in stops):
            continue
        beside = [each for each in view.passages[max(0, at - 1) : at + 2] if each is not passage]
        if _are_cells([each for each in beside if each.kind in _WRITTEN]):
            # Between two that are no prose it is a cell of a table that lost its form.
            continue
        if view.known_stage not in ("draft", "review") and id(passage) not in closed:
            # A sentence that goes on in the next paragraph is one that the copy broke, not who issued it.
            continue
        body = prose_of(passage, parameters.shortest)
        if not body or not is_unfinished(passage) or endings.search(body) or starts.match(body):
            continue
        end = len(passage.folded.rstrip())
        behind = view.written(passage, end - 1, end, behind=_MARK_BEHIND)[1:].lstrip()
        if not _is_numbered_list(passage) and not behind.startswith(tuple(_ENDS)):
            # Its stop may have come to stand on the next line, or was left out of the record.
            is_whole = id(passage) in closed and passage.folded[end - 1].isalnum()
            mends = (Mend(passage, end, end, "。"),) if is_whole else ()
            yield Hit(passage, end - min(len(body), 10), end, mends=mends)


_MARK_BEHIND = 4
_SHORTEST = 24
_WRITTEN = ("paragraph", "item")


def _are_cells(beside: Sequence[Passage]) -> bool:
    """Whether there are passages beside one of which none is prose."""
    return bool(beside) and not any(map(prose_of, beside))


def closed_passages(view: PlanView) -> frozenset[int]:
    """Identities of passages behind which something else begins: a heading, a box, a number or a dash."""
    return view.once("closed", lambda: frozenset(_find_closed(view)))


def _find_closed(view: PlanView) -> Iterator[int]:
    """The same, found."""
    for at, (each, following) in enumerate(pairwise(view.passages)):
        begins = following.kind == "heading" or following.folded.lstrip()[:2] in ("——", "--")
        if following.kind == "box-title":
            # In a text without cells the title of a box may have come to stand within a sentence.
            held = view.passages[at + 2 : at + 3]
            begins = view.has_cells or not any(_goes_on_in(view, one) for one in held)
        if begins or view.label(following) is not None:
            yield id(each)


def _goes_on_in(view: PlanView, passage: Passage) -> bool:
    """Whether the first words of a box may be the rest of a sentence: prose without a number."""
    return passage.kind == "box-text" and view.label(passage) is None


def prose_of(passage: Passage, shortest: int = _SHORTEST) -> str:
    """The running text of a paragraph or item: long enough, and with a mark inside; else nothing."""
    text = passage.folded.rstrip()
    start = passage.bounds(len(passage.folded) - 1)[0] if passage.kind == "item" else 0
    visible = squeeze(text[start:])
    return text[start:] if len(visible) >= shortest and compiled(r"[,。;]").search(visible[:-1]) else ""


def is_unfinished(passage: Passage) -> bool:
    """Whether a paragraph ends within its sentence."""
    return passage.folded.rstrip("\"' \t\n\u3000")[-1:] not in _ENDS


def _is_numbered_list(passage: Passage) -> bool:
    """Whether a paragraph is a member of a list, which may end as its list does."""
    label = find_label(passage.folded, 0, len(passage.folded))
    return label is not None and label.style in ("（1）", "1）", "①")


def _boxes_with_stops(view: PlanView) -> set[str]:
    """Titles of boxes in which most items end with a stop."""
    ends: dict[str, list[bool]] = {}
    for passage in view.passages:
        if passage.kind == "item" and len(passage.starts) > 2:
            ends.setdefault(passage.title, []).append(passage.folded.rstrip()[-1:] in "。;")
    return {title for title, stops in ends.items() if sum(stops) * 2 > len(stops)}


# -- widths ----------------------------------------------------------------------------------------------


def find_mixed_width(view: PlanView, check: Check) -> Iterator[Hit]:
    """A pair of brackets of which one is full and one is half width."""
    pattern = compiled(r"\([^()\x00\n]{1,60}\)")
    for passage, _, begin, end in view.search(pattern):
        left, right = passage.text[begin], passage.text[end - 1]
        if (left == "(") != (right == ")"):
            at, mark = (begin, "（") if left == "(" else (end - 1, "）")
            mends = (Mend(passage, at, at + 1, mark),)
            yield Hit(passage, begin, end, {"mark": left + right}, mends=mends)
