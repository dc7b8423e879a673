"""What means the same: units, references, units of government (`rules/vocabulary/comparison.yaml`)."""

import re
from functools import cache

import msgspec

from plancmp.reading.agencies import agencies
from plancmp.rulepacks import load
from plancmp.text.folding import squeeze


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Unknown keys stop."""


class AttributeWords(_Words, frozen=True):
    """Attributes from the strongest down."""

    order: tuple[str, ...]


class ReferenceWords(_Words, frozen=True):
    """Spellings of what relative targets are held against."""

    spellings: tuple[tuple[str, ...], ...]
    scopes: tuple[str, ...]


class UnitWords(_Words, frozen=True):
    """Units that mean the same."""

    spellings: tuple[tuple[str, ...], ...]


class ComparisonWords(_Words, frozen=True):
    """The whole file."""

    source: str
    attributes: AttributeWords
    references: ReferenceWords
    units: UnitWords


@cache
def comparison_words() -> ComparisonWords:
    """The words, read once."""
    return load(ComparisonWords, "vocabulary/comparison.yaml")


@cache
def same_unit(unit: str | None) -> str | None:
    """A unit as compared: 名 is 人."""
    if unit is None:
        return None
    folded = squeeze(unit)
    for spellings in comparison_words().units.spellings:
        if folded in spellings:
            return spellings[0]
    return folded


@cache
def same_reference(text: str) -> str:
    """What a relative target is held against, in one spelling.

    >>> same_reference("全县生产总值增长") == same_reference("国内生产总值的增速")
    True
    """
    words = comparison_words().references
    folded = squeeze(text).upper()
    for scope in words.scopes:
        folded = folded.replace(scope, "")
    for spellings in words.spellings:
        longest = sorted(spellings, key=len, reverse=True)
        folded = re.sub("|".join(map(re.escape, longest)), spellings[0], folded)
    return folded


@cache
def same_agency(name: str) -> str:
    """A unit of government without the prefix of its level, in one spelling; a name not known as it is.

    >>> same_agency("市人社局") == same_agency("县人力资源和社会保障局"), same_agency("县工坊")
    (True, '县工坊')
    """
    known = agencies().parse(name)
    return known.key if known is not None else squeeze(name)
