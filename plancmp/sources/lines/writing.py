"""Writes lines of a text file into a document: paragraphs out of several lines, marks to notes."""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from plancmp.model.document import Document, Paragraph, Role
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.lines.cleaning import CleanLine, Removals


class Stretch(NamedTuple):
    """A part of a line: `line.text[start:end]`."""

    line: CleanLine
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the part."""
        return self.line.text[self.start : self.end]

    def trimmed(self) -> "Stretch":
        """The part without white space at its ends."""
        text = self.text
        body = text.strip()
        if len(body) == len(text):
            return self
        start = self.start + len(text) - len(text.lstrip())
        return Stretch(self.line, start, start + len(body))


def whole(line: CleanLine) -> Stretch:
    """The line from end to end."""
    return Stretch(line, 0, len(line.text))


def joint(before: str, behind: str) -> str:
    """What stands between two lines of one paragraph: a space behind a Latin word, else nothing.

    A number that was broken (2030年1 and 2月 in a narrow cell) is one number again.

    >>> joint("残疾人", "事业"), joint("Windows", "10"), joint("2030年1", "2月")
    ('', ' ', '')
    """
    word = before[-1:].isascii() and before[-1:].isalpha() and behind[:1].isascii() and behind[:1].isalnum()
    return " " if word else ""


class LineWriter:
    """Builds a document from lines that come in reading order, each with its place."""

    def __init__(self, builder: DocumentBuilder, lines: Sequence[CleanLine], *, paged: bool = False) -> None:
        self.builder = builder
        self.removals = Removals(builder, paged=paged)
        self._paged = paged
        self._marked = deque(line for line in lines if line.removed)

    def paragraph(self, stretches: Sequence[Stretch], *, role: Role = "body") -> Paragraph | None:
        """Write stretches as one paragraph, without the white space at their ends."""
        self.builder.begin()
        before = ""
        for stretch in stretches:
            if self._marked:
                self.take_marks(stretch.line)
            trimmed = stretch.trimmed()
            text = trimmed.text
            if not text:
                continue
            self.add(trimmed, joint(before, text) if before else "")
            before = text
        return self.builder.finish(role=role)

    def add(self, stretch: Stretch, lead: str = "") -> None:
        """Append a stretch to the open paragraph; `lead` is a space that stands for a line end."""
        line, start, end = stretch
        page = line.page if self._paged else None
        if line.pieces is None and not lead:
            words = line.text[start:end]
            place = start + line.column
            self.builder.add(words, line=line.number, column=place, page=page)
            return
        for column, words in line.places(start, end):
            if lead:
                self.builder.add(lead, line=line.number, column=column, page=page)
                lead = ""
            self.builder.add(words, line=line.number, column=column, page=page)

    def finish(self) -> Document:
        """The document, with the marks of its lines in the notes."""
        self.take_marks(None)
        self.removals.report()
        return self.builder.build()

    def take_marks(self, line: CleanLine | None) -> None:
        """Note the marks of all lines down to this one."""
        while self._marked and (line is None or self._marked[0][:2] <= line[:2]):
            marked = self._marked.popleft()
            self.removals.take(marked.removed, marked)
