"""How many columns a text takes where every narrow character takes one: East Asian Width (UAX #11)."""

from itertools import accumulate
from unicodedata import category, east_asian_width

from plancmp.text.keeping import compiled

_USUAL = {
    ambiguous: compiled(f"[ -~\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e{marks}]*")
    for ambiguous, marks in ((1, ""), (2, "“”‘’…—"))
}
"""Text of characters that take two columns, or one where they are ASCII."""


class _Widths(dict[str, int]):
    """Characters to the columns that they take, filled as they are met."""

    def __init__(self, ambiguous: int) -> None:
        self._ambiguous = ambiguous

    def __missing__(self, character: str) -> int:
        kind = east_asian_width(character)
        if kind in "WF":
            width = 2
        elif category(character) in ("Mn", "Me", "Cf", "Cc"):
            width = 0
        else:
            width = self._ambiguous if kind == "A" else 1
        self[character] = width
        return width


_WIDTHS = {ambiguous: _Widths(ambiguous) for ambiguous in (1, 2)}


def display_width(text: str, ambiguous: int = 1) -> int:
    """Columns that a text takes; `ambiguous` is the width of “ ” — … ①, 2 in Chinese print.

    >>> display_width("指标(%)"), display_width("“十五五”"), display_width("“十五五”", ambiguous=2)
    (7, 8, 10)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    if _USUAL[ambiguous].fullmatch(text):
        return 2 * len(text) - len(text.encode("ascii", "ignore"))
    return sum(map(_WIDTHS[ambiguous].__getitem__, text))


def column_starts(text: str, ambiguous: int = 1) -> list[int]:
    """The column, from 0, at which each character of a text begins, and last the column behind it.

    >>> column_starts("a指标")
    [0, 1, 3, 5]
    """
    return list(accumulate(map(_WIDTHS[ambiguous].__getitem__, text), initial=0))
