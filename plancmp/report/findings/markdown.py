"""A check report as Markdown for a pull request or a mail: figures first, then a table a plan."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from plancmp.model.checkreport import CheckReport
from plancmp.model.finding import Finding
from plancmp.model.language import Lang
from plancmp.report.findings.words import (
    Table,
    aside_words,
    code_table,
    named_place,
    plan_table,
    remarks,
    see_also,
    total_words,
    word,
)
from plancmp.report.markdown import cells_of, escaped, table_of

if TYPE_CHECKING:
    from plancmp.checks.entries import Check

_LARGEST_SUMMARY = 900_000
"""Bytes; GitHub takes up to 1 MiB for the summary of a step."""


def write_markdown(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """The report as GitHub-flavoured Markdown."""
    parts = _head(report, checks, lang)
    if report.findings:
        parts += [f"## {word('findings', lang)}", *_findings(report.findings, lang)]
    parts += _rest(report, lang)
    return "\n\n".join(parts) + "\n"


def write_overview(
    report: CheckReport, checks: "Sequence[Check]", *, lang: Lang, listed: Sequence[Finding]
) -> str:
    """Figures, what failed, and some of the findings; as many as the summary of a job can take."""
    head, rest = _head(report, checks, lang), list(_rest(report, lang))
    size = len("\n\n".join((*head, *rest)).encode("utf-8", "replace"))
    kept: list[Finding] = []
    for finding in listed:
        size += len(cells_of(_row(finding, lang)).encode("utf-8", "replace")) + len(finding.path) + 1
        if size > _LARGEST_SUMMARY:
            break
        kept.append(finding)
    parts = [*head, *rest]
    if kept:
        parts += [f"## {word('beyond', lang)}", *_findings(kept, lang)]
    if len(kept) < len(listed):
        left = len(listed) - len(kept)
        parts.append(f"另有 {left} 个问题，见日志。" if lang == "zh" else f"{left} more are in the log.")
    return "\n\n".join(parts) + "\n"


def _head(report: CheckReport, checks: "Sequence[Check]", lang: Lang) -> list[str]:
    """Title, sum, and the tables by plan and by check."""
    parts = [f"# {word('report', lang)}", total_words(report, lang)]
    aside = aside_words(report, lang)
    if aside:
        parts.append(aside)
    if not report.findings:
        return parts
    plans = plan_table(report, lang)
    if len(plans.rows) > 1:
        parts += [f"## {word('by-plan', lang)}", _escaped_table(plans)]
    return [*parts, f"## {word('by-check', lang)}", _escaped_table(code_table(report, checks, lang))]


def _escaped_table(table: Table) -> str:
    return table_of(table.head, [map(escaped, row) for row in table.rows])


def _findings(findings: Iterable[Finding], lang: Lang) -> Iterator[str]:
    """A heading and a table a plan."""
    plans: dict[str, list[Finding]] = {}
    for finding in findings:
        plans.setdefault(finding.path, []).append(finding)
    head = [word(code, lang) for code in ("place", "severity", "check", "message", "excerpt")]
    for path, held in plans.items():
        yield f"### {escaped(path)}"
        yield table_of(head, [_row(finding, lang) for finding in held])


def _row(finding: Finding, lang: Lang) -> list[str]:
    """Place, severity, check, message with related places, words."""
    message = escaped(finding.message)
    for related in finding.related:
        message += f"<br>{escaped(see_also(finding, related, lang))}"
    return [
        named_place(finding, lang) or word("whole-plan", lang),
        word(finding.severity, lang),
        f"{escaped(finding.code)} {escaped(finding.title_in(lang))}",
        message,
        escaped(finding.excerpt),
    ]


def _rest(report: CheckReport, lang: Lang) -> Iterator[str]:
    """Files that failed, what was not checked, entries no longer needed."""
    for title, lines in remarks(report, lang):
        if lines:
            yield f"## {word(title, lang)}"
            yield "\n".join(f"- {escaped(line)}" for line in lines)
