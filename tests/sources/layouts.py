"""Sets text as a page would look in spaces: for the tests of the layout reader."""

from collections.abc import Sequence

from plancmp.model.document import Document, Table
from plancmp.sources.lines.cleaning import CleanLine, clean_line
from plancmp.sources.lines.splitting import split_lines
from plancmp.text.width import display_width


def characters(text: str) -> int:
    """The width `pdftotext -layout` counts with: one column a character."""
    return len(text)


def printed(text: str) -> int:
    """The width that the eye and most tools count with: two columns a Chinese character."""
    return display_width(text, ambiguous=2)


def wrap(text: str, columns: int) -> list[str]:
    """Break a text at a printed width; no line begins with a closing mark."""
    lines = [""]
    for character in text:
        if printed(lines[-1] + character) > columns and character not in "，。；：、）”":
            lines.append("")
        lines[-1] += character
    return lines


def set_prose(paragraphs: Sequence[str], columns: int = 56, indent: str = "    ") -> str:
    """Paragraphs with an indent of two characters, broken at a measure."""
    return "".join(f"{line}\n" for text in paragraphs for line in wrap(indent + text, columns))


def set_table(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    measure: str = "characters",
    centred: bool = True,
    gap: bool = True,
) -> str:
    """Rows as `pdftotext -layout` shows them: cells wrapped, centred in row and column, without rules.

    `widths` are in characters; a blank line stands between rows where `gap` is set.
    """
    wide = 2 if measure == "printed" else 1
    count = printed if measure == "printed" else characters
    lines: list[str] = []
    for row in rows:
        cells = [wrap(text, width * 2) if text else [] for text, width in zip(row, widths, strict=True)]
        height = max(1, *(len(cell) for cell in cells))
        shifted = [[""] * ((height - len(cell)) // 2 if centred else 0) + cell for cell in cells]
        for at in range(height):
            line = ""
            begin = 0
            for cell, width in zip(shifted, widths, strict=True):
                words = cell[at] if at < len(cell) else ""
                room = width * wide
                left = begin + ((room - count(words)) // 2 if centred else 0)
                if words:
                    line += " " * (left - count(line)) + words
                begin += room + 3
            lines.append(line)
        if gap:
            lines.append("")
    return "".join(f"{line}\n" for line in lines)


def lines_of(text: str, *, raw: bool = False) -> list[CleanLine]:
    """The lines of a text without marks; `raw` joins what form feeds part and leaves marks in."""
    if not raw:
        return [clean_line(line) for line in split_lines(text)]
    parts = split_lines(text.replace("\f", "\x00"))
    return [CleanLine(line.number, 1, line.text) for line in parts]


def show(document: Document) -> list[str]:
    """A document block by block: paragraphs as they are, rows with bars, `^` for a cell that goes on."""
    shown: list[str] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            shown.append(document.words(block))
            continue
        for row in block.rows:
            cells = []
            for cell in row.cells:
                words = "/".join(document.words(paragraph) for paragraph in cell.paragraphs)
                cells.append(words + ("^" if cell.continued else "") + ("→" * (cell.colspan - 1)))
            shown.append("| " + " | ".join(cells))
    return shown
