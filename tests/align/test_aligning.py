"""Alignment of plans: one cell a plan, the order of plans, ties, categories, sub-rows, related rows."""

import time
from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.align.aligning import align_plans
from plancmp.align.grouping import _best, _nearest_first
from plancmp.model.alignment import AlignedRow, Alignment
from plancmp.model.record import Match, PlanRecord
from tests.align.plans_for_tests import indicator, many_plans, plan
from tests.support.timing import allowed

_NAMES = [
    "森林覆盖率",
    "林木覆盖率",
    "粮食产量",
    "粮食总产量",
    "残疾人就业率",
    "残疾人基本康复服务覆盖率",
    "残疾人康复服务覆盖率",
    "主要渔船更新率",
    "渔船更新率",
]


def names_of(plans: list[PlanRecord], row: AlignedRow) -> list[tuple[int, str]]:
    """The cells of a row as column and name."""
    cells = []
    for cell in row.cells:
        record = plans[cell.plan].indicators[cell.indicator]
        cells.append((cell.plan, (record if cell.part is None else record.parts[cell.part]).name))
    return cells


def told(plans: list[PlanRecord], alignment: Alignment) -> list[object]:
    """An alignment in terms of the plans' ids, whatever their order."""
    rows = [
        (
            row.key,
            row.name,
            row.unit,
            row.related,
            sorted((plans[c.plan].id, c.indicator, c.match) for c in row.cells),
        )
        for row in alignment.rows
    ]
    doubts = [
        (sorted([(plans[d.first[0]].id, d.first[1]), (plans[d.second[0]].id, d.second[1])]), d.score)
        for d in alignment.doubts
    ]
    return [rows, doubts]


rows_of_a_plan = st.lists(
    st.tuples(st.sampled_from(_NAMES), st.sampled_from(["%", "万吨", None])), max_size=5
)
some_plans = st.lists(rows_of_a_plan, min_size=2, max_size=5)


@given(some_plans, st.sampled_from(["disability", None]), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_plans_changes_only_the_columns(tables, sector, chance) -> None:  # type: ignore[no-untyped-def]
    plans = [plan(f"p{number}", rows, sector) for number, rows in enumerate(tables)]
    turned = plans[:]
    chance.shuffle(turned)
    one, other = align_plans(plans), align_plans(turned)
    assert told(plans, one) == told(turned, other)
    for row in other.rows:
        assert [cell.plan for cell in row.cells] == sorted({cell.plan for cell in row.cells})
    cells = [(cell.plan, cell.indicator) for row in one.rows for cell in row.cells]
    assert sorted(cells) == [(at, row) for at, rows in enumerate(tables) for row in range(len(rows))]


def test_rows_stand_in_the_order_of_the_pack_then_of_first_appearance() -> None:
    plans = [
        plan(
            "a",
            [("乙事项办结率", "%"), ("残疾人就业率", "%"), ("困难残疾人生活补贴覆盖率", "%")],
            "disability",
        ),
        plan("b", [("甲事项办结率", "%"), ("残疾人家庭人均收入年均增速", "%")], "disability"),
    ]
    assert [row.name for row in align_plans(plans).rows] == [
        "残疾人家庭人均收入年均增长",
        "残疾人就业率",
        "困难残疾人生活补贴覆盖率",
        "乙事项办结率",
        "甲事项办结率",
    ]


def test_levels_and_their_reasons() -> None:
    plans = [
        plan(
            "a",
            [(name, "%") for name in ("残疾人辅具适配率", "村卫生室覆盖率", "主要渔船更新率", "独有率")],
            "disability",
        ),
        plan(
            "b",
            [(name, "%") for name in ("残疾人辅助器具适配率", "全县村卫生室覆盖率", "渔船更新率")],
            "disability",
        ),
    ]
    rows = align_plans(plans).rows
    assert [[(cell.match.level, cell.match.score) for cell in row.cells] for row in rows] == [
        [("alias", 1.0), ("alias", 1.0)],
        [("folded", 1.0), ("folded", 1.0)],
        [("parts", 0.97), ("parts", 0.97)],
        [("none", 0.0)],
    ]
    assert rows[0].cells[0].match.reasons == (
        "指标库中“残疾人辅具适配率”是 disability.assistive-devices 的写法",
    )
    assert rows[2].cells[0].match.reasons == (
        "名称成分相同：残疾人、渔船、更新",
        "只差无关紧要的词：主要",
    )
    english = align_plans(plans, lang="en").rows[2].cells[0].match.reasons
    assert english[1] == "only words of little weight differ: 主要"


def test_the_key_of_a_record_wins() -> None:
    written = msgspec.structs.replace(indicator("县里自定的名称", "%"), key="disability.pension")
    found = msgspec.structs.replace(
        indicator("残疾人养老保险参保率", "%"),
        key="disability.pension",
        match=Match(level="alias", score=1.0),
    )
    (row,) = align_plans([plan("a", [written], "disability"), plan("b", [found], "disability")]).rows
    assert (row.key, [cell.match.level for cell in row.cells]) == ("disability.pension", ["key", "alias"])


def test_two_of_one_plan_that_are_equally_near_are_left_apart_and_named() -> None:
    plans = [
        plan("a", [("粮食产量", "万吨"), ("粮食产量", "万吨")]),
        plan("b", [("粮食产量", "万吨")]),
        plan("c", [("粮食产量", "万吨")]),
    ]
    alignment = align_plans(plans)
    assert sorted(names_of(plans, row) for row in alignment.rows) == [
        [(0, "粮食产量")], [(0, "粮食产量")], [(1, "粮食产量"), (2, "粮食产量")],
    ]  # fmt: skip
    assert [(doubt.first, doubt.second) for doubt in alignment.doubts] == [((0, 0), (1, 0)), ((0, 1), (1, 0))]
    assert alignment.doubts[0].reasons == ("同一规划中有两项同样相近：粮食产量",)


def test_the_nearer_of_two_is_taken_and_the_other_named() -> None:
    plans = [
        plan("a", [("渔船更新率", "%"), ("主要渔船更新率", "%")]),
        plan("b", [("主要渔船更新率", "%")]),
    ]
    alignment = align_plans(plans)
    assert [names_of(plans, row) for row in alignment.rows] == [
        [(0, "渔船更新率")], [(0, "主要渔船更新率"), (1, "主要渔船更新率")],
    ]  # fmt: skip
    assert [(doubt.first, doubt.second) for doubt in alignment.doubts] == [((0, 0), (1, 0))]


def test_categories_tell_rows_of_one_name_apart() -> None:
    def rows(*categories: str) -> list[object]:
        return [
            msgspec.structs.replace(indicator("人均可支配收入", "元", number), category=category)
            for number, category in enumerate(categories, 1)
        ]

    plans = [plan("a", rows("城镇居民", "农村居民")), plan("b", rows("农村居民", "城镇居民"))]  # type: ignore[arg-type]
    alignment = align_plans(plans)
    assert sorted([(c.plan, c.indicator) for c in row.cells] for row in alignment.rows) == [
        [(0, 0), (1, 1)], [(0, 1), (1, 0)],
    ]  # fmt: skip


def test_sub_rows_are_read_with_their_row() -> None:
    parts = (indicator("幼儿园", "人"), indicator("小学", "人"))
    first = msgspec.structs.replace(indicator("专任教师总数", "人"), parts=parts)
    second = msgspec.structs.replace(indicator("专任教师数", "人"), parts=parts[1:])
    third = indicator("小学专任教师数", "人")
    plans = [
        plan("a", [first], "education"),
        plan("b", [second], "education"),
        plan("c", [third], "education"),
    ]
    rows = align_plans(plans).rows
    assert [names_of(plans, row) for row in rows] == [
        [(0, "专任教师总数"), (1, "专任教师数")],
        [(0, "幼儿园")],
        [(0, "小学"), (1, "小学"), (2, "小学专任教师数")],
    ]
    assert [cell.part for cell in rows[2].cells] == [1, 0, None]


def test_a_joint_row_and_its_single_rows_name_each_other() -> None:
    plans = [
        plan("a", [("困难残疾人生活补贴覆盖率", "%"), ("重度残疾人护理补贴覆盖率", "%")], "disability"),
        plan("b", [("残疾人两项补贴覆盖率", "%")], "disability"),
    ]
    assert [row.related for row in align_plans(plans).rows] == [(2,), (2,), (0, 1)]


def test_one_measure_left_open_goes_with_the_only_one_that_fits() -> None:
    plans = [
        plan("a", [("村级站点", "个")]),
        plan("b", [("村级站点数", None)]),
        plan("c", [("村级站点", None)]),
    ]
    assert len(align_plans(plans).rows) == 1
    plans.append(plan("d", [("村级站点", "%")]))
    rows = align_plans(plans).rows
    assert [names_of(plans, row) for row in rows] == [
        [(0, "村级站点"), (1, "村级站点数")], [(2, "村级站点")], [(3, "村级站点")],
    ]  # fmt: skip


def test_a_pack_says_nothing_of_plans_of_another_field() -> None:
    plans = [
        plan("a", [("就业率", "%"), ("人均预期寿命", "岁")], "disability"),
        plan("b", [("就业率", "%")], "economy"),
    ]
    assert [names_of(plans, row) for row in align_plans(plans).rows] == [
        [(0, "就业率")], [(0, "人均预期寿命")], [(1, "就业率")],
    ]  # fmt: skip
    plans = [plan("a", [("居民平均期望寿命", "岁")], "health"), plan("b", [("人均预期寿命", "岁")], "ageing")]
    (row,) = align_plans(plans).rows
    assert row.key == "health.life-expectancy"


def test_places_of_the_plans_say_nothing() -> None:
    plans = [
        plan("a", [("云溪县森林覆盖率", "%")]),
        plan("b", [("全县森林覆盖率", "%")]),
        plan("c", [("白沙县森林覆盖率", "%")]),
    ]
    assert [names_of(plans, row) for row in align_plans(plans).rows] == [
        [(0, "云溪县森林覆盖率"), (1, "全县森林覆盖率")], [(2, "白沙县森林覆盖率")],
    ]  # fmt: skip


def test_nothing_and_one_plan_align() -> None:
    assert align_plans([]) == Alignment(rows=())
    assert align_plans([plan("a", [])]).rows == ()
    assert len(align_plans([plan("a", [("森林覆盖率", "%"), ("森林覆盖率", "%")])]).rows) == 2


def test_near_names_are_offered_as_doubts() -> None:
    plans = [plan("a", [("公办养老机构入住率", "%")]), plan("b", [("养老机构入住率", "%")])]
    alignment = align_plans(plans)
    assert len(alignment.rows) == 2
    (doubt,) = alignment.doubts
    assert (doubt.first, doubt.second) == ((0, 0), (1, 0)) and 0.72 <= doubt.score < 1
    assert doubt.reasons[1] == "只有一方有：公办"


@pytest.mark.parametrize("assign", [_best, _nearest_first])
def test_assignments_keep_what_is_barred_apart_and_leave_ties(assign) -> None:  # type: ignore[no-untyped-def]
    scores = {(0, 1): 0.0, (0, 2): 0.9, (1, 2): 0.9}
    assert assign(3, scores, {(0, 1)}) == ([[0], [1], [2]], {(0, 2), (1, 2)})
    scores[0, 2] = 0.96
    assert sorted(assign(3, scores, {(0, 1)})[0]) == [[0, 2], [1]]


def test_the_best_assignment_is_the_best_overall() -> None:
    """First come, first served would take 0 with 2 and leave 1 and 3 alone."""
    scores = {(0, 1): 0.0, (2, 3): 0.0, (0, 2): 0.95, (0, 3): 0.92, (1, 2): 0.93, (1, 3): 0.0}
    rows, ties = _best(4, scores, {(0, 1), (2, 3), (1, 3)})
    assert (sorted(rows), ties) == ([[0, 3], [1, 2]], set())


def test_all_orders_of_plans_with_doubles() -> None:
    plans = [
        plan("a", [("残疾人康复服务覆盖率", "%"), ("残疾人基本康复服务覆盖率", "%")], "disability"),
        plan("b", [("残疾人基本康复服务率", "%")], "disability"),
        plan("c", [("残疾人基本康复服务覆盖率", "%")], "disability"),
    ]
    seen = {msgspec.json.encode(told(list(some), align_plans(list(some)))) for some in permutations(plans)}
    assert len(seen) == 1


@pytest.mark.slow
@pytest.mark.parametrize("sector", ["disability", None])
def test_time_grows_with_the_number_of_plans(sector: str | None) -> None:
    """1,000 plans of 12 indicators in less than 30 s; among many a plan costs what it costs among few."""
    align_plans(many_plans(20, seed=2, sector=sector))
    cost = {}
    for count in (100, 300, 1000):
        plans = many_plans(count, sector=sector)
        began = time.process_time()
        alignment = align_plans(plans)
        cost[count] = (time.process_time() - began) / count
        assert sum(len(row.cells) for row in alignment.rows) == count * 12
    assert cost[1000] * 1000 < allowed(30)
    assert cost[1000] < 3 * min(cost[100], cost[300])


@given(st.lists(st.text(max_size=25), min_size=1, max_size=4), st.text(max_size=4))
@settings(max_examples=200, deadline=None)
def test_no_name_makes_it_fail(names: list[str], unit: str) -> None:
    plans = [plan("a", [(name, unit) for name in names], "disability"), plan("b", [(names[0], unit)])]
    alignment = align_plans(plans)
    assert sum(len(row.cells) for row in alignment.rows) == len(names) + 1


@pytest.mark.parametrize(
    "name",
    ["", "率", "占", "占比", "（）", "每千人", "的", "全市", "1.", "1", "其中：", "中" * 300, "((" * 300],
)
def test_odd_names(name: str) -> None:
    assert align_plans([plan("a", [(name, None)]), plan("b", [(name, "%")])]).rows
