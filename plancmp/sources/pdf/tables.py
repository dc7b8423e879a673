"""Rules and words of a PDF page to tables: rules that touch make a grid, its slots make cells."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from plancmp.sources.guard.limits import MOST_SLOTS
from plancmp.sources.pdf.lines import TextLine, build_lines, part_of, split_run
from plancmp.sources.pdf.page import SQUARE, Box, PageContent, Rule, Run
from plancmp.sources.thresholds import FAR_APART, FEWEST_CELLS, REACH, SHORT_WORD, THIN
from plancmp.text.folding import squeeze


class TableCell(msgspec.Struct):
    """A cell on a page: its place in the grid, how far it goes, and its lines."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    lines: list[TextLine] = []

    @property
    def text(self) -> str:
        """All words of the cell."""
        return "".join(line.text for line in self.lines)


class PageTable(msgspec.Struct):
    """A table, or the part of one that stands on a page."""

    page: int
    box: Box
    edges: list[float]
    """Where its columns begin and end, from left to right."""
    cells: list[TableCell]
    levels: list[float]
    """Where its rows begin and end, from top to bottom."""
    open_top: bool = False
    """No rule closes it above: it goes on from the page before."""
    open_bottom: bool = False
    open_columns: frozenset[int] = frozenset()
    """Columns without a rule at the foot of the table."""
    frame: int = 0
    """Running number of the page or column that it stands in."""

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.levels) - 1


class _Grid(msgspec.Struct):
    """Rules that touch each other."""

    horizontals: list[Rule]
    verticals: list[Rule]


def find_tables(content: PageContent) -> tuple[list[PageTable], list[Run]]:
    """The ruled tables of a page from top to bottom, and the runs that stand outside of them."""
    horizontals = _merge(content.horizontals)
    verticals = _merge(content.verticals)
    tables: list[PageTable] = []
    for grid in [*_stacked(_touching(horizontals, verticals)), *_bare(horizontals, verticals)]:
        table = _build(grid, content.number)
        if table is not None and not _is_inside(table, tables):
            tables.append(table)
    runs = content.runs
    kept: list[PageTable] = []
    tables = [table for table in tables if not _holds_other(table, tables)]
    for table in sorted(tables, key=lambda table: table.box.y0):
        rest = _fill(table, runs)
        if _is_table(table, content):
            kept.append(table)
            runs = rest
    return kept, runs


def _merge(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line that touch or nearly touch become one; longer ones swallow shorter ones."""
    lanes: list[tuple[float, list[Rule]]] = []
    for rule in sorted(rules):
        if lanes and rule.at - lanes[-1][0] <= THIN:
            lanes[-1][1].append(rule)
        else:
            lanes.append((rule.at, [rule]))
    merged: list[Rule] = []
    for _, members in lanes:
        at = max(members, key=lambda rule: rule.end - rule.start).at
        start: float | None = None
        end = 0.0
        for rule in sorted(members, key=lambda rule: rule.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + THIN:
                end = max(end, rule.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            merged.append(Rule(at, start, end))
    return merged


def _touching(horizontals: Sequence[Rule], verticals: Sequence[Rule]) -> Iterator[_Grid]:
    """Rules in groups that hang together; a rule that no other crosses is in none."""
    heights = [rule.at for rule in horizontals]
    parents = list(range(len(horizontals) + len(verticals)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    crossed: set[int] = set()
    for number, vertical in enumerate(verticals, len(horizontals)):
        first = bisect_right(heights, vertical.start - THIN)
        last = bisect_right(heights, vertical.end + THIN)
        for index in range(first, last):
            rule = horizontals[index]
            if rule.start - THIN <= vertical.at <= rule.end + THIN:
                parents[root(number)] = root(index)
                crossed |= {number, index}
    groups: dict[int, _Grid] = defaultdict(lambda: _Grid([], []))
    for index in sorted(crossed):
        grid = groups[root(index)]
        if index < len(horizontals):
            grid.horizontals.append(horizontals[index])
        else:
            grid.verticals.append(verticals[index - len(horizontals)])
    yield from groups.values()


def _stacked(grids: Iterable[_Grid]) -> Iterator[_Grid]:
    """The grids, those right below each other with the same columns as one: rows with borders of their own.

    A grid that begins with one cell over its whole width is another table, with its title.
    """
    last: _Grid | None = None
    for grid in sorted(grids, key=lambda grid: grid.horizontals[0].at):
        if last is not None and _goes_on(last, grid):
            last = _Grid(last.horizontals + grid.horizontals, last.verticals + grid.verticals)
            continue
        if last is not None:
            yield last
        last = grid
    if last is not None:
        yield last


def _goes_on(upper: _Grid, lower: _Grid) -> bool:
    """Whether a grid begins where another one ends, with columns at the same places in its first row."""
    top = lower.horizontals[0].at
    if not 0 < top - max(rule.at for rule in upper.horizontals) <= REACH:
        return False
    edges = _edges([rule.at for rule in upper.verticals])
    first = _edges([rule.at for rule in lower.verticals if rule.start <= top + THIN])
    # Frames of one column that stand close are boxes.
    return len(edges) == len(first) > 2 and all(
        abs(one - other) <= THIN for one, other in zip(edges, first, strict=True)
    )


def _bare(horizontals: Sequence[Rule], verticals: Sequence[Rule]) -> Iterator[_Grid]:
    """Upright rules alone, side by side from one height to another: a box over a whole page."""
    by_height: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for rule in verticals:
        touched = any(
            other.start - THIN <= rule.at <= other.end + THIN
            and rule.start - THIN <= other.at <= rule.end + THIN
            for other in horizontals
        )
        if not touched and rule.end - rule.start > 40:
            by_height[round(rule.start / THIN), round(rule.end / THIN)].append(rule)
    for rules in by_height.values():
        if len(rules) >= 2 and rules[-1].at - rules[0].at > 100:
            yield _Grid([], rules)


def _is_inside(table: PageTable, others: Sequence[PageTable]) -> bool:
    """Whether a table lies within another one, which then holds its words."""
    return any(_holds(other, table) and len(other.edges) > 2 for other in others)


def _holds_other(table: PageTable, others: Sequence[PageTable]) -> bool:
    """Whether a box of one column is but a frame around a table: its words then stand before and behind."""
    return len(table.edges) == 2 and any(other is not table and _holds(table, other) for other in others)


def _holds(outer: PageTable, inner: PageTable) -> bool:
    """Whether a table lies within another one."""
    one, other = outer.box, inner.box
    return (
        one.x0 - THIN <= other.x0
        and one.y0 - THIN <= other.y0
        and other.x1 <= one.x1 + THIN
        and other.y1 <= one.y1 + THIN
    )


def _build(grid: _Grid, page: int) -> PageTable | None:
    """The empty table that a grid draws; None where it closes no cell."""
    xs = _edges([rule.at for rule in grid.verticals])
    ys = _edges([rule.at for rule in grid.horizontals])
    left = min((rule.start for rule in grid.horizontals), default=xs[0])
    right = max((rule.end for rule in grid.horizontals), default=xs[-1])
    if left < xs[0] - REACH:
        xs.insert(0, left)
    if right > xs[-1] + REACH:
        xs.append(right)
    top, bottom = _reach(grid.verticals, ys)
    open_top = not ys or top < ys[0] - REACH
    open_bottom = not ys or bottom > ys[-1] + REACH
    if open_top:
        ys.insert(0, top)
    if open_bottom:
        ys.append(bottom)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MOST_SLOTS:
        return None
    across = _walls(grid.horizontals, ys, xs)
    cells, levels = _cells(grid, xs, ys, across)
    table = PageTable(page, Box(xs[0], ys[0], xs[-1], ys[-1]), xs, cells, levels, open_top, open_bottom)
    table.open_columns = frozenset(slot for slot in range(len(xs) - 1) if (len(ys) - 1, slot) not in across)
    return table


def _edges(places: Sequence[float]) -> list[float]:
    """Places of rules, those near each other as one."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > THIN:
            edges.append(place)
    return edges


def _reach(verticals: Sequence[Rule], ys: Sequence[float]) -> tuple[float, float]:
    """How far up and down at least two upright rules go: two open sides, not one stray rule."""
    tops = sorted(rule.start for rule in verticals)
    bottoms = sorted((rule.end for rule in verticals), reverse=True)
    if len(verticals) < 2:
        return ys[0], ys[-1]
    return tops[1], bottoms[1]


class _Slots(NamedTuple):
    """A grid of slots: how many across and down, and which have a rule at their left and above them."""

    width: int
    height: int
    upright: set[tuple[int, int]]
    across: set[tuple[int, int]]


def _cells(
    grid: _Grid, xs: Sequence[float], ys: Sequence[float], across: set[tuple[int, int]]
) -> tuple[list[TableCell], list[float]]:
    """The cells of a grid (slots with no rule between them belong together), and where its rows begin."""
    slots = _Slots(len(xs) - 1, len(ys) - 1, _walls(grid.verticals, xs, ys), across)
    width, height, upright, _ = slots
    taken: set[tuple[int, int]] = set()
    cells: list[TableCell] = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            columns, rows = _extent(row, column, slots, taken)
            taken |= {(row + down, column + over) for down in range(rows) for over in range(columns)}
            box = Box(xs[column], ys[row], xs[column + columns], ys[row + rows])
            if column and column + columns == width and (width, row) not in upright:
                # Beside a row that ends sooner than others: no rule on its right, one missing above or below.
                ruled = [edge for edge in (row, row + rows) if (edge, column - 1) in across]
                if any((edge, column) not in across for edge in ruled):
                    continue
            cells.append(TableCell(row, column, rows, columns, box, []))
    kept = sorted({edge for cell in cells for edge in (cell.row, cell.row + cell.rows)})
    number = {row: at for at, row in enumerate(kept)}
    for cell in cells:
        cell.row, cell.rows = number[cell.row], number[cell.row + cell.rows] - number[cell.row]
    return cells, [ys[row] for row in kept]


def _walls(rules: Sequence[Rule], edges: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """Which slots have a rule at their edge: pairs of the edge and the slot's number along it."""
    middles = [(one + other) / 2 for one, other in pairwise(along)]
    walls: set[tuple[int, int]] = set()
    for rule in rules:
        edge = min(range(len(edges)), key=lambda index: abs(edges[index] - rule.at))
        first, last = bisect_right(middles, rule.start), bisect_right(middles, rule.end)
        walls |= {(edge, slot) for slot in range(first, last)}
    return walls


def _extent(row: int, column: int, slots: _Slots, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """How many columns and rows the cell that begins in this slot covers."""
    width, height, upright, across = slots
    columns = 1
    while (
        column + columns < width
        and (column + columns, row) not in upright
        and (row, column + columns) not in taken
    ):
        columns += 1
    rows = 1
    while row + rows < height:
        below = row + rows
        if any((below, at) in across or (below, at) in taken for at in range(column, column + columns)):
            break
        rows += 1
    return columns, rows


def _fill(table: PageTable, runs: Sequence[Run]) -> list[Run]:
    """Put the runs that stand in a table into its cells; returns the others."""
    owners = {
        (row, column): index
        for index, cell in enumerate(table.cells)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    ys = table.levels
    rest: list[Run] = []
    inside: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        row = bisect_right(ys, run.y - 0.35 * run.size) - 1
        overhangs = row == table.height and run.y - ys[-1] < 1.3 * run.size
        if not 0 <= row < table.height + overhangs or run.end < table.box.x0 or run.xs[0] > table.box.x1:
            rest.append(run)
            continue
        row -= overhangs
        first, last = _column(table, run.xs[0]), _column(table, run.end)
        whole = owners.get((row, first)) == owners.get((row, last))
        parts = [run] if whole else [end for part in split_run(run) for end in _parted(part, table.edges)]
        for part in parts:
            column = _widest_column(table, part)
            owner = owners.get((row, column))
            if owner is None or (overhangs and column not in table.open_columns):
                rest.append(part)
            else:
                inside[owner].append(part)
    cells: list[TableCell] = []
    for index, cell in enumerate(table.cells):
        for ruled, words in _unruled(cell, inside.get(index, ()), table.edges):
            ruled.lines = build_lines(words, table.page) if words else []
            cells += _undrawn(ruled, ys)
    table.cells = cells
    return rest


def _unruled(
    cell: TableCell, runs: Sequence[Run], edges: Sequence[float]
) -> list[tuple[TableCell, Sequence[Run]]]:
    """The cells of a row that no upright rules part, with their runs.

    Words that stand in three or more columns of the table, run over the edge of none and keep off their
    neighbours are cells; a banner stands in one or two columns or runs over an edge.
    """
    slots: dict[int, list[Run]] = defaultdict(list)
    if cell.columns < FEWEST_CELLS or len(runs) < FEWEST_CELLS:
        return [(cell, runs)]
    for run in (part for whole in runs for part in split_run(whole)):
        first, last = (bisect_right(edges, x) - 1 for x in (run.xs[0], run.end))
        if first != last:
            return [(cell, runs)]
        slots[first].append(run)
    columns = range(cell.column, cell.column + cell.columns)
    ends = [
        (min(run.xs[0] for run in part), max(run.end for run in part)) for _, part in sorted(slots.items())
    ]
    near = any(right[0] - left[1] < runs[0].size for left, right in pairwise(ends))
    spread = all(sum(len(run.text) for run in part) == 1 for part in slots.values())
    if len(slots) < FEWEST_CELLS or not slots.keys() <= set(columns) or near or spread:
        return [(cell, runs)]
    box = cell.box
    return [
        (
            TableCell(cell.row, at, cell.rows, 1, Box(edges[at], box.y0, edges[at + 1], box.y1)),
            slots.get(at, ()),
        )
        for at in columns
    ]


def _undrawn(cell: TableCell, ys: Sequence[float]) -> list[TableCell]:
    """The two cells that a merged one is where the rule between them was not drawn.

    The words of each stand apart from the other's, in the middle of some of the rows; lines of one name
    stand as far apart as all its lines do.
    """
    lines = cell.lines
    steps = [below.y - above.y for above, below in pairwise(lines)]
    if cell.rows < 2 or len(steps) < 2 or max(steps) < FAR_APART * sorted(steps)[-2]:
        return [cell]
    at = steps.index(max(steps)) + 1
    parts = lines[:at], lines[at:]
    edges = ys[cell.row : cell.row + cell.rows + 1]
    fits = [
        row
        for row in range(1, cell.rows)
        if _in_the_middle(parts[0], edges[0], edges[row]) and _in_the_middle(parts[1], edges[row], edges[-1])
    ]
    if len(fits) != 1 or any(sum(len(squeeze(line.text)) for line in part) < SHORT_WORD for part in parts):
        return [cell]
    box, rows = cell.box, fits[0]
    upper = Box(box.x0, box.y0, box.x1, edges[rows])
    lower = Box(box.x0, edges[rows], box.x1, box.y1)
    return [
        TableCell(cell.row, cell.column, rows, cell.columns, upper, parts[0]),
        TableCell(cell.row + rows, cell.column, cell.rows - rows, cell.columns, lower, parts[1]),
    ]


def _in_the_middle(lines: Sequence[TextLine], top: float, bottom: float) -> bool:
    """Whether lines stand between two edges with as much room above as below, up to a line."""
    above, below = lines[0].top - top, bottom - lines[-1].bottom
    return min(above, below) > 0 and abs(above - below) < lines[0].size


def _parted(run: Run, edges: Sequence[float]) -> Iterator[Run]:
    """The parts of a run that rules between two characters part: there they stand further apart than else.

    Words that run over a rule do not: they go on as they began. A Latin letter may be as wide as its size.
    """
    steps: dict[bool, list[float]] = {True: [], False: []}
    wide = [char >= SQUARE for char in run.text]
    for square, (left, right) in zip(wide, pairwise(run.xs), strict=False):
        steps[square].append(right - left)
    begin = 0
    for at in range(1, len(run.xs)):
        is_letter = not wide[at - 1] and run.text[at - 1].isalpha()
        end = run.xs[at - 1] + (run.size if is_letter else min(steps[wide[at - 1]]))
        if run.xs[at] - end > run.size / 10 and any(end < edge < run.xs[at] for edge in edges):
            yield part_of(run, begin, at, end)
            begin = at
    yield part_of(run, begin, len(run.xs), run.end)


def _column(table: PageTable, x: float) -> int:
    """The column at a place; -1 and beyond the last one outside of the table."""
    return bisect_right(table.edges, x) - 1


def _widest_column(table: PageTable, run: Run) -> int:
    """The column that most of a run lies in."""
    first, last = _column(table, run.xs[0]), _column(table, run.end)
    edges = table.edges

    def share(column: int) -> float:
        left = edges[column] if column >= 0 else run.xs[0]
        right = edges[column + 1] if column + 1 < len(edges) else run.end
        return min(run.end, right) - max(run.xs[0], left)

    return max(range(first, last + 1), key=share)


def _is_table(table: PageTable, content: PageContent) -> bool:
    """Whether a filled grid is a table or box, and not a frame around the page or a drawing."""
    filled = sum(1 for cell in table.cells if cell.lines)
    if filled == 0:
        return False
    height, width = table.box.y1 - table.box.y0, table.box.x1 - table.box.x0
    if len(table.cells) == 1 and height > 0.9 * content.height and width > 0.85 * content.width:
        return False
    return not (len(table.cells) >= 12 and filled * 8 < len(table.cells))
