"""Findings written into a copy of the plan that they are about (`--annotate`), or mended there (`--fix`)."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plancmp.cli.checking import Job, check_one
from plancmp.cli.language import chosen, say, tell
from plancmp.cli.writing import write_whole
from plancmp.model.checkreport import CheckReport, Quote
from plancmp.model.comparison import Comparison
from plancmp.model.document import Document, Format
from plancmp.model.errors import PlancmpError
from plancmp.model.finding import Finding
from plancmp.rulepacks.messages import worded
from plancmp.sources.formats import FORMATS, FormatRow, find_format
from plancmp.sources.reading import naming, read_bytes, read_file

if TYPE_CHECKING:
    from plancmp.report.marks import Kind, Mark

_WRITTEN = ("docx", "pdf", "text", "markdown")
"""Formats that a copy can be written in; others become a .docx where LibreOffice reads them."""


class Source(NamedTuple):
    """The plan that a copy is made of."""

    name: str
    data: bytes
    form: Format
    document: Document


def write_annotated(report: CheckReport, jobs: Sequence[Job], output: Path) -> None:
    """Write a copy of the one plan that was checked, with its findings at their words."""
    from plancmp.report.marks import marks_of

    found = _found(report, jobs, output, "--annotate")
    if found is None:
        return
    source, findings, quotes = found
    marks = marks_of(findings, quotes, source.document, report.files[0].title, chosen())
    _write_marks(source, marks, "check", output)


def _write_marks(source: Source, marks: "Sequence[Mark]", kind: "Kind", output: Path) -> None:
    """Write a copy with marks, and say how many there are."""
    from plancmp.report.marked.writing import write_marked

    with naming(source.name):
        data = write_marked(source.form, source.data, source.document, marks, kind, chosen())
    write_whole(output, data)
    tell(say(f"{output}：批注 {len(marks)} 条", f"{output}: comments: {len(marks)}"))


def write_fixed(report: CheckReport, jobs: Sequence[Job], output: Path) -> None:
    """Write a copy of the one plan that was checked, in which what is sure is mended; say what was not."""
    from plancmp.report.marked.writing import write_changed

    found = _found(report, jobs, output, "--fix")
    if found is None:
        return
    source, findings, quotes = found
    groups = [() if quote is None else quote.changes for quote in quotes]
    with naming(source.name):
        data, done, difference = write_changed(source.form, source.data, source.document, groups)
    write_whole(output, data)
    if difference:
        sys.stderr.write(f"--- {source.name}\n+++ {output}\n{difference}")
    mended = _counted(each.code for each, is_done in zip(findings, done, strict=True) if is_done)
    left = _counted(each.code for each, is_done in zip(findings, done, strict=True) if not is_done)
    zh = f"{output}：已改 {mended or '0'}；未改（要由人来定）{left or '0'}"
    en = f"{output}: mended {mended or '0'}; left to a person {left or '0'}"
    tell(say(zh, en))


def write_gaps(comparison: Comparison, own: int, output: Path) -> None:
    """Write a copy of one plan of a comparison, with what the others have and it lacks."""
    from plancmp.pipeline import record_of
    from plancmp.report.lacking import marks_of_gaps

    source, _ = source_of(comparison.plans[own].path or "-", None, output, "--annotate")
    record = record_of(source.document, source.data, source.name)
    marks = marks_of_gaps(comparison, own, record, source.document, chosen())
    _write_marks(source, marks, "diff", output)


def _counted(codes: Iterable[str]) -> str:
    """Codes with their counts: `TXT006 × 3, RSP002 × 1`."""
    return say("、", ", ").join(f"{code} × {count}" for code, count in sorted(Counter(codes).items()))


_Found = tuple[Source, Sequence[Finding], Sequence[Quote | None]]


def _found(report: CheckReport, jobs: Sequence[Job], output: Path, option: str) -> _Found | None:
    """The one plan that was checked, with what was found at its words; None where it could not be read."""
    if len(jobs) != 1:
        raise PlancmpError(*worded("one-plan-at-a-time", option=option, count=len(jobs)))
    if any(file.error is not None for file in report.files):
        return None
    source, is_converted = source_of(jobs[0].name, jobs[0].data, output, option)
    if not is_converted:
        return source, report.findings, report.quotes
    # The words of the copy stand where LibreOffice put them.
    wanted = {finding.fingerprint for finding in report.findings}
    outcome = check_one(jobs[0]._replace(data=source.data))
    pairs = zip(outcome.findings, outcome.quotes, strict=True)
    kept = [pair for pair in pairs if pair[0].fingerprint in wanted]
    return source, [finding for finding, _ in kept], [quote for _, quote in kept]


def source_of(name: str, given: bytes | None, output: Path, option: str) -> tuple[Source, bool]:
    """The plan to copy into a file, and whether LibreOffice made a .docx of it first.

    Raises `PlancmpError` where the ending of the output does not fit, or no copy can be made.
    """
    data = read_file(Path(name)) if given is None else given
    row = None if Path(name).suffix.lower() in (".yaml", ".yml", ".json") else find_format(data, name)
    target = _target(row)
    if row is None or target is None:
        raise PlancmpError(*worded("not-writable", name=name, option=option))
    if option == "--fix" and row.name == "pdf":
        raise PlancmpError(*worded("fix-pdf", name=name))
    # A copy is what its plan is: a .docm in a .docx is opened by no Word.
    named = Path(name).suffix.lower()
    ending = named if target is row and named in target.endings else target.endings[0]
    if output.suffix.lower() != ending:
        raise PlancmpError(*worded("copy-ending", output=output, ending=ending))
    if target is not row:
        from plancmp.sources.office import convert

        with naming(name):
            data = convert(data, row.name, row.office)
    return Source(name, data, target.name, read_bytes(data, name)), target is not row


def _target(row: FormatRow | None) -> FormatRow | None:
    """The format of the copy of a plan; None where none can be written."""
    if row is None or row.name in _WRITTEN:
        return row
    return next(each for each in FORMATS if each.name == "docx") if row.office else None
