"""Findings on a page: plan by plan, each with the words in their text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from pathlib import PurePath

from plancmp.model.checkreport import CheckReport, Quote
from plancmp.model.finding import Finding
from plancmp.model.language import Lang
from plancmp.report.findings.words import (
    around,
    failed_files,
    failure,
    part_words,
    place_words,
    quoted,
    see_also,
)
from plancmp.report.findings.words import word as finding_word
from plancmp.report.page.markup import Child, Element, as_html, both, entry, later, said, tag

_SIGNS = {"error": "✖", "warning": "!", "info": "i"}
_MOST, _LEAST = 300, 8
"""Findings on paper in all, and of each plan at least."""


def findings(report: CheckReport, plans: Mapping[str, int]) -> list[Element]:
    """All findings by plan, then what could not be checked. `plans` are the numbers of the plans by path."""
    titles = {file.path: file.title for file in report.files}
    shown = dict(zip(titles, without_common(list(titles)), strict=True))
    heads = {
        path: as_html(
            tag("h3", titles.get(path) or "", tag("span", f" {shown[path]} · {count}", class_="faint"))
        )
        for path, count in Counter(finding.path for finding in report.findings).items()
    }
    entries = [
        entry(
            _finding(number, finding, quote),
            id=f"f{number}",
            code=finding.code,
            plan=plans.get(finding.path),
            group=heads[finding.path],
        )
        for number, (finding, quote) in enumerate(quoted(report), 1)
    ]
    paper = max(_LEAST, _MOST // max(len(heads), 1))
    parts = [later(tag("div"), "div", entries, paper=paper) if entries else tag("p", said("none-found"))]
    parts += [
        tag(
            "p",
            tag("span", _SIGNS["error"], class_="sign error"),
            both(failure(file, "zh"), failure(file, "en")),
        )
        for file in failed_files(report)
    ]
    skipped = [f"{shown[file.path]}：{said_}" for file in report.files for said_ in file.not_checked]
    if skipped:
        title = both(finding_word("not-checked", "zh"), finding_word("not-checked", "en"))
        parts.append(tag("details", tag("summary", title), _list(skipped)))
    return parts


def without_common(paths: Sequence[str]) -> list[str]:
    """Paths without the folder that all of them are in."""
    parts = [PurePath(path).parts for path in paths]
    folders = zip(*(each[:-1] for each in parts), strict=False)
    common = len(list(takewhile(lambda names: len(set(names)) == 1, folders)))
    return ["/".join(each[common:]) for each in parts]


def _list(lines: Iterable[str]) -> Element:
    return tag("ul", (tag("li", line) for line in lines))


def _finding(number: int, finding: Finding, quote: Quote | None) -> Element:
    """One finding: what, where, and its words marked in the text around them."""
    level = both(finding_word(finding.severity, "zh"), finding_word(finding.severity, "en"))
    named = both(finding.title_in("zh"), finding.title_in("en"))
    where = both(_where(finding, "zh"), _where(finding, "en"))
    related: list[Child] = [
        tag("p", both(see_also(finding, each, "zh"), see_also(finding, each, "en")), class_="faint")
        for each in finding.related
    ]
    return tag(
        "article",
        tag(
            "p",
            tag("span", _SIGNS[finding.severity], class_=f"sign {finding.severity}", aria_hidden="true"),
            tag("a", finding.code, " ", named, href=f"#f{number}", class_="code"),
            tag("span", " · ", level, " · ", where, class_="faint"),
        ),
        tag("p", both(finding.message_in("zh"), finding.message_in("en"))),
        _quote(finding, quote),
        related,
        id=f"f{number}",
        class_="finding",
        data_code=finding.code,
        data_severity=finding.severity,
    )


def _where(finding: Finding, lang: Lang) -> str:
    """The place of a finding: as a file counts, and in the plan's own terms."""
    said = place_words(finding.at, lang) or finding_word("whole-plan", lang)
    return " · ".join(filter(None, (said, part_words(finding, lang))))


def _quote(finding: Finding, quote: Quote | None) -> Element | None:
    """The words, in their text where it is known."""
    if quote is None:
        return tag("blockquote", tag("mark", finding.excerpt)) if finding.excerpt.strip() else None
    before, words, after = around(quote)
    return tag("blockquote", before, tag("mark", words), after)


def codes(report: CheckReport) -> list[str]:
    """The codes that found something, in order."""
    return sorted({finding.code for finding in report.findings})
