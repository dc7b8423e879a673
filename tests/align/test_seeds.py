"""The ten pairs of the five seed plans against the labels made by hand."""

import csv
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from plancmp.align.aligning import align_plans
from plancmp.model.record import PlanRecord
from plancmp.pipeline import extract

SHARED = Path(__file__).resolve().parents[3] / "shared"
NAMES = ("jining", "qinshui", "lianzhou", "shuozhou", "yueqing")

pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the seed plans are not here")


@cache
def seed(name: str) -> PlanRecord:
    """The record of a seed."""
    return extract(SHARED / "seeds" / f"{name}.txt")


def labels() -> dict[tuple[str, int], str]:
    """Plan and number of an indicator → what it is."""
    with (SHARED / "gold" / "indicators.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["plan"], int(row["no"])): row["canonical"] for row in rows}


def pairs(names: tuple[str, ...]) -> set[tuple[tuple[str, int], tuple[str, int]]]:
    """All pairs of indicators that stand in one row."""
    plans = [seed(name) for name in names]
    found = set()
    for row in align_plans(plans).rows:
        cells = [(names[cell.plan], plans[cell.plan].indicators[cell.indicator].number) for cell in row.cells]
        found.update(combinations(cells, 2))
    return found


@pytest.mark.parametrize("names", list(combinations(NAMES, 2)), ids="-".join)
def test_pair_of_seeds(names: tuple[str, str]) -> None:
    gold = labels()
    wanted = {
        (one, other)
        for one in gold
        for other in gold
        if (one[0], other[0]) == names and gold[one] == gold[other]
    }
    assert pairs(names) == wanted


def test_all_five_at_once_align_as_the_pairs_do() -> None:
    assert pairs(NAMES) == set().union(*(pairs(names) for names in combinations(NAMES, 2)))


def test_home_alterations_counted_and_as_a_rate_meet_only_as_related_rows() -> None:
    alignment = align_plans([seed("jining"), seed("yueqing")])
    keys = [row.key for row in alignment.rows]
    count, rate = keys.index("disability.barrier-free-homes"), keys.index("disability.barrier-free-home-rate")
    assert alignment.rows[count].related == (rate,) and alignment.rows[rate].related == (count,)
    assert [cell.plan for cell in alignment.rows[count].cells] == [0]
    assert [cell.plan for cell in alignment.rows[rate].cells] == [1]
