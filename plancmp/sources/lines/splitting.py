"""Text to lines, each with its number in the file and the page it stands on."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from plancmp.model.document import OWN_AUTHOR
from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.guard.limits import MOST_LINES, MOST_TINY, TINY
from plancmp.text.keeping import compiled

LINE_END = compiled("\r\n|[\n\r\x0b\x85\u2028\u2029]")

_OTHER_ENDS = "\r\x0b\x85\u2028\u2029"


# A remark that plancmp wrote below a line is no part of the plan; encodings without its brackets have `?`.
OWN_LINE = compiled(f"[⟦?]{OWN_AUTHOR} [^\n\r]*[⟧?]\\s*$")


class Line(NamedTuple):
    """A line without its end. Numbers, pages and columns count from 1."""

    number: int
    page: int
    text: str
    column: int = 1
    """Where the text begins in its line: behind the form feed that opened the page, else 1."""
    joined: bool = False
    """It is many lines of a few characters each, with a blank for each line end."""


_made = tuple.__new__
"""Makes a line of all its parts; every line of every text is one."""


def split_lines(text: str) -> list[Line]:
    r"""Part a text into lines at every kind of line end; a line end at the very end opens no further line.

    A form feed begins a page and ends no line: what stands behind it has the number of its line. Thousands
    of lines in a row with hardly a character each are joined. Raises `SourceError` for more lines than any
    plan has. Remarks of plancmp are left out.

    >>> [line[:4] for line in split_lines("一\r\n二\f三")[1:]]
    [(2, 1, '二', 1), (2, 2, '三', 3)]
    """
    parts = LINE_END.split(text) if any(end in text for end in _OTHER_ENDS) else text.split("\n")
    if not parts[-1]:
        parts.pop()
    lines = list(_split_pages(parts) if "\f" in text else _numbered(parts))
    if len(lines) > MOST_LINES:
        raise SourceError(*worded("many-lines", count=len(parts), most=MOST_LINES))
    return [line for line in lines if not OWN_LINE.match(line.text)] if OWN_AUTHOR in text else lines


def _numbered(parts: Sequence[str]) -> Iterator[Line]:
    """Lines with their numbers; those joined that are too short, and too many, for any text or table."""
    if len(parts) < MOST_TINY:
        yield from (_made(Line, (number, 1, part, 1, False)) for number, part in enumerate(parts, 1))
        return
    first = 1
    for tiny, group in groupby(parts, key=lambda part: len(part) <= TINY):
        run = list(group)
        if tiny and len(run) >= MOST_TINY:
            for at in range(0, len(run), MOST_TINY):
                yield Line(first + at, 1, " ".join(run[at : at + MOST_TINY]), joined=True)
        else:
            yield from (Line(number, 1, part) for number, part in enumerate(run, first))
        first += len(run)


def _split_pages(parts: list[str]) -> Iterator[Line]:
    """Lines with their pages; nothing stands for the empty end of a page before or behind a form feed."""
    page = 1
    for number, part in enumerate(parts, 1):
        if "\f" not in part:
            yield Line(number, page, part)
            continue
        column = 1
        pieces = part.split("\f")
        for index, piece in enumerate(pieces):
            if piece or (index == len(pieces) - 1 and number < len(parts)):
                yield Line(number, page, piece, column)
            column += len(piece) + 1
            page += index < len(pieces) - 1
