"""Law 2: the Word, web and PDF versions of a plan give the same record as its text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plancmp.model.document import Document
from plancmp.model.record import PlanRecord
from plancmp.pipeline import extract, record_of
from plancmp.sources.reading import read_bytes, read_document
from plancmp.text.folding import squeeze
from tests.docx_builder import build_from_document
from tests.pdf_builder import blocks_of, write_html
from tests.support.gains import corpus_paths, seed_paths
from tests.support.summary import summary

DOCUMENTS = [*seed_paths(), *corpus_paths()]
AUTOMATIC = {"一、": 0, "（一）": 1}
"""Shapes of numbers that become Word's own list numbers."""


def squeezed_facts(record: PlanRecord) -> list[str]:
    """The same without white space: single blanks between Chinese characters do not survive printing."""
    return [squeeze(fact) for fact in facts(record)]


def facts(record: PlanRecord) -> list[str]:
    """What must be equal: everything but places, the source, and what only text files carry."""
    plan = record.plan
    lines = [line for line in summary(record) if not line.startswith("left ")]
    lines.append(f"plan {plan.region} {plan.period} {plan.stage} {plan.number} {plan.issuer} {plan.date}")
    lines += [f"basis {basis.title} {basis.level}" for basis in plan.based_on]
    for indicator in record.indicators:
        for value in (indicator.baseline, indicator.target):
            lines.append(
                f"value {indicator.name} {value and (value.kind, value.relation, value.value, value.unit)}"
            )
    return lines


def as_docx(document: Document) -> bytes:
    """The document in Word, its upper numbers drawn by Word."""
    return build_from_document(document, automatic=AUTOMATIC)


def as_html(document: Document) -> bytes:
    """The document as a web page."""
    return write_html(blocks_of(document)).encode()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("made", [as_docx, as_html], ids=["docx", "html"])
def test_same_record(path: Path, made: Callable[[Document], bytes]) -> None:
    """Word and web versions of every draft."""
    document, _ = read_document(path)
    if any(note.code == "front-matter" for note in document.notes):
        pytest.skip("what a page says before the plan begins is no part of other formats")
    data = made(document)
    name = f"{path.stem}.{made.__name__.removeprefix('as_')}"
    again = read_bytes(data, name)
    assert again.format == name.rsplit(".", 1)[-1]
    assert facts(record_of(again, data, name)) == facts(extract(path))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_words_numbers_are_marked(path: Path) -> None:
    """A number that Word draws is `automatic`, and the label is the one that Word shows."""
    document, _ = read_document(path)
    data = as_docx(document)
    record = record_of(read_bytes(data, "x.docx"), data, "x.docx")
    written = extract(path)
    pairs = list(zip(_numbered(record), _numbered(written), strict=True))
    assert [new[0] for new, _ in pairs] == [old[0] for _, old in pairs]
    assert all(new[1] == "automatic" for new, old in pairs if old[2] == "一、")


def _numbered(record: PlanRecord) -> list[tuple[str, str, str]]:
    """Label, numbering and style of every numbered section."""
    from plancmp.model.record import flat

    return [
        (section.label, section.numbering, section.style or "")
        for section in flat(record.sections)
        if section.label is not None
    ]
