"""A check report as CSV: one line a finding, then one for each file that could not be checked."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from plancmp.model.checkreport import CheckReport
from plancmp.model.language import Lang
from plancmp.report.csvform import write_csv
from plancmp.report.findings.words import place_words, quoted, related_words
from plancmp.report.safe import shown

if TYPE_CHECKING:
    from plancmp.checks.entries import Check

COLUMNS = ("path", "status", "code", "name", "severity", "place", "line", "column", "page", "message",
           "excerpt", "context", "related", "fingerprint")  # fmt: skip


def write_rows(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """The report as CSV with `COLUMNS`."""
    return write_csv(([_plain(each) for each in row] for row in find_rows(report, lang)), COLUMNS)


def _plain(value: object) -> object:
    """A text as one line that is safe to show."""
    return shown(value) if isinstance(value, str) else value


def find_rows(report: CheckReport, lang: Lang) -> Iterator[tuple[object, ...]]:
    """The values of `COLUMNS`, findings in their order; messages are in the language of the run."""
    for finding, quote in quoted(report):
        at = finding.at
        yield (
            finding.path, "checked", finding.code, finding.name, finding.severity, place_words(at, lang),
            at.line, at.column, at.page, finding.message, finding.excerpt,
            quote.text if quote else None,
            "；".join(related_words(finding, each, lang) for each in finding.related), finding.fingerprint,
        )  # fmt: skip
    for file in report.files:
        if file.error is not None:
            yield (file.path, file.status, *[None] * 7, file.error, *[None] * 4)
