"""Two drafts of one plan: a comparison reports exactly the edits that a script made."""

import random
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from plancmp.model.comparison import Change
from plancmp.text.folding import squeeze
from tests.compare.editing import Draft, Editor, Told
from tests.compare.plans import compared, plan
from tests.support.gains import CORPUS, seed_paths

_DRAFTS = (
    "yunxi-disability-15.txt",
    "nanshan-disability-13.txt",
    "hexi-children-15.txt",
    "lanting-disability-15.md",
    "qinghe-ageing-15.txt",
)
_KINDS = ("fill", "weaken", "drop", "move", "renumber", "reword")
_SCRIPTS = 200
_FAST = 60


@cache
def _draft(name: str) -> Draft:
    """A draft of the corpus in which some numbers are still open."""
    path = CORPUS / name
    whole = Draft(path)
    # A number before a name that begins with a number is read by the rows around it.
    lines = [line.replace(".0—6岁儿童", ".学龄前儿童") for line in whole.lines]
    for row in whole.record.indicators[::3]:
        value = row.target
        if value is not None and value.at is not None and value.at.line and value.kind == "number":
            at = value.at.line - 1
            if lines[at].strip() == value.text.strip():
                lines[at] = lines[at].replace(value.text.strip(), "XX")
    return Draft(path, lines)


def told(change: Change) -> Told:
    """A reported change in the words of the script."""
    before, after = squeeze(change.before or ""), squeeze(change.after or "")
    if change.kind == "moved":
        before, after = squeeze(change.old or ""), ""
        if change.of == "text":
            before = before.rsplit("#", 1)[0]
    return Told(change.kind, change.of, change.field, before, after)


@pytest.mark.parametrize(
    "seed",
    [*range(_FAST), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(_FAST, _SCRIPTS))],
)
def test_a_script_of_edits_is_reported_exactly(seed: int) -> None:
    """One to six edits of any kind to a draft: each is reported once, and nothing else is."""
    chance = random.Random(seed)
    draft = _draft(chance.choice(_DRAFTS))
    editor = Editor(draft, chance)
    for _ in range(chance.randint(1, 6)):
        editor.edit(chance.choice(_KINDS))
    edited = Draft(draft.path, editor.result())
    found = compared(draft.record, edited.record).drafts[0].changes
    expected = Counter(each._replace(after="") if each.kind == "moved" else each for each in editor.told)
    reported = Counter(told(change) for change in found)
    assert reported == expected, _difference(draft.path, expected, reported)


def _difference(path: Path, expected: Counter[Told], reported: Counter[Told]) -> str:
    lines = [path.name]
    lines += [f"not reported: {each}" for each in (expected - reported)]
    lines += [f"not done: {each}" for each in (reported - expected)]
    return "\n".join(lines)


OLD = """## 一、总体要求

坚持以人民为中心。把残疾人的难处放在心上，把责任落到单位。

## 二、主要任务

### （一）社会保障

把符合条件的残疾人纳入最低生活保障范围。提高医疗救助水平。（牵头单位：县民政局；配合单位：县财政局）

新建残疾人之家XX个，培训残疾人不少于500人次。

### （二）就业

开展职业技能培训，帮助残疾人稳定就业。

表2 服务平台

| 层级 | 名称 |
|---|---|
| 县级 | 残疾人服务中心 |
| 乡级 | 残疾人之家 |
"""


def changes(before: str, after: str) -> list[tuple[str, str, str | None]]:
    """What is told of two bodies: kind, of what, which field."""
    found = compared(plan(body=before), plan(body=after)).drafts[0].changes
    return [(change.kind, change.of, change.field) for change in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("XX个", "6个", ("filled", "text", "text")),
        ("500人次", "300人次", ("weakened", "text", "text")),
        ("500人次", "800人次", ("strengthened", "text", "text")),
        ("500人次", "XX人次", ("emptied", "text", "text")),
        ("放在心上", "记在心上", ("reworded", "text", "text")),
        ("（二）就业", "（三）就业", ("renumbered", "section", "label")),
        ("（二）就业", "（二）促进就业", ("reworded", "section", "title")),
        ("提高医疗救助水平。", "", ("dropped", "text", None)),
        ("提高医疗救助水平。", "提高医疗救助水平。逐步提标扩面。", ("added", "text", None)),
        ("牵头单位：县民政局", "牵头单位：县残联", ("changed", "task", "lead")),
        ("牵头单位：县民政局；", "牵头单位：民政局；", ("respelled", "task", "lead")),
        ("残疾人服务中心 |", "残疾人综合服务中心 |", ("reworded", "text", "text")),
        ("| 乡级 | 残疾人之家 |\n", "", ("dropped", "text", None)),
        (
            "帮助残疾人稳定就业。\n",
            "帮助残疾人稳定就业。\n\n### （三）康复\n\n开展精准康复服务。\n",
            ("added", "section", None),
        ),
    ],
)
def test_one_edit_is_one_change(old: str, new: str, expected: tuple[str, str, str | None]) -> None:
    """Each edit by itself is told once, and nothing else."""
    assert OLD.count(old) == 1
    assert changes(OLD, OLD.replace(old, new)) == [expected]


def test_no_edit_is_no_change() -> None:
    """Blanks, widths and paragraph breaks are no changes."""
    assert changes(OLD, OLD) == []
    assert changes(OLD, OLD.replace("放在心上，", "放在心上, ").replace("（一）", "(一)")) == []
    assert changes(OLD, OLD.replace("坚持以人民为中心。", "坚持以人民为中心。\n\n")) == []


def test_a_moved_paragraph_is_a_move() -> None:
    """Not dropped and added; with its new and old place."""
    paragraph = "新建残疾人之家XX个，培训残疾人不少于500人次。\n"
    new = OLD.replace(paragraph, "").replace("帮助残疾人稳定就业。\n", "帮助残疾人稳定就业。\n\n" + paragraph)
    comparison = compared(plan(body=OLD), plan(body=new))
    (change,) = comparison.drafts[0].changes
    assert (change.kind, change.of, change.old, change.new) == ("moved", "text", "2.1#3", "2.2#2")


def test_a_moved_and_reworded_sentence_is_both() -> None:
    """The move and the words that differ."""
    sentence = "把残疾人的难处放在心上，把责任落到单位。"
    new = OLD.replace(sentence, "").replace(
        "帮助残疾人稳定就业。", f"帮助残疾人稳定就业。{sentence.replace('落到', '压实到')}"
    )
    assert sorted(changes(OLD, new)) == [("moved", "text", None), ("reworded", "text", "text")]


def test_a_moved_section_takes_its_text_along() -> None:
    """Two sections change places: the shorter one moved, its sentences did not."""
    first, second = OLD.index("### （一）"), OLD.index("### （二）")
    new = OLD[:first] + OLD[second:].rstrip() + "\n\n" + OLD[first:second]
    assert ("moved", "section", None) in changes(OLD, new)
    assert not any(of == "text" for _, of, _ in changes(OLD, new))


def test_a_dropped_section_is_one_change() -> None:
    """Its paragraphs are not told again."""
    first, second = OLD.index("### （一）"), OLD.index("### （二）")
    assert changes(OLD, OLD[:first] + OLD[second:])[0] == ("dropped", "section", None)
    assert not any(of == "text" for _, of, _ in changes(OLD, OLD[:first] + OLD[second:]))


ROWS = [
    "残疾人就业率 | 50% | ≥60% | 约束性",
    "残疾人失业率 | 6% | 5% | 预期性",
    "残疾人文体服务覆盖率 | -- | XX% | ",
]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("≥60%", "≥55%", ("weakened", "target")),
        ("≥60%", "≥65%", ("strengthened", "target")),
        ("≥60%", "60%以上", ("respelled", "target")),
        ("| 5% |", "| 5.5% |", ("weakened", "target")),
        ("XX%", "80%", ("filled", "target")),
        ("≥60%", "待定", ("emptied", "target")),
        ("-- |", "70% |", ("filled", "baseline")),
        ("50%", "48%", ("changed", "baseline")),
        ("约束性", "预期性", ("weakened", "attribute")),
        ("预期性", "约束性", ("strengthened", "attribute")),
        ("XX% | ", "XX% | 预期性", ("filled", "attribute")),
        ("残疾人就业率", "残疾人就业参与率", ("reworded", "name")),
        ("≥60%", "应保尽保", ("changed", "target")),
    ],
)
def test_one_edit_of_the_table(old: str, new: str, expected: tuple[str, str]) -> None:
    """A cell that changed is told by what happened to it."""
    rows = [row.replace(old, new) if old in row else row for row in ROWS]
    found = compared(plan(ROWS), plan(rows)).drafts[0].changes
    assert [(change.kind, change.field) for change in found] == [expected]


def test_only_another_spelling_is_no_difference_by_meaning() -> None:
    """It is told, but `--exit-code` does not count it."""
    rows = [row.replace("≥60%", "60%以上") for row in ROWS]
    assert compared(plan(ROWS), plan(rows)).summary.differ is False
    rows = [row.replace("≥60%", "61%以上") for row in ROWS]
    assert compared(plan(ROWS), plan(rows)).summary.differ is True


def test_three_drafts_are_compared_in_turn() -> None:
    """Each with the one before it; a plan of another place stands aside."""
    texts = [OLD, OLD.replace("XX个", "6个"), OLD.replace("XX个", "6个").replace("放在", "记在")]
    comparison = compared(
        plan(body=texts[0]), plan(body=texts[1]), plan(body=OLD, place="白水县"), plan(body=texts[2])
    )
    ids = [each.id for each in comparison.plans]
    assert [(each.before, each.after) for each in comparison.drafts] == [(ids[0], ids[1]), (ids[1], ids[3])]
    assert [[change.kind for change in each.changes] for each in comparison.drafts] == [
        ["filled"],
        ["reworded"],
    ]


def test_other_places_and_periods_are_no_drafts() -> None:
    """Neighbours and the last period's plan are compared, but have no changes."""
    assert compared(plan(body=OLD), plan(body=OLD, place="白水县")).drafts == ()
    assert compared(plan(body=OLD, period="十四五"), plan(body=OLD)).drafts == ()


SEEDS = seed_paths()


@pytest.mark.slow
@pytest.mark.skipif(not SEEDS, reason="the seeds are not beside this checkout")
@pytest.mark.timeout(600)
def test_scripts_of_edits_on_real_plans() -> None:
    """200 scripts on five real plans; a gap in numbers may make the reader see another heading."""
    drafts = [Draft(path) for path in SEEDS]
    wrong: list[str] = []
    for seed in range(_SCRIPTS):
        chance = random.Random(seed)
        draft = chance.choice(drafts)
        editor = Editor(draft, chance)
        for _ in range(chance.randint(1, 6)):
            editor.edit(chance.choice(_KINDS))
        found = compared(draft.record, Draft(draft.path, editor.result()).record).drafts[0].changes
        expected = Counter(each._replace(after="") if each.kind == "moved" else each for each in editor.told)
        reported = Counter(told(change) for change in found)
        if reported != expected:
            wrong.append(_difference(draft.path, expected, reported))
    assert len(wrong) <= _SCRIPTS // 100, "\n\n".join(wrong)


@pytest.mark.parametrize(
    ("field", "other", "drafts"),
    [
        ("残疾人保障和发展", "残疾人事业发展", 1),
        ("城市更新", "住房发展", 0),
        ("城市更新和住房发展", "住房和城市更新", 1),
    ],
)
def test_two_plans_of_a_place_in_one_field_are_no_drafts(field: str, other: str, drafts: int) -> None:
    """城市更新 and 住房发展 of one county are both on housing, and two plans all the same."""
    plans = [plan(body=OLD, field=field, name="a.md"), plan(body=OLD, field=other, name="b.md")]
    assert len(compared(*plans).drafts) == drafts
