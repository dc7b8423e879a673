"""What a report shows, before it takes a form: matrices with a cell a plan, and lists of lines."""

from typing import Literal, NamedTuple

Style = Literal["plain", "plus", "minus", "strong", "faint"]


class Span(NamedTuple):
    """Words in one style."""

    text: str
    style: Style = "plain"


Line = tuple[Span, ...]


class MatrixRow(NamedTuple):
    """A matter over the plans. A cell is a few short spans; None where the plan has nothing."""

    sign: str
    label: str
    cells: tuple[Line | None, ...]
    notes: tuple[Line, ...] = ()
    """Lines below the row: doubts, related rows, reasons."""
    depth: int = 0


class Matrix(NamedTuple):
    """Rows with one column a plan. `labelled` says whether cells need the label beside them."""

    key: str
    """What the block is, in any language."""
    title: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    corner: str = ""
    labelled: bool = True
    inline: bool = False
    """Where the columns do not fit: cells of a row on one line instead of a line each."""
    narrow: bool = False
    """Cells are a word or two: as many columns side by side as fit, the others below."""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Entry(NamedTuple):
    """A line of a list with its sign, and lines below it."""

    sign: str
    line: Line
    below: tuple[Line, ...] = ()


class Listing(NamedTuple):
    """A list of lines."""

    key: str
    title: str
    entries: tuple[Entry, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


Block = Matrix | Listing


def plain(line: Line) -> str:
    """A line without its styles."""
    return "".join(span.text for span in line)
