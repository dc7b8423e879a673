"""Offsets of a document back to the elements of its Word file, and ranges of words to ranges of bytes."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from plancmp.model.document import Document
from plancmp.model.place import Span
from plancmp.report.word.xmlbytes import XmlBytes
from plancmp.sources.word.story import Traced
from plancmp.sources.word.tags import BOX_CONTENT, PPR, RPR, P, R, T

_FAR = 1000
"""So many characters that were taken out of a text may stand between two that were kept."""
WHITE = " \t\r\n"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Spot(NamedTuple):
    """A character of the document in its file."""

    element: etree._Element
    at: int
    """Index in the text of the element."""


class Spots:
    """Finds the characters of a document in its file."""

    def __init__(self, document: Document, traces: Sequence[Traced], root: etree._Element) -> None:
        self._notes = sorted(
            (note.start, note.end, foot.offset) for foot in document.footnotes for note in foot.paragraphs
        )
        self._note_starts = [start for start, _, _ in self._notes]
        own = [
            each
            for each in traces
            if each.paragraph.getroottree().getroot() is root
            and any(words.strip() for _, words in each.parts)
        ]
        self._parts = sorted(
            (offset, offset + len(words), at) for at, each in enumerate(own) for offset, words in each.parts
        )
        self._starts = [start for start, _, _ in self._parts]
        self._traces = own
        self._aligned: dict[int, dict[int, Spot]] = {}

    def outside_of_notes(self, span: Span) -> Span:
        """The words themselves, or the mark of the footnote that holds them."""
        at = bisect_right(self._note_starts, span.start) - 1
        if at >= 0 and span.start < self._notes[at][1]:
            mark = self._notes[at][2]
            return Span(max(mark - 1, 0), mark)
        return span

    def paragraph(self, offset: int) -> etree._Element | None:
        """The paragraph at an offset, that of its text box where it stands in one; else the one before it."""
        at = self._trace(offset)
        return None if at is None else _outer(self._traces[at].paragraph)

    def words(self, span: Span) -> tuple[Spot, Spot] | None:
        """The first and the last character of some words in one paragraph; None where Word has no comments.

        It ignores comments in text boxes ([MS-OI29500] 2.1.315), and list numbers are in no run.
        """
        at = self._trace(span.start)
        if at is None or _outer(self._traces[at].paragraph) is not self._traces[at].paragraph:
            return None
        held = self._spots(at)
        found = [held[offset] for offset in range(span.start, span.end) if offset in held]
        return (found[0], found[-1]) if found else None

    def _trace(self, offset: int) -> int | None:
        """The index of the paragraph at an offset; a list number stands before the words of its paragraph."""
        at = bisect_right(self._starts, offset) - 1
        following = self._parts[at + 1] if at + 1 < len(self._parts) else None
        if at >= 0:
            _, end, trace = self._parts[at]
            # Behind the line break that ends these words begins the next paragraph, with its number.
            if offset <= end or following is None:
                return trace
        return following[2] if following is not None else None

    def _spots(self, at: int) -> dict[int, Spot]:
        """The characters of a paragraph by their offsets in the document."""
        if at not in self._aligned:
            self._aligned[at] = _aligned(self._traces[at])
        return self._aligned[at]


def _outer(paragraph: etree._Element) -> etree._Element:
    """The paragraph itself, or the one of the text itself that the text box around it is drawn in."""
    boxes = list(paragraph.iterancestors(BOX_CONTENT))
    return next(boxes[-1].iterancestors(P), paragraph) if boxes else paragraph


def _aligned(trace: Traced) -> dict[int, Spot]:
    """The characters of a paragraph in its elements: what was kept stands there in the same order."""
    texts = [text for _, text in trace.sources]
    whole = "".join(texts)
    leads = [_lead(element, text) for element, text in trace.sources]
    starts: list[int] = []
    length = 0
    for text in texts:
        starts.append(length)
        length += len(text)
    held: dict[int, Spot] = {}
    cursor = 0
    for offset, words in trace.parts:
        for step, character in enumerate(words):
            found = whole.find(character, cursor, cursor + _FAR)
            if found < 0:
                continue
            cursor = found + 1
            # Empty texts begin where the next one does.
            source = bisect_right(starts, found) - 1
            held[offset + step] = Spot(trace.sources[source][0], leads[source] + found - starts[source])
    return held


def _lead(element: etree._Element, text: str) -> int:
    """How much white space that does not count stands before a text in its element."""
    return max((element.text or "").find(text), 0) if element.tag == T else 0


class Cut(NamedTuple):
    """A place between two characters: an offset in the part, and what closes and opens a run there again."""

    at: int
    close: bytes = b""
    open: bytes = b""


def cut_before(part: XmlBytes, spot: Spot) -> Cut:
    """The place before a character, for something that stands beside runs."""
    return _cut(part, spot.element, spot.at, before=True)


def cut_behind(part: XmlBytes, spot: Spot) -> Cut:
    """The place behind a character."""
    return _cut(part, spot.element, spot.at + 1, before=False)


def inside_of(part: XmlBytes, paragraph: etree._Element) -> tuple[Cut, Cut]:
    """The places at both ends of all that a paragraph holds."""
    properties = paragraph.find(PPR)
    extent = part.extent(paragraph)
    start = extent.inside if properties is None else part.extent(properties).end
    return Cut(start), Cut(extent.last)


def run_of(element: etree._Element) -> etree._Element | None:
    """The outermost run around an element within its paragraph; None where it stands in none."""
    found = None
    for each in element.iterancestors():
        if each.tag == P:
            break
        if each.tag == R:
            found = each
    return found


def run_open(part: XmlBytes, run: etree._Element) -> bytes:
    """What a run begins with: its start tag and its properties."""
    properties = run.find(RPR)
    return part.start_tag(run) + (b"" if properties is None else part.raw(properties))


def _cut(part: XmlBytes, element: etree._Element, index: int, *, before: bool) -> Cut:
    """A place in the text of an element, or beside its run where it cannot be parted."""
    run = run_of(element)
    whole = element if run is None else run
    beside = Cut(part.extent(whole).start if before else part.extent(whole).end)
    if run is None or element.getparent() is not run:
        return beside
    close = part.end_tag(run)
    if element.tag == T:
        index, again = _parted(part, element, index)
        if 0 < index < len(element.text or ""):
            offset = part.offset_in(element, index)
            if offset is None or not again:
                return beside
            return Cut(offset, part.end_tag(element) + close, run_open(part, run) + again)
        before = index == 0
    neighbour = element.getprevious() if before else element.getnext()
    if neighbour is None or neighbour.tag == RPR:
        return Cut(part.extent(run).start if before else part.extent(run).end)
    at = part.extent(element)
    return Cut(at.start if before else at.end, close, run_open(part, run))


def _parted(part: XmlBytes, element: etree._Element, index: int) -> tuple[int, bytes]:
    """Where to part a text so that its white space still counts, and how its second half begins.

    The beginning is empty where the text cannot be parted there.
    """
    text, tag = element.text or "", part.start_tag(element)
    if element.get(SPACE) == "preserve":
        return index, tag
    if text.strip(WHITE) != text:
        touches = text[index - 1 : index].isspace() or text[index : index + 1].isspace()
        return index, b"" if touches else tag
    index = len(text[:index].rstrip(WHITE))
    return index, keeping_space(tag) if text[index : index + 1].isspace() else tag


def keeping_space(tag: bytes) -> bytes:
    """The start tag of a text whose white space at the ends did not count, as one whose does."""
    return tag[:-1] + b' xml:space="preserve">'
