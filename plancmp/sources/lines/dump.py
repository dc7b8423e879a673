"""Word text dumps: cells begin with a tab, rows end with a blank line.

The dump loses what a table looked like: a cell may hold blank lines of its own, merged cells are
empty or missing, and a table ends with one blank line more than a row. Rows are therefore put
together from the number of cells that the table's other rows have.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from plancmp.model.document import Cell, Document, Paragraph, Row, Table
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.lines.cleaning import CleanLine, Removals, clean_line
from plancmp.sources.lines.splitting import split_lines

_HEADING = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百]+[篇章节]|[一二三四五六七八九十]{1,3}、)"
)
_LIST_ITEM = re.compile(r"\s*(?:\d{1,2}\s?[.．、]|[（(]\d{1,2}[)）]|[①-⑳])")
_LONGEST_WRAPPED = 60
"""A line inside a cell of a table with several columns is hardly longer; body text is."""

_LONGEST_CELL = 30
"""Lines, blank ones included, that a narrow cell broken word by word may have."""


class _Piece(NamedTuple):
    """The part of a line that belongs to a cell."""

    line: CleanLine
    start: int
    end: int


class _Cell(msgspec.Struct):
    """The lines of a cell, and how many blank lines stood among or behind them."""

    lines: list[_Piece]
    blanks: int = 0


class _Chunk(msgspec.Struct):
    """Cells between two blank lines: a row, or part of one."""

    cells: list[_Cell]
    whole: bool = False
    """True for a row that stands on one line, its cells parted by tabs."""


def has_tab_cells(text: str) -> bool:
    """True if tabs at the start of lines are cells, not the indent of paragraphs.

    >>> has_tab_cells("一、目标\\n\\t指标\\n\\t2025年\\n")
    True
    >>> has_tab_cells("\\t一、目标\\n\\t到2025年建成。\\n\\t二、任务\\n")
    False
    """
    tabbed = re.findall(r"(?m)^\t.*$", text)
    if not tabbed:
        return bool(re.search(r"(?m)^[^\t\n]*\S\t+\S", text))
    inside = sum(1 for line in tabbed if _HEADING.match(line))
    outside = sum(1 for line in re.findall(r"(?m)^[^\t\n].*$", text) if _HEADING.match(line))
    return inside <= outside


def read_dump(text: str, encoding: str | None) -> Document:
    """Read a dump whose cells begin with a tab."""
    builder = DocumentBuilder("dump")
    builder.encoding = encoding
    removals = Removals(builder)
    lines = [clean_line(line) for line in split_lines(text)]
    at = 0
    while at < len(lines):
        line = lines[at]
        if "\t" in line.text.rstrip():
            at = _read_table(lines, at, builder, removals)
        else:
            if line.text.strip() or line.removed:
                builder.block(_paragraph(_Piece(line, 0, len(line.text)), builder, removals))
            at += 1
    removals.report()
    return builder.build()


def _read_table(lines: Sequence[CleanLine], at: int, builder: DocumentBuilder, removals: Removals) -> int:
    """Read the table that begins at line `at`; returns the index of the first line behind it."""
    if _is_indented_heading(lines, at):
        builder.block(_paragraph(_Piece(lines[at], 0, len(lines[at].text)), builder, removals))
        return at + 1
    chunks, behind = _collect(lines, at)
    rows: list[Row] = []
    for row_number, cells in enumerate(_rows(chunks), 1):
        built: list[Cell] = []
        for cell_number, cell in enumerate(cells, 1):
            made = [_paragraph(piece, builder, removals, row_number, cell_number) for piece in cell.lines]
            built.append(Cell(tuple(paragraph for paragraph in made if paragraph is not None)))
        rows.append(Row(tuple(built)))
    builder.block(Table(tuple(rows), exact=False))
    return behind


def _is_indented_heading(lines: Sequence[CleanLine], at: int) -> bool:
    """Whether the tab at the start of a line only indents a heading: no other cell stands around it."""
    text = lines[at].text
    if "\t" in text[1:].rstrip() or len(text) > _LONGEST_WRAPPED or not _HEADING.match(text):
        return False
    following = next((line.text for line in lines[at + 1 :] if line.text.strip()), "")
    before = next((line.text for line in reversed(lines[:at]) if line.text.strip()), "")
    return "\t" not in following and "\t" not in before and not _LIST_ITEM.match(following)


def _collect(lines: Sequence[CleanLine], at: int) -> tuple[list[_Chunk], int]:
    """The chunks of the table from line `at`, and the index of the first line behind the table."""
    chunks: list[_Chunk] = [_Chunk([])]
    blanks = 0
    while at < len(lines):
        text = lines[at].text
        if not text.strip() and not text.startswith("\t"):
            blanks += 1
            at += 1
            continue
        if "\t" in text.rstrip() or text.startswith("\t"):
            if blanks >= 2 and len(chunks[-1].cells) >= _widest(chunks):
                break
            cells = _cells_of(lines[at])
            if blanks and chunks[-1].cells:
                chunks[-1].cells[-1].blanks += blanks
            if chunks[-1].cells and (blanks or len(cells) > 1 or chunks[-1].whole):
                chunks.append(_Chunk([]))
            chunks[-1].cells.extend(cells)
            chunks[-1].whole = len(cells) > 1
        elif _is_behind(lines, at, blanks, chunks):
            break
        else:
            cell = chunks[-1].cells[-1]
            cell.blanks += blanks
            cell.lines.append(_Piece(lines[at], 0, len(lines[at].text)))
        blanks = 0
        at += 1
    return chunks, at


def _widest(chunks: Sequence[_Chunk]) -> int:
    """How many cells the widest row so far has."""
    return max(len(chunk.cells) for chunk in chunks)


def _cells_of(line: CleanLine) -> list[_Cell]:
    """The cells that one line holds: one after a leading tab, several when tabs stand between words."""
    at = 1 if line.text.startswith("\t") else 0
    cells: list[_Cell] = []
    for words in line.text[at:].split("\t"):
        cells.append(_Cell([_Piece(line, at, at + len(words))]))
        at += len(words) + 1
    return cells


def _is_behind(lines: Sequence[CleanLine], at: int, blanks: int, chunks: Sequence[_Chunk]) -> bool:
    """Whether the line without a tab at `at` stands behind the table and not in its last cell."""
    if blanks >= 2:
        return (
            _widest(chunks) == 1 or len(chunks[-1].cells) >= _widest(chunks) or not _cell_returns(lines, at)
        )
    if blanks == 0 and len(chunks[-1].cells[-1].lines) > 0 and len(lines[at].text) <= _LONGEST_WRAPPED:
        return False
    if _widest(chunks) == 1:
        return False
    return not _cell_returns(lines, at)


def _cell_returns(lines: Sequence[CleanLine], at: int) -> bool:
    """Whether the table goes on with a cell behind a few short lines from `at` on."""
    blanks = 0
    for line in lines[at : at + _LONGEST_CELL]:
        if "\t" in line.text:
            return True
        if not line.text.strip():
            blanks += 1
        elif blanks >= 2 or len(line.text.strip()) > _LONGEST_WRAPPED or _HEADING.match(line.text):
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


def _paragraph(
    piece: _Piece,
    builder: DocumentBuilder,
    removals: Removals,
    row: int | None = None,
    cell: int | None = None,
) -> Paragraph | None:
    """A paragraph of one piece of a line; None where it is blank."""
    line, start, end = piece
    removals.take(line.removed, line)
    builder.begin()
    for column, words in line.places(start, end):
        builder.add(words, line=line.number, column=column, row=row, cell=cell)
    return builder.finish()
