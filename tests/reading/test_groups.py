"""Groups of rows in ruled tables, and names whose column says nothing of them."""

import pytest

from plancmp import extract_bytes
from tests.pdf_builder import RawPdf

_HEAD = "<h1>云溪县“十五五”能源发展规划</h1><h2>二、发展目标</h2><p>表1 “十五五”能源发展主要指标</p>"


def _rows(table: str) -> list[tuple[str | None, str, str | None]]:
    """Category, name and target of the indicators of a page with this table."""
    record = extract_bytes(f"<html><body>{_HEAD}<table>{table}</table></body></html>".encode(), "plan.html")
    return [(row.category, row.name, row.target.text if row.target else None) for row in record.indicators]


def _row(*cells: str) -> str:
    return (
        "<tr>" + "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in cells) + "</tr>"
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (  # the number of a group, and its name across all other columns
            [
                _row("序号", "类别", "单位", "2025年", "2030年", "属性"),
                _row("一", '<td colspan="5">总体指标</td>'),
                _row("1", "可再生能源装机占比", "%", "36", "50", "预期性"),
                _row("二", '<td colspan="5">发电装机</td>'),
                _row("2", "风电", "万千瓦", "37", "89", "预期性"),
            ],
            [("总体指标", "可再生能源装机占比", "50"), ("发电装机", "风电", "89")],
        ),
        (  # an unknown header over cells that are merged over several rows
            [
                _row("序号", "工作重点", "指标内容", "2030年目标", "指标类型"),
                _row("1", '<td rowspan="2">绿色建筑</td>', "绿色建筑比例（%）", "100", "约束性"),
                _row("2", "新增绿色建筑面积（万平方米）", "≥5", "约束性"),
                _row("3", '<td rowspan="2">建筑节能</td>', "能效水平提升（%）", "≥30", "预期性"),
                _row("4", "超低能耗建筑面积（万平方米）", "≥2", "预期性"),
            ],
            [
                ("绿色建筑", "绿色建筑比例", "100"),
                ("绿色建筑", "新增绿色建筑面积", "≥5"),
                ("建筑节能", "能效水平提升", "≥30"),
                ("建筑节能", "超低能耗建筑面积", "≥2"),
            ],
        ),
        (  # tasks on the left of names with values
            [
                _row("重点任务", "主要指标", "2030年", "性质"),
                _row('<td rowspan="2">绿色建筑</td>', "绿色建筑面积占比（%）", "100", "约束性"),
                _row("新建绿色生态城区（个）", "1~2", "约束性"),
                _row("能效提升", "公共建筑改造面积（万平方米）", "15", "预期性"),
            ],
            [
                ("绿色建筑", "绿色建筑面积占比", "100"),
                ("绿色建筑", "新建绿色生态城区", "1~2"),
                ("能效提升", "公共建筑改造面积", "15"),
            ],
        ),
        (  # no header over the names
            [
                _row("", "单位", "2025年", "2030年", "属性"),
                _row("可再生能源消纳权重", "%", "47", "50", "预期性"),
                _row("风电", "万千瓦", "66", "120", "预期性"),
            ],
            [(None, "可再生能源消纳权重", "50"), (None, "风电", "120")],
        ),
        (  # two measures under one name
            [
                _row("指标名称", "单位", "2025年", "2030年", "属性"),
                _row('<td rowspan="2">煤炭消费量及比重</td>', "万吨", "13", "10以内", "约束性"),
                _row("%", "1.5", "0.9", "约束性"),
            ],
            [(None, "煤炭消费量及比重", "10以内"), (None, "煤炭消费量及比重", "0.9")],
        ),
        (  # groups told by their own numbers; a row of that number with values ends a group
            [
                _row("序号", "类别", "单位", "2025年", "2030年"),
                _row("一", "发电利用", "", "", ""),
                _row("（一）", "水电装机", "万千瓦", "17", "18"),
                _row("（二）", "风电装机", "万千瓦", "6", "21"),
                _row("（三）", "光伏装机", "万千瓦", "2", "15"),
                _row("二", "能源利用总量", "万吨标煤", "25", "36"),
            ],
            [
                ("发电利用", "水电装机", "18"),
                ("发电利用", "风电装机", "21"),
                ("发电利用", "光伏装机", "15"),
                (None, "能源利用总量", "36"),
            ],
        ),
        (  # look-alike: a row of a draft whose figures are still to come
            [
                _row("序号", "指标", "单位", "2025年", "2030年"),
                _row("1", "水电装机", "万千瓦", "17", "18"),
                _row("2", "示范县数量", "", "", ""),
            ],
            [(None, "水电装机", "18"), (None, "示范县数量", "")],
        ),
        (  # words that hold for several rows, and a figure that may be their total
            [
                _row("指标", "单位", "2025年", "2030年", "属性"),
                _row("氨氮削减比例", "%", "15", '<td rowspan="2">完成省下达指标</td>', "约束性"),
                _row("总磷削减比例", "%", "12", "约束性"),
                _row("城镇新增就业", "万人", "3", '<td rowspan="2">9</td>', "预期性"),
                _row("农村转移就业", "万人", "4", "预期性"),
            ],
            [
                (None, "氨氮削减比例", "完成省下达指标"),
                (None, "总磷削减比例", "完成省下达指标"),
                (None, "城镇新增就业", "9"),
                (None, "农村转移就业", ""),
            ],
        ),
        (  # every row has as many cells, drawn one wider, one narrower
            [
                _row("类别", "序号", '<td colspan="2">指标</td>', "2025年", "2030年", "属性"),
                _row("综合", "1", '<td colspan="2">能耗降低（%）</td>', "—", "13", "约束性"),
                _row("生态", "2", "湿地保护率（%）", '<td colspan="2">60</td>', "65", "预期性"),
                _row("生态", "3", "林地保有量（万亩）", '<td colspan="2">22</td>', "26", "约束性"),
            ],
            [("综合", "能耗降低", "13"), ("生态", "湿地保护率", "65"), ("生态", "林地保有量", "26")],
        ),
        (  # the attribute and the unit in one bracket, no unit at all, a unit for each of something
            [
                _row("指标", "2025年", "2030年"),
                _row("事故死亡人数下降率（%，约束性）", "36", "10"),
                _row("生态红线（-）", "划定", "不减少"),
                _row("辐射事故发生率（起/每万枚）", "—", "0"),
            ],
            [
                (None, "事故死亡人数下降率", "10"),
                (None, "生态红线", "不减少"),
                (None, "辐射事故发生率", "0"),
            ],
        ),
        (  # names that carry their units and numbers under a header that says nothing of names
            [
                _row(
                    "种类", "2025年（实际）", "“十五五”新增", "2030年末（预计）", "替代化石能源（万吨标煤）"
                ),
                _row("一、水电（万千瓦）", "2281", "-", "2281", "2220"),
                _row("二、生物质能", "", "", "", ""),
                _row("1、生物质能发电（万千瓦）", "35", "50", "85", "113"),
                _row("2、生物天然气（亿立方米）", "1", "2", "3", "24"),
                _row("三、地热能（万平方米）", "500", "2000", "2500", "232"),
            ],
            [
                (None, "水电", "2281"),
                ("生物质能", "生物质能发电", "85"),
                ("生物质能", "生物天然气", "3"),
                (None, "地热能", "2500"),
            ],
        ),
    ],
)
def test_groups(rows: list[str], expected: list[tuple[str | None, str, str | None]]) -> None:
    """Each row has its group, its name and its target."""
    assert _rows("".join(rows)) == expected


def test_what_was_reached_is_no_goal() -> None:
    """A column that compares with another holds no targets: 较目标值增加."""
    header = _row("类别", "指标", "单位", "属性", "2020年目标值", "2020年实际值", "较目标值增加")
    row = _row("消纳", "可再生能源消纳权重", "%", "约束性", "39.5", "43.3", "3.8")
    assert _rows(header + row + _row("消纳", "风电装机", "万千瓦", "预期性", "340", "653", "313")) == []


_XS = (90, 170, 330, 390, 450, 510)
_HEADER = ("类别", "指标", "2025年", "2030年", "属性")


def _cut_table(sentence: str) -> bytes:
    """A table over two pages, whose second category begins on one and ends on the other."""
    above = (
        _HEADER,
        ("环境治理", "污水处理率（%）", "91", "95", "约束性"),
        ("生态", "湿地保护率（%）", "50", "55", "预期性"),
    )
    below = (
        ("系统质量", "森林覆盖率（%）", "40", "42", "约束性"),
        ("", "草原盖度（%）", "60", "61", "约束性"),
    )
    pdf = RawPdf().page().text(150, 780, "某某市“十五五”生态规划", 22)
    pdf.text(90, 740, "一、发展目标").text(90, 715, sentence, 12).grid(_XS, (170, 140, 110, 80))
    for top, cells in zip((170, 140, 110), above, strict=True):
        _print(pdf, top, cells)
    pdf.page()
    for top, left in ((780, _XS[0]), (750, _XS[1]), (720, _XS[0])):
        pdf.rule(left, top, _XS[-1], top)
    for x in _XS:
        pdf.rule(x, 780, x, 720)
    for top, cells in zip((780, 750), below, strict=True):
        _print(pdf, top, cells)
    return pdf.text(90, 690, "二、主要任务").text(90, 660, "植树造林。", 12).build()


def _print(pdf: RawPdf, top: float, cells: tuple[str, ...]) -> None:
    for x, words in zip(_XS, cells, strict=False):
        if words:
            pdf.text(x + 4, top - 20, words, 12)


@pytest.mark.parametrize(
    ("sentence", "groups"),
    [
        ("生态系统质量稳步提升。", ["环境治理", *["生态系统质量"] * 3]),
        ("生态环境更美，系统质量更高。", ["环境治理", "生态", "系统质量", "系统质量"]),
    ],
)
def test_a_category_that_a_page_break_cut(sentence: str, groups: list[str]) -> None:
    """It is one where the text has the words of both parts as one."""
    record = extract_bytes(_cut_table(sentence), "plan.pdf")
    assert [row.category for row in record.indicators] == groups
