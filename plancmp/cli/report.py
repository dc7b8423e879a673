"""`plancmp report`: comparison and findings of plans as a page, a workbook or a PDF."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from plancmp.cli.language import chosen, say
from plancmp.cli.opposing import mind, reference_at
from plancmp.cli.options import Base, Crosswalk, Jobs, Output, argument, form_of, option, with_settings
from plancmp.cli.writing import put
from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded

if TYPE_CHECKING:
    from plancmp.cli.check_settings import Told
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
    from plancmp.cli.check import checked, tell_failures
    from plancmp.cli.check_settings import Planner
    from plancmp.report.dossier import Dossier
    from plancmp.report.writing import OF_WORKBOOKS, write_dossier

    wanted: Form = form or form_of(output, Form, _ENDINGS)
    if wanted == "pdf" and output is None:
        raise PlancmpError(*worded("pdf-to-file"))
    done = checked(Planner(told._replace(jobs=jobs)), paths, keep=True)
    tell_failures(done.report)
    if not done.records:
        raise typer.Exit(2)
    held = reference_at(base, told.refs) if base else None
    compared = _compared(done.records, held, crosswalk, OF_WORKBOOKS if wanted == "xlsx" else None)
    dossier = Dossier(comparison=compared, report=done.report)
    if wanted == "pdf" and output is not None:
        from plancmp.cli.printed import print_pdf

        print_pdf(dossier, output, lang=chosen())
    else:
        put(write_dossier(dossier, wanted, lang=chosen()), output)
    if output is not None:
        print(
            say(f"{output}：{len(done.records)} 份规划", f"{output}: {len(done.records)} plans"),
            file=sys.stderr,
        )
    raise typer.Exit(2 if any(file.status == "failed" for file in done.report.files) else 0)


def _compared(
    records: "Sequence[PlanRecord]", base: str | None, crosswalk: Path | None, parts: Sequence[str] | None
) -> "Comparison | None":
    """The plans side by side; nothing to compare where there is one."""
    from plancmp.pipeline import diff, load

    held = load(base) if base is not None else None
    if held is None and len(records) < 2:
        return None
    if held is not None:
        for record in records:
            mind(record, held, "base")
    return diff(records, base=held, crosswalk=crosswalk, lang=chosen(), parts=parts)
