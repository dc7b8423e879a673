"""Cuts a run of lines, or of rows, into stretches that follow each other, so that all together cost least."""

from collections.abc import Callable, Iterable, Sequence
from math import inf


def cheapest_cuts(
    first: int, ends: Sequence[Iterable[int]], price: Callable[[int, int, int], float]
) -> tuple[float, list[tuple[int, int]]]:
    """The cost of the cheapest way, and first and behind of each stretch.

    `ends` says where each stretch may end, `price` what it costs that one of this index lies from here to
    there, `inf` if it cannot. Where no way leads on, the stretches before are all.

    >>> cheapest_cuts(0, [range(1, 5), [5]], lambda index, start, end: abs(end - start - (2, 3)[index]))
    (0, [(0, 2), (2, 5)])
    """
    ways: dict[int, float] = {first: 0}
    came_from: list[dict[int, int]] = []
    for index, possible in enumerate(ends):
        reached: dict[int, float] = {}
        before: dict[int, int] = {}
        for end in possible:
            options = ((cost + price(index, start, end), start) for start, cost in ways.items())
            cost, start = min(options, default=(inf, 0))
            if cost < inf:
                reached[end], before[end] = cost, start
        if not reached:
            break
        ways = reached
        came_from.append(before)
    cost, end = min((cost, end) for end, cost in ways.items())
    cuts: list[tuple[int, int]] = []
    for before in reversed(came_from):
        cuts.append((before[end], end))
        end = before[end]
    return cost, cuts[::-1]
