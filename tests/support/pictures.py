"""`make pictures`: the three pictures of the README, of the corpus, made with the Chromium that is there."""

import tempfile
from pathlib import Path

from tests.pdf_builder import require_tool
from tests.support.gains import CORPUS, ROOT

FOLDER = ROOT / "docs" / "pictures"
PLANS = ("yunxi-disability-15.txt", "lanting-disability-15.md", "nanshan-disability-13.txt")
SHOTS = {"overview": "#overview", "indicator": "details.indicator:has(svg)", "findings": "#findings"}
"""Names of the pictures, and the parts of the page that they show."""


def main() -> None:
    """Write the page of three drafts and take its pictures."""
    from playwright.sync_api import sync_playwright

    from plancmp.cli.check import checked
    from plancmp.cli.check_settings import Planner, Told
    from plancmp.pipeline import diff
    from plancmp.report.dossier import Dossier
    from plancmp.report.page.writing import write_page

    paths = [str((CORPUS / name).relative_to(ROOT)) for name in PLANS]
    done = checked(Planner(Told(isolated=True, jobs=1)), paths, keep=True)
    page = write_page(Dossier(comparison=diff(done.records), report=done.report), lang="zh")
    program = require_tool("chromium", "chromium-browser", "google-chrome")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        place = Path(folder) / "page.html"
        place.write_text(page, "utf-8")
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1366, "height": 700})
        shown.goto(place.as_uri())
        shown.evaluate("document.querySelector('#each').scrollIntoView()")
        shown.wait_for_timeout(500)  # Rows are made when they come near the view.
        drawn = "each => { each.open = Boolean(each.querySelector('svg')); }"
        shown.evaluate(f"document.querySelectorAll('details.indicator').forEach({drawn})")
        for name, part in SHOTS.items():
            shown.evaluate(f"document.querySelector('{part}').scrollIntoView()")
            shown.wait_for_timeout(300)
            shown.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
