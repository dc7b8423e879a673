"""Words put in place of others in a Word file, as tracked changes that a person takes or refuses.

A change is a `w:del` around the old words and a `w:ins` with the new ones (ECMA-376 part 1, 17.13.5), both in
the look of the run that they stand in; as with comments, no other byte of the document changes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from plancmp.model.checkreport import Change
from plancmp.model.document import OWN_AUTHOR
from plancmp.model.place import Span
from plancmp.report.word.parts import fresh_names, rewritten
from plancmp.report.word.spots import Cut, Spots, cut_before, cut_behind, run_of, run_open
from plancmp.report.word.xmlbytes import XmlBytes, xml_text
from plancmp.sources.formats import said_in_picture
from plancmp.sources.word.package import open_package
from plancmp.sources.word.reading import read_traced
from plancmp.sources.word.tags import DEL, INS, MOVE_FROM, MOVE_TO, WORD, T, W

_CHANGES = (INS, DEL, MOVE_FROM, MOVE_TO, *(f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr")))

_OTHERS = (f"{W}fldSimple", INS, MOVE_TO)


class _Stretch(NamedTuple):
    """Characters of one text, and the places around them."""

    start: Cut
    first: int
    """Offset of the first of them in the part; also where new words stand that take none away."""
    last: int
    end: Cut
    text: str
    open: bytes


def with_changes(data: bytes, groups: Sequence[Sequence[Change]], *, date: str) -> tuple[bytes, list[bool]]:
    """A Word file with groups of changes as tracked ones, each group as a whole or not at all.

    Says for each group whether it is there: words in a field, a drawing or a tracked
    insertion, or changed twice, are left alone.
    Offsets are those of the document that `read_docx` gives. Raises `SourceError`.
    """
    package = open_package(data)
    part = XmlBytes(package.read(package.main), package.main)
    package.root = part.root
    document, traces = read_traced(package, said_in_picture)
    spots = Spots(document, traces, part.root)
    taken: set[int] = set()
    done: list[bool] = []
    writer = _Writer(part, date)
    for group in groups:
        offsets = {at for change in group for at in range(change.start, max(change.end, change.start + 1))}
        places = [(change, _stretch(part, spots, change)) for change in group]
        sure = [(change, place) for change, place in places if place is not None]
        is_sure = bool(group) and len(sure) == len(group) and taken.isdisjoint(offsets)
        done.append(is_sure)
        if is_sure:
            taken |= offsets
            for change, place in sure:
                writer.write(change, place)
    if not any(done):
        return data, done
    return rewritten(data, {package.main: part.written()}), done


def _stretch(part: XmlBytes, spots: Spots, change: Change) -> _Stretch | None:
    """The characters that a change takes away, or the one that it stands behind; None for no plain text."""
    adds = change.start == change.end
    span = Span(change.start - adds, change.end)
    found = spots.words(span)
    if found is None:
        return None
    first, last = found
    if first.element is not last.element or last.at - first.at != span.end - span.start - 1:
        return None
    element = first.element
    run = run_of(element)
    if element.tag != T or run is None or element.getparent() is not run or _is_of_others(element):
        return None
    begin, end = part.offset_in(element, first.at), part.offset_in(element, last.at + 1)
    if begin is None or end is None:
        return None
    start = cut_behind(part, last) if adds else cut_before(part, first)
    text = (element.text or "")[first.at : last.at + 1]
    if not adds and start.open and start.at < begin and part.data[start.at : begin].isspace():
        return None
    return _Stretch(start, begin, end, cut_behind(part, last), "" if adds else text, run_open(part, run))


def _is_of_others(element: etree._Element) -> bool:
    """Whether words are the result of a field, or a tracked insertion, in which Word nests no other."""
    return any(each.tag in _OTHERS for each in element.iterancestors())


class _Writer:
    """Writes changes into a part."""

    def __init__(self, part: XmlBytes, date: str) -> None:
        self._part = part
        self._date = date
        self._names = fresh_names([part.root], _CHANGES)
        prefix, declared = part.prefix(part.root, WORD)
        self._prefix, self._declared = prefix, declared

    def write(self, change: Change, place: _Stretch) -> None:
        """Write one change."""
        part = self._part
        new = self._run("ins", "t", change.text, place) if change.text else b""
        if not place.text:
            part.insert(place.end.at, place.end.close + new + place.end.open)
            return
        old = self._run("del", "delText", place.text, place)
        part.replace(place.start.at, place.end.at, place.start.close + old + new + place.end.open)

    def _run(self, kind: str, tag: str, text: str, place: _Stretch) -> bytes:
        """A run of words within a change."""
        prefix = self._prefix
        head = (
            f'<{prefix}{kind}{self._declared} {prefix}id="{next(self._names)}" '
            f'{prefix}author="{OWN_AUTHOR}" {prefix}date="{self._date}">'
        )
        words = f'<{prefix}{tag} xml:space="preserve">{xml_text(text)}</{prefix}{tag}>'
        close = place.open[1:].split(b">", 1)[0].split()[0]
        return (
            head.encode() + place.open + words.encode() + b"</" + close + b">" + f"</{prefix}{kind}>".encode()
        )
