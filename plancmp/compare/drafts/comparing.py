"""Two drafts of one plan: what was filled in, weakened, dropped, moved, renumbered, reworded."""

from collections.abc import Iterator, Sequence

from plancmp.compare.drafts.indicators import find_indicator_changes
from plancmp.compare.drafts.nodes import match_nodes
from plancmp.compare.drafts.parts import find_part_changes
from plancmp.compare.drafts.sentences import find_text_changes
from plancmp.compare.drafts.tasks import find_task_changes
from plancmp.compare.drafts.text import TextMatch
from plancmp.compare.reading import Node
from plancmp.compare.wording import find_pieces
from plancmp.model.alignment import Alignment
from plancmp.model.comparison import Change, ChangeKind, Drafts
from plancmp.model.record import PlanRecord
from plancmp.text.folding import squeeze

_PLAN = ("stage_text", "number", "issuer", "date")


def compare_drafts(
    records: Sequence[PlanRecord],
    nodes: Sequence[Sequence[Node]],
    names: Sequence[str],
    alignment: Alignment,
    before: int,
    after: int,
) -> Drafts:
    """Every change from one draft to another of the same plan, each reported once.

    What hangs below a dropped or added part goes with it, except indicators, which are always named.
    """
    old, new = records[before], records[after]
    matched = match_nodes(nodes[before], nodes[after])
    text = TextMatch(nodes[before], nodes[after], matched)
    changes = [
        *_plan_changes(old, new),
        *find_indicator_changes(old, new, alignment, before, after),
        *find_part_changes(nodes[before], nodes[after], matched),
        *find_text_changes(nodes[before], nodes[after], matched, text),
        *find_task_changes(old, new),
    ]
    return Drafts(before=names[before], after=names[after], changes=tuple(_once(changes)))


def _once(changes: Sequence[Change]) -> Iterator[Change]:
    """Changes of the plan's data stand in the front of its text as well; they are told once."""
    told = [(squeeze(each.before or ""), squeeze(each.after or "")) for each in changes if each.of == "plan"]
    for change in changes:
        if change.of == "front" and change.before and change.after:
            before, after = squeeze(change.before), squeeze(change.after)
            if any(one in before and other in after for one, other in told):
                continue
        yield change


def _plan_changes(old: PlanRecord, new: PlanRecord) -> Iterator[Change]:
    """Title, stage, number, issuer, date."""
    before, after = old.plan.title or "", new.plan.title or ""
    if squeeze(before) != squeeze(after):
        pieces, name = find_pieces(before, after), before or after
        yield Change(
            kind="reworded", of="plan", field="title", name=name, before=before, after=after, pieces=pieces
        )
    for field in _PLAN:
        before, after = getattr(old.plan, field), getattr(new.plan, field)
        if squeeze(before or "") != squeeze(after or ""):
            kind: ChangeKind = "changed" if before and after else "filled" if after else "emptied"
            yield Change(kind=kind, of="plan", field=field, name=field, before=before, after=after)
