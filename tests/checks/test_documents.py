"""What only a document tells: comments, tracked changes, automatic numbers, places; tasks in paragraphs."""

import pytest

from plancmp.checks import Options, check_plan
from plancmp.model.finding import Finding
from plancmp.pipeline import record_of
from plancmp.sources.reading import read_bytes
from tests.docx_builder import abstract, cell, level, make_docx, num, p, r, row, tbl

_HEAD = (p("某县“十五五”残疾人事业规划"), p("一、总体要求"), p("坚持方向。"))
_TAIL = (p("二、重点任务"), p("加强建设，完善服务。"))


def found_in(data: bytes, name: str, *codes: str) -> list[Finding]:
    """The findings of some codes on a file."""
    document = read_bytes(data, name)
    return check_plan(record_of(document, data, name), document, Options(codes=frozenset(codes)))


def test_each_comment_is_a_finding() -> None:
    """A comment is quoted; two are two."""
    comments = "".join(
        f'<w:comment w:id="{at}" w:author="审核">{p(words)}</w:comment>'
        for at, words in ((4, "请补数据"), (5, "口径？"))
    )
    body = p(
        "加强建设",
        r('<w:commentReference w:id="4"/>'),
        "，完善",
        r('<w:commentReference w:id="5"/>'),
        "服务。",
    )
    findings = found_in(make_docx(*_HEAD, p("二、重点任务"), body, comments=comments), "a.docx", "PLH005")
    assert [each.excerpt for each in findings] == ["请补数据", "口径？"]
    assert findings[0].message == "文稿里还留有批注：“请补数据”。定稿前处理并删除。"


def test_tracked_changes_are_one_finding() -> None:
    """Insertions that nobody accepted, however many, are one cause."""
    inserted = f'<w:ins w:id="1" w:author="甲">{r("完善")}</w:ins>'
    findings = found_in(
        make_docx(*_HEAD, p("二、重点任务"), p("加强", inserted, "服务。"), p("扩大", inserted, "范围。")),
        "a.docx",
        "PLH005",
    )
    assert [each.at.block for each in findings] == [5]
    # The reader keeps no words of them: there is none to quote.
    assert findings[0].message == "文稿里还留有未接受的修订（新增）。定稿前处理并删除。"


def test_numbers_that_word_draws_are_right() -> None:
    """A list that Word numbers goes on by itself; only typed numbers can jump."""
    numbering = abstract("1", level(0, "chineseCountingThousand", "%1、")) + num("1", "1")
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = [p("某县“十五五”残疾人事业规划")]
    for title in ("总体要求", "重点任务", "保障措施"):
        body += [p(title, props=listed), p("坚持方向，加强服务，落实各方责任。")]
    assert found_in(make_docx(*body, numbering=numbering), "a.docx", "NUM001", "NUM002") == []


def test_place_in_a_table_of_word() -> None:
    """A cell of a Word table is told by block, row and cell."""
    rows = [
        ("指标", "2025年", "2030年", "属性"),
        ("1.适配率（%）", "88", "90", "约束性"),
        ("2.培训人数（人）", "860", "＞XX", "预期性"),
    ]
    table = tbl(*(row(*(cell(p(words)) for words in each)) for each in rows))
    findings = found_in(make_docx(*_HEAD, p("“十五五”主要指标"), table, *_TAIL), "a.docx", "PLH001")
    assert [(each.excerpt, each.at.row, each.at.cell, each.indicator) for each in findings] == [
        ("＞XX", 3, 3, "I2")
    ]


def test_merged_attributes_count_for_all_rows() -> None:
    """A merged attribute cell is none that is missing."""
    start, going_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [row(*(cell(p(words)) for words in ("指标", "2030年", "属性")))]
    for at, words in enumerate(("1.适配率（%）", "2.参保率（%）", "3.签约率（%）")):
        rows.append(
            row(
                cell(p(words)),
                cell(p("9" + str(at))),
                cell(p("约束性" if at == 0 else ""), props=going_on if at else start),
            )
        )
    rows.append(row(*(cell(p(words)) for words in ("4.就业率（%）", "60", "预期性"))))
    rows.append(row(*(cell(p(words)) for words in ("5.入学率（%）", "97", "预期性"))))
    data = make_docx(*_HEAD, p("“十五五”主要指标"), tbl(*rows), *_TAIL)
    assert found_in(data, "a.docx", "IND004") == []


def _tasks(*closings: str) -> bytes:
    """A chapter of tasks in paragraphs that close with these words."""
    lines = ["某县“十五五”残疾人事业规划", "一、总体要求", "坚持方向。", "二、重点任务", "（一）完善保障制度"]
    for at, closing in enumerate(closings):
        lines.append(
            f"完善第{'甲乙丙丁戊己'[at]}项服务。健全制度，扩大范围，提高标准，加强管理，落实各方责任，方便残疾人就近办理。{closing}"
        )
    return "\n\n".join([*lines, "三、保障措施", "加强组织领导，落实责任。"]).encode()


UNITS = "（牵头单位：县民政局；参与单位：县财政局、县残联）"


def test_a_paragraph_without_its_unit() -> None:
    """Where nearly all paragraphs of a chapter name their unit, the one that does not is found."""
    findings = found_in(_tasks(UNITS, UNITS, "", UNITS, UNITS), "a.md", "RSP001")
    assert [(each.at.line, each.excerpt) for each in findings] == [(15, "完善第丙项服务")]


def test_paragraphs_without_units_are_fine_where_few_have_them() -> None:
    """Two of five say nothing about the others; a chapter without any is quiet too."""
    assert found_in(_tasks(UNITS, UNITS, "", "", ""), "a.md", "RSP001") == []
    assert found_in(_tasks("", "", "", "", ""), "a.md", "RSP001") == []


def test_units_in_paragraphs() -> None:
    """Units that run together, and names that vary, in the clause that closes a paragraph."""
    glued = UNITS.replace("县财政局、县残联", "县财政局县残联")
    findings = found_in(_tasks(glued, UNITS, UNITS, UNITS), "a.md", "RSP002")
    assert [(each.at.line, each.excerpt) for each in findings] == [(11, "县财政局县残联")]
    varied = UNITS.replace("县民政局", "民政局")
    findings = found_in(_tasks(UNITS, UNITS, varied, UNITS), "a.md", "RSP003")
    assert [(each.at.line, each.excerpt, each.related[0].excerpt) for each in findings] == [
        (15, "民政局", "县民政局")
    ]


def test_comments_for_tools_are_no_remarks() -> None:
    """Markdown has comments that a tool reads; one that a person wrote is found."""
    body = (
        "# 某县“十五五”残疾人事业规划\n\n{}\n\n## 一、总体要求\n\n坚持方向。\n\n## 二、任务\n\n加强建设。\n"
    )
    for quiet in ("<!-- markdownlint-disable -->", "<!-- toc -->"):
        assert found_in(body.format(quiet).encode(), "a.md", "PLH005") == []
    for loud in ("<!-- 此处待补数据 -->", "<!-- TODO: figures -->"):
        assert [each.excerpt for each in found_in(body.format(loud).encode(), "a.md", "PLH005")] == [loud]


def test_a_gap_names_the_headings_without_a_number_before_it() -> None:
    """One of them may be what is missing; one with a number of its own is not."""
    text = (
        "# 某县“十五五”残疾人事业规划\n\n## 一、总体要求\n\n坚持方向。\n\n### {}加强建设\n\n建设中心。\n\n"
        "## 五、保障措施\n\n加强领导。\n\n## 六、组织实施\n\n加强评估。\n"
    )
    for label, named in (("", ["一、", "加强建设"]), ("（一）", ["一、"])):
        (finding,) = found_in(text.format(label).encode(), "a.md", "NUM001")
        assert (finding.excerpt, [each.excerpt for each in finding.related]) == ("五、", named)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("关于组织申报2026年度节能专项资金项目的通知", []),
        ("某县“十五五”节能规划", ["XX家"]),
        ("关于推进节能工作的意见", ["XX家"]),
        ("关于下达“十五五”节能计划的通知", ["XX家"]),
    ],
)
def test_what_a_notice_leaves_blank_is_for_those_who_apply(title: str, found: list[str]) -> None:
    """A plan and an opinion are to be filled in by who writes them."""
    text = f"{title}\n\n一、主要任务\n到2030年，培育节能企业XX家。\n二、保障措施\n加强组织领导。\n"
    assert [each.excerpt for each in found_in(text.encode(), "a.txt", "PLH002")] == found
