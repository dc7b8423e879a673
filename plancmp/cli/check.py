"""`plancmp check`: what a draft lacks or gets wrong."""

import os
import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from plancmp.cli.color import Color, is_colored
from plancmp.cli.language import chosen, say
from plancmp.cli.writing import put
from plancmp.model.errors import PlancmpError

if TYPE_CHECKING:
    from plancmp.checks.rules.kinds import Check
    from plancmp.cli.check_settings import Planner
    from plancmp.cli.checking import Job
    from plancmp.model.checkreport import CheckReport

_ENDINGS = {"xml": "junit", "md": "markdown", "txt": "text"}
_LATER = ("html", "htm", "xlsx", "docx")
_PIPE_WIDTH = 100
_RANKS = {"error": 0, "warning": 1, "info": 2}


class Form(StrEnum):
    """Forms of what was found."""

    text = "text"
    concise = "concise"
    json = "json"
    jsonl = "jsonl"
    sarif = "sarif"
    github = "github"
    gitlab = "gitlab"
    junit = "junit"
    markdown = "markdown"


class Level(StrEnum):
    """From which severity on the exit status says so."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


class PlanStage(StrEnum):
    """Stages of a plan: 征求意见稿, 送审稿, 印发稿."""

    draft = "draft"
    review = "review"
    issued = "issued"


class _Look(NamedTuple):
    """How to write, and where."""

    form: Form
    output: Path | None
    color: Color
    width: int | None

    @property
    def is_colored(self) -> bool:
        """Whether to colour."""
        return is_colored(self.color, self.output)

    @property
    def columns(self) -> int:
        """How wide to write."""
        return self.width or shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns


def _option(help: str, *names: str) -> object:
    return typer.Option(*names, help=help, show_default=False)


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="规划文档、记录、文件夹或 - plans, records, folders, or -", show_default=False),
    ] = None,
    select: Annotated[
        list[str] | None, _option("只用这些检查：代码、前缀、名称、ALL checks to run", "--select", "-s")
    ] = None,
    ignore: Annotated[list[str] | None, _option("不用这些检查 checks to leave out", "--ignore", "-i")] = None,
    extend_select: Annotated[
        list[str] | None, _option("在默认之外加用 checks to run besides", "--extend-select")
    ] = None,
    severity: Annotated[
        list[str] | None, _option("改严重程度 change a severity: PLH003=error", "--severity")
    ] = None,
    fail_on: Annotated[
        Level | None, _option("达到哪一级时退出码为 1（默认 error） exit with 1 from this severity on")
    ] = None,
    stage: Annotated[
        PlanStage | None, _option("阶段：征求意见、送审、印发（默认按文稿判断） stage of the plan")
    ] = None,
    against: Annotated[str | None, _option("上位规划：文件或 ref:disability-15 the superior plan")] = None,
    previous: Annotated[str | None, _option("上一期规划 the plan of the period before")] = None,
    rules: Annotated[list[Path] | None, _option("自己的检查规则文件夹 folder of your own rules")] = None,
    baseline: Annotated[Path | None, _option("基线文件：其中的不再报告 known findings to put aside")] = None,
    write_baseline: Annotated[
        Path | None, _option("把现有发现写成基线文件 write what is found as known", "--write-baseline")
    ] = None,
    learn: Annotated[
        Path | None, _option("从文件夹中的规划学习词语（供 TXT005 用） learn phrases from plans")
    ] = None,
    selftest: Annotated[
        Path | None, _option("在草案副本中植入缺陷，看能否发现 plant defects in a copy and look for them")
    ] = None,
    form: Annotated[Form | None, _option("输出格式 form of the output", "--format", "-f")] = None,
    output: Annotated[Path | None, _option("输出文件 file to write to", "--output", "-o")] = None,
    also: Annotated[
        list[str] | None, _option("另以其他格式写入文件 further forms, as in sarif=out.sarif", "--also")
    ] = None,
    config: Annotated[Path | None, _option("配置文件 configuration file")] = None,
    isolated: Annotated[
        bool, typer.Option("--isolated", help="不用配置、接受清单和所学词语 use no files found beside plans")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=0, max=256, help="进程数 processes", show_default=False)
    ] = None,
    color: Annotated[Color, typer.Option(help="颜色 when to colour")] = Color.auto,
    width: Annotated[
        int | None, typer.Option(min=40, max=1000, help="宽度（列） columns", show_default=False)
    ] = None,
) -> None:
    """检查草案：缺什么、错在哪里。 Say what drafts lack or get wrong."""
    from plancmp.cli.check_settings import Planner, Told

    told = Told(
        select=_words(select),
        ignore=_words(ignore),
        extend=_words(extend_select),
        severity=_words(severity),
        fail_on=fail_on.value if fail_on else None,
        stage=stage.value if stage else None,
        against=against,
        previous=previous,
        rules=tuple(rules or ()),
        baseline=None if write_baseline else baseline,
        jobs=jobs,
        config=config,
        isolated=isolated,
    )
    planner = Planner(told)
    if selftest is not None:
        look = _Look(form or _form_of(output), output, color, width)
        raise typer.Exit(_selftest(planner, selftest, look))
    if learn is not None:
        _learn(learn)
    if not paths:
        if learn is not None:
            raise typer.Exit(0)
        raise PlancmpError(
            "没有指定规划：写上文件或文件夹，如 plancmp check 草案.docx。",
            "No plan is named: give files or folders, as in plancmp check draft.docx.",
        )
    looks = [_Look(form or _form_of(output), output, color, width), *map(_further, also or ())]
    raise typer.Exit(_check(planner, paths, write_baseline, looks))


def _words(said: Sequence[str] | None) -> tuple[str, ...]:
    """Words that were given one by one or with commas."""
    return tuple(word.strip() for each in said or () for word in each.split(",") if word.strip())


def _form_of(output: Path | None) -> Form:
    """The form that the ending of the output file says; text else."""
    ending = output.suffix.lower().lstrip(".") if output is not None else ""
    if ending in _LATER:
        forms = [*Form]
        raise PlancmpError(
            f"{output}：check 还不能输出 .{ending}，可用 {'、'.join(forms)}。",
            f"{output}: check cannot write .{ending} yet; there are {', '.join(forms)}.",
        )
    ending = _ENDINGS.get(ending, ending)
    return Form(ending) if ending in tuple(Form) else Form.text


def _further(said: str) -> _Look:
    """`sarif=out.sarif` as a form and its file."""
    name, _, file = said.partition("=")
    if name not in tuple(Form) or not file:
        forms = ", ".join(Form)
        raise PlancmpError(
            f"--also {said}：应写成 格式=文件（格式：{forms}）。",
            f"--also {said}: write FORM=FILE (forms: {forms}).",
        )
    return _Look(Form(name), Path(file), Color.auto, None)


def _check(
    planner: "Planner",
    paths: Sequence[str],
    write_baseline: Path | None,
    looks: Sequence[_Look],
) -> int:
    """Check plans, write what was found, and say how it went as an exit status."""
    from plancmp.cli.check_collecting import Collector
    from plancmp.cli.workers import check_all

    names = _inputs(paths)
    run = planner.run(names)
    jobs = _jobs(planner, names)
    collector = Collector(planner, run.baseline if write_baseline is None else None)
    for job, outcome in zip(jobs, check_all(jobs, run.jobs), strict=True):
        collector.take(job, outcome)
    if write_baseline is not None:
        return _write_baseline(write_baseline, collector.report())
    report = collector.report()
    checks = _all_checks(planner, names)
    if looks[0].form is not Form.text or looks[0].output is not None:
        _tell_failures(report)
    for look in looks:
        put(_text_of(report, checks, look), look.output)
    if any(look.form is Form.github for look in looks):
        _write_job_summary(report, checks)
    if looks[0].output is not None:
        _tell_sum(report, looks[0].output)
    return exit_status(report, run.fail_on)


def exit_status(report: "CheckReport", fail_on: Literal["error", "warning", "info", "never"]) -> int:
    """2 when a plan could not be used, 1 when something of the severity was found, else 0."""
    if any(file.status == "failed" for file in report.files):
        return 2
    if fail_on == "never":
        return 0
    worst = _RANKS[fail_on]
    return int(any(_RANKS[finding.severity] <= worst for finding in report.findings))


def _inputs(paths: Sequence[str]) -> list[str]:
    """The plans that the paths name, each once."""
    from plancmp.cli.plan_inputs import find_plans

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


def _text_of(report: "CheckReport", checks: "Sequence[Check]", look: _Look) -> str:
    """The report in one of the forms."""
    from plancmp.report.findings.forms import write_findings

    lang: Literal["zh", "en"] = "en" if chosen() == "en" else "zh"
    return write_findings(
        look.form.value, report, checks, lang=lang, color=look.is_colored, width=look.columns
    )


def _tell_failures(report: "CheckReport") -> None:
    """Say on standard error which plans could not be read, and which accepted findings are no more.

    The text for people says it itself.
    """
    for file in report.files:
        if file.error is not None:
            _tell(file.error)
    for each in report.unused:
        _tell(f"{each.path}:{each.line}: {each.message}")


def _tell(line: str) -> None:
    """A line on standard error; nothing in it that a terminal would obey."""
    from plancmp.report.findings.words import shown

    print(shown(line), file=sys.stderr)


def _tell_sum(report: "CheckReport", output: Path) -> None:
    """One line on standard error where the findings went to a file."""
    counts = report.summary
    zh = f"{output}：错误 {counts.error}，警告 {counts.warning}，提示 {counts.info}"
    en = f"{output}: {counts.error} errors, {counts.warning} warnings, {counts.info} notes"
    print(say(zh, en), file=sys.stderr)


def _write_job_summary(report: "CheckReport", checks: "Sequence[Check]") -> None:
    """Add the whole list to the summary of the job where the service has one."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        return
    from plancmp.report.findings.github import write_summary

    try:
        with Path(place).open("a", encoding="utf-8", newline="\n") as file:
            file.write(write_summary(report, checks, lang="en" if chosen() == "en" else "zh"))
    except OSError as error:
        print(f"GITHUB_STEP_SUMMARY: {error.strerror}", file=sys.stderr)


def _write_baseline(file: Path, report: "CheckReport") -> int:
    """Write what was found as known; 2 when a plan could not be read."""
    from plancmp.checks.aside.baseline import baseline_text
    from plancmp.cli.writing import write_whole

    for each in report.files:
        if each.error is not None:
            _tell(each.error)
    write_whole(file, baseline_text(file, report.findings))
    count = len(report.findings)
    print(say(f"{file}：记下 {count} 处", f"{file}: {count} findings noted"), file=sys.stderr)
    return 2 if any(each.status == "failed" for each in report.files) else 0


def _learn(folder: Path) -> None:
    """Add the phrases of some plans to the statistics beside the current folder or above it."""
    from plancmp.checks.aside.learning import learn
    from plancmp.cli.check_settings import PHRASES_NAME, find_above
    from plancmp.cli.plan_inputs import find_plans
    from plancmp.pipeline import load

    records = []
    for path in find_plans([str(folder)]):
        try:
            records.append(load(path))
        except PlancmpError as error:
            print(error.message(chosen()), file=sys.stderr)
    file = find_above(Path.cwd(), PHRASES_NAME) or Path(PHRASES_NAME)
    fresh, held = learn(records, file)
    print(
        say(
            f"{file}：新学规划 {fresh} 份，现有词语 {held} 条",
            f"{file}: {fresh} plans learned, {held} phrases held",
        ),
        file=sys.stderr,
    )


def _selftest(planner: "Planner", draft: Path, look: _Look) -> int:
    """Plant defects in a copy of a draft and say which are found; 1 when one is not."""
    from plancmp.cli.checking import options_for
    from plancmp.report.findings.selftest import write_selftest_json
    from plancmp.report.terminal.selftest import write_selftest
    from plancmp.selftest import run_selftest

    if look.form not in (Form.text, Form.json):
        raise PlancmpError(
            "--selftest 只有 text 和 json 两种格式。", "--selftest has the forms text and json."
        )
    settings = planner.settings(str(draft))
    lang: Literal["zh", "en"] = "en" if chosen() == "en" else "zh"
    result = run_selftest(draft, sorted(settings.codes), options=options_for(settings), lang=lang)
    if look.form is Form.json:
        put(write_selftest_json(result), look.output)
    else:
        put(write_selftest(result, lang=lang, color=look.is_colored, width=look.columns), look.output)
    return int(result.found < result.planted)
