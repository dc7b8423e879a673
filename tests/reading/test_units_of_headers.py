"""What stands in brackets in a header, and marks of notes in cells: a unit, or no part of what is said."""

import pytest

from plancmp.pipeline import extract_bytes


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("2030年（万吨）", "20", (20, 4, "吨")),
        ("2030年（预计）", "20吨", (20, 0, "吨")),
        ("2030年（预期值，万吨）", "20", (20, 4, "吨")),
        ("2030年", "20吨[2]", (20, 0, "吨")),
        ("2030年", "20吨＃", (20, 0, "吨")),
    ],
)
def test_unit(header: str, cell: str, expected: tuple[int, int, str]) -> None:
    """The number as written, the power of ten that its unit puts to it, and the unit."""
    page = f"""<h1>云溪市“十五五”环境保护规划</h1><table border=1>
    <tr><th>指标</th><th>2025年</th><th>{header}</th><th>属性</th></tr>
    <tr><td>甲量</td><td>10</td><td>{cell}</td><td>约束性[1]</td></tr>
    <tr><td>乙量</td><td>10</td><td>{cell}</td><td>约束性 2</td></tr></table>"""
    rows = extract_bytes(page.encode(), "case.html").indicators
    number, power, unit = expected
    assert [row.attribute for row in rows] == ["约束性", "约束性"]
    assert [(row.target.value, row.target.unit) for row in rows if row.target] == [
        (number * 10**power, unit)
    ] * 2
