"""What telling formats apart asks of a file, and the formats that are known and not read.

Half of the .doc files that offices hand round are something else: .docx, RTF, or a web page. So the content
decides; the name only parts what the content cannot.
"""

import re
from functools import cached_property
from typing import Final, NamedTuple

from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.guard.archive import Archive, open_archive
from plancmp.sources.guard.limits import HEAD
from plancmp.sources.guard.ole import SIGNATURE, OleFile
from plancmp.sources.lines.encoding import decode

_ENCRYPTED: Final = 0x0100
"""fEncrypted in the flags of a Word document ([MS-DOC] 2.5.2)."""
_MANIFEST = "META-INF/manifest.xml"
_MHT = re.compile(
    rb"(?:[\w-]{2,40}:[^\r\n]{0,500}\r?\n(?:[ \t][^\r\n]{0,500}\r?\n){0,5}){0,12}?MIME-Version:",
    re.IGNORECASE,
)
_PAGES_IN_MAIL = re.compile(rb"multipart/related|text/html", re.IGNORECASE)
_SENT = re.compile(rb"^(?:Received|Return-Path|Message-ID|To|Delivered-To):", re.IGNORECASE | re.MULTILINE)
"""Headers of a message that was sent; a page that a browser saved has none of them."""
_WORD_XML = re.compile(
    rb"<\?mso-application\s+progid=\"Word\.Document\"|<w:wordDocument\b|<pkg:package\b|<office:document\b"
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TEXT_ENDINGS = (".txt", ".text", ".md", ".markdown", ".csv", ".htm", ".html")


class Contents:
    """A file as far as its format shows in it; each question is answered once."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name.lower()
        self.head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()

    @cached_property
    def archive(self) -> Archive | None:
        """The file as a zip archive. Raises `SourceError` for a damaged one."""
        return open_archive(self.data) if self.data.startswith((b"PK\x03\x04", b"PK\x05\x06")) else None

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


class Foreign(NamedTuple):
    """A format that is known and not read: what it is, and what to do."""

    chinese: str
    english: str
    chinese_do: str = "请另存为 .docx 或 PDF。"
    english_do: str = "Save it as .docx or PDF."

    def error(self) -> SourceError:
        """The line for the user."""
        return SourceError(
            *worded(
                "foreign-kind", kind=(self.chinese, self.english), advice=(self.chinese_do, self.english_do)
            )
        )


ODF = "application/vnd.oasis.opendocument."
_UNPACK = ("请解压后，再读里面的文件。", "Unpack it and read the files in it.")
_RECOGNISE = ("请先做文字识别，或提供 .docx。", "Recognise its text (OCR) first, or use the .docx.")
_SAVE_PARTS = (
    "请把正文或附件另存为 .docx、PDF 或文本。",
    "Save its text or its attachments as .docx, PDF or text.",
)
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
_IMAGE = Foreign("图片", "an image", *_RECOGNISE)
_MAIL = Foreign("电子邮件（.eml）", "an e-mail (.eml)", *_SAVE_PARTS)
_WEB_ARCHIVE = Foreign(
    "单个网页文件（.mht）",
    "a web archive (.mht)",
    "请用浏览器打开后另存为 .html。",
    "Open it in a browser and save it as .html.",
)
_ONE_XML = Foreign("单个 XML 的 Word 或 ODF 文件", "a Word or ODF file as one XML", *_IN_WORD)
_OLD_WORD = Foreign("很旧的 Word 文件", "a file of a very old Word", *_IN_WORD)
_OTHER_OLE = Foreign(
    "旧格式的 Office 文件，但里面没有 Word 文档", "an old Office file without a Word document in it"
)
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
    ("__properties_version1.0", Foreign("Outlook 邮件", "an Outlook message", *_SAVE_PARTS)),
    ("\x05HwpSummaryInformation", Foreign("HWP 文档", "a HWP document")),
)
_SIGNATURES: tuple[tuple[bytes, Foreign], ...] = (
    (b"Rar!\x1a\x07", Foreign("RAR 压缩包", "a RAR archive", *_UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Foreign("7z 压缩包", "a 7z archive", *_UNPACK)),
    (b"\x1f\x8b", Foreign("gzip 压缩文件", "a gzip file", *_UNPACK)),
    (b"GIF8", Foreign("GIF 图片", "a GIF image", *_RECOGNISE)),
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
    (b"\xffWPC", Foreign("WordPerfect 文档", "a WordPerfect document")),
    (b"\xdb\xa5", _OLD_WORD),
    (b"\xdc\xa5", _OLD_WORD),
    (b"\x31\xbe\x00\x00", _OLD_WORD),
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
    ".doc": Foreign("认不出的 .doc 文件，可能已损坏", "no .doc of a known kind, perhaps damaged", *_IN_WORD),
}


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
        foreign = _ARCHIVE
    elif foreign is None:
        foreign = _OTHER_OLE if contents.ole is not None else _by_bytes(contents)
    if foreign is not None:
        raise foreign.error()


def foreign_part(contents: Contents) -> Foreign | None:
    """The foreign format that the parts of a zip archive or an OLE file show."""
    if contents.mimetype.startswith(ODF):
        kind = contents.mimetype.removeprefix(ODF)[:30]
        return Foreign(f"OpenDocument 文件（{kind}）", f"an OpenDocument file ({kind})")
    marks = _IN_ZIP if contents.archive is not None else _IN_OLE
    for mark, foreign in marks:
        if mark in contents.parts or (
            mark.endswith("/") and any(name.startswith(mark) for name in contents.parts)
        ):
            return foreign
    return None


def _by_bytes(contents: Contents) -> Foreign | None:
    """The foreign format that the first bytes show; for bytes that are no text, that of the name."""
    data, head = contents.data, contents.head
    for signature, foreign in _SIGNATURES:
        if data.startswith(signature):
            return foreign
    is_bitmap = data[:2] == b"BM" and data[6:10] == bytes(4)
    if (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or (
        is_bitmap and int.from_bytes(data[2:6], "little") == len(data)
    ):
        return _IMAGE
    if _WORD_XML.search(head):
        return _ONE_XML
    if _MHT.match(head) and _SENT.search(head):
        return _MAIL
    if _MHT.match(head) and _PAGES_IN_MAIL.search(head):
        return _WEB_ARCHIVE
    if contents.is_binary:
        return next((found for ending, found in _BY_ENDING.items() if contents.named(ending)), None)
    return None
