"""Workflow commands of GitHub, code quality of GitLab, JUnit: as the services read them."""

import json
import re
from xml.etree import ElementTree

import pytest

from plancmp.checks import load_checks
from plancmp.model.checkreport import CheckedFile, Quote
from plancmp.model.finding import Finding, Severity
from plancmp.model.place import Place
from plancmp.report.findings.github import MOST_SHOWN, beyond_limits, write_github, write_summary
from plancmp.report.findings.gitlab import write_gitlab
from plancmp.report.findings.junit import write_junit
from tests.report.reports_for_tests import hostile_report, made_finding, made_report, mixed_report

CHECKS = load_checks()


def _commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Commands as the runner of GitHub takes a line apart."""
    commands = []
    for line in text.splitlines():
        assert line.startswith("::")
        head, _, said = line[2:].partition("::")
        name, _, rest = head.partition(" ")
        properties = dict(each.split("=", 1) for each in rest.split(","))
        commands.append(
            (name, {key: _unescaped(value, ":,") for key, value in properties.items()}, _unescaped(said))
        )
    return commands


def _unescaped(text: str, more: str = "") -> str:
    for mark in (*more, "\r", "\n", "%"):
        text = text.replace(f"%{ord(mark):02X}", mark)
    return text


# -- GitHub


def test_commands_are_escaped() -> None:
    """Percent signs everywhere, colons and commas in properties; a place without lines is in the message."""
    finding = made_finding(
        path="草案/甲,乙:1%.docx", at=Place(page=3, block=12), message="达到100%，见：甲,乙"
    )
    assert write_github(made_report([finding]), CHECKS, lang="zh") == (
        "::error file=草案/甲%2C乙%3A1%25.docx,title=PLH001 undecided-value"
        "::达到100%25，见：甲,乙（第3页第12段）\n"
    )


def test_the_last_column_is_part_of_the_words() -> None:
    """Findings name the column behind the words, GitHub the last one of them."""
    finding = made_finding(at=Place(line=7, column=3, end_column=6))
    ((name, properties, said),) = _commands(write_github(made_report([finding]), CHECKS, lang="en"))
    assert (name, said) == ("error", "还没有填写。")
    assert properties == {
        "file": "草案/甲县.txt", "line": "7", "col": "3", "endColumn": "5", "title": "PLH001 undecided-value"
    }  # fmt: skip


def test_errors_come_first() -> None:
    """Failed files, errors, warnings, notices; each kind in the order of the report."""
    commands = _commands(write_github(mixed_report(), CHECKS, lang="zh"))
    assert [name for name, _, _ in commands] == ["error"] * 4 + ["warning"] * 2 + ["notice"] * 2
    assert [properties["file"] for _, properties, _ in commands[:3]] == [
        "草案/丙县.pdf", "没有.docx", "草案/甲县.txt"
    ]  # fmt: skip
    assert commands[2][2].splitlines() == ["还没有填写。", "另见 第6行第3列 基期值：96.3%"]


def test_nothing_in_a_plan_begins_a_command() -> None:
    """Every line is a command of ours, with our properties."""
    for name, properties, _ in _commands(write_github(hostile_report(), CHECKS, lang="zh")):
        assert name in ("error", "warning") and set(properties) <= {
            "file",
            "line",
            "col",
            "endColumn",
            "title",
        }


def _many(errors: int, warnings: int, notes: int) -> list[Finding]:
    kinds: list[tuple[Severity, int]] = [("info", notes), ("warning", warnings), ("error", errors)]
    return [
        made_finding(at=Place(line=number), severity=severity, fingerprint=f"{severity}{number}")
        for severity, count in kinds
        for number in range(1, count + 1)
    ]


def test_what_github_does_not_show_is_in_the_summary() -> None:
    """Ten of each kind are shown, failed files among the errors; the rest is listed, nothing else."""
    failed = CheckedFile(path="坏.docx", status="failed", error="坏.docx：打不开。")
    report = made_report(_many(12, 11, 3), files=[failed])
    rest = [(each.severity, each.at.line) for each in beyond_limits(report)]
    assert rest == [("error", 10), ("error", 11), ("error", 12), ("warning", 11)]
    shown = _commands(write_github(report, CHECKS, lang="zh"))
    assert len(shown) == 1 + 12 + 11 + 3 and MOST_SHOWN == 10
    said = write_summary(report, CHECKS, lang="zh")
    assert re.findall(r"^\| 第(\d+)行 \| (\S+) ", said, re.M) == [
        ("10", "错误"), ("11", "错误"), ("12", "错误"), ("11", "警告")
    ]  # fmt: skip
    assert "错误 12，警告 11，提示 3" in said and "坏.docx：打不开。" in said
    few = write_summary(made_report(_many(2, 2, 2)), CHECKS, lang="en")
    assert "Findings beyond" not in few and "2 errors, 2 warnings, 2 info" in few


def test_the_summary_stays_within_what_github_takes() -> None:
    """1 MiB a step; how many are left out is said."""
    findings = [
        made_finding(at=Place(line=number), message="很长的说明" * 200, fingerprint=str(number))
        for number in range(1, 1000)
    ]
    said = write_summary(made_report(findings), CHECKS, lang="zh")
    assert 800_000 < len(said.encode()) < 1024 * 1024
    left = re.search(r"另有 (\d+) 个问题，见日志", said)
    assert left and int(left[1]) + said.count("| 错误 | PLH001") + MOST_SHOWN == 999


# -- GitLab


def test_code_quality_report() -> None:
    """The keys that GitLab reads; failed files are blockers; a line is always named."""
    issues = json.loads(write_gitlab(mixed_report(), CHECKS, lang="zh"))
    assert all(
        set(issue) == {"description", "check_name", "fingerprint", "severity", "location"} for issue in issues
    )
    assert [issue["severity"] for issue in issues] == [
        "blocker", "blocker", "major", "minor", "major", "minor", "info", "info"
    ]  # fmt: skip
    assert [issue["location"]["lines"]["begin"] for issue in issues] == [1, 1, 7, 9, 1, 1, 1, 1]
    assert issues[2] == {
        "description": "PLH001 undecided-value: 还没有填写。 另见 第6行第3列 基期值：96.3%",
        "check_name": "PLH001",
        "fingerprint": issues[2]["fingerprint"],
        "severity": "major",
        "location": {"path": "草案/甲县.txt", "lines": {"begin": 7}},
    }
    assert issues[4]["description"].endswith("（第3页第12段的表格第2行第4格）")


def test_fingerprints_differ_over_the_report_and_not_over_time() -> None:
    """The same finding in two plans, or twice in one, has two; a line more above changes none."""
    twins = [made_finding(path=path) for path in ("甲.txt", "甲.txt", "乙.txt")]
    prints = [row["fingerprint"] for row in json.loads(write_gitlab(made_report(twins), CHECKS, lang="zh"))]
    assert len(set(prints)) == 3
    moved = [made_finding(path=each.path, at=Place(line=99)) for each in twins]
    again = json.loads(write_gitlab(made_report(moved), CHECKS, lang="en"))
    assert [row["fingerprint"] for row in again] == prints


# -- JUnit


def test_junit_suites_and_cases() -> None:
    """A suite a plan, a case a finding; a clean plan passes, a failed one is an error."""
    root = ElementTree.fromstring(write_junit(mixed_report(), CHECKS, lang="zh"))
    suites = {
        suite.get("name"): tuple(
            int(suite.get(key, "-1")) for key in ("tests", "failures", "errors", "skipped")
        )
        for suite in root
    }
    assert suites == {
        "草案/甲县.txt": (2, 2, 0, 0),
        "草案/丙县.pdf": (1, 0, 1, 0),
        "草案/乙县 送审,稿:1%.docx": (6, 4, 0, 2),
        "草案/丁县.txt": (1, 0, 0, 0),
        "没有.docx": (1, 0, 1, 0),
        "不再需要的条目": (1, 0, 0, 1),
    }
    assert [root.get(key) for key in ("tests", "failures", "errors", "skipped")] == ["12", "6", "2", "3"]
    case = root[0][0]
    assert (case.get("file"), case.get("line")) == ("草案/甲县.txt", "7")
    assert (case[0].get("type"), case[0].get("message")) == ("error", "还没有填写。")
    assert (case[0].text or "").splitlines() == [
        "草案/甲县.txt:7:3",
        "错误 PLH001 undecided-value",
        "还没有填写。",
        "原文：＞XX（万人）",
        "指标 I2",
        "另见 第6行第3列 基期值：96.3%",
    ]


def test_junit_names_are_unique_and_survive_edits() -> None:
    """GitLab drops the second of two cases of one name; a name does not depend on the line."""
    findings = [made_finding(at=Place(line=line), excerpt=words) for line, words in (
        (1, "＞XX"), (2, "＞XX"), (3, "＞XX (2)"), (4, "长" * 90), (5, "长" * 91),
    )]  # fmt: skip
    names = _names(findings)
    assert len(set(names)) == 5 and names[:2] == [
        "PLH001 undecided-value I2 ＞XX", "PLH001 undecided-value I2 ＞XX (2)"
    ]  # fmt: skip
    moved = [made_finding(at=Place(line=(each.at.line or 0) + 7), excerpt=each.excerpt) for each in findings]
    assert _names(moved) == names


def _names(findings: list[Finding]) -> list[str]:
    root = ElementTree.fromstring(write_junit(made_report(findings), CHECKS, lang="zh"))
    return [case.get("name", "") for case in root.iter("testcase")]


@pytest.mark.parametrize("words", ["]]>", "<![CDATA[", "&amp;&lt;", "\x00\x0b\ufffe\ud83d", "a\nb\tc", "\"'"])
def test_xml_holds_any_words(words: str) -> None:
    """What XML cannot hold is replaced, the rest comes back as it was, in one line."""
    finding = made_finding(message=words, excerpt=words, path=words)
    text = write_junit(made_report([finding], [Quote(words, 0, 1)]), CHECKS, lang="zh")
    message = next(ElementTree.fromstring(text).iter("failure")).get("message")
    allowed = re.sub("[\x00-\x1f\ufffe\ud83d]", "", words)
    assert message is not None and [char for char in message if char in allowed] == list(allowed)
    assert "\n" not in message
