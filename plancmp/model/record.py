"""The record: what a plan becomes. Field by field as `plancmp schema record` prints it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal, get_args

import msgspec

from plancmp.model.choices import Stage as Stage
from plancmp.model.document import Format
from plancmp.model.place import Place
from plancmp.model.quantity import Kind, Quantity, Relation, State

Level = Literal["nation", "province", "city", "county"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""From the highest down."""
PlanKind = Literal["plan", "outline", "action", "opinion", "list", "other"]
Numbering = Literal["written", "automatic", "absent"]
BoxKind = Literal["projects", "indicators", "other"]
Role = Literal["baseline", "target", "total", "growth", "year"]


class _Part(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A part of a record: absent fields are left out of the YAML, unknown ones are refused."""


class Source(_Part, frozen=True, kw_only=True):
    """The file that a record was read from."""

    path: str
    format: Format
    reader: str | None = None
    """Which reader it was, where more than one could have read the file: `libreoffice`, `plancmp`."""
    sha256: str
    encoding: str | None = None
    pages: int | None = None


class RegionRecord(_Part, frozen=True, kw_only=True):
    """The place that a plan is for; `parents` from the province down."""

    name: str
    level: Level | None = None
    code: str | None = None
    parents: tuple[str, ...] = ()


class Period(_Part, frozen=True, kw_only=True):
    """The five years of a plan, and the year of its outlook."""

    name: str
    start: int
    end: int
    outlook: int | None = None


class Basis(_Part, frozen=True, kw_only=True):
    """A document that the plan says it rests on."""

    title: str
    level: Level | None = None
    at: Place
    recognised: bool = False


class Text(_Part, frozen=True, kw_only=True):
    """A paragraph or cell as written, and where it stands."""

    text: str
    at: Place
    recognised: bool = False


class PlanData(_Part, frozen=True, kw_only=True):
    """What the plan says of itself as a document."""

    kind: PlanKind | None = None
    title: str | None = None
    region: RegionRecord | None = None
    sector: str | None = None
    period: Period | None = None
    stage: Stage | None = None
    stage_text: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    based_on: tuple[Basis, ...] = ()
    front: tuple[Text, ...] = ()
    """Every paragraph before the first section: letter, title lines, preamble."""


class Section(_Part, frozen=True, kw_only=True):
    """A heading with the text under it."""

    id: str
    level: int
    style: str | None = None
    label: str | None = None
    number: int | None = None
    numbering: Numbering
    title: str
    at: Place
    recognised: bool = False
    paragraphs: tuple[Text, ...] = ()
    sections: tuple["Section", ...] = ()


def flat(sections: Iterable[Section]) -> Iterator[Section]:
    """All sections of a tree in document order."""
    for section in sections:
        yield section
        yield from flat(section.sections)


class Appendix(_Part, frozen=True, kw_only=True):
    """附件 or 附表: what follows the plan's own text."""

    id: str
    label: str | None = None
    number: int | None = None
    title: str | None = None
    at: Place
    recognised: bool = False
    paragraphs: tuple[Text, ...] = ()
    sections: tuple[Section, ...] = ()


class Item(_Part, frozen=True, kw_only=True):
    """A numbered item of a box."""

    id: str
    label: str | None = None
    number: int | None = None
    group: str | None = None
    title: str
    text: str | None = None
    at: Place
    recognised: bool = False


class Box(_Part, frozen=True, kw_only=True):
    """A 专栏, or a titled table that serves as one."""

    id: str
    label: str | None = None
    number: int | None = None
    title: str | None = None
    header: tuple[str, ...] = ()
    kind: BoxKind
    section: str | None = None
    at: Place
    recognised: bool = False
    groups: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    paragraphs: tuple[Text, ...] = ()


class Value(_Part, frozen=True, kw_only=True):
    """A value of an indicator: what stands in the cell, and what it means (see `Quantity`)."""

    label: str | None = None
    year: int | None = None
    role: Role | None = None
    text: str
    state: State
    kind: Kind | None = None
    relation: Relation | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    total: bool | None = None
    change: bool | None = None
    since: int | None = None
    reference: str | None = None
    parts: tuple[Quantity, ...] = ()
    at: Place | None = None
    recognised: bool = False
    confidence: float | None = None
    """How sure recognition is of a value that was read in a picture, from 0 to 1."""


def value_of(
    quantity: Quantity,
    *,
    text: str,
    label: str | None = None,
    year: int | None = None,
    role: Role | None = None,
    at: Place | None = None,
) -> Value:
    """What was written together with what it means."""
    meant = msgspec.structs.asdict(quantity) | {"label": label}
    return Value(text=text, year=year, role=role, at=at, **meant)


class Match(_Part, frozen=True, kw_only=True):
    """How a canonical indicator was found."""

    level: str
    score: float


class Indicator(_Part, frozen=True, kw_only=True):
    """A row of an indicator table."""

    id: str
    number: int | None = None
    category: str | None = None
    name: str
    unit: str | None = None
    attribute: str | None = None
    key: str | None = None
    match: Match | None = None
    baseline: Value | None = None
    target: Value | None = None
    values: tuple[Value, ...] = ()
    parts: tuple["Indicator", ...] = ()
    notes: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    box: str | None = None
    table: str | None = None
    at: Place
    recognised: bool = False


class Task(_Part, frozen=True, kw_only=True):
    """A row of a 分工表, or a paragraph that names who is responsible."""

    id: str
    number: int | None = None
    category: str | None = None
    text: str
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    section: str | None = None
    table: str | None = None
    written: tuple[str, ...] = ()
    at: Place
    recognised: bool = False


class Commitment(_Part, frozen=True, kw_only=True):
    """A quantified promise in running text, a box or a task."""

    id: str
    text: str
    subject: str
    year: int | None = None
    scope: str | None = None
    value: Value
    key: str | None = None
    at: Place
    recognised: bool = False


class TableRecord(_Part, frozen=True, kw_only=True):
    """A table as read. Tables of indicators and tasks keep only what their rows do not carry."""

    id: str
    title: str | None = None
    kind: Literal["indicators", "tasks", "other"] = "other"
    section: str | None = None
    header: tuple[tuple[str, ...], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[Text, ...] = ()
    at: Place
    recognised: bool = False


class Note(_Part, frozen=True, kw_only=True):
    """What the reader left out, could not read or was unsure of."""

    code: str
    message: str
    text: str | None = None
    at: Place | None = None
    recognised: bool = False


class PlanRecord(_Part, frozen=True, kw_only=True):
    """One plan document as data; see the laws in the design."""

    plancmp: int = 1
    id: str
    source: Source
    plan: PlanData
    sections: tuple[Section, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    boxes: tuple[Box, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    tasks: tuple[Task, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    tables: tuple[TableRecord, ...] = ()
    notes: tuple[Note, ...] = ()
