"""`plancmp dataset`: many plans as long tables."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from plancmp.cli.options import Cluster, Force, Jobs, Log, argument, option
from plancmp.cli.progress import tally, with_bar
from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded

Form = Literal["csv", "parquet", "duckdb"]
"""Forms of a dataset."""


def dataset(
    paths: Annotated[list[str], argument()],
    output: Annotated[Path, option("--output", "-o")],
    form: Annotated[Form | None, option("--format", "-f")] = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    force: Force = False,
    log: Log = None,
) -> None:
    """Write many plans as long tables."""
    from plancmp.batch.dataset import fill, plan_names, read_all
    from plancmp.batch.kept import Former
    from plancmp.batch.sinks import writing
    from plancmp.batch.whole import sweep
    from plancmp.batch.workers import processes_for

    wanted = _form(output, form)
    names = plan_names(paths)
    sweep(output.parent if wanted == "duckdb" else output)
    former = None if force else Former(output)
    with tally(log, told=True) as counted, writing(wanted, output) as sink:
        outcomes = read_all(names, processes_for(len(names), jobs or 0), former, cluster=cluster)
        for outcome in with_bar(fill(sink, outcomes, former), len(names), "读取", "reading"):
            counted.outcome(outcome)
    raise typer.Exit(2 if counted.failed else 0)


def _form(output: Path, form: Form | None) -> Form:
    """The form that option and ending say; they must not gainsay each other."""
    ending = output.suffix.lower()
    is_folder = output.is_dir() or not ending
    said: Form = form or ("duckdb" if ending == ".duckdb" else "csv")
    if (said == "duckdb") != (ending == ".duckdb") or not (is_folder or ending == ".duckdb"):
        raise PlancmpError(*worded("dataset-place", output=output))
    return said
