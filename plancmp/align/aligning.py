"""Records of plans to an alignment: rows of indicators that are one matter in one measure, with reasons."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from plancmp.align.catalogue import Catalogue, catalogue
from plancmp.align.crosswalk import Crosswalk, Link, Reference
from plancmp.align.grouping import Apart, Pair, group
from plancmp.align.matching import Meeting, compare_forms, meet
from plancmp.align.members import ClassKey, Member, find_classes, find_members, working_order
from plancmp.align.packs import unit_of
from plancmp.align.reasons import Reason, tell
from plancmp.model.alignment import AlignedCell, AlignedRow, Alignment, CellMatch, Doubt, Measure
from plancmp.model.errors import RuleError
from plancmp.model.record import PlanRecord
from plancmp.rulepacks.messages import worded

_POSTINGS = 60
"""A word that more rows than this have says too little to look for doubtful pairs by it."""
_DOUBTS = 3
"""At most so many doubts a row: a person reads them."""


class _Row(NamedTuple):
    """A row before it is put in its place."""

    members: list[Member]
    key: str | None
    said: frozenset[tuple[int, int, int]]
    """Places of the members that a crosswalk put here."""

    @property
    def first(self) -> tuple[int, int, int]:
        """Where it appears first, in the working order."""
        return min(member.place for member in self.members)


class _Said(NamedTuple):
    """What a crosswalk says of these members."""

    forced: list[tuple[list[Member], str]]
    forbidden: dict[Pair, str]


def align_plans(
    plans: Sequence[PlanRecord], crosswalk: Crosswalk | None = None, *, lang: str = "zh"
) -> Alignment:
    """Align the indicators of plans. The order of the plans changes the order of the cells and nothing else.

    Rows stand in the order of the packs of the fields, then of their first appearance. Raises `RuleError`
    where the crosswalk names an indicator that a plan does not have, or puts two of one plan into one row.
    """
    view = catalogue()
    places = view.order_of(plan.plan.sector for plan in plans)
    order = working_order(plans)
    members = find_members(plans, order, view)
    said = _read_crosswalk(crosswalk, plans, order, members, view)
    rows, apart = _find_rows(members, said)
    rows.sort(key=lambda row: (places.get(row.key or "", len(places)), row.first))
    return Alignment(
        rows=tuple(_build_rows(rows, order, view, lang)),
        doubts=tuple(_build_doubts(rows, apart, said, order, view, lang)),
    )


# --- rows


def _find_rows(members: Sequence[Member], said: _Said) -> tuple[list[_Row], list[Apart]]:
    """All rows, and pairs of one class that were left apart."""
    classes = find_classes(members)
    forced = _move_forced(classes, said)
    rows: list[_Row] = []
    apart: list[Apart] = []
    forbidden = frozenset(said.forbidden)
    for name, some in classes.items():
        together = forced.get(name, [])
        places = frozenset(member.place for one in together for member in one)
        found, left = group(some, together, forbidden)
        apart += left
        key = name[1] if name[0] == "key" else None
        owner = _owner(found) if key else 0
        for number, row in enumerate(found):
            here = frozenset(member.place for member in row) & places
            rows.append(_Row(row, key if number == owner or here else None, here))
    return rows, apart


def _owner(rows: Sequence[Sequence[Member]]) -> int:
    """Which of several rows of one key has it: the one that most plans share, if it is the only one."""
    sizes = [len(row) for row in rows]
    best = max(sizes)
    if sizes.count(best) == 1:
        return sizes.index(best)
    exact = [
        number
        for number, row in enumerate(rows)
        if len(row) == best
        and any(member.side.known and member.side.known.level == "alias" for member in row)
    ]
    return exact[0] if len(exact) == 1 else -1


def _move_forced(classes: dict[ClassKey, list[Member]], said: _Said) -> dict[ClassKey, list[list[Member]]]:
    """Put members that the crosswalk joins into one class: that of a canonical indicator if one has it."""
    home = {member.place: name for name, some in classes.items() for member in some}
    forced: dict[ClassKey, list[list[Member]]] = {}
    for together, _ in said.forced:
        names = [home[member.place] for member in together]
        target = min(names, key=lambda name: (name[0] != "key", name))
        for member in together:
            here = home[member.place]
            if here != target:
                classes[here].remove(member)
                classes[target].append(member)
                home[member.place] = target
        forced.setdefault(target, []).append(together)
    for name in [name for name, some in classes.items() if not some]:
        del classes[name]
    return forced


def _build_rows(
    rows: Sequence[_Row], order: Sequence[int], view: Catalogue, lang: str
) -> Iterator[AlignedRow]:
    """The rows with their cells in the order of the columns."""
    related = _find_related(rows, view)
    for number, row in enumerate(rows):
        entry = view.entries.get(row.key or "")
        cells = (
            AlignedCell(
                plan=order[member.plan],
                indicator=member.indicator,
                part=member.part,
                match=match,
            )
            for member, match in zip(row.members, _matches(row, lang), strict=True)
        )
        yield AlignedRow(
            key=row.key,
            name=entry.name if entry else _most_common(member.record.name for member in row.members),
            measure=entry.measure if entry else _measure_of(row),
            unit=(entry.unit if entry else None) or _unit_of(row),
            cells=tuple(sorted(cells, key=lambda cell: cell.plan)),
            related=tuple(sorted(related.get(number, ()))),
        )


def _measure_of(row: _Row) -> Measure:
    """The measure of a row that no pack knows."""
    return next((member.form.measure.kind for member in row.members if member.form.measure.kind), "other")


def _unit_of(row: _Row) -> str | None:
    """The unit that most cells of a row have."""
    units = [unit for unit in (unit_of(member.record) for member in row.members) if unit]
    return _most_common(units) if units else None


def _most_common(words: Iterable[str]) -> str:
    """The word that is met most often; of several the shortest, then the first by its characters."""
    return min(Counter(words).items(), key=lambda item: (-item[1], len(item[0]), item[0]))[0]


def _matches(row: _Row, lang: str) -> Iterator[CellMatch]:
    """Why each member of a row stands there."""
    spellings = Counter(member.form.folded for member in row.members)
    leading = min(spellings, key=lambda folded: (-spellings[folded], folded))
    chief = next(member for member in row.members if member.form.folded == leading)
    second = next((member for member in row.members if member.form.folded != leading), None)
    for member in row.members:
        yield _match(member, row, chief if member.form.folded != leading else second, spellings, lang)


def _match(
    member: Member, row: _Row, other: Member | None, spellings: Mapping[str, int], lang: str
) -> CellMatch:
    """Why a member stands in its row: the crosswalk, its key, its name, its parts."""
    if member.place in row.said:
        reasons = tell((Reason("crosswalk-same", (_most_common(spellings),)),), lang)
        return CellMatch(level="crosswalk", score=1.0, reasons=reasons)
    if row.key and member.side.given:
        return CellMatch(level="key", score=1.0, reasons=tell((Reason("key", (row.key,)),), lang))
    if row.key and member.side.known:
        known = member.side.known
        return CellMatch(level=known.level, score=known.score, reasons=tell((known.reason,), lang))
    if len(row.members) == 1:
        return CellMatch(level="none", score=0.0)
    if spellings[member.form.folded] > 1 or other is None:
        return CellMatch(
            level="folded", score=1.0, reasons=tell((Reason("folded", (member.form.folded,)),), lang)
        )
    meeting = compare_forms(member.form, other.form)
    return CellMatch(level="parts", score=meeting.score, reasons=tell(meeting.reasons, lang))


def _find_related(rows: Sequence[_Row], view: Catalogue) -> Mapping[int, set[int]]:
    """Rows of one matter in two measures, and rows that one joins; each names the other."""
    related: dict[int, set[int]] = {}
    for one, other in (*_related_keys(rows, view), *_related_matters(rows)):
        if one != other:
            related.setdefault(one, set()).add(other)
            related.setdefault(other, set()).add(one)
    return related


def _related_keys(rows: Sequence[_Row], view: Catalogue) -> Iterator[tuple[int, int]]:
    """Pairs of rows that belong together by the packs."""
    by_key = {row.key: number for number, row in enumerate(rows) if row.key}
    for key, number in by_key.items():
        for other in view.related(key):
            if other in by_key:
                yield number, by_key[other]
    for number, row in enumerate(rows):
        form = row.members[0].form
        for entry in view.known_name(form):
            known = by_key.get(entry.key)
            if known is not None and form.is_measured_otherwise(rows[known].members[0].form):
                yield number, known


def _related_matters(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """Pairs of rows of one matter in two measures, at least one of which no pack knows."""
    if all(row.key for row in rows):
        return
    by_matter: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        by_matter.setdefault(row.members[0].form.core, []).append(number)
    for numbers in by_matter.values():
        if len(numbers) > _POSTINGS:
            continue
        for one, other in combinations(numbers, 2):
            if not (rows[one].key and rows[other].key):
                meeting = compare_forms(rows[one].members[0].form, rows[other].members[0].form)
                if meeting.verdict == "incomparable":
                    yield one, other


# --- doubts


def _build_doubts(
    rows: Sequence[_Row],
    apart: Sequence[Apart],
    said: _Said,
    order: Sequence[int],
    view: Catalogue,
    lang: str,
) -> list[Doubt]:
    """Pairs that a person should see: ties, and rows whose names are near; the nearest first."""
    found: dict[tuple[tuple[int, int], tuple[int, int]], tuple[float, tuple[Reason, ...]]] = {}
    for pair in apart:
        places = (pair.first.place[:2], pair.second.place[:2])
        reason = Reason("tie" if pair.tie else "better", (pair.first.record.name,))
        found.setdefault((min(places), max(places)), (pair.score, (reason,)))
    for score, one, other, reasons in _near_rows(rows, view):
        places = (rows[one].members[0].place[:2], rows[other].members[0].place[:2])
        if frozenset((rows[one].members[0].place, rows[other].members[0].place)) not in said.forbidden:
            found.setdefault((min(places), max(places)), (score, reasons))
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        Doubt(
            first=(order[first[0]], first[1]),
            second=(order[second[0]], second[1]),
            score=score,
            reasons=tell(reasons, lang),
        )
        for (first, second), (score, reasons) in ranked
        if first != second
    ]


def _near_rows(rows: Sequence[_Row], view: Catalogue) -> Iterator[tuple[float, int, int, tuple[Reason, ...]]]:
    """Rows that no pack knows with the rows nearest to them; compared are rows that share two words."""
    unknown = [number for number, row in enumerate(rows) if not row.key]
    if not unknown:
        return
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(rows):
        for words in _handles(row):
            holders.setdefault(words, []).append(number)
    plans = [frozenset(member.plan for member in row.members) for row in rows]
    met: dict[tuple[int, int], Meeting | None] = {}

    def doubt(pair: tuple[int, int]) -> Meeting | None:
        if pair not in met:
            first, second = (rows[number].members[0].side for number in pair)
            possible = first.form.measure.agrees(second.form.measure) and not plans[pair[0]] & plans[pair[1]]
            meeting = meet(first, second, view) if possible else None
            met[pair] = meeting if meeting and meeting.verdict == "doubt" else None
        return met[pair]

    kept: dict[tuple[int, int], Meeting] = {}
    for number in unknown:
        pairs = [
            (min(number, other), max(number, other))
            for other in _sharing(number, _handles(rows[number]), holders)
        ]
        near = [(-found.score, pair, found) for pair in pairs if (found := doubt(pair))]
        kept.update((pair, found) for _, pair, found in sorted(near, key=lambda one: one[:2])[:_DOUBTS])
    for pair, found in kept.items():
        yield found.score, *pair, found.reasons


def _handles(row: _Row) -> set[tuple[str, ...]]:
    """By what a row is found: any two of its words, and for a short name each of them."""
    words = sorted({part.text for part in row.members[0].form.heavy if len(part.text) > 1})
    single = {(word,) for word in words} if len(words) < 4 else set()
    return {*combinations(words, 2), *single}


def _sharing(
    number: int, handles: Iterable[tuple[str, ...]], holders: Mapping[tuple[str, ...], list[int]]
) -> list[int]:
    """Rows that share words with a row, the rarest words first; no more than a person would look at."""
    lists = sorted((holders[words] for words in handles), key=lambda some: (len(some), some))
    found: dict[int, None] = {}
    for some in lists:
        if len(some) > _POSTINGS or len(found) > _POSTINGS:
            break
        found.update(dict.fromkeys(some))
    found.pop(number, None)
    return list(found)


# --- the crosswalk


def _read_crosswalk(
    crosswalk: Crosswalk | None,
    plans: Sequence[PlanRecord],
    order: Sequence[int],
    members: Sequence[Member],
    view: Catalogue,
) -> _Said:
    """The links of a crosswalk as members of these plans; links of other plans say nothing here."""
    said = _Said([], {})
    if crosswalk is None:
        return said
    numbers: dict[str, list[int]] = {}
    for place, number in enumerate(order):
        numbers.setdefault(plans[number].id, []).append(place)
    joined: list[tuple[list[Member], Link]] = []
    names = _by_name(members, view) if crosswalk.links else {}
    for link in crosswalk.links:
        named = [_named(reference, link, numbers, members, names, view) for reference in link.references]
        if link.kind == "same":
            joined.append(([member for some in named for member in some], link))
            continue
        for place, some in enumerate(named):
            for other in named[place + 1 :]:
                for one in some:
                    said.forbidden.update(
                        (frozenset((one.place, two.place)), link.where)
                        for two in other
                        if one.place != two.place
                    )
    for together, where in _chained(joined):
        said.forced.extend(_without_doubles(together, where))
    return said


def _named(
    reference: Reference,
    link: Link,
    numbers: Mapping[str, list[int]],
    members: Sequence[Member],
    names: Mapping[str, list[Member]],
    view: Catalogue,
) -> list[Member]:
    """The members that a reference names. An id that its plan does not have is a mistake of the user."""
    if reference.plan is None:
        return names.get(view.reader.fold(reference.text), [])
    plans = numbers.get(reference.plan)
    if not plans:
        return []
    found = [m for m in members if m.plan in plans and m.record.id == reference.indicator]
    if not found:
        raise RuleError(
            *worded("link-indicator", where=link.where, plan=reference.plan, indicator=reference.indicator)
        )
    return found


def _by_name(members: Sequence[Member], view: Catalogue) -> Mapping[str, list[Member]]:
    """Members by their folded names: as written, and with what the plan itself says added or taken off."""
    names: dict[str, list[Member]] = {}
    for member in members:
        for name in {member.form.folded, view.reader.fold(member.record.name)}:
            names.setdefault(name, []).append(member)
    return names


def _chained(joined: Sequence[tuple[list[Member], Link]]) -> list[tuple[list[Member], Link]]:
    """Links that share a member are one."""
    chains: list[tuple[list[Member], Link]] = []
    for some, link in joined:
        places = {member.place for member in some}
        touching = [chain for chain in chains if any(member.place in places for member in chain[0])]
        merged = {member.place: member for chain in touching for member in chain[0]}
        merged.update((member.place, member) for member in some)
        chains = [chain for chain in chains if not any(chain is other for other in touching)]
        chains.append(([merged[place] for place in sorted(merged)], link))
    return chains


def _without_doubles(together: list[Member], link: Link) -> Iterator[tuple[list[Member], str]]:
    """The members of a link, one a plan. Two of one plan are a mistake by id; by name they stay apart."""
    by_plan: dict[int, list[Member]] = {}
    for member in together:
        by_plan.setdefault(member.plan, []).append(member)
    double = [some for some in by_plan.values() if len(some) > 1]
    if double and any(reference.plan for reference in link.references):
        names = "、".join(member.record.id for member in double[0])
        raise RuleError(*worded("link-one-row", where=link.where, names=names))
    rest = [some[0] for some in by_plan.values() if len(some) == 1]
    if len(rest) > 1:
        yield rest, link.where
