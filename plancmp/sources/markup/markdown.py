"""Markdown to a `Document`: headings, paragraphs, lists, pipe tables, footnotes; marks go to notes.

Follows CommonMark 0.31 and the tables of GitHub. It is read here and not by markdown-it-py because that
gives a token the lines it stands on and no columns, and an inline token no place at all, while each
word here must be found again in the file. Four differences, all for plans: a line that begins with a
number or label (一、（一）) begins a paragraph; an indent of four spaces is an indent and no code; the
line under a table that has no bar is no row of it; >95 and > 95 are values and no quotations.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice, pairwise, takewhile
from math import inf
from typing import NamedTuple

import msgspec

from plancmp.model.document import Document, Paragraph, Role
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.layout.furniture import is_page_number
from plancmp.sources.layout.oneline import part_framed
from plancmp.sources.layout.wrapping import begins_with_label, first_unit, label_end
from plancmp.sources.lines.cleaning import CleanLine, Removed, clean_lines
from plancmp.sources.lines.splitting import split_lines
from plancmp.sources.lines.writing import LineWriter, Stretch, joint, whole
from plancmp.sources.markup.inline import FootMark, Kept, read_inline
from plancmp.sources.plain.tables import FoundTable, find_tables, write_table
from plancmp.sources.tables.separators import cell_spans, is_rule
from plancmp.sources.tables.tabbed import TabCells
from plancmp.sources.thresholds import LONGEST_LINE, OPENING, SLACK, WIDEST
from plancmp.text.keeping import compiled
from plancmp.text.width import display_width

_HEADING = compiled(r"[ ]{0,3}(#{1,6})(?:[ \t\u3000]+|$)")
_HEADING_END = compiled(r"(?:^|[ \t]+)#+[ \t]*$")
_UNDERLINE = compiled(r"[ ]{0,3}(={3,}|-{3,})[ \t]*$")
_RULE = compiled(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BULLET = compiled(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_NUMBERED = compiled(r"[ \t]*\d{1,3}[.)、．][ \t]*(?=\S)")
_QUOTE = compiled(r"[ ]{0,3}(?!> *=? *\d[\d.,]* *[^\s\d]{0,4} *$)(?:>(?=[ \t>]|$)[ \t]?|>(?=[^\d\s]))+")
_FENCE = compiled(r"[ ]{0,3}(`{3,}|~{3,})([^`]*)$")
_DEFINITION = compiled(r"[ ]{0,3}\[\^([^\[\]\s]{1,60})\]:[ \t]*")
_TAG = compiled(r"<[^<>]*>")
_HTML_TABLE = compiled(r"<(/?)table\b[^<>]*(?:>|$)", re.IGNORECASE)
_HARD_END = compiled(r"(?:[ ]{2,}|\\)$")
_EMPTY_ROW = compiled(r"[ \t]*\|[-:| \t]*$")
_BEGINS = compiled(r"[ ]{0,3}(?:#{1,6}[ \t]|[-*+][ \t]|>|\|)")
"""A line that begins a block by its mark, whatever stands above it."""
_KEY = compiled(r"[\w-]+[ \t]*:|[ \t]+\S|[ \t]*-[ \t]|#|$")


def looks_like_markdown(text: str) -> bool:
    """True for text that shows headings with `#` or a pipe table; a few stars or dashes prove nothing.

    >>> looks_like_markdown("# 规划\\n\\n## 一、总体要求\\n"), looks_like_markdown("- 一\\n- 二\\n")
    (True, False)
    """
    headings = 0
    before = ""
    for line in text.splitlines():
        if line.startswith("#") and _HEADING.match(line) and not is_page_number(line) and line.strip("# \t"):
            headings += 1
            if headings == 2:
                return True
        elif _is_ruled(before, line) or _HTML_TABLE.match(line):
            return True
        before = line
    return headings == 1 and _HEADING.match(text.lstrip("\ufeff\r\n")) is not None


def _is_ruled(header: str, line: str) -> bool:
    """Whether a line is the rule under a table's header: as many columns as that, and a bar."""
    if "|" not in line or "|" not in header or not is_rule(line):
        return False
    return len(cell_spans(header, "|")) == len(cell_spans(line, "|"))


def read_markdown(text: str, encoding: str | None) -> Document:
    """Read Markdown: blocks with their places, marks left out of the text and listed in the notes."""
    return _Reader(part_framed(clean_lines(split_lines(text))), encoding).read()


class _Block(msgspec.Struct):
    """An open paragraph: the parts of lines that belong to it."""

    stretches: list[Stretch] = []
    footnote: str | None = None


class _Mark(NamedTuple):
    """The place of a footnote's mark in the text."""

    offset: int
    mark: str


class _Reader:
    """Reads the blocks of a Markdown text from top to bottom."""

    def __init__(self, lines: Sequence[CleanLine], encoding: str | None) -> None:
        self._builder = DocumentBuilder("markdown")
        self._builder.encoding = encoding
        self._lines = lines
        self._writer = LineWriter(self._builder, lines)
        self._block = _Block()
        self._marks: list[_Mark] = []
        self._definitions: dict[str, list[list[Stretch]]] = {}
        defined = (_DEFINITION.match(line.text) for line in lines)
        self._defined = {found[1] for found in defined if found}
        self._ends_comment = max((at for at, line in enumerate(lines) if "-->" in line.text), default=-1)
        self._pages = _html_tables(lines)
        self._tables = dict(self._find_tables())
        self._ends = _paragraph_ends(self._outside())

    def read(self) -> Document:
        """The whole document."""
        at = self._front_matter()
        while at < len(self._lines):
            at = self._read_line(at)
        self._close()
        self._write_footnotes()
        return self._writer.finish()

    def _front_matter(self) -> int:
        """Leave out settings between --- lines at the very start; returns the first line behind."""
        if not self._lines or self._lines[0].text.rstrip() != "---":
            return 0
        for at in range(1, min(len(self._lines), OPENING)):
            text = self._lines[at].text.rstrip()
            if text in ("---", "...") and at > 1:
                text = "\n".join(line.text for line in self._lines[: at + 1])
                self._leave_out("front-matter", text, self._lines[0])
                return at + 1
            if not _KEY.match(text):
                break
        return 0

    def _read_line(self, at: int) -> int:
        """Read the block that line `at` begins or goes on with; returns the next line."""
        line = self._lines[at]
        start = self._unquoted(line)
        rest = line.text[start:]
        self._quote_mark(line, start)
        if not rest.strip():
            self._close()
            return at + 1
        behind = self._read_region(at, start, rest)
        if behind is not None:
            return behind
        if self._block.stretches and _UNDERLINE.match(rest) and not self._is_footnote():
            self._leave_out("markup", rest.strip(), line, start)
            self._close(level=1 if "=" in rest else 2)
        elif _RULE.match(rest) or _EMPTY_ROW.match(rest):
            self._close()
            self._leave_out("markup", rest.strip(), line, start)
        elif found := _HEADING.match(rest):
            self._heading(line, start, found)
        else:
            self._text(line, start, rest)
        return at + 1

    def _read_region(self, at: int, start: int, rest: str) -> int | None:
        """Read a block of several lines that begins here: a comment, a code block, a table."""
        if rest.lstrip().startswith("<!--") and at <= self._ends_comment:
            return self._comment(at, start)
        if found := _FENCE.match(rest):
            self._leave_out("markup", rest.strip(), self._lines[at], start)
            return self._fenced(at, found)
        if at in self._pages:
            return self._html_table(at, start)
        return self._table(self._tables[at]) if at in self._tables else None

    def _find_tables(self) -> Iterator[tuple[int, FoundTable]]:
        """The tables by their first line; headings, items of lists and comments part them."""
        tabs = TabCells(fewest=2)
        for ours, run in groupby(enumerate(self._tabular()), key=lambda each: each[1] is not None):
            if ours:
                numbers, lines = zip(*run, strict=True)
                for table in find_tables(lines, tabs):
                    table.first += numbers[0]
                    table.behind += numbers[0]
                    yield table.first, table

    def _outside(self) -> list[str]:
        """The lines outside of tables, an empty one in the place of each of those."""
        texts = [line.text.strip() for line in self._lines]
        inside = [(table.first, table.behind) for table in self._tables.values()]
        for first, behind in (*inside, *((at, last + 1) for at, (_, last, _) in self._pages.items())):
            texts[first:behind] = [""] * (behind - first)
        return texts

    def _tabular(self) -> Iterator[CleanLine | None]:
        """The lines where tables may stand, the marks of quotations blank."""
        comment = table = False
        for at, line in enumerate(self._lines):
            comment = comment or ("<!--" in line.text and at <= self._ends_comment)
            table = table or at in self._pages
            start = self._unquoted(line)
            text = line.text
            if comment or table or _HEADING.match(text, start) or _BULLET.match(text, start):
                yield None
            else:
                yield line._replace(text=" " * start + text[start:]) if start else line
            comment = comment and "-->" not in text
            table = table and "</table" not in text.lower()

    def _unquoted(self, line: CleanLine) -> int:
        """Where the words of a line begin behind the marks of a quotation."""
        found = _QUOTE.match(line.text)
        return found.end() if found else 0

    def _is_footnote(self) -> bool:
        return self._block.footnote is not None

    def _heading(self, line: CleanLine, start: int, found: re.Match[str]) -> None:
        self._close()
        begin = start + found.end()
        closing = _HEADING_END.search(line.text, begin)
        end = closing.start() if closing else len(line.text)
        self._leave_out("markup", found[1], line, start + found.start(1))
        if closing:
            self._leave_out("markup", closing.group().strip(), line, closing.start())
        self._builder.block(self._paragraph([Stretch(line, begin, end)], level=len(found[1])))

    def _text(self, line: CleanLine, start: int, rest: str) -> None:
        """Add a line of words to the open paragraph, or begin one."""
        definition = _DEFINITION.match(rest)
        bullet = None if definition else _BULLET.match(rest)
        if definition or bullet or self._begins_paragraph(rest):
            self._close()
        mark = definition or bullet
        if mark:
            self._leave_out("markup", mark.group().strip(), line, start)
            start += mark.end()
        if definition:
            self._block.footnote = definition[1]
        self._block.stretches.append(Stretch(line, start, len(line.text)))

    def _begins_paragraph(self, rest: str) -> bool:
        """Whether a line of words goes on with nothing: its number, its indent or a hard break says so."""
        stretches = self._block.stretches
        if stretches and _HARD_END.search(stretches[-1].text):
            stretches[-1] = self._without_break(stretches[-1])
            return True
        if stretches and stretches[-1].line.number in self._ends:
            return True
        return _NUMBERED.match(rest) is not None or begins_with_label(rest) or rest.startswith("\u3000")

    def _quote_mark(self, line: CleanLine, start: int) -> None:
        marks = line.text[:start].strip()
        if marks:
            self._leave_out("markup", marks, line)

    def _close(self, level: int | None = None) -> None:
        """Write the open paragraph, or keep it for the end if it is a footnote."""
        block, self._block = self._block, _Block()
        if not block.stretches:
            return
        if block.footnote is None:
            self._builder.block(self._paragraph(block.stretches, level=level))
        else:
            self._definitions.setdefault(block.footnote, []).append(block.stretches)

    def _comment(self, at: int, start: int) -> int:
        """Leave out a comment that may run over lines; words behind it are read as a line."""
        self._close()
        first = at
        while "-->" not in self._lines[at].text[start if at == first else 0 :]:
            at += 1
            if at == len(self._lines):
                return self._unclosed(first, start)
        line = self._lines[at]
        end = line.text.index("-->", start if at == first else 0) + 3
        words = [each.text for each in self._lines[first:at]]
        words.append(line.text[start if at == first else 0 : end])
        begin = self._lines[first].text.index("<!--", start)
        self._leave_out("comment", "\n".join(words).strip(), self._lines[first], begin)
        if line.text[end:].strip():
            self._block.stretches.append(Stretch(line, end, len(line.text)))
        return at + 1

    def _unclosed(self, at: int, start: int) -> int:
        """A comment that nothing ends is text."""
        line = self._lines[at]
        self._block.stretches.append(Stretch(line, start, len(line.text)))
        return at + 1

    def _fenced(self, at: int, found: re.Match[str]) -> int:
        """A code block: its lines stand as they are, a paragraph each."""
        self._close()
        fence = found[1]
        for number in range(at + 1, len(self._lines)):
            line = self._lines[number]
            text = line.text.strip()
            if text.startswith(fence) and not text.strip(fence[0]):
                self._leave_out("markup", text, line)
                return number + 1
            self._builder.block(self._writer.paragraph([Stretch(line, 0, len(line.text))]))
        return len(self._lines)

    def _table(self, table: FoundTable) -> int:
        """A table of any layout, or contents without leaders; returns the line behind it."""
        self._close()
        lines = self._lines[table.first : table.behind]
        for line in lines[1:]:
            self._quote_mark(line, self._unquoted(line))
        if table.contents or table.unread:
            if table.unread:
                self._builder.note("unsure-table")
            for line in lines:
                role: Role = "toc" if table.contents else "body"
                self._builder.block(self._paragraph([whole(line)], role=role))
        else:
            write_table(table, self._builder, self._writer.removals, self._paragraph)
        return table.behind

    def _html_table(self, at: int, start: int) -> int:
        """A table written in HTML, in one line or over several; words around it are lines of text."""
        # Imported where it is needed: most Markdown has no HTML, and reading it takes a library.
        from plancmp.sources.web.reading import write_fragment

        line = self._lines[at]
        first, last, end = self._pages[at]
        if line.text[start:first].strip():
            self._block.stretches.append(Stretch(line, start, first))
        self._close()
        texts = [each.text for each in self._lines[at : last + 1]]
        texts[-1] = texts[-1][:end]
        texts[0] = texts[0][first:]
        page = "\n".join(texts)
        self._leave_out("markup", "".join(_TAG.findall(page)), line, first)
        write_fragment(page, line.number, self._builder, self._writer.removals)
        behind = self._lines[last]
        if behind.text[end:].strip():
            self._block.stretches.append(Stretch(behind, end, len(behind.text)))
        return last + 1

    def _paragraph(
        self,
        stretches: Sequence[Stretch],
        *,
        level: int | None = None,
        role: Role = "body",
    ) -> Paragraph | None:
        """Write a paragraph without its inline marks."""
        trimmed = [stretch.trimmed() for stretch in stretches]
        for stretch in trimmed:
            self._writer.take_marks(stretch.line)
        raw = "\n".join(stretch.text for stretch in trimmed)
        inline = read_inline(raw)
        self._builder.begin()
        before = ""
        for part in inline.parts:
            if isinstance(part, Kept):
                before = self._add_words(trimmed, part, before)
            elif isinstance(part, FootMark):
                before = self._add_foot_mark(trimmed, part, raw, before)
            else:
                self._leave_out(part.code, raw[part.start : part.end], *_where(trimmed, part.start))
        return self._builder.finish(level=level, role=role, bold=inline.bold)

    def _without_break(self, stretch: Stretch) -> Stretch:
        """The stretch without the backslash that breaks a line."""
        if not stretch.text.endswith("\\"):
            return stretch
        self._leave_out("markup", "\\", stretch.line, stretch.end - 1)
        return Stretch(stretch.line, stretch.start, stretch.end - 1)

    def _add_words(self, stretches: Sequence[Stretch], part: Kept, before: str) -> str:
        """Add the words of a part, which may run over lines; returns the last of them."""
        begin = 0
        for stretch in stretches:
            length = stretch.end - stretch.start
            left, right = max(part.start - begin, 0), min(part.end - begin, length)
            if left < right:
                words = Stretch(stretch.line, stretch.start + left, stretch.start + right)
                if part.words is not None:
                    self._leave_out("markup", words.text, words.line, words.start)
                    column = next(words.line.places(words.start, words.end))[0]
                    self._builder.add(part.words, line=words.line.number, column=column)
                else:
                    lead = joint(before, words.text) if left == 0 and begin > 0 else ""
                    self._writer.add(words, lead)
                before = words.text
            begin += length + 1
            if begin > part.end:
                break
        return before

    def _add_foot_mark(
        self,
        stretches: Sequence[Stretch],
        part: FootMark,
        raw: str,
        before: str,
    ) -> str:
        """Remember where a footnote's mark stood; a mark without a footnote is text."""
        if part.mark not in self._defined:
            return self._add_words(stretches, Kept(part.start, part.end), before)
        self._leave_out("markup", raw[part.start : part.end], *_where(stretches, part.start))
        self._marks.append(_Mark(self._builder.offset, part.mark))
        return before

    def _write_footnotes(self) -> None:
        """Write the footnotes behind the text, each tied to its mark; one without a mark is a paragraph."""
        written: dict[str, tuple[Paragraph, ...]] = {}
        for mark, texts in self._definitions.items():
            made = [self._paragraph(stretches, role="footnote") for stretches in texts]
            written[mark] = tuple(paragraph for paragraph in made if paragraph is not None)
        used = {mark for _, mark in self._marks}
        for mark, paragraphs in written.items():
            for paragraph in paragraphs if mark not in used else ():
                self._builder.block(paragraph)
        for offset, mark in self._marks:
            if written.get(mark):
                self._builder.footnote(offset, mark, written[mark])

    def _leave_out(self, code: str, text: str, line: CleanLine | None = None, start: int = 0) -> None:
        """Say what was left out, and where: at `line.text[start]`."""
        if text:
            column = None
            if line is not None:
                column = next((place for place, _ in line.places(start, start + 1)), 1) - line.column + 1
            self._writer.removals.take((Removed(code, text, column),), line)


def _where(stretches: Sequence[Stretch], at: int) -> tuple[CleanLine, int]:
    """The line and the place in it of a character of a paragraph, whose parts stand a line break apart."""
    for stretch in stretches[:-1]:
        length = stretch.end - stretch.start
        if at <= length:
            return stretch.line, stretch.start + at
        at -= length + 1
    return stretches[-1].line, stretches[-1].start + at


def _html_tables(lines: Sequence[CleanLine]) -> dict[int, tuple[int, int, int]]:
    """HTML tables by the line that they begin on: where in it, and the line and place of their end."""
    found: dict[int, tuple[int, int, int]] = {}
    depth = begun = first = 0
    for at, line in enumerate(lines):
        for tag in _HTML_TABLE.finditer(line.text) if "table" in line.text.lower() else ():
            if not tag[1]:
                begun, first = (at, tag.start()) if depth == 0 else (begun, first)
                depth += 1
            elif depth:
                depth -= 1
                if depth == 0:
                    found[begun] = (found[begun][0] if begun in found else first, at, tag.end())
    return found


def _paragraph_ends(texts: Sequence[str]) -> set[int]:
    """The numbers of lines that end a paragraph although no blank line follows.

    All do where most that others follow end a sentence, or are the heading of one; where blank lines part
    more paragraphs than line ends do, only those that were not broken for want of room, and those before a
    last line without a mark at its end: a caption.
    """
    ends: set[int] = set()
    ended = broken = apart = 0
    width = 0.0
    for number, (one, other) in enumerate(pairwise(texts), 1):
        width = 0 if not one else width or _widest(texts, number - 1)
        apart += bool(one) and not other
        marked = _BEGINS.match(one) or _BEGINS.match(other) or begins_with_label(other)
        if len(one) > 1 and other and not marked:
            stops = "。）" if begins_with_label(one) else "。"
            heading = len(one) < len(other) and one[-1].isalnum() and other[-1] in stops
            closed = heading or one[-1] in "。；！？"
            ended += closed
            broken += not closed and (one[-1].isalnum() or one[-1] in "，、")
            sentence = heading or one[-1] in "。！？" or _is_labelled(one, other)
            titled = one[-1] in "。！？" and other[-1].isalnum() and not any(texts[number + 1 : number + 2])
            bare = label_end(one) == len(one)
            if titled or (sentence and not bare and _has_room(one, other, width)):
                ends.add(number)
    return set(range(1, len(texts) + 1)) if ended > max(broken, apart) else ends | _closed(texts)


def _closed(texts: Sequence[str]) -> set[int]:
    """The line ends between blank lines of which none, of three and more, stands inside a sentence."""
    ends: set[int] = set()
    for filled, run in groupby(enumerate(texts, 1), key=lambda pair: bool(pair[1])):
        lines = list(run)
        if filled and len(lines) > 2 and all(text[-1] in "。；！？" for _, text in lines[1:]):
            ends.update(number for number, text in lines if text[-1] in "。；！？")
    return ends


def _widest(texts: Sequence[str], first: int) -> float:
    """The columns of the widest of the lines from `first` to the next blank one; no limit beyond a page's."""
    run = takewhile(bool, islice(texts, first, None))
    width = max(display_width(text[: WIDEST + 1], ambiguous=2) for text in run)
    return width if width <= WIDEST else inf


def _has_room(one: str, other: str, width: float) -> bool:
    """Whether the next line's first word would have fitted behind a line."""
    needed = display_width(one[: WIDEST + 1], ambiguous=2) + display_width(first_unit(other), ambiguous=2)
    return needed < width - SLACK


def _is_labelled(one: str, other: str) -> bool:
    """Whether a line is a number and a few words without a mark, above a longer line: 专栏1：社区食堂."""
    short = len(one) < min(len(other), LONGEST_LINE)
    return short and begins_with_label(one) and one[-1] not in "，、：；" and "。" not in one
