"""A thousand planted defects: nearly all are found where they are, and hardly anything else is said."""

from collections.abc import Iterable

import pytest

from plancmp.checks import load_checks
from plancmp.model.finding import Finding
from plancmp.selftest.registry import ways
from tests.support.mutation import Bench, Planted, shown

COUNT = 1000
SEED = 20260701
OPEN = {
    ("IND004", "attribute-dashed"): "a dash in the column of attributes is taken for an attribute",
    ("IND006", "column-year-left"): "a table with one year over two columns is no longer read as one of "
    "indicators, or the finding is on the first of the two",
    ("NUM002", "last-number-lost"): "the last heading of several, without its number, is read as a paragraph",
    ("RSP004", "abolished-in-text"): "县工商局会同… is taken for a longer name that ends in 会",
    (
        "TXT005",
        "character-wrong",
    ): "made for precision: it finds about three in four slips that make no word",
}
"""Ways of planting that the checks or the reader are known to miss, with the reason. They are planted,
counted and printed with the others; the bounds hold for the rest. One that is found every time must leave."""
FOLLOWS = {
    # What is true as well once the defect is there, in another place: code planted, code that follows.
    ("DOC001", "NUM001"): "a chapter is taken out, and the numbers behind it jump",
    ("DOC001", "NUM003"): "its boxes go with it",
    ("SUP001", "IND009"): "one row less than the text counts",
    ("SUP003", "IND009"): "one binding indicator less than the text counts",
    ("IND004", "IND009"): "the same",
    ("NUM003", "NUM003"): "the text still refers to the box by its right number",
}


def follows(planted: Planted, finding: Finding) -> bool:
    """Whether a finding says what is true because of the defect."""
    return (planted.way.code, finding.code) in FOLLOWS


def is_open(planted: Planted) -> bool:
    """Whether a way is one that is known to be missed."""
    return (planted.way.code, planted.way.name) in OPEN


def missed(run: Iterable[Planted]) -> list[str]:
    """The survivors of a run, in order."""
    return sorted(f"{each}" for each in run if not each.verdict.found)


def unrelated(run: Iterable[Planted]) -> list[str]:
    """New findings that have nothing to do with the defect."""
    return sorted(
        f"{each} => {shown(other)}"
        for each in run
        for other in each.verdict.others
        if not follows(each, other)
    )


def report(run: list[Planted]) -> str:
    """Everything that a person wants to see of a run."""
    count = len(run)
    survivors, others = missed(run), unrelated(run)
    echoes = sum(len(each.verdict.echoes) for each in run)
    so = sum(follows(each, other) for each in run for other in each.verdict.others)
    lines = [
        f"{count} mutants, {len(survivors)} survivors ({1 - len(survivors) / count:.1%} found), "
        f"{len(others)} unrelated findings, {so} that follow, {echoes} more on the defect itself",
        *(_rate(run, code, name) for code, name in OPEN),
        "survivors:",
        *survivors,
        "unrelated findings:",
        *others,
        "by code:",
    ]
    for code in ways():
        own = [each for each in run if each.way.code == code]
        lines.append(f"{code} {sum(bool(each.verdict.found) for each in own)}/{len(own)}")
    return "\n".join(lines)


def _rate(run: list[Planted], code: str, name: str) -> str:
    """How much of what is known to be missed is found all the same."""
    own = [each for each in run if (each.way.code, each.way.name) == (code, name)]
    return f"known: {code} {name} {len(own) - len(missed(own))}/{len(own)}, {OPEN[code, name]}"


def test_every_check_has_its_defects() -> None:
    """No check goes without a way to plant what it must find."""
    assert set(ways()) == {check.code for check in load_checks()}
    assert set(OPEN) <= {(way.code, way.name) for held in ways().values() for way in held}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_mutants() -> None:
    """At least 98 % of the defects are found at the right place, with at most one other finding in 50."""
    run = list(Bench().run(COUNT, SEED))
    print("\n" + report(run))
    assert len(run) == COUNT
    assert {each.way.code for each in run} == set(ways())
    # With what is known to be missed: a floor, so that nothing else slips by unseen.
    assert len(missed(run)) <= 0.07 * len(run), "\n".join(missed(run))
    fair = [each for each in run if not is_open(each)]
    assert len(missed(fair)) <= 0.02 * len(fair), "\n".join(missed(fair))
    assert len(unrelated(fair)) <= len(fair) / 50, "\n".join(unrelated(fair))
    for code, name in OPEN:
        own = [each for each in run if (each.way.code, each.way.name) == (code, name)]
        assert missed(own), f"{code} {name} is found every time now: take it off the list"
