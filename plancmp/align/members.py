"""The indicators of several plans as members of classes: all that may be one matter in one measure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

import msgspec

from plancmp.align.catalogue import Catalogue, Known
from plancmp.align.matching import Side
from plancmp.align.names import Form, MeasureOf
from plancmp.align.packs import unit_of
from plancmp.align.reasons import Reason
from plancmp.model.record import Indicator, PlanRecord
from plancmp.text.keeping import compiled

_LEVEL = compiled("(?<=..)(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|[省市县区旗州盟])$")
ClassKey = tuple[str, ...]


class _Frame(NamedTuple):
    """What of a name besides its matter must agree."""

    measure: MeasureOf
    falling: bool
    whole: str


class Member(NamedTuple):
    """An indicator of one plan. `plan` counts in the working order, which is not that of the columns."""

    plan: int
    indicator: int
    part: int | None
    record: Indicator
    side: Side
    context: str
    """Folded category, and parent of a sub-row: what tells two rows of one name in one plan apart."""

    @property
    def form(self) -> Form:
        """The name understood."""
        return self.side.form

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands: plan, row, sub-row."""
        return (self.plan, self.indicator, -1 if self.part is None else self.part)


def working_order(plans: Sequence[PlanRecord]) -> list[int]:
    """The plans in an order that depends on nothing but themselves."""
    keys = [(plan.id, plan.source.sha256, msgspec.json.encode(plan.indicators)) for plan in plans]
    return sorted(range(len(plans)), key=keys.__getitem__)


def find_members(plans: Sequence[PlanRecord], order: Sequence[int], view: Catalogue) -> list[Member]:
    """All rows and sub-rows, in the working order."""
    return [
        member for place, number in enumerate(order) for member in _members_of(plans[number], place, view)
    ]


def find_classes(members: Sequence[Member]) -> dict[ClassKey, list[Member]]:
    """Members by what they are: a canonical indicator, or a matter with its measure."""
    classes: dict[ClassKey, list[Member]] = {}
    unknown: dict[str, list[Member]] = {}
    for member in members:
        if member.side.key:
            classes.setdefault(("key", member.side.key), []).append(member)
        else:
            unknown.setdefault(member.form.matter, []).append(member)
    for matter, said in _said_in_front(unknown):
        unknown[matter] += unknown.pop(said, [])
    for matter, found in unknown.items():
        for measure, some in _by_measure(found).items():
            classes[("name", matter, *measure)] = some
    return classes


def region_names(plan: PlanRecord) -> tuple[str, ...]:
    """The names of places that say no more in an indicator's name than the plan itself."""
    region = plan.plan.region
    if region is None:
        return ()
    short = _LEVEL.sub("", region.name)
    return tuple(name for name in (region.name, *region.parents, short) if len(name) > 1)


def side_of(indicator: Indicator, sector: str | None, region: tuple[str, ...], view: Catalogue) -> Side:
    """The name of an indicator with what packs and record say of it."""
    form = view.read(indicator.name, unit_of(indicator), sector, region)
    return _side(indicator, form, sector, view)


def _members_of(plan: PlanRecord, place: int, view: Catalogue) -> Iterator[Member]:
    """The members of one plan."""
    sector, region = plan.plan.sector, region_names(plan)
    for row, indicator in enumerate(plan.indicators):
        side = side_of(indicator, sector, region, view)
        category = view.reader.fold(indicator.category) if indicator.category else ""
        yield Member(place, row, None, indicator, side, category)
        for number, part in enumerate(indicator.parts):
            own = _part_side(part, indicator, sector, region, view)
            yield Member(place, row, number, part, own, f"{side.key or side.form.folded}/{category}")


def _part_side(
    part: Indicator, parent: Indicator, sector: str | None, region: tuple[str, ...], view: Catalogue
) -> Side:
    """A sub-row. One whose name says no measure (幼儿园) is read with the name of its row behind it."""
    unit = unit_of(part) or unit_of(parent)
    form = view.read(part.name, unit, sector, region)
    if not form.named_measure:
        form = view.read(f"{part.name}{parent.name}", unit, sector, region)
    return _side(part, form, sector, view)


def _side(indicator: Indicator, form: Form, sector: str | None, view: Catalogue) -> Side:
    """A form with its key. The key of a record counts, found or written by a person."""
    known: Known | None = view.find(form, sector)
    if indicator.key and (known is None or known.entry.key != indicator.key):
        entry = view.entries.get(indicator.key)
        if indicator.match is None or entry is None:
            return Side(form, None, indicator.key)
        level: Literal["alias", "parts"] = "parts" if indicator.match.level == "parts" else "alias"
        return Side(form, Known(entry, level, indicator.match.score, Reason("key", (entry.key,))))
    given = indicator.key if indicator.key and indicator.match is None else None
    return Side(form, known, given)


def _said_in_front(unknown: Mapping[str, Sequence[Member]]) -> list[tuple[str, str]]:
    """Matters of shares with the matter of names that say in front of the part what it is taken of."""
    found: dict[str, set[str]] = {}
    for matter, members in unknown.items():
        for member in members:
            said = member.form.said_whole
            if said != matter and not any(other.form.whole for other in unknown.get(said, ())):
                found.setdefault(said, set()).add(matter)
    return sorted(
        (matters.pop(), said) for said, matters in found.items() if len(matters) == 1 and said in unknown
    )


def _by_measure(members: Sequence[Member]) -> Mapping[tuple[str, ...], list[Member]]:
    """Members of one matter by measure. One that leaves something open goes with the only one that fits."""
    measures = Counter(_frame(member) for member in members)
    full = [measure for measure in measures if _is_full(measure, measures)]
    chosen: dict[_Frame, _Frame] = {}
    for measure in sorted(measures, key=_spelled):
        fitting = [other for other in full if _agree(other, measure)]
        if not full:
            fitting = [other for other in measures if _agree(other, measure)]
            fitting = [max(fitting, key=_spelled)] if _all_agree(fitting) else []
        chosen[measure] = fitting[0] if len(fitting) == 1 and measure not in full else measure
    result: dict[tuple[str, ...], list[Member]] = {}
    for member in members:
        result.setdefault(_spelled(chosen[_frame(member)]), []).append(member)
    return result


def _frame(member: Member) -> _Frame:
    """The measure of a member, whether less is meant, and what a share is taken of."""
    form = member.form
    return _Frame(form.measure, form.falling and form.measure.kind == "growth", form.whole)


def _is_full(frame: _Frame, others: Iterable[_Frame]) -> bool:
    """Whether a measure leaves nothing open; a whole is left open where another name says one."""
    measure = frame.measure
    if not frame.whole and any(other.whole for other in others):
        return False
    return measure.kind is not None and (
        measure.unit_class is not None or measure.kind not in ("count", "amount")
    )


def _agree(one: _Frame, other: _Frame) -> bool:
    """Whether two can be the same."""
    open_whole = not one.whole or not other.whole or one.whole == other.whole
    return open_whole and one.falling == other.falling and one.measure.agrees(other.measure)


def _all_agree(frames: Sequence[_Frame]) -> bool:
    """Whether any two can be the same."""
    return all(_agree(one, other) for one, other in combinations(frames, 2))


def _spelled(frame: _Frame) -> tuple[str, ...]:
    """A measure as text, for keys and for an order."""
    what, falling, whole = frame
    signs = ("+" if what.new else "", "-" if falling else "")
    return (what.kind or "", what.unit_class or "", what.base, *signs, whole)
