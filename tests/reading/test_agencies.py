"""Names of units of government and their normal form."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancmp.reading.agencies import Agencies, Agency, AgencyWords, agencies
from plancmp.rulepacks import load

WORDS = load(AgencyWords, "vocabulary/agencies.yaml")


def identity(unit: Agency) -> tuple[str, str]:
    """Equal for all names of one unit."""
    return unit.prefix, unit.key


SAME = [
    ("市卫健委", "市卫生健康委员会"),
    ("市卫生健康委", "市卫生健康委员会"),
    ("县卫健局", "县卫生健康局"),
    ("县政法委", "县委政法委"),
    ("团市委", "共青团市委"),
    ("团市委", "共青团市委员会"),
    ("市政府办公室", "市政府办"),
    ("市人民政府办公室", "市政府办"),
    ("市发改委", "市发展和改革委员会"),
    ("市发展改革委", "市发改委"),
    ("县发展改革局", "县发改局"),
    ("市人力资源社会保障局", "市人社局"),
    ("市人力资源和社会保障局", "市人社局"),
    ("县残联", "县残疾人联合会"),
    ("市住房城乡建设局", "市住建局"),
    ("县教体局", "县教育和体育局"),
    ("县卫体局", "县卫生健康和体育局"),
    ("县文旅局", "县文化和旅游局"),
    ("区文广旅局", "区文化广电旅游局"),
    ("市委编办", "市委机构编制委员会办公室"),
    ("市委网信办", "市网信办"),
    ("县妇儿工委办", "县妇女儿童工作委员会办公室"),
    ("市残工委", "市政府残疾人工作委员会"),
    ("区法院", "区人民法院"),
    ("市检察院", "市人民检察院"),
    ("县医保局", "县医疗保障局"),
    ("市市场监管局", "市市场监督管理局"),
    ("县供销社", "县供销合作社"),
    ("各镇（乡）残联", "各镇(乡)残疾人联合会"),
    ("沁水县民政局 ", "沁水县民政局"),
    ("市委宣传部（网信办）", "市委宣传部"),
    ("市 教育局", "市教育局"),
]

FORMS = [
    ("市卫健委", "市", "health", "市卫生健康委员会", "市卫健委"),
    ("县卫生健康局", "县", "health", "县卫生健康局", "县卫健局"),
    ("县政法委", "县", "political-legal", "县委政法委员会", "县委政法委"),
    ("市委组织部", "市", "organisation", "市委组织部", "市委组织部"),
    ("团县委", "县", "youth-league", "共青团县委员会", "团县委"),
    ("共青团朔州市委", "朔州市", "youth-league", "共青团朔州市委员会", "团朔州市委"),
    ("卫生健康局", "", "health", "卫生健康局", "卫健局"),
    ("沁水县残联", "沁水县", "disabled", "沁水县残疾人联合会", "沁水县残联"),
    ("省发展改革委", "省", "development-reform", "省发展和改革委员会", "省发改委"),
    ("区公安分局", "区", "public-security", "区公安分局", "区公安分局"),
    ("各乡镇人民政府", "各乡镇", "government", "各乡镇人民政府", "各乡镇政府"),
    ("人民银行合溪市分行", "合溪市", "central-bank", "人民银行合溪市分行", "人民银行合溪市分行"),
    ("市总工会", "市", "trade-union", "市总工会", "市总工会"),
]

FORMER = [
    ("市卫生计生委", 2019, "health"),
    ("县环保局", 2019, "ecology"),
    ("市国土资源局", 2019, "natural-resources"),
    ("县农业局", 2019, "agriculture"),
    ("市安监局", 2019, "emergency"),
    ("市工商局", 2019, "market"),
    ("市质监局", 2019, "market"),
    ("县食药监局", 2019, "market"),
    ("市国税局", 2018, "tax"),
    ("市地税局", 2018, "tax"),
    ("市扶贫开发办", 2021, "rural-revitalisation"),
    ("县乡村振兴局", 2024, "agriculture"),
    ("市政府法制办", 2019, "justice"),
    ("县银监办", 2018, "bank-insurance-supervision"),
    ("市银保监分局", 2023, "financial-supervision"),
]

UNKNOWN = [
    "中国联通连州分公司",
    "中国移动通讯集团广东有限公司连州分公司",
    "各乡镇（街道）",
    "各街道（镇）",
    "有关部门",
    "县残联就业中心",
    "市第一人民医院",
    "市重点产业发展促进处",
    "某某公司工会",
    "县第一中学图书馆",
    "残疾人家庭",
    "市",
    "局",
    "办公室",
    "各成员单位",
    "县政府残疾人工作委员会各成员单位",
    "社会各界",
    "市场主体",
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_names_of_one_unit_are_the_same(one: str, other: str) -> None:
    first, second = agencies().parse(one), agencies().parse(other)
    assert first is not None and second is not None
    assert identity(first) == identity(second)


@pytest.mark.parametrize(("name", "prefix", "key", "full", "short"), FORMS)
def test_a_name_has_its_full_and_short_form(name: str, prefix: str, key: str, full: str, short: str) -> None:
    found = agencies().parse(name)
    assert found is not None
    assert (found.prefix, found.key, found.full, found.short) == (prefix, key, full, short)


@pytest.mark.parametrize(
    ("one", "other"),
    [("市残联", "县残联"), ("市民政局", "市财政局"), ("县教育局", "县教体局"), ("市委宣传部", "市委统战部"),
     ("市国税局", "市税务局"), ("市委办公室", "市政府办公室"), ("市法院", "市检察院")],
)  # fmt: skip
def test_other_units_are_others(one: str, other: str) -> None:
    first, second = agencies().parse(one), agencies().parse(other)
    assert first is not None and second is not None
    assert identity(first) != identity(second)


@pytest.mark.parametrize(("name", "until", "successor"), FORMER)
def test_former_names_say_until_when_and_who_followed(name: str, until: int, successor: str) -> None:
    found = agencies().parse(name)
    assert found is not None
    assert (found.until, found.successor) == (until, successor)


@pytest.mark.parametrize(
    "name", ["市税务局", "市生态环境局", "县应急管理局", "市卫健委", "县农业农村局", "市司法局"]
)
def test_names_in_use_have_no_end(name: str) -> None:
    found = agencies().parse(name)
    assert found is not None and found.until is None


@pytest.mark.parametrize("name", ["", *UNKNOWN])
def test_no_guess_is_made(name: str) -> None:
    assert agencies().parse(name) is None


def test_a_joint_office_says_what_it_covers() -> None:
    found = agencies().parse("县教体局")
    assert found is not None and found.covers == ("education", "sport")


class TestVocabulary:
    def test_it_knows_at_least_eighty_units(self) -> None:
        assert len(WORDS.units) >= 80

    def test_keys_and_spellings_are_unique(self) -> None:
        keys = [entry.key for entry in WORDS.units]
        assert len(set(keys)) == len(keys)
        owners: dict[str, set[str]] = {}
        for entry in WORDS.units:
            for form in entry.forms:
                for spelling in form:
                    owners.setdefault(spelling, set()).add(entry.key)
        assert {spelling: found for spelling, found in owners.items() if len(found) > 1} == {}

    def test_successors_and_parts_exist(self) -> None:
        keys = {entry.key for entry in WORDS.units}
        named = {entry.successor for entry in WORDS.units} | {
            part for entry in WORDS.units for part in entry.covers
        }
        assert named - keys - {None} == set()

    def test_every_year_has_a_source_and_a_successor(self) -> None:
        for entry in WORDS.units:
            if entry.until is not None:
                assert entry.source and entry.successor, entry.key
            if entry.since is not None:
                assert entry.source, entry.key

    @pytest.mark.parametrize("entry", WORDS.units, ids=lambda entry: entry.key)
    def test_every_spelling_is_read_as_its_unit(self, entry) -> None:  # type: ignore[no-untyped-def]
        for form in entry.forms:
            for spelling in form:
                found = agencies().parse(f"县{spelling}")
                assert found is not None and found.key == entry.key, spelling
                again = agencies().parse(found.full)
                assert again is not None and identity(again) == identity(found), found.full

    def test_a_new_unit_is_an_edit_of_the_vocabulary(self) -> None:
        entry = msgspec.structs.replace(WORDS.units[0], key="low-altitude", forms=(("低空经济发展局",),))
        known = Agencies(msgspec.structs.replace(WORDS, units=(*WORDS.units, entry)))
        found = known.parse("市低空经济发展局")
        assert found is not None and found.key == "low-altitude"
        assert agencies().parse("市低空经济发展局") is None


@given(st.text() | st.text(alphabet="市县区各镇乡（）委局办残联卫健政府人民共青团会员"))
def test_no_name_breaks_it(name: str) -> None:
    found = agencies().parse(name)
    assert found is None or found.full.startswith(found.prefix) or found.kind in ("mass", "vertical")
