"""The registry of formats: one row a format, asked by detection, reading, messages and the walk of folders.

A new format is a module with a reader (bytes to a `Document`, or a `SourceError`) and a row.
"""

import contextlib
import re
from collections.abc import Callable
from importlib import import_module
from threading import Lock
from typing import NamedTuple, cast

import msgspec

from plancmp.model.document import Document, Format
from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.detecting import (
    ODF,
    Contents,
    foreign_part,
    refuse_foreign,
    refuse_unusable,
)
from plancmp.sources.guard.limits import HEAD, MEGABYTE
from plancmp.text.keeping import compiled

Reader = Callable[[bytes], Document]
_ODT = frozenset(ODF + kind for kind in ("text", "text-template", "text-master", "text-web"))
_STRONG = r"!doctype\s+html|html|head|body|meta|title"
_WEAK = r"script|style|center|table|div|p|font|h[1-6]|ul|ol|span|section|article|b|strong"
_PROLOGUE = r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*)*"
_HTML_START = compiled(rf"{_PROLOGUE}<(?:{_STRONG})\b", re.IGNORECASE | re.DOTALL)
_FRAGMENT_START = compiled(rf"{_PROLOGUE}<(?:{_WEAK})\b[^<>]*>", re.IGNORECASE | re.DOTALL)
_HTML_INSIDE = compiled(r"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_CLOSING = compiled(r"</[a-z][\w:-]*\s*>", re.IGNORECASE)
_PDF_OBJECT = compiled(rb"(?<!\S)\d{1,9} \d{1,5} obj\b")
PDFIUM = Lock()
"""pdfium may be used by one thread at a time."""


class FormatRow(NamedTuple):
    """What is known of a format."""

    name: Format
    endings: tuple[str, ...]
    """Endings, the usual one first."""
    is_it: Callable[[Contents], bool]
    """Whether a file is of this format; rows are asked in their order."""
    reader: Reader | None = None
    """None where only LibreOffice reads it. Where both do, LibreOffice is asked if it is there."""
    office: tuple[str, ...] = ()
    """Filters of LibreOffice, tried in turn. Without one it would take a damaged file for plain text."""
    plain: bool = False
    """Whether only the words tell it: such rows are asked when no foreign format was found."""
    largest: int = 200 * MEGABYTE
    walked: bool = True
    """Whether files with these endings in a folder are plans; pictures there are photographs as often."""

    def read(self, data: bytes) -> Document:
        """The document. Raises `SourceError`."""
        if not self.office:
            assert self.reader is not None
            return self.reader(data)
        from plancmp.sources.office import find_soffice, read_office
        from plancmp.sources.settled import is_moving

        if self.reader is None:
            return read_office(data, self.name, self.office)
        if find_soffice() is None:
            return msgspec.structs.replace(self.reader(data), format=self.name)
        if is_moving(data):
            # A file that is older than the reader is left to LibreOffice all the same.
            with contextlib.suppress(SourceError):
                return msgspec.structs.replace(self.reader(data), format=self.name)
        return msgspec.structs.replace(read_office(data, self.name, self.office), reader="libreoffice")


def find_format(data: bytes, name: str) -> FormatRow | None:
    r"""The row of the format of a file; None for empty and binary files.

    Raises `SourceError` for formats that are known and not read, for files with a password, and damaged ones.

    >>> find_format(b"{\\rtf1\\ansi}", "plan.doc").name, find_format(b"", "")
    ('rtf', None)
    """
    contents = Contents(data, name)
    refuse_unusable(contents)
    found = next((row for row in FORMATS if not row.plain and row.is_it(contents)), None)
    if found is not None:
        return found
    refuse_foreign(contents)
    return next((row for row in FORMATS if row.plain and row.is_it(contents)), None)


def _late(module: str, function: str) -> Reader:
    """A reader that is imported when it is first used."""

    def read(data: bytes) -> Document:
        return cast("Reader", getattr(import_module(f"plancmp.sources.{module}"), function))(data)

    return read


def _read_markdown(data: bytes) -> Document:
    from plancmp.sources.lines.encoding import decode
    from plancmp.sources.markup.markdown import read_markdown

    return read_markdown(*decode(data))


def _read_pdf(data: bytes) -> Document:
    from plancmp.sources.pdf.reading import read_pdf
    from plancmp.sources.scan.pictures import recognise_pictures

    with PDFIUM:
        return read_pdf(data, recognise_pictures)


def _read_docx(data: bytes) -> Document:
    from plancmp.sources.word.reading import read_docx

    return read_docx(data, said_in_picture)


def _read_html(data: bytes) -> Document:
    from plancmp.sources.web.reading import read_html

    return read_html(data, said_in_picture)


def said_in_picture(data: bytes) -> Document | None:
    """What a picture inside of a document says; None where that is not wanted, or it says next to nothing."""
    from plancmp.sources.recognition import is_installed, recognition

    if recognition().mode == "never" or not is_installed():
        return None
    from plancmp.sources.scan.inside import read_inner_picture

    return read_inner_picture(data)


def _read_image(data: bytes) -> Document:
    from plancmp.sources.recognition import HINT, is_installed, recognition

    if recognition().mode == "never" or not is_installed():
        raise SourceError(*worded("is-picture", hint=HINT))
    from plancmp.sources.scan.images import read_picture

    with PDFIUM:
        return read_picture(data)


def _is_docx(contents: Contents) -> bool:
    """A package with a Word document, under whatever name."""
    if any(name.lower().startswith("word/") for name in contents.parts):
        return True
    return "[Content_Types].xml" in contents.parts and foreign_part(contents) is None


def _is_wps(contents: Contents) -> bool:
    """WPS writes the same streams as Word: there the name decides."""
    named = contents.named(".wps", ".wpt")
    return "MatOST" in contents.parts or (
        named and not contents.parts.isdisjoint(("CONTENTS", "WordDocument"))
    )


def _is_pdf(contents: Contents) -> bool:
    """A file with the header of one, or with its first object and its end where the header is damaged."""
    data = contents.data
    return b"%PDF-" in data[:1024] or (_PDF_OBJECT.search(data[:HEAD]) is not None and b"startxref" in data)


def _is_html(contents: Contents) -> bool:
    """A page, a part of one, or one behind some words; in Markdown only a whole page counts."""
    words = contents.words
    if _HTML_START.match(words):
        return True
    if contents.named(*_MARKDOWN):
        return False
    if _FRAGMENT_START.match(words):
        return len(_CLOSING.findall(words)) > 1 or words.lstrip()[:3].lower() == "<p>"
    return bool(_HTML_INSIDE.search(words)) and bool(_CLOSING.search(words))


def _is_text(contents: Contents) -> bool:
    return bool(contents.data) and not contents.is_binary


_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
FORMATS: tuple[FormatRow, ...] = (
    FormatRow("docx", (".docx", ".docm"), _is_docx, _read_docx),
    FormatRow("odt", (".odt",), lambda file: file.mimetype in _ODT, office=("writer8",)),
    FormatRow("wps", (".wps",), _is_wps, _late("word.apart", "read_doc"), ("MS Word 97", "MS_Works")),
    FormatRow(
        "doc",
        (".doc",),
        lambda file: "WordDocument" in file.parts,
        _late("word.apart", "read_doc"),
        office=("MS Word 97", "MS WinWord 6.0", "MS Word 95"),
    ),
    FormatRow("rtf", (".rtf",), lambda file: file.head.startswith(b"{\\rtf"), office=("Rich Text Format",)),
    FormatRow("pdf", (".pdf",), _is_pdf, _read_pdf),
    FormatRow(
        "image",
        (".png", ".jpg", ".jpeg", ".tif", ".tiff"),
        lambda file: file.head.startswith(_PICTURES),
        _read_image,
        walked=False,
    ),
    FormatRow(
        "html",
        (".html", ".htm"),
        _is_html,
        _read_html,
        plain=True,
        largest=32 * MEGABYTE,
    ),
    FormatRow(
        "markdown",
        _MARKDOWN,
        lambda file: file.named(*_MARKDOWN) and _is_text(file),
        _read_markdown,
        plain=True,
        largest=64 * MEGABYTE,
    ),
    FormatRow(
        "text",
        (".txt", ".text"),
        _is_text,
        _late("markup.choosing", "read_text"),
        plain=True,
        largest=64 * MEGABYTE,
    ),
)
ENDINGS = tuple(ending for row in FORMATS if row.walked for ending in row.endings)
"""Every ending that a folder is walked for."""
SHOWN_ENDINGS = " ".join(row.endings[0] for row in FORMATS)
"""One ending a format, for messages."""
LARGEST = max(row.largest for row in FORMATS)
