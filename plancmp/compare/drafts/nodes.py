"""Two drafts of one plan: which heading, box, item or table of the one is which of the other."""

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from plancmp.compare.drafts.pairing import pair_best
from plancmp.compare.reading import Node
from plancmp.text.folding import squeeze

_LEAST = 0.42
_TITLE, _TEXT, _PLACE = 0.45, 0.40, 0.15


def match_nodes(old: Sequence[Node], new: Sequence[Node]) -> dict[str, str]:
    """Ids in the earlier draft to ids in the later one; what has no partner is left out.

    Parts meet by title, by what stands in and below them, and by where they stand; best pairs first.
    """
    matched: dict[str, str] = {}
    for kind in ("front", "section", "appendix", "box", "item", "table"):
        mine = [node for node in old if node.kind == kind]
        theirs = [node for node in new if node.kind == kind]
        matched.update(_match_kind(mine, theirs, _Below(old), _Below(new), matched))
    return matched


class _Below:
    """What stands in and below each node of a draft."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._keys = {node.id: {sentence.exact for sentence in node.sentences} for node in nodes}
        self._children: dict[str | None, list[str]] = {}
        self._place: dict[str, int] = {}
        for node in nodes:
            siblings = self._children.setdefault(node.parent, [])
            self._place[node.id] = len(siblings)
            siblings.append(node.id)
        for node in reversed(nodes):
            if node.parent in self._keys:
                self._keys[node.parent] |= self._keys[node.id]

    def keys(self, node: Node) -> set[str]:
        """Wordings in and below a node."""
        return self._keys[node.id]

    def place(self, node: Node) -> int:
        """Its place among what has the same parent."""
        return self._place[node.id]


def _match_kind(
    old: Sequence[Node], new: Sequence[Node], below_old: _Below, below_new: _Below, above: dict[str, str]
) -> dict[str, str]:
    """Partners among nodes of one kind; `above` are the partners known so far."""
    matched: dict[str, str] = {}
    mine, theirs = ({node.id: at for at, node in enumerate(nodes)} for nodes in (old, new))
    # A second round knows the parents that the first one found.
    for _ in range(2):
        known, taken = {**above, **matched}, set(matched.values())
        scored = (
            (_score(one, other, below_old, below_new, known), mine[one.id], theirs[other.id])
            for one, other in _candidates(old, new, below_old, below_new, known)
            if one.id not in matched and other.id not in taken
        )
        pairs = list(pair_best(scored, _LEAST))
        matched |= {old[at].id: new[other].id for at, other in pairs}
    return matched


def _candidates(
    old: Sequence[Node], new: Sequence[Node], below_old: _Below, below_new: _Below, known: dict[str, str]
) -> Iterator[tuple[Node, Node]]:
    """Pairs with the same title, a sentence in common, or matched parents."""
    by_title = _index((squeeze(node.title), node) for node in new if node.title)
    by_key = _index((key, node) for node in new for key in below_new.keys(node))
    by_parent = _index((node.parent or "", node) for node in new)
    for one in old:
        found: dict[str, Node] = {}
        groups = [by_title.get(squeeze(one.title), [])] if one.title else []
        groups.extend(by_key.get(key, []) for key in below_old.keys(one))
        if one.parent is None or one.parent in known:
            groups.append(by_parent.get(known[one.parent] if one.parent else "", []))
        for group in groups:
            found.update((node.id, node) for node in group)
        yield from ((one, other) for other in found.values())


def _index(pairs: Iterable[tuple[str, Node]]) -> dict[str, list[Node]]:
    index: dict[str, list[Node]] = {}
    for key, node in pairs:
        index.setdefault(key, []).append(node)
    return index


def _score(one: Node, other: Node, below_old: _Below, below_new: _Below, known: dict[str, str]) -> float:
    """How sure it is that two nodes are one, 0 to 1."""
    mine, theirs = below_old.keys(one), below_new.keys(other)
    if mine and theirs:
        shared = sum(map(len, mine & theirs)) / min(sum(map(len, mine)), sum(map(len, theirs)))
    else:
        shared = None
    title = fuzz.ratio(squeeze(one.title), squeeze(other.title)) / 100 if one.title or other.title else None
    place = 0.5 * (
        (one.parent is None and other.parent is None) or known.get(one.parent or "") == other.parent
    )
    place += 0.3 * (squeeze(one.label or "") == squeeze(other.label or ""))
    place += 0.2 * (below_old.place(one) == below_new.place(other))
    halves = [(_TITLE, title), (_TEXT, shared)]
    weight = sum(share for share, half in halves if half is not None)
    if not weight:
        return place
    return _PLACE * place + (1 - _PLACE) * sum(s * h for s, h in halves if h is not None) / weight
