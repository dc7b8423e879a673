"""The place of a plan, from its title: spellings that look like a place first, then short forms."""

import pytest

from plancmp.pipeline import extract_bytes


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("各州县“十五五”就业促进规划", None),
        ("锡盟“十五五”就业促进规划", None),
        ("关于“十五五”就业促进规划", None),
        ("沁水县“十五五”就业促进规划", ("沁水县", "140521", "county")),
        ("关于加快推进通江县“十五五”就业促进规划", ("通江县", "511921", "county")),
        ("关于进一步做好沁水县就业工作的“十五五”规划", ("沁水县", "140521", "county")),
        ("临夏州“十四五”就业促进规划", ("临夏回族自治州", "622900", "city")),
        ("凉山州“十四五”就业促进规划", ("凉山彝族自治州", "513400", "city")),
        ("湖北省恩施州巴东县“十五五”就业促进规划", ("巴东县", "422823", "county")),
        ("长阳县“十五五”就业促进规划", ("长阳土家族自治县", "420528", "county")),
        ("鄂伦春旗“十五五”就业促进规划", ("鄂伦春自治旗", "150723", "county")),
        ("锡林郭勒盟“十五五”就业促进规划", ("锡林郭勒盟", "152500", "city")),
        ("中国（蚌埠）跨境电子商务综合试验区建设实施方案", ("蚌埠市", "340300", "city")),
        ("促进智慧城市健康发展的“十五五”规划", None),
        ("广西生态文明强区建设“十五五”规划", ("广西壮族自治区", "450000", "province")),
        ("黑龙江可再生能源发展“十五五”规划", ("黑龙江省", "230000", "province")),
        ("江南水乡文化保护“十五五”规划", None),
    ],
)
def test_region(title: str, expected: tuple[str, str, str] | None) -> None:
    """The full name of the place, its code and its level."""
    text = f"{title}\n一、总体要求\n稳中求进，就业优先。\n二、主要任务\n扩大就业容量。\n"
    record = extract_bytes(text.encode(), "a.txt")
    assert record.plan.title == title
    region = record.plan.region
    assert (region and (region.name, region.code, region.level)) == expected


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("服务徐州市发展大局。", "320302"),
        ("服务江苏省徐州市发展大局。", "320302"),
        ("服务江苏省发展大局。", None),
        ("服务徐州市和南京市发展大局。", None),
        ("服务发展大局。", None),
    ],
)
def test_of_places_with_one_name_the_text_tells_which(words: str, code: str | None) -> None:
    """A province or a city that one of them alone is in tells; where it fits several, none is chosen."""
    text = f"鼓楼区“十五五”就业促进规划\n一、总体要求\n{words}\n二、主要任务\n扩大就业容量。\n"
    region = extract_bytes(text.encode(), "a.txt").plan.region
    assert region is not None
    assert (region.name, region.code) == ("鼓楼区", code)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("云溪市用水权交易配额分配实施方案（灌溉行业）", True),
        ("云溪市适应气候变化战略 2035", True),
        ("《云溪市教育现代化2035》", True),
        ("«云溪市水网建设纲要(2021-2035年)»", True),
        ("云溪市适应气候变化战略", False),
        ("云溪市用水权交易配额分配实施方案（见附表）", False),
        ("云溪市加快农业农村现代化", False),
    ],
)
def test_what_stands_behind_a_title(title: str, expected: bool) -> None:
    """The part of a field that it is for, a year that says how far it goes; marks of a book are not of it."""
    text = f"{title}\n\n一、主要任务\n各乡镇抓好落实。\n二、保障措施\n加强领导。\n"
    found = extract_bytes(text.encode(), "a.txt").plan.title
    assert found == (title.strip("《》«»") if expected else None)
