"""Typing slips that make no word: 公益性岗住 for 公益性岗位 (TXT005).

A character is doubted where it stands with both neighbours only once and makes no word of jieba's dictionary
with them; and where the plan, with the phrases that plans share, has nearly always another character in that
place, with which a common word comes about that this plan itself has there elsewhere. It must also leave a
neighbour without a word, or what is expected must be beyond doubt. Names and new words are passed over:
there nothing else is expected.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import compress
from operator import add, and_
from typing import NamedTuple

from plancmp.checks.aside.learning import Seen, phrases_with
from plancmp.checks.lexicon import Lexicon, lexicon
from plancmp.checks.rules.kinds import Check, Hit, Rule
from plancmp.checks.view import PlanView

_MOST = 4
"""With more words that fit, none is clear."""
_END = "\x00\x00\x00"
_Held = list[tuple[str, int]]
"""What stands in a context, and how often."""
_Marks = dict[str, str]
"""What often stands in contexts, by their characters. Strings alone: a thousand lists would set off the
collector of garbage, which takes longer than all the rest."""
_Slip = tuple[int, int, tuple[str, ...]]
"""Start and end of a word with a slip, and the words expected."""


class _Word(NamedTuple):
    """A word that a character would make in a place."""

    mark: str
    begin: int
    end: int


_Counted = tuple[int, _Word]


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
    sure: int
    """So often it must stand there where its neighbours have words without it."""
    sure_share: float
    """And so large a part it must be."""
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
        # What stands behind the end, and by counting back before the beginning, is in no context.
        text += _END
        self._text = text
        self._parameters = parameters
        self._lexicon: Lexicon = lexicon()
        self._free = set(parameters.free)
        self._known = _pairs_of((*parameters.known, *phrases))
        self._sequence = list(map(add, text, text[1:]))
        self._pairs = Counter(self._sequence)
        self._triples = Counter(map(add, self._sequence, text[2:]))
        for phrase, seen in phrases.items():
            self._triples[phrase] += seen.times
        self._before, self._between, self._behind = self._contexts()

    def _contexts(self) -> tuple[_Marks, _Marks, _Marks]:
        """What often stands behind two characters, between two, and before two."""
        before: _Marks = {}
        between: _Marks = {}
        behind: _Marks = {}
        least = self._parameters.support
        for triple in [triple for triple, count in self._triples.items() if count >= least]:
            if triple.isalpha():
                first, second, third = triple
                before[first + second] = before.get(first + second, "") + third
                between[first + third] = between.get(first + third, "") + second
                behind[second + third] = behind.get(second + third, "") + first
        return before, between, behind

    def _votes(self, at: int) -> list[_Held | None]:
        """What often stands in each of the three contexts of a place, and how often."""
        text, triples = self._text, self._triples
        last, following = text[at - 1 : at] or " ", text[at + 1 : at + 2]
        first, second = text[max(at - 2, 0) : at], text[at + 1 : at + 3]
        return [
            [(mark, triples[first + mark]) for mark in self._before.get(first, "")],
            [(mark, triples[last + mark + following]) for mark in self._between.get(last + following, "")],
            [(mark, triples[mark + second]) for mark in self._behind.get(second, "")],
        ]

    def find(self) -> Iterator[_Slip]:
        """Words with a slip, from start to end, with the words expected."""
        text = self._text
        # A pair with a mark in it parts words as well as one that stands nowhere else.
        marks = {mark for mark in set(text) if not _is_han(mark)}
        alone = {
            pair for pair, count in self._pairs.items() if count == 1 or pair[0] in marks or pair[1] in marks
        }
        parted = [True, *map(alone.__contains__, self._sequence), True]
        skipped = marks | self._free
        before, between, behind, pairs = self._before, self._between, self._behind, self._sequence
        doubted = [
            at
            for at in compress(range(len(pairs) - 1), map(and_, parted, parted[1:]))
            if pairs[at - 2] in before or pairs[at + 1] in behind or text[at - 1] + text[at + 1] in between
        ]
        for at in doubted:
            if text[at] not in skipped:
                yield from self._expected(at)

    def _expected(self, at: int) -> Iterator[_Slip]:
        """The words that stand elsewhere in a place; none where that is not clear."""
        text = self._text
        last = text[at - 1 : at] or " "
        known = last + text[at] in self._known or text[at : at + 2] in self._known
        if known:
            return
        votes = [
            held if held and self._is_share(at, held, place) else None
            for place, held in enumerate(self._votes(at))
        ]
        if not any(votes) or self._covered(at):
            return
        found = next(
            (slip for place, held in enumerate(votes) if held and (slip := self._clear(at, held, place))),
            None,
        )
        found = found or self._agreed(at, votes)
        if found is not None:
            yield found

    def _clear(self, at: int, held: _Held, place: int) -> _Slip | None:
        """The words that one context expects, where they are nearly all that stands there.

        Where each neighbour has a word of its own (残疾|入|事业) only what stands between the two is enough,
        and only where that is beyond doubt.
        """
        around = (range(at - 2, at + 1), range(at - 1, at + 2), range(at, at + 3))[place]
        total = self._total(at, held, place)
        words = [
            (count, word)
            for mark, count in held
            if (word := self._word(at, mark, around)) and self._is_own(at, mark, around)
        ]
        alone = [each for each in words if self._leaves_alone(at, each[1])]
        if self._enough(alone, self._parameters.share * total):
            return self._slip(at, alone)
        sure = place == 1 and total >= self._parameters.sure
        sure = sure and self._enough(words, self._parameters.sure_share * total)
        return self._slip(at, words) if sure else None

    def _agreed(self, at: int, votes: Sequence[_Held | None]) -> _Slip | None:
        """The word that two contexts expect, each of them nearly always."""
        times: Counter[str] = Counter()
        contexts: Counter[str] = Counter()
        for place, held in enumerate(votes):
            least = self._parameters.share * self._total(at, held, place) if held else 0
            for mark, count in held or ():
                if count >= least:
                    times[mark] += count
                    contexts[mark] += 1
        words = [
            (times[mark], word)
            for mark, count in contexts.items()
            if count > 1
            and (word := self._word(at, mark, range(at - 2, at + 3)))
            and self._is_own(at, mark, range(at - 1, at + 2))
        ]
        return self._slip(at, words) if len(words) == 1 else None

    @staticmethod
    def _enough(words: Sequence[_Counted], least: float) -> bool:
        """Whether some words, a few at the most, are as much as is asked for."""
        return 0 < len(words) <= _MOST and sum(count for count, _ in words) >= least

    def _slip(self, at: int, words: list[_Counted]) -> _Slip:
        """What is found of the words expected: the two most frequent ones."""
        words = sorted(words, key=lambda each: (-each[0], each[1].mark))
        begin, end = words[0][1].begin, words[0][1].end
        text = self._text
        return begin, end, tuple(text[begin:at] + word.mark + text[at + 1 : end] for _, word in words[:2])

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

    def _word(self, at: int, mark: str, around: range) -> _Word | None:
        """A common word within a context, with a character put there."""
        text = self._text
        for begin, end in _spans(text, at):
            if begin in around and end - 1 in around:
                word = text[begin:at] + mark + text[at + 1 : end]
                if self._lexicon.frequency(word) >= self._parameters.frequency:
                    return _Word(mark, begin, end)
        return None

    def _is_own(self, at: int, mark: str, around: range) -> bool:
        """Whether this plan itself has what is expected: what others have says how usual it is, no more."""
        text = self._text
        return text[max(around.start, 0) : at] + mark + text[at + 1 : around.stop] in text

    def _leaves_alone(self, at: int, word: _Word) -> bool:
        """Whether the other characters of a word have none without the one expected, and need one."""
        others = [other for other in range(word.begin, word.end) if other != at]
        return not any(self._text[other] in self._free or self._covered(other) for other in others)

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
