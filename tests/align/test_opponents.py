"""Plans held against each other: who can be meant, who is warned of, what a wider plan asks of one."""

import pytest

from plancmp.align.opponents import OpponentError, concerns, hold_against, is_wider
from plancmp.model.record import Level, Period, PlanData, PlanKind, PlanRecord, RegionRecord, Source

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
    assert is_wider(plan(), OUTLINE) and not is_wider(OUTLINE, OUTLINE) and not is_wider(plan(), NATION)
    assert concerns(plan(), OUTLINE, "disability.pension")
    assert not concerns(plan(), OUTLINE, "environment.pm25") and not concerns(plan(), OUTLINE, None)
    assert concerns(plan(), NATION, None)
