"""Zip files that are not what they say, and XML that asks for more than it may."""

import io
import random
import struct
import zipfile

import pytest

from plancmp.model.errors import SourceError
from plancmp.sources.guard.archive import Limits, open_archive, parse_xml
from tests.docx_builder import pack

SMALL = Limits(members=5, part=2_000_000, total=3_000_000, ratio=50, loose=1_000_000, markup=1000)


def lines(error: SourceError) -> tuple[str, str]:
    """Both lines of an error; each is one line that ends like a sentence."""
    assert "\n" not in error.chinese + error.english
    assert error.chinese.endswith("。")
    assert error.english.endswith(".")
    return error.chinese, error.english


FOREIGN = [
    (b"", "文件是空的（0 字节）", "empty (0 bytes)"),
    (b"%PDF-1.7\n", "这是PDF 文件，不是 .docx", "a PDF file"),
    (b"{\\rtf1\\ansi}", "这是RTF 文件", "an RTF file"),
    (b"\xef\xbb\xbf<html><body>", "这是网页", "a web page"),
    (b"<?xml version='1.0'?><w:wordDocument/>", "这是XML 文件", "an XML file"),
    (b"\x89PNG\r\n\x1a\n", "这是图片", "an image"),
    (b"Rar!\x1a\x07", "这是RAR 压缩包", "a RAR archive"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "这是旧格式（.doc 或 .wps）的文件",
        "old .doc or .wps format",
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "文件有密码。请先在 Word 或 WPS 里取消密码，再另存为 .docx",
        "password-protected",
    ),
    (
        b"\x00\x01\x02\x03\x04",
        "不是 .docx 文件（开头的字节是 00 01 02 03）",
        "begins with the bytes 00 01 02 03",
    ),
    (b"PK\x03\x04", "文件不完整或已损坏", "incomplete or damaged"),
    (b"PK", "文件不完整或已损坏", "incomplete or damaged"),
]


@pytest.mark.parametrize(("data", "chinese", "english"), FOREIGN)
def test_what_is_no_archive_is_named(data: bytes, chinese: str, english: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_archive(data)
    said = lines(caught.value)
    assert chinese in said[0]
    assert english in said[1]


def test_the_suffix_expected_is_named() -> None:
    with pytest.raises(SourceError, match=r"不是 \.odt"):
        open_archive(b"%PDF-1.7", suffix=".odt")


def test_parts_are_read() -> None:
    archive = open_archive(pack({"a.xml": b"<a/>", "b/c.xml": "<丙/>".encode()}))
    assert archive.names == {"a.xml", "b/c.xml"}
    assert archive.read("b/c.xml") == "<丙/>".encode()
    assert archive.root("a.xml").tag == "a"


def test_missing_part() -> None:
    with pytest.raises(SourceError, match=r"文件不完整：缺少内部的一个部件（b\.xml）") as caught:
        open_archive(pack({"a.xml": b""})).read("b.xml")
    lines(caught.value)


NOISE = random.Random(1).randbytes(2_100_000)
TOO_MUCH = [
    pytest.param(
        NOISE,
        r"部件（a）解压后超过 1 MB",
        "Unpacked, an inner part (a) is larger than 1 MB",
        id="one part too large",
    ),
    pytest.param(
        b" " * 1_900_000, "部件（a）解压后是原来的 50 倍以上", "more than 50 times its size", id="too tight"
    ),
]


@pytest.mark.parametrize(("data", "chinese", "english"), TOO_MUCH)
def test_too_large(data: bytes, chinese: str, english: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_archive(pack({"a": data}), SMALL).read("a")
    said = lines(caught.value)
    assert chinese in said[0]
    assert english in said[1]


def test_small_parts_may_be_packed_tightly() -> None:
    assert len(open_archive(pack({"a": b" " * 900_000}), SMALL).read("a")) == 900_000


def test_all_parts_together() -> None:
    archive = open_archive(pack(dict.fromkeys("abcd", NOISE[:900_000])), SMALL)
    for name in "abc":
        archive.read(name)
    with pytest.raises(SourceError, match="解压后合计超过 2 MB") as caught:
        archive.read("d")
    lines(caught.value)


def test_too_many_members() -> None:
    with pytest.raises(SourceError, match="超过 5 个") as caught:
        open_archive(pack({str(index): b"" for index in range(6)}), SMALL)
    lines(caught.value)


def test_header_that_lies_about_the_size() -> None:
    """What the directory says is never trusted: 1 MB declared as less."""
    data = bytearray(pack({"a": b"x" * 1_000_000}))
    entry = data.index(b"PK\x01\x02")
    for declared in (10, 900_000):
        struct.pack_into("<I", data, entry + 24, declared)
        with pytest.raises(SourceError, match="部件（a）解不开") as caught:
            open_archive(bytes(data)).read("a")
        lines(caught.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_cannot_be_unpacked_in_pieces(method: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("a", b" " * 100)
    with pytest.raises(SourceError, match=f"压缩方法（{method}）") as caught:
        open_archive(stream.getvalue()).read("a")
    lines(caught.value)


def test_encrypted_member() -> None:
    data = bytearray(pack({"a": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SourceError, match="文件有密码") as caught:
        open_archive(bytes(data)).read("a")
    lines(caught.value)


def test_damaged_member() -> None:
    data = bytearray(pack({"a": b"abc" * 1000}))
    data[36] ^= 0xFF
    with pytest.raises(SourceError, match="部件（a）解不开"):
        open_archive(bytes(data)).read("a")


ENTITY = '<!DOCTYPE a [<!ENTITY e "{}">]><a>&e;</a>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_no_document_type(encoding: str) -> None:
    with pytest.raises(SourceError, match="DOCTYPE") as caught:
        parse_xml(ENTITY.format("x").encode(encoding), "a.xml")
    lines(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    declared = "utf-8" if encoding.startswith("utf-8") else "utf-16"
    text = f'<?xml version="1.0" encoding="{declared}"?><a>规划</a>'
    assert parse_xml(text.encode(encoding), "a.xml").text == "规划"


@pytest.mark.parametrize("encoding", ["gbk", "utf-7", "cp037", "x-unknown"])
def test_other_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(SourceError, match=encoding) as caught:
        parse_xml(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode(), "a.xml")
    lines(caught.value)


BAD_XML = [
    b"",
    b"<a>",
    b"<a></b>",
    b"\xff\xfe<",
    b"<a>\xff</a>",
    b"<a>&e;</a>",
    b"<a\x00/>",
    b"text",
    b"\xfe\xff\xd8\x00",
]


@pytest.mark.parametrize("data", BAD_XML)
def test_broken_xml(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"部件（a\.xml）的 XML 有错") as caught:
        parse_xml(data, "a.xml")
    lines(caught.value)


def test_too_much_markup() -> None:
    with pytest.raises(SourceError, match="里的标记超过 1000 个"):
        parse_xml(b"<a>" + b"<b/>" * 1000 + b"</a>", "a.xml", SMALL)
    assert len(parse_xml(b"<a>" + b"<b/>" * 990 + b"</a>", "a.xml", SMALL)) == 990


def test_too_deep() -> None:
    with pytest.raises(SourceError, match="套得太深") as caught:
        parse_xml(b"<a>" * 10_000 + b"</a>" * 10_000, "a.xml")
    lines(caught.value)


def test_comments_and_instructions_are_no_children() -> None:
    assert [child.tag for child in parse_xml(b"<a><!--x--><?y z?><b/></a>", "a.xml")] == ["b"]


def test_names_are_shown_in_one_line() -> None:
    name = "a\nb" + "c" * 300
    with pytest.raises(SourceError) as caught:
        open_archive(pack({name: b"<a>"})).root(name)
    assert len(lines(caught.value)[0]) < 200
