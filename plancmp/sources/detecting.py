"""Tells the format of a file by what is in it; the name only parts what the content cannot.

Half of the .doc files that offices hand round are something else: .docx, RTF, or a web page.
"""

import re
from typing import NamedTuple

from plancmp.model.document import Format
from plancmp.model.errors import SourceError
from plancmp.sources.guard.archive import Archive, open_archive
from plancmp.sources.guard.ole import SIGNATURE, OleFile
from plancmp.sources.lines.encoding import decode

_HEAD = 4096
_PDF_HEAD = 1024
_ENCRYPTED = 0x0100
"""fEncrypted in the flags of a Word document ([MS-DOC] 2.5.2)."""
_ODF = "application/vnd.oasis.opendocument."
_ODT = ("text", "text-template", "text-master", "text-web")
_STRONG = r"!doctype\s+html|html|head|body|meta|title"
_WEAK = r"script|style|center|table|div|p|font|h[1-6]|ul|ol|span|section|article|b|strong"
_PROLOGUE = r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*)*"
_HTML_START = re.compile(rf"{_PROLOGUE}<(?:{_STRONG})\b", re.IGNORECASE | re.DOTALL)
_FRAGMENT_START = re.compile(rf"{_PROLOGUE}<(?:{_WEAK})\b[^<>]*>", re.IGNORECASE | re.DOTALL)
_HTML_INSIDE = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_CLOSING = re.compile(r"</[a-z][\w:-]*\s*>", re.IGNORECASE)
_PDF = re.compile(rb"%PDF-\d")
_MHT = re.compile(
    rb"(?:[\w-]{2,40}:[^\r\n]{0,500}\r?\n(?:[ \t][^\r\n]{0,500}\r?\n){0,5}){0,12}?MIME-Version:",
    re.IGNORECASE,
)
_WORD_XML = re.compile(
    rb"<\?mso-application\s+progid=\"Word\.Document\"|<w:wordDocument\b|<pkg:package\b|<office:document\b"
)
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")


class Foreign(NamedTuple):
    """A format that is known and not read: what it is, and what to do."""

    chinese: str
    english: str
    chinese_do: str = "请另存为 .docx 或 PDF。"
    english_do: str = "Save it as .docx or PDF."

    def error(self) -> SourceError:
        """The line for the user."""
        return SourceError(
            f"这是{self.chinese}，不能读。{self.chinese_do}",
            f"This is {self.english}, which cannot be read. {self.english_do}",
        )


_UNPACK = ("请解压后，再读里面的文件。", "Unpack it and read the files in it.")
_RECOGNISE = ("请先做文字识别，或提供 .docx。", "Recognise its text (OCR) first, or use the .docx.")
_IN_WORD = ("请在 Word 里打开后另存为 .docx。", "Open it in Word and save it as .docx.")
_IN_WPS = ("请在 WPS 里打开后另存为 .docx。", "Open it in WPS and save it as .docx.")
_OFD = Foreign(
    "OFD 版式文件",
    "an OFD file",
    "请用 OFD 阅读器或 WPS 另存为 .docx 或 PDF。",
    "Save it as .docx or PDF in an OFD reader or WPS.",
)
_EXCEL = Foreign(
    "Excel 工作簿",
    "an Excel workbook",
    "请把表格放进 Word 文档，另存为 .docx。",
    "Put the table into a Word document and save it as .docx.",
)
_SLIDES = Foreign("演示文稿", "a presentation")
_ARCHIVE = Foreign("压缩包", "an archive", *_UNPACK)
_IN_ZIP: tuple[tuple[str, Foreign], ...] = (
    ("xl/", _EXCEL),
    ("ppt/", _SLIDES),
    ("OFD.xml", _OFD),
    ("visio/", Foreign("Visio 绘图", "a Visio drawing")),
    ("Index/Document.iwa", Foreign("Pages 文稿", "a Pages document")),
    ("META-INF/container.xml", Foreign("EPUB 电子书", "an EPUB book")),
)
_IN_OLE: tuple[tuple[str, Foreign], ...] = (
    ("Workbook", _EXCEL),
    ("Book", _EXCEL),
    ("PowerPoint Document", _SLIDES),
    ("__properties_version1.0", Foreign("Outlook 邮件", "an Outlook message")),
    ("\x05HwpSummaryInformation", Foreign("HWP 文档", "a HWP document")),
)
_SIGNATURES: tuple[tuple[bytes, Foreign], ...] = (
    (b"Rar!\x1a\x07", Foreign("RAR 压缩包", "a RAR archive", *_UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Foreign("7z 压缩包", "a 7z archive", *_UNPACK)),
    (b"\x1f\x8b", Foreign("gzip 压缩文件", "a gzip file", *_UNPACK)),
    (b"\x89PNG\r\n", Foreign("PNG 图片", "a PNG image", *_RECOGNISE)),
    (b"\xff\xd8\xff", Foreign("JPEG 图片", "a JPEG image", *_RECOGNISE)),
    (b"GIF8", Foreign("GIF 图片", "a GIF image", *_RECOGNISE)),
    (b"II*\x00", Foreign("TIFF 图片", "a TIFF image", *_RECOGNISE)),
    (b"MM\x00*", Foreign("TIFF 图片", "a TIFF image", *_RECOGNISE)),
    (
        b"Founder CEB",
        Foreign(
            "方正 CEB 文件",
            "a Founder CEB file",
            "请用 Apabi Reader 打印成 PDF。",
            "Print it to PDF in Apabi Reader.",
        ),
    ),
    (b"\xdbPF-", Foreign("Microsoft Works 数据", "Works data", *_IN_WPS)),
)
_BY_ENDING: dict[str, Foreign] = {
    ".ceb": Foreign(
        "方正 CEB 文件",
        "a Founder CEB file",
        "请用 Apabi Reader 打印成 PDF。",
        "Print it to PDF in Apabi Reader.",
    ),
    ".caj": Foreign("CAJ 文件", "a CAJ file", "请用 CAJViewer 打印成 PDF。", "Print it to PDF in CAJViewer."),
    ".gd": Foreign(
        "书生 GD 文件",
        "a Sursen GD file",
        "请用书生阅读器打印成 PDF。",
        "Print it to PDF in the Sursen reader.",
    ),
    ".wps": Foreign("旧版 WPS 的文件", "a file of an old WPS", *_IN_WPS),
    ".doc": Foreign("很旧的 Word 文件", "a file of a very old Word", *_IN_WORD),
}


def detect(data: bytes, name: str = "") -> Format | None:
    r"""The format of a file, `text` or `markdown` for what may be text; None for empty and binary files.

    Raises `SourceError` for formats that are known and not read, for files with a password, and damaged ones.

    >>> detect(b"{\\rtf1\\ansi}", "plan.doc"), detect("一、总体要求".encode(), "plan.md"), detect(b"")
    ('rtf', 'markdown', None)
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(open_archive(data))
    if data.startswith(SIGNATURE):
        return _in_ole(OleFile(data), name)
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{\\rtf"):
        return "rtf"
    for signature, foreign in _SIGNATURES:
        if data.startswith(signature):
            raise foreign.error()
    if _is_riff_image(data) or _is_bitmap(data):
        raise Foreign("图片", "an image", *_RECOGNISE).error()
    if _PDF.search(data[:_PDF_HEAD]):
        return "pdf"
    return _as_text(data, head, name.lower())


def _is_riff_image(data: bytes) -> bool:
    """True for WebP."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _is_bitmap(data: bytes) -> bool:
    """True for a BMP, whose header says the length of the file."""
    return data[:2] == b"BM" and data[6:10] == bytes(4) and int.from_bytes(data[2:6], "little") == len(data)


def _in_zip(archive: Archive) -> Format:
    """The format of a zip file."""
    names = archive.names
    if "mimetype" in names:
        kind = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
        if kind.startswith(_ODF):
            return _open_document(archive, kind.removeprefix(_ODF))
    if any(name.lower().startswith("word/") for name in names):
        return "docx"
    for mark, foreign in _IN_ZIP:
        if any(name == mark or (mark.endswith("/") and name.startswith(mark)) for name in names):
            raise foreign.error()
    if "[Content_Types].xml" in names:
        return "docx"
    raise _ARCHIVE.error()


def _open_document(archive: Archive, kind: str) -> Format:
    """The format of an OpenDocument file."""
    if kind not in _ODT:
        raise Foreign(f"OpenDocument 文件（{kind[:30]}）", f"an OpenDocument file ({kind[:30]})").error()
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.read(manifest):
        raise _with_password()
    return "odt"


def _with_password() -> SourceError:
    """The line for a file with a password."""
    return SourceError(
        "文件有密码。请先在 Word 或 WPS 里取消密码，再另存为 .docx。",
        "The file is password-protected. Remove the password in Word or WPS and save it as .docx.",
    )


def _in_ole(ole: OleFile, name: str) -> Format:
    """The format of an OLE file. WPS writes the same streams as Word: there the name decides."""
    entries = ole.entries
    if "EncryptedPackage" in entries:
        raise _with_password()
    if "WordDocument" in entries:
        flags = int.from_bytes(ole.head("WordDocument", 12)[10:12], "little")
        if flags & _ENCRYPTED:
            raise _with_password()
        ole.check_whole("WordDocument")
        return "wps" if name.lower().endswith((".wps", ".wpt")) else "doc"
    if "MatOST" in entries or ("CONTENTS" in entries and name.lower().endswith(".wps")):
        return "wps"
    for mark, foreign in _IN_OLE:
        if mark in entries:
            raise foreign.error()
    raise Foreign(
        "旧格式的 Office 文件，但里面没有 Word 文档", "an old Office file without a Word document in it"
    ).error()


def _as_text(data: bytes, head: bytes, name: str) -> Format | None:
    """The format of what is text, if it is text at all."""
    if _WORD_XML.search(head):
        raise Foreign("单个 XML 的 Word 或 ODF 文件", "a Word or ODF file as one XML", *_IN_WORD).error()
    if _MHT.match(head) and re.search(rb"multipart/related|text/html", head, re.IGNORECASE):
        raise Foreign(
            "单个网页文件（.mht）",
            "a web archive (.mht)",
            "请用浏览器打开后另存为 .html。",
            "Open it in a browser and save it as .html.",
        ).error()
    words = _decode_head(data)
    is_markdown = name.endswith(_MARKDOWN)
    if _HTML_START.match(words) or (not is_markdown and _is_page(words)):
        return "html"
    if not data:
        return None
    if len(_CONTROLS.findall(data[:_HEAD])) * 20 > len(data[:_HEAD]) and not _is_text(data):
        foreign = next((found for ending, found in _BY_ENDING.items() if name.endswith(ending)), None)
        if foreign is not None:
            raise foreign.error()
        return None
    return "markdown" if is_markdown else "text"


def _is_text(data: bytes) -> bool:
    """True for bytes that can be decoded: UTF-16 has bytes that look like control characters."""
    try:
        decode(data)
    except SourceError:
        return False
    return True


def _is_page(words: str) -> bool:
    """True for a part of a page, or a page behind some words."""
    if _FRAGMENT_START.match(words):
        return len(_CLOSING.findall(words)) > 1 or words.lstrip()[:3].lower() == "<p>"
    return bool(_HTML_INSIDE.search(words)) and bool(_CLOSING.search(words))


def _decode_head(data: bytes) -> str:
    """The beginning of a file as far as tags are concerned."""
    head = data[: 2 * _HEAD]
    if head.startswith(b"\xff\xfe") or head[1::2].count(0) * 3 > len(head):
        return head.decode("utf-16-le", "replace").lstrip("\ufeff")
    if head.startswith(b"\xfe\xff") or head[0::2].count(0) * 3 > len(head):
        return head.decode("utf-16-be", "replace").lstrip("\ufeff")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
