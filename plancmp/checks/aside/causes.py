"""One cause, one finding: what another check says of the same words, value or indicator is left out."""

from collections.abc import Iterable, Iterator, Sequence

from plancmp.checks.entries import FURTHER, MOST_BESIDE, Aside, Check, Hit
from plancmp.model.place import Place
from plancmp.model.words import Words

ALIKE = Words(zh="同样的共 {count} 处。", en=" There are {count} such.")
"""What a message says of several hits that are one finding, where it does not count them itself."""


def put_together(check: Check, hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits of one check; so many as it says whose messages would name the same are one, in order."""
    if check.together is None:
        yield from hits
        return
    groups: dict[tuple[tuple[str, str | Words], ...], list[Hit]] = {}
    for hit in hits:
        groups.setdefault(tuple(sorted(hit.values.items())), []).append(hit)
    for alike in groups.values():
        values = {"count": str(len(alike))}
        if len(alike) < check.together:
            yield from (hit._replace(values={"more": "", **hit.values, **values}) for hit in alike)
            continue
        first, *others = alike
        beside = (Aside(FURTHER, each.passage, each.start, each.end) for each in others[:MOST_BESIDE])
        yield first._replace(
            values={**first.values, **values, "more": ALIKE.filled(**values)},
            mends=tuple(mend for each in alike for mend in each.mends),
            asides=tuple(beside),
        )


def without_echoes(found: Sequence[tuple[Check, Hit]]) -> list[tuple[Check, Hit]]:
    """The hits without those of a check that yields to another one which has found the cause.

    A rate of 836 % is impossible; that it is also far beyond the figure in the text needs no word of its own.
    """
    wanted = {code for check, _ in found for code in check.yields_to}
    causes = {
        code: _Causes(hit for check, hit in found if check.code == code)
        for code in sorted(wanted & {check.code for check, _ in found})
    }
    return [
        (check, hit)
        for check, hit in found
        if not any(code in causes and causes[code].have(hit) for code in check.yields_to)
    ]


class _Causes:
    """What the hits of one check are about."""

    def __init__(self, hits: Iterator[Hit]) -> None:
        self._spans: dict[int, list[tuple[int, int]]] = {}
        self._places: set[Place] = set()
        self._indicators: set[str] = set()
        for hit in hits:
            if hit.passage is not None:
                self._spans.setdefault(id(hit.passage), []).append((hit.start, hit.end))
            elif hit.at is not None:
                self._places.add(hit.at)
            self._indicators.update(each.indicator for each in _sides(hit) if each.indicator)

    def have(self, hit: Hit) -> bool:
        """Whether a hit, or the other place of it, is about one of them."""
        if hit.indicator is not None and hit.indicator in self._indicators:
            return True
        return any(self._at(each) for each in _sides(hit))

    def _at(self, each: Hit | Aside) -> bool:
        """Whether some words are among those of a cause."""
        if each.passage is None:
            return each.at is not None and each.at in self._places
        spans = self._spans.get(id(each.passage), ())
        return any(start < each.end and each.start < end for start, end in spans)


def _sides(hit: Hit) -> list[Hit | Aside]:
    """A hit and its other places in this plan."""
    return [hit, *(aside for aside in hit.asides if aside.path is None)]
