"""The record of a plan does not depend on the layout that tells it."""

import pytest

from tests.matrix.judging import Verdict, draw, judge
from tests.matrix.layouts import IN_ORDER

FAST, ALL = 300, 4000


def shares(verdicts: list[Verdict]) -> dict[str, float]:
    """What a run of draws came to, in shares."""
    whole = [each for each in verdicts if not each.draw.lost]
    right = [each for each in whole if not each.wrong]
    return {
        "right": sum(1 for each in whole if not each.wrong) / len(whole),
        "lost": 1 - len(whole) / len(verdicts),
        "silent": sum(1 for each in verdicts if each.wrong and not each.doubt) / len(verdicts),
        "nothing": sum(1 for each in verdicts if each.nothing and not each.doubt) / len(verdicts),
        "doubted": sum(1 for each in right if each.doubt) / len(right),
    }


def check(
    verdicts: list[Verdict],
    *,
    right: float = 0.99,
    lost: float = 0.15,
    silent: float = 0.005,
    nothing: float = 0.0,
    doubted: float = 0.05,
) -> None:
    """The limits that every run keeps."""
    found = shares(verdicts)
    assert found["right"] >= right, found
    assert found["lost"] <= lost, found
    assert found["silent"] <= silent, found
    assert found["nothing"] <= nothing, found
    assert found["doubted"] <= doubted, found


def test_three_hundred_draws() -> None:
    check([judge(draw("fast", number)) for number in range(FAST)])


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_four_thousand_draws() -> None:
    check([judge(draw("slow", number)) for number in range(ALL)])


@pytest.mark.slow
def test_cells_in_the_order_of_a_pdf() -> None:
    verdicts = [judge(draw("order", number, IN_ORDER)) for number in range(FAST)]
    check(verdicts, right=0.8, lost=0.3, silent=0.04, nothing=0.01, doubted=0.2)
