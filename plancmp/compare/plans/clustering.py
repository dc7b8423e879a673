"""Things of several plans to groups of the same matter, at most one of a plan in each.

Things are compared by their rare pairs of characters (in title and in text, weighted by how few things
have them), each plan against the groups so far, best pairs first. No pass over all pairs of plans.
"""

import math
from collections import Counter
from collections.abc import Sequence
from operator import add
from typing import NamedTuple

_FEATURES = 48
_PARENT = 0.08
_CHILDREN = 0.3
_SURE = 0.3
"""A thing that fits less says nothing of what stands above it."""
_ALONE = 0.4
_OTHER_LEVEL = 0.65

Vector = dict[str, float]


class Thing(NamedTuple):
    """A section, box, item or task of one plan, as it is compared."""

    title: str
    text: str
    kind: str = ""
    """Only things of one kind meet."""
    parent: int | None = None
    """Index of the thing above it, in the same plan."""
    level: int = 0
    """Things of other levels meet only when they are more alike, or have one title."""


class Member(NamedTuple):
    """A thing of a group: its plan, where it stands there, and how well it fits the group, 0 to 1."""

    plan: int
    at: int
    score: float


class _Group:
    """A group while it grows: its members, their summed vectors, the groups of what stands above them."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.members: dict[int, Member] = {}
        self.parents: set[int] = set()
        self.levels: set[int] = set()
        self.titles: set[str] = set()
        self.title: Vector = {}
        self.text: Vector = {}

    def add(self, member: Member, thing: Thing, title: Vector, text: Vector) -> None:
        """Take a thing in."""
        self.members[member.plan] = member
        self.levels.add(thing.level)
        self.titles.add(thing.title)
        self.title = _sum(self.title, title)
        self.text = _sum(self.text, text)


def group_things(
    plans: Sequence[Sequence[Thing]], names: Sequence[str], threshold: float, title_weight: float
) -> list[dict[int, Member]]:
    """Groups over the plans, each by plan index, in the order of the plans' own things.

    `names` only decide the order in which plans are taken up, so that the order given by the user
    changes no group.
    """
    counted = [[(_pairs(thing.title), _pairs(thing.text)) for thing in things] for things in plans]
    weights = _rarity(counted)
    groups: list[_Group] = []
    postings = _Postings(), _Postings()
    placed: dict[tuple[int, int], _Group] = {}
    for plan in sorted(range(len(plans)), key=lambda index: (names[index], index)):
        vectors = [(_vector(title, weights), _vector(text, weights)) for title, text in counted[plan]]
        scores = _score(plans[plan], vectors, groups, postings, title_weight)
        scores = _adjust(plans[plan], scores, groups)
        found = _assign(len(vectors), scores, threshold)
        where: list[int] = []
        for index, thing in enumerate(plans[plan]):
            at, score = found.get(index, (len(groups), 1.0))
            if at == len(groups):
                groups.append(_Group(thing.kind))
            where.append(at)
            groups[at].add(Member(plan, index, score), thing, *vectors[index])
            if thing.parent is not None:
                groups[at].parents.add(where[thing.parent])
            placed[plan, index] = groups[at]
        for at in where:
            postings[0].put(at, groups[at].title)
            postings[1].put(at, groups[at].text)
    return [group.members for group in _in_order(plans, placed)]


def common(first: str, second: str) -> float:
    """How much of the shorter of two texts stands in the other, 0 to 1, by their pairs of characters."""
    left, right = _pairs(first), _pairs(second)
    least = min(left.total(), right.total())
    return (left & right).total() / least if least else 1.0


def _pairs(text: str) -> Counter[str]:
    """The pairs of characters of a text."""
    return Counter(map(add, text, text[1:])) if len(text) > 1 else Counter(text)


def _rarity(plans: Sequence[Sequence[tuple[Counter[str], Counter[str]]]]) -> Vector:
    """The weight of each pair: high for what few things have, low for what a single plan has."""
    seen: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    count = 0
    for things in plans:
        here: set[str] = set()
        for title, text in things:
            count += 1
            pairs = title.keys() | text.keys()
            seen.update(pairs)
            here |= pairs
        spread.update(here)
    alone = len(plans) > 1
    weight = [0.0, *(math.log((count + 1) / times) + 0.1 for times in range(1, count + 1))]
    return {
        pair: weight[times] * _ALONE if alone and spread[pair] == 1 else weight[times]
        for pair, times in seen.items()
    }


def _vector(pairs: Counter[str], weights: Vector) -> Vector:
    """The heaviest pairs, so that a long chapter costs no more than a short one."""
    weighed = {pair: weights[pair] for pair in pairs}
    for pair, times in pairs.items():
        if times > 1:
            weighed[pair] *= 1 + math.log(times)
    return _unit(_heaviest(weighed, _FEATURES))


def _heaviest(vector: Vector, most: int) -> Vector:
    """Only the heaviest pairs of a vector; of equal ones those last in order."""
    if len(vector) <= most:
        return vector
    least = sorted(vector.values())[-most]
    heavy = sorted(((weight, pair) for pair, weight in vector.items() if weight >= least), reverse=True)
    return {pair: weight for weight, pair in heavy[:most]}


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {pair: weight / length for pair, weight in vector.items()} if length else {}


def _sum(first: Vector, second: Vector) -> Vector:
    """Two vectors added; only the heaviest pairs are kept."""
    total = dict(first)
    for pair, weight in second.items():
        total[pair] = total.get(pair, 0.0) + weight
    return _heaviest(total, 2 * _FEATURES)


class _Postings:
    """Which groups have a pair, and its weight in the vector of each, brought to length one."""

    def __init__(self) -> None:
        self._groups: dict[str, dict[int, float]] = {}
        self._held: dict[int, Vector] = {}

    def put(self, at: int, vector: Vector) -> None:
        """Take in what a group says now, for what it said before."""
        made = _unit(vector)
        for pair in self._held.get(at, {}).keys() - made.keys():
            del self._groups[pair][at]
        for pair, weight in made.items():
            self._groups.setdefault(pair, {})[at] = weight
        self._held[at] = made

    def dots(self, vector: Vector) -> dict[int, float]:
        """The product of a vector with each group that it shares a pair with."""
        dots: dict[int, float] = {}
        for pair, weight in vector.items():
            for at, other in self._groups.get(pair, {}).items():
                dots[at] = dots.get(at, 0.0) + weight * other
        return dots


def _score(
    things: Sequence[Thing],
    vectors: Sequence[tuple[Vector, Vector]],
    groups: Sequence[_Group],
    postings: tuple[_Postings, _Postings],
    title: float,
) -> dict[tuple[int, int], float]:
    """How well each thing fits each group that shares anything with it."""
    scores: dict[tuple[int, int], float] = {}
    for part, share in ((0, title), (1, 1 - title)):
        for index, both in enumerate(vectors):
            empty = not both[part]
            for at, dot in postings[part].dots(both[part]).items():
                if groups[at].kind == things[index].kind:
                    scores[index, at] = scores.get((index, at), 0.0) + share * dot
            if empty:
                _fill_empty(index, part, share, groups, scores)
    return scores


def _fill_empty(
    index: int, part: int, share: float, groups: Sequence[_Group], scores: dict[tuple[int, int], float]
) -> None:
    """Where neither side has a text (or a title), the other half decides alone."""
    for at, group in enumerate(groups):
        known = scores.get((index, at))
        if known and not (group.text if part else group.title):
            scores[index, at] = known / (1 - share) if share < 1 else known


def _adjust(
    things: Sequence[Thing], scores: dict[tuple[int, int], float], groups: Sequence[_Group]
) -> dict[tuple[int, int], float]:
    """Scores with more for things whose parents or children fit as well, and less across levels."""
    best: dict[int, tuple[float, int]] = {}
    for (index, at), score in scores.items():
        best[index] = max(best.get(index, (0.0, 0)), (score, -at))
    raised: dict[tuple[int, int], float] = {}
    votes = _votes(things, best, groups)
    for index, at in scores.keys() | votes.keys():
        thing, group = things[index], groups[at]
        score = scores.get((index, at), 0.0)
        if thing.level not in group.levels and thing.title not in group.titles:
            score *= _OTHER_LEVEL
        score += _CHILDREN * votes.get((index, at), 0.0)
        if thing.parent in best and -best[thing.parent][1] in group.parents:
            score += _PARENT
        raised[index, at] = min(score, 1.0)
    return raised


def _votes(
    things: Sequence[Thing], best: dict[int, tuple[float, int]], groups: Sequence[_Group]
) -> dict[tuple[int, int], float]:
    """For a thing and a group, the share of its children that fit best what stands below that group."""
    count = Counter(thing.parent for thing in things)
    votes: dict[tuple[int, int], float] = {}
    for index, (score, at) in best.items():
        parent = things[index].parent
        if parent is None or score < _SURE:
            continue
        for above in groups[-at].parents:
            votes[parent, above] = votes.get((parent, above), 0.0) + 1 / count[parent]
    return votes


def _assign(
    count: int, scores: dict[tuple[int, int], float], threshold: float
) -> dict[int, tuple[int, float]]:
    """Each thing with its group, best pairs first; a group takes one thing of a plan.

    Of equal pairs the one that keeps the order of the text goes first.
    """
    found: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    ranked = sorted(
        (
            (-round(score, 6), abs(index - at), index, at)
            for (index, at), score in scores.items()
            if score >= threshold
        )
    )
    for score, _, index, at in ranked:
        if index not in found and at not in taken:
            found[index] = (at, -score)
            taken.add(at)
        if len(found) == count:
            break
    return found


def _in_order(plans: Sequence[Sequence[Thing]], placed: dict[tuple[int, int], _Group]) -> list[_Group]:
    """Groups in the order of the first plan; what only others have stands where its neighbours do."""
    order: list[_Group] = []
    known: set[int] = set()
    for plan, things in enumerate(plans):
        behind = 0
        for index, thing in enumerate(things):
            group = placed[plan, index]
            if id(group) in known:
                behind = order.index(group) + 1
                continue
            if thing.level:
                behind = _below(order, behind, thing.level)
            else:
                later = [placed[plan, at] for at in range(index + 1, len(things))]
                behind = _before(order, behind, [other for other in later if id(other) in known])
            order.insert(behind, group)
            known.add(id(group))
            behind += 1
    return order


def _below(order: Sequence[_Group], behind: int, level: int) -> int:
    """In a tree: behind the neighbour and all that stands deeper below it."""
    while behind < len(order) and min(order[behind].levels) > level:
        behind += 1
    return behind


def _before(order: Sequence[_Group], behind: int, later: Sequence[_Group]) -> int:
    """In a list: before the next neighbour that is known, at the end when there is none."""
    if not later:
        return len(order)
    return max(order.index(later[0]), behind)
