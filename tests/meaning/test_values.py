"""Values by meaning: which are equal, which of two asks for more."""

import pytest

from plancmp.meaning.directions import direction_of, is_level
from plancmp.meaning.values import same_meaning, weigh, weigh_attributes
from plancmp.meaning.words import same_agency, same_reference
from plancmp.model.record import Value
from plancmp.reading.quantities.reading import quantity_reader


def value(text: str, name: str = "", unit: str | None = None) -> Value:
    """A cell of a table as the reader understands it."""
    quantity = quantity_reader().read(text, name=name, unit=unit)
    fields = {field: getattr(quantity, field) for field in quantity.__struct_fields__ if field != "label"}
    return Value(text=text, **fields)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("≥97", "97以上"),
        ("≥97%", "不低于97%"),
        ("＞85%", "超过85%"),
        ("2万人", "20000人"),
        ("100%", "100"),
        ("100%", "≥100%"),
        ("6.50%", "6.5%"),
        ("〔18〕", "[18]"),
        ("与GDP增长基本同步", "与国内生产总值增长基本同步"),
        ("与全县生产总值增长同步", "与地区生产总值的增速同步"),
        ("应保尽保", "应保尽保。"),
        ("3-5", "3～5"),
        ("5‰", "0.5%"),
        ("XX", "××"),
        ("XX万", "＊＊万"),
        ("3名", "3人"),
        ("", "--"),
    ],
)
def test_equal_by_meaning(one: str, other: str) -> None:
    """Two spellings of one value are equal, whichever comes first."""
    assert same_meaning(value(one), value(other))
    assert same_meaning(value(other), value(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("≥97", "＞97"),
        ("97", "≥97"),
        ("97%", "98%"),
        ("2万人", "2万户"),
        ("2万人", "2000人"),
        ("〔18〕", "18"),
        ("100户", "≥100户"),
        ("提高2个百分点", "2%"),
        ("与GDP增长基本同步", "与居民收入增长基本同步"),
        ("高于GDP增长", "与GDP增长同步"),
        ("应保尽保", "稳步提高"),
        ("3-5", "3-6"),
        ("XX", "97"),
        ("--", "97"),
        ("97", "97左右"),
    ],
)
def test_not_equal(one: str, other: str) -> None:
    """Look-alikes that say something else."""
    assert not same_meaning(value(one), value(other))
    assert not same_meaning(value(other), value(one))


@pytest.mark.parametrize(
    ("one", "other", "direction", "weight"),
    [
        ("97%", "95%", "up", 1),
        ("97%", "95%", "down", -1),
        ("＞97", "≥97", "up", 0),
        ("97以上", "97", "up", 0),
        ("97左右", "97", "up", -1),
        ("≤4.5", "5", "down", 1),
        ("＜5", "5", "down", 0),
        ("≤0.3", "≤0.9", "down", 1),
        ("不超过90", "90", "up", -1),
        ("3-5", "4-5", "up", -1),
        ("≥97", "97以上", "up", 0),
        ("2万人", "1.5万人", "up", 1),
        ("97", "95%", "up", 1),
        ("高于GDP增长", "与GDP增长同步", "up", 1),
        ("与GDP增长基本同步", "与GDP增长同步", "up", -1),
        ("97%", "XX", "up", None),
        ("97%", "应保尽保", "up", None),
        ("97%", "700户", "up", None),
        ("97%", "95%", None, None),
        ("〔18〕", "20", "up", None),
        ("与GDP增长同步", "6.5%", "up", None),
        ("", "97%", "up", None),
    ],
)
def test_who_asks_for_more(one: str, other: str, direction, weight: int | None) -> None:
    """1 for the first, -1 for the second; the other way round the sign turns."""
    assert weigh(value(one), value(other), direction) == weight
    assert weigh(value(other), value(one), direction) == (None if weight is None else -weight)


def test_an_absent_column_says_nothing() -> None:
    """An absent column and an empty cell say the same: nothing."""
    assert same_meaning(None, None) and same_meaning(None, value("——"))
    assert not same_meaning(None, value("3"))
    assert weigh(None, value("3"), "up") is None


def test_attributes() -> None:
    """约束性 binds more than 预期性; an unknown one cannot be weighed."""
    assert weigh_attributes("约束性", "预期性") == 1
    assert weigh_attributes("预期性", "约束性") == -1
    assert weigh_attributes("约束性", "约束性") == 0
    assert weigh_attributes("约束性", None) is None


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("城镇登记失业率（%）", "down"),
        ("孕产妇死亡率（1/10万）", "down"),
        ("中小学生总体近视率", "down"),
        ("单位GDP能耗下降率", "up"),
        ("农村建档立卡贫困残疾人脱贫率", "up"),
        ("残疾儿童康复救助率", "up"),
        ("城镇新增就业人数", "up"),
        ("常住人口", None),
        ("户籍人口数", None),
        ("持证残疾人辅助器具适配率", "up"),
        ("每千常住人口执业医师数", "up"),
    ],
)
def test_direction_by_words(name: str, direction: str | None) -> None:
    """Without a key, the words of the measure say which way is better."""
    assert direction_of(name) == direction


def test_direction_of_a_known_key_is_the_packs() -> None:
    """The pack decides, whatever the name looks like; a key of no pack falls back on the words."""
    assert direction_of("死亡率", "disability.living-subsidy") == "up"
    assert direction_of("死亡率", "nowhere.key") == "down"


def test_units_of_government() -> None:
    """The prefix of the level and the short name do not count."""
    assert same_agency("市人社局") == same_agency("县人力资源和社会保障局")
    assert same_agency("县委组织部") == same_agency("市委组织部")
    assert same_agency("市民政局") != same_agency("市财政局")


def test_references() -> None:
    """What a relative target is held against, whoever's it is."""
    assert same_reference("全市GDP增长") == same_reference("国内生产总值增速")
    assert same_reference("GDP增长") != same_reference("居民收入增长")


@pytest.mark.parametrize(
    ("name", "unit", "direction", "level"),
    [
        ("城镇登记失业率", "%", "down", True),
        ("受污染耕地安全利用率", "%", "up", True),
        ("污水不达标率", "%", "down", True),
        ("单位GDP能耗下降", "%", "up", False),
        ("地区生产总值增速", "%", "up", False),
        ("能源消费总量增速", "%", "up", False),
        ("新增床位", "张", "up", True),
        ("城镇新增就业人数", "人", "up", False),
        ("性别比", None, None, False),
        ("常住人口总数", "万人", None, False),
        ("总和生育率", None, None, False),
        ("人均预期寿命", "岁", "up", True),
        ("大班额比例", "%", "down", True),
    ],
)
def test_one_answer_for_comparing_and_for_checking(
    name: str, unit: str | None, direction: str | None, level: bool
) -> None:
    """Which way is better, and whether two years can be held together, are two questions."""
    assert (direction_of(name), is_level(name, unit=unit)) == (direction, level)


def test_a_bound_says_its_direction() -> None:
    """What is held below a limit is better when lower, whatever the name looks like; a pack comes first."""
    limit, floor = value("≤0.9"), value("≥60")
    assert direction_of("某项综合指数", values=(limit, value("0.3以内"))) == "down"
    assert direction_of("某项综合指数", values=(limit, floor)) == "up"
    assert direction_of("拥堵指数", values=(floor,)) == "up"
    assert direction_of("x", "disability.living-subsidy", (limit,)) == "up"
