"""Pages of a PDF to blocks in reading order: paragraphs and tables, put together over page breaks."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from plancmp.sources.pdf.aligned import AlignedTable, Entry, find_aligned
from plancmp.sources.pdf.furniture import Item, PageLayout
from plancmp.sources.pdf.joins import WholeTable, extend, whole_table
from plancmp.sources.pdf.lines import TextLine
from plancmp.sources.pdf.paragraphs import Measures, join_lines
from plancmp.sources.pdf.tables import PageTable
from plancmp.sources.tables.fitting import is_continuation_mark
from plancmp.sources.tables.joining import join_rows
from plancmp.sources.thresholds import SAME_FOOT

Block = list[TextLine] | WholeTable | AlignedTable
"""A paragraph as its lines, or a table."""


class Flow(NamedTuple):
    """The blocks of a document, and on which pages something looked like a table and stayed text."""

    blocks: list[Block]
    unsure: list[int]


def loosen(pages: Sequence[PageLayout]) -> None:
    """Take apart what only looks like a table: a border around every page."""
    framed = sum(1 for page in pages if any(_frames(item, page) for item in page.items))
    if framed < 3 or framed * 10 < len(pages) * 9:
        return
    for page in pages:
        items: list[Item] = []
        for item in page.items:
            if isinstance(item, PageTable) and _frames(item, page):
                items += [line for cell in item.cells for line in cell.lines]
            else:
                items.append(item)
        page.items = items


def _frames(item: Item, page: PageLayout) -> bool:
    """Whether an item is a single cell over most of its page."""
    if not isinstance(item, PageTable) or len(item.cells) > 1:
        return False
    return item.box.y1 - item.box.y0 > 0.6 * page.content.height


def build_flow(pages: Sequence[PageLayout], measures: Measures) -> Flow:
    """The blocks of all pages."""
    builder = _FlowBuilder(pages, measures)
    for page in pages:
        builder.add_page(page)
    builder.close()
    return Flow(builder.blocks, builder.unsure)


class _FlowBuilder:
    """Takes pages one by one; keeps a table open at the foot of a page, and lines that may go on."""

    def __init__(self, pages: Sequence[PageLayout], measures: Measures) -> None:
        self.blocks: list[Block] = []
        self.unsure: list[int] = []
        self._measures = measures
        self._bottoms = _bottoms(pages)
        self._loose: list[TextLine] = []
        self._table: WholeTable | None = None
        self._mark: TextLine | None = None

    def add_page(self, page: PageLayout) -> None:
        """Add what stands on the next page."""
        entries, doubtful = find_aligned(page.items, page.content.horizontals)
        if doubtful:
            self.unsure.append(page.number)
        for number, entry in enumerate(entries):
            top = number == 0 or (number == 1 and self._mark is not None)
            if isinstance(entry, PageTable):
                self._add_table(entry, page, top=top)
            elif isinstance(entry, AlignedTable):
                self._add_aligned(entry, top=top)
            elif top and self._opens_part(entry, entries[1:2]):
                self._mark = entry
            else:
                self._add_line(entry)

    def close(self) -> None:
        """The last page is over: put what is open among the blocks."""
        if self._mark is not None:
            self._loose.append(self._mark)
            self._mark = None
        if self._table is not None:
            self.blocks.append(self._table)
            self._table = None
        self.blocks += join_lines(self._loose, self._measures)
        self._loose = []

    def _opens_part(self, line: TextLine, behind: Sequence[Entry]) -> bool:
        """Whether a line at the top of a page only says that the table goes on."""
        if self._table is None or not behind or not isinstance(behind[0], PageTable):
            return False
        return is_continuation_mark(line.text)

    def _add_line(self, line: TextLine) -> None:
        """Add a line outside of tables."""
        if self._table is not None or self._mark is not None:
            self.close()
        self._loose.append(line)

    def _add_table(self, part: PageTable, page: PageLayout, *, top: bool) -> None:
        """Add a ruled table, or go on with the one at the foot of the page before."""
        table = self._table
        if table is not None and top and table.parts[-1].frame == page.place - 1:
            done = len(table.repeated)
            rows = len(table.rows)
            if extend(table, part, self._bottoms[page.size]):
                if self._mark is not None:
                    table.repeated.insert(done, (rows, self._mark.text))
                    self._mark = None
                return
        self.close()
        self._table = whole_table(part)

    def _add_aligned(self, table: AlignedTable, *, top: bool) -> None:
        """Add a table without a grid, or go on with the one at the foot of the page before."""
        last = self.blocks[-1] if self.blocks else None
        if (
            top
            and self._table is None
            and not self._loose
            and isinstance(last, AlignedTable)
            and last.frame + 1 == table.frame
            and last.grid.width == table.grid.width
            and abs(last.box.x0 - table.box.x0) < 12
        ):
            behind = len(last.grid.rows)
            repeated = join_rows(last.grid.rows, table.grid.rows)
            if repeated is not None:
                last.repeated += [(behind, text) for text in repeated]
                last.page, last.frame = table.page, table.frame
                return
        self.close()
        self.blocks.append(table)


def _bottoms(pages: Sequence[PageLayout]) -> dict[tuple[int, int], float]:
    """Where the text of pages of a size ends: so low that two pages do, else as low as one does.

    Below that stands on a single page what was not told from its text: a number that a scan lost.
    """
    ends: dict[tuple[int, int], list[float]] = defaultdict(list)
    for page in pages:
        bottoms = [item.box.y1 if isinstance(item, PageTable) else item.bottom for item in page.items]
        ends[page.size].append(max(bottoms, default=0.0))
    return {kind: _foot(sorted(found, reverse=True)) for kind, found in ends.items()}


def _foot(ends: Sequence[float]) -> float:
    """The lowest of the ends that another is near; `ends` begin with the lowest."""
    return next((one for one, other in pairwise(ends) if one - other <= SAME_FOOT), ends[0])
