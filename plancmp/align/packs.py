"""The packs of `rules/indicators`: names that mean one indicator, its measure, which way is better."""

from functools import cache
from typing import Literal

import msgspec

from plancmp.align.words import indicator_words
from plancmp.model.alignment import Measure
from plancmp.model.record import Indicator
from plancmp.rulepacks import load, rules_folder
from plancmp.text.keeping import compiled

Better = Literal["higher", "lower", "closer", "none"]
_NAME = compiled(r"[a-z][a-z0-9-]*")


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a pack: unknown keys are refused."""


class Entry(_Rule, frozen=True, kw_only=True):
    """One canonical indicator."""

    key: str
    name: str
    names: tuple[str, ...] = ()
    measure: Measure
    unit: str | None = None
    better: Better
    other: tuple[str, ...] = ()
    """Keys of the same matter in another measure."""
    joins: tuple[str, ...] = ()
    """Keys of the rows that this one holds together."""
    excluded: tuple[str, ...] = msgspec.field(default=(), name="not")
    """Names, and keys, that it must not be taken for."""
    periods: tuple[str, ...] = ()
    source: str | None = None
    note: str | None = None


class Subject(_Rule, frozen=True, kw_only=True):
    """Whom a name is about that says of nobody: `word`, unless it holds one of the others."""

    word: str
    unless: tuple[str, ...]


class Pack(_Rule, frozen=True, kw_only=True):
    """A file of `rules/indicators`."""

    source: str
    subject: Subject | None = None
    light: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    borrows: dict[str, tuple[str, ...]] = {}
    indicators: tuple[Entry, ...]


def load_pack(name: str) -> Pack:
    """The pack `rules/indicators/<name>.yaml`."""
    return load(Pack, f"indicators/{name}.yaml")


@cache
def pack_names() -> tuple[str, ...]:
    """The names of all packs, sorted."""
    return tuple(sorted(path.stem for path in (rules_folder() / "indicators").glob("*.yaml")))


@cache
def packs_of(sector: str | None) -> tuple[str, ...]:
    """The packs of a sector, which settle what two packs claim; none for a field without one.

    >>> packs_of("women-children"), packs_of("disability"), packs_of("forestry"), packs_of(None)
    (('women', 'children'), ('disability',), (), ())
    """
    if not sector:
        return ()
    listed = indicator_words().packs.get(sector)
    if listed is not None:
        return listed
    known = _NAME.fullmatch(sector) and (rules_folder() / "indicators" / f"{sector}.yaml").is_file()
    return (sector,) if known else ()


def unit_of(indicator: Indicator) -> str | None:
    """The unit of an indicator: its own, else that of its values."""
    values = (indicator.target, indicator.baseline, *indicator.values)
    written = (value.unit for value in values if value is not None and value.kind not in ("relative", "text"))
    return indicator.unit or next((unit for unit in written if unit), None)
