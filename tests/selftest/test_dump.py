"""A document written as a dump and read again is the same plan."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from plancmp.model.document import Document
from plancmp.model.errors import SourceError
from plancmp.pipeline import record_of
from plancmp.selftest.dump import build_dump
from plancmp.sources.plain.reading import read_plain
from plancmp.sources.reading import read_bytes, read_document
from tests.docx_builder import abstract, cell, level, make_docx, num, p, row, tbl
from tests.support.generating import plans
from tests.support.summary import summary
from tests.test_formats import DOCUMENTS, as_docx, as_html, facts


def as_written(document: Document) -> bytes:
    """The draft as a dump already: writing it again changes nothing of what it says."""
    return build_dump(document).text.encode()


def facts_of(document: Document, data: bytes) -> list[str]:
    """What a record says, but for places and the source."""
    return facts(record_of(document, data, "x"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("made", [as_docx, as_html, as_written], ids=["docx", "html", "dump"])
def test_same_plan(path: Path, made: Callable[[Document], bytes]) -> None:
    """Sections, boxes, items, rows and tasks of every draft as Word file and web page; none is left out."""
    data = made(read_document(path).document)
    document = read_bytes(data, f"x.{made.__name__.removeprefix('as_')}")
    dump = build_dump(document).text
    for again in (read_plain(dump, None), read_bytes(dump.encode(), "x.txt")):
        assert facts_of(again, dump.encode()) == facts_of(document, data)


@given(plans)
def test_a_dump_of_a_dump(text: str) -> None:
    """Whatever a text holds, its words come through in order, and none is added."""
    try:
        document = read_bytes(text.encode(), "x.txt")
    except SourceError:
        return
    dump = build_dump(document).text
    words = "".join("".join(document.words(each).split()) for each in paragraphs(document))
    assert "".join(dump.split()) == words
    assert "".join("".join(read_plain(dump, None).text.split())) == words


def paragraphs(document: Document) -> list:  # type: ignore[type-arg]
    """All paragraphs, those of cells too, in reading order."""
    found = []
    for block in document.blocks:
        found += list(block.paragraphs()) if hasattr(block, "rows") else [block]
    return found


# -- what Word has and a dump has not --------------------------------------------------------------------


def dump_of_docx(*blocks: str, **parts: str) -> str:
    """A Word file as a dump."""
    return build_dump(read_bytes(make_docx(*blocks, **parts), "x.docx")).text


def test_numbers_that_word_draws_are_written_out() -> None:
    """一、 of a list stands in the dump as Word shows it."""
    numbering = abstract("1", level(0, "chineseCountingThousand", "%1、")) + num("1", "1")
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    dump = dump_of_docx(
        p("某县“十五五”教育发展规划"),
        p("总体要求", props=listed),
        p("重点任务", props=listed),
        numbering=numbering,
    )
    assert dump.splitlines() == ["某县“十五五”教育发展规划", "一、总体要求", "二、重点任务"]


def test_cells_rows_and_merges() -> None:
    """A cell begins with a tab, a row ends with a blank line, a table with two; merged cells are empty."""
    top, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = tbl(
        row(cell(p("类别")), cell(p("指标")), cell(p("2030年"))),
        row(cell(p("教育"), props=top), cell(p("1.入学率"), p("（%）")), cell(p("97"))),
        row(cell(p(""), props=below), cell(p("2.巩固率")), cell(p("95"))),
        row(cell(p("合计"), props='<w:gridSpan w:val="2"/>'), cell(p("2"))),
        row(cell(p("注：按年"), props='<w:gridSpan w:val="3"/>')),
    )
    lines = dump_of_docx(p("前"), table, p("后")).splitlines()
    assert lines == [
        *("前", "\t类别", "\t指标", "\t2030年", "", "\t教育", "\t1.入学率", "（%）", "\t97", ""),
        *("\t", "\t2.巩固率", "\t95", "", "\t合计", "\t", "\t2", "", "\t注：按年", "", "", "后"),
    ]


def test_a_tab_inside_a_paragraph_makes_no_cell() -> None:
    """Tabs and line ends inside a paragraph become blanks."""
    dump = dump_of_docx(p("甲"), "<w:p><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t></w:r></w:p>")
    assert dump.splitlines()[1] == "一 二"


def test_merged_categories_are_read_again() -> None:
    """A column merged downwards gives each row its category, from the Word file and from its dump."""
    top, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [row(*(cell(p(words)) for words in ("类别", "指标", "2025年", "2030年", "属性")))]
    for at, name in enumerate(("入学率", "巩固率", "达标率", "普及率")):
        category = cell(p("公平" if at == 0 else "质量" if at == 2 else ""), props=below if at % 2 else top)
        rows.append(
            row(category, *(cell(p(words)) for words in (f"{at + 1}.{name}（%）", "90", "95", "预期性")))
        )
    data = make_docx(
        p("某县“十五五”教育发展规划"),
        p("一、主要目标"),
        p("专栏1 主要指标"),
        tbl(*rows),
        p("二、重点任务"),
        p("加强。"),
    )
    document = read_bytes(data, "x.docx")
    dump = build_dump(document).text
    lines = [line for line in summary(record_of(document, data, "x")) if line.startswith("row ")]
    assert [line.split(" | ")[1] for line in lines] == ["公平", "公平", "质量", "质量"]
    assert facts_of(read_plain(dump, None), dump.encode()) == facts_of(document, data)


def test_places_go_back_to_the_document() -> None:
    """A spot in a line of the dump is a block, a row and a cell of the Word file."""
    table = tbl(row(cell(p("指标")), cell(p("2030年"))), row(cell(p("入学率")), cell(p("97%"))))
    document = read_bytes(make_docx(p("前言部分"), table), "x.docx")
    dump = build_dump(document)
    line = next(at for at, each in enumerate(dump.lines, 1) if each.text == "\t97%")
    place = dump.place(line, 1, 3)
    assert (place.block, place.row, place.cell, place.line) == (2, 2, 2, None)
    assert dump.place(1, 0, 2).block == 1
