"""`plancmp report`: comparison and findings of plans as a page, a workbook or a PDF."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from plancmp.cli.language import chosen, complain, say, tell
from plancmp.cli.opposing import mind, mind_crosswalk, reference_at
from plancmp.cli.options import Base, Crosswalk, Jobs, Output, argument, form_of, option, with_settings
from plancmp.cli.writing import put
from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded

if TYPE_CHECKING:
    from collections.abc import Callable

    from plancmp.cli.check_settings import Planner, Told
    from plancmp.model.checkreport import CheckReport
    from plancmp.model.comparison import Comparison
    from plancmp.model.record import PlanRecord

_ENDINGS = {"htm": "html"}


Form = Literal["html", "xlsx", "pdf"]
"""Forms of a report."""


@with_settings
def report(
    paths: Annotated[list[str], argument()],
    told: "Told",
    base: Base = None,
    crosswalk: Crosswalk = None,
    form: Annotated[Form | None, option("--format", "-f")] = None,
    output: Output = None,
    jobs: Jobs = None,
) -> None:
    """Write comparison and findings to hand on."""
    from plancmp.cli.check import tell_failures
    from plancmp.cli.check_settings import Planner
    from plancmp.report.dossier import Dossier
    from plancmp.report.writing import OF_WORKBOOKS, write_dossier

    wanted: Form = form or form_of(output, Form, _ENDINGS)
    if output is None and (wanted == "pdf" or sys.stdout.isatty()):
        raise PlancmpError(*worded("report-to-file", form=wanted))
    held = reference_at(base, told.refs) if base else None
    parts = OF_WORKBOOKS if wanted == "xlsx" else None
    planner = Planner(told._replace(jobs=jobs))
    found, compared, count = _both(planner, paths, lambda records: _compared(records, held, crosswalk, parts))
    tell_failures(found)
    if not count:
        raise typer.Exit(2)
    dossier = Dossier(comparison=compared, report=found)
    if wanted == "pdf" and output is not None:
        from plancmp.cli.printed import print_pdf

        print_pdf(dossier, output, lang=chosen())
    else:
        put(write_dossier(dossier, wanted, lang=chosen()), output)
    if output is not None:
        tell(say(f"{output}：{count} 份规划", f"{output}: plans: {count}"))
    is_short = held is not None and (compared is None or len(compared.plans) <= count)
    raise typer.Exit(2 if is_short or any(file.status == "failed" for file in found.files) else 0)


def _both(
    planner: "Planner",
    paths: Sequence[str],
    compare: "Callable[[Sequence[PlanRecord]], Comparison | None]",
) -> "tuple[CheckReport, Comparison | None, int]":
    """Findings and comparison of some plans, and how many could be read.

    Records are soon read twice: while another process checks them, this one compares them.
    """
    from plancmp.batch.workers import processes_for
    from plancmp.cli.check import checked, inputs
    from plancmp.pipeline import RECORDS

    names = inputs(paths)
    are_records = all(Path(name).suffix.lower() in RECORDS for name in names)
    if not are_records or processes_for(len(names), planner.run(names).jobs) == 1:
        done = checked(planner, names, keep=True)
        return done.report, compare(done.records), len(done.records)
    from concurrent.futures import ThreadPoolExecutor

    from plancmp.batch.loading import load_all
    from plancmp.model.record import PlanRecord

    with ThreadPoolExecutor(1) as pool:
        checking = pool.submit(checked, planner, names, apart=True)
        records = [each for each in load_all(names, 1) if isinstance(each, PlanRecord)]
        compared = compare(records)
        return checking.result().report, compared, len(records)


def _compared(
    records: "Sequence[PlanRecord]", base: str | None, crosswalk: Path | None, parts: Sequence[str] | None
) -> "Comparison | None":
    """The plans side by side; nothing to compare where there is one."""
    from plancmp.pipeline import diff, load

    held = load(base) if base is not None else None
    fitting = []
    for record in records:
        try:
            if held is not None:
                mind(record, held, "base")
            fitting.append(record)
        except PlancmpError as error:
            complain(error)
    if held is not None and records and not fitting:
        raise typer.Exit(2)
    if len(fitting) < (2 if held is None else 1):
        return None
    mind_crosswalk(crosswalk, [*fitting, *([held] if held is not None else [])])
    return diff(fitting, base=held, crosswalk=crosswalk, lang=chosen(), parts=parts)
