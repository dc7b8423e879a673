"""Two drafts of one plan: headings, boxes, items and tables that moved, changed, went or came."""

from collections.abc import Iterator, Sequence

from plancmp.compare.changes import added, changed, dropped
from plancmp.compare.figures import kind_of_change
from plancmp.compare.ordering import find_moved
from plancmp.compare.reading import Node
from plancmp.model.comparison import Change, ChangeKind, ChangeOf
from plancmp.text.folding import squeeze


def find_part_changes(old: Sequence[Node], new: Sequence[Node], matched: dict[str, str]) -> Iterator[Change]:
    """Parts that moved, got another number or title, are gone or new."""
    by_old, by_new = {node.id: node for node in old}, {node.id: node for node in new}
    back = {other: one for one, other in matched.items()}
    moved = _moved_nodes(old, new, matched)
    for node in old:
        if node.id in matched:
            yield from _same_node_changes(node, by_new[matched[node.id]], node.id in moved)
        elif node.kind != "front" and not _goes_along(node, by_old, matched):
            yield _gone(node, "dropped")
    for node in new:
        if node.id not in back and node.kind != "front" and not _goes_along(node, by_new, back):
            yield _gone(node, "added")


def _goes_along(node: Node, nodes: dict[str, Node], matched: dict[str, str]) -> bool:
    """Whether the part above it is gone (or new) as well."""
    return node.parent in nodes and node.parent not in matched


def _gone(node: Node, kind: ChangeKind) -> Change:
    """A part with all that is below it."""
    text = _heading(node)
    make = dropped if kind == "dropped" else added
    return make(_of(node), node.title, text, node)


def _heading(node: Node) -> str:
    return f"{node.label or ''}{node.title}"


def _of(node: Node) -> ChangeOf:
    return node.kind


def _same_node_changes(mine: Node, theirs: Node, moved: bool) -> Iterator[Change]:
    if moved:
        yield _of_nodes("moved", mine, theirs, None, mine.id, theirs.id)
    if squeeze(mine.label or "") != squeeze(theirs.label or ""):
        yield _of_nodes("renumbered", mine, theirs, "label", mine.label, theirs.label)
    if squeeze(mine.title) != squeeze(theirs.title):
        kind = kind_of_change(mine.title, theirs.title)
        yield _of_nodes(kind, mine, theirs, "title", mine.title, theirs.title)


def _of_nodes(
    kind: ChangeKind, mine: Node, theirs: Node, field: str | None, before: str | None, after: str | None
) -> Change:
    parts, texts = (mine, theirs), (before, after)
    return changed(kind, _of(theirs), theirs.title, parts, texts, field=field, worded=field == "title")


def _moved_nodes(old: Sequence[Node], new: Sequence[Node], matched: dict[str, str]) -> set[str]:
    """Parts under another parent, in another group, or in another order below the same parent."""
    by_new = {node.id: node for node in new}
    order = {node.id: at for at, node in enumerate(new)}
    groups = {squeeze(node.group) for node in new if node.group}
    siblings: dict[tuple[str | None, str], list[Node]] = {}
    found: set[str] = set()
    for node in old:
        other = by_new.get(matched.get(node.id, ""))
        if other is None:
            continue
        same_parent = (matched.get(node.parent) if node.parent else None) == other.parent
        regrouped = (node.group or "") != (other.group or "") and squeeze(node.group or "") in groups
        if (not same_parent and not _parent_gone(node, other, matched)) or regrouped:
            found.add(node.id)
        else:
            siblings.setdefault((node.parent, node.kind), []).append(node)
    for nodes in siblings.values():
        weights = [_weight(node, old) for node in nodes]
        moved = find_moved([order[matched[node.id]] for node in nodes], weights)
        found.update(nodes[index].id for index in moved)
    return found


def _parent_gone(node: Node, other: Node, matched: dict[str, str]) -> bool:
    """Whether a table stands elsewhere only because the heading above it is gone or new."""
    if node.kind not in ("box", "table"):
        return False
    gone = node.parent is not None and node.parent not in matched
    return gone or (other.parent is not None and other.parent not in matched.values())


def _weight(node: Node, nodes: Sequence[Node]) -> int:
    """How much text moves with a part."""
    own = len(node.title) + sum(len(sentence.exact) for sentence in node.sentences)
    return own + sum(_weight(child, nodes) for child in nodes if child.parent == node.id)
