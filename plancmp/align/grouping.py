"""Members of one class to rows: one member a plan, the best overall assignment, ties left apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from plancmp.align.matching import compare_forms, find_apart
from plancmp.align.members import Member

_EXACT = 7
"""Up to so many groups all ways to put them together are weighed; beyond, the nearest pairs first."""
_MARGIN = 0.015
"""Two assignments that differ by less are equally good."""
_ANOTHER_CONTEXT = 0.06
"""What it costs that one stands in another category."""

Pair = frozenset[tuple[int, int, int]]


class Apart(NamedTuple):
    """Two members that were left apart, and whether for a tie or because another one is nearer."""

    first: Member
    second: Member
    score: float
    tie: bool


class _Node(NamedTuple):
    """Members that go together whatever happens."""

    members: tuple[Member, ...]

    @property
    def plans(self) -> frozenset[int]:
        """The plans that have one."""
        return frozenset(member.plan for member in self.members)


def group(
    members: Sequence[Member],
    forced: Iterable[Sequence[Member]] = (),
    forbidden: frozenset[Pair] = frozenset(),
) -> tuple[list[list[Member]], list[Apart]]:
    """The rows of a class. `forced` go together, the pairs of `forbidden` never do.

    Without two members of one plan, and without a word of the user, the class is one row.
    """
    forced = list(forced)
    plans = {member.plan for member in members}
    if len(plans) == len(members) and not forced and not _touches(members, forbidden) and _at_one(members):
        return [list(members)], []
    nodes, left = _nodes(members, forced, forbidden)
    scores = {
        (one, other): _score(nodes[one], nodes[other]) for one, other in combinations(range(len(nodes)), 2)
    }
    barred = {pair for pair in scores if _bars(nodes[pair[0]], nodes[pair[1]], forbidden)}
    together, ties = (_best if len(nodes) <= _EXACT else _nearest_first)(len(nodes), scores, barred)
    rows = [[member for node in row for member in nodes[node].members] for row in together]
    apart = list(_left_apart(nodes, together, scores, ties, forbidden))
    for member in left:
        rows.append([member])
        others = next((row for row in rows if all(other.plan != member.plan for other in row)), None)
        if others:
            apart.append(Apart(member, others[0], 1.0, True))
    return rows, apart


def _at_one(members: Sequence[Member]) -> bool:
    """Whether all names of a class fit each other."""
    if members[0].side.key:
        return True
    forms = {member.form.folded: member.form for member in members}.values()
    return all(one.fits(other) and not find_apart(one, other) for one, other in combinations(forms, 2))


def _touches(members: Iterable[Member], forbidden: frozenset[Pair]) -> bool:
    """Whether a forbidden pair lies among some members."""
    if not forbidden:
        return False
    places = {member.place for member in members}
    return any(pair <= places for pair in forbidden)


def _nodes(
    members: Sequence[Member], forced: Sequence[Sequence[Member]], forbidden: frozenset[Pair]
) -> tuple[list[_Node], list[Member]]:
    """Members of the same name as nodes, and those that a plan has twice alike."""
    said = {member.place for some in forced for member in some} | {
        place for pair in forbidden for place in pair
    }
    joined = {member.place for some in forced for member in some}
    nodes = [_Node(tuple(some)) for some in forced]
    by_name: dict[str, list[Member]] = {}
    for member in members:
        if member.place not in said:
            by_name.setdefault(member.form.folded, []).append(member)
    alone = [member for member in members if member.place in said]
    nodes += [_Node((member,)) for member in alone if member.place not in joined]
    left: list[Member] = []
    for some in by_name.values():
        for alike in _by_context(some):
            double = {plan for plan, count in _counts(alike).items() if count > 1}
            left += [member for member in alike if member.plan in double]
            rest = tuple(member for member in alike if member.plan not in double)
            nodes += [_Node(rest)] if rest else []
    return nodes, left


def _by_context(members: Sequence[Member]) -> list[list[Member]]:
    """Members of one name in one group, or by category where a plan has several."""
    if max(_counts(members).values()) == 1:
        return [list(members)]
    by_context: dict[str, list[Member]] = {}
    for member in members:
        by_context.setdefault(member.context, []).append(member)
    return list(by_context.values())


def _counts(members: Iterable[Member]) -> Mapping[int, int]:
    """How many members each plan has."""
    counts: dict[int, int] = {}
    for member in members:
        counts[member.plan] = counts.get(member.plan, 0) + 1
    return counts


def _score(first: _Node, second: _Node) -> float:
    """How near two nodes are: as near as any two of their names."""
    names = {member.form.folded: member for member in first.members}
    others = {member.form.folded: member for member in second.members}
    score = max(_nearness(one, other) for one in names.values() for other in others.values())
    contexts = {member.context for member in (*first.members, *second.members)}
    return round(score - (_ANOTHER_CONTEXT if len(contexts) > 1 and score else 0.0), 4)


def _nearness(one: Member, other: Member) -> float:
    """How near two names are. Names of one key that the pack lists are near, the more so the more alike."""
    if one.form.folded == other.form.folded:
        return 1.0
    if one.side.key and one.side.key == other.side.key:
        from rapidfuzz.distance import Levenshtein

        sure = min(member.side.known.score if member.side.known else 1.0 for member in (one, other))
        return sure * (0.85 + 0.14 * Levenshtein.normalized_similarity(one.form.folded, other.form.folded))
    meeting = compare_forms(one.form, other.form)
    return meeting.score if meeting.verdict == "same" else 0.0


def _bars(first: _Node, second: _Node, forbidden: frozenset[Pair]) -> bool:
    """Whether two nodes can never be one row."""
    if first.plans & second.plans:
        return True
    return any(
        frozenset((one.place, other.place)) in forbidden for one in first.members for other in second.members
    )


def _best(
    count: int, scores: Mapping[tuple[int, int], float], barred: set[tuple[int, int]]
) -> tuple[list[list[int]], set[tuple[int, int]]]:
    """The assignment with the highest sum of likenesses; where several are as good, what they share.

    Also the pairs that only some of the best assignments have: the ties.
    """
    weighed = [
        (sum(scores[pair] for pair in pairs), pairs)
        for pairs in map(_pairs_of, _partitions(count))
        if not pairs & barred and all(scores[pair] > 0 for pair in pairs)
    ]
    highest = max(total for total, _ in weighed)
    good = [pairs for total, pairs in weighed if total > highest - _MARGIN]
    shared = frozenset.intersection(*good)
    return _joined(count, shared), set(frozenset.union(*good) - shared)


def _nearest_first(
    count: int, scores: Mapping[tuple[int, int], float], barred: set[tuple[int, int]]
) -> tuple[list[list[int]], set[tuple[int, int]]]:
    """The nearest pairs put together first, as far as nothing bars it; pairs that exclude each other and
    are equally near stay apart."""
    rows: dict[int, frozenset[int]] = {node: frozenset((node,)) for node in range(count)}
    open_pairs = [pair for pair in scores if pair not in barred and scores[pair]]
    touching: dict[int, list[tuple[int, int]]] = {node: [] for node in range(count)}
    for pair in open_pairs:
        touching[pair[0]].append(pair)
        touching[pair[1]].append(pair)
    ties: set[tuple[int, int]] = set()
    for one, other in sorted(open_pairs, key=lambda pair: (-scores[pair], pair)):
        first, second = rows[one], rows[other]
        if first is second or _barred(first, second, barred):
            continue
        merged = first | second
        near = (pair for node in merged for pair in touching[node] if not merged.issuperset(pair))
        rivals = [
            pair
            for pair in near
            if abs(scores[pair] - scores[one, other]) < _MARGIN
            and _barred(merged, rows[pair[0]] | rows[pair[1]], barred)
        ]
        if rivals:
            ties.update([(one, other), *rivals])
            continue
        rows.update(dict.fromkeys(merged, merged))
    return [sorted(row) for row in dict.fromkeys(rows.values())], ties


def _barred(first: frozenset[int], second: frozenset[int], barred: set[tuple[int, int]]) -> bool:
    """Whether something bars two rows from being one."""
    return any(
        (min(one, other), max(one, other)) in barred for one in first for other in second if one != other
    )


def _partitions(count: int) -> Iterator[list[list[int]]]:
    """All ways to put some numbers into groups."""
    if not count:
        yield []
        return
    for smaller in _partitions(count - 1):
        for place in range(len(smaller)):
            yield [[*row, count - 1] if at == place else row for at, row in enumerate(smaller)]
        yield [*smaller, [count - 1]]


def _pairs_of(partition: list[list[int]]) -> frozenset[tuple[int, int]]:
    """The pairs that a partition puts together."""
    return frozenset(pair for row in partition for pair in combinations(sorted(row), 2))


def _joined(count: int, pairs: frozenset[tuple[int, int]]) -> list[list[int]]:
    """The rows that pairs make. Pairs that all best assignments share are closed: no chain adds one."""
    rows = [[node] for node in range(count)]
    for one, other in sorted(pairs):
        first = next(row for row in rows if one in row)
        second = next(row for row in rows if other in row)
        if first is not second:
            rows.remove(second)
            first.extend(second)
    return rows


def _left_apart(
    nodes: Sequence[_Node],
    together: Sequence[Sequence[int]],
    scores: Mapping[tuple[int, int], float],
    ties: set[tuple[int, int]],
    forbidden: frozenset[Pair],
) -> Iterator[Apart]:
    """Pairs of nodes that might be one and are not, for a person to see."""
    row_of = {node: number for number, row in enumerate(together) for node in row}
    for (one, other), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if row_of[one] == row_of[other] or not score:
            continue
        pairs = (
            (first, second)
            for first in nodes[one].members
            for second in nodes[other].members
            if first.plan != second.plan and frozenset((first.place, second.place)) not in forbidden
        )
        pair = next(pairs, None)
        if pair:
            yield Apart(*pair, score, (one, other) in ties)
