"""Names to folded forms, measures and parts."""

import time

import pytest

from plancmp.align.catalogue import catalogue
from plancmp.align.cutting import Cutter
from plancmp.align.names import name_reader

READER = name_reader()


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("全市城镇登记失业率（％）", "登记失业率"),
        ("3.“双师型”教师占比", "双师型教师比例"),
        ("其中：农村", "农村"),
        ("5.1公里内公园覆盖率", "5.1公里内公园覆盖率"),
        ("五岁以下儿童死亡率(‰)", "5岁以下儿童死亡率"),
        ("65周岁及以上老年人", "65岁以上老年人"),
        ("3～6岁儿童", "3-6岁儿童"),
        ("单位国内生产总值能源消耗降低", "单位gdp能耗降低"),
        ("地区生产总值（GDP）", "gdp"),
        ("细颗粒物（PM2.5）浓度", "pm2.5浓度"),
        ("女性参加失业保险的比例", "女性失业保险参保比例"),
        ("森林覆盖率*", "森林覆盖率"),
        ("安全市场占比", "安全市场比例"),
        ("年末城镇登记失业率控制在", "登记失业率"),
        ("用水总量控制目标", "用水量"),
        ("到2030年农村自来水普及率达到", "农村自来水覆盖率"),
        ("新增公共绿地（五年累计）", "新增公共绿地"),
        ("生态质量指数（EQI）", "生态质量指数"),
        ("达到或好于Ⅲ类水体比例", "优良水体比例"),
        ("三级及以上公路比例", "3级以上公路比例"),
        ("公路里程（高速公路）", "高速公路里程"),
        ("公路里程（其中：农村公路）", "农村公路里程"),
        ("体育场地面积（室内面积）", "体育场地室内面积"),
        ("工业投资（增速）", "工业投资增速"),
        ("城镇化率（户籍人口）", "户籍人口城镇化率"),
        ("公路里程（不含村道）", "公路里程不含村道"),
        ("森林覆盖率（不低于）", "森林覆盖率"),
        ("单位GDP能耗（等价值）下降到", "单位gdp能耗"),
    ],
)
def test_folding(name: str, folded: str) -> None:
    assert READER.fold(name) == folded


def test_the_plans_own_place_is_taken_off() -> None:
    assert READER.read("云溪县森林覆盖率", "%", ("云溪县",)).folded == "森林覆盖率"
    assert READER.read("白沙县森林覆盖率", "%", ("云溪县",)).folded == "白沙县森林覆盖率"


@pytest.mark.parametrize(
    ("name", "unit", "kind", "unit_class", "base"),
    [
        ("残疾人家庭无障碍改造数", "户", "count", "household", ""),
        ("残疾人家庭无障碍改造率", None, "rate", None, ""),
        ("职业技能培训人次", "万人次", "count", "visit", ""),
        ("职业技能培训人次", None, "count", "visit", ""),
        ("残疾人家庭人均收入年均增速", "%", "growth", None, "人均"),
        ("全员劳动生产率", "万元/人", "amount", "money", ""),
        ("孕产妇死亡率", "1/10万", "rate", None, ""),
        ("每千人口床位数", "张", "ratio", None, "每千"),
        ("每10万人口在校生数", "人", "ratio", None, "每十万"),
        ("千人次救助量", None, "amount", None, ""),
        ("人均预期寿命", "岁", "years", None, ""),
        ("优良天数", "天", "amount", "time", ""),
        ("孤儿养育标准", "元/月", "amount", "money", ""),
        ("老年大学覆盖面", "%", "rate", None, ""),
        ("农田灌溉水利用系数", None, "ratio", None, ""),
        ("县域义务教育优质均衡发展", "—", None, None, ""),
        ("人均公园绿地面积", "平方米", "amount", "area", "人均"),
        ("单位地区生产总值二氧化碳排放降低", "%", "growth", None, "单位gdp"),
        ("氨氮排放总量", "%", "growth", None, ""),
        ("死亡率下降", "%", "growth", "rate", ""),
    ],
)
def test_measures(name: str, unit: str | None, kind: str, unit_class: str | None, base: str) -> None:
    assert READER.read(name, unit).measure[:3] == (kind, unit_class, base)


def test_the_core_is_what_two_measures_share() -> None:
    """The same thing in another measure or counted by another rule; not with another thing done to it."""
    area, share, rate = (
        READER.read("湿地面积", "万亩"),
        READER.read("湿地保护率", "%"),
        READER.read("湿地率", "%"),
    )
    assert area.is_counterpart(share) and not share.is_counterpart(rate)
    counted, asked = READER.read("登记失业率", "%"), READER.read("调查失业率", "%")
    assert counted.is_counterpart(asked) and not counted.is_counterpart(READER.read("失业率", "%"))
    collected, treated = READER.read("污水收集量", "吨"), READER.read("污水处理率", "%")
    assert not collected.is_counterpart(treated)
    assert READER.read("污水处理能力", "吨/日").is_counterpart(treated)
    jobs, share_of_jobs = READER.read("残疾人新增就业人数", "人"), READER.read("残疾人就业率", "%")
    assert not jobs.is_counterpart(share_of_jobs)


def test_what_is_added_is_told_from_what_there_is() -> None:
    added, there = READER.read("新增公园数量", "个"), READER.read("公园总量", "座")
    assert (added.matter, added.measure.new) == (there.matter, True) and not there.measure.new
    assert not READER.read("新增劳动力平均受教育年限", "年").measure.new


def test_parts_know_what_weighs_and_of_what_a_share_is_taken() -> None:
    form = READER.read("城镇单位就业人员中女性比例", "%")
    assert [(part.text, part.whole) for part in form.parts] == [
        ("女性", False), ("城镇", True), ("单位", True), ("就业人员", True),
    ]  # fmt: skip
    assert READER.read("高标准农田建设面积", "万亩").matter == READER.read("高标准农田面积", "万亩").matter
    bus, new = READER.read("公交车占新能源公交车比例", "%"), READER.read("新能源公交车占公交车比例", "%")
    assert bus.matter != new.matter
    open_whole, other = READER.read("护理型床位占比", "%"), READER.read("护理型床位占养老床位比例", "%")
    third = READER.read("护理型床位占医院床位比例", "%")
    assert open_whole.matter == other.matter == third.matter and open_whole.fits(other)
    assert not other.fits(third)


def test_words_that_may_be_left_out() -> None:
    """One name may say where it holds; two that say different places are two matters."""
    plain, town, port = (READER.read(f"{place}供水水质合格率", "%") for place in ("", "城市", "港口"))
    assert plain.matter == town.matter == port.matter
    assert plain.fits(town) and plain.fits(port) and not town.fits(port)


def test_cutting_is_that_of_the_whole_dictionary() -> None:
    """The words fetched one first character at a time cut as the dictionary loaded in full does."""
    import jieba

    names = [
        "农作物耕种收综合机械化率",
        "城乡居民人均可支配收入",
        "生态环境质量公众满意度",
        "高等学校毕业生就业创业服务",
        "重点行业主要污染物减排",
        "龙头企业带动农户",
    ]
    whole = jieba.Tokenizer()
    whole.FREQ, whole.total = whole.gen_pfdict(whole.get_dict_file())
    whole.initialized = True
    lazy = Cutter(())
    for name in names:
        assert list(lazy.cut(name)) == list(whole.cut(name, HMM=False))


def test_a_word_weighs_the_more_the_fewer_names_have_it() -> None:
    """Counted over the names of all packs, which real plans have; one that none has weighs most."""
    parts = catalogue().reader.read("残疾人托养飞船覆盖率", "%").parts
    weight = {part.text: part.weight for part in parts}
    assert weight["覆盖"] < weight["残疾人"] < weight["托养"] < weight["飞船"] == 1.0


@pytest.mark.parametrize(
    "name", ["城镇" + "达到" * 40 + "x", "城镇" + "目标任务" * 40 + "x", f"城镇({'五年累计' * 40}x)"]
)
def test_words_that_say_nothing_are_not_tried_in_all_ways(name: str) -> None:
    """目标任务 is one word or two: 40 of them once took longer than anybody waits."""
    begun = time.process_time()
    assert name_reader().fold(name)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("word", ["百万吨", "风光", "空气质量达到", "达到"])
def test_a_name_as_long_as_a_chapter(word: str) -> None:
    """What fills a cell of names is compared by its beginning, in no time."""
    begin = time.process_time()
    assert len(READER.fold(f"{word * 8_000}死亡装机x")) <= 400
    assert time.process_time() - begin < 2
