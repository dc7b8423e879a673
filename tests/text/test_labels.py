"""The grammar of labels: what is one, of which style, and what only looks like one."""

import re
from pathlib import Path

import pytest

import plancmp
from plancmp.model.place import Span
from plancmp.structure.numbering import labels
from plancmp.text.folding import fold


@pytest.mark.parametrize(
    ("line", "style", "number", "label"),
    [
        ("第一编 总则", "第一篇", 1, "第一编"),
        ("第 十 二 章 服务", "第一章", 12, "第 十 二 章"),
        ("第四部分：服务体系", "第一部分", 4, "第四部分："),
        ("第三节服务", "第一节", 3, "第三节"),
        ("第12条 适用范围", "第一条", 12, "第12条"),
        ("Ⅳ. 服务", "Ⅰ", 4, "Ⅳ."),
        ("II、服务", "Ⅰ", 2, "II、"),
        ("壹、服务", "壹、", 1, "壹、"),
        ("十 一、服务", "一、", 11, "十 一、"),
        ("三．服务", "一、", 3, "三．"),
        ("二：服务", "一：", 2, "二："),
        ("【三】服务", "【一】", 3, "【三】"),
        ("（ 二 〕服务", "（一）", 2, "（ 二 〕"),
        ("(五）服务", "（一）", 5, "(五）"),
        ("3 服务", "1", 3, "3"),
        ("１．１　服务", "1.1", 1, "１．１"),
        ("14.1.2服务", "1.1", 2, "14.1.2"),
        ("1、2030年目标", "1.", 1, "1、"),
        ("17 . 服务", "1.", 17, "17 ."),
        ("（3）服务", "（1）", 3, "（3）"),
        ("2) 服务", "1）", 2, "2)"),
        ("⑫服务", "①", 12, "⑫"),
        ("B. 服务", "A.", 2, "B."),
    ],
)
def test_label(line: str, style: str, number: int, label: str) -> None:
    found = labels().find(fold(line), 0, len(line))
    assert found is not None
    assert (found.style, found.number, line[found.start : found.end]) == (style, number, label)


@pytest.mark.parametrize(
    "line",
    [
        *("一、二级残疾人", "1、2号楼", "3、4月完工", "2.5万人", "20 万人", "2030年完成", "1.5亿元"),
        *(
            "第三方评估",
            "第二节课",
            "第一章的规定",
            "第一章、第二章所列",
            "（一）款",
            "（一）、（二）项",
            "V形谷",
        ),
        *("一、", "第三章", "十五五", "八个专项"),
    ],
)
def test_no_label(line: str) -> None:
    assert labels().find(fold(line), 0, len(line)) is None


@pytest.mark.parametrize(
    ("lines", "styles"),
    [
        (["专题一：水", "某段", "专题二：土", "专题三：林"], ["专题一：", None, "专题一：", "专题一："]),
        (["行动1 甲事", "行动2 乙事", "行动3 丙事"], ["行动1"] * 3),
        (["专题一：水", "专题二：土"], [None, None]),
        (["专题一：水", "专题三：土", "专题五：林"], [None] * 3),
        (["专栏1 水", "专栏2 土", "专栏3 林"], [None] * 3),
    ],
)
def test_style_that_no_list_knows(lines: list[str], styles: list[str | None]) -> None:
    text = "\n".join(lines)
    spans, at = [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    found = labels().find_unlisted(fold(text), enumerate(spans), ("专栏",))
    assert [found[key].style if key in found else None for key in range(len(lines))] == styles


def test_no_second_class_of_numerals() -> None:
    """Only text/ says which characters are numerals: elsewhere they are named, never listed."""
    package = Path(plancmp.__file__).parent
    listed = [
        str(path.relative_to(package))
        for path in sorted(package.rglob("*.py"))
        if path.parent.name != "text" and re.search("[三叁]四五六七|二三四五六", path.read_text("utf-8"))
    ]
    assert listed == []
