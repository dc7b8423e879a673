"""Quantified promises: what only looks like one, promises side by side, and plans that were read by hand.

The lists in tests/gold/commitments were made by reading each plan line by line; a value there is written so
that it means the same as in the plan, and … in a subject stands for words left out.
"""

import csv
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancmp.model.document import Document
from plancmp.model.quantity import Quantity
from plancmp.model.record import Commitment, PlanRecord, Value
from plancmp.pipeline import record_of
from plancmp.reading.columns import Years
from plancmp.reading.commitments.reading import (
    CommitmentReader,
    FoundCommitment,
    commitment_reader,
    commitments_of,
    find_commitments,
)
from plancmp.reading.commitments.words import CommitmentWords
from plancmp.reading.context import Context
from plancmp.reading.quantities.reading import quantity_reader
from plancmp.rulepacks import load
from plancmp.sources.plain.reading import read_plain
from plancmp.sources.reading import read_document
from plancmp.text.folding import squeeze
from tests.support.timing import allowed

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
CASES = ROOT / "tests" / "cases" / "commitments"
GOLD = ROOT / "tests" / "gold" / "commitments"
PERIOD = Years(2026, 2030)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table of cases or labels."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def spelled(text: str, found: FoundCommitment) -> str:
    """A promise in one line: subject=value, then @year, #scope and %rhythm where there are any."""
    tail = [
        f"@{found.year}" if found.year else "",
        f"#{found.scope}" if found.scope else "",
        f"%{found.rhythm}" if found.rhythm else "",
    ]
    return f"{found.subject}={text[found.value.start : found.value.end].strip()}{''.join(tail)}"


def found_in(text: str, *, past: bool = False, topic: str | None = None) -> list[str]:
    """The promises of a text of a plan for 2026 to 2030."""
    return [spelled(text, each) for each in find_commitments(text, period=PERIOD, past=past, topic=topic)]


class TestLookAlikes:
    @pytest.mark.parametrize(
        "case", rows(CASES / "look_alikes.tsv"), ids=lambda case: f"{case['class']}|{case['text']}"
    )
    @pytest.mark.parametrize("sentence", ["{}。", "坚持因地制宜，{}，取得实效。"])
    def test_are_no_promises(self, case: dict[str, str], sentence: str) -> None:
        assert found_in(sentence.format(case["text"])) == []

    def test_every_class_has_ten_cases(self) -> None:
        counts = Counter(case["class"] for case in rows(CASES / "look_alikes.tsv"))
        assert len(counts) >= 14
        assert min(counts.values()) >= 10


class TestPromises:
    @pytest.mark.parametrize("case", rows(CASES / "promises.tsv"), ids=lambda case: case["text"])
    def test_are_found_with_subject_value_and_term(self, case: dict[str, str]) -> None:
        assert found_in(case["text"]) == case["found"].split(" / ")

    def test_the_clause_is_given_as_written_with_the_term_before_it(self) -> None:
        text = "完善制度，到2030年，参保率超过93%，救助率达到98%；到２０２９年完成改造３０处。"
        found = find_commitments(text, period=PERIOD, past=False)
        assert [text[each.span.start : each.span.end] for each in found] == [
            "到2030年，参保率超过93%",
            "救助率达到98%",
            "到２０２９年完成改造３０处",
        ]

    def test_a_term_is_not_carried_over_a_full_stop(self) -> None:
        assert found_in("到2030年，参保率超过93%。救助率达到98%。") == [
            "参保率=超过93%@2030",
            "救助率=达到98%",
        ]

    def test_without_a_known_period_only_years_that_are_said_count(self) -> None:
        text = "五年完成改造700户，到2030年覆盖率达到95%。"
        found = list(find_commitments(text, period=None, past=False))
        assert [each.year for each in found] == [None, 2030]

    def test_the_plans_own_period_is_a_term_and_an_earlier_one_looks_back(self) -> None:
        text = "“十四五”时期，新增就业3500人。“十五五”时期，新增就业5000人。"
        assert found_in(text) == ["新增就业=5000人@2030"]

    def test_a_bare_subject_gets_the_title_of_its_item(self) -> None:
        assert found_in("建筑面积1.8万平方米。", topic="活动中心迁建") == ["活动中心迁建建筑面积=1.8万平方米"]
        assert found_in("每年培育5个。", topic="儿童议事会") == ["儿童议事会=5个%每年"]
        assert found_in("到2030年完成500户。", topic="家庭改造") == ["家庭改造=500户@2030"]

    def test_an_open_number_stays_open(self) -> None:
        [found] = find_commitments("服务不少于XX万人次。", period=PERIOD, past=False)
        assert (found.quantity.state, found.quantity.value, found.quantity.unit) == (
            "undecided",
            None,
            "人次",
        )


class TestSectionsThatLookBack:
    @pytest.mark.parametrize(
        "title",
        [
            "发展现状",
            "“十四五”主要成效",
            "发展基础与面临形势",
            "规划背景",
            "发展现状和面临的形势",
            "存在问题",
        ],
    )
    def test_are_known_by_their_title(self, title: str) -> None:
        assert commitment_reader().looks_back(title)

    @pytest.mark.parametrize(
        "title",
        [
            "夯实残疾人事业发展基础，推动高质量发展",
            "巩固特殊教育发展基础",
            "优化发展环境",
            "主要任务",
            "营造良好发展环境",
        ],
    )
    def test_are_not_taken_from_tasks(self, title: str) -> None:
        assert not commitment_reader().looks_back(title)

    @pytest.mark.parametrize(
        "text",
        [
            "新建幼儿园41所，新增学位9360个。",
            "参保率达到99.2%，培训4200人次。",
            "五年招聘教师742名，学历比例提高到76.4%。",
            "每年开展活动20场，受益残疾人达到3000人。",
            "到2025年底，全区老年人口达到11.8万人。",
        ],
    )
    def test_their_results_are_no_promises(self, text: str) -> None:
        assert found_in(text, past=True) == []

    def test_a_promise_among_them_is_one(self) -> None:
        text = "参保率达到91%，必须确保到2030年参保率不低于95%。"
        assert found_in(text, past=True) == ["参保率=不低于95%@2030"]


class Label(NamedTuple):
    """A label and what was found for it."""

    missing: list[str]
    false: list[str]
    different: list[str]


def meaning(value: Value | Quantity) -> tuple[object, ...]:
    """What a value means, whatever its wording."""
    return value.state, value.relation, value.value, value.upper, value.unit


@cache
def read_plan(name: str) -> tuple[Document, PlanRecord]:
    """A plan of the corpus or a seed."""
    places = [ROOT / "corpus" / f"{name}.txt", ROOT / "corpus" / f"{name}.md", SEEDS / f"{name}.txt"]
    path = next((place for place in places if place.exists()), None)
    if path is None:
        pytest.skip(f"{name} is not kept with the project")
    document, data = read_document(path)
    return document, record_of(document, data, path.name)


def promises_of(name: str) -> tuple[Commitment, ...]:
    """The promises of a plan, from the finished parts of its record."""
    document, record = read_plan(name)
    context = Context(document)
    if record.plan.period is not None:
        context.years = Years(record.plan.period.start, record.plan.period.end)
    return commitments_of(context, record.sections, record.boxes, record.tasks, record.appendices)


def compared(name: str) -> Label:
    """The labels of a plan against what is found."""
    left = list(promises_of(name))
    missing: list[str] = []
    different: list[str] = []
    for row in rows(GOLD / f"{name}.tsv"):
        wanted = meaning(quantity_reader().read(row["value"]))
        same = [each for each in left if str(each.at.line) == row["line"] and meaning(each.value) == wanted]
        label = squeeze(f"{row['subject']}@{row['year']}")
        found = next((each for each in same if _fits(label, _label(each))), same[0] if same else None)
        if found is None:
            missing.append("|".join(row.values()))
            continue
        left.remove(found)
        if not _fits(label, _label(found)):
            different.append(f"{label} found as {_label(found)}")
    return Label(missing, [f"{each.at.line} {each.text}" for each in left], different)


def _fits(label: str, found: str) -> bool:
    """Whether a label is that of what was found; … stands for words of a long subject left out."""
    begin, dots, end = label.partition("…")
    return found == label if not dots else found.startswith(begin) and found.endswith(end)


def _label(found: Commitment) -> str:
    """Subject and year of a promise."""
    return squeeze(f"{found.subject}@{found.year or ''}")


PLANS = sorted(path.stem for path in GOLD.glob("*.tsv"))


class TestPlansReadByHand:
    @pytest.mark.parametrize("name", PLANS)
    def test_every_promise_is_found_and_no_false_one(self, name: str) -> None:
        assert compared(name) == Label([], [], [])

    def test_lianzhou_has_three_in_the_text_and_eight_in_the_task_table(self) -> None:
        _, record = read_plan("lianzhou")
        first_task = min(task.at.line or 0 for task in record.tasks)
        lines = [each.at.line or 0 for each in promises_of("lianzhou")]
        assert len(lines) == 11
        assert sum(line < first_task for line in lines) == 3

    def test_there_are_lists_of_eleven_plans(self) -> None:
        assert len(PLANS) == 11
        assert sum(len(rows(GOLD / f"{name}.tsv")) for name in PLANS) == 186


class TestInTheRecord:
    @pytest.mark.parametrize("name", PLANS)
    def test_words_and_places_are_those_of_the_document(self, name: str) -> None:
        document, _ = read_plan(name)
        text = squeeze(document.text)
        found = promises_of(name)
        assert [each.id for each in found] == [f"C{number}" for number in range(1, len(found) + 1)]
        assert [each.at.line for each in found] == sorted(each.at.line or 0 for each in found)
        for each in found:
            assert squeeze(each.text) in text
            assert squeeze(each.value.text) in squeeze(each.text)
            assert each.value.state in ("stated", "undecided")

    def test_the_place_is_that_of_the_clause(self) -> None:
        [found] = [each for each in promises_of("yunxi-disability-15") if each.at.line == 281]
        assert found.text == "到2030年完成困难重度残疾人家庭改造500户"
        assert (found.at.column, found.at.end_column) == (17, 40)

    def test_a_clause_over_two_lines_has_the_line_where_it_begins(self) -> None:
        found = {each.subject: each.at.line for each in promises_of("pingjin-education-15")}
        assert found["专题研究教育工作"] == 176
        assert found["“双师型”教师占专业课教师比例"] == 129

    def test_the_same_promise_in_text_and_task_table_is_two(self) -> None:
        found = [each for each in promises_of("hexi-children-15") if each.subject == "建成儿童友好社区"]
        assert [each.at.line for each in found] == [305, 388]

    def test_words_broken_over_the_lines_of_a_cell_are_found(self) -> None:
        header = "\t序号\n\t重点任务\n\t牵头单位\n\t配合单位\n\n"
        row = "\t1\n\t到2030年，参保率\n超过93%。\n\t县医保局\n\t县残联\n\n"
        text = f"平川县“十五五”老龄事业规划\n一、总体要求\n{header}{row}"
        document = read_plain(text, "utf-8")
        record = record_of(document, text.encode(), "plan.txt")
        context = Context(document)
        context.years = PERIOD
        [found] = commitments_of(context, record.sections, record.boxes, record.tasks)
        assert found.text == "到2030年，参保率超过93%"
        assert found.at.line == 9


class TestVocabulary:
    def test_an_unknown_key_is_refused(self) -> None:
        words = load(CommitmentWords, "vocabulary/commitments.yaml")
        data = msgspec.to_builtins(words)
        data["promise"]["reech"] = []
        with pytest.raises(msgspec.ValidationError, match="reech"):
            msgspec.convert(data, CommitmentWords)

    def test_a_new_word_is_an_edit_of_the_vocabulary(self) -> None:
        words = load(CommitmentWords, "vocabulary/commitments.yaml")
        promise = msgspec.structs.replace(words.promise, do=(*words.promise.do, "落成"))
        text = "落成驿站30处。"
        reader = CommitmentReader(msgspec.structs.replace(words, promise=promise), quantity_reader())
        assert list(find_commitments(text, period=PERIOD, past=False)) == []
        assert [each.subject for each in reader.find(text, period=PERIOD, past=False)] == ["落成驿站"]


texts = st.text() | st.text(
    alphabet="到2030年，。；、（）“”《》全市县每个至少一所不低于XX%万人户率建成培训达到以上约的为\n十五1.,"
)


class TestLaws:
    @given(texts, st.booleans(), st.sampled_from([None, PERIOD, Years(2016, 2020)]))
    def test_no_text_breaks_the_reader(self, text: str, past: bool, period: Years | None) -> None:
        ends = 0
        for found in find_commitments(text, period=period, past=past):
            assert 0 <= found.span.start < found.span.end <= len(text)
            assert found.span.start <= found.value.start < found.value.end <= len(text)
            assert found.value.start >= ends
            assert found.quantity.value is not None or found.quantity.state == "undecided"
            ends = found.value.end

    @given(st.sampled_from([case["text"] for case in rows(CASES / "promises.tsv")]), st.text(max_size=20))
    def test_what_stands_in_another_sentence_changes_nothing(self, text: str, before: str) -> None:
        before = "".join(character for character in before if character.isalpha())
        alone = found_in(text)
        assert found_in(f"{before}。\n{text}")[-len(alone) :] == alone


class TestSpeed:
    def test_a_plan_is_read_at_once(self) -> None:
        """About 8 ms alone on a machine of two cores; the limit leaves room for a busy one."""
        document, record = read_plan("nanshan-disability-13")
        context = Context(document)
        context.years = Years(2016, 2020)

        def taken() -> float:
            start = time.process_time()
            commitments_of(context, record.sections, record.boxes, record.tasks)
            return time.process_time() - start

        taken()
        assert min(taken() for _ in range(10)) < allowed(0.05)
