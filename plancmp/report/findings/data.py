"""A check report as JSON and as JSON lines, and the JSON Schema of the former."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from plancmp.model.checkreport import CheckReport, PutAside, Status, Summary, Unused
from plancmp.model.finding import Finding, Related, Severity
from plancmp.model.language import Lang
from plancmp.records.jsonform import schema_of
from plancmp.report.findings.words import related_path
from plancmp.report.safe import to_json

if TYPE_CHECKING:
    from plancmp.checks.entries import Check


T = TypeVar("T", bound="_Data")


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the JSON: what has no default is always there."""


class AtData(_Data, frozen=True, kw_only=True):
    """Where words stand. Lines and columns count from 1, columns count characters; null where unknown."""

    line: int | None
    column: int | None
    end_column: int | None
    page: int | None
    block: int | None
    row: int | UnsetType = UNSET
    cell: int | UnsetType = UNSET
    section: str | UnsetType = UNSET
    """Numbers of the headings above, and the title of the last."""
    table: str | UnsetType = UNSET
    row_name: str | UnsetType = UNSET
    column_name: str | UnsetType = UNSET


class RelatedData(_Data, frozen=True, kw_only=True):
    """Another place that belongs to a finding; `path` where it is one in another plan."""

    message: str
    at: AtData
    excerpt: str
    path: str | UnsetType = UNSET


class FindingData(_Data, frozen=True, kw_only=True):
    """One finding."""

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    at: AtData
    excerpt: str
    indicator: str | None
    related: tuple[RelatedData, ...]
    fingerprint: str


class FileData(_Data, frozen=True, kw_only=True):
    """One plan of the run."""

    path: str
    status: Status
    not_checked: tuple[str, ...]
    error: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    format: str | UnsetType = UNSET


class ReportData(_Data, frozen=True, kw_only=True):
    """What a run of checks found."""

    plancmp: int = 1
    findings: tuple[FindingData, ...]
    files: tuple[FileData, ...]
    summary: Summary
    put_aside: PutAside
    unused: tuple[Unused, ...]


def write_json(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """The report as indented JSON with a line end."""
    return to_json(msgspec.to_builtins(_report(report))) + "\n"


def write_jsonl(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """An object a line, its `type` first: findings, then files, and last one summary."""
    return "".join(to_json(line, indent=None) + "\n" for line in _lines(_report(report)))


def _lines(data: ReportData) -> Iterator[dict[str, object]]:
    for finding in data.findings:
        yield {"type": "finding", **msgspec.to_builtins(finding)}
    for file in data.files:
        yield {"type": "file", **msgspec.to_builtins(file)}
    whole = msgspec.to_builtins(msgspec.structs.replace(data, findings=(), files=()))
    yield {"type": "summary", **{key: whole[key] for key in ("plancmp", "summary", "put_aside", "unused")}}


def findings_schema() -> dict[str, object]:
    """The JSON Schema of what `write_json` writes."""
    schema = schema_of(ReportData, "plancmp findings")
    schema["description"] = (
        "What `check -f json` writes. In CSV, a cell that a spreadsheet would run as a formula has an "
        "apostrophe in front; all other values, signed numbers and strokes too, stand as written."
    )
    return schema


def _report(report: CheckReport) -> ReportData:
    findings = tuple(
        _filled(
            FindingData,
            finding,
            at=_filled(AtData, finding.at, finding.where),
            related=tuple(_related(finding, related) for related in finding.related),
        )
        for finding in report.findings
    )
    files = tuple(_filled(FileData, file) for file in report.files)
    return _filled(ReportData, report, plancmp=1, findings=findings, files=files)


def _related(finding: Finding, related: Related) -> RelatedData:
    path = related_path(finding, related)
    other = UNSET if path == finding.path else path
    return _filled(RelatedData, related, at=_filled(AtData, related.at), path=other)


def _filled(kind: type[T], *sources: object, **own: object) -> T:
    """A part of the JSON with what its sources call the same; what none has is left out where it may be."""
    fields = {
        field.name: next(
            (held for each in sources if (held := getattr(each, field.name, None)) is not None),
            None if field.required else UNSET,
        )
        for field in msgspec.structs.fields(kind)
        if field.name not in own
    }
    return kind(**fields, **own)
