"""Offsets of passages to places in the document, found again by the words themselves.

A record has texts without some of the white space of the document and without the marks between a title
and its text. Words are therefore looked for in the document without white space, part by part, from the
place on that the record names.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import compress

from plancmp.checks.passages import Passage
from plancmp.model.document import Anchor, Document
from plancmp.model.place import Place, Span

_SHORT = 2000
"""So many characters are counted each time."""
_FAR = 4000
"""How far behind the named place a part may begin, in visible characters."""


class Offsets:
    """Places of one document back to offsets in its text."""

    def __init__(self, document: Document) -> None:
        self._anchors: dict[tuple[object, ...], list[Anchor]] = {}
        for anchor in document.anchors:
            for key in _keys(anchor):
                self._anchors.setdefault(key, []).append(anchor)

    def offset(self, place: Place) -> int | None:
        """The offset that a place means; None where the document has no such place."""
        found = next((held for key in _keys(place) if (held := self._anchors.get(key))), None)
        if found is None:
            return None
        if place.column is not None:
            for anchor in reversed(found):
                if anchor.column is not None and anchor.column <= place.column:
                    return anchor.offset + place.column - anchor.column
        return found[0].offset


class Locator(Offsets):
    """Finds passages of one document; made once a run."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        text = document.text
        # A blank stripped is empty: this way no step of the loop is Python's own.
        self._offsets = list(compress(range(len(text)), map(str.strip, text)))
        self._visible = "".join(text.split())
        self._parts: dict[int, list[int | None]] = {}
        """Where the parts of a passage begin in the visible text, by the identity of the passage."""
        self._visible_parts: dict[tuple[int, int], list[int]] = {}
        """Offsets of the visible characters in long parts."""

    def span(self, passage: Passage, start: int, end: int) -> Span | None:
        """The words of a passage as offsets; None when they do not stand where the record says."""
        first = self._visible_offset(passage, start)
        last = self._visible_offset(passage, max(end - 1, start))
        if first is None or last is None:
            return None
        return Span(self._offsets[first], self._offsets[last] + 1)

    def _visible_offset(self, passage: Passage, offset: int) -> int | None:
        """The index in the visible text of the first visible character at or behind an offset."""
        parts = self._parts.get(id(passage))
        if parts is None:
            parts = self._parts[id(passage)] = self._find_parts(passage)
        at = passage.piece(offset)
        begin = parts[at]
        if begin is None:
            return None
        found = begin + self._visible_before(passage, at, offset)
        return found if found < len(self._offsets) else None

    def _visible_before(self, passage: Passage, at: int, offset: int) -> int:
        """How many visible characters of a part stand before an offset; counted once where a part is long."""
        start = passage.starts[at]
        if offset - start < _SHORT:
            return len("".join(passage.text[start:offset].split()))
        held = self._visible_parts.get((id(passage), at))
        if held is None:
            text = passage.text[start : passage.bounds(start)[1]]
            held = list(compress(range(len(text)), map(str.strip, text)))
            self._visible_parts[id(passage), at] = held
        return bisect_left(held, offset - start)

    def _find_parts(self, passage: Passage) -> list[int | None]:
        """Where each part of a passage begins in the visible text."""
        offset = self.offset(passage.at)
        if offset is None:
            return [None] * len(passage.starts)
        cursor = bisect_left(self._offsets, offset)
        # A record's place may be that of the words behind the mark that the reader took off.
        cursor = max(cursor - 2, 0) if passage.kind in ("heading", "item", "box-title") else cursor
        ends = [start - 1 for start in passage.starts[1:]] + [len(passage.text)]
        parts = ["".join(passage.text[at:end].split()) for at, end in zip(passage.starts, ends, strict=True)]
        # A number alone stands in many places; with the title behind it, in one.
        whole = len(parts) > 1 and passage.kind in ("heading", "item")
        first = self._visible.find(parts[0] + parts[1], cursor, cursor + _FAR) if whole else -1
        cursor = max(first, cursor)
        found: list[int | None] = []
        for words in parts:
            at = self._visible.find(words, cursor, cursor + _FAR + len(words))
            found.append(at if at >= 0 else None)
            if at >= 0:
                cursor = at + len(words)
        return found


def _keys(place: Place | Anchor) -> Iterator[tuple[object, ...]]:
    """What tells the parts of a document apart, from the cell up; a row's place names no cell."""
    if place.line is not None:
        yield "cell", place.page, place.line, place.block, place.row, place.cell
        yield "line", place.page, place.line
    elif place.row is not None:
        yield "cell", place.page, place.block, place.row, place.cell
        yield "row", place.page, place.block, place.row
    yield "block", place.page, place.block
