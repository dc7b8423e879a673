"""Columns: tables beside each other, tables that go on without a header, sums of yearly figures."""

import plancmp


def _page(*parts: str) -> bytes:
    body = "".join(parts)
    title = "<h1>云溪县“十五五”体育发展规划</h1>"
    return f"{title}<p>一、主要目标</p>{body}<p>二、保障措施</p><p>加强领导。</p>".encode()


def _table(*rows: str) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    return "<table border=1>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _rows(page: bytes) -> list[str]:
    record = plancmp.extract_bytes(page, "plan.html")
    return [
        f"{row.name} {row.unit} {row.baseline and row.baseline.text} {row.target and row.target.text}"
        for row in record.indicators
    ]


def test_two_tables_beside_each_other_are_read_one_below_the_other() -> None:
    page = _page(
        _table(
            "指标|2025年|2030年|指标|2025年|2030年",
            "人均体育场地面积（平方米）|2.6|3.0|经常锻炼人数比例（%）|38.5|40",
            "国民体质合格率（%）|92.1|93||",
        )
    )
    assert _rows(page) == [
        "人均体育场地面积 平方米 2.6 3.0",
        "国民体质合格率 % 92.1 93",
        "经常锻炼人数比例 % 38.5 40",
    ]


def test_years_that_come_twice_are_columns_of_one_table() -> None:
    page = _page(
        _table(
            "指标|2025年|2030年|2025年占比|2030年占比", "体育人口（万人）|12|15|31|38", "场地（个）|80|95|2|3"
        )
    )
    assert [row.split()[0] for row in _rows(page)] == ["体育人口", "场地"]


def test_a_table_under_a_continuation_mark_has_the_columns_of_the_one_above() -> None:
    first = _table("序号|指标|单位|2025年|2030年", "1|体育公园|个|2|5", "2|健身步道|公里|31|60")
    rest = _table("3|社区健身点|个|120|180", "4|等级教练员|人|36|50")
    assert _rows(_page(first, "<p>续表</p>", rest))[2:] == ["社区健身点 个 120 180", "等级教练员 人 36 50"]
    other = _table("3|社区健身点|个|120", "4|等级教练员|人|36")
    assert len(_rows(_page(first, "<p>续表</p>", other))) == 2, "other columns are no rest of that table"
    assert len(_rows(_page(first, "<p>分布情况</p>", rest))) == 2, "nothing says that it goes on"


def test_the_sum_of_yearly_figures_is_a_value_and_not_the_target() -> None:
    page = _page(_table("指标|单位|2028年|2029年|2030年|合计|属性", "社区健身点|个|40|50|60|150|预期性"))
    (row,) = plancmp.extract_bytes(page, "plan.html").indicators
    assert row.target is not None and row.target.text == "60"
    assert [(value.label, value.role, value.text) for value in row.values][-1] == ("合计", "total", "150")


def test_of_a_header_over_another_the_lower_one_says_what_a_column_holds() -> None:
    page = (
        "<table border=1><tr><td rowspan=2>指标</td><td rowspan=2>单位</td><td colspan=2>目标值</td></tr>"
        "<tr><td>基期值</td><td>目标值</td></tr><tr><td>社区健身点</td><td>个</td><td>40</td><td>60</td></tr>"
        "<tr><td>等级教练员</td><td>人</td><td>7</td><td>9</td></tr></table>"
    )
    assert _rows(_page(page)) == ["社区健身点 个 40 60", "等级教练员 人 7 9"]


def test_marks_of_footnotes_that_are_no_longer_raised_are_no_part_of_names() -> None:
    """They count up down the table; numbers that do not are part of their names."""
    marked = _table(
        "指标|单位|2025年|2030年", "体育公园1|个|2|5", "健身步道|公里|31|60", "等级教练员2|人|36|50"
    )
    names = [row.split()[0] for row in _rows(_page(marked))]
    assert names == ["体育公园", "健身步道", "等级教练员"]
    kept = _table("指标|单位|2025年|2030年", "健身步道12|公里|31|60", "细颗粒物PM2.5浓度|微克|31|28")
    assert [row.split()[0] for row in _rows(_page(kept))] == ["健身步道12", "细颗粒物PM2.5浓度"]
