"""A comparison for the terminal: readable for two and for ten plans, in 80 and in 200 columns."""

from collections.abc import Collection, Iterable, Sequence

from plancmp.model.comparison import Comparison
from plancmp.model.language import Lang
from plancmp.report.diff.blocks import Part, build_blocks
from plancmp.report.diff.words import word
from plancmp.report.terminal.blocks import Block, Line, Listing, Matrix, MatrixRow, Span, Style, plain
from plancmp.report.terminal.printing import Printer, padded
from plancmp.report.terminal.wrapping import wrap
from plancmp.text.width import display_width

_LEAST_COLUMN = 17
_LEAST_LABEL = 18
_NARROW = 9
"""The least width of a column in which a target stands."""
_SHORT = 22
"""So many columns of a cell stand beside others on one line."""


def write_table(
    comparison: Comparison,
    *,
    lang: Lang,
    width: int,
    color: bool,
    explain: bool = False,
    parts: Collection[Part] = (),
) -> str:
    """The comparison as lines no wider than `width` columns (East Asian widths counted; at least 40)."""
    printer = _Printer(width, color, lang)
    for block in build_blocks(comparison, lang, explain, parts, folded=True):
        printer.block(block)
    return printer.text()


class _Printer(Printer):
    """Prints the blocks of a comparison."""

    def block(self, block: Block) -> None:
        """A title with a rule, then the rows."""
        self.rule(block.title)
        for text in block.before:
            self._wrapped("", (Span(text, "faint"),))
        if isinstance(block, Listing):
            self._listing(block)
        elif block.narrow:
            self._narrow(block)
        elif (widths := self._columns(block))[-1 if block.labelled else 0] >= _LEAST_COLUMN:
            self._grid(block, widths)
        else:
            self._stack(block)
        for text in block.after:
            self._wrapped("", (Span(text, "faint"),))
        self.blank()

    # -- lists

    def _listing(self, block: Listing) -> None:
        for entry in block.entries:
            lead = f"{entry.sign} "
            self._wrapped(lead, entry.line)
            for line in entry.below:
                self._wrapped("    ", line, hang=6)

    def _wrapped(self, lead: str, line: Line, hang: int = 4) -> None:
        """A line over as many as it takes; what follows the first is set in."""
        first = True
        for part in wrap(line, self._width - display_width(lead), self._width - hang):
            start = _signed(lead) if first else (Span(" " * hang),)
            self.write((*start, *part))
            first = False

    # -- matrices

    def _columns(self, block: Matrix) -> list[int]:
        """Widths of the label and of each column, when all stand side by side."""
        count = len(block.columns)
        free = self._width - 2 - 2 * count
        if not block.labelled:
            # The last column is the likeness.
            return [(free - 6) // max(count - 1, 1)] * (count - 1) + [6]
        longest = max((display_width(row.label) for row in block.rows), default=0)
        label = min(max(longest, _LEAST_LABEL), max(free // (count + 1), _LEAST_LABEL), 40)
        return [label] + [(free - label) // max(count, 1)] * count

    def _narrow(self, block: Matrix) -> None:
        """As many columns side by side as fit, the others in further tables."""
        label = min(40, max(_LEAST_LABEL, self._width // 3))
        free = self._width - label - 4
        room = max(free // (_NARROW + 2), 1)
        for start in range(0, len(block.columns), room):
            here = slice(start, start + room)
            columns = block.columns[here]
            held = [row._replace(cells=row.cells[here]) for row in block.rows if any(row.cells[here])]
            width = min(free // len(columns) - 2, 2 * _NARROW)
            self._grid(block._replace(columns=columns, rows=tuple(held)), [label] + [width] * len(columns))

    def _grid(self, block: Matrix, widths: Sequence[int]) -> None:
        """All plans side by side."""
        head = [block.corner] if block.labelled else []
        titles: list[Line | None] = [(Span(text, "strong"),) for text in (*head, *block.columns)]
        self._row(" ", titles, widths, [0] * len(widths))
        for row in block.rows:
            cells: list[Line | None] = [(Span(row.label),)] if block.labelled else []
            cells += row.cells
            depths = [0] * len(cells) if block.labelled else [row.depth] * (len(cells) - 1) + [0]
            self._row(row.sign, cells, widths, depths)
            for note in row.notes:
                self._wrapped("    ", note)

    def _row(
        self, sign: str, cells: Sequence[Line | None], widths: Sequence[int], depths: Sequence[int]
    ) -> None:
        """Cells side by side, each over as many lines as it takes and set in by its depth."""
        columns = [
            _column(cell, width, 2 * depth) for cell, width, depth in zip(cells, widths, depths, strict=True)
        ]
        for at in range(max(len(lines) for lines in columns)):
            spans = list(_signed(f"{sign} " if at == 0 else "  "))
            for lines, width in zip(columns, widths, strict=True):
                line = lines[at] if at < len(lines) else ()
                spans.extend(line)
                spans.append(Span(" " * (width - display_width(plain(line)) + 2)))
            self.write(tuple(spans))

    def _stack(self, block: Matrix) -> None:
        """A row as a heading, its plans below it."""
        names = max(display_width(name) for name in block.columns)
        for row in block.rows:
            self._wrapped(f"{row.sign} ", (Span("  " * row.depth), Span(row.label, "strong")))
            if block.inline:
                self._inline(block, row)
            else:
                self._one_each(block, row, min(names, self._width // 3))
            for note in row.notes:
                self._wrapped("    ", note)

    def _one_each(self, block: Matrix, row: MatrixRow, names: int) -> None:
        """A line for each plan; those without a cell on one."""
        for name, cell in zip(block.columns, row.cells, strict=True):
            if cell is not None:
                short = next(iter(wrap((Span(name),), names, names)), ())
                lead = f"    {padded(plain(short), names)}  "
                self._wrapped(lead, cell, hang=display_width(lead))
        self._lacking(block, row)

    def _inline(self, block: Matrix, row: MatrixRow) -> None:
        """All plans on one line, wrapped."""
        spans: list[Span] = []
        for name, cell in zip(block.columns, row.cells, strict=True):
            if cell is not None:
                spans.append(Span("  " if spans else ""))
                said = [span for span in cell if span.text.strip() != row.label]
                if display_width(name + plain(tuple(said))) < _SHORT:
                    spans.append(Span(f"{name} {plain(tuple(said))}"))
                else:
                    spans.extend((Span(f"{name} ", "strong"), *said))
        self._wrapped("    ", tuple(spans))
        self._lacking(block, row)

    def _lacking(self, block: Matrix, row: MatrixRow) -> None:
        columns = list(zip(block.columns, row.cells, strict=True))
        lacking = [name for name, cell in columns if cell is None and name != word("similarity", self._lang)]
        # Where most plans lack it, those that have it say enough.
        if 0 < len(lacking) <= sum(cell is not None for cell in row.cells) and row.sign != " ":
            names = word("/", self._lang).join(lacking)
            text = f"{word('lacks', self._lang)}{word(':', self._lang)}{names}"
            self._wrapped("    ", (Span(text, "faint"),))


def _column(cell: Line | None, width: int, indent: int) -> list[Line]:
    """The lines of a cell; a dot where a plan has nothing."""
    if cell is None:
        return [(Span("·", "faint"),)]
    room = width - indent
    return [(Span(" " * indent), *line) for line in wrap(cell, room, room)]


def _signed(lead: str) -> Iterable[Span]:
    """The sign of a row in its colour."""
    sign = lead.strip()
    style: Style = (
        "plus" if sign == "+" else "minus" if sign == "-" else "strong" if sign in "~≠?" else "faint"
    )
    return (Span(lead, style if sign else "plain"),)
