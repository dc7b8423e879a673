"""The forms of results by name; each module is loaded when its form is asked for."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

from plancmp.model.checkreport import CheckReport
from plancmp.model.language import Lang

if TYPE_CHECKING:
    from plancmp.checks.entries import Check
    from plancmp.report.dossier import Dossier


class Writer(Protocol):
    """Writes a report; `checks` are all that the run knew. Colour and width matter to `text` alone."""

    def __call__(
        self,
        report: CheckReport,
        checks: "Sequence[Check]",
        *,
        lang: Lang,
        color: bool = False,
        width: int = 100,
    ) -> str | bytes: ...


def _writer(module: str, function: str) -> Writer:
    """A form that does not care for the terminal."""

    def write(
        report: CheckReport,
        checks: "Sequence[Check]",
        *,
        lang: Lang,
        color: bool = False,
        width: int = 100,
    ) -> str | bytes:
        found = getattr(import_module(f"plancmp.report.findings.{module}"), function)
        return cast("Callable[..., str | bytes]", found)(report, checks, lang=lang)

    return write


def _text(
    report: CheckReport, checks: "Sequence[Check]", *, lang: Lang, color: bool = False, width: int = 100
) -> str:
    """The form for people at a terminal."""
    from plancmp.report.findings.text import write_text

    return write_text(report, checks, lang=lang, color=color, width=width)


def _dossier(form: Literal["html", "xlsx"]) -> Writer:
    """A page or a workbook that holds findings alone."""

    def write(
        report: CheckReport,
        checks: "Sequence[Check]",
        *,
        lang: Lang,
        color: bool = False,
        width: int = 100,
    ) -> str | bytes:
        from plancmp.report.dossier import Dossier

        return write_dossier(Dossier(report=report), form, lang=lang)

    return write


FORMATS: dict[str, Writer] = {
    "text": _text,
    "concise": _writer("concise", "write_concise"),
    "json": _writer("data", "write_json"),
    "jsonl": _writer("data", "write_jsonl"),
    "sarif": _writer("sarif", "write_sarif"),
    "github": _writer("github", "write_github"),
    "gitlab": _writer("gitlab", "write_gitlab"),
    "junit": _writer("junit", "write_junit"),
    "markdown": _writer("markdown", "write_markdown"),
    "csv": _writer("rows", "write_rows"),
    "html": _dossier("html"),
    "xlsx": _dossier("xlsx"),
}


def write_findings(
    form: str,
    report: CheckReport,
    checks: "Sequence[Check]",
    *,
    lang: Lang,
    color: bool = False,
    width: int = 100,
) -> str | bytes:
    """A report in the form of that name. Every form has all findings and all files that failed."""
    return FORMATS[form](report, checks, lang=lang, color=color, width=width)


def write_dossier(dossier: "Dossier", form: Literal["html", "xlsx"], *, lang: Lang) -> str | bytes:
    """The page or the workbook of a dossier."""
    if form == "html":
        from plancmp.report.page.writing import write_page

        return write_page(dossier, lang=lang)
    from plancmp.report.workbook.writing import write_workbook

    return write_workbook(dossier, lang=lang)
