"""Plants slips of typing: doubled words, lost marks, wrong characters (TXT)."""

import re
from collections.abc import Iterator
from random import Random

from plancmp.checks.lexicon import lexicon
from plancmp.checks.view import Passage
from plancmp.selftest.mutants import (
    Mutant,
    Reach,
    UnfitError,
    asking,
    insert,
    insert_sentence,
    pick,
    replace,
)
from plancmp.selftest.plan import Plan
from plancmp.selftest.reading import Match, matches
from plancmp.selftest.registry import plants
from plancmp.selftest.words import drawn, planting_words
from plancmp.text.folding import fold
from plancmp.text.keeping import compiled

_HAN = compiled(r"[\u4e00-\u9fff]+")
_NEVER_TWICE = "一每逐越各"
_AGAIN = 4
"""A word of a draft that stands more often than this is one that it uses again and again."""

_COMMON = 500
"""So often, at the least, the dictionary counts a word that a drafter would write."""
_RESPONSIBLE = compiled(r"[（(]?(?:牵头|责任|负责|主责)")


@plants("TXT001", "word-doubled", needs="prose")
def doubled_word(plan: Plan, rng: Random) -> Mutant:
    """A word of two characters twice."""
    return _doubled(plan, rng, 2)


@plants("TXT001", "phrase-doubled", needs="prose")
def doubled_phrase(plan: Plan, rng: Random) -> Mutant:
    """A word of four characters twice."""
    return _doubled(plan, rng, 4)


@plants("TXT001", "character-doubled", needs="prose")
def doubled_character(plan: Plan, rng: Random) -> Mutant:
    """的的, 和和."""
    doubled = "".join(planting_words().words["slip-doubled"])
    found = matches(plan.prose, rf"(?<=[\u4e00-\u9fff])[{doubled}](?=[\u4e00-\u9fff])")
    passage, mark = pick(rng, (each for each in found if not _in_word(each[0].text, each[1].start())))
    return _twice(plan, passage, *mark.span())


def _twice(plan: Plan, passage: Passage, start: int, end: int, reach: Reach = "sentence") -> Mutant:
    """Some words once more before themselves."""
    return insert(plan, plan.spot(passage, start, end), passage.text[start:end], reach)


def _in_word(text: str, at: int) -> bool:
    """Whether a character makes a word with one of its neighbours: 目|的, 和|谐."""
    return any(lexicon().frequency(pair) for pair in (text[at - 1 : at + 1], text[at : at + 2]))


def _doubled(plan: Plan, rng: Random, length: int) -> Mutant:
    """A word of some length twice."""
    for _ in range(8):
        passage = pick(rng, plan.prose)
        words = _words(passage, length)
        if words:
            at = rng.choice(words)
            return _twice(plan, passage, at, at + length)
    raise UnfitError


def _words(passage: Passage, length: int) -> list[int]:
    """Where common words of a length begin."""
    return [
        found.start() + at
        for found in _HAN.finditer(passage.text)
        for at in range(len(found.group()) - length + 1)
        if lexicon().frequency(word := found.group()[at : at + length]) > (_COMMON if length == 2 else 0)
        and word[0] not in _NEVER_TWICE
        and word[0] != word[1]
    ]


# -- marks ---------------------------------------------------------------------------------------------


@plants("TXT002", "mark-lost", needs="marks")
def lost_mark(plan: Plan, rng: Random) -> Mutant:
    """One of a pair of marks is gone; the finding is on its partner."""
    passage, mark = pick(rng, _marks(plan))
    return replace(plan, plan.spot(passage, *mark.span()), "", "line")


@plants("TXT002", "mark-twice", needs="marks")
def mark_twice(plan: Plan, rng: Random) -> Mutant:
    """A closing mark that stands twice."""
    passage, mark = pick(rng, (each for each in _marks(plan) if each[1].group() in "）”》"))
    return _twice(plan, passage, *mark.span(), "line")


def _marks(plan: Plan) -> Iterator[Match]:
    """Brackets and quotations of the text, not those of who is responsible."""
    return (
        (passage, found)
        for passage, found in matches(plan.prose, r"[（）“”《》]")
        if not _RESPONSIBLE.match(passage.text, found.start())
        and not re.search(r"[（(](?:牵头|责任)[^（）()]*$", passage.text[: found.start()])
    )


@plants("TXT003", "ending-lost", needs="prose")
def lost_ending(plan: Plan, rng: Random) -> Mutant:
    """A paragraph that just ends, or ends in the middle of a sentence."""
    passage = pick(rng, (each for each in plan.prose if "，" in each.text))
    spot = plan.spot(passage, len(passage.text) - 1, len(passage.text))
    return replace(plan, spot, drawn(rng, "endings"))


@plants("TXT004", "widths-mixed", needs="brackets")
def mixed_widths(plan: Plan, rng: Random) -> Mutant:
    """One bracket of a pair in the other width, in text or in the number of a heading."""
    pairs = matches(plan.running("paragraph", "heading"), r"（[^（）()\n]{1,30}）|\([^（）()\n]{1,30}\)")
    places = [(each, found.start() if rng.random() < 0.5 else found.end() - 1) for each, found in pairs]
    passage, at = pick(rng, places)
    mark = passage.text[at]
    other = fold(mark) if fold(mark) != mark else {"(": "（", ")": "）"}[mark]
    return replace(plan, plan.spot(passage, at, at + 1), other)


# -- slips ---------------------------------------------------------------------------------------------


@plants("TXT005", "character-wrong", needs="shared-phrases")
def wrong_character(plan: Plan, rng: Random) -> Mutant:
    """A character taken for one like it, inside a word that the draft has elsewhere too.

    What such a check can know is what plans write again and again: the word must stand often, and
    the slip must make no word with either neighbour.
    """
    likes = _likes()
    choices = (
        (passage, found.start() + at, like)
        for passage, found in matches(plan.prose, _HAN)
        for at in range(1, len(found.group()) - 1)
        for like in likes.get(found.group()[at], "")
        if _is_slip(plan, found.group()[at - 1 : at + 2], like)
    )
    passage, at, like = pick(rng, choices)
    return replace(plan, plan.spot(passage, at, at + 1), like)


def _likes() -> dict[str, str]:
    """Which characters are taken for which."""
    likes: dict[str, str] = {}
    for one, other in map(tuple, planting_words().words["slip-alike"]):
        likes[one] = likes.get(one, "") + other
        likes[other] = likes.get(other, "") + one
    return likes


def _is_slip(plan: Plan, around: str, like: str) -> bool:
    """Whether the middle of three characters, replaced, is a slip that a careful reader would be sure of."""
    words = lexicon()
    left, middle, right = tuple(around)
    held = max((left + middle, middle + right), key=words.frequency)
    return (
        words.frequency(held) > _COMMON
        and plan.view.text.count(around) > _AGAIN
        and not any(words.frequency(pair) or pair in plan.text for pair in (left + like, like + right))
    )


# -- marks, terms and names that are not as they should be ---------------------------------------------------


@plants("TXT006", "comma-half", needs="prose")
def half_comma(plan: Plan, rng: Random) -> Mutant:
    """A comma of half width."""
    return _at(plan, rng, r"(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])", ",")


def _at(plan: Plan, rng: Random, pattern: str, new: str) -> Mutant:
    """Other words in one of the places of a pattern."""
    passage, found = pick(rng, matches(plan.prose, pattern))
    return replace(plan, plan.spot(passage, *found.span()), found.expand(new))


@plants("TXT007", "character-unseen", needs="prose")
def unseen_character(plan: Plan, rng: Random) -> Mutant:
    """A character of no width within a word."""
    made = _at(plan, rng, r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", rng.choice("\u200b\u200c\u200d\u2060"))
    return asking(made, reach="line")


@plants("TXT008", "clause-again", needs="prose")
def clause_again(plan: Plan, rng: Random) -> Mutant:
    """A clause of a sentence once more at its end."""
    return _at(plan, rng, r"(?<=[，。])([\u4e00-\u9fff]{6,20})(，[^，。；\n]{4,40})(?=。)", r"\1\2，\1")


@plants("TXT009", "term-wrong", needs="prose")
def wrong_term(plan: Plan, rng: Random) -> Mutant:
    """A sentence with a term written otherwise."""
    return insert_sentence(plan, rng, drawn(rng, "slip-terms"))


@plants("TXT010", "notice-cut", needs="prose")
def cut_notice(plan: Plan, rng: Random) -> Mutant:
    """A sentence that names a notice without saying that it is one."""
    return insert_sentence(plan, rng, drawn(rng, "slip-notices"))
