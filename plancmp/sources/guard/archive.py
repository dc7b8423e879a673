"""Opens a zip file of XML parts (.docx, .odt) without trusting it: bounded, local, no entities.

Nothing outside of the bytes given is ever read. A file that is no such archive, or that would unpack to
more than a plan can be, is a `SourceError` of one line; no other exception leaves this module.
"""

import io
import re
import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml import etree

from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.guard.limits import CHUNK, MEGABYTE


class Limits(NamedTuple):
    """What an archive may unpack to. A plan of 300 pages has about 5 MB of XML in one part."""

    members: int = 10_000
    part: int = 40 * MEGABYTE
    """Bytes of one part that is read."""
    total: int = 100 * MEGABYTE
    """Bytes of all parts that are read together."""
    ratio: int = 200
    """How many times its packed size a part may have; prose has 5 to 30, an empty form more than 100."""
    loose: int = 10 * MEGABYTE
    """Parts up to this size are not held to the ratio."""
    markup: int = 1_500_000
    """Tags and attributes of one part: what they cost in memory does not depend on their length."""


LIMITS = Limits()
_DIRECTORY_ENTRY = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    LookupError,
)
_DAMAGED = SourceError(*worded("zip-damaged"))
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文件", "a PDF file"),
    (b"{\\rtf", "RTF 文件", "an RTF file"),
    (b"<!DOCTYPE", "网页", "a web page"),
    (b"<html", "网页", "a web page"),
    (b"<?xml", "XML 文件", "an XML file"),
    (b"\x89PNG", "图片", "an image"),
    (b"\xff\xd8\xff", "图片", "an image"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive"),
)
_DECLARED = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


_KNOWN_PARTS = {
    "document": ("正文", "the text"),
    "content": ("正文", "the text"),
    "styles": ("样式表", "the list of styles"),
    "numbering": ("自动编号", "the list numbers"),
    "footnotes": ("脚注", "the footnotes"),
    "endnotes": ("尾注", "the endnotes"),
    "comments": ("批注", "the comments"),
    "header": ("页眉", "a header"),
    "footer": ("页脚", "a footer"),
    "settings": ("文档设置", "the settings"),
    "[content_types]": ("内部目录", "the inner table of contents"),
}
"""What the parts of a file are to its user, by how their names begin."""


class Archive:
    """The parts of an opened archive, by name."""

    def __init__(self, opened: zipfile.ZipFile, limits: Limits) -> None:
        self._opened = opened
        self._limits = limits
        self._left = limits.total
        self.names = frozenset(opened.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part, at most as many as the limits allow. Raises SourceError."""
        limits, part = self._limits, _said(name)
        info = self._member(name)
        self._check(name, info.file_size)
        if info.file_size > max(limits.loose, limits.ratio * info.compress_size):
            raise _too_much(worded("zip-ratio", part=part, ratio=limits.ratio))
        try:
            data = self._unpack(info)
        except _BROKEN as error:
            raise SourceError(*worded("part-damaged", part=part)) from error
        self._left -= len(data)
        return data

    def root(self, name: str) -> "etree._Element":
        """The root of a part that is XML. Raises SourceError."""
        return parse_xml(self.read(name), name, self._limits)

    def _member(self, name: str) -> zipfile.ZipInfo:
        """The directory entry of a part that can be unpacked in bounded memory."""
        try:
            info = self._opened.getinfo(name)
        except KeyError:
            raise SourceError(*worded("part-missing", part=_said(name))) from None
        if info.flag_bits & 0x1:
            raise SourceError(*worded("zip-password"))
        # Only these two can be unpacked piece by piece; Word and WPS write no others.
        if info.compress_type not in _METHODS:
            raise SourceError(*worded("zip-method", part=_said(name), method=info.compress_type))
        return info

    def _check(self, name: str, length: int) -> None:
        """Raise SourceError if a part is longer than is allowed, alone or with those read before."""
        if length > self._limits.part:
            raise _too_much(worded("part-large", part=_said(name), most=self._limits.part // MEGABYTE))
        if length > self._left:
            raise _too_much(worded("parts-large", total=self._limits.total // MEGABYTE))

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        """Unpack in chunks, and stop as soon as more comes out than is allowed."""
        with self._opened.open(info) as stream:
            chunks: list[bytes] = []
            length = 0
            while chunk := stream.read(CHUNK):
                length += len(chunk)
                self._check(info.filename, length)
                chunks.append(chunk)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def open_archive(data: bytes, limits: Limits = LIMITS, suffix: str = ".docx") -> Archive:
    """Open a zip file held in memory; `suffix` is the format expected, for the message.

    Raises SourceError for empty, encrypted, truncated and foreign files.
    """
    if data[:2] != b"PK":
        raise _no_archive(data, suffix)
    # zipfile builds an object for each entry before anyone can count them.
    if data.count(_DIRECTORY_ENTRY) > limits.members:
        raise SourceError(*worded("zip-members", members=limits.members))
    try:
        return Archive(zipfile.ZipFile(io.BytesIO(data)), limits)
    except _BROKEN as error:
        raise _DAMAGED from error


@cache
def _parser() -> "etree.XMLParser":
    """The parser, made when there is XML to read."""
    from lxml import etree

    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def parse_xml(data: bytes, name: str, limits: Limits = LIMITS) -> "etree._Element":
    """Parse an XML part in UTF-8 or UTF-16. No DOCTYPE, hence no entities. Raises SourceError."""
    return parse_utf8(as_utf8(data, name), name, limits)


def parse_utf8(data: bytes, name: str, limits: Limits = LIMITS) -> "etree._Element":
    """Parse an XML part in UTF-8, whatever encoding it declares, with the limits of `parse_xml`."""
    from lxml import etree

    if b"<!DOCTYPE" in data:
        raise SourceError(*worded("doctype", part=_said(name)))
    if len(data) > limits.markup and data.count(b"<") + data.count(b"=") > limits.markup:
        raise _too_much(worded("too-many-tags", part=_said(name), markup=limits.markup))
    try:
        return etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        if "Excessive depth" in str(error):
            raise too_deep() from error
        raise SourceError(*worded("xml-damaged", part=_said(name), line=_line(error))) from error


def too_deep() -> SourceError:
    """The error for tables and other things nested deeper than any plan has them."""
    return SourceError(*worded("tables-deep"))


def as_utf8(data: bytes, name: str) -> bytes:
    """The same XML in UTF-8, so that what it holds can be searched before it is parsed."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:2] in (b"<\0", b"\0<"):
        coding = "utf-16" if data[0] >= 0xFE else "utf-16-le" if data[1] == 0 else "utf-16-be"
        try:
            return data.decode(coding).encode("utf-8")
        except UnicodeError:
            data = b""
    declared = _DECLARED.match(data)
    if declared and declared.group(1).lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        found = declared.group(1).decode("ascii")
        raise SourceError(*worded("xml-encoding", part=_said(name), found=found))
    return data


def _no_archive(data: bytes, suffix: str) -> SourceError:
    """The error for bytes that are no zip file, naming what they look like."""
    if not data:
        return SourceError(*worded("empty-file"))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound_file(data, suffix)
    head = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    for signature, *kind in _SIGNATURES:
        if head.lower().startswith(signature.lower()):
            return SourceError(*worded("other-kind", kind=tuple(kind), suffix=suffix))
    shown = data[:4].hex(" ").upper()
    return SourceError(*worded("other-bytes", suffix=suffix, shown=shown))


def _compound_file(data: bytes, suffix: str) -> SourceError:
    """The error for an OLE file: a .docx with a password is one, and so is an old .doc."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return SourceError(*worded("password", suffix=suffix))
    return SourceError(*worded("old-format", suffix=suffix))


def _too_much(what: tuple[str, str]) -> SourceError:
    """The error for more than any plan holds."""
    return SourceError(*worded("too-much", what=what))


def _said(name: str) -> tuple[str, str]:
    """What a part is to the user, in Chinese and English; its short name where it is none that users know.

    >>> _said("content.xml"), _said("word/theme/theme1.xml")[1]
    (('正文', 'the text'), 'an inner part (theme1.xml)')
    """
    base = name.rpartition("/")[2]
    stem = "[content_types]" if base.endswith(".rels") else base.lower()
    known = next((words for begin, words in _KNOWN_PARTS.items() if stem.startswith(begin)), None)
    if known is not None:
        return known
    shown = "".join(character if character.isprintable() else "?" for character in base[:40])
    return f"内部的一个部件（{shown}）", f"an inner part ({shown})"


def _line(error: Exception) -> int:
    """The line of a syntax error."""
    return getattr(error, "lineno", None) or 1
