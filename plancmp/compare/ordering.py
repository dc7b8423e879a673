"""Which things moved: the fewest characters that have to move so that both orders are one."""

from bisect import bisect_left
from collections.abc import Sequence


def find_moved(positions: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Indexes of what moved, when things stand at `positions` (all different) in the new order.

    What stays is the heaviest increasing sequence, so that a short paragraph moves past a long one and
    not the other way round.

    >>> sorted(find_moved([0, 3, 1, 2], [5, 5, 5, 5]))
    [1]
    >>> sorted(find_moved([1, 0], [3, 9]))
    [0]
    """
    order = sorted(positions)
    if list(positions) == order:
        return set()
    heaviest = _Heaviest(len(order))
    best: list[tuple[int, int]] = []
    before: list[int] = []
    for index, position in enumerate(positions):
        rank = bisect_left(order, position)
        weight, previous = heaviest.up_to(rank)
        best.append((weight + max(weights[index], 1), index))
        before.append(previous)
        heaviest.put(rank, best[-1])
    at = max(best, key=lambda pair: (pair[0], -pair[1]))[1]
    stays = set()
    while at >= 0:
        stays.add(at)
        at = before[at]
    return set(range(len(positions))) - stays


class _Heaviest:
    """A Fenwick tree: the heaviest sequence that ends at or before a rank."""

    def __init__(self, size: int) -> None:
        self._tree: list[tuple[int, int]] = [(0, -1)] * (size + 1)

    def up_to(self, rank: int) -> tuple[int, int]:
        """Weight and last index of the heaviest sequence among ranks below `rank`."""
        best = (0, -1)
        while rank > 0:
            best = max(best, self._tree[rank], key=lambda pair: pair[0])
            rank -= rank & -rank
        return best

    def put(self, rank: int, sequence: tuple[int, int]) -> None:
        """Note the sequence that ends at a rank."""
        rank += 1
        while rank < len(self._tree):
            if sequence[0] > self._tree[rank][0]:
                self._tree[rank] = sequence
            rank += rank & -rank
