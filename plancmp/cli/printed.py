"""A report as PDF, printed by a program that is there: a browser, else LibreOffice."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from plancmp.cli.writing import write_whole
from plancmp.model.errors import PlancmpError

if TYPE_CHECKING:
    from plancmp.model.language import Lang
    from plancmp.report.dossier import Dossier

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
             "microsoft-edge")  # fmt: skip
_PLACES = (
    r"Microsoft\Edge\Application\msedge.exe",
    r"Google\Chrome\Application\chrome.exe",
)
"""Where Windows keeps browsers, below its folders of programs."""
_LONGEST = 180
"""Seconds for printing."""


def print_pdf(dossier: "Dossier", output: Path, *, lang: "Lang") -> None:
    """Print the page with a browser, or the workbook with LibreOffice, into `output`.

    Raises `PlancmpError` in one line where neither is there or the printing fails.
    """
    from plancmp.report.writing import write_dossier
    from plancmp.sources.office import find_soffice

    browser, office = _browser(), find_soffice()
    if browser is None and office is None:
        raise PlancmpError(
            "写 PDF 需要 Chromium、Chrome、Edge 或 LibreOffice，都没有找到。"
            "可用 -o 文件.html 写网页，再从浏览器打印。",
            "A PDF needs Chromium, Chrome, Edge or LibreOffice, and none was found. "
            "Write a page with -o FILE.html and print it from a browser.",
        )
    with tempfile.TemporaryDirectory(prefix="plancmp-") as folder:
        work = Path(folder)
        if browser is not None:
            source = work / "report.html"
            source.write_text(str(write_dossier(dossier, "html", lang=lang)), encoding="utf-8")
            _run(_browser_words(browser, work, source), output)
        else:
            source = work / "report.xlsx"
            source.write_bytes(bytes(write_dossier(dossier, "xlsx", lang=lang)))  # type: ignore[arg-type]
            home = (work / "profile").as_uri()
            _run([str(office), f"-env:UserInstallation={home}", "--headless", "--norestore",
                  "--convert-to", "pdf", "--outdir", str(work), str(source)], output)  # fmt: skip
        printed = work / "report.pdf"
        if not printed.is_file():
            raise _failed(output)
        write_whole(output, printed.read_bytes())


def _browser() -> Path | None:
    """A browser of the Chromium family."""
    for name in _BROWSERS:
        found = shutil.which(name)
        if found:
            return Path(found)
    for folder in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        for place in _PLACES if folder in os.environ else ():
            path = Path(os.environ[folder]) / place
            if path.is_file():
                return path
    return None


def _browser_words(browser: Path, work: Path, source: Path) -> list[str]:
    """How a browser is asked to print, with a profile of its own and no network."""
    words = [str(browser), "--headless", "--disable-gpu", "--no-pdf-header-footer", "--disable-extensions",
             f"--user-data-dir={work / 'profile'}", "--proxy-server=127.0.0.1:9",
             f"--print-to-pdf={work / 'report.pdf'}"]  # fmt: skip
    if sys.platform != "win32" and os.geteuid() == 0:
        words.append("--no-sandbox")  # Chromium refuses to run as root with it.
    return [*words, source.as_uri()]


def _run(words: list[str], output: Path) -> None:
    """Run a program that prints."""
    try:
        subprocess.run(
            words, check=True, timeout=_LONGEST, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        raise _failed(output) from None


def _failed(output: Path) -> PlancmpError:
    return PlancmpError(
        f"{output}：打印 PDF 没有成功。可用 -o 文件.html 写网页，再从浏览器打印。",
        f"{output}: printing failed. Write a page with -o FILE.html and print it from a browser.",
    )
