"""A draft with one defect, and the few ways in which a text is changed to have it.

What chance draws may not allow a defect: then what makes one raises `UnfitError`, and the run draws again.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from random import Random
from typing import Literal, TypeVar

import msgspec

from plancmp.checks.view import Row
from plancmp.model.record import PlanRecord, Value
from plancmp.selftest.plan import Plan, Spot
from plancmp.text.width import display_width

T = TypeVar("T")
Reach = Literal["words", "sentence", "line", "row", "plan"]
"""How near the finding must be: at the very words, in their sentence, on their line, in the row of the
indicator, or anywhere (for what is missing from the plan as a whole)."""

_LEAST_GAP = 2
"""So many blanks at the least part the columns of a table that is laid out by them."""

_PAIRS = ("（）", "()", "“”", "《》", "【】")


class UnfitError(Exception):
    """The draft, or the spot that chance drew, does not allow this defect."""


class Mutant(msgspec.Struct, frozen=True, kw_only=True):
    """A changed text. `spot` is the defect in it, `origin` what stood there before."""

    text: str
    spot: Spot
    origin: Spot
    old: str
    new: str
    reach: Reach = "sentence"
    says: str = ""
    """Words that the finding must have in its message (Chinese) or excerpt."""
    row: str | None = None
    """Id of the row of indicators that is harmed."""
    removed: bool = False
    """Whole lines were taken out; what stood there is nowhere in the text."""
    against: PlanRecord | None = None
    previous: PlanRecord | None = None


def pick(rng: Random, choices: Iterable[T]) -> T:
    """One of some things, by chance."""
    held = list(choices)
    if not held:
        raise UnfitError
    return rng.choice(held)


def replace(plan: Plan, spot: Spot | None, new: str, reach: Reach = "sentence") -> Mutant:
    """Other words in a spot; unfit where there is no spot, or nothing would change."""
    if spot is None:
        raise UnfitError
    line = plan.lines[spot.line - 1]
    old = line[spot.start : spot.end]
    behind = line[spot.end :]
    if old == new or not (new or (line[: spot.start] + behind)):
        # A line of its own without a tab is a cell only as long as something stands in it.
        raise UnfitError
    if plan.document.format == "text":
        behind = _aligned(old, new, behind)
    lines = [*plan.lines]
    lines[spot.line - 1] = line[: spot.start] + new + behind
    made = Spot(spot.line, spot.start, spot.start + len(new))
    return Mutant(text="\n".join(lines), spot=made, origin=spot, old=old, new=new, reach=reach)


def replace_all(plan: Plan, edits: dict[Spot, str]) -> Mutant:
    """Other words in several spots, which do not overlap; the first one is what the mutant is known by."""
    changes = {spot: new for spot, new in edits.items() if plan.words(spot) != new}
    if not changes:
        raise UnfitError
    known, words = next(iter(changes.items()))
    lines = [*plan.lines]
    moved = 0
    for spot, new in sorted(changes.items(), reverse=True):
        line = lines[spot.line - 1]
        lines[spot.line - 1] = line[: spot.start] + new + line[spot.end :]
        if spot.line == known.line and spot.start < known.start:
            moved += len(new) - (spot.end - spot.start)
    if any(not lines[spot.line - 1] for spot in changes):
        raise UnfitError
    made = Spot(known.line, known.start + moved, known.start + moved + len(words))
    return Mutant(text="\n".join(lines), spot=made, origin=known, old=plan.words(known), new=words)


def revalue(plan: Plan, row: Row, value: Value | None, new: str, reach: Reach = "words") -> Mutant:
    """Another value in a row of indicators; unfit where it does not stand whole on one line."""
    return asking(replace(plan, plan.value_spot(value), new, reach), row=row.id)


def _aligned(old: str, new: str, behind: str) -> str:
    """What follows in a table laid out by blanks, moved back to its column as far as there is room."""
    blanks = len(behind) - len(behind.lstrip(" "))
    if blanks < _LEAST_GAP or blanks == len(behind):
        return behind
    more = display_width(old) - display_width(new)
    return " " * max(blanks + more, _LEAST_GAP) + behind[blanks:]


def insert(plan: Plan, spot: Spot | None, words: str, reach: Reach = "sentence") -> Mutant:
    """Words put before a spot."""
    return replace(plan, spot and spot._replace(end=spot.start), words, reach)


def insert_sentence(plan: Plan, rng: Random, words: str) -> Mutant:
    """A sentence put behind one of the sentences of a paragraph that does not look back."""
    for _ in range(8):
        passage = pick(rng, plan.prose)
        places = [found.end() for found in re.finditer("。", passage.text[:-1])] or [0]
        at = rng.choice(places)
        if not open_marks(passage.text[:at]):
            with suppress(UnfitError):
                return insert(plan, plan.spot(passage, at, at + 1), words)
    raise UnfitError


def take_out(plan: Plan, first: int, behind: int, reach: Reach = "plan") -> Mutant:
    """Whole lines taken out, from `first` to before `behind`."""
    old = "\n".join(plan.lines[first - 1 : behind - 1])
    text = "\n".join([*plan.lines[: first - 1], *plan.lines[behind - 1 :]])
    spot = Spot(first, 0, 0)
    origin = Spot(first, 0, len(plan.lines[first - 1]))
    return Mutant(text=text, spot=spot, origin=origin, old=old, new="", reach=reach, removed=True)


def open_marks(text: str) -> bool:
    """Whether a bracket or quotation is open at the end of a text."""
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in _PAIRS)


def asking(made: Mutant, **fields: object) -> Mutant:
    """A mutant with more said of it."""
    return msgspec.structs.replace(made, **fields)
