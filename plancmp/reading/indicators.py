"""Indicator tables to indicators: each row with category, unit, attribute and typed values."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from plancmp.model.outline import Line
from plancmp.model.place import Place
from plancmp.model.record import Indicator, Text, Value, value_of
from plancmp.reading.columns import (
    TableCell,
    TableColumn,
    TableRow,
    TableView,
    Years,
    looks_back,
    number_of,
    row_style,
)
from plancmp.reading.context import Context
from plancmp.sources.tables.fitting import fitting, is_note
from plancmp.sources.thresholds import FEWEST_CELLS, SHORT_ENTRY
from plancmp.structure.numbering import find_label, without_label
from plancmp.text.folding import fold, squeeze, tidy
from plancmp.text.keeping import compiled
from plancmp.text.notemarks import opening_mark, without_marks
from plancmp.text.ordinals import CHINESE

_SIGNS = "★☆▲△●◆◇■□※ "
"""What stands before a name to say of which sort it is."""
_GLUED = compiled(r"\s*[(]?(\d+)\s?[)]?\s?(?:[.、)](?!\d+\s)|\s)\s*(?=\S)")
"""A number in front of a name."""
_BEGUN = compiled(rf"(?:[{CHINESE}]{{1,3}}|\d{{1,2}}\.\d{{1,2}})(?=[\u3400-\u9fff])|\d{{1,2}}(?![\d.,])")
_RAISED = compiled(r"(?<=[\u3400-\u9fff）)])\d{1,2}$")
_UNIT_BEHIND = compiled(
    r"\d[\d.,]*\s?(?P<unit>(?![年月日以及左])[^\d\s.,;。、()\[\]~-]{1,8}?\d?)"
    r"(?:(?:及?以[上下内]|左右|之内)|(?=[、(),;\]])|$)"
)
_SHARES = ("%", "‰", "百分点", "个百分点")
_UNIT_LINE = compiled(r"单位\s?:\s?([^)\s]+)")


def is_indicator_table(view: TableView, years: Years | None) -> bool:
    """Whether a table holds indicators of this plan: names, and targets that are not past ones."""
    name = view.first("name")
    if name is None:
        name = view.first("weak_name")
        if name is None or (view.first("attribute") is None and not _said_indicators(view)):
            return False
    duties = view.first("units") is not None or view.first("lead") is not None
    told = view.first("attribute") is not None or view.first("unit") is not None
    if view.first("task") is not None or (duties and (view.first("name") is None or not told)):
        return False
    values = [column for column in view.columns if column.kind == "value"]
    targets = [column for column in values if column.role == "target"]
    results = [column for column in values if column.result]
    if results and view.reviews:
        return False
    if not targets:
        if results or looks_back(view):
            return False
        instead = [column for column in values if column.role in ("total", "growth") and not column.result]
        own = years is not None and any((column.year or 0) >= years.end for column in instead)
        return bool(instead) and (own or view.first("attribute") is not None)
    if results and all(column.year is None for column in targets):
        return years is not None and any(
            column.year is not None and column.year < years.start for column in results
        )
    return True


def _said_indicators(view: TableView) -> bool:
    """Whether a header itself says 指标."""
    return any("指标" in column.header for column in view.columns)


class IndicatorReader:
    """Reads the rows of one indicator table."""

    def __init__(self, context: Context, view: TableView) -> None:
        self._context = context
        self._view = view
        self._notes = list(_notes(context, view.grid.notes))
        self._table_unit = self._unit_above()
        self._roles = _roles(view.columns)
        self._mixed = self._has_mixed_units()
        self._raised = self._has_raised_marks()
        self._numbered = False
        self.texts: list[Text] = []
        """Rows of the table that are notes to it."""

    def read(self) -> list[Indicator]:
        """The indicators in order, sub-rows inside the row that they belong to; ids come later."""
        found: list[Indicator] = []
        category: str | None = None
        attribute: str | None = None
        last_part = False
        above = group = ""
        expected = 1
        banners: list[TableRow] = []
        for row in self._view.rows:
            alone = self._alone(row)
            if alone is not None and is_note(fold(alone.text)):
                if found and not row.banner:
                    found[-1] = self._explained(found[-1], alone)
                else:
                    self.texts.extend(self._context.text(span.start, span.end) for span in alone.spans)
                continue
            if row.banner or self._is_bare_row(row):
                words = row.heading
                category = tidy(without_label(words).rstrip("：:。")) or category
                group = self._style(row)
                banners.append(row)
                continue
            if group and self._style(row) == group:
                # 三 | 可再生能源利用总量 with values stands beside the groups 一 and 二.
                category = None
            category = self._category_on(row, category, found) or category
            # 1.1级工房 in a later row begins no numbering.
            number, name = self._name(row, expected if self._numbered or not found else 0)
            name = name or (above if self._goes_on(row) else "")
            if not name:
                if alone is not None:
                    # A line over the rows of a kind, beside a category that goes on.
                    self.texts.extend(self._context.text(span.start, span.end) for span in alone.spans)
                    banners.append(row)
                continue
            above = name
            # A category is in the record only through the rows under it.
            for each in (*banners, row):
                self._claim(each)
            banners.clear()
            attribute = self._attribute(row, attribute)
            part_name = self._part_name(name, number, last_part)
            indicator = self._indicator(row, number, part_name or name, category, attribute)
            last_part = part_name is not None and bool(found)
            if last_part:
                parent = found[-1]
                found[-1] = msgspec.structs.replace(parent, parts=(*parent.parts, indicator))
            else:
                found.append(indicator)
                if number is not None:
                    self._numbered = True
                    expected = number + 1
        return found

    def _alone(self, row: TableRow) -> TableCell | None:
        """The only cell of a row with words, besides a category."""
        category = row.cell(self._view.first("category"))
        filled = [cell for cell in row.raw if cell.lines and (cell is not category or row.banner)]
        return filled[0] if len(filled) == 1 else None

    def _explained(self, indicator: Indicator, note: TableCell) -> Indicator:
        """An indicator with the note that stands in a row under it."""
        self._context.claims.take_cells([note])
        deepest = indicator.parts[-1] if indicator.parts else indicator
        told = msgspec.structs.replace(deepest, notes=(*deepest.notes, note.text))
        if deepest is indicator:
            return told
        return msgspec.structs.replace(indicator, parts=(*indicator.parts[:-1], told))

    def _has_raised_marks(self) -> bool:
        """Whether names end in the marks of footnotes that are no longer raised: 1, 2 … down the table."""
        cells = (row.cell(self._view.first("name")) for row in self._view.rows)
        found = [_RAISED.search(tidy(cell.text)) for cell in cells if cell is not None]
        marks = [int(mark.group()) for mark in found if mark is not None]
        noted = {mark for mark, _ in self._notes}
        return marks == list(range(1, len(marks) + 1)) and (len(marks) > 1 or noted >= {"1"})

    def _has_mixed_units(self) -> bool:
        """Whether per cent is one of several units: others stand with values, or each row says its own."""
        columns = [at for at, column in enumerate(self._view.columns) if column.kind == "value"]
        cells = (row.cell(at) for row in self._view.rows for at in columns)
        units = _written_units(cell.text for cell in cells if cell is not None)
        if any(unit not in _SHARES and fitting().is_unit(unit) for unit in units):
            return True
        said = {self._said_unit(row, columns) for row in self._view.rows if not row.banner}
        return None not in said and not said <= set(_SHARES)

    def _said_unit(self, row: TableRow, columns: Sequence[int]) -> str | None:
        """The unit in the name of a row, or else the one that all its figures have behind them."""
        name = row.cell(self._view.first("name"))
        unit = self._context.quantities.unit_of_name(name.text)[1] if name is not None else None
        texts = [cell.text for at in columns if (cell := row.cell(at)) is not None]
        figures = [text for text in texts if any(char.isdigit() for char in text)]
        written = _written_units(figures)
        alike = len(set(written)) == 1 and len(written) == len(figures)
        return unit or (written[0] if alike else None)

    def _is_bare_row(self, row: TableRow) -> bool:
        """Whether a row has nothing but a name without unit: a category written into the name column."""
        filled = [cell for cell in row.raw if cell.lines]
        number, name = (row.cell(self._view.first(kind)) for kind in ("number", "name"))
        if len(filled) == 2 and number is not None and filled == [number, name]:
            # 一 | 发电利用 over rows with other numbers, 1 or （一）.
            if self._styles[self._style(row)] * 2 >= self._styles.total():
                return False
        elif len(filled) != 1 or not (filled[0] is name or filled[0] is number):
            return False
        text = filled[-1].text
        if self._view.first("category") is not None or len(row.raw) < len(self._view.columns):
            return False
        bare = not squeeze(text).isdigit() and self._context.quantities.unit_of_name(text)[1] is None
        return bare and len(text) <= 16

    @cached_property
    def _styles(self) -> Counter[str]:
        """How many rows are numbered in each style."""
        return Counter(map(self._style, self._view.rows))

    def _style(self, row: TableRow) -> str:
        """How the number of a row is written, in its cell or before its name: 一 for 三, 1 for 12."""
        cells = (row.cell(self._view.first(kind)) for kind in ("number", "name"))
        return row_style(*(cell.text if cell is not None else "" for cell in cells))

    def _goes_on(self, row: TableRow) -> bool:
        """Whether a row has values of its own under the name of the row above: 消费量及比重 in t and in %."""
        name = row.cell(self._view.first("name"))
        columns = [at for at, column in enumerate(self._view.columns) if column.kind == "value"]
        values = (row.cell(at) for at in columns)
        return name is not None and name.continued and any(cell is not None and cell.lines for cell in values)

    def _claim(self, row: TableRow) -> None:
        """All cells of the row stand in `written`, or in the category of rows."""
        self._context.claims.take_cells(row.raw)

    def _category(self, row: TableRow) -> str | None:
        """The category that this row's cell names."""
        cell = row.cell(self._view.first("category"))
        if cell is None or not cell.lines:
            return None
        bare = without_label(cell.heading)
        # (十一)～(十四) before a name are numbers of several groups.
        return cell.text if bare.startswith(("～", "~", "—", "-", "至")) else bare

    def _category_on(self, row: TableRow, above: str | None, found: list[Indicator]) -> str | None:
        """The category that this row's cell names; of one that a page break cut, also in the rows `found`.

        The two parts are one category where the text elsewhere has their words as one.
        """
        said = self._category(row)
        if not said or not above or not found or len(above + said) > SHORT_ENTRY:
            return said
        page = self._context.document.place(next(cell.spans[0].start for cell in row.raw if cell.spans)).page
        whole = above + said
        if page is None or found[-1].at.page == page or whole not in self._context.document.folded:
            return said
        for at in reversed(range(len(found))):
            if found[at].category != above:
                break
            found[at] = msgspec.structs.replace(found[at], category=whole)
        return whole

    def _name(self, row: TableRow, expected: int) -> tuple[int | None, str]:
        """The number of the row and its name with the unit still in it."""
        at = self._view.first("name")
        cell = row.cell(at if at is not None else self._view.first("weak_name"))
        name = cell.text.lstrip(_SIGNS) if cell else ""
        number: int | None = None
        number_cell = row.cell(self._view.first("number"))
        if number_cell is not None and number_cell.lines:
            number = number_of(number_cell.text)
        folded = fold(name)
        glued = _GLUED.match(folded)
        if glued is not None and glued[1] == str(expected) and number is None:
            return expected, name[glued.end() :]
        if number is None and row.number in self._glued:
            first = self._glued[row.number]
            return number_of(name[:first]), name[first:].lstrip()
        label = find_label(folded, 0, len(folded))
        if label is not None and (number is None or label.number == number):
            return label.number, name[label.end :].lstrip()
        return number, name

    @cached_property
    def _glued(self) -> dict[int, int]:
        """By row the length of the number that its name begins with, where all count up: 1甲, 2乙."""
        at = self._view.first("name")
        cells = ((row.number, row.cell(at)) for row in self._view.rows if not row.banner)
        names = {number: fold(cell.text) for number, cell in cells if cell is not None and cell.lines}
        found = {number: _BEGUN.match(name) for number, name in names.items()}
        orders = [_order(each.group()) for each in found.values() if each is not None]
        if len(orders) < FEWEST_CELLS or len(orders) < len(found) or not _count_up(orders):
            return {}
        return {number: each.end() for number, each in found.items() if each is not None}

    def _part_name(self, name: str, number: int | None, last_part: bool) -> str | None:
        """The name of a sub-row without what marks it; None for a row of its own."""
        folded = fold(name)
        parts = self._context.tables.parts
        for start in parts.starts:
            if folded.startswith(start):
                return name[len(start) :].lstrip("：:，, 　")
        marked = next((mark for mark in parts.marks if folded.startswith(mark)), None)
        if marked is not None and number is None:
            return name[len(name) - len(folded.lstrip("".join(parts.marks) + " ")) :]
        if last_part and number is None and self._numbered:
            return name
        return None

    def _attribute(self, row: TableRow, above: str | None) -> str | None:
        """约束性 or 预期性; a merged cell has what stands above it."""
        at = self._view.first("attribute")
        cell = row.cell(at)
        if cell is None:
            return None
        if cell.continued:
            return above
        text = squeeze(cell.text)
        if above and text not in ("", above) and self._context.tables.attribute(above + text):
            # 约束性指标 down several rows, cut by a page break.
            return above
        return (self._context.tables.attribute(text) or cell.text) if text else None

    def _without_attribute(self, name: str, attribute: str | None) -> tuple[str, str | None]:
        """A name without 约束性 or 预期性 in brackets behind it, and the attribute of the row."""
        head, opening, said = fold(name).rpartition("(")
        found = self._context.tables.attribute(squeeze(said.removesuffix(")")))
        if found is None or not opening:
            return name, attribute
        return name[: len(head)].rstrip(), attribute or found

    def _without_glued(self, name: str, attribute: str | None) -> tuple[str, str | None]:
        """A name without the attribute whose cell nothing parts from it: 覆盖率（%）约束性."""
        head, closing, said = fold(name).rpartition(")")
        found = self._context.tables.attribute(squeeze(said))
        if found is None or not closing or attribute is not None or self._view.first("attribute") is None:
            return name, attribute
        return name[: len(head) + 1], found

    def _indicator(
        self, row: TableRow, number: int | None, name: str, category: str | None, attribute: str | None
    ) -> Indicator:
        """One row as an indicator."""
        name, marks = without_marks(name)
        if self._raised and (raised := _RAISED.search(name)):
            marks |= {raised.group()}
            name = name[: raised.start()]
        name, attribute = self._without_glued(name, attribute)
        bare, unit = self._context.quantities.unit_of_name(name)
        bare, before_unit = without_marks(bare)
        marks |= before_unit
        bare, attribute = self._without_attribute(bare, attribute)
        unit = self._unit_cell(row) or unit or self._header_unit() or self._table_unit
        values: dict[int, Value] = {}
        for at, column in enumerate(self._view.columns):
            cell = row.cell(at)
            if column.kind == "value" and (cell is not None or at < len(row.raw)):
                values[at] = self._value(cell, column, bare, unit)
                marks |= without_marks(cell.text)[1] if cell is not None else frozenset()
        baseline, target = self._roles
        unit = unit or _unit_of_values(values.values(), percent=self._mixed)
        notes = [text for mark, text in self._notes if mark in marks]
        notes += self._footnotes(row)
        spans = [span for cell in row.raw for span in cell.spans]
        return Indicator(
            id="",
            number=number,
            category=category,
            name=bare,
            unit=unit,
            attribute=attribute,
            baseline=values.pop(baseline, None) if baseline is not None else None,
            target=values.pop(target, None) if target is not None else None,
            values=tuple(values.values()),
            notes=tuple(notes),
            written=tuple(cell.written for cell in row.raw),
            at=self._at(row, spans[0].start if spans else 0),
        )

    def _at(self, row: TableRow, offset: int) -> Place:
        """The row's place: that of its first words."""
        place = self._context.document.place(offset)
        if self._view.turned:
            return msgspec.structs.replace(place, column=None, row=1, cell=row.number)
        return msgspec.structs.replace(place, column=None, row=row.number, cell=None)

    def _unit_cell(self, row: TableRow) -> str | None:
        """The unit from a column of units."""
        cell = row.cell(self._view.first("unit"))
        text = tidy(cell.text) if cell is not None else ""
        return _unbracketed(fold(text)) if text and squeeze(text).strip("-—/、") else None

    def _header_unit(self) -> str | None:
        """A unit that the header of the name or target column says."""
        at = self._roles[1]
        name = self._view.first("name")
        units = [self._view.columns[place].unit for place in (at, name) if place is not None]
        return next((unit for unit in units if unit), None)

    def _unit_above(self) -> str | None:
        """A unit said for the whole table: 单位：万人."""
        for line in self._view.grid.above:
            text = fold(self._context.document.text[line.start : line.end])
            found = _UNIT_LINE.search(text)
            if found is not None and not compiled(r"[、,;/]").search(found.group(1)):
                return found.group(1)
        return None

    def _value(self, cell: TableCell | None, column: TableColumn, name: str, unit: str | None) -> Value:
        """A cell of values with its meaning, without marks of notes; [25] without a note may be a total."""
        text = cell.text if cell is not None else ""
        bare, marks = without_marks(text)
        quantity = self._context.quantities.read(bare, name=name, unit=column.unit or unit)
        total = fold(text).endswith("]") and not marks <= {mark for mark, _ in self._notes}
        text = text if total else bare
        place = self._context.place(cell.spans[0]) if cell is not None and cell.spans else None
        return value_of(
            quantity, text=text, label=column.header, year=column.year, role=column.role, at=place
        )

    def _footnotes(self, row: TableRow) -> list[str]:
        """Footnotes of the file whose mark stands in the row."""
        document = self._context.document
        spans = [span for cell in row.raw for span in cell.spans]
        if not spans or not document.footnotes:
            return []
        start, end = spans[0].start, spans[-1].end
        return [
            tidy(" ".join(document.words(paragraph) for paragraph in note.paragraphs))
            for note in document.footnotes
            if start <= note.offset <= end
        ]


def _roles(columns: Sequence[TableColumn]) -> tuple[int | None, int | None]:
    """Which columns are the baseline and the target."""
    values = [(at, column) for at, column in enumerate(columns) if column.kind == "value"]
    targets = [at for at, column in values if column.role == "target"]
    baselines = [(column.year or 0, at) for at, column in values if column.role == "baseline"]
    target = targets[0] if targets else None
    if target is None:
        target = next((at for at, column in values if column.role in ("total", "growth")), None)
    return (max(baselines)[1] if baselines else None), target


def _order(number: str) -> tuple[int, ...]:
    """A number of one or two parts as it counts: 十一, 2.3."""
    return tuple(number_of(part) or 0 for part in number.split("."))


def _count_up(orders: Sequence[tuple[int, ...]]) -> bool:
    """Whether numbers count from one without a gap: 1, 2, 3; 1.1, 1.2, 2.1."""
    nexts = ({(*one[:-1], one[-1] + 1), (one[0] + 1, *(1 for _ in one[1:]))} for one in orders)
    return set(orders[0]) == {1} and all(order in two for two, order in zip(nexts, orders[1:], strict=False))


def _written_units(texts: Iterable[str]) -> list[str]:
    """The units that stand behind the numbers of some values, as written."""
    found = (_UNIT_BEHIND.search(fold(text)) for text in texts)
    return [each["unit"].replace("²", "2").replace("³", "3") for each in found if each is not None]


def _unit_of_values(values: Iterable[Value], *, percent: bool) -> str | None:
    """A unit that stands only with the values: the same behind the number of each of them."""
    stated = [value for value in values if value.state == "stated"]
    written = _written_units(value.text or "" for value in stated)
    if not written or len(set(written)) > 1:
        return None
    if written[0] in _SHARES and (not percent or len(written) < len(stated)):
        return None
    known = any(value.unit for value in stated) or len(written) > 1
    return written[0] if known else None


def _unbracketed(unit: str) -> str:
    """A unit without brackets around all of it; 万套(间) keeps its own."""
    unit = unit.strip()
    while unit and (unit[0], unit[-1]) in (("(", ")"), ("[", "]")):
        unit = unit[1:-1].strip()
    return unit


def _notes(context: Context, lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Notes under a table by their marks."""
    texts = (context.document.text[line.start : line.end] for line in lines)
    yield from filter(None, map(opening_mark, texts))
