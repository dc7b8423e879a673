"""Rows whose words stand in wrong cells are said to be unsure; others that look odd are not."""

import pytest

from plancmp.pipeline import extract_bytes

_HEAD = ("序号", "类别", "指标", "单位", "2025年", "2030年", "属性")
_ROWS = (
    ("1", "设施", "护理型床位占比", "%", "55", "65", "约束性"),
    ("2", "", "助餐点数量", "个", "30", "48", "预期性"),
    ("3", "服务", "助浴点数量", "个", "5", "12", "预期性"),
)


def _codes(row: tuple[str, ...], mark: str = "\t") -> list[str]:
    lines = [mark.join(cells) for cells in (_HEAD, *_ROWS, row)]
    text = "\n".join(("云溪县“十五五”养老服务规划", "", "一、主要指标", "", *lines, ""))
    record = extract_bytes(text.encode(), "plan.txt")
    assert len(record.indicators) == 4
    return [note.code for note in record.notes if note.code in ("row-unsure", "unsure-table")]


_SLIPPED = (
    ("4", "", "养老院数量（个", "个", "3", "6", "预期性"),
    ("4", "", "养老院数量", "个", "3", "6累计", "预期性"),
    ("4", "", "养老院数量", "个", "达到", "6", "预期性"),
    ("4", "", "养老院数量", "个", "3", "6预期性", "预期性"),
    ("4", "", "养老院数量", "个", "3", "6", "预期性预期性"),
    ("4", "", "养老院数量", "个", "60%>70%", "80%", "预期性"),
    ("4", "", "养老院面积（平方米）床位", "个", "3", "6", "预期性"),
    ("4", "", "养老院面积万平方", "米", "3", "6", "预期性"),
    ("", "", "4养老院数量", "个", "3", "6", "预期性"),
    ("4", "性", "养老院数量", "个", "3", "6", "预期性"),
)
_ONLY_ODD = (
    ("4", "", "街道（镇）养老院覆盖率（%）", "%", "——", "（60）", "预期性"),
    ("4", "", "养老院数量（五年累计）", "家", "--", "2-3家", "预期性①"),
    ("4", "", "养老院数量", "家", "已完成", "累计达到6家", "—"),
    ("4", "", "每百人床位", "张", "5%—6%", "6%～7%", "引导性"),
    ("4", "", "养老院达标率", "%", "98%、98%", "全部达标", "约束性"),
)


@pytest.mark.parametrize(
    ("row", "codes"), [*((row, ["row-unsure"]) for row in _SLIPPED), *((row, []) for row in _ONLY_ODD)]
)
def test_a_note_stands_at_rows_that_slipped(row: tuple[str, ...], codes: list[str]) -> None:
    """And at no other that only looks odd."""
    assert _codes(row) == codes


def test_rows_in_prose() -> None:
    """Rows of a table that was not found are told by the words that only they have, and prose is not."""
    head = "云溪县“十五五”养老服务规划\n\n一、主要指标\n\n"
    lost = head + "床位 55\n约束性\n助餐 48\n预期性\n助浴 12\n预期性\n"
    said = head + "约束性指标全部完成。\n\n预期性指标好于预期。\n\n约束性 指标三项，预期性 指标两项。\n"
    for text, codes in ((lost, ["unsure-table"]), (said, [])):
        record = extract_bytes(text.encode(), "plan.txt")
        assert [note.code for note in record.notes if note.code == "unsure-table"] == codes
