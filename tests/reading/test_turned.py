"""Tables with cells merged both ways, read over columns that are rows and under headers of three rows."""

from plancmp.pipeline import extract_bytes
from tests.docx_builder import MERGE, MERGED, cell, make_docx, p, row, span, tbl

_TITLE = p("某某县“十五五”养老服务规划"), p("一、主要目标"), p("表1 “十五五”养老服务主要指标")


def _rows(table: str) -> list[tuple[str, str | None, str | None, int | None]]:
    record = extract_bytes(make_docx(*_TITLE, table, p("二、重点任务")), "plan.docx")
    return [
        (each.name, each.baseline and each.baseline.text, each.target and each.target.text, each.at.cell)
        for each in record.indicators
    ]


def test_a_goal_in_words_lies_across_indicators_side_by_side() -> None:
    table = tbl(
        row("年份", "护理型床位占比（%）", "持证护理员人数（人）", "社区食堂数（个）"),
        row("2025年", "55", "420", "12"),
        row("2030年", "≥65", cell("持续增加", props=span(2))),
    )
    assert _rows(table) == [
        ("护理型床位占比", "55", "≥65", 2),
        ("持证护理员人数", "420", "持续增加", 3),
        ("社区食堂数", "12", "持续增加", 4),
    ]


def test_a_header_of_three_rows_with_merged_cells() -> None:
    table = tbl(
        row(cell("指标名称", props=MERGE), cell("指标值", props=span(3)), cell("属性", props=MERGE)),
        row(cell(props=MERGED), "现状", cell("规划目标", props=span(2)), cell(props=MERGED)),
        row(cell(props=MERGED), "2025年", "2027年", "2030年", cell(props=MERGED)),
        row("护理型床位占比（%）", "55", "60", "≥65", "约束性"),
        row("社区食堂数（个）", "12", "20", "30", "预期性"),
    )
    assert [each[:3] for each in _rows(table)] == [
        ("护理型床位占比", "55", "≥65"),
        ("社区食堂数", "12", "30"),
    ]


def test_a_caption_and_its_years_in_rows_over_the_header() -> None:
    table = tbl(
        row(cell("主要指标", props=span(3))),
        row(cell("（2026—2030年）", props=span(3))),
        row("指标名称", "2025年", "2030年"),
        row("护理型床位占比（%）", "55", "≥65"),
        row("社区食堂数（个）", "12", "30"),
    )
    assert [each[:3] for each in _rows(table)] == [
        ("护理型床位占比", "55", "≥65"),
        ("社区食堂数", "12", "30"),
    ]
