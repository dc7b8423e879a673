"""Lines of a table whose columns are known, to rows: the cheapest way to cut them, by what its cells can be.

Cells go on over several lines, and all of a table begin at the top of their rows or are centred in them, so
that the first line of a row may hold a piece of its longest cell only. What a row costs is what its cells
cost, put together of their lines, in the columns that they stand in.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from plancmp.sources.layout.wrapping import room
from plancmp.sources.lines.writing import Stretch
from plancmp.sources.tables.fitting import fitting
from plancmp.sources.tables.prices import (
    ASKEW,
    DEAR,
    JOIN,
    JOIN_EARLY,
    JOIN_FIGURE,
    JOIN_FULL,
    JOIN_NEVER,
    JOIN_OPEN,
    ROW,
    SKIP,
    TIGHT,
    WIDE,
)
from plancmp.sources.tables.words import Column
from plancmp.sources.thresholds import MOST_WRAPPED
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.width import display_width

VALUE = compiled(
    r"[^\u3400-\u9fff]*\d[^\u3400-\u9fff]*(?:万|亿|人|户|个|所|家|张|年|左右|以上|以内)*|[-—－/]+|[X×]+"
)
"""A cell that is a figure, or says that there is none."""
_GUESSED: tuple[Column, ...] = ("number", "name", "unit", "attribute", "value", "units")
_LINE_EACH = {"number": JOIN_NEVER, "unit": JOIN, "attribute": JOIN, "value": JOIN}
"""What a further line of a cell costs in columns whose cells seldom have one."""


class GridLine(msgspec.Struct):
    """A line of a table: by column what stands there, and which columns its words span."""

    parts: dict[int, Stretch]
    spans: dict[int, int]
    gap: bool
    """A blank line stands before it."""
    banner: bool = False
    """It holds a category and nothing else."""
    rights: dict[int, int] = {}
    """By column where its words end on the page."""

    def is_full(self, width: int) -> bool:
        """Whether it has words in most of so many columns."""
        return len(self.parts) >= max(2, (width * 6 + 9) // 10)


def _printed(text: str) -> int:
    return display_width(text, ambiguous=2)


def cut_rows(
    lines: Sequence[GridLine], kinds: Sequence[Column | None], *, headed: bool
) -> tuple[list[int], bool]:
    """The first line of each row, and whether cells begin at the top of their rows.

    `kinds` says what the columns hold as far as it is known, `headed` that the lines of the header are none
    of these.
    """
    table = _Table(lines, kinds, headed=headed)
    rows = [list(table.rows(end)) for end in range(1, len(lines) + 1)]
    at_top = _cheapest([[(start, price) for start, price, _ in each] for each in rows])
    centred = _cheapest([[(start, price) for start, _, price in each] for each in rows])
    return (at_top[1], True) if at_top[0] <= centred[0] else (centred[1], False)


def _cheapest(rows: Sequence[Sequence[tuple[int, float]]]) -> tuple[float, list[int]]:
    """The cheapest way to cut a table, with its cost; `rows` says what may end with each line."""
    costs, starts = [0.0], [0]
    for priced in rows:
        cost, start = min((costs[start] + price, start) for start, price in priced)
        costs.append(cost)
        starts.append(start)
    found: list[int] = []
    end = len(rows)
    while end:
        end = starts[end]
        found.append(end)
    return costs[-1], found[::-1]


class _Cell(NamedTuple):
    """A cell of several lines: its words, and the first and the last line that has some."""

    text: str
    first: int
    last: int


class _Table:
    """What the rows of a table may cost."""

    def __init__(self, lines: Sequence[GridLine], kinds: Sequence[Column | None], *, headed: bool) -> None:
        self._lines = lines
        self._told = [{at: squeeze(part.text) for at, part in line.parts.items()} for line in lines]
        self._wide = [
            max((_printed(line.parts[at].text) for line in lines if at in line.parts), default=0)
            for at in range(len(kinds))
        ]
        self._headed = headed
        self._kinds = [kind or self._shown(at) for at, kind in enumerate(kinds)]
        self._skips = [SKIP[kind or "unknown"] for kind in kinds]
        gaps = sum(line.gap for line in lines)
        self._gappy = 0 < gaps * 10 <= len(lines) * 6

    def _shown(self, column: int) -> Column:
        """The kind that suits the words of a column best, each line by itself."""
        texts = [told[column] for told in self._told if column in told]
        return min(_GUESSED, key=lambda kind: sum(min(fitting().price(kind, text), DEAR) for text in texts))

    def rows(self, end: int) -> Iterator[tuple[int, float, float]]:
        """The first line of each row that may end before a line, and its price if cells begin at its top, or
        are centred; a banner is a row of its own.
        """
        if self._lines[end - 1].banner:
            yield end - 1, 0.0, 0.0
            return
        cells: list[_Cell | None] = [None] * len(self._kinds)
        joins = 0.0
        for start in range(end - 1, max(end - 1 - MOST_WRAPPED, -1), -1):
            if self._lines[start].banner or joins >= 2 * JOIN_NEVER:
                return
            if start < end - 1:
                below = self._lines[start + 1]
                joins += WIDE * below.gap + JOIN_FULL * (not self._headed and below.is_full(len(cells)))
            for column, text in self._told[start].items():
                cell = cells[column]
                if cell is None:
                    cells[column] = _Cell(text, start, start)
                else:
                    joins += self._joined(column, cell.first) + self._early(column, start, cell.first)
                    cells[column] = _Cell(text + cell.text, start, cell.last)
            yield start, *self._row(start, end, cells, joins)

    def _row(self, start: int, end: int, cells: Sequence[_Cell | None], joins: float) -> tuple[float, float]:
        """What a row costs with cells that begin at its top, or that are centred."""
        cost = ROW + joins + TIGHT * (self._gappy and start > 0 and not self._lines[start].gap)
        late = askew = 0.0
        for kind, skip, cell in zip(self._kinds, self._skips, cells, strict=True):
            if cell is None:
                cost += skip
                continue
            cost += min(fitting().price(kind, cell.text), 2 * DEAR)
            late += cell.first - start
            askew += abs(cell.first + cell.last - start - end + 1) / 2
        return cost + ASKEW * late, cost + ASKEW * askew

    def _early(self, column: int, above: int, below: int) -> float:
        """What it costs that words were broken off where those of the next line had room behind them."""
        if self._kinds[column] not in ("name", "weak_name", "task"):
            return 0.0
        upper, lower = self._lines[above].parts[column].text, self._lines[below].parts[column].text
        return JOIN_EARLY * (room(self._wide[column], _printed(upper), lower) >= 0)

    def _joined(self, column: int, at: int) -> float:
        """What it costs that the words of a line go on with the cell above them."""
        kind, text = self._kinds[column], self._told[at][column]
        cost = _LINE_EACH.get(kind, JOIN_OPEN)
        if kind == "value" and VALUE.fullmatch(text):
            cost += JOIN_FIGURE
        return cost
