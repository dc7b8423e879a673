"""Finds what a text counts of itself: 共12项指标, 其中约束性6项, 九个专栏, 七大行动.

Slogans (“四个全面”, 三个一批), work done (完成12项任务), and things that are no parts of the plan are none
of these.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from plancmp.model.place import Span
from plancmp.reading.commitments.words import CommitmentWords, CountWords
from plancmp.rulepacks import load
from plancmp.text.folding import fold
from plancmp.text.keeping import compiled
from plancmp.text.numerals import parse_numeral

_CLAUSE_BREAK = compiled(r"[,;。:!?\n]")
_AMONG = compiled(r"[,;(]? ?其中")
_KIND = compiled(r"(?P<of>[^,;、。:()\d]{1,8}?)(?P<number>\d{1,3})项(?=[、,;。)]|和|$)")


class StatedCount(NamedTuple):
    """A count: what is counted (指标, 约束性指标, 专栏, 行动 …), how many, and where the text says so."""

    what: str
    number: int
    span: Span
    of: str | None = None
    """The kind among them: 妇女 in 指标26项，其中妇女12项."""


def find_counts(text: str, folded: str | None = None) -> Iterator[StatedCount]:
    """What the text counts of itself, from left to right. `folded` is the text folded, where it is at hand.

    >>> [(each.what, each.number) for each in find_counts("共12项指标，其中约束性6项、预期性6项。")]
    [('指标', 12), ('约束性指标', 6), ('预期性指标', 6)]
    """
    folded = fold(text) if folded is None else folded
    words = load(CommitmentWords, "vocabulary/commitments.yaml").counts
    found = [*_by(words.number_first, folded, words), *_by(words.noun_first, folded, words)]
    ends = 0
    for each in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
        if each.span.start >= ends:
            ends = each.span.end
            yield each
            if each.what == "指标" and each.of is None:
                for kind in _kinds(folded, each.span.end, words):
                    ends = kind.span.end
                    yield kind


def _by(pattern: re.Pattern[str], folded: str, words: CountWords) -> Iterator[StatedCount]:
    """The counts of one form."""
    for found in pattern.finditer(folded):
        value = parse_numeral(found.group("number"))
        if value is None or not 2 <= value <= 200 or not _is_own(folded, found, words):
            continue
        noun = found.group("noun")
        yield StatedCount(words.sure.get(noun) or words.said[noun], int(value), Span(*found.span()))


def _is_own(folded: str, found: re.Match[str], words: CountWords) -> bool:
    """Whether the plan counts something of its own."""
    start = max((each.end() for each in _CLAUSE_BREAK.finditer(folded, 0, found.start())), default=0)
    end = _CLAUSE_BREAK.search(folded, found.end())
    clause = folded[start : end.start() if end else len(folded)]
    if words.other.search(clause):
        return False
    if found.group("noun") in words.sure:
        return found.group("noun") not in ("部分", "章") or bool(words.marks.search(clause))
    stated = words.marks.search(folded, start, found.start()) is not None or found.group("measure") == "大"
    qualified = words.qualifies.search(found.group("words")) is not None
    return stated and (qualified or found.group("measure") in ("大", "项"))


def _kinds(folded: str, start: int, words: CountWords) -> Iterator[StatedCount]:
    """其中妇女12项、儿童14项: kinds of indicators that have no word for indicator behind them."""
    lead = _AMONG.match(folded, start)
    place = lead.end() if lead else len(folded)
    while found := _KIND.match(folded, place):
        if found.group("of") in words.sure:
            return
        span = Span(found.start("of"), found.end())
        yield StatedCount("指标", int(found.group("number")), span, found.group("of"))
        place = found.end() + (folded[found.end() : found.end() + 1] in ("、", ",", "和"))
