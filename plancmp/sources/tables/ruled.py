"""Tables whose columns a line of dashes measures: a run of dashes over each column, blanks between the runs.

pandoc writes its simple and multiline tables so, reStructuredText its simple ones (with =), and so do the
printers of many languages. The runs say exactly where a column begins and ends; what has to be found out is
how wide a Chinese character is.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby

from plancmp.sources.guard.limits import LONGEST_PARTED, MOST_COLUMNS, MOST_ROWS, TALL_HEADER
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.text.keeping import compiled
from plancmp.text.width import column_starts

_RULER = compiled(r"\s*([-=])\1+(?:[ \t]+\1{2,})+\s*")
_RULE = compiled(r"\s*([-=])\1{2,}\s*")
_RUN = compiled(r"[-=]+")
_WORD = compiled(r"\S+")
_WAYS: tuple[Callable[[str], Sequence[int]], ...] = (
    partial(column_starts, ambiguous=1),
    partial(column_starts, ambiguous=2),
    lambda text: range(len(text) + 1),
)
"""The columns that the characters of a line begin at, by how wide a Chinese character and a mark may be."""


def propose_ruled(page: Sequence[str], at: int) -> Iterator[Candidate]:
    """The table whose header, or the line above it, is this one."""
    opened = is_drawn(page[at])
    if not opened and not any(map(is_drawn, page[at + 1 : at + 2])):
        return
    ruler = _ruler(page, at, opened=opened)
    if ruler is None:
        return
    header = list(range(at + opened, ruler))
    rows, behind = _rows(page, ruler + 1, opened=opened)
    if not header and len(rows) <= TALL_HEADER and page[behind : behind + 1] not in ([], [""]):
        below, end = _rows(page, behind, opened=True)
        if below and "=" in page[ruler]:
            header, rows, behind = [line for row in rows for line in row], below, end
    columns = [found.span() for found in _RUN.finditer(page[ruler])]
    lines = [header, *rows] if header else rows
    if len(lines) < 2 or not rows or len(columns) > MOST_COLUMNS:
        return
    slipped, cells = min((_read(page, lines, columns, way) for way in _WAYS), key=lambda read: len(read[0]))
    if header and (0 in slipped or sum(bool(cell.pieces) for cell in cells[0]) < 2):
        return
    yield Candidate(at, behind, tuple(cells), float(len(slipped)), tuple(slipped), broken=True)


def is_drawn(text: str) -> bool:
    """Whether a line is drawn: a run over each column, or one over the whole table."""
    if not ("--" in text or "==" in text) or len(text) > LONGEST_PARTED:
        return False
    return (_RULER.fullmatch(text) or _RULE.fullmatch(text)) is not None


def _ruler(page: Sequence[str], at: int, *, opened: bool) -> int | None:
    """The line that measures the columns of a table that begins here: few lines of a header above it."""
    for line in range(at, min(len(page), at + TALL_HEADER + 1 if opened else at + 2)):
        if not page[line].strip():
            return None
        if is_drawn(page[line]) and (_RULER.fullmatch(page[line]) or line > at):
            return line if _RULER.fullmatch(page[line]) else None
    return None


def _rows(page: Sequence[str], first: int, *, opened: bool) -> tuple[list[list[int]], int]:
    """The lines of each row, and the line behind the table; none where an opened table is never closed.

    Blank lines part the rows of a table that a drawn line ends; else a row is a line, a blank one the end.
    """
    lines: list[int] = []
    for at in range(first, min(len(page), first + MOST_ROWS)):
        if is_drawn(page[at]) or (not page[at].strip() and not opened):
            behind = at + is_drawn(page[at])
            break
        lines.append(at)
    else:
        if opened:
            return [], first
        behind = first + len(lines)
    runs = [list(run) for blank, run in groupby(lines, key=lambda at: not page[at].strip()) if not blank]
    return (runs if len(runs) > 1 else [[at] for run in runs for at in run]), behind


def _read(
    page: Sequence[str],
    rows: Sequence[Sequence[int]],
    columns: Sequence[tuple[int, int]],
    starts: Callable[[str], Sequence[int]],
) -> tuple[list[int], list[tuple[Cell, ...]]]:
    """The cells of the rows, and the rows with a word that lies over two columns."""
    slipped: list[int] = []
    cells: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows):
        pieces: list[list[Piece]] = [[] for _ in columns]
        for line in row:
            places = starts(page[line])
            for found in _WORD.finditer(page[line]):
                left, right = places[found.start()], places[found.end()]
                under = [at for at, (start, end) in enumerate(columns) if left < end and start < right]
                if len(under) > 1 and number not in slipped[-1:]:
                    slipped.append(number)
                pieces[_nearest(columns, left, right)].append(Piece(line, *found.span()))
        cells.append(tuple(map(Cell.of, pieces)))
    return slipped, cells


def _nearest(columns: Sequence[tuple[int, int]], left: int, right: int) -> int:
    """The column that holds most of a word, or stands next to it."""
    return max(range(len(columns)), key=lambda at: min(right, columns[at][1]) - max(left, columns[at][0]))
