"""Seeds and corpus against the labels made by hand, and the kept records of the corpus."""

from pathlib import Path

import pytest

from plancmp.model.record import Value
from plancmp.pipeline import extract
from plancmp.records.yamlform import write_record
from tests.support.gains import CORPUS, ROOT, corpus_paths, corpus_scores, seed_paths, seed_scores
from tests.support.scoring import read_labels

SEEDS = seed_paths()
VALUE_COLUMNS = ("plan", "no", "column", "text", "state", "kind", "relation", "value", "unit", "reference")
needs_seeds = pytest.mark.skipif(not SEEDS, reason="the seeds are not beside this checkout")


@needs_seeds
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seed(path: Path) -> None:
    """Everything that was labelled is found, and nothing besides."""
    wrong = [line for score in seed_scores(path).values() for line in score.wrong]
    assert wrong == []


@needs_seeds
def test_seeds_in_figures() -> None:
    """The figures that the labels have in all."""
    totals: dict[str, int] = {}
    for path in SEEDS:
        for kind, score in seed_scores(path).items():
            totals[kind] = totals.get(kind, 0) + score.right
    assert totals == {"sections": 223, "boxes": 23, "items": 148, "indicators": 57, "tasks": 109, "plan": 70}


@pytest.mark.parametrize("path", corpus_paths(), ids=lambda path: path.stem)
def test_corpus(path: Path) -> None:
    """The drafts of the corpus against their labels."""
    wrong = [line for score in corpus_scores(path).values() for line in score.wrong]
    assert wrong == []


@pytest.mark.parametrize("path", corpus_paths(), ids=lambda path: path.stem)
def test_corpus_record(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record kept beside a draft, which was read by eye, is what extraction gives."""
    monkeypatch.chdir(ROOT)
    kept = CORPUS / f"{path.stem}.yaml"
    assert kept.read_text("utf-8") == write_record(extract(path.relative_to(ROOT)))


@needs_seeds
def test_seed_values() -> None:
    """All 57 baselines and targets of the seeds with their meaning, as read by a person."""
    found = []
    for path in SEEDS:
        for indicator in extract(path).indicators:
            for name, value in (("baseline", indicator.baseline), ("target", indicator.target)):
                row = (path.stem, indicator.number, name, *meaning(value))
                texts = ["" if field is None else str(field) for field in row]
                found.append(dict(zip(VALUE_COLUMNS, texts, strict=True)))
    assert len(found) == 57 * 2
    assert found == read_labels(ROOT / "tests" / "gold" / "values.tsv")


def meaning(value: Value | None) -> tuple[object, ...]:
    """A value as the columns of the label file."""
    if value is None:
        return ("", "absent", *[None] * 5)
    return (
        value.text,
        value.state,
        value.kind,
        value.relation,
        value.value,
        value.unit,
        value.reference,
    )
