"""The same task over the plans: who leads it where, who supports it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from plancmp.compare.plans.clustering import Member, Thing, common, group_things
from plancmp.compare.plans.sections import found_in, similarity_of
from plancmp.meaning.words import same_agency
from plancmp.model.comparison import TaskCell, TaskRow, Verdict
from plancmp.model.record import PlanRecord, Task
from plancmp.structure.numbering import without_label
from plancmp.text.folding import squeeze

_THRESHOLD = 0.36
_LONGEST_TITLE = 24
_LEAST_ALIKE = 0.25
"""Tasks with less in common are two, however rare among the others what they share is."""
Differing = Literal["text", "lead", "support"]


def compare_tasks(records: Sequence[PlanRecord], names: Sequence[str]) -> tuple[TaskRow, ...]:
    """Rows of tasks over the plans; `names` are the ids of the plans in the comparison."""
    things = [[_thing(task) for task in record.tasks] for record in records]
    rows: list[TaskRow] = []
    mixed = group_things(things, names, _THRESHOLD, 0.5)
    for group in (part for each in mixed for part in _parted(each, things)):
        found = found_in(group, [record.tasks for record in records])
        there = [task for task in found if task is not None]
        rows.append(
            TaskRow(
                text=there[0].text,
                verdict=_verdict(there, len(records)),
                differs=_differs(there),
                similarity=similarity_of(group),
                cells=tuple(_cell(names[plan], task) for plan, task in enumerate(found)),
            )
        )
    return tuple(rows)


def _parted(group: Mapping[int, Member], things: Sequence[Sequence[Thing]]) -> Iterator[dict[int, Member]]:
    """A group without the members that are not like its first, and each of those alone."""
    first, *others = group.values()
    chief = things[first.plan][first.at].text
    kept = {first.plan: first}
    alone = []
    for member in others:
        if common(chief, things[member.plan][member.at].text) >= _LEAST_ALIKE:
            kept[member.plan] = member
        else:
            alone.append({member.plan: member})
    yield kept
    yield from alone


def units_differ(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two lists name other units; the level's prefix, spelling and order do not count."""
    return {same_agency(unit) for unit in first} != {same_agency(unit) for unit in second}


def _thing(task: Task) -> Thing:
    """A task as compared, its number aside: its first words say what, all of it says how."""
    text = squeeze(without_label(task.text))
    return Thing(text[:_LONGEST_TITLE], text)


def _cell(name: str, task: Task | None) -> TaskCell | None:
    if task is None:
        return None
    return TaskCell(plan=name, task=task.id, text=task.text, lead=task.lead, support=task.support)


def _verdict(tasks: Sequence[Task], plans: int) -> Verdict:
    if len(tasks) == 1 and plans > 1:
        return "only"
    if len(tasks) < plans:
        return "partial"
    return "differs" if _differs(tasks) else "same"


def _differs(tasks: Sequence[Task]) -> tuple[Differing, ...]:
    """Which of text, lead and support differ from the first."""
    first = tasks[0]
    found: list[Differing] = []
    if len({squeeze(task.text) for task in tasks}) > 1:
        found.append("text")
    if any(units_differ(first.lead, task.lead) for task in tasks):
        found.append("lead")
    if any(units_differ(first.support, task.support) for task in tasks):
        found.append("support")
    return tuple(found)
