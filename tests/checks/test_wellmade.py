"""Plans that are well made: the default set says nothing, whatever form they come in."""

from pathlib import Path

import pytest

from plancmp.checks import check_plan
from plancmp.pipeline import record_of
from plancmp.sources.reading import read_bytes, read_document
from tests.checks.case_files import CASES
from tests.docx_builder import build_from_document
from tests.pdf_builder import blocks_of, write_html

PLANS = sorted((CASES / "wellmade").glob("*.txt"))
FORMS = ("txt", "record", "docx", "html")


def made(path: Path, form: str) -> tuple[bytes, str]:
    """A plan in a form, with the name of its file."""
    document, data = read_document(path)
    if form == "docx":
        return build_from_document(document), f"{path.stem}.docx"
    if form == "html":
        return write_html(blocks_of(document)).encode(), f"{path.stem}.html"
    return data, path.name


def test_they_are_many_and_no_toys() -> None:
    """Ten plans of several fields and both periods, each as long as a short real one."""
    assert len(PLANS) >= 10
    assert len({path.stem.split("-")[1] for path in PLANS}) >= 8
    assert {path.stem.rsplit("-", 1)[1] for path in PLANS} == {"14", "15"}
    assert all(80 <= len(path.read_text("utf-8").splitlines()) <= 200 for path in PLANS)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_nothing_is_said(path: Path, form: str) -> None:
    """No finding at all, as text, as record alone, as Word file and as web page."""
    data, name = made(path, form)
    document = read_bytes(data, name)
    findings = check_plan(record_of(document, data, name), None if form == "record" else document)
    assert [(each.code, each.at.line, each.excerpt) for each in findings] == []
    assert len(record_of(document, data, name).sections) >= 3
