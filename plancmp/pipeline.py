"""The stages joined, from files to records, findings and comparisons: the Python API."""

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from plancmp.model.document import Document
from plancmp.model.errors import PlancmpError
from plancmp.model.record import PlanRecord, Source

if TYPE_CHECKING:
    from plancmp.checks.options import Options
    from plancmp.model.comparison import Comparison
    from plancmp.model.finding import Finding
    from plancmp.records.verifying import Mismatch

RECORDS = frozenset((".yaml", ".yml", ".json"))
"""Endings of records; every other file is a plan document."""
REFERENCE = "ref:"
"""Begins the name of a bundled reference plan: `ref:disability-15`."""


def extract(path: str | Path) -> PlanRecord:
    """Read the plan in a file as a record.

    Raises `plancmp.SourceError` with one clear line when the file cannot be read as text. What is odd
    in the plan itself never raises; it is among the record's `notes`.
    """
    return _read(path)[0]


def extract_bytes(data: bytes, name: str = "-") -> PlanRecord:
    """Read a plan from bytes, as from standard input; `name` stands in messages and as the path."""
    from plancmp.sources.reading import read_bytes

    return record_of(read_bytes(data, name), data, name)


def load(path: str | Path) -> PlanRecord:
    """The record of a plan: a record (.yaml, .yml, .json), a document, or a bundled plan (`ref:NAME`).

    Raises `plancmp.RecordError`, `SourceError` or `RuleError` with one clear line.
    """
    return load_with_document(path)[0]


def load_with_document(path: str | Path, data: bytes | None = None) -> tuple[PlanRecord, Document | None]:
    """The record of a plan as `load` gives it, with its document where the file is the plan itself.

    With `data` these bytes are the plan, and `path` is what it is called.
    """
    name = str(path)
    if data is not None:
        from plancmp.sources.reading import read_bytes

        document = read_bytes(data, name)
        return record_of(document, data, name), document
    if name.startswith(REFERENCE):
        from plancmp.align.references import load_reference

        return load_reference(name.removeprefix(REFERENCE)), None
    if Path(path).suffix.lower() in RECORDS:
        from plancmp.records.yamlform import load_record

        return load_record(path), None
    return _read(path)


def check(path: str | Path, options: "Options | None" = None) -> "list[Finding]":
    """What a draft (or the record of one) lacks or gets wrong, in document order.

    `options` says which checks, against what, in which language (`plancmp.Options`). Raises as `load` does,
    and where a plan to hold against is of another field or period.
    """
    from plancmp.align.opponents import hold_against
    from plancmp.checks.engine import check_plan

    record, document = load_with_document(path)
    for superior in options.superiors if options else ():
        hold_against(record, superior, "against")
    if options and options.previous:
        hold_against(record, options.previous, "previous")
    return check_plan(record, document, options)


def diff(
    paths: Iterable[str | Path | PlanRecord],
    *,
    base: str | Path | PlanRecord | None = None,
    crosswalk: str | Path | None = None,
    explain: bool = False,
    lang: str = "zh",
    parts: Collection[str] | None = None,
) -> "Comparison":
    """Plans side by side: two or more files (or records that were read), or one with `base`.

    `base` is the plan to hold the others against and stands first. `crosswalk` is a file of one's own word on
    which indicators are the same. `explain` adds the near names that did not meet, and why; reasons are in
    `lang`. With `parts` only those of `sections, boxes, tasks, text` are compared, besides the indicators.
    Raises `plancmp.PlancmpError` where fewer plans are named, and as `load` does.
    """
    from plancmp.align.aligning import align_plans
    from plancmp.compare.comparing import PARTS, compare

    named = [*([base] if base is not None else []), *paths]
    if len(named) < 2:
        from plancmp.rulepacks.messages import worded

        raise PlancmpError(*worded("one-plan", count=len(named)))
    plans = [each if isinstance(each, PlanRecord) else load(each) for each in named]
    links = None
    if crosswalk is not None:
        from plancmp.align.crosswalk import load_crosswalk

        links = load_crosswalk(Path(crosswalk))
    alignment = align_plans(plans, links, lang=lang)
    comparison = compare(plans, alignment, 0 if base is not None else None, PARTS if parts is None else parts)
    if not explain:
        return comparison
    from plancmp.compare.apart import with_apart

    return with_apart(comparison, plans, alignment, lang=lang)


def verify(path: str | Path) -> "list[Mismatch]":
    """What a record says that its source does not; empty when everything stands.

    The source is looked for as the record names it, then beside the record. Raises `plancmp.RecordError`
    where it is not there, and as `extract` does.
    """
    from plancmp.records.verifying import find_mismatches, find_source
    from plancmp.records.yamlform import load_record
    from plancmp.sources.reading import read_document

    record = load_record(path)
    source = find_source(Path(path), record)
    document, data = read_document(source)
    return list(find_mismatches(record, document, _sha256(data)))


def record_of(document: Document, data: bytes, path: str) -> PlanRecord:
    """The record of a document that was read from `data`."""
    from plancmp.align.keys import with_keys
    from plancmp.records.building import build_record
    from plancmp.structure.outline import read_outline

    source = Source(
        path=path.replace("\\", "/"),
        format=document.format,
        reader=document.reader,
        sha256=_sha256(data),
        encoding=document.encoding,
        pages=document.pages,
    )
    record = build_record(document, read_outline(document), source, Path(path).stem)
    if any(note.code == "recognised" for note in document.notes):
        from plancmp.records.recognised import mark_recognised

        record = mark_recognised(record, document)
    return with_keys(record)


def _read(path: str | Path) -> tuple[PlanRecord, Document]:
    """The record of a plan document, and the document."""
    from plancmp.sources.reading import read_document

    document, data = read_document(Path(path))
    return record_of(document, data, str(path)), document


def _sha256(data: bytes) -> str:
    """The hash that a record keeps of its source."""
    return hashlib.sha256(data).hexdigest()
