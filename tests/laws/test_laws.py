"""The laws that hold for every record, over seeds, corpus and generated documents."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plancmp.model.errors import SourceError
from plancmp.model.record import PlanRecord
from plancmp.pipeline import extract, extract_bytes, record_of
from plancmp.records.verifying import find_mismatches
from plancmp.records.yamlform import read_record, write_record
from plancmp.sources.lines.encoding import decode
from plancmp.sources.reading import read_bytes
from plancmp.text.folding import fold
from tests.support.gains import corpus_paths, seed_paths
from tests.support.generating import markdown_plans, plans
from tests.support.leaves import leaves

DOCUMENTS = [*seed_paths(), *corpus_paths()]
REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "docs"
REAL_TEXTS = sorted(path for path in REAL.glob("*") if path.suffix in (".txt", ".md", ".csv"))
relaxed = settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))


def visible(text: str) -> Counter[str]:
    """Visible characters and how often they stand in a text, width folded."""
    return Counter("".join(fold(text).split()))


def lost(text: str, record: PlanRecord) -> Counter[str]:
    """Characters of a text that the record does not carry."""
    return visible(text) - visible("".join(leaves(record)))


@pytest.mark.parametrize(
    "path", [path for path in DOCUMENTS if path.suffix == ".txt"], ids=lambda path: path.stem
)
def test_nothing_is_lost(path: Path) -> None:
    """Law 1: every visible character of the file is in a leaf or in a note."""
    text, _ = decode(path.read_bytes())
    assert lost(text, extract(path)) == Counter()


@pytest.mark.slow
@pytest.mark.skipif(not REAL_TEXTS, reason="the real documents are not beside this checkout")
def test_nothing_is_lost_of_real_documents() -> None:
    """The same for documents as they are met in the world."""
    missing = {path.name: lost(decode(path.read_bytes())[0], extract(path)) for path in REAL_TEXTS}
    assert {name: count for name, count in missing.items() if count} == {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_everything_has_its_place(path: Path) -> None:
    """In real drafts no words are left over that fit nowhere."""
    assert [note.text for note in extract(path).notes if note.code == "unplaced"] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_round_trip(path: Path) -> None:
    """Law 3: record to YAML to record is the identity, and the same input gives the same bytes."""
    record = extract(path)
    text = write_record(record)
    assert read_record(text) == record
    assert write_record(extract(path)) == text


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_nothing_is_invented(path: Path) -> None:
    """Law 4: every text of the record stands in the document, where the record says."""
    data = path.read_bytes()
    document = read_bytes(data, path.name)
    assert list(find_mismatches(record_of(document, data, path.name), document)) == []


def check_laws(text: str, name: str) -> None:
    """Laws 1, 3 and 4 for a text."""
    data = text.encode()
    try:
        document = read_bytes(data, name)
    except SourceError:
        return
    record = record_of(document, data, name)
    assert lost(document.text, record) == Counter()
    assert read_record(write_record(record)) == record
    assert list(find_mismatches(record, document)) == []


@relaxed
@given(plans)
def test_laws_for_generated_plans(text: str) -> None:
    """The laws for texts made of the pieces that plans are made of."""
    check_laws(text, "plan.txt")


@relaxed
@given(markdown_plans)
def test_laws_for_generated_markdown(text: str) -> None:
    """The same for Markdown."""
    check_laws(text, "plan.md")


@relaxed
@given(st.text())
def test_laws_for_any_text(text: str) -> None:
    """The laws for any text at all."""
    check_laws(text, "plan.txt")


@relaxed
@given(st.binary(max_size=3000))
def test_no_bytes_make_a_reader_raise(data: bytes) -> None:
    """Bytes give a record, or a clear line that names the input."""
    try:
        extract_bytes(data, "x.bin")
    except SourceError as error:
        assert str(error).startswith("x.bin：")
        assert "\n" not in str(error)
