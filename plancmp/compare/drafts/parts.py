"""Two drafts of one plan: headings, boxes, items and tables that moved, changed, went or came."""

from collections.abc import Callable, Iterator, Sequence

from plancmp.compare.changes import Both, added, dropped
from plancmp.compare.figures import kind_of_change
from plancmp.compare.ordering import find_moved
from plancmp.compare.reading import Node
from plancmp.model.comparison import Change, ChangeOf
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
            yield _gone(node, dropped)
    for node in new:
        if node.id not in back and node.kind != "front" and not _goes_along(node, by_new, back):
            yield _gone(node, added)


def _goes_along(node: Node, nodes: dict[str, Node], matched: dict[str, str]) -> bool:
    """Whether the part above it is gone (or new) as well."""
    return node.parent in nodes and node.parent not in matched


def _gone(node: Node, make: Callable[[ChangeOf, str, str, Node], Change]) -> Change:
    """A part with all that is below it."""
    return make(node.kind, node.title, f"{node.label or ''}{node.title}", node)


def _same_node_changes(mine: Node, theirs: Node, moved: bool) -> Iterator[Change]:
    both = Both(theirs.kind, theirs.title, mine, theirs)
    if moved:
        yield both.moved()
    if squeeze(mine.label or "") != squeeze(theirs.label or ""):
        yield both.change("renumbered", "label", mine.label, theirs.label)
    if squeeze(mine.title) != squeeze(theirs.title):
        kind = kind_of_change(mine.title, theirs.title)
        yield both.change(kind, "title", mine.title, theirs.title)


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
