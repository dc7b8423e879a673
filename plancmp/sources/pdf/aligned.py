"""Tables of a PDF without a grid of rules: columns told by alignment, as in text laid out by spaces.

The lines are written on a raster of half an em and given to the reader of such text. Whatever could be
signatures, a form or a list of names in columns stays text.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from plancmp.sources.guard.limits import WIDEST_RASTER
from plancmp.sources.lines.cleaning import CleanLine
from plancmp.sources.pdf.lines import TextLine
from plancmp.sources.pdf.page import Box, Rule
from plancmp.sources.pdf.tables import PageTable
from plancmp.sources.tables.columns import Measured, find_regions
from plancmp.sources.tables.evidence import header_kinds
from plancmp.sources.tables.grid import Grid, build_grid
from plancmp.sources.tables.strips import is_table
from plancmp.sources.thresholds import FEWEST
from plancmp.text.keeping import compiled
from plancmp.text.width import display_width


class AlignedTable(msgspec.Struct):
    """A table told by alignment: its rows, and the page that its last part stands on."""

    page: int
    box: Box
    grid: Grid
    frame: int
    """The page or column of that part."""
    repeated: list[tuple[int, str]] = []
    """Header rows that later pages repeat, by the number of the row they stood before."""


Entry = TextLine | PageTable | AlignedTable


def find_aligned(items: Sequence[TextLine | PageTable], rules: Sequence[Rule]) -> tuple[list[Entry], int]:
    """The items of a page with tables found among the lines, and how many others looked like tables."""
    entries: list[Entry] = []
    doubtful = 0
    stretch: list[TextLine] = []
    for item in [*items, None]:
        if isinstance(item, TextLine):
            stretch.append(item)
            continue
        if sum(1 for line in stretch if len(line.segments) > 1) >= FEWEST:
            found, unsure = _in_stretch(stretch, rules)
            entries += found
            doubtful += unsure
        else:
            entries += stretch
        stretch = []
        if item is not None:
            entries.append(item)
    return entries, doubtful


def _in_stretch(lines: Sequence[TextLine], rules: Sequence[Rule]) -> tuple[list[Entry], int]:
    """Lines with the tables among them."""
    placed = list(_on_raster(lines))
    page = Measured([line for _, line in placed], 2)
    entries: list[Entry] = []
    doubtful = done = 0
    for region in find_regions(page):
        inside = [line for line, _ in placed[region.start : region.end] if line is not None]
        if len(inside) < FEWEST:
            continue
        grid = build_grid(page, region)
        box = Box(
            min(line.x0 for line in inside),
            inside[0].top,
            max(line.x1 for line in inside),
            inside[-1].bottom,
        )
        if not _is_table(grid, ruled=_is_ruled(box, rules, inside[0].size)):
            doubtful += len(grid.rows) > FEWEST and is_table(grid)
            continue
        entries += [line for line, _ in placed[done : region.start] if line is not None]
        entries.append(AlignedTable(inside[0].page, box, grid, inside[0].frame))
        done = region.end
    entries += [line for line, _ in placed[done:] if line is not None]
    return entries, doubtful


def _on_raster(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine | None, CleanLine]]:
    """Lines as text whose blanks keep the columns; wide distances between lines are blank lines."""
    left = min(line.x0 for line in lines)
    width = max(line.x1 for line in lines) - left
    unit = max(sorted(line.size for line in lines)[len(lines) // 2] / 2, width / WIDEST_RASTER)
    steps = sorted(other.y - one.y for one, other in pairwise(lines))
    usual = steps[len(steps) // 2] if steps else 0.0
    for number, line in enumerate(lines, 1):
        if number > 1 and line.y - lines[number - 2].y > 1.5 * usual + 1:
            yield None, CleanLine(number, line.page, "")
        text, column = "", 0
        for segment in line.segments:
            words = line.text[segment.start : segment.end].replace("\u3000", " ")
            words = compiled(r"\s{2,}").sub(" ", words)
            gap = max(round((segment.x0 - left) / unit) - column, 2 if text else 0)
            text += " " * gap + words
            column += gap + display_width(words, ambiguous=2)
        yield line, CleanLine(number, line.page, text)


def _is_ruled(box: Box, rules: Sequence[Rule], size: float) -> bool:
    """Whether rules of one length stand above and below: a table of three lines."""
    width = box.x1 - box.x0
    near = 2.5 * size
    wide = [rule for rule in rules if rule.start <= box.x0 + near and rule.end >= box.x1 - near]
    wide = [rule for rule in wide if rule.end - rule.start < width + 12 * size]
    above = any(abs(rule.at - box.y0) < near for rule in wide)
    below = any(abs(rule.at - box.y1) < near for rule in wide)
    return above and below


def _is_table(grid: Grid, *, ruled: bool) -> bool:
    """Whether rows and columns are surely a table."""
    if len(grid.rows) < FEWEST or grid.width < (2 if ruled else 3) or grid.doubtful or not is_table(grid):
        return False
    cells = [cell for row in grid.rows for cell in row]
    if sum(1 for cell in cells if cell.parts or cell.continued) * 10 < len(cells) * 6:
        return False
    return ruled or bool(header_kinds([cell.text for cell in grid.rows[0]]))
