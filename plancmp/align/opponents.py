"""Whether a plan can be held against another: field and period must fit, level and place should."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from plancmp.align.packs import packs_of
from plancmp.model.errors import PlancmpError
from plancmp.model.record import LEVELS, PlanRecord
from plancmp.rulepacks.messages import worded

Part = Literal["against", "base", "previous"]
"""In which part the other plan stands: the superior plan, the base of a comparison, the period before."""

_CALLED = {
    "against": ("上位规划", "the superior plan"),
    "base": ("对标规划", "the plan to hold against"),
    "previous": ("上一期规划", "the plan of the period before"),
}


class OpponentError(PlancmpError):
    """A plan that cannot be meant: it is of another field or period."""


def hold_against(plan: PlanRecord, other: PlanRecord, part: Part) -> tuple[PlancmpError, ...]:
    """What a person should know of the other plan: its level or place is not the one expected.

    The warnings are not raised. Raises `OpponentError` when field or period cannot be meant. What a plan
    does not say of itself is no reason for either.
    """
    if _is_other_field(plan, other):
        raise _refuse(plan, other, part, ("领域不同", "is of another field"))
    fits = _follows(plan, other) if part == "previous" else _overlap(plan, other)
    if not fits:
        raise _refuse(plan, other, part, ("规划期对不上", "is of a period that does not fit"))
    return tuple(_warnings(plan, other, part))


class Standing(NamedTuple):
    """What of a plan decides which indicators it is expected to have."""

    outline: bool
    fields: frozenset[str]
    """The packs of its field; where it is of none, those that know its indicators."""

    def expects(self, other: "Standing", key: str | None) -> bool:
        """Whether an indicator of another plan, by its key, is one that this plan is expected to have.

        Of an outline above a special plan, and of another field, only what falls to the own field is.
        """
        wider = other.outline and not self.outline
        if not wider and (not self.fields or not other.fields or self.fields & other.fields):
            return True
        return (key or "").partition(".")[0] in self.fields


def standing_of(plan: PlanRecord) -> Standing:
    """Where a plan stands among others."""
    keys = (indicator.key for indicator in plan.indicators if indicator.key)
    fields = frozenset(packs_of(plan.plan.sector) or (key.partition(".")[0] for key in keys))
    return Standing(plan.plan.kind == "outline", fields)


def _is_other_field(plan: PlanRecord, other: PlanRecord) -> bool:
    """Whether both say their field, and these have nothing to do with each other.

    Two plans of which one has half of the other's indicators do have, whatever their titles say.
    """
    mine, theirs = plan.plan.sector, other.plan.sector
    if not mine or not theirs or mine == theirs or "outline" in (plan.plan.kind, other.plan.kind):
        return False
    if set(packs_of(mine)) & set(packs_of(theirs)):
        return False
    keys, others = ({each.key for each in one.indicators if each.key} for one in (plan, other))
    return 2 * len(keys & others) < min(len(keys), len(others)) or not keys & others


def _overlap(plan: PlanRecord, other: PlanRecord) -> bool:
    """Whether two plans have years in common."""
    mine, theirs = plan.plan.period, other.plan.period
    return mine is None or theirs is None or (mine.start <= theirs.end and theirs.start <= mine.end)


def _follows(plan: PlanRecord, other: PlanRecord) -> bool:
    """Whether the other plan is of the period before."""
    mine, theirs = plan.plan.period, other.plan.period
    if mine is None or theirs is None:
        return True
    return theirs.start < mine.start and mine.start - 1 <= theirs.end < mine.end


def _warnings(plan: PlanRecord, other: PlanRecord, part: Part) -> Iterator[PlancmpError]:
    """Level and place that are not those expected."""
    mine, theirs = plan.plan.region, other.plan.region
    if mine is None or theirs is None:
        return
    if part == "previous":
        if mine.name != theirs.name:
            yield _warn(plan, other, part, ("是另一地的规划", "is for another place"))
        return
    if mine.level and theirs.level and LEVELS.index(theirs.level) > LEVELS.index(mine.level):
        yield _warn(plan, other, part, ("层级低于本规划", "is of a level below"))
        return
    above = theirs.level == "nation" or theirs.name in (mine.name, *mine.parents)
    if part == "against" and mine.parents and not above:
        yield _warn(plan, other, part, ("不是本地的上级", "is for a place that is not above"))


def _refuse(plan: PlanRecord, other: PlanRecord, part: Part, why: tuple[str, str]) -> OpponentError:
    terms = [_terms(other), _terms(plan)]
    return OpponentError(
        *worded("not-held", other=_name(other), plan=_name(plan), part=_CALLED[part], why=why, terms=terms)
    )


def _warn(plan: PlanRecord, other: PlanRecord, part: Part, why: tuple[str, str]) -> PlancmpError:
    return PlancmpError(
        *worded("taken-still", other=_name(other), plan=_name(plan), part=_CALLED[part], why=why)
    )


def _name(plan: PlanRecord) -> str:
    """What a plan is called where the user named it."""
    return plan.source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0] or plan.id


def _terms(plan: PlanRecord) -> str:
    """The title of a plan with its period where the title does not say it."""
    title, period = plan.plan.title or plan.id, plan.plan.period.name if plan.plan.period else ""
    return title if period in title else f"{title}，{period}"
