"""Who does what: rows of a 分工表, and paragraphs that end in (牵头单位：…；参与单位：…)."""

import msgspec

from plancmp.model.document import HasSpan
from plancmp.model.outline import Line, Node
from plancmp.model.place import Span
from plancmp.model.record import Task
from plancmp.reading.columns import TableCell, TableRow, TableView, number_of
from plancmp.reading.context import Context
from plancmp.reading.duties import begins_with_label, find_duties, read_units
from plancmp.reading.units import split_units
from plancmp.structure.numbering import find_label, without_label
from plancmp.text.folding import fold, squeeze, tidy
from plancmp.text.keeping import compiled

_HEAD_END = compiled(r"[。！？!?；;]")


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
                category = without_label(row.heading)
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
        number = number_of(number_text) if number_text else None
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
        cell = row.cell(at)
        if at is not None and cell is not None and cell.continued and above is not None:
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
        first_leads = self._first_leads and self._view.first("support") is None
        said = read_units(shared_cell.written, first_leads)
        units = split_units(shared_cell.written) if said is None else said.lead
        more = units[1:] if said is None and first_leads else () if said is None else said.support
        return units[:1] if said is None and first_leads else units, (*more, *support)

    def _first_unit_leads(self) -> bool:
        """Whether a note or the header says that the unit named first leads."""
        at = self._view.first("units")
        said = self._said + (self._view.columns[at].header if at is not None else "")
        return self._context.tables.responsible.says_first_leads(squeeze(said))


def find_paragraph_tasks(
    context: Context, node: Node, label: str | None, title: str | None
) -> list[tuple[Span, Task]]:
    """Tasks in the paragraphs of a section that close with who is responsible, with the clause of each.

    The words of a task are the first sentence of its paragraph; of a heading that runs on, the heading; of a
    clause that stands alone, those of the paragraph above.
    """
    found: list[tuple[Span, Task]] = []
    text, folded = context.document.text, context.document.folded
    heading = node.heading.title
    above, goes_on, told = "", "", False
    lines: list[HasSpan] = [heading, *(entry for entry in node.content if isinstance(entry, Line))]
    clauses = [
        find_duties(text, folded, line.start, line.end, context.first_leads(line.end)) for line in lines
    ]
    for at, (line, duties) in enumerate(zip(lines, clauses, strict=True) if any(clauses) else ()):
        begin, own = line.start, "."
        for duty in duties:
            own = _first_sentence(text[begin : duty.start])
            words = (goes_on if begin == line.start else "") or (
                f"{label or ''}{own}" if own and not at else own
            )
            task = Task(
                id="",
                text=words or above,
                lead=duty.lead,
                support=duty.support,
                at=context.document.place(line.start),
            )
            begin = duty.end
            if (
                found
                and not own
                and not found[-1][1].support
                and not text[found[-1][0].end : duty.start].strip()
            ):
                task = msgspec.structs.replace(found.pop()[1], support=duty.support or duty.lead)
            if task.text:
                found.append((Span(duty.start, duty.end), task))
        if not own or (told and begins_with_label(folded, line.start, line.end)):
            # 完成时限：… below the units is no text of a task either.
            goes_on, told = "", True
            continue
        told = False
        above = (
            (goes_on or _first_sentence(text[line.start : line.end])) if at else f"{label or ''}{title or ''}"
        )
        goes_on = above if begin < line.end and _goes_on(text, line.end, heading=not at) else ""
    return found


def _goes_on(text: str, end: int, heading: bool) -> bool:
    """Whether a paragraph goes on behind `end`: a heading on its line, any other where no sentence ends."""
    behind = text[end : end + 40].lstrip("。:： ")
    return behind[:1] not in ("", "\n") if heading else text[end - 1] not in "。；;：:！!？?）)〕]】"


def _first_sentence(text: str) -> str:
    """The first sentence of a paragraph without its mark."""
    end = _HEAD_END.search(text)
    return tidy(text[: end.start()] if end is not None else text)
