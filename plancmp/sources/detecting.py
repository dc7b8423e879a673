"""What telling formats apart asks of a file, and the formats that are known and not read.

Half of the .doc files that offices hand round are something else: .docx, RTF, or a web page. So the content
decides; the name only parts what the content cannot.
"""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import messages, worded
from plancmp.sources.guard.limits import HEAD
from plancmp.sources.guard.ole import SIGNATURE, OleFile
from plancmp.sources.lines.encoding import decode
from plancmp.text.keeping import compiled

if TYPE_CHECKING:
    from plancmp.sources.guard.archive import Archive

_ENCRYPTED: Final = 0x0100
"""fEncrypted in the flags of a Word document ([MS-DOC] 2.5.2)."""
_MANIFEST = "META-INF/manifest.xml"
_MHT = compiled(
    rb"(?:[\w-]{2,40}:[^\r\n]{0,500}\r?\n(?:[ \t][^\r\n]{0,500}\r?\n){0,5}){0,12}?MIME-Version:",
    re.IGNORECASE,
)
_PAGES_IN_MAIL = compiled(rb"multipart/related|text/html", re.IGNORECASE)
_SENT = compiled(rb"^(?:Received|Return-Path|Message-ID|To|Delivered-To):", re.IGNORECASE | re.MULTILINE)
"""Headers of a message that was sent; a page that a browser saved has none of them."""
_WORD_XML = compiled(
    rb"<\?mso-application\s+progid=\"Word\.Document\"|<w:wordDocument\b|<pkg:package\b|<office:document\b"
)
_CONTROLS = compiled(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TEXT_ENDINGS = (".txt", ".text", ".md", ".markdown", ".csv", ".htm", ".html")


class Contents:
    """A file as far as its format shows in it; each question is answered once."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name.lower()
        self.head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()

    @cached_property
    def archive(self) -> "Archive | None":
        """The file as a zip archive. Raises `SourceError` for a damaged one."""
        if not self.data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return None
        from plancmp.sources.guard.archive import open_archive

        return open_archive(self.data)

    @cached_property
    def ole(self) -> OleFile | None:
        """The file as an OLE file. Raises `SourceError` for a damaged one."""
        return OleFile(self.data) if self.data.startswith(SIGNATURE) else None

    @cached_property
    def parts(self) -> frozenset[str]:
        """The names of what a zip archive or an OLE file holds."""
        if self.archive is not None:
            return self.archive.names
        return frozenset(self.ole.entries) if self.ole is not None else frozenset()

    @cached_property
    def mimetype(self) -> str:
        """What an OpenDocument file or an EPUB book says of itself."""
        if self.archive is None or "mimetype" not in self.parts:
            return ""
        return self.archive.read("mimetype")[:200].decode("ascii", "replace").strip()

    @cached_property
    def words(self) -> str:
        """The beginning of the file as far as tags are concerned."""
        head = self.data[: 2 * HEAD]
        if head.startswith(b"\xff\xfe") or head[1::2].count(0) * 3 > len(head):
            return head.decode("utf-16-le", "replace").lstrip("\ufeff")
        if head.startswith(b"\xfe\xff") or head[0::2].count(0) * 3 > len(head):
            return head.decode("utf-16-be", "replace").lstrip("\ufeff")
        return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")

    @cached_property
    def is_binary(self) -> bool:
        """True for bytes that are no text in any encoding, as far as they are worth a look."""
        controls = len(_CONTROLS.findall(self.data[:HEAD]))
        doubtful = controls * 20 > len(self.data[:HEAD]) or not self.named(*_TEXT_ENDINGS)
        return doubtful and not self._is_text()

    def named(self, *endings: str) -> bool:
        """Whether the name has one of the endings."""
        return self.name.endswith(endings)

    def _is_text(self) -> bool:
        """True for bytes that can be decoded: UTF-16 has bytes that look like control characters."""
        try:
            decode(self.data)
        except SourceError:
            return False
        return True


ODF = "application/vnd.oasis.opendocument."
# Formats that are known and not read, by their codes in rules/messages/foreign.tsv.
_IN_ZIP = {
    "xl/": "excel",
    "ppt/": "slides",
    "OFD.xml": "ofd",
    "visio/": "visio",
    "Index/Document.iwa": "pages",
    "META-INF/container.xml": "epub",
}
_IN_OLE = {
    "Workbook": "excel",
    "Book": "excel",
    "PowerPoint Document": "slides",
    "__properties_version1.0": "outlook",
    "\x05HwpSummaryInformation": "hwp",
}
_SIGNATURES = {
    b"Rar!\x1a\x07": "rar",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"GIF8": "gif",
    b"Founder CEB": "ceb",
    b"\xdbPF-": "works",
    b"\xffWPC": "wordperfect",
    b"\xdb\xa5": "old-word",
    b"\xdc\xa5": "old-word",
    b"\x31\xbe\x00\x00": "old-word",
}
_BY_ENDING = ("ceb", "caj", "gd", "wps", "doc")


def _foreign(kind: str) -> SourceError:
    """What a file of a foreign format is, and what to do; an OpenDocument file says its kind itself."""
    said = messages("foreign")
    code, _, name = kind.partition(":")
    named = (said[code][0].format(name), said[code][1].format(name))
    return SourceError(*worded("foreign-kind", kind=named, advice=said.get(f"{code}-do", said["do"])))


def refuse_unusable(contents: Contents) -> None:
    """Raise `SourceError` for a file with a password, and for a Word document that is cut off."""
    ole, archive = contents.ole, contents.archive
    locked = "EncryptedPackage" in contents.parts
    if ole is not None and "WordDocument" in contents.parts:
        flags = int.from_bytes(ole.head("WordDocument", 12)[10:12], "little")
        locked = bool(flags & _ENCRYPTED)
    elif archive is not None and contents.mimetype and _MANIFEST in contents.parts:
        locked = b"encryption-data" in archive.read(_MANIFEST)
    if locked:
        raise SourceError(*worded("word-password"))
    if ole is not None and "WordDocument" in contents.parts:
        ole.check_whole("WordDocument")


def refuse_foreign(contents: Contents) -> None:
    """Raise `SourceError` for a format that is known and not read."""
    foreign = foreign_part(contents)
    if foreign is None and contents.archive is not None:
        foreign = "archive"
    elif foreign is None:
        foreign = "other-ole" if contents.ole is not None else _by_bytes(contents)
    if foreign is not None:
        raise _foreign(foreign)


def foreign_part(contents: Contents) -> str | None:
    """The code of the foreign format that the parts of a zip archive or an OLE file show."""
    if contents.mimetype.startswith(ODF):
        return f"opendocument:{contents.mimetype.removeprefix(ODF)[:30]}"
    marks = _IN_ZIP if contents.archive is not None else _IN_OLE
    for mark, foreign in marks.items():
        if mark in contents.parts or (
            mark.endswith("/") and any(name.startswith(mark) for name in contents.parts)
        ):
            return foreign
    return None


def _by_bytes(contents: Contents) -> str | None:
    """The foreign format that the first bytes show; for bytes that are no text, that of the name."""
    data, head = contents.data, contents.head
    for signature, foreign in _SIGNATURES.items():
        if data.startswith(signature):
            return foreign
    is_bitmap = data[:2] == b"BM" and data[6:10] == bytes(4)
    if (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or (
        is_bitmap and int.from_bytes(data[2:6], "little") == len(data)
    ):
        return "image"
    if _WORD_XML.search(head):
        return "one-xml"
    if _MHT.match(head) and _SENT.search(head):
        return "mail"
    if _MHT.match(head) and _PAGES_IN_MAIL.search(head):
        return "mht"
    if contents.is_binary:
        return next((ending for ending in _BY_ENDING if contents.named(f".{ending}")), None)
    return None
