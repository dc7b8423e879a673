"""A dossier in one of the forms that people keep; each is loaded when it is asked for."""

from typing import Literal

from plancmp.model.language import Lang
from plancmp.report.dossier import Dossier


def write_dossier(dossier: Dossier, form: Literal["html", "xlsx"], *, lang: Lang) -> str | bytes:
    """The page or the workbook of a dossier."""
    if form == "html":
        from plancmp.report.page.writing import write_page

        return write_page(dossier, lang=lang)
    from plancmp.report.workbook.writing import write_workbook

    return write_workbook(dossier, lang=lang)
