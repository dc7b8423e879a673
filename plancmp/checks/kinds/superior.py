"""This plan against the superior one, and against the plan of the period before (SUP, CON)."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Literal

from plancmp.align.opponents import standing_of
from plancmp.align.packs import unit_of
from plancmp.checks.entries import Aside, Check, Hit
from plancmp.checks.kinds.placeholders import name_hit, value_hit
from plancmp.checks.kinds.values import Level, course_of, level_of
from plancmp.checks.view import PlanView, Row
from plancmp.model.place import Place
from plancmp.model.record import Indicator, PlanRecord, Value
from plancmp.model.words import Words

if TYPE_CHECKING:
    from plancmp.checks.kinds.pairing import Pair

_THERE = Words(zh="上位规划中的同一指标", en="the same indicator in the superior plan")
_BEFORE = Words(zh="上一期规划的目标值", en="the target of the plan before")
_RATES = ("%", "‰")


def _pairs(view: PlanView, *others: PlanRecord | None) -> Iterator[tuple[PlanRecord, "Pair"]]:
    """The pairs with other plans, made once a run; what aligns plans is loaded where there is another one."""
    if not any(others):
        return
    from plancmp.checks.kinds.pairing import pair_rows

    for other in others:
        if other is not None and other.indicators:
            found: list[Pair] = view.once(f"pairs-{id(other)}", partial(pair_rows, view, other))
            yield from ((other, pair) for pair in found)


def find_missing(view: PlanView, check: Check) -> Iterator[Hit]:
    """Indicators of the superior plan that this one lacks."""
    if not view.rows:
        return
    box = view.rows[0].box
    at = box.at if box is not None else view.rows[0].indicator.at
    words = (box.title or box.label or "") if box is not None else view.rows[0].indicator.name
    mine = standing_of(view.record)
    for superior, pair in _pairs(view, *view.superiors):
        if pair.own or pair.doubtful:
            continue
        if mine.expects(standing_of(superior), pair.other.key):
            values = {"indicator": pair.other.name, "superior": _title(superior)}
            yield Hit(at=at, words=words, values=values, part=pair.other.name)


def find_below(view: PlanView, check: Check) -> Iterator[Hit]:
    """Targets that are weaker than those of the superior plan; counts are only shared in."""
    for superior, pair, own, target, words in _behind(view, "target", *view.superiors):
        if (target.unit or own.unit) in _RATES and pair.same_measure:
            hit = value_hit(_row(view, own), target, (_there(superior, pair, words),))
            yield hit._replace(values={**hit.values, "other": words, "superior": _title(superior)})


def _behind(
    view: PlanView, which: Literal["target", "baseline"], *others: PlanRecord | None
) -> Iterator[tuple[PlanRecord, "Pair", Indicator, Value, str]]:
    """The targets or baselines that are behind the target of the same indicator in another plan, and that."""
    for other, pair in _pairs(view, *others):
        goal, theirs = pair.other.target, level_of(pair.other.target)
        for own in pair.own if goal is not None and theirs is not None else ():
            assert goal is not None and theirs is not None
            value: Value | None = getattr(own, which)
            mine = _in_unit(level_of(value), own)
            direction = course_of(own, own.unit or theirs.unit)
            if value is None or mine is None or mine.unit != theirs.unit or direction is None:
                continue
            if mine.behind(theirs, direction):
                yield other, pair, own, value, goal.text


def _in_unit(level: Level | None, indicator: Indicator) -> Level | None:
    """A level with the indicator's unit where it has none of its own."""
    if level is None or level.unit is not None:
        return level
    return Level(level.value, level.relation, indicator.unit)


def find_weakened(view: PlanView, check: Check) -> Iterator[Hit]:
    """约束性 in the superior plan, 预期性 here."""
    for superior, pair in _pairs(view, *view.superiors):
        for own in pair.own:
            if pair.other.attribute == "约束性" and own.attribute == "预期性":
                yield Hit(
                    at=_attribute_place(view, own),
                    words="预期性",
                    values={"indicator": own.name, "superior": _title(superior)},
                    asides=(_there(superior, pair, "约束性"),),
                    part=own.name,
                    indicator=_row(view, own).id,
                )


def _attribute_place(view: PlanView, own: Indicator) -> Place:
    """The place of the cell that says 预期性."""
    passage = view.row_passages.get(_row(view, own).id)
    if passage is None:
        return own.at
    offset = passage.folded.rfind("预期")
    if offset < 0 or view.locator is None:
        return own.at
    return view.place(passage, offset, offset + 3)


def find_measure_changed(view: PlanView, check: Check) -> Iterator[Hit]:
    """A count in the superior plan and a rate here, or the other way round."""
    for superior, pair in _pairs(view, *view.superiors):
        if pair.own and not pair.same_measure:
            own = pair.own[0]
            values = {
                "other": f"{pair.other.name}（{unit_of(pair.other) or '-'}）",
                "unit": unit_of(own) or "-",
                "superior": _title(superior),
            }
            yield name_hit(view, _row(view, own), values, (_there(superior, pair, ""),))


def find_broken_promises(view: PlanView, check: Check) -> Iterator[Hit]:
    """Baselines that are behind what the plan before had promised."""
    for before, pair, own, baseline, words in _behind(view, "baseline", view.previous):
        aside = Aside(_BEFORE, at=pair.other.at, words=f"{pair.other.name} {words}", path=before.source.path)
        hit = value_hit(_row(view, own), baseline, (aside,))
        yield hit._replace(values={**hit.values, "other": words, "before": _title(before)})


def _there(superior: PlanRecord, pair: "Pair", words: str) -> Aside:
    """The other plan's row; its place is one in that plan."""
    words = f"{pair.other.name} {words}".strip()
    return Aside(_THERE, at=pair.other.at, words=words, path=superior.source.path)


def _row(view: PlanView, own: Indicator) -> Row:
    """The row of an indicator."""
    return next(row for row in view.rows if row.indicator is own)


def _title(other: PlanRecord) -> str:
    """What the other plan is called."""
    return other.plan.title or other.id
