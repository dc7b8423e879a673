"""The words that a self-test plants, from rules/vocabulary/planting.yaml."""

from random import Random

from plancmp.checks.entries import Rule
from plancmp.rulepacks import load

_FILE = "vocabulary/planting.yaml"


class Abolished(Rule, frozen=True, kw_only=True):
    """A unit that is no more, and its last year."""

    name: str
    until: int


class UnitNames(Rule, frozen=True, kw_only=True):
    """Names of units: the full one with a short one, and those that went out of use."""

    short: tuple[tuple[str, str], ...]
    abolished: tuple[Abolished, ...]


class KnownPart(Rule, frozen=True, kw_only=True):
    """A part of a plan and the words of headings that show it."""

    name: str
    shown: tuple[str, ...]
    also: tuple[str, ...]
    """Words of headings that can stand for the part too."""
    unless: tuple[str, ...] = ()
    """Ends of titles of papers that need no such part."""


class PlantingWords(Rule, frozen=True, kw_only=True):
    """The whole file."""

    source: str
    words: dict[str, tuple[str, ...]]
    """What is planted, by what it is: `gap-cells`, `year-sentences`."""
    units: UnitNames
    parts: tuple[KnownPart, ...]


def planting_words() -> PlantingWords:
    """The words, read once."""
    return load(PlantingWords, _FILE)


def drawn(rng: Random, what: str) -> str:
    """One of the words of a kind, by chance."""
    return rng.choice(planting_words().words[what])
