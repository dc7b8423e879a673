"""Typing slips that make no word: 公益性岗住 for 公益性岗位 (TXT005).

A character is doubted where it makes no word of jieba's dictionary with its neighbours, stands in no phrase
that plans share, and the plan (or the shared phrases) has the same words around another character, which
does make a word. Names, and what may be a new word, are passed over: then nothing else is expected there.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from plancmp.checks.kinds import Check, Hit, Rule
from plancmp.checks.learning import Seen, bundled_phrases, merge, read_phrases
from plancmp.checks.lexicon import Lexicon, lexicon
from plancmp.checks.view import Passage, PlanView

_KINDS = frozenset(("front", "paragraph", "item", "box-text", "task", "heading", "row"))
_HAN = re.compile(r"[\u4e00-\u9fff]{3,}")


class VariantParameters(Rule, frozen=True, kw_only=True):
    """When a character is taken for a slip."""

    free: str
    """Characters that stand for themselves anywhere: 的和在."""
    support: int
    """So often, at the least, the expected words must stand elsewhere."""
    frequency: int
    """So frequent, at the least, the expected word must be in jieba's dictionary."""


def find_variants(view: PlanView, check: Check) -> Iterator[Hit]:
    """Characters that make no word, where another one is expected."""
    phrases = _phrases(view)
    reader = _Reader(view, check.parameters, phrases)
    for passage in view.passages:
        if passage.kind in _KINDS:
            for at, expected in reader.find(passage):
                begin, end = reader.words_around(passage, at)
                wanted = passage.text[begin:at] + expected + passage.text[at + 1 : end]
                yield Hit(passage, begin, end, {"expected": wanted})


def _phrases(view: PlanView) -> Mapping[str, Seen]:
    """The bundled statistics with those of the user."""
    own = view.options.phrases
    return bundled_phrases() if own is None else merge(bundled_phrases(), read_phrases(own))


class _Reader:
    """Finds slips by one plan's own words and the shared phrases."""

    def __init__(self, view: PlanView, parameters: VariantParameters, phrases: Mapping[str, Seen]) -> None:
        self._parameters = parameters
        self._lexicon: Lexicon = lexicon()
        self._free = set(parameters.free)
        self._pairs: Counter[str] = Counter()
        self._runs: list[str] = []
        for passage in view.passages:
            for found in _HAN.finditer(passage.folded):
                run = found.group()
                self._runs.append(run)
                self._pairs.update(map("".join, zip(run, run[1:], strict=False)))
        self._shared_pairs = _pairs_of(tuple(phrases)) if phrases else frozenset()
        self._contexts = self._count_contexts(phrases)

    def _count_contexts(self, phrases: Mapping[str, Seen]) -> dict[str, dict[str, int]]:
        """Which characters stand in a place, by the three characters around it with a gap."""
        contexts: dict[str, dict[str, int]] = defaultdict(dict)
        for window, count in Counter(
            run[at : at + 4] for run in self._runs for at in range(len(run) - 3)
        ).items():
            for gap in range(4):
                key = f"{window[:gap]}_{window[gap + 1 :]}"
                held = contexts[key]
                held[window[gap]] = held.get(window[gap], 0) + count
        for phrase, seen in phrases.items():
            if len(phrase) == 4:
                for gap in range(4):
                    held = contexts[f"{phrase[:gap]}_{phrase[gap + 1 :]}"]
                    held[phrase[gap]] = held.get(phrase[gap], 0) + seen.count
        return contexts

    def find(self, passage: Passage) -> Iterator[tuple[int, str]]:
        """Offsets of slips in a passage with the character expected."""
        for found in _HAN.finditer(passage.folded):
            run = found.group()
            for at, mark in enumerate(run):
                if mark in self._free or not self._is_rare(run, at):
                    continue
                expected = self._expected(run, at)
                if expected is not None and not self._makes_word(run, at):
                    yield found.start() + at, expected

    def _is_rare(self, run: str, at: int) -> bool:
        """Whether a character stands with its neighbours only here."""
        for pair in (run[at - 1 : at + 1] if at else "", run[at : at + 2]):
            if len(pair) == 2 and (self._pairs[pair] > 1 or pair in self._shared_pairs):
                return False
        return True

    def _expected(self, run: str, at: int) -> str | None:
        """The character that the words around a place have elsewhere, where one is clear."""
        votes: Counter[str] = Counter()
        for gap in range(4):
            begin = at - gap
            window = run[begin : begin + 4] if begin >= 0 else ""
            if len(window) == 4:
                held = self._contexts.get(f"{window[:gap]}_{window[gap + 1 :]}", {})
                for mark, count in held.items():
                    if mark != run[at]:
                        votes[mark] = max(votes[mark], count)
        for mark, count in votes.most_common(3):
            if count < self._parameters.support:
                return None
            if self._frequency(run, at, mark) >= self._parameters.frequency:
                return mark
        return None

    def _makes_word(self, run: str, at: int) -> bool:
        """Whether the character makes a word with its neighbours."""
        return self._frequency(run, at, run[at]) > 0

    def _frequency(self, run: str, at: int, mark: str) -> int:
        """The highest frequency of a word over a place, with a character put there."""
        best = 0
        for length in (2, 3, 4):
            for begin in range(max(0, at - length + 1), min(at, len(run) - length) + 1):
                word = run[begin:at] + mark + run[at + 1 : begin + length]
                best = max(best, self._lexicon.frequency(word))
        return best

    def words_around(self, passage: Passage, at: int) -> tuple[int, int]:
        """A slip with up to two characters before and one behind it, within its run."""
        folded = passage.folded
        begin = at
        while begin > max(at - 3, 0) and "\u4e00" <= folded[begin - 1] <= "\u9fff":
            begin -= 1
        end = at + 1
        if end < len(folded) and "\u4e00" <= folded[end] <= "\u9fff" and begin > at - 2:
            end += 1
        return begin, end


@cache
def _pairs_of(phrases: tuple[str, ...]) -> frozenset[str]:
    """All pairs of characters in some phrases."""
    return frozenset(phrase[at : at + 2] for phrase in phrases for at in range(len(phrase) - 1))
