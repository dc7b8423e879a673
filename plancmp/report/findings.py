"""The forms of a check report by name; each module is loaded when its form is asked for."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from plancmp.model.checkreport import CheckReport
from plancmp.report.diff_words import Lang

if TYPE_CHECKING:
    from plancmp.checks.kinds import Check


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
    ) -> str: ...


def _writer(module: str, function: str) -> Writer:
    """A form that does not care for the terminal."""

    def write(
        report: CheckReport,
        checks: "Sequence[Check]",
        *,
        lang: Lang,
        color: bool = False,
        width: int = 100,
    ) -> str:
        found = getattr(import_module(f"plancmp.report.{module}"), function)
        return cast("Callable[..., str]", found)(report, checks, lang=lang)

    return write


def _text(
    report: CheckReport, checks: "Sequence[Check]", *, lang: Lang, color: bool = False, width: int = 100
) -> str:
    """The form for people at a terminal."""
    from plancmp.report.findings_text import write_text

    return write_text(report, checks, lang=lang, color=color, width=width)


FORMATS: dict[str, Writer] = {
    "text": _text,
    "concise": _writer("findings_concise", "write_concise"),
    "json": _writer("findings_data", "write_json"),
    "jsonl": _writer("findings_data", "write_jsonl"),
    "sarif": _writer("findings_sarif", "write_sarif"),
    "github": _writer("findings_github", "write_github"),
    "gitlab": _writer("findings_gitlab", "write_gitlab"),
    "junit": _writer("findings_junit", "write_junit"),
    "markdown": _writer("findings_markdown", "write_markdown"),
}


def write_findings(
    form: str,
    report: CheckReport,
    checks: "Sequence[Check]",
    *,
    lang: Lang,
    color: bool = False,
    width: int = 100,
) -> str:
    """A report in the form of that name. Every form has all findings and all files that failed."""
    return FORMATS[form](report, checks, lang=lang, color=color, width=width)
