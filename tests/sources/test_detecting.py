"""Cases for telling formats apart: the bytes, the name, and the format or the line that is said."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.model.errors import SourceError
from plancmp.sources.formats import find_format
from plancmp.sources.guard.ole import SIGNATURE, OleFile

_END, _FAT = 0xFFFFFFFE, 0xFFFFFFFD


def zipped(*names: str, mimetype: str = "", **parts: bytes) -> bytes:
    """A zip file with members of these names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, parts.get("content", b"<x/>"))
    return stream.getvalue()


def ole(*names: str, flags: int = 0, words: int = 4096) -> bytes:
    """An OLE file with streams of these names in its root; the first holds `words` bytes.

    Sector 0 is the allocation table, 1 and following the directory, then the stream.
    """
    entries = [entry("Root Entry", 5, child=1 if names else -1)]
    entries += [
        entry(
            name, 2, right=at + 2 if at + 1 < len(names) else -1, start=at and _END, size=0 if at else words
        )
        for at, name in enumerate(names)
    ]
    sectors = -(-len(entries) // 4)
    first = 1 + sectors
    directory = b"".join(entries).ljust(sectors * 512, b"\0")
    directory = (
        directory[: 128 + 116] + struct.pack("<I", first) + directory[128 + 120 :] if names else directory
    )
    length = -(-words // 512)
    table = [_FAT, *chain(1, sectors), *chain(first, length)]
    header = SIGNATURE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    header += struct.pack("<108I", *[0xFFFFFFFF] * 108)
    stream = struct.pack("<HHHHHH", 0xA5EC, 193, 0, 2052, 0, flags).ljust(length * 512, b"\0")
    return header + struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff") + directory + stream


def chain(first: int, length: int) -> list[int]:
    """The allocation of a chain of sectors in a row."""
    return [*range(first + 1, first + length), _END] if length else []


def entry(
    name: str, kind: int, *, right: int = -1, child: int = -1, start: int = _END, size: int = 0
) -> bytes:
    """An entry of an OLE directory."""
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    links = struct.pack("<iii", -1, right, child)
    return head + links + bytes(36) + struct.pack("<IQ", start & 0xFFFFFFFF, size)


FORMATS = [
    pytest.param(zipped("word/document.xml"), "a.docx", "docx", id="docx"),
    pytest.param(zipped("word/document.xml"), "a.doc", "docx", id="a .doc that is docx"),
    pytest.param(
        zipped("[Content_Types].xml"), "a.docx", "docx", id="a package whose document has another name"
    ),
    pytest.param(
        zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "a", "odt", id="odt"
    ),
    pytest.param(ole("WordDocument", "1Table"), "a.doc", "doc", id="doc"),
    pytest.param(ole("WordDocument"), "a.docx", "doc", id="a .docx that is doc"),
    pytest.param(ole("WordDocument"), "a.WPS", "wps", id="wps of Kingsoft"),
    pytest.param(ole("MatOST"), "a.wps", "wps", id="wps of Works"),
    pytest.param(b"{\\rtf1\\ansi x}", "a.doc", "rtf", id="a .doc that is rtf"),
    pytest.param(b"\xef\xbb\xbf \r\n{\\rtf1}", "a.rtf", "rtf", id="rtf behind a mark"),
    pytest.param(b"%PDF-1.7\n", "a.txt", "pdf", id="pdf"),
    pytest.param(b"\n" * 900 + b"%PDF-1.4", "a.pdf", "pdf", id="pdf behind other bytes"),
    pytest.param(b"%PDF-a.b\n" + bytes(99), "a.pdf", "pdf", id="pdf with a damaged header"),
    pytest.param(b"<!DOCTYPE html><p>x", "a.doc", "html", id="a .doc that is html"),
    pytest.param(b"\xef\xbb\xbf\n<!-- x --><HTML>", "a.txt", "html", id="html behind a comment"),
    pytest.param(b'<?xml version="1.0" encoding="gb2312"?>\n<html xmlns="x">', "a", "html", id="xhtml"),
    pytest.param("<html><p>甲".encode("utf-16"), "a", "html", id="html in UTF-16"),
    pytest.param("<html><p>甲".encode("utf-16-be"), "a", "html", id="html in UTF-16 without a mark"),
    pytest.param("<div><p>甲</p></div>".encode(), "a.txt", "html", id="a part of a page"),
    pytest.param(
        "<div><p>甲</p></div>\n\n# 乙".encode(), "a.md", "markdown", id="a part of a page in Markdown"
    ),
    pytest.param("<!doctype html><p>甲".encode(), "a.md", "html", id="a page named Markdown"),
    pytest.param("标题<html><body>甲</body>".encode(), "a", "html", id="a page behind some words"),
    pytest.param("一、目标".encode(), "a.docx", "text", id="a .docx that is text"),
    pytest.param("一、目标".encode("gbk"), "a.txt", "text", id="text in GBK"),
    pytest.param("一、总体要求和主要目标".encode("utf-16-le"), "a.txt", "text", id="text in UTF-16"),
    pytest.param(b"# x", "A.MD", "markdown", id="Markdown by its name"),
    pytest.param("|指标|\n|--|\n|<br>|".encode(), "a.txt", "text", id="a tag in text"),
    pytest.param("<2025年目标>".encode(), "a.txt", "text", id="angle brackets in text"),
    pytest.param("<p>标签怎么写".encode(), "a.md", "markdown", id="a tag at the start of Markdown"),
    pytest.param(b"PK is no zip", "a.txt", "text", id="PK in text"),
    pytest.param(b"BM is no picture", "a.txt", "text", id="BM in text"),
    pytest.param("邮件说明 MIME-Version: 1.0".encode(), "a.txt", "text", id="MIME in text"),
    pytest.param(b"", "a.txt", None, id="empty"),
    pytest.param(b"\x01\x02\x03\x04" * 99, "a.bin", None, id="binary"),
]


@pytest.mark.parametrize(("data", "name", "form"), FORMATS)
def test_formats(data: bytes, name: str, form: str | None) -> None:
    """The content decides."""
    found = find_format(data, name)
    assert (found and found.name) == form


REFUSED = [
    pytest.param(zipped("xl/workbook.xml"), "a.xlsx", "Excel", ".docx", id="xlsx"),
    pytest.param(zipped("ppt/presentation.xml"), "a.pptx", "演示文稿", ".docx", id="pptx"),
    pytest.param(zipped("OFD.xml", "Doc_0/Document.xml"), "a.ofd", "OFD", "另存为 .docx 或 PDF", id="ofd"),
    pytest.param(zipped("规划.docx", "附表.xlsx"), "a.zip", "压缩包", "解压", id="zip"),
    pytest.param(
        zipped("x", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "a.ods",
        "spreadsheet",
        ".docx",
        id="ods",
    ),
    pytest.param(
        zipped("META-INF/container.xml", mimetype="application/epub+zip"),
        "a.epub",
        "EPUB",
        ".docx",
        id="epub",
    ),
    pytest.param(
        zipped(
            "META-INF/manifest.xml",
            mimetype="application/vnd.oasis.opendocument.text",
            content=b"<encryption-data/>",
        ),
        "a.odt",
        "密码",
        "取消密码",
        id="odt with a password",
    ),
    pytest.param(zipped("word/document.xml")[:60], "a.docx", "不完整", "重新", id="zip cut off"),
    pytest.param(
        ole("EncryptedPackage", "EncryptionInfo"), "a.docx", "密码", "取消密码", id="docx with a password"
    ),
    pytest.param(ole("WordDocument", flags=0x0100), "a.doc", "密码", "取消密码", id="doc with a password"),
    pytest.param(ole("Workbook"), "a.xls", "Excel", ".docx", id="xls"),
    pytest.param(ole("PowerPoint Document"), "a.ppt", "演示文稿", ".docx", id="ppt"),
    pytest.param(ole("Thumbs"), "a.db", "没有 Word 文档", ".docx", id="another OLE file"),
    pytest.param(ole("WordDocument")[:700], "a.doc", "不完整", "重新下载", id="doc cut off in its directory"),
    pytest.param(
        ole("WordDocument", words=60_000)[:-40_000],
        "a.doc",
        "不完整",
        "重新下载",
        id="doc cut off in its text",
    ),
    pytest.param(SIGNATURE, "a.doc", "不完整", "重新下载", id="OLE signature only"),
    pytest.param(SIGNATURE + b"\xff" * 4096, "a.doc", "不完整", "重新下载", id="OLE without sense"),
    pytest.param(b"Rar!\x1a\x07\x00", "a.rar", "RAR", "解压", id="rar"),
    pytest.param(b"7z\xbc\xaf\x27\x1c", "a.7z", "7z", "解压", id="7z"),
    pytest.param(b"GIF89a", "a.pdf", "GIF", "文字识别", id="a .pdf that is gif"),
    pytest.param(b"BM" + struct.pack("<II", 20, 0) + bytes(10), "a.bmp", "图片", "文字识别", id="bmp"),
    pytest.param(b"RIFF\x00\x00\x00\x00WEBP", "a.webp", "图片", "文字识别", id="webp"),
    pytest.param(b"\x03\x02\x01\x04" * 20, "规划.ceb", "CEB", "PDF", id="ceb by its name"),
    pytest.param(b"\x03\x02\x01\x04" * 20, "规划.wps", "旧版 WPS", "另存为 .docx", id="wps of another age"),
    pytest.param(
        b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n",
        "a.mht",
        ".mht",
        ".html",
        id="mht",
    ),
    pytest.param(
        b"From: <x>\r\nTo: <y>\r\nMIME-Version: 1.0\r\nContent-Type: text/html;\r\n",
        "a.eml",
        "电子邮件",
        "正文或附件另存",
        id="an e-mail is no page that a browser saved",
    ),
    pytest.param(
        b"From: <x>\r\nTo: <y>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain;\r\n\r\nhello",
        "a.eml",
        "电子邮件",
        "正文或附件另存",
        id="an e-mail of words only",
    ),
    pytest.param(b"\xffWPC\x10\0\0\0" * 20, "a.doc", "WordPerfect", ".docx", id="WordPerfect"),
    pytest.param(b"\xdb\xa5\x2d\0" + bytes(90), "a.doc", "很旧的 Word", "Word 里打开", id="Word 2"),
    pytest.param(
        ("一、总体要求\n" * 900).encode() + bytes(5000),
        "a.doc",
        "认不出的 .doc",
        ".docx",
        id="a .doc of no kind",
    ),
    pytest.param(
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>',
        "a.doc",
        "XML",
        ".docx",
        id="Word 2003 XML",
    ),
]


@pytest.mark.parametrize(("data", "name", "what", "to_do"), REFUSED)
def test_refused(data: bytes, name: str, what: str, to_do: str) -> None:
    """One line says what was found and what to do."""
    with pytest.raises(SourceError) as caught:
        find_format(data, name)
    assert what in caught.value.chinese and to_do in caught.value.chinese
    assert "\n" not in caught.value.chinese + caught.value.english
    assert caught.value.english.isascii()


def test_directory_in_a_circle() -> None:
    """Links of an OLE directory that go round end, and so do chains of sectors."""
    data = bytearray(ole("甲", "乙"))
    struct.pack_into("<ii", data, 1024 + 256 + 68, 1, 2)
    assert set(OleFile(bytes(data)).entries) == {"甲", "乙"}
    struct.pack_into("<I", data, 512 + 4, 1)
    assert set(OleFile(bytes(data)).entries) == {"甲", "乙"}


STARTS = [
    b"PK\x03\x04",
    SIGNATURE,
    b"{\\rtf",
    b"%PDF-1.7",
    b"<html",
    b"\x1f\x8b",
    b"Rar!\x1a\x07",
    b"\xff\xfe",
    b"",
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(STARTS), st.binary(max_size=2000), st.sampled_from(["a.doc", "a.wps", "a.md", "a"]))
def test_any_bytes(start: bytes, data: bytes, name: str) -> None:
    """No bytes raise anything but SourceError."""
    try:
        find_format(start + data, name)
    except SourceError as error:
        assert "\n" not in error.chinese


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2600), st.binary(min_size=1, max_size=8))
def test_any_ole(at: int, data: bytes) -> None:
    """No change to an OLE file raises anything but SourceError."""
    whole = ole("WordDocument", "1Table", "Data")
    try:
        find_format(whole[:at] + data + whole[at + len(data) :], "a.doc")
    except SourceError as error:
        assert "\n" not in error.chinese
