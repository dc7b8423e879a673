"""Choosing how a text is read, plain paragraphs, and the laws for any bytes."""

import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.model.document import Document, Table
from plancmp.model.errors import SourceError
from plancmp.sources.layout.wrapping import (
    Measure,
    begins_with_label,
    find_measures,
    join_wrapped,
    shape,
)
from plancmp.sources.markup.choosing import read_decoded, read_text
from plancmp.sources.plain.reading import read_plain
from tests.sources.layouts import lines_of, set_prose, set_table, show, wrap
from tests.support.timing import allowed, processor_seconds

GOALS = (
    "到2030年，县域助残服务网络基本成型，城乡差距明显缩小，家庭收入与经济增长同步，群众参与社会生活更加便利。"
)
MEASURES = (
    "建立走访台账，每季度更新一次；对符合条件的家庭主动发放补贴，做到不漏一户一人，并在村务公开栏公示结果。"
)
HEADED = ["一、主要目标", GOALS, "（一）任务", MEASURES]
VERSE = ["山坡上面春风吹，", "小河岸边杨柳垂。", "村里老少笑微微，"]
UNITS = ["县民政局", "县财政局", "县教育局", "县司法局"]
ITEMS = ["1.完善补贴制度，提高救助标准，落实各项政策。", "2.发展托养服务，培训照护人员，改善基本条件。"]

CHOSEN = [
    # text, format, blocks
    ("一、目标\n\t指标\n\t值\n\n\t就业率\n\t61%\n", "text", ["一、目标", "| 指标 | 值", "| 就业率 | 61%"]),
    ("# 规划\n\n## 一、目标\n", "markdown", ["规划", "一、目标"]),
    ("序号    指标      值\n1       就业率    95\n2       参保率    98\n", "text", None),
    ("一、目标\n到2030年基本建成。\n", "text", ["一、目标", "到2030年基本建成。"]),
]


@pytest.mark.parametrize(("text", "form", "blocks"), CHOSEN)
def test_form_is_chosen_by_content(text: str, form: str, blocks: list[str] | None) -> None:
    document = read_text(text.encode("gbk"))
    assert (document.format, document.encoding) == (form, "gb18030")
    shown = show(document)
    assert shown == (blocks or ["| 序号 | 指标 | 值", "| 1 | 就业率 | 95", "| 2 | 参保率 | 98"])


def test_plain_paragraphs_with_places() -> None:
    document = read_text("\ufeff一、目标\r\n\r\n  到2030年\u200b建成。  \r\n".encode())
    assert show(document) == ["一、目标", "到2030年建成。"]
    place = document.place(document.text.index("建"), document.text.index("。") + 1)
    assert (place.line, place.column, place.end_column, place.block, place.page) == (3, 10, 13, 2, None)
    assert [(note.code, note.text, note.count) for note in document.notes] == [("invisible", "\u200b", 1)]


def test_contents_with_leader_dots_are_marked() -> None:
    document = read_text("目录\n一、基础 ........ 1\n二、目标………… 12\n一、基础\n".encode())
    assert [block.role for block in document.blocks] == ["body", "toc", "toc", "body"]  # type: ignore[union-attr]


WRAPPED = [
    # look-alikes first: text, paragraphs
    (f"{GOALS}\n{MEASURES}\n" * 3, [GOALS, MEASURES] * 3),
    ("\n".join(VERSE * 4), VERSE * 4),
    ("\n".join(UNITS * 3), UNITS * 3),
    ("\n".join(ITEMS * 3), ITEMS * 3),
    # hard wraps
    (set_prose([GOALS, MEASURES] * 3), [GOALS, MEASURES] * 3),
    (set_prose(HEADED * 2), HEADED * 2),
    (set_prose([GOALS, MEASURES] * 3, columns=40, indent=""), [GOALS, MEASURES] * 3),
    (set_prose([GOALS, MEASURES] * 3).replace("\n", "\n\n"), [GOALS, MEASURES] * 3),
]


@pytest.mark.parametrize(("text", "paragraphs"), WRAPPED)
def test_wrapped_lines_are_joined_and_others_are_not(text: str, paragraphs: list[str]) -> None:
    assert show(read_decoded(text, None)) == paragraphs


def test_a_box_set_narrower_than_the_page_is_joined() -> None:
    box = "".join(f"          {line}\n" for line in wrap("1.康复。" + MEASURES, 40))
    text = set_prose([GOALS, MEASURES] * 2) + "\n" + box + "\n" + set_prose([GOALS])
    document = read_decoded(text, None)
    assert show(document) == [*[GOALS, MEASURES] * 2, "1.康复。" + MEASURES, GOALS]


def test_a_number_inside_a_wrapped_line_parts_paragraphs_only_with_a_mark() -> None:
    labelled = ("（三）就业", "第二章 目标", "12．康复", "专栏3 项目", "附件：分工表", "①甲", "注：说明")
    running = ("3.5万人", "2030年", "附件所列", "第一书记", "（国发〔2021〕10号）", "专栏3。", "一是")
    assert [text for text in (*labelled, *running) if begins_with_label(text)] == list(labelled)


def test_words_on_the_second_line_are_found_there() -> None:
    text = set_prose([GOALS, MEASURES] * 3)
    document = read_decoded(text, None)
    second = text.split("\n")[1]
    place = document.place(document.text.index(second))
    assert (place.line, place.column, place.block) == (2, 1, 1)


def test_the_measure_of_a_text() -> None:
    wrapped = set_prose([GOALS, MEASURES] * 3)
    (measure,) = set(find_measures([shape(line) for line in lines_of(wrapped)]))
    assert measure is not None and measure.width in range(54, 59) and not measure.dealt
    unbroken = lines_of(f"{GOALS}\n{MEASURES}\n" * 3)
    assert set(find_measures([shape(line) for line in unbroken])) == {None}
    assert find_measures([]) == []


TEXTS = st.lists(st.sampled_from([GOALS, MEASURES, GOALS + MEASURES]), min_size=4, max_size=8)


@settings(deadline=None)
@given(st.integers(36, 90), TEXTS)
def test_wrapping_with_an_indent_can_be_undone(columns: int, paragraphs: list[str]) -> None:
    text = set_prose(paragraphs, columns=columns // 2 * 2)
    lines = lines_of(text)
    joined = join_wrapped(lines, [Measure(columns // 2 * 2)] * len(lines))
    assert ["".join(line.text.strip() for line in lines) for lines in joined] == paragraphs


def missing(text: str, document: Document) -> Counter[str]:
    """Visible characters of a text that stand neither in the document nor in a note."""
    want = Counter(character for character in text if not character.isspace())
    return want - (Counter(document.text) + Counter("".join(note.text for note in document.notes)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_source_error(data: bytes) -> None:
    try:
        document = read_text(data)
    except SourceError:
        return
    assert document.blocks or not document.text.strip()


PARTS = (
    "一、目标\n",
    "序号  指标  值\n",
    "1   就业率   95\n",
    "# 甲\n",
    "|a|b|\n|-|-|\n",
    "\f",
    "— 1 —\n",
    "2025\n",
    "\n",
    "   ",
    "\ue004",
    "[bookmark: _a]",
    GOALS,
)
PIECES = st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=6)))


@settings(max_examples=300, deadline=None)
@given(PIECES.map("".join))
def test_nothing_visible_is_lost(text: str) -> None:
    document = read_decoded(text, None)
    assert not missing(text, document)


@settings(max_examples=200, deadline=None)
@given(PIECES.map("".join))
def test_places_point_at_the_very_characters(text: str) -> None:
    document = read_decoded(text, None)
    if document.format == "markdown":
        return
    rows = {line.number: line for line in reversed(lines_of(text, raw=True))}
    for block in document.blocks:
        for paragraph in [block] if not isinstance(block, Table) else block.paragraphs():
            place = document.place(paragraph.start)
            assert place.line is not None and place.column is not None
            row = rows[place.line].text if place.line in rows else ""
            assert row[place.column - 1 : place.column] == document.text[paragraph.start]


LIMIT = 3 if sys.gettrace() is None else 15
"""Seconds of the processor; measuring coverage slows everything down."""

HEAVY = {
    "one line of 3 MB": "残疾人" * 1_000_000,
    "20,000 opening brackets": "（" * 20_000,
    "20,000 square brackets": "[" * 20_000,
    "60,000 short lines": "一、短\n" * 60_000,
    "200,000 bookmarks without end": "[bookmark: " * 200_000,
    "3 MB of dots": "." * 3_000_000,
    "3 MB of spaces": "a" + " " * 3_000_000,
    "words apart in one line": "甲  " * 500_000,
    "a table of 5,000 rows": set_table([[str(n), "就业率", "9"] for n in range(5_000)], [5, 4, 3], gap=False),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_no_text_takes_long(name: str) -> None:
    assert processor_seconds(lambda: read_text(HEAVY[name].encode())) < allowed(LIMIT)


def test_the_number_of_a_page_glued_to_a_figure_is_told_by_the_pages_around() -> None:
    """334.6 at the top of a page between 32 and 34 is 33 and 4.6; elsewhere it is a figure."""
    other = "推进残疾人就业创业工作，提高就业质量，增加就业岗位数量，完善保障。\n"
    figure = "4.6万名老人享受居家照料服务，比上年增长一成，完成年度目标任务要求。\n"
    page = "建设养老服务网络，老人就近得到照料，提高服务质量，完善制度体系建设要求。\n" * 14
    text = "".join(f"{number}{figure if number == 33 else other}{page}" for number in range(31, 38))
    document = read_plain(text, None)
    assert "334.6" not in document.text and "4.6万名老人" in document.text
    assert "334.6" in read_plain("33" + figure + page, None).text
