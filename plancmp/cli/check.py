"""`plancmp check`: what a draft lacks or gets wrong."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from plancmp.cli.color import is_colored, width_of
from plancmp.cli.language import chosen, complain, say, tell
from plancmp.cli.options import Colored, Jobs, Log, Output, Width, argument, form_of, option, with_settings
from plancmp.cli.writing import put, show
from plancmp.model.choices import FailOn
from plancmp.model.errors import PlancmpError
from plancmp.report.writing import FORMS, Form, write_findings
from plancmp.rulepacks.messages import worded

if TYPE_CHECKING:
    from plancmp.checks.entries import Check
    from plancmp.cli.check_settings import Planner, Run, Told
    from plancmp.cli.checking import Job
    from plancmp.model.checkreport import CheckReport
    from plancmp.model.record import PlanRecord

_ENDINGS = {"xml": "junit", "md": "markdown", "txt": "text", "htm": "html"}
_RANKS = {"error": 0, "warning": 1, "info": 2}


class _Look(NamedTuple):
    """How to write, and where."""

    form: Form
    output: Path | None
    is_colored: bool
    columns: int
    counts: bool = False
    """Whether only the numbers of findings are wanted."""


class Checked(NamedTuple):
    """A run that is over."""

    report: "CheckReport"
    run: "Run"
    checks: "list[Check]"
    records: "list[PlanRecord]"
    jobs: "list[Job]"


@with_settings
def check(
    paths: Annotated[list[str], argument()],
    told: "Told",
    fail_on: Annotated[FailOn | None, option("--fail-on")] = None,
    baseline: Annotated[Path | None, option("--baseline")] = None,
    accept: Annotated[list[Path] | None, option("--accept")] = None,
    form: Annotated[Form | None, option("--format", "-f")] = None,
    output: Output = None,
    statistics: Annotated[bool, option("--statistics")] = False,
    also: Annotated[list[str] | None, option("--also", metavar="FORM=FILE")] = None,
    annotate: Annotated[Path | None, option("--annotate")] = None,
    fix: Annotated[Path | None, option("--fix")] = None,
    judge: Annotated[Path | None, option("--judge")] = None,
    jobs: Jobs = None,
    log: Log = None,
    color: Colored = "auto",
    width: Width = None,
) -> None:
    """Say what drafts lack or get wrong."""
    from plancmp.cli.check_settings import Planner

    columns = width_of(width)
    looks = [
        _Look(
            form or ("text" if statistics else form_of(output, Form, _ENDINGS)),
            output,
            is_colored(color, output),
            columns,
            statistics,
        ),
        *(_further(each, columns) for each in also or ()),
    ]
    told = told._replace(fail_on=fail_on, baseline=baseline, jobs=jobs, accept=tuple(accept or ()))
    planner = Planner(told)
    done = checked(planner, paths, log=log)
    _write(done, looks)
    for held in planner.answered:
        if not held.entries:
            tell(say(f"{held.file}：没有答复过的批注", f"{held.file}: no comment has been answered"))
        for entry in held.used():
            tell(say(f"已接受 {entry.code}：{entry.reason}", f"accepted {entry.code}: {entry.reason}"))
    _write_copies(done, annotate, fix)
    if judge is not None:
        from plancmp.checks.aside.judging import read_sheet
        from plancmp.report.findings.words import place_code

        sheet = read_sheet(judge).with_findings(done.report.findings, place_code)
        put(sheet.text(), judge)
        rows, left = len(sheet.lines), sum(not line.verdict for line in sheet.lines)
        tell(say(f"{judge}：{rows} 条，待判 {left} 条", f"{judge}: findings: {rows}, to be judged: {left}"))
    raise typer.Exit(exit_status(done.report, done.run.fail_on))


def checked(
    planner: "Planner",
    paths: Sequence[str],
    *,
    known: bool = True,
    keep: bool = False,
    apart: bool = False,
    log: Path | None = None,
) -> Checked:
    """Check the plans that the paths name; what a baseline knows is put aside where `known`.

    With `keep` the records stand beside what was found. With `apart` one other process does it all, so that
    this one is free. `log` is told what became of each.
    """
    from plancmp.cli.check_collecting import Collector
    from plancmp.cli.checking import check_all
    from plancmp.cli.progress import tally, with_bar

    names = inputs(paths)
    run = planner.run(names)
    jobs = [job._replace(keep=keep) for job in _jobs(planner, names)]
    collector = Collector(planner, run.baseline if known else None)
    records: list[PlanRecord] = []
    outcomes = with_bar(check_all(jobs, 1 if apart else run.jobs, apart=apart), len(jobs), "检查", "checking")
    with tally(log, told=False) as counted:
        for job, outcome in zip(jobs, outcomes, strict=True):
            collector.take(job, outcome)
            file = outcome.file
            counted.take(file.path, file.status, file.error, findings=len(outcome.findings))
            if outcome.record is not None:
                records.append(outcome.record)
    return Checked(collector.report(), run, _all_checks(planner, names), records, jobs)


def _write(done: Checked, looks: Sequence[_Look]) -> None:
    """Write the report in all forms that were asked for."""
    report, checks, first = done.report, done.checks, looks[0]
    is_read = any(file.error is None for file in report.files)
    tell_failures(report)
    if first.form != "text" or first.output is not None or not is_read:
        tell_unused(report)
    for look in looks:
        text = _text_of(look, report, checks)
        # Where nothing was read there is nothing to say of what was found.
        if is_read or look.form != "text" or look.output is not None:
            (show if look.form in ("text", "concise") else put)(text, look.output)
    if any(look.form == "github" for look in looks):
        _write_job_summary(report, checks)
    if unread := [file.path for file in report.files if file.lacks_indicators]:
        from plancmp.records.messages import unread_line

        tell(unread_line(unread, chosen()))
    if first.output is not None:
        _tell_sum(report, first.output)


def _text_of(look: _Look, report: "CheckReport", checks: "Sequence[Check]") -> str | bytes:
    """The report, or its counts, as one look wants it."""
    if look.counts:
        from plancmp.report.findings.statistics import write_statistics

        return write_statistics(report, checks, lang=chosen())
    return write_findings(look.form, report, checks, lang=chosen(), color=look.is_colored, width=look.columns)


def _write_copies(done: Checked, annotate: Path | None, fix: Path | None) -> None:
    """Write the copies of the plan that were asked for."""
    if annotate is None and fix is None:
        return
    from plancmp.cli.marking import write_annotated, write_fixed

    if annotate is not None:
        write_annotated(done.report, done.jobs, annotate)
    if fix is not None:
        write_fixed(done.report, done.jobs, fix)


def _further(said: str, columns: int) -> _Look:
    """`sarif=out.sarif` as a form and its file."""
    name, _, file = said.partition("=")
    form = next((each for each in FORMS if each == name), None)
    if form is None or not file:
        raise PlancmpError(*worded("also-form", said=said, forms=list(FORMS)))
    return _Look(form, Path(file), False, columns)


def exit_status(report: "CheckReport", fail_on: FailOn) -> int:
    """2 when a plan could not be used, 1 when something of the severity was found, else 0."""
    if any(file.status == "failed" for file in report.files):
        return 2
    if fail_on == "never":
        return 0
    worst = _RANKS[fail_on]
    return int(any(_RANKS[finding.severity] <= worst for finding in report.findings))


def inputs(paths: Sequence[str]) -> list[str]:
    """The plans that the paths name, each once."""
    from plancmp.batch.plan_inputs import find_plans

    return list(dict.fromkeys("-" if str(path) == "-" else str(path) for path in find_plans(paths)))


def _jobs(planner: "Planner", names: Sequence[str]) -> "list[Job]":
    """A job a plan. What is wrong with rules, codes or other plans is said here, once."""
    from plancmp.cli.checking import Job, options_for

    jobs = [
        Job(name, planner.settings(name), sys.stdin.buffer.read() if name == "-" else None) for name in names
    ]
    for settings in {job.settings for job in jobs}:
        options_for(settings)
    return jobs


def _all_checks(planner: "Planner", names: Sequence[str]) -> "list[Check]":
    """All checks that any plan of the run was asked for, each once."""
    return list({check.code: check for name in names for check in planner.checks(name)}.values())


def tell_failures(report: "CheckReport") -> None:
    """Say on standard error which plans could not be read."""
    for file in report.files:
        if file.error is not None:
            tell(file.error)


def tell_unused(report: "CheckReport") -> None:
    """Say on standard error which accepted findings are no more; the text for people says it itself."""
    for each in report.unused:
        tell(f"{each.path}:{each.line}: {each.message}")


def _tell_sum(report: "CheckReport", output: Path) -> None:
    """One line on standard error where the findings went to a file."""
    counts = report.summary
    zh = f"{output}：错误 {counts.error}，警告 {counts.warning}，提示 {counts.info}"
    en = f"{output}: errors: {counts.error}, warnings: {counts.warning}, info: {counts.info}"
    tell(say(zh, en))


def _write_job_summary(report: "CheckReport", checks: "Sequence[Check]") -> None:
    """Add the whole list to the summary of the job where the service has one."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        return
    from plancmp.report.findings.github import write_summary

    try:
        with Path(place).open("a", encoding="utf-8", newline="\n") as file:
            file.write(write_summary(report, checks, lang=chosen()))
    except OSError as error:
        complain(PlancmpError.unwritable("GITHUB_STEP_SUMMARY", error))
