"""A check report with a line a finding, for editors and `grep`: `path:line:col: CODE severity message`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plancmp.model.checkreport import CheckReport
from plancmp.model.finding import Finding
from plancmp.model.language import Lang
from plancmp.report.findings.words import failed_files, place_code
from plancmp.report.safe import shown

if TYPE_CHECKING:
    from plancmp.checks.entries import Check


def write_concise(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """A line for each finding, then one for each file that failed; nothing for a clean run.

    Severities are the English words in both languages, as editors look for them. Where a format has no
    lines the place is `p3:¶12:r2c4`: page, paragraph, row and cell of its table.
    """
    lines = [_line(finding) for finding in report.findings]
    lines += [
        f"{shown(file.path)}: failed {shown(file.error or '')}".rstrip() for file in failed_files(report)
    ]
    return "".join(f"{line}\n" for line in lines)


def _line(finding: Finding) -> str:
    place = place_code(finding.at)
    where = f"{shown(finding.path)}:{place}" if place else shown(finding.path)
    return f"{where}: {finding.code} {finding.severity} {shown(finding.message)}"
