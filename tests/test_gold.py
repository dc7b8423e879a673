"""Seeds and corpus against the labels made by hand, and the kept records of the corpus."""

from pathlib import Path

import pytest

from plancmp.pipeline import extract
from plancmp.records.yamlform import write_record
from tests.support.gains import CORPUS, ROOT, corpus_paths, corpus_scores, seed_paths, seed_scores

SEEDS = seed_paths()
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
