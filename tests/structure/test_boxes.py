"""Boxes in running text: their names, where they end, their items; and words that are no box."""

import random

import pytest

from plancmp.model.record import PlanRecord
from plancmp.pipeline import extract_bytes

BEFORE = "云溪市“十五五”养老规划\n一、总体要求\n坚持公益优先。\n二、主要任务\n（一）扩大供给\n增加床位。\n"
BEHIND = "（二）提高质量\n培训人员，评定等级。\n三、保障措施\n加强宣传。\n"


def read(box: str) -> PlanRecord:
    """A plan with a box in its middle."""
    return extract_bytes((BEFORE + box + BEHIND).encode(), "a.txt")


def told(record: PlanRecord) -> list[tuple[str | None, str | None, list[str | None]]]:
    """Label, title and titles of items."""
    return [(box.label, box.title, [item.title for item in box.items]) for box in record.boxes]


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        pytest.param(
            "任务专栏1　社区食堂建设\n改造现有食堂，延长供餐时间。\n各县可以采取多种方式办好食堂。\n",
            [("任务专栏1", "社区食堂建设", [])],
            id="any name before 专栏, plain paragraphs up to the next number",
        ),
        pytest.param(
            "专栏\n1\n社区食堂建设\n改造现有食堂，延长供餐时间。\n专栏二\n老年大学建设\n开设课程。\n",
            [("专栏 1", "社区食堂建设", []), ("专栏二", "老年大学建设", [])],
            id="label, number and title on lines of their own",
        ),
        pytest.param(
            "重点工程之三：社区食堂工程\n改造现有食堂，延长供餐时间。\n",
            [("重点工程之三", "社区食堂工程", [])],
            id="no 专栏",
        ),
        pytest.param(
            "专栏1 适老设备研制重点\n助行设备。研制轮椅和拐杖。\n助听设备。研制听力检测仪器。\n",
            [("专栏1", "适老设备研制重点", ["助行设备", "助听设备"])],
            id="items are a name and text",
        ),
        pytest.param(
            "专栏1 适老设备研制重点\n助行设备。研制轮椅、拐杖等。助听设备。研制听力检测仪、助听器等。\n",
            [("专栏1", "适老设备研制重点", ["助行设备", "助听设备"])],
            id="several items in one paragraph",
        ),
        pytest.param(
            "专栏1 适老设备\n助行设备：研制轮椅、拐杖等。 助听设备：研制助听器。主要包括：耳背式、盒式。\n",
            [("专栏1", "适老设备", ["助行设备", "助听设备"])],
            id="names with colons in one paragraph",
        ),
        pytest.param(
            "专栏1 适老设备研制重点助行设备。研制轮椅、拐杖等。助听设备。研制听力检测仪、助听器等。\n",
            [("专栏1", "适老设备研制重点", ["助行设备", "助听设备"])],
            id="the title glued to the items",
        ),
        pytest.param(
            "专栏1 试点示范新建食堂试点示范：建设十家。 老旧食堂改造：改造五家。\n",
            [("专栏1", "试点示范", ["新建食堂试点示范", "老旧食堂改造"])],
            id="the last word of the title comes again in the first item",
        ),
        pytest.param(
            "专栏1 适老设备\n助行设备：研制轮椅和拐杖。\n助听设备：研制听力检测\n仪器。\n"
            "推广一批产品。举办展会。\n",
            [("专栏1", "适老设备", ["助行设备", "助听设备"])],
            id="a paragraph with another mark behind its first words ends the items",
        ),
        pytest.param(
            "专栏1 适老设备研制\n01 助行设备\n研制轮椅和拐杖。\n02 助听设备\n研制听力检测仪器。\n",
            [("专栏1", "适老设备研制", ["助行设备", "助听设备"])],
            id="text under the name of an item",
        ),
        pytest.param(
            "专栏1 适老设备研制\n面向居家和机构两类需要，分批研制，先试后推。\n"
            "助行设备。研制轮椅和拐杖。\n助听设备。研制听力检测仪器。\n",
            [("专栏1", "适老设备研制", ["助行设备", "助听设备"])],
            id="a paragraph before the items says what the box is about",
        ),
        pytest.param(
            "专栏1 社区食堂建设\n面向居家和机构两类需要，分批改造，先试后推。\n"
            "食堂改造。延长供餐时间。\n各县可以采取多种方式办好食堂，每年评估一次。\n",
            [("专栏1", "社区食堂建设", [])],
            id="look-alike: one short sentence among paragraphs",
        ),
        pytest.param(
            "专栏1 适老设备研制\n助行设备研制。完善研制的激励机制。支持企业、院所联合研制轮椅和拐杖。\n"
            "助听设备研制。研制听力检测仪器。\n",
            [("专栏1", "适老设备研制", ["助行设备研制", "助听设备研制"])],
            id="look-alike: a short sentence right behind the name is its text",
        ),
        pytest.param(
            "专栏2大型助浴点建设\n改造现有浴室，延长开放时间。\n",
            [("专栏2", "大型助浴点建设", [])],
            id="a number before a title that begins as a counted word does",
        ),
        pytest.param("专栏三大工程由市民政局实施，分三年完成。\n", [], id="look-alike: 三大 counts"),
        pytest.param("专栏2中列出的项目由市民政局实施。\n", [], id="look-alike: a sentence about a box"),
        pytest.param("重点工程三年内全部完成，由各县实施。\n", [], id="look-alike: 重点工程 in a sentence"),
        pytest.param("重点工程包括社区食堂和助浴点。\n", [], id="look-alike: 重点工程 without a number"),
    ],
)
def test_box(box: str, expected: list[tuple[str | None, str | None, list[str | None]]]) -> None:
    """What stands in the box; the section behind it goes on."""
    record = read(box)
    assert told(record) == expected
    assert [section.title for section in record.sections[1].sections] == ["扩大供给", "提高质量"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(
            "<p>专栏一“十五五”食堂项目</p><p>云东食堂、云西食堂、河口食堂。</p>",
            [("专栏一", "“十五五”食堂项目")],
            id="its title is the first paragraph",
        ),
        pytest.param(
            "<p>专栏三2025年底食堂情况表</p><p>已有食堂二十家。</p>",
            [("专栏三", "2025年底食堂情况表")],
            id="a year follows the number",
        ),
        pytest.param("<p>专栏1所列项目由各县实施。</p><p>做好服务。</p>", [], id="look-alike: a sentence"),
        pytest.param("<p>云东食堂简介</p><p>建于河口。</p>", [], id="look-alike: any other frame"),
        pytest.param("<p>专栏2025年更新</p><p>每月更新。</p>", [], id="look-alike: a year is no number"),
    ],
)
def test_box_in_a_frame(cell: str, expected: list[tuple[str | None, str | None]]) -> None:
    """Title and text of a box may stand in one cell."""
    page = "".join(f"<p>{line}</p>" for line in BEFORE.splitlines())
    record = extract_bytes(
        f"{page}<table><tr><td>{cell}</td></tr></table><p>增加人手。</p>".encode(), "a.html"
    )
    assert [(box.label, box.title) for box in record.boxes] == expected


def test_end_at_another_make() -> None:
    """Named items end where a paragraph of the section follows."""
    record = read(
        "专栏1 适老设备\n助行设备。研制轮椅和拐杖。\n助听设备。研制听力仪器。\n"
        "到2030年，全市建成十个示范点，覆盖所有街道。\n"
    )
    assert [item.title for item in record.boxes[0].items] == ["助行设备", "助听设备"]
    assert [text.text for text in record.sections[1].sections[0].paragraphs] == [
        "增加床位。",
        "到2030年，全市建成十个示范点，覆盖所有街道。",
    ]


def test_drawn_boxes() -> None:
    """Names, marks and numbers as they fall: each box has its items."""
    draw = random.Random(20261129)
    names = ["助行设备", "助听设备", "社区食堂", "家庭床位", "护理培训", "智慧监护"]
    for _ in range(60):
        chosen = draw.sample(names, draw.randint(2, 5))
        label = draw.choice(["专栏1", "专栏一", "专栏 1", "任务专栏1", "【专栏1】"])
        style = draw.choice(["{}.", "（{}）", "", "{}、"])
        mark = draw.choice(["。", "："])
        lines = [
            f"{style.format(at)}{name}{mark}研制和推广{name}，建设示范点。"
            for at, name in enumerate(chosen, 1)
        ]
        text = f"{label} 养老服务提升工程\n" + "\n".join(lines) + "\n"
        assert [item.title for box in read(text).boxes for item in box.items] == chosen, text


def test_the_title_of_an_item_is_no_sentence() -> None:
    """Words up to a mark are its title unless they are as long as a sentence: then all of it is text."""
    words = "在城区和镇区建设社区服务设施以及配套的停车场和公共卫生间"
    for more, titled in (
        ("", True),
        ("并为老年人残疾人儿童提供无障碍的出行条件和应急呼叫系统接入全市平台", False),
    ):
        record = read(f"专栏1 服务项目\n1.社区食堂。延长供餐时间。\n2.{words}{more}。由街道管理。\n")
        _, item = record.boxes[0].items
        expected = (words, "由街道管理。") if titled else ("", f"{words}{more}。由街道管理。")
        assert (item.title, item.text) == expected
