"""`plancmp baseline`: today's findings, to be put aside by `check --baseline` later."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plancmp.cli.language import say, tell
from plancmp.cli.options import Jobs, argument, option, with_settings
from plancmp.cli.writing import write_whole

if TYPE_CHECKING:
    from plancmp.cli.check_settings import Told


@with_settings
def baseline(
    paths: Annotated[list[str], argument()],
    told: "Told",
    output: Annotated[Path, option("--output", "-o")] = Path("plancmp-baseline.json"),
    jobs: Jobs = None,
) -> None:
    """Write what is found as known; 2 when a plan could not be read."""
    from plancmp.checks.aside.baseline import baseline_text
    from plancmp.cli.check import checked, tell_failures, tell_unused
    from plancmp.cli.check_settings import Planner

    report = checked(Planner(told._replace(jobs=jobs)), paths, known=False).report
    tell_failures(report)
    tell_unused(report)
    if all(each.status == "failed" for each in report.files):
        # What was there before holds on: an empty baseline would bring every known finding back.
        raise typer.Exit(2)
    titles = {each.path: each.title for each in report.files}
    write_whole(output, baseline_text(output, report.findings, titles))
    count = len(report.findings)
    tell(say(f"{output}：记下 {count} 处", f"{output}: findings noted: {count}"))
    raise typer.Exit(2 if any(each.status == "failed" for each in report.files) else 0)
