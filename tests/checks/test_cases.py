"""Every case of tests/cases/checks, each a test of its own: words, place and message."""

from collections import Counter

import pytest

from plancmp.checks import load_checks
from plancmp.text.folding import squeeze
from tests.checks.case_files import CASES, Case, find, read_case_files

ALL = list(read_case_files())
DEFAULT = frozenset(check.code for check in load_checks() if check.default)


def _name(case: Case) -> str:
    """What pytest calls a case."""
    return f"{case.code} {'look-alike' if case.words is None else 'found'} {case.shown[:40]}"


def test_every_check_has_its_cases() -> None:
    """At least six look-alikes and six finds for each code; no file without a check."""
    looks = Counter(case.code for case in ALL if case.words is None)
    found = Counter(case.code for case in ALL if case.words is not None)
    codes = {check.code for check in load_checks()}
    assert {path.stem for path in CASES.glob("*.md")} == codes
    assert [code for code in sorted(codes) if looks[code] < 6 or found[code] < 6] == []


@pytest.mark.parametrize("case", ALL, ids=_name)
def test_case(case: Case) -> None:
    """A look-alike gives nothing; a defect one finding with its very words, at their place."""
    findings = find(case, frozenset((case.code,)))
    if case.words is None:
        assert [(each.at.line, each.excerpt) for each in findings] == []
        return
    assert [squeeze(each.excerpt) for each in findings] == [squeeze(case.words)]
    finding = findings[0]
    lines = case.text.split("\n")
    assert finding.at.line is not None
    line = lines[finding.at.line - 1]
    if finding.at.column is not None and finding.at.end_column is not None:
        stood = line[finding.at.column - 1 : finding.at.end_column - 1]
        assert squeeze(stood).replace("…", "").startswith(squeeze(case.words).rstrip("…")[:6])
    assert "{" not in finding.message
    english = find(case, frozenset((case.code,)), lang="en")
    assert len(english) == 1
    assert "{" not in english[0].message
    assert english[0].fingerprint == finding.fingerprint
    assert (english[0].message_in("zh"), english[0].message) == (finding.message, finding.message_in("en"))
    assert [each.message_in("en") for each in finding.related] == [
        each.message for each in english[0].related
    ]


@pytest.mark.parametrize("case", [case for case in ALL if case.words is not None], ids=_name)
def test_record_alone(case: Case) -> None:
    """Without the document the same is found, on the same line where the record knows it."""
    codes = frozenset((case.code,))
    exact, alone = find(case, codes), find(case, codes, exact=False)
    assert [each.excerpt for each in alone] == [each.excerpt for each in exact]
    assert [each.fingerprint for each in alone] == [each.fingerprint for each in exact]


@pytest.mark.parametrize("case", [case for case in ALL if case.words is None], ids=_name)
def test_look_alikes_are_quiet(case: Case) -> None:
    """What is fine for one check gives no error of another one, unless its file says so."""
    head = (CASES / f"{case.code}.md").read_text("utf-8").split("| look-alike", 1)[0]
    allowed = set(head.partition("also found: ")[2].split("\n", 1)[0].split())
    other = [each for each in find(case, DEFAULT) if each.code not in allowed and each.code != case.code]
    assert [(each.code, each.excerpt) for each in other if each.severity == "error"] == []
