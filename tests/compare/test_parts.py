"""Sections, boxes, tasks and sentences of several plans side by side."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancmp.compare.ordering import find_moved
from plancmp.compare.reading import read_nodes, split_sentences
from plancmp.compare.wording import find_pieces
from plancmp.report.diff.table import write_table
from plancmp.text.folding import fold
from tests.compare.plans import compared, plan

FIRST = """## 一、总体要求

坚持以人民为中心的发展思想，把残疾人的难处放在心上。

## 二、主要任务

### （一）完善残疾人社会保障

把符合条件的残疾人纳入最低生活保障范围。提高医疗救助水平，减轻困难残疾人家庭负担。（牵头单位：县民政局；配合单位：县财政局）

### （二）促进残疾人就业

开展职业技能培训，每年培训残疾人不少于二百人次。（牵头单位：县残联；配合单位：县人社局）

| 专栏1 就业重点项目 |
|---|
| 1.盲人按摩提升项目。扶持盲人按摩机构规范经营，培养按摩师。 |
| 2.辅助性就业项目。每个乡镇建设一所辅助性就业机构。 |
"""
SECOND = """## 一、总体要求

坚持以人民为中心的发展思想，把残疾人的难处记在心上。

## 二、重点任务

### （一）促进残疾人充分就业

广泛开展职业技能培训，每年培训残疾人不少于三百人次。（牵头单位：市残联；配合单位：市教育局）

| 专栏1 残疾人就业项目 |
|---|
| 1.辅助性就业推进项目。每个乡镇建设一所辅助性就业机构。 |
| 2.直播带货项目。建设三个直播基地。 |

### （二）健全残疾人社会保障体系

把符合条件的残疾人纳入最低生活保障范围。建立补贴标准调整机制。（牵头单位：市民政局；配合单位：市财政局）

## 三、组织实施

加强监测评估。
"""


@pytest.fixture(scope="module")
def both():
    """Two plans of two places."""
    return compared(plan(body=FIRST), plan(body=SECOND, place="白水市"))


def test_sections_meet_by_title_and_text(both) -> None:
    """Chapters in another order and wording meet; what only one has stays alone, in its place."""
    rows = [(row.cells, row.verdict) for row in both.sections]
    assert rows == [
        (("1", "1"), "differs"),
        (("2", "2"), "differs"),
        (("2.1", "2.2"), "differs"),
        (("2.2", "2.1"), "differs"),
        ((None, "3"), "only"),
    ]


def test_the_same_section_is_the_same() -> None:
    """A plan against itself: everything is the same, nothing new."""
    comparison = compared(plan(body=FIRST), plan(body=FIRST, place="白水市"))
    assert {row.verdict for row in (*comparison.sections, *comparison.boxes, *comparison.tasks)} == {"same"}
    assert all(row.similarity == 1.0 for row in comparison.sections)
    # Only the title names the place, and a title is no sentence of the text.
    assert [row.kind for row in comparison.text if row.kind != "shared"] == []


def test_box_items_meet_in_their_boxes(both) -> None:
    """An item under another number is found; what is new is alone."""
    (box,) = both.boxes
    assert box.cells == ("B1", "B1")
    assert [(row.cells, row.verdict) for row in box.items] == [
        (("B1.1", None), "only"),
        (("B1.2", "B1.1"), "differs"),
        ((None, "B1.2"), "only"),
    ]


def test_who_is_responsible_for_the_same_task_where() -> None:
    """The prefix of the level does not count; another body does."""
    table = "附件 任务分工表\n\n| 序号 | 重点任务 | 牵头单位 | 配合单位 |\n|---|---|---|---|\n"
    mine = (
        table
        + "| 1 | 完善最低生活保障制度 | 县民政局 | 县财政局、县残联 |\n"
        + "| 2 | 开展职业技能培训 | 县残联 | 县人社局 |\n"
    )
    theirs = (
        table + "| 1 | 开展残疾人职业技能培训 | 市人力资源和社会保障局 | 市残联 |\n"
        "| 2 | 完善最低生活保障制度 | 市民政局 | 市残联、市财政局 |\n"
    )
    comparison = compared(plan(body=mine), plan(body=theirs, place="白水市"))
    support, training = comparison.tasks
    assert (support.verdict, support.differs) == ("same", ())
    assert (training.verdict, training.differs) == ("differs", ("text", "lead", "support"))
    assert [cell.lead for cell in training.cells] == [("县残联",), ("市人力资源和社会保障局",)]


def test_sentences_are_shared_changed_or_new(both) -> None:
    """By wording, wherever they stand; changed ones with the words that differ."""
    found = {(row.kind, *(cell.place if cell else None for cell in row.cells)) for row in both.text}
    assert ("shared", "2.1#1", "2.2#1") in found
    assert ("changed", "1#1", "1#1") in found
    assert ("new", "2.1#2", None) in found
    assert ("new", None, "2.2#2") in found
    changed = next(row for row in both.text if row.kind == "changed" and row.cells[0].place == "1#1")
    assert [(piece.op, piece.text) for piece in changed.cells[1].pieces if piece.op != "="] == [
        ("-", "放"),
        ("+", "记"),
    ]


def test_who_is_responsible_is_no_sentence(both) -> None:
    """(牵头单位：…) belongs to the task."""
    assert not any("牵头" in cell.text for row in both.text for cell in row.cells if cell)


def test_shares_count_characters(both) -> None:
    """The share of a plan that stands in another, of its own length; changed sentences count in `near`."""
    first, second = (plan.id for plan in both.plans)
    shares = {(share.plan, share.other): share for share in both.summary.shares}
    assert 0 < shares[first, second].exact < shares[first, second].near < 1
    same = compared(plan(body=FIRST), plan(body=FIRST))
    assert {(share.exact, share.near) for share in same.summary.shares} == {(1.0, 1.0)}


def test_a_reference_without_text_leaves_the_text_of_others_alone() -> None:
    """Two plans and a bundled one: its cells are empty and make no row partial."""
    from plancmp.align.references import load_reference

    comparison = compared(
        load_reference("disability-15"), plan(body=FIRST), plan(body=FIRST, place="白水市"), base=0
    )
    assert {row.cells[0] for row in comparison.sections} == {None}
    assert {row.verdict for row in comparison.sections} == {"same"}
    alone = compared(load_reference("disability-15"), plan(body=FIRST), base=0)
    assert (alone.sections, alone.boxes, alone.text) == ((), (), ())


def test_a_sentence_said_twice_is_one_row() -> None:
    """The second place stands in `also`."""
    body = "## 一、目标\n\n加强组织领导，落实各方责任。\n\n## 二、措施\n\n加强组织领导，落实各方责任。\n"
    comparison = compared(
        plan(body=body), plan(body="## 一、目标\n\n加强组织领导，落实各方责任。\n", place="白水市")
    )
    row = next(row for row in comparison.text if row.kind == "shared" and "组织领导" in row.cells[0].text)
    assert (row.cells[0].place, row.cells[0].also, row.cells[1].place) == ("1#1", ("2#1",), "1#1")


def test_nodes_hold_every_sentence_once() -> None:
    """Reading a record into nodes loses and doubles nothing."""
    record = plan(["残疾人就业率 | 50% | 60% | 预期性"], FIRST)
    nodes = read_nodes(record)
    assert [node.id for node in nodes] == ["front", "1", "2", "2.1", "2.2", "B1", "B2", "B2.1", "B2.2"]
    texts = [sentence.text for node in nodes for sentence in node.sentences]
    assert len(texts) == len(set(texts))
    assert nodes[3].sentences[1].place == "2.1#2"


@given(st.text(alphabet="一是补短板，。；！”’\n2.5%", max_size=40))
def test_sentences_joined_give_the_text(text: str) -> None:
    """Splitting only takes out white space and marks that stand alone."""
    kept = "".join("".join(sentence.split()) for sentence in split_sentences(text))
    words = [char for char in "".join(text.split()) if char not in "，。；！”’.%"]
    assert [char for char in kept if char not in "，。；！”’.%"] == words


@given(
    st.text(alphabet="残疾人服务水平质量（(提高升", max_size=25),
    st.text(alphabet="残疾人服务水平质量（(提高升", max_size=25),
)
def test_pieces_give_both_wordings_back(before: str, after: str) -> None:
    """Without + they are the first wording, without - the second; width does not count in the first."""
    pieces = find_pieces(before, after)
    assert fold("".join(piece.text for piece in pieces if piece.op != "+")) == fold(before)
    assert "".join(piece.text for piece in pieces if piece.op != "-") == after


@given(st.permutations(range(7)), st.integers(0, 10_000))
def test_what_stays_is_the_heaviest_order(positions: list[int], seed: int) -> None:
    """Without what moved the rest is in order, and no other choice moves less."""
    from itertools import combinations

    weights = [random.Random(seed + at).randint(1, 9) for at in range(len(positions))]
    moved = find_moved(positions, weights)
    rest = [position for at, position in enumerate(positions) if at not in moved]
    assert rest == sorted(rest)
    best = max(
        sum(weights[at] for at in some)
        for size in range(len(positions) + 1)
        for some in combinations(range(len(positions)), size)
        if [positions[at] for at in some] == sorted(positions[at] for at in some)
    )
    assert sum(weights) - sum(weights[at] for at in moved) == best


def test_plans_have_the_shortest_names_that_tell_them_apart() -> None:
    """The place; the place with the field or the period where a place has several plans."""
    fields = [
        plan(["绿化覆盖率 | 30% | 40% | 预期性"], field="绿化市容", name="a.md"),
        plan(["公路里程 | 30 | 40 | 预期性"], field="综合交通发展", name="b.md"),
        plan(["公路里程 | 30 | 40 | 预期性"], place="白水县", field="综合交通", name="c.md"),
    ]
    assert [each.name for each in compared(*fields).plans] == ["青禾县绿化市容", "青禾县综合交通", "白水县"]
    periods = [plan(period=period, name=f"{period}.md") for period in ("十四五", "十五五")]
    assert [each.name for each in compared(*periods).plans] == ["青禾县十四五", "青禾县十五五"]


def test_a_long_field_ends_with_a_part_of_it() -> None:
    """No word of a plan's name is cut where it has parts; what says only when, or how, is no field."""
    fields = [
        plan(field=each)
        for each in (
            "河湖生态空间建设和市容环境整治",
            "时期能源高质量发展",
            "家庭医生签约服务能力提升",
            "水务专项",
        )
    ]
    names = [each.name for each in compared(*fields).plans]
    assert names == ["青禾县河湖生态空间建设等", "青禾县能源", "青禾县家庭医生签约服务…", "青禾县水务"]


def test_a_plan_does_not_lack_what_only_another_field_has() -> None:
    rows = ["森林覆盖率 | 30% | 40% | 预期性"], ["公路总里程（公里） | 30 | 40 | 预期性"]
    green, roads = (plan(row, field=field) for row, field in zip(rows, ("绿化市容", "综合交通"), strict=True))
    assert compared(green, roads).summary.lacks == {}
    other = plan([*rows[0], "湿地保护率 | 30% | 40% | 预期性"], field="绿化市容", place="白水县")
    assert list(compared(green, other).summary.lacks) == [green.id]


def test_a_plan_of_no_known_field_lacks_only_what_plans_have_that_share_an_indicator_with_it() -> None:
    """Nobody knows whether it is of their field until one of their indicators is in it."""
    forest, wetland = "森林覆盖率 | 30% | 40% | 预期性", "湿地保护率 | 30% | 40% | 预期性"
    green = plan([forest, wetland], field="绿化市容")
    odd = "甲项指数 | 3 | 4 | 预期性"
    assert compared(green, plan([odd], field="某项事务", place="白水县")).summary.lacks == {}
    known = plan([odd, forest], field="某项事务", place="白水县")
    assert len(compared(green, known).summary.lacks) == 2


def test_what_few_plans_of_a_field_have_no_other_lacks() -> None:
    """Two of three have forests, one has wetlands: the third lacks forests, nobody wetlands."""
    forest, wetland = "森林覆盖率 | 30% | 40% | 预期性", "湿地保护率 | 30% | 40% | 预期性"
    rows = {"甲县": [forest, wetland], "乙县": [forest], "丙县": ["建成区绿地率 | 30% | 40% | 预期性"]}
    plans = [plan(own, field="绿化市容", place=place, name=f"{place}.md") for place, own in rows.items()]
    comparison = compared(*plans)
    names = {row.row: row.name for row in comparison.indicators}
    lacks = {name: [names[row] for row in some] for name, some in comparison.summary.lacks.items()}
    assert lacks == {plans[2].id: ["森林覆盖率"]}
    assert comparison.summary.gaps[plans[2].id]["absent-indicator"] == 1


def test_the_only_table_of_indicators_meets_whatever_it_is_called() -> None:
    rows = ["残疾人就业率 | 50% | 60% | 预期性"]
    one, other = plan(rows), plan(["公路里程 | 30 | 40 | 预期性"], place="白水县")
    assert [box.cells for box in compared(one, other).boxes] == [("B1", "B1")]


@pytest.mark.parametrize(("other", "period"), [("白水县", "十四五"), ("山南省", "十五五")])
def test_of_many_plans_only_the_pairs_that_share_much_are_listed(other: str, period: str) -> None:
    """Groups of plans, each pair once with its larger share, the arrow from the older or the higher one."""
    said = (
        "河堤两岸种满柳树，孩子们放学后在树荫里读书写字。",
        "小镇集市逢三开张，卖鱼的摊位从桥头一直排到渡口。",
        "山上的果园装了滴灌，雨少的年份也能收下满筐的梨。",
        "老车站改成了图书室，夜里灯亮到最后一班船靠岸。",
        "邮递员骑车翻过两道岭，把药品送进独居老人家中。",
        "工厂屋顶铺上光伏板，白天发的电供全村磨坊使用。",
    )
    places = ("青禾县", other, "苍山县", "云溪县", "石桥县", "柳河县", "松岭县")
    bodies = [f"## 一、任务\n\n{text * 20}\n" for text in (said[0], *said)]
    plans = [
        plan(body=body, place=place, period=period if at == 1 else "十五五", name=f"{at}.md")
        for at, (body, place) in enumerate(zip(bodies, places, strict=True))
    ]
    text = write_table(compared(*plans), lang="zh", width=120, color=False)
    part = text[text.index("文字重合") :].split("\n\n")[0].splitlines()
    assert [line.strip() for line in part[2:]] == [f"= 青禾县、{other}", f"青禾县 ← {other} 100.0% / 100.0%"]


def test_before_the_chapters_only_sentences_are_compared() -> None:
    """A notice's number, addressees and date say nothing of the plan; its sentences do."""
    notice = "云府发〔2026〕{}号\n\n各街道办事处：\n\n现把这份规划印发给大家，{}。\n\n"
    body = notice + "## 一、任务\n\n修好两座旧桥。\n"
    comparison = compared(plan(body=body.format(1, "照着做")), plan(body=body.format(2, "照此做")))
    places = {cell.place for row in comparison.text for cell in row.cells if cell is not None}
    assert len(places) == 2 and {place.partition("#")[0] for place in places} == {"front", "1"}


def test_of_a_large_group_the_nearest_pairs_are_named() -> None:
    """Fourteen plans with one text are ninety-one pairs: twelve are told, the others counted."""
    body = "## 一、任务\n\n小镇集市逢三开张，卖鱼的摊位从桥头一直排到渡口。\n"
    plans = [plan(body=body, place=f"{name}县", name=f"{name}.md") for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯"]
    text = write_table(compared(*plans), lang="zh", width=120, color=False)
    part = text[text.index("文字重合") :].split("\n\n")[0].splitlines()
    assert sum("100.0%" in line for line in part) == 12
    assert part[-1].strip() == "另有 79 对，重合更少。"


def test_of_many_plans_the_targets_that_several_have_stand_first() -> None:
    """Row by row only what several plans have; a plan with nothing in common is named below."""
    rows = {
        "甲县": "残疾人就业率（%） | 40 | 45 | 预期性",
        "乙县": "残疾人就业率（%） | 41 | 47 | 预期性",
        "丙县": "残疾人就业率（%） | 42 | 50 | 预期性",
        "丁县": "石桥修缮数（座） | 2 | 5 | 预期性",
    }
    plans = [plan([row], place=place, name=f"{place}.md") for place, row in rows.items()]
    text = write_table(compared(*plans), lang="zh", width=80, color=False)
    targets = text[text.index("目标值一览") :].split("\n\n")[0]
    assert "45" in targets and "50" in targets and "石桥" not in targets
    assert "没有与其他规划共有的指标：丁县" in targets
    alone = text[text.index("指标：仅一份规划有") :].split("\n\n")[0]
    assert "石桥修缮数（座）  2 → 5 预期性" in alone and "就业率" not in alone


def test_tasks_that_share_a_verb_are_two() -> None:
    """完善 is rare among four tasks and says nothing; a title that stands in a longer task does."""
    body = "## 一、任务\n\n{}（牵头单位：县教育局）\n\n{}（牵头单位：县水利局）\n"
    first = plan(body=body.format("完善山区校车线路", "提升塘坝蓄水能力"))
    second = plan(
        body=body.format("完善旧书捐赠渠道", "在干旱乡镇提升塘坝蓄水能力，修好六处闸门"), place="白水县"
    )
    met = [row.text for row in compared(first, second).tasks if row.verdict != "only"]
    assert met == ["提升塘坝蓄水能力"]
