"""A table with its columns known: header and body told apart, rows brought to one width.

A column is what its header and its cells say together: the words of the header, over several rows and spans
where it has them, and how well the cells below suit each kind that these words can mean.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice, pairwise, takewhile
from typing import NamedTuple

import msgspec

from plancmp.model.document import Cell, Document, Row
from plancmp.model.outline import Grid
from plancmp.model.place import Span
from plancmp.model.record import Role
from plancmp.reading.quantities.reading import quantity_reader
from plancmp.reading.turning import turned
from plancmp.sources.guard.limits import LOOKED_AT
from plancmp.sources.tables.fitting import fitting, is_counted, serial_of
from plancmp.sources.tables.prices import DEAR, LIKELY, MEANINGLESS, SAID, UNSAID, UNTITLED
from plancmp.sources.tables.words import NAMES, Column, TableWords
from plancmp.sources.thresholds import FEWEST_CELLS, LONGEST_HEADER, LONGEST_MEASURE, LONGEST_SUBHEADER
from plancmp.structure.numbering import find_label
from plancmp.text.folding import fold, squeeze, tidy
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE, ordinal
from plancmp.text.periods import PERIOD, end_of

_YEAR = compiled(r"(?<!\d)(20\d\d)(?!\d)\s?年?")
_PERIOD = compiled(PERIOD)
_CHINESE = compiled(rf"[{CHINESE}]+")
_FIGURES = compiled(r"\d+")
_TALLEST, _STARTS = 3, 3
"""How many rows a header has at most, and on how many rows it may begin."""
_WITH_UNIT = compiled(r"\d[\d.,]*[^\d/.,]")
_BEGINS = compiled(r"[<>≥≤~\[(]*\d.*")
_NUMERIC = compiled(r"[^\u3400-\u9fff]*\d[^\u3400-\u9fff]*")


class Years(msgspec.Struct, frozen=True):
    """The period of the plan that a table stands in."""

    start: int
    end: int


def number_of(text: str) -> int | None:
    """The number that words are, in figures or Chinese, with brackets or a mark; None for other words.

    >>> number_of("（三）"), number_of("12."), number_of("三类")
    (3, 12, None)
    """
    return ordinal(squeeze(text).strip(".、()"))


def row_style(cell: str, name: str) -> str:
    """How the number of a row is written, in a cell of its own or before its name; nothing without one.

    >>> row_style("三", "总量"), row_style("12", "总量"), row_style("", "3.总量"), row_style("", "5岁以下")
    ('一', '1', '1', '')
    """
    if cell:
        written = _FIGURES.sub("1", _CHINESE.sub("一", fold(squeeze(cell))))
    else:
        label = find_label(fold(name), 0, len(name))
        written = fold(label.style) if label is not None else ""
    return written.rstrip(".、")


class TableCell(msgspec.Struct, frozen=True, dict=True):
    """A cell: its words as written line by line, and their spans."""

    lines: tuple[str, ...]
    spans: tuple[Span, ...]
    continued: bool = False

    @cached_property
    def text(self) -> str:
        """The words of the cell as one text, line breaks taken out."""
        return tidy("\n".join(self.lines))

    @property
    def heading(self) -> str:
        """The words of a category without the number that stands on a line of its own before them."""
        counted = len(self.lines) > 1 and number_of(self.lines[0]) is not None
        first, _, rest = self.lines[0].strip().partition(" ") if self.lines else ("", "", "")
        if not counted and len(first) <= 2 and rest and number_of(first) is not None:
            return tidy("\n".join((rest, *self.lines[1:])))  # 一 经济发展
        return tidy("\n".join(self.lines[counted:]))

    @property
    def written(self) -> str:
        """The words as they stand, one line each."""
        return "\n".join(self.lines)


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
    """A single text across the table, a number before it perhaps: a category."""

    def cell(self, at: int | None) -> TableCell | None:
        """The cell of a column, None where the row has none."""
        return self.cells[at] if at is not None and at < len(self.cells) else None

    @property
    def heading(self) -> str:
        """The words of a banner without the number of the group."""
        return next(cell.heading for cell in reversed(self.raw) if cell.lines)


def first_of(columns: Sequence[TableColumn], kind: Column) -> int | None:
    """The first column of a kind."""
    return next((at for at, column in enumerate(columns) if column.kind == kind), None)


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
    reviews: bool = False
    """The title says that the table tells what was reached: …完成情况."""
    settled: bool = False
    """The columns are the same whether other tables have targets of the plan's years or not."""
    turned: bool = False
    """The rows are columns of the table."""

    def first(self, kind: Column) -> int | None:
        """The first column of a kind."""
        return first_of(self.columns, kind)

    def header_texts(self) -> tuple[str, ...]:
        """The header, one text a column."""
        return tuple(column.header for column in self.columns)


def read_cell(document: Document, cell: Cell) -> TableCell:
    """The words of a cell."""
    spans = tuple([Span(paragraph.start, paragraph.end) for paragraph in cell.paragraphs])
    return TableCell(tuple([document.words(span) for span in spans]), spans, cell.continued)


def view_table(
    document: Document, grid: Grid, words: TableWords, years: Years | None, *, alone: bool = True
) -> TableView | None:
    """The table with header and columns known; None when no header is found.

    `alone` says that no other table has targets of the plan's years: then one with older years may be meant.
    Where the first column is the header, its columns are the rows.
    """
    sideways = turned(document, grid, words)
    view = _view(document, sideways, words, years, alone=alone) if sideways is not None else None
    if view is not None and view.first("name") is not None and any(map(_is_target, view.columns)):
        return msgspec.structs.replace(view, grid=grid, turned=True)
    return _view(document, grid, words, years, alone=alone)


def _is_target(column: TableColumn) -> bool:
    """Whether a column holds targets."""
    return column.role == "target"


def _view(
    document: Document, grid: Grid, words: TableWords, years: Years | None, *, alone: bool
) -> TableView | None:
    """The table with a header above its rows."""
    every, first = grid.table.rows, grid.first_row
    width = _width(every[first:], grid.table.exact)
    raw = [_raw(document, row) for row in every[: first + _STARTS + _TALLEST]]
    for start in range(first, min(first + _STARTS, len(every) - 1)):
        texts, height = _header_at(grid, raw, start, width, words)
        if texts is None:
            continue
        raw += [_raw(document, row) for row in every[len(raw) :]]
        title = document.folded[grid.title.start : grid.title.end] if grid.title is not None else ""
        said = squeeze(title)
        rows, repeated = _body(grid, raw, start, height, len(texts))
        for block in _name_blocks(every[start], texts, rows, words) if grid.table.exact else ():
            texts[block.start + 1 : block.stop] = [""] * (len(block) - 1)
            grouped = any(words.says(_once(text)) in ("category", "name") for text in texts[: block.start])
            grouped = grouped or any(row.banner for row in rows)
            rows = tuple(_with_whole_names(rows, block, words, grouped=grouped))
        beside = _beside(texts, words)
        several = beside < len(texts)
        if several:
            texts, rows = texts[:beside], _one_below_other(rows, beside)
        told = [words.says(_once(text)) or "unknown" for text in texts]
        rows = rows if grid.table.exact else tuple(_whole_columns(rows, texts, told))
        rows = _unshifted(rows, told, exact=grid.table.exact)
        years = years or _period_of(title)
        found = _columns(texts, rows, words, years, told="指标" in title)
        columns = _with_slip(found, said, words, years, alone)
        settled = columns == _with_slip(found, said, words, years, not alone)
        if grid.table.exact and not several:
            rows = tuple(_with_shared_goals(rows, every, columns))
        rows = tuple(part for row in rows for part in _parts(row, columns, words))
        rows = rows if grid.table.exact else tuple(_with_attributes(rows, columns))
        header = (*raw[first:start], *raw[start : start + height])
        reviews = any(word in said for word in words.values.result)
        return TableView(grid, columns, tuple(header), rows, repeated, start - first, reviews, settled)
    return None


def continued_view(document: Document, grid: Grid, above: TableView) -> TableView | None:
    """A table without a header that goes on with the one above; None when it has other columns."""
    every, first = grid.table.rows, grid.first_row
    if _width(every[first:], grid.table.exact) != len(above.columns):
        return None
    raw = [_raw(document, row) for row in every]
    rows, _ = _body(grid, raw, first, 0, len(above.columns))
    return msgspec.structs.replace(above, grid=grid, header=(), rows=rows, repeated=(), above=0)


def _beside(texts: Sequence[str], words: TableWords) -> int:
    """The width of one of several tables that stand beside each other: their headers are the same words."""
    for width in range(2, len(texts) // 2 + 1):
        alike = all(text == texts[at % width] for at, text in enumerate(texts))
        if len(texts) % width == 0 and alike and any(words.says(_once(text)) in NAMES for text in texts):
            return width
    return len(texts)


def _one_below_other(rows: Sequence[TableRow], width: int) -> tuple[TableRow, ...]:
    """The rows of tables beside each other, those of the left table first."""
    wide = max((len(row.cells) for row in rows), default=0)
    parts = ((at, row) for at in range(0, wide, width) for row in rows)
    return tuple(
        row if row.banner else row._replace(cells=row.cells[at : at + width], raw=row.raw[at : at + width])
        for at, row in parts
        if (not row.banner or at == 0) and any(cell.lines for cell in row.raw[at : at + width])
    )


def _period_of(title: str) -> Years | None:
    """The period that the title of a table names, for a text that names none."""
    ends = {end_of(name) for name in _PERIOD.findall(title)}
    end = ends.pop() if len(ends) == 1 else None
    return Years(end - 4, end) if end is not None else None


def _raw(document: Document, row: Row) -> tuple[TableCell, ...]:
    """The cells of a row as they stand."""
    return tuple(read_cell(document, cell) for cell in row.cells)


def _columns(
    texts: Sequence[str], rows: Sequence[TableRow], words: TableWords, years: Years | None, *, told: bool
) -> tuple[TableColumn, ...]:
    """What the columns hold, each by its header and its cells; then of names and tasks one is the finer.

    `told` says that the title of the table says 指标.
    """
    kinds: list[Column] = []
    for at, text in enumerate(texts):
        cells = [row.cells[at] for row in rows if not row.banner and at < len(row.cells)]
        filled = (squeeze(cell.text) for cell in cells if cell is not None and cell.lines)
        kinds.append(_kind(_once(text), list(islice(filled, LOOKED_AT)), words))
    for at, kind in enumerate(kinds[1:]):
        if kind == "name" and not texts[at].strip() and kinds[at] == "unknown":
            kinds[at] = "category"
        elif kinds[at] == "name" and not texts[at + 1].strip() and _are_names(rows, at + 1, beside=at):
            # Over two columns 指标 stands once, and an empty cell behind it.
            kinds[at : at + 2] = "category", "name"
    _tell_groups(kinds, rows)
    for same in (("name", "weak_name"), ("task",)):
        _tell_finer(kinds, same)
    if "value" in kinds and not set(NAMES) & set(kinds):
        # What a table tells values of are its names, whatever their column is called.
        column = len(kinds) - 1 - kinds[::-1].index("category") if "category" in kinds else 0
        if kinds[column] in ("category", "unknown"):
            sure = {"unit", "attribute"} & set(kinds) or (
                told and _have_units(row.cells[column] for row in rows)
            )
            kinds[column] = "name" if sure else "weak_name"
    years = years or _years_said(texts, kinds)
    return _with_start(
        tuple(_column(text, kind, words, years) for text, kind in zip(texts, kinds, strict=True)), years
    )


def _whole_columns(
    rows: Sequence[TableRow], texts: Sequence[str], kinds: Sequence[Column]
) -> Iterator[TableRow]:
    """The rows of a table of text, a column without a header put to the one beside it that it is a piece of.

    It is where it has words only in rows in which that one has none, and they suit that one: 万亩, broken in
    a narrow column, between 家 and %.
    """
    fit, moves = fitting(), dict[int, int]()
    for at, text in enumerate(texts):
        filled = {n: cell for n, row in enumerate(rows) if _has_words(cell := row.cell(at))}
        for beside in (at + 1, at - 1) if filled and not text.strip() else ():
            if 0 <= beside < len(texts) and kinds[beside] in ("unit", "value", "attribute"):
                free = not any(_has_words(rows[n].cell(beside)) for n in filled)
                words = (squeeze(cell.text) for cell in filled.values() if cell is not None)
                if free and all(fit.price(kinds[beside], each) < UNTITLED for each in words):
                    moves[at] = beside
    for row in rows:
        cells = list(row.cells)
        for at, beside in moves.items():
            if not row.banner and _has_words(row.cell(at)):
                cells[at], cells[beside] = None, cells[at]
        yield row._replace(cells=tuple(cells))


def _unshifted(rows: tuple[TableRow, ...], kinds: Sequence[Column], *, exact: bool) -> tuple[TableRow, ...]:
    """The rows, those whose merged first cells are missing moved to where they belong.

    What makes tables of text leaves a cell that is merged with the one above out, and may fill the row up
    at its end: then as many cells are missing there, and all others fit better so much further right. What is
    so of some rows is so of others that stop as early and fit no worse there.
    """
    costs = {at: _places(row, kinds, exact=exact) for at, row in enumerate(rows)}
    # Where two places suit as well, nothing is missing at the end: only what is merged is left out.
    best = {at: -min((cost, -by) for by, cost in enumerate(each))[1] for at, each in costs.items()}
    # One cell that cannot stand in its column is enough; what any words cost wherever they stand is little.
    sure = {at: by for at, by in best.items() if costs[at][0] - costs[at][by] >= 0.9 * DEAR}
    moves = {(len(costs[at]), by) for at, by in sure.items() if by}
    result: list[TableRow] = []
    for at, row in enumerate(rows):
        alike = (by for size, by in sorted(moves) if size == len(costs[at]) and costs[at][by] <= costs[at][0])
        by = sure.get(at, 0) or next(alike, 0)
        missing = (TableCell((), (), continued=True),) * by
        result.append(row._replace(cells=(*missing, *row.cells[: len(kinds) - by])) if by else row)
    return tuple(result)


def _places(row: TableRow, kinds: Sequence[Column], *, exact: bool) -> list[float]:
    """What the cells of a row cost where they stand, and so much further right as the row has room."""
    filled = [at for at, cell in enumerate(row.cells) if cell is not None and cell.lines]
    room = len(kinds) - 1 - filled[-1] if filled else 0
    fixed = exact and row.cells[filled[-1] + 1 :][:1] not in ((), (None,)) if filled else True
    if row.banner or fixed or len(filled) < 3 or not 0 < room < len(kinds) - 2 or filled[0] > 0:
        return [0.0]
    return [_misplaced(row.cells[: len(kinds) - by], kinds[by:]) for by in range(room + 1)]


def _misplaced(cells: Sequence[TableCell | None], kinds: Sequence[Column]) -> float:
    """What it costs that cells stand in columns of these kinds."""
    pairs = ((cell, kind) for cell, kind in zip(cells, kinds, strict=True) if cell is not None and cell.lines)
    return sum(min(fitting().price(kind, squeeze(cell.text)), DEAR) for cell, kind in pairs)


def _have_units(cells: Iterable[TableCell | None]) -> bool:
    """Whether most names of a column have their units in brackets behind them: 风电（万千瓦）."""
    names = [cell.text for cell in cells if cell is not None and cell.lines]
    units = sum(quantity_reader().unit_of_name(name)[1] is not None for name in names)
    return units * 3 >= len(names) * 2 > 2


def _tell_groups(kinds: list[Column], rows: Sequence[TableRow]) -> None:
    """Beside names with values, tasks on their left and what is merged over several rows there are groups."""
    if "name" not in kinds or "value" not in kinds or "category" in kinds:
        return
    for at in range(kinds.index("name")):
        cells = [row.cells[at] for row in rows if not row.banner and at < len(row.cells)]
        merged = sum(cell is not None and cell.continued for cell in cells) * 3 > len(cells)
        if kinds[at] == "task" or (kinds[at] == "unknown" and merged):
            kinds[at] = "category"


def _are_names(rows: Sequence[TableRow], at: int, *, beside: int) -> bool:
    """Whether a column tells each row its name, and the one `beside` it only begins groups of rows."""
    fit, body = fitting(), [row.cells for row in rows if not row.banner and at < len(row.cells)]
    texts = [squeeze(cell.text) for cells in body if (cell := cells[at]) is not None and cell.lines]
    groups = sum(1 for cells in body if (cell := cells[beside]) is not None and cell.lines)
    named = sum(fit.price("name", text) < UNTITLED for text in texts)
    return named * 3 >= len(body) * 2 > 2 and groups < len(texts)


def _tell_finer(kinds: list[Column], same: Sequence[Column]) -> None:
    """Of two columns of names the first is the category, unless there is one already."""
    places = [at for at, kind in enumerate(kinds) if kind in same]
    for at in places[:-1]:
        if kinds[at] == kinds[places[-1]] or kinds[at] != "task":
            kinds[at] = "category"


def _kind(header: str, cells: Sequence[str], words: TableWords) -> Column:
    """The kind that suits a folded header and the cells under it best."""
    prices: dict[Column, float] = {sense.kind: sense.cost for sense in words.senses(header)}
    for kind in _shown(cells):
        prices.setdefault(kind, UNSAID if header else UNTITLED)
    sure = min(prices.values(), default=1.0) <= 0
    # 2030年全省平均 over figures: the year says what they are, whatever else the header says.
    dated = _YEAR.search(header) is not None and bool(cells) and all(map(_NUMERIC.fullmatch, cells))
    prices.setdefault("unknown", 2 * MEANINGLESS if sure or dated else MEANINGLESS)
    prices = {kind: price + _misfit(kind, cells) for kind, price in prices.items()}
    return min(prices, key=lambda kind: prices[kind])


def _shown(cells: Sequence[str]) -> Iterator[Column]:
    """Kinds that the cells of a column show by themselves."""
    fit = fitting()
    tests: tuple[tuple[Column, Callable[[str], bool]], ...] = (
        ("attribute", fit.is_attribute),
        ("unit", lambda text: fit.is_unit(text) and not _WITH_UNIT.match(text)),
    )
    for kind, test in tests:
        if sum(map(test, cells)) * 10 >= len(cells) * 6 and cells:
            yield kind


def _misfit(kind: Column, cells: Sequence[str]) -> float:
    """What a cell of the column costs on average if it is of this kind."""
    if kind == "unknown" or not cells:
        return 0.0
    # （一） in a column of numbers is one; by itself in a stream it heads a group.
    priced = [cell for cell in cells if kind != "number" or not is_counted(cell)]
    return sum(min(fitting().price(kind, cell), DEAR) for cell in priced) / len(cells)


def _years_said(texts: Sequence[str], kinds: Sequence[Column]) -> Years | None:
    """The period of a plan that does not name it, by the years over its columns of targets."""
    if "attribute" not in kinds:
        return None
    said = [
        int(year)
        for text, kind in zip(texts, kinds, strict=True)
        if kind == "value"
        for year in _YEAR.findall(text)
    ]
    return Years(max(said) - 4, max(said)) if len(set(said)) > 1 else None


def _with_start(columns: tuple[TableColumn, ...], years: Years | None) -> tuple[TableColumn, ...]:
    """The columns with the first year of a long plan as its baseline: 2022年 and 2035年 of 2022–2035."""
    dated = [at for at, column in enumerate(columns) if column.kind == "value" and column.year is not None]
    if (
        years is None
        or len(dated) != 2
        or columns[dated[1]].role != "target"
        or columns[dated[0]].year != years.start
    ):
        return columns
    first = dated[0]
    return (*columns[:first], msgspec.structs.replace(columns[first], role="baseline"), *columns[first + 1 :])


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
    return any(end_of(name) != years.end for name in _PERIOD.findall(title))


def is_of_plan(title: str, words: TableWords, years: Years) -> bool:
    """Whether the title of a table (folded, without white space) names the plan's period and no look back."""
    return _PERIOD.search(title) is not None and not _is_past_title(title, words, years)


def has_own_target(view: TableView, years: Years | None) -> bool:
    """Whether a column holds targets for a year of the plan."""
    return years is not None and any(
        column.role == "target" and (column.year or 0) >= years.start for column in view.columns
    )


def looks_back(view: TableView) -> bool:
    """Whether all values of a table are past: what was reached, or figures of the years before the plan.

    Growth beside the figures of two such years is what lies between them.
    """
    values = [column for column in view.columns if column.kind == "value"]
    years = {column.year for column in values if column.role == "baseline" and column.year is not None}
    past = ("baseline", "growth") if len(years) > 1 else ("baseline",)
    return bool(values) and all(
        column.result or (column.role in past and (column.year is None or column.year in years))
        for column in values
    )


def unexplained(view: TableView) -> Iterator[Span]:
    """Values that no header explains: the first of each such column, and those behind the last column."""
    width = len(view.columns)
    for at, column in enumerate(view.columns):
        cells = [row.cells[at] for row in view.rows if at < len(row.cells) and not row.banner]
        filled = [cell for cell in cells if cell is not None and cell.lines]
        # Under no header at all 12.6万亩 is a value, too.
        figure = _NUMERIC if column.header.strip() else _BEGINS
        figures = [cell for cell in filled if figure.fullmatch(squeeze(cell.text))]
        if column.kind == "unknown" and len(figures) * 2 > len(filled):
            yield figures[0].spans[0]
    for row in view.rows:
        beyond = [] if view.grid.table.exact else row.raw[width:]
        yield from (cell.spans[0] for cell in beyond if _NUMERIC.fullmatch(squeeze(cell.text)))


def _is_of_header(text: str, words: TableWords) -> bool:
    """Whether the words of a cell are those of a header, and no value: not 2075, nor 完成."""
    return not text.isdecimal() and text not in words.values.result and words.is_exact(text)


def doubtful_rows(view: TableView, words: TableWords) -> Iterator[Span]:
    """Rows whose cells may say something else than they seem to.

    A name has 其中 within, and the values of two indicators cannot be told apart; a cell is empty that may
    have been merged with the one above, where a table of text leaves that out and no category shows it; a
    word of the header stands among values.
    """
    name, category, attribute = view.first("name"), view.first("category"), view.first("attribute")
    exact = view.grid.table.exact
    goals = [at for at, column in enumerate(view.columns) if column.role == "target" and not exact]
    values = [at for at, column in enumerate(view.columns) if column.kind == "value"]
    before = TableRow(0, (), ())
    for row in view.rows if name is not None else ():
        cell = row.cell(name)
        told = squeeze(cell.text)[1:] if cell is not None else ""
        bare = [at for at in goals if _in_words(before.cell(at)) and not _has_words(row.cell(at))]
        last = row.cell(attribute) if category is None and not exact else None
        left = last is not None and not last.lines
        cells = map(row.cell, values if not exact else ())
        heads = [each for each in cells if each and _is_of_header(squeeze(each.text), words)]
        inner = any(f"{start}:" in told and f"({start}" not in told for start in words.parts.starts)
        if cell is not None and cell.lines and not row.banner and (inner or bare or left or heads):
            yield cell.spans[0]
        before = row


def _has_words(cell: TableCell | None) -> bool:
    """Whether a cell has words or figures."""
    return cell is not None and bool(cell.lines)


def _in_words(cell: TableCell | None) -> bool:
    """Whether a cell has words, longer than a mark for nothing, and no figure."""
    return cell is not None and len(squeeze(cell.text)) > 2 and not _has_figure(cell)


def _with_attributes(rows: Sequence[TableRow], columns: Sequence[TableColumn]) -> Iterator[TableRow]:
    """The rows of a table of text, an empty attribute taken for the rest of the merged one above it.

    It is where categories are left out in the same way, and no attribute stands twice in a row, as none does
    where equal ones are merged.
    """
    at, group = first_of(columns, "attribute"), first_of(columns, "category")
    cells = [row.cell(at) for row in rows]
    said = [squeeze(cell.text) for cell in cells if cell is not None and cell.lines]
    merged = _has_words(next(iter(cells), None)) and all(one != other for one, other in pairwise(said))
    merged &= group is not None and not all(_has_words(row.cell(group)) for row in rows if not row.banner)
    for row, cell in zip(rows, cells, strict=True):
        if merged and at is not None and not row.banner and cell is not None and not cell.lines:
            left = TableCell((), (), continued=True)
            yield row._replace(cells=(*row.cells[:at], left, *row.cells[at + 1 :]))
        else:
            yield row


def _width(rows: Sequence[Row], exact: bool) -> int:
    """How many columns most rows have."""
    counts = Counter(row.width if exact else len(row.cells) for row in rows if len(row.cells) > 1)
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
    if len(top) < 2 or len(rows[start].cells) < 2 or not _is_header(top, words):
        return None, 0
    texts, height = [cell.text for cell in top], 1
    from_top = set(range(len(top)))
    while height < _TALLEST and start + height < len(rows) - 1:
        row = rows[start + height]
        below = _expanded(row, raw[start + height], grid.table.exact)
        from_top &= {at for at, cell in enumerate(below) if cell.continued} if grid.table.exact else set()
        if from_top and len(below) == len(texts):
            # A cell of the header goes on below, so that the row below is of the header too.
            merged = [_joined(upper, lower.text) for upper, lower in zip(texts, below, strict=True)]
        else:
            merged = _split_header(texts, below, width, words) or []
        if not merged:
            break
        texts, height = merged, height + 1
    return texts, height


def _is_header(cells: Sequence[TableCell], words: TableWords) -> bool:
    """Whether the cells of a row are headers: at least two known words or years, and no long text."""
    known = 0
    for cell in cells:
        text = squeeze(cell.text)
        if len(text) > LONGEST_HEADER:
            return False
        known += words.says(text, LIKELY) is not None
    return known >= 2 and known * 2 >= len([cell for cell in cells if cell.lines])


def _split_header(
    texts: list[str], below: Sequence[TableCell], width: int, words: TableWords
) -> list[str] | None:
    """Header texts over two rows as one row; None when the second row is no header."""
    second = _under_wide(texts, [cell.text for cell in below])
    filled = [text for text in second if text]
    folded = [squeeze(text) for text in filled]
    said = [words.says(text, SAID) if len(text) <= LONGEST_SUBHEADER else None for text in folded]
    if not said or any(kind in (None, "name", "number") for kind in said):
        return None
    if len(second) == len(texts):
        return [_joined(upper, lower) for upper, lower in zip(texts, second, strict=True)]
    if len(second) == width > len(texts) and len(second) - len(filled) == len(texts) - 1:
        return _spread(texts, second)
    return None


def _under_wide(texts: Sequence[str], second: list[str]) -> list[str]:
    """The second row of a header as wide as the first, without what is said there again.

    Who writes out merged cells says the words of each in every column and row that it covers; who leaves
    them out writes an empty cell for each further column, and in the rows below nothing.

    >>> _under_wide(["指标", "目标", "目标"], ["指标", "2028年", "2030年"])
    ['', '2028年', '2030年']
    >>> _under_wide(["指标", "目标", "", "属性"], ["2028年", "2030年"])
    ['', '2028年', '2030年', '']
    """
    if len(second) == len(texts):
        again = [upper == lower != "" for upper, lower in zip(texts, second, strict=True)]
        wide = (texts.count(upper) > 1 for upper, said in zip(texts, again, strict=True) if not said)
        if any(again) and all(wide):
            return ["" if said else lower for lower, said in zip(second, again, strict=True)]
    below = list(takewhile(bool, second))
    runs = [at for at, text in enumerate(texts) if text and texts[at + 1 : at + 2] == [""]]
    if len(runs) == 1 and len(below) < len(texts) and not any(second[len(below) :]):
        at, behind = runs[0], runs[0] + len(below)
        if not any(texts[at + 1 : behind]) and all(texts[behind:]):
            return [""] * at + below + [""] * (len(texts) - behind)
    return second


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


def _once(text: str) -> str:
    """The folded header; where the two rows of it say the same, once."""
    halves = text.split()
    return squeeze(halves[0] if len(halves) == 2 and halves[0] == halves[1] else text)


def _column(text: str, kind: Column, words: TableWords, years: Years | None) -> TableColumn:
    """What one header says of its column, whose kind is known."""
    folded = _once(text)
    unit = quantity_reader().unit_of_name(folded)[1]
    if kind != "value":
        return TableColumn(kind, text, unit=unit if kind == "name" else None)
    year, role, result = _value_role(folded, words, years)
    return TableColumn("value", text, role, year, unit, result)


def _value_role(folded: str, words: TableWords, years: Years | None) -> tuple[int | None, Role | None, bool]:
    """Year and role of a column of values, and whether it holds past results."""
    found = _YEAR.findall(folded)
    ending = _PERIOD.search(folded)
    year = int(found[-1]) if len(found) == 1 else None
    if ending is not None and year is None:
        year = end_of(ending.group())
    values = words.values
    compared = folded.startswith(values.compared)
    result = compared or any(word in folded for word in values.result)
    spans = len(found) > 1
    role: Role | None = None
    if compared or any(word in folded for word in values.growth):
        role = "growth"
    elif spans or any(word in folded for word in values.total):
        role = "total"
    else:
        # Of two words the last counts: 目标值 over 基期值 in the row below.
        target, baseline = _last(folded, values.target), _last(folded, values.baseline)
        if target != baseline:
            role = "target" if target > baseline else "baseline"
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


def _last(folded: str, words: Iterable[str]) -> int:
    """Where the last of some words stands that a header has; -1 without one."""
    return max((folded.rfind(word) for word in words), default=-1)


def _body(
    grid: Grid, raw: Sequence[tuple[TableCell, ...]], start: int, height: int, width: int
) -> tuple[tuple[TableRow, ...], tuple[TableRow, ...]]:
    """The rows under the header, and the header rows that come again."""
    header = [[squeeze(cell.text) for cell in cells] for cells in raw[start : start + height]]
    rows: list[TableRow] = []
    repeated: list[TableRow] = []
    firsts = {texts[0] for texts in header if texts}
    for at in range(start + height, len(raw)):
        cells = raw[at]
        texts = [squeeze(cell.text) for cell in cells] if cells and squeeze(cells[0].text) in firsts else []
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
    if _is_banner(row, cells, width, exact):
        return TableRow(number, tuple(by_column), cells, banner=True)
    by_column += [None] * (width - len(by_column))
    return TableRow(number, tuple(by_column[: max(width, 1)]), cells)


def _is_banner(row: Row, cells: Sequence[TableCell], width: int, exact: bool) -> bool:
    """Whether the words of a row, the number of a group before them aside, lie across the table."""
    filled = [at for at, cell in enumerate(cells) if cell.lines]
    if len(filled) >= FEWEST_CELLS and len(filled) == len(cells) and len({cell.text for cell in cells}) == 1:
        return True  # Merged over all columns, and its words written into each.
    numbered = len(filled) == 2 and filled[0] == 0 and number_of(cells[0].text) is not None
    if filled[numbered:] != [int(numbered)]:
        return False
    wide = exact and row.cells[numbered].colspan >= max(width - 1 - numbered, 1 + numbered)
    return len(cells) == 1 or wide


def _by_column(row: Row, cells: Sequence[TableCell], exact: bool) -> Sequence[TableCell | None]:
    """Cells by column; the columns that a spanning cell covers besides its first are empty."""
    if not exact:
        return list(cells)
    placed: list[TableCell | None] = []
    for cell, read in zip(row.cells, cells, strict=True):
        placed.append(read)
        placed.extend([None] * (cell.colspan - 1))
    return placed


def _name_blocks(
    top: Row, texts: Sequence[str], rows: Sequence[TableRow], words: TableWords
) -> Iterator[range]:
    """Columns under one header of names that a row fills with one cell: together they hold the name.

    Other rows part it: 二氧化硫 | 排放总量减少. A column that every row parts from them is a category.
    """
    ends = list(accumulate(cell.colspan for cell in top.cells))
    for first, end in pairwise([0, *ends]):
        if end - first > 1 and words.says(_once(texts[first])) in ("name", "weak_name"):
            cells = (cell for row in rows if (cell := row.cells[first]) is not None)
            serial = any(serial_of(squeeze(cell.text)) is not None for cell in cells)
            blocks = (range(start, end) for start in range(first + serial, end - 1))
            yield from islice((block for block in blocks if any(_fills(row, block) for row in rows)), 1)


def _fills(row: TableRow, block: range) -> bool:
    """Whether one cell fills these columns and no more, and others of the row have words too."""
    first, *covered = row.cells[block.start : block.stop]
    beyond = row.cells[block.stop :]
    filled = [cell for cell in row.cells if cell is not None and cell.lines]
    alone = first is not None and bool(first.lines) and not any(covered) and beyond[:1] != (None,)
    return alone and len(filled) > 2


def _with_whole_names(
    rows: Sequence[TableRow], block: range, words: TableWords, *, grouped: bool
) -> Iterator[TableRow]:
    """The rows with one cell for these columns; a cell that goes on below says its words again.

    Where other columns or rows hold the categories (`grouped`), a finer name that tells alone what is
    measured, by its end, leaves out the group before it: 大气环境 | 细颗粒物浓度 beside 二氧化硫 | 排放总量.
    """
    ends = words.cells.name_ends if grouped else ()
    above: dict[int, TableCell] = {}
    finer = Counter(squeeze(cell.text) for row in rows if (cell := row.cells[block.stop - 1]) is not None)
    for row in rows:
        cells = [(at, cell) for at in block if (cell := row.cells[at]) is not None]
        above = {at: above.get(at, cell) if cell.continued else cell for at, cell in cells}
        if row.banner or not cells:
            yield row
            continue
        said = [cell for cell in above.values() if cell.lines]
        finest = squeeze(said[-1].text) if said else ""
        # 地表水 says nothing beside 地表水达到或好于Ⅲ类水体比例.
        bare, _ = quantity_reader().unit_of_name(finest)
        alone = finer[finest] == 1 and len(bare) > LONGEST_MEASURE and bare.endswith(ends)
        told = [
            cell
            for cell in said[:-1]
            if squeeze(cell.text) in words.parts.starts or (not alone and squeeze(cell.text) not in finest)
        ]
        lines = _with_unit_last([*told, *said[-1:]])
        group = said[0].text if len(said) > len(told) + 1 else ""
        if (label := find_label(fold(group), 0, len(group))) is not None:
            # The number of a group that is left out is that of its rows.
            lines = (group[: label.end] + lines[0], *lines[1:])
        whole = TableCell(lines, tuple(span for _, cell in cells for span in cell.spans))
        rest = (None,) * (len(block) - 1)
        yield row._replace(cells=(*row.cells[: block.start], whole, *rest, *row.cells[block.stop :]))


def _with_unit_last(cells: Sequence[TableCell]) -> tuple[str, ...]:
    """The lines of a name in cells, the unit of its first part behind them all: 减排量（万吨）| 氨氮."""
    first = cells[0].text if len(cells) > 1 else ""
    bare, unit = quantity_reader().unit_of_name(first)
    if unit is None or not first.startswith(bare):
        return tuple(line for cell in cells for line in cell.lines)
    return (bare, *(line for cell in cells[1:] for line in cell.lines), first[len(bare) :])


def _with_shared_goals(
    rows: Sequence[TableRow], every: Sequence[Row], columns: Sequence[TableColumn]
) -> Iterator[TableRow]:
    """The rows with a value that stands across several goals, or words down several rows, said of each.

    A figure down several rows may be the total of them.
    """
    goals = {
        at for at, column in enumerate(columns) if column.role in ("target", "year") and not column.result
    }
    above: dict[int, TableCell] = {}
    for row in rows:
        cells = list(row.cells)
        for number, read in enumerate(row.cells):
            if number in goals and read is not None:
                words = above.get(number) if read.continued else read
                above[number] = cells[number] = words if words and not _has_figure(words) else read
        at = 0
        for cell, read in zip(every[row.number - 1].cells, row.raw, strict=True):
            block = range(at, at + cell.colspan)
            if len(block) > 1 and goals.issuperset(block) and block.stop <= len(cells):
                cells[at : block.stop] = [read] * len(block)
            at = block.stop
        yield row._replace(cells=tuple(cells))


def _parts(row: TableRow, columns: Sequence[TableColumn], words: TableWords) -> Iterator[TableRow]:
    """A row as several, where its name goes on with 其中 and each value has as many lines."""
    at = first_of(columns, "name")
    cell = row.cell(at)
    name = _broken(cell, words.parts.starts) if cell is not None else None
    starts = (*words.parts.starts, *words.parts.marks)
    begins = [n for n, line in enumerate(name.lines) if n and fold(line).startswith(starts)] if name else []
    if name is None or not begins:
        yield row
        return
    broken = [_broken(each, words.parts.starts) if each is not None else None for each in row.cells]
    values = [n for n, column in enumerate(columns[: len(broken)]) if column.kind == "value"]
    filled = {n: each for n in values if (each := broken[n]) is not None and each.lines}
    if not filled or any(len(each.lines) != len(begins) + 1 for each in filled.values()):
        yield row
        return
    edges = [0, *begins, len(name.lines)]
    for part, (start, end) in enumerate(pairwise(edges)):
        cells = list(broken)
        for n, cell in enumerate(broken):
            if cell is not None and n in filled:
                cells[n] = _lines_of(cell, part, part + 1)
            elif cell is not None and n == at:
                cells[n] = _lines_of(cell, start, end)
            elif part and columns[n].kind in ("number", "category"):
                cells[n] = None
        pieces = [
            cell for n, cell in enumerate(cells) if cell is not None and (not part or n in filled or n == at)
        ]
        yield row._replace(cells=tuple(cells), raw=tuple(pieces))


def _broken(cell: TableCell, starts: Sequence[str]) -> TableCell:
    """A cell with each line of its paragraphs by itself; 其中： begins one, wherever it stands."""
    if len(cell.lines) != len(cell.spans):
        return cell  # Put together of several.
    pieces: list[tuple[str, Span]] = []
    for line, span in zip(cell.lines, cell.spans, strict=True):
        folded = fold(line)
        cuts = {at + 1 for at, char in enumerate(line) if char == "\n"}
        cuts |= {at for start in starts for at in range(1, len(line)) if folded.startswith(f"{start}:", at)}
        for start, end in pairwise(sorted({0, len(line)} | cuts)):
            piece = line[start:end].rstrip("\n")
            pieces.append((piece, Span(span.start + start, span.start + start + len(piece))))
    return TableCell(tuple(piece for piece, _ in pieces), tuple(span for _, span in pieces), cell.continued)


def _lines_of(cell: TableCell, start: int, end: int) -> TableCell:
    """Some lines of a cell."""
    return TableCell(cell.lines[start:end], cell.spans[start:end], cell.continued)


def _has_figure(cell: TableCell) -> bool:
    """Whether a cell holds a figure."""
    return any(char.isdigit() for char in cell.text)
