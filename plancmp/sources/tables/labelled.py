"""Tables told field by field: each cell stands behind the words of its column and a colon.

What becomes of a table in a text read aloud to a page, in the export of a form, in a crawler's cards:
“领域：… 指标：… 2030年：…” for each row, on one line or on several. A row begins where a label comes again.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from plancmp.rulepacks import load
from plancmp.sources.layout.wrapping import begins_with_label
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.tables.prices import ROW, SAID
from plancmp.sources.tables.words import Column, TableWords
from plancmp.sources.thresholds import FEWEST, MOST_BLANKS
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled

_PLAIN = r"[^\s:：；;，,、。|（()）]"
_LABEL = compiled(
    rf"(?P<words>20\d\d\s*年[^\s:：；;，,、。|（()）\d]{{0,6}}"
    rf"|(?<![\w”.])(?!\d)(?:{_PLAIN}|(?<=”)[ ]|[ ](?=“)){{2,16}}(?:[(（][^()（）:：]{{1,9}}[)）])?)\s*[:：]"
)
_LINE_END = compiled("\n")
_PARTED = " \t\n\u3000,，;；、|"
"""What stands between two fields."""


class _Field(NamedTuple):
    """A cell with the words of its column: places in the lines joined."""

    label: str
    kind: Column | None
    start: int
    words_end: int
    cell: tuple[int, int]


class LabelledProposer:
    """Proposes tables told field by field; one for each page, as it looks at each line once."""

    def __init__(self) -> None:
        self._done = 0

    def __call__(self, page: Sequence[str], at: int) -> Iterator[Candidate]:
        """The table whose first field begins line `at`; lines are asked for from top to bottom."""
        if at < self._done or not _begins(page[at]):
            return
        behind = self._done = _end(page, at)
        lines = _Lines(page, at, behind)
        rows = lines.rows()
        kinds = {field.kind for field in max(rows, key=len, default=[])}
        told = {"name", "value"} <= kinds or ("task" in kinds and kinds & {"units", "lead"})
        if told and len(rows) >= FEWEST:
            yield lines.table(rows)


def _begins(line: str) -> bool:
    """Whether a line begins with a label."""
    found = _LABEL.match(line) if ":" in line or "：" in line else None
    return found is not None and _kind(found["words"]) is not None


def _kind(label: str) -> Column | None:
    """The column that a label names beyond doubt."""
    return load(TableWords, "vocabulary/tables.yaml").says(squeeze(label), SAID)


def _end(page: Sequence[str], at: int) -> int:
    """The line behind the last one with a label; a heading ends the table, and many lines without one."""
    last = at
    for number in range(at + 1, len(page)):
        two, inside = page[number - 1] + "\n" + page[number], len(page[number - 1]) + 1
        if any(found.end() > inside and _kind(found["words"]) for found in _LABEL.finditer(two)):
            last = number
        elif number - last > MOST_BLANKS or begins_with_label(page[number]):
            break
    return last + 1


class _Lines:
    """The lines of a stretch, joined, that know where each character stood."""

    def __init__(self, page: Sequence[str], first: int, behind: int) -> None:
        self._first, self._behind = first, behind
        self._text = "\n".join(page[first:behind])
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(self._text))]

    def rows(self) -> list[list[_Field]]:
        """The fields row by row: a label that stands before the last one in other rows begins the next."""
        fields = list(self._fields())
        order = {label: place for place, label in enumerate(_order(fields))}
        rows: list[list[_Field]] = []
        for field in fields:
            if not rows or order[field.label] <= order[rows[-1][-1].label]:
                rows.append([])
            rows[-1].append(field)
        return rows

    def table(self, rows: Sequence[Sequence[_Field]]) -> Candidate:
        """The rows under all labels, each where it stands first."""
        first: dict[str, _Field] = {}
        for field in (field for row in rows for field in row):
            first.setdefault(field.label, field)
        header = {label: first[label] for label in _order(field for row in rows for field in row)}
        cells = [tuple(Cell(tuple(self._pieces(field.start, field.words_end))) for field in header.values())]
        cells += [tuple(self._cell(row, field) for field in header.values()) for row in rows]
        nameless = sum(ROW for row in rows if "name" not in {field.kind for field in row})
        unsure = [number for number, row in enumerate(rows, 1) if len(list(self._pieces(*row[-1].cell))) > 1]
        again = (field for row in rows for field in row if header[field.label] is not field)
        labels = tuple(piece for field in again for piece in self._pieces(field.start, field.words_end))
        return Candidate(self._first, self._behind, tuple(cells), nameless, tuple(unsure), labels=labels)

    def _fields(self) -> Iterator[_Field]:
        """The fields in their order; what stands between two is the cell of the one before."""
        found = [(each, squeeze(each["words"])) for each in _LABEL.finditer(self._text)]
        times = Counter(label for _, label in found)
        often = max((times[label] for label in times if _kind(label) == "name"), default=len(found)) / 2
        known = [(each, label) for each, label in found if times[label] > often or _kind(label) is not None]
        ends = [each.start() for each, _ in known[1:]] + [len(self._text)]
        for (each, label), end in zip(known, ends, strict=True):
            yield _Field(label, _kind(label), each.start(), each.end("words"), (each.end(), end))

    def _cell(self, row: Sequence[_Field], column: _Field) -> Cell:
        """What a row has in a column; a category that is not said again is the one above."""
        for field in row:
            if field.label == column.label:
                return Cell(tuple(self._pieces(*field.cell)))
        return Cell(continued=column.kind == "category")

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        """The words between two places, each line's for itself, without what parts fields."""
        line = bisect_right(self._starts, start) - 1
        while start < end:
            behind = min(end, self._starts[line + 1] if line + 1 < len(self._starts) else end)
            words = self._text[start:behind]
            if bare := words.strip(_PARTED):
                place = start + words.index(bare) - self._starts[line]
                yield Piece(self._first + line, place, place + len(bare))
            start, line = behind, line + 1


def _order(fields: Iterable[_Field]) -> list[str]:
    """The labels in the order that they have in all rows.

    What early rows lack stands before what follows it if it heads rows, else behind what it follows.
    """
    order: list[str] = []
    waiting: list[_Field] = []
    before = 0
    for field in fields:
        if field.label not in order and all(field.label != other.label for other in waiting):
            waiting.append(field)
            continue
        place = order.index(field.label) if field.label in order else len(order)
        if order and not all(other.kind in ("number", "category") for other in waiting):
            place = before
        order[place:place] = (other.label for other in waiting)
        waiting = []
        before = order.index(field.label) + 1
    return order + [field.label for field in waiting]
