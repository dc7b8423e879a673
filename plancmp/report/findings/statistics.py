"""A check report in counts alone: by plan, by check."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plancmp.model.checkreport import CheckReport
from plancmp.model.language import Lang
from plancmp.report.findings.words import Table, code_table, failed_files, failure, plan_table, total_words
from plancmp.text.width import display_width

if TYPE_CHECKING:
    from plancmp.checks.entries import Check


def write_statistics(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """Findings of each severity by plan, findings by check, files that failed, the sum."""
    lines = _columns(plan_table(report, lang))
    if report.findings:
        lines += ["", *_columns(code_table(report, checks, lang))]
    lines += ["", *(failure(file, lang) for file in failed_files(report)), total_words(report, lang)]
    return "\n".join(lines) + "\n"


def _columns(table: Table) -> list[str]:
    """Rows below their head, each column as wide as its longest cell."""
    rows = [table.head, *table.rows]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
