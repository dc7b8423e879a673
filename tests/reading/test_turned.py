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


def test_a_name_goes_on_with_a_part_in_its_own_cell() -> None:
    table = tbl(
        row("序号", "指标名称", "2025年", "2030年", "属性"),
        row(
            "1",
            cell("养老床位数（张）", "其中：护理型床位"),
            cell("1300", "700"),
            cell("1500", "≥1000"),
            "约束性",
        ),
        row("2", "社区食堂数（个）", "12", "30", "预期性"),
    )
    record = extract_bytes(make_docx(*_TITLE, table), "plan.docx")
    first, second = record.indicators
    assert (first.name, first.unit, first.target and first.target.text) == ("养老床位数", "张", "1500")
    assert [(part.name, part.baseline and part.baseline.text) for part in first.parts] == [
        ("护理型床位", "700")
    ]
    assert (second.number, second.name) == (2, "社区食堂数")
    assert not [note.code for note in record.notes if note.code == "row-unsure"]


def test_values_of_two_indicators_that_run_together_are_a_doubt() -> None:
    table = tbl(
        row("指标名称", "2025年", "2030年", "属性"),
        row(cell("养老床位数（张）", "其中：护理型床位"), "1300700", "15001000", "约束性"),
        row("社区食堂数（其中：新建）（个）", "12", "30", "预期性"),
    )
    record = extract_bytes(make_docx(*_TITLE, table), "plan.docx")
    assert [note.at.row for note in record.notes if note.code == "row-unsure" and note.at] == [2]


def test_values_with_their_units_under_a_lost_header_are_a_doubt() -> None:
    table = tbl(
        row("指标", "", "基期值（2025年）目标值（2030年）", "属性"),
        row("护理型床位占比", "55%", "65%", "约束性"),
        row("社区食堂数", "12个", "30个", "预期性"),
    )
    record = extract_bytes(make_docx(*_TITLE, table), "plan.docx")
    assert [note.text for note in record.notes if note.code == "values-unexplained"] == ["55%"]


def test_words_under_no_header_are_no_values() -> None:
    table = tbl(
        row("指标", "", "2025年", "2030年"),
        row("护理型床位占比（%）", "新增", "55", "65"),
        row("社区食堂数（个）", "延续", "12", "30"),
    )
    record = extract_bytes(make_docx(*_TITLE, table), "plan.docx")
    assert len(record.indicators) == 2
    assert not [note for note in record.notes if note.code == "values-unexplained"]
