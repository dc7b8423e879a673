"""Parts of tables on pages to whole tables: a table goes on over a page break, and so may a row.

What the producers leave at a break differs: Word and Chromium leave the cut row open, LibreOffice closes
it on both pages. So the words decide as well: a row whose dense columns are filled on one of the two
pages only was cut.
"""

from collections.abc import Sequence

import msgspec

from plancmp.sources.pdf.lines import TextLine
from plancmp.sources.pdf.page import Box
from plancmp.sources.pdf.paragraphs import Margins, goes_on
from plancmp.sources.pdf.tables import PageTable, TableCell
from plancmp.sources.tables.fitting import says_continued
from plancmp.sources.thresholds import CELL_PITCH, HEADER_ROWS, SAME_EDGE
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE

_CAPTION = compiled(rf"\s*[【\[]?\s*(?:专栏|附表|表|图)\s*[\d{CHINESE}]{{1,3}}")
_NUMBER = compiled(rf"[（(]?\d{{1,3}}(?:[)）.．、]|$)|[（(]?[{CHINESE}]{{1,3}}[)）、]")


class FlowCell(msgspec.Struct):
    """A cell of a whole table: its lines, each with the box it stands in."""

    column: int
    columns: int
    lines: list[TextLine] = []
    boxes: list[Box] = []
    continued: bool = False
    last: bool = True
    """No row below belongs to the same merged cell on its page."""
    opens: bool = False
    """No rule closes it at the foot of its page."""

    @property
    def text(self) -> str:
        """All words of the cell, without white space."""
        return squeeze("".join(line.text for line in self.lines))


FlowRow = list[FlowCell]


class WholeTable(msgspec.Struct):
    """A table put together from its parts."""

    rows: list[FlowRow]
    parts: list[PageTable]
    edges: list[float]
    exact: bool = True
    repeated: list[tuple[int, str]] = []
    """Header rows that later pages repeat, by the number of the row they stood before."""


def whole_table(part: PageTable) -> WholeTable:
    """A table that begins with this part."""
    return WholeTable(_rows(part), [part], list(part.edges))


def _rows(part: PageTable) -> list[FlowRow]:
    """The rows of a part."""
    rows: list[FlowRow] = []
    for number in range(part.height):
        row: FlowRow = []
        for cell in part.cells:
            if cell.row <= number < cell.row + cell.rows:
                row.append(_flow_cell(cell, number, part))
        rows.append(sorted(row, key=lambda cell: cell.column))
    return rows


def _flow_cell(cell: TableCell, number: int, part: PageTable) -> FlowCell:
    """The piece of a cell that stands in a row: its words in the first one."""
    last = number == cell.row + cell.rows - 1
    made = FlowCell(cell.column, cell.columns, last=last, continued=number > cell.row)
    made.opens = number == part.height - 1 and cell.column in part.open_columns
    if number == cell.row:
        made.lines, made.boxes = list(cell.lines), [cell.box] * len(cell.lines)
    return made


def extend(table: WholeTable, part: PageTable, bottom: float) -> bool:
    """Add the part on the next page to a table if it goes on with it; `bottom` is where pages end."""
    before = table.parts[-1]
    if not _same_columns(table, part):
        return False
    rows = _rows(part)
    repeated = _repeated(table.rows, rows)
    if not rows or (not repeated and _leaves_room(before, part, bottom)):
        return False
    if not repeated and _begins_anew(table.rows[0], rows[0]):
        return False
    _align(table, rows, part.edges)
    for row in rows[:repeated]:
        table.repeated.append((len(table.rows), " ".join(cell.text for cell in row if cell.lines)))
    rows = rows[repeated:]
    opened = before.open_bottom and (part.open_top or repeated > 0)
    if rows and _is_cut(table.rows, rows, opened=opened):
        _merge(table.rows[-1], rows.pop(0))
    elif rows:
        _carry(table, rows[0], part)
    table.rows += rows
    table.parts.append(part)
    return True


def _same_columns(table: WholeTable, part: PageTable) -> bool:
    """Whether two parts have the same columns, or one of them a part of the other's."""
    edges = table.edges
    # The last row may end sooner than rows above it.
    ends = edges[-1], max(edges[cell.column + cell.columns] for cell in table.rows[-1])
    if all(abs((end - edges[0]) - (part.edges[-1] - part.edges[0])) > SAME_EDGE for end in ends):
        return False
    shift = part.edges[0] - edges[0]
    fewer, more = sorted(([edge + shift for edge in edges], part.edges), key=len)
    return all(min(abs(edge - other) for other in more) <= SAME_EDGE for edge in fewer)


def _leaves_room(before: PageTable, part: PageTable, bottom: float) -> bool:
    """Whether the first row of `part` would have fitted below `before`, which therefore ended there.

    Rows that share a merged cell may have been kept together.
    """
    if before.open_bottom or before.open_columns or part.open_top:
        return False
    end = max(cell.box.y1 for cell in part.cells if cell.row == 0)
    return bottom - before.box.y1 > end - part.box.y0 + 12


def _begins_anew(first: FlowRow, row: FlowRow) -> bool:
    """Whether a row is the title or header of another table."""
    text = "".join(cell.text for cell in row)
    if _CAPTION.match(text):
        return not says_continued(text)
    head, again = first[0].text, row[0].text
    if len(first) == 1 or len(row) != len(first) or head != again or not head:
        return False
    return not _NUMBER.match(head) and not head[-1].isdigit()


def _repeated(rows: Sequence[FlowRow], new: Sequence[FlowRow]) -> int:
    """How many rows at the top of a page repeat those at the top of the table."""
    most = min(HEADER_ROWS, len(rows), len(new))
    for count in range(most, 0, -1):
        texts = [[cell.text for cell in row] for row in new[:count]]
        for first in range(min(3, len(rows) - count + 1)):
            if texts == [[cell.text for cell in row] for row in rows[first : first + count]]:
                return count
    return 0


def _align(table: WholeTable, rows: Sequence[FlowRow], edges: Sequence[float]) -> None:
    """Count columns by the finer of both ways to part the table."""
    shift = edges[0] - table.edges[0]
    own = [edge - shift for edge in edges]
    if len(own) > len(table.edges):
        for row in table.rows:
            _count_anew(row, table.edges, own)
        table.edges = own
    elif len(own) < len(table.edges):
        for row in rows:
            _count_anew(row, own, table.edges)


def _count_anew(row: FlowRow, old: Sequence[float], new: Sequence[float]) -> None:
    """Columns of a row's cells in the terms of other edges."""

    def nearest(edge: float) -> int:
        return min(range(len(new)), key=lambda index: abs(new[index] - edge))

    for cell in row:
        first, last = nearest(old[cell.column]), nearest(old[cell.column + cell.columns])
        cell.column, cell.columns = first, max(last - first, 1)


def _is_cut(rows: Sequence[FlowRow], new: Sequence[FlowRow], *, opened: bool) -> bool:
    """Whether the first of the new rows, at the top of a page, is the rest of the last row."""
    last, row = rows[-1], new[0]
    shape = _shape(row)
    if _shape(last) != shape:
        return False
    if opened:
        return True
    if len(row) == 1:
        return _box_goes_on(rows, row)
    for number, (one, other) in enumerate(zip(last, row, strict=True)):
        both = one.lines and other.lines
        if number < 2 and both and _NUMBER.match(one.text) and _NUMBER.match(other.text):
            return False
    if _is_own(last, row[2:]):
        return False
    dense = [
        number
        for number in range(len(row))
        if _is_dense([entry[number] for entry in (*rows[1:-1], *new[1:]) if _shape(entry) == shape])
    ]
    return any(bool(last[number].lines) != bool(row[number].lines) for number in dense)


def _is_own(last: FlowRow, row: FlowRow) -> bool:
    """Whether a row fills all columns of the one above: the rest of a cut row leaves short ones empty."""
    filled = {cell.column for cell in last if cell.lines} & {cell.column for cell in row}
    return len(filled) >= 3 and filled <= {cell.column for cell in row if cell.lines}


def _shape(row: FlowRow) -> list[tuple[int, int]]:
    """Where the cells of a row begin and how wide they are."""
    return [(cell.column, cell.columns) for cell in row]


def _is_dense(cells: Sequence[FlowCell]) -> bool:
    """Whether hardly a cell of a column is empty."""
    return bool(cells) and sum(1 for cell in cells if cell.lines) * 10 >= len(cells) * 8


def _box_goes_on(rows: Sequence[FlowRow], row: FlowRow) -> bool:
    """Whether a one-column row closed by rules on both pages goes on: a title row does not, text does."""
    lines, new = rows[-1][0].lines, row[0].lines
    if len(rows) == 1 or not lines or not new:
        return bool(lines) and len(lines) > 2
    if len(rows) == 2:
        return True
    box, next_box = rows[-1][0].boxes[-1], row[0].boxes[0]
    margins = (
        Margins(min(line.x0 for line in lines), box.x1 - 6),
        Margins(min(line.x0 for line in new), next_box.x1 - 6),
    )
    return goes_on((lines[-1], new[0], None), margins, CELL_PITCH, opens=len(lines) == 1)


def _merge(last: FlowRow, row: FlowRow) -> None:
    """Put the rest of a cut row behind its beginning."""
    for cell, rest in zip(last, row, strict=True):
        cell.lines += rest.lines
        cell.boxes += rest.boxes
        cell.last = rest.last


def _carry(table: WholeTable, row: FlowRow, part: PageTable) -> None:
    """Say of the empty cells at the top of a page that they go on with the merged cell above them."""
    last = table.rows[-1]
    own = _is_own(last, row)
    for cell in row:
        at = cell.column
        above = next((entry for entry in last if (entry.column, entry.columns) == (at, cell.columns)), None)
        if above is None:
            continue
        if not cell.lines and (above.continued or above.opens or not cell.last or _merges_below(table, cell)):
            cell.continued = True
        elif cell.lines and (head := _unnamed(table, cell)) is not None:
            head.lines, head.boxes = cell.lines, cell.boxes
            cell.lines, cell.boxes, cell.continued = [], [], True
        elif own and cell.last:
            continue
        elif cell.lines and (above.opens or (not cell.last and above.continued)):
            _carry_words(table, cell, part)


def _merges_below(table: WholeTable, cell: FlowCell) -> bool:
    """Whether a column has merged cells elsewhere, and is one of the first: a category, not a value."""
    if cell.column > 1:
        return False
    return any(entry.continued and entry.column == cell.column for row in table.rows for entry in row)


def _unnamed(table: WholeTable, cell: FlowCell) -> FlowCell | None:
    """The merged cell at the foot of a page whose words stand in its part on the next one."""
    if cell.last or not _merges_below(table, cell):
        return None
    heads = [
        entry for row in table.rows for entry in row if entry.column == cell.column and not entry.continued
    ]
    empty = [entry for entry in heads if not entry.lines]
    return heads[-1] if len(heads) > 2 and empty == heads[-1:] else None


def _carry_words(table: WholeTable, cell: FlowCell, part: PageTable) -> None:
    """Move words that overflowed from a merged cell above to that cell: it was full to its bottom."""
    opens = False
    for row in reversed(table.rows):
        above = next((entry for entry in row if entry.column == cell.column), None)
        opens = opens or (above is not None and above.opens)
        if above is None or not above.continued:
            break
    if above is None or not above.lines:
        return
    line = 1.2 * cell.lines[0].size
    room = above.boxes[-1].y1 - above.lines[-1].bottom
    if not opens and (room > line or cell.lines[0].top - part.box.y0 > line):
        return
    above.lines += cell.lines
    above.boxes += cell.boxes
    cell.lines, cell.boxes, cell.continued = [], [], True
