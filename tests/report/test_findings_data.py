"""JSON and Markdown of a check report: the keys that are promised; no markup of a plan gets through."""

import json
from collections.abc import Callable

import jsonschema
import pytest
from markdown_it import MarkdownIt

from plancmp.checks import load_checks
from plancmp.model.checkreport import CheckReport
from plancmp.model.finding import Related
from plancmp.model.language import Lang
from plancmp.model.place import Place
from plancmp.report.findings.data import findings_schema, write_json, write_jsonl
from plancmp.report.findings.markdown import write_markdown
from plancmp.report.markdown import escaped
from tests.report.reports_for_tests import (
    HOSTILE,
    LANGS,
    corpus_report,
    hostile_report,
    made_finding,
    made_report,
    mixed_report,
)

CHECKS = load_checks()
REPORTS: list[Callable[[], CheckReport]] = [mixed_report, corpus_report, hostile_report, made_report]


class Elsewhere(Related, frozen=True, omit_defaults=True, kw_only=True):
    """A related place in another plan."""

    path: str | None = None


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("lang", LANGS)
def test_json_fits_its_schema(report: Callable[[], CheckReport], lang: Lang) -> None:
    """Over real runs and odd ones; the schema itself is one, and refuses what is not ours."""
    schema = findings_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    data = json.loads(write_json(report(), CHECKS, lang=lang))
    jsonschema.validate(data, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "other": 1}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({key: value for key, value in data.items() if key != "findings"}, schema)


def test_json_has_the_promised_keys() -> None:
    """`at` and `related` are always there; row, cell and error where known."""
    data = json.loads(write_json(mixed_report(), CHECKS, lang="zh"))
    assert list(data) == ["plancmp", "findings", "files", "summary", "put_aside", "unused"]
    assert (data["plancmp"], data["summary"]) == (1, {"error": 2, "warning": 2, "info": 2})
    assert data["put_aside"] == {"baseline": 3, "accepted": 2}
    assert data["findings"][0] == {
        "code": "PLH001",
        "name": "undecided-value",
        "severity": "error",
        "message": "还没有填写。",
        "path": "草案/甲县.txt",
        "at": {"line": 7, "column": 3, "end_column": 6, "page": None, "block": None},
        "excerpt": "＞XX",
        "indicator": "I2",
        "related": [
            {
                "message": "基期值",
                "at": {
                    "line": 6,
                    "column": 3,
                    "end_column": 8,
                    "page": None,
                    "block": 3,
                    "row": 2,
                    "cell": 3,
                },
                "excerpt": "96.3%",
            }
        ],
        "fingerprint": "0123456789abcdef",
    }
    assert data["findings"][4]["related"] == [] and data["findings"][4]["indicator"] is None
    assert data["files"][1] == {
        "path": "草案/丙县.pdf",
        "status": "failed",
        "not_checked": [],
        "error": "草案/丙县.pdf：没有文字层。先做文字识别。",
    }
    assert data["files"][3] == {"path": "草案/丁县.txt", "status": "checked", "not_checked": []}
    assert data["unused"][0]["line"] == 4


def test_json_names_the_plan_of_a_related_place() -> None:
    """Where it is another one than the plan of the finding."""
    asides = [
        Elsewhere(message="上位规划", at=Place(line=3), path="省级.txt"),
        Elsewhere(message="基期值", at=Place(line=3), path="草案/甲县.txt"),
    ]
    data = json.loads(write_json(made_report([made_finding(related=asides)]), CHECKS, lang="zh"))
    jsonschema.validate(data, findings_schema())
    assert [each.get("path") for each in data["findings"][0]["related"]] == ["省级.txt", None]


def test_json_lines_are_the_json_in_pieces() -> None:
    """The same objects, each with its type first."""
    report = mixed_report()
    data = json.loads(write_json(report, CHECKS, lang="zh"))
    lines = [json.loads(line) for line in write_jsonl(report, CHECKS, lang="zh").splitlines()]
    assert all(next(iter(line)) == "type" for line in lines)
    kinds = {
        kind: [dict(line) for line in lines if line["type"] == kind]
        for kind in ("finding", "file", "summary")
    }
    for rows in kinds.values():
        for row in rows:
            del row["type"]
    assert kinds["finding"] == data["findings"] and kinds["file"] == data["files"]
    assert kinds["summary"] == [{key: data[key] for key in ("plancmp", "summary", "put_aside", "unused")}]
    assert len(lines) == 6 + 5 + 1


# -- Markdown


@pytest.mark.parametrize("lang", LANGS)
def test_no_markup_of_a_plan_gets_through(lang: Lang) -> None:
    """No tag but our line breaks, no link, image or code; tables keep their columns."""
    for report in (hostile_report(), mixed_report(), corpus_report(lang)):
        text = write_markdown(report, CHECKS, lang=lang)
        tokens = MarkdownIt("commonmark").enable("table").parse(text)
        inner = [child for token in tokens for child in token.children or ()]
        assert not any(token.type in ("html_block", "fence", "code_block") for token in tokens)
        tags = {child.content for child in inner if child.type == "html_inline"}
        assert tags <= {"<br>"}
        assert {child.type for child in inner} <= {"text", "html_inline", "text_special"}
        headings = [token.tag for token in tokens if token.type == "heading_open"]
        assert headings.count("h1") == 1
        rows = [line for line in text.splitlines() if line.startswith("| ")]
        assert {line.replace("\\|", "").count("|") for line in rows} <= {5, 6}


def test_bare_addresses_and_mentions_are_broken() -> None:
    """Services make links of them without any markup; a percentage stays as it is."""
    text = escaped("http://a.example www.b.example c@d.example @name #12 !3 GH-4 $5 ~x &6 %7")
    for link in ("://", "www.", "c@d", "@n", "#1", "!3", "GH-4", "$5", "~x", "&6", "%7"):
        assert link not in text.replace("\\", "")
    assert text.replace("\u2060", "").replace("\\", "") == (
        "http://a.example www.b.example c@d.example @name #12 !3 GH-4 $5 ~x &6 %7"
    )
    assert escaped("达到98%左右，＞95%（5%～6%）") == "达到98%左右，＞95%（5%～6%）"
    assert escaped("3#楼") == "3\\#楼"


def test_markdown_says_what_the_hostile_words_were() -> None:
    """Read as Markdown, the words come back, but for what is unseen."""
    report = made_report([made_finding(message="甲|乙 <b>丙</b> `丁` [戊](己) *庚* \\辛 # 壬")])
    tokens = MarkdownIt("commonmark").enable("table").parse(write_markdown(report, CHECKS, lang="zh"))
    cells = ["".join(child.content for child in token.children or ()) for token in tokens if token.children]
    assert "甲|乙 <b>丙</b> `丁` [戊](己) *庚* \\辛 # 壬" in cells
    assert "\x1b" in HOSTILE and "\x1b" not in write_markdown(hostile_report(), CHECKS, lang="zh")


def test_markdown_of_a_clean_run_is_short() -> None:
    """A title and one line."""
    assert (
        write_markdown(made_report(), CHECKS, lang="en")
        == "# Check of plans\n\n0 plans checked, nothing found.\n"
    )
