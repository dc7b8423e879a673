"""Cases for reading a path: what is wrong with it and what is said, and which reader a content gets."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plancmp.model.errors import SourceError
from plancmp.sources import formats
from plancmp.sources.guard.ole import SIGNATURE
from plancmp.sources.reading import read_bytes, read_document
from tests.docx_builder import make_docx, p

DOCX = make_docx(p("一、总体要求"))


@pytest.mark.parametrize(
    ("name", "data", "form", "text"),
    [
        pytest.param("a.docx", DOCX, "docx", "一、总体要求", id="docx"),
        pytest.param("a.doc", DOCX, "docx", "一、总体要求", id="a .doc that is docx"),
        pytest.param(
            "a.doc", "<html><p>一、总体要求".encode("gbk"), "html", "一、总体要求", id="a .doc that is html"
        ),
        pytest.param("a.txt", "一、总体要求\n".encode("gbk"), "text", "一、总体要求", id="text"),
        pytest.param("a.docx", "一、总体要求\n".encode(), "text", "一、总体要求", id="a .docx that is text"),
        pytest.param("a.md", "## 一、**总体**要求\n".encode(), "markdown", "一、总体要求", id="markdown"),
        pytest.param(
            "a.txt", "一、指标\n\t甲\n\t1\n\n\t乙\n\t2\n\n\n".encode(), "text", "一、指标", id="tab cells"
        ),
    ],
)
def test_formats(tmp_path: Path, name: str, data: bytes, form: str, text: str) -> None:
    """The content chooses the reader; the bytes come along."""
    path = tmp_path / name
    path.write_bytes(data)
    source = read_document(path)
    assert source.document.format == form and source.data == data
    assert source.document.text.startswith(text)


def folder(path: Path) -> None:
    """Make a folder."""
    path.mkdir()


def pipe(path: Path) -> None:
    """Make a pipe, which nobody writes to."""
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "chinese", "english"),
    [
        pytest.param(None, "找不到这个文件或文件夹。", "There is no such file or folder.", id="missing"),
        pytest.param(folder, "这是文件夹，不是文件。", "This is a folder", id="a folder named .docx"),
        pytest.param(
            pipe,
            "不是普通文件",
            "Not a regular file",
            id="a pipe",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes"),
        ),
        pytest.param(
            lambda path: path.write_bytes(b""), "文件是空的（0 字节）", "The file is empty", id="empty"
        ),
        pytest.param(lambda path: path.write_bytes(b" \n"), "没有读到文字", "There is no text", id="blank"),
        pytest.param(
            lambda path: path.write_bytes(b"\x01\x02" * 99), "不认识这种文件", "not known", id="binary"
        ),
        pytest.param(
            lambda path: path.write_bytes(b"<html></html>"),
            "没有读到文字",
            "There is no text",
            id="empty page",
        ),
        pytest.param(
            lambda path: path.write_bytes(SIGNATURE), "文件不完整或已损坏", "damaged", id="OLE cut off"
        ),
        pytest.param(
            lambda path: path.write_bytes(DOCX[:200]), "文件不完整或已损坏", "damaged", id="docx cut off"
        ),
    ],
)
def test_refused(tmp_path: Path, make: "object", chinese: str, english: str) -> None:
    """One line that begins with the file, in both languages."""
    path = tmp_path / "规划.docx"
    if callable(make):
        make(path)
    with pytest.raises(SourceError) as caught:
        read_document(path)
    assert caught.value.chinese.startswith(f"{path}：{chinese}")
    assert caught.value.english.startswith(f"{path}: ") and english in caught.value.english
    assert "\n" not in caught.value.chinese + caught.value.english


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_no_permission(tmp_path: Path) -> None:
    """A file of someone else."""
    path = tmp_path / "a.txt"
    path.write_text("甲")
    path.chmod(0)
    with pytest.raises(SourceError, match="没有读取的权限"):
        read_document(path)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "a.txt/b"])
def test_odd_paths(tmp_path: Path, name: str) -> None:
    """Paths that no file can have."""
    (tmp_path / "a.txt").write_text("甲")
    with pytest.raises(SourceError, match=r"^[^\n]+$"):
        read_document(tmp_path / name)


def change_row(monkeypatch: pytest.MonkeyPatch, kind: str, **fields: object) -> None:
    """The registry with another row for a format."""
    rows = tuple(row._replace(**fields) if row.name == kind else row for row in formats.FORMATS)
    monkeypatch.setattr(formats, "FORMATS", rows)


@pytest.mark.parametrize(
    ("kind", "data"),
    [("docx", DOCX), ("text", "甲\n".encode() * 9), ("html", "<html><p>甲".encode())],
)
def test_too_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, data: bytes) -> None:
    """Each format has its limit."""
    path = tmp_path / "a"
    path.write_bytes(data)
    assert read_document(path).document.blocks
    change_row(monkeypatch, kind, largest=len(data) - 1)
    with pytest.raises(SourceError, match="文件太大"):
        read_document(path)


def test_large_file_is_not_read(tmp_path: Path) -> None:
    """A file beyond the limit is refused by its size alone."""
    path = tmp_path / "a.docx"
    with path.open("wb") as stream:
        stream.truncate(formats.LARGEST + 1)
    with pytest.raises(SourceError, match=r"200 MB，上限 200 MB"):
        read_document(path)


def test_too_complex(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that runs out of stack or memory ends in one line, too."""

    def give_up(_: bytes) -> None:
        raise RecursionError

    change_row(monkeypatch, "text", reader=give_up)
    with pytest.raises(SourceError, match=r"^-：内容太复杂"):
        read_bytes("甲".encode(), "-")


def test_name_in_one_line() -> None:
    """A name with a line break does not break the line."""
    with pytest.raises(SourceError, match=r"^a\?b：文件是空的"):
        read_bytes(b"", "a\nb")


STARTS = [
    b"",
    b"PK\x03\x04",
    SIGNATURE,
    b"{\\rtf1",
    b"<html><body>",
    b"<table border=1><tr><td>",
    "一、目标\n\t".encode(),
]
STARTS += [b"\xef\xbb\xbf", b"\xff\xfe", "# 标题\n\n|".encode(), DOCX[:300], DOCX]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(STARTS), st.binary(max_size=600), st.sampled_from(["a.docx", "a.md", "a.wps", "-"]))
def test_any_bytes(monkeypatch: pytest.MonkeyPatch, start: bytes, data: bytes, name: str) -> None:
    """No bytes raise anything but SourceError, and its line names the file."""
    monkeypatch.setenv("PLANCMP_SOFFICE", "/no/such/program")
    try:
        assert read_bytes(start + data, name).blocks
    except SourceError as error:
        assert error.chinese.startswith(f"{name}：") and "\n" not in error.chinese + error.english


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_text(text: str, encoding: str) -> None:
    """No text raises anything but SourceError."""
    try:
        read_bytes(text.encode(encoding, "replace"), "a.txt")
    except SourceError as error:
        assert "\n" not in error.chinese
