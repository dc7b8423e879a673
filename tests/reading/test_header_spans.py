"""One header over two columns: what the rows make of it says whether it parts a name or groups names."""

import pytest

from plancmp.pipeline import extract_bytes

_TOP = "<h1>云溪市“十五五”生态环境保护规划</h1><p>一、主要指标</p><table border=1>"
_HEAD = "<tr><th>序号</th><th colspan=2>指标</th><th>2025年</th><th>2030年</th><th>属性</th></tr>"


def _row(number: int, *cells: str) -> str:
    """A row: cells as `2|words` are two columns wide, `^2|words` two rows high."""
    said = "".join(
        f"<td {'row' if span[0] == '^' else 'col'}span={span[-1]}>{words}</td>"
        for span, _, words in (cell.rpartition("|") for cell in cells)
        for span in [span or "1"]
    )
    return f"<tr><td>{number}</td>{said}<td>10</td><td>20</td><td>预期性</td></tr>"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [_row(1, "2|林地面积（公顷）"), _row(2, "氨氮", "减排量（吨）")],
            [(None, "林地面积"), (None, "氨氮减排量")],
            id="a name in two cells beside one in a single cell is one name",
        ),
        pytest.param(
            [_row(1, "2|林地面积（公顷）"), _row(2, "^2|减排量", "氨氮（吨）"), _row(3, "总磷（吨）")],
            [(None, "林地面积"), (None, "减排量氨氮"), (None, "减排量总磷")],
            id="its first part may stand for several rows",
        ),
        pytest.param(
            [_row(1, "^2|生态", "林地面积（公顷）"), _row(2, "湿地面积（公顷）"), _row(3, "环境", "减排量")],
            [("生态", "林地面积"), ("生态", "湿地面积"), ("环境", "减排量")],
            id="look-alike: where every row is parted the first column is a category",
        ),
        pytest.param(
            [_row(1, "^2|黑臭水体消除比例", "城市建成区"), _row(2, "乡镇政府驻地"), _row(3, "2|林地")],
            [(None, "黑臭水体消除比例城市建成区"), (None, "黑臭水体消除比例乡镇政府驻地"), (None, "林地")],
            id="its first part says what is measured",
        ),
        pytest.param(
            [_row(1, "^2|重点工程减排量（万吨）", "氨氮"), _row(2, "总磷"), _row(3, "2|林地面积（公顷）")],
            [(None, "重点工程减排量氨氮"), (None, "重点工程减排量总磷"), (None, "林地面积")],
            id="the unit of its first part is that of the whole",
        ),
        pytest.param(
            [_row(1, "^2|工程减排量（万吨<br>/年）", "氨氮"), _row(2, "总磷"), _row(3, "2|林地面积（公顷）")],
            [(None, "工程减排量氨氮"), (None, "工程减排量总磷"), (None, "林地面积")],
            id="also where a line ends within the unit",
        ),
        pytest.param(
            [
                "<tr><td colspan=6>一、治理。</td></tr>",
                _row(1, "^2|（1）水污染治理", "乡镇生活污水处理率"), _row(1, "县城生活污水处理率"),
                _row(2, "2|（2）林地面积（公顷）"),
            ],
            [("治理", "乡镇生活污水处理率"), ("治理", "县城生活污水处理率"), ("治理", "林地面积")],
            id="under a line over the rows a group that names no measure is left out",
        ),
        pytest.param(
            ["<tr><td></td><td colspan=2>生态</td><td></td><td></td><td></td></tr>", _row(1, "生态", "林地")],
            [("生态", "林地")],
            id="look-alike: a row of nothing else is a group of rows",
        ),
    ],
)  # fmt: skip
def test_names(rows: list[str], expected: list[tuple[str | None, str]]) -> None:
    """Category and name of each row."""
    page = _TOP + _HEAD + "".join(rows) + "</table><p>二、保障措施</p><p>加强领导。</p>"
    record = extract_bytes(page.encode(), "case.html")
    assert [(row.category, row.name) for row in record.indicators] == expected


_THREE = "<tr><th>序号</th><th colspan=3>指标</th><th>2025年</th><th>2030年</th><th>属性</th></tr>"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [_row(1, "^3|海洋生态", "2|滩涂修复面积²（公顷）"), _row(2, "^2|其中", "红树林面积（公顷）"),
             _row(3, "海草床面积（公顷）"), _row(4, "公众", "2|公众满意度（%）")],
            [("海洋生态", "滩涂修复面积", ["红树林面积", "海草床面积"]), ("公众", "公众满意度", [])],
            id="a category beside names that some rows part",
        ),
        pytest.param(
            [_row(1, "^3|环境质量", "^2|大气环境", "细颗粒物年平均浓度"), _row(2, "城市空气质量优良天数比例"),
             _row(3, "2|地下水质量达标率")],
            [("环境质量", "细颗粒物年平均浓度", []), ("环境质量", "城市空气质量优良天数比例", []),
             ("环境质量", "地下水质量达标率", [])],
            id="a finer group that the name does without",
        ),
        pytest.param(
            [_row(1, "^3|减排", "二氧化硫", "排放总量减少"), _row(2, "氮氧化物", "排放总量减少"),
             _row(3, "2|重点工程减排量")],
            [("减排", "二氧化硫排放总量减少", []), ("减排", "氮氧化物排放总量减少", []),
             ("减排", "重点工程减排量", [])],
            id="look-alike: a measure that says nothing of what",
        ),
    ],
)  # fmt: skip
def test_names_beside_a_category(rows: list[str], expected: list[tuple[str, str, list[str]]]) -> None:
    """Category, name and the names of the parts, where one header stands over three columns."""
    page = _TOP + _THREE + "".join(rows) + "</table><p>二、保障措施</p><p>加强领导。</p>"
    record = extract_bytes(page.encode(), "case.html")
    found = [(row.category, row.name, [part.name for part in row.parts]) for row in record.indicators]
    assert found == expected


_GOALS = (
    "<tr><th>领域</th><th>序号</th><th>指标</th><th>基期水平</th><th>2027年目标值</th><th>2030年目标值</th>"
    "<th>性质</th></tr><tr><td rowspan=6>（一）强身行动</td><td colspan=6>结果性指标</td></tr>"
    "<tr><td rowspan=2>1</td><td>健身人数比例（%）</td><td>30</td><td>35</td><td>40</td><td>预期性</td></tr>"
    "<tr><td colspan=5>说明：按抽样调查计算。</td></tr>"
    "<tr><td>2</td><td>农村场地覆盖率（%）</td><td>—</td><td colspan=2>95</td><td>约束性</td></tr>"
    "<tr><td>3</td><td colspan=4>说明会覆盖全部社区</td><td>倡导性</td></tr>"
    "<tr><td>4</td><td colspan=2>省级队伍数（支）</td><td>3</td><td>5</td><td>预期性</td></tr>"
)


def test_rows_of_notes_and_groups() -> None:
    """A row under another explains it, a line over rows of a kind is none, a goal may hold for two years."""
    page = "<h1>云溪市健身行动（2024—2030年）</h1><p>一、主要指标</p><table border=1>" + _GOALS + "</table>"
    record = extract_bytes(page.encode(), "case.html")
    assert record.plan.title == "云溪市健身行动（2024—2030年）"
    found = [
        (row.number, row.name, row.baseline, [each.text for each in row.values], row.target, row.notes)
        for row in record.indicators
    ]
    assert [
        (number, name, base and base.text, values, target and target.text, notes)
        for number, name, base, values, target, notes in found
    ] == [
        (1, "健身人数比例", "30", ["35"], "40", ("说明：按抽样调查计算。",)),
        (2, "农村场地覆盖率", "—", ["95"], "95", ()),
        (3, "说明会覆盖全部社区", "", [], None, ()),
        (4, "省级队伍数", "", ["3"], "5", ()),
    ]
    assert {row.category for row in record.indicators} == {"强身行动"}
    assert [text.text for box in record.boxes for text in box.paragraphs] == ["结果性指标"]
    assert not [note for note in record.notes if note.code == "unplaced"]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("| 指标 | 2020年 | 2025年 | 年均增速 | 属性 |", []),
        ("| 指标 | 2020年 | 2025年 | “十五五”年均增速 | 属性 |", ["装机规模"]),
    ],
)
def test_growth_between_two_years_before_the_plan_is_no_target(header: str, names: list[str]) -> None:
    rule = "|---|---|---|---|---|"
    row = "| 装机规模（万千瓦） | 120 | 180 | 8.4% | 预期性 |"
    above = "# 云梧县“十五五”能源发展规划\n\n## 一、现状\n\n表1 “十四五”能源发展指标\n\n"
    text = f"{above}{header}\n{rule}\n{row}\n"
    record = extract_bytes(text.encode(), "plan.md")
    assert [indicator.name for indicator in record.indicators] == names


def test_a_tall_header_may_begin_on_the_third_row() -> None:
    """Two rows of words over three of a header: its last row is still looked at."""
    above = "<tr><td colspan=4>各县（区）指标由其人民政府分解</td></tr><tr><td colspan=4>单位见括号</td></tr>"
    head = (
        "<tr><th rowspan=3>指标</th><th rowspan=2>2025年</th><th rowspan=2>2030年</th>"
        "<th rowspan=3>属性</th></tr><tr></tr><tr><th>现状</th><th>目标</th></tr>"
    )
    row = "<tr><td>林地面积（公顷）</td><td>10</td><td>20</td><td>预期性</td></tr>"
    table = f"<table border=1>{above}{head}{row * 2}</table>"
    page = f"<h1>云溪市“十五五”林业发展规划</h1><p>一、主要指标</p>{table}"
    record = extract_bytes(f"<html><body>{page}</body></html>".encode(), "plan.html")
    assert [each.target and each.target.text for each in record.indicators] == ["20", "20"]
