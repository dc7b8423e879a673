"""The page: the same figures as the JSON, nothing from elsewhere, nothing that a plan says runs."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from msgspec.structs import replace

from plancmp import Options, check, diff, extract_bytes
from plancmp.model.checkreport import CheckedFile, CheckReport, Summary
from plancmp.model.comparison import Comparison
from plancmp.report.diff.data import write_json
from plancmp.report.dossier import Dossier
from plancmp.report.page.writing import write_page
from tests.compare.plans import plan

CORPUS = Path(__file__).parents[2] / "corpus"
HOSTILE = "<script>alert(1)</script>]]>--><img src=x onerror=alert(2)>"


def _page(comparison: Comparison | None = None, report: CheckReport | None = None) -> html.HtmlElement:
    """The page with the entries of its long lists made."""
    text = write_page(Dossier(comparison=comparison, report=report), lang="zh")
    page = html.document_fromstring(text)
    for holder in page.xpath("//*[@data-later]"):
        for entry in _entries(holder):
            if "html" in entry:
                holder.append(html.fragment_fromstring(entry["html"]))
    return page


def _entries(holder: html.HtmlElement) -> list[dict[str, Any]]:
    """The entries of a long list as they stand in the page."""
    (data,) = holder.xpath("./script[@type='application/json']/text()")
    assert "<" not in data
    entries: list[dict[str, Any]] = json.loads(data)
    return entries


def _scripts(page: html.HtmlElement) -> list[html.HtmlElement]:
    """What a browser would run."""
    scripts: list[html.HtmlElement] = page.xpath("//script[not(@type='application/json')]")
    return scripts


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Plans of the corpus side by side."""
    return diff(sorted(CORPUS.glob("*.txt"))[:4])


def _report(paths: list[Path]) -> CheckReport:
    """The findings on some drafts, without their quotes."""
    found = tuple(each for path in paths for each in check(path, Options()))
    files = tuple(CheckedFile(path=str(path), status="checked") for path in paths)
    return CheckReport(findings=found, files=files, summary=Summary(warning=len(found)))


def test_the_matrix_is_that_of_the_json(comparison: Comparison) -> None:
    """Every row, cell, value and verdict, in the order of the JSON."""
    rows = json.loads(write_json(comparison))["indicators"]
    shown = _entries(_page(comparison).xpath("//table[@id='matrix']")[0])
    assert len(rows) == len(shown) > 10
    for row, line in zip(rows, shown, strict=True):
        assert (line["row"], line["verdict"]) == (row["row"], row["verdict"])
        held = [(at, cell) for at, cell in enumerate(row["cells"]) if cell is not None]
        for (at, cell), (plan_, text, _, _, figure, indicator) in zip(held, line["cells"], strict=True):
            target = cell.get("target") or {}
            assert (plan_, indicator) == (at, cell["indicator"])
            said = " ".join(target.get("text", "").split())
            # The head of the row names the unit; 100 and 100% stand alike beside each other.
            assert text == (said.replace(row.get("unit") or " ", "") or "—")
            if target.get("kind") == "number" and target["state"] == "stated":
                assert figure == target["value"]


def test_each_indicator_can_be_linked_to(comparison: Comparison) -> None:
    """Ids stand once, and every link of the page leads to one."""
    page = _page(comparison, _report(sorted(CORPUS.glob("*.txt"))[:2]))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [href.removeprefix("#") for href in page.xpath("//a/@href")]
    assert set(links) <= set(ids) and len(links) > 20


def test_nothing_comes_from_elsewhere(comparison: Comparison) -> None:
    """No address of anything; the policy lets the page run its own style and script only."""
    page = _page(comparison)
    assert not page.xpath("//@src | //link | //iframe | //object | //form | //*[@style]")
    assert all(href.startswith("#") for href in page.xpath("//@href"))
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for name in ("style", "script"):
        (text,) = page.xpath(f"//{name}[not(@type)]/text()")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_what_a_plan_says_is_text() -> None:
    """Tags, ends of comments and handlers in names and values stay words."""
    records = [plan(["入学率 | 1 | 2 | 预期性"], place=place) for place in ("青禾县", "白水县")]
    records = [
        replace(each, indicators=tuple(replace(row, name=HOSTILE) for row in each.indicators))
        for each in records
    ]
    page = _page(diff(records))
    assert len(_scripts(page)) == 1 and not page.xpath("//img | //*[@onerror]")
    assert [entry["name"] for entry in _entries(page.xpath("//table[@id='matrix']")[0])] == [HOSTILE]


def test_what_a_draft_says_in_a_finding_is_text() -> None:
    """The words of a finding and the path of its file."""
    record = extract_bytes(
        f"青禾县“十五五”教育规划\n一、总体要求\n建成XX所{HOSTILE}学校。\n".encode(), HOSTILE
    )
    assert record.source.path == HOSTILE
    report = CheckReport(files=(CheckedFile(path=HOSTILE, status="failed", error=HOSTILE),))
    page = _page(report=report)
    assert len(_scripts(page)) == 1 and "alert(2)" in page.text_content()


def test_both_languages_stand_in_the_page(comparison: Comparison) -> None:
    """Each title in both; marked by language, so that one is seen and a screen reader speaks it right."""
    page = _page(comparison)
    for title in page.xpath("//h2"):
        assert [span.get("lang") for span in title.xpath("span")] == ["zh", "en"]
        zh, en = (span.text_content() for span in title.xpath("span"))
        assert zh and en.isascii()


def test_what_is_known_of_no_plan_has_no_column() -> None:
    """Of two plans whose stage is not said, the overview does not speak."""
    known = [plan(["入学率 | 1 | 2 | 预期性"], place=place) for place in ("青禾县", "白水县")]
    unknown = [replace(each, plan=replace(each.plan, stage=None)) for each in known]
    shown = (
        _page(diff(each)).xpath("//section[@id='overview']//*[@class='stage']") for each in (known, unknown)
    )
    assert [len(each) for each in shown] == [3, 0]


def test_colour_never_stands_alone(comparison: Comparison) -> None:
    """Whatever stands out has a sign, and words for who cannot see it."""
    (table,) = _page(comparison).xpath("//table[@id='matrix']")
    words = json.loads(table.get("data-words"))
    marked = [cell for entry in _entries(table) for cell in entry["cells"] if cell[2]]
    assert marked and all(sign and all(words[f"mark-{mark}"]) for _, _, mark, sign, *_ in marked)


def test_a_picture_for_plans_that_measure_alike() -> None:
    """Two figures of one measure are drawn; words, and different measures, are not."""
    drawn = diff([plan(["入学率 | 90% | ≥95% | 预期性"], place=place) for place in ("青禾县", "白水县")])
    told = diff([plan(["入学率 | 90% | 明显提高 | 预期性"], place=place) for place in ("青禾县", "白水县")])
    picture = _page(drawn).xpath("//*[local-name()='svg']")
    assert len(picture) == 1
    assert (
        len(picture[0].xpath(".//*[@class='to']")) == 2 and len(picture[0].xpath(".//*[@class='way']")) == 2
    )
    assert picture[0].xpath(".//*[local-name()='text']/text()")[1] == "90 → ≥95"
    assert not _page(told).xpath("//*[local-name()='svg']")
    # A few pictures are seen at once; what has none is opened by hand.
    opened = [page.xpath("//details[@class='indicator']/@open") for page in (_page(drawn), _page(told))]
    assert opened == [["open"], []]


def test_findings_alone() -> None:
    """A page of findings has each with its code, message and words."""
    report = _report(sorted(CORPUS.glob("*.txt"))[:3])
    shown = _page(report=report).xpath("//article")
    assert len(shown) == len(report.findings) > 5
    for finding, article in zip(report.findings, shown, strict=True):
        assert article.get("data-code") == finding.code
        assert finding.message in article.text_content()
        titles = article.xpath(".//a[@class='code']/span/text()")
        assert titles == [finding.title_in("zh"), finding.title_in("en")] and finding.name not in titles


def test_the_same_input_gives_the_same_page(comparison: Comparison) -> None:
    """No clock and no chance in it."""
    first, second = (write_page(Dossier(comparison=comparison), lang="en") for _ in range(2))
    assert first == second and first.startswith("<!doctype html>") and '<html lang="en">' in first
