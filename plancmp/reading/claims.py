"""Keeps account of which characters of a document have found their place in the record (law 1)."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from plancmp.model.document import Document
from plancmp.model.place import Span
from plancmp.text.keeping import compiled

_VISIBLE = compiled(rb"\x00+")


class HasSpans(Protocol):
    """A cell that says where its words stand."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """A span a paragraph."""
        ...


class Claims:
    """A mark for each character of the text; what is never claimed is reported, not lost."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._taken = bytearray(len(document.text))

    def take(self, start: int, end: int) -> None:
        """The characters from `start` to `end`, with the line end behind, stand in a leaf of the record."""
        end += self._document.text.startswith("\n", end)
        self._taken[start:end] = b"\x01" * (end - start)

    def take_cells(self, cells: Iterable[HasSpans]) -> None:
        """The words of these cells stand in a leaf of the record."""
        for cell in cells:
            for span in cell.spans:
                self.take(span.start, span.end)

    def left(self) -> Iterator[Span]:
        """Stretches of visible characters that nothing claimed, in document order."""
        text = self._document.text
        for found in _VISIBLE.finditer(self._taken):
            start, end = found.span()
            words = text[start:end]
            if words.strip():
                lead = len(words) - len(words.lstrip())
                yield Span(start + lead, start + len(words.rstrip()))
