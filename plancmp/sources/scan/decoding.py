"""What the engine says of each column of a picture to the line that stands there."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plancmp.rulepacks.counts import counts
from plancmp.text.keeping import compiled

Odds = NDArray[np.float32]
"""How likely each character is, a column a row; the first character is the blank."""

_POSSIBLE = 0.03
"""Odds below which a character is not what was seen."""
_EVEN = 0.5
"""With lower odds than these another one may be likelier in its two widths together."""
_NEARLY, _ROOM = 0.7, 6
"""Odds of the blank, and columns between the characters beside it, with which one between them was lost."""
_DIRT = compiled(r"[\s\d.·…'’,_—－–-]")
"""What specks of dirt are taken for, and gaps of the writer."""
_FIT = 0.8
"""What it weighs how a character goes with its neighbours, to how it looks."""
_HAN = compiled(r"[\u3400-\u9fff]")


class Reading(NamedTuple):
    """What a picture of one line says."""

    text: str
    sure: tuple[float, ...]
    """How sure the engine is of each character, from 0 to 1."""
    centres: tuple[float, ...]
    """Where the middle of each character stands, as a share of the picture's width."""


class _Seen(NamedTuple):
    """A character, how sure it is, where its middle stands, and what else it may be with the odds."""

    char: str
    sure: float
    centre: float
    others: dict[str, float]


def decoded(odds: Odds, characters: Sequence[str], stretch: float) -> Reading:
    """The odds of each character in each column of a picture to a line: one a run, the blank 0 between.

    `stretch` is how many times wider than the line the picture is.
    """
    best, sure = _read(odds, characters)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    found: list[_Seen] = []
    before = 0
    for start, end in pairwise([*starts.tolist(), len(best)]):
        if not best[start]:
            continue
        peak = start + int(sure[start:end].argmax())
        middle = (start + end) / 2 / len(best) * stretch
        others = {
            characters[at]: float(odds[peak, at]) for at in np.flatnonzero(odds[peak] >= _POSSIBLE).tolist()
        }
        char = _Seen(characters[best[start]], float(sure[peak]), float(middle), others)
        # A mark may be said twice with next to nothing between: in half and in full width, Ⅲ and a part.
        if found and start - before <= 1 and _is_same(found[-1].char, char.char):
            found[-1] = max(found[-1], char, key=lambda each: (len(_folded(each.char)), each.sure))
        else:
            found.append(char)
        before = end
    found = _likeliest(found)
    text, confidences, centres, _ = zip(*found, strict=True) if found else ((), (), (), ())
    return Reading("".join(text), confidences, centres)


def _read(odds: Odds, characters: Sequence[str]) -> tuple[NDArray[np.int64], Odds]:
    """The character of each column with its odds, with those that the blank is likelier than by a little.

    These are marks whose two widths share their odds, and what stands where there is room for one more.
    """
    best, sure = odds.argmax(axis=1), odds.max(axis=1)
    for at in np.flatnonzero(sure < _EVEN):
        best[at], sure[at] = _in_both_widths(odds[at], characters)
    read = np.flatnonzero(best)
    for at in np.flatnonzero((best == 0) & (odds[:, 0] < _NEARLY)):
        left, right = read[read < at], read[read > at]
        if left.size and right.size and right[0] - left[-1] >= _ROOM:
            mark, likely = _in_both_widths(np.where(np.arange(odds.shape[1]), odds[at], 0), characters)
            if likely >= 1 - _NEARLY and not _DIRT.match(characters[mark]):
                best[at], sure[at] = mark, likely
    return best, sure


def _in_both_widths(odds: Odds, characters: Sequence[str]) -> tuple[int, float]:
    """The likeliest character of a column with its odds, those of its other width added."""
    marks: list[int] = np.flatnonzero(odds >= min(_POSSIBLE, odds.max())).tolist()
    both: dict[str, float] = {}
    for mark in marks:
        folded = _folded(characters[mark])
        both[folded] = both.get(folded, 0.0) + float(odds[mark])
    likeliest = max(both, key=both.__getitem__)
    ways = [mark for mark in marks if _folded(characters[mark]) == likeliest]
    return max(ways, key=odds.__getitem__), both[likeliest]


def _likeliest(seen: list[_Seen]) -> list[_Seen]:
    """The characters, those in doubt as they go with their neighbours in official writing."""
    for at, each in enumerate(seen):
        marks = {mark: odds for mark, odds in each.others.items() if _HAN.match(mark)}
        if len(marks) > 1 and each.char in marks:
            run = "".join(near.char for near in seen[max(at - 2, 0) : at + 3])
            place = min(at, 2)
            best = max(marks, key=lambda mark: log(marks[mark]) + _FIT * counts().likely(run, place, mark))
            seen[at] = each._replace(char=best, sure=marks[best])
    return seen


def _is_same(one: str, other: str) -> bool:
    """Whether two characters are one sign in two widths, or the one is a part of the other."""
    return one != other and (_folded(one) in _folded(other) or _folded(other) in _folded(one))


def _folded(char: str) -> str:
    """A character in the width that it has in Latin text."""
    return unicodedata.normalize("NFKC", char)
