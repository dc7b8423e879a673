"""The words that a self-test plants, from rules/vocabulary/planting.yaml."""

from plancmp.checks.entries import Rule
from plancmp.rulepacks import load

_FILE = "vocabulary/planting.yaml"


class GapWords(Rule, frozen=True, kw_only=True):
    """What is still open in a draft."""

    cells: tuple[str, ...]
    digits: tuple[str, ...]
    units: tuple[str, ...]
    verbs: tuple[str, ...]
    words: tuple[str, ...]
    blanks: tuple[str, ...]
    remarks: tuple[str, ...]


class YearWords(Rule, frozen=True, kw_only=True):
    """Sentences on a year, `{}`."""

    sentences: tuple[str, ...]


class CountWords(Rule, frozen=True, kw_only=True):
    """Sentences on how many indicators and boxes there are, `{}`."""

    sentences: tuple[str, ...]
    boxes: tuple[str, ...]


class FigureWords(Rule, frozen=True, kw_only=True):
    """Sentences with figures that cannot be, or that no indicator carries."""

    conflicts: tuple[str, ...]
    promises: tuple[str, ...]
    things: tuple[str, ...]
    sums: tuple[str, ...]


class Abolished(Rule, frozen=True, kw_only=True):
    """A unit that is no more, and its last year."""

    name: str
    until: int


class UnitNames(Rule, frozen=True, kw_only=True):
    """Names of units."""

    short: tuple[tuple[str, str], ...]
    abolished: tuple[Abolished, ...]
    sentences: tuple[str, ...]


class SlipWords(Rule, frozen=True, kw_only=True):
    """Typing slips."""

    alike: tuple[str, ...]
    doubled: tuple[str, ...]
    terms: tuple[str, ...]
    """Sentences with a term written otherwise."""
    notices: tuple[str, ...]
    """Sentences with the title of a notice that is cut."""


class PlaceWords(Rule, frozen=True, kw_only=True):
    """Sentences with the name of a place, a level or a period, `{}`."""

    sentences: tuple[str, ...]
    levels: tuple[str, ...]
    periods: tuple[str, ...]


class KnownPart(Rule, frozen=True, kw_only=True):
    """A part of a plan and the words of headings that show it."""

    name: str
    shown: tuple[str, ...]
    also: tuple[str, ...]
    """Words of headings that can stand for the part too."""
    unless: tuple[str, ...] = ()
    """Ends of titles of papers that need no such part."""


class PartWords(Rule, frozen=True, kw_only=True):
    """Parts of a plan, and what stands in their place."""

    known: tuple[KnownPart, ...]
    empty: tuple[str, ...]
    pictures: tuple[str, ...]


class PlantingWords(Rule, frozen=True, kw_only=True):
    """The whole file."""

    source: str
    gaps: GapWords
    years: YearWords
    counts: CountWords
    references: tuple[str, ...]
    figures: FigureWords
    units: UnitNames
    slips: SlipWords
    places: PlaceWords
    parts: PartWords
    endings: tuple[str, ...]


def planting_words() -> PlantingWords:
    """The words, read once."""
    return load(PlantingWords, _FILE)
