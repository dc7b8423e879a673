"""Where in the plan's own terms words stand: the headings above them, the table, its row and column."""

from bisect import bisect_right

from plancmp.checks.entries import Hit
from plancmp.checks.view import Passage, PlanView, Row, part_of, place_order
from plancmp.model.finding import Where
from plancmp.model.place import Place
from plancmp.model.record import Box, TableRecord, flat
from plancmp.text.folding import squeeze

_IN_TABLES = ("item", "box-text", "box-title", "task", "table")
_LONGEST = 40
_FULL = str.maketrans("()", "（）")


def where_of(view: PlanView, hit: Hit, at: Place) -> Where:
    """The part of the plan that a hit stands in; fields that nothing tells stay None."""
    passage = hit.passage or _passage_before(view, at)
    row = view.rows_by_id.get(hit.indicator or (passage.indicator if passage is not None else None) or "")
    if row is not None:
        return _in_row(view, row, hit)
    if passage is None:
        return Where()
    section = _section(view, passage.section)
    if passage.kind == "table" and hit.passage is not None:
        table = view.once("tables", lambda: {each.at: each for each in view.record.tables}).get(passage.at)
        return _in_cells(table, passage, hit.start, section) if table is not None else Where(section=section)
    part, _, item = passage.part.partition("/")
    table_title = (_boxes(view).get(part) or _short(passage.title)) if passage.kind in _IN_TABLES else None
    row_name = item if passage.kind == "item" else passage.part if passage.kind == "task" else None
    return Where(section=section, table=table_title, row_name=row_name or None)


def _boxes(view: PlanView) -> dict[str, str | None]:
    """How boxes are called, by the part that their passages name."""
    return view.once("box-names", lambda: {part_of(each): _box_name(each) for each in view.record.boxes})


def _box_name(box: Box) -> str | None:
    """Label and title of a box."""
    return _short(" ".join(filter(None, (box.label, box.title))))


def _in_row(view: PlanView, row: Row, hit: Hit) -> Where:
    """In a row of indicators: of which column by the value or by the cell."""
    box = row.box
    table = _box_name(box) if box is not None else None
    section = _section(view, box.section) if box is not None else None
    return Where(section=section, table=table, row_name=row.indicator.name, column_name=_column(row, hit))


def _column(row: Row, hit: Hit) -> str | None:
    """What the column of a hit in a row is called."""
    words = squeeze(hit.words)
    if hit.passage is not None and hit.passage.kind == "row":
        words = squeeze(hit.passage.text[slice(*hit.passage.bounds(hit.start))])
    elif hit.passage is not None:
        return None
    told = hit.values.get("column")
    if told:
        return str(told)
    return next((value.label for _, value in row.values if squeeze(value.text) == words), None)


def _in_cells(table: TableRecord, passage: Passage, offset: int, section: str | None) -> Where:
    """In a table that is none of indicators: the first cell of the row, and the head of the column."""
    piece = passage.piece(offset) - bool(table.title and table.title.strip())
    cells = [
        (row, at)
        for row in (*table.header, *table.rows)
        for at, cell in enumerate(row)
        if cell and cell.strip()
    ]
    if not 0 <= piece < len(cells):
        return Where(section=section, table=_short(table.title))
    row, at = cells[piece]
    head = table.header[-1] if table.header else ()
    return Where(
        section=section,
        table=_short(table.title),
        row_name=_short(next(filter(str.strip, row), None)) if row not in table.header else None,
        column_name=_short(head[at]) if at < len(head) else None,
    )


def _section(view: PlanView, name: str | None) -> str | None:
    """The numbers of the headings above a place, and the title of the last: 三、（二）1.加强服务."""
    return view.once("section-names", lambda: _section_names(view)).get(name or "")


def _section_names(view: PlanView) -> dict[str, str]:
    """The names of all sections by their ids."""
    names = {each.id: _short(each.title or each.label) or "" for each in view.record.appendices}
    trees = [("", "", view.record.sections)]
    trees += [
        (f"{each.id}.", f"{each.label or each.title or ''} ", each.sections)
        for each in view.record.appendices
    ]
    for prefix, above, tree in trees:
        labels: dict[str, str] = {}
        for section in flat(tree):
            own = squeeze(section.label or "").translate(_FULL)
            labels[section.id] = labels.get(section.id.rpartition(".")[0], above) + own
            names[prefix + section.id] = labels[section.id] + (_short(section.title) or "")
    return names


def _passage_before(view: PlanView, at: Place) -> Passage | None:
    """The last passage that begins at or before a place."""
    orders = view.once("orders", lambda: [place_order(each.at) for each in view.passages])
    found = bisect_right(orders, place_order(at))
    return view.passages[found - 1] if found else None


def _short(text: str | None) -> str | None:
    """A name in one line, cut where it is long; None for none."""
    words = " ".join((text or "").split())
    return (words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…") or None
