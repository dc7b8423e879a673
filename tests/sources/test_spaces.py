"""Text that keeps the look of pages: columns become tables, wrapped lines paragraphs, furniture notes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.model.document import Document, Paragraph, Table
from plancmp.pipeline import extract_bytes
from plancmp.sources.plain.reading import read_plain
from tests.sources.layouts import set_prose, set_table, show, wrap

GOALS = (
    "到2030年，县域助残服务网络基本成型，城乡差距明显缩小，家庭收入与经济增长同步，群众参与社会生活更加便利。"
)
MEASURES = (
    "建立走访台账，每季度更新一次；对符合条件的家庭主动发放补贴，做到不漏一户一人，并在村务公开栏公示结果。"
)
PROSE = set_prose([GOALS, MEASURES])
INDICATORS = [
    ["序号", "指标", "2025年", "2030年", "属性"],
    ["1", "家庭人均可支配收入年均增长", "—", "与GDP增长基本同步", "预期性"],
    ["2", "职业技能培训人数（人）", "320", "〔400〕", "预期性"],
    ["3", "生活补贴目标人群覆盖率（%）", "100", "100", "约束性"],
    ["4", "就业率", "55%", "≥61%", "预期性"],
]
WIDTHS = [4, 9, 6, 6, 5]


def rows(cells: list[list[str]]) -> list[str]:
    """Rows as `show` prints them."""
    return ["| " + " | ".join(row) for row in cells]


def read(text: str) -> Document:
    return read_plain(text, "utf-8")


def notes(document: Document) -> dict[str, tuple[str, int]]:
    """What was left out, by code."""
    return {note.code: (note.text, note.count) for note in document.notes}


LOOK_ALIKES = [
    # no tables: text, paragraphs
    ("山坡上面春风吹，\n小河岸边杨柳垂。\n", ["山坡上面春风吹，", "小河岸边杨柳垂。"]),
    (
        "山坡上面春风吹，  小河岸边杨柳垂。\n村里老少笑微微，  田间地头歌声飞。\n",
        ["山坡上面春风吹，  小河岸边杨柳垂。", "村里老少笑微微，  田间地头歌声飞。"],
    ),
    (
        "甲方（盖章）：        乙方（盖章）：\n代表签字：            代表签字：\n",
        ["甲方（盖章）：        乙方（盖章）：", "代表签字：            代表签字："],
    ),
    ("          某县残疾人联合会\n            2026年3月15日\n", ["某县残疾人联合会", "2026年3月15日"]),
    ("联系人：某某    电话：0000\n传  真：0000    邮编：000000\n", None),
    ("一、  总体要求\n二、  主要任务\n三、  保障措施\n", None),
    ("目    录\n附    件\n", ["目    录", "附    件"]),
    ("第一章    总  则\n\n第二章    目  标\n", ["第一章    总  则", "第二章    目  标"]),
    ("就业率    61%\n", ["就业率    61%"]),
]


@pytest.mark.parametrize(("text", "paragraphs"), LOOK_ALIKES)
def test_words_apart_that_are_no_table(text: str, paragraphs: list[str] | None) -> None:
    document = read(text)
    assert not any(isinstance(block, Table) for block in document.blocks)
    assert show(document) == (paragraphs or [line.strip() for line in text.splitlines()])


@pytest.mark.parametrize("measure", ["characters", "printed"])
@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize("gap", [True, False])
def test_a_table_between_prose(measure: str, centred: bool, gap: bool) -> None:
    table = set_table(INDICATORS, WIDTHS, measure=measure, centred=centred, gap=gap)
    document = read(f"{PROSE}            专栏1  主要指标\n\n{table}\n注：略。\n\n{PROSE}")
    around = ["专栏1  主要指标", *rows(INDICATORS), "注：略。"]
    assert show(document) == [GOALS, MEASURES, *around, GOALS, MEASURES]
    (block,) = [block for block in document.blocks if isinstance(block, Table)]
    assert not block.exact
    assert [[cell.colspan for cell in row.cells] for row in block.rows] == [[1] * 5] * 5


def test_places_of_a_wrapped_cell() -> None:
    text = set_table(INDICATORS, WIDTHS)
    document = read(text)
    lines = text.split("\n")
    for words, row, cell in [("家庭人均", 2, 2), ("同步", 2, 4), ("约束性", 4, 5)]:
        place = document.place(document.text.index(words))
        assert (place.row, place.cell, place.page) == (row, cell, None)
        assert place.line is not None and place.column is not None
        assert lines[place.line - 1][place.column - 1 :].startswith(words)


def test_rows_without_numbers_and_a_category_beside_several() -> None:
    # as pdftotext 22.12 set it: each value in the middle of its row, each category in the middle of its rows
    text = """\
 类别      指标名称        2025年     2030年    属性
      家庭人均可支配收入年均增              与GDP增长基本
                      —                 预期性
收入和   长幅度达到                      同步
 就业   城乡职业技能培训人数达到
                      320     〔400〕     预期性
      （人）
      困难群体生活补贴目标人
                      100       100     约束性
      群覆盖率（%）
社会保   重度护理补贴目标人群覆
                      100       100     约束性
障和基   盖率（%）
本公共   城乡居民基本养老保险的
                     95.2      ＞96      预期性
 服务   参保率（%）
      适龄儿童少年义务教育入
                      97       ≥98      约束性
      学率（%）
"""
    assert show(read(text)) == [
        "| 类别 | 指标名称 | 2025年 | 2030年 | 属性",
        "| 收入和就业 | 家庭人均可支配收入年均增长幅度达到 | — | 与GDP增长基本同步 | 预期性",
        "| ^ | 城乡职业技能培训人数达到（人） | 320 | 〔400〕 | 预期性",
        "| 社会保障和基本公共服务 | 困难群体生活补贴目标人群覆盖率（%） | 100 | 100 | 约束性",
        "| ^ | 重度护理补贴目标人群覆盖率（%） | 100 | 100 | 约束性",
        "| ^ | 城乡居民基本养老保险的参保率（%） | 95.2 | ＞96 | 预期性",
        "| ^ | 适龄儿童少年义务教育入学率（%） | 97 | ≥98 | 约束性",
    ]


def test_columns_that_nearly_touch_and_rows_that_are_shifted() -> None:
    # pdftotext parts cells that nearly touch by one space and shifts the rest of the row
    text = """\
          指标            2025年     2030年   属性
                   一、收入和就业
   1.家庭人均可支配收入年均增长的幅度      —  与GDP增长基本同步 预期性
   2.城乡职业技能培训人数达到（人）     320     〔400〕  预期性
                    二、社会保障
3.困难群体生活补贴目标人群覆盖率（%） 100           100  约束性
          4.残疾人就业率        100       100  约束性
5.城乡居民基本养老保险参保率达到（%） 95.2         ＞96   约束性
"""
    assert show(read(text)) == [
        "| 指标 | 2025年 | 2030年 | 属性",
        "| 一、收入和就业→→→",
        "| 1.家庭人均可支配收入年均增长的幅度 | — | 与GDP增长基本同步 | 预期性",
        "| 2.城乡职业技能培训人数达到（人） | 320 | 〔400〕 | 预期性",
        "| 二、社会保障→→→",
        "| 3.困难群体生活补贴目标人群覆盖率（%） | 100 | 100 | 约束性",
        "| 4.残疾人就业率 | 100 | 100 | 约束性",
        "| 5.城乡居民基本养老保险参保率达到（%） | 95.2 | ＞96 | 约束性",
    ]


def test_a_heading_over_two_columns() -> None:
    text = """\
序号      指标               目标值            属性
                       2025年    2030年
1     就业率             55        61      预期性
2     参保率             95        98      约束性
3     入学率             97        98      约束性
"""
    assert show(read(text)) == [
        "| 序号 | 指标 | 目标值→ | 属性",
        "| ^ | ^ | 2025年 | 2030年 | ^",
        "| 1 | 就业率 | 55 | 61 | 预期性",
        "| 2 | 参保率 | 95 | 98 | 约束性",
        "| 3 | 入学率 | 97 | 98 | 约束性",
    ]


def test_rows_that_begin_at_the_top_with_parts_and_a_sum_without_number() -> None:
    text = """\
               表2  主要指标

类别  序号            指标名称             单位    2025年      2030年      属性
普及   1    学前毛入园率                    %       95.6        ≥98      预期性
水平        其中：公办园幼儿占比            %       56.3         60       预期性
                  普惠园和社区办园          %       92.4       95以上     约束性
                  覆盖率
       2    县域内融合教育的学校全面        %       97.5     通过国家    约束性
            覆盖率                                           督导评估
师资   3    专任教师总数                    人      4180        4350      预期性
            合计                            人      4180        4350      预期性
"""
    assert show(read(text)) == [
        "表2  主要指标",
        "| 类别 | 序号 | 指标名称 | 单位 | 2025年 | 2030年 | 属性",
        "| 普及水平 | 1 | 学前毛入园率 | % | 95.6 | ≥98 | 预期性",
        "| ^ |  | 其中：公办园幼儿占比 | % | 56.3 | 60 | 预期性",
        "| ^ |  | 普惠园和社区办园覆盖率 | % | 92.4 | 95以上 | 约束性",
        "| ^ | 2 | 县域内融合教育的学校全面覆盖率 | % | 97.5 | 通过国家督导评估 | 约束性",
        "| 师资 | 3 | 专任教师总数 | 人 | 4180 | 4350 | 预期性",
        "| ^ |  | 合计 | 人 | 4180 | 4350 | 预期性",
    ]


def test_a_header_of_two_lines_whose_upper_cells_repeat() -> None:
    text = """\
            指  标               2020年      2025年     2025年     完成情况
                                  实际      规划目标     实际
毛入园率（%）                     90.2         95        95.6        完成
专任教师本科及以上学历            58.9         75        76.4       未完成
比例（%）
"""
    assert show(read(text)) == [
        "| 指  标 | 2020年实际 | 2025年规划目标 | 2025年实际 | 完成情况",
        "| 毛入园率（%） | 90.2 | 95 | 95.6 | 完成",
        "| 专任教师本科及以上学历比例（%） | 58.9 | 75 | 76.4 | 未完成",
    ]


def test_header_cells_that_wrap_above_and_below_the_others() -> None:
    text = """\
                    任务分工表
                           完成时
序号 工作任务          牵头单位
                            限

      健全主动发现机制，做
 1                县民政局  2030年
      到应补尽补。

 2    开展培训。        县残联   2027年
"""
    assert show(read(text)) == [
        "任务分工表",
        "| 序号 | 工作任务 | 牵头单位 | 完成时限",
        "| 1 | 健全主动发现机制，做到应补尽补。 | 县民政局 | 2030年",
        "| 2 | 开展培训。 | 县残联 | 2027年",
    ]


def test_a_table_over_a_page_break_keeps_one_header() -> None:
    first, second = set_table(INDICATORS[:3], WIDTHS), set_table([INDICATORS[0], *INDICATORS[3:]], WIDTHS)
    document = read(f"{PROSE}\n{first}\n      — 1 —\n\f{second}\n{PROSE}\n      — 2 —\n")
    assert show(document) == [GOALS, MEASURES, *rows(INDICATORS), GOALS, MEASURES]
    assert notes(document) == {
        "page-number": ("— 1 —\n— 2 —", 2),
        "repeated-header": ("序号 指标 2025年 2030年 属性", 1),
    }
    place = document.place(document.text.index("就业率"))
    assert (place.page, place.row, place.cell) == (2, 5, 2)
    assert document.pages == 2


def test_a_table_over_a_page_break_without_a_second_header() -> None:
    first, second = set_table(INDICATORS[:3], WIDTHS), set_table(INDICATORS[3:], WIDTHS)
    assert show(read(f"{first}\n\f{second}\n")) == rows(INDICATORS)


def test_a_category_that_the_page_break_cuts() -> None:
    header = "类别  序号      指标        2025年      2030年      属性\n"
    first = (
        "普及   1    毛入园率           95.6        ≥98      预期性\n"
        "水平   2    巩固率             98.7        99.2      约束性\n"
        "       3    高中阶段学校毛     97.1          98      预期性\n"
        "            入学率\n"
    )
    cut = "教师   4    教师总数           4180        4350      预期性\n"
    rest = (
        "队伍   5    学历比例           58.9          75      预期性\n"
        "       6    心理健康教师的     91.2         100      预期性\n"
        "            配备率\n"
    )
    document = read(f"{header}{first}{cut}\n   — 1 —\n\f{header}{rest}\n   — 2 —\n")
    assert [line.split(" | ")[:2] for line in show(document)[1:]] == [
        ["| 普及水平", "1"],
        ["| ^", "2"],
        ["| ^", "3"],
        ["| 教师队伍", "4"],
        ["| ^", "5"],
        ["| ^", "6"],
    ]


def test_two_tables_on_two_pages_stay_two() -> None:
    other = [["序号", "任务", "单位", "时限", "备注"], *INDICATORS[3:]]
    document = read(set_table(INDICATORS[:3], WIDTHS) + "\n\f" + set_table(other, WIDTHS))
    assert len(document.blocks) == 2


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    lines = set_prose([GOALS + MEASURES, MEASURES]).splitlines()
    document = read("\n".join(lines[:2]) + "\n\n   — 7 —\n\f\n" + "\n".join(lines[2:]) + "\n")
    assert show(document) == [GOALS + MEASURES, MEASURES]
    assert document.place(document.text.index("结果")).page == 2


NUMBERS = [
    # page ends, and what is left out of them
    (["— 1 —", "— 2 —", "— 3 —"], "— 1 —\n— 2 —\n— 3 —"),
    (["- 11 -", "- 12 -"], "- 11 -\n- 12 -"),
    (["第1页 共2页", "第2页 共2页"], "第1页 共2页\n第2页 共2页"),
    (["3", "4", "5"], "3\n4\n5"),
    (["1/3", "2/3", "3/3"], "1/3\n2/3\n3/3"),
    (["i", "ii"], "i\nii"),
    (["Page 1 of 2", "Page 2 of 2"], "Page 1 of 2\nPage 2 of 2"),
    (["— 1 —", "2", "— 3 —"], "— 1 —\n2\n— 3 —"),  # one lost its dashes
    (["2025", ""], None),  # a year at the end of a page
    (["2025", "2026"], None),
    (["12", "85"], None),  # two values of a table
]


@pytest.mark.parametrize(("ends", "left_out"), NUMBERS)
def test_page_numbers(ends: list[str], left_out: str | None) -> None:
    document = read("\f".join(f"{PROSE}\n          {end}\n" for end in ends))
    assert notes(document).get("page-number", (None, 0))[0] == left_out
    kept = [block for block in show(document) if block not in (GOALS, MEASURES)]
    assert kept == ([] if left_out else [end for end in ends if end])


LONG = "".join(f"（{number}）" + text for number, text in enumerate([GOALS, MEASURES] * 40, 1))
SET = [wrap(LONG, 56)[at : at + 20] for at in range(0, 20 * 6, 20)]


@pytest.mark.parametrize(
    ("before", "behind", "kept"),
    [
        ("{}", "", ""),  # the number of the page above stands before the first word
        ("- {} -", "", ""),
        ("— {} — ", "", ""),
        ("", "{}", ""),
        ("", "— {} —", ""),
        ("{} 某县规划\n", "", ""),
        ("某县规划 {}\n", "", ""),
        ("{}.", "", "{}."),  # look-alikes: items, units
        ("{}%", "", "{}%"),
        ("{} ", "", "{}"),
    ],
)
def test_page_numbers_glued_to_words(before: str, behind: str, kept: str) -> None:
    """Numbers that count up a page apart leave the lines that they stand in."""
    pages = ["\n".join(page) for page in SET]
    text = "".join(
        f"{before.replace('{}', str(number))}{page}{behind.replace('{}', str(number))}\n"
        for number, page in enumerate(pages, 1)
    )
    document = read(text)
    whole = "".join(block for block in show(document))
    if not kept:
        assert whole == "".join(show(read("\n".join(pages))))
        assert notes(document)["page-number"][1] == len(pages)
    else:
        assert all(kept.replace("{}", str(number)) in whole for number in range(1, len(pages) + 1))
        assert "page-number" not in notes(document)


HEADS = [
    # first lines of the pages, a line between prose, and what is left out
    (["某县“十五五”规划"] * 3, "", 3),
    (["某县规划  1", "某县规划  2", "某县规划  3", "某县规划  4"], "", 4),
    (["某县人民政府", "残疾人规划"] * 4, "", 8),  # left and right pages
    (["某县“十五五”规划"] * 2, "", 0),  # two pages prove nothing
    (["坚持以人民为中心。"] * 3, "", 0),  # a sentence
    (["各县要做好以下工作："] * 3, "", 0),  # one that goes on
    (["建好社区食堂；"] * 3, "", 0),  # a clause
    (["坚持以人民为中心"] * 3, "坚持以人民为中心\n", 0),  # stands inside pages as well
    (["（一）", "（二）", "（三）"], "", 0),
]


@pytest.mark.parametrize(("heads", "between", "count"), HEADS)
def test_running_heads(heads: list[str], between: str, count: int) -> None:
    pages = [f"      {head}\n\n{PROSE}{between}\n{PROSE}" for head in heads]
    document = read("\f".join(pages))
    assert notes(document).get("running-head", ("", 0)) == ("\n".join(heads) if count else "", count)
    kept = [words for head in heads for words in (head, between.strip()) if words and not count]
    assert [block for block in show(document) if block in heads] == kept


def test_the_same_words_at_the_top_of_pages_are_no_head_when_prose_goes_on() -> None:
    document = read("\f".join([PROSE] * 4))
    assert show(document) == [GOALS, MEASURES] * 4
    assert not document.notes


def test_contents_are_kept_and_marked() -> None:
    contents = "         目    录\n一、基础             1\n二、目标             3\n三、任务            12\n"
    document = read(contents + "\f" + PROSE * 2)
    found = [(document.words(block), block.role) for block in document.blocks if isinstance(block, Paragraph)]
    assert found[:2] == [("目    录", "body"), ("一、基础             1", "toc")]
    assert [role for _, role in found] == ["body", "toc", "toc", "toc", *["body"] * 4]


NAMES = st.sampled_from(
    ["就业率（%）", "家庭人均可支配收入年均增长", "培训人数（人次）", "居民基本养老保险参保率", "入学率"]
)
VALUES = st.sampled_from(["95", "＞96%", "〔400〕", "—", "≥61", "与GDP同步"])
ATTRIBUTES = st.sampled_from(["预期性", "约束性"])
TABLES = st.lists(st.tuples(NAMES, VALUES, VALUES, ATTRIBUTES), min_size=2, max_size=12)


@settings(deadline=None)
@given(TABLES, st.sampled_from(["characters", "printed"]), st.booleans())
def test_numbered_tables_are_read_as_they_were_set(
    body: list[tuple[str, str, str, str]], measure: str, gap: bool
) -> None:
    cells = [INDICATORS[0], *([str(number), *row] for number, row in enumerate(body, 1))]
    assert show(read(set_table(cells, [4, 9, 7, 7, 5], measure=measure, gap=gap))) == rows(cells)


@settings(deadline=None)
@given(TABLES, st.booleans())
def test_nothing_visible_is_lost_in_tables(body: list[tuple[str, str, str, str]], centred: bool) -> None:
    text = set_table(body, [8, 6, 5, 4], centred=centred, gap=False)
    document = read(text)
    assert sorted("".join(document.text.split())) == sorted("".join(text.split()))


NAMES = ("森林覆盖率", "养老床位数", "公交分担率", "绿色建筑占比", "人均公园面积", "污水处理率")


@pytest.mark.parametrize("above", ["", "                                      现状     目标\n"])
def test_the_header_that_all_pages_of_a_table_begin_with_is_no_running_head(above: str) -> None:
    head = above + "序号   指标                     单位   2025年   2030年   属性\n"
    rows = [
        f"{number + 1:<6} {name}{' ' * (25 - 2 * len(name))}%      {number}.1     {number}.9   预期性\n"
        for number, name in enumerate(NAMES * 2)
    ]
    pages = (head + "".join(rows[first : first + 3]) for first in range(0, 12, 3))
    plan = extract_bytes("\f".join(pages).encode(), "annex.txt")
    assert [row.target and row.target.text for row in plan.indicators] == [f"{at}.9" for at in range(12)]


def test_a_running_head_with_words_apart_is_no_part_of_the_text() -> None:
    page = "云溪县人民政府公报          2026年第3期\n\n建设养老服务网络，老人就近得到照料。\n"
    document = read_plain("\f".join([page] * 4), None)
    assert [note.code for note in document.notes] == ["running-head"]
    assert "公报" not in document.text
