"""Who does what: tasks without a unit, units run together, names that vary, units that are no more (RSP)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from plancmp.checks.entries import Aside, Check, Hit, Mend, Rule
from plancmp.checks.view import PROSE, Passage, PlanView, any_of, group_span, place_order
from plancmp.model.record import RegionRecord, Task
from plancmp.model.words import Words
from plancmp.reading.agencies import Agency, AgencyEntry, AgencyWords, agencies
from plancmp.reading.duties import closing_duty
from plancmp.reading.units import split_units
from plancmp.rulepacks import load
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled

_USUAL = Words(zh="别处的写法", en="as written elsewhere")


class MissingUnitParameters(Rule, frozen=True, kw_only=True):
    """When the paragraphs of a chapter are tasks that name their unit."""

    share: float
    """So large a part of them must name one."""
    least: int
    """So many at the least."""
    shortest: int
    """A paragraph shorter than this is no task."""
    general: tuple[str, ...] = ()
    """How a sentence begins that makes something the duty of all: 各地、各有关部门."""


class AbolishedParameters(Rule, frozen=True, kw_only=True):
    """Which words show that an old name is meant, and before which levels names stand."""

    former: tuple[str, ...]
    """原, 时任."""
    prefixes: tuple[str, ...]


class _Named(NamedTuple):
    """A unit named in a passage."""

    passage: Passage
    start: int
    end: int
    name: str


# -- tasks without a unit -----------------------------------------------------------------------------------


def find_missing_units(view: PlanView, check: Check) -> Iterator[Hit]:
    """Tasks that name no unit among tasks that do, in tables and in paragraphs."""
    tables: dict[str, list[Task]] = {}
    for task in view.record.tasks:
        if task.table is not None:
            tables.setdefault(task.table, []).append(task)
    for tasks in tables.values():
        if sum(bool(task.lead or task.support) for task in tasks) * 2 <= len(tasks):
            continue
        for task in tasks:
            if not task.lead and not task.support:
                yield _task_hit(view, task)
    yield from _bare_paragraphs(view, check.parameters)


def _task_hit(view: PlanView, task: Task) -> Hit:
    """A hit on the words of a task in a table."""
    passage = _task_passages(view).get((task.at, squeeze(task.text)[:24]))
    if passage is None:
        return Hit(at=task.at, words=task.text, part=squeeze(task.text)[:24])
    start = max(passage.text.find(task.text[:6]), 0)
    return Hit(passage, start, passage.bounds(start)[1])


def _task_passages(view: PlanView) -> dict[tuple[object, str], Passage]:
    """The passages of tasks in tables by place and words."""
    tasks = view.passages_by_kind.get("task", ())
    return view.once("task-passages", lambda: {(each.at, each.part): each for each in tasks})


def _bare_paragraphs(view: PlanView, parameters: MissingUnitParameters) -> Iterator[Hit]:
    """Paragraphs of a chapter without who is responsible, where nearly all others say it."""
    general = compiled(rf"(?:^|[。;])\s*(?:{any_of(parameters.general)})")
    chapters: dict[str, list[list[Passage]]] = {}
    parents = {section.id.rpartition(".")[0] for section in view.sections.values()}
    for tasks in _paragraph_tasks(view, parents):
        chapters.setdefault(tasks[0].top, []).append(tasks)
    for chapter in chapters.values():
        named = [tasks for tasks in chapter if _names_units(view, tasks)]
        if len(named) < parameters.least or len(named) < parameters.share * len(chapter):
            continue
        near = {_parent(tasks) for tasks in named}
        for tasks in chapter:
            if _parent(tasks) not in near:
                # Where no sibling names any, as in what is said of the whole, none is missing.
                continue
            first = tasks[0]
            length = sum(len(each.text) for each in tasks)
            if _names_units(view, tasks) or length < parameters.shortest or general.search(first.folded):
                continue
            if _names_others(tasks[-1]):
                continue
            if tasks[-1].folded[-1] in "。)":
                end = compiled(r"[。;]").search(first.folded)
                yield Hit(first, 0, end.start() if end else len(first.text))


def _parent(tasks: Sequence[Passage]) -> str:
    """The section that holds the one of a task, or that one itself where it is a chapter."""
    section = tasks[0].section or ""
    return section.rpartition(".")[0] or section


def _paragraph_tasks(view: PlanView, parents: set[str]) -> Iterator[list[Passage]]:
    """Tasks in running text: a paragraph, one with a number and those behind it, or a whole section."""
    sections: dict[str, list[Passage]] = {}
    for passage in view.passages:
        if passage.kind == "paragraph" and passage.section and not passage.past:
            sections.setdefault(passage.section, []).append(passage)
    styles = {section.id: section.style for section in view.sections.values()}
    closed = {name: sum(_names_units(view, [each]) for each in held) for name, held in sections.items()}
    by_section = max(closed.values(), default=0) < 2
    for name, paragraphs in sections.items():
        if name in parents:
            continue
        is_one = closed[name] == 1 and _names_units(view, paragraphs[-1:])
        if styles.get(name) in ("1.", "（1）", "1.1") or (is_one and (by_section or _is_list(paragraphs))):
            yield paragraphs
        else:
            yield from _numbered(view, paragraphs)


def _numbered(view: PlanView, paragraphs: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Each paragraph by itself; those without a number go with the one before them that has one."""
    held: list[Passage] = []
    for passage in paragraphs:
        if held and (view.label(held[0]) is None or view.label(passage) is not None):
            yield held
            held = []
        held.append(passage)
    if held:
        yield held


def _is_list(paragraphs: Sequence[Passage]) -> bool:
    """Whether paragraphs belong together: some end in the middle of a sentence."""
    return any(each.folded.rstrip()[-1:] in ";:," for each in paragraphs[:-1])


def _names_units(view: PlanView, paragraphs: Sequence[Passage]) -> bool:
    """Whether one of some paragraphs closes with who is responsible."""
    return any(_clause(view, each) is not None for each in paragraphs)


def _names_others(passage: Passage) -> bool:
    """Whether a bracket behind the last sentence may name units that are not known: （各街镇、区属国企）."""
    return _ASIDE.search(passage.folded) is not None


_ASIDE = compiled(r"[。;]\s?[(\[](?!见|附|注)[^()\[\]。;:\d\x00]{2,80}[)\]]\s?[。;]?\s?$")


# -- units as written ---------------------------------------------------------------------------------------


def find_run_together(view: PlanView, check: Check) -> Iterator[Hit]:
    """Two units without a mark between them."""
    for passage, start, end in _unit_texts(view):
        for begin, stop in _pieces(passage.folded, start, end):
            units = _split(passage.text[begin:stop])
            if len(units) > 1 and "".join(map(squeeze, units)) == squeeze(passage.text[begin:stop]):
                mends = tuple(Mend(passage, at, at, "、") for at in _joints(passage.text, begin, stop, units))
                yield Hit(passage, begin, stop, {"units": "、".join(units)}, mends=mends)


def _joints(text: str, begin: int, stop: int, units: Sequence[str]) -> Iterator[int]:
    """Where units meet that stand without anything between them."""
    if "".join(units) == text[begin:stop]:
        yield from (begin + length for length in accumulate(map(len, units[:-1])))


@lru_cache(4096)
def _split(text: str) -> tuple[str, ...]:
    """The units that a text names; the same few stand over and over."""
    return split_units(text)


def _unit_texts(view: PlanView) -> list[tuple[Passage, int, int]]:
    """Where units are listed: cells of tables of tasks, and clauses that close a paragraph."""
    return view.once("unit-texts", lambda: list(_find_unit_texts(view)))


def _find_unit_texts(view: PlanView) -> Iterator[tuple[Passage, int, int]]:
    """The same, found."""
    tasks = {(task.at, squeeze(task.text)[:24]): task for task in view.record.tasks if task.table is not None}
    for passage in view.passages:
        if passage.kind == "task":
            task = tasks.get((passage.at, passage.part))
            known = set(map(squeeze, (*task.lead, *task.support))) if task is not None else set()
            for start in passage.starts:
                end = passage.bounds(start)[1]
                units = [squeeze(unit) for unit in _split(passage.text[start:end])]
                if units and all(unit in known for unit in units):
                    yield passage, start, end
        elif passage.kind == "paragraph":
            clause = _clause(view, passage)
            if clause is not None:
                yield passage, *clause


def _clause(view: PlanView, passage: Passage) -> tuple[int, int] | None:
    """The clause of units that a paragraph closes with; several checks ask for it, it is read once."""
    known: dict[int, tuple[int, int] | None] = view.once("closing-clauses", dict)
    if id(passage) not in known:
        found = closing_duty(passage.text)
        known[id(passage)] = (found.units, found.end) if found is not None else None
    return known[id(passage)]


def _pieces(folded: str, start: int, end: int, whole: str = "") -> Iterator[tuple[int, int]]:
    """A list of units cut at its marks and blanks but those that are `whole`; labels are left out."""
    depth, begin = 0, start
    for at in range(start, end + 1):
        mark = folded[at] if at < end else "、"
        if mark in "([":
            depth += 1
        elif mark in ")]" and depth:
            depth -= 1
        elif depth == 0 and (mark in "、,;:/)]。" or (mark.isspace() and mark not in whole)):
            if at > begin and mark != ":":
                yield begin, at
            begin = at + 1


def _units(view: PlanView) -> list[_Named]:
    """All units that the plan lists, each with its place."""
    return view.once("units", lambda: list(_find_units(view)))


def _find_units(view: PlanView) -> Iterator[_Named]:
    """The same, found."""
    for passage, start, end in _unit_texts(view):
        for begin, stop in _pieces(passage.folded, start, end, "\n"):
            for unit in _split(passage.text[begin:stop]):
                # A name in a narrow cell has breaks inside.
                name = compiled(r"\s*".join(map(re.escape, "".join(unit.split()))))
                at = name.search(passage.text, begin, stop)
                if at is not None and (len(unit) > 2 or agencies().parse(squeeze(unit)) is not None):
                    yield _Named(passage, *at.span(), squeeze(unit))


# -- names that vary ----------------------------------------------------------------------------------------


def find_varying_names(view: PlanView, check: Check) -> Iterator[Hit]:
    """One unit under two names; the rarer one is named, at its first place.

    Where the level stands once before each list (市发展改革委、财政局), it is none of the names.
    """
    # 各市交通运输局 are several units, none of them that of this place.
    units = [each for each in _units(view) if not each.name.startswith("各")]
    region = view.record.plan.region
    own = squeeze(region.name) if region is not None else ""
    known = {name: agencies().parse(name) for name in dict.fromkeys(each.name for each in units)}
    prefixes = Counter(agency.prefix for each in units if (agency := known[each.name]) is not None)
    del prefixes[""]
    if _are_of_two_levels(known):
        return
    usual = prefixes.most_common(1)[0][0] if prefixes else ""
    forms: dict[tuple[str, str], list[_Named]] = {}
    for each in units:
        agency = known[each.name]
        if agency is not None:
            prefix = own[-1:] if own and agency.prefix == own else agency.prefix
            forms.setdefault((prefix or usual, agency.key), []).append(each)
    for prefix, key in list(forms):
        _join_covered(forms, prefix, key)
    shared = _shares_level(units, known)
    for members in forms.values():
        yield from _variants(members, known if shared else {})


def _are_of_two_levels(known: Mapping[str, Agency | None]) -> bool:
    """Whether units of a province stand beside those of a city: 水利厅 and 市水利局 in a plan of both."""
    named = [(name, agency) for name, agency in known.items() if agency is not None]
    halls = {agency.key for name, agency in named if name.endswith("厅") and agency.prefix != "省"}
    return sum(agency.key in halls and not name.endswith("厅") for name, agency in named) >= _TWO_LEVELS


_TWO_LEVELS = 3
"""So many are no slips."""


def _shares_level(units: Sequence[_Named], known: Mapping[str, Agency | None]) -> bool:
    """Whether lists name their level once, so that more units without one follow one with it than others."""
    steps = [
        bool(two.prefix)
        for left, right in pairwise(units)
        if left.passage is right.passage
        and left.passage.piece(left.start) == left.passage.piece(right.start)
        and (one := known[left.name]) is not None
        and (two := known[right.name]) is not None
        and one.prefix
    ]
    return sum(steps) * 2 < len(steps)


def _join_covered(forms: dict[tuple[str, str], list[_Named]], prefix: str, key: str) -> None:
    """Take 县教育局 for another name of 县教育体育局: where there is the one, there is not the other.

    Of several offices that a joint one stands for, the one named most is meant.
    """
    entry = agencies().entry(key)
    covered = [
        (prefix, each) for each in (entry.covers if entry is not None else ()) if (prefix, each) in forms
    ]
    if covered:
        other = max(covered, key=lambda each: len(forms[each]))
        members = [*forms[prefix, key], *forms.pop(other)]
        forms[prefix, key] = sorted(members, key=lambda each: (place_order(each.passage.at), each.start))


def _variants(members: Sequence[_Named], shared: Mapping[str, Agency | None]) -> Iterator[Hit]:
    """The rarer names among those of one unit, without the levels of those that share them."""
    called = [_bare(each.name, shared.get(each.name)) for each in members]
    counts = Counter(called)
    order = list(counts)
    main = max(counts, key=lambda name: (counts[name], len(name), -order.index(name)))
    example = members[called.index(main)]
    for name in order:
        if name != main:
            first = members[called.index(name)]
            aside = Aside(_USUAL, example.passage, example.start, example.end)
            yield Hit(first.passage, first.start, first.end, {"usual": main}, (aside,))


def _bare(name: str, agency: Agency | None) -> str:
    """A name without the note behind it, and without its level where the list has that once."""
    bare = compiled(r"\([^)]*\)").sub("", fold(name))
    return bare.removeprefix(agency.prefix) if agency is not None else bare


# -- units that are no more ----------------------------------------------------------------------------------


def find_abolished(view: PlanView, check: Check) -> Iterator[Hit]:
    """Units that no longer existed in the year of the plan; each name once."""
    parameters: AbolishedParameters = check.parameters
    year = _year_of(view)
    gone = _gone(year) if year is not None else {}
    if not gone:
        return
    pattern = _abolished_pattern(tuple(gone), parameters.prefixes)
    former = compiled(rf"(?:{any_of(parameters.former)})[^。,;、]{{0,4}}$")
    reported: set[str] = set()
    for passage, found, start, _ in view.search(pattern, (*PROSE, "task", "table")):
        begin, end = group_span(found, "unit", start)
        is_past = passage.past or passage.in_title(begin)
        if is_past or former.search(passage.folded[:begin][-10:]) or found["unit"] in reported:
            continue
        reported.add(found["unit"])
        unit = gone[found["name"]]
        now, source = successor_of(unit, found["prefix"], year or 0, view.record.plan.region)
        values = {"until": str(unit.until), "successor": now, "source": source}
        yield Hit(passage, begin, end, values)


@cache
def _gone(year: int) -> dict[str, AgencyEntry]:
    """Names that had gone out of use before a year, with their units."""
    words = load(AgencyWords, "vocabulary/agencies.yaml")
    past = [unit for unit in words.units if unit.until is not None and unit.until < year]
    return {squeeze(name): unit for unit in past for form in unit.forms for name in form if len(name) > 1}


def successor_of(unit: AgencyEntry, level: str, year: int, region: RegionRecord | None) -> tuple[str, str]:
    """What a unit that is no more is called in a year at a level, and the source, by all that followed."""
    source = unit.source or ""
    while unit.until is not None and unit.until < year:
        after = agencies().entry(unit.successor or "")
        if after is None:
            return "", source
        source = unit.source or ""
        unit = after
    return _name_at(unit, level, region), source


def _name_at(unit: AgencyEntry, level: str, region: RegionRecord | None) -> str:
    """The name of a unit at a level: 厅 or 委 in a province, else 局 where there is one, or as is told."""
    is_county = level == "市" and region is not None and region.level == "county"
    told = unit.called.get("县" if is_county else level)
    if told is None:
        ends = ("厅", "委员会", "局") if level == "省" else ("局", "委员会")
        names = [form[0] for form in unit.forms]
        return level + next((name for end in ends for name in names if name.endswith(end)), names[0])
    own = region.name if region is not None and region.name.endswith(level) else ""
    above = region.parents[::-1] if region is not None and own else ()
    city = next((name for name in above if name[-1] in "市州盟"), "市")
    town = "" if city == "市" else city[:-1]
    return told.format(place=own[:-1] if len(own) > 2 else own, city=city, town=town)


@cache
def _abolished_pattern(names: tuple[str, ...], prefixes: tuple[str, ...]) -> re.Pattern[str]:
    """A level and the name, or the name alone where a list or sentence begins a unit."""
    level = any_of(prefixes)
    # 县工商局会同有关部门, 县扶贫办会议 are of the unit itself; 会 alone may end a longer name.
    behind = r"(?!局|所长|会(?![同商签议审办])|总局|分局)"
    return compiled(rf"(?P<unit>(?P<prefix>{level})(?P<name>{any_of(names)})){behind}")


def _year_of(view: PlanView) -> int | None:
    """The year that the plan is of: that of its date, else the first of its period."""
    plan = view.record.plan
    if plan.date is not None and plan.date[:4].isdigit():
        return int(plan.date[:4])
    return plan.period.start if plan.period is not None else None
