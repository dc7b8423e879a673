"""Written values and what they mean: cells, running text, look-alikes, names with units.

The column `met` of the tables of cases names the field of the plans in which a form was met, `-` for none.
"""

import csv
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plancmp.model.quantity import Quantity
from plancmp.reading.quantities.reading import QuantityReader
from plancmp.reading.quantities.words import QuantityWords
from plancmp.rulepacks import load
from plancmp.text.folding import fold
from plancmp.text.numerals import (
    match_numeral,
    parse_numeral,
    skip_numeral,
    write_chinese,
)
from tests.support.timing import allowed

CASES = Path(__file__).parent.parent / "cases" / "quantities"
WORDS = load(QuantityWords, "vocabulary/quantities.yaml")
READER = QuantityReader(WORDS)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of cases; `\\n` in a field is a line break."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def arabic(value: Decimal, *, separators: bool = False, wide: bool = False) -> str:
    """A number in Arabic numerals, never with an exponent."""
    written = f"{value:,f}" if separators else f"{value:f}"
    return "".join(chr(ord(character) + 0xFEE0) for character in written) if wide else written


def spelled(quantity: Quantity) -> str:
    """A quantity in one line, as the tables of cases write it."""
    if quantity.kind == "several":
        return "several " + " ; ".join(f"{part.label}:{spelled(part)}" for part in quantity.parts)
    number = None if quantity.value is None else f"{quantity.value}"
    if quantity.upper is not None:
        number = f"{quantity.value}..{quantity.upper}"
    words = [
        quantity.kind or quantity.state,
        quantity.relation,
        quantity.reference,
        number,
        quantity.unit,
        "total" if quantity.total else None,
        "change" if quantity.change else None,
        f"since={quantity.since}" if quantity.since else None,
    ]
    parts = " ; ".join(f"{part.label}:{spelled(part)}" for part in quantity.parts)
    return " ".join(word for word in (*words, f"parts {parts}" if parts else None) if word)


class TestCells:
    @pytest.mark.parametrize("case", rows("cells.tsv"), ids=lambda case: f"{case['written']}|{case['unit']}")
    def test_means_what_the_table_says(self, case: dict[str, str]) -> None:
        assert spelled(READER.read(case["written"], unit=case["unit"] or None)) == case["meaning"]

    def test_the_table_is_large_and_half_of_it_was_met_in_plans(self) -> None:
        cases = rows("cells.tsv") + rows("text.tsv")
        assert len(cases) >= 300
        assert sum(case["met"] != "-" for case in cases) * 2 >= len(cases)


class TestRunningText:
    @pytest.mark.parametrize("case", rows("text.tsv"), ids=lambda case: case["text"])
    def test_finds_each_quantity_with_its_words(self, case: dict[str, str]) -> None:
        found = [
            f"{case['text'][span.start : span.end]} => {spelled(quantity)}"
            for span, quantity in READER.find(case["text"])
        ]
        assert found == case["meaning"].split(" / ")

    def test_spans_point_into_the_text_as_given(self) -> None:
        text = "到２０２５年，适配率 达到 ８５％ 以上，培训1,234人。"
        assert [text[span.start : span.end] for span, _ in READER.find(text)] == [
            "达到 ８５％ 以上",
            "1,234人",
        ]


class TestLookAlikes:
    @pytest.mark.parametrize("case", rows("look_alikes.tsv"), ids=lambda case: case["text"])
    @pytest.mark.parametrize("sentence", ["{}", "完善{}工作机制。", "开展“{}”，"])
    def test_are_no_quantities_in_text(self, case: dict[str, str], sentence: str) -> None:
        text = sentence.format(case["text"])
        assert [text[span.start : span.end] for span, _ in READER.find(text)] == []

    def test_every_class_has_ten_cases(self) -> None:
        assert min(Counter(case["class"] for case in rows("look_alikes.tsv")).values()) >= 10


class TestNames:
    @pytest.mark.parametrize("case", rows("names.tsv"), ids=lambda case: case["written"])
    def test_a_unit_in_brackets_is_taken_off(self, case: dict[str, str]) -> None:
        assert READER.unit_of_name(case["written"]) == (case["name"], case["unit"] or None)

    def test_the_name_gives_the_unit_of_a_cell(self) -> None:
        assert spelled(READER.read("97", name="参保率（%）")) == "number = 97 %"
        assert spelled(READER.read("＞X 万", name="培训人数(人)")) == "undecided > 人"
        assert spelled(READER.read("97", name="参保率（%）", unit="万人")) == "number = 970000 人"

    @pytest.mark.parametrize(
        ("unit", "measure"),
        [("人", "person"), ("人次", "visit"), ("岁", "age"), ("年", "time"), ("元", "money"),
         ("%", "percent"), ("百分点", "point"), ("人/亿元", "compound"), ("/10万", "share"),
         ("街道", None), (None, None)],
    )  # fmt: skip
    def test_units_have_a_class(self, unit: str | None, measure: str | None) -> None:
        assert READER.measure(unit) == measure


RELATIONS = {
    "=": ("{}", "达到{}", "为{}"),
    ">": ("＞{}", ">{}", "超过{}", "高于{}", "突破{}", "大于{}"),
    ">=": ("≥{}", "{}以上", "不低于{}", "不少于{}", "{}及以上", "{}（含）以上", "至少{}"),
    "<": ("＜{}", "低于{}", "小于{}"),
    "<=": ("≤{}", "{}以内", "不超过{}", "不高于{}", "控制在{}以内", "{}以下"),
    "~": ("约{}", "{}左右", "≈{}"),
}
UNITS = [
    "%",
    "‰",
    "人",
    "人次",
    "户",
    "个",
    "家",
    "张",
    "亩",
    "元",
    "公里",
    "吨标准煤",
    "微克/立方米",
    "人/亿元",
    "百分点",
]
MULTIPLIERS = {"": 0, "万": 4, "亿": 8, "百万": 6}

decimals = st.decimals(min_value=0, max_value=99999, places=2) | st.integers(0, 10**7).map(Decimal)
relations = st.sampled_from(sorted(RELATIONS)).flatmap(
    lambda relation: st.tuples(st.just(relation), st.sampled_from(RELATIONS[relation]))
)
widths = st.sampled_from(
    [str, lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in text)]
)


class TestProperties:
    @given(
        decimals,
        relations,
        st.sampled_from(UNITS),
        st.sampled_from(sorted(MULTIPLIERS)),
        st.booleans(),
        widths,
    )
    def test_a_number_in_any_form_is_read_back_exactly(
        self, value, form, unit, multiplier, separators, width
    ) -> None:  # type: ignore[no-untyped-def]
        relation, pattern = form
        written = pattern.format(width(arabic(value, separators=separators)) + multiplier + unit)
        read = READER.read(written)
        assert (read.state, read.kind, read.relation, read.unit) == ("stated", "number", relation, unit)
        assert read.value == value * 10 ** MULTIPLIERS[multiplier]
        [(span, found)] = READER.find(f"，{written}。")
        assert found == read
        assert f"，{written}。"[span.start : span.end].strip("为") == written.strip("为")

    @given(decimals, st.sampled_from(sorted(RELATIONS)), st.sampled_from(UNITS))
    def test_the_column_gives_the_unit_and_its_multiplier(self, value, relation, unit) -> None:  # type: ignore[no-untyped-def]
        for pattern in RELATIONS[relation]:
            read = READER.read(pattern.format(value), unit=f"万{unit}")
            assert (read.relation, read.value, read.unit) == (relation, value * 10000, unit)

    @given(decimals, st.sampled_from(["{}", "{}%", "＞{}", "{}左右"]))
    def test_the_digits_stay_as_written(self, value, pattern) -> None:  # type: ignore[no-untyped-def]
        assert str(READER.read(pattern.format(value)).value) == str(value)

    @given(
        decimals, decimals, st.sampled_from(["-", "～", "—", "至", "~", "－", "--"]), st.sampled_from(UNITS)
    )
    def test_a_range_keeps_both_ends(self, low, high, mark, unit) -> None:  # type: ignore[no-untyped-def]
        # 1900-… begins like a span of years, which is no range of values.
        assume(not 1900 <= low <= 2100)
        read = READER.read(f"{low}{mark}{high}{unit}")
        assert (read.kind, read.value, read.upper, read.unit) == ("range", low, high, unit)

    @given(
        decimals,
        st.sampled_from(["〔{}〕", "［{}］", "[ {} ]", "累计{}", "{}（累计）", "【{}】", "五年累计{}"]),
    )
    def test_a_total_is_marked(self, value, pattern) -> None:  # type: ignore[no-untyped-def]
        read = READER.read(pattern.format(value), unit="户")
        assert (read.kind, read.total, read.value, read.unit) == ("total", True, value, "户")

    @given(
        decimals, st.integers(2000, 2030), st.sampled_from(["较{}年", "比{}年", "在{}年基础上", "比{}年底"])
    )
    def test_a_change_has_sign_and_base(self, value, year, base) -> None:  # type: ignore[no-untyped-def]
        up = READER.read(f"{base.format(year)}提高{value}个百分点")
        down = READER.read(f"{base.format(year)}下降{value}%以上")
        assert (up.kind, up.value, up.unit, up.since, up.relation) == ("change", value, "百分点", year, "=")
        assert (down.kind, down.value, down.unit, down.since, down.relation) == (
            "change",
            -value,
            "%",
            year,
            "<=",
        )

    @given(st.integers(11, 10**11), st.sampled_from(["人", "户", "亩", "个"]))
    def test_chinese_numerals_count_as_the_others(self, number, unit) -> None:  # type: ignore[no-untyped-def]
        for text in (f"{write_chinese(number)}{unit}", f"不少于{write_chinese(number)}{unit}"):
            read = READER.read(text)
            assert (read.value, read.unit) == (number, unit)

    @given(
        st.sampled_from(["X", "XX", "XXX", "××", "**", "〇〇", "○○", "□□", "ＸＸ", "__", "8X", "XX.X"]),
        st.sampled_from([key for key in sorted(RELATIONS) if key != "="]),
        st.sampled_from(["%", "万人", "户", "家"]),
    )
    def test_a_gap_never_gets_a_value(self, gap, relation, unit) -> None:  # type: ignore[no-untyped-def]
        for pattern in RELATIONS[relation]:
            read = READER.read(pattern.format(gap + unit))
            assert (read.state, read.relation, read.value) == ("undecided", relation, None)
            assert read.unit == unit.removeprefix("万")

    @given(st.text(alphabet="应保尽稳步提高全覆盖基本实现持续推进残疾人服务完善度，。、（）“”"))
    def test_what_is_no_number_gets_no_value(self, text) -> None:  # type: ignore[no-untyped-def]
        assert READER.read(text).value is None
        assert all(quantity.value is None for _, quantity in READER.find(text))

    @given(
        st.text()
        | st.text(alphabet="0123456789万亿%人个-～~〔〕[]（）()＞≥X×.,，。 \n至到约以上提高年十一两分之成")
    )
    def test_no_text_breaks_the_reader(self, text) -> None:  # type: ignore[no-untyped-def]
        READER.read(text, name=text, unit=text)
        READER.unit_of_name(text)
        ends = 0
        for span, quantity in READER.find(text):
            assert ends <= span.start < span.end <= len(text)
            assert quantity.state != "blank"
            ends = span.end


class TestNumerals:
    @given(st.integers(0, 10**16 - 1))
    def test_chinese_there_and_back(self, number) -> None:  # type: ignore[no-untyped-def]
        assert parse_numeral(write_chinese(number)) == number

    @given(st.decimals(min_value=0, max_value=10**7, places=3))
    def test_decimals_there_and_back(self, number) -> None:  # type: ignore[no-untyped-def]
        assert parse_numeral(write_chinese(number)) == number
        assert parse_numeral(arabic(number, separators=True)) == number
        assert parse_numeral(fold(arabic(number, wide=True))) == number

    @given(st.text(alphabet="零〇一二两三九十百千万亿点0123456789.,"))
    def test_numerals_of_a_text_do_not_overlap(self, text) -> None:  # type: ignore[no-untyped-def]
        ends = 0
        while ends < len(text):
            numeral = match_numeral(text, ends)
            if numeral is not None:
                assert numeral.start == ends < numeral.end <= len(text)
                assert numeral.value >= 0
            ends = max(numeral.end if numeral else skip_numeral(text, ends), ends + 1)

    @pytest.mark.parametrize(
        "written", ["十四五", "三四", "二三十", "两三百", "万千", "一百零", "零五", "", "12,34", "1.2.3"]
    )
    def test_unclear_ones_are_no_number(self, written) -> None:  # type: ignore[no-untyped-def]
        assert parse_numeral(written) is None


class TestVocabulary:
    def test_every_group_says_where_it_comes_from(self) -> None:
        single = [
            getattr(WORDS, name)
            for name in WORDS.__struct_fields__
            if name not in ("loose_words", "not_after")
        ]
        groups = [group for part in single for group in (part if isinstance(part, tuple) else (part,))]
        assert len(groups) > 25
        assert [group for group in groups if not (group.source or group.note)] == []

    def test_an_unknown_key_is_refused(self) -> None:
        data = msgspec.to_builtins(WORDS)
        data["totals"]["wrods"] = []
        with pytest.raises(msgspec.ValidationError, match="wrods"):
            msgspec.convert(data, QuantityWords)

    def test_a_new_word_is_an_edit_of_the_vocabulary(self) -> None:
        bounds = msgspec.structs.replace(WORDS.bounds, after={**WORDS.bounds.after, ">=": ("打底",)})
        reader = QuantityReader(msgspec.structs.replace(WORDS, bounds=bounds))
        assert spelled(reader.read("85%打底")) == "number >= 85 %"
        assert spelled(READER.read("85%打底")) == "number = 85 %"


GOLD = Path(__file__).parents[3] / "shared" / "gold" / "indicators.tsv"


@pytest.mark.skipif(not GOLD.exists(), reason="the labelled plans are not kept with the project")
def test_every_value_of_the_labelled_plans_is_understood() -> None:
    with GOLD.open(encoding="utf-8") as file:
        labelled = list(csv.DictReader(file, delimiter="\t"))
    read = [
        (text, READER.read(text, name=row["name"], unit=row["unit"] or None))
        for row in labelled
        for text in (row["baseline"] or "", row["target"] or "")
    ]
    assert len(read) > 100
    assert [text for text, quantity in read if quantity.kind == "text"] == []
    assert [
        text for text, quantity in read if (quantity.value is None) != (not any(map(str.isdigit, text)))
    ] == []


@pytest.mark.slow
class TestSpeed:
    def test_reading_is_fast(self) -> None:
        text = (
            "到2025年，全市残疾人基本康复服务覆盖率达到95%以上，为3.5万户家庭实施改造，推动高质量发展。"
            * 2100
        )
        list(READER.find(text[:100]))
        start = time.process_time()
        assert len(list(READER.find(text[:100_000]))) >= 4000
        assert time.process_time() - start < allowed(1.0)

    def test_building_a_reader_is_fast(self) -> None:
        start = time.process_time()
        QuantityReader(WORDS)
        assert time.process_time() - start < allowed(0.05)
