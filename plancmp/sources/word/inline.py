"""Reads what stands inside of one paragraph of a .docx file: its text, and what was left out of it.

Insertions are kept and deletions dropped, each with a note; of a field the result is kept, of a ruby the
base, of an AlternateContent one branch; a tab becomes a space. What is drawn beside the text (boxes) is
handed on, for the caller reads it after the paragraph.
"""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

import msgspec
from lxml import etree

from plancmp.sources.lines.cleaning import Removed, clean
from plancmp.sources.word import tags
from plancmp.sources.word.drawings import find_drawn
from plancmp.sources.word.notes import Notes, plain_text
from plancmp.sources.word.package import Kind
from plancmp.sources.word.styles import Style
from plancmp.sources.word.survey import RunSaid, Survey, words_of
from plancmp.sources.word.tags import chosen, font_of
from plancmp.text.keeping import compiled
from plancmp.text.list_numbers import format_number
from plancmp.text.symbols import symbol

_FIELD_TYPE, _INSTRUCTION = f"{tags.W}fldCharType", f"{tags.W}instr"
_CUSTOM_MARK, _FONT, _CHARACTER = f"{tags.W}customMarkFollows", f"{tags.W}font", f"{tags.W}char"
_RUBY_TEXT = f"{tags.W}rt"
_CIRCLED = compiled(r"\s*EQ\s*\\o(?:\\a[clr])?\s*\(\s*[○〇◯]\s*[,，;]\s*(\S{1,3})\s*\)\s*", re.IGNORECASE)
_SYMBOLS = compiled("[\uf000-\uf0ff]")
_UNSEEN_FIELDS = ("EQ", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "FORMCHECKBOX", "FORMDROPDOWN")

MarkCode = Literal[
    "deleted", "comment", "highlight", "hidden", "image", "unreadable", "ruby", "footnotes", "endnotes"
]


class Mark(msgspec.Struct):
    """Something to say at a place of a line: a note's code and its text in pieces, or a footnote's id."""

    piece: int
    """How many pieces of the line stand before it."""
    code: MarkCode | Literal["removed"]
    texts: list[str] = []
    custom: str | None = None
    """The mark that the writer gave a footnote."""
    removed: list[Removed] | None = None


class Line(msgspec.Struct):
    """What a paragraph holds, in pieces; a piece that is a line break is a break of the paragraph."""

    pieces: list[str] = []
    sources: list[tuple[etree._Element, str]] = []
    """The elements that the pieces come from, in order, each with its text before it was cleaned."""
    marks: list[Mark] = []
    boxes: list[etree._Element | str] = []
    """The content of text boxes anchored here, the words of WordArt, pictures, charts and diagrams; and
    paragraphs and tables that a damaged file has inside of the paragraph."""
    insertions: int = 0
    bold: bool = False
    """Some of its words are bold."""
    plain: bool = False
    """Some of its words are not bold."""
    contents: bool = False
    """Its words are the result of a TOC field."""

    def bare(self) -> bool:
        """True if there is nothing to see in it and nothing to say about it."""
        return not (self.pieces or self.marks or self.boxes or self.insertions)


def placed(line: Line) -> list[tuple[int, Mark]]:
    """The marks of a line, each with the number of characters before it."""
    offsets = [0]
    for piece in line.pieces:
        offsets.append(offsets[-1] + len(piece))
    return [(offsets[mark.piece], mark) for mark in line.marks]


class _Field(msgspec.Struct):
    """A field that was begun: its code, and whether its result was reached."""

    code: str = ""
    reached: bool = False
    contents: bool = False


class _Look(NamedTuple):
    """How the run at hand looks."""

    bold: bool = False
    hidden: bool = False
    highlighted: bool = False


_PLAIN = _Look()


class LineReader:
    """Reads the paragraphs of one part, one after the other; fields may run through several of them."""

    def __init__(self, root: etree._Element, survey: Survey, notes: Notes) -> None:
        self._runs = survey.runs
        self._notes = notes
        self._line = Line()
        self._base = _PLAIN
        self._look = _PLAIN
        self._run: etree._Element | None = None
        self._deleted: list[str] | None = None
        self._fields: list[_Field] = []
        self._codes = 0
        """How many fields are open whose result was not yet reached."""
        self._contents = 0
        self._in_mark = False
        self._stretch: tuple[Mark | None, int] = (None, 0)
        """The last mark about a stretch of text, and the number of pieces up to the end of it."""
        self._balanced = _is_balanced(root)
        self._handlers: dict[str, Callable[[etree._Element], None]] = self._make_handlers()

    def read(self, paragraph: etree._Element, style: Style, line: Line) -> None:
        """Append what a paragraph holds to a line."""
        self._line = line
        self._base = _Look(style.bold, style.hidden) if style.bold or style.hidden else _PLAIN
        self._look = self._base
        self._inline(paragraph)

    @property
    def idle(self) -> bool:
        """True if no field or table of contents is open, so that words are just words."""
        return not (self._fields or self._contents)

    def in_contents(self, change: int) -> None:
        """Go into (1) or out of (-1) something that the format marks as a table of contents."""
        self._contents += change

    def _make_handlers(self) -> dict[str, Callable[[etree._Element], None]]:
        """What to do with each element; others say nothing."""
        within = ("hyperlink", "smartTag", "customXml", "dir", "bdo", "ruby", "rubyBase")
        handlers: dict[str, Callable[[etree._Element], None]] = {}
        handlers |= dict.fromkeys((tags.W + name for name in within), self._inline)
        handlers |= dict.fromkeys((tags.W + name for name in ("drawing", "pict", "object")), self._drawing)
        return handlers | {
            tags.W + "noBreakHyphen": lambda element: self._put("-", element),
            tags.R: self._read_run,
            tags.T: self._text,
            tags.DEL_TEXT: self._text,
            tags.TAB: self._tab,
            tags.PTAB: self._tab,
            tags.BR: self._break,
            tags.CR: self._break,
            tags.W + "sym": self._symbol,
            tags.INS: self._inserted,
            tags.MOVE_TO: self._inserted,
            tags.DEL: self._delete,
            tags.MOVE_FROM: self._delete,
            tags.SDT: self._control,
            tags.P: lambda element: self._line.boxes.append(element),
            tags.TBL: lambda element: self._line.boxes.append(element),
            tags.FIELD_MARK: self._field_mark,
            tags.FIELD_CODE: self._field_code,
            tags.FIELD_SIMPLE: self._simple_field,
            tags.FOOTNOTE_MARK: lambda element: self._note_mark("footnotes", element),
            tags.ENDNOTE_MARK: lambda element: self._note_mark("endnotes", element),
            tags.COMMENT_MARK: self._comment,
            tags.ALTERNATIVES: self._alternatives,
            _RUBY_TEXT: self._ruby_text,
            tags.MATH: self._math,
            tags.MATH_BLOCK: self._math,
        }

    def _inline(self, parent: etree._Element) -> None:
        """Read the children of an element that only groups them."""
        handlers = self._handlers
        for child in parent:
            handler = handlers.get(child.tag)
            if handler is not None:
                handler(child)

    def _read_run(self, run: etree._Element) -> None:
        """Read a run in its own look."""
        said = self._runs.get(run) if self._runs else None
        self._look = self._base if said is None else self._look_of(said)
        self._run = run
        self._in_mark = False
        handlers = self._handlers
        for child in run:
            tag = child.tag
            if tag == tags.T:
                self._text(child)
            elif tag != tags.RPR:
                handler = handlers.get(tag)
                if handler is not None:
                    handler(child)

    def _look_of(self, said: RunSaid) -> _Look:
        """The look of a run: what it says itself, else its two styles, which cancel each other out."""
        base = self._base
        return _Look(
            base.bold != said.style_bold if said.bold is None else said.bold,
            base.hidden != said.style_hidden if said.hidden is None else said.hidden,
            said.highlighted,
        )

    def _text(self, element: etree._Element) -> None:
        """Text, whose white space at both ends counts only where the file says so."""
        if text := element.text:
            self._put(words_of(element, text), element)

    def _put(self, text: str, element: etree._Element) -> None:
        """Append characters to the line, or to what is left out of it."""
        if self._codes or self._in_mark or not text:
            return
        if self._deleted is not None:
            self._deleted.append(text)
            return
        line, look = self._line, self._look
        if look.hidden:
            self._join_mark("hidden", text, 0)
            return
        line.sources.append((element, text))
        if not is_clean(text):
            text = self._cleaned(text)
        if look.highlighted:
            self._join_mark("highlight", text, 1)
        line.pieces.append(text)
        if not text.isspace():
            if look.bold:
                line.bold = True
            else:
                line.plain = True
            if self._contents:
                line.contents = True

    def _join_mark(self, code: Literal["hidden", "highlight"], text: str, grows: int) -> None:
        """Say something about a stretch of text, and once only where it goes on in the next run."""
        line = self._line
        here = len(line.pieces)
        mark, end = self._stretch
        if mark is not None and mark.code == code and end == here and line.marks and line.marks[-1] is mark:
            mark.texts.append(text)
        else:
            mark = Mark(here, code, [text])
            line.marks.append(mark)
        self._stretch = (mark, here + grows)

    def _cleaned(self, text: str) -> str:
        """The text without what nobody sees; characters of a symbol font as what they look like."""
        text = text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
        if _SYMBOLS.search(text):
            text = self._symbols_of_font(text)
        cleaned = clean(text)
        if cleaned.removed:
            self._line.marks.append(Mark(len(self._line.pieces), "removed", removed=cleaned.removed))
        return cleaned.text

    def _symbols_of_font(self, text: str) -> str:
        """The text with the characters of the run's symbol font as what they look like."""
        properties = None if self._run is None else self._run.find(tags.RPR)
        font = "" if properties is None else font_of(properties)
        return _SYMBOLS.sub(lambda found: symbol(font, found.group()) or found.group(), text)

    def _mark(self, code: MarkCode, text: str = "") -> None:
        """Say something at this place, unless the place itself is left out."""
        if not self._codes and self._deleted is None:
            self._line.marks.append(Mark(len(self._line.pieces), code, [text] if text else []))

    def _tab(self, element: etree._Element) -> None:
        """A tab parts words; those of the paragraph's ends are cut off later."""
        self._put(" ", element)

    def _break(self, _: etree._Element) -> None:
        """A line, column or page break."""
        if not self._codes and self._deleted is None and not self._look.hidden:
            self._line.pieces.append("\n")

    def _symbol(self, element: etree._Element) -> None:
        """A character of a symbol font, or a note where it is not known."""
        code = element.get(_CHARACTER, "")
        character = chr(int(code, 16)) if compiled("[0-9A-Fa-f]{1,4}").fullmatch(code) else ""
        known = symbol(element.get(_FONT, ""), character) if character else None
        if known:
            self._put(known, element)
        elif character and not "\ud800" <= character <= "\uf8ff" and character.isprintable():
            self._put(character, element)
        else:
            self._mark("unreadable", f"{element.get(_FONT, '')} {code}".strip())

    def _inserted(self, element: etree._Element) -> None:
        """A tracked insertion: kept."""
        self._line.insertions += 1
        self._inline(element)

    def _delete(self, element: etree._Element) -> None:
        """A tracked deletion: dropped, with a note that holds its text."""
        outer, self._deleted = self._deleted, []
        self._inline(element)
        text, self._deleted = "".join(self._deleted), outer
        if outer is not None:
            outer.append(text)
        elif text:
            self._mark("deleted", text)

    def _control(self, element: etree._Element) -> None:
        """A content control: its content."""
        for content in element.iterchildren(tags.SDT_CONTENT):
            self._inline(content)

    def _field_mark(self, element: etree._Element) -> None:
        """The begin, the middle or the end of a field."""
        if not self._balanced:
            return
        kind = element.get(_FIELD_TYPE)
        if kind == "begin":
            self._fields.append(_Field())
            self._codes += 1
        elif self._fields and kind == "separate":
            self._reach(self._fields[-1])
        elif self._fields and kind == "end":
            self._end(self._fields.pop(), element)

    def _reach(self, field: _Field) -> None:
        """From here on comes what a field shows."""
        if not field.reached:
            field.reached = True
            self._codes -= 1
            field.contents = _name(field.code) == "TOC"
            self._contents += field.contents

    def _end(self, field: _Field, mark: etree._Element) -> None:
        """Close a field; one that keeps no result may still show something."""
        if field.reached:
            self._contents -= field.contents
            return
        self._codes -= 1
        circled = _CIRCLED.fullmatch(field.code)
        if circled:
            inner = circled.group(1)
            small = inner.isascii() and inner.isdigit() and int(inner) <= 20
            self._put(format_number(int(inner), "decimalEnclosedCircle") if small else inner, mark)
        elif _name(field.code) in _UNSEEN_FIELDS:
            self._mark("unreadable", field.code.strip())

    def _field_code(self, element: etree._Element) -> None:
        """The code of the field at hand; it is no text."""
        if self._fields and len(self._fields[-1].code) < 200:
            self._fields[-1].code += element.text or ""

    def _simple_field(self, element: etree._Element) -> None:
        """A field whose result it holds."""
        contents = _name(element.get(_INSTRUCTION, "")) == "TOC"
        self._contents += contents
        self._inline(element)
        self._contents -= contents

    def _note_mark(self, kind: Kind, element: etree._Element) -> None:
        """The mark of a footnote or endnote; one that the writer gave follows in the same run."""
        custom = None
        if element.get(_CUSTOM_MARK, "0") in ("1", "true", "on"):
            custom = "".join(sibling.text or "" for sibling in element.itersiblings(tags.T)).strip()
            self._in_mark = True
        if not self._codes and self._deleted is None and not self._look.hidden:
            code: MarkCode = "footnotes" if kind == "footnotes" else "endnotes"
            self._line.marks.append(Mark(len(self._line.pieces), code, [element.get(tags.ID, "")], custom))

    def _comment(self, element: etree._Element) -> None:
        """The mark of a comment."""
        text = self._notes.comment(element.get(tags.ID, ""))
        if text is not None:
            self._line.marks.append(Mark(len(self._line.pieces), "comment", [text]))

    def _alternatives(self, element: etree._Element) -> None:
        """Two ways to draw the same thing: one of them."""
        branch = chosen(element)
        if branch is not None:
            self._inline(branch)
        elif len(element):
            self._mark("unreadable", plain_text(element))

    def _ruby_text(self, element: etree._Element) -> None:
        """The reading above a character: left out."""
        self._mark("ruby", plain_text(element))

    def _math(self, element: etree._Element) -> None:
        """The characters of a formula, in a row."""
        self._put("".join(part.text or "" for part in element.iter(tags.MATH_TEXT)), element)

    def _drawing(self, element: etree._Element) -> None:
        """Pictures and text boxes."""
        if self._deleted is not None or self._look.hidden:
            self._put(plain_text(element), element)
        elif not self._codes:
            self._line.boxes += [drawn.text or drawn.element for drawn in find_drawn(element)]


def is_clean(text: str) -> bool:
    """True if there is nothing in a text that `sources.lines.cleaning` would take out, and no tab."""
    return text.isprintable() or text.replace("\u3000", "").replace("\u00a0", "").isprintable()


def _name(code: str) -> str:
    """The first word of a field code, in capitals."""
    words = code.split(None, 1)
    return words[0].upper() if words else ""


def _is_balanced(root: etree._Element) -> bool:
    """True if every field that is begun is ended; else a broken one would swallow the rest of the text."""
    depth = 0
    for element in root.iter(tags.FIELD_MARK):
        kind = element.get(_FIELD_TYPE)
        depth += (kind == "begin") - (kind == "end")
        if depth < 0:
            return False
    return depth == 0
