"""Who does what: rows of a 分工表, and paragraphs that end in (牵头单位：…；参与单位：…)."""

import re

import msgspec

from plancmp.model.outline import Line, Node
from plancmp.model.record import Task
from plancmp.reading.columns import TableCell, TableRow, TableView
from plancmp.reading.context import Context
from plancmp.reading.units import split_units
from plancmp.structure.numbering import find_label
from plancmp.text.folding import fold, squeeze, tidy
from plancmp.text.ordinals import ordinal

_HEAD_END = re.compile(r"[。！？!?；;]")
_LABELLED = re.compile(r"(?:^|[\s;；,，。])(?P<word>[^\s:;；,，。]{2,8}(?:单位|部门)|牵头|配合|参与)\s?:")


def is_task_table(view: TableView) -> bool:
    """Whether a table says who does what, and is no list of projects or indicators."""
    if view.first("other") is not None:
        return False
    task = view.first("task")
    if task is None:
        weak = view.first("weak_name")
        return weak is not None and view.first("lead") is not None and view.first("support") is not None
    return any(view.first(kind) is not None for kind in ("lead", "units"))


class TaskReader:
    """Reads the rows of one 分工表."""

    def __init__(self, context: Context, view: TableView, before: str = "") -> None:
        self._context = context
        self._view = view
        self._said = before + "".join(
            context.document.text[line.start : line.end] for line in (*view.grid.notes, *view.grid.above)
        )
        self._first_leads = self._first_unit_leads()

    def read(self) -> list[Task]:
        """The tasks in order; ids come later."""
        tasks: list[Task] = []
        category: str | None = None
        above: TableRow | None = None
        banners: list[TableRow] = []
        for row in self._view.rows:
            if row.banner:
                category = row.raw[0].text
                banners.append(row)
                continue
            category = self._text(row, "category") or category
            task = self._task(row, category, above)
            if task is not None:
                # A category is in the record only through the tasks under it.
                for each in (*banners, row):
                    self._context.claims.take_cells(each.raw)
                banners.clear()
                tasks.append(task)
                above = row
        return tasks

    def _task(self, row: TableRow, category: str | None, above: TableRow | None) -> Task | None:
        """One row as a task."""
        text = self._text(row, "task") or self._text(row, "weak_name")
        if not text:
            return None
        number_text = self._text(row, "number")
        number = ordinal(squeeze(number_text).strip(".、()")) if number_text else None
        folded = fold(text)
        label = find_label(folded, 0, len(folded))
        if number is None and label is not None and label.style in ("1.", "（1）"):
            number, text = label.number, text[label.end :].lstrip()
        lead, support = self._units(row, above)
        spans = [span for cell in row.raw for span in cell.spans]
        place = self._context.document.place(spans[0].start)
        return Task(
            id="",
            number=number,
            category=category,
            text=text,
            lead=lead,
            support=support,
            written=tuple(cell.written for cell in row.raw),
            at=msgspec.structs.replace(place, column=None, row=row.number, cell=None),
        )

    def _cell(self, row: TableRow, kind: str, above: TableRow | None = None) -> TableCell | None:
        """The cell of a kind of column; a merged one has what stands above it."""
        at = self._view.first(kind)  # type: ignore[arg-type]
        if at is None or at >= len(row.cells):
            return None
        cell = row.cells[at]
        if cell is not None and cell.continued and above is not None:
            return above.cells[at]
        return cell

    def _text(self, row: TableRow, kind: str) -> str | None:
        """The words of a cell as one text."""
        cell = self._cell(row, kind)
        return cell.text or None if cell is not None else None

    def _units(self, row: TableRow, above: TableRow | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Lead and support units of a row."""
        lead_cell = self._cell(row, "lead", above)
        support_cell = self._cell(row, "support", above)
        shared_cell = self._cell(row, "units", above)
        support = split_units(support_cell.written) if support_cell else ()
        if lead_cell is not None:
            more = split_units(shared_cell.written) if shared_cell else ()
            return split_units(lead_cell.written), (*support, *more)
        if shared_cell is None:
            return (), support
        labelled = self._labelled(shared_cell.written)
        if labelled is not None:
            return labelled
        units = split_units(shared_cell.written)
        if self._view.first("support") is None and self._first_leads and units:
            return units[:1], (*units[1:], *support)
        return units, support

    def _labelled(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """牵头单位：甲；配合单位：乙 inside one cell."""
        words = self._context.tables.responsible
        folded = fold(text)
        found = [
            (match.start("word"), match.end(), match.group("word")) for match in _LABELLED.finditer(folded)
        ]
        if not found:
            return None
        lead: tuple[str, ...] = ()
        support: tuple[str, ...] = ()
        for (_, start, word), end in zip(
            found, [begin for begin, _, _ in found[1:]] + [len(text)], strict=True
        ):
            units = split_units(text[start:end].strip("；;，,。 \n"))
            if word in words.support or word in ("配合", "参与"):
                support += units
            else:
                lead += units
        return lead, support

    def _first_unit_leads(self) -> bool:
        """Whether a note or the header says that the unit named first leads."""
        at = self._view.first("units")
        said = self._said + (self._view.columns[at].header if at is not None else "")
        folded = squeeze(said)
        return "牵头" in folded and any(
            word in folded for word in self._context.tables.responsible.first_leads
        )


def find_paragraph_tasks(
    context: Context, node: Node, label: str | None, title: str | None
) -> list[tuple[Line, Task]]:
    """Tasks in the paragraphs of a section that close with who is responsible."""
    found: list[tuple[Line, Task]] = []
    for at, entry in enumerate(node.content):
        if isinstance(entry, Line):
            between = context.document.text[node.heading.title.end : entry.start]
            run_in = at == 0 and "\n" not in between
            head = f"{label or ''}{title or ''}" if run_in and title else None
            task = _paragraph_task(context, entry, head)
            if task is not None:
                found.append((entry, task))
    return found


def _paragraph_task(context: Context, line: Line, head: str | None) -> Task | None:
    """The task of a paragraph that ends in a clause of units; None for any other."""
    folded = context.document.folded
    clause = context.tables.responsible_paragraph.search(folded, line.start, line.end)
    if clause is None or (clause.start() == line.start and head is None):
        return None
    text = context.document.text
    first = split_units(text[clause.start("first") : clause.end("first")])
    support = (
        split_units(text[clause.start("support") : clause.end("support")]) if clause.group("support") else ()
    )
    if not first:
        return None
    end = _HEAD_END.search(folded, line.start, clause.start())
    words = head or tidy(text[line.start : end.start() if end else clause.start()])
    return Task(id="", text=words, lead=first, support=support, at=context.document.place(line.start))
