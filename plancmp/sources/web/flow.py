"""The elements of a web page to a flow of paragraphs, tables and notes, in the order in which they are drawn.

Blocks and `<br>` part paragraphs; white space is put together as a browser does it, except that a line
end in the source between two Chinese characters is nothing, unless a blank was broken there. What a
browser does not draw is said.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import msgspec
from lxml import etree

from plancmp.model.document import Role
from plancmp.sources.guard.limits import MOST_CONTINUED
from plancmp.sources.thresholds import LONGEST_LABEL, LONGEST_LINE, MARKED_LINE
from plancmp.sources.web.notes import NoteLinks
from plancmp.sources.web.tables import Found, Measure, holds_data, is_navigation, rows_of, spans_of
from plancmp.sources.web.tags import (
    BOLD_TAGS,
    CONTROLS,
    HEADINGS,
    PRE_TAGS,
    SILENT,
    UNSEEN,
    is_block,
    is_hidden,
    is_highlighted,
    is_icon,
    line_of,
    list_label,
    style_of,
    tag_of,
    visible_text,
    weight,
    whole_number,
)
from plancmp.sources.web.words import PageWords
from plancmp.text.keeping import compiled
from plancmp.text.symbols import bullet

_WHITE = compiled(r"[ \t\r\n\f]+")
_MEANT = compiled(r" \r?\n|\n[ \t\r]*\n|\t +$")
"""A line end at a blank that was there: Office breaks the source there, and indents by tabs."""
_FIRST_CHINESE = "\u2e80"


class Mark(NamedTuple):
    """Something to say at a place: the code and text of a note, the name of a footnote or picture."""

    code: str
    text: str = ""
    target: str = ""


class Piece(NamedTuple):
    """Characters that begin on a line of the file, or a mark between them."""

    text: str
    line: int
    mark: Mark | None = None


class Para(msgspec.Struct, eq=False):
    """A paragraph as drawn."""

    element: etree._Element
    pieces: list[Piece] = []
    label: str = ""
    """The list number that is drawn before it."""
    level: int | None = None
    role: Role = "body"
    centred: bool = False
    broken: bool = False
    """It ends at a `<br>`, not at the end of its block."""
    chars: int = 0
    linked: int = 0
    """How many of its characters lead to other pages."""
    links: int = 0
    bold_chars: int = 0

    @property
    def text(self) -> str:
        """Its characters without the list number."""
        return "".join(piece.text for piece in self.pieces)


class Left(msgspec.Struct, eq=False):
    """Something left out between paragraphs, with the code of its note."""

    element: etree._Element
    code: str
    text: str = ""
    target: str = ""


class GridCell(msgspec.Struct, eq=False):
    """A cell of a table."""

    parts: list[Para | Left] = []
    colspan: int = 1
    continued: bool = False


class Grid(msgspec.Struct, eq=False):
    """A table that holds data."""

    element: etree._Element
    rows: list[list[GridCell]]

    def paragraphs(self) -> list[Para]:
        """The paragraphs of all cells."""
        return [part for row in self.rows for cell in row for part in cell.parts if isinstance(part, Para)]


Item = Para | Grid | Left


class _Look(NamedTuple):
    """What an element inherits from those around it."""

    bold: bool = False
    pre: bool = False
    centred: bool = False
    link: bool = False
    level: int | None = None
    role: Role = "body"


class Flow:
    """Reads a page into items; `measures` are those of its tables, `links` its footnotes."""

    def __init__(
        self,
        body: etree._Element,
        measures: dict[etree._Element, Measure],
        links: NoteLinks,
        words: PageWords,
    ) -> None:
        self.items: list[Item] = []
        self.footnotes: dict[str, list[Item]] = {}
        self._page = measures[body]
        self._measures = measures
        self._links = links
        self._words = words
        self._block = body
        self._para: Para | None = None
        self._gap: Literal["", " ", "\n"] = ""
        self._line = 1
        self._label = ""
        self._label_written = False
        """The number stands in the page, as Word writes it; a browser does not draw it."""
        self._numbers: dict[etree._Element, int] = {}
        self._continued = 0
        self._element(body, _Look())
        self._close()

    def _element(self, element: etree._Element, look: _Look) -> None:
        """Read an element with all that it holds. Calls itself once a level of the page."""
        tag = tag_of(element)
        if not tag:
            self._line += (element.text or "").count("\n")
            return
        self._line = line_of(element) or self._line
        style = style_of(element)
        if self._is_special(element, tag, style, look):
            return
        outer, block = self._block, is_block(tag, style)
        if block:
            self._close()
            self._block = element
            if tag == "li":
                self._number(element)
        look = self._look(element, tag, style, look)
        if element.text:
            self._characters(element.text, look)
        for child in element:
            self._element(child, look)
            if child.tail:
                self._characters(child.tail, look)
        if block:
            self._close()
            self._write_label()
            self._block = outer
            if tag == "li":
                self._label = ""
        elif tag == "a" and look.link and self._para is not None:
            self._para.links += 1

    def _is_special(
        self, element: etree._Element, tag: str, declared: Mapping[str, str], look: _Look
    ) -> bool:
        """Read an element that is no mere holder of text; False for those that are."""
        if tag in SILENT:
            self._skip(element)
        elif tag == "br":
            self._break_at(look)
        elif tag == "img":
            if not is_icon(element, declared):
                self._say(element, "image", target=element.get("src", ""))
        elif tag in CONTROLS:
            self._control(element, tag, declared)
        elif is_hidden(element, declared) or tag in UNSEEN:
            self._leave(element, "hidden")
        elif tag in ("del", "rt", "rp"):
            self._leave(element, "deleted" if tag == "del" else "ruby")
        elif tag == "table":
            return self._table(element, look)
        elif element in self._links.marks:
            self._say(element, "footnote", visible_text(element), self._links.marks[element])
            self._skip(element)
        elif element in self._links.returns:
            self._skip(element)
        elif element in self._links.notes:
            self._footnote(element, look)
        else:
            return bool(declared or element.get("class")) and self._is_word(element, tag, declared)
        return True

    def _is_word(self, element: etree._Element, tag: str, declared: Mapping[str, str]) -> bool:
        """Read what Word writes as HTML for things that HTML has not; False for anything else."""
        if declared.get("mso-list") == "ignore":
            label = _drawn(element)
            # Behind other words it is no number of a paragraph, and an unclosed one holds the whole page.
            if len(label) > LONGEST_LABEL or (self._para is not None and self._para.chars):
                return False
            self._write_label()
            self._label, self._label_written = label, bool(label)
            self._skip(element)
        elif declared.get("mso-element") == "comment":
            self._leave(element, "comment")
        elif "msocommentreference" in (element.get("class") or "").lower():
            self._skip(element)
        else:
            if is_highlighted(declared) and tag not in ("td", "th", "table", "tr", "body", "div"):
                self._say(element, "highlight", visible_text(element))
            return False
        return True

    def _look(self, element: etree._Element, tag: str, declared: Mapping[str, str], look: _Look) -> _Look:
        """The look of what stands in an element."""
        kind = (element.get("class") or "").lower() if element.get("class") else ""
        said = weight(declared) if declared else None
        bold = look.bold if said is None else said
        if tag in BOLD_TAGS and said is None:
            bold = True
        space = declared.get("white-space", "")
        align = declared.get("text-align") or (element.get("align") or "").lower()
        level = HEADINGS.get(tag, look.level)
        outline = declared.get("mso-outline-level", "")
        if outline.isdigit() and outline.isascii() and 1 <= int(outline) <= 9:
            level = int(outline)
        if tag == "ins":
            self._say(element, "inserted", visible_text(element))
        return _Look(
            bold,
            tag in PRE_TAGS or (space in ("pre", "pre-wrap") if space else look.pre),
            align == "center" if align else look.centred or tag == "center",
            look.link or (tag == "a" and self._leads_away(element.get("href"))),
            level,
            "toc" if kind.startswith("msotoc") else look.role,
        )

    def _leads_away(self, href: str | None) -> bool:
        """True for a link to another page; a file to take home is part of the article."""
        return is_navigation(href) and self._words.attachment.search(href or "") is None

    def _characters(self, text: str, look: _Look) -> None:
        """Append text, white space put together."""
        if look.pre:
            for number, line in enumerate(compiled(r"\r\n?|\n").split(text)):
                if number:
                    self._break()
                    self._line += 1
                if line:
                    self._word(line, look)
            return
        at = 0
        for gap in _WHITE.finditer(text):
            if gap.start() > at:
                self._word(text[at : gap.start()], look)
            lines = gap.group().count("\n")
            self._line += lines
            broken = lines > 0 and _MEANT.search(gap.group()) is None
            self._gap = "\n" if broken or self._gap == "\n" else " "
            at = gap.end()
        if at < len(text):
            self._word(text[at:], look)

    def _word(self, word: str, look: _Look) -> None:
        """Append characters without white space that could be put together."""
        para = self._para or self._open(look)
        chars = len("".join(word.split()))
        if self._gap and para.pieces:
            before = next((piece.text[-1] for piece in reversed(para.pieces) if piece.text), "")
            if self._gap == " " or before < _FIRST_CHINESE or word[0] < _FIRST_CHINESE:
                word = " " + word if before else word
        self._gap = ""
        para.pieces.append(Piece(word, self._line))
        para.chars += chars
        para.linked += chars if look.link else 0
        para.bold_chars += chars if look.bold else 0

    def _open(self, look: _Look) -> Para:
        """Begin a paragraph."""
        para = Para(self._block, [], self._label, look.level, look.role, look.centred)
        self._label, self._gap, self._para = "", "", para
        return para

    def _write_label(self) -> None:
        """A number that stands in the page, but before no words, is a paragraph of its own."""
        if self._label and self._label_written:
            label, self._label = self._label, ""
            self._word(label, _Look())
            self._close()

    def _close(self) -> None:
        """End the paragraph, if one is open."""
        para, self._para, self._gap = self._para, None, ""
        if para is None:
            return
        if para.chars:
            if para.chars > MARKED_LINE:
                para.level = None
            self.items.append(para)
            return
        self._label = para.label or self._label
        for piece in para.pieces:
            if piece.mark is not None and piece.mark.code != "footnote":
                self.items.append(Left(para.element, piece.mark.code, piece.mark.text))

    def _break(self) -> None:
        """A line break ends the paragraph."""
        if self._para is not None:
            self._para.broken = True
        self._close()

    def _break_at(self, look: _Look) -> None:
        """A `<br>` ends a paragraph; in a heading it only wraps the words."""
        if look.level is not None and self._para is not None and self._para.chars <= LONGEST_LINE:
            self._gap = "\n"
        else:
            self._break()

    def _say(self, element: etree._Element, code: str, text: str = "", target: str = "") -> None:
        """Say something at this place, in the paragraph if one is open."""
        mark = Mark(code, text, target)
        if self._para is None and code != "footnote":
            self.items.append(Left(element, code, text, target))
            return
        para = self._para or self._open(_Look())
        para.pieces.append(Piece("", self._line, mark))

    def _leave(self, element: etree._Element, code: str) -> None:
        """Leave an element out, and say so if there are words in it."""
        text = visible_text(element)
        if text:
            self._say(element, code, text)
        self._skip(element)

    def _skip(self, element: etree._Element) -> None:
        """Count the lines of an element that is not read."""
        inner: Any = element.itertext()
        self._line += sum(str(text).count("\n") for text in inner)

    def _control(self, element: etree._Element, tag: str, declared: Mapping[str, str]) -> None:
        """Words of a form are part of the page, not of an article."""
        text = visible_text(element)
        if tag == "input" and element.get("type", "text").lower() != "hidden":
            text = " ".join((element.get("value") or element.get("placeholder") or "").split())
        if text:
            code = "hidden" if is_hidden(element, declared) else "page-frame"
            self._say(element, code, text)
        self._skip(element)

    def _number(self, item: etree._Element) -> None:
        """Count an item of a list, and keep the number that is drawn before it."""
        around = item.getparent()
        if around is None or tag_of(around) != "ol":
            return
        step = -1 if around.get("reversed") is not None else 1
        if around not in self._numbers:
            first = 1 if step > 0 else sum(1 for child in around if tag_of(child) == "li")
            self._numbers[around] = whole_number(around.get("start"), first)
        number = whole_number(item.get("value"), self._numbers[around])
        self._numbers[around] = number + step
        self._write_label()
        self._label, self._label_written = list_label(item, number), False

    def _footnote(self, element: etree._Element, look: _Look) -> None:
        """Read a footnote apart from the text."""
        self._close()
        target = self._links.notes.pop(element)
        items, self.items = self.items, []
        self._element(element, look._replace(role="footnote", level=None))
        self._close()
        self._label = ""
        self.footnotes[target], self.items = self.items, items

    def _table(self, table: etree._Element, look: _Look) -> bool:
        """Read a table that holds data; False for one that only lays out the page."""
        measure = self._measures.get(table)
        if measure is None or not holds_data(table, measure, self._page, self._words.boxes):
            return False
        self._close()
        found = rows_of(table)
        for stray in found.strays:
            if isinstance(stray, str):
                self._characters(stray, look)
            else:
                self._element(stray, look)
        self._close()
        outer, self._block = self._block, table
        self.items.append(Grid(table, self._rows(found, _Look(role=look.role))))
        self._block = outer
        return True

    def _rows(self, found: Found, look: _Look) -> list[list[GridCell]]:
        """The rows of a table; cells that reach down from above are continued."""
        rows: list[list[GridCell]] = []
        held: dict[int, tuple[int, int]] = {}
        for row, cells in found.rows:
            if is_hidden(row, style_of(row)):
                self._leave(row, "hidden")
                continue
            made: list[GridCell] = []
            reaching: dict[int, tuple[int, int]] = {}
            column = 0
            for cell in cells:
                column = self._continue(held, reaching, column, made)
                columns, down = spans_of(cell)
                made.append(GridCell(self._cell(cell, look), columns))
                if down > 1:
                    reaching[column] = (down - 1, columns)
                column += columns
            for left in sorted(held):
                self._continue(held, reaching, left, made)
            held = reaching
            if cells:
                rows.append(made)
        return rows

    def _continue(
        self,
        held: dict[int, tuple[int, int]],
        reaching: dict[int, tuple[int, int]],
        column: int,
        made: list[GridCell],
    ) -> int:
        """Add the cells that reach down into this row at a column; returns the column behind them."""
        while column in held:
            down, columns = held.pop(column)
            self._continued += 1
            if self._continued > MOST_CONTINUED:
                if self._continued == MOST_CONTINUED + 1:
                    self.items.append(Left(self._block, "unsure-table"))
                held.clear()
                return column
            made.append(GridCell([], columns, True))
            if down > 1:
                reaching[column] = (down - 1, columns)
            column += columns
        return column

    def _cell(self, cell: etree._Element, look: _Look) -> list[Para | Left]:
        """What stands in a cell; a table inside of it gives its paragraphs."""
        items, self.items = self.items, []
        self._element(cell, look)
        self._close()
        read, self.items = self.items, items
        parts: list[Para | Left] = []
        for item in read:
            if isinstance(item, Grid):
                parts.extend(item.paragraphs())
            else:
                parts.append(item)
        return parts


def _drawn(element: etree._Element) -> str:
    """The list number that Word wrote into the page, a bullet as it looks."""
    text = "".join(visible_text(element).split())
    font = next(
        (style["font-family"] for part in element.iter() if "font-family" in (style := style_of(part))), ""
    )
    return bullet(font.split(",")[0].strip("\"' "), text)
