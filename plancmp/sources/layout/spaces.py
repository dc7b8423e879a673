"""Text that keeps the look of pages by spaces and form feeds (`pdftotext -layout`) to a `Document`."""

import re
from collections.abc import Sequence
from itertools import islice

import msgspec

from plancmp.model.document import Cell, Document, Paragraph, Row, Table
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.layout.furniture import is_page_number, read_pages, trimmed
from plancmp.sources.layout.wrapping import (
    Measure,
    begins_with_label,
    find_measures,
    is_toc_line,
    join_wrapped,
    shape,
)
from plancmp.sources.lines.cleaning import CleanLine, clean_line
from plancmp.sources.lines.splitting import split_lines
from plancmp.sources.lines.writing import LineWriter, whole
from plancmp.sources.tables.columns import Measured, choose_wide, find_regions, has_gap
from plancmp.sources.tables.grid import Grid, GridCell, build_grid
from plancmp.text.folding import squeeze

__all__ = ["join_wrapped", "looks_like_layout", "read_layout"]

_GAPPY = re.compile(r"(?m)^.*?\S(?:[ \xa0]{2,}|\u3000)\S.*$")
_SIGNED = re.compile(r"[（(](?:盖章|公章|签字|签章|签名)[)）]|(?:签字|签名|盖章|联系人|联系电话)\s*[:：]?$")
_FIELD = re.compile(r"[^:：]{1,8}[:：]\s*\S")
_NUMBER = re.compile(r"\d{1,4}")
_HEADER_WORDS = ("序号", "编号", "指标", "指标名称", "项目", "类别", "任务", "工作任务")


class _Lines(msgspec.Struct):
    """Lines outside of tables; `contents` says that they are a table of contents."""

    lines: list[CleanLine]
    contents: bool = False


class _Table(msgspec.Struct):
    """A table, with the header rows that were repeated on later pages and left out."""

    grid: Grid
    repeated: list[str]


_Item = _Lines | _Table


def looks_like_layout(text: str) -> bool:
    """True for text with pages, or with columns held apart by spaces; a form feed is enough.

    >>> looks_like_layout("序号    指标    2025年\\n1       就业率  95\\n2       参保率  98\\n")
    True
    """
    if "\f" in text:
        return True
    numbers = gappy = 0
    for line in text.splitlines():
        numbers += len(line) <= 40 and is_page_number(line)
        gappy += _GAPPY.match(line) is not None
    if numbers >= 2:
        return True
    if gappy < 2:
        return False
    lines = [clean_line(line) for line in split_lines(text)]
    gappy_lines = [has_gap(line.text) for line in lines]
    return any(_has_table(Measured(lines, wide, gappy_lines)) for wide in (2, 1))


def _has_table(page: Measured) -> bool:
    """Whether a page has a table, seen at the first one."""
    grids = (build_grid(page, region) for region in find_regions(page))
    return any(_is_table(grid) or _is_contents(grid) for grid in grids)


def read_layout(text: str, encoding: str | None) -> Document:
    """Read pages: furniture to notes, wrapped lines to paragraphs, columns to tables."""
    builder = DocumentBuilder("text")
    builder.encoding = encoding
    lines = [clean_line(line) for line in split_lines(text)]
    paged = "\f" in text
    pages = read_pages(lines)
    if paged:
        builder.pages = max((line.page for line in lines), default=1)
    writer = LineWriter(builder, [line for page in pages for line in page], paged=paged)
    items = _merge(_items([trimmed(page) for page in pages]))
    free = [line for item in items if isinstance(item, _Lines) for line in item.lines]
    measures = iter(find_measures([shape(line) for line in free]))
    for item in items:
        if isinstance(item, _Table):
            _write_table(item, writer)
        else:
            _write_lines(item, writer, list(islice(measures, len(item.lines))))
    return writer.finish()


def _items(pages: Sequence[Sequence[CleanLine]]) -> list[_Item]:
    """Tables and the lines between them, in reading order; lines run on over page breaks."""
    items: list[_Item] = []
    wide = choose_wide(seen := [Measured(page, 2) for page in pages])
    for page, first in zip(pages, seen, strict=True):
        measured = Measured(page, wide, first.gappy)
        done = 0
        for region in find_regions(measured):
            grid = build_grid(measured, region)
            contents = _is_contents(grid)
            if not contents and not _is_table(grid):
                continue
            _add_lines(items, page[done : region.start])
            if contents:
                items.append(_Lines(list(page[region.start : region.end]), contents=True))
            else:
                items.append(_Table(grid, []))
            done = region.end
        _add_lines(items, page[done:])
    return items


def _add_lines(items: list[_Item], lines: Sequence[CleanLine]) -> None:
    """Add lines outside of tables to those before them."""
    if not any(line.text.strip() for line in lines):
        return
    last = items[-1] if items else None
    if isinstance(last, _Lines) and not last.contents:
        last.lines.extend(lines)
    else:
        items.append(_Lines(list(lines)))


def _is_contents(grid: Grid) -> bool:
    """A table of contents without leader dots: titles, and page numbers that never go down."""
    last = [row[-1].text for row in grid.rows]
    if grid.width != 2 or len(last) < 3 or not all(_NUMBER.fullmatch(text) for text in last):
        return False
    numbers = [int(text) for text in last]
    titled = all(row[0].text and not _NUMBER.fullmatch(row[0].text) for row in grid.rows)
    return titled and numbers == sorted(numbers) and numbers[-1] < 1900


def _is_table(grid: Grid) -> bool:
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


def _merge(items: Sequence[_Item]) -> list[_Item]:
    """Join tables that run on over page breaks, without the header that is repeated."""
    merged: list[_Item] = []
    for item in items:
        last = merged[-1] if merged else None
        if not (isinstance(item, _Table) and isinstance(last, _Table) and _goes_on(last.grid, item.grid)):
            merged.append(item)
            continue
        header = _repeated_rows(last.grid, item.grid)
        for row in item.grid.rows[:header]:
            last.repeated.append(" ".join(cell.text for cell in row if cell.parts))
        rows = item.grid.rows[header:]
        if rows and _is_rest_of_row(last.grid, rows[0]):
            _append_row(last.grid.rows[-1], rows.pop(0))
        _join_cut_category(last.grid, rows)
        last.grid.rows += rows
        last.grid.doubtful += item.grid.doubtful
    return merged


def _goes_on(above: Grid, below: Grid) -> bool:
    """Whether a table at the top of a page is the rest of the one that ended the page before."""
    if above.width != below.width or _page_of(above.rows[-1]) == _page_of(below.rows[0]):
        return False
    if _repeated_rows(above, below):
        return True
    return squeeze(below.rows[0][0].text) not in _HEADER_WORDS


def _page_of(row: Sequence[GridCell]) -> int:
    return next((part.line.page for cell in row for part in cell.parts), 0)


def _repeated_rows(above: Grid, below: Grid) -> int:
    """How many rows at the start of the lower table are the header of the upper one again."""
    count = 0
    for one, other in zip(above.rows, below.rows, strict=False):
        if [squeeze(cell.text) for cell in one] != [squeeze(cell.text) for cell in other]:
            break
        count += 1
    return count


def _is_rest_of_row(above: Grid, row: Sequence[GridCell]) -> bool:
    """Whether a row without a number is the lower part of the row that the page break cut."""
    if above.number is None or len(row) != above.width or len(above.rows[-1]) != above.width:
        return False
    return not row[above.number].parts and 1 <= sum(bool(cell.parts) for cell in row) <= above.width // 2


def _join_cut_category(above: Grid, rows: Sequence[Sequence[GridCell]]) -> None:
    """Put a category together that the page break cut: one line above it, one below, all others longer."""
    for column in range(min(2, above.width)):
        cells = [row[column] for row in (*above.rows[1:], *rows) if len(row) == above.width]
        if not rows or not any(cell.continued for cell in cells):
            continue
        upper, lower = above.rows[-1][column:][:1], rows[0][column:][:1]
        if not upper or not lower or len(rows[0]) != above.width or len(above.rows[-1]) != above.width:
            continue
        others = [
            len(cell.parts) for cell in cells if cell.parts and cell is not upper[0] and cell is not lower[0]
        ]
        if len(upper[0].parts) == len(lower[0].parts) == 1 and others and min(others) > 1:
            upper[0].parts = [*upper[0].parts, *lower[0].parts]
            lower[0].parts, lower[0].continued = [], True


def _append_row(row: Sequence[GridCell], rest: Sequence[GridCell]) -> None:
    for cell, more in zip(row, rest, strict=True):
        cell.parts = [*cell.parts, *more.parts]


def _write_table(item: _Table, writer: LineWriter) -> None:
    """Write a table cell by cell, and say what is doubtful or left out."""
    rows: list[Row] = []
    for row_number, row in enumerate(item.grid.rows, 1):
        cells: list[Cell] = []
        for cell_number, cell in enumerate(row, 1):
            made = [writer.paragraph(parts, row=row_number, cell=cell_number) for parts in cell.paragraphs()]
            kept = tuple(paragraph for paragraph in made if paragraph is not None)
            cells.append(Cell(kept, cell.colspan, cell.continued))
        rows.append(Row(tuple(cells)))
    writer.builder.block(Table(tuple(rows), exact=False))
    for text in item.repeated:
        writer.leave_out("repeated-header", text)
    if item.grid.doubtful:
        writer.builder.note("unsure-table", count=item.grid.doubtful)


def _write_lines(item: _Lines, writer: LineWriter, measures: Sequence[Measure | None]) -> None:
    """Write the paragraphs of lines outside of tables."""
    if item.contents:
        measures = [None] * len(item.lines)
    for lines in join_wrapped(item.lines, measures):
        contents = item.contents or is_toc_line(lines[-1].text)
        writer.builder.block(_write_paragraph(lines, writer, contents=contents))


def _write_paragraph(lines: Sequence[CleanLine], writer: LineWriter, *, contents: bool) -> Paragraph | None:
    return writer.paragraph([whole(line) for line in lines], role="toc" if contents else "body")
