"""Styled lines to the text of a terminal: colours, rules, and lines cut to its width."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from plancmp.model.language import Lang
from plancmp.report.terminal.blocks import Line, Span, Style
from plancmp.report.terminal.wrapping import stripped, wrap
from plancmp.text.width import display_width

NARROWEST = 40
"""Columns that a report is never narrower than."""
# Orange takes away, blue adds: told apart by all; a sign says the same without colour.
_COLORS: dict[Style, str] = {
    "plus": "\x1b[38;5;33m",
    "minus": "\x1b[38;5;208m",
    "strong": "\x1b[1m",
    "faint": "\x1b[2m",
}
_RESET = "\x1b[0m"


def padded(text: str, size: int, right: bool = False) -> str:
    """A text with blanks to so many columns, behind it or before it."""
    blanks = " " * (size - display_width(text))
    return blanks + text if right else text + blanks


def aligned(
    rows: Sequence[Sequence[str]], sizes: Sequence[int] = (), right: Collection[int] = ()
) -> Iterator[str]:
    """Rows as lines, each column as wide as its longest cell or as said, those in `right` to the right."""
    sizes = sizes or [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (padded(*each, at in right) for at, each in enumerate(zip(row, sizes, strict=True)))
        yield "  ".join(cells).rstrip()


class Printer:
    """Collects the lines of a report."""

    def __init__(self, width: int, color: bool, lang: Lang) -> None:
        self._width = max(width, NARROWEST)
        self._color = color
        self._lang = lang
        self._lines: list[str] = []

    def text(self) -> str:
        """All lines, without blank ones at either end."""
        return "\n".join(self._lines).strip("\n") + "\n"

    def rule(self, title: str) -> None:
        """A title with a rule to the end of the line."""
        rule = "─" * max(self._width - display_width(title) - 1, 0)
        self.write((Span(title, "strong"), Span(f" {rule}", "faint")))

    def put(self, line: Line, indent: int = 0, hang: int = 0) -> None:
        """A line, wrapped; what follows the first is set in further."""
        for at, part in enumerate(wrap(line, self._width - indent, self._width - indent - hang)):
            self.write((Span(" " * (indent + (hang if at else 0))), *part))

    def write(self, line: Line) -> None:
        """One line as it is, without blanks at its end."""
        runs = groupby(stripped(line), key=lambda span: span.style)
        joined = (Span("".join(span.text for span in run), style) for style, run in runs)
        self._lines.append("".join(map(self._painted, joined)))

    def blank(self) -> None:
        """An empty line."""
        self._lines.append("")

    def _painted(self, span: Span) -> str:
        """A span in its colour."""
        code = _COLORS.get(span.style) if self._color and span.text.strip() else None
        return f"{code}{span.text}{_RESET}" if code else span.text
