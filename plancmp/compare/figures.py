"""A changed sentence of which only a figure changed: filled in, weakened, strengthened."""

from plancmp.meaning.directions import direction_of
from plancmp.meaning.values import weigh
from plancmp.model.comparison import ChangeKind
from plancmp.model.place import Span
from plancmp.model.quantity import Quantity
from plancmp.reading.quantities.reading import quantity_reader
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE

_MAYBE = compiled(rf"[\dXx×*〇○_□{CHINESE}千万亿半]|待定|[\[【（(]\s*[】）)\]]")


def kind_of_change(before: str, after: str) -> ChangeKind:
    """`filled`, `emptied`, `weakened`, `strengthened` or `changed` when only figures differ, else `reworded`.

    >>> kind_of_change("新建XX个服务站。", "新建3个服务站。")
    'filled'
    >>> kind_of_change("培训不少于500人次。", "培训不少于300人次。")
    'weakened'
    >>> kind_of_change("做好培训工作。", "做实培训工作。")
    'reworded'
    """
    if not (_MAYBE.search(before) and _MAYBE.search(after)):
        return "reworded"
    old, new = (list(quantity_reader().find(text)) for text in (before, after))
    if len(old) != len(new) or _without(before, old) != _without(after, new):
        return "reworded"
    kinds = {
        _kind(mine, theirs, _clause(before, span.start))
        for (span, mine), (_, theirs) in zip(old, new, strict=True)
        if mine != theirs
    }
    return kinds.pop() if len(kinds) == 1 else "reworded"


def _kind(old: Quantity, new: Quantity, clause: str) -> ChangeKind:
    if old.state == "undecided" and new.state == "stated":
        return "filled"
    if old.state == "stated" and new.state == "undecided":
        return "emptied"
    direction = direction_of(clause, values=(old,))
    return kind_by_weight(weigh(new, old, direction) if old.unit == new.unit else None)


def kind_by_weight(weight: int | None) -> ChangeKind:
    """What a change is by whether the new asks for more (1), for less (-1), or that cannot be said."""
    return "changed" if not weight else "strengthened" if weight > 0 else "weakened"


def _clause(text: str, at: int) -> str:
    """The clause before the figure at an offset: it says which way the figure is better."""
    return compiled(r"[，。；：、,;:]").split(text[:at])[-1]


def _without(text: str, found: list[tuple[Span, Quantity]]) -> list[str]:
    """The text around its figures."""
    pieces, end = [], 0
    for span, _ in found:
        pieces.append(text[end : span.start])
        end = span.end
    return [*pieces, text[end:]]
