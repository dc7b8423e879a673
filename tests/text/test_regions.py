"""Regions: names that look alike first, then the data, then the laws that hold for every line."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plancmp.text import regions
from plancmp.text.regions import Gazetteer, Region, level_of

VOCABULARY = Path(__file__).parents[2] / "rules" / "vocabulary"
TEXT = (VOCABULARY / "regions.tsv").read_text("utf-8")
LINES = [line.split("\t") for line in TEXT.splitlines() if not line.startswith("#")]
NAMES = dict(LINES)
PLACES = Gazetteer.parse(TEXT)
WORDS: dict[str, Any] = yaml.safe_load((VOCABULARY / "regions.yaml").read_text("utf-8"))


def codes(found: tuple[Region, ...]) -> list[str]:
    return [region.code for region in found]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("朝阳区", ["110105", "220104"]),
        ("朝阳市", ["211300"]),
        ("朝阳县", ["211321"]),
        ("鼓楼区", ["320106", "320302", "350102", "410204"]),
        ("市辖区", []),
        ("县", []),
        ("省直辖县级行政区划", []),
        ("自治区直辖县级行政区划", []),
        ("吉林省", ["220000"]),
        ("吉林市", ["220200"]),
        ("吉林", []),
        ("海南省", ["460000"]),
        ("海南区", ["150303"]),
        ("海南藏族自治州", ["632500"]),
        ("海南州", []),
        ("通化市", ["220500"]),
        ("通化县", ["220521"]),
        ("河北省", ["130000"]),
        ("河北区", ["120105"]),
        ("平南县", ["450821"]),
        ("平南", []),
        ("南县", ["430921"]),
        ("苍南县", ["330327"]),
        ("津市市", ["430781"]),
        ("津市", []),
        ("高新区", []),
        ("济宁高新技术产业开发区", []),
        ("浦东新区", ["310115"]),
        ("", []),
        (" 沁水县", []),
        ("沁水县\n140522\t阳城县", []),
        ("140521", []),
    ],
)
def test_named_takes_whole_names_only(name: str, expected: list[str]) -> None:
    assert codes(PLACES.named(name)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("长春市教育局关于印发规划的通知", ["220100"]),
        ("长春朝阳区", []),
        ("朝阳区“十四五”残疾人事业发展规划", ["110105", "220104"]),
        ("北京市朝阳区“十四五”规划", ["110105"]),
        ("吉林省长春市朝阳区规划", ["220104"]),
        ("吉林省朝阳区规划", ["220104"]),
        ("朝阳市朝阳县规划", ["211321"]),
        ("吉林市“十四五”规划", ["220200"]),
        ("吉林省“十四五”规划", ["220000"]),
        ("吉林省吉林市规划", ["220200"]),
        ("吉林吉林市", []),
        ("海南州“十四五”规划", ["632500"]),
        ("全州“十四五”规划", []),
        ("各州县“十四五”规划", []),
        ("神州大地旅游规划", []),
        ("锡盟“十四五”规划", []),
        ("锡林郭勒盟“十四五”规划", ["152500"]),
        ("博州“十四五”规划", []),
        ("临夏县“十四五”规划", ["622921"]),
        ("临夏州“十四五”规划", ["622900"]),
        ("甘肃省临夏州东乡县规划", ["622926"]),
        ("恩施州恩施市规划", ["422801"]),
        ("凉山州“十四五”残疾人保障和发展规划", ["513400"]),
        ("大理州大理市规划", ["532901"]),
        ("长阳县“十五五”规划", ["420528"]),
        ("巴马县“十五五”规划", ["451227"]),
        ("积石山县“十五五”规划", ["622927"]),
        ("鄂伦春旗“十五五”规划", ["150723"]),
        ("莫力达瓦旗“十五五”规划", ["150722"]),
        ("海南省海口市规划", ["460100"]),
        ("海南藏族自治州规划", ["632500"]),
        ("通化县规划", ["220521"]),
        ("通化市通化县规划", ["220521"]),
        ("平南县“十四五”规划", ["450821"]),
        ("沁水县“十四五”残疾人保障和发展规划", ["140521"]),
        ("沁水县城乡总体规划", ["140521"]),
        ("乐清市残疾人事业发展“十四五”规划", ["330382"]),
        ("晋城市沁水县“十四五”规划", ["140521"]),
        ("山西省晋城市沁水县“十四五”规划", ["140521"]),
        ("山西省沁水县“十四五”规划", ["140521"]),
        ("济宁市沁水县", ["370800"]),  # 沁水县 does not lie in 济宁市
        ("沁水县晋城市", ["140521"]),
        ("晋城市晋城市", ["140500"]),
        ("湖北省仙桃市规划", ["429004"]),
        ("新疆维吾尔自治区石河子市", ["659001"]),
        ("北京市东城区规划", ["110101"]),
        ("重庆市两江新区规划", ["500157"]),
        ("广东省东莞市规划", ["441900"]),
        ("双江拉祜族佤族布朗族傣族自治县规划", ["530925"]),
        ("晋城市城区规划", ["140502"]),
        ("城区道路建设规划", []),
        ("矿区生态修复规划", []),
        ("市辖区规划", []),
        ("沁水残疾人规划", []),
        ("《沁水县规划》", []),
        ("“十四五”沁水县规划", []),
        ("", []),
    ],
)
def test_starting_follows_the_chain_of_names(text: str, expected: list[str]) -> None:
    assert codes(PLACES.starting(text)) == expected


def test_starting_takes_the_longest_of_names_that_begin_alike() -> None:
    places = Gazetteer.parse("350000\t福建省\n350400\t三明市\n350405\t沙县区\n350427\t沙县\n")
    assert codes(places.starting("沙县区规划")) == ["350405"]
    assert codes(places.starting("沙县规划")) == ["350427"]
    assert codes(places.starting("三明市沙县区规划")) == ["350405"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("沁水", ["140521"]),
        ("乐清", ["330382"]),
        ("津市", ["430781"]),
        ("浦东", ["310115"]),
        ("广西", ["450000"]),
        ("新疆", ["650000"]),
        ("内蒙古", ["150000"]),
        ("黔东南", ["522600"]),
        ("大兴安岭", ["232700"]),
        ("海南州", ["632500"]),
        ("博尔塔拉州", ["652700"]),
        ("龙胜县", ["450328"]),
        ("鄂温克旗", ["150724"]),
        ("吉林", []),  # 吉林省, 吉林市
        ("朝阳", []),
        ("通化", []),
        ("海南", []),
        ("黔东", []),
        ("祁", []),
        ("沁水县", []),
        ("市辖", []),
        ("", []),
    ],
)
def test_short_forms_are_answered_apart(name: str, expected: list[str]) -> None:
    assert codes(PLACES.short(name)) == expected


@pytest.mark.parametrize(
    ("code", "name", "level", "parents"),
    [
        ("370800", "济宁市", "city", ("山东省",)),
        ("140521", "沁水县", "county", ("山西省", "晋城市")),
        ("441882", "连州市", "county", ("广东省", "清远市")),
        ("140600", "朔州市", "city", ("山西省",)),
        ("330382", "乐清市", "county", ("浙江省", "温州市")),
        ("140500", "晋城市", "city", ("山西省",)),
        ("110101", "东城区", "county", ("北京市",)),
        ("500240", "石柱土家族自治县", "county", ("重庆市",)),
        ("429004", "仙桃市", "county", ("湖北省",)),
        ("469001", "五指山市", "county", ("海南省",)),
        ("659001", "石河子市", "county", ("新疆维吾尔自治区",)),
        ("110000", "北京市", "province", ()),
        ("710000", "台湾省", "province", ()),
        ("810000", "香港特别行政区", "province", ()),
        ("820000", "澳门特别行政区", "province", ()),
    ],
)
def test_a_code_gives_level_and_parents(code: str, name: str, level: str, parents: tuple[str, ...]) -> None:
    found = [(each.level, each.parents) for each in PLACES.named(name) if each.code == code]
    assert found == [(level, parents)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# 2026\n140521\t沁水县\n14052\t阳城县\n", r"line 3: .*'14052\\t阳城县'"),
        ("140521 沁水县\n", r"line 1: .*'140521 沁水县'"),
        ("140521\t沁水县\t晋城市\n", "line 1: "),
        ("\n140521\t\n", "line 2: "),
        ("040521\t沁水县", "line 1: "),
    ],
)
def test_parse_names_the_first_wrong_line(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Gazetteer.parse(text)


@pytest.mark.parametrize(
    "text", ["140521\t沁水县", "\ufeff# a\r\n140521\t沁水县\r\n", "# a\n\n140521\t沁水县\n\n"]
)
def test_parse_takes_any_line_ends_empty_lines_and_a_byte_order_mark(text: str) -> None:
    assert Gazetteer.parse(text).named("沁水县") == (Region("140521", "沁水县", "county"),)


def test_a_comment_is_no_division() -> None:
    places = Gazetteer.parse("# 140521\t沁水县\n140522\t阳城县\n")
    assert places.named("沁水县") == ()
    assert Gazetteer.parse("").starting("沁水县") == ()


def test_parse_and_one_name_stay_within_three_milliseconds() -> None:
    def once() -> float:
        begin = time.perf_counter()
        Gazetteer.parse(TEXT).named("沁水县")
        return time.perf_counter() - begin

    assert min(once() for _ in range(20)) < 0.003


def test_file_is_sorted_complete_and_said_where_it_is_from() -> None:
    found = [code for code, _ in LINES]
    assert found == sorted(set(found))
    assert TEXT.endswith("\n")
    assert "\r" not in TEXT
    levels = [level_of(code) for code in found]
    assert levels.count("province") == 34
    assert 330 <= levels.count("city") <= 340
    assert 2840 <= levels.count("county") <= 2860
    comments = [line for line in TEXT.splitlines() if line.startswith("#")]
    for said in ("source", "version", "year", "licence", "refresh"):
        assert sum(line.startswith(f"# {said}: ") for line in comments) == 1, said
    assert f"# year: {WORDS['year']} " in TEXT


def test_every_line_has_the_level_of_its_code_and_its_parents() -> None:
    for code, name in LINES:
        region = next((each for each in PLACES.named(name) if each.code == code), None)
        assert region is not None, code
        expected = [NAMES.get(parent) for parent in (f"{code[:2]}0000", f"{code[:4]}00") if parent != code]
        assert region.parents == tuple(filter(None, expected)), name
        above = {"province": (0, 0), "city": (1, 1), "county": (1, 2)}[region.level]
        assert above[0] <= len(region.parents) <= above[1], name
        chain = "".join((*region.parents, name))
        assert codes(PLACES.starting(f"{chain}“十五五”规划")) == [code], chain


def test_only_municipalities_and_provinces_govern_counties_without_a_city() -> None:
    direct = {code[:4] for code, _ in LINES if level_of(code) == "county" and f"{code[:4]}00" not in NAMES}
    assert direct == {"1101", "1201", "3101", "4190", "4290", "4690", "5001", "5002", "6590"}


def test_levels_and_suffixes_in_the_rules_say_what_the_code_says() -> None:
    for code, name in LINES:
        level = level_of(code)
        fitting = [key for key, pattern in WORDS["levels"].items() if re.fullmatch(pattern, code)]
        assert fitting == [level], code
        assert name.endswith(tuple(WORDS["suffixes"][level])), name
    every = tuple(suffix for suffixes in WORDS["suffixes"].values() for suffix in suffixes)
    assert all(ending.endswith(every) for ending in regions._PLAIN_ENDINGS)
    assert set(WORDS["words"]) <= set(NAMES.values())


def test_former_divisions_are_gone_and_their_successors_stand() -> None:
    former = WORDS["former"]
    keys = [(entry["code"], entry["name"]) for entry in former["divisions"]]
    assert len(keys) == len(set(keys))
    for entry in former["divisions"]:
        code, name = entry["code"], entry["name"]
        assert NAMES.get(code) != name, name
        assert not any(region.code[:2] == code[:2] for region in PLACES.named(name)), name
        assert name.endswith(tuple(WORDS["suffixes"][level_of(code)])), name
        assert 2000 <= entry["year"] <= WORDS["year"], name
        assert entry["source"] in former["sources"], name
        if "now" in entry:
            assert NAMES[entry["now"]["code"]] == entry["now"]["name"], name
            assert entry["now"]["code"][:2] == code[:2], name


@pytest.mark.parametrize(
    ("name", "year", "now"),
    [
        ("莱芜市", 2018, "济南市"),
        ("兖州市", 2013, "兖州区"),
        ("怀仁县", 2018, "怀仁市"),
        ("沙县", 2021, "沙县区"),
        ("渝北区", 2025, "两江新区"),
        ("南郊区", 2018, None),
    ],
)
def test_former_divisions_hold_the_changes_that_plans_meet(name: str, year: int, now: str | None) -> None:
    entry = next(entry for entry in WORDS["former"]["divisions"] if entry["name"] == name)
    assert (entry["year"], entry.get("now", {}).get("name")) == (year, now)


@given(st.text(alphabet="省市县区旗州盟自治朝阳吉林晋城沁水北京 \t\n1“", max_size=30))
def test_starting_finds_nothing_that_the_text_does_not_begin_with(text: str) -> None:
    for region in PLACES.starting(text):
        assert region.name in text
        assert any(text.startswith(name) for name in (*region.parents, region.name))
