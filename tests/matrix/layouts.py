"""Tells a plan in a layout: tables first as lines of text, then whole files."""

import csv
import io
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from plancmp.text.width import display_width
from tests.docx_builder import MERGE, MERGED, cell, make_docx, p, row, tbl
from tests.matrix.drawing import Block, Heading, Plan, Table, Text
from tests.matrix.printing import print_plan

Writer = Callable[[Table], list[str]]


class File(NamedTuple):
    """A file as a user would hand it in."""

    name: str
    data: bytes


def _flat(table: Table) -> list[list[str]]:
    """Header and rows, an empty text where a merged cell goes on."""
    return [list(table.header), *([cell or "" for cell in cells] for cells in table.rows)]


def _one_line(table: Table) -> list[list[str]]:
    """The same without line breaks in cells."""
    return [[text.replace("\n", "") for text in cells] for cells in _flat(table)]


def dump(table: Table) -> list[str]:
    """What a Word file gives as text: a tab before each cell, a blank line behind each row."""
    lines: list[str] = []
    for cells in _flat(table):
        lines += [line for text in cells for line in f"\t{text}".split("\n")]
        lines.append("")
    return [*lines, ""]


def tabs(table: Table) -> list[str]:
    """A row a line, tabs between cells, as copied from a spreadsheet."""
    return ["\t".join(cells) for cells in _one_line(table)]


def _joined(mark: str, *, outer: bool) -> Writer:
    def write(table: Table) -> list[str]:
        rows = [f" {mark} ".join(cells) for cells in _one_line(table)]
        return [f"{mark} {text} {mark}" for text in rows] if outer else rows

    return write


def box_drawing(table: Table) -> list[str]:
    """Bars with rules between the rows."""
    rows = _one_line(table)
    widths = [max(display_width(text, ambiguous=2) for text in column) for column in zip(*rows, strict=True)]
    rule = "─┼─".join("─" * width for width in widths)
    lines: list[str] = []
    for cells in rows:
        padded = [
            text + " " * (width - display_width(text, ambiguous=2))
            for text, width in zip(cells, widths, strict=True)
        ]
        lines += [f"├─{rule}─┤", "│ " + " │ ".join(padded) + " │"]
    return [*lines, f"└─{rule.replace('┼', '┴')}─┘"]


def comma(table: Table) -> list[str]:
    """Values parted by commas, as a spreadsheet saves them."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(_one_line(table))
    return stream.getvalue().splitlines()


def columns(table: Table) -> list[str]:
    """Columns held apart by blanks; a wrapped cell goes on below."""
    rows = _flat(table)
    widths = [
        max(display_width(line, ambiguous=2) for text in column for line in text.split("\n"))
        for column in zip(*rows, strict=True)
    ]
    lines: list[str] = []
    for cells in rows:
        parts = [text.split("\n") for text in cells]
        for at in range(max(len(part) for part in parts)):
            line = ""
            begin = 0
            for part, width in zip(parts, widths, strict=True):
                words = part[at] if at < len(part) else ""
                line += " " * (begin - display_width(line, ambiguous=2)) + words if words else ""
                begin += width + 3
            lines.append(line)
    return lines


def single(table: Table) -> list[str]:
    """One blank between cells, as PDF tools print them; an empty cell is not there."""
    return [" ".join(text for text in cells if text) for cells in _one_line(table)]


def glued(table: Table) -> list[str]:
    """Nothing between cells."""
    return ["".join(cells) for cells in _one_line(table)]


def cell_lines(table: Table) -> list[str]:
    """A cell a line; an empty one is a blank line, of a merged one nothing stands."""
    return _cells(table, "")


def cell_lines_apart(table: Table) -> list[str]:
    """The same with a blank line behind each cell."""
    lines: list[str] = []
    for line in _cells(table, None):
        lines += [line, ""]
    return lines


def cell_lines_bare(table: Table) -> list[str]:
    """A cell a line; of an empty one nothing stands."""
    return _cells(table, None)


def _cells(table: Table, empty: str | None) -> list[str]:
    lines: list[str] = []
    for cells in (table.header, *table.rows):
        for text in cells:
            if text:
                lines += text.split("\n")
            elif text is not None and empty is not None:
                lines.append(empty)
    return lines


def in_order(table: Table) -> list[str]:
    """Cells in their order as text taken out of a PDF has them: a blank between two on one base line.

    Cells stand in the middle of their rows: a line of a cell with two is beside none with one.
    """
    lines: list[str] = []
    for at, cells in enumerate((table.header, *table.rows)):
        tallest = max(len((text or "").split("\n")) for text in cells)
        last: float | None = None
        for column, text in enumerate(cells):
            over = _height(table, at - 1, column) if at else 1
            parts = text.split("\n") if text else []
            for place, part in enumerate(parts):
                base = None if over > 1 else (tallest - len(parts)) / 2 + place
                if lines and base is not None and base == last and place == 0:
                    lines[-1] += f" {part}"
                else:
                    lines.append(part)
                last = base
    return lines


def fields(table: Table) -> list[str]:
    """A row a line, each cell behind the words of its column."""
    return ["；".join(told) for told in _told(table)]


def field_lines(table: Table) -> list[str]:
    """The same with a cell a line."""
    return [line for told in _told(table) for line in told]


def _told(table: Table) -> list[list[str]]:
    """The cells of each row with their columns; of a merged one nothing stands."""
    header = [text.replace("\n", "") for text in table.header]
    return [
        [
            f"{name}：{text}".replace("\n", "")
            for name, text in zip(header, cells, strict=True)
            if text is not None
        ]
        for cells in table.rows
    ]


def markdown(table: Table) -> list[str]:
    """A pipe table with its rule."""
    rows = ["| " + " | ".join(cells) + " |" for cells in _flat(table)]
    rows = [text.replace("\n", "<br>") for text in rows]
    return [rows[0], "|" + "---|" * len(table.header), *rows[1:]]


def html_lines(table: Table) -> list[str]:
    """An HTML table in one line, as converters write it into Markdown."""
    return [_html_table(table)]


def _html_table(table: Table) -> str:
    said = "".join(_html_row(table, at) for at in range(len(table.rows)))
    header = "".join(f"<td>{text}</td>" for text in table.header).replace("\n", "<br>")
    return f"<table><tr>{header}</tr>{said}</table>"


def _height(table: Table, at: int, column: int) -> int:
    """Over how many rows a cell lies."""
    below = at + 1
    while below < len(table.rows) and table.rows[below][column] is None:
        below += 1
    return below - at


def _html_row(table: Table, at: int) -> str:
    cells = ""
    for column, text in enumerate(table.rows[at]):
        if text is not None:
            height = _height(table, at, column)
            over = f' rowspan="{height}"' if height > 1 else ""
            cells += f"<td{over}>{text}</td>".replace("\n", "<br>")
    return f"<tr>{cells}</tr>"


TEXTS: dict[str, Writer] = {
    "tab before each cell": dump,
    "tabs": tabs,
    "pipes": _joined("|", outer=False),
    "pipes outside too": _joined("|", outer=True),
    "full-width pipes": _joined("｜", outer=False),
    "bars": _joined("│", outer=True),
    "bars with rules": box_drawing,
    "commas": comma,
    "columns of blanks": columns,
    "single blanks": single,
    "a cell a line": cell_lines,
    "a cell a line, apart": cell_lines_apart,
    "a cell a line, bare": cell_lines_bare,
    "glued": glued,
    "fields": fields,
    "a field a line": field_lines,
    "Markdown": markdown,
    "HTML in Markdown": html_lines,
}
WRAPS = frozenset(
    (dump, columns, cell_lines, cell_lines_apart, cell_lines_bare, in_order, markdown, html_lines)
)
FILES = ("HTML", "Word", "PDF")
LAYOUTS = (*TEXTS, *FILES)
IN_ORDER = "cells in order"
"""A layout that tells less of its table than the others: it is drawn by itself, with limits of its own."""


def text_file(plan: Plan, writers: Sequence[Writer], *, marks: bool, blank: bool) -> File:
    """A text with tables by these writers in turn; `marks`: headings with #, `blank`: blank lines between."""
    lines: list[str] = []
    left = list(writers)
    for block in (Text("title", plan.title), *plan.blocks):
        if isinstance(block, Table):
            lines += ["", *left.pop(0)(block), ""]
            continue
        sharps = _sharps(block) if marks else ""
        lines.append(sharps + _words(block))
        if blank or marks:
            lines.append("")
    return File("plan.txt", "\n".join(lines).encode())


def _words(block: Heading | Text) -> str:
    return block.label + block.title if isinstance(block, Heading) else block.words


def _sharps(block: Heading | Text) -> str:
    if isinstance(block, Heading):
        return "#" * (block.level + 1) + " "
    return "# " if block.kind == "title" else ""


def html_file(plan: Plan) -> File:
    """A web page."""
    body = f"<h1>{plan.title}</h1>"
    for block in plan.blocks:
        if isinstance(block, Table):
            body += _html_table(block)
        elif isinstance(block, Heading):
            body += f"<h{block.level + 1}>{_words(block)}</h{block.level + 1}>"
        else:
            body += f"<p>{block.words}</p>"
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>"
    return File("plan.html", page.encode())


def pdf_file(plan: Plan) -> File:
    """Pages with ruled tables."""
    return File("plan.pdf", print_plan(plan))


def word_file(plan: Plan) -> File:
    """A Word file without styles."""
    return File("plan.docx", make_docx(p(plan.title), *(_word_block(block) for block in plan.blocks)))


def _word_block(block: Block) -> str:
    if not isinstance(block, Table):
        return p(_words(block))
    rows = [row(*(cell(*text.split("\n")) for text in block.header))]
    for at, cells in enumerate(block.rows):
        made: list[str] = []
        for column, text in enumerate(cells):
            merge = MERGE if text is not None and _height(block, at, column) > 1 else ""
            lines = (text or "").split("\n") if text else ()
            made.append(cell(*lines, props=MERGED if text is None else merge))
        rows.append(row(*made))
    return tbl(*rows)


def random_writers(random: Random, name: str, count: int) -> list[Writer]:
    """The writer of this name, and others for the tables behind."""
    first = in_order if name == IN_ORDER else TEXTS[name]
    return [first, *(TEXTS[random.choice(list(TEXTS))] for _ in range(count - 1))]
