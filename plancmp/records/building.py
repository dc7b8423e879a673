"""Outline to `PlanRecord`: every found thing gets its id, its place and its section."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from plancmp.model.document import Document, Table
from plancmp.model.outline import AppendixNode, Box, Content, Grid, Line, Node, Outline
from plancmp.model.place import Place, Span
from plancmp.model.record import (
    Appendix,
    Indicator,
    Note,
    PlanData,
    PlanRecord,
    Section,
    Source,
    TableRecord,
    Task,
    Text,
)
from plancmp.model.record import Box as BoxRecord
from plancmp.reading.boxes import BoxContent, read_lines, read_rows
from plancmp.reading.columns import (
    TableCell,
    TableView,
    Years,
    continued_view,
    doubtful_rows,
    has_own_target,
    is_of_plan,
    looks_back,
    read_cell,
    unexplained,
    view_table,
)
from plancmp.reading.commitments.reading import commitments_of
from plancmp.reading.context import Context
from plancmp.reading.indicators import IndicatorReader, is_indicator_table
from plancmp.reading.plan import PlanReader
from plancmp.reading.tasks import TaskReader, find_paragraph_tasks, is_task_table
from plancmp.records.messages import note_message
from plancmp.sources.tables.fitting import fitting, is_continuation_mark
from plancmp.sources.thresholds import LONGEST_HEADER
from plancmp.structure.stream import lines_of
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE

T = TypeVar("T", bound=msgspec.Struct)
_WORDS = compiled(r"[\w]")
_NUMBERED = compiled(
    rf"\s*(?P<label>(?:附?表|图表)\s?(?:\d{{1,2}}(?:[-—.]\d{{1,2}})?|[{CHINESE}]{{1,2}}))\s*[:、.]?\s*"
)


def build_record(document: Document, outline: Outline, source: Source, stem: str) -> PlanRecord:
    """The record of a document that was put in order. Nothing in a document makes it fail."""
    return _Builder(document, outline).build(source, stem)


_INDICATOR_TITLE = compiled(r"[^。;!?]{0,38}指标(?:体系)?(?:一览)?表?(?:\([^()]*\))?$")
_CELLS_BEHIND = 12
"""How many lines behind a title tell that they are cells, most of them lines of their own."""
_BARE = compiled(rf"(?:附?表|图表)(?:\d{{1,2}}(?:[-—.]\d{{1,2}})?|[{CHINESE}]{{1,2}})[:、.]?")
_GLUED_HEAD = compiled(r"指标[^,。;:]{0,30}?20\d\d年[^,。;:]{0,16}?20\d\d年")
"""Heads of columns with nothing between them: 序号指标2010年2015年2015年比2010年增长."""
_FIGURE = compiled(r"\d+(?:\.\d+)?")
_GLUED_ROWS, _FEW_FIGURES = 200, 7


class _Builder:
    """Collects the parts of one record while it walks the outline once."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self._document = document
        self._outline = outline
        self._context = Context(document)
        self._boxes: list[BoxRecord] = []
        self._indicators: list[Indicator] = []
        self._tasks: list[Task] = []
        self._tables: list[TableRecord] = []
        self._passed: list[tuple[int, Note]] = []
        """Notes on what was passed over on the way."""
        self._above: TableView | None = None
        """The indicator table read last."""
        self._views: dict[int, tuple[Grid, TableView | None]] = {}

    def build(self, source: Source, stem: str) -> PlanRecord:
        """Walk front, sections and appendices, then account for what is left."""
        plan = PlanReader(self._context, self._outline).read()
        if plan.period is not None:
            self._context.years = Years(plan.period.start, plan.period.end)
        self._content(self._outline.front, None)
        sections = self._sections(self._outline.nodes, "", None)
        numbered = enumerate(self._outline.appendices, 1)
        appendices = tuple(self._appendix(number, node) for number, node in numbered)
        boxes, tasks = tuple(self._boxes), _named("T", self._tasks)
        return PlanRecord(
            id=_record_id(plan, stem),
            source=source,
            plan=plan,
            sections=sections,
            appendices=appendices,
            boxes=boxes,
            indicators=tuple(self._indicators),
            tasks=tasks,
            commitments=commitments_of(self._context, sections, boxes, tasks, appendices),
            tables=tuple(self._tables),
            notes=tuple(self._notes(plan)),
        )

    # -- sections and appendices --------------------------------------------------------

    def _sections(self, nodes: Sequence[Node], above: str, appendix: str | None) -> tuple[Section, ...]:
        """The tree of sections under one parent."""
        return tuple(
            self._section(node, f"{above}.{number}" if above else str(number), appendix)
            for number, node in enumerate(nodes, 1)
        )

    def _section(self, node: Node, name: str, appendix: str | None) -> Section:
        """One section with its text; what it holds besides text goes to the record's lists."""
        heading = node.heading
        label = heading.label
        title = self._context.words(heading.title) or ""
        written = None
        if label is not None:
            self._context.claims.take(label.start, label.end)
            written = self._document.text[label.start : label.end]
        reference = name if appendix is None else f"{appendix}.{name}"
        for clause, task in find_paragraph_tasks(self._context, node, written, title):
            self._tasks.append(msgspec.structs.replace(task, section=reference))
            self._context.claims.take(clause.start, clause.end)
        paragraphs = self._content(node.content, reference)
        return Section(
            id=name,
            level=heading.level,
            style=label.style if label else None,
            label=written,
            number=heading.number,
            numbering="absent" if label is None else "automatic" if heading.automatic else "written",
            title=title,
            at=self._document.place(label.start if label else heading.title.start),
            paragraphs=paragraphs,
            sections=self._sections(node.children, name, appendix),
        )

    def _appendix(self, number: int, node: AppendixNode) -> Appendix:
        """An appendix: its label and title, its text and sections."""
        name = f"A{number}"
        label = self._context.words(node.label)
        title = self._context.words(node.title)
        start = node.label or node.title
        paragraphs = self._content(node.content, name)
        return Appendix(
            id=name,
            label=label,
            number=node.number,
            title=title,
            at=self._document.place(start.start if start else 0),
            paragraphs=paragraphs,
            sections=self._sections(node.children, "", name),
        )

    def _content(self, content: Iterable[Content], section: str | None) -> tuple[Text, ...]:
        """The paragraphs of a section; boxes and tables among them are taken on the way."""
        paragraphs: list[Text] = []
        before = ""
        entries = (None, *content, None)
        for at, (above, entry, below) in enumerate(zip(entries, entries[1:], entries[2:], strict=False)):
            if isinstance(entry, Line):
                text = self._context.text(entry.start, entry.end)
                alone = not (isinstance(above, Box | Grid) or isinstance(below, Box | Grid))
                behind = entries[at + 2 : at + 2 + _CELLS_BEHIND] if alone else ()
                if alone and self._announces(text.text, before, behind):
                    self._pass_unread(Span(entry.start, entry.end), entry.start)
                else:
                    self._pass_glued(entry.start, text.text)
                paragraphs.append(text)
                before = text.text[-200:]
            elif isinstance(entry, Box):
                self._box(entry, section)
            elif entry is not None:
                self._grid(entry, section, before)
        return tuple(paragraphs) if section is not None else ()

    def _pass_glued(self, start: int, text: str) -> None:
        """Note a table whose cells stand in one paragraph with nothing between them."""
        if text.count("年") < 2 or "标" not in text:
            return
        told = squeeze(text)
        found = _GLUED_HEAD.search(told)
        if found is not None:
            rows = told[found.end() : found.end() + _GLUED_ROWS]
            if len(_FIGURE.findall(rows)) > _FEW_FIGURES and rows.count("。") < 2:
                self._pass_unread(None, start)

    def _announces(self, text: str, before: str, behind: Sequence[Content | None]) -> bool:
        """Whether a line is the title of an indicator table: numbered, or with lines like cells behind it.

        `before` is the line above.
        """
        if "指" not in text or "标" not in text:
            return False
        folded = fold(text)
        numbered = bool(_NUMBERED.match(folded) or _BARE.fullmatch(squeeze(before)))
        return (numbered or self._are_cells(behind)) and _INDICATOR_TITLE.fullmatch(
            squeeze(folded)
        ) is not None

    def _are_cells(self, behind: Sequence[Content | None]) -> bool:
        """Whether lines look like the cells of a table: all short, and several with figures."""
        lines = [self._document.words(line) for line in behind if isinstance(line, Line)]
        figures = sum(any(map(str.isdigit, line)) for line in lines)
        short = all(len(line) <= LONGEST_HEADER and "。" not in line for line in lines)
        return len(lines) * 3 >= _CELLS_BEHIND * 2 and short and figures * 3 >= len(lines)

    def _pass_unread(self, title: Span | None, start: int) -> None:
        """Note an indicator table that was not read, by its title where it has one."""
        self._pass("table-not-read", start, self._context.words(title))

    def _pass(self, code: str, start: int, words: str | None) -> None:
        """Note something on the way."""
        self._passed.append((start, self._note(code, start, words)))

    # -- boxes and tables -----------------------------------------------------------------

    def _box(self, box: Box, section: str | None) -> None:
        """A box: indicators, items, or just text."""
        label = self._context.words(box.label)
        title = self._context.words(box.title)
        start = box.label or box.title or Span(0, 0)
        name = self._box_name()
        view = self._view(box.grid) if box.grid is not None else None
        header: tuple[str, ...] = ()
        kind = "projects"
        content = BoxContent()
        if box.grid is not None and view is not None and self._has_indicators(view):
            kind, header = "indicators", self._header(view)
            notes = self._take_indicators(view, name)
            content = BoxContent(paragraphs=(*self._table_texts(box.grid), *notes))
        elif box.grid is not None and view is not None and is_task_table(view):
            self._take_tasks(view, section, "")
            kind, header = "other", self._header(view)
            content = BoxContent(paragraphs=self._table_texts(box.grid))
        elif box.grid is not None:
            if self._seems_unread(box.grid, box.title, view):
                self._pass_unread(box.title, start.start)
            content = self._rows_content(box.grid, view)
            header = self._header(view) if view is not None else ()
        else:
            if box.title is not None and _INDICATOR_TITLE.fullmatch(squeeze(title or "")):
                self._pass_unread(box.title, start.start)
            elif box.lines:
                first = start.start if box.label or box.title else box.lines[0].start
                self._pass_glued(first, self._document.text[first : box.lines[-1].end])
            content = read_lines(self._context, box.lines)
        if kind == "projects" and not content.items:
            kind = "other"
        self._boxes.append(
            BoxRecord(
                id=name,
                label=label,
                number=box.number,
                title=title,
                header=header,
                kind=kind,  # type: ignore[arg-type]
                section=section,
                at=self._document.place(start.start),
                groups=content.groups,
                items=_named(f"{name}.", content.items),
                paragraphs=content.paragraphs,
            )
        )

    def _rows_content(self, grid: Grid, view: TableView | None) -> BoxContent:
        """The items of a box whose table has several columns."""
        rows = [
            [
                line
                for cell in row.cells
                for paragraph in cell.paragraphs
                for line in lines_of(self._document, paragraph)
            ]
            for row in grid.table.rows[grid.first_row :]
        ]
        content = read_rows(self._context, view, rows)
        texts = self._table_texts(grid)
        return msgspec.structs.replace(content, paragraphs=(*content.paragraphs, *texts))

    def _box_name(self) -> str:
        """The id of the next box."""
        return f"B{len(self._boxes) + 1}"

    def _view(self, grid: Grid) -> TableView | None:
        """The table with its columns understood."""
        tables, years = self._context.tables, self._context.years
        view = self._first_view(grid)
        if view is None or view.settled or has_own_target(view, years) or not self._has_targets:
            return view
        return view_table(self._document, grid, tables, years, alone=False)

    def _continued(self, grid: Grid) -> TableView | None:
        """The rest of the indicator table above: only 续表 stands over it, no header."""
        title = self._context.words(grid.title)
        if self._above is None or title is None or not is_continuation_mark(title):
            return None
        return continued_view(self._document, grid, self._above)

    def _first_view(self, grid: Grid) -> TableView | None:
        """A table understood as if no other had targets; kept, as all may be asked before their turn."""
        known = self._views.get(id(grid))
        if known is None:
            view = view_table(self._document, grid, self._context.tables, self._context.years)
            known = self._views[id(grid)] = grid, view
        return known[1]

    @cached_property
    def _has_targets(self) -> bool:
        """Whether some table has targets for the plan's own years."""
        views = map(self._first_view, _grids(self._outline))
        return any(view is not None and has_own_target(view, self._context.years) for view in views)

    def _header(self, view: TableView) -> tuple[str, ...]:
        """The header texts; all header cells are accounted for."""
        for row in view.header[view.above :]:
            self._context.claims.take_cells(row)
        for repeated in view.repeated:
            spans = [span for cell in repeated.raw for span in cell.spans]
            self._context.claims.take_cells(repeated.raw)
            words = " ".join(cell.text for cell in repeated.raw if cell.lines)
            if spans:
                self._pass("repeated-header", spans[0].start, words)
        return view.header_texts()

    def _table_texts(self, grid: Grid) -> tuple[Text, ...]:
        """Unit line and notes of a table as paragraphs."""
        return tuple(self._context.text(line.start, line.end) for line in (*grid.above, *grid.notes))

    def _has_indicators(self, view: TableView) -> bool:
        """Whether a table holds indicators that no table before it holds already."""
        if not is_indicator_table(view, self._context.years):
            return False
        if not self._indicators:
            return True
        seen = {(each.name, each.target and each.target.text) for each in self._indicators}
        rows = IndicatorReader(self._context, view).read()
        again = all((each.name, each.target and each.target.text) in seen for each in rows)
        if again:
            self._pass("table-again", view.grid.table.start, None)
        return not again

    def _take_indicators(self, view: TableView, box: str | None) -> tuple[Text, ...]:
        """Add the rows of an indicator table; returns the notes among its rows."""
        self._above = view
        reader = IndicatorReader(self._context, view)
        for span in unexplained(view):
            self._pass("values-unexplained", span.start, self._context.words(span))
        for span in doubtful_rows(view, self._context.tables):
            self._pass("row-unsure", span.start, self._context.words(span))
        for indicator in reader.read():
            name = f"I{len(self._indicators) + 1}"
            parts = _named(f"{name}.", indicator.parts, box=box)
            self._indicators.append(msgspec.structs.replace(indicator, id=name, box=box, parts=parts))
        return tuple(reader.texts)

    def _take_tasks(self, view: TableView, section: str | None, before: str) -> None:
        """Add the rows of a 分工表."""
        for task in TaskReader(self._context, view, before).read():
            self._tasks.append(msgspec.structs.replace(task, section=section, table=self._table_name()))

    def _grid(self, grid: Grid, section: str | None, before: str) -> None:
        """A table that is no 专栏: indicators, tasks, or rows as they are."""
        view = self._view(grid) or self._continued(grid)
        if view is not None and self._has_indicators(view):
            self._indicator_box(grid, view, section)
        elif view is not None and is_task_table(view):
            self._take_tasks(view, section, before)
            self._take_table(grid, section, view.header[view.above :], (), kind="tasks")
            self._header(view)
        else:
            self._plain(grid, view, section)

    def _take_table(
        self,
        grid: Grid,
        section: str | None,
        header: Iterable[Sequence[TableCell]],
        rows: Iterable[Sequence[TableCell]],
        **more: Any,
    ) -> None:
        """Add a table to those of the record."""
        table = TableRecord(
            id=self._table_name(),
            title=self._context.words(grid.title),
            section=section,
            header=self._written(header),
            rows=self._written(rows),
            notes=self._table_texts(grid),
            at=self._document.place(grid.table.start),
            **more,
        )
        self._tables.append(table)

    def _table_name(self) -> str:
        """The id of the next table."""
        return f"TB{len(self._tables) + 1}"

    def _indicator_box(self, grid: Grid, view: TableView, section: str | None) -> None:
        """An indicator table without 专栏: it serves as a box."""
        name = self._box_name()
        label, title = self._split_title(grid.title)
        header = self._header(view)
        notes = self._take_indicators(view, name)
        self._boxes.append(
            BoxRecord(
                id=name,
                label=label,
                title=title,
                header=header,
                kind="indicators",
                section=section,
                at=self._document.place(grid.title.start if grid.title else grid.table.start),
                paragraphs=(*self._table_texts(grid), *notes),
            )
        )

    def _split_title(self, title: Span | None) -> tuple[str | None, str | None]:
        """表2 …主要指标 as label and title; the number is one of tables, not of boxes."""
        if title is None:
            return None, None
        found = _NUMBERED.match(self._document.folded, title.start, title.end)
        if found is None or found.end() >= title.end:
            return None, self._context.words(title)
        label = Span(found.start("label"), found.end("label"))
        words = self._context.words(Span(found.end(), title.end))
        return self._context.words(label), words

    def _plain(self, grid: Grid, view: TableView | None, section: str | None) -> None:
        """A table kept as it was read."""
        rows = [[read_cell(self._document, cell) for cell in row.cells] for row in grid.table.rows]
        rows = [row for row in rows if any(cell.lines for cell in row)]
        for row in rows:
            self._context.claims.take_cells(row)
        if self._seems_unread(grid, grid.title, view):
            self._pass_unread(grid.title, grid.table.start)
        rows = rows[grid.first_row :]
        height = len(view.header) if view is not None and not view.turned else 0
        if view is None and len(rows) > 1 and all(cell.lines for cell in rows[0]) and len(rows[0]) > 1:
            height = 1
        self._take_table(grid, section, rows[:height], rows[height:])

    def _seems_unread(self, grid: Grid, title: Span | None, view: TableView | None) -> bool:
        """Whether a table is one of indicators by its title, or says 约束性 and 预期性 of its rows.

        Not one that looks back, unless its title names the plan's own period, nor one that was read before.
        """
        said, years = squeeze(self._document.words(title)) if title is not None else "", self._context.years
        if view is not None and is_indicator_table(view, years):
            return False
        own = years is not None and is_of_plan(said, self._context.tables, years)
        if view is not None and (view.reviews or looks_back(view)) and not own:
            return False
        if _INDICATOR_TITLE.fullmatch(said):
            return True
        texts = (squeeze(self._document.words(span)) for span in grid.table.paragraphs())
        return sum(map(fitting().is_attribute, texts)) > 1

    def _written(self, rows: Iterable[Sequence[TableCell]]) -> tuple[tuple[str, ...], ...]:
        """Rows of cells as their words."""
        return tuple(tuple(cell.written for cell in row) for row in rows)

    # -- tasks and notes ------------------------------------------------------------------

    def _notes(self, plan: PlanData) -> list[Note]:
        """Notes of the reader, of the outline, and what no part of the record took."""
        notes: list[tuple[int, Note]] = []
        for note in self._document.notes:
            text = note.text or None
            notes.append((note.offset, self._note(note.code, note.offset, text, note.at)))
        for found in self._outline.notes:
            span = found.span
            self._context.claims.take(span.start, span.end) if found.code == "toc" else None
            text = self._document.text[span.start : span.end] if found.code == "toc" else None
            notes.append((span.start, self._note(found.code, span.start, text)))
        for footnote in self._document.footnotes:
            for paragraph in footnote.paragraphs:
                self._context.claims.take(paragraph.start, paragraph.end)
                words = f"{footnote.mark} {self._document.words(paragraph)}"
                notes.append((footnote.offset, self._note("footnote", footnote.offset, words)))
        self._take_labels()
        notes.extend(self._passed)
        notes.extend(self._further())
        notes.extend(self._left())
        if not self._document.text.strip():
            notes.append((0, self._note("no-text", None, None)))
        elif plan.kind not in ("plan", "outline", "action") and not (plan.title or "").endswith("实施意见"):
            notes.append((0, self._note("not-a-plan", None, None)))
        notes.sort(key=lambda pair: pair[0])
        return [note for _, note in notes]

    def _further(self) -> Iterator[tuple[int, Note]]:
        """Where the chapters count from one again: most likely another document, as in a compilation."""
        for before, node in itertools.pairwise(self._outline.nodes):
            last, label = before.heading.label, node.heading.label
            if last and label and last.style == label.style and label.number == 1 < last.number:
                yield label.start, self._note("further-document", label.start, None)

    def _take_labels(self) -> None:
        """Note the words of columns that tables say again before each cell."""
        for table in self._document.blocks:
            if isinstance(table, Table) and table.labels:
                for label in table.labels:
                    self._context.claims.take(label.start, label.end)
                self._pass("repeated-header", table.start, " ".join(map(self._document.words, table.labels)))

    def _left(self) -> list[tuple[int, Note]]:
        """What nothing claimed: marks in one note, words in one note each."""
        marks: list[Span] = []
        notes: list[tuple[int, Note]] = []
        for span in self._context.claims.left():
            words = self._document.text[span.start : span.end]
            if _WORDS.search(words):
                notes.append((span.start, self._note("unplaced", span.start, words)))
            else:
                marks.append(span)
        if marks:
            text = "".join("".join(self._document.text[span.start : span.end].split()) for span in marks)
            notes.append((marks[0].start, self._note("marks", marks[0].start, text)))
        return notes

    def _note(self, code: str, offset: int | None, text: str | None, exact: Place | None = None) -> Note:
        """A note with its message and place; what was left out of the text may know its own line."""
        at = None if offset is None else self._document.place(offset)
        if exact is not None:
            same = at is not None and at.line == exact.line
            at = msgspec.structs.replace(exact, block=at.block) if at and same else exact
        return Note(code=code, message=note_message(code), text=text, at=at)


def _named(prefix: str, things: Iterable[T], **more: object) -> tuple[T, ...]:
    """Things in their order with their ids."""
    return tuple(
        msgspec.structs.replace(each, id=f"{prefix}{number}", **more) for number, each in enumerate(things, 1)
    )


def _grids(outline: Outline) -> Iterator[Grid]:
    """All tables of an outline."""
    parts: list[Node | AppendixNode] = [*outline.nodes, *outline.appendices]
    contents = [outline.front]
    while parts:
        part = parts.pop()
        contents.append(part.content)
        parts.extend(part.children)
    for entry in (entry for content in contents for entry in content):
        grid = entry.grid if isinstance(entry, Box) else entry
        if isinstance(grid, Grid):
            yield grid


def _record_id(plan: PlanData, stem: str) -> str:
    """Region code, sector and period; the file's stem where one of them is not known."""
    if plan.region is not None and plan.region.code and plan.sector and plan.period is not None:
        digits = {"一": "11", "二": "12", "三": "13", "四": "14", "五": "15", "六": "16"}
        name = plan.period.name
        period = digits.get(name[1], name) if len(name) == 3 and name.startswith("十") else name
        return f"{plan.region.code}-{plan.sector}-{period}"
    return stem
