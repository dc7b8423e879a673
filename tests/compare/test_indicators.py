"""Rows of indicators: verdicts, gaps, who is strictest, the plan against its base, the last period."""

from plancmp.model.comparison import IndicatorRow
from plancmp.model.record import PlanRecord
from tests.compare.plans import compared, plan


def row(comparison, name: str) -> IndicatorRow:
    """The row of a name."""
    return next(each for each in comparison.indicators if each.name == name)


def test_verdicts_of_three_plans() -> None:
    """same, differs, partial, only: by meaning, not by spelling."""
    comparison = compared(
        plan(
            [
                "残疾人就业率 | 50% | ≥97% | 预期性",
                "儿童康复救助率 | 1 | 90% | 约束性",
                "每年演出场次（场） | 1 | 2 | 预期性",
            ]
        ),
        plan(["残疾人就业率 | 50% | 97%以上 | 预期性", "儿童康复救助率 | 1 | 95% | 约束性"], place="白水县"),
        plan(["残疾人就业率 | 50% | 不低于97% | 预期性"], place="苍山县"),
    )
    assert [(each.name, each.verdict, each.differs) for each in comparison.indicators] == [
        ("残疾人就业率", "same", ()),
        ("儿童康复救助率", "partial", ("target",)),
        ("每年演出场次", "only", ()),
    ]
    assert [cell is None for cell in comparison.indicators[1].cells] == [False, False, True]


def test_a_row_differs_in_its_attribute_alone() -> None:
    """约束性 against 预期性 is a difference; a plan without that column is none."""
    without = "| 序号 | 指标 | 2025年 | 2030年 |\n|---|---|---|---|\n"
    comparison = compared(
        plan(["残疾人就业率 | 50% | 60% | 约束性"]),
        plan(["残疾人就业率 | 50% | 60% | 预期性"], place="白水县"),
    )
    assert comparison.indicators[0].differs == ("attribute",)
    comparison = compared(
        plan(["残疾人就业率 | 50% | 60% | 约束性"]),
        plan(["残疾人就业率 | 50% | 60%"], place="白水县", head=without),
    )
    assert comparison.indicators[0].verdict == "same"
    assert comparison.indicators[0].cells[1].gaps == ("absent-attribute",)


def test_gaps_tell_undecided_blank_and_absent_apart() -> None:
    """XX is undecided, an empty cell blank, a missing column absent, a missing row absent."""
    target_only = "| 序号 | 指标 | 2030年 | 属性 |\n|---|---|---|---|\n"
    comparison = compared(
        plan(["残疾人就业率 | -- | ＞XX% | 约束性", "残疾人文体服务覆盖率 | 1 | | "]),
        plan(["残疾人就业率 | 60% | 约束性"], place="白水县", head=target_only),
    )
    first, second = comparison.indicators
    assert first.cells[0].gaps == ("blank-baseline", "undecided-target")
    assert first.cells[1].gaps == ("absent-baseline",)
    assert second.cells[0].gaps == ("blank-target", "blank-attribute")
    gaps = list(comparison.summary.gaps.values())
    assert gaps[0] == {"blank-attribute": 1, "blank-baseline": 1, "blank-target": 1, "undecided-target": 1}
    assert gaps[1] == {"absent-baseline": 1, "absent-indicator": 1}


def test_a_total_for_the_period_is_the_target() -> None:
    """Where the target column has a dash and 累计 a figure, nothing is missing."""
    head = "| 序号 | 指标 | 2025年 | 2030年 | 累计 | 属性 |\n|---|---|---|---|---|---|\n"
    rows = ["残疾人职业技能培训人次（人次） | 4200 | — | 〔22000〕 | 预期性"]
    comparison = compared(plan(rows, head=head), plan(rows, head=head, place="白水县"))
    assert comparison.indicators[0].verdict == "same"
    assert comparison.indicators[0].cells[0].gaps == ()


def test_strictest_and_weakest_by_direction() -> None:
    """The highest rate where more is better, the lowest where less is; open targets are left out."""
    comparison = compared(
        plan(["残疾人就业率 | 1 | 60% | 预期性", "残疾人失业率 | 1 | 5% | 预期性"]),
        plan(["残疾人就业率 | 1 | ＞62% | 预期性", "残疾人失业率 | 1 | ≤4% | 预期性"], place="白水县"),
        plan(["残疾人就业率 | 1 | XX% | 预期性", "残疾人失业率 | 1 | 6% | 预期性"], place="苍山县"),
    )
    ids = [each.id for each in comparison.plans]
    work, jobless = row(comparison, "残疾人就业率"), row(comparison, "残疾人失业率")
    assert (work.direction, work.strictest, work.weakest) == ("up", (ids[1],), (ids[0],))
    assert (jobless.direction, jobless.strictest, jobless.weakest) == ("down", (ids[1],), (ids[2],))


def test_counts_of_different_places_are_not_ranked() -> None:
    """More trained people in a larger county is no stricter target; in two drafts of one county it is."""
    small = ["残疾人职业技能培训人数（人） | 1 | 180 | 预期性"]
    large = ["残疾人职业技能培训人数（人） | 1 | 900 | 预期性"]
    assert compared(plan(small), plan(large, place="白水县")).indicators[0].strictest == ()
    drafts = compared(plan(small), plan(large))
    assert drafts.indicators[0].strictest == (drafts.plans[1].id,)


def test_a_count_and_a_rate_meet_only_as_incomparable() -> None:
    """Their rows name each other."""
    comparison = compared(
        plan(["困难重度残疾人家庭无障碍改造数（户） | 412 | 500 | 约束性"]),
        plan(["符合条件残疾人家庭无障碍改造率（%） | 91 | 96 | 约束性"], place="白水县"),
    )
    count, rate = comparison.indicators
    assert (count.verdict, rate.verdict) == ("incomparable", "incomparable")
    assert (count.related, rate.related) == ((rate.row,), (count.row,))
    assert (count.strictest, rate.strictest) == ((), ())


def test_against_the_base() -> None:
    """Weaker, stronger, the same, a share; and what the base does not have."""
    base = plan(
        [
            "残疾人就业率 | 1 | 60% | 约束性",
            "残疾人失业率 | 1 | 5% | 预期性",
            "残疾人职业技能培训人数（人） | 1 | 20万 | 预期性",
        ],
        place="白水市",
    )
    mine = plan(
        [
            "残疾人就业率 | 1 | 55% | 预期性",
            "残疾人失业率 | 1 | 4% | 预期性",
            "残疾人职业技能培训人数（人） | 1 | 180 | 预期性",
            "每年演出场次（场） | 1 | 2 | 预期性",
        ]
    )
    comparison = compared(base, mine, base=0)
    assert [plan.base for plan in comparison.plans] == [True, False]
    told = {each.name: each.cells[1].against for each in comparison.indicators}
    assert (told["残疾人就业率"].target, told["残疾人就业率"].attribute) == ("weaker", "weaker")
    assert told["残疾人失业率"].target == "stronger"
    assert next(each for name, each in told.items() if "培训" in name).target == "share"
    assert told["每年演出场次"].target == "absent"
    assert all(each.cells[0] is None or each.cells[0].against is None for each in comparison.indicators)


def test_the_last_period_against_this_one() -> None:
    """What was promised for 2025 against where 2030 starts from, in whichever order they are given."""
    then = plan(
        [
            "残疾人就业率 | 50% | 60% | 预期性",
            "儿童康复救助率 | 80% | ≥95% | 约束性",
            "残疾人失业率 | 6% | 5% | 预期性",
            "残疾人文体服务覆盖率 | 1 | XX | 预期性",
        ],
        period="十四五",
        head="| 序号 | 指标 | 2020年 | 2025年 | 属性 |\n|---|---|---|---|---|\n",
    )
    now = plan(
        [
            "残疾人就业率 | 61% | 65% | 预期性",
            "儿童康复救助率 | 92% | 98% | 约束性",
            "残疾人失业率 | -- | 4% | 预期性",
            "残疾人文体服务覆盖率 | 50% | 60% | 预期性",
        ]
    )
    for comparison in (compared(then, now), compared(now, then)):
        assert comparison.summary.relationship == "periods"
        (periods,) = comparison.periods
        names = {plan.id: plan.name for plan in comparison.plans}
        assert (names[periods.before], names[periods.after]) == ("青禾县十四五", "青禾县十五五")
        assert [(each.name, each.promised.text, each.verdict) for each in periods.promises] == [
            ("残疾人就业率", "60%", "met"),
            ("儿童康复救助率", "≥95%", "missed"),
            ("残疾人失业率", "5%", "unclear"),
        ]


def test_plans_two_periods_apart_are_not_last_and_this() -> None:
    """十三五 is not the period before 十五五."""
    rows = ["残疾人就业率 | 50% | 60% | 预期性"]
    assert compared(plan(rows, period="十三五"), plan(rows)).periods == ()


def test_the_order_of_plans_changes_only_the_columns() -> None:
    """Three plans in all orders: the same rows with the same verdicts."""
    body = (
        "## 一、总体要求\n\n坚持共同富裕，织密保障网络。\n\n## 二、主要任务\n\n做好{}工作，落实补贴政策。\n"
    )
    plans = [
        plan(["残疾人就业率 | 50% | 60% | 预期性"], body.format("就业"), place="青禾县", name="a.md"),
        plan(["残疾人就业率 | 50% | 70% | 预期性"], body.format("康复"), place="白水县", name="b.md"),
        plan(["儿童康复救助率 | 50% | 70% | 预期性"], body.format("托养"), place="苍山县", name="c.md"),
    ]

    def rows(order: tuple[int, ...]) -> set[tuple[object, ...]]:
        comparison = compared(*(plans[at] for at in order))
        names = [each.id for each in comparison.plans]
        found: set[tuple[object, ...]] = set()
        for each in comparison.indicators:
            cells = {cell.plan: cell.indicator for cell in each.cells if cell}
            found.add((each.name, each.verdict, frozenset(cells.items()), frozenset(each.strictest)))
        for part in (comparison.sections, comparison.boxes):
            for each in part:
                cells = {name: cell for name, cell in zip(names, each.cells, strict=True) if cell}
                found.add((each.verdict, frozenset(cells.items())))
        for each in comparison.text:
            places = {cell.plan: cell.place for cell in each.cells if cell}
            found.add((each.kind, frozenset(places.items())))
        return found

    first = rows((0, 1, 2))
    assert all(rows(order) == first for order in ((0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)))


def test_targets_of_two_periods_are_not_ranked() -> None:
    """A target of 2025 is no weaker one of 2030; nor is a bound stricter for its end point alone."""
    rate = "残疾人就业率 | 1 | {} | 预期性"
    before = plan([rate.format("60%")], period="十四五")
    assert compared(before, plan([rate.format("70%")], place="白水县")).indicators[0].strictest == ()
    same = compared(plan([rate.format("＞97%")]), plan([rate.format("97%以上")], place="白水县"))
    assert (same.indicators[0].strictest, same.indicators[0].weakest) == ((), ())


def test_no_value_is_both_the_strictest_and_the_weakest() -> None:
    """One that is equal to all it can be held against is neither."""
    rate = "残疾人就业率 | 1 | {} | 预期性"
    texts = ("60%", "70%", "与全省同步", "与全省同步")
    places = ("青禾县", "白水县", "苍山县", "云溪县")
    found = compared(
        *(plan([rate.format(text)], place=place) for text, place in zip(texts, places, strict=True))
    )
    marked = (found.indicators[0].strictest, found.indicators[0].weakest)
    assert marked == ((found.plans[1].id,), (found.plans[0].id,))


def test_plans_are_called_by_what_tells_them_apart() -> None:
    """Place alone where it is one plan's; else with field, period, file; then numbers."""

    def names(*plans: PlanRecord) -> list[str]:
        return [each.name for each in compared(*plans).plans]

    one = plan(["入学率 | 90 | 95 | 预期性"], place="青禾县", field="教育事业发展")
    other = plan(["入学率 | 90 | 95 | 预期性"], place="青禾县", field="水利")
    before = plan(["入学率 | 80 | 90 | 预期性"], place="青禾县", field="教育事业发展", period="十四五")
    away = plan(["入学率 | 90 | 95 | 预期性"], place="白水县", field="水利")
    assert names(one, away) == ["青禾县", "白水县"]
    assert names(one, other, away) == ["青禾县教育事业", "青禾县水利", "白水县"]
    assert names(one, before) == ["青禾县十五五", "青禾县十四五"]
    assert names(one, one) == ["draft 1", "draft 2"]
