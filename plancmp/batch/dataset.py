"""Many plans as long tables."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from plancmp.batch.cluster import run_on
from plancmp.batch.inputs import find_inputs
from plancmp.batch.kept import Former
from plancmp.batch.plan_inputs import find_plans
from plancmp.batch.reading import READING, Job, Outcome
from plancmp.batch.remote import is_remote
from plancmp.batch.reuse import Reuse
from plancmp.batch.sinks import Sink, arrow, need
from plancmp.batch.workers import processes_for, run_all
from plancmp.model.finding import Finding
from plancmp.model.record import PlanRecord
from plancmp.records.sealing import Seal
from plancmp.records.tables import Row, Rows, columns, failed_rows, rows_of

if TYPE_CHECKING:
    import pyarrow


def dataset(paths: Iterable[str | Path], *, jobs: int | None = None) -> "dict[str, pyarrow.Table]":
    """Plans, records or folders of them as tables of Arrow by name, as `plancmp dataset` writes them.

    A file that cannot be read is a row of `plans` with its reason. `jobs` is the number of processes, one
    where none is said; a script that asks for several begins with `if __name__ == "__main__":`. Raises
    `plancmp.PlancmpError` where a folder has no plans or pyarrow is missing.
    """
    need("pyarrow")
    held: Rows = {name: [] for name in columns()}
    sink = Sink(lambda table, rows: held[table].extend(rows))
    names = plan_names(map(str, paths))
    for _ in fill(sink, read_all(names, processes_for(len(names), jobs or 1))):
        pass
    sink.flush()
    return {table: arrow(table, rows) for table, rows in held.items()}


def plan_names(paths: Iterable[str]) -> list[str]:
    """The plans that paths name, each once."""
    found: list[str] = []
    for name in paths:
        remote = is_remote(name)
        found += (
            [each.name for each in find_inputs([name])] if remote else map(Path.as_posix, find_plans([name]))
        )
    return list(dict.fromkeys(found))


def read_all(
    names: Sequence[str], processes: int, former: Former | None = None, *, cluster: str | None = None
) -> Iterator[Outcome]:
    """What comes of each plan, here or on a cluster; one that is as it was earlier is not read again."""
    stamps = former.stamps if former is not None else {}
    held = {name: Seal(stamp, is_own=True) for name, stamp in stamps.items()}
    jobs = (Job(name, held=held.get(name), seal=True, check=True) for name in names)
    yield from run_on(cluster, READING, jobs) if cluster else run_all(READING, jobs, processes)


def fill(sink: Sink, outcomes: Iterable[Outcome], former: Former | None = None) -> Iterator[Outcome]:
    """Write the rows of each plan to a sink; the outcomes pass through."""
    ids: set[str] = set()
    reuse = Reuse()
    for outcome in outcomes:
        kept = former.take(outcome.path) if former is not None else None
        record, found = outcome.text, outcome.found
        if outcome.status == "unchanged" and kept is not None:
            record, found = kept.record, kept.found
        if outcome.error is not None:
            plan = _unique(Path(outcome.path).stem, outcome.path, ids)
            sink.take(failed_rows(outcome.path, plan, outcome.sha256, outcome.error.chinese))
        else:
            sink.take(_rows(outcome, record, found, ids, reuse))
        yield outcome
    for row in reuse.rows():
        sink.take({"reuse": [row]})


def _rows(outcome: Outcome, record: str, found: str, ids: set[str], reuse: Reuse) -> Rows:
    """The rows of a plan that was read, now or earlier; its sentences are taken for `reuse`."""
    plan = msgspec.json.decode(record, type=PlanRecord)
    name = _unique(plan.id, outcome.path, ids)
    reuse.take(outcome.path, name, plan)
    rows = rows_of(plan, outcome.path, name, msgspec.json.decode(found, type=list[Finding]))
    kept: Row = (outcome.path, name, outcome.stamp, record, found)
    return {**rows, "records": [kept]}


def _unique(name: str, path: str, ids: set[str]) -> str:
    """The id of a plan, with its path where another plan of the dataset has the same."""
    unique = f"{name}@{path}" if name in ids else name
    ids.add(unique)
    return unique
