"""What the document as a whole must say, and what could not be looked at (DOC002, DOC003)."""

import re
from collections.abc import Iterator

from plancmp.checks.kinds import Check, Hit, Rule, Words
from plancmp.checks.view import Passage, PlanView, any_of
from plancmp.model.record import Note
from plancmp.text.folding import squeeze

_RANK = {"nation": 0, "province": 1, "city": 2, "county": 3}


class BasisParameters(Rule, frozen=True, kw_only=True):
    """What counts as a superior plan."""

    plans: tuple[str, ...]
    """Words of titles of plans: 规划, 方案, 纲要."""
    general: tuple[str, ...]
    """Words of titles of plans for everything, which are no plan of the field: 国民经济和社会发展."""


class NotCheckedParameters(Rule, frozen=True, kw_only=True):
    """The reader's notes on what could not be looked at."""

    notes: dict[str, Words]


def title_hit(view: PlanView) -> tuple[Passage | None, int, int]:
    """The passage of the plan's title; where there is none, its first words."""
    title = squeeze(view.record.plan.title or "")
    for passage in view.passages[:8]:
        if (
            passage.kind == "front"
            and title
            and squeeze(passage.text)
            and squeeze(passage.text)[:12] in title
        ):
            return passage, 0, len(passage.text)
    if view.passages:
        first = view.passages[0]
        return first, 0, min(len(first.text), first.bounds(0)[1], 30)
    return None, 0, 0


def find_missing_basis(view: PlanView, check: Check) -> Iterator[Hit]:
    """A plan that names no plan of its field from above among the documents it rests on."""
    plan = view.record.plan
    if plan.region is None or plan.title is None or plan.region.level in (None, "nation"):
        return
    parameters: BasisParameters = check.parameters
    plans, general = re.compile(any_of(parameters.plans)), re.compile(any_of(parameters.general))
    own = squeeze(plan.region.name)
    rank = _RANK[plan.region.level or "county"]
    for basis in plan.based_on:
        title = squeeze(basis.title)
        above = basis.level is None or _RANK[basis.level] < rank
        if plans.search(title) and not general.search(title) and above and not title.startswith(own):
            return
    passage, start, end = _basis_place(view)
    yield Hit(passage, start, end, part="basis")


def _basis_place(view: PlanView) -> tuple[Passage | None, int, int]:
    """The paragraph that says what the plan rests on, or the title."""
    for passage in view.passages:
        if passage.kind == "front":
            found = re.search(r"(?:根据|依据|按照)[^。\x00]{0,60}", passage.folded)
            if found is not None and "》" in passage.folded[found.start() :]:
                return passage, found.start(), min(found.end(), found.start() + 30)
    return title_hit(view)


def find_not_checked(view: PlanView, check: Check) -> Iterator[Hit]:
    """Pages without text, images, tables that were not understood; one finding a kind."""
    parameters: NotCheckedParameters = check.parameters
    groups: dict[str, list[Note]] = {}
    for note in view.record.notes:
        if note.code in parameters.notes:
            groups.setdefault(note.code, []).append(note)
    for code, notes in groups.items():
        what = parameters.notes[code].say(view.options.lang)
        words = " ".join((notes[0].text or "").split())[:40]
        words = words if re.search(r"[\w]", words) else parameters.notes[code].zh
        yield Hit(at=notes[0].at, words=words, values={"what": what, "count": str(len(notes))}, part=code)
