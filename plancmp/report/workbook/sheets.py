"""One sheet of a workbook: a head that stays, filters, widths that fit Chinese, numbers that are numbers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from plancmp.model.record import Value
from plancmp.report.dossier import RELATIONS, Mark, exact
from plancmp.report.safe import shown
from plancmp.text.width import display_width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from plancmp.model.language import Lang

_WIDEST, _NARROWEST, _ALIKE = 48, 6, 16
_SHEET = 190
"""Characters that go across a sheet of paper and can be read."""
_LINE, _HIGHEST = 15, 409
"""Points that a line takes, and that a row can have (ECMA-376)."""
_LONGEST = 32_767
"""Characters that a cell of the format takes (ECMA-376, as Excel reads it)."""
_FILLS: dict[str, str] = {
    "missing": "#F4F4F4",
    "open": "#FCE4D6",
    "strictest": "#DDEBF7",
    "weakest": "#F8CBAD",
    "weaker": "#F8CBAD",
}
_HEAD = "#1F4E79"
_LARGE = ((8, 2, r'0\.00,,"亿"'), (4, 1, r'0\.0,"万"'))
"""Large units: places, decimals shown, and the format; a comma takes three places away (ECMA-376 18.8.31)."""


class Marked(NamedTuple):
    """A cell that stands out: what it holds, its mark, and what a comment says of it."""

    value: object
    mark: Mark
    comment: str = ""


@contextmanager
def opened(out: BinaryIO, lang: "Lang") -> "Iterator[Book]":
    """A workbook that is written to `out` at the end; no cell is a formula or a link."""
    from xlsxwriter import Workbook

    plain_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, {"in_memory": True, **plain_text}) as file:
        file.set_properties({"author": "plancmp", "created": datetime(2026, 1, 1, tzinfo=UTC)})
        yield Book(file, lang)


class Book:
    """The workbook and its formats, each made once."""

    def __init__(self, book: "Workbook", lang: "Lang") -> None:
        self.book = book
        self.lang: Lang = lang
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._looks: dict[tuple[str, str], Format] = {}

    def format(self, **properties: object) -> "Format":
        """A format with these properties over those of all cells."""
        wanted = {"valign": "top", "text_wrap": True, "font_name": "等线", "font_size": 10, **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(wanted)
        return self._formats[key]

    def sheet(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
        *,
        keep: int = 1,
        alike: int | None = None,
    ) -> None:
        """A sheet with a head and `keep` columns that stay; columns from `alike` on are of one width.

        A wide one is printed on several sheets of paper side by side, each with what stays.
        """
        sheet = self.book.add_worksheet(name[:31])
        widths = self.rows(sheet, 0, columns, rows, alike)
        sheet.freeze_panes(1, keep)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.repeat_rows(0)
        kept = sum(widths[:keep])
        across = -(-(sum(widths) - kept) // max(_SHEET - kept, _SHEET // 2))
        if across > 1:
            sheet.repeat_columns(0, keep - 1)
        on_paper(sheet, max(across, 1))

    def rows(
        self,
        sheet: "Worksheet",
        top: int,
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
        alike: int | None = None,
    ) -> list[int]:
        """A head and its rows from the row `top` on, columns and rows so large that no word is cut.

        Returns the widths of the columns in characters.
        """
        head = self.format(bold=True, font_color="#FFFFFF", bg_color=_HEAD, border=1, valign="vcenter")
        widths = []
        for at, name in enumerate(columns):
            sheet.write_string(top, at, shown(name), head)
            if alike is None or at < alike:
                held = max((_width(row[at]) for row in rows[:500]), default=0)
                widths.append(min(max(held, display_width(name) + 4, _NARROWEST), _WIDEST))
            else:
                widths.append(_ALIKE)
            sheet.set_column(at, at, widths[at])
        fit(sheet, top, columns, widths)
        for down, row in enumerate(rows, top + 1):
            for at, value in enumerate(row):
                self._cell(sheet, down, at, value)
            fit(sheet, down, row, widths)
        return widths

    def _look(self, mark: str, number: str = "") -> "Format":
        """The format of a cell with a mark, and of a number shown in some form."""
        if (mark, number) not in self._looks:
            look: dict[str, object] = {"border": 1, "border_color": "#BFBFBF"}
            look |= {"bg_color": _FILLS[mark]} if mark in _FILLS else {}
            look |= {"num_format": number, "align": "right"} if number else {}
            look |= {"align": "center"} if mark == "missing" and not number else {}
            self._looks[mark, number] = self.format(**look)
        return self._looks[mark, number]

    def _cell(self, sheet: "Worksheet", row: int, column: int, value: object) -> None:
        """A cell: numbers as numbers, everything else as the text that it is."""
        comment, mark = "", ""
        if isinstance(value, Marked):
            comment, mark, value = value.comment, value.mark, value.value
        if isinstance(value, Value) and exact(value):
            look = self._look(mark, _number_format(value))
            sheet.write_number(row, column, float(value.value or 0), look)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self._look(mark, "General"))
        elif value is None:
            sheet.write_blank(row, column, None, self._look(mark))
        else:
            text = " ".join(value.text.split()) if isinstance(value, Value) else value
            sheet.write_string(row, column, _text(text), self._look(mark))
        if comment:
            sheet.write_comment(row, column, _text(comment), {"x_scale": 2, "author": "plancmp"})


def on_paper(sheet: "Worksheet", across: int, down: int = 0) -> None:
    """A4, so many sheets of paper beside and below each other; 0 is as many as it takes."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(across, down)


def _number_format(value: Value) -> str:
    """How a figure is shown as it was written: relation before it, % or ‰ behind it, its decimals.

    What was written in 万 or 亿 is shown in them, the cell has the whole figure all the same.

    >>> from decimal import Decimal
    >>> _number_format(Value(text="＞85.0%", state="stated", relation=">", value=Decimal("85.0"), unit="%"))
    '"＞"0.0"%"'
    >>> _number_format(Value(text="达到3200", state="stated", value=Decimal(320000000000), unit="元"))
    '0\\\\.00,,"亿"'
    """
    exponent = value.value.as_tuple().exponent if value.value is not None else 0
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    before = RELATIONS.get(value.relation or "=", "")
    behind = value.unit if value.unit in ("%", "‰") else ""
    figure = _in_large_units(value) or "0" + ("." + "0" * decimals if decimals else "")
    return (f'"{before}"' if before else "") + figure + (f'"{behind}"' if behind else "")


def _in_large_units(value: Value) -> str:
    """The format of a figure that was written in 万 or 亿, where it loses nothing there; else nothing."""
    written = value.text.replace(",", "").replace("，", "")
    figure = value.value or Decimal(0)
    if f"{figure:f}" in written:
        return ""
    for places, decimals, form in _LARGE:
        scaled = figure.scaleb(-places).normalize()
        if f"{scaled:f}" in written and scaled == round(scaled, decimals):
            return form
    return ""


def fit(sheet: "Worksheet", at: int, row: Sequence[object], widths: Sequence[int]) -> None:
    """Make a row as high as its words need; not every program does so by itself."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        text = _plain(value)
        if 2 * len(text) >= width:
            lines = max(lines, sum(1 + (_room(part) - 1) // width for part in text.split("\n")))
    if lines > 1:
        sheet.set_row(at, min(_LINE * lines, _HIGHEST))


def _room(text: str) -> int:
    """Columns that a text takes; quotation marks are drawn as wide as characters."""
    return display_width(text) + sum(text.count(mark) for mark in "“”‘’…")


def _plain(value: object) -> str:
    """What stands in a cell, as text."""
    if isinstance(value, Marked):
        value = value.value
    if isinstance(value, Value):
        value = value.text
    return "" if value is None else str(value)


def _width(value: object) -> int:
    """Columns that a cell asks for, with room for its filter button."""
    return display_width(_plain(value).split("\n")[0]) + 2


def _text(value: object) -> str:
    """A text as a cell holds it."""
    return "\n".join(map(shown, ("" if value is None else str(value)).split("\n")))[:_LONGEST]
