"""A check report in counts alone: by plan, by check."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plancmp.model.checkreport import CheckReport
from plancmp.model.language import Lang
from plancmp.report.findings.words import code_table, failed_files, failure, plan_table, total_words
from plancmp.report.terminal.printing import aligned

if TYPE_CHECKING:
    from plancmp.checks.entries import Check


def write_statistics(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """Findings of each severity by plan, findings by check, files that failed, the sum."""
    plans = plan_table(report, lang)
    lines = [*aligned([plans.head, *plans.rows])]
    if report.findings:
        found = code_table(report, checks, lang)
        lines += ["", *aligned([found.head, *found.rows])]
    lines += ["", *(failure(file, lang) for file in failed_files(report)), total_words(report, lang)]
    return "\n".join(lines) + "\n"
