"""Records of plans to files: each to its own, or all to one; what is there and would be the same stays."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, Protocol

import msgspec

from plancmp.batch.reading import Outcome
from plancmp.batch.sinks import Sink, one_file
from plancmp.batch.whole import whole
from plancmp.model.record import PlanRecord
from plancmp.records.sealing import Seal, seal_of
from plancmp.records.tables import Rows, rows_of

Form = Literal["yaml", "json", "jsonl", "csv", "xlsx", "parquet"]
TABLES = ("xlsx", "parquet")
"""Forms that are made of tables, not of records."""
SEALED = ("yaml", "json", "jsonl")
"""Forms that say from what they were made."""


class Target(Protocol):
    """Where records go: the plan of a number in the run has its place there."""

    def seal(self, at: int) -> Seal | None:
        """What the record says that is there from an earlier run."""

    def take(self, at: int, outcome: Outcome) -> None:
        """Write what came of a plan, or leave what is there."""


class OwnFiles:
    """A file a plan, each whole."""

    def __init__(self, places: Sequence[Path], form: Form) -> None:
        self._places = places
        self._form = form

    def seal(self, at: int) -> Seal | None:
        """What the file says."""
        if self._form not in SEALED:
            return None
        try:
            return seal_of(self._places[at].read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            return None

    def take(self, at: int, outcome: Outcome) -> None:
        """Write a record that was read."""
        if outcome.status != "read":
            return
        if self._form in TABLES:
            with whole(self._places[at]) as place, one_file(place, self._form) as sink:
                sink.take(_rows(outcome))
            return
        with whole(self._places[at]) as place:
            text = f"{_head()}{outcome.text}" if self._form == "csv" else outcome.text
            place.write_text(text, "utf-8-sig" if self._form == "csv" else "utf-8", newline="\n")


class OneText:
    """All records one after the other: records that are there already come from the file of before."""

    def __init__(
        self, names: Sequence[str], form: Form, put: Callable[[str], object], former: "Lines"
    ) -> None:
        self._names, self._form, self._put, self._former = names, form, put, former
        self._is_begun = False

    def seal(self, at: int) -> Seal | None:
        """What the line of the plan says."""
        return self._former.seal(self._names[at])

    def take(self, at: int, outcome: Outcome) -> None:
        """Write the record that was read, or was there."""
        if outcome.status == "failed":
            return
        if self._form == "csv" and not self._is_begun:
            self._put(_head())
        self._is_begun = True
        self._put(outcome.text if outcome.status == "read" else self._former.line(self._names[at]))


class OneTable:
    """All records as tables of one file."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def seal(self, at: int) -> Seal | None:
        """Tables say nothing."""
        return None

    def take(self, at: int, outcome: Outcome) -> None:
        """Write the rows of a record."""
        if outcome.status == "read":
            self._sink.take(_rows(outcome))


class _Line(NamedTuple):
    """Where a record stands in a file of lines."""

    start: int
    seal: Seal


class _Source(msgspec.Struct):
    path: str


class _Named(msgspec.Struct):
    """As much of a record as says of which plan it is."""

    source: _Source


class Lines:
    """A file with a record a line, of an earlier run; nothing where there is none."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self._file = file
        self._lines: dict[str, _Line] = {}
        start = 0
        for line in file or ():
            seal = seal_of(line.decode("utf-8", "replace"))
            if seal is not None:
                self._note(line, _Line(start, seal))
            start += len(line)

    def _note(self, line: bytes, found: _Line) -> None:
        """Keep where the record of a plan stands."""
        try:
            self._lines[msgspec.json.decode(line, type=_Named).source.path] = found
        except msgspec.DecodeError:
            return

    def seal(self, name: str) -> Seal | None:
        """What the line of a plan says."""
        found = self._lines.get(name.replace("\\", "/"))
        return found.seal if found is not None else None

    def line(self, name: str) -> str:
        """The line of a plan."""
        found = self._lines.get(name.replace("\\", "/"))
        if found is None or self._file is None:
            return ""
        self._file.seek(found.start)
        return self._file.readline().decode("utf-8")


@contextmanager
def one_text(path: Path, names: Sequence[str], form: Form, *, force: bool) -> Iterator[OneText]:
    """A text for all records, whole at the end of the block; lines of the one before are used again."""
    encoding = "utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8"
    with ExitStack() as stack:
        place = stack.enter_context(whole(path))
        is_used = form == "jsonl" and path.is_file() and not force
        former = Lines(stack.enter_context(path.open("rb")) if is_used else None)
        file = stack.enter_context(place.open("w", encoding=encoding, newline="\n"))
        yield OneText(names, form, file.write, former)


def _head() -> str:
    """The head of the CSV."""
    from plancmp.report.indicator_rows import write_rows

    return write_rows([], header=True)


def _rows(outcome: Outcome) -> Rows:
    """The rows of a record."""
    record = msgspec.json.decode(outcome.text, type=PlanRecord)
    return rows_of(record, outcome.path, record.id)
