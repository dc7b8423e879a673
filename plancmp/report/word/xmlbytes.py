"""An XML part as bytes and as a tree at once, so that an edit touches no byte but its own.

`lxml` says what the elements are, a scan over the tags where each stands in the bytes. Everything is written
as insertions and deletions at offsets; the part is never serialised anew.
"""

import re
from itertools import accumulate
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from plancmp.sources.guard.archive import as_utf8, parse_utf8
from plancmp.sources.word.tags import transitional
from plancmp.text.keeping import compiled

_TOKEN = compiled(
    rb"""<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""", re.DOTALL
)
_NAME = compiled(rb"</?([^\s/>]+)")
_UNIT = compiled(r"&[^;]*;|\r\n|.", re.DOTALL)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_UNFIT = compiled("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Extent(NamedTuple):
    """Where an element stands: its start tag from `start` to `inside`, its end tag from `last` to `end`."""

    start: int
    inside: int
    last: int
    end: int


class XmlBytes:
    """A part with its elements and their extents, and the edits that were asked for."""

    def __init__(self, data: bytes, name: str) -> None:
        self._is_wide = data[:2] in _WIDE
        self.data = as_utf8(data, name)
        self.root = parse_utf8(transitional(self.data), name)
        self._edits: list[tuple[int, int, bytes]] = []
        self._extents: dict[etree._Element, Extent] = {}
        self._units: dict[etree._Element, list[int]] = {}
        open_tags: list[tuple[etree._Element, int, int]] = []
        elements = self.root.iter()
        for found in _TOKEN.finditer(self.data):
            start, end = found.span()
            kind = self.data[start + 1]
            if kind in b"!?":
                continue
            if kind == 0x2F:
                element, begun, inside = open_tags.pop()
                self._extents[element] = Extent(begun, inside, start, end)
            elif self.data[end - 2] == 0x2F:
                self._extents[next(elements)] = Extent(start, end, end, end)
            else:
                open_tags.append((next(elements), start, end))

    def extent(self, element: etree._Element) -> Extent:
        """Where an element stands."""
        return self._extents[element]

    def raw(self, element: etree._Element) -> bytes:
        """An element as it is written."""
        at = self._extents[element]
        return self.data[at.start : at.end]

    def start_tag(self, element: etree._Element) -> bytes:
        """The start tag of an element."""
        at = self._extents[element]
        return self.data[at.start : at.inside]

    def end_tag(self, element: etree._Element) -> bytes:
        """The end tag of an element that is not empty."""
        at = self._extents[element]
        return self.data[at.last : at.end]

    def offset_in(self, element: etree._Element, index: int) -> int | None:
        """The offset of a character of an element's text; None where that is not written plainly."""
        if element not in self._units:
            self._units[element] = self._read_units(element)
        units = self._units[element]
        return units[index] if index < len(units) else None

    def _read_units(self, element: etree._Element) -> list[int]:
        """The offsets of the characters of a text, and of its end; none where it is not written plainly."""
        at = self._extents[element]
        content = self.data[at.inside : at.last]
        if b"<" in content:
            return []
        units = [found.group() for found in _UNIT.finditer(content.decode("utf-8"))]
        return list(accumulate((len(each.encode("utf-8")) for each in units), initial=at.inside))

    def prefix(self, element: etree._Element, uri: str) -> tuple[str, str]:
        """The prefix for names of a namespace inside of an element, and its declaration if there is none."""
        found = next((name for name, each in element.nsmap.items() if each == uri and name), None)
        if found is not None:
            return f"{found}:", ""
        return "w:", f" xmlns:w={quoteattr(self.written_uri(uri))}"

    def written_uri(self, uri: str) -> str:
        """A namespace as the part writes it: Strict files have another."""
        if transitional(self.data) is self.data:
            return uri
        return uri.replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/").replace(
            "/2006/", "/"
        )

    def insert(self, at: int, text: bytes) -> None:
        """Write something at an offset, behind what was written there before."""
        self._edits.append((at, at, text))

    def delete(self, start: int, end: int) -> None:
        """Take bytes out."""
        self.replace(start, end, b"")

    def replace(self, start: int, end: int, text: bytes) -> None:
        """Write something in place of other bytes."""
        self._edits.append((start, end, text))

    def append(self, parent: etree._Element, text: bytes) -> None:
        """Write something as the last child of an element."""
        at = self._extents[parent]
        if at.inside < at.end:
            self.insert(at.last, text)
            return
        tag = self.data[at.start : at.end]
        name = _NAME.match(tag)
        assert name is not None
        whole = tag[:-2].rstrip() + b">" + text + b"</" + name.group(1) + b">"
        self.replace(at.start, at.end, whole)

    def written(self) -> bytes:
        """The part with all edits, in its own encoding."""
        pieces: list[bytes] = []
        done = 0
        for start, end, text in sorted(self._edits, key=lambda edit: edit[:2]):
            pieces += [self.data[done : max(start, done)], text]
            done = max(done, end)
        data = b"".join((*pieces, self.data[done:]))
        return data.decode("utf-8").encode("utf-16") if self._is_wide else data


def xml_text(text: str) -> str:
    """A text as XML has it; characters that no XML may hold are left out.

    >>> xml_text("＞8%\\x00 & <30")
    '＞8% &amp; &lt;30'
    """
    return escape(_UNFIT.sub("", text))
