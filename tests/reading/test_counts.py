"""What a text counts of itself, and what only looks so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancmp.reading.commitments.counts import StatedCount, find_counts

COUNTS = [
    ("共12项指标", "指标12"),
    ("规划共设主要指标26项", "指标26"),
    ("本规划设置主要指标12项，其中约束性指标8项、预期性指标4项", "指标12 约束性指标8 预期性指标4"),
    ("主要指标18项，其中约束性6项、预期性12项", "指标18 约束性指标6 预期性指标12"),
    ("主要指标26项，其中妇女12项、儿童14项。", "指标26 指标12（妇女） 指标14（儿童）"),
    ("提出十八项主要指标", "指标18"),
    ("设立九个专栏", "专栏9"),
    ("全文共13个专栏", "专栏13"),
    ("实施七大行动", "行动7"),
    ("组织实施“七大行动”", "行动7"),
    ("谋划实施重大工程6项", "工程6"),
    ("围绕五大工程统筹推进", "工程5"),
    ("部署六大重点任务", "任务6"),
    ("明确10项重点任务", "任务10"),
    ("开展近视防控、心理护航、营养改善三项行动", "行动3"),
    ("提出八项保障措施", "措施8"),
    ("规划分为八个部分", "部分8"),
    ("设置２２项指标", "指标22"),
    ("实施15个重点项目", "项目15"),
    ("全文共八章，设专栏9个", "章8 专栏9"),
]

LOOK_ALIKES = [
    "贯彻“四个全面”战略布局",
    "做到“两个维护”",
    "推进三个一批",
    "落实“五个一”工程",
    "五大发展理念",
    "三大攻坚战",
    "完成12项任务",
    "十二项指标全部完成",
    "每年实施3个项目",
    "每个县建设2个重点项目",
    "第三批示范项目",
    "实施三年行动计划",
    "开展百日行动",
    "一项重大工程",
    "累计实施重点项目46个",
    "建设项目20个",
    "211工程",
    "新增3个国家级重点项目",
    "专栏3",
    "见专栏9",
    "各项任务",
    "八项规定",
    "三项制度改革",
    "承担2项省级重点任务",
    "入选15个示范项目",
    "已实施6项重大工程",
    "培育3家企业",
    "两项补贴",
    "第二部分",
    "第十章",
    "指标完成率达到95%",
    "约束性指标完成率100%",
]


def spelled(found: StatedCount) -> str:
    """A count in one word."""
    return f"{found.what}{found.number}" + (f"（{found.of}）" if found.of else "")


@pytest.mark.parametrize(("text", "expected"), COUNTS, ids=[text for text, _ in COUNTS])
@pytest.mark.parametrize("sentence", ["{}。", "健全体系，{}，全面推进。"])
def test_counts_are_found(text: str, expected: str, sentence: str) -> None:
    whole = sentence.format(text.rstrip("。"))
    assert " ".join(spelled(each) for each in find_counts(whole)) == expected


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_are_none(text: str) -> None:
    assert [spelled(each) for each in find_counts(f"健全体系，{text}。")] == []


def test_spans_are_the_words() -> None:
    text = "规划共设主要指标２６项，其中妇女12项。"
    assert [text[each.span.start : each.span.end] for each in find_counts(text)] == [
        "主要指标２６项",
        "妇女12项",
    ]


@given(st.text() | st.text(alphabet="共设12三十项个大主要指标专栏工程行动任务其中约束性预期，、。（）“”\n"))
def test_no_text_breaks_it(text: str) -> None:
    ends = 0
    for each in find_counts(text):
        assert ends <= each.span.start < each.span.end <= len(text)
        assert each.number > 0
        ends = each.span.end
