"""Which way an indicator is better: from the pack when its key is known, else from its name."""

import re
from functools import cache

from plancmp.compare.words import comparison_words
from plancmp.model.comparison import Direction
from plancmp.text.folding import squeeze


def direction_of(key: str | None, name: str) -> Direction | None:
    """`up` when more is better, `down` when less is, None when neither is."""
    known = _pack_direction(key) if key else None
    if known is not None:
        return None if known == "neither" else known
    return direction_by_words(name)


@cache
def direction_by_words(name: str) -> Direction | None:
    """The direction that the words of a measure give; most things that plans count should grow.

    >>> direction_by_words("城镇登记失业率（%）"), direction_by_words("残疾人就业率"), direction_by_words("常住人口")
    ('down', 'up', None)
    """
    found = [word.group() for word in _pattern().finditer(squeeze(name))]
    if not found:
        return "up"
    words = comparison_words().direction
    last = found[-1]
    return "down" if last in words.down else "up" if last in words.up else None


@cache
def _pattern() -> re.Pattern[str]:
    """All words of direction, the longest first."""
    words = comparison_words().direction
    longest = sorted((*words.down, *words.up, *words.neither), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)))


def _pack_direction(key: str) -> str | None:
    """The direction that a pack gives for a key, None when no pack has the key."""
    return None
