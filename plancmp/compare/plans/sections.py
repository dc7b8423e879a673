"""Trees of sections side by side: chapters of the same content, by title and text."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from plancmp.compare.plans.clustering import Member, Thing, group_things
from plancmp.compare.reading import Node
from plancmp.model.comparison import BoxRow, ItemRow, SectionRow, Verdict
from plancmp.text.folding import squeeze

_THRESHOLD = 0.22
_TITLE = 0.6
_HEADED = ("section", "appendix")
T = TypeVar("T")
Row = TypeVar("Row", SectionRow, BoxRow, ItemRow)


def compare_sections(plans: Sequence[Sequence[Node]], names: Sequence[str]) -> tuple[SectionRow, ...]:
    """Rows of sections (and appendices) over the plans, in the order of the text."""
    headed = [[node for node in nodes if node.kind in _HEADED] for nodes in plans]
    things = [_things(nodes) for nodes in headed]
    rows: list[SectionRow] = []
    for group in group_things(things, names, _THRESHOLD, _TITLE):
        found = found_in(group, headed)
        level = next(node.level for node in found if node is not None)
        verdict = _verdict(found, [things[plan][member.at] for plan, member in group.items()])
        rows.append(titled_row(SectionRow, found, group, level=level, verdict=verdict))
    return tuple(rows)


def found_in(group: Mapping[int, Member], plans: Sequence[Sequence[T]]) -> list[T | None]:
    """The member of a group that each plan has."""
    return [own[group[plan].at] if plan in group else None for plan, own in enumerate(plans)]


def titled_row(make: type[Row], found: Sequence[Node | None], group: Mapping[int, Member], **own: Any) -> Row:
    """A row of parts with titles, named after the first; `own` is what this kind has besides, or another."""
    said: dict[str, Any] = {
        "title": next(node.title for node in found if node is not None),
        "verdict": verdict_of(found),
        "similarity": similarity_of(group),
        "titles": tuple(node.title if node else None for node in found),
        "cells": tuple(node.id if node else None for node in found),
    }
    return make(**(said | own))


def verdict_of(nodes: Sequence[Node | None]) -> Verdict:
    """Whether parts of several plans say the same in title and own text, blanks aside."""
    there = [node for node in nodes if node is not None]
    if len(there) == 1 and len(nodes) > 1:
        return "only"
    if len(there) < len(nodes):
        return "partial"
    wordings = {(squeeze(node.title), tuple(each.exact for each in node.sentences)) for node in there}
    return "same" if len(wordings) == 1 else "differs"


def _verdict(nodes: Sequence[Node | None], things: Sequence[Thing]) -> Verdict:
    """As `verdict_of`, but a chapter is only the same when all below it is."""
    verdict = verdict_of(nodes)
    below = len({thing.text for thing in things}) > 1
    return "differs" if verdict == "same" and below else verdict


def similarity_of(group: Mapping[int, Member]) -> float:
    """How well the least fitting member fits."""
    return round(min(member.score for member in group.values()), 2)


def _things(nodes: Sequence[Node]) -> list[Thing]:
    """Sections as compared: a chapter's text is all that stands below it."""
    index = {node.id: at for at, node in enumerate(nodes)}
    texts = ["".join(sentence.key for sentence in node.sentences) for node in nodes]
    for at in range(len(nodes) - 1, -1, -1):
        above = index.get(nodes[at].parent or "")
        if above is not None:
            texts[above] += squeeze(nodes[at].title) + texts[at]
    return [
        Thing(squeeze(node.title), texts[at], node.kind, index.get(node.parent or ""), node.level)
        for at, node in enumerate(nodes)
    ]
