"""Marked copies of texts and PDF files: what is said, where, and what stays as it was."""

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from plancmp.model.place import Span
from plancmp.report.marked.pdf import with_highlights
from plancmp.report.marked.text import with_lines
from plancmp.report.marks import Mark
from plancmp.sources.pdf.page import annotation_text
from plancmp.sources.reading import read_bytes
from tests.pdf_builder import RawPdf

TEXT = "某县规划\n一、目标\n建成XX个。\n达到〇〇人。"


def marks(text: str, *words: str) -> list[Mark]:
    """A mark at the first place of each of some words."""
    return [
        Mark(Span(text.index(each), text.index(each) + len(each)), ("PLH002 错误：未定。",), "PLH002 x")
        for each in words
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_below_the_words(encoding: str, newline: str) -> None:
    """In the encoding and with the line ends of the text; a last line without end gets one."""
    data = TEXT.replace("\n", newline).encode(encoding)
    document = read_bytes(data, "a.txt")
    made = with_lines(data, document, marks(document.text, "XX个", "〇〇"), "check", "zh")
    assert made.decode(encoding).split(newline) == [
        "某县规划",
        "一、目标",
        "建成XX个。",
        "⟦plancmp PLH002 错误：未定。　“XX个”⟧",
        "达到〇〇人。",
        "⟦plancmp PLH002 错误：未定。　“〇〇”⟧",
        "",
    ]
    assert with_lines(data, document, [], "check", "zh") == data


def gap(text: str, words: str) -> Mark:
    """What another plan has behind some words."""
    at = text.index(words)
    return Mark(Span(at, at + len(words)), ("别的规划还有的章节：", "三、保障"), "diff x")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_second_run_replaces_its_own_lines(encoding: str) -> None:
    """Marked lines are read as no part of the plan; a run replaces what it wrote and no more."""
    data = "某縣規劃\n一、目標\n建成XX個。\n達到○○人。\n".encode(encoding)
    document = read_bytes(data, "a.txt")
    found = marks(document.text, "XX個", "○○")
    checked = with_lines(data, document, found, "check", "zh")
    read = read_bytes(checked, "a.txt")
    assert read.text == document.text and read.place(read.text.index("○○")).line == 5
    assert with_lines(checked, read, found, "check", "zh") == checked
    both = with_lines(checked, read, [gap(read.text, "一、目標")], "diff", "zh")
    assert read_bytes(both, "a.txt").text == document.text
    assert len(both.splitlines()) == len(data.splitlines()) + 3
    again = with_lines(both, read_bytes(both, "a.txt"), found, "check", "zh")
    assert sorted(again.splitlines()) == sorted(both.splitlines())
    assert with_lines(both, read_bytes(both, "a.txt"), [], "diff", "zh") == checked
    assert with_lines(checked, read, [], "check", "zh") == data


def test_rows_of_a_table_in_markdown() -> None:
    """A line in its midst would end it: the marks stand below it."""
    text = "# 某县规划\n\n| 指标 | 目标 |\n|---|---|\n| 补贴 | ＞XX |\n| 人数 | 12 |\n\n末段。\n"
    document = read_bytes(text.encode(), "a.md")
    made = with_lines(text.encode(), document, marks(document.text, "＞XX"), "check", "zh")
    assert made.decode().splitlines()[5:7] == ["| 人数 | 12 |", "⟦plancmp PLH002 错误：未定。　“＞XX”⟧"]


def highlights(data: bytes) -> Iterator[tuple[int, str, str]]:
    """Page, words under it, and note of each highlight of plancmp."""
    pdf = pdfium.PdfDocument(data)
    for number in range(len(pdf)):
        page = pdf[number]
        for at in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, at)
            if annotation_text(annotation, b"T") == "plancmp":
                rect = raw.FS_RECTF()
                raw.FPDFAnnot_GetRect(annotation, rect)
                words = page.get_textpage().get_text_bounded(rect.left, rect.bottom, rect.right, rect.top)
                yield number + 1, words.strip(), annotation_text(annotation, b"Contents")
            raw.FPDFPage_CloseAnnot(annotation)


def pdf() -> bytes:
    """Two pages; the same words stand on both, and twice on the second."""
    made = RawPdf().page().text(80, 700, "某县规划").text(80, 650, "一、目标").text(80, 600, "建成XX个站点。")
    made = made.page().text(80, 700, "二、任务").text(80, 650, "培训XX人。").text(80, 600, "补贴XX人。")
    return made.build()


def test_highlights_on_the_words() -> None:
    """Each at its own place, also where the same words stand elsewhere on the page."""
    data = pdf()
    document = read_bytes(data, "a.pdf")
    last = document.text.rindex("XX")
    mark = Mark(Span(last, last + 2), ("PLH002 错误：未定。", "另见 表1"), "PLH002 x")
    made = with_highlights(data, document, [*marks(document.text, "XX个"), mark], "check")
    assert list(highlights(made)) == [
        (1, "XX个", "PLH002 错误：未定。"),
        (2, "XX", "PLH002 错误：未定。\n另见 表1"),
    ]
    assert read_bytes(made, "a.pdf") == document
    # A later run replaces them.
    assert [page for page, _, _ in highlights(with_highlights(made, document, [mark], "check"))] == [2]
    assert list(highlights(with_highlights(made, document, [], "check"))) == []
    # Those of a comparison stay.
    both = with_highlights(made, document, [gap(document.text, "XX个")], "diff")
    assert len(list(highlights(both))) == 3
    assert len(list(highlights(with_highlights(both, document, [], "check")))) == 1
