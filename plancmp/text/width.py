"""How many columns a text takes where every narrow character takes one: East Asian Width (UAX #11)."""

from functools import cache
from unicodedata import category, east_asian_width


@cache
def _width(character: str, ambiguous: int) -> int:
    kind = east_asian_width(character)
    if kind in "WF":
        return 2
    if category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return ambiguous if kind == "A" else 1


def display_width(text: str, ambiguous: int = 1) -> int:
    """Columns that a text takes; `ambiguous` is the width of “ ” — … ①, 2 in Chinese print.

    >>> display_width("指标(%)"), display_width("“十五五”"), display_width("“十五五”", ambiguous=2)
    (7, 8, 10)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_width(character, ambiguous) for character in text)


def column_starts(text: str, ambiguous: int = 1) -> list[int]:
    """The column, from 0, at which each character of a text begins, and last the column behind it.

    >>> column_starts("a指标")
    [0, 1, 3, 5]
    """
    starts = [0]
    for character in text:
        starts.append(starts[-1] + _width(character, ambiguous))
    return starts
