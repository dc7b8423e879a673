"""What the plans of a comparison are to each other: drafts of one plan, plans of two periods, neighbours."""

from collections.abc import Sequence

from plancmp.model.comparison import ComparedPlan
from plancmp.model.record import PlanRecord
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE

_PERIOD = compiled(rf"[“\"]?十[{CHINESE}]五[”\"]?|第十[{CHINESE}]个五年|20\d\d")
_STAGES = {"draft": "征求意见稿", "review": "送审稿", "issued": "印发"}


def are_drafts(one: PlanRecord, other: PlanRecord) -> bool:
    """Whether two records are drafts of one plan: one place, one field, one period.

    Where the place is not known, the titles have to be the same.
    """
    if not are_for_one_place(one, other):
        return False
    if one.plan.period is None or other.plan.period is None:
        return squeeze(one.plan.title or "") == squeeze(other.plan.title or "")
    return one.plan.period.name == other.plan.period.name


def are_periods(before: PlanRecord, after: PlanRecord) -> bool:
    """Whether the second plan follows the first: one place and field, the next period."""
    if before.plan.period is None or after.plan.period is None:
        return False
    if (
        before.plan.period.end >= after.plan.period.end
        or before.plan.period.end < after.plan.period.start - 1
    ):
        return False
    return are_for_one_place(before, after)


def are_for_one_place(one: PlanRecord, other: PlanRecord) -> bool:
    """Whether two plans are for the same place in the same field."""
    mine, theirs = one.plan.region, other.plan.region
    if one.plan.sector != other.plan.sector or one.plan.kind != other.plan.kind:
        return False
    if one.plan.sector is None and one.plan.kind != "outline" and _matter(one) != _matter(other):
        return False
    if mine is None or theirs is None:
        return bool(one.plan.title) and squeeze(one.plan.title or "") == squeeze(other.plan.title or "")
    if mine.code and theirs.code:
        return mine.code == theirs.code
    return mine.name == theirs.name


def _matter(record: PlanRecord) -> str:
    """The title without its period: what a plan of a field that is not known is about."""
    return _PERIOD.sub("", squeeze(record.plan.title or ""))


def describe_plans(records: Sequence[PlanRecord], base: int | None) -> list[ComparedPlan]:
    """The plans with ids that are unique, and names that are short and tell them apart."""
    names = _names(records)
    taken: dict[str, int] = {}
    plans: list[ComparedPlan] = []
    for at, record in enumerate(records):
        taken[record.id] = taken.get(record.id, 0) + 1
        plan = record.plan
        plans.append(
            ComparedPlan(
                id=record.id if taken[record.id] == 1 else f"{record.id}~{taken[record.id]}",
                name=names[at],
                title=plan.title,
                region=plan.region.name if plan.region else None,
                period=plan.period.name if plan.period else None,
                stage=plan.stage,
                path=record.source.path,
                base=at == base,
                indicators=len(record.indicators),
            )
        )
    return plans


def _names(records: Sequence[PlanRecord]) -> list[str]:
    """The shortest of region, region with period, with stage, and with the file's name that tells apart."""
    ways = (_place, _place_and_period, _place_and_stage, _file)
    for way in ways:
        names = [way(record) for record in records]
        if len(set(names)) == len(names) and all(names):
            return names
    return [f"{_place(record) or record.id} {at}" for at, record in enumerate(records, 1)]


def _place(record: PlanRecord) -> str:
    return record.plan.region.name if record.plan.region else ""


def _place_and_period(record: PlanRecord) -> str:
    return _place(record) + (record.plan.period.name if record.plan.period else "")


def _place_and_stage(record: PlanRecord) -> str:
    stage = record.plan.stage_text or _STAGES.get(record.plan.stage or "", "")
    return _place_and_period(record) + stage


def _file(record: PlanRecord) -> str:
    """The name of the file without its ending."""
    name = record.source.path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[0] or record.id
