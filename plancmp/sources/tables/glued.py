"""Tables with nothing between their cells: each line is cut where its parts suit the columns best."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from plancmp.rulepacks import load
from plancmp.sources.guard.limits import MOST_CUT
from plancmp.sources.tables.fitting import fitting, serial_of
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.tables.prices import NEAR, NO_ROW, SERIAL_JUMPS, SKIP, WIDE
from plancmp.sources.tables.words import NAMES, Column, TableWords
from plancmp.sources.thresholds import LONGEST_LABEL, LONGEST_LINE, SHORTEST_TITLE
from plancmp.text.folding import fold
from plancmp.text.keeping import compiled

_RUN = compiled(r"[\d.]{2}|[-—]{2}|[X×]{2}")
"""No cell ends inside of a number or a dash."""


class _Words(NamedTuple):
    """A header cut down to a place: few words are likelier than many, and the name stands before values."""

    cost: float = 0.0
    ends: tuple[int, ...] = ()
    kinds: tuple[Column, ...] = ()
    named: bool = False

    def with_word(self, kind: Column, end: int) -> "_Words":
        """The header with one more word."""
        named = self.named or kind in NAMES
        late = 0.0 if named or kind in ("number", "category") else 0.5
        return _Words(self.cost + 1 + late, (*self.ends, end), (*self.kinds, kind), named)


class _Way(NamedTuple):
    """A line cut down to a place: what it costs, and the ends of the cells so far."""

    cost: float
    ends: tuple[int, ...] = ()


def propose_glued(page: Sequence[str], at: int) -> Iterator[Candidate]:
    """The table whose header, with nothing between its cells, stands at a line."""
    header = _header(page[at])
    if header is None:
        return
    kinds, ends = header
    rows, unsure = [_cells(at, page[at], ends)], list[int]()
    behind, cost, serial, blank = at + 1, 0.0, 0, 0
    for number in range(at + 1, min(len(page), at + MOST_CUT)):
        if not page[number].strip():
            blank += 1
            continue
        # A header said again begins a table of its own, which joins this one where both are of one kind.
        ways = [] if _header(page[number]) is not None else _ways(fold(page[number].rstrip()), kinds, serial)
        if blank > 1 or not ways or ways[0].cost >= NO_ROW:
            break
        best = ways[0]
        if len(ways) > 1 and ways[1].cost - best.cost < NEAR:
            unsure.append(len(rows))
        rows.append(_cells(number, page[number], best.ends))
        serial = _serial(page[number], kinds, best.ends) or serial
        cost += min(best.cost / NO_ROW, 1.0)
        behind, blank = number + 1, 0
    if len(rows) > 2:
        yield Candidate(at, behind, tuple(rows), cost, tuple(unsure))
    else:
        yield Candidate(at, at + 1, (), 0.0)


@lru_cache(4096)
def _header(line: str) -> tuple[tuple[Column, ...], tuple[int, ...]] | None:
    """The kinds of the columns that a line names, and where each of its words ends; None for no header.

    >>> _header("指标名称单位2030年目标值")
    (('name', 'unit', 'value'), (4, 6, 14))
    >>> _header("指标名称和目标值"), _header("指标 单位 目标值")
    (None, None)
    """
    words = load(TableWords, "vocabulary/tables.yaml")
    if not SHORTEST_TITLE <= len(line.rstrip()) <= LONGEST_LINE:
        return None
    text = fold(line.rstrip())
    if " " in text:
        return None
    if not any(text[:end] in words.column_of for end in (2, 3, 4)):
        return None
    ways = {(0, False): _Words()}
    for start, named in ((at, known) for at in range(len(text)) for known in (False, True)):
        before = ways.get((start, named))
        for end in range(start + 2, min(len(text), start + LONGEST_LABEL) + 1) if before else ():
            senses = words.senses(text[start:end]) if words.is_exact(text[start:end]) else ()
            if before is None or not senses or senses[0].cost > 0:
                continue
            longer = before.with_word(senses[0].kind, end)
            key = (end, longer.named)
            ways[key] = min(ways.get(key, longer), longer)
    found = ways.get((len(text), True))
    told = found is not None and len(found.kinds) >= 3 and {"value", "units"} & set(found.kinds)
    return (found.kinds, found.ends) if found and told else None


def _ways(text: str, kinds: Sequence[Column], serial: int) -> list[_Way]:
    """The two cheapest ways to cut a folded line into cells of these kinds, one empty perhaps."""
    price = fitting().price
    inside = [_RUN.fullmatch(text[end - 1 : end + 1]) is not None for end in range(len(text) + 1)]
    ways: dict[int, list[_Way]] = {0: [_Way(0.0)]}
    for kind in kinds:
        reached: dict[int, list[_Way]] = {}
        for start, before in ways.items():
            for end in range(start, len(text) + 1):
                cost = price(kind, text[start:end]) if end > start else SKIP[kind]
                # What costs more than a row may is none, nor does it come near one.
                if before[0].cost + cost >= NO_ROW + NEAR:
                    continue
                if end > start and kind == "number" and serial_of(text[start:end]) != serial + 1:
                    cost += SERIAL_JUMPS
                if end > start and inside[end]:
                    cost += WIDE
                _keep(reached.setdefault(end, []), before, cost, end)
        ways = reached
    return ways.get(len(text), [])


def _keep(kept: list[_Way], before: Sequence[_Way], cost: float, end: int) -> None:
    """Go on from the ways to a place to the end of one more cell, of which the two cheapest are kept."""
    for way in before:
        total = way.cost + cost
        if len(kept) < 2 or total <= kept[1].cost:
            kept.append(_Way(total, (*way.ends, end)))
            kept.sort()
            del kept[2:]


def _cells(line: int, text: str, ends: Sequence[int]) -> tuple[Cell, ...]:
    """The cells of a line that end at these places."""
    starts = (0, *ends)
    return tuple(
        Cell((Piece(line, start, end),) if text[start:end].strip() else ())
        for start, end in zip(starts, ends, strict=False)
    )


def _serial(text: str, kinds: Sequence[Column], ends: Sequence[int]) -> int | None:
    """The serial number of a row."""
    if "number" not in kinds:
        return None
    at = kinds.index("number")
    return serial_of(fold(text[(0, *ends)[at] : ends[at]]))
