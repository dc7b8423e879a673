"""A report as PDF, printed by a program that is there: a browser, else LibreOffice."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from plancmp.cli.writing import write_whole
from plancmp.model.errors import PlancmpError, SourceError
from plancmp.rulepacks.messages import worded

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
    from plancmp.sources.office import find_soffice, print_workbook

    browser = _browser()
    if browser is None and find_soffice() is None:
        raise PlancmpError(*worded("no-printer"))
    printed: bytes | None = None
    if browser is not None:
        printed = _by_browser(browser, str(write_dossier(dossier, "html", lang=lang)))
    else:
        book = write_dossier(dossier, "xlsx", lang=lang)
        with contextlib.suppress(SourceError):
            printed = print_workbook(book if isinstance(book, bytes) else book.encode(), _LONGEST)
    if printed is None:
        raise PlancmpError(*worded("not-printed", output=output))
    write_whole(output, printed)


def _by_browser(browser: Path, page: str) -> bytes | None:
    """What a browser prints of a page; None where it prints nothing."""
    with tempfile.TemporaryDirectory(prefix="plancmp-") as folder:
        source, printed = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(page, encoding="utf-8")
        words = _browser_words(browser, Path(folder), source)
        try:
            subprocess.run(
                words, check=True, timeout=_LONGEST, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return None
        return printed.read_bytes() if printed.is_file() else None


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
