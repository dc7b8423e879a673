"""Takes out of a line what no reader of the printed page sees, and keeps the columns of the rest.

Text that came out of a Word file carries marks that are no words of the plan: `[bookmark: …]` before
headings, private-use characters of a font that nobody else has, zero-width characters, soft hyphens.
They would part words that belong together. Nothing goes silently: what was taken out is said in one
note of its kind, at the place of the first.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from plancmp.model.place import Place
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.lines.splitting import Line
from plancmp.text.keeping import compiled

_MARKS = compiled(
    r"""
      (?P<bookmark>   \[bookmark:[ ]?[^\[\]\t]{0,80}\] )
    | (?P<private>    [\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+ )
    | (?P<image>      \ufffc )
    | (?P<invisible>
          (?: [\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164]
            | [\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]
            | [\ud800-\udfff\U000e0000-\U000e0fff] )+ )
    """,
    re.VERBOSE,
)
_MAY_BE_MARK = compiled(
    r"[\[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f-\u200f\u2028-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001ffff-\U0010ffff]"
)
"""What marks begin with, and what stands between such characters: one set is found sooner than many. No line
holds its own end."""
_POINT = compiled(r"\d[^\d]\d")
_CODES = {"private": "private-use"}


class Removed(NamedTuple):
    """Characters taken out of a line, with the code of the note that says so, and their column from 1."""

    code: str
    text: str
    column: int | None = None


class Cleaned(NamedTuple):
    """The pieces of a line that stay, each with its column from 1, and what was taken out."""

    pieces: list[tuple[int, str]]
    removed: list[Removed]

    @property
    def text(self) -> str:
        """The line as it is read."""
        return "".join(piece for _, piece in self.pieces)


def clean(line: str) -> Cleaned:
    r"""Part a line into the pieces that are text and the marks that are not; tabs are text.

    >>> clean("[bookmark: _Toc1]一、总体\u200b要求").pieces
    [(18, '一、总体'), (23, '要求')]
    >>> clean("总\ue004体").removed
    [Removed(code='private-use', text='\ue004', column=2)]
    >>> clean("83\ue0046%").text
    '83.6%'
    """
    first = _MARKS.search(line)
    if first is None:
        return Cleaned([(1, line)] if line else [], [])
    pieces: list[tuple[int, str]] = []
    removed: list[Removed] = []
    done = 0
    for found in _MARKS.finditer(line, first.start()):
        if found.start() > done:
            pieces.append((done + 1, line[done : found.start()]))
        kind = found.lastgroup or ""
        if kind == "private" and _POINT.fullmatch(line, max(found.start() - 1, 0), found.end() + 1):
            # Between two figures the sign of a font can only be the point: 83.6 is never 836.
            pieces.append((found.start() + 1, "."))
        removed.append(Removed(_CODES.get(kind, kind), found.group(), found.start() + 1))
        done = found.end()
    if done < len(line):
        pieces.append((done + 1, line[done:]))
    return Cleaned(pieces, removed)


class CleanLine(NamedTuple):
    """A line as it is read, that still knows where each of its characters stands in the file."""

    number: int
    page: int
    text: str
    pieces: tuple[tuple[int, str], ...] | None = None
    """The pieces of the line with their columns; None where the line is as it was written."""
    removed: tuple[Removed, ...] = ()
    column: int = 1
    """Where the line as written begins, as in `Line`."""

    def places(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """The columns and characters of `text[start:end]`.

        >>> line = clean_line(Line(1, 1, "总\u00ad体要求"))
        >>> list(line.places(0, 3))
        [(1, '总'), (3, '体要')]
        """
        if self.pieces is None:
            yield start + self.column, self.text[start:end]
            return
        offset = 0
        for column, piece in self.pieces:
            left, right = max(start - offset, 0), min(end - offset, len(piece))
            if left < right:
                yield self.column - 1 + column + left, piece[left:right]
            offset += len(piece)


def clean_line(line: Line) -> CleanLine:
    """The line without its marks."""
    if not line.joined and (_MAY_BE_MARK.search(line.text) is None or _MARKS.search(line.text) is None):
        return _as_written(line)
    cleaned = clean(line.text)
    removed = (*((Removed("short-lines", "", 1),) if line.joined else ()), *cleaned.removed)
    return CleanLine(line.number, line.page, cleaned.text, tuple(cleaned.pieces), removed, line.column)


def _as_written(line: Line) -> CleanLine:
    """A line without marks."""
    return tuple.__new__(CleanLine, (line.number, line.page, line.text, None, (), line.column))


def clean_lines(lines: Sequence[Line]) -> list[CleanLine]:
    """The lines without their marks, and without the bars of tables with a single column.

    A box or a list whose table was told with a bar behind each cell has lines with that one bar only.
    """
    whole = "\n".join([line.text for line in lines])
    marked = _MAY_BE_MARK.search(whole) is not None or any(line.joined for line in lines)
    cleaned = list(map(clean_line if marked else _as_written, lines))
    if "|" not in whole:
        return cleaned
    barred = [line.text.count("|") == 1 and line.text.rstrip().endswith("|") for line in cleaned]
    if not any(barred):
        return cleaned
    for single, run in groupby(range(len(cleaned)), key=barred.__getitem__):
        places = list(run)
        around = [cleaned[at].text for at in (places[0] - 1, places[-1] + 1) if 0 <= at < len(cleaned)]
        if single and not any("|" in text for text in around):
            for at in places:
                cleaned[at] = _without_bar(cleaned[at])
    return cleaned


def _without_bar(line: CleanLine) -> CleanLine:
    """The line without the bar at its end."""
    at = line.text.index("|")
    removed = Removed("markup", "|", at + 1)
    pieces = tuple(line.places(0, at))
    return line._replace(text=line.text[:at], pieces=pieces, removed=(*line.removed, removed))


_BY_CHARACTER = ("private-use", "invisible")


class Removals:
    """Gathers what was left out of a document: one note a kind, at the place of the first of them."""

    def __init__(self, builder: DocumentBuilder, *, paged: bool = False) -> None:
        self._builder = builder
        self._paged = paged
        self._found: dict[str, tuple[int, Place | None, list[str]]] = {}

    def take(self, removed: list[Removed] | tuple[Removed, ...], line: CleanLine | None = None) -> None:
        """Remember what stood at the builder's present place; with `line`, where it stood exactly."""
        for code, text, column in removed:
            if code not in self._found:
                at = None
                if line is not None and column is not None:
                    page = line.page if self._paged else None
                    at = Place(line=line.number, column=line.column - 1 + column, page=page)
                self._found[code] = (self._builder.offset, at, [])
            self._found[code][2].append(text)

    def report(self) -> None:
        """Write the notes; call it once, when the document is complete.

        Characters are counted one by one, other things (bookmarks, page numbers) as often as they stood.
        """
        for code, (offset, at, texts) in self._found.items():
            whole = ("" if code in (*_BY_CHARACTER, "bookmark") else "\n").join(texts)
            count = len(whole) if code in _BY_CHARACTER else len(texts)
            self._builder.note(code, whole, count, offset=offset, at=at)
