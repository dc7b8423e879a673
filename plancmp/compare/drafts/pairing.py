"""Two drafts of one plan: what of the one is most like what of the other."""

from collections.abc import Iterable, Iterator, Sequence

from plancmp.compare.plans.texts import find_similar

Scored = tuple[float, int, int]
"""How alike two things are, and the index of each in its draft."""


def pair_best(scored: Iterable[Scored], least: float) -> Iterator[tuple[int, int]]:
    """Pairs of which each has nothing left that is more like it; nothing is in two of them."""
    mine: set[int] = set()
    theirs: set[int] = set()
    for score, at, other in sorted(scored, key=lambda each: (-each[0], *each[1:])):
        if score >= least and at not in mine and other not in theirs:
            mine.add(at)
            theirs.add(other)
            yield at, other


def similar_across(old: Sequence[str], new: Sequence[str], least: float) -> Iterator[Scored]:
    """Texts of the one draft with those of the other that are alike by at least `least` of 100."""
    for score, first, second in find_similar([*old, *new], least):
        if first < len(old) <= second:
            yield score, first, second - len(old)
