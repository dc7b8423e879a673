"""Looks through the bytes of a PDF for parts made to swell: pdfium unpacks them whole and cannot be stopped.

A page of a plan unpacks to some ten thousand bytes. What grows to more than a book of maps, or calls forms
that call forms a hundred thousand times over, is not opened.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.guard.limits import (
    HIGHEST_RATIO,
    LARGEST_CONTENT,
    LARGEST_FONT,
    LONGEST_ENTRIES,
    MOST_CALLS,
    MOST_REPEATS,
)

_FONT = re.compile(rb"/Length1|/FontFile|/(?:CIDFontType0C|Type1C|OpenType)\b")
_UNREAD = re.compile(rb"/Subtype\s*/Image\b|/EmbeddedFile\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_NAME = rb"/([^\s/<>\[\](){}%]{1,127})\s*"
_CALL = re.compile(_NAME + rb"Do(?![A-Za-z])")
_NAMED = re.compile(_NAME + rb"(\d{1,9})\s+\d{1,5}\s+R\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_REFERENCE = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+R\b")
_INDIRECT = re.compile(rb"/(?:Resources|XObject)\s+(\d{1,9})\s+\d{1,5}\s+R\b")
_OBJECT = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+obj\b")
_NUMBER = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+$")
_CONTENTS = re.compile(rb"/Contents\s*\[([^\]]{0,200000})\]")


_BEHIND = re.compile(rb"stream\b|endobj\b")
_HEADER = b"%PDF-"


class _Stream(NamedTuple):
    """A stream: the number of its object, its dictionary, and where its bytes stand."""

    number: int
    entries: bytes
    start: int
    end: int


def check_streams(data: bytes) -> None:
    """Raise `SourceError` if a part of the file unpacks to far more than pages hold."""
    forms: list[_Stream] = []
    packed: list[_Stream] = []
    for stream in _streams(data):
        if _UNREAD.search(stream.entries):
            continue
        limit = LARGEST_FONT if _FONT.search(stream.entries) else LARGEST_CONTENT
        if (stream.end - stream.start) * HIGHEST_RATIO > limit or stream.entries.count(b"FlateDecode") > 1:
            _unpack(data, stream, limit)
        if _FORM.search(stream.entries):
            forms.append(stream)
        elif b"/ObjStm" in stream.entries:
            packed.append(stream)
    for found in _CONTENTS.finditer(data):
        numbers = _REFERENCE.findall(found[1])
        if len(numbers) - len(set(numbers)) > MOST_REPEATS:
            raise _swells()
    if len(forms) > 3:
        _check_calls(data, forms, packed)


def _streams(data: bytes) -> Iterator[_Stream]:
    """The streams of a file."""
    at = data.find(b"stream")
    while at >= 0:
        behind = at + 6
        if data[at - 3 : at] != b"end":
            end = data.find(b"endstream", behind)
            end = len(data) if end < 0 else end
            head = data.rfind(b"obj", max(at - LONGEST_ENTRIES, 0), at)
            number = _NUMBER.search(data[max(head - 24, 0) : max(head, 0)])
            if number is not None:
                start = behind + (2 if data[behind : behind + 2] == b"\r\n" else 1)
                yield _Stream(int(number[1]), data[head + 3 : at], start, end)
            behind = end
        at = data.find(b"stream", behind)


def _unpack(data: bytes, stream: _Stream, limit: int) -> bytes:
    """The bytes of a stream unpacked, one filter after the other; too many raise an error."""
    content = data[stream.start : stream.end]
    for _ in range(min(stream.entries.count(b"FlateDecode"), 4)):
        unpacker = zlib.decompressobj()
        try:
            content = unpacker.decompress(content, limit + 1)
        except zlib.error:
            return b""
        if len(content) > limit:
            raise _swells()
    return content


def _check_calls(data: bytes, forms: list[_Stream], packed: list[_Stream]) -> None:
    """Count how often forms call forms that call forms."""
    calls = {form.number: _calls(_unpack(data, form, LARGEST_CONTENT)) for form in forms}
    if sum(1 for called in calls.values() if called.total() > 1) < 3:
        return
    objects = _objects(data, packed)
    names = {form.number: _names(form.entries, objects) for form in forms}
    every: dict[bytes, set[int]] = {}
    for named in (*names.values(), *(_names(entries, {}) for entries in objects.values())):
        for name, numbers in named.items():
            every.setdefault(name, set()).update(numbers & calls.keys())
    # A form without resources of its own calls by the names of the page, which may be any.
    names |= {form.number: every for form in forms if b"/Resources" not in form.entries}
    weights: dict[int, int] = {}

    def weigh(number: int, depth: int) -> int:
        if number not in weights:
            weights[number] = 1
            inner = (
                count
                * max(
                    (weigh(each, depth + 1) for each in names[number].get(name, set()) & calls.keys()),
                    default=0,
                )
                for name, count in (calls[number].items() if depth < 50 else ())
            )
            weights[number] = min(1 + sum(inner), MOST_CALLS + 1)
        return weights[number]

    if any(weigh(form.number, 0) > MOST_CALLS for form in forms):
        raise _swells()


def _calls(content: bytes) -> Counter[bytes]:
    """How often a form calls each name."""
    return Counter(_written(name) for name in _CALL.findall(content))


def _written(name: bytes) -> bytes:
    """A name with its escapes resolved."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), name) if b"#" in name else name


def _names(entries: bytes, objects: dict[int, bytes]) -> dict[bytes, set[int]]:
    """What the names in the resources of a form may be, by the numbers of objects."""
    for _ in range(2 if objects else 0):
        for found in _INDIRECT.findall(entries):
            entries += objects.get(int(found), b"")[:LONGEST_ENTRIES]
    names: dict[bytes, set[int]] = {}
    for name, number in _NAMED.findall(entries):
        names.setdefault(_written(name), set()).add(int(number))
    return names


def with_header(data: bytes) -> bytes:
    """The file from its header on; one whose header is damaged gets one, and pdfium finds its objects."""
    at = data.find(_HEADER)
    if 0 <= at < 1024:
        return data
    return data[at:] if at > 0 else _HEADER + b"1.7\n" + data


def check_whole(data: bytes) -> None:
    """Raise `SourceError` for a file that was cut off: pdfium would read what is left of it as the whole.

    A file without its end is whole if each object that it names is there.
    """
    last = data.rfind(b"endobj")
    if data.rfind(b"startxref") > last:
        return
    objects = {number: _BEHIND.split(entries, 1)[0] for number, entries in _objects(data, []).items()}
    named = {int(number) for entries in objects.values() for number in _REFERENCE.findall(entries)}
    if named - objects.keys() or _OBJECT.search(data, last) is not None:
        raise SourceError(*worded("pdf-cut-off"))


def _objects(data: bytes, packed: list[_Stream]) -> dict[int, bytes]:
    """The objects of a file by number, those packed in streams as well."""
    objects = {
        int(found[1]): data[found.end() : found.end() + LONGEST_ENTRIES] for found in _OBJECT.finditer(data)
    }
    for stream in packed:
        content = _unpack(data, stream, LARGEST_CONTENT)
        first = re.search(rb"/First\s+(\d{1,9})", stream.entries)
        if first is None:
            continue
        start = int(first[1])
        numbers = [int(number) for number in re.findall(rb"\d{1,9}", content[:start])]
        for number, offset in zip(numbers[::2], numbers[1::2], strict=False):
            objects[number] = content[start + offset : start + offset + LONGEST_ENTRIES]
    return objects


def _swells() -> SourceError:
    """What to say of such a file."""
    return SourceError(*worded("pdf-unpacks"))
