"""Findings written into a copy of the plan that they are about: `--annotate`, in the plan's own format."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from plancmp.cli.checking import Job, check_one
from plancmp.cli.language import say, spoken
from plancmp.cli.writing import write_whole
from plancmp.model.checkreport import CheckReport
from plancmp.model.document import Document, Format
from plancmp.model.errors import PlancmpError
from plancmp.sources.formats import FORMATS, FormatRow, find_format
from plancmp.sources.reading import naming, read_bytes, read_file


class Source(NamedTuple):
    """The plan that a copy is made of."""

    name: str
    data: bytes
    form: Format
    document: Document


def write_annotated(report: CheckReport, jobs: Sequence[Job], output: Path) -> None:
    """Write a copy of the one plan that was checked, with its findings at their words."""
    from plancmp.report.marked.writing import write_marked
    from plancmp.report.marks import marks_of

    if len(jobs) != 1:
        raise PlancmpError(
            f"--annotate 一次只能标注一份规划，这里有 {len(jobs)} 份。",
            f"--annotate marks one plan at a time; here are {len(jobs)}.",
        )
    if any(file.error is not None for file in report.files):
        return
    (job,) = jobs
    source, is_converted = source_of(job, output, "--annotate")
    findings, quotes = report.findings, report.quotes
    if is_converted:
        # The words of the copy stand where LibreOffice put them.
        wanted = {finding.fingerprint for finding in findings}
        outcome = check_one(job._replace(data=source.data))
        pairs = [
            (finding, quote)
            for finding, quote in zip(outcome.findings, outcome.quotes, strict=True)
            if finding.fingerprint in wanted
        ]
        findings, quotes = tuple(each for each, _ in pairs), tuple(each for _, each in pairs)
    marks = marks_of(findings, quotes, source.document, report.files[0].title, spoken())
    write_whole(output, write_marked(source.form, source.data, source.document, marks, spoken()))
    print(say(f"{output}：批注 {len(marks)} 条", f"{output}: {len(marks)} comments"), file=sys.stderr)


def source_of(job: Job, output: Path, option: str) -> tuple[Source, bool]:
    """The plan to copy into a file, and whether LibreOffice made a .docx of it first.

    Raises `PlancmpError` where the ending of the output does not fit, or no copy can be made.
    """
    data = read_file(Path(job.name)) if job.data is None else job.data
    row = None if Path(job.name).suffix.lower() in (".yaml", ".yml", ".json") else find_format(data, job.name)
    target = _target(row)
    if row is None or target is None:
        raise PlancmpError(
            f"{job.name}：{option} 不能写进这种文件。请提供 .docx、.pdf 或文本。",
            f"{job.name}: {option} cannot write into such a file. Give a .docx, a .pdf or a text.",
        )
    endings = (Path(job.name).suffix.lower(),) if target is row and len(row.endings) > 1 else target.endings
    if output.suffix.lower() not in (*endings, *target.endings[:1]):
        raise PlancmpError(
            f"{output}：这份规划的副本是 {target.endings[0]}，请改用这个扩展名。",
            f"{output}: a copy of this plan is a {target.endings[0]}; give it that ending.",
        )
    if target is not row:
        from plancmp.sources.office import convert

        with naming(job.name):
            data = convert(data, row.name, row.office)
    return Source(job.name, data, target.name, read_bytes(data, job.name)), target is not row


def _target(row: FormatRow | None) -> FormatRow | None:
    """The format of the copy of a plan; None where none can be written."""
    if row is None or row.name in ("image", "html"):
        return None
    return next(each for each in FORMATS if each.name == "docx") if row.office else row
