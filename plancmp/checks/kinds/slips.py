"""A character that is like the right one in sound or shape (TXT005): 公益性岗住 for 公益性岗位.

A character is doubted where it stands with its neighbours in a word as it hardly ever does in eight million
characters of official writing, nor a second time in this text, and no word of the dictionary stands over it.
It is a slip where one that is like it makes a common word in its place, and the text is by far likelier with
that. Both are needed: names and new terms are rare as well, but nothing like them is expected; what is only
likelier may be meant.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import compress, repeat
from math import log
from operator import add, or_

from plancmp.checks.aside.learning import Seen, phrases_with
from plancmp.checks.entries import Check, Hit, Rule
from plancmp.checks.lexicon import alike, lexicon
from plancmp.checks.view import PROSE, PlanView, any_of, group_span
from plancmp.rulepacks.counts import Counts, counts
from plancmp.text.keeping import compiled

_TOGETHER = 3.5
"""Two characters whose logarithm is this make something together."""
_PAIRED = 3.7
"""Two characters that stand together forty times may be a word."""
_HELD = 1.2
"""So much further ahead, for each such time, what takes a character from a pair must be."""
_AGAIN = 8.0
"""What it says that the text itself has three characters elsewhere."""
_AROUND, _OFTEN = 40, 2
"""A character that stands more often than that within so many to each side is what the text is about."""
_LOWEST, _HIGHEST = "\u4e00", "\u9fff"
_LEAST = 5.0
"""With less behind its two pairs no character is expected."""


class Stray(Rule, frozen=True, kw_only=True):
    """A character where none can stand: 开展民“五个一”, 培训项目上。"""

    pattern: str
    """Pattern (folded) with the character as `stray`."""
    asked: str = ""
    """Characters that ask for it where they stand before it in its sentence: 在…上."""


class SlipParameters(Rule, frozen=True, kw_only=True):
    """When a character is taken for a slip."""

    free: str
    """Characters that stand for themselves anywhere, and are never expected: 的和在, numerals, levels."""
    before: str
    """Characters that stand before anything, so that two with one of them are no word: 其, 各."""
    places: str
    """What the name of a place ends in."""
    facilities: tuple[str, ...]
    """Works and stations that bear a name: 水库, 控制单元."""
    most: float
    """How likely, at the most, a text with a doubted character may be (sum of logarithms of counts)."""
    ahead: float
    """So far ahead of it the text with the one expected must be, in a text of a hundred characters."""
    longer: float
    """So much further for each time that the text is longer by a factor of e: more is looked at by chance."""
    triples: float
    """So much, for each such time, three characters together must say."""
    taken: float
    """So much further where all others of its word have words of their own."""
    common: int
    """A word that the dictionary counts so often is a common one."""
    strays: tuple[Stray, ...]


def find_slips(view: PlanView, check: Check) -> Iterator[Hit]:
    """Characters in whose place one like them is by far likelier."""
    reader = _Reader(view.text, check.parameters, phrases_with(view.options.phrases))
    for begin, end, expected in reader.find():
        passage, start = view.passage_at(begin)
        if passage.kind != "appendix":
            yield Hit(passage, begin - start, end - start, {"expected": expected})

    for stray in check.parameters.strays:
        yield from _strays(view, stray)


def _strays(view: PlanView, stray: Stray) -> Iterator[Hit]:
    """Characters too many, with the words around that are right without them."""
    for passage, found, begin, end in view.search(compiled(stray.pattern), PROSE):
        at, _ = group_span(found, "stray", begin)
        sentence = passage.folded[passage.folded.rfind("。", 0, at) + 1 : at]
        if not any(mark in sentence for mark in stray.asked):
            words = found.group().strip()
            expected = passage.folded[begin:at] + passage.folded[at + 1 : end]
            yield Hit(passage, end - len(words), end, {"expected": expected})


class _Reader:
    """Finds slips in one text."""

    def __init__(self, text: str, parameters: SlipParameters, phrases: Mapping[str, Seen]) -> None:
        self._text = text
        self._parameters = parameters
        self._counts: Counts = counts()
        self._free = frozenset(parameters.free)
        self._known = _pairs_of(tuple(phrases))
        self._frequency = lexicon().frequency
        facilities = f"[{_LOWEST}-{_HIGHEST}]{{0,2}}(?:{any_of(parameters.facilities)})"
        # The mark of a document begins with short names that are no words: 教高厅函〔2020〕4号.
        document = rf"[{_LOWEST}-{_HIGHEST}]{{0,5}}[〔\[(【]\d{{4}}[〕\])】]"
        self._names = compiled(rf"[{_LOWEST}-{_HIGHEST}]{{0,2}}[{parameters.places}]|{facilities}|{document}")
        longer = log(max(len(text) / 100, 1))
        self._ahead = parameters.ahead + parameters.longer * longer
        self._triples = parameters.triples * longer
        self._held = _HELD * longer

    def find(self) -> Iterator[tuple[int, int, str]]:
        """Words with a slip, from start to end, with the word expected; in order, none twice."""
        pairs = list(map(add, self._text, self._text[1:]))
        known = self._known
        single = [
            pair
            for pair, count in Counter(pairs).items()
            if count == 1 and _is_han(pair) and pair not in known
        ]
        likely = self._counts.logs_of_pairs(single)
        rare = {pair for pair, logarithm in zip(single, likely, strict=True) if not logarithm}
        weak = list(map(rare.__contains__, pairs))
        last = 0
        for at in compress(range(len(self._text)), map(or_, [*weak, False], [False, *weak])):
            slip = self._slip(at) if at >= last and self._text[at] not in self._free else None
            if slip is not None:
                yield slip
                last = slip[1]

    def _slip(self, at: int) -> tuple[int, int, str] | None:
        """The word with a slip at a place, and the word expected; None where nothing is clear."""
        parameters = self._parameters
        begin, end = self._run(at)
        if self._is_named(at) or self._is_of_matter(at) or self._is_paired(at):
            return None
        run, place = self._text[begin:end], at - begin
        if self._is_covered(run, place):
            return None
        likely = self._counts.likely(run, place, run[place])
        if likely > parameters.most:
            return None
        found = max(self._expected(run, place, likely), default=(0.0, ""))
        if found[0] - likely <= self._ahead:
            return None
        word = self._word(run, place, found[1])
        again = self._again(run, place, found[1])
        sure = found[0] - again - likely
        if word is None or (
            sure <= self._ahead + parameters.taken
            and self._takes(at, begin, word, counted=sure <= self._ahead + self._held)
        ):
            return None
        first, stop = word
        written = run[first:stop]
        expected = run[first:place] + found[1] + run[place + 1 : stop]
        if lexicon().is_name(expected) or self._text.count(written) > 1:
            return None
        # What official writing has is doubted only where the text itself says otherwise elsewhere.
        is_doubtful = again or self._is_new(written, place - first)
        return (begin + first, begin + stop, expected) if is_doubtful else None

    def _is_new(self, word: str, at: int) -> bool:
        """Whether official writing has a character of a word with none of its neighbours in it."""
        pairs = (word[begin : begin + 2] for begin in range(max(at - 1, 0), min(at + 1, len(word) - 1)))
        return not any(self._counts.log(pair) for pair in pairs if pair[0] not in self._parameters.before)

    def _is_named(self, at: int) -> bool:
        """Whether a character belongs to a known term, the name of a place or the mark of a document."""
        around = self._text[at - 1 : at + 2]
        return (
            around[:2] in self._known
            or around[1:] in self._known
            or bool(self._names.match(self._text, at + 1))
        )

    def _is_of_matter(self, at: int) -> bool:
        """Whether the text around is about what a character says: 混合云…监管云|作为."""
        return self._text.count(self._text[at], max(at - _AROUND, 0), at + _AROUND) > _OFTEN

    def _is_paired(self, at: int) -> bool:
        """Whether a neighbour stands again two places off, as in words made in pairs: 配齐配全, 拦污截污."""
        text = self._text
        return any(
            text[beside : beside + 1] == text[other : other + 1] and "\u4e00" <= text[beside] <= "\u9fff"
            for beside, other in ((at - 1, at - 3), (at - 1, at + 1), (at + 1, at + 3))
            if other >= 0 and other < len(text) and beside < len(text)
        )

    def _run(self, at: int) -> tuple[int, int]:
        """The stretch of Chinese characters around a place, three to each side at the most."""
        text = self._text
        begin, end = at, at + 1
        first, last = max(at - 3, 0), min(at + 4, len(text))
        while begin > first and _LOWEST <= text[begin - 1] <= _HIGHEST:
            begin -= 1
        while end < last and _LOWEST <= text[end] <= _HIGHEST:
            end += 1
        return begin, end

    def _takes(self, at: int, start: int, word: tuple[int, int], *, counted: bool) -> bool:
        """Whether a word takes its other characters from words that are whole without it: 企业|走|创新.

        `counted` takes two characters for a word that the counts have together: 户侧|用能.
        """
        return all(
            (counted and self._stands_by(other, at)) or self._is_held(other, at)
            for other in range(start + word[0], start + word[1])
            if other != at
        )

    def _stands_by(self, other: int, at: int) -> bool:
        """Whether a character stands with the one beyond it as often as words do, or before anything."""
        if self._text[other] in self._free:
            return True
        beside = self._text[other : other + 2] if other > at else self._text[other - 1 : other + 1]
        return len(beside) > 1 and self._counts.log(beside) >= _PAIRED

    def _is_held(self, other: int, at: int) -> bool:
        """Whether a character is part of a common word that does not hold another one."""
        begin, end = (
            (max(other - 3, at + 1), other + 4) if other > at else (max(other - 3, 0), min(other + 4, at))
        )
        run = self._text[begin:end]
        return any(
            self._frequency(run[first:stop]) >= self._parameters.common
            for first, stop in _spans(run, other - begin)
            if _is_han(run[first:stop])
        )

    def _is_covered(self, run: str, at: int) -> bool:
        """Whether a word of the dictionary stands over a place."""
        return any(self._frequency(run[begin:end]) for begin, end in _spans(run, at))

    def _expected(self, run: str, at: int, now: float) -> Iterator[tuple[float, str]]:
        """Characters like the one in a place that may be so far ahead, with how likely the run is then."""
        marks = [mark for mark in alike(run[at]) if mark not in self._free]
        left, right = run[at - 1 : at], run[at + 1 : at + 2]
        counts_of = self._counts.logs_of_pairs
        before = counts_of([left + mark for mark in marks]) if left else repeat(0.0)
        behind = counts_of([mark + right for mark in marks]) if right else repeat(0.0)
        for mark, first, second in zip(marks, before, behind, strict=False):
            pairs = first + second
            if pairs < _LEAST:
                continue
            likely = self._counts.likely(run, at, mark)
            if likely + _AGAIN - now <= self._ahead or likely - pairs + _AGAIN < self._triples:
                continue
            again = self._again(run, at, mark)
            if likely - pairs + again >= self._triples:
                yield likely + again, mark

    def _again(self, run: str, at: int, mark: str) -> float:
        """What it says that the text has three of the characters elsewhere with the one expected."""
        with_mark, count = run[:at] + mark + run[at + 1 :], self._text.count
        triples = (with_mark[begin : begin + 3] for begin in range(max(at - 2, 0), min(at + 1, len(run) - 2)))
        return _AGAIN if any(count(triple) > 1 for triple in triples) else 0.0

    def _word(self, run: str, at: int, mark: str) -> tuple[int, int] | None:
        """The longest common word that a character makes in a place."""
        with_mark, count = run[:at] + mark + run[at + 1 :], self._counts.log
        # What goes with its neighbour must go on doing so: 责任|倒查 is no slip of 责任人.
        left = at - 1 if at and count(run[at - 1 : at + 1]) >= _TOGETHER else at
        right = at + 1 if at + 1 < len(run) and count(run[at : at + 2]) >= _TOGETHER else at
        words = [
            (end - begin, self._frequency(with_mark[begin:end]), begin, end)
            for begin, end in _spans(run, at)
            if begin <= left
            and right < end
            and self._frequency(with_mark[begin:end]) >= self._parameters.common
        ]
        return max(words)[2:] if words else None


def _spans(run: str, at: int) -> Iterator[tuple[int, int]]:
    """All stretches of two to four characters of a run over a place."""
    for length in (2, 3, 4):
        for begin in range(max(at - length + 1, 0), min(at, len(run) - length) + 1):
            yield begin, begin + length


def _is_han(text: str) -> bool:
    """Whether all of a text is Chinese characters."""
    return min(text) >= _LOWEST and max(text) <= _HIGHEST


@cache
def _pairs_of(phrases: tuple[str, ...]) -> frozenset[str]:
    """All pairs of characters in some phrases."""
    return frozenset(phrase[at : at + 2] for phrase in phrases for at in range(len(phrase) - 1))
