"""Brackets and quotation marks without a partner, prose that just ends, brackets of two widths (TXT002–4)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from plancmp.checks.rules.kinds import Check, Hit, Rule
from plancmp.checks.view import Passage, PlanView, any_of
from plancmp.structure.numbering import find_label
from plancmp.text.folding import squeeze

_PAIRS = {"(": ")", "“": "”", "‘": "’", "《": "》", "【": "】", "[": "]", "「": "」", "『": "』"}
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}
_MARKS = re.compile(f"[{re.escape(''.join((*_PAIRS, *_OPENERS)))}]")
_HALF_LABEL = re.compile(r"\s*(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3})\s?\)")
_ENDS = "。！？!?.；;：:…”’）)】》」』"


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
    passages = [each for each in view.passages if each.kind != "table"]
    loose = [list(_loose_marks(each)) for each in passages]
    for at, passage in enumerate(passages):
        for offset in loose[at]:
            mark = passage.folded[offset]
            if not _has_partner(passages, loose, at, mark):
                partner = _PAIRS.get(mark) or _OPENERS[mark]
                begin, end = _around(passage, offset)
                yield Hit(
                    passage, begin, end, {"mark": passage.text[offset], "partner": _as_written(partner)}
                )
    for passage in view.passages:
        if passage.kind == "table":
            yield from _in_cells(passage)


def _in_cells(passage: Passage) -> Iterator[Hit]:
    """The loose marks of a table, cell by cell."""
    for start in passage.starts:
        end = passage.bounds(start)[1]
        for offset in _loose_in(passage.folded, start, end):
            mark = passage.folded[offset]
            partner = _PAIRS.get(mark) or _OPENERS[mark]
            yield Hit(passage, offset, end, {"mark": passage.text[offset], "partner": _as_written(partner)})


def _as_written(mark: str) -> str:
    """A mark as Chinese text has it."""
    return {"(": "（", ")": "）"}.get(mark, mark)


def _around(passage: Passage, offset: int) -> tuple[int, int]:
    """A loose mark with some words behind it, or before it where it closes."""
    if passage.folded[offset] in _PAIRS:
        end = min(passage.bounds(offset)[1], offset + 12)
        return offset, end
    return max(passage.bounds(offset)[0], offset - 11), offset + 1


def _loose_marks(passage: Passage) -> Iterator[int]:
    """Offsets of marks without a partner; cells of a row stand for themselves, parts of an item do not."""
    if passage.kind in ("row", "task"):
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
    return folded[at] == ")" and re.search(r"(?<!\d)\d{1,2}$", folded[max(0, at - 4) : at]) is not None


def _has_partner(passages: Sequence[Passage], loose: Sequence[Sequence[int]], at: int, mark: str) -> bool:
    """Whether the paragraph before or behind has the partner: one broken in two by its layout."""
    for other in (at - 1, at + 1):
        if not 0 <= other < len(passages) or passages[other].kind != passages[at].kind:
            continue
        marks = [passages[other].folded[offset] for offset in loose[other]]
        if mark in _PAIRS and other > at and _PAIRS[mark] in marks:
            return True
        if mark in _OPENERS and other < at and _OPENERS[mark] in marks:
            return True
    return False


# -- full stops ------------------------------------------------------------------------------------------


def find_unfinished(view: PlanView, check: Check) -> Iterator[Hit]:
    """Paragraphs of prose that just end."""
    parameters: UnfinishedParameters = check.parameters
    endings, starts = _patterns(parameters.endings), _patterns(parameters.starts)
    stops = _boxes_with_stops(view)
    for passage in view.passages:
        if passage.kind not in ("paragraph", "item"):
            continue
        if passage.kind == "item" and passage.title not in stops:
            continue
        text = passage.folded.rstrip()
        start = passage.bounds(len(passage.folded) - 1)[0] if passage.kind == "item" else 0
        body = text[start:]
        if not body or body[-1] in _ENDS or not _is_prose(body, parameters.shortest):
            continue
        if endings.search(body) or starts.match(body) or _is_numbered_list(passage):
            continue
        begin = max(start, len(text) - 10)
        yield Hit(passage, begin, len(text))


@cache
def _patterns(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Several patterns as one."""
    return re.compile("|".join(f"(?:{each})" for each in patterns) or any_of(()))


def _is_prose(text: str, shortest: int) -> bool:
    """Whether a paragraph is running text: long enough, and with a mark inside."""
    visible = squeeze(text)
    return len(visible) >= shortest and re.search(r"[,。;]", visible[:-1]) is not None


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
    pattern = re.compile(r"\([^()\x00\n]{1,60}\)")
    for passage, found, start in view.search(pattern):
        begin, end = found.start() - start, found.end() - start
        left, right = passage.text[begin], passage.text[end - 1]
        if (left == "(") != (right == ")"):
            yield Hit(passage, begin, end, {"mark": left + right})
