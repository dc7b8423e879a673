"""Which way an indicator is better, and whether two years of it can be held together."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import msgspec

from plancmp.align.catalogue import find_entry
from plancmp.model.comparison import Direction
from plancmp.model.quantity import Quantity
from plancmp.model.record import Value
from plancmp.rulepacks import load
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import any_of, compiled

_BRACKETS = compiled(r"\([^()]*\)")
_SIZE = compiled(r"(?:总数|总量|数量|规模|数)$")
_RATES = frozenset(("%", "‰"))
_RATE = compiled(r"[率比]$|比例|占比|覆盖面")


class DirectionWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`rules/vocabulary/directions.yaml`: what the words of a name say of its direction."""

    source: str
    falling: tuple[str, ...]
    """Words of what should become less: 死亡率, 近视率."""
    rising: tuple[str, ...]
    """Ends of names that should become more whatever they are about: 投诉办结率, 受污染耕地安全利用率."""
    reductions: tuple[str, ...]
    """Words of a change for the less, of which more is better: 能耗下降."""
    growths: tuple[str, ...]
    """Words of a change for the more: 增速."""
    neither: tuple[str, ...]
    """Words of what may go either way: 生育率, 班额."""
    sizes: tuple[str, ...]
    """Ends of names of what is only so large: 常住人口."""
    stocks: tuple[str, ...]
    """Words of things that are there and counted: 机构, 床位. Other counts are done within the period."""
    ceilings: tuple[str, ...]
    """Words of what is held below a limit set above, which is no goal: 失业率."""


class _Patterns(NamedTuple):
    falling: re.Pattern[str]
    rising: re.Pattern[str]
    reductions: re.Pattern[str]
    paces: re.Pattern[str]
    neither: re.Pattern[str]
    stocks: re.Pattern[str]
    ceilings: re.Pattern[str]
    sizes: tuple[str, ...]


def direction_of(
    name: str, key: str | None = None, values: Iterable[Value | Quantity | None] = ()
) -> Direction | None:
    """`up` when more is better, `down` when less is, None when neither is.

    Asked in this order: the pack that knows the key; the bounds of the values (≤0.9 is an upper limit); the
    words of the name. Most things that plans count should grow.

    >>> [direction_of(name) for name in ("城镇登记失业率（%）", "残疾人就业率", "常住人口", "能耗下降率")]
    ['down', 'up', None, 'up']
    """
    entry = find_entry(key) if key else None
    if entry is not None:
        return "up" if entry.better == "higher" else "down" if entry.better == "lower" else None
    bounds = {value.relation[0] for value in values if value is not None and value.relation}
    if bounds in ({"<"}, {">"}):
        return "down" if bounds == {"<"} else "up"
    return _by_words(name)


def is_level(name: str, key: str | None = None, unit: str | None = None) -> bool:
    """Whether a value says how things stand, so that those of two years can be held together.

    A pace (增速) and a count of what is done within the period say nothing against an earlier year.
    """
    entry = find_entry(key) if key else None
    words, folded = _patterns(), _folded(name)
    if words.paces.search(folded):
        return False
    if words.rising.search(folded) or words.falling.search(folded):
        return True
    if words.neither.search(folded):
        return False
    if entry is not None and entry.measure not in ("growth", "count", "amount"):
        return True
    if unit is None or unit in _RATES or "/" in unit or _RATE.search(folded):
        return unit in _RATES or (unit is not None and "/" in unit) or folded[-1:] == "率"
    return bool(words.stocks.search(folded)) or unit == "岁"


def is_ceiling(name: str) -> bool:
    """Whether a name is of what is held below a limit set above, which is no goal."""
    return bool(_patterns().ceilings.search(squeeze(name)))


@cache
def _by_words(name: str) -> Direction | None:
    """The direction that the words of a name give."""
    words, folded = _patterns(), _folded(name)
    if words.reductions.search(folded) or words.rising.search(folded):
        return "up"
    if words.falling.search(folded):
        return "down"
    if words.neither.search(folded) or _SIZE.sub("", folded).endswith(words.sizes):
        return None
    return "up"


def _folded(name: str) -> str:
    """A name without its unit and other words in brackets."""
    return _BRACKETS.sub("", squeeze(name))


@cache
def _patterns() -> _Patterns:
    """The lists of words, compiled once."""
    words = load(DirectionWords, "vocabulary/directions.yaml")
    return _Patterns(
        falling=_pattern(words.falling),
        rising=compiled(rf"(?<![不未非无超])(?:{any_of(words.rising)})$"),
        reductions=_pattern(words.reductions),
        paces=_pattern((*words.reductions, *words.growths)),
        neither=_pattern(words.neither),
        stocks=_pattern(words.stocks),
        ceilings=_pattern(words.ceilings),
        sizes=words.sizes,
    )


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of some words."""
    return compiled(any_of(map(fold, words)))
