"""Markdown: marks leave the text, words keep their places, look-alikes stay as they are."""

import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.model.document import Document, Paragraph, Table
from plancmp.sources.markup.markdown import looks_like_markdown, read_markdown
from tests.sources.layouts import show
from tests.support.timing import allowed, processor_seconds

BLOCKS = [
    # look-alikes first: text, blocks
    ("#十五五#规划\n", ["#十五五#规划"]),
    ("达到**%，建成**个\n", ["达到**%，建成**个"]),
    ("培训**万人，新增**人\n", ["培训**万人，新增**人"]),
    ("＞95%\n>95%\n", ["＞95%>95%"]),
    ("就业率\n\n> 5.0\n\n>= 60 岁\n\n> 引文\n", ["就业率", "> 5.0", ">= 60 岁", "引文"]),
    ("3.5万人\n", ["3.5万人"]),
    ("甲|乙\n丙|丁\n", ["| 甲 | 乙", "| 丙 | 丁"]),
    ("见[^1]和[链接]\n", ["见[^1]和[链接]"]),
    ("---\n正文\n", ["正文"]),
    ("2*3*4和a_b_c\n", ["234和a_b_c"]),
    ("<5万 >3万 <人>\n", ["<5万 >3万 <人>"]),
    ("<!-- 没有结束\n", ["<!-- 没有结束"]),
    ("`未闭合\n", ["`未闭合"]),
    # headings
    ("# 规划\n## 一、总体要求 ##\n", ["规划", "一、总体要求"]),
    ("规划\n===\n一、目标\n---\n", ["规划", "一、目标"]),
    ("# **“十五五”** 规划\n", ["“十五五” 规划"]),
    # inline
    ("**重点**任务，*稳步*推进`附件`，~~删去~~。\n", ["重点任务，稳步推进附件，删去。"]),
    ("**“普惠+特惠”**保障**95%**以上\n", ["“普惠+特惠”保障95%以上"]),
    ("\\*星号\\*与\\|竖线\n", ["*星号*与|竖线"]),
    ("[省规划](https://a.cn/b_c)附后\n", ["省规划附后"]),
    ("&lt;5%&nbsp;&amp;\n", ["<5%\u00a0&"]),
    ("H<sub>2</sub>O\n", ["H2O"]),
    # paragraphs
    (
        "甲。\n\n一、总目标\n“十五五”期间，建成一批社区食堂。\n\n乙。\n\n丙。\n",
        ["甲。", "一、总目标", "“十五五”期间，建成一批社区食堂。", "乙。", "丙。"],
    ),
    (
        "甲。\n\n专栏1：社区食堂布局\n社区食堂分布在全县各个乡镇和街道的中心。\n\n乙。\n\n丙。\n",
        ["甲。", "专栏1：社区食堂布局", "社区食堂分布在全县各个乡镇和街道的中心。", "乙。", "丙。"],
    ),
    (
        "甲。\n\n（一）建设社区食堂和日间照料中\n心。改造老旧设施，增加养老床\n位。\n\n乙。\n\n丙。\n",
        ["甲。", "（一）建设社区食堂和日间照料中心。改造老旧设施，增加养老床位。", "乙。", "丙。"],
    ),
    ("全县\n服务更加均衡，见 Word\n2030 版。\n\n二段\n", ["全县服务更加均衡，见 Word 2030 版。", "二段"]),
    ("一、总体要求\n（一）指导思想\n1.甲\n2.乙\n", ["一、总体要求", "（一）指导思想", "1.甲", "2.乙"]),
    ("甲  \n乙\\\n丙\n", ["甲", "乙", "丙"]),
    ("　　甲段\n　　乙段\n", ["甲段", "乙段"]),
    ("- 甲\n- 乙\n  续行\n\n1. 丙\n2) 丁\n", ["甲", "乙续行", "1. 丙", "2) 丁"]),
    ("> 引用一\n> 引用二\n>\n> 第二段\n", ["引用一引用二", "第二段"]),
    ("```\n**原样**\n```\n", ["**原样**"]),
    # tables
    ("| 指标 | 值 |\n|:--|--:|\n| 就业率<br>（%） | **95** |\n", ["| 指标 | 值", "| 就业率/（%） | 95"]),
    ("指标 | 值\n--- | ---\n甲 | \n", ["| 指标 | 值", "| 甲 | "]),
    ("| a\\|b | c |\n|-|-|\n| x | y | 多 |\n", ["| a|b | c | ", "| x | y | 多"]),
    ("|甲|乙|\n|-|-|\n|1||\n注：说明\n", ["| 甲 | 乙", "| 1 | ", "注：说明"]),
    ("|甲|乙|\n|-|-|\n|XX|**|\n", ["| 甲 | 乙", "| XX | **"]),
]


@pytest.mark.parametrize(("text", "blocks"), BLOCKS)
def test_blocks(text: str, blocks: list[str]) -> None:
    document = read_markdown(text, "utf-8")
    assert show(document) == blocks
    assert (document.format, document.encoding) == ("markdown", "utf-8")


def test_levels_and_bold() -> None:
    document = read_markdown("# 甲\n### 乙\n\n丙\n---\n\n**丁。**\n\n**戊**己\n", None)
    shown = [
        (document.words(block), block.level, block.bold)
        for block in document.blocks
        if isinstance(block, Paragraph)
    ]
    assert shown == [
        ("甲", 1, False),
        ("乙", 3, False),
        ("丙", 2, False),
        ("丁。", None, True),
        ("戊己", None, False),
    ]


def test_tables_are_not_exact() -> None:
    (table,) = read_markdown("|甲|乙|\n|-|-|\n|1|2|\n", None).blocks
    assert isinstance(table, Table)
    assert not table.exact
    assert [len(row.cells) for row in table.rows] == [2, 2]


PLACES = [
    # text, words, line, column
    ("## 一、**总体**要求\n", "一", 1, 4),
    ("## 一、**总体**要求\n", "总体", 1, 8),
    ("## 一、**总体**要求\n", "要求", 1, 12),
    ("甲\n乙*丙*丁\n", "丁", 2, 5),
    ("| 指标 | 值 |\n|--|--|\n| 率<br>万 | `95` |\n", "95", 3, 13),
    ("| 指标 | 值 |\n|--|--|\n| 率<br>万 | `95` |\n", "万", 3, 8),
    ("> - 第\u200b一\n", "一", 1, 7),
    ("&lt;甲\n", "甲", 1, 5),
    ("<!-- 注 -->甲\n", "甲", 1, 11),
    ("---\na: 1\n---\n甲\n", "甲", 4, 1),
]


@pytest.mark.parametrize(("text", "words", "line", "column"), PLACES)
def test_places(text: str, words: str, line: int, column: int) -> None:
    document = read_markdown(text, None)
    place = document.place(document.text.index(words))
    assert (place.line, place.column) == (line, column)


def test_row_and_cell_of_a_table() -> None:
    document = read_markdown("甲\n\n|乙|丙|\n|-|-|\n|丁|戊|\n", None)
    place = document.place(document.text.index("戊"))
    assert (place.block, place.row, place.cell) == (2, 2, 2)


def test_what_is_left_out_is_in_the_notes() -> None:
    text = "---\ntitle: 规划\n---\n# 甲\n<!-- 待补\n数字 -->\n![图1](a.png)乙\n[bookmark: _Toc]丙\n"
    document = read_markdown(text, None)
    notes = {note.code: (note.text, note.count) for note in document.notes}
    assert show(document) == ["甲", "乙丙"]
    assert notes["front-matter"] == ("---\ntitle: 规划\n---", 1)
    assert notes["comment"] == ("<!-- 待补\n数字 -->", 1)
    assert notes["image"] == ("![图1](a.png)", 1)
    assert notes["bookmark"] == ("[bookmark: _Toc]", 1)
    assert notes["markup"] == ("#", 1)


def test_footnotes_are_tied_to_their_marks() -> None:
    document = read_markdown("率[^1]达到95%[^2]。\n\n[^1]: 按户籍\n口径。\n[^3]: 无标记。\n", None)
    assert show(document) == ["率达到95%[^2]。", "无标记。"]
    (footnote,) = document.footnotes
    assert (footnote.mark, footnote.offset) == ("1", 1)
    assert [document.words(paragraph) for paragraph in footnote.paragraphs] == ["按户籍口径。"]
    assert footnote.paragraphs[0].role == "footnote"


LOOKS = [
    ("# 规划\n\n## 一、总体要求\n", True),
    ("# 规划\n\n正文\n", True),
    ("前言\n\n|甲|乙|\n|--|--|\n|1|2|\n", True),
    ("甲 | 乙\n:-: | --\n", True),
    ("一、总体要求\n- 甲\n* 乙\n**丙**\n", False),
    ("正文\n# 一行\n", False),
    ("#规划#\n#目标#\n", False),
    ("甲|乙|丙\n----\n", False),
    ("序号|指标\n1|就业率\n", False),
    ("——\n--\n", False),
]


@pytest.mark.parametrize(("text", "looks"), LOOKS)
def test_looks_like_markdown(text: str, looks: bool) -> None:
    assert looks_like_markdown(text) is looks


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="甲一、1. \n\t|-#*_`[]()!<>\\^:&\u200b~=\u3000a", max_size=60))
def test_nothing_visible_is_lost(text: str) -> None:
    assert not missing(text, read_markdown(text, None))


def missing(text: str, document: Document) -> Counter[str]:
    """Visible characters of a text that stand neither in the document nor in a note."""
    want = Counter(character for character in text if not character.isspace())
    have = Counter(document.text) + Counter("".join(note.text for note in document.notes))
    return want - have


LIMIT = 3 if sys.gettrace() is None else 15
"""Seconds of the processor; measuring coverage slows everything down."""

HEAVY = {
    "square brackets": "[" * 20_000,
    "images": "![[" * 20_000 + "](",
    "stars": "**a" * 50_000,
    "code marks": "`a``b" * 30_000,
    "comments": "<!--" * 50_000,
    "underlines": "_a_ " * 50_000,
    "one line of 3 MB": "残疾人" * 1_000_000,
    "quotations": "> " * 100_000,
    "bars": "|" * 100_000 + "\n" + "|-" * 99_999,
    "headings": "# 甲\n" * 100_000,
    "backslashes": "甲|乙\n-|-\n" + "\\" * 100_000 + "|",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_no_text_takes_long(name: str) -> None:
    assert processor_seconds(lambda: read_markdown(HEAVY[name], None)) < allowed(LIMIT)


def test_what_is_left_out_has_the_place_where_it_stood() -> None:
    text = (
        "<!-- 待补 -->\n# 某县“十五五”规划\n\n## 一、目标\n\n到2030年\n达到**百分之九十**。\n\n"
        "## [bookmark: _Toc1]二、任务\n\n加强建设。![图](a.png)\n"
    )
    document = read_markdown(text, "utf-8")
    places = {note.code: (note.at.line, note.at.column) for note in document.notes if note.at}
    assert places == {"comment": (1, 1), "markup": (2, 1), "bookmark": (9, 4), "image": (11, 6)}
    lines = text.split("\n")
    for note in document.notes:
        assert note.at is not None and note.at.line is not None and note.at.column is not None
        assert lines[note.at.line - 1][note.at.column - 1 :].startswith(note.text.split("\n")[0])


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("# 规划\n\n正文。\n补<!-- 改 -->充。\n", "comment", (4, 2)),
        ("# 规划\n\n> <!-- 改\n> 完 -->\n正文。\n", "comment", (3, 3)),
        ("# 规划\n\n- [bookmark: a]甲\n", "bookmark", (3, 3)),
        ("# 规划\n\n| 指标 | 值 |\n| --- | --- |\n| 甲[bookmark: b] | 1<!-- x --> |\n", "comment", (5, 21)),
        ("# 规划\n\n| 指标 | 值 |\n| --- | --- |\n| 甲[bookmark: b] | 1<!-- x --> |\n", "bookmark", (5, 4)),
        ("# 规划\n\n甲。\n\n\n[bookmark: c]\n\n乙。\n", "bookmark", (6, 1)),
    ],
)
def test_marks_have_their_line_and_column(text: str, code: str, place: tuple[int, int]) -> None:
    (note,) = (note for note in read_markdown(text, "utf-8").notes if note.code == code)
    assert note.at is not None
    assert (note.at.line, note.at.column) == place
