"""Aligned plans to one `Comparison`."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache

import msgspec

from plancmp.align.opponents import hold_against, standing_of
from plancmp.compare.plans.indicators import compare_indicators
from plancmp.compare.plans.kinship import are_drafts, are_for_one_place, are_periods, describe_plans
from plancmp.compare.plans.periods import compare_periods
from plancmp.compare.plans.whole import Texts
from plancmp.compare.reading import Node, read_nodes
from plancmp.model.alignment import Alignment
from plancmp.model.comparison import (
    BoxRow,
    Comparison,
    Counts,
    DoubtfulCell,
    DoubtRow,
    Drafts,
    IndicatorRow,
    ItemRow,
    Periods,
    Relationship,
    SectionRow,
    Summary,
    TaskRow,
    TextCounts,
    TextRow,
)
from plancmp.model.record import PlanRecord

Row = IndicatorRow | SectionRow | BoxRow | ItemRow | TaskRow


PARTS = frozenset(("sections", "boxes", "tasks", "text"))
"""What is compared besides the indicators."""


def compare(
    plans: Sequence[PlanRecord],
    alignment: Alignment,
    base: int | None = None,
    parts: Collection[str] = PARTS,
) -> Comparison:
    """Lay plans side by side; `base` is the index of the plan that the others are held against.

    Of what is not among `parts` the comparison says nothing.

    Columns stand in the order of `plans`. Drafts of one plan are compared each with the one before it,
    plans of one place with the one of the period before. Raises `OpponentError` when the base is of
    another field or period.
    """
    for at, plan in enumerate(plans):
        if base is not None and at != base:
            hold_against(plan, plans[base], "base")
    described = describe_plans(plans, base)
    names = [plan.id for plan in described]
    nodes = [read_nodes(record) for record in plans]
    texts = Texts(plans, nodes, names, parts)
    indicators = compare_indicators(
        plans, names, alignment, base, lambda one, other: are_for_one_place(plans[one], plans[other])
    )
    drafts = _drafts(plans, nodes, names, alignment)
    periods = tuple(compare_periods(plans, names, alignment, *pair) for pair in _period_pairs(plans))
    sizes = [texts.size(plan) for plan in range(len(plans))]
    return Comparison(
        plans=tuple(
            msgspec.structs.replace(plan, sentences=size[0], characters=size[1])
            for plan, size in zip(described, sizes, strict=True)
        ),
        indicators=indicators,
        sections=texts.sections,
        boxes=texts.boxes,
        tasks=texts.tasks,
        text=texts.text,
        drafts=drafts,
        periods=periods,
        doubts=_doubts(plans, names, alignment),
        summary=_summary(
            names, indicators, _lacks(plans, names, alignment, indicators, base), texts, drafts, periods
        ),
    )


def _drafts(
    plans: Sequence[PlanRecord], nodes: Sequence[Sequence[Node]], names: Sequence[str], alignment: Alignment
) -> tuple[Drafts, ...]:
    """What changed from draft to draft, where there are drafts of one plan."""
    pairs = tuple(_draft_pairs(plans))
    if not pairs:
        return ()
    from plancmp.compare.drafts.comparing import compare_drafts

    return tuple(compare_drafts(plans, nodes, names, alignment, *pair) for pair in pairs)


def _draft_pairs(plans: Sequence[PlanRecord]) -> Iterable[tuple[int, int]]:
    """Each draft with the nearest draft of the same plan before it."""
    for after in range(1, len(plans)):
        for before in range(after - 1, -1, -1):
            if are_drafts(plans[before], plans[after]):
                yield before, after
                break


def _period_pairs(plans: Sequence[PlanRecord]) -> Iterable[tuple[int, int]]:
    """Each plan with each of the period before it, whatever the order in which they were given."""
    for after in range(len(plans)):
        for before in range(len(plans)):
            if before != after and are_periods(plans[before], plans[after]):
                yield before, after


def _doubts(plans: Sequence[PlanRecord], names: Sequence[str], alignment: Alignment) -> tuple[DoubtRow, ...]:
    """Doubtful pairs with names instead of indexes."""

    def side(at: tuple[int, int]) -> DoubtfulCell:
        found = plans[at[0]].indicators[at[1]]
        return DoubtfulCell(plan=names[at[0]], indicator=found.id, name=found.name)

    return tuple(
        DoubtRow(first=side(doubt.first), second=side(doubt.second), score=doubt.score, reasons=doubt.reasons)
        for doubt in alignment.doubts
    )


def _summary(
    names: Sequence[str],
    indicators: Sequence[IndicatorRow],
    lacks: dict[str, tuple[str, ...]],
    texts: Texts,
    drafts: Sequence[Drafts],
    periods: Sequence[Periods],
) -> Summary:
    items = [item for box in texts.boxes for item in box.items]
    kinds: Counter[str] = Counter(row.kind for row in texts.text)
    changes = Counter(change.kind for draft in drafts for change in draft.changes)
    relationship: Relationship = "drafts" if drafts else "periods" if periods else "plans"
    return Summary(
        relationship=relationship,
        differ=_differ(len(names), [*indicators, *texts.rows], texts.text, drafts),
        indicators=_counts(indicators),
        sections=_counts(texts.sections),
        boxes=_counts(texts.boxes),
        items=_counts(items),
        tasks=_counts(texts.tasks),
        text=TextCounts(**kinds),
        gaps=_gaps(names, indicators, lacks),
        lacks={name: rows for name, rows in lacks.items() if rows},
        shares=texts.shares,
        changes=dict(sorted(changes.items())),
    )


def _counts(rows: Sequence[Row]) -> Counts:
    found: Counter[str] = Counter(row.verdict for row in rows)
    return Counts(**found)


def _differ(
    plans: int,
    rows: Sequence[Row],
    text: Sequence[TextRow],
    drafts: Sequence[Drafts],
) -> bool:
    """Whether anything differs by meaning. Another spelling of the same value does not count."""
    if len(drafts) == plans - 1 and drafts:
        return any(change.kind != "respelled" for draft in drafts for change in draft.changes)
    return any(row.verdict != "same" for row in rows) or any(row.kind != "shared" for row in text)


def _lacks(
    plans: Sequence[PlanRecord],
    names: Sequence[str],
    alignment: Alignment,
    indicators: Sequence[IndicatorRow],
    base: int | None,
) -> dict[str, tuple[str, ...]]:
    """By plan: the rows that it lacks where it is expected to have them.

    The base has them, or without a base at least half of the plans of whose field they are: what only
    few have is no lack. Nor is it asked of papers that are no plans and have no indicators at all, nor of
    plans of no known field that have no indicator in common with those that have the row.
    """
    found: dict[str, list[str]] = {name: [] for name in names}
    standings = [standing_of(plan) for plan in plans]
    kinds = set(standings)
    expected = [
        at for at, each in enumerate(plans) if each.indicators or each.plan.kind in ("plan", "outline")
    ]
    rows_of: list[set[int]] = [set() for _ in plans]
    for number, aligned in enumerate(alignment.rows):
        for cell in aligned.cells:
            rows_of[cell.plan].add(number)

    @cache
    def is_kin(at: int, other: int) -> bool:
        known = standings[at].fields and standings[other].fields
        return bool(known) or not rows_of[at].isdisjoint(rows_of[other])

    for row, aligned in zip(indicators, alignment.rows, strict=True):
        has = {cell.plan for cell in aligned.cells}
        theirs = {standings[at] for at in has}
        wanted = {kind for kind in kinds if any(kind.expects(other, aligned.key) for other in theirs)}
        lacking = [at for at in expected if at not in has and standings[at] in wanted]
        if base in has if base is not None else len(has) >= len(lacking):
            for at in lacking:
                if base is not None or any(is_kin(at, other) for other in has):
                    found[names[at]].append(row.row)
    return {name: tuple(rows) for name, rows in found.items()}


def _gaps(
    names: Sequence[str], indicators: Sequence[IndicatorRow], lacks: dict[str, tuple[str, ...]]
) -> dict[str, dict[str, int]]:
    """By plan: how often each gap occurs, an indicator that it lacks among them."""
    found: dict[str, dict[str, int]] = {}
    for at, name in enumerate(names):
        gaps: Counter[str] = Counter(
            gap for row in indicators if (cell := row.cells[at]) is not None for gap in cell.gaps
        )
        if lacks[name]:
            gaps["absent-indicator"] = len(lacks[name])
        found[name] = dict(sorted(gaps.items()))
    return found
