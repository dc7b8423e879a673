"""Markdown to a `Document`: headings, paragraphs, lists, pipe tables, footnotes; marks go to notes.

Follows CommonMark 0.31 and the tables of GitHub. It is read here and not by markdown-it-py because that
gives a token the lines it stands on and no columns, and an inline token no place at all, while each
word here must be found again in the file. Four differences, all for plans: a line that begins with a
number or label (一、（一）) begins a paragraph; an indent of four spaces is an indent and no code; the
line under a table that has no bar is no row of it; >95 is a value and no quotation.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from plancmp.model.document import Cell, Document, Paragraph, Role, Row, Table
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.layout.furniture import is_page_number
from plancmp.sources.layout.wrapping import begins_with_label
from plancmp.sources.lines.cleaning import CleanLine, Removed, clean_line
from plancmp.sources.lines.splitting import split_lines
from plancmp.sources.lines.writing import LineWriter, Stretch, joint
from plancmp.sources.markup.inline import FootMark, Kept, read_inline

_HEADING = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t\u3000]+|$)")
_HEADING_END = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_UNDERLINE = re.compile(r"[ ]{0,3}(={3,}|-{3,})[ \t]*$")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_NUMBERED = re.compile(r"[ \t]*\d{1,3}[.)、．][ \t]*(?=\S)")
_QUOTE = re.compile(r"[ ]{0,3}(?:>(?=[ \t>]|$)[ \t]?|>(?=[^\d\s]))+")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})([^`]*)$")
_DEFINITION = re.compile(r"[ ]{0,3}\[\^([^\[\]\s]{1,60})\]:[ \t]*")
_ALIGNMENT = re.compile(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<br[ ]{0,3}/?>", re.IGNORECASE)
_HARD_END = re.compile(r"(?:[ ]{2,}|\\)$")
_KEY = re.compile(r"[\w-]+[ \t]*:|[ \t]+\S|[ \t]*-[ \t]|#|$")
_FRONT_LINES = 60


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
        elif _is_alignment(before, line):
            return True
        before = line
    return headings == 1 and _HEADING.match(text.lstrip("\ufeff\r\n")) is not None


def _is_alignment(header: str, line: str) -> bool:
    """Whether a line is the rule under a table's header: as many columns as that, and a bar."""
    if "-" not in line or "|" not in line or "|" not in header or len(line) > 2000:
        return False
    return _ALIGNMENT.match(line) is not None and len(_bars(header)) == len(_bars(line))


def read_markdown(text: str, encoding: str | None) -> Document:
    """Read Markdown: blocks with their places, marks left out of the text and listed in the notes."""
    return _Reader([clean_line(line) for line in split_lines(text)], encoding).read()


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
        self._ends_table = max((at for at, line in enumerate(lines) if "</table" in line.text), default=-1)
        self._ends_comment = max((at for at, line in enumerate(lines) if "-->" in line.text), default=-1)

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
        for at in range(1, min(len(self._lines), _FRONT_LINES)):
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
        elif _RULE.match(rest):
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
        if rest.lstrip().startswith("<table") and at <= self._ends_table:
            return self._html_table(at, start)
        if found := _FENCE.match(rest):
            self._leave_out("markup", rest.strip(), self._lines[at], start)
            return self._fenced(at, found)
        if at + 1 < len(self._lines) and "|" in rest:
            following = self._lines[at + 1]
            if _is_alignment(rest, following.text[self._unquoted(following) :]):
                return self._table(at, start)
        return None

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

    def _table(self, at: int, start: int) -> int:
        """A pipe table: its header, the rule, and the rows as far as lines have a bar."""
        self._close()
        rule = self._lines[at + 1]
        rows = [self._row(self._lines[at], start, 1)]
        self._leave_out("markup", rule.text.strip(), rule)
        end = at + 2
        while end < len(self._lines):
            line = self._lines[end]
            start = self._unquoted(line)
            if not _has_bar(line.text[start:]):
                break
            self._quote_mark(line, start)
            rows.append(self._row(line, start, len(rows) + 1))
            end += 1
        width = max(len(row) for row in rows)
        filled = tuple(Row((*row, *(Cell() for _ in range(width - len(row))))) for row in rows)
        self._builder.block(Table(filled, exact=False))
        return end

    def _html_table(self, at: int, start: int) -> int:
        """A table written in HTML, on one line or several; words behind it are read as a line."""
        from plancmp.sources.web.reading import read_html

        self._close()
        end = next(place for place in range(at, len(self._lines)) if "</table" in self._lines[place].text)
        last = self._lines[end]
        behind = last.text.index("</table")
        behind = last.text.find(">", behind) + 1 or len(last.text)
        words = [line.text for line in self._lines[at:end]]
        page = "\n".join([*words, last.text[:behind]])[start:]
        self._leave_out("markup", "".join(_TAG.findall(page)), self._lines[at], start)
        html = read_html(page.encode())
        for block in html.blocks:
            rows = block.rows if isinstance(block, Table) else (Row((Cell((block,)),)),)
            copied = tuple(self._copied(html, row, number, at) for number, row in enumerate(rows, 1))
            self._builder.block(
                Table(copied) if isinstance(block, Table) else copied[0].cells[0].paragraphs[0]
            )
        if last.text[behind:].strip():
            self._block.stretches.append(Stretch(last, behind, len(last.text)))
        return end + 1

    def _copied(self, html: Document, row: Row, number: int, at: int) -> Row:
        """A row of a table written in HTML, its words at the lines of this file."""
        cells: list[Cell] = []
        for cell_number, cell in enumerate(row.cells, 1):
            paragraphs: list[Paragraph] = []
            for paragraph in cell.paragraphs:
                below = (html.place(paragraph.start).line or 1) - 1
                line = self._lines[min(at + below, len(self._lines) - 1)].number
                self._builder.begin()
                self._builder.add(html.words(paragraph), line=line, row=number, cell=cell_number)
                written = self._builder.finish(bold=paragraph.bold)
                paragraphs += [written] if written is not None else []
            cells.append(msgspec.structs.replace(cell, paragraphs=tuple(paragraphs)))
        return Row(tuple(cells))

    def _row(self, line: CleanLine, start: int, number: int) -> list[Cell]:
        """The cells of a row, each parted at <br>."""
        cells: list[Cell] = []
        words = line.text[start:]
        bars = words.count("|") - words.count("\\|")
        if bars:
            self._leave_out("markup", "|" * bars, line, line.text.index("|", start))
        for cell_number, (begin, end) in enumerate(_bars(words), 1):
            paragraphs: list[Paragraph] = []
            done = start + begin
            for found in _BREAK.finditer(line.text, start + begin, start + end):
                self._add_cell_part(paragraphs, Stretch(line, done, found.start()), number, cell_number)
                self._leave_out("markup", found.group(), line, found.start())
                done = found.end()
            self._add_cell_part(paragraphs, Stretch(line, done, start + end), number, cell_number)
            cells.append(Cell(tuple(paragraphs)))
        return cells

    def _add_cell_part(self, paragraphs: list[Paragraph], stretch: Stretch, row: int, cell: int) -> None:
        paragraph = self._paragraph([stretch], row=row, cell=cell)
        if paragraph is not None:
            paragraphs.append(paragraph)

    def _paragraph(
        self,
        stretches: Sequence[Stretch],
        *,
        row: int | None = None,
        cell: int | None = None,
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
                before = self._add_words(trimmed, part, before, (row, cell))
            elif isinstance(part, FootMark):
                before = self._add_foot_mark(trimmed, part, raw, before, (row, cell))
            else:
                self._leave_out(part.code, raw[part.start : part.end], *_where(trimmed, part.start))
        return self._builder.finish(level=level, role=role, bold=inline.bold)

    def _without_break(self, stretch: Stretch) -> Stretch:
        """The stretch without the backslash that breaks a line."""
        if not stretch.text.endswith("\\"):
            return stretch
        self._leave_out("markup", "\\", stretch.line, stretch.end - 1)
        return Stretch(stretch.line, stretch.start, stretch.end - 1)

    def _add_words(
        self, stretches: Sequence[Stretch], part: Kept, before: str, place: tuple[int | None, int | None]
    ) -> str:
        """Add the words of a part, which may run over lines; returns the last of them."""
        row, cell = place
        begin = 0
        for stretch in stretches:
            length = stretch.end - stretch.start
            left, right = max(part.start - begin, 0), min(part.end - begin, length)
            if left < right:
                words = Stretch(stretch.line, stretch.start + left, stretch.start + right)
                if part.words is not None:
                    self._leave_out("markup", words.text, words.line, words.start)
                    column = next(words.line.places(words.start, words.end))[0]
                    self._builder.add(part.words, line=words.line.number, column=column, row=row, cell=cell)
                else:
                    lead = joint(before, words.text) if left == 0 and begin > 0 else ""
                    self._writer.add(words, row=row, cell=cell, lead=lead)
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
        place: tuple[int | None, int | None],
    ) -> str:
        """Remember where a footnote's mark stood; a mark without a footnote is text."""
        if part.mark not in self._defined:
            return self._add_words(stretches, Kept(part.start, part.end), before, place)
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


def _bars(text: str) -> list[tuple[int, int]]:
    """Start and end of each cell of a row: between bars that no backslash stands before."""
    cells: list[tuple[int, int]] = []
    end = len(text.rstrip())
    begin = len(text) - len(text.lstrip())
    if text.startswith("|", begin):
        begin += 1
    at = begin
    while (bar := text.find("|", at, end)) >= 0:
        if _is_escaped(text, bar):
            at = bar + 1
            continue
        cells.append((begin, bar))
        begin = at = bar + 1
    if begin < end:
        cells.append((begin, end))
    return cells


def _has_bar(text: str) -> bool:
    """Whether a line has a bar that parts cells."""
    return any(not _is_escaped(text, found.start()) for found in re.finditer(r"\|", text))


def _is_escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before a character."""
    count = 0
    while at > count and text[at - count - 1] == "\\":
        count += 1
    return count % 2 == 1
