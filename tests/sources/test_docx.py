"""Cases for the reader of Word files: what is in the file, and the text, blocks, places and notes it gives.

A document is shown one block a line: `#2` a heading level, `⟨一、⟩` a number that Word draws, `toc`, `bold`;
a table as rows of `| cell | cell×2 | ^ |`, with `×` its columns, `^` the lower part of a merged cell, `¶`
between the paragraphs of a cell.
"""

import io
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from plancmp.model.document import Cell, Document, Paragraph, Row, Table
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.plain.reading import read_plain
from plancmp.sources.word.reading import read_docx
from plancmp.text.folding import squeeze
from tests.docx_builder import (
    MERGE,
    MERGED,
    SHAPES,
    abstract,
    build_from_document,
    cell,
    field,
    field_begin,
    field_end,
    level,
    make_docx,
    num,
    p,
    pack,
    picture,
    r,
    row,
    span,
    style,
    t,
    tbl,
    text_box,
)

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d4944415478da63f8ffff3f030008fc02fe1b5fcc9c0000000049454e44ae426082"
)
"""A picture of one dot."""
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def show(document: Document) -> list[str]:
    """A document as lines, as said above."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += [
                " ".join(["|", *(show_cell(document, part) for part in line.cells)]) for line in block.rows
            ]
        else:
            lines.append(show_paragraph(document, block))
    return lines


def show_paragraph(document: Document, paragraph: Paragraph) -> str:
    """A paragraph as a line."""
    text = document.words(paragraph)
    if paragraph.automatic:
        text = f"⟨{text[: paragraph.automatic]}⟩{text[paragraph.automatic :]}"
    signs = [f"#{paragraph.level}"] if paragraph.level else []
    signs += [paragraph.role] if paragraph.role != "body" else []
    signs += ["bold"] if paragraph.bold else []
    return " ".join([*signs, text])


def show_cell(document: Document, part: Cell) -> str:
    """A cell of a row."""
    words = "^" if part.continued else "¶".join(show_paragraph(document, inner) for inner in part.paragraphs)
    return f"{words}{f'×{part.colspan}' if part.colspan > 1 else ''} |"


def notes(document: Document) -> list[tuple[str, str]]:
    """Codes and texts of the notes."""
    return [(note.code, note.text) for note in document.notes]


def numbered(*texts: str, name: str = "1", ilvl: int = 0) -> str:
    """Items of a list."""
    return "".join(p(text, num=name, ilvl=ilvl) for text in texts)


def one_level(form: str, text: str, more: str = "", start: int | None = 1) -> str:
    """A numbering part with one list of one level."""
    return abstract("0", level(0, form, text, start, more)) + num("1", "0")


PLAN = abstract(
    "0",
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
) + num("1", "0")
"""A list as plans have it: 一、 （一） 1."""

LOOK_ALIKES = [
    pytest.param([p("一、总体要求")], {}, ["一、总体要求"], id="typed number"),
    pytest.param(
        [p("总体要求", num="0", style="Item")],
        {"styles": style("Item", "item", props='<w:numPr><w:numId w:val="1"/></w:numPr>'), "numbering": PLAN},
        ["总体要求"],
        id="numId 0 takes a paragraph out of the list of its style",
    ),
    pytest.param([p("总体要求", num="7")], {"numbering": PLAN}, ["总体要求"], id="list that is not there"),
    pytest.param([p("总体要求", num="1")], {}, ["总体要求"], id="no numbering part"),
    pytest.param(
        [p("概况", num="1")], {"numbering": one_level("decimal", "")}, ["概况"], id="level without a label"
    ),
    pytest.param(
        [p("2025年底前建成。", num="1")],
        {"numbering": one_level("decimal", "%1.")},
        ["⟨1.⟩ 2025年底前建成。"],
        id="1. before a year must not read as 1.2025",
    ),
    pytest.param(
        [p("5G网络", num="1")],
        {"numbering": one_level("decimal", "%1．")},
        ["⟨1．⟩ 5G网络"],
        id="full-width point before a digit",
    ),
    pytest.param(
        [p("概况", style="H1c")],
        {"styles": style("H1c", "标题 1 Char", kind="character")},
        ["概况"],
        id="name that only begins like a heading's",
    ),
    pytest.param(
        [p("概况", style="T")], {"styles": style("T", "Title")}, ["概况"], id="Title is no heading"
    ),
    pytest.param(
        [p("附注", style="N", props='<w:outlineLvl w:val="9"/>')],
        {"styles": style("N", "heading 2")},
        ["附注"],
        id="outline level 9 is body text",
    ),
    pytest.param(
        [p("目录"), p("一、总体要求\t3")],
        {},
        ["目录", "一、总体要求 3"],
        id="typed table of contents is not marked by the format",
    ),
    pytest.param(
        [p("甲", style="X")], {"styles": style("X", "TOCs of plans")}, ["甲"], id="style name with TOC in it"
    ),
    pytest.param(
        [p(r("12", '<w:webHidden/>'), r("月", '<w:vanish w:val="0"/>'))],
        {},
        ["12月"],
        id="hidden on the web only, and hidden switched off",
    ),
    pytest.param(
        [p(r("亮", '<w:highlight w:val="none"/>'))], {}, ["亮"], id="highlight none"
    ),
    pytest.param(
        [p(r("甲", '<w:b/>'), r("乙"))], {}, ["甲乙"], id="partly bold is not bold"
    ),
    pytest.param(
        [tbl(row(cell("甲", props='<w:gridSpan w:val="0"/>'), cell("乙", props='<w:gridSpan w:val="x"/>')))],
        {},
        ["| 甲 | 乙 |"],
        id="senseless gridSpan",
    ),
    pytest.param(
        [tbl(row(cell("甲", props=MERGED)), row("乙"))],
        {},
        ["| 甲 |", "| 乙 |"],
        id="merge that goes on from nowhere",
    ),
    pytest.param(
        [p("对比", r('<w:t>  A  </w:t>'), r('<w:t xml:space="preserve"> B</w:t>'))],
        {},
        ["对比A B"],
        id="white space counts only where it is preserved",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "parts", "expected"), LOOK_ALIKES)
def test_look_alikes(body: list[str], parts: dict[str, str], expected: list[str]) -> None:
    document = read_docx(make_docx(*body, **parts))
    assert show(document) == expected
    assert [note for note in notes(document) if note[0] != "unreadable"] == []


NUMBERS = [
    ("chineseCounting", "%1、", 1, "一、"),
    ("chineseCounting", "%1、", 10, "十、"),
    ("chineseCounting", "%1、", 11, "十一、"),
    ("chineseCounting", "%1、", 20, "二十、"),
    ("chineseCounting", "%1、", 99, "九十九、"),
    ("chineseCounting", "%1、", 105, "一○五、"),
    ("chineseCountingThousand", "（%1）", 3, "（三）"),
    ("chineseCountingThousand", "第%1章", 12, "第十二章"),
    ("chineseCountingThousand", "%1、", 105, "一百○五、"),
    ("chineseCountingThousand", "%1、", 110, "一百一十、"),
    ("chineseCountingThousand", "%1、", 2026, "二千○二十六、"),
    ("chineseLegalSimplified", "%1、", 15, "壹拾伍、"),
    ("ideographDigital", "%1、", 10, "一〇、"),
    ("ideographTraditional", "%1、", 2, "乙、"),
    ("ideographTraditional", "%1、", 11, "11、"),
    ("ideographZodiac", "%1、", 12, "亥、"),
    ("decimal", "%1.", 7, "7."),
    ("decimal", "第%1条", 7, "第7条"),
    ("decimalFullWidth", "%1．", 12, "１２．"),
    ("decimalZero", "%1", 3, "03"),
    ("decimalEnclosedCircle", "%1", 3, "③"),
    ("decimalEnclosedCircleChinese", "%1", 10, "⑩"),
    ("decimalEnclosedCircle", "%1", 21, "21"),
    ("decimalEnclosedParen", "%1", 2, "⑵"),
    ("decimalEnclosedFullstop", "%1", 20, "⒛"),
    ("ideographEnclosedCircle", "%1", 1, "㊀"),
    ("upperRoman", "%1.", 14, "XIV."),
    ("lowerRoman", "%1)", 9, "ix)"),
    ("upperLetter", "%1.", 27, "AA."),
    ("lowerLetter", "%1)", 28, "bb)"),
    ("ordinal", "%1", 22, "22nd"),
    ("ordinal", "%1", 111, "111th"),
    ("somethingNew", "%1)", 4, "4)"),
    ("decimal", "专栏%1", 0, "专栏0"),
    ("upperLetter", "%1", 999_999_999, "999999999"),
]


@pytest.mark.parametrize(("form", "text", "start", "label"), NUMBERS)
def test_number_formats(form: str, text: str, start: int, label: str) -> None:
    document = read_docx(make_docx(numbered("内容"), numbering=one_level(form, text, start=start)))
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    assert document.text[block.start : block.start + block.automatic] == label
    assert document.words(block).replace(" ", "") == label + "内容"


GAPS = [
    pytest.param("chineseCounting", "%1、", "", "⟨一、⟩总则", id="nothing behind 一、 though Word has a tab"),
    pytest.param("chineseCounting", "（%1）", "", "⟨（一）⟩总则", id="nor behind （一）"),
    pytest.param("decimal", "%1.", "", "⟨1.⟩总则", id="nor behind 1."),
    pytest.param("decimal", "%1", "", "⟨1⟩ 总则", id="a space behind a bare number"),
    pytest.param("decimal", "%1", '<w:suff w:val="nothing"/>', "⟨1⟩总则", id="Word has nothing there"),
    pytest.param("decimal", "%1", '<w:suff w:val="space"/>', "⟨1⟩ 总则", id="Word has a space there"),
    pytest.param("chineseCounting", "第%1章", "", "⟨第一章⟩ 总则", id="a space behind 第一章"),
    pytest.param(
        "decimal", " %1. ", '<w:suff w:val="nothing"/>', "⟨1.⟩总则", id="blanks of the label itself"
    ),
    pytest.param(
        "bullet", "\uf06c", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>', "⟨●⟩ 总则", id="bullet"
    ),
    pytest.param("bullet", "\uf0b7", "", "⟨•⟩ 总则", id="bullet of a font that is not named"),
    pytest.param("bullet", "——", "", "⟨——⟩总则", id="dash as a bullet"),
    pytest.param("bullet", "\uf0d8", '<w:lvlPicBulletId w:val="0"/>', "⟨•⟩ 总则", id="picture as a bullet"),
    pytest.param("decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>", "总则", id="hidden number"),
    pytest.param("decimal", "%1.%5", "", "⟨1.⟩总则", id="number of a level below"),
    pytest.param("none", "注：", "", "⟨注：⟩总则", id="label without a number"),
]


@pytest.mark.parametrize(("form", "text", "more", "expected"), GAPS)
def test_what_stands_between_label_and_text(form: str, text: str, more: str, expected: str) -> None:
    document = read_docx(make_docx(numbered("总则"), numbering=one_level(form, text, more)))
    assert show(document) == [expected]


def items(*levels: int | tuple[int, str]) -> str:
    """Items of list 1 (or another one) on levels."""
    pairs = ((entry, "1") if isinstance(entry, int) else entry for entry in levels)
    return "".join(p("项", num=name, ilvl=ilvl) for ilvl, name in pairs)


def labels(document: Document) -> str:
    """All automatic numbers in a row."""
    found = [block for block in document.blocks if isinstance(block, Paragraph)]
    return " ".join(document.text[block.start : block.start + block.automatic] for block in found)


THREE = (level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3"))
OTHER_LEVEL = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", 3)}</w:lvlOverride>'
CUSTOM_LEVEL = (
    '<w:lvl w:ilvl="0"><w:start w:val="4"/><mc:AlternateContent>'
    '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, ..."/></mc:Choice>'
    '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>'
    '<w:lvlText w:val="%1"/></w:lvl>'
)
COUNTING = [
    pytest.param(
        PLAN, (0, 1, 1, 2, 2, 0, 1, 2), "一、 （一） （二） 1. 2. 二、 （一） 1.", id="levels restart"
    ),
    pytest.param(
        abstract("0", *THREE) + num("1", "0"),
        (0, 1, 2, 2, 1, 0, 1),
        "1 1.1 1.1.1 1.1.2 1.2 2 2.1",
        id="multi-level",
    ),
    pytest.param(
        abstract("0", THREE[0], level(1, "decimal", "%2", more='<w:lvlRestart w:val="0"/>')) + num("1", "0"),
        (0, 1, 1, 0, 1),
        "1 1 2 2 3",
        id="lvlRestart 0 runs on through the chapters",
    ),
    pytest.param(
        abstract("0", *THREE[:2], level(2, "decimal", "%3", more='<w:lvlRestart w:val="1"/>'))
        + num("1", "0"),
        (0, 1, 2, 1, 2, 0, 1, 2),
        "1 1.1 1 1.2 2 2 2.1 1",
        id="lvlRestart 1 restarts with chapters only",
    ),
    pytest.param(
        abstract("0", level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
        + num("1", "0"),
        (0, 1, 0, 1),
        "第一章 1.1 第二章 2.1",
        id="isLgl writes all in Arabic",
    ),
    pytest.param(
        abstract("0", level(0, "bullet", "●"), level(1, "decimal", "%1%2")) + num("1", "0"),
        (0, 1, 1),
        "● 1 2",
        id="the number of a bullet level is nothing",
    ),
    pytest.param(
        abstract("0", *THREE) + num("1", "0") + num("2", "0"),
        (0, 0, (0, "2"), 0),
        "1 2 3 4",
        id="lists of one definition count together",
    ),
    pytest.param(
        abstract("0", *THREE) + num("1", "0") + num("2", "0", {0: 1}),
        (0, 0, (0, "2"), (0, "2"), 0),
        "1 2 1 2 3",
        id="startOverride restarts once, and the first list goes on from there",
    ),
    pytest.param(
        abstract("0", *THREE) + num("1", "0") + num("2", "0", {0: 8}),
        (0, (0, "2"), 0, 0),
        "1 8 9 10",
        id="startOverride 8",
    ),
    pytest.param(
        abstract("0", *THREE) + num("1", "0", {1: 5}),
        (0, 1, 1, 0, 1),
        "1 1.5 1.6 2 2.5",
        id="startOverride holds for each restart of its level",
    ),
    pytest.param(
        abstract("0", *THREE)
        + num("1", "0", overrides=OTHER_LEVEL),
        (0, 0, 1),
        "C) D) D.1",
        id="lvlOverride puts another level in place",
    ),
    pytest.param(
        abstract("0", *THREE) + abstract("5", *THREE) + num("1", "0") + num("2", "5"),
        (0, (0, "2"), 0),
        "1 1 2",
        id="two definitions count apart",
    ),
    pytest.param(
        abstract("0", *THREE) + num("1", "0"), (1, 1, 0), "1.1 1.2 2", id="level without one above it"
    ),
    pytest.param(
        abstract("0", level(0, "decimal", "%1", None)) + num("1", "0"), (0, 0), "0 1", id="no start"
    ),
    pytest.param(
        abstract("0", CUSTOM_LEVEL) + num("1", "0"),
        (0, 0),
        "04 05",
        id="custom format by its fallback",
    ),
    pytest.param(
        abstract("0", *THREE, more='<w:numStyleLink w:val="Nowhere"/>') + num("1", "0"),
        (0, 1),
        "1 1.1",
        id="link to a style that is not there",
    ),
    pytest.param(num("1", "77"), (0,), "", id="list without a definition"),
    pytest.param(
        abstract("0", level(0, "decimal", "%1", 5)) + num("1", "0"), (0, 0), "5 6", id="start 5"
    ),
    pytest.param(
        abstract("0", more='<w:numStyleLink w:val="Plan"/>')
        + abstract("1", *THREE, more='<w:styleLink w:val="Plan"/>')
        + num("1", "0")
        + num("9", "1"),
        (0, 1),
        "1 1.1",
        id="definition behind a list style",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("numbering", "levels", "expected"), COUNTING)
def test_counting(numbering: str, levels: tuple[int | tuple[int, str], ...], expected: str) -> None:
    list_style = style("Plan", "Plan", props='<w:numPr><w:numId w:val="9"/></w:numPr>', kind="numbering")
    document = read_docx(make_docx(items(*levels), numbering=numbering, styles=list_style))
    assert labels(document) == expected


def in_list(name: str, ilvl: int | None = None) -> str:
    """The list of a style."""
    said = "" if ilvl is None else f'<w:ilvl w:val="{ilvl}"/>'
    return f'<w:numPr>{said}<w:numId w:val="{name}"/></w:numPr>'


def test_numbers_of_heading_styles() -> None:
    """Heading styles linked to a list: by level, by the level that names the style, by a base."""
    numbering = abstract(
        "0",
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="1"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="2"/>'),
        level(2, "decimal", "%3."),
    ) + num("1", "0")
    styles = (
        style("1", "heading 1", props=in_list("1"))
        + style("2", "heading 2", based="1", props='<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("3", "标题 3", props=in_list("1", 2))
        + style("3a", "三级标题", based="3")
        + style("4", "四级", props='<w:outlineLvl w:val="3"/>')
        + style("5", "五级", based="4")
    )
    body = [
        *(p("总体要求", style="1"), p("指导思想", style="2"), p("要点", style="3"), p("要点", style="3a")),
        *(
            p("任务", style="1"),
            p("就业", style="2"),
            p("其他", style="2", props='<w:outlineLvl w:val="5"/>'),
        ),
        *(p("四级", style="4"), p("五级", style="5"), p("正文", style="无")),
    ]
    assert show(read_docx(make_docx(*body, styles=styles, numbering=numbering))) == [
        "#1 ⟨一、⟩总体要求",
        "#2 ⟨（一）⟩指导思想",
        "#3 ⟨1.⟩要点",
        "#3 ⟨2.⟩要点",
        "#1 ⟨二、⟩任务",
        "#2 ⟨（一）⟩就业",
        "#6 ⟨（二）⟩其他",
        "#4 四级",
        "#4 五级",
        "正文",
    ]


def test_own_level_in_the_list_of_the_style() -> None:
    """A paragraph may say only the level and leave the list to its style."""
    styles = style("L", "list", props=in_list("1"))
    body = [p("甲", style="L"), p("乙", style="L", ilvl=1), p("丙", style="L")]
    assert show(read_docx(make_docx(*body, styles=styles, numbering=PLAN))) == [
        "⟨一、⟩甲",
        "⟨（一）⟩乙",
        "⟨二、⟩丙",
    ]


def test_numbers_in_cells_and_empty_items() -> None:
    """序号 columns are often automatic: the cell then holds nothing but its number."""
    table = tbl(
        row(cell(p(num="1")), cell("市民政局")),
        row(cell(p(num="1")), cell(p("市残联", num="2"))),
    )
    numbering = one_level("decimal", "%1") + abstract("7", level(0, "decimal", "%1.")) + num("2", "7")
    document = read_docx(make_docx(table, p(num="1"), numbering=numbering))
    assert show(document) == ["| ⟨1⟩ | 市民政局 |", "| ⟨2⟩ | ⟨1.⟩市残联 |", "⟨3⟩"]


FIELD_BEGIN = '<w:fldChar w:fldCharType="begin"/>'
INLINE = [
    pytest.param(p("甲", r("<w:tab/>"), "乙", r("<w:tab/>")), "甲 乙", id="tabs part words"),
    pytest.param(p(r("<w:tab/>"), "甲"), "甲", id="tab as an indent"),
    pytest.param(p("甲", r("<w:noBreakHyphen/><w:softHyphen/>"), "乙"), "甲-乙", id="hyphens"),
    pytest.param(p('<w:smartTag w:element="x">' + r("甲") + "</w:smartTag>", "乙"), "甲乙", id="smart tag"),
    pytest.param(p('<w:hyperlink r:id="rId5">' + r("网址") + "</w:hyperlink>"), "网址", id="hyperlink"),
    pytest.param(
        p("<w:sdt><w:sdtPr/><w:sdtContent>" + r("甲") + "</w:sdtContent></w:sdt>"), "甲", id="control"
    ),
    pytest.param(p("共", field(" NUMPAGES ", r("31")), "页"), "共31页", id="field keeps its result"),
    pytest.param(p("见", field(' IF 1 = "1" ', field(" REF a ", r("甲")))), "见甲", id="field in a field"),
    pytest.param(p(f'<w:fldSimple w:instr="SEQ 专栏">{r("3")}</w:fldSimple>'), "3", id="simple field"),
    pytest.param(
        p(r(FIELD_BEGIN), r("<w:instrText>eq \\o\\ac(○,3)</w:instrText>"), field_end(), "甲"),
        "③甲",
        id="circled number made with a field",
    ),
    pytest.param(p(r('<w:sym w:font="Wingdings" w:char="F0FC"/>'), "已完成"), "✓已完成", id="symbol"),
    pytest.param(p(r('<w:sym w:font="Symbol" w:char="F0B3"/>'), "95%"), "≥95%", id="≥ as a symbol"),
    pytest.param(p(r('<w:sym w:font="Segoe UI Symbol" w:char="2605"/>'), "级"), "★级", id="any other font"),
    pytest.param(
        p(r(FIELD_BEGIN), r("<w:instrText>EQ \\o\\ac(○,甲)</w:instrText>"), field_end()),
        "甲",
        id="circled word",
    ),
    pytest.param(
        p(r("\uf0b3", '<w:rFonts w:ascii="Symbol"/>'), "95%"), "≥95%", id="symbol font by its characters"
    ),
    pytest.param(p("<m:oMath><m:r><m:t>a≤b</m:t></m:r></m:oMath>"), "a≤b", id="formula"),
    pytest.param(
        p(r('<mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx/></mc:Choice><mc:Fallback>'
            + t("☺") + "</mc:Fallback></mc:AlternateContent>")),
        "☺",
        id="fallback where the choice is not known",
    ),
    pytest.param(p('<w:bdo w:val="ltr">' + r("甲") + "</w:bdo>", "<w:proofErr/>", "乙"), "甲乙", id="groups"),
    pytest.param(p("一\n行", r(" \t ")), "一 行", id="line feed in the text is white space"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), INLINE)
def test_inline(body: str, expected: str) -> None:
    document = read_docx(make_docx(body))
    assert show(document) == [expected]
    assert notes(document) == []


BR = r("<w:br/>")
BREAKS = [
    pytest.param(p("关于印发", BR, "规划的通知"), ["关于印发", "规划的通知"], id="break between words"),
    pytest.param(p(BR, "甲", BR, BR), ["甲"], id="breaks at the ends"),
    pytest.param(
        p("甲", r('<w:br w:type="page"/>'), "乙"), ["甲", "乙"], id="page break inside of a paragraph"
    ),
    pytest.param(p(r('<w:br w:type="page"/>')), [], id="page break alone"),
    pytest.param(p("总体", BR, "要求", style="1"), ["#1 总体要求"], id="heading stays whole"),
    pytest.param(p("AI", BR, "Plus", style="1"), ["#1 AI Plus"], id="Latin words in a heading"),
    pytest.param(
        p("总体要求。", BR, "坚持", style="1"), ["#1 总体要求。", "#1 坚持"], id="heading with a sentence"
    ),
    pytest.param(p("甲", BR, "乙", num="1"), ["⟨1.⟩甲", "乙"], id="number before the first part only"),
    pytest.param(p(BR, "甲", num="1"), ["⟨1.⟩甲"], id="break behind the number"),
    pytest.param(tbl(row(cell(p("市残联", BR, "市民政局")))), ["| 市残联¶市民政局 |"], id="break in a cell"),
]


@pytest.mark.parametrize(("body", "expected"), BREAKS)
def test_breaks(body: str, expected: list[str]) -> None:
    parts = {"styles": style("1", "heading 1"), "numbering": one_level("decimal", "%1.")}
    assert show(read_docx(make_docx(body, **parts))) == expected


TABLES = [
    pytest.param(
        tbl(
            row(cell("专栏1 主要指标", props=span(3))), row("指标", "2025年", "2030年"), row("", "XX", "90%")
        ),
        ["| 专栏1 主要指标×3 |", "| 指标 | 2025年 | 2030年 |", "|  | XX | 90% |"],
        id="merged across",
    ),
    pytest.param(
        tbl(
            row(cell("收入", props=MERGE), "甲"),
            row(cell(props=MERGED), "乙"),
            row(cell("保障", props=MERGE), "丙"),
            row(cell(props=MERGED), "丁"),
        ),
        ["| 收入 | 甲 |", "| ^ | 乙 |", "| 保障 | 丙 |", "| ^ | 丁 |"],
        id="merged down",
    ),
    pytest.param(
        tbl(
            row(cell("甲", props=span(2) + MERGE), "乙"),
            row(cell(props=span(2) + MERGED), "丙"),
            row("丁", "戊", "己"),
        ),
        ["| 甲×2 | 乙 |", "| ^×2 | 丙 |", "| 丁 | 戊 | 己 |"],
        id="merged both ways",
    ),
    pytest.param(
        tbl(row(cell("甲"), cell(props='<w:hMerge w:val="continue"/>'), "乙"), row("丙", "丁", "戊")),
        ["| 甲×2 | 乙 |", "| 丙 | 丁 | 戊 |"],
        id="hMerge of old files",
    ),
    pytest.param(
        tbl(row(cell("甲", props=span(2)), cell("乙", props=span(2))), row(cell("丙", props=span(4)))),
        ["| 甲 | 乙 |", "| 丙×2 |"],
        id="columns that no row uses are not counted",
    ),
    pytest.param(
        tbl(
            row("甲", cell("乙", props=span(2)), "丙"),
            row(cell("丁", props=span(2)), "戊", "己"),
            widths=(2000, 90, 2000, 2000),
        ),
        ["| 甲 | 乙 | 丙 |", "| 丁 | 戊 | 己 |"],
        id="a border that was dragged a little makes no column",
    ),
    pytest.param(
        tbl(
            row("甲", cell("乙", props=span(2)), "丙"),
            row(cell("丁", props=span(2)), "戊", "己"),
            widths=(2000, 900, 2000, 2000),
        ),
        ["| 甲 | 乙×2 | 丙 |", "| 丁×2 | 戊 | 己 |"],
        id="a column that could hold text stays",
    ),
    pytest.param(
        tbl(row("甲", "乙"), row("丙", props='<w:gridBefore w:val="1"/>'), widths=(2000, 2000)),
        ["| 甲 | 乙 |", "|  | 丙 |"],
        id="row that begins one column later",
    ),
    pytest.param(
        tbl(row(cell("专栏2"), cell(p("一、资金类"), p("1.最低生活保障")))),
        ["| 专栏2 | 一、资金类¶1.最低生活保障 |"],
        id="paragraphs of a cell",
    ),
    pytest.param(
        tbl("<w:sdt><w:sdtContent>" + row("甲", "<w:tc>" + p("乙") + "</w:tc>") + "</w:sdtContent></w:sdt>"),
        ["| 甲 | 乙 |"],
        id="row inside of a control",
    ),
    pytest.param(
        tbl(row(cell("专栏1 指标")), row(cell(tbl(row("指标", "目标"), row("甲", "90%")), p("注：口径")))),
        ["| 专栏1 指标×2 |", "| 指标 | 目标 |", "| 甲 | 90% |", "| 注：口径×2 |"],
        id="a table that fills a row becomes rows",
    ),
    pytest.param(
        tbl(row("外", cell(p("前"), tbl(row("内1", "内2")), p("后")))),
        ["| 外 | 前¶内1¶内2¶后 |"],
        id="a table in one cell among others becomes paragraphs",
    ),
    pytest.param(tbl(row("", "")) + p("文"), ["文"], id="empty table"),
]


@pytest.mark.parametrize(("body", "expected"), TABLES)
def test_tables(body: str, expected: list[str]) -> None:
    document = read_docx(make_docx(body))
    assert show(document) == expected
    assert all(table.exact for table in document.blocks if isinstance(table, Table))


def test_places() -> None:
    """Blocks count from 1; rows and cells too, with the rows of an inner table counted as rows."""
    document = read_docx(
        make_docx(
            p("题目"),
            tbl(row("甲", "乙"), row(cell(p("丙"), tbl(row("丁", "戊")), p("己"), props=span(2)))),
            p("末"),
        )
    )
    places = {}
    for words in "题甲乙丙丁戊己末":
        place = document.place(document.text.index(words))
        places[words] = (place.block, place.row, place.cell)
    assert places == {
        "题": (1, None, None),
        "甲": (2, 1, 1),
        "乙": (2, 1, 2),
        "丙": (2, 2, 1),
        "丁": (2, 3, 1),
        "戊": (2, 3, 2),
        "己": (2, 4, 1),
        "末": (3, None, None),
    }
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [len(line.cells) for line in table.rows] == [2, 1, 2, 1]


def test_page_frame() -> None:
    """A one-cell table around everything is the page of a web site, not a box."""
    body = [p(f"第{number}段") for number in range(40)]
    document = read_docx(make_docx(tbl(row(cell(*body, tbl(row("甲", "乙")))))))
    assert show(document) == [*(f"第{number}段" for number in range(40)), "| 甲 | 乙 |"]
    boxed = read_docx(make_docx(*[p("文")] * 60, tbl(row(cell(*body)))))
    assert isinstance(boxed.blocks[-1], Table)


GROUPED = text_box(p("组中框")).removeprefix("<w:r>").removesuffix("</w:r>")


def test_text_boxes_stand_once_behind_their_anchor() -> None:
    document = read_docx(
        make_docx(
            p("锚点前", text_box(p("框中一"), p("框中二"), tbl(row("甲", "乙"))), "锚点后"),
            p("只有旧式", r(f"<w:pict><v:shape><v:textbox><w:txbxContent>{p('旧框')}</w:txbxContent>"
                           "</v:textbox></v:shape></w:pict>")),
            p(text_box(p("独立框"))),
            p(r(f"<w:drawing><wpg:wgp>{GROUPED}{GROUPED}</wpg:wgp></w:drawing>")),
            tbl(row(cell(p("格", text_box(p("格中框")))))),
            p(r('<w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict>')),
            p("末"),
        )
    )  # fmt: skip
    assert show(document) == [
        "锚点前锚点后",
        "框中一",
        "框中二",
        "| 甲 | 乙 |",
        "只有旧式",
        "旧框",
        "独立框",
        "组中框",
        "组中框",
        "| 格¶格中框 |",
        "艺术字",
        "末",
    ]


def test_words_behind_a_text_box_belong_to_the_outer_paragraph() -> None:
    """The anchor's own words follow the box in the XML."""
    document = read_docx(make_docx(p(text_box(p("框")), "外"), p("下")))
    assert show(document) == ["外", "框", "下"]


CHART = (
    "<w:drawing><wp:inline><a:graphic>"
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></wp:inline></w:drawing>'
)
CHANGES = [
    pytest.param(
        p("到", f'<w:del w:id="1">{r("<w:delText>二零二五</w:delText>")}</w:del>',
          f'<w:ins w:id="2">{r("2030")}</w:ins>', "年"),
        ["到2030年"],
        [("inserted", ""), ("deleted", "二零二五")],
        id="inserted and deleted",
    ),
    pytest.param(
        p(f'<w:moveFrom w:id="1">{r("甲")}</w:moveFrom>') + p(f'<w:moveTo w:id="2">{r("甲")}</w:moveTo>'),
        ["甲"],
        [("deleted", "甲"), ("inserted", "")],
        id="moved",
    ),
    pytest.param(
        p("前半", mark='<w:del w:id="1"/>') + p("后半"), ["前半后半"], [], id="deleted mark joins paragraphs"
    ),
    pytest.param(
        p("甲", num="1")
        + p(f'<w:del w:id="1">{r("<w:delText>乙</w:delText>")}</w:del>', num="1", mark='<w:del w:id="2"/>')
        + p("丙", num="1"),
        ["⟨一、⟩甲", "⟨二、⟩丙"],
        [("deleted", "乙")],
        id="deleted item is not counted",
    ),
    pytest.param(p("增", mark='<w:ins w:id="1"/>'), ["增"], [("inserted", "")], id="inserted mark"),
    pytest.param(
        tbl(row("甲"), row(cell(p(f'<w:del w:id="1">{r("<w:delText>乙</w:delText>")}</w:del>')),
                           props='<w:del w:id="2"/>'), row("丙", props='<w:ins w:id="3"/>')),
        ["| 甲 |", "| 丙 |"],
        [("deleted", "乙"), ("inserted", "")],
        id="rows",
    ),
    pytest.param(
        p("正文", '<w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="1"/></w:pPr></w:pPrChange>'),
        ["正文"],
        [],
        id="a change of format says nothing",
    ),
    pytest.param(
        p("明", r("暗一", "<w:vanish/>"), r("暗二", "<w:vanish/>"), "文"),
        ["明文"],
        [("hidden", "暗一暗二")],
        id="hidden",
    ),
    pytest.param(
        p(r("隐藏段", "<w:vanish/>"), num="1", mark="<w:vanish/>") + p("乙", num="1"),
        ["⟨一、⟩乙"],
        [("hidden", "隐藏段")],
        id="hidden item is not counted",
    ),
    pytest.param(
        p(r("甲", '<w:rStyle w:val="H"/>'), "乙"), ["乙"], [("hidden", "甲")], id="hidden by its style"
    ),
    pytest.param(
        p("约", r("XX", '<w:highlight w:val="yellow"/>'), r("万", '<w:highlight w:val="yellow"/>'), "人"),
        ["约XX万人"],
        [("highlight", "XX万")],
        id="highlighted",
    ),
    pytest.param(
        p("甲", r('<w:commentReference w:id="4"/>'), "乙"), ["甲乙"], [("comment", "请补 数据")], id="comment"
    ),
    pytest.param(
        p("留", f'<w:del w:id="1">{text_box(p("旧框"))}<w:ins w:id="2">{r("增")}</w:ins></w:del>'),
        ["留"],
        [("inserted", ""), ("deleted", "旧框增")],
        id="deleted text box, and an insertion deleted again",
    ),
    pytest.param(
        p(f'<w:ins w:id="1"><w:del w:id="2">{r("<w:delText>甲</w:delText>")}</w:del></w:ins>', "乙"),
        ["乙"],
        [("inserted", ""), ("deleted", "甲")],
        id="deletion inside of an insertion",
    ),
    pytest.param(
        tbl(row(cell("甲"), cell("乙", props='<w:cellDel w:id="1"/>'), cell("丙"))),
        ["| 甲 | 丙 |"],
        [("deleted", "乙")],
        id="deleted cell",
    ),
    pytest.param(
        p(text_box(p("暗框")).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1), "明"),
        ["明"],
        [("hidden", "暗框")],
        id="hidden text box",
    ),
    pytest.param(
        p(r(CHART), "甲"), ["甲"], [("unreadable", "chart")], id="chart"
    ),
    pytest.param(
        p(r(FIELD_BEGIN), r("<w:instrText> EQ \\f(1,2) </w:instrText>"), field_end(), "甲"),
        ["甲"],
        [("unreadable", "EQ \\f(1,2)")],
        id="field that draws something itself",
    ),
    pytest.param(
        p(r(f'<mc:AlternateContent><mc:Choice Requires="w16se">{t("☺")}</mc:Choice></mc:AlternateContent>')),
        [],
        [("unreadable", "☺")],
        id="choice that is not known, and no fallback",
    ),
    pytest.param(
        p(r('<w:footnoteReference w:id="1"/>', "<w:vanish/>"), "甲"), ["甲"], [], id="hidden mark of a note"
    ),
    pytest.param(p("图", picture()), ["图"], [("image", "")], id="picture"),
    pytest.param(p(picture()), [], [("image", "")], id="picture alone"),
    pytest.param(
        p(r("<w:ruby><w:rt>" + r("pīn") + "</w:rt><w:rubyBase>" + r("拼") + "</w:rubyBase></w:ruby>"), "音"),
        ["拼音"],
        [("ruby", "pīn")],
        id="ruby",
    ),
    pytest.param(
        p(r('<w:sym w:font="Webdings" w:char="F0AA"/>'), "甲"),
        ["甲"],
        [("unreadable", "Webdings F0AA")],
        id="symbol",
    ),
    pytest.param(
        p("甲\u200b乙\ue004"), ["甲乙"], [("invisible", "\u200b"), ("private-use", "\ue004")], id="invisible"
    ),
    pytest.param('<w:altChunk r:id="rId7"/>', [], [("unreadable", "altChunk rId7")], id="foreign chunk"),
    pytest.param(
        tbl(row(cell("甲", props=MERGE)), row(cell("乙", props=MERGED))),
        ["| 甲 |", "| ^ |"],
        [("hidden", "乙")],
        id="text below in a merged cell is not shown",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "said"), CHANGES)
def test_notes(body: str, expected: list[str], said: list[tuple[str, str]]) -> None:
    document = read_docx(
        make_docx(
            body,
            numbering=PLAN,
            styles=style("1", "heading 1") + style("H", "hid", run="<w:vanish/>", kind="character"),
            comments=f'<w:comment w:id="4" w:author="审核">{p("请补", r("<w:br/>"), "数据")}</w:comment>',
        )
    )
    assert show(document) == expected
    assert notes(document) == said


def test_notes_know_their_place() -> None:
    """A note stands where the thing stood: behind the characters before it."""
    deletion = f'<w:del w:id="1">{r("<w:delText>旧</w:delText>")}</w:del>'
    document = read_docx(
        make_docx(
            p("首"), tbl(row("甲", cell(p("约", deletion, r("XX", '<w:highlight w:val="red"/>'), "万"))))
        )
    )
    places = {
        note.code: (document.text[: note.offset][-1], document.place(note.offset)) for note in document.notes
    }
    assert {
        code: (before, place.block, place.row, place.cell) for code, (before, place) in places.items()
    } == {
        "deleted": ("约", 2, 1, 2),
        "highlight": ("约", 2, 1, 2),
    }


def test_insertions_are_counted() -> None:
    document = read_docx(make_docx(p(*(f'<w:ins w:id="{n}">{r("增")}</w:ins>' for n in range(3)))))
    assert [(note.code, note.count) for note in document.notes] == [("inserted", 3)]


def test_block_groups() -> None:
    """Paragraphs in controls, custom XML and alternatives are paragraphs like others."""
    alternatives = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{p("丙")}</mc:Choice>'
        f"<mc:Fallback>{p('丙旧')}</mc:Fallback></mc:AlternateContent>"
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('甲')}{tbl(row('表'))}</w:sdtContent></w:sdt>"
    custom = f'<w:customXml w:element="x">{p("乙")}</w:customXml>'
    assert show(read_docx(make_docx(control, custom, alternatives))) == ["甲", "| 表 |", "乙", "丙"]


def test_blocks_inside_of_a_paragraph() -> None:
    """No correct file has them; they are read behind its words."""
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('乙')}{tbl(row('表'))}</w:sdtContent></w:sdt>"
    assert show(read_docx(make_docx(p(r("甲") + control + r("子")), p(r("丑") + p("丙")), p("丁")))) == [
        "甲子",
        "乙",
        "| 表 |",
        "丑",
        "丙",
        "丁",
    ]


def test_deleted_mark_at_the_end_of_a_cell_or_before_a_table() -> None:
    """There is no next paragraph to run on into."""
    mark = '<w:del w:id="1"/>'
    body = [p("甲", mark=mark), tbl(row(cell(p("乙", mark=mark)), "丙")), p("丁", mark=mark)]
    assert show(read_docx(make_docx(*body))) == ["甲", "| 乙 | 丙 |", "丁"]


def test_footnote_in_an_otherwise_empty_last_paragraph() -> None:
    note = f'<w:footnote w:id="2">{p("注", tbl(row("表")))}{tbl(row("甲", "乙"))}</w:footnote>'
    document = read_docx(make_docx(p("甲"), p(r('<w:footnoteReference w:id="2"/>')), footnotes=note))
    (found,) = document.footnotes
    assert [document.words(inner) for inner in found.paragraphs] == ["注", "甲", "乙"]


def test_footnote_format_of_a_section() -> None:
    section = '<w:sectPr><w:footnotePr><w:numFmt w:val="upperLetter"/></w:footnotePr></w:sectPr>'
    note = f'<w:footnote w:id="2">{p("注")}</w:footnote>'
    document = read_docx(
        make_docx(p("甲", r('<w:footnoteReference w:id="2"/>')), footnotes=note, section=section)
    )
    assert [found.mark for found in document.footnotes] == ["A"]


def test_footnotes_and_endnotes() -> None:
    """Marks are not in the text; a note stands behind its block and is tied to the place of its mark."""

    def mark(kind: str, name: str, more: str = "", behind: str = "") -> str:
        return r(f'<w:{kind}Reference w:id="{name}"{more}/>{behind}')

    document = read_docx(
        make_docx(
            p("口径", mark("footnote", "2"), "说明", mark("footnote", "3")),
            tbl(row("甲", cell(p("乙", mark("footnote", "4", ' w:customMarkFollows="1"', t("*")))))),
            p("末", mark("endnote", "1"), mark("footnote", "99")),
            footnotes=(
                f'<w:footnote w:type="separator" w:id="0">{p("横线")}</w:footnote>'
                f'<w:footnote w:id="2">{p(r("<w:footnoteRef/>"), " 按常住人口。")}</w:footnote>'
                f'<w:footnote w:id="3">{p("第一段")}{p("第二段")}</w:footnote>'
                f'<w:footnote w:id="4">{p("累计数")}</w:footnote>'
            ),
            endnotes=f'<w:endnote w:id="1">{p("尾注")}</w:endnote>',
            settings='<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/></w:footnotePr>',
        )
    )
    assert show(document) == ["口径说明", "| 甲 | 乙 |", "末"]
    found = [
        (
            document.text[: note.offset][-1],
            note.mark,
            [document.words(inner) for inner in note.paragraphs],
            document.place(note.paragraphs[0].start).block,
        )
        for note in document.footnotes
    ]
    assert found == [
        ("径", "①", ["按常住人口。"], 1),
        ("明", "②", ["第一段", "第二段"], 1),
        ("乙", "*", ["累计数"], 2),
        ("末", "i", ["尾注"], 3),
    ]
    assert all(inner.role == "footnote" for note in document.footnotes for inner in note.paragraphs)


TOC_BEGIN = field_begin(' TOC \\o "1-3" \\h ')
TOC_LINES = (
    p(TOC_BEGIN, "一、总体要求", r("<w:tab/>"), field(" PAGEREF _Toc1 ", r("1"))),
    p("二、主要任务", r("<w:tab/>"), field(" PAGEREF _Toc2 ", r("5"))),
)
TOC_SDT = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
)
CONTENTS = [
    pytest.param(
        [*TOC_LINES, p(field_end()), p("正文")],
        ["toc 一、总体要求 1", "toc 二、主要任务 5", "正文"],
        id="field over several paragraphs",
    ),
    pytest.param(
        [*TOC_LINES, p(field_end(), "正文")],
        ["toc 一、总体要求 1", "toc 二、主要任务 5", "正文"],
        id="field that ends at the start of the text",
    ),
    pytest.param(
        [f"{TOC_SDT}<w:sdtContent>{p('目录')}{p('一、总体要求')}</w:sdtContent></w:sdt>", p("正文")],
        ["toc 目录", "toc 一、总体要求", "正文"],
        id="content control",
    ),
    pytest.param(
        [p("目 录", style="TH"), p("一、总体要求", style="T1"), p("二、任务", style="T2"), p("正文")],
        ["toc 目 录", "toc 一、总体要求", "toc 二、任务", "正文"],
        id="styles",
    ),
    pytest.param(
        [p(field_begin(" TOC "), "一、总体要求"), p("正文"), p("正文二")],
        ["一、总体要求", "正文", "正文二"],
        id="field without an end does not swallow the text",
    ),
]


@pytest.mark.parametrize(("body", "expected"), CONTENTS)
def test_table_of_contents(body: list[str], expected: list[str]) -> None:
    styles = (
        style("1", "heading 1")
        + style("TH", "TOC Heading", based="1")
        + style("T1", "toc 1")
        + style("T2", "目录 2")
    )
    assert show(read_docx(make_docx(*body, styles=styles))) == expected


def test_running_heads_are_said_once_and_left_out() -> None:
    box = text_box(p("— ", field(" PAGE ", r("3")), " —"))
    document = read_docx(
        make_docx(
            p("正文"),
            headers=(p("朔州市规划"), p("")),
            footers=(p(box), p("第", field(" PAGE ", r("1")), "页 共9页")),
            section='<w:sectPr><w:headerReference w:type="default" r:id="rId6"/></w:sectPr>',
        )
    )
    assert show(document) == ["正文"]
    assert [(note.code, note.text, note.offset) for note in document.notes] == [
        ("running-head", "朔州市规划", 0),
        ("page-number", "— 3 —", 0),
        ("page-number", "第1页 共9页", 0),
    ]


def test_bold() -> None:
    styles = style("B", "strong", run="<w:b/>") + style("C", "char", run="<w:b/>", kind="character")
    body = [
        *(
            p(r("甲", "<w:b/>"), r(" "), r("乙", "<w:b/>")),
            p("丙", style="B"),
            p(r("丁", '<w:rStyle w:val="C"/>')),
        ),
        *(p(r("戊", '<w:b w:val="0"/>'), style="B"), p(r("己", '<w:rStyle w:val="C"/>'), style="B")),
    ]
    assert show(read_docx(make_docx(*body, styles=styles))) == [
        "bold 甲 乙",
        "bold 丙",
        "bold 丁",
        "戊",
        "己",
    ]


def test_strict_files_read_the_same() -> None:
    body = (
        p("总体要求", style="1", num="1"),
        tbl(row(cell("甲", props=span(2))), row("乙", "丙")),
        p("注", r('<w:footnoteReference w:id="2"/>'), text_box(p("框"))),
    )
    parts = {
        "styles": style("1", "heading 1"),
        "numbering": PLAN,
        "footnotes": f'<w:footnote w:id="2">{p("脚注")}</w:footnote>',
        "headers": (p("页眉"),),
    }
    usual, strict = read_docx(make_docx(*body, **parts)), read_docx(make_docx(*body, **parts, strict=True))
    assert show(strict) == show(usual) == ["#1 ⟨一、⟩总体要求", "| 甲×2 |", "| 乙 | 丙 |", "注", "框"]
    assert strict == usual


def test_parts_named_and_placed_otherwise() -> None:
    """The package says where its parts are; their names are free."""
    data = make_docx(p("甲", num="1"), numbering=PLAN)
    with ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    moved = {
        "_rels/.rels": files["_rels/.rels"].replace(b"word/document.xml", b"/story/document2.xml"),
        "story/document2.xml": files["word/document.xml"],
        "story/_rels/document2.xml.rels": files["word/_rels/document.xml.rels"].replace(
            b'"numbering.xml"', b'"../LISTS/numbering.xml"'
        ),
        "lists/numbering.xml": files["word/numbering.xml"],
    }
    assert show(read_docx(pack(moved))) == ["⟨一、⟩甲"]


@pytest.mark.parametrize("name", ["jining", "lianzhou", "qinshui", "shuozhou", "yueqing"])
def test_seeds_through_word(name: str) -> None:
    """A real plan written as a .docx file with automatic numbers reads the same as its text dump."""
    path = SEEDS / f"{name}.txt"
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    plan = read_plain(path.read_text("utf-8"), "utf-8")
    levels = {shape: place for place, shape in enumerate(("一、", "（一）", "1．", "1."))}
    document = read_docx(build_from_document(plan, automatic=levels))
    assert [squeeze(line) for line in words(document)] == [squeeze(line) for line in words(plan)]
    drawn = [block for block in document.blocks if isinstance(block, Paragraph) and block.automatic]
    assert len(drawn) > 5


def words(document: Document) -> list[str]:
    """Paragraphs and rows as their words only."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += [
                "|".join(document.words(q) for c in line.cells for q in c.paragraphs) for line in block.rows
            ]
        else:
            lines.append(document.words(block))
    return lines


def test_any_document_through_word() -> None:
    """Every shape of number, merges, levels and bold come back as they were."""
    typed = [p(shape + "甲") for shape in SHAPES] + [
        p("一、乙"),
        p("三、丙"),
        p("1.2万人"),
        p(r("丁", "<w:b/>")),
    ]
    table = tbl(
        row(cell("题", props=span(3))),
        row(cell("甲", props=MERGE), cell("乙", props=span(2))),
        row(cell(props=MERGED), "丙", "丁"),
    )
    plan = read_docx(make_docx(*typed, table))
    levels = {shape: place % 9 for place, shape in enumerate(SHAPES[:9])}
    document = read_docx(build_from_document(plan, automatic=levels))
    assert [line.replace("⟨", "").replace("⟩", "") for line in show(document)] == show(plan)
    assert [line for line in show(document) if line.startswith("⟨")] == [
        *(f"⟨{shape}⟩甲" for shape in SHAPES[:9]),
        "⟨一、⟩乙",
        "⟨三、⟩丙",
    ]


def test_signs_of_comparison_in_cells_come_through_the_builder() -> None:
    text = "某县规划\n\n\t指标\n\t<30\n\n\t< 5 & >2\n\t<30岁>\n\n\n以下为正文。\n"
    made = read_docx(build_from_document(read_plain(text, "utf-8")))
    assert show(made)[1:3] == ["| 指标 | <30 |", "| < 5 & >2 | <30岁> |"]
    assert show(read_docx(make_docx(p("<5岁"), tbl(row("<1%", "乙"))))) == ["<5岁", "| <1% | 乙 |"]


MARKED = ["# 云溪县规划", "---", "**一、目标**", "1. 到**2030年**建成。", "**二、任务**"]


def test_marks_of_markdown_that_a_converter_left_are_no_words() -> None:
    document = read_docx(make_docx("".join(p(text) for text in MARKED)))
    assert show(document) == ["云溪县规划", "bold 一、目标", "1. 到2030年建成。", "bold 二、任务"]
    assert [note.code for note in document.notes] == ["markup"]
    left = Counter("".join(note.text for note in document.notes))
    assert left["#"] + left["*"] == sum(text.count("#") + text.count("*") for text in MARKED)


def test_a_star_that_stands_for_a_number_is_a_word() -> None:
    document = read_docx(make_docx(p("**一、目标") + p("培训**人，新增**人。") + p("# 号楼")))
    assert show(document) == ["**一、目标", "培训**人，新增**人。", "# 号楼"]


def test_what_a_picture_says_stands_in_its_place() -> None:
    """Paragraphs and tables behind the paragraph of the picture; one that says nothing is a note."""
    word = docx.Document()
    word.add_paragraph("一、目标").add_run().add_picture(io.BytesIO(DOT))
    word.add_paragraph("二、任务").add_run().add_picture(io.BytesIO(DOT))
    out = io.BytesIO()
    word.save(out)
    inner = DocumentBuilder("image")
    inner.begin()
    inner.add("表1 指标", page=1, box=(1.0, 2.0, 3.0, 4.0), confidence=0.75)
    inner.block(inner.finish())
    inner.begin()
    inner.row = inner.cell = 1
    inner.add("森林覆盖率", page=1, box=(1.0, 5.0, 3.0, 6.0), confidence=0.9)
    inner.block(Table((Row((Cell((inner.finish(),)),)),)))
    said = iter([inner.build(), None])
    document = read_docx(out.getvalue(), lambda _: next(said))
    assert [
        document.words(block) if isinstance(block, Paragraph) else document.words(next(block.paragraphs()))
        for block in document.blocks
    ] == ["一、目标", "表1 指标", "森林覆盖率", "二、任务"]
    assert [(each.box, each.confidence) for each in document.anchors if each.box] == [
        ((1.0, 2.0, 3.0, 4.0), 0.75),
        ((1.0, 5.0, 3.0, 6.0), 0.9),
    ]
    assert [note.code for note in document.notes] == ["image", "recognised"]
