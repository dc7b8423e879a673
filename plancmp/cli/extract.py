"""`plancmp extract`: plan documents to records."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from plancmp.cli.language import chosen, tell
from plancmp.cli.options import Cluster, Force, Jobs, Log, argument, form_of, option
from plancmp.cli.progress import pages_shown, tally, with_bar
from plancmp.cli.writing import is_heard, put
from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded

if TYPE_CHECKING:
    from plancmp.batch.inputs import Input
    from plancmp.batch.reading import Job
    from plancmp.batch.records import Target


_ENDINGS = {"yml": "yaml"}


Ocr = Literal["auto", "never", "always"]
"""When pictures of text are read."""
Form = Literal["yaml", "json", "jsonl", "csv", "xlsx", "parquet"]
"""Forms of a record."""
_JOINED = ("jsonl", "csv", "xlsx", "parquet")
_TABLES = ("xlsx", "parquet")


def extract(
    paths: Annotated[list[str], argument()],
    output: Annotated[Path | None, option("--output", "-o")] = None,
    form: Annotated[Form | None, option("--format", "-f")] = None,
    ocr: Annotated[Ocr, option("--ocr")] = "auto",
    jobs: Jobs = None,
    cluster: Cluster = None,
    force: Force = False,
    log: Log = None,
) -> None:
    """Read plan documents as records."""
    from plancmp.batch.cluster import run_on
    from plancmp.batch.inputs import find_inputs
    from plancmp.batch.reading import READING
    from plancmp.batch.workers import processes_for, run_all
    from plancmp.records.messages import unread_line
    from plancmp.sources.recognition import Recognition, using

    inputs = find_inputs(paths)
    wanted: Form = form or form_of(output, Form, _ENDINGS, folder=True)
    unread: list[str] = []
    is_many = len(inputs) > 1
    shown = nullcontext() if is_many else pages_shown()
    with (
        tally(log, told=is_many) as counted,
        _target(inputs, wanted, output, force) as (target, places),
        shown as progress,
        using(Recognition(ocr, progress)),
    ):
        todo = _jobs(inputs, wanted, ocr, output, None if force else target)
        processes = processes_for(len(inputs), jobs or 0)
        done = run_on(cluster, READING, todo) if cluster else run_all(READING, todo, processes)
        for at, outcome in enumerate(with_bar(done, len(inputs), "读取", "reading", few=2)):
            target.take(at, outcome)
            counted.outcome(outcome, places[at])
            if outcome.lacks_indicators:
                unread.append(outcome.path)
    if unread:
        tell(unread_line(unread, chosen()))
    raise typer.Exit(2 if counted.failed else 0)


def _jobs(
    inputs: "Sequence[Input]", form: Form, ocr: Ocr, output: Path | None, former: "Target | None"
) -> "Iterator[Job]":
    """A job a plan, with what is there of an earlier run."""
    from plancmp.batch.reading import Job
    from plancmp.batch.records import SEALED

    for at, each in enumerate(inputs):
        name = each.name
        yield Job(
            name,
            "jsonl" if form in _TABLES else form,
            held=former.seal(at) if former is not None else None,
            data=sys.stdin.buffer.read() if name == "-" else None,
            ocr=ocr,
            seal=output is not None and form in SEALED,
        )


@contextmanager
def _target(
    inputs: "Sequence[Input]", form: Form, output: Path | None, force: bool
) -> "Iterator[tuple[Target, Sequence[Path | None]]]":
    """Where records go, and the file of each."""
    from plancmp.batch import records
    from plancmp.batch.sinks import one_file
    from plancmp.batch.whole import make_folder, sweep, whole

    names = [each.name for each in inputs]
    to_folder = output is not None and (not output.suffix or output.is_dir())
    if len(inputs) > 1 and not to_folder and form not in _JOINED:
        raise PlancmpError(*worded("many-documents", count=len(inputs)))
    if output is None:
        if form in _TABLES:
            raise PlancmpError(*worded("needs-file"))
        yield (
            records.OneText(names, form, _tell, records.Lines()),
            [None] * len(names),
        )
        return
    sweep(output if to_folder else output.parent, below=to_folder)
    if to_folder or form not in _JOINED:
        places = _places(output, inputs, form) if to_folder else [output]
        for folder in {place.parent for place in places} if to_folder else ():
            make_folder(folder)
        yield records.OwnFiles(places, form), places
        return
    with ExitStack() as stack:
        target: Target
        if form in _TABLES:
            place = stack.enter_context(whole(output))
            target = records.OneTable(stack.enter_context(one_file(place, form)))
        else:
            target = stack.enter_context(records.one_text(output, names, form, force=force))
        yield target, [output] * len(names)


def _tell(text: str) -> None:
    """Write a record to standard output; stop where nobody reads on."""
    put(text, None)
    if not is_heard():
        raise typer.Exit(0)


def _places(folder: Path, inputs: "Sequence[Input]", form: Form) -> list[Path]:
    """A file a plan below a folder: the tree of the input, no name twice."""
    taken: dict[Path, None] = {}
    for each in inputs:
        relative = Path("stdin") if each.name == "-" else each.relative
        place = folder / relative.with_suffix(f".{form}")
        if place in taken:
            place = folder / relative.with_name(f"{relative.name}.{form}")
        number = 2
        while place in taken:
            place = folder / relative.with_name(f"{relative.name}.{number}.{form}")
            number += 1
        taken[place] = None
    return list(taken)
