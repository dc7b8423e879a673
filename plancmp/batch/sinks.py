"""Long tables to files as they come: CSV, Parquet, DuckDB, a workbook, or tables in memory."""

import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from plancmp.batch.whole import make_folder, whole_in
from plancmp.model.errors import PlancmpError
from plancmp.records.tables import Column, Row, Rows, columns
from plancmp.rulepacks.messages import worded

if TYPE_CHECKING:
    import pyarrow

Form = Literal["csv", "parquet", "duckdb"]
Put = Callable[[str, list[Row]], None]
"""Writes rows to a table."""
_MANY, _LARGE = 2_000, 32
"""So many rows are written at once; whole records are larger."""
_ROWS_OF_A_SHEET = 1_048_575
_SQL = {"text": "VARCHAR", "integer": "BIGINT", "decimal": "DECIMAL(38, 10)", "boolean": "BOOLEAN"}


class Sink:
    """Takes rows of plans and hands them on in pieces, so that memory stays flat."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self._waiting: Rows = {}

    def take(self, rows: Mapping[str, list[Row]]) -> None:
        """Take the rows of a plan."""
        for table, more in rows.items():
            waiting = self._waiting.setdefault(table, [])
            waiting.extend(more)
            if len(waiting) >= (_LARGE if table == "records" else _MANY):
                self._put(table, waiting)
                self._waiting[table] = []

    def flush(self) -> None:
        """Hand on what waits; every table is handed on, so that each is there."""
        for table in columns():
            self._put(table, self._waiting.pop(table, []))


@contextmanager
def writing(form: Form, place: Path) -> Iterator[Sink]:
    """A sink to a folder (csv, parquet) or a file, which is whole at the end of the block or as it was.

    Raises `PlancmpError` where a library is missing or the place cannot be written.
    """
    needed = {"parquet": ("pyarrow",), "duckdb": ("pyarrow", "duckdb")}
    need(*needed.get(form, ()))
    other = place / f"records.{'parquet' if form == 'csv' else 'csv'}"
    if other.is_file():
        raise PlancmpError(*worded("other-dataset", place=place, name=other.name))
    if form != "duckdb":
        make_folder(place)
    with ExitStack() as stack:
        folder = stack.enter_context(whole_in(place.parent if form == "duckdb" else place))
        put = _duckdb(stack, folder / place.name) if form == "duckdb" else _FORMS[form](stack, folder)
        sink = Sink(put)
        yield sink
        sink.flush()


@contextmanager
def one_file(place: Path, form: str) -> Iterator[Sink]:
    """A sink to one file: a workbook with a sheet a table, or the table of indicators as Parquet."""
    if form == "parquet":
        need("pyarrow")
    with ExitStack() as stack:
        put = _workbook(stack, place) if form == "xlsx" else _parquet(stack, place, ("indicators",))
        sink = Sink(put)
        yield sink
        sink.flush()


def need(*libraries: str, extra: str = "dataset") -> None:
    """Say how to get what is missing."""
    from importlib.util import find_spec

    if missing := [name for name in libraries if find_spec(name) is None]:
        otherwise = worded("csv-instead") if extra == "dataset" else ("", "")
        raise PlancmpError(*worded("package-needed", missing=missing, extra=extra, otherwise=otherwise))


def arrow(table: str, rows: Iterable[Row]) -> "pyarrow.Table":
    """Rows as a table of Arrow."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "decimal": pa.decimal128(38, 10),
        "boolean": pa.bool_(),
    }
    said = columns()[table]
    held = list(zip(*rows, strict=True)) or [()] * len(said)
    arrays = [
        pa.array(_arrow_values(values, column), types[column.kind])
        for values, column in zip(held, said.values(), strict=True)
    ]
    return pa.Table.from_arrays(arrays, names=list(said))


def _arrow_values(values: "Iterable[object]", column: Column) -> "Iterable[object]":
    """Values that Arrow takes: no lone surrogates in texts."""
    if column.kind != "text":
        return values
    return [each if each is None else str(each).encode("utf-8", "replace").decode() for each in values]


def _csv(stack: ExitStack, folder: Path) -> Put:
    """A file a table, UTF-8 with its mark, so that Excel knows it."""
    from plancmp.report.csvform import write_csv

    files = {
        name: stack.enter_context(
            (folder / f"{name}.csv").open("w", encoding="utf-8-sig", errors="replace", newline="")
        )
        for name in columns()
    }
    for name, file in files.items():
        file.write(write_csv([], tuple(columns()[name])))

    def put(table: str, rows: list[Row]) -> None:
        files[table].write(write_csv(map(_cells, rows)))

    return put


def _cells(row: Row) -> tuple[object, ...]:
    """A row as CSV has it: true and false in small letters, as SQL and R read them."""
    return tuple(str(each).lower() if isinstance(each, bool) else each for each in row)


def _parquet(stack: ExitStack, place: Path, wanted: Collection[str] = ()) -> Put:
    """A file a table in a folder, compressed; a file alone where one table is wanted."""
    from pyarrow import parquet

    writers: dict[str, Any] = {}

    def put(table: str, rows: list[Row]) -> None:
        if wanted and table not in wanted:
            return
        held = arrow(table, rows)
        if table not in writers:
            file = place if wanted else place / f"{table}.parquet"
            writers[table] = stack.enter_context(parquet.ParquetWriter(file, held.schema, compression="zstd"))
        if rows:
            writers[table].write_table(held)

    return put


def _duckdb(stack: ExitStack, place: Path) -> Put:
    """A table a table."""
    import duckdb

    stack.enter_context(_as_of_system(duckdb.Error))
    base = stack.enter_context(duckdb.connect(str(place)))
    for name, said in columns().items():
        listed = ", ".join(f'"{each}" {_SQL[column.kind]}' for each, column in said.items())
        base.execute(f"CREATE TABLE {name} ({listed})")

    def put(table: str, rows: list[Row]) -> None:
        base.register("held", arrow(table, rows))
        base.execute(f"INSERT INTO {table} SELECT * FROM held")
        base.unregister("held")

    return put


@contextmanager
def _as_of_system(kind: type[Exception]) -> Iterator[None]:
    """What a library says of the disk, as the system would."""
    try:
        yield
    except kind as error:
        raise OSError(" ".join(str(error).split())) from None


def _workbook(stack: ExitStack, place: Path) -> Put:
    """A sheet a table, without whole records and without what no record has."""
    from plancmp.report.workbook.sheets import opened

    out = io.BytesIO()
    stack.callback(lambda: place.write_bytes(out.getvalue()))
    book = stack.enter_context(opened(out, "zh"))
    held: Rows = {table: [] for table in columns() if table not in ("records", "findings", "reuse")}

    def put(table: str, rows: list[Row]) -> None:
        if table in held:
            held[table].extend(rows)
            if len(held[table]) > _ROWS_OF_A_SHEET:
                raise PlancmpError(*worded("sheet-full", table=table, most=_ROWS_OF_A_SHEET))

    def write() -> None:
        for table, rows in held.items():
            book.sheet(table, list(columns()[table]), [[_cell(each) for each in row] for row in rows])

    stack.callback(write)
    return put


def _cell(value: object) -> object:
    """A value as a sheet has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return float(value) if isinstance(value, Decimal) else value


_FORMS: Mapping[str, Callable[[ExitStack, Path], Put]] = {"csv": _csv, "parquet": _parquet}
