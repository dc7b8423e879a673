"""Packs and reference plans: what they say holds together, and a name finds its own entry."""

import sys
from decimal import Decimal

import msgspec
import pytest

from plancmp.align import catalogue
from plancmp.align.catalogue import canonical_name, find_entry
from plancmp.align.packs import Entry, load_pack, pack_names, packs_of
from plancmp.align.references import load_reference, reference_names
from plancmp.model.errors import RuleError
from plancmp.records.yamlform import read_record, write_record
from plancmp.rulepacks import rules_folder

PACKS = pack_names()
ENTRIES = [(pack, entry) for pack in PACKS for entry in load_pack(pack).indicators]


def test_a_field_has_its_own_packs() -> None:
    assert packs_of("women-children") == ("women", "children")
    assert packs_of("../vocabulary/tables") == () and packs_of("forestry") == ()


@pytest.mark.parametrize(
    ("pack", "entry"), ENTRIES, ids=lambda value: value.key if isinstance(value, Entry) else ""
)
def test_every_name_finds_its_entry(pack: str, entry: Entry) -> None:
    for name in (entry.name, *entry.names):
        found = canonical_name(name, entry.unit, pack)
        assert found is not None and (found[0], found[1].level) == (entry.key, "alias"), name
        bare = canonical_name(name, None, pack)
        assert bare is None or bare[0] == entry.key, name


@pytest.mark.parametrize(
    ("pack", "entry"), ENTRIES, ids=lambda value: value.key if isinstance(value, Entry) else ""
)
def test_what_an_entry_is_not_is_never_taken_for_it(pack: str, entry: Entry) -> None:
    for name in entry.excluded:
        if "." not in name:
            for unit in (entry.unit, None):
                found = canonical_name(name, unit, pack)
                assert found is None or found[0] != entry.key, name


def test_keys_are_of_their_pack_unique_and_there() -> None:
    keys = {entry.key: entry for _, entry in ENTRIES}
    assert len(keys) == len(ENTRIES)
    for pack, entry in ENTRIES:
        assert entry.key.startswith(f"{pack}.") and find_entry(entry.key) == entry
        named = [name for name in entry.excluded if "." in name and name[0].isascii()]
        assert {*entry.other, *entry.joins, *named} <= set(keys), entry.key
        for other in entry.other:
            assert keys[other].measure + str(keys[other].unit) != entry.measure + str(entry.unit)


def test_no_name_is_claimed_twice() -> None:
    """A name means one indicator in every plan: the measure alone may tell two that share it apart."""
    listed = [
        (entry.measure, entry.unit, name) for _, entry in ENTRIES for name in (entry.name, *entry.names)
    ]
    for measure, unit, name in listed:
        assert canonical_name(name, unit, None) is not None, (name, measure)


def test_the_index_is_that_of_the_packs() -> None:
    """`python -m plancmp.align.catalogue` makes it anew."""
    made = catalogue.build_index({name: load_pack(name) for name in PACKS}, catalogue.digest_of_rules())
    assert (rules_folder() / catalogue.INDEX).read_bytes() == msgspec.json.encode(made) + b"\n"
    assert catalogue.read_index().digest == made.digest


def test_the_unit_tells_a_count_from_a_rate() -> None:
    assert canonical_name("残疾人家庭无障碍改造", "户", "disability")[0] == "disability.barrier-free-homes"  # type: ignore[index]
    assert canonical_name("残疾人家庭无障碍改造", "%", "disability")[0] == "disability.barrier-free-home-rate"  # type: ignore[index]
    assert canonical_name("残疾人家庭无障碍改造", None, "disability") is None


def test_a_name_that_says_of_nobody_is_of_the_packs_subject() -> None:
    assert canonical_name("辅助器具适配率", "%", "disability")[0] == "disability.assistive-devices"  # type: ignore[index]
    assert canonical_name("残疾儿童辅助器具适配率", "%", "disability") is None
    assert canonical_name("就业率", "%", None) is None


def test_a_pack_serves_every_plan_and_the_field_settles_what_two_claim() -> None:
    assert canonical_name("学前三年毛入园率", "%", None)[0] == "education.preschool-gross-enrolment"  # type: ignore[index]
    assert canonical_name("重度残疾人护理补贴覆盖率", "%", "ageing")[0] == "disability.nursing-subsidy"  # type: ignore[index]


def test_known_names_need_no_cutter() -> None:
    """Two plans whose names the pack knows are aligned without jieba: start-up stays short."""
    import subprocess

    code = (
        "import sys\nfrom plancmp.align.catalogue import canonical_name\n"
        "assert canonical_name('困难残疾人生活补贴目标人群覆盖率', '%', 'disability')\n"
        "assert 'jieba' not in sys.modules and 'rapidfuzz' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_reference_plans_are_records_with_their_sources() -> None:
    assert reference_names() == ("disability-13", "disability-14", "disability-15", "outline-15")
    for name in reference_names():
        record = load_reference(name)
        assert read_record(write_record(record)) == record
        assert all(row.key and row.target for row in record.indicators)
        assert record.notes[0].code == "reference-source" and len(record.notes) == len(record.indicators) + 1
    attributes = [row.attribute for row in load_reference("disability-14").indicators]
    assert (attributes.count("约束性"), attributes.count("预期性")) == (6, 5)
    assert all(row.baseline is None for row in load_reference("disability-14").indicators)


def test_reference_values_are_understood() -> None:
    latest = {row.number: row for row in load_reference("disability-15").indicators}
    care = latest[9].target
    assert care is not None and (care.value, care.unit, care.total, care.year) == (
        Decimal(3500000),
        "人次",
        True,
        2030,
    )
    rehabilitation = latest[6].baseline
    assert rehabilitation is not None
    assert (rehabilitation.relation, rehabilitation.value, rehabilitation.year) == (">", Decimal(85), 2025)


def test_an_unknown_reference_says_which_there_are() -> None:
    with pytest.raises(
        RuleError, match="现有 ref:disability-13、ref:disability-14、ref:disability-15、ref:outline-15"
    ):
        load_reference("disability-12")


def test_the_national_outline_is_of_all_fields() -> None:
    outline = load_reference("outline-15")
    assert (outline.plan.kind, outline.plan.sector, len(outline.indicators)) == ("outline", None, 21)
    assert len({row.number for row in outline.indicators}) == 20
    binding = {row.number for row in outline.indicators if row.attribute == "约束性"}
    assert len(binding) == 8


def test_a_reference_plan_of_ones_own(tmp_path) -> None:
    file = tmp_path / "baishui-water-15.yaml"
    file.write_text(
        "title: 白水市“十五五”水利规划\nregion: 白水市\nlevel: city\n"
        "period: {name: 十五五, start: 2026, end: 2030}\nsource: 自编\n"
        'indicators:\n  - {number: 1, name: 农村自来水普及率, unit: "%", target: ">95", how: seen}\n',
        "utf-8",
    )
    record = load_reference(str(file))
    assert (record.id, record.indicators[0].key) == ("baishui-water-15", "water.rural-tap")
