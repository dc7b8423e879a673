"""The rows below a header: the cheapest way through the lines by what each cell can be.

Merged cells are missing, empty ones are a blank line or nothing, and cells run over several lines; there is
a price for everything that is not as the header says.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from math import inf
from typing import Final, NamedTuple

from plancmp.sources.guard.limits import MOST_WAYS, RUNNING_PIECES
from plancmp.sources.tables.cells import Lines
from plancmp.sources.tables.fitting import ITEM, fitting, is_counted, is_section
from plancmp.sources.tables.headers import TOLD, Cells, Header
from plancmp.sources.tables.prices import (
    APART,
    BANNER,
    BANNER_BESIDE,
    BEGINS_BESIDE,
    EMPTY_LINE,
    FIRST_CATEGORY,
    IMPOSSIBLE,
    JOIN_EARLY,
    NO_VALUE,
    PART_SKIP,
    SERIAL_FALLS,
    SERIAL_JUMPS,
    SERIAL_RESTARTS,
    SKIP,
    SLACK,
    TIGHT,
    UNMERGED,
    WIDE,
)
from plancmp.sources.tables.words import NAMES, Column
from plancmp.sources.thresholds import CELL_LINES, FEWEST_CELLS, SHORT_ENTRY

_NAMED: Final = 1
_VALUED: Final = 2
_PART: Final = 4
_HEADED: Final = 8
_RESUMED: Final = 16
"""Behind a header said again, where the row above may go on."""


class State(NamedTuple):
    """Where a way through the lines stands: the next column, the last serial number, what the row has."""

    column: int = 0
    serial: int = 0
    has: int = 0


class Step(NamedTuple):
    """How a state was reached: from where, at which cost, and what the lines between became."""

    cost: float
    before: tuple[int, State] | None = None
    column: int = 0
    """The column that was filled; `ENDS`, `BANNERS` or `AGAIN` for what is no cell."""
    lines: int = 0


ENDS: Final = -1
BANNERS: Final = -2
AGAIN: Final = -3


class Row(NamedTuple):
    """A row as decoded: by column its lines; one cell for a banner."""

    cells: Cells
    kind: int
    cost: float
    margin: float = IMPOSSIBLE
    """What the next best way to deal the same lines out costs more."""


class Body(NamedTuple):
    """The rows under a header, the first line behind them, and what all of it costs."""

    rows: tuple[Row, ...] = ()
    behind: int = 0
    cost: float = IMPOSSIBLE

    def cells(self, kinds: Sequence[Column]) -> Iterator[tuple[Column, Sequence[int]]]:
        """All cells of its rows, with the kinds of their columns."""
        return (pair for row in self.rows if row.kind == ENDS for pair in zip(kinds, row.cells, strict=True))


def decode(lines: Lines, header: Header, most: int | None, dearest: float = inf) -> Body:
    """The cheapest rows behind a header; down to line `most` where that is set, the last row open then.

    Then headers are compared: ways that must come to `dearest` or more are not gone on with, and how sure the
    rows are is not asked.
    """
    return Decoder(lines, header).run(most, dearest)


class Decoder:
    """Finds the cheapest way through the lines under one header."""

    def __init__(self, lines: Lines, header: Header) -> None:
        self._lines = lines
        self._header = header
        self._again = lines.words(sorted(at for cell in header.cells for at in cell))
        self._layers: dict[int, dict[State, Step]] = {header.behind: {State(): Step(0.0)}}
        self._told = any(kind in TOLD for kind in header.kinds)
        self._grouped = "task" in header.kinds
        self._reached = header.behind
        self._said_again = cache(self._find_said_again)
        self._free = header.behind
        """The first line that is not known to be none of the header said again."""

    def run(self, end: int | None, dearest: float) -> Body:
        """Go through the lines as far as rows are found."""
        best: tuple[float, int, State] | None = None
        # A line takes off 1 at most.
        self._worst = inf if end is None else dearest + end
        at = self._header.behind
        while True:
            self._layers[at] = layer = _kept(self._layers.get(at, {}))
            self._end_rows(at, layer)
            for state, step in layer.items():
                ended = state.column == 0 and not state.has & _HEADED and at > self._header.behind
                cost = step.cost + (self._stray(at) if ended and at != end else 0.0)
                if (ended or at == end) and (best is None or cost < best[0]):
                    best = (cost, at, state)
            if at == end or not self._lines.reach(at + 1) or (best and at - best[1] > CELL_LINES):
                break
            if self._reached < at:
                break
            for state, step in layer.items():
                self._extend(at, state, step.cost)
            at += 1
        return Body() if best is None else self._trace(*best, sure=end is None)

    def _stray(self, at: int) -> float:
        """What it costs that the table ends before a line that may be the rest of its last cell."""
        if not self._lines.reach(at + 1):
            return 0.0
        line = self._lines[at]
        return (
            TIGHT
            if line.gap <= self._lines.gap and len(line.text) <= SHORT_ENTRY and not is_section(line.text)
            else 0.0
        )

    def _reach(
        self, at: int, state: State, cost: float, before: tuple[int, State], column: int, lines: int
    ) -> None:
        """A state is reached before a line by a step; the cheapest is kept."""
        if cost + at >= self._worst:
            return
        self._reached = max(self._reached, at)
        layer = self._layers.setdefault(at, {})
        known = layer.get(state)
        if known is None or cost < known.cost:
            layer[state] = Step(cost, before, column, lines)

    def _end_rows(self, at: int, layer: dict[State, Step]) -> None:
        """Rows may end here: those that have a name, what they lack being paid for."""
        for state, step in list(layer.items()):
            if not state.has & _NAMED and not (state.has & _RESUMED and state.column):
                continue
            left = sum(self._skip(place, state, at) for place in range(state.column, len(self._header.kinds)))
            cost = (
                step.cost + left + (NO_VALUE if self._told and not state.has & (_VALUED | _RESUMED) else 0.0)
            )
            if self._lines.reach(at + 1) and self._lines[at].beside:
                cost += BEGINS_BESIDE
            self._reach(at, State(0, state.serial, 0), cost, (at, state), ENDS, 0)

    def _skip(self, column: int, state: State, at: int) -> float:
        """What an empty cell costs."""
        kind = self._header.kinds[column]
        if state.has & _RESUMED:
            return PART_SKIP
        if state.has & _PART and kind in ("number", "unit", "attribute"):
            return PART_SKIP
        if kind == "category" and at == self._header.behind:
            return FIRST_CATEGORY if self._header.cells[column] else IMPOSSIBLE
        return SKIP[kind]

    def _extend(self, at: int, state: State, cost: float) -> None:
        """All that the next lines can be behind a state."""
        line = self._lines[at]
        if state.column == 0 and not state.has & ~(_HEADED | _RESUMED):
            self._begin_row(at, state, cost)
            if self._lines.parted and line.gap == 0 and at > self._header.behind and not state.has:
                cost += TIGHT
        if line.gap < self._lines.gap:
            cost += APART
        for column, price in self._columns_from(at, state):
            self._fill(at, state, column, cost + price)

    def _columns_from(self, at: int, state: State) -> Iterator[tuple[int, float]]:
        """The columns that a line may stand in, with the price of those left empty before it.

        A further blank line stands for an empty cell.
        """
        wide = state.column > 0 and self._lines[at].gap > self._lines.gap
        skipped = dearest = 0.0
        for column in range(state.column, len(self._header.kinds)):
            gap = (-dearest * (1 - EMPTY_LINE) if dearest else WIDE) if wide else 0.0
            yield column, skipped + gap
            skip = self._skip(column, state, at)
            skipped, dearest = skipped + skip, max(dearest, skip)
            if skipped >= IMPOSSIBLE:
                break

    def _begin_row(self, at: int, state: State, cost: float) -> None:
        """Between two rows a header may stand again, or a category for the rows under it."""
        count = self._said_again(at)
        if count and not state.has:
            resumed = state._replace(has=_RESUMED if "number" in self._header.kinds else 0)
            self._reach(at + count, resumed, cost - count, (at, state), AGAIN, count)
        written = self._written_out(at)
        if written:
            headed = state._replace(has=_HEADED)
            self._reach(at + written, headed, cost - written, (at, state), BANNERS, written)
        counted = int(is_counted(self._lines[at].text))
        if counted:
            cost -= counted
        else:
            cost += BANNER + (BANNER_BESIDE if "category" in self._header.kinds else 0.0)
        cost += 1.0 if state.has else 0.0
        headed = state._replace(has=_HEADED)
        for option in self._lines.options(at + counted, "category", grouped=self._grouped):
            if option.lines <= 2:
                lines = counted + option.lines
                self._reach(at + lines, headed, cost + option.cost, (at, state), BANNERS, lines)

    def _written_out(self, at: int) -> int:
        """How many lines say one thing, once for each column that a merged cell covers; 0 for other lines."""
        width = sum(map(bool, self._header.cells))
        if not self._lines.reach(at + width) or width < FEWEST_CELLS:
            return 0
        words = {self._lines[place].text for place in range(at, at + width)}
        return width if len(words) == 1 and not fitting().is_short(words.pop()) else 0

    def _find_said_again(self, at: int) -> int:
        """How many lines from `at` on say the header again; 0 for none."""
        count = int(self._again.startswith(self._lines[at].text))
        while count and self._lines.reach(at + count + 1):
            if len(self._lines.joined(at, count)) >= len(self._again):
                break
            count += 1
        return count if self._lines.joined(at, count) == self._again else 0

    def _room(self, at: int) -> int:
        """How many lines from `at` on one cell may have: those down to the header said again.

        Asked from top to bottom, so that each line is looked at once.
        """
        self._free = max(self._free, at)
        last = at + RUNNING_PIECES
        while self._free < last and self._lines.reach(self._free + 1) and not self._said_again(self._free):
            self._free += 1
        return self._free - at

    def _fill(self, at: int, state: State, column: int, cost: float) -> None:
        """Put the lines from `at` on into a column."""
        kind, room = self._header.kinds[column], self._room(at)
        has = state.has & ~_HEADED
        if kind in NAMES:
            has |= _NAMED
        elif kind in TOLD:
            has |= _VALUED
        for count, price, number, part in self._lines.options(at, kind, grouped=self._grouped):
            if count > room:
                break
            serial, price = state.serial, cost + price
            if kind == "category" and state.has & _RESUMED:
                price += UNMERGED
            if kind == "task" and "category" in self._header.kinds[state.column : column]:
                # 1.… is the group of the tasks, where the header has a column of groups.
                price += JOIN_EARLY if ITEM.match(self._lines[at].text) else 0.0
            if kind == "number":
                price += _serial_price(serial, number)
                serial, has = number, has & ~_RESUMED
            elif part and state.column < column:
                price -= self._unnumbered(state.column, column)
            reached = State(column + 1, serial, has | _PART if part else has)
            self._reach(at + count, reached, price, (at, state), column, count)

    def _unnumbered(self, first: int, column: int) -> float:
        """What the missing number of a sub-row was charged too much."""
        return (SKIP["number"] - PART_SKIP) * ("number" in self._header.kinds[first:column])

    def _trace(self, cost: float, behind: int, state: State, *, sure: bool) -> Body:
        """The rows along the cheapest way, their costs and, where it is asked, how sure they are."""
        steps: list[tuple[int, State, Step]] = []
        here: tuple[int, State] | None = (behind, state)
        while here is not None:
            step = self._layers[here[0]][here[1]]
            steps.append((here[0], here[1], step))
            here = step.before
        rows: list[Row] = []
        cells: dict[int, tuple[int, ...]] = {}
        begun = 0.0
        for at, _, step in reversed(steps[:-1]):
            if step.column >= 0:
                cells[step.column] = tuple(range(at - step.lines, at))
                continue
            places = tuple(range(at - step.lines, at))
            if step.column == ENDS:
                lines = sum(map(len, cells.values()))
                filled = tuple(cells.get(place, ()) for place in range(len(self._header.kinds)))
                margin = self._margin(at - lines, at) if sure else IMPOSSIBLE
                # Cells of many lines have many small doubts; what counts is how doubtful a line is.
                share = min(1.0, 2 * len(cells) / max(lines, 1))
                rows.append(Row(filled, ENDS, (step.cost - begun + lines) * share, margin))
                cells = {}
            elif step.column == BANNERS:
                # One that is written out stands in each column.
                apart = len(places) >= FEWEST_CELLS and self._written_out(places[0]) == len(places)
                cells_of = tuple((place,) for place in places) if apart else (places,)
                rows.append(Row(cells_of, BANNERS, 0.0))
            else:
                rows.append(Row(self._again_cells(places), AGAIN, 0.0))
            begun = step.cost
        return Body(tuple(rows), behind, cost)

    def _margin(self, first: int, behind: int) -> float:
        """How much better the best way to deal the lines of a row out to the columns is than the next."""
        ways: dict[tuple[int, int], list[float]] = {(first, 0): [0.0]}
        ends: list[float] = []
        width = len(self._header.kinds)
        for at in range(first, behind + 1):
            for column in range(width + 1):
                costs = sorted(ways.get((at, column), ()))[:2]
                state = State(column)
                if not costs:
                    continue
                if at == behind:
                    left = sum(self._skip(place, state, at) for place in range(column, width))
                    ends += [cost + left for cost in costs]
                    continue
                for place, skipped in self._columns_from(at, state):
                    for option in self._lines.options(at, self._header.kinds[place], grouped=self._grouped):
                        if at + option.lines <= behind:
                            price = skipped + option.cost + option.lines
                            known = ways.setdefault((at + option.lines, place + 1), [])
                            known += [cost + price for cost in costs]
        best = sorted(ends)
        return best[1] - best[0] if len(best) > 1 else IMPOSSIBLE

    def _again_cells(self, places: Sequence[int]) -> Cells:
        """The lines of a header said again, dealt out as those of the first."""
        columns: list[int] = []
        for place, column in sorted(
            (at, column) for column, cell in enumerate(self._header.cells) for at in cell
        ):
            columns += [column] * len(self._lines[place].text)
        cells: list[tuple[int, ...]] = [()] * len(self._header.cells)
        said = 0
        for place in places:
            cells[columns[said]] += (place,)
            said += len(self._lines[place].text)
        return tuple(cells)


def _kept(layer: dict[State, Step]) -> dict[State, Step]:
    """The cheapest states of a line."""
    if len(layer) <= 1:
        return layer
    ranked = sorted(layer.items(), key=lambda pair: pair[1].cost)[:MOST_WAYS]
    least = ranked[0][1].cost
    return {state: step for state, step in ranked if step.cost <= least + SLACK}


def _serial_price(last: int, number: int) -> float:
    """What a serial number costs behind another."""
    if number == last + 1:
        return 0.0
    if number == 1:
        return SERIAL_RESTARTS
    return SERIAL_JUMPS if number > last else SERIAL_FALLS
