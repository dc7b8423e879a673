"""Typing slips that make no word: 公益性岗住 for 公益性岗位 (TXT005).

A character is doubted where it stands with both neighbours only once, makes no word of jieba's dictionary
with them, and leaves a neighbour without a word as well; and where the plan, or the phrases that plans share,
has nearly always another character in that place, with which a common word comes about. Names and new words
are passed over: there nothing else is expected.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import compress
from operator import add, and_

from plancmp.checks.kinds import Check, Hit, Rule
from plancmp.checks.learning import Seen, phrases_with
from plancmp.checks.lexicon import Lexicon, lexicon
from plancmp.checks.view import PlanView

_MOST = 4
"""With more words that fit, none is clear."""
_Held = list[tuple[str, int]]
"""What stands in a context, and how often."""
_Votes = dict[str, _Held]


class VariantParameters(Rule, frozen=True, kw_only=True):
    """When a character is taken for a slip."""

    free: str
    """Characters that stand for themselves anywhere: 的和在."""
    known: tuple[str, ...]
    """Short forms that are in no dictionary: 辅具, 残协."""
    support: int
    """So often, at the least, the expected character must stand in that place elsewhere."""
    share: float
    """So large a part of what stands there it must be."""
    frequency: int
    """So frequent, at the least, the expected word must be in jieba's dictionary."""


def find_variants(view: PlanView, check: Check) -> Iterator[Hit]:
    """Characters that make no word, where another one is expected."""
    text = view.text
    reader = _Reader(text, check.parameters, phrases_with(view.options.phrases))
    for begin, end, expected in reader.find():
        passage, start = view.passage_at(begin)
        yield Hit(passage, begin - start, end - start, {"expected": "”或“".join(expected)})


class _Reader:
    """Finds slips in one text by its own words and the shared phrases."""

    def __init__(self, text: str, parameters: VariantParameters, phrases: Mapping[str, Seen]) -> None:
        self._text = text
        self._parameters = parameters
        self._lexicon: Lexicon = lexicon()
        self._free = set(parameters.free)
        self._known = _pairs_of((*parameters.known, *phrases))
        self._sequence = list(map(add, text, text[1:]))
        self._pairs = Counter(self._sequence)
        triples = Counter(map(add, self._sequence, text[2:]))
        for phrase, seen in phrases.items():
            triples[phrase] += seen.times
        self._before, self._between, self._behind = self._contexts(triples)

    def _contexts(self, triples: Counter[str]) -> tuple[_Votes, _Votes, _Votes]:
        """What often stands behind two characters, between two, and before two."""
        before: _Votes = {}
        between: _Votes = {}
        behind: _Votes = {}
        least = self._parameters.support
        for triple, count in [each for each in triples.items() if each[1] >= least]:
            if triple.isalpha():
                before.setdefault(triple[:2], []).append((triple[2], count))
                between.setdefault(triple[0] + triple[2], []).append((triple[1], count))
                behind.setdefault(triple[1:], []).append((triple[0], count))
        return before, between, behind

    def find(self) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Words with a slip, from start to end, with the words expected."""
        text = self._text
        # A pair with a mark in it parts words as well as one that stands nowhere else.
        marks = {mark for mark in set(text) if not _is_han(mark)}
        alone = {
            pair for pair, count in self._pairs.items() if count == 1 or pair[0] in marks or pair[1] in marks
        }
        parted = [True, *map(alone.__contains__, self._sequence), True]
        skipped = marks | self._free
        before, between, behind = self._before, self._between, self._behind
        for at in compress(range(len(text)), map(and_, parted, parted[1:])):
            if text[at] in skipped:
                continue
            around = text[max(at - 2, 0) : at + 3]
            here = min(at, 2)
            if (
                around[:here] in before
                or around[here + 1 :] in behind
                or around[here - 1 : here] + around[here + 1 : here + 2] in between
            ):
                yield from self._expected(at)

    def _expected(self, at: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """The words that stand elsewhere in a place; none where that is not clear."""
        text = self._text
        last = text[at - 1 : at] or " "
        votes: list[_Held | None] = [
            self._before.get(text[max(at - 2, 0) : at]),
            self._between.get(last + text[at + 1 : at + 2]),
            self._behind.get(text[at + 1 : at + 3]),
        ]
        known = last + text[at] in self._known or text[at : at + 2] in self._known
        if known:
            return
        votes = [
            held if held and self._is_share(at, held, place) else None for place, held in enumerate(votes)
        ]
        if not any(votes) or self._covered(at):
            return
        for place, held in enumerate(votes):
            found = self._clear(at, held, place) if held else None
            if found is not None:
                yield found
                return

    def _clear(self, at: int, held: _Held, place: int) -> tuple[int, int, tuple[str, ...]] | None:
        """The words that one context expects, where they are nearly all that stands there."""
        around = (range(at - 2, at + 1), range(at - 1, at + 2), range(at, at + 3))[place]
        good = [
            (count, span, mark) for mark, count in held if (span := self._word(at, mark, around)) is not None
        ]
        total = self._total(at, held, place)
        if not good or len(good) > _MOST or sum(each[0] for each in good) < self._parameters.share * total:
            return None
        good.sort(key=lambda each: (-each[0], each[2]))
        begin, end = good[0][1]
        text = self._text
        return begin, end, tuple(text[begin:at] + mark + text[at + 1 : end] for _, _, mark in good[:2])

    def _total(self, at: int, held: _Held, place: int) -> int:
        """How often a context stands elsewhere at all."""
        total = sum(count for _, count in held)
        if place == 1:
            return total
        pair = self._text[at - 2 : at] if place == 0 else self._text[at + 1 : at + 3]
        return max(total, self._pairs.get(pair, 0) - 1)

    def _is_share(self, at: int, held: _Held, place: int) -> bool:
        """Whether what is frequent in a context may be nearly all that stands there."""
        counts = sorted((count for _, count in held), reverse=True)[:_MOST]
        return sum(counts) >= self._parameters.share * self._total(at, held, place)

    def _word(self, at: int, mark: str, around: range) -> tuple[int, int] | None:
        """A common word within a context, with a character put there; its others have none without it."""
        text = self._text
        for begin, end in _spans(text, at):
            if begin not in around or end - 1 not in around:
                continue
            word = text[begin:at] + mark + text[at + 1 : end]
            if self._lexicon.frequency(word) >= self._parameters.frequency:
                others = [other for other in range(begin, end) if other != at]
                if not any(text[other] in self._free or self._covered(other) for other in others):
                    return begin, end
        return None

    def _covered(self, at: int) -> bool:
        """Whether a word of the dictionary stands over a place."""
        text = self._text
        return any(self._lexicon.frequency(text[begin:end]) for begin, end in _spans(text, at))


def _spans(text: str, at: int) -> Iterator[tuple[int, int]]:
    """All stretches of two to four Chinese characters over a place."""
    low = at
    while low > max(at - 3, 0) and _is_han(text[low - 1]):
        low -= 1
    high = at + 1
    while high < min(at + 4, len(text)) and _is_han(text[high]):
        high += 1
    for length in (2, 3, 4):
        for begin in range(max(low, at - length + 1), min(at, high - length) + 1):
            yield begin, begin + length


def _is_han(text: str) -> bool:
    """Whether all of a text is Chinese characters."""
    return min(text) >= "\u4e00" and max(text) <= "\u9fff"


@cache
def _pairs_of(phrases: tuple[str, ...]) -> frozenset[str]:
    """All pairs of characters in some phrases."""
    return frozenset(phrase[at : at + 2] for phrase in phrases for at in range(len(phrase) - 1))
