"""The page in Chromium: no request, no error, and search, filters, order, links and language work."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from plancmp import Options, check, diff
from plancmp.model.checkreport import CheckedFile, CheckReport, Summary
from plancmp.model.comparison import Comparison
from plancmp.report.diff.data import write_json
from plancmp.report.dossier import Dossier
from plancmp.report.page.writing import write_page
from tests.pdf_builder import require_tool

pytestmark = pytest.mark.slow
CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def compared() -> Comparison:
    """The drafts of the corpus side by side."""
    return diff(sorted(CORPUS.glob("*.txt")))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, compared: Comparison) -> Path:
    """A page of corpus drafts with their findings."""
    paths = sorted(CORPUS.glob("*.txt"))
    found = tuple(each for path in paths for each in check(path, Options()))
    files = tuple(CheckedFile(path=str(path), status="checked") for path in paths)
    report = CheckReport(findings=found, files=files, summary=Summary(warning=len(found)))
    place = tmp_path_factory.mktemp("page") / "page.html"
    place.write_text(write_page(Dossier(comparison=compared, report=report), lang="zh"), "utf-8")
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The Chromium that is there."""
    program = require_tool("chromium", "chromium-browser", "google-chrome")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, written: Path) -> Iterator[Any]:
    """The page, opened; every request but the page itself and every line of the console is an error."""
    opened = browser.new_page(viewport={"width": 1366, "height": 900})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: said.append(request.url))
    opened.goto(written.as_uri())
    yield opened
    assert [each for each in said if not each.startswith(written.as_uri())] == []
    opened.close()


_ROWS = "#matrix tbody tr[data-row]"


def _settle(page: Any) -> None:
    """Wait until the page has made what is near the view."""
    page.wait_for_timeout(400)


def _walk(page: Any) -> None:
    """Scroll through the matrix, so that all of it is made."""
    for piece in page.locator("#matrix tbody").all():
        piece.evaluate("each => each.scrollIntoView()")
        page.wait_for_timeout(100)


def test_the_matrix_is_that_of_the_json(page: Any, compared: Comparison) -> None:
    """Every row and cell, in its order, as a reader sees them."""
    _walk(page)
    shown = page.locator(_ROWS).evaluate_all(
        "rows => rows.map(row => [row.dataset.row, row.dataset.verdict,"
        " [...row.querySelectorAll('td[data-p]')].map(cell => cell.dataset.i ?? null)])"
    )
    rows = json.loads(write_json(compared))["indicators"]
    assert shown == [
        [row["row"], row["verdict"], [cell and cell["indicator"] for cell in row["cells"]]] for row in rows
    ]
    marked = page.locator("#matrix td.weakest")
    assert marked.count() and all("▼" in each.inner_text() for each in marked.all())


def _seen(page: Any, query: str) -> list[str]:
    """The texts of the elements that are seen."""
    return [each.inner_text() for each in page.locator(query).all() if each.is_visible()]


def test_search_finds_rows_and_findings(page: Any) -> None:
    """Words that stand together; what does not fit goes, and comes back."""
    before = len(_seen(page, _ROWS))
    name = page.locator("#matrix tbody tr th a").first.inner_text()
    page.fill("#search", name)
    _settle(page)
    assert 0 < len(_seen(page, _ROWS)) < before
    assert all(name in text for text in _seen(page, _ROWS))
    page.fill("#search", "没有这样的词")
    page.wait_for_selector("#nothing:not([hidden])")
    page.fill("#search", "")
    page.wait_for_selector("#nothing", state="hidden")
    _settle(page)
    assert len(_seen(page, _ROWS)) == before


def test_filters_by_plan_code_and_gap(page: Any) -> None:
    """One plan's column, one check's findings, rows in which the plan has a gap."""
    page.select_option("#plan", "1")
    assert len(_seen(page, "#matrix thead th")) == 3
    page.check("#gaps")
    assert "plan=1" in page.url
    _settle(page)
    cells = [each for each in page.locator("#matrix tbody tr td[data-p='1']").all() if each.is_visible()]
    assert cells and all(
        set((each.get_attribute("class") or "").split()) & {"missing", "open"} for each in cells
    )
    code = page.locator("#code option").nth(1).get_attribute("value")
    page.select_option("#code", code)
    page.select_option("#plan", "")
    page.evaluate("document.querySelector('#findings').scrollIntoView()")
    page.wait_for_selector("article")
    assert {each.get_attribute("data-code") for each in page.locator("article:visible").all()} == {code}
    assert f"code={code}" in page.url and "gaps=1" in page.url


def test_order_by_a_column(page: Any) -> None:
    """Figures first in their order, up and then down."""
    button = page.locator("#matrix thead th[data-p='0'] button.sort")
    for way, up in (("ascending", True), ("descending", False)):
        button.click()
        _walk(page)
        assert page.locator("#matrix thead th[data-p='0']").get_attribute("aria-sort") == way
        cells = page.locator("#matrix tbody td[data-p='0']").evaluate_all(
            "cells => cells.map(cell => cell.dataset.v ?? null)"
        )
        figures = [float(each) for each in cells if each is not None]
        assert (
            len(cells) == page.locator(_ROWS).count() > 30
            and len(figures) > 3
            and figures == sorted(figures, reverse=not up)
        )
        assert None not in cells[: len(figures)]


def test_links_open_what_they_lead_to(page: Any, written: Path) -> None:
    """An indicator unfolds when one comes from the matrix, and from an address."""
    link = page.locator("#matrix tbody tr th a").nth(1)
    row = link.get_attribute("href").removeprefix("#")
    assert not page.locator(f"#{row} table").is_visible()
    link.click()
    page.wait_for_selector(f"#{row} table")
    page.goto(f"{written.as_uri()}?q=zzz#{row}")
    assert page.input_value("#search") == "zzz"


def test_all_entries_of_a_part_open_and_close(page: Any) -> None:
    """With one button, those that are made later too."""
    button = page.locator("#each button.unfold")
    for is_open in (True, False):
        button.click()
        _settle(page)
        folded = page.locator("#each details").evaluate_all("each => each.map(one => one.open)")
        assert folded and set(folded) == {is_open}
        assert button.get_attribute("aria-expanded") == str(is_open).lower()


def test_both_languages(page: Any) -> None:
    """One is seen at a time, and the page says which."""
    assert page.locator("h1").inner_text().endswith("份规划对照")
    page.click("#language")
    assert page.locator("h1").inner_text().endswith("plans side by side")
    assert page.evaluate("document.documentElement.lang") == "en" and "lang=en" in page.url


def test_by_keyboard(page: Any) -> None:
    """The first stop leads past the head; order can be asked for with Enter."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#matrix thead th[data-p='0'] button.sort").focus()
    page.keyboard.press("Enter")
    assert page.locator("#matrix thead th[data-p='0']").get_attribute("aria-sort") == "ascending"


@pytest.mark.parametrize("width", [800, 1366, 1920])
def test_the_page_is_never_moved_sideways(page: Any, width: int) -> None:
    """Wide tables move in their own frames."""
    page.set_viewport_size({"width": width, "height": 900})
    _walk(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_paper_is_short_unless_all_is_asked_for(page: Any) -> None:
    """What matters stands on the first sheet; sentences and tables of each indicator only on request."""
    page.evaluate("document.querySelectorAll('[data-paper]').forEach(each => { each.dataset.paper = 2; })")
    printed = [_sheets(page)]
    page.check("#whole")
    printed.append(_sheets(page))
    short, whole = printed
    assert len(short) < len(whole)
    assert "要点" in short[0] and "各规划数据" in short[0]
    assert not any("原文名称" in sheet for sheet in short) and any("原文名称" in sheet for sheet in whole)
    assert any("条见网页" in sheet for sheet in short) and not any("条见网页" in sheet for sheet in whole)


def _sheets(page: Any) -> list[str]:
    """The text of each sheet of what is printed."""
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as printed:
        return [sheet.get_textpage().get_text_range() for sheet in printed]


def test_nothing_serious_for_who_cannot_see_it(page: Any) -> None:
    """axe-core finds no serious or critical fault, folded and unfolded."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
