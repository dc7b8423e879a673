"""Two wordings to the stretches that they share and those that differ."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from plancmp.model.comparison import Piece
from plancmp.text.folding import fold

_SHORTEST = 2


def find_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """What stays, what goes (`-`) and what comes (`+`); joined, they give both wordings back.

    Full and half width are one here: what stays is given as the second wording has it.

    A single character that both happen to share inside a changed stretch counts as changed, so that
    words stay in one piece.

    >>> [(piece.op, piece.text) for piece in find_pieces("提高服务水平", "提高服务质量")]
    [('=', '提高服务'), ('-', '水平'), ('+', '质量')]
    """
    pieces: list[Piece] = []
    for same, old, new in _joined(list(_stretches(before, after))):
        if same:
            pieces.append(Piece("=", old))
            continue
        if old:
            pieces.append(Piece("-", old))
        if new:
            pieces.append(Piece("+", new))
    return tuple(pieces)


def _stretches(before: str, after: str) -> Iterator[tuple[bool, str, str]]:
    """Stretches of both wordings side by side."""
    for found in Levenshtein.opcodes(fold(before), fold(after)):
        old = before[found.src_start : found.src_end]
        same = found.tag == "equal"
        new = after[found.dest_start : found.dest_end]
        yield same, new if same else old, new


def _joined(stretches: Sequence[tuple[bool, str, str]]) -> list[tuple[bool, str, str]]:
    """Neighbouring changes as one, with the short equal stretches between them."""
    joined: list[tuple[bool, str, str]] = []
    last = len(stretches) - 1
    for index, (same, old, new) in enumerate(stretches):
        inside = same and 0 < index < last and len(old) < _SHORTEST
        changed = not same or inside
        if changed and joined and not joined[-1][0]:
            joined[-1] = (False, joined[-1][1] + old, joined[-1][2] + new)
        else:
            joined.append((not changed, old, new))
    return joined
