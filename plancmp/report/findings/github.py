"""A check report as workflow commands of GitHub Actions, and as the job summary for what they leave unseen.

GitHub shows ten annotations of each kind a step. Files that failed and errors come first, and what is beyond
the ten is in the summary of the job.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plancmp.model.checkreport import CheckReport
from plancmp.model.finding import Finding, Severity
from plancmp.model.language import Lang
from plancmp.report.findings.words import SEVERITIES, failed_files, see_also, without_line, word
from plancmp.report.safe import shown

if TYPE_CHECKING:
    from plancmp.checks.entries import Check

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
MOST_SHOWN = 10
"""Annotations of one kind that GitHub shows for a step."""


def write_github(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """One command a line, nothing else: failed files, errors, warnings, notices."""
    lines = []
    for file in failed_files(report):
        properties = {"file": file.path, "title": word("failed-file", lang)}
        lines.append(_command("error", properties, file.error or word("failed-file", lang)))
    lines += [_annotation(finding, lang) for finding in in_order(report)]
    return "".join(f"{line}\n" for line in lines)


def in_order(report: CheckReport) -> list[Finding]:
    """The findings by severity, each kind in the order of the report."""
    return sorted(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))


def beyond_limits(report: CheckReport) -> list[Finding]:
    """The findings that GitHub does not show as annotations."""
    left: dict[Severity, int] = dict.fromkeys(SEVERITIES, MOST_SHOWN)
    left["error"] -= len(failed_files(report))
    beyond = []
    for finding in in_order(report):
        left[finding.severity] -= 1
        if left[finding.severity] < 0:
            beyond.append(finding)
    return beyond


def write_summary(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """The job summary in Markdown: figures, files that failed, and the findings beyond the annotations."""
    from plancmp.report.findings.markdown import write_overview

    return write_overview(report, checks, lang=lang, listed=beyond_limits(report))


def _annotation(finding: Finding, lang: Lang) -> str:
    at = finding.at
    properties = {"file": finding.path}
    if at.line is not None:
        properties["line"] = str(at.line)
        if at.column is not None:
            properties["col"] = str(at.column)
            if at.end_column is not None:
                # GitHub's last column is still part of the words: without one it is the first column.
                properties["endColumn"] = str(max(at.end_column - 1, at.column))
    properties["title"] = f"{finding.code} {finding.title_in(lang)}"
    lines = [finding.message + without_line(finding, lang)]
    lines += [see_also(finding, related, lang) for related in finding.related]
    return _command(_COMMANDS[finding.severity], properties, *lines)


def _command(name: str, properties: dict[str, str], *lines: str) -> str:
    """A command on one line, whatever its words hold."""
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {said}::" + "%0A".join(shown(line).replace("%", "%25") for line in lines)


def _property(value: str) -> str:
    """A value of a property: the marks that end one are escaped."""
    return shown(value).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
