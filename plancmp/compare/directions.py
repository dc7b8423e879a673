"""Which way an indicator is better: from the pack when its key is known, else from its name."""

import re
from functools import cache
from typing import Literal

from plancmp.align.catalogue import find_entry
from plancmp.align.packs import Better
from plancmp.compare.words import comparison_words
from plancmp.model.comparison import Direction
from plancmp.text.folding import squeeze

_BETTER: dict[Better, Direction | Literal["neither"]] = {
    "higher": "up",
    "lower": "down",
    "closer": "neither",
    "none": "neither",
}
_BRACKETS = re.compile(r"\([^()]*\)")
_SIZE = re.compile(r"(?:总数|总量|数量|规模|数)$")


def direction_of(key: str | None, name: str) -> Direction | None:
    """`up` when more is better, `down` when less is, None when neither is."""
    known = _pack_direction(key) if key else None
    if known is not None:
        return None if known == "neither" else known
    return direction_by_words(name)


@cache
def direction_by_words(name: str) -> Direction | None:
    """The direction that the words of a measure give; most things that plans count should grow.

    >>> [direction_by_words(name) for name in ("城镇登记失业率（%）", "残疾人就业率", "常住人口")]
    ['down', 'up', None]
    """
    folded = _BRACKETS.sub("", squeeze(name))
    words = comparison_words().direction
    if _SIZE.sub("", folded).endswith(words.neither):
        return None
    found = [word.group() for word in _pattern().finditer(folded)]
    return "down" if found and found[-1] in words.down else "up"


@cache
def _pattern() -> re.Pattern[str]:
    """All words of direction, the longest first."""
    words = comparison_words().direction
    longest = sorted((*words.down, *words.up), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)))


def _pack_direction(key: str) -> Direction | Literal["neither"] | None:
    """The direction that a pack gives for a key, None when no pack has the key."""
    entry = find_entry(key)
    return _BETTER[entry.better] if entry else None
