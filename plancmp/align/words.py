"""The vocabulary of names as a type: what `rules/vocabulary/indicator_names.yaml` may say."""

from functools import cache

import msgspec

from plancmp.model.alignment import Measure
from plancmp.rulepacks import load


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words around a name that say nothing of what is measured."""

    starts: tuple[str, ...]
    ends: tuple[str, ...]
    moves: tuple[str, ...]
    towards: tuple[str, ...]
    brackets: tuple[str, ...]


class IndicatorWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """See the comments in the vocabulary."""

    source: str
    packs: dict[str, tuple[str, ...]]
    places: tuple[str, ...]
    nothing: Nothing
    per: tuple[str, ...]
    folds: dict[str, tuple[str, ...]]
    rewrites: dict[str, str]
    measures: dict[Measure, tuple[str, ...]]
    dropped_amounts: tuple[str, ...]
    falling: tuple[str, ...]
    kept: tuple[str, ...]
    extents: tuple[str, ...]
    acts: tuple[str, ...]
    rules: dict[str, str]
    before_surface: tuple[str, ...]
    light: tuple[str, ...]
    optional: tuple[str, ...]
    stops: tuple[str, ...]
    apart: dict[str, tuple[str, ...]]
    neutral: tuple[str, ...]
    words: tuple[str, ...]


@cache
def indicator_words() -> IndicatorWords:
    """The bundled vocabulary of names."""
    return load(IndicatorWords, "vocabulary/indicator_names.yaml")
