"""What stands first in a comparison, as people read it: periods, fields, what differs, who has nothing."""

import pytest

from plancmp.model.comparison import Comparison
from plancmp.model.language import Lang
from plancmp.report.diff.markdown import write_markdown
from plancmp.report.diff.table import write_table
from plancmp.report.diff.words import word
from plancmp.rulepacks import load
from plancmp.structure.titles import PlanWords
from tests.compare.plans import compared, plan

CARE = "困难残疾人生活补贴覆盖率（%） | 90 | {} | 约束性"


def _said(comparison: Comparison, lang: Lang = "zh") -> list[str]:
    """The lines of what matters and what stands before it, none of them wrapped."""
    text = write_table(comparison, lang=lang, width=1000, color=False, parts=("summary",))
    return text[: text.index("\n" + word("summary", lang) + " ─")].splitlines()


def test_periods_stand_in_their_order_in_english_with_their_years() -> None:
    both = compared(
        plan([CARE.format(95)], place="云溪县", period="十五五"),
        plan([CARE.format(96)], place="青禾县", period="十四五"),
    )
    assert "规划期不同（十四五、十五五）：不同期的目标不比严宽。" in _said(both)
    assert any("(十四五 2021–2025, 十五五 2026–2030)" in line for line in _said(both, "en"))


def test_plans_of_different_fields_are_told_so() -> None:
    both = compared(
        plan(body="## 总则", field="残疾人保障和发展"), plan(body="## 总则", field="教育事业发展")
    )
    assert "领域不同（残疾人、教育）：只对照共有的指标。" in _said(both)
    assert any("different fields (disability, education)" in line for line in _said(both, "en"))
    alike = compared(plan(place="云溪县"), plan(place="青禾县"))
    assert not any("领域不同" in line for line in _said(alike))


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_every_field_has_words(lang: Lang) -> None:
    for sector in load(PlanWords, "vocabulary/plans.yaml").sectors:
        assert word(f"sector-{sector}", lang) != f"sector-{sector}"


def test_targets_that_differ_and_cannot_be_ranked_are_named() -> None:
    """Of two periods no target is weaker; that they differ stays to be said. What is the same is not said."""
    rows = [CARE.format(95), "残疾儿童入学率（%） | 97 | 97 | 约束性"]
    later = [CARE.format(99), "残疾儿童入学率（%） | 97 | 97 | 约束性"]
    told = _said(compared(plan(rows, place="云溪县", period="十四五"), plan(later, place="青禾县")))
    assert "~ 目标不同（未比严宽）1 项：困难残疾人生活补贴覆盖率" in told
    ranked = _said(compared(plan(rows, place="云溪县"), plan(later, place="青禾县")))
    assert "▼ 云溪县 1 项目标较宽：困难残疾人生活补贴覆盖率" in ranked
    assert not any("未比严宽" in line for line in ranked)


def test_one_matter_in_two_measures_is_one_pair() -> None:
    both = compared(
        plan(["困难重度残疾人家庭无障碍改造数（户） | 100 | 200 | 约束性"], place="云溪县"),
        plan(["困难重度残疾人家庭无障碍改造率（%） | 90 | 96 | 约束性"], place="青禾县"),
    )
    (line,) = (line for line in _said(both) if line.startswith("≠"))
    assert line.startswith("≠ 口径不同：") and line.count(" ↔ ") == 1


def test_a_plan_without_indicators_is_told_as_such() -> None:
    """It is not told indicator by indicator what it lacks: none was read from it."""
    rows = [CARE.format(95)]
    told = _said(compared(plan(rows, place="云溪县"), plan(rows, place="南山县"), plan(place="青禾县")))
    assert "? 没有读到指标的规划 1 份：青禾县" in told
    assert not any(" 缺 " in line for line in told)


def test_against_a_base_what_is_below_it_is_named() -> None:
    """The weakest of three is none of the base's matter when it is above the base; the base is not below."""
    plans = [
        plan([CARE.format(target)], place=place)
        for target, place in ((95, "全川市"), (93, "云溪县"), (96, "青禾县"))
    ]
    told = _said(compared(*plans, base=0))
    assert [line for line in told if line.startswith("▼")] == [
        "▼ 云溪县 1 项目标宽于基准：困难残疾人生活补贴覆盖率"
    ]


def test_the_name_of_the_nation_is_no_list() -> None:
    """和 in 共和国 joins nothing; an outline is one whatever stands before its name."""
    long = plan(place="", field="中文名中华人民共和国国民经济和社会发展")
    names = [each.name for each in compared(plan(place=""), long).plans]
    assert all("共等" not in name for name in names)


def test_plans_that_say_a_thing_at_one_place_stand_together() -> None:
    """Of five plans with one sentence the place is said once; of two each is. No name ends in 和."""
    body = "## 一、任务\n\n小镇集市逢三开张，卖鱼的摊位从桥头一直排到渡口。\n"
    plans = [plan(body=body, place=f"{name}镇", name=f"{name}.md") for name in "甲乙丙丁戊"]
    text = write_table(compared(*plans), lang="zh", width=200, color=False, parts=("text",))
    together = "、".join(f"{name}镇残疾人保障" for name in "甲乙丙丁戊")
    assert f"= 共有 {together} 1 第1句；文句 1 句：" in text
    two = write_table(compared(*plans[:2]), lang="zh", width=200, color=False, parts=("text",))
    assert "= 共有 甲镇残疾人保障 1 第1句 = 乙镇残疾人保障 1 第1句；文句 1 句：" in two


def test_long_lists_of_places_are_told_by_chapter() -> None:
    """Forty parts are listed; of forty-one only the chapters, in the order of the plan."""
    for count, told in ((40, "1.40 第1句"), (41, "    1（41 句）")):
        parts = "".join(
            f"### （{at}）其{at}\n\n第{at}号渡口由{at * 7}名船工看管。\n\n" for at in range(1, count + 1)
        )
        texts = compared(
            plan(body=f"## 一、任务\n\n{parts}"), plan(body="## 一、总则\n\n山路要修。\n", place="云溪县")
        )
        assert told in write_table(texts, lang="zh", width=1000, color=False, parts=("text",))


def test_where_no_indicator_was_read_nothing_is_said_to_be_whole() -> None:
    both = compared(plan([CARE.format(95)], place="云溪县"), plan(body="## 总则", field="教育事业发展"))
    text = write_table(both, lang="zh", width=200, color=False, parts=("gaps",))
    assert "没有缺项：云溪县" in text and "没有读到指标的规划 1 份：青禾县" in text


def test_of_many_plans_a_folded_part_has_what_several_share() -> None:
    """Rows of two among sixteen are counted, of what one has alone the first are named; Markdown has all."""
    common = "## 总体要求\n\n## 保障措施\n\n"
    own = "".join(f"## {words}\n\n" for words in ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"))
    names = [f"{first}{second}县" for first in "东西南北" for second in "山河湖川"]
    shared = "## 疏浚骨干河道\n\n"
    bodies = [common + (shared if at < 2 else "") + (own if at == 0 else "") for at in range(len(names))]
    many = compared(*(plan(body=body, place=name) for body, name in zip(bodies, names, strict=True)))
    folded = write_table(many, lang="zh", width=300, color=False, parts=("sections",))
    assert "疏浚骨干河道" not in folded and "另有 1 行只在两份规划中相合" in folded
    assert "己" in folded and "辛" not in folded
    whole = write_markdown(many, lang="zh", parts=("sections",))
    assert "疏浚骨干河道" in whole and "辛" in whole
