"""Reads tables whose cells stand one a line, as text copied from a web page, a PDF or Word has them.

The borders of the cells are lost: merged cells are simply missing, empty ones are a blank line or nothing,
and cells run over several lines. The header tells the columns; the rows are the cheapest way through the
lines behind it by what each cell can be, with a price for everything that is not as the header says.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from math import inf

from plancmp.rulepacks import load
from plancmp.sources.guard.limits import HEADER_LINES, LINES_A_TRY, MOST_TRIES, TRIED_LINES
from plancmp.sources.tables.cells import Lines
from plancmp.sources.tables.decoding import AGAIN, ENDS, Body, Row, decode
from plancmp.sources.tables.fitting import fitting
from plancmp.sources.tables.headers import TOLD, Header, headers
from plancmp.sources.tables.model import Candidate
from plancmp.sources.tables.prices import BOUND_ROW, GOOD, NEAR, NEVER, NO_ROW, UNMERGED, UNSURE
from plancmp.sources.tables.words import Column, TableWords
from plancmp.sources.thresholds import LONGEST_HEADER, SHORT_ENTRY
from plancmp.text.folding import squeeze


class StreamProposer:
    """Proposes tables whose cells stand one a line; one for each page, as it does not try without end.

    `lines` is how many lines the page had where these were made of them; `beside` tells then which of them
    stood behind another.
    """

    def __init__(
        self, page: Sequence[str], lines: int | None = None, beside: Sequence[bool] | None = None
    ) -> None:
        self._page = page
        self._beside = beside
        self._words = load(TableWords, "vocabulary/tables.yaml")
        self._left = MOST_TRIES + (len(page) if lines is None else lines) // LINES_A_TRY
        self._told = self._proved = 0

    def __call__(self, page: Sequence[str], at: int) -> Iterator[Candidate]:
        """The table whose header begins at line `at`; lines are asked for from top to bottom."""
        if self._left <= 0 or not may_begin(page, at) or not self._is_promising(at):
            return
        lines = Lines(page, at, self._beside)
        header = _best_header(lines)
        if header is not None:
            body = decode(lines, header, None)
            if lines.flows and lines.measure(body.cells(header.kinds)):
                body = decode(lines, header, None)
            for each in (body, _down_to_no_row(body)):
                if _is_table(lines, header, each):
                    yield _candidate(lines, header, each)
                    return
        self._left -= 1

    def _is_promising(self, at: int) -> bool:
        """Whether something told of a name, and then a cell that proves a row, stand among the next lines."""
        self._told = self._find(max(self._told, at), self._tells)
        self._proved = self._find(max(self._proved, at), _proves_row)
        told, proved = self._told - at, self._proved - at
        return told < 2 * HEADER_LINES and proved < min(4 * HEADER_LINES, len(self._page) - at)

    def _find(self, at: int, test: Callable[[str], bool]) -> int:
        """The first line from `at` on that passes; each line is looked at once on the whole page."""
        while at < len(self._page) and not test(self._page[at]):
            at += 1
        return at

    def _tells(self, line: str) -> bool:
        """Whether a line is the header of a column besides the name."""
        if not line or len(line) > LONGEST_HEADER:
            return False
        return any(sense.kind in (*TOLD, "number") for sense in self._words.senses(squeeze(line)))


def _proves_row(line: str) -> bool:
    """Whether a line has a figure, or says whether a target binds."""
    return any(char.isdigit() for char in line) or (
        len(line) <= SHORT_ENTRY and fitting().is_attribute(squeeze(line))
    )


def may_begin(page: Sequence[str], at: int) -> bool:
    """Whether the words of a line, or of it and the next two, end as a header does."""
    words = load(TableWords, "vocabulary/tables.yaml")
    text = ""
    for line in page[at : at + 6]:
        if len(line) > LONGEST_HEADER:
            return False
        text += squeeze(line)
        if len(text) <= LONGEST_HEADER and line and words.may_begin(text):
            return True
    return False


def _best_header(lines: Lines) -> Header | None:
    """The way to read the header under which the first lines make the cheapest rows; None for no table."""
    best: tuple[float, Header, Body] | None = None
    for header in headers(lines):
        body = decode(lines, header, TRIED_LINES, inf if best is None else best[0] - header.total)
        if len(body.rows) < 2:
            continue
        cost = body.cost + header.total + never(body, header)
        if best is None or cost < best[0]:
            best = (cost, header, body)
            explained = body.behind - header.first
            if cost + explained <= GOOD:
                break
    if best is None or best[1].first > 0 or not _is_table(lines, best[1], best[2]):
        return None
    return best[1]


def never(body: Body, header: Header) -> float:
    """What columns cost that no row fills, and one of categories without a header that all rows fill."""
    rows = [row.cells for row in body.rows if row.kind == ENDS]
    filled = [sum(bool(row[column]) for row in rows) for column in range(len(header.kinds))]
    cost = NEVER * filled.count(0)
    for kind, cell, count in zip(header.kinds, header.cells, filled, strict=True):
        if kind == "category" and not cell and count * 3 > len(rows) * 2:
            cost += count * UNMERGED
    return cost


def _is_table(lines: Lines, header: Header, body: Body) -> bool:
    """Whether rows prove a table: cheap enough, and with cells that no list of short lines has."""
    rows = [row for row in body.rows if row.kind == ENDS]
    # One row that is odd says no more against the others than that it is doubtful.
    costs = [min(row.cost, UNSURE) if row.cost < 3 * UNSURE else row.cost for row in rows]
    if len(rows) < 2:
        return False
    proofs = binding = 0
    for row in rows:
        texts = [
            (kind, lines.words(cell)) for kind, cell in zip(header.kinds, row.cells, strict=True) if cell
        ]
        proofs += any(_proves(kind, text) for kind, text in texts)
        binding += any(kind == "attribute" and fitting().is_attribute(text) for kind, text in texts)
    most = BOUND_ROW if binding * 4 >= len(rows) * 3 else NO_ROW
    return proofs * 2 > len(rows) and header.cost + sum(costs) <= most * len(rows)


def _down_to_no_row(body: Body) -> Body:
    """The rows above the first that is none by what it costs: the end of the table, and what follows it."""
    rows = tuple(takewhile(lambda row: row.cost < 3 * UNSURE, body.rows))
    while rows and rows[-1].kind != ENDS:
        rows = rows[:-1]
    behind = max((at + 1 for row in rows[-1:] for cell in row.cells for at in cell), default=0)
    return Body(rows, behind, sum(row.cost for row in rows))


def _proves(kind: Column, text: str) -> bool:
    """Whether a cell is what hardly any line of a list is."""
    if kind in ("number", "lead", "units"):
        return True
    if kind == "attribute":
        return fitting().is_attribute(text)
    return kind == "value" and any(char.isdigit() for char in text)


def _resumed(header: Header, body: Body) -> list[Row]:
    """The rows, one that goes on behind a header said again put together."""
    rows: list[Row] = []
    number = header.kinds.index("number") if "number" in header.kinds else None
    for row in body.rows:
        broken = number is not None and row.kind == ENDS and not row.cells[number]
        if broken and len(rows) > 1 and (rows[-2].kind, rows[-1].kind) == (ENDS, AGAIN):
            upper = rows[-2]
            cells = tuple(above + below for above, below in zip(upper.cells, row.cells, strict=True))
            rows[-2] = upper._replace(cells=cells, cost=upper.cost + row.cost)
        else:
            rows.append(row)
    return rows


def _candidate(lines: Lines, header: Header, body: Body) -> Candidate:
    """The table with its cells as places of the page."""
    rows = [tuple(lines.cell(places) for places in header.cells)]
    unsure: list[int] = []
    doubt = 0.0
    for number, row in enumerate(_resumed(header, body), 1):
        merged = row.kind == ENDS
        rows.append(
            tuple(
                lines.cell(places, continued=merged and not places and header.kinds[column] == "category")
                for column, places in enumerate(row.cells)
            )
        )
        doubt += min(max(row.cost, 0.0) / (2 * UNSURE), 1.0)
        if row.margin < NEAR or row.cost >= UNSURE:
            unsure.append(number)
    behind = lines[body.behind - 1].at + 1
    return Candidate(lines[0].at, behind, tuple(rows), doubt, tuple(unsure))
