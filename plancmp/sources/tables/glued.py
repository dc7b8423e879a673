"""Tables with nothing between their cells: each line is cut where its parts suit the columns best."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from plancmp.rulepacks import load
from plancmp.sources.guard.limits import MOST_CUT
from plancmp.sources.tables.fitting import fitting, serial_of
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.tables.prices import NEAR, NO_ROW, ROW, SERIAL_JUMPS, SKIP, UNLIKE, WIDE
from plancmp.sources.tables.words import NAMES, Column, TableWords
from plancmp.sources.thresholds import LONGEST_LABEL, LONGEST_LINE, LONGEST_ROW, SHORTEST_TITLE
from plancmp.text.folding import fold
from plancmp.text.keeping import compiled

_RUN = compiled(r"[\d.:]{2}|[-—]{2}|[X×]{2}")
"""No cell ends inside of a number or a dash."""
_RATIO = compiled(r"(\d+(?:\.\d+)?)(?::\d+(?:\.\d+)?)?")


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


class Way(NamedTuple):
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
        text = fold(page[number].rstrip())
        ways = [] if _header(page[number]) is not None else ways_of(text, kinds, serial)
        if blank > 1 or not ways or ways[0].cost >= NO_ROW:
            if blank > 1 or not _is_banner(page, number, kinds, serial):
                # A row that counts on, but cannot be cut: what was read is not all.
                goes_on = serial and text.startswith(str(serial + 1))
                unsure += [len(rows) - 1] if goes_on and not blank else []
                break
            rows.append((Cell((Piece(number, 0, len(page[number])),), len(kinds)),))
            continue
        best = ways[0]
        if (len(ways) > 1 and ways[1].cost - best.cost < NEAR) or _parts_figures(text, best.ends):
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

    Letters of a word may be set apart. A blank between two words is a mark of cells, for others to read.

    >>> _header("指标名称单位2030年目标值"), _header("序号指　标单位2030年")
    ((('name', 'unit', 'value'), (4, 6, 14)), (('number', 'name', 'unit', 'value'), (2, 5, 7, 12)))
    >>> _header("指标名称和目标值"), _header("指标 单位 目标值")
    (None, None)
    """
    if not SHORTEST_TITLE <= len(line.rstrip()) <= LONGEST_LINE:
        return None
    text = fold(line.rstrip())
    found = header_begin(text)
    whole = found is not None and found[1][-1] == len(text)
    return found if found and whole and not any(text[end : end + 1] == " " for end in found[1]) else None


def header_begin(folded: str) -> tuple[tuple[Column, ...], tuple[int, ...]] | None:
    """The longest header that a folded text begins with: its kinds, and where each of its words ends.

    >>> header_begin("指标单位2030年1蔬菜产量万吨35")
    (('name', 'unit', 'value'), (2, 4, 9))
    """
    words = load(TableWords, "vocabulary/tables.yaml")
    places = [at for at, character in enumerate(folded) if not character.isspace()]
    text = "".join(folded[at] for at in places)
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
    told = (
        way
        for (_, named), way in sorted(ways.items(), reverse=True)
        if named and len(way.kinds) >= 3 and {"value", "units"} & set(way.kinds)
    )
    found = next(told, None)
    return (found.kinds, tuple(places[end - 1] + 1 for end in found.ends)) if found else None


def ways_of(text: str, kinds: Sequence[Column], serial: int) -> list[Way]:
    """The two cheapest ways to cut a folded line into cells of these kinds, one empty perhaps."""
    if len(text) > LONGEST_ROW:
        return []
    price = fitting().price
    inside = [_RUN.fullmatch(text[end - 1 : end + 1]) is not None for end in range(len(text) + 1)]
    ways: dict[int, list[Way]] = {0: [Way(0.0)]}
    for kind in kinds:
        reached: dict[int, list[Way]] = {}
        for start, before in ways.items():
            for end in range(start, len(text) + 1):
                cost = price(kind, text[start:end]) if end > start else SKIP[kind]
                # What costs more than a row may is none, nor does it come near one.
                if before[0].cost + cost >= NO_ROW + NEAR:
                    continue
                if end > start and kind == "number" and serial_of(text[start:end]) != serial + 1:
                    cost += SERIAL_JUMPS
                if kind == "unit" and fitting().is_cut_unit(text[:start], text[start:end]):
                    cost += WIDE
                parted = end > start and inside[start]
                cost += WIDE if parted and kind != "value" else 0.0
                second = text[start:end] if parted and kind == "value" else ""
                _keep(reached.setdefault(end, []), before, cost, (text, second, end))
        ways = reached
    return ways.get(len(text), [])


def _keep(kept: list[Way], before: Sequence[Way], cost: float, cell: tuple[str, str, int]) -> None:
    """Go on from the ways to a place to the end of one more cell, of which the two cheapest are kept."""
    text, second, end = cell
    for way in before:
        start = end - len(second)
        first = text[max((0, *(each for each in way.ends if each < start))) : start]
        total = way.cost + cost + (_unlike(first, second) if second else 0.0)
        if len(kept) < 2 or total <= kept[1].cost:
            kept.append(Way(total, (*way.ends, end)))
            kept.sort()
            del kept[2:]


def _unlike(first: str, second: str) -> float:
    """What it costs that one run of digits is these two figures: those of a row are of one size and form.

    >>> _unlike("158", "180") < _unlike("15", "8180"), _unlike("1.5:1", "2:1") < _unlike("1.5:12", ":1")
    (True, True)
    """
    one, two = _RATIO.search(first), _RATIO.match(second)
    if one is None or two is None or one.end() < len(first) or (":" in first) != (":" in second):
        return WIDE
    low, high = sorted((float(one[1]), float(two[1])))
    if low == 0 or _begins_odd(first) or _begins_odd(second):
        return WIDE
    finer = len(two[1].partition(".")[2]) - len(one[1].partition(".")[2])
    # A target is rounded, and no finer than what was measured.
    return min(UNLIKE * (1 + log(high / low) + max(finer, -finer / 2)), WIDE)


def _begins_odd(figure: str) -> bool:
    """Whether a figure begins as none is written: 08."""
    return figure[:1] == "0" and figure[1:2].isdigit()


def _parts_figures(text: str, ends: Sequence[int]) -> bool:
    """Whether two cells part a run of digits: that they are these is a guess, however good."""
    return any(text[end - 1 : end].isdigit() and text[end : end + 1].isdigit() for end in ends)


def _is_banner(page: Sequence[str], at: int, kinds: Sequence[Column], serial: int) -> bool:
    """Whether a line is a category above rows: the next line is a row that counts on."""
    behind = fold(page[at + 1].strip()) if at + 1 < len(page) else ""
    words = fold(page[at].strip())
    ways = ways_of(behind, kinds, serial) if fitting().price("category", words) < ROW else []
    return bool(ways) and ways[0].cost < NO_ROW


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
