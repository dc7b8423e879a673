"""Tells headings from list items and gives each its depth: the lines are weighed, then the path is found."""

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from plancmp.model.document import Document
from plancmp.model.outline import Content, Heading, Line, Node, OutlineNote
from plancmp.rulepacks import load
from plancmp.structure.features import Candidate, LineReader, is_part
from plancmp.structure.path import Siblings, find_path
from plancmp.structure.titles import PlanWords, begins_with_place
from plancmp.structure.words import StructureWords
from plancmp.text.folding import squeeze, tidy


class Found(NamedTuple):
    """A heading with its level, and its number as understood."""

    candidate: Candidate
    level: int
    number: int | None


def build_nodes(
    document: Document,
    content: Sequence[Content],
    words: StructureWords,
    *,
    within_plan: bool = True,
    terms: bool = False,
) -> tuple[list[Content], list[Node], list[OutlineNote]]:
    """The content before the first heading, the tree of sections, and what was not sure.

    With `terms` the numbered lines explain terms.
    """
    reader = LineReader(document, content, words, within_plan, terms)
    title = _title_lines(document, content, words) if within_plan else set()
    candidates = [
        read
        for at, entry in enumerate(content)
        if isinstance(entry, Line) and at not in title and (read := reader.read(at, entry)) is not None
    ]
    siblings = Siblings(document, candidates, words.opening_words)
    path = find_path(candidates, siblings)
    doubtful = _doubtful(path, candidates)
    if doubtful:
        path = find_path([each for each in candidates if each.at not in doubtful], siblings)
    found = _with_numbers(_with_running_levels(path))
    first = found[0].candidate.at if found else len(content)
    firsts = (each for each in candidates if doubtful.get(each.at) == each.at)
    notes = [OutlineNote("unsure-heading", each.title) for each in firsts]
    return merge_lines(content[:first]), _tree(content, found), notes


def _tree(content: Sequence[Content], found: Sequence[Found]) -> list[Node]:
    """Headings with levels to nodes, the content between two headings to the first of them."""
    bounds = [*(each.candidate.at for each in found), len(content)][1:]
    pieces: list[tuple[Heading, tuple[Content, ...]]] = []
    for each, end in zip(found, bounds, strict=True):
        line, body = each.candidate.line, each.candidate.body
        held: list[Content] = [Line(body.start, body.end)] if body else []
        held.extend(merge_lines(content[each.candidate.at + 1 : end]))
        heading = Heading(each.level, each.candidate.title, line.label, line.automatic, each.number)
        pieces.append((heading, tuple(held)))
    nodes, _ = _children(pieces, 0, 0)
    return nodes


def _children(
    pieces: Sequence[tuple[Heading, tuple[Content, ...]]], at: int, level: int
) -> tuple[list[Node], int]:
    """The nodes deeper than `level` from index `at` on, and the index behind them."""
    nodes: list[Node] = []
    while at < len(pieces) and pieces[at][0].level > level:
        heading, content = pieces[at]
        below, at = _children(pieces, at + 1, heading.level)
        nodes.append(Node(heading, content, tuple(below)))
    return nodes, at


def merge_lines(content: Sequence[Content]) -> list[Content]:
    """Put lines of one paragraph together again where they turned out to be no headings."""
    merged: list[Content] = []
    for entry in content:
        last = merged[-1] if merged else None
        if isinstance(entry, Line) and isinstance(last, Line) and entry.joined:
            merged[-1] = Line(
                last.start, entry.end, last.label, last.automatic, last.level, last.bold, last.joined
            )
        else:
            merged.append(entry)
    return merged


def _doubtful(path: Sequence[tuple[Candidate, int]], candidates: Sequence[Candidate]) -> dict[int, int]:
    """Lines that could as well have lost a number as one that was taken, each with the first of them."""
    taken = {each.at for each, _ in path}
    doubtful: dict[int, int] = {}
    rivals: list[Candidate] = []
    chosen: Candidate | None = None
    for each in (*candidates, None):
        if each is not None and not each.key and each.line.level is None and not each.always:
            rivals.append(each)
            chosen = each if each.at in taken else chosen
        elif each is None or each.at in taken:
            equal = [other for other in rivals if chosen is not None and other.weight == chosen.weight]
            if len(equal) > 1 and any(other.at not in taken for other in equal):
                doubtful.update((other.at, equal[0].at) for other in equal)
            rivals, chosen = [], None
    return doubtful


def _with_running_levels(path: Sequence[tuple[Candidate, int]]) -> list[tuple[Candidate, int]]:
    """The headings; those that run on through chapters keep one level: 39. below （十二）, 40. below 四、."""
    last: dict[str, tuple[int, int]] = {}
    lowered: list[tuple[int, int]] = []
    found: list[tuple[Candidate, int]] = []
    for each, level in path:
        lowered = [(top, by) for top, by in lowered if top < level]
        own = level + sum(by for _, by in lowered)
        label = each.line.label
        if label is not None:
            number, before = last.get(each.key, (0, 0))
            if label.number == number + 1 > 1 and own < before:
                lowered.append((level, before - own))
                own = before
            last[each.key] = label.number, own
        found.append((each, own))
    return found


def _with_numbers(path: Sequence[tuple[Candidate, int]]) -> list[Found]:
    """The headings with their numbers, lost ones told by their siblings."""
    found: list[Found] = []
    last: dict[int, int | None] = {}
    for place, (each, level) in enumerate(path):
        for deeper in [known for known in last if known > level]:
            del last[deeper]
        label = each.line.label
        number = label.number if label is not None else _lost_number(path, place, last.get(level, 0))
        last[level] = number
        found.append(Found(each, level, number))
    return found


def _lost_number(path: Sequence[tuple[Candidate, int]], place: int, before: int | None) -> int | None:
    """The number that a heading lost, if the next of its siblings shows that it had one."""
    level = path[place][1]
    behind = takewhile(lambda each: each[1] >= level, path[place + 1 :])
    missing = 1
    for each, depth in behind:
        if depth == level:
            label = each.line.label
            if label is not None:
                return before + 1 if before is not None and label.number == before + 1 + missing else None
            missing += 1
    return None


def _title_lines(document: Document, content: Sequence[Content], words: StructureWords) -> set[int]:
    """The headings that open a document and are its title: one or several lines of the highest level.

    They are a title if their words are one or begin with a place, or if all later headings stand below them.
    """
    run: list[int] = []
    level: int | None = None
    for at, entry in enumerate(content):
        if not isinstance(entry, Line) or entry.label is not None:
            break
        if run and (is_part(document, entry) or squeeze(document.words(entry)) in words.always_headings):
            break
        if entry.level is not None and level in (None, entry.level):
            level = entry.level
            run.append(at)
        elif run:
            break
    if level is None:
        return set()
    rest = content[run[-1] + 1 :]
    levels = [entry.level for entry in rest if isinstance(entry, Line) and entry.level is not None]
    lines = [document.words(entry) for at in run if isinstance(entry := content[at], Line)]
    title = load(PlanWords, "vocabulary/plans.yaml").title
    said = any(title.is_title(tidy(each)) for each in ("\n".join(lines), *lines))
    numbered = any(isinstance(entry, Line) and entry.label is not None for entry in rest)
    below = min(levels) > level if levels else numbered
    behind = rest[0] if rest else None
    headed = isinstance(behind, Line) and (
        behind.label is not None or behind.level is not None or is_part(document, behind)
    )
    placed = headed and begins_with_place(tidy(lines[0]))
    return set(run) if said or below or placed else set()
