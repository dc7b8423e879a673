"""The workbook, read back: the same as the JSON, numbers as numbers, no formula whatever a plan says."""

import io
import json
from pathlib import Path

import msgspec
import openpyxl
import pytest

from plancmp import diff
from plancmp.model.comparison import Comparison
from plancmp.report.diff.data import write_json
from plancmp.report.diff.head import Head
from plancmp.report.dossier import Dossier, figures_of
from plancmp.report.workbook.writing import write_workbook
from tests.compare.plans import plan

CORPUS = Path(__file__).parents[2] / "corpus"
HOSTILE = ('=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "@SUM(A1)", "http://example.com/", "-- -")


def _read(comparison: Comparison, lang: str = "zh") -> openpyxl.Workbook:
    data = write_workbook(Dossier(comparison=comparison), lang="en" if lang == "en" else "zh")
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Plans of the corpus side by side."""
    return diff(sorted(CORPUS.glob("*.txt"))[:4])


def test_the_matrix_is_that_of_the_json(comparison: Comparison) -> None:
    """Every row in its order; one exact figure is a number, everything else the text as written."""
    rows = json.loads(write_json(comparison))["indicators"]
    sheet = _read(comparison)["指标对照"]
    assert sheet.max_row == len(rows) + 1
    numbers = 0
    for line, row in zip(sheet.iter_rows(min_row=2), rows, strict=True):
        assert [line[0].value, line[1].value, line[2].value] == [row["row"], row["name"], row["unit"]]
        for cell, held in zip(line[4:], row["cells"], strict=True):
            target = (held or {}).get("target") or {}
            if target.get("kind") == "number" and target["state"] == "stated":
                assert cell.data_type == "n" and cell.value == float(target["value"])
                numbers += 1
            elif held is not None:
                assert cell.value == (" ".join(target.get("text", "").split()) or "—")
            else:
                assert cell.value == "·"
    assert numbers > 10


def test_large_figures_are_shown_as_they_were_written() -> None:
    """In 万 and 亿, while the cell has the whole figure; where that would lose digits, the figure itself."""
    rows = [
        "投资额（亿元） | 1 | 3250 | 预期性",
        "面积（万平方米） | 1 | 12.5 | 预期性",
        "产值（亿元） | 1 | 1.234 | 预期性",
    ]
    sheet = _read(diff([plan(rows, place=place) for place in ("青禾县", "白水县")]))["指标对照"]
    shown = {line[1].value: (line[4].value, line[4].number_format) for line in sheet.iter_rows(min_row=2)}
    assert list(shown.values()) == [
        (325_000_000_000, r'0\.00,,"亿"'),
        (125_000, r'0\.0,"万"'),
        (123_400_000, "0"),
    ]


def test_the_long_sheet_has_each_cell_once(comparison: Comparison) -> None:
    """One row an indicator and plan, with its figure, relation and place."""
    held = [cell for row in comparison.indicators for cell in row.cells if cell is not None]
    rows = list(_read(comparison)["指标明细"].iter_rows(min_row=2, values_only=True))
    assert [(row[4], row[5]) for row in rows] == [(cell.indicator, cell.name) for cell in held]
    figures = [float(cell.target.value) for cell in held if cell.target and cell.target.value is not None]
    assert [row[17] for row in rows if row[17] is not None] == figures


def test_comments_say_what_was_written(comparison: Comparison) -> None:
    """Name and baseline of each cell as in the plan."""
    sheet = _read(comparison)["指标对照"]
    row = comparison.indicators[0]
    at, cell = next((at, cell) for at, cell in enumerate(row.cells) if cell is not None)
    comment = sheet.cell(2, 5 + at).comment
    assert comment is not None and cell.name in comment.text


def test_no_cell_is_a_formula_or_a_link() -> None:
    """What a spreadsheet would run stays text in every sheet."""
    rows = [f"{name.replace('|', '')}率 | 1 | {name.replace('|', '')} | 预期性" for name in HOSTILE]
    book = _read(diff([plan(rows, place=place) for place in ("青禾县", "白水县")]))
    texts = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in texts)
    assert not [cell for cell in texts if cell.data_type == "f" or cell.hyperlink is not None]


def test_sheets_can_be_read(comparison: Comparison) -> None:
    """Head and first columns stay, filters are on, Chinese fits, pages are of the width of paper."""
    book = _read(comparison)
    for name in ("指标对照", "指标明细", "缺项清单", "任务分工"):
        sheet = book[name]
        assert sheet.freeze_panes and sheet.auto_filter.ref and sheet.sheet_properties.pageSetUpPr.fitToPage
    widths = book["指标对照"].column_dimensions
    assert (
        widths["B"].width >= max(2 * len(row.name) for row in comparison.indicators[:5])
        or widths["B"].width > 40
    )


def test_rows_are_as_high_as_their_words() -> None:
    """A target of many words in a narrow column is not cut; a row of figures has the usual height."""
    told = "达到全省平均水平并在五年内逐年提高，其中农村地区的提高快于城镇"
    rows = [f"入学率 | 90% | {told} | 预期性", "升学率 | 90% | 95% | 预期性"]
    sheet = _read(diff([plan(rows, place=place) for place in ("青禾县", "白水县")]))["指标对照"]
    heights = [sheet.row_dimensions[at].height for at in (2, 3)]
    assert heights[0] >= 4 * 15 and heights[1] is None


def test_both_languages_and_the_same_bytes(comparison: Comparison) -> None:
    """Names of sheets in the language; no clock in the file."""
    assert _read(comparison, "en").sheetnames[:2] == ["Overview", "Indicators by plan"]
    first, second = (write_workbook(Dossier(comparison=comparison), lang="zh") for _ in range(2))
    assert first == second


def test_wide_tables_are_printed_side_by_side() -> None:
    """A table of many columns takes several sheets of paper; what no plan has makes no sheet."""
    book = _read(diff([plan(["入学率 | 90% | 95% | 预期性"], place=place) for place in ("青禾县", "白水县")]))
    assert "任务分工" not in book.sheetnames
    assert book["指标对照"].page_setup.fitToWidth in (None, 1)
    assert book["指标明细"].page_setup.fitToWidth > 1 and book["指标明细"].print_title_cols
    cell = next(book["指标对照"].iter_rows(min_row=2))[4]
    assert (cell.value, cell.number_format) == (95, "0")


def test_what_stands_out_is_the_same_in_sentences_and_figures() -> None:
    """A plan without a column of targets leaves them open in both."""
    rows = ["入学率 | 90% | 95% | 预期性", "升学率 | 90% | 95% | 预期性"]
    first, second = (plan(rows, place=place) for place in ("青禾县", "白水县"))
    bare = [msgspec.structs.replace(each, target=None) for each in second.indicators]
    compared = diff([first, msgspec.structs.replace(second, indicators=bare)])
    figures = [each["open-targets"].number for each in figures_of(Dossier(comparison=compared))]
    assert figures == [0, 2]
    told = [entry for entry in Head(compared, "en", explain=False).matters().entries if entry.sign == "?"]
    assert [entry.line[1].text.split(":")[0] for entry in told] == [" leaves 2 targets open"]
