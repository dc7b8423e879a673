"""The vocabulary of values as a type: what `rules/vocabulary/quantities.yaml` may say."""

from typing import Literal

import msgspec

from plancmp.model.quantity import Relation

Measure = Literal[
    "person", "visit", "household", "percent", "point", "times", "money", "area", "length", "volume", "mass",
    "energy", "power", "data", "other-measure", "age", "time", "score", "count", "ratio", "share", "compound",
]  # fmt: skip


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the vocabulary: unknown keys are refused."""


class _Group(_Rule, frozen=True, kw_only=True):
    """A part that says where it comes from."""

    source: str | None = None
    note: str | None = None


class UnitWord(_Rule, frozen=True, kw_only=True):
    """A unit, its other spellings, and the characters that must not follow it."""

    name: str
    also: tuple[str, ...] = ()
    not_before: str = ""


class UnitGroup(_Group, frozen=True, kw_only=True):
    """Units that measure the same kind of thing; see the notes in the vocabulary."""

    measure: Measure = msgspec.field(name="class")
    loose: bool = False
    words: tuple[str | UnitWord, ...]


class PerWords(_Group, frozen=True, kw_only=True):
    """Words that stand for a unit behind a slash."""

    words: dict[str, str]


class BoundWords(_Group, frozen=True, kw_only=True):
    """Relations by the words that stand before, behind, or between number and unit."""

    before: dict[Relation, tuple[str, ...]]
    weak: dict[Relation, tuple[str, ...]]
    after: dict[Relation, tuple[str, ...]]
    inside: dict[Relation, tuple[str, ...]]
    adverbs: dict[Relation, tuple[str, ...]]


class LevelWords(_Group, frozen=True, kw_only=True):
    """Words that say what is reached; weak ones prove no number."""

    strong: tuple[str, ...]
    from_: tuple[str, ...] = msgspec.field(name="from")
    weak: tuple[str, ...]


class ChangeWords(_Group, frozen=True, kw_only=True):
    """Words of change, of yearly rates (which are no change), and of the state before."""

    up: tuple[str, ...]
    down: tuple[str, ...]
    yearly: tuple[str, ...]
    since: tuple[str, ...]


class TotalWords(_Group, frozen=True, kw_only=True):
    """Marks of a sum over the period."""

    words: tuple[str, ...]
    brackets: tuple[str, ...]


class GapMark(_Rule, frozen=True, kw_only=True):
    """A character that stands for a number to come; `in_text` 0 means never in running text."""

    mark: str
    least: int
    in_text: int | None = None


class UndecidedWords(_Group, frozen=True, kw_only=True):
    """Spellings of a number that is still to come."""

    marks: tuple[GapMark, ...]
    not_units: tuple[str, ...]
    words: tuple[str, ...]


class BlankWords(_Group, frozen=True, kw_only=True):
    """Spellings of no value."""

    marks: str
    words: tuple[str, ...]


class RelativeWords(_Group, frozen=True, kw_only=True):
    """Words of a target that follows another figure."""

    with_: tuple[str, ...] = msgspec.field(name="with")
    about: tuple[str, ...]
    between: tuple[str, ...]
    same: dict[str, Relation]
    than: tuple[str, ...]
    compared: dict[str, Relation]
    reach: tuple[str, ...]
    bounds_after: dict[str, Relation]
    ends: tuple[str, ...]
    ends_in_cells: tuple[str, ...]
    figures: tuple[str, ...]


class FixedWord(_Rule, frozen=True, kw_only=True):
    """A word that is a number without a numeral."""

    word: str
    value: str
    unit: str
    relation: Relation = "="
    change: bool = False


class FixedWords(_Group, frozen=True, kw_only=True):
    """See `FixedWord`."""

    words: tuple[FixedWord, ...]


class CellWords(_Group, frozen=True, kw_only=True):
    """Words that may stand before the only number of a cell and name no part."""

    before: tuple[str, ...]


class LookAlikes(_Group, frozen=True, kw_only=True):
    """What only looks like a quantity."""

    starts: str
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    in_text: tuple[str, ...]


class QuantityWords(_Rule, frozen=True, kw_only=True):
    """The vocabulary of values: `rules/vocabulary/quantities.yaml`."""

    units: tuple[UnitGroup, ...]
    loose_words: tuple[str, ...]
    per_words: PerWords
    bounds: BoundWords
    not_after: dict[str, str]
    levels: LevelWords
    changes: ChangeWords
    totals: TotalWords
    undecided: UndecidedWords
    blank: BlankWords
    relative: RelativeWords
    fixed: FixedWords
    cell_words: CellWords
    look_alikes: LookAlikes
