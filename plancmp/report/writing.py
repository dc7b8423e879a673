"""The forms of results; the module of a form is loaded when the form is asked for."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Literal, cast, get_args

if TYPE_CHECKING:
    from plancmp.checks.entries import Check
    from plancmp.model.checkreport import CheckReport
    from plancmp.model.language import Lang
    from plancmp.report.dossier import Dossier


_Service = Literal["sarif", "github", "gitlab", "junit"]
Form = Literal["text", "concise", "json", "jsonl", _Service, "markdown", "csv", "html", "xlsx"]
"""Forms of what was found: `NAME` is written by `write_NAME` of `findings/NAME.py`."""
FORMS: tuple[Form, ...] = get_args(Form)
OF_DOSSIERS = ("html", "xlsx")
"""Forms that whole dossiers have, whatever command writes them."""
OF_WORKBOOKS = ("tasks",)
"""What a workbook shows of a comparison besides the indicators."""
_ELSEWHERE = {"json": "data.write_json", "jsonl": "data.write_jsonl", "csv": "rows.write_rows"}


def write_findings(
    form: Form,
    report: "CheckReport",
    checks: "Sequence[Check]",
    *,
    lang: "Lang",
    color: bool = False,
    width: int = 100,
) -> str | bytes:
    """A report in a form, with all findings and all files that failed; `checks` are all that the run knew.

    Colour and width matter to `text` alone. A page and a workbook hold findings as one part of a dossier.
    """
    if form in OF_DOSSIERS:
        from plancmp.report.dossier import Dossier

        return write_dossier(Dossier(report=report), form, lang=lang)
    module, _, name = _ELSEWHERE.get(form, f"{form}.write_{form}").partition(".")
    found = getattr(import_module(f"plancmp.report.findings.{module}"), name)
    terminal = {"color": color, "width": width} if form == "text" else {}
    return cast("Callable[..., str]", found)(report, checks, lang=lang, **terminal)


def write_dossier(dossier: "Dossier", form: str, *, lang: "Lang") -> str | bytes:
    """The page or the workbook of a dossier: a form of `OF_DOSSIERS`."""
    if form == "html":
        from plancmp.report.page.writing import write_page

        return write_page(dossier, lang=lang)
    from plancmp.report.workbook.writing import write_workbook

    return write_workbook(dossier, lang=lang)
