"""Finds clauses of who does what: （牵头单位：甲；配合单位：乙）, （甲、乙负责，丙参加）, （甲、乙）."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from plancmp.reading.agencies import agencies
from plancmp.reading.units import split_units
from plancmp.rulepacks import load
from plancmp.sources.tables.words import ResponsibleWords, TableWords
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled

_LONGEST = 1500
_NEAR = 8
_MARK = compiled(r"[(\[<)\]>、,;。\n]|\s(?=\s)")
_BRACKET = compiled(r"[(\[【)\]】]")
_ENDS = "。；;！？!?"
_TAIL = compiled(r"[\s。;,]*")
_BY = compiled(r"(?:具体|主要)?由(?=.{3})")


class Duty(NamedTuple):
    """A clause: where it stands, where its units are listed, who leads and who supports."""

    start: int
    end: int
    units: int
    lead: tuple[str, ...]
    support: tuple[str, ...]


def find_duties(
    text: str, folded: str | None = None, start: int = 0, end: int | None = None, first_leads: bool = False
) -> list[Duty]:
    """The clauses of a paragraph, in order: brackets at the end of a sentence, or a last one 牵头单位：甲。

    `folded` is the folded text where it is at hand; `start` and `end` bound the paragraph. With `first_leads`
    the unit named first leads where the clause tells no difference.

    >>> [(duty.lead, duty.support) for duty in find_duties("建好设施。（市民政局牵头，市财政局等配合）")]
    [(('市民政局',), ('市财政局',))]
    >>> find_duties("经市残联（主席团）同意。（以下简称规划）")
    []
    """
    folded = fold(text) if folded is None else folded
    end = len(text) if end is None else end
    found = [
        duty
        for begin, stop in _brackets(folded, start, end)
        if (duty := _bracketed(text, folded, begin, stop, (start, end), first_leads)) is not None
    ]
    colon = not found and folded.find(":", start, end) >= 0
    label = _words().labelled.search(folded, start, end) if colon else None
    units = read_units(text[label.start("root") : end], first_leads) if label is not None else None
    if label is not None and units is not None:
        begin = label.start("root")
        found.append(Duty(begin, end, begin + units.units, units.lead, units.support))
    return found


def _bracketed(
    text: str, folded: str, begin: int, stop: int, bounds: tuple[int, int], first_leads: bool
) -> Duty | None:
    """The clause in a bracket that closes a paragraph or a sentence."""
    tail = _TAIL.match(folded, stop, bounds[1])
    behind = tail.end() if tail is not None else stop
    before = text[max(bounds[0], begin - _NEAR) : begin].rstrip()[-1:]
    if behind < bounds[1] and before not in _ENDS and folded[stop : stop + 1] not in _ENDS:
        return None
    inner = text[begin + 1 : stop - (folded[stop - 1] in ")]】")]
    units = read_units(inner, first_leads, bare=behind == bounds[1] and before in _ENDS)
    if units is None:
        return None
    return Duty(begin, behind, begin + 1 + units.units, units.lead, units.support)


def closing_duty(text: str) -> Duty | None:
    """The clause with which a paragraph closes."""
    found = find_duties(text)
    return found[-1] if found and not text[found[-1].end :].strip() else None


def _brackets(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The outer brackets of a stretch; one that is never closed runs to its end."""
    depth, begin = 0, start
    for found in _BRACKET.finditer(folded, start, end):
        if found.group() in "([【":
            if depth == 0:
                begin = found.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and found.end() - begin <= _LONGEST:
                yield begin, found.end()
    if depth and end - begin <= _LONGEST and _words().label.match(folded, begin + 1, end):
        yield begin, end


def read_units(text: str, first_leads: bool = False, bare: bool = False) -> Duty | None:
    """Who leads and who supports by the words of a clause or a cell; None where it names no role.

    With `bare` a list of nothing but known units counts too.
    """
    groups = list(_groups(text))
    lead: list[str] = []
    support: list[str] = []
    every: list[str] = []
    for group in groups:
        if group.role is None and (not bare or len(groups) > 1 or not _are_units(group.units)):
            return None
        {"lead": lead, "support": support}.get(group.role or "", every).extend(group.units)
    if lead:
        support = every + support
    elif first_leads or _words().says_first_leads(squeeze(text)):
        lead, support = every[:1], every[1:] + support
    else:
        lead = every
    if not lead and not support:
        return None
    return Duty(0, len(text), groups[0].start, tuple(lead), tuple(support))


def begins_with_label(folded: str, start: int, end: int) -> bool:
    """Whether a line begins with a word and a colon, as lines of who and by when do."""
    return _words().label.match(folded, start, end) is not None


class _Group(NamedTuple):
    """Units under one role: `lead`, `all`, `support`, or None where no word names it."""

    role: str | None
    start: int
    units: tuple[str, ...]


def _groups(text: str) -> Iterator[_Group]:
    """The units of a clause by their roles: a label stands before them, a verb behind."""
    folded = fold(text)
    words = _words()
    role: str | None = None
    taken: list[tuple[int, int]] = []
    labelled = remarked = False
    for start, end in _tokens(folded):
        remarked = remarked and folded[start - 1 : start] not in ("。", ";")
        label = words.label.match(folded, start, end)
        if label is not None:
            yield from _group(text, role, taken, labelled)
            taken, role, labelled, remarked = [], words.role_of(label), True, False
            start = label.end()
        remarked = remarked or words.remark.search(folded, start, end) is not None
        if start >= end or remarked or words.deadline.match(folded, start, end):
            continue
        verb = words.verb.search(folded, start, end)
        if labelled and verb is not None and (role != "all" or words.role_of(verb) == "all"):
            # The label has said who; 按职责分工负责 behind the last unit says no more.
            end, verb = verb.start(), None
        by = _BY.match(folded, start, end)
        taken.append((by.end() if by else start, verb.start() if verb is not None else end))
        if verb is not None:
            yield from _group(text, words.role_of(verb), taken, labelled)
            taken = []
    yield from _group(text, role, taken, labelled)


def _group(text: str, role: str | None, taken: list[tuple[int, int]], labelled: bool) -> Iterator[_Group]:
    """The group of some pieces; none where they name no units, or the role is no one's duty."""
    units = split_units("、".join(text[start:end] for start, end in taken))
    if not units or role == "none":
        return
    if labelled or role is None or 2 * sum(map(_looks_like_unit, units)) > len(units):
        yield _Group(role, taken[0][0], units)


def _tokens(folded: str) -> Iterator[tuple[int, int]]:
    """The stretches between marks outside of inner brackets, and before labels of roles."""
    for start, end in _between_marks(folded):
        cuts = [found.start() for found in _words().inner.finditer(folded, start + 1, end)]
        yield from pairwise((start, *cuts, end))


def _between_marks(folded: str) -> Iterator[tuple[int, int]]:
    """The stretches between marks outside of inner brackets."""
    depth = begin = 0
    for found in _MARK.finditer(folded):
        char, at = found.group(), found.start()
        if char in "([<":
            depth += 1
        elif char in ")]>":
            depth = max(depth - 1, 0)
        elif depth == 0:
            yield begin, at
            begin = at + 1
    yield begin, len(folded)


def _are_units(names: Sequence[str]) -> bool:
    """Whether names that no word gives a role are units for sure: most are known, and none can be else."""
    return 2 * sum(map(_is_known, names)) > len(names) and all(map(_looks_like_unit, names))


def _looks_like_unit(unit: str) -> bool:
    """Whether a name can be one of a unit."""
    words = load(TableWords, "vocabulary/tables.yaml").units
    return (
        unit.startswith(("各", "有关", "相关"))
        or unit.endswith((*words.endings, *words.inner_endings, *words.places, "部门", "单位"))
        or _is_known(unit)
    )


def _is_known(unit: str) -> bool:
    """Whether a name is one of a unit for sure: it is listed, or has a level in front and an ending."""
    words = load(TableWords, "vocabulary/tables.yaml").units
    return agencies().parse(unit) is not None or (
        unit.startswith((*words.beginnings, "各")) and unit.endswith((*words.endings, "区", "县", "镇"))
    )


@cache
def _words() -> ResponsibleWords:
    """The words of roles."""
    return load(TableWords, "vocabulary/tables.yaml").responsible
