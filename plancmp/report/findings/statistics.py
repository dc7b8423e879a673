"""A check report in counts alone: by plan, by check."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plancmp.model.checkreport import CheckReport
from plancmp.model.language import Lang
from plancmp.report.findings.words import (
    SEVERITIES,
    by_code,
    by_plan,
    failed_files,
    failure,
    shown,
    total_words,
    word,
)
from plancmp.text.width import display_width

if TYPE_CHECKING:
    from plancmp.checks.entries import Check


def write_statistics(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """Findings of each severity by plan, findings by check, files that failed, the sum."""
    plans = [
        (shown(path), *(str(count[each]) for each in SEVERITIES)) for path, count in by_plan(report).items()
    ]
    codes = [(code, str(count), name, title) for code, count, name, title in by_code(report, checks, lang)]
    lines = _columns((word("plan", lang), *(word(each, lang) for each in SEVERITIES)), plans)
    if codes:
        head = [word(each, lang) for each in ("code", "count", "name", "title")]
        lines += ["", *_columns(head, codes)]
    lines += ["", *(failure(file, lang) for file in failed_files(report)), total_words(report, lang)]
    return "\n".join(lines) + "\n"


def _columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows below their head, each column as wide as its longest cell."""
    table = [head, *rows]
    widths = [max(display_width(row[at]) for row in table) for at in range(len(head))]
    return [
        "  ".join(
            cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in table
    ]
