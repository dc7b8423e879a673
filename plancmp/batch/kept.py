"""A dataset on disk, read again: its plans, their records, what of it still holds."""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from plancmp.batch.sinks import need
from plancmp.model.errors import PlancmpError, reason_of
from plancmp.model.record import PlanRecord
from plancmp.records.tables import columns
from plancmp.rulepacks.messages import worded
from plancmp.rulepacks.reasons import in_words

_AT_ONCE = 64
_LONGEST_CELL = 2**31 - 1


class Kept(NamedTuple):
    """A plan as the table of records keeps it."""

    path: str
    made: str
    record: str
    found: str


def is_dataset(path: Path) -> bool:
    """Whether a path is a dataset: a file of DuckDB, or a folder with a table of records."""
    return path.suffix.lower() == ".duckdb" or _table(path, "records") is not None


def records_in(path: Path, where: str | None = None) -> list[PlanRecord]:
    """The records of a dataset, in its order; `where` is a condition of SQL over the columns of `plans`.

    Raises `PlancmpError` where it is no dataset, or the condition is none.
    """
    wanted = None if where is None else _selected(path, where)
    return [
        msgspec.json.decode(each.record, type=PlanRecord)
        for each in read_kept(path)
        if wanted is None or each.path in wanted
    ]


def read_kept(path: Path) -> Iterator[Kept]:
    """The table of records, row by row, in the order in which it was written."""
    for row in _rows(path, "records", Kept._fields):
        yield Kept(*("" if each is None else str(each) for each in row))


def stamps_in(path: Path) -> dict[str, str]:
    """From what each plan of a dataset was made, by path; nothing where it cannot be read."""
    try:
        return {str(name): str(made) for name, made in _rows(path, "records", ("path", "made"))}
    except PlancmpError:
        return {}


class Former:
    """The records of an earlier run, taken one by one in about the order in which they stand there."""

    def __init__(self, path: Path) -> None:
        self.stamps = stamps_in(path) if is_dataset(path) and path.exists() else {}
        self._rows = read_kept(path) if self.stamps else iter(())
        self._ahead: dict[str, Kept] = {}

    def take(self, path: str) -> Kept | None:
        """The record of a plan; what was read on the way to it waits to be taken."""
        if path not in self.stamps:
            return None
        while path not in self._ahead:
            row = next(self._rows, None)
            if row is None:
                return None
            self._ahead[row.path] = row
        return self._ahead.pop(path)


def _table(folder: Path, name: str) -> Path | None:
    """The file of a table in a folder."""
    places = (folder / f"{name}.csv", folder / f"{name}.parquet")
    return next((place for place in places if place.is_file()), None)


def _rows(path: Path, table: str, wanted: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Some columns of a table, row by row."""
    if path.suffix.lower() == ".duckdb":
        yield from _duckdb_rows(path, table, wanted)
        return
    place = _table(path, table)
    if place is None:
        raise PlancmpError(*worded("no-table", path=path, table=table))
    if place.suffix == ".csv":
        yield from _csv_rows(place, wanted)
        return
    need("pyarrow")
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(place) as file:
            for batch in file.iter_batches(batch_size=_AT_ONCE, columns=list(wanted)):
                yield from zip(*(batch.column(name).to_pylist() for name in wanted), strict=True)
    except (ArrowException, OSError, KeyError) as error:
        raise _not_read(place, error) from None


def _duckdb_rows(path: Path, table: str, wanted: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Some columns of a table of a file of DuckDB, which may run nothing and read nothing else."""
    need("duckdb")
    import duckdb

    listed = ", ".join(f'"{name}"' for name in wanted)
    try:
        if not path.is_file():
            raise FileNotFoundError(2, "No such file")
        safe: dict[str, Any] = {"enable_external_access": "false"}
        with duckdb.connect(str(path), read_only=True, config=safe) as base:
            found = base.execute(f"SELECT {listed} FROM {table}")
            while rows := found.fetchmany(_AT_ONCE):
                yield from rows
    except (duckdb.Error, OSError) as error:
        raise _not_read(path, error) from None


def _csv_rows(place: Path, wanted: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Some columns of a file of CSV, numbers as the schema says."""
    kinds = [columns()[place.stem][name].kind for name in wanted]
    csv.field_size_limit(min(_LONGEST_CELL, sys.maxsize))
    try:
        with place.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield [_plain(row[name], kind) for name, kind in zip(wanted, kinds, strict=True)]
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise _not_read(place, error) from None


def _plain(cell: str, kind: str) -> object:
    """A cell as its column holds it."""
    if not cell:
        return None
    return int(cell) if kind == "integer" else cell


def _not_read(path: Path, error: Exception) -> PlancmpError:
    """Why a dataset cannot be read, in one line."""
    if isinstance(error, FileNotFoundError):
        zh, en = worded("not-found")
        return PlancmpError(f"{path}：{zh}", f"{path}: {en}")
    why = reason_of(error) if isinstance(error, OSError) else " ".join(str(error).split())
    return PlancmpError(*worded("dataset-unreadable", path=path, reason=why))


def _selected(path: Path, where: str) -> set[str]:
    """The paths of the plans for which a condition holds.

    It is asked of a copy of the table in memory, of which it may read the columns and nothing else.
    """
    import sqlite3

    names = list(columns()["plans"])
    base = sqlite3.connect(":memory:")
    try:
        listed = ", ".join(f'"{name}"' for name in names)
        base.execute(f"CREATE TABLE plans ({listed})")
        marks = ", ".join("?" * len(names))
        base.executemany(f"INSERT INTO plans VALUES ({marks})", _rows(path, "plans", names))
        base.set_authorizer(_allow)
        return {row[0] for row in base.execute(f"SELECT path FROM plans WHERE (\n{where}\n)")}
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise PlancmpError(
            *worded("where-wrong", where=where, error=in_words(str(error)), columns=list(names))
        ) from None
    finally:
        base.close()


def _allow(action: int, *_: object) -> int:
    """Reading and plain functions; no writing, no attaching, no pragma."""
    import sqlite3

    plain = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION)
    return sqlite3.SQLITE_OK if action in plain else sqlite3.SQLITE_DENY
