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
