"""The bundled superior plans of `rules/plans` as records."""

import hashlib
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from plancmp.align.catalogue import canonical_name
from plancmp.model.errors import RuleError
from plancmp.model.place import Place
from plancmp.model.record import (
    Indicator,
    Level,
    Note,
    Period,
    PlanData,
    PlanKind,
    PlanRecord,
    RegionRecord,
    Role,
    Source,
    Stage,
    Value,
)
from plancmp.reading.quantities.reading import quantity_reader
from plancmp.rulepacks import load, load_file, read_rule_text, rules_folder
from plancmp.rulepacks.messages import worded
from plancmp.text.keeping import compiled

_NAME = compiled(r"[a-z][a-z0-9-]*")


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a reference plan: unknown keys are refused."""


class ReferenceRow(_Rule, frozen=True, kw_only=True):
    """An indicator. A value that is not known is absent."""

    number: int
    name: str
    category: str | None = None
    unit: str | None = None
    baseline: str | None = None
    target: str | None = None
    attribute: Literal["约束性", "预期性"] | None = None
    how: Literal["seen", "fits"]
    note: str | None = None


class ReferencePlan(_Rule, frozen=True, kw_only=True):
    """A file of `rules/plans`: a plan that others answer to, with where its figures come from."""

    title: str
    kind: PlanKind = "plan"
    sector: str | None = None
    """Absent for a plan of all fields."""
    region: str
    level: Level
    period: Period
    stage: Stage = "issued"
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    source: str
    indicators: tuple[ReferenceRow, ...]


@cache
def reference_names() -> tuple[str, ...]:
    """The names that `load_reference` knows, sorted."""
    return tuple(sorted(path.stem for path in (rules_folder() / "plans").glob("*.yaml")))


@cache
def load_reference(name: str) -> PlanRecord:
    """The record of a bundled plan, or of a file of the same form; its notes say where each figure is from.

    Raises `RuleError` when there is no such plan; the message lists those there are.

    >>> load_reference("disability-15").indicators[4].key
    'disability.two-subsidies'
    """
    if name.endswith(".yaml"):
        return _record(Path(name).stem, name, load_file(ReferencePlan, Path(name)), Path(name).read_bytes())
    if not _NAME.fullmatch(name) or name not in reference_names():
        near = get_close_matches(name, reference_names(), 1)
        meant = (f"是不是 ref:{near[0]}？", f" Did you mean ref:{near[0]}?") if near else ("", "")
        names = [f"ref:{each}" for each in reference_names()]
        raise RuleError(*worded("no-bundled", name=name, meant=meant, names=names))
    file = f"plans/{name}.yaml"
    return _record(name, f"rules/{file}", load(ReferencePlan, file), read_rule_text(file).encode())


def _record(name: str, path: str, plan: ReferencePlan, data: bytes) -> PlanRecord:
    """A reference plan as a record."""
    return PlanRecord(
        id=name,
        source=Source(path=path, format="text", sha256=hashlib.sha256(data).hexdigest(), encoding="utf-8"),
        plan=PlanData(
            kind=plan.kind,
            title=plan.title,
            region=RegionRecord(name=plan.region, level=plan.level),
            sector=plan.sector,
            period=plan.period,
            stage=plan.stage,
            number=plan.number,
            issuer=plan.issuer,
            date=plan.date,
        ),
        indicators=tuple(_indicator(at, row, plan) for at, row in enumerate(plan.indicators, 1)),
        notes=tuple(_notes(plan)),
    )


def _indicator(at: int, row: ReferenceRow, plan: ReferencePlan) -> Indicator:
    """A row as an indicator; its place is its place in the table."""
    found = canonical_name(row.name, row.unit, plan.sector)
    return Indicator(
        id=f"I{at}",
        number=row.number,
        name=row.name,
        unit=row.unit,
        category=row.category,
        attribute=row.attribute,
        key=found[0] if found else None,
        match=found[1] if found else None,
        baseline=_value(row.baseline, row, plan.period.start - 1, "baseline"),
        target=_value(row.target, row, plan.period.end, "target"),
        at=Place(row=row.number),
    )


def _value(text: str | None, row: ReferenceRow, year: int, role: Role) -> Value | None:
    """A written value with its meaning; None for one that is not known."""
    if text is None:
        return None
    quantity = quantity_reader().read(text, name=row.name, unit=row.unit)
    known = {field: getattr(quantity, field) for field in quantity.__struct_fields__ if field != "label"}
    return Value(label=f"{year}年", year=year, role=role, text=text, **known)


def _notes(plan: ReferencePlan) -> list[Note]:
    """Where the plan comes from, and each of its figures."""
    said = {"seen": "在转载或报道该表的材料中看到", "fits": "凭所知录入，有材料印证"}
    notes = [Note(code="reference-source", message=plan.source)]
    notes += [
        Note(
            code=f"reference-{row.how}",
            message=f"{row.name}：{said[row.how]}" + (f"；{row.note}" if row.note else ""),
            at=Place(row=row.number),
        )
        for row in plan.indicators
    ]
    return notes
