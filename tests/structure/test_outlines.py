"""Plans drawn with known headings are read as they were drawn, whatever their labels and markup."""

from collections import Counter

import pytest

from plancmp.model.document import Document
from plancmp.model.outline import Node
from plancmp.sources.reading import read_bytes
from plancmp.structure.outline import read_outline
from plancmp.text.folding import squeeze
from tests.support.outlines import draw

Told = tuple[int, str, str]


def _told(document: Document, nodes: tuple[Node, ...]) -> list[Told]:
    """Level, label and title of each heading."""
    told: list[Told] = []
    for node in nodes:
        label = node.heading.label
        written = squeeze(document.words(label)) if label is not None else ""
        told.append((node.heading.level, written, squeeze(document.words(node.heading.title))))
        told += _told(document, node.children)
    return told


def test_drawn_plans() -> None:
    """At least 99 of 100 headings are found, and one in 200 is too much."""
    wanted = right = extra = 0
    for seed in range(5000, 5150):
        plan = draw(seed)
        document = read_bytes(plan.text.encode(), f"plan.{plan.ending}")
        found = Counter(_told(document, read_outline(document).nodes))
        drawn = Counter((level, squeeze(label), squeeze(title)) for level, label, title in plan.headings)
        wanted += drawn.total()
        right += (drawn & found).total()
        extra += (found - drawn).total()
    assert right >= 0.99 * wanted
    assert extra <= 0.005 * wanted


def _read(body: str) -> list[Told]:
    """The headings of a plan behind its first, which is numbered like the next."""
    first = "第一编 " if body.startswith("第") else "一、"
    text = f"云溪市“十五五”养老规划\n\n{first}总体要求\n\n坚持公益优先，办好实事。\n\n{body}\n"
    document = read_bytes(text.encode(), "a.txt")
    outline = read_outline(document)
    return _told(
        document, (*outline.nodes, *(node for each in outline.appendices for node in each.children))
    )[1:]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "二、重点任务\n（一）“强基础”：补齐社区设施短板\n改造社区食堂，增加床位。\n（二）“提质量”：规范机构服务\n",
            [
                (1, "二、", "重点任务"),
                (2, "(一)", "“强基础”:补齐社区设施短板"),
                (2, "(二)", "“提质量”:规范机构服务"),
            ],
            id="a colon inside a heading",
        ),
        pytest.param(
            "二、重点任务\n（一）社区食堂：延长供餐时间。\n（二）日间照料：各县办好中心，增加床位。\n",
            [(1, "二、", "重点任务"), (2, "(一)", "社区食堂"), (2, "(二)", "日间照料")],
            id="a sentence behind the colon",
        ),
        pytest.param(
            "二、重点任务\n（一）建设补贴：每张床位3000元\n对新建机构发放。\n（二）运营补贴：每人每月200元\n对在运营机构发放。\n",
            [(1, "二、", "重点任务"), (2, "(一)", "建设补贴"), (2, "(二)", "运营补贴")],
            id="a figure behind the colon",
        ),
        pytest.param(
            "第二编 重点任务\n第一部分 扩大供给\n增加床位。\n第二部分 提高质量\n培训人员。\n"
            "第三编 保障措施\n加强宣传。\n",
            [
                (1, "第二编", "重点任务"),
                (2, "第一部分", "扩大供给"),
                (2, "第二部分", "提高质量"),
                (1, "第三编", "保障措施"),
            ],
            id="第一部分 below 第二编",
        ),
        pytest.param(
            "二、保障措施\n加强宣传。\n《规划》有关名词解释\n1.“15分钟”服务圈：步行可到的养老设施。\n"
            "2.时间银行：记录并兑换志愿服务时间的办法。\n3.家庭床位：设在老人家中、由机构照护的床位。\n",
            [(1, "二、", "保障措施"), (1, "", "《规划》有关名词解释")],
            id="explained terms are no headings",
        ),
        pytest.param(
            "二、保障措施\n加强宣传。\n三、名词解释\n（一）时间银行：记录并兑换志愿服务时间的办法。\n"
            "（二）家庭床位：设在老人家中的床位。\n",
            [(1, "二、", "保障措施"), (1, "三、", "名词解释")],
            id="the terms have a number of their own",
        ),
        pytest.param(
            "二、保障措施\n加强宣传。\n附件：名词解释\n1.时间银行：记录志愿服务时间的办法。\n2.家庭床位：家中的床位。\n",
            [(1, "二、", "保障措施")],
            id="terms in an appendix",
        ),
    ],
)
def test_headings(body: str, expected: list[Told]) -> None:
    """Headings, and what only looks like one."""
    assert _read(body) == expected
