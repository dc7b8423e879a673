"""All forms of a check report say the same: which checks, where, how many, and what failed."""

import io
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from plancmp.checks import load_checks
from plancmp.model.checkreport import CheckReport
from plancmp.model.language import Lang
from plancmp.report.findings.words import named_place, place_code, place_words, position, word
from plancmp.report.safe import shown, to_json
from plancmp.report.writing import FORMS, Form, write_findings
from tests.report.reports_for_tests import LANGS, corpus_report, hostile_report, made_report, mixed_report

Fact = tuple[str, str, str, str]
"""Path, place, code and severity of a finding, the place as the form gives it."""
CHECKS = load_checks()
REPORTS: dict[str, Callable[[], CheckReport]] = {
    "mixed": mixed_report,
    "corpus": corpus_report,
    "hostile": hostile_report,
    "empty": made_report,
}
_SEVERITIES = {"note": "info", "notice": "info", "major": "error", "minor": "warning"}


def _written(form: Form, report: CheckReport, lang: Lang = "zh") -> str:
    """A report in a form; of a workbook the text of its cells."""
    written = write_findings(form, report, CHECKS, lang=lang)
    if isinstance(written, str):
        return written
    cells = (cell.value for sheet in load_workbook(io.BytesIO(written)) for row in sheet for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None) + "\n"


def _expected(report: CheckReport, place: Callable[..., str], path: Callable[[str], str]) -> list[Fact]:
    """What a form must say, with its own way to give paths and places."""
    return [(path(each.path), place(each.at), each.code, each.severity) for each in report.findings]


def _line_only(at: object) -> str:
    return str(getattr(at, "line", None) or 1)


def _whole(text: str) -> str:
    """A path as JSON has it: only halves of a pair are replaced."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


# -- each form read back


def _from_json(text: str) -> list[Fact]:
    rows = json.loads(text)["findings"]
    return [(row["path"], _code(row["at"]), row["code"], row["severity"]) for row in rows]


def _from_jsonl(text: str) -> list[Fact]:
    rows = [json.loads(line) for line in text.splitlines()]
    found = [row for row in rows if row["type"] == "finding"]
    assert [row["type"] for row in rows] == sorted(
        (row["type"] for row in rows), key=("finding", "file", "summary").index
    )
    return [(row["path"], _code(row["at"]), row["code"], row["severity"]) for row in found]


def _code(at: dict[str, int | None]) -> str:
    if at["line"] is not None:
        return ":".join(str(at[key]) for key in ("line", "column") if at[key] is not None)
    cell = "".join(f"{sign}{at[key]}" for sign, key in (("r", "row"), ("c", "cell")) if at.get(key))
    outer = [f"{sign}{at[key]}" for sign, key in (("p", "page"), ("¶", "block")) if at[key]]
    return ":".join([*outer, *([cell] if cell else [])])


def _from_concise(text: str) -> list[Fact]:
    place = r"(?:p\d+|¶\d+|r\d+(?:c\d+)?|\d+)"
    pattern = re.compile(rf"(.*?)(?::({place}(?::{place})*))?: (\w{{3}}\d{{3}}) (\w+) ")
    found = [pattern.match(line) for line in text.splitlines() if ": failed" not in line]
    return [(each[1], each[2] or "", each[3], each[4]) for each in found if each]


def _from_sarif(text: str) -> list[Fact]:
    facts = []
    for run in json.loads(text)["runs"]:
        for result in run["results"]:
            (location,) = result["locations"]
            physical = location["physicalLocation"]
            uri = unquote(physical["artifactLocation"]["uri"], errors="surrogateescape")
            region = physical.get("region")
            if region is None:
                place = "".join(each["fullyQualifiedName"] for each in location.get("logicalLocations", ()))
                assert place in result["message"]["text"]
            else:
                place = ":".join(str(region[key]) for key in ("startLine", "startColumn") if key in region)
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
            severity = _SEVERITIES.get(result["level"], result["level"])
            facts.append((uri, place, result["ruleId"], severity))
    return facts


def _from_github(text: str) -> list[Fact]:
    facts = []
    for line in text.splitlines():
        command, properties, said = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()  # type: ignore[union-attr]
        held = dict(each.split("=", 1) for each in properties.split(","))
        code = held["title"].split(" ")[0]
        if not re.fullmatch(r"\w{3}\d{3}", code):
            continue
        place = ":".join(held[key] for key in ("line", "col") if key in held)
        if not place:
            found = re.search(r"（((?:[^（）]|（[^（）]*）)+)）$", said.split("%0A")[0])
            place = found[1] if found else ""
        facts.append((_unescaped(held["file"]), place, code, _SEVERITIES.get(command, command)))
    return facts


def _unescaped(text: str) -> str:
    for mark, escape in ((":", "%3A"), (",", "%2C"), ("%", "%25")):
        text = text.replace(escape, mark)
    return text


def _from_gitlab(text: str) -> list[Fact]:
    rows = [row for row in json.loads(text) if row["severity"] != "blocker"]
    return [
        (
            row["location"]["path"],
            str(row["location"]["lines"]["begin"]),
            row["check_name"],
            _SEVERITIES.get(row["severity"], row["severity"]),
        )
        for row in rows
    ]


def _from_junit(text: str) -> list[Fact]:
    facts = []
    for case in ElementTree.fromstring(text).iter("testcase"):
        for failure in case.iter("failure"):
            first = (failure.text or "").split("\n")[0]
            path = case.get("classname", "")
            assert first.startswith(path)
            facts.append(
                (path, first[len(path) :].lstrip(": "), case.get("name", "")[:6], failure.get("type", ""))
            )
    return facts


def _from_markdown(text: str, lang: Lang = "zh") -> list[Fact]:
    severities = {word(each, lang): each for each in ("error", "warning", "info")}
    facts, path = [], ""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    cells: list[str] = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h3":
            path = _plain(tokens[at + 1])
        elif token.type == "tr_open":
            cells = []
        elif token.type == "td_open":
            cells.append(_plain(tokens[at + 1]))
        elif token.type == "tr_close" and len(cells) == 5:
            facts.append((path, cells[0], cells[2].split(" ")[0], severities[cells[1]]))
    return facts


def _plain(token: object) -> str:
    """The words of a cell as a reader sees them."""
    children = getattr(token, "children", None) or []
    return "".join(child.content for child in children).replace("\u2060", "")


def _from_text(text: str, report: CheckReport) -> list[Fact]:
    """Heads of findings, looked for one after the other."""
    facts, at = [], 0
    lines = text.splitlines()
    for finding in report.findings:
        head = position(finding.path, finding.at, "zh")
        name = f"{word(finding.severity, 'zh')} {finding.code} {finding.title_in('zh')}"
        at = next(
            number
            for number in range(at, len(lines))
            if lines[number].startswith(head) and name in lines[number] + lines[number + 1]
        )
        facts.append((shown(finding.path), position("", finding.at, "zh"), finding.code, finding.severity))
        at += 1
    heads = sum(bool(re.search(r"(^|  )[!~i] (错误|警告|提示) \w{3}\d{3} ", line)) for line in lines)
    assert heads == len(report.findings)
    return facts


@pytest.mark.parametrize("name", REPORTS)
def test_every_form_has_all_findings_at_their_places(name: str) -> None:
    """Codes, places and severities are the same, in the order of the report."""
    report = REPORTS[name]()
    words = lambda at: place_words(at, "zh")  # noqa: E731
    by_line = lambda at: place_code(at) if at.line else words(at)  # noqa: E731
    one_line = lambda path: " ".join(shown(path).split())  # noqa: E731
    assert _from_json(_written("json", report)) == _expected(report, place_code, _whole)
    assert _from_jsonl(_written("jsonl", report)) == _expected(report, place_code, _whole)
    assert _from_gitlab(_written("gitlab", report)) == _expected(report, _line_only, _whole)
    assert _from_junit(_written("junit", report)) == _expected(report, by_line, shown)
    assert _from_text(_written("text", report), report) == _expected(
        report, lambda at: position("", at, "zh"), shown
    )
    markdown = [
        (one_line(each.path), named_place(each, "zh") or "全文", each.code, each.severity)
        for each in report.findings
    ]
    assert sorted(_from_markdown(_written("markdown", report))) == sorted(markdown)
    named = [
        (
            shown(each.path),
            place_code(each.at) if each.at.line else named_place(each, "zh"),
            each.code,
            each.severity,
        )
        for each in report.findings
    ]
    by_severity = sorted(named, key=lambda fact: ("error", "warning", "info").index(fact[3]))
    assert _from_github(_written("github", report)) == by_severity
    if name != "hostile":
        assert _from_concise(_written("concise", report)) == _expected(report, place_code, shown)
        assert _from_sarif(_written("sarif", report)) == _expected(report, by_line, str)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_names_the_files_that_failed(form: str, lang: Lang) -> None:
    """Path and reason; a failed file never looks like a clean one."""
    said = _written(form, mixed_report(), lang)
    assert "草案/丙县.pdf" in said and "先做文字识别" in said and "找不到文件" in said
    assert "没有.docx" in (unquote(said) if form == "sarif" else said).replace("\\", "")


@pytest.mark.parametrize("form", FORMS)
def test_forms_differ_by_language_only_in_words(form: str) -> None:
    """The same number of lines and of findings in both languages."""
    report = mixed_report()
    zh, en = (_written(form, report, lang) for lang in LANGS)
    assert zh.count("TXT004") == en.count("TXT004") >= 2
    if form in ("json", "jsonl"):
        assert zh == en
    if form == "concise":
        assert zh.count("\n") == en.count("\n") == 8


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_gives_the_same_bytes(form: Form, name: str) -> None:
    """No form depends on time, place or order of sets; all end with a line end."""
    first, second = (_written(form, REPORTS[name]()) for _ in range(2))
    assert first.encode("utf-8") == second.encode("utf-8")
    assert first.endswith("\n") or (not first and form in ("concise", "github"))


@pytest.mark.parametrize("form", FORMS)
def test_forms_load_late(form: Form) -> None:
    """Naming the forms loads none of them."""
    code = (
        "import sys; from plancmp.report.writing import FORMS; assert " + repr(form) + " in FORMS;"
        "print([n for n in sys.modules if n.startswith('plancmp.report.findings.') and n[24:] != 'forms'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# -- what comes from outside


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_a_terminal_obeys_gets_through(form: Form) -> None:
    """No control character but line ends, no turning of the order, nothing that is no text."""
    said = _written(form, hostile_report())
    odd = {char for char in said if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert odd <= ({"\n", "\u2060"} if form == "markdown" else {"\n"})
    said.encode("utf-8")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_words_can_be_written(words: str) -> None:
    """Every form takes any text in any field, and stays what it is."""
    report = hostile_report(words)
    for lang in LANGS:
        forms = {form: _written(form, report, lang) for form in FORMS}
        for said in forms.values():
            said.encode("utf-8")
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
        assert len(json.loads(forms["json"])["findings"]) == 2
        assert len(forms["jsonl"].splitlines()) == 5
        assert len(json.loads(forms["sarif"])["runs"][0]["results"]) == 2
        assert len(forms["concise"].splitlines()) == 3
        assert all(line.startswith(("::error ", "::warning ")) for line in forms["github"].splitlines())
        assert len(forms["github"].splitlines()) == 3
        assert len(json.loads(forms["gitlab"])) == 3
        root = ElementTree.fromstring(forms["junit"])
        assert [root.get(key) for key in ("failures", "errors", "skipped")] == ["2", "1", "2"]
        assert sorted(_from_markdown(forms["markdown"], lang))[0][2] in ("NUM001", "PLH001")
        assert len(_from_markdown(forms["markdown"], lang)) == 2


def test_json_keeps_what_is_written() -> None:
    """What is unseen is escaped, not lost."""
    report = hostile_report("\x1b[31m\u202e红\u2028\x9b")
    row = json.loads(_written("json", report))["findings"][0]
    assert row["excerpt"] == row["message"] == row["path"] == "\x1b[31m\u202e红\u2028\x9b"
    assert to_json({"a": "\u200b\ud83d"}, indent=None) == '{"a": "\\u200b\ufffd"}'
