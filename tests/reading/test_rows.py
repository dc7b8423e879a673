"""What stands with the name of an indicator in its cell, and what belongs to another."""

import pytest

from plancmp.pipeline import extract_bytes

_TOP = "<h1>云溪市“十五五”水利发展规划</h1><p>一、主要指标</p><table border=1>"


def _read(*rows: tuple[str, ...]) -> list[tuple[int | None, str, str | None, str | None]]:
    """Number, name, unit and attribute of each row of a table; `^3|words` is three rows high."""
    told = "".join(
        "<tr>"
        + "".join(
            f"<td rowspan={cell[1]}>{cell[3:]}</td>" if cell.startswith("^") else f"<td>{cell}</td>"
            for cell in row
        )
        + "</tr>"
        for row in rows
    )
    page = f"{_TOP}{told}</table><p>二、保障措施</p><p>加强领导。</p>"
    record = extract_bytes(page.encode(), "case.html")
    return [(row.number, row.name, row.unit, row.attribute) for row in record.indicators]


_HEAD = ("指标", "2025年", "2030年", "属性")


def test_numbers_that_nothing_parts_from_the_name() -> None:
    """They count up with the rows; full width or not."""
    rows = [
        (name, "3", "4", "预期性") for name in ("１林地面积（公顷）", "2湿地面积（公顷）", "３水面率（％）")
    ]
    assert [row[:3] for row in _read(_HEAD, *rows)] == [
        (1, "林地面积", "公顷"),
        (2, "湿地面积", "公顷"),
        (3, "水面率", "%"),
    ]


@pytest.mark.parametrize("first", ["5岁以下儿童饮水安全率（%）", "1级堤防达标率（%）"])
def test_look_alike_figures_of_a_name(first: str) -> None:
    """A name that begins with a figure, beside others that do not."""
    rows = [
        (first, "80", "90", "预期性"),
        ("2级堤防达标率（%）", "80", "90", "预期性"),
        ("水面率（%）", "3", "4", "约束性"),
    ]
    assert [name for _, name, _, _ in _read(_HEAD, *rows)] == [
        first.removesuffix("（%）"), "2级堤防达标率", "水面率",
    ]  # fmt: skip


def test_the_attribute_that_nothing_parts_from_the_name() -> None:
    """Its own cell is empty; one in brackets is no part of the name wherever the attribute stands."""
    rows = [("水面率（%）约束性", "3", "4", ""), ("林地面积（公顷）（预期性）", "3", "4", "预期性")]
    assert _read(_HEAD, *rows) == [
        (None, "水面率", "%", "约束性"),
        (None, "林地面积", "公顷", "预期性"),
    ]


def test_look_alike_a_word_of_the_name() -> None:
    """约束性 within a name, or at its end without a unit before it, stays."""
    rows = [("约束性指标完成率（%）", "3", "4", "预期性"), ("节水考核约束性", "3", "4", "")]
    assert [name for _, name, _, _ in _read(_HEAD, *rows)] == ["约束性指标完成率", "节水考核约束性"]


def test_an_attribute_down_several_rows_that_a_page_cut() -> None:
    """预期性指标 over two pages: the second begins with 指标."""
    first = [("水面率（%）", "3", "4", "^2|预期性"), ("林地（公顷）", "3", "4")]
    rows = [*first, ("湿地（公顷）", "3", "4", "^2|指标"), ("滩涂（公顷）", "3", "4")]
    assert [attribute for *_, attribute in _read(_HEAD, *rows)] == ["预期性"] * 4


@pytest.mark.parametrize(
    ("header", "wanted"),
    [("断面名称", 0), ("学校名称", 0), ("指标名称", 2), ("考核指标名称", 2), ("名称", 2)],
)
def test_names_of_other_things(header: str, wanted: int) -> None:
    """A list of stations with a goal for each is no table of indicators."""
    rows = [("1", "大桥闸", "Ⅳ", "Ⅲ"), ("2", "新河口", "Ⅳ", "Ⅲ")]
    assert len(_read(("序号", header, "2025年现状", "2030年目标"), *rows)) == wanted


def test_a_total_beside_the_years() -> None:
    """总计 says what 合计 says."""
    page = (
        f"{_TOP}<tr><td>指标</td><td>2029年</td><td>2030年</td><td>总计</td></tr>"
        "<tr><td>新增节水灌溉面积（公顷）</td><td>20</td><td>30</td><td>50</td></tr></table><p>二、保障</p>"
    )
    (row,) = extract_bytes(page.encode(), "case.html").indicators
    assert row.target is not None and row.target.text == "30"
    assert [(value.text, value.role) for value in row.values] == [("20", "year"), ("50", "total")]


@pytest.mark.parametrize(
    ("title", "noted"),
    [
        ("表1 云溪市“十五五”水利发展规划指标体系", True),
        ("表1 云溪市“十四五”水利发展规划主要指标", False),
        ("表1 云溪市“十五五”水利发展现状指标", False),
    ],
)
def test_a_table_that_lost_its_columns_of_goals(title: str, noted: bool) -> None:
    """By its title it holds the indicators of this plan, by its columns it looks back."""
    page = (
        f"{_TOP.replace('<table border=1>', '')}<p>{title}</p><table border=1>"
        "<tr><td>序号</td><td>指标名称</td><td>单位</td><td>2025年</td></tr>"
        "<tr><td>1</td><td>水面率</td><td>%</td><td>20</td></tr>"
        "<tr><td>2</td><td>林地面积</td><td>公顷</td><td>20</td></tr></table><p>二、保障</p>"
    )
    record = extract_bytes(page.encode(), "case.html")
    assert not record.indicators
    assert any(note.code == "table-not-read" for note in record.notes) == noted


@pytest.mark.parametrize(
    ("title", "wanted"), [("“十四五”水利主要指标完成情况", 0), ("“十五五”水利主要指标", 1)]
)
def test_what_was_reached_is_no_goal(title: str, wanted: int) -> None:
    """A table of results has a sum over its period and attributes as well; no doubt is told of it."""
    page = (
        f"{_TOP.replace('<table border=1>', '')}<p>{title}</p><table border=1><tr><td>指标</td>"
        "<td>2025年目标值</td><td>五年累计</td><td>2025年完成值</td><td>属性</td><td>完成情况</td></tr>"
        "<tr><td>水面率（%）</td><td>18</td><td>-</td><td>19</td><td>预期性</td><td>完成</td></tr>"
        "<tr><td>林地面积（公顷）</td><td>-</td><td>25</td><td>2035</td><td>约束性</td><td>完成</td></tr>"
        "</table><table border=1><tr><td>指标</td><td>2025年</td><td>2030年</td></tr>"
        "<tr><td>湿地面积（公顷）</td><td>2025</td><td>2030</td></tr></table><p>二、保障</p>"
    )
    record = extract_bytes(page.encode(), "case.html")
    assert [row.name for row in record.indicators] == ["湿地面积"]
    unread = [note.code for note in record.notes if note.code in ("table-not-read", "row-unsure")]
    assert len(unread) == wanted
