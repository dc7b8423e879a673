"""What the plans of a comparison are to each other: drafts of one plan, plans of two periods, neighbours."""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from plancmp.model.comparison import ComparedPlan
from plancmp.model.record import PlanRecord
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE

_PERIOD = compiled(rf"(?:[“\"]?十[{CHINESE}]五[”\"]?|第十[{CHINESE}]个五年)(?:时期)?|20\d\d")
_KIND = compiled(
    r"[“”\"《》]|(?:[（(].*)?$"
    r"|(?:(?:高质量)?发展)?(?:专项|行动|实施)?(?:规划|计划|方案)(?:纲要)?(?=$|[（(])"
)
_FURTHER = compiled(r"(?<=.{2})(?:(?<!共)[和与及、]).*")
"""What a name of several parts has behind the first; 共和国 is one part."""
_LONGEST_FIELD, _LONGEST_TITLE = 9, 16
_ALIKE = 50
"""Titles of one plan share at least half of their characters."""
_STAGES = {"draft": "征求意见稿", "review": "送审稿", "issued": "印发"}


def are_drafts(one: PlanRecord, other: PlanRecord) -> bool:
    """Whether two records are drafts of one plan: one place, one field, one period, titles that are alike.

    A place has several plans in a wide field: 城市更新 and 住房发展. Where the place is not known, the titles
    have to be the same.
    """
    if not are_for_one_place(one, other):
        return False
    if one.plan.period is None or other.plan.period is None:
        return squeeze(one.plan.title or "") == squeeze(other.plan.title or "")
    mine, theirs = _field(one), _field(other)
    alike = not mine or not theirs or fuzz.ratio(mine, theirs) >= _ALIKE
    return alike and one.plan.period.name == other.plan.period.name


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
                level=plan.region.level if plan.region else None,
                period=plan.period.name if plan.period else None,
                sector=plan.sector,
                stage=plan.stage,
                path=record.source.path,
                base=at == base,
                indicators=len(record.indicators),
            )
        )
    return plans


def _names(records: Sequence[PlanRecord]) -> list[str]:
    """For each plan the shortest way to call it that tells it apart from all others."""
    ways = (_place, _place_and_field, _place_and_period, _place_and_stage, _title, _file)
    names = [ways[0](record) for record in records]
    for way in ways[1:]:
        held = Counter(names)
        if "" not in held and len(held) == len(names):
            return names
        names = [
            name if name and held[name] == 1 else way(record)
            for name, record in zip(names, records, strict=True)
        ]
    held, taken = Counter(names), Counter[str]()
    for at, name in enumerate(names):
        if held[name] > 1:
            taken[name] += 1
            names[at] = f"{name} {taken[name]}"
    return names


def _place(record: PlanRecord) -> str:
    return record.plan.region.name if record.plan.region else ""


def _place_and_field(record: PlanRecord) -> str:
    """The place with the field of the title: 长宁区节能降碳…."""
    place, field = _place(record), _field(record)
    field = "纲要" if "国民经济和社会" in field else field
    if not field or (not place and not record.plan.period):
        return ""
    if len(field) <= _LONGEST_FIELD:
        return place + field
    head = field[:_LONGEST_FIELD]
    return place + (_FURTHER.sub("等", head) if _FURTHER.search(head) else f"{head[:-1]}…")


def _field(record: PlanRecord) -> str:
    """What of the title is neither place nor period nor kind: 节能降碳."""
    place, title = _place(record), _matter(record)
    return _KIND.sub("", title.rpartition(place)[2] if place else title).rstrip("和与及、")


def _place_and_period(record: PlanRecord) -> str:
    return _place(record) and _place(record) + (record.plan.period.name if record.plan.period else "")


def _place_and_stage(record: PlanRecord) -> str:
    stage = record.plan.stage_text or _STAGES.get(record.plan.stage or "", "")
    return _place(record) and _place_and_period(record) + stage


def _title(record: PlanRecord) -> str:
    """The title, where neither a place nor a field is known; its beginning where it is long."""
    title = (record.plan.title or "").strip()
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"


def _file(record: PlanRecord) -> str:
    """The name of the file without its ending."""
    name = record.source.path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[0] or record.id
