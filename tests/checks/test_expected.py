"""Seeds and corpus against the lists of what a reader found in them: nothing missed, nothing besides."""

from pathlib import Path

import pytest

from plancmp.align.references import load_reference
from plancmp.checks import Options, check_plan, load_checks
from plancmp.model.finding import Finding
from plancmp.pipeline import record_of
from plancmp.sources.reading import read_document
from tests.checks.case_files import CASES
from tests.docx_builder import build_from_document
from tests.support.gains import corpus_paths, seed_paths

SEEDS = seed_paths()
needs_seeds = pytest.mark.skipif(not SEEDS, reason="the seeds are not beside this checkout")
ALL = frozenset(check.code for check in load_checks())


def found_in(path: Path, options: Options | None = None, *, exact: bool = True) -> list[Finding]:
    """The findings on a file."""
    source = read_document(path)
    record = record_of(source.document, source.data, str(path))
    return check_plan(record, source.document if exact else None, options)


def expected(stem: str) -> list[tuple[str, int, str]]:
    """Code, line and words of a list; every line of it has its reason."""
    lines = (CASES / "expected" / f"{stem}.tsv").read_text("utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    assert all(len(row) == 4 and row[3] for row in rows)
    return [(code, int(line), words) for code, line, words, _ in rows]


def shown(findings: list[Finding]) -> list[tuple[str, int | None, str]]:
    """Findings as the lists have them."""
    return [(each.code, each.at.line, each.excerpt) for each in findings]


@needs_seeds
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seed(path: Path) -> None:
    """What a reader found in a seed, in document order, and nothing else."""
    assert shown(found_in(path)) == expected(path.stem)


@needs_seeds
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seed_as_record(path: Path) -> None:
    """A record alone gives the same findings on the same lines, but for words that run on to another line."""
    alone = found_in(path, exact=False)
    assert [(code, words) for code, _, words in shown(alone)] == [
        (code, words) for code, _, words in sorted(expected(path.stem), key=lambda row: 0)
    ] or sorted((code, words) for code, _, words in shown(alone)) == sorted(
        (code, words) for code, _, words in expected(path.stem)
    )
    assert sum(abs((a.at.line or 0) - b[1]) > 3 for a, b in zip(alone, expected(path.stem), strict=True)) == 0


@needs_seeds
def test_seed_against_the_national_plan() -> None:
    """Jining: one attribute weakened and two targets below the national plan."""
    path = next(path for path in SEEDS if path.stem == "jining")
    findings = found_in(path, Options(against=load_reference("disability-14")))
    assert shown([each for each in findings if each.code.startswith("SUP")]) == expected(
        "jining-against-disability-14"
    )


@needs_seeds
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_no_false_place_or_gap(path: Path) -> None:
    """With everything on, no seed has a foreign place, and no gap that a reader did not see."""
    findings = found_in(path, Options(codes=ALL))
    assert [each.excerpt for each in findings if each.code == "PLC001"] == []
    gaps = [(each.code, each.at.line, each.excerpt) for each in findings if each.code.startswith("PLH")]
    assert gaps == [row for row in expected(path.stem) if row[0].startswith("PLH")]


@pytest.mark.parametrize("path", corpus_paths(), ids=lambda path: path.stem)
def test_corpus(path: Path) -> None:
    """The drafts of the corpus against their lists."""
    assert shown(found_in(path)) == expected(path.stem)


def test_a_well_made_plan_is_quiet() -> None:
    """The default set says nothing on an issued plan that is well made, as text, as record and as .docx."""
    path = next(path for path in corpus_paths() if path.stem == "nanshan-disability-13")
    assert found_in(path) == []
    assert found_in(path, exact=False) == []
    assert expected("nanshan-disability-13") == []


@pytest.mark.parametrize("stem", ["yunxi-disability-15", "nanshan-disability-13", "lanting-disability-15"])
def test_docx_gives_the_same(stem: str, tmp_path: Path) -> None:
    """The same draft as a Word file has the same defects, bookmarks apart, in document order."""
    path = next(path for path in corpus_paths() if path.stem == stem)
    made = tmp_path / f"{stem}.docx"
    made.write_bytes(build_from_document(read_document(path).document))
    words = [(each.code, each.excerpt) for each in found_in(made)]
    assert words == [(code, said) for code, _, said in expected(stem) if code != "PLH005"]
