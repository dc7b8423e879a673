"""The stages joined: a file to its record. This is the Python API."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from plancmp.model.document import Document
from plancmp.model.finding import Finding
from plancmp.model.record import PlanRecord, Source

if TYPE_CHECKING:
    from plancmp.checks.options import Options

_RECORDS = frozenset((".yaml", ".yml", ".json"))


def extract(path: str | Path) -> PlanRecord:
    """Read the plan in a file as a record.

    Raises `plancmp.SourceError` with one clear line when the file cannot be read as text. What is odd
    in the plan itself never raises; it is among the record's `notes`.
    """
    from plancmp.sources.reading import read_document

    document, data = read_document(Path(path))
    return record_of(document, data, str(path))


def load_plan(path: str | Path) -> PlanRecord:
    """The record of a plan: read from a record (.yaml, .yml, .json), else extracted from a document.

    Raises `plancmp.RecordError` or `plancmp.SourceError` with one clear line.
    """
    if Path(path).suffix.lower() in _RECORDS:
        from plancmp.records.yamlform import load_record

        return load_record(Path(path))
    return extract(path)


def record_of(document: Document, data: bytes, path: str) -> PlanRecord:
    """The record of a document that was read from `data`."""
    from plancmp.align.keys import with_keys
    from plancmp.records.building import build_record
    from plancmp.structure.outline import read_outline

    source = Source(
        path=path.replace("\\", "/"),
        format=document.format,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=document.encoding,
        pages=document.pages,
    )
    return with_keys(build_record(document, read_outline(document), source, Path(path).stem))


def check(path: str | Path, options: "Options | None" = None) -> list[Finding]:
    """What a draft (or the record of one) lacks or gets wrong, in document order.

    `options` says which checks, against what, in which language (`plancmp.checks.Options`). Raises
    `plancmp.SourceError` or `plancmp.RecordError` with one clear line.
    """
    from plancmp.checks.engine import check_plan

    record, document = load_with_document(path)
    return check_plan(record, document, options)


def load_with_document(path: str | Path) -> tuple[PlanRecord, Document | None]:
    """The record of a plan, with its document where the file is the plan itself and no record."""
    from plancmp.sources.reading import read_document

    if Path(path).suffix.lower() in _RECORDS:
        return load_plan(path), None
    document, data = read_document(Path(path))
    return record_of(document, data, str(path)), document


def extract_bytes(data: bytes, name: str = "-") -> PlanRecord:
    """Read a plan from bytes, as from standard input; `name` stands in messages and as the path."""
    from plancmp.sources.reading import read_bytes

    return record_of(read_bytes(data, name), data, name)


__all__ = ["check", "extract", "extract_bytes", "load_plan", "load_with_document", "record_of"]
