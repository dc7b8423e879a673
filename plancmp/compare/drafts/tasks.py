"""Two drafts of one plan: tasks, and who is responsible for them."""

from collections.abc import Iterator, Sequence

from plancmp.compare.changes import Both, added, dropped
from plancmp.compare.drafts.pairing import pair_best, similar_across
from plancmp.compare.drafts.sentences import first_words
from plancmp.compare.figures import kind_of_change
from plancmp.compare.ordering import find_moved
from plancmp.compare.plans.tasks import units_differ
from plancmp.model.comparison import Change, ChangeKind
from plancmp.model.record import PlanRecord, Task
from plancmp.text.folding import squeeze

_TASK = 60.0


def find_task_changes(old: PlanRecord, new: PlanRecord) -> Iterator[Change]:
    """Rows of 分工表, and who is responsible for paragraphs. The words of a paragraph are its text's."""
    pairs = _match_tasks(old.tasks, new.tasks)
    taken = {other for _, other in pairs}
    known = {at for at, _ in pairs}
    rows = [(at, other) for at, other in pairs if old.tasks[at].table and new.tasks[other].table]
    moved = {rows[index] for index in find_moved([other for _, other in rows], [1] * len(rows))}
    for at, other in pairs:
        mine, theirs = old.tasks[at], new.tasks[other]
        if (at, other) in moved:
            yield _both(mine, theirs).moved()
        yield from _same_task_changes(mine, theirs)
    for at, task in enumerate(old.tasks):
        if at not in known:
            yield from _gone_task(task, new, "dropped")
    for at, task in enumerate(new.tasks):
        if at not in taken:
            yield from _gone_task(task, old, "added")


def _both(mine: Task, theirs: Task) -> Both:
    return Both("task", first_words(theirs.text), mine, theirs)


def _same_task_changes(mine: Task, theirs: Task) -> Iterator[Change]:
    both = _both(mine, theirs)
    if mine.table and theirs.table:
        if mine.number is not None and theirs.number is not None and mine.number != theirs.number:
            yield both.change("renumbered", "number", str(mine.number), str(theirs.number))
        if squeeze(mine.text) != squeeze(theirs.text):
            kind = kind_of_change(mine.text, theirs.text)
            yield both.change(kind, "text", mine.text, theirs.text)
    for field in ("lead", "support"):
        before, after = getattr(mine, field), getattr(theirs, field)
        if before == after:
            continue
        kind = "changed" if units_differ(before, after) else "respelled"
        yield both.change(kind, field, "、".join(before), "、".join(after))


def _gone_task(task: Task, other: PlanRecord, kind: ChangeKind) -> Iterator[Change]:
    """A row that is gone or new; a paragraph only when it still stands there without its units."""
    units = "、".join((*task.lead, *task.support))
    if not task.table and not _stands_in(squeeze(task.text), other):
        return
    text = task.text if task.table else units
    field = None if task.table else "lead"
    make = dropped if kind == "dropped" else added
    yield make("task", first_words(task.text), text, task, field)


def _stands_in(wording: str, record: PlanRecord) -> bool:
    """Whether a wording stands in the sections of a plan."""
    waiting = [*record.sections, *(each for appendix in record.appendices for each in appendix.sections)]
    while waiting:
        section = waiting.pop()
        waiting.extend(section.sections)
        texts = [section.title, *(paragraph.text for paragraph in section.paragraphs)]
        if any(wording in squeeze(text) for text in texts):
            return True
    return False


def _match_tasks(old: Sequence[Task], new: Sequence[Task]) -> list[tuple[int, int]]:
    """Tasks of one wording, in order; then those most alike."""
    pairs: dict[int, int] = {}
    free: dict[str, list[int]] = {}
    for other, task in enumerate(new):
        free.setdefault(squeeze(task.text), []).append(other)
    for at, task in enumerate(old):
        same = free.get(squeeze(task.text))
        if same:
            pairs[at] = same.pop(0)
    olds = [at for at in range(len(old)) if at not in pairs]
    news = sorted(other for others in free.values() for other in others)
    mine, theirs = [squeeze(old[at].text) for at in olds], [squeeze(new[other].text) for other in news]
    for at, other in pair_best(similar_across(mine, theirs, _TASK), _TASK):
        pairs[olds[at]] = news[other]
    return sorted(pairs.items())
