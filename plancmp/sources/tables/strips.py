"""Tables whose columns blank strips part, as page-shaped text has them."""

from collections.abc import Iterator, Sequence

from plancmp.sources.layout.wrapping import begins_with_label, has_gap
from plancmp.sources.lines.cleaning import CleanLine
from plancmp.sources.tables.columns import Measured, choose_wide, find_regions
from plancmp.sources.tables.evidence import weigh
from plancmp.sources.tables.grid import Grid, build_grid
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.tables.ruled import is_drawn
from plancmp.text.keeping import compiled

_SIGNED = compiled(
    r"[（(](?:盖章|公章|签字|签章|签名)[)）]|(?:签字|签名|盖章|联系人|电话)\s*[:：]?|\d{4}年\d{1,2}月\d{1,2}日$"
)
_FIELD = compiled(r"[^:：]{1,8}[:：]\s*\S")


def _measured(lines: Sequence[CleanLine]) -> Measured:
    """The lines of a page, measured as they are printed; a drawn line is no row."""
    lines = [line._replace(text="") if is_drawn(line.text) else line for line in lines]
    # A tab is as wide as whoever shows it will have it: it lines nothing up.
    return Measured(lines, 2, ["\t" not in line.text and has_gap(line.text) for line in lines])


def strips_of(pages: Sequence[Sequence[CleanLine]]) -> list["BlankStrips"]:
    """What proposes the tables of each page of a text; one tool set all, a character is as wide on each."""
    looked = [_measured(lines) for lines in pages]
    gappy = [page for page in looked if sum(page.gappy) > 1]
    wide = choose_wide(gappy) if gappy else 2
    return [BlankStrips(page, wide) for page in looked]


class BlankStrips:
    """Proposes the tables of a page, where a Chinese character takes `wide` columns."""

    def __init__(self, first: Measured, wide: int) -> None:
        self._found: dict[int, Candidate] = {}
        if sum(first.gappy) < 2:
            return
        page = Measured(first.lines, wide, first.gappy)
        lines = first.lines
        where = {id(line): at for at, line in enumerate(lines)}
        for region in find_regions(page):
            grid = build_grid(page, region)
            if is_table(grid):
                rows = tuple(
                    tuple(
                        Cell(
                            tuple(Piece(where[id(part.line)], part.start, part.end) for part in cell.parts),
                            cell.colspan,
                            cell.continued,
                        )
                        for cell in row
                    )
                    for row in grid.rows
                )
                cost, _ = weigh([[cell.text for cell in row] for row in grid.rows])
                self._found[region.start] = Candidate(
                    region.start,
                    region.end,
                    rows,
                    cost,
                    tuple(range(grid.doubtful)),
                    broken=True,
                )

    def __call__(self, page: Sequence[str], at: int) -> Iterator[Candidate]:
        """The table that begins at a line."""
        if at in self._found:
            yield self._found[at]


def is_table(grid: Grid) -> bool:
    """Whether rows and columns are a table, and not verse, signatures or form fields side by side."""
    if len(grid.rows) < 2 or grid.width < 2:
        return False
    cells = [cell.text for row in grid.rows for cell in row if cell.parts]
    signed = sum(_SIGNED.search(text) is not None or text[-1] in ":：" for text in cells)
    filled_in = sum(_FIELD.match(text) is not None for text in cells)
    if signed * 4 >= len(cells) or filled_in * 2 >= len(cells):
        return False
    if _is_prose(grid):
        return False
    left = [row[0].text for row in grid.rows if row[0].parts]
    stops = sum(text[-1] in "，。；！？,;" for text in left)
    return not left or stops * 2 < len(left)


def _is_prose(grid: Grid) -> bool:
    """Numbered headings with their text behind a gap, or a few names side by side: two columns, no table."""
    pairs = [row for row in grid.rows if len(row) > 1 and row[0].parts and row[1].parts]
    if grid.width != 2 or not pairs:
        return False
    if all(begins_with_label(row[0].text) and row[1].text[-1] in "。；;" for row in pairs):
        return True
    words = "".join(cell.text for row in grid.rows for cell in row)
    return len(grid.rows) <= 3 and not any(char.isdigit() for char in words)
