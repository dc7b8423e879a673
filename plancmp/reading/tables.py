"""A table with its columns known: header and body told apart, rows brought to one width."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from plancmp.model.document import Cell, Document, Row
from plancmp.model.outline import Grid
from plancmp.model.place import Span
from plancmp.model.record import Role
from plancmp.sources.tables.words import Column, TableWords
from plancmp.text.folding import squeeze, tidy

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)\s?年?")
_PERIOD_END = re.compile(r"[“\"]?十([一二三四五六七八九])五[”\"]?(?:期?末|时期末|规划末)")
_UNIT_IN_HEADER = re.compile(r"[(\[]\s?([^()\[\]]{1,8})\s?[)\]]")
_LONGEST_HEADER = 24
_CHINESE_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040}


class Years(msgspec.Struct, frozen=True):
    """The period of the plan that a table stands in."""

    start: int
    end: int


class TableCell(NamedTuple):
    """A cell: its words as written line by line, and their spans."""

    lines: tuple[str, ...]
    spans: tuple[Span, ...]
    continued: bool = False

    @property
    def text(self) -> str:
        """The words of the cell as one text, line breaks taken out."""
        return tidy("\n".join(self.lines))

    @property
    def written(self) -> str:
        """The words as they stand, one line each."""
        return "\n".join(self.lines)


EMPTY = TableCell((), ())


class TableColumn(msgspec.Struct, frozen=True):
    """What a column holds."""

    kind: Column
    header: str
    role: Role | None = None
    year: int | None = None
    unit: str | None = None
    result: bool = False


class TableRow(NamedTuple):
    """A row of the body: cells by column, None where the row has no such cell."""

    number: int
    """Row of the table, from 1."""
    cells: tuple[TableCell | None, ...]
    raw: tuple[TableCell, ...]
    banner: bool = False
    """A single text across the table: a category."""


class TableView(msgspec.Struct, frozen=True):
    """A table understood as far as its columns."""

    grid: Grid
    columns: tuple[TableColumn, ...]
    header: tuple[tuple[TableCell, ...], ...]
    """The header rows as they stand, rows above them included."""
    rows: tuple[TableRow, ...]
    repeated: tuple[TableRow, ...] = ()
    """Header rows that a page break repeats."""
    above: int = 0
    """How many rows of `header` stand above the header proper and say nothing of the columns."""

    def first(self, kind: Column) -> int | None:
        """The first column of a kind."""
        return next((at for at, column in enumerate(self.columns) if column.kind == kind), None)

    def header_texts(self) -> tuple[str, ...]:
        """The header, one text a column."""
        return tuple(column.header for column in self.columns)


def read_cell(document: Document, cell: Cell) -> TableCell:
    """The words of a cell."""
    spans = tuple(Span(paragraph.start, paragraph.end) for paragraph in cell.paragraphs)
    return TableCell(tuple(document.words(span) for span in spans), spans, cell.continued)


def view_table(
    document: Document, grid: Grid, words: TableWords, years: Years | None, *, alone: bool = True
) -> TableView | None:
    """The table with header and columns known; None when no header is found.

    `alone` says that no other table has targets of the plan's years: then one with older years may be meant.
    """
    raw = [tuple(read_cell(document, cell) for cell in row.cells) for row in grid.table.rows]
    first = grid.first_row
    width = _width(grid.table.rows[first:], grid.table.exact)
    for start in range(first, min(first + 3, len(raw) - 1)):
        texts, height = _header_at(grid, raw, start, width, words)
        if texts is None:
            continue
        title = document.folded[grid.title.start : grid.title.end] if grid.title is not None else ""
        columns = _with_slip(_columns(texts, words, years), squeeze(title), words, years, alone)
        rows, repeated = _body(grid, raw, start, height, len(texts))
        header = (*raw[first:start], *raw[start : start + height])
        return TableView(grid, columns, tuple(header), rows, repeated, start - first)
    return None


def _columns(texts: Sequence[str], words: TableWords, years: Years | None) -> tuple[TableColumn, ...]:
    """What the columns hold; of two columns of tasks the first names groups of the second."""
    columns = [_column(text, words, years) for text in texts]
    tasks = [at for at, column in enumerate(columns) if column.kind == "task"]
    if len(tasks) > 1 and not any(column.kind == "category" for column in columns):
        columns[tasks[0]] = msgspec.structs.replace(columns[tasks[0]], kind="category")
    return tuple(columns)


def _with_slip(
    columns: tuple[TableColumn, ...], title: str, words: TableWords, years: Years | None, alone: bool
) -> tuple[TableColumn, ...]:
    """The columns with the target known where its year was left as it stood in the plan before.

    指标 | 2025年 | 2025年 and 指标 | 2020年 | 2025年 | 属性 in a plan for 2026–2030 have no column of its own
    years. The last is its target if it says so (2025年目标值), if it has the same head as the one before it,
    or if the table says 约束性 and 预期性 of its rows. A look back says what was reached or names its period.
    """
    values = [at for at, column in enumerate(columns) if column.kind == "value"]
    dated = [at for at in values if columns[at].year is not None]
    if years is None or not dated or any(columns[at].role == "target" or columns[at].result for at in values):
        return columns
    seen = [columns[at].year or 0 for at in dated]
    last = dated[-1]
    if max(seen) >= years.start or seen[-1] < max(seen):
        return columns
    heads = [squeeze(columns[at].header) for at in dated]
    said = any(word in heads[-1] for word in words.values.target)
    twice = len(heads) > 1 and heads[-1] == heads[-2]
    typed = len(heads) > 1 and any(column.kind == "attribute" for column in columns)
    if not twice and not (alone and (said or typed) and not _is_past_title(title, words, years)):
        return columns
    slipped = msgspec.structs.replace(columns[last], role="target")
    return (*columns[:last], slipped, *columns[last + 1 :])


def _is_past_title(title: str, words: TableWords, years: Years) -> bool:
    """Whether the title of a table says that it looks back, or that it is of another period."""
    if any(word in title for word in (*words.values.result, *words.values.past_titles)):
        return True
    return any(_CHINESE_ENDS.get(name) != years.end for name in re.findall(r"十([一二三四五六七])五", title))


def has_own_target(view: TableView, years: Years | None) -> bool:
    """Whether a column holds targets for a year of the plan."""
    return years is not None and any(
        column.role == "target" and (column.year or 0) >= years.start for column in view.columns
    )


def _width(rows: Sequence[Row], exact: bool) -> int:
    """How many columns most rows have."""
    counts = Counter(
        sum(cell.colspan for cell in row.cells) if exact else len(row.cells)
        for row in rows
        if len(row.cells) > 1
    )
    if not counts:
        return 1
    most = max(counts.values())
    return max(width for width, count in counts.items() if count == most)


def _expanded(row: Row, cells: Sequence[TableCell], exact: bool) -> list[TableCell]:
    """The cells by column: a spanning cell stands in each column that it covers."""
    if not exact:
        return list(cells)
    return [read for cell, read in zip(row.cells, cells, strict=True) for _ in range(cell.colspan)]


def _header_at(
    grid: Grid, raw: Sequence[tuple[TableCell, ...]], start: int, width: int, words: TableWords
) -> tuple[list[str] | None, int]:
    """The header texts by column if rows from `start` on are a header, and how many rows they are."""
    rows = grid.table.rows
    top = _expanded(rows[start], raw[start], grid.table.exact)
    if len(top) < 2 or not _is_header(top, words):
        return None, 0
    texts = [cell.text for cell in top]
    if start + 1 >= len(rows):
        return texts, 1
    below = _expanded(rows[start + 1], raw[start + 1], grid.table.exact)
    merged = _split_header(texts, below, width, words)
    return (merged, 2) if merged is not None else (texts, 1)


def _is_header(cells: Sequence[TableCell], words: TableWords) -> bool:
    """Whether the cells of a row are headers: at least two known words or years, and no long text."""
    known = 0
    for cell in cells:
        text = squeeze(cell.text)
        if len(text) > _LONGEST_HEADER:
            return False
        if _kind(text, words) is not None or _is_value_header(text, words):
            known += 1
    return known >= 2 and known * 2 >= len([cell for cell in cells if cell.lines])


def _kind(text: str, words: TableWords) -> Column | None:
    """The kind of column that a folded header says, brackets behind it aside."""
    bare = re.sub(r"[(\[].*?[)\]]$", "", text)
    return words.column_of.get(text) or words.column_of.get(bare)


def _is_value_header(text: str, words: TableWords) -> bool:
    """Whether a folded header names a year or a role of values."""
    if _YEAR.search(text) or _PERIOD_END.search(text):
        return True
    every = (
        *words.values.target,
        *words.values.baseline,
        *words.values.total,
        *words.values.growth,
        *words.values.result,
    )
    return any(word in text for word in every)


def _split_header(
    texts: list[str], below: Sequence[TableCell], width: int, words: TableWords
) -> list[str] | None:
    """Header texts over two rows as one row; None when the second row is no header."""
    second = [cell.text for cell in below]
    filled = [text for text in second if text]
    if not filled or any(len(squeeze(text)) > 14 for text in filled):
        return None
    if not all(_is_value_header(squeeze(text), words) or _kind(squeeze(text), words) for text in filled):
        return None
    if any(_kind(squeeze(text), words) in ("name", "number") for text in filled):
        return None
    if len(second) == len(texts):
        return [_joined(upper, lower) for upper, lower in zip(texts, second, strict=True)]
    if len(second) == width > len(texts) and len(second) - len(filled) == len(texts) - 1:
        return _spread(texts, second)
    wide = [at for at, text in enumerate(texts) if _is_value_header(squeeze(text), words)]
    if len(wide) == 1 and len(texts) - 1 + len(filled) >= width > len(texts):
        at = wide[0]
        return [*texts[:at], *(_joined(texts[at], text) for text in filled), *texts[at + 1 :]]
    return None


def _spread(texts: Sequence[str], second: Sequence[str]) -> list[str]:
    """A header whose one wide cell stands above several cells of the row below."""
    result: list[str] = []
    upper = iter(texts)
    wide: str | None = None
    for text in second:
        if text:
            wide = next(upper) if wide is None else wide
            result.append(_joined(wide, text))
        else:
            result.append(next(upper))
    return result


def _joined(upper: str, lower: str) -> str:
    """The two halves of a header."""
    return f"{upper} {lower}".strip()


def _column(text: str, words: TableWords, years: Years | None) -> TableColumn:
    """What one header says of its column."""
    halves = text.split()
    folded = squeeze(halves[0] if len(halves) == 2 and halves[0] == halves[1] else text)
    kind = _kind(folded, words)
    unit = _UNIT_IN_HEADER.search(folded)
    unit_text = unit.group(1) if unit else None
    if kind is not None:
        return TableColumn(kind, text, unit=unit_text if kind == "name" else None)
    if _is_value_header(folded, words):
        year, role, result = _value_role(folded, words, years)
        is_unit = unit_text and not _YEAR.search(unit_text) and not _is_value_header(unit_text, words)
        return TableColumn("value", text, role, year, unit_text if is_unit else None, result)
    responsible = _responsible_kind(folded, words)
    if responsible is not None:
        return TableColumn(responsible, text)
    return TableColumn("unknown", text)


def _responsible_kind(folded: str, words: TableWords) -> Column | None:
    """Lead, support or units in a longer header: 牵头单位及配合单位, 责任单位（列首位的为牵头单位）."""
    if "单位" not in folded and "部门" not in folded:
        return None
    lead = any(word in folded for word in ("牵头", "主责", "主办"))
    support = any(word in folded for word in ("配合", "参与", "协办", "协同"))
    if (lead and support) or any(word in folded for word in ("责任", "负责", "分工")):
        return "units"
    return "lead" if lead else "support" if support else None


def _value_role(folded: str, words: TableWords, years: Years | None) -> tuple[int | None, Role | None, bool]:
    """Year and role of a column of values, and whether it holds past results."""
    found = _YEAR.findall(folded)
    ending = _PERIOD_END.search(folded)
    year = int(found[-1]) if len(found) == 1 else None
    if ending is not None and year is None:
        year = _CHINESE_ENDS.get(ending.group(1))
    values = words.values
    result = any(word in folded for word in values.result)
    spans = len(found) > 1
    role: Role | None = None
    if any(word in folded for word in values.growth):
        role = "growth"
    elif spans or any(word in folded for word in values.total):
        role = "total"
    elif any(word in folded for word in values.target):
        role = "target"
    elif any(word in folded for word in values.baseline):
        role = "baseline"
    if year is not None and years is not None and role not in ("growth", "total"):
        if year < years.start:
            role = "baseline"
        elif year == years.end:
            role = "target"
        else:
            role = "year"
    elif role is None:
        role = "year"
    return year, role, result


def _body(
    grid: Grid, raw: Sequence[tuple[TableCell, ...]], start: int, height: int, width: int
) -> tuple[tuple[TableRow, ...], tuple[TableRow, ...]]:
    """The rows under the header, and the header rows that come again."""
    header = [[squeeze(cell.text) for cell in cells] for cells in raw[start : start + height]]
    rows: list[TableRow] = []
    repeated: list[TableRow] = []
    for at in range(start + height, len(raw)):
        cells = raw[at]
        texts = [squeeze(cell.text) for cell in cells]
        if texts in header and any(texts):
            repeated.append(TableRow(at + 1, tuple(cells), cells))
            continue
        row = _row(at + 1, grid.table.rows[at], cells, width, grid.table.exact)
        if row is not None:
            rows.append(row)
    return tuple(rows), tuple(repeated)


def _row(number: int, row: Row, cells: tuple[TableCell, ...], width: int, exact: bool) -> TableRow | None:
    """A row brought to the width of the table."""
    filled = [cell for cell in cells if cell.lines]
    if not filled:
        return None
    by_column: list[TableCell | None] = list(_by_column(row, cells, exact))
    if (
        len(filled) == 1
        and filled[0] is cells[0]
        and (len(cells) == 1 or (exact and row.cells[0].colspan >= width - 1))
    ):
        return TableRow(number, tuple(by_column), cells, banner=True)
    if len(by_column) < width and not exact and len(by_column) == width - 1 and not _looks_numbered(cells[0]):
        # A dump may leave out the cell of a merged category instead of leaving it empty.
        return TableRow(number, (*by_column, None), cells)
    by_column += [None] * (width - len(by_column))
    return TableRow(number, tuple(by_column[: max(width, 1)]), cells)


def _by_column(row: Row, cells: Sequence[TableCell], exact: bool) -> Sequence[TableCell | None]:
    """Cells by column; the columns that a spanning cell covers besides its first are empty."""
    if not exact:
        return list(cells)
    placed: list[TableCell | None] = []
    for cell, read in zip(row.cells, cells, strict=True):
        placed.append(read)
        placed.extend([None] * (cell.colspan - 1))
    return placed


def _looks_numbered(cell: TableCell) -> bool:
    """Whether a cell holds only a number."""
    return squeeze(cell.text).rstrip(".、").isdigit()
