"""The records of many plans: files, folders, datasets, in this process or in several."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from plancmp.batch.plan_inputs import find_plans
from plancmp.batch.reading import LONGEST, internal, named
from plancmp.batch.workers import Work, processes_for, run_all
from plancmp.model.errors import PlancmpError
from plancmp.model.record import PlanRecord
from plancmp.pipeline import extract_bytes, load
from plancmp.rulepacks.messages import worded

Given = str | PlanRecord
Loaded = PlanRecord | PlancmpError


def plans_named(paths: Sequence[str], where: str | None = None) -> list[Given]:
    """The plans that paths name: records of datasets, of which `where` chooses, and names of all others.

    Raises `PlancmpError` where there is a condition and no dataset, and as `find_plans` does.
    """
    if where is not None and not any(map(_is_dataset, paths)):
        raise PlancmpError(*worded("where-dataset"))
    found: list[Given] = []
    for path in paths:
        if _is_dataset(path):
            from plancmp.batch.kept import records_in

            found.extend(records_in(Path(path), where))
        else:
            found.extend(str(each) for each in find_plans([path]))
    if where is not None and not found:
        raise PlancmpError(*worded("where-none", where=where))
    return found


def _is_dataset(path: str) -> bool:
    """Whether a path is a dataset; what reads them is not loaded for what cannot be one."""
    if not path.lower().endswith(".duckdb") and not Path(path).is_dir():
        return False
    from plancmp.batch.kept import is_dataset

    return is_dataset(Path(path))


def load_all(plans: Sequence[Given], processes: int = 0) -> Iterator[Loaded]:
    """The record of each plan in order, or why it has none; `processes` 0 lets the number of plans decide."""
    names = sum(isinstance(each, str) for each in plans)
    yield from run_all(_LOADING, plans, processes_for(names, processes))


def _load(plan: Given) -> Loaded:
    """The record of a plan, or of what comes on standard input."""
    if isinstance(plan, PlanRecord):
        return plan
    try:
        return extract_bytes(sys.stdin.buffer.read()) if plan == "-" else load(plan)
    except PlancmpError as error:
        return error
    except Exception as error:
        return internal(plan, error)


def _known(plan: Given) -> Loaded | None:
    """What is not done in another process: what is there, and what comes on standard input."""
    return _load(plan) if isinstance(plan, PlanRecord) or plan == "-" else None


def _gone(plan: Given, error: PlancmpError) -> Loaded:
    """What is said of a plan whose process did not end well."""
    return named(str(plan), error)


_LOADING: Work[Given, Loaded] = Work(_load, _gone, LONGEST, _known)
