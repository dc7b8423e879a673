"""`plancmp report`, and the forms for people of `check` and `diff`, as a user runs them."""

import io
import json
import sys
from pathlib import Path

import openpyxl
import pytest

from plancmp.cli import printed
from tests.support.gains import CORPUS

DRAFTS = [CORPUS / "yunxi-disability-15.txt", CORPUS / "nanshan-disability-13.txt"]


def test_the_ending_says_the_form(plancmp, tmp_path: Path) -> None:
    """A page and a workbook of the same plans; how many is said on standard error."""
    page, book = tmp_path / "out.html", tmp_path / "out.xlsx"
    ran = plancmp("report", *DRAFTS, "-o", page)
    assert ran.status == 0 and ran.out == "" and "2 份规划" in ran.err
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert plancmp("report", *DRAFTS, "-o", book).status == 0
    sheets = openpyxl.load_workbook(book).sheetnames
    assert sheets == ["概览", "指标对照", "指标明细", "缺项清单", "任务分工", "检查发现"]


def test_an_ending_without_a_form_is_an_error(plancmp, tmp_path: Path) -> None:
    """One line that names the forms, and no folder of that name."""
    ran = plancmp("report", *DRAFTS, "-o", tmp_path / "out.docx")
    assert ran.status == 2 and "没有 .docx 这种输出" in ran.err and "html" in ran.err
    assert not list(tmp_path.iterdir())


def test_one_plan_is_a_page_of_findings(plancmp, tmp_path: Path) -> None:
    """There is nothing to compare, and what was found is shown."""
    page = tmp_path / "out.html"
    assert plancmp("report", DRAFTS[0], "-o", page).status == 0
    text = page.read_text("utf-8")
    assert 'id="findings"' in text and 'id="matrix"' not in text


def test_a_file_that_is_missing_is_said_and_the_rest_written(plancmp, tmp_path: Path) -> None:
    """Exit 2, one line for the file, the page of the others."""
    page = tmp_path / "out.html"
    ran = plancmp("report", *DRAFTS, tmp_path / "none.txt", "-o", page)
    assert ran.status == 2 and "none.txt" in ran.err and "2 份规划" in ran.err
    assert 'id="matrix"' in page.read_text("utf-8")


def test_against_a_base(plancmp, tmp_path: Path) -> None:
    """The base stands first in the matrix; one of another field is refused in one line."""
    page = tmp_path / "out.html"
    assert plancmp("report", DRAFTS[0], "--base", "ref:disability-15", "-o", page).status == 0
    assert "（基准）" in page.read_text("utf-8")
    ran = plancmp("report", CORPUS / "qinghe-ageing-15.txt", "--base", "ref:disability-15", "-o", page)
    assert ran.status == 2 and len(ran.err.splitlines()) == 1


def test_a_page_is_not_for_a_terminal(plancmp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where to write it is said instead."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ran = plancmp("report", *DRAFTS)
    assert (ran.status, ran.out, ran.err) == (2, "", "报告要写入文件：请用 -o 文件.html。\n")


def test_a_pdf_needs_a_program(plancmp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a browser and LibreOffice one line says what to do."""
    monkeypatch.setattr(printed, "_browser", lambda: None)
    monkeypatch.setattr("plancmp.sources.office.find_soffice", lambda: None)
    ran = plancmp("report", DRAFTS[0], "-o", tmp_path / "out.pdf")
    assert ran.status == 2 and "Chromium" in ran.err and "网页" in ran.err
    assert plancmp("report", DRAFTS[0], "-f", "pdf").err.startswith("报告要写入文件：请用 -o 文件.pdf。")


@pytest.mark.slow
def test_a_pdf_is_printed(plancmp, tmp_path: Path) -> None:
    """The page on paper, by the browser that is there."""
    if printed._browser() is None:
        pytest.skip("no browser here")
    place = tmp_path / "out.pdf"
    assert plancmp("report", *DRAFTS, "-o", place).status == 0
    import pypdfium2

    pages = pypdfium2.PdfDocument(place)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "指标对照" in text and "检查发现" in text


def test_findings_in_the_new_forms(plancmp, tmp_path: Path) -> None:
    """CSV, page and workbook hold as many findings as the JSON, with the same exit status."""
    wanted = plancmp("check", DRAFTS[0], "-f", "json")
    count = len(json.loads(wanted.out)["findings"])
    assert count > 3
    table = plancmp("check", DRAFTS[0], "-f", "csv")
    assert table.status == wanted.status and table.out.count("\n") >= count + 1
    page = plancmp("check", DRAFTS[0], "-f", "html")
    assert page.status == wanted.status and page.out.count("\\u003carticle") == count
    book = tmp_path / "found.xlsx"
    assert plancmp("check", DRAFTS[0], "-o", book).status == wanted.status
    assert openpyxl.load_workbook(io.BytesIO(book.read_bytes()))["检查发现"].max_row == count + 1


def test_csv_for_excel_begins_with_its_mark(plancmp, tmp_path: Path) -> None:
    """In a file, where Excel looks for it; not on standard output."""
    place = tmp_path / "out.csv"
    plancmp("diff", *DRAFTS, "-o", place)
    assert place.read_bytes().startswith(b"\xef\xbb\xbfpart,")
    assert plancmp("diff", *DRAFTS, "-f", "csv").out.startswith("part,")


def test_comparison_in_the_new_forms(plancmp, tmp_path: Path) -> None:
    """`diff` writes the same page and workbook without findings."""
    page = plancmp("diff", *DRAFTS, "-f", "html")
    assert page.status == 0 and 'id="matrix"' in page.out and 'id="findings"' not in page.out
    book = tmp_path / "out.xlsx"
    assert plancmp("diff", *DRAFTS, "-o", book).status == 0
    assert "检查发现" not in openpyxl.load_workbook(book).sheetnames


def test_statistics(plancmp) -> None:
    """Counts by plan and by check, no finding; the exit status is that of any other form."""
    ran = plancmp("check", *DRAFTS, "--statistics")
    assert ran.status == plancmp("check", *DRAFTS, "-f", "json").status
    lines = ran.out.splitlines()
    assert lines[0].split() == ["规划", "错误", "警告", "提示"] and len(lines[1].split()) == 4
    counts = [line.split() for line in lines if line.startswith("PLH001")]
    assert len(counts) == 1 and counts[0][1:3] == ["1", "undecided-value"]


def test_many_records_are_checked_while_they_are_compared(plancmp, tmp_path: Path) -> None:
    """The same report as from one process; a record that cannot be read is told and stops no other."""
    record = (CORPUS / "yunxi-disability-15.yaml").read_text("utf-8")
    for number in range(14):
        (tmp_path / f"{number:02}.yaml").write_text(record, "utf-8")
    paths, page, other = sorted(tmp_path.glob("*.yaml")), tmp_path / "a.html", tmp_path / "b.html"
    assert plancmp("report", *paths, "-o", page).status == 0
    assert plancmp("report", *paths, "--jobs", 1, "-o", other).status == 0
    assert page.read_bytes() == other.read_bytes() and b"PLH001" in page.read_bytes()
    (tmp_path / "05.yaml").write_text("plan: [", "utf-8")
    ran = plancmp("report", *paths, "-o", page)
    assert ran.status == 2 and "05.yaml" in ran.err and "13" in ran.err.splitlines()[-1]
