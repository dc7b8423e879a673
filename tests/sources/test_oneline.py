"""A whole text in one line is parted where its headings stand."""

import time

import pytest

from plancmp.model.document import Table
from plancmp.sources.layout.oneline import part_lines
from plancmp.sources.lines.cleaning import clean_lines
from plancmp.sources.lines.splitting import split_lines
from plancmp.sources.plain.reading import read_plain
from plancmp.sources.tables.inline import tables_inside


def test_titles_that_contents_list_end_where_the_contents_say() -> None:
    """All ends of lines are lost; the words of a title run on into its paragraph."""
    titles = ["第一章发展基础", "第二章总体要求", "第三章重点任务", "第四章保障措施"]
    prose = "全县各单位协同推进，按年度分解工作，每年评估一次并公布结果。" * 20
    body = "".join(title + prose for title in titles)
    name = "云溪县“十五五”体育发展规划"
    text = f"{name}目录{''.join(titles)}{name}为推进体育发展，制定本规划。{body}"
    parted = [line.text for line in part_lines(clean_lines(split_lines(text)))]
    assert [line for line in parted if line.startswith("第")] == titles
    told = [line.text for line in part_lines(clean_lines(split_lines(f"本规划如下。{body}")))]
    assert told[1:] == [title + prose for title in titles], "without contents nothing says where a title ends"


_PROSE = "全县各单位协同推进，按年度分解工作，每年评估一次并公布结果。" * 20
_HEAD = "序号指　标单位2025年2030年属性"
_ROWS = (
    "一、设施1健身步道公里158180预期性2球场数个≥60≥60约束性"
    "二、参与3锻炼人数占比%38.241.5预期性4指导员与人口之比—1.5∶12∶1预期性"
)


def _plan(table: str) -> str:
    chapters = "".join(f"第{each}章重点任务{_PROSE}" for each in "二三四")
    target = f"第一章发展目标{_PROSE}专栏1　主要指标{table}注：按常住人口计算。"
    return f"云溪县“十五五”体育发展规划{target}{chapters}"


def _parted(table: str) -> list[str]:
    return [line.text for line in part_lines(clean_lines(split_lines(_plan(table))), tables_inside)]


def test_rows_of_a_table_in_the_line_begin_where_serials_count() -> None:
    """The number of a category is none of a heading; the text behind the table is no part of it."""
    lines = _parted(_HEAD + _ROWS)
    at = lines.index(_HEAD)
    assert lines[at - 1 : at + 4] == [
        "专栏1　主要指标", _HEAD, "一、设施", "1健身步道公里158180预期性", "2球场数个≥60≥60约束性",
    ]  # fmt: skip
    assert lines[at + 4] == "二、参与"
    assert lines[at + 7].startswith("注：")


@pytest.mark.parametrize(
    "text",
    [
        "序号指标单位2025年2030年属性见附件，其中约束性指标4项、预期性指标8项。",
        "主要指标目标值按年度分解，指标1由市局负责，指标2由县局负责，指标3由镇负责。",
        "指标单位2025年2030年属性。1月约束性要求下达，2月预期性要求下达，3月汇总。",
    ],
)
def test_prose_that_names_columns_is_no_table(text: str) -> None:
    """Words of a header, and numbers that count, stand in sentences too."""
    assert tables_inside(_plan(text)) == []


def test_figures_with_nothing_between_are_read_and_doubted() -> None:
    """158180 is 158 and 180 most likely: two of one size. That is a guess, and the table says so."""
    document = read_plain(_plan(_HEAD + _ROWS), None)
    table = next(block for block in document.blocks if isinstance(block, Table))
    rows = [
        ["".join(document.text[each.start : each.end] for each in cell.paragraphs) for cell in row.cells]
        for row in table.rows
    ]
    assert [row[3:5] for row in rows if len(row) > 4] == [
        ["2025年", "2030年"], ["158", "180"], ["≥60", "≥60"], ["38.2", "41.5"], ["1.5∶1", "2∶1"],
    ]  # fmt: skip
    assert any(note.code == "unsure-table" for note in document.notes)


@pytest.mark.parametrize("words", ["指标单位2030年", "序号", "指标名称", "序号指", "指   标   "])
def test_a_long_line_of_words_of_headers_takes_no_time(words: str) -> None:
    """Nothing is tried again and again, whether it is a header or only begins like one."""
    begun = time.process_time()
    assert tables_inside(words * 200_000) == []
    assert time.process_time() - begun < 8
