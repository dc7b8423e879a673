"""Plants tasks without a unit, and names of units that are wrong (RSP)."""

import re
from collections import Counter
from random import Random
from typing import NamedTuple

from plancmp.checks.view import Passage
from plancmp.model.record import Task
from plancmp.selftest.mutants import Mutant, UnfitError, asking, insert_sentence, pick, replace, replace_all
from plancmp.selftest.plan import Plan, Spot
from plancmp.selftest.reading import matches
from plancmp.selftest.registry import plants
from plancmp.selftest.words import drawn, planting_words
from plancmp.text.keeping import compiled

_CLAUSE = compiled(
    r"[（(【\[](?:牵头|责任|负责|主责)(?:单位|部门)?[：:][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)】\]]。?$"
)
_SHORTEST_TASK = 40
_SEVERAL = 3
_NEARLY_ALL = 0.8
_TOKEN = compiled(r"[^、，；：:;,\s（）()【】\[\]。/]+(?:[（(][^（）()]*[）)])?")


class _Unit(NamedTuple):
    """A unit as listed, and the one before it where only 、 parts the two."""

    passage: Passage
    start: int
    end: int
    name: str
    before: str | None


def _units(plan: Plan) -> list[_Unit]:
    """All units that cells of tasks and closing clauses list."""
    known = {unit for task in plan.record.tasks for unit in (*task.lead, *task.support)}
    units: list[_Unit] = []
    for passage in plan.view.passages:
        if passage.kind not in ("task", "paragraph"):
            continue
        clause = _CLAUSE.search(passage.text) if passage.kind == "paragraph" else None
        begin = 0 if passage.kind == "task" else clause.start() if clause else len(passage.text)
        last: _Unit | None = None
        for found in _TOKEN.finditer(passage.text, begin):
            if found.group() not in known:
                last = None
                continue
            joined = last is not None and passage.text[last.end : found.start()] == "、"
            before = last.name if last is not None and joined else None
            last = _Unit(passage, found.start(), found.end(), found.group(), before)
            units.append(last)
    return units


@plants("RSP001", "units-blank", needs="task-table")
def blank_units(plan: Plan, rng: Random) -> Mutant:
    """A row of a table of tasks whose cells of units are empty."""
    tasks = (task for task in plan.record.tasks if task.table is not None and (task.lead or task.support))
    task = pick(rng, tasks)
    passage = next((each for each in plan.view.passages if each.kind == "task" and each.at == task.at), None)
    cells = _unit_cells(plan, passage, task) if passage is not None else []
    made = replace_all(plan, dict.fromkeys(cells, ""))
    old = "、".join(plan.words(spot) for spot in cells)
    return asking(made, old=old, reach="plan", says=" ".join(task.text.split())[:6])


def _unit_cells(plan: Plan, passage: Passage, task: Task) -> list[Spot]:
    """The cells of a task that hold nothing but units; empty where one is not on a line of its own."""
    named = {*task.lead, *task.support}
    spots: list[Spot] = []
    for start in passage.starts:
        end = passage.bounds(start)[1]
        words = passage.text[start:end]
        if not any(words.strip().startswith(unit) for unit in named):
            continue
        spot = plan.spot(passage, start, end)
        if spot is None:
            return []
        spots.append(spot)
    return spots


@plants("RSP001", "clause-lost", needs="clauses")
def lost_clause(plan: Plan, rng: Random) -> Mutant:
    """A paragraph without the clause that says who is responsible."""
    passage, found = pick(
        rng,
        (
            (each, found)
            for each, found in matches(plan.running("paragraph"), _CLAUSE)
            if found.start() > _SHORTEST_TASK and _is_usual(plan, each)
        ),
    )
    made = replace(plan, plan.spot(passage, *found.span()), "", "plan")
    return asking(made, says=passage.text[:6])


def _is_usual(plan: Plan, passage: Passage) -> bool:
    """Whether nearly all other paragraphs of the chapter say who is responsible, and several do."""
    others = [
        each
        for each in plan.running("paragraph")
        if each.top == passage.top and each is not passage and len(each.text) > _SHORTEST_TASK
    ]
    named = sum(_CLAUSE.search(each.text) is not None for each in others)
    return named >= _SEVERAL and named >= _NEARLY_ALL * len(others)


@plants("RSP002", "units-joined", needs="units")
def joined_units(plan: Plan, rng: Random) -> Mutant:
    """The mark between two units is lost."""
    joined = (unit for unit in _units(plan) if unit.before is not None)
    unit = pick(rng, (unit for unit in joined if unit.name[0] in "市县区省州旗"))
    made = replace(plan, plan.spot(unit.passage, unit.start - 1, unit.start), "", "words")
    return asking(made, says=f"{unit.before}{unit.name}"[:20])


@plants("RSP003", "level-lost", needs="units")
def lost_level(plan: Plan, rng: Random) -> Mutant:
    """A unit that elsewhere has 市 or 县 before its name, without it."""
    units = _units(plan)
    counts = Counter(unit.name for unit in units)
    often = (unit for unit in units if counts[unit.name] > 2 and counts[unit.name[1:]] == 0)
    pattern = re.compile(r"[市县区][\u4e00-\u9fff]{2,}(?:局|委|办|残联|妇联|中心)")
    unit = pick(rng, (unit for unit in often if pattern.fullmatch(unit.name)))
    return _renamed(plan, unit, unit.name[1:])


def _renamed(plan: Plan, unit: _Unit, new: str) -> Mutant:
    """Another name for a unit, where it is listed."""
    return replace(plan, plan.spot(unit.passage, unit.start, unit.end), new, "words")


@plants("RSP003", "short-name", needs="units")
def short_name(plan: Plan, rng: Random) -> Mutant:
    """A unit under its short name where it has the full one elsewhere."""
    units = _units(plan)
    counts = Counter(unit.name for unit in units)
    choices = []
    for unit in units:
        for full, short in planting_words().units.short:
            new = unit.name.removesuffix(full) + short
            if unit.name.endswith(full) and counts[unit.name] > 2 and counts[new] == 0:
                choices.append((unit, new))
    return _renamed(plan, *pick(rng, choices))


@plants("RSP004", "abolished-in-list", needs="units")
def abolished_in_list(plan: Plan, rng: Random) -> Mutant:
    """A unit of a list under the name of one that is no more."""
    old = _abolished(plan)
    unit = pick(rng, (unit for unit in _units(plan) if unit.name[0] in "市县区" and old))
    return _renamed(plan, unit, unit.name[0] + rng.choice(old))


@plants("RSP004", "abolished-in-text", needs="prose")
def abolished_in_text(plan: Plan, rng: Random) -> Mutant:
    """A sentence that gives something to a unit that is no more."""
    old = _abolished(plan)
    region = plan.record.plan.region
    if not old or region is None or region.name[-1] not in "市县区":
        raise UnfitError
    name = region.name[-1] + rng.choice(old)
    return insert_sentence(plan, rng, drawn(rng, "unit-sentences").format(name))


def _abolished(plan: Plan) -> list[str]:
    """Names of units that had gone before the plan's period, and that it does not have itself."""
    held = planting_words().units.abolished
    return [unit.name for unit in held if unit.until < plan.years[0] and unit.name not in plan.text]
