"""Clauses of who does what in every form, and brackets that only look like one."""

import random

import pytest

from plancmp.pipeline import extract_bytes
from plancmp.reading.duties import find_duties

Units = tuple[str, ...]


@pytest.mark.parametrize(
    ("clause", "lead", "support"),
    [
        ("（牵头单位：市民政局；配合单位：市财政局、市残联）", ("市民政局",), ("市财政局", "市残联")),
        ("（牵头单位：市民政局，参加单位：市财政局）", ("市民政局",), ("市财政局",)),
        ("〔责任单位：市民政局、市财政局等〕", ("市民政局", "市财政局"), ()),
        ("(责任处室:规划处)", ("规划处",), ()),
        ("（市民政局牵头，市财政局、市残联等参与）", ("市民政局",), ("市财政局", "市残联")),
        ("（市民政局、市残联负责）", ("市民政局", "市残联"), ()),
        ("（市民政局、市财政局等按职责分工负责）", ("市民政局", "市财政局"), ()),
        ("（市民政局负责，市财政局参加）", ("市民政局",), ("市财政局",)),
        (
            "（市民政局牵头，市财政局、市残联等市级相关部门及各区县按职责分工负责）",
            ("市民政局",),
            ("市财政局", "市残联", "各区县"),
        ),
        ("（市民政局牵头，市直相关单位及各地区按职责分工负责）", ("市民政局",), ("市直相关单位", "各地区")),
        ("（市民政局、市医保局）", ("市民政局", "市医保局"), ()),
        (
            "（责任单位：省民政厅，各市、县〔区〕政府。以下均含各市、县〔区〕政府，不再列出）",
            ("省民政厅", "各市、县〔区〕政府"),
            (),
        ),
        ("（省教育厅、省民政厅负责，列第一位者为牵头部门，下同）", ("省教育厅",), ("省民政厅",)),
        (
            "（责任单位：省教育厅、省民政厅，其中列第一位为牵头单位，其他单位按职责分工负责，下同）",
            ("省教育厅",),
            ("省民政厅",),
        ),
        ("（具体由市民政局负责）", ("市民政局",), ()),
        ("责任单位：市民政局、市残联。", ("市民政局", "市残联"), ()),
        ("牵头单位：市民政局；配合单位：市残联", ("市民政局",), ("市残联",)),
        (
            "（市民政局牵头，人行云溪市中心支行及各地区按职责分工负责）",
            ("市民政局",),
            ("人行云溪市中心支行", "各地区"),
        ),
        ("（牵头单位：市民政局，完成时限：2027年12月）", ("市民政局",), ()),
        ("（市民政局牵头，市残联等相关部门配合，2027年6月底前完成）", ("市民政局",), ("市残联",)),
        ("（2027年底前，市民政局负责）", ("市民政局",), ()),
        ("（市民政局、市残联等部门和单位按职责分工负责）", ("市民政局", "市残联"), ()),
        ("（市民政局、市残联等有关部门、单位负责）", ("市民政局", "市残联"), ()),
        ("责任单位：市民政局、市残联。完成时限：2027年底。", ("市民政局", "市残联"), ()),
        ("（注册处、科信处、信息中心按职责分工负责）", ("注册处", "科信处", "信息中心"), ()),
        ("（厅法规处牵头，厅机关有关处室配合）", ("厅法规处",), ("厅机关有关处室",)),
        ("（云溪市、青岭市政府负责）", ("云溪市", "青岭市政府"), ()),
        ("（省商务厅和云溪市、青岭市政府负责）", ("省商务厅", "云溪市", "青岭市政府"), ()),
        ("（区级有关部门和各乡镇街道按职责分工负责）", ("区级有关部门", "各乡镇街道"), ()),
        ("牵头单位：市民政局责任单位：12345 热线各成员单位", ("市民政局",), ("12345 热线各成员单位",)),
    ],
)
def test_clause(clause: str, lead: Units, support: Units) -> None:
    """Who leads and who supports."""
    text = f"建好社区食堂，办好助餐点。{clause}"
    assert [(duty.lead, duty.support) for duty in find_duties(text)] == [(lead, support)]


@pytest.mark.parametrize(
    "text",
    [
        "经市残联（市残联主席团）同意后实施。",
        "制定《云溪市养老规划》（以下简称《规划》）。",
        "坚持共建共享。（政府主导，社会参与）",
        "由市民政局牵头（市老龄办）。",
        "建设养老服务中心。（含社区食堂）",
        "加强指导。（市民政局指导）",
        "增设床位。（见专栏3）",
        "目标：到2030年建成十家社区食堂。",
        "做好评估。（2027年底前完成）",
        "落实安全责任。（老人、儿童、家属负责）",
    ],
)
def test_no_clause(text: str) -> None:
    """Brackets that name no one's duty."""
    assert find_duties(text) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "（一）扩大供给。增加床位。（市民政局负责）\n（二）提高质量。培训人员。（市人社局牵头，市民政局配合）",
            [("（一）扩大供给", ("市民政局",), ()), ("（二）提高质量", ("市人社局",), ("市民政局",))],
            id="headings that run on",
        ),
        pytest.param(
            "（一）扩大供给\n增加床位。\n（责任单位：市民政局）\n（二）提高质量\n培训人员。\n",
            [("增加床位", ("市民政局",), ())],
            id="a clause on its own line",
        ),
        pytest.param(
            "（一）扩大供给\n增加床位。\n牵头部门：市民政局\n参与部门：市财政局、市残联\n完成时限：2027年12月\n（二）提高质量\n培训人员。\n",
            [("增加床位", ("市民政局",), ("市财政局", "市残联"))],
            id="lines of their own",
        ),
        pytest.param(
            "（一）扩大供给\n1.增加床位。\n责任单位：市民政局，市残联\n2.培训人员。\n责任单位：市人社局\n（二）提高质量\n",
            [("1.增加床位", ("市民政局", "市残联"), ()), ("2.培训人员", ("市人社局",), ())],
            id="lines under each of several items",
        ),
        pytest.param(
            "（一）扩大供给\n1.增加床位。改造设施。\n牵头单位：市民政局\n责任单位：市残联\n完成时限：2027年底前\n2.培训\n牵头单位：市人社局\n",
            [("1.增加床位", ("市民政局",), ("市残联",)), ("2.培训", ("市人社局",), ())],
            id="a deadline below the units is no task",
        ),
        pytest.param(
            "（一）扩大供给\n增加床位。（市民政局、市财政局负责，列第一位者为牵头单位，下同）\n（二）提高质量\n培训人员。（市人社局、市民政局负责）\n",
            [("增加床位", ("市民政局",), ("市财政局",)), ("培训人员", ("市人社局",), ("市民政局",))],
            id="the first leads from here on",
        ),
        pytest.param(
            "（一）扩大供给\n增加床位。（市民政局负责）培训人员。（市人社局负责）\n（二）提高质量\n评定等级。\n",
            [("增加床位", ("市民政局",), ()), ("培训人员", ("市人社局",), ())],
            id="two in one paragraph",
        ),
        pytest.param(
            "（一）扩大供给\n增加床位（市民政局牵头，各有关部门配合）。培训人员（市人社局负责）。\n（二）提高质量\n评定等级。\n",
            [("增加床位", ("市民政局",), ("各有关部门",)), ("培训人员", ("市人社局",), ())],
            id="clauses inside the mark of a sentence",
        ),
    ],
)
def test_tasks(body: str, expected: list[tuple[str, Units, Units]]) -> None:
    """Tasks of a plan with their words."""
    text = (
        f"云溪市养老服务行动方案\n一、总体要求\n坚持公益优先。\n二、主要任务\n{body}\n三、保障\n加强宣传。\n"
    )
    record = extract_bytes(text.encode(), "a.txt")
    assert [(task.text, task.lead, task.support) for task in record.tasks] == expected


def test_drawn_clauses() -> None:
    """Clauses of drawn units, marks and words: each is read whole."""
    draw = random.Random(20261129)
    known = [
        "市民政局",
        "市财政局",
        "市残联",
        "市教育局",
        "市卫生健康委",
        "市妇联",
        "市住房城乡建设局",
        "市医保局",
    ]
    for _ in range(300):
        units = draw.sample(known, draw.randint(2, 5))
        cut = draw.randint(1, len(units) - 1)
        lead, support = units[:cut], units[cut:]
        mark = draw.choice(["、", "，"])
        rest = draw.choice(["", "等", "等有关部门"])
        form = draw.choice(
            [
                f"牵头单位：{mark.join(lead)}；"
                + f"{draw.choice(['配合', '参与', '协办'])}单位：{mark.join(support)}{rest}",
                f"{'、'.join(lead)}{draw.choice(['牵头', '牵头负责'])}，{'、'.join(support)}{rest}"
                + draw.choice(["配合", "参加", "按职责分工负责"]),
                f"{'、'.join(lead)}负责，{'、'.join(support)}{rest}{draw.choice(['配合', '参与', '协助'])}",
            ]
        )
        before, behind = draw.choice([("（", "）"), ("(", ")"), ("〔", "〕"), ("【", "】")])
        text = f"办好助餐点。{before}{form}{behind}{draw.choice(['', '。'])}"
        found = find_duties(text)
        assert [(list(duty.lead), list(duty.support)) for duty in found] == [(lead, support)], text
