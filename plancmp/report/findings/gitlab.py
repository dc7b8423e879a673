"""A check report as a code quality report of GitLab: a list of findings, files that failed among them."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from plancmp.model.checkreport import CheckReport
from plancmp.model.finding import Finding, Severity
from plancmp.model.language import Lang
from plancmp.report.findings.words import failed_files, failure, see_also, without_line
from plancmp.report.safe import shown, to_json

if TYPE_CHECKING:
    from plancmp.checks.entries import Check

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def write_gitlab(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """The report as JSON with a line end. GitLab shows the description alone, so it says all."""
    prints = _Fingerprints()
    issues = [
        _issue("plancmp", failure(file, lang), prints.of(file.path, "failed"), "blocker", file.path, 1)
        for file in failed_files(report)
    ]
    issues += [
        _issue(
            finding.code,
            _description(finding, lang),
            prints.of(finding.path, finding.fingerprint),
            _SEVERITIES[finding.severity],
            finding.path,
            # A line must be named; without lines it is the first, and the place is in the description.
            finding.at.line or 1,
        )
        for finding in report.findings
    ]
    return to_json(issues) + "\n"


def _description(finding: Finding, lang: Lang) -> str:
    said = [f"{finding.code} {finding.title_in(lang)}: {finding.message}{without_line(finding, lang)}"]
    said += [see_also(finding, related, lang) for related in finding.related]
    return " ".join(map(shown, said))


def _issue(
    check: str, description: str, fingerprint: str, severity: str, path: str, line: int
) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": check,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path.replace("\\", "/").removeprefix("./"), "lines": {"begin": line}},
    }


class _Fingerprints:
    """Fingerprints that differ all over a report: GitLab drops the second of two that are the same."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def of(self, path: str, fingerprint: str) -> str:
        """Of plan and finding; the second of the same kind is numbered."""
        self._seen[path, fingerprint] += 1
        text = f"{path}\n{fingerprint}\n{self._seen[path, fingerprint]}"
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]
