"""Every case of tests/cases/headings and tests/cases/tables, each a test of its own."""

import pytest

from plancmp.pipeline import extract_bytes
from tests.support.cases import Case, compare, read_cases
from tests.support.summary import summary

CASES = [*read_cases("headings"), *read_cases("tables")]


def test_there_are_enough_cases() -> None:
    """The cases are found and read."""
    assert len(read_cases("headings")) >= 60
    assert len(read_cases("tables")) >= 60
    assert all(case.expected for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """The record of the input has the expected lines."""
    record = extract_bytes(
        case.text.encode(), "case.md" if case.name.startswith(("pipes", "markdown")) else "case.txt"
    )
    assert compare(case.expected, summary(record)) == []
