"""Inputs made to break the reader: a clear line or a record with notes, soon, and never a traceback."""

import time
from collections import Counter

import pytest

from plancmp.checks import Options, check_plan, load_checks
from plancmp.model.errors import SourceError
from plancmp.pipeline import extract_bytes, record_of
from plancmp.sources.reading import read_bytes
from tests.support.timing import allowed

BIG = {
    "one line of 3 MB": "残疾人" * 500_000,
    "one line of 3 MB with marks": "甲。1.乙：" * 500_000,
    "20,000 opening brackets": "（" * 20_000,
    "20,000 book marks": "《" * 20_000,
    "20,000 unbalanced units": "(牵头单位：" * 20_000,
    "30,000 headings": "一、总体要求\n" * 30_000,
    "20,000 box titles": "专栏1 重点项目\n" * 20_000,
    "20,000 appendices": "附件1 表\n" * 20_000,
    "a table of 12,000 rows": "\t指标\n\t2025年\n\t2030年\n\n" + "\t甲\n\t1\n\t2\n\n" * 12_000,
    "a row of 20,000 cells": "\t甲\n" * 20_000,
    "a cell of 20,000 lines": "\t甲\n" + "乙\n\n" * 20_000,
    "20,000 contents lines": "目录\n" + "一、总则……1\n" * 20_000,
    "digits only": "1" * 1_000_000,
    "numerals only": "一" * 1_000_000,
    "blanks only but one": " " * 2_000_000 + "甲",
    "tabs only but one": "\t" * 100_000 + "甲",
    "pipes only": "|" * 300_000,
    "numbers and dots": "1." * 300_000,
    "percent": "95%以上" * 200_000,
    "a title that never ends": "某县“十五五”" * 100_000,
    "quotes": "“" * 200_000,
    "hashes": "#" * 500_000,
    "dots that lead to no page": ("一、总则" + "." * 60 + "甲(5)\n") * 50,
}
MANY_LINES = {
    "30,000 lines with commas": "甲,乙,丙\n" * 30_000,
    "30,000 headers with commas": "指标,目标\n" * 30_000,
    "a header with commas over prose": "序号,指标名称,2025年,2030年\n" + "说,说,说,说\n" * 30_000,
    "100,000 lines of two characters": "甲乙\n" * 100_000,
    "150,000 lines of a pipe": "|\n" * 150_000,
    "50,000 lines of 100 pipes": ("|" * 100 + "\n") * 50_000,
    "one long row of pipes over narrow ones": "|" * 1000 + "甲\n" + "|甲|\n" * 50_000,
    "50,000 lines behind 100 tabs": ("\t" * 100 + "甲\n") * 50_000,
    "50,000 lines with 95 blanks": ("甲" + " " * 95 + "乙\n") * 50_000,
    "2,500 lines that are nearly rules": ("-" * 1990 + "x|\n") * 2500,
    "numbers only, one a line": "12\n" * 50_000,
    "20,000 headers with nothing between the cells": "序号指标名称2025年2030年属性\n" * 20_000,
    "20,000 rules of tables": "甲\n" + "|-|-|\n" * 20_000,
    "a header word 50,000 times": "指标\n" * 50_000,
}


BIG |= MANY_LINES


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", BIG, ids=list(BIG))
def test_large_and_odd(name: str) -> None:
    """Within a few seconds there is a record or one line."""
    begun = time.process_time()
    try:
        record = extract_bytes(BIG[name].encode(), "x.txt")
        assert record.plan is not None
    except SourceError as error:
        assert "\n" not in str(error)
    # Texts of more lines than any plan has may take twice as long.
    assert time.process_time() - begun < allowed(10 if name in MANY_LINES else 5)


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", BIG, ids=list(BIG))
def test_large_and_odd_is_checked(name: str) -> None:
    """All checks over it take a few seconds more, and no check says more than a thousand things."""
    data = BIG[name].encode()
    document = read_bytes(data, "x.txt")
    record = record_of(document, data, "x.txt")
    begun = time.process_time()
    findings = check_plan(record, document, Options(codes=frozenset(check.code for check in load_checks())))
    assert max(Counter(each.code for each in findings).values(), default=0) <= 1000
    assert time.process_time() - begun < allowed(5)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00" * 1000, b"\xff\xfe", bytes(range(256)) * 40],
    ids=["empty", "zeros", "bom", "binary"],
)
def test_no_text(data: bytes) -> None:
    """What is no text is refused in one line that names the input."""
    with pytest.raises(SourceError, match=r"^x\.txt：[^\n]+$"):
        extract_bytes(data, "x.txt")


def test_too_many_lines() -> None:
    """More lines than any plan has are refused before they are looked at."""
    with pytest.raises(SourceError, match=r"^x\.txt：行数太多（500000 行，[^\n]+$"):
        extract_bytes(b"a|b|\n" * 500_000, "x.txt")


def test_lines_of_two_characters() -> None:
    """Five megabytes of them are read in time: they are no lines of a plan, and joined."""
    begun = time.process_time()
    record = extract_bytes("县域“十五五”养老规划\n".encode() + "甲乙\n".encode() * 714_000, "x.txt")
    assert time.process_time() - begun < allowed(10)
    assert [note.code for note in record.notes if note.code == "short-lines"] == ["short-lines"]


def test_a_number_without_a_mark_that_opens_no_item() -> None:
    """The check of numbering looked for it among the items, and ended the run with a traceback."""
    data = b"<p>Code:</p>\n<p>4 &lt; 5.</p>"
    document = read_bytes(data, "draft.html")
    found = check_plan(record_of(document, data, "draft.html"), document)
    assert [finding.code for finding in found] == ["DOC004"]
