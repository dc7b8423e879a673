"""A record as rows of long tables, one row a thing; `rules/dataset.yaml` says which columns there are."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from plancmp.model.finding import Finding
from plancmp.model.quantity import Quantity
from plancmp.model.record import Indicator, PlanRecord, Section, Text, Value
from plancmp.records.messages import lacks_indicators
from plancmp.rulepacks import load

Kind = Literal["text", "integer", "decimal", "boolean"]
Row = tuple[object, ...]
Rows = dict[str, list[Row]]
Own = Mapping[str, object]
Thing = tuple[str, object, Own]
"""The table, what is a row of it, and the columns that are no fields of that."""
"""The columns that every table begins with."""
_STEP = Decimal("1e-10")
_DIGITS = Context(prec=38, rounding=ROUND_HALF_EVEN)
_PLACES = frozenset(("line", "column", "end_column", "page"))
_LARGEST = 27
"""The power of ten of the first digit of the largest number."""
_VALUE = ("text", "state", "kind", "relation", "value", "upper", "unit", "year", "total")
_REGIONS = ("province", "city", "county")
_UNREAD = "有指标表，但没有读出指标"
_NONE = "没有指标表"
_JSON_TYPES: Mapping[Kind, object] = {
    "text": ["string", "null"],
    "integer": ["integer", "null"],
    "decimal": ["number", "null"],
    "boolean": ["boolean", "null"],
}


class Column(NamedTuple):
    """A column: its type and what it says."""

    kind: Kind
    zh: str
    en: str


class _TableFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table in the file."""

    about: tuple[str, str]
    columns: dict[str, tuple[Kind, str, str] | None]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of tables."""

    version: int
    shared: dict[str, tuple[Kind, str, str]]
    tables: dict[str, _TableFile]


@cache
def columns() -> dict[str, dict[str, Column]]:
    """The columns of every table by name, in their order."""
    file = load(_File, "dataset.yaml")
    own = {
        "path": Column("text", "文件路径，各表以此相连", "path of the file; joins the tables"),
        "plan": Column("text", "规划编号，一次运行内不重复", "id of the plan, unique in the dataset"),
    }
    found: dict[str, dict[str, Column]] = {}
    for name, table in file.tables.items():
        found[name] = own | {
            column: Column(*(said or file.shared[column.removeprefix("baseline_").removeprefix("target_")]))
            for column, said in table.columns.items()
        }
    return found


def tables_schema() -> dict[str, object]:
    """The JSON Schema of a dataset: a list of rows by table; `format` says which SQL type a number has."""
    file = load(_File, "dataset.yaml")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "plancmp dataset",
        "version": file.version,
        "type": "object",
        "properties": {
            name: {
                "description": " / ".join(file.tables[name].about),
                "type": "array",
                "items": {"type": "object", "properties": {each: _described(said[each]) for each in said}},
            }
            for name, said in columns().items()
        },
    }


def _described(column: Column) -> dict[str, object]:
    """A column in the schema."""
    kind: dict[str, object] = {"type": _JSON_TYPES[column.kind]}
    if column.kind == "decimal":
        kind["format"] = "decimal(38,10)"
    return {**kind, "description": f"{column.zh} / {column.en}"}


def failed_rows(path: str, plan: str, sha256: str | None, reason: str) -> Rows:
    """The tables of a file that could not be read: its row in `plans`."""
    return {"plans": [_row("plans", path, plan, None, sha256=sha256, status="failed", reason=reason)]}


def rows_of(record: PlanRecord, path: str, plan: str, findings: Iterable[Finding] = ()) -> Rows:
    """The rows of a record by table, each in the order of `columns()`, in document order."""
    found: Rows = {name: [] for name in columns()}
    for table, thing, own in _things(record, findings):
        found[table].append(_row(table, path, plan, thing, **own))
    return found


def _things(record: PlanRecord, findings: Iterable[Finding]) -> Iterator[Thing]:
    """Everything that is a row."""
    yield "plans", record.plan, _plan(record)
    for indicator, parent in indicator_rows(record):
        yield "indicators", indicator, _indicator(indicator, parent)
        yield from (("values", value, own) for value, own in _values(indicator))
    for box in record.boxes:
        yield "boxes", box, {"items": len(box.items), "text": _joined(box.paragraphs)}
        yield from (("items", item, {"box": box.id}) for item in box.items)
    for task in record.tasks:
        yield "duties", task, {"lead": "、".join(task.lead), "support": "、".join(task.support)}
    for each in record.commitments:
        value = each.value
        yield "commitments", value, {"id": each.id, "text": each.text, "subject": each.subject, "at": each.at,
                                     "key": each.key, "scope": each.scope, "year": each.year}  # fmt: skip
    yield from _sections(record.sections, None)
    for appendix in record.appendices:
        yield "sections", appendix, {"level": 0, "text": _joined(appendix.paragraphs)}
        yield from _sections(appendix.sections, appendix.id)
    yield from (("notes", note, {}) for note in record.notes)
    yield from (("findings", finding, {}) for finding in findings)


def indicator_rows(record: PlanRecord) -> Iterator[tuple[Indicator, str | None]]:
    """All indicators of a record with the id of the row that each is a part of."""
    waiting: list[tuple[Indicator, str | None]] = [(each, None) for each in reversed(record.indicators)]
    while waiting:
        indicator, parent = waiting.pop()
        yield indicator, parent
        waiting.extend((part, indicator.id) for part in reversed(indicator.parts))


def _row(table: str, path: str, plan: str, thing: object, **own: object) -> Row:
    """A row: `own` first, then fields of the same name, then its place; what is not there is None."""
    at = own.get("at") or getattr(thing, "at", None)
    own |= {"path": path, "plan": plan}
    return tuple(
        _plain(
            own[name] if name in own else getattr(at if name in _PLACES else thing, name, None), column.kind
        )
        for name, column in columns()[table].items()
    )


def _plain(value: object, kind: Kind) -> object:
    """A value as the column holds it; texts in a row are joined by ｜."""
    if isinstance(value, tuple):
        value = "｜".join(value)
    if value is None or value == "":
        return None
    return _exact(value) if kind == "decimal" else value


def _exact(value: object) -> Decimal | None:
    """A number that fits decimal(38,10); None for one that is too large (its spelling stands beside it).

    >>> _exact("0.12345678901"), _exact("6.50"), _exact("1e28")
    (Decimal('0.1234567890'), Decimal('6.50'), None)
    """
    number = Decimal(str(value))
    if not number.is_finite() or number.adjusted() > _LARGEST:
        return None
    rounded = number.quantize(_STEP, context=_DIGITS)
    return number if number == rounded else rounded


def _plan(record: PlanRecord) -> dict[str, object]:
    """What a row of `plans` has besides the fields of the plan itself."""
    plan, source = record.plan, record.source
    count = sum(1 for _ in indicator_rows(record))
    own: dict[str, object] = {
        "field": plan.sector,
        "sha256": source.sha256,
        "format": source.format,
        "pages": source.pages,
        "based_on": "、".join(each.title for each in plan.based_on),
        "status": "read" if count else "empty",
        "reason": None if count else _UNREAD if lacks_indicators(record) else _NONE,
        "indicators": count,
    }
    if plan.period is not None:
        period = plan.period
        own |= {"period": period.name, "start": period.start, "end": period.end, "outlook": period.outlook}
    if (region := plan.region) is not None:
        own |= {"region": region.name, "level": region.level, "code": region.code}
        own |= dict(zip(_REGIONS, region.parents, strict=False))
        if region.level in _REGIONS:
            own[region.level] = region.name
    return own


def _indicator(indicator: Indicator, parent: str | None) -> dict[str, object]:
    """What a row of `indicators` has besides the fields of the indicator itself."""
    own: dict[str, object] = {"parent": parent}
    if indicator.match is not None:
        own |= {"match": indicator.match.level, "score": indicator.match.score}
    for role in ("baseline", "target"):
        value: Value | None = getattr(indicator, role)
        own |= {f"{role}_{name}": getattr(value, name, None) for name in _VALUE}
    return own


def _values(indicator: Indicator) -> Iterator[tuple[Value | Quantity, Own]]:
    """Every value of an indicator, and each of several in one cell."""
    for role, value in (
        ("baseline", indicator.baseline),
        ("target", indicator.target),
        *((each.role, each) for each in indicator.values),
    ):
        if value is not None:
            said = {"indicator": indicator.id, "role": value.role or role, "at": value.at or indicator.at}
            yield value, said
            kept = {"label": value.label, "year": value.year, "text": value.text}
            yield from ((part, {**said, **kept, "part": part.label}) for part in value.parts)


def _sections(sections: Iterable[Section], parent: str | None) -> Iterator[Thing]:
    """Sections with what is below them, in document order."""
    waiting = [(each, parent) for each in reversed(tuple(sections))]
    while waiting:
        section, above = waiting.pop()
        yield "sections", section, {"parent": above, "text": _joined(section.paragraphs)}
        waiting.extend((each, section.id) for each in reversed(section.sections))


def _joined(paragraphs: Iterable[Text]) -> str:
    """Paragraphs as lines of one text."""
    return "\n".join(each.text for each in paragraphs)
