"""Holds what stands outside of the running text of a .docx file: notes, comments, running heads."""

import contextlib
import re
from collections.abc import Iterator

from lxml import etree

from plancmp.model.document import OWN_AUTHOR
from plancmp.model.errors import SourceError
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.word import tags
from plancmp.sources.word.package import Kind, Package
from plancmp.text.keeping import compiled
from plancmp.text.list_numbers import format_number

_NUMBER_FORMAT = f"{tags.W}numFmt"
_NOTE_PROPERTIES = {"footnotes": f"{tags.W}footnotePr", "endnotes": f"{tags.W}endnotePr"}
_USUAL_FORMATS = {"footnotes": "decimal", "endnotes": "lowerRoman"}
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_PAGE_NUMBER = compiled(r"(?:[\s\d第页共总/\-–—－·．.~～|]|page|of)*", re.IGNORECASE)


class Notes:
    """The footnotes, endnotes and comments of a document, read when they are first asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._parts: dict[Kind, dict[str, etree._Element]] = {}
        self._marks: dict[Kind, int] = {}
        self._formats: dict[Kind, str] = {}
        self._met: set[str] = set()

    def element(self, kind: Kind, name: str) -> etree._Element | None:
        """The note or comment with an id."""
        if kind not in self._parts:
            root = self._package.part(kind)
            self._parts[kind] = {} if root is None else {
                note.get(tags.ID, ""): note for note in root if note.get(tags.TYPE) not in _SEPARATORS
            }  # fmt: skip
        return self._parts[kind].get(name)

    def comment(self, name: str) -> str | None:
        """The text of a comment, without its author; None for one that plancmp wrote."""
        self._met.add(name)
        element = self.element("comments", name)
        if element is None:
            return ""
        return None if element.get(tags.AUTHOR) == OWN_AUTHOR else plain_text(element)

    def unmet_replies(self) -> list[str]:
        """The texts of replies to comments that no mark in the document has led to: some have none."""
        # The plan can be read without what is broken beside it.
        with contextlib.suppress(SourceError):
            more = self._package.part("commentsExtended")
            if more is None:
                return []
            replies = {value_of(each, "paraId") for each in more if value_of(each, "paraIdParent")}
            self.element("comments", "")
            return [
                text
                for name, element in self._parts["comments"].items()
                if name not in self._met
                and any(value_of(part, "paraId") in replies for part in element.iter(tags.P))
                and (text := self.comment(name))
            ]
        return []

    def drawn(self, element: etree._Element) -> list[str]:
        """The words of the chart or diagram (SmartArt) in a drawing, by its paragraphs and values."""
        names = {child.get(key, "") for child in element for key in tags.DRAWN_IDS}
        words: list[str] = []
        for name in sorted(names):
            # The text can be read without what stands in a broken chart.
            with contextlib.suppress(SourceError):
                root = self._package.drawn(name)
                for part in () if root is None else root.iter(tags.DRAWN_PARAGRAPH, tags.CHART_VALUE):
                    inner = (each.text or "" for each in part.iter(tags.DRAWN_TEXT, tags.CHART_VALUE))
                    words.append("".join(inner).strip())
        return [each for each in words if each]

    def next_mark(self, kind: Kind) -> str:
        """The mark of the next note of a kind, in the number format that the document asks for."""
        self._marks[kind] = self._marks.get(kind, 0) + 1
        if kind not in self._formats:
            self._formats[kind] = self._read_format(kind)
        return format_number(self._marks[kind], self._formats[kind])

    def _read_format(self, kind: Kind) -> str:
        """The number format of the notes: that of a section, else that of the document."""
        for root in (self._package.root, self._package.part("settings")):
            for properties in root.iter(_NOTE_PROPERTIES[kind]) if root is not None else ():
                form = properties.find(_NUMBER_FORMAT)
                if form is not None:
                    return form.get(tags.VAL, _USUAL_FORMATS[kind])
        return _USUAL_FORMATS[kind]


def value_of(element: etree._Element, name: str) -> str:
    """An attribute by its name without its namespace, of which there were several drafts."""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def note_running_heads(package: Package, builder: DocumentBuilder) -> None:
    """Say what the headers and footers hold, once for each; they are no part of the text."""
    kinds: tuple[Kind, Kind] = ("header", "footer")
    for kind in kinds:
        for name in package.parts(kind):
            text = plain_text(package.parse(name))
            if text:
                is_number = _PAGE_NUMBER.fullmatch(text) is not None
                builder.note("page-number" if is_number else "running-head", text, offset=0)


def plain_text(element: etree._Element) -> str:
    """The words inside of an element, its paragraphs parted by one space; deleted text is not in it.

    Of the two branches of a drawing (AlternateContent) the older one is passed over.
    """
    pieces: list[str] = []
    for part in _visible(element):
        if part.tag in (tags.T, tags.MATH_TEXT):
            pieces.append(part.text or "")
        elif part is not element:
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def _visible(element: etree._Element) -> Iterator[etree._Element]:
    """The text elements and breaks inside of an element, in order."""
    old = set(element.iter(tags.FALLBACK))
    for part in element.iter(tags.P, tags.T, tags.TAB, tags.BR, tags.CR, tags.MATH_TEXT):
        if not old or not any(ancestor in old for ancestor in part.iterancestors()):
            yield part
