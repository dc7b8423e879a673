"""Plans held against each other: who can be meant, who is warned of, what a wider plan asks of one."""

import msgspec
import pytest

from plancmp.align.opponents import OpponentError, hold_against, standing_of
from plancmp.align.packs import pack_names, packs_of
from plancmp.model.record import (
    Level,
    Period,
    PlanData,
    PlanKind,
    PlanRecord,
    RegionRecord,
    Source,
)
from plancmp.pipeline import extract_bytes
from plancmp.rulepacks import load
from plancmp.structure.titles import PlanWords
from tests.align.plans_for_tests import indicator

_PERIODS = {"十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}


def plan(
    sector: str | None = "disability",
    period: str = "十五五",
    place: str = "云溪县",
    level: Level = "county",
    parents: tuple[str, ...] = ("山南省", "白水市"),
    kind: PlanKind = "plan",
) -> PlanRecord:
    """A plan that says no more than field, period and place."""
    start, end = _PERIODS[period]
    return PlanRecord(
        id=f"{place}-{period}",
        source=Source(path=f"{place}{period}.txt", format="text", sha256=""),
        plan=PlanData(
            kind=kind,
            sector=sector,
            period=Period(name=period, start=start, end=end),
            region=RegionRecord(name=place, level=level, parents=parents),
        ),
    )


NATION = plan(place="全国", level="nation", parents=())
OUTLINE = plan(None, place="全国", level="nation", parents=(), kind="outline")


@pytest.mark.parametrize(
    ("other", "part"),
    [
        (plan("ageing", place="全国", level="nation"), "against"),
        (plan(period="十四五", place="全国", level="nation"), "against"),
        (plan(period="十四五"), "base"),
        (plan(period="十三五"), "previous"),
        (plan(), "previous"),
        (plan("ageing", period="十四五"), "previous"),
    ],
)
def test_another_field_or_period_cannot_be_meant(other: PlanRecord, part) -> None:
    with pytest.raises(OpponentError) as error:
        hold_against(plan(), other, part)
    assert other.source.path[:-4] in error.value.chinese and "\n" not in error.value.message("en")


@pytest.mark.parametrize(
    ("other", "part", "said"),
    [
        (NATION, "against", None),
        (OUTLINE, "against", None),
        (plan(place="白水市", level="city", parents=("山南省",)), "against", None),
        (plan(place="青禾市", level="city", parents=("山南省",)), "against", "不是本地的上级"),
        (plan(None), "base", None),
        (plan(place="青禾县"), "base", None),
        (plan(period="十四五"), "previous", None),
        (plan(period="十四五", place="青禾县"), "previous", "另一地"),
    ],
)
def test_level_and_place_are_only_warned_of(other: PlanRecord, part, said: str | None) -> None:
    warnings = hold_against(plan(), other, part)
    assert [said in warning.chinese for warning in warnings if said] == ([True] if said else [])
    assert len(warnings) == (said is not None)


def test_a_plan_of_women_and_children_is_near_enough_to_one_of_women() -> None:
    assert hold_against(plan("women"), plan("women-children"), "base") == ()


def test_of_an_outline_only_the_plans_own_field_is_asked() -> None:
    special, outline, nation = map(standing_of, (plan(), OUTLINE, NATION))
    assert special.expects(outline, "disability.pension")
    assert not special.expects(outline, "environment.pm25") and not special.expects(outline, None)
    assert special.expects(nation, None)


def test_plans_that_share_half_of_their_indicators_are_of_one_matter_whatever_their_titles_say() -> None:
    def of(sector: str, *keys: str) -> PlanRecord:
        rows = tuple(indicator(key, "", key=key) for key in keys)
        return msgspec.structs.replace(plan(sector), indicators=rows)

    mine = of("energy", "energy.co2-total", "environment.pm25")
    assert hold_against(mine, of("environment", "environment.pm25", "environment.good-air"), "base") == ()
    with pytest.raises(OpponentError):
        hold_against(mine, of("environment", "environment.good-air"), "base")


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("云溪县水利发展“十五五”规划", "water"),
        ("云溪县水污染防治“十五五”规划", "environment"),
        ("云溪县市容环境卫生“十五五”规划", "greening"),
        ("云溪县残疾人就业促进“十五五”规划", "disability"),
        ("云溪县法治宣传教育“十五五”规划", "justice"),
        ("云溪县农村公路“十五五”规划", "transport"),
        ("云溪县国民经济和社会发展第十五个五年规划纲要", None),
        ("云溪县人民政府近期规划", None),
    ],
)
def test_the_field_is_read_from_the_title(title: str, sector: str | None) -> None:
    assert extract_bytes(f"{title}\n\n一、总体要求\n按要求推进。\n".encode()).plan.sector == sector


def test_every_pack_is_of_a_field_that_titles_name() -> None:
    named = load(PlanWords, "vocabulary/plans.yaml").sectors
    assert {pack for sector in named for pack in packs_of(sector)} == set(pack_names())
    assert all(map(packs_of, named))
