"""`plancmp dataset`: many plans as long tables."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from plancmp.cli.options import Cluster, Force, Jobs, Log, argument, option
from plancmp.cli.progress import tally, with_bar
from plancmp.model.errors import PlancmpError


class Form(StrEnum):
    """Forms of a dataset."""

    csv = "csv"
    parquet = "parquet"
    duckdb = "duckdb"


def dataset(
    paths: Annotated[list[str], argument("规划文档、记录或文件夹", "plans, records or folders")],
    output: Annotated[
        Path, option("输出文件夹，或 .duckdb 文件", "folder, or file .duckdb, to write to", "--output", "-o")
    ],
    form: Annotated[Form | None, option("输出格式", "form of the output", "--format", "-f")] = None,
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
    sweep(output.parent if wanted is Form.duckdb else output)
    former = None if force else Former(output)
    with tally(log, told=True) as counted, writing(wanted.value, output) as sink:
        outcomes = read_all(names, processes_for(len(names), jobs or 0), former, cluster=cluster)
        for outcome in with_bar(fill(sink, outcomes, former), len(names), "读取", "reading"):
            counted.outcome(outcome)
    raise typer.Exit(2 if counted.failed else 0)


def _form(output: Path, form: Form | None) -> Form:
    """The form that option and ending say; they must not gainsay each other."""
    ending = output.suffix.lower()
    is_folder = output.is_dir() or not ending
    said = form or (Form.duckdb if ending == ".duckdb" else Form.csv)
    if (said is Form.duckdb) != (ending == ".duckdb") or not (is_folder or ending == ".duckdb"):
        raise PlancmpError(
            f"{output}：数据集要写入文件夹（csv、parquet）或 .duckdb 文件。",
            f"{output}: a dataset goes to a folder (csv, parquet) or a file .duckdb.",
        )
    return said
