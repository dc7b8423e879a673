"""Checks one plan; what goes wrong with it stops no other."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from plancmp.batch.reading import internal, named
from plancmp.batch.workers import Work, processes_for, run_all
from plancmp.checks.options import Options
from plancmp.cli.opposing import mind
from plancmp.model.checkreport import CheckedFile, Quote
from plancmp.model.errors import PlancmpError
from plancmp.model.finding import Finding, Severity
from plancmp.model.language import Lang
from plancmp.model.record import PlanRecord, Stage

_LONGEST = 120
"""Seconds for one plan."""
_LONGEST_WITH_RULES = 30
"""Seconds for one plan where the user's own rules are used, start of the process included."""


class Settings(NamedTuple):
    """What a plan is checked with: plain values, so that another process can be told."""

    rules: tuple[str, ...]
    codes: frozenset[str]
    severities: tuple[tuple[str, Severity], ...]
    stage: Stage | None
    against: tuple[str, ...]
    previous: str | None
    lang: Lang
    phrases: str | None


class Job(NamedTuple):
    """A plan to check."""

    name: str
    settings: Settings
    data: bytes | None = None
    """Its bytes where they came on standard input."""
    keep: bool = False
    """Whether the record is wanted beside the findings."""


class Outcome(NamedTuple):
    """What came of one plan."""

    file: CheckedFile
    findings: tuple[Finding, ...] = ()
    quotes: tuple[Quote | None, ...] = ()
    record: PlanRecord | None = None


def check_one(job: Job) -> Outcome:
    """Check one plan. A plan that cannot be read is an outcome too."""
    lang = job.settings.lang
    try:
        return _check(job)
    except PlancmpError as error:
        said = error.message(lang)
    except Exception as error:
        # A slip of the program on one plan must neither hide the other plans nor pass for a clean one.
        said = internal(job.name, error).message(lang)
    return _failed(job, said)


def check_all(jobs: Sequence[Job], processes: int, *, apart: bool = False) -> Iterator[Outcome]:
    """Check plans; outcomes come in the order of the jobs. `processes` 0 lets the number of plans decide.

    With `apart` even one process is another one. Patterns in the rules of others can search for ever: then it
    always is, so that it can be stopped.
    """
    has_rules = any(job.settings.rules for job in jobs)
    work = Work(check_one, _gone, _LONGEST_WITH_RULES if has_rules else _LONGEST)
    yield from run_all(work, jobs, processes_for(len(jobs), processes), apart=apart or has_rules)


def _gone(job: Job, error: PlancmpError) -> Outcome:
    """The outcome of a plan whose process did not end well."""
    return _failed(job, named(job.name, error).message(job.settings.lang))


def _failed(job: Job, error: str) -> Outcome:
    """The outcome of a plan that could not be used."""
    path = job.name.replace("\\", "/")
    return Outcome(CheckedFile(path=path, status="failed", error=" ".join(error.split())))


def _check(job: Job) -> Outcome:
    """The findings on a plan, with their quotes."""
    from plancmp.checks.engine import find_in_plan
    from plancmp.checks.kinds.parts import unchecked_parts
    from plancmp.checks.kinds.quoting import quotes_of
    from plancmp.pipeline import load_with_document
    from plancmp.records.messages import lacks_indicators

    options = options_for(job.settings)
    record, document = load_with_document(job.name, job.data)
    for superior in options.superiors:
        mind(record, superior, "against")
    if options.previous is not None:
        mind(record, options.previous, "previous")
    found = find_in_plan(record, document, options)
    file = CheckedFile(
        path=record.source.path,
        status="checked",
        not_checked=unchecked_parts(record, options.checks, options.lang),
        lacks_indicators=lacks_indicators(record),
        title=record.plan.title,
        format=record.source.format,
    )
    findings = tuple(each.finding for each in found)
    return Outcome(file, findings, tuple(quotes_of(found, document)), record if job.keep else None)


@lru_cache(64)
def options_for(settings: Settings) -> Options:
    """The options that settings mean; rules and other plans are read once a process."""
    from plancmp.checks.loading import load_checks

    severities: Mapping[str, Severity] = dict(settings.severities)
    return Options(
        checks=load_checks(settings.rules),
        codes=settings.codes,
        severities=severities,
        stage=settings.stage,
        against=tuple(_load_other(name) for name in settings.against),
        previous=_load_other(settings.previous) if settings.previous is not None else None,
        lang=settings.lang,
        phrases=Path(settings.phrases) if settings.phrases else None,
    )


@lru_cache(16)
def _load_other(name: str) -> PlanRecord:
    """A superior plan or that of the period before: a file, a record, or a bundled one."""
    from plancmp.pipeline import load

    return load(name)
