"""Paths on the command line to plans: documents, or records of plans, one by one or in folders."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from plancmp.batch.inputs import find_inputs, walk
from plancmp.model.errors import SourceError
from plancmp.pipeline import RECORDS
from plancmp.rulepacks.messages import worded
from plancmp.sources.formats import ENDINGS

_HEAD = 4096


def find_plans(paths: Iterable[str]) -> list[Path]:
    """The plans that the paths name, in their order; folders are walked by name, `-` stays as it is.

    In a folder, a record of plancmp stands for the document beside it of the same name: a person may
    have corrected it. YAML and JSON that are no records are passed over. Raises `SourceError` for a
    folder without any plan.
    """
    found: list[Path] = []
    for name in paths:
        found.extend(_in_folder(name) if name != "-" and Path(name).is_dir() else [Path(name)])
    return found


def find_records(paths: Iterable[str]) -> list[Path]:
    """The records that the paths name; folders are walked by name.

    Raises `SourceError` for a folder without any record, and for another file.
    """
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_file() and path.suffix.lower() not in RECORDS:
            raise SourceError(*worded("not-a-record", name=name))
        records = list(_records(path)) if path.is_dir() else [path]
        if not records:
            raise SourceError(*worded("no-records", name=name))
        found.extend(records)
    return found


def _in_folder(name: str) -> list[Path]:
    """Plans below a folder, by path."""
    records = list(_records(Path(name)))
    held = {path.with_suffix("") for path in records}
    documents = _documents(name, bool(records))
    plans = [*records, *(path for path in documents if path.with_suffix("") not in held)]
    return sorted(plans, key=lambda path: path.parts)


def _documents(name: str, may_lack: bool) -> list[Path]:
    """Documents below a folder; a folder of records need not have any."""
    try:
        return [Path(each.name) for each in find_inputs([name])]
    except SourceError:
        if may_lack and not _any_document(Path(name)):
            return []
        raise


def _any_document(folder: Path) -> bool:
    """Whether a folder has a file that looks like a document: then the error was another one."""
    return any(
        path.suffix.lower() in ENDINGS for path in folder.rglob("*") if not path.name.startswith((".", "~$"))
    )


def _records(folder: Path) -> Iterator[Path]:
    """Records of plancmp below a folder."""
    for base, _, names in walk(folder):
        for name in names:
            path = Path(base) / name
            if path.suffix.lower() in RECORDS and not name.startswith(".") and _is_record(path):
                yield path


def _is_record(path: Path) -> bool:
    """Whether a file begins as records do: with the version of the format, then an id."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace").lstrip("\ufeff")
    except OSError:
        return False
    words = "".join(char for char in head[:200] if char not in '" \t\r\n{')
    return words.startswith(("plancmp:1id:", "plancmp:1,id:"))
