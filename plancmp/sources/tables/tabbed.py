"""Tables in the text of a Word file: a tab stands before each cell, a blank line behind each row.

The dump loses what a table looked like: a cell may hold blank lines of its own, merged cells are
empty or missing, and a table ends with one blank line more than a row. Rows are therefore put
together from the number of cells that the table's other rows have.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from plancmp.sources.tables.evidence import weigh
from plancmp.sources.tables.fitting import is_section, may_begin_section
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.thresholds import CELL_LINES, LONGEST_LINE, SHORT_ENTRY
from plancmp.text.folding import fold

_INDENT = "\t" * 20
"""So many tabs with nothing between them set a line off and part no cells: a hostile text has a million."""


class _Cell(msgspec.Struct):
    """The lines of a cell, and how many blank lines stood among or behind them."""

    lines: list[Piece]
    blanks: int = 0


class _Chunk(msgspec.Struct):
    """Cells between two blank lines: a row, or part of one."""

    cells: list[_Cell]
    whole: bool = False
    """True for a row that stands on one line, its cells parted by tabs."""


class TabCells:
    """Proposes tables of a text.

    `fewest` is how many columns a table has at least: a cell alone may be the frame of a box.
    """

    def __init__(self, fewest: int = 1) -> None:
        self._fewest = fewest

    def __call__(self, page: Sequence[str], at: int) -> Iterator[Candidate]:
        """The table that begins at a line."""
        text = page[at]
        if "\t" not in text.rstrip() or _INDENT in text or _is_indented_heading(text):
            return
        chunks, behind = _collect(page, at)
        rows = _rows(chunks)
        if max(map(len, rows)) < self._fewest:
            return
        made = tuple(
            tuple(Cell(tuple(piece for line in cell.lines for piece in line.trimmed(page))) for cell in row)
            for row in rows
        )
        cost, unsure = weigh([[cell.words(page) for cell in row] for row in made])
        yield Candidate(at, behind, made, cost, unsure)


def _is_heading(line: str) -> bool:
    """Whether a line begins as a heading does: （一）, 一、, 第一章."""
    return may_begin_section(line.lstrip()[:1]) and is_section(fold(line[:LONGEST_LINE].strip()))


def _is_indented_heading(text: str) -> bool:
    """Whether the tab at the start of a line only indents a heading: no other cell stands behind it."""
    return "\t" not in text[1:].rstrip() and _is_heading(text)


def _collect(page: Sequence[str], at: int) -> tuple[list[_Chunk], int]:
    """The chunks of the table from line `at`, and the index of the first line behind the table."""
    chunks: list[_Chunk] = [_Chunk([])]
    blanks = 0
    widest = 0
    while at < len(page):
        text = page[at]
        if not text.strip() and not text.startswith("\t"):
            blanks += 1
            at += 1
            continue
        last = chunks[-1]
        if "\t" in text.rstrip() or text.startswith("\t"):
            if blanks >= 2 and len(last.cells) >= widest:
                break
            cells = _cells_of(text, at)
            if blanks and last.cells:
                last.cells[-1].blanks += blanks
            if last.cells and (blanks or len(cells) > 1 or last.whole):
                chunks.append(_Chunk([]))
            chunks[-1].cells.extend(cells)
            chunks[-1].whole = len(cells) > 1
            widest = max(widest, len(chunks[-1].cells))
        elif _is_behind(page, at, blanks, last, widest):
            break
        else:
            last.cells[-1].blanks += blanks
            last.cells[-1].lines.append(Piece(at, 0, len(text)))
        blanks = 0
        at += 1
    return chunks, at


def _cells_of(text: str, line: int) -> list[_Cell]:
    """The cells that one line holds: one after a leading tab, several when tabs stand between words."""
    at = 1 if text.startswith("\t") else 0
    cells: list[_Cell] = []
    for words in text[at:].split("\t"):
        cells.append(_Cell([Piece(line, at, at + len(words))]))
        at += len(words) + 1
    return cells


def _is_behind(page: Sequence[str], at: int, blanks: int, last: _Chunk, widest: int) -> bool:
    """Whether the line without a tab at `at` stands behind the table and not in its last cell."""
    if blanks >= 2:
        return widest == 1 or len(last.cells) >= widest or not _cell_returns(page, at)
    if blanks == 0 and len(page[at]) <= LONGEST_LINE:
        # Behind a row on one line, what is no short rest of its last cell stands behind the table.
        whole = last.whole and len(last.cells) >= widest
        return whole and (
            _is_heading(page[at]) or (len(page[at]) > SHORT_ENTRY and not _cell_returns(page, at))
        )
    return widest > 1 and not _cell_returns(page, at)


def _cell_returns(page: Sequence[str], at: int) -> bool:
    """Whether the table goes on with a cell behind a few short lines from `at` on."""
    blanks = 0
    for line in page[at : at + CELL_LINES]:
        if "\t" in line:
            return True
        if not line.strip():
            blanks += 1
        elif blanks >= 2 or len(line.strip()) > LONGEST_LINE or _is_heading(line):
            return False
        else:
            blanks = 0
    return False


def _rows(chunks: Sequence[_Chunk]) -> list[list[_Cell]]:
    """Join chunks that are one row: a cell that ends in blank lines looks like the end of a row."""
    widths = Counter(len(chunk.cells) for chunk in chunks if len(chunk.cells) > 1)
    width = widths.most_common(1)[0][0] if widths else 1
    rows: list[list[_Cell]] = []
    for chunk in chunks:
        last = rows[-1] if rows else None
        if (
            last is not None
            and len(last) < width
            and len(last) + len(chunk.cells) == width
            and not chunk.whole
            and (len(last) > 1 or len(last[-1].lines) > 1 or last[-1].blanks > 1)
        ):
            last.extend(chunk.cells)
        elif chunk.cells:
            rows.append(list(chunk.cells))
    return rows
