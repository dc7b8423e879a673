"""Surveys a part of a .docx file in one pass: what its paragraphs, runs and cells say about themselves.

A pass that stops only at the elements that matter is several times faster than asking each paragraph for
each property. It also tells which paragraphs hold nothing but words, so that these need no closer look.
"""

from collections.abc import Callable
from typing import Final

import msgspec
from lxml import etree

from plancmp.sources.word import tags
from plancmp.sources.word.styles import Styles
from plancmp.sources.word.tags import is_on, number, value

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WHITE = " \t\r\n"
_SPECIAL = (
    *(tags.TAB, tags.PTAB, tags.BR, tags.CR, tags.DEL_TEXT, tags.ALTERNATIVES, tags.MATH),
    *(tags.FIELD_MARK, tags.FIELD_CODE, tags.FIELD_SIMPLE),
    *(tags.FOOTNOTE_MARK, tags.ENDNOTE_MARK, tags.COMMENT_MARK),
    *(tags.W + name for name in ("sym", "noBreakHyphen", "ruby", "drawing", "pict", "object")),
)
_SPAN, _VERTICAL, _HORIZONTAL = f"{tags.W}gridSpan", f"{tags.W}vMerge", f"{tags.W}hMerge"
_CELL_DELETED, _BEFORE, _ROW = f"{tags.W}cellDel", f"{tags.W}gridBefore", f"{tags.W}trPr"
_MOST_COLUMNS: Final = 63
"""Word makes no tables with more."""


class ParagraphSaid(msgspec.Struct):
    """What a paragraph says itself; None where it leaves it to its style."""

    style: str | None = None
    list_id: str | None = None
    list_level: int | None = None
    outline: int | None = None
    """The outline level from 0, 9 for body text."""


class RunSaid(msgspec.Struct):
    """What a run says itself, or a paragraph about its mark (¶); None where it says nothing."""

    bold: bool | None = None
    hidden: bool | None = None
    style_bold: bool = False
    style_hidden: bool = False
    highlighted: bool = False
    inserted: bool = False
    deleted: bool = False


class CellSaid(msgspec.Struct):
    """How a cell is merged."""

    span: int = 1
    vertical: str = ""
    """`restart` or `continue` for a cell that goes over several rows."""
    joins: bool = False
    """It goes on with the cell before it (`w:hMerge`)."""
    deleted: bool = False


class RowSaid(msgspec.Struct):
    """What a row says about itself."""

    before: int = 0
    """The columns of the grid that it leaves free at its start."""
    inserted: bool = False
    deleted: bool = False


class Survey:
    """What the paragraphs, runs, rows and cells of a part say; what says nothing is not in it."""

    def __init__(self, root: etree._Element, styles: Styles) -> None:
        self.words: dict[etree._Element, list[str]] = {}
        """The words of the paragraphs that hold nothing but words, in pieces."""
        self.paragraphs: dict[etree._Element, ParagraphSaid] = {}
        self.marks: dict[etree._Element, RunSaid] = {}
        """What paragraphs say about their marks (¶)."""
        self.runs: dict[etree._Element, RunSaid] = {}
        self.rows: dict[etree._Element, RowSaid] = {}
        self.cells: dict[etree._Element, CellSaid] = {}
        self.framing: set[etree._Element] = set()
        """The cells that hold tables."""
        self._styles = styles
        self._special: set[etree._Element] = set()
        self._readers = self._make_readers()
        self._walk(root)
        for paragraph in self._special:
            self.words.pop(paragraph, None)

    def _make_readers(self) -> dict[str, Callable[[etree._Element, etree._Element], None]]:
        """What to do with an element and the paragraph begun last before it."""
        paragraph_tags = (tags.STYLE, tags.NUM_ID, tags.LEVEL_ID, tags.OUTLINE)
        run_tags = (tags.BOLD, tags.HIDDEN, tags.HIGHLIGHT, tags.RUN_STYLE)
        return {
            **dict.fromkeys(_SPECIAL, self._special_thing),
            **dict.fromkeys(paragraph_tags, self._paragraph_property),
            **dict.fromkeys(run_tags, self._run_property),
            **dict.fromkeys((tags.INS, tags.DEL, tags.MOVE_FROM, tags.MOVE_TO), self._change),
            **dict.fromkeys((_SPAN, _VERTICAL, _HORIZONTAL, _CELL_DELETED), self._cell_property),
            _BEFORE: self._columns_before,
            tags.TBL: self._table,
            tags.BOX_CONTENT: self._box,
            tags.NEW_BOX: self._box,
            tags.SDT: self._control,
        }

    def _walk(self, root: etree._Element) -> None:
        """Go through the part once."""
        readers = self._readers
        words = self.words
        last = root
        pieces: list[str] = []
        for element in root.iter(tags.P, tags.T, *readers):
            tag = element.tag
            if tag == tags.T:
                if text := element.text:
                    pieces.append(text if text[0] > " " < text[-1] else words_of(element, text))
            elif tag == tags.P:
                if element.getparent() is last and last.tag == tags.P:
                    self._special.update((last, element))
                pieces = words[element] = []
                last = element
            else:
                readers[tag](element, last)

    def _special_thing(self, _: etree._Element, paragraph: etree._Element) -> None:
        """Something that is not just words."""
        self._special.add(paragraph)

    def _box(self, element: etree._Element, _: etree._Element) -> None:
        """A text box stands inside of a paragraph, so that words after it are not those of its last one."""
        self._special.update(element.iter(tags.P))

    def _control(self, element: etree._Element, paragraph: etree._Element) -> None:
        """A content control inside of a paragraph, which in a damaged file holds paragraphs of its own."""
        inner = element.getparent() is paragraph and list(element.iter(tags.P))
        if inner:
            self._special.update((paragraph, *inner))

    def _table(self, element: etree._Element, _: etree._Element) -> None:
        """A table inside of a cell."""
        parent = element.getparent()
        while parent is not None and parent.tag not in (tags.TC, tags.P, tags.TBL):
            parent = parent.getparent()
        if parent is not None and parent.tag == tags.TC:
            self.framing.add(parent)

    def _paragraph_property(self, element: etree._Element, _: etree._Element) -> None:
        """What a paragraph says: its style, list, level."""
        tag = element.tag
        parent = element.getparent()
        if parent is not None and tag in (tags.NUM_ID, tags.LEVEL_ID):
            parent = parent.getparent()
        owner = None if parent is None else parent.getparent()
        if owner is None or owner.tag != tags.P:
            return
        said = self.paragraphs.get(owner)
        if said is None:
            said = self.paragraphs[owner] = ParagraphSaid()
        if tag == tags.STYLE:
            said.style = value(element)
        elif tag == tags.NUM_ID:
            said.list_id = value(element)
        elif tag == tags.LEVEL_ID:
            said.list_level = number(element.get(tags.VAL))
        else:
            said.outline = number(element.get(tags.VAL), 9)

    def _said_in(self, element: etree._Element, paragraph: etree._Element) -> RunSaid | None:
        """What the run or the paragraph mark says in whose properties an element stands."""
        properties = element.getparent()
        owner = None if properties is None or properties.tag != tags.RPR else properties.getparent()
        if owner is None:
            return None
        table = self.runs
        if owner.tag == tags.PPR:
            owner, table = owner.getparent(), self.marks
            if owner is None:
                return None
        else:
            self._special.add(paragraph)
        said = table.get(owner)
        if said is None:
            said = table[owner] = RunSaid()
        return said

    def _run_property(self, element: etree._Element, paragraph: etree._Element) -> None:
        """What a run says: bold, hidden, highlighted, its style."""
        said = self._said_in(element, paragraph)
        if said is None:
            return
        tag = element.tag
        if tag == tags.BOLD:
            said.bold = is_on(element)
        elif tag == tags.HIDDEN:
            said.hidden = is_on(element)
        elif tag == tags.HIGHLIGHT:
            said.highlighted = is_on(element)
        else:
            style = self._styles.character(value(element))
            said.style_bold, said.style_hidden = style.bold, style.hidden

    def _change(self, element: etree._Element, paragraph: etree._Element) -> None:
        """A tracked change: of a row, of a paragraph mark, or around runs."""
        deleted = element.tag in (tags.DEL, tags.MOVE_FROM)
        parent = element.getparent()
        if parent is not None and parent.tag == _ROW:
            row = self._row(parent)
            row.deleted |= deleted
            row.inserted |= not deleted
        elif parent is not None and parent.tag == tags.RPR:
            said = self._said_in(element, paragraph)
            if said is not None:
                said.deleted |= deleted
                said.inserted |= not deleted
        else:
            self._special.add(paragraph)

    def _columns_before(self, element: etree._Element, _: etree._Element) -> None:
        """The free columns at the start of a row."""
        properties = element.getparent()
        if properties is not None and properties.tag == _ROW:
            self._row(properties).before = number(element.get(tags.VAL), 0, _MOST_COLUMNS)

    def _row(self, properties: etree._Element) -> RowSaid:
        """What a row says, by its properties."""
        row = properties.getparent()
        return RowSaid() if row is None else self.rows.setdefault(row, RowSaid())

    def _cell_property(self, element: etree._Element, _: etree._Element) -> None:
        """How a cell is merged."""
        properties = element.getparent()
        cell = None if properties is None else properties.getparent()
        if cell is None or cell.tag != tags.TC:
            return
        said = self.cells.get(cell)
        if said is None:
            said = self.cells[cell] = CellSaid()
        tag = element.tag
        if tag == _SPAN:
            said.span = max(number(element.get(tags.VAL), 1, _MOST_COLUMNS), 1)
        elif tag == _VERTICAL:
            said.vertical = value(element, "continue")
        elif tag == _HORIZONTAL:
            said.joins = value(element, "continue") == "continue"
        else:
            said.deleted = True


def words_of(element: etree._Element, text: str) -> str:
    """The text of an element; white space at its ends counts only where the file says so."""
    if (text[0] in _WHITE or text[-1] in _WHITE) and element.get(_SPACE) != "preserve":
        return text.strip(_WHITE)
    return text
