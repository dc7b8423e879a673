"""Prints a plan as pages of a PDF: paragraphs broken at one measure, tables with rules and merged cells."""

from collections.abc import Sequence
from itertools import pairwise

from plancmp.text.width import display_width
from tests.matrix.drawing import Heading, Plan, Table, Text
from tests.pdf_builder import RawPdf

_LEFT, _RIGHT, _TOP, _BOTTOM = 80.0, 528.0, 760.0, 90.0
_TITLE, _SIZE, _PITCH = 20.0, 16.0, 28.0
_CELL, _CELL_PITCH, _PADDING = 12.0, 17.0, 4.0


class _Printer:
    """Sets lines from the top of a page to its bottom."""

    def __init__(self) -> None:
        self.pdf = RawPdf().page()
        self._y = _TOP

    def room(self, height: float) -> None:
        """Turn the page where so much does not fit on it."""
        if self._y - height < _BOTTOM:
            self.pdf.page()
            self._y = _TOP

    def title(self, words: str, size: float = _SIZE) -> None:
        """A line in the middle."""
        self.room(2 * _PITCH)
        left = (_LEFT + _RIGHT - _width(words, size)) / 2
        self.pdf.text(left, self._y, words, size)
        self._y -= _PITCH

    def paragraph(self, words: str) -> None:
        """Lines with an indent of two characters."""
        indent = 2 * _SIZE
        for line in broken(words, _RIGHT - _LEFT, _SIZE, indent):
            self.room(_PITCH)
            self.pdf.text(_LEFT + indent, self._y, line, _SIZE)
            self._y -= _PITCH
            indent = 0.0

    def table(self, table: Table) -> None:
        """Cells with rules around them; a cell that goes on below has none between."""
        widths = _widths(table)
        edges = [_LEFT + sum(widths[:at]) for at in range(len(widths) + 1)]
        rows = [list(table.header), *(list(row) for row in table.rows)]
        made = [
            [broken(text or "", width - 2 * _PADDING, _CELL) for text, width in zip(row, widths, strict=True)]
            for row in rows
        ]
        heights = [_CELL_PITCH * max(map(len, row)) + 2 * _PADDING for row in made]
        self._y += _PITCH - _SIZE
        self.room(sum(heights))
        tops = [self._y - sum(heights[:at]) for at in range(len(rows) + 1)]
        for column, (left, right) in enumerate(pairwise(edges)):
            starts = [at for at, row in enumerate(rows) if row[column] is not None] + [len(rows)]
            for at, below in pairwise(starts):
                self.pdf.rect(left, tops[below], right, tops[at])
                self._cell(made[at][column], (left, right), (tops[at] + tops[below]) / 2)
        self._y = tops[-1] - _PITCH

    def _cell(self, lines: Sequence[str], edges: tuple[float, float], middle: float) -> None:
        """Lines in the middle of a cell."""
        y = middle + (len(lines) / 2 - 0.8) * _CELL_PITCH
        for line in lines:
            left = edges[0] + (edges[1] - edges[0] - _width(line, _CELL)) / 2
            self.pdf.text(left, y, line, _CELL)
            y -= _CELL_PITCH


def _width(words: str, size: float) -> float:
    """How wide words are: a character beyond ASCII is one em."""
    return sum(size if char > "\x7e" else size / 2 for char in words)


def broken(words: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """Words as lines of a width; lines end where the words have line ends, too."""
    lines: list[str] = []
    for piece in words.split("\n"):
        line, left = "", width - indent
        for char in piece:
            if _width(line + char, size) > left and char not in "，。、；：）〕%":
                lines.append(line)
                line, left = "", width
            line += char
        lines.append(line)
        indent = 0.0
    return [line for line in lines if line]


def _widths(table: Table) -> list[float]:
    """The widths of the columns: what the longest cells ask for, in the room that there is."""
    columns = zip(table.header, *table.rows, strict=True)
    wanted = [
        min(max(display_width(text or "", ambiguous=2) for text in column), 24) / 2 * _CELL + 3 * _PADDING
        for column in columns
    ]
    return [width * (_RIGHT - _LEFT) / sum(wanted) for width in wanted]


def print_plan(plan: Plan) -> bytes:
    """The bytes of the file."""
    printer = _Printer()
    printer.title(plan.title, _TITLE)
    for block in plan.blocks:
        if isinstance(block, Table):
            printer.table(block)
        elif isinstance(block, Heading):
            printer.paragraph(block.label + block.title)
        elif isinstance(block, Text) and block.kind in ("caption", "box"):
            printer.title(block.words)
        else:
            printer.paragraph(block.words)
    return printer.pdf.build()
