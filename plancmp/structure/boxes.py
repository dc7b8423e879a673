"""Gathers boxes (专栏) and tables with their titles and notes out of the stream."""

import itertools
import re
from collections.abc import Iterable, Sequence

from plancmp.model.document import Document, Paragraph, Table
from plancmp.model.outline import Box, Content, Grid, Label, Line, OutlineNote, Style
from plancmp.model.place import Span
from plancmp.sources.thresholds import LONGEST_CAPTION, OPENING
from plancmp.structure.captions import grid_of, is_caption, is_unit_line, notes_behind
from plancmp.structure.numbering import rank
from plancmp.structure.stream import Entry, lines_of, with_glued_labels
from plancmp.structure.words import StructureWords
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import ordinal

_FIRST_ITEM = compiled(r"\s+(?=(?:1\s?[.、]|一、|\(一\)|\(1\)|①))|\s{2,}")
_IN_SENTENCE = compiled(r"[。:：；;]\s*$")
_SENTENCE = compiled(r"[。；;，,]|所示|所列|明确|提出的|中的|列出|要求$")
_PROSE = compiled("[,:、]")
SENTENCE_ENDS = "。；;！？!?：:”）)"
_STOP = compiled(r"[。:]")
_NAME = compiled(r"\s*(?!到\s?20\d\d\s?年)[^。:,;!?]{3,40}")
_BULLET = compiled(r"\s*(?:——|--|[●■◆▲◇□·•※*▪-]\s?)")


class Gathering:
    """The stream with tables and boxes put together."""

    def __init__(self, document: Document, entries: Sequence[Entry], words: StructureWords) -> None:
        self._document = document
        self._entries = entries
        self._words = words
        self._outer: dict[Style, int] = {}
        self.content: list[Content] = []
        self.notes: list[OutlineNote] = []

    def run(self) -> "Gathering":
        """Go through the stream once."""
        at = 0
        while at < len(self._entries):
            entry = self._entries[at]
            at = self._take_table(entry, at, []) if isinstance(entry, Table) else self._take_line(entry, at)
        return self

    def _take_line(self, line: Line, at: int) -> int:
        """A line: the title of a table, the title of a box, or just a line."""
        found = box_title(self._document, line, self._words)
        table_at = self._table_behind(at + 1)
        if table_at is not None and (
            found
            or is_caption(self._document, line, self._words)
            or (table_at > at + 1 and self._is_short(line))
        ):
            before = self._before(line, found)
            return self._take_table_under(before, at, table_at, found)
        if found is not None:
            self._before(line, found)
            return self._take_running(found, at + 1)
        self._see(line)
        self.content.append(line)
        return at + 1

    def _is_short(self, line: Line) -> bool:
        """Whether a line above the unit line of a table can be the table's title."""
        text = self._document.folded[line.start : line.end].rstrip()
        return line.label is None and len(text) <= LONGEST_CAPTION and text[-1] not in "。;:,"

    def _before(self, line: Line, found: "Title | None") -> Line:
        """Keep what a paragraph says before the title of a box at its end; return the title's part."""
        if found is None or found.start <= line.start:
            return line
        text = self._document.text[line.start : found.start].rstrip()
        kept = Line(line.start, line.start + len(text), line.label, line.automatic, line.level, line.bold)
        self._see(kept)
        self.content.append(kept)
        return Line(found.start, line.end)

    def _see(self, line: Line) -> None:
        """Remember the numbers of the sections, by which the end of a box without a table is seen."""
        if line.label is not None:
            for style in [known for known in self._outer if rank(known) > rank(line.label.style)]:
                del self._outer[style]
            self._outer[line.label.style] = line.label.number

    def _table_behind(self, at: int) -> int | None:
        """The index of a table at `at`, if only unit lines stand before it."""
        while at < len(self._entries):
            entry = self._entries[at]
            if isinstance(entry, Table):
                return at
            if not is_unit_line(self._document, entry, self._words):
                return None
            at += 1
        return None

    def _take_table_under(self, line: Line, at: int, table_at: int, found: "Title | None") -> int:
        """A table with its title in a line of its own."""
        table = self._entries[table_at]
        assert isinstance(table, Table)
        own = grid_of(self._document, table, self._words)
        if own.title is not None and found is None and self._label_of(own.title) is not None:
            self.content.append(line)
            return self._take_table(table, table_at, [])
        above = [entry for entry in self._entries[at + 1 : table_at] if isinstance(entry, Line)]
        last = self.content[-1] if self.content else None
        if isinstance(last, Line) and is_unit_line(self._document, last, self._words):
            above.insert(0, last)
            self.content.pop()
        title = Span(line.start, line.end)
        return self._take_table(table, table_at, above, title, found)

    def _take_table(
        self,
        table: Table,
        at: int,
        above: Sequence[Line],
        title: Span | None = None,
        found: "Title | None" = None,
    ) -> int:
        """Add a table as a box or a grid, with the notes under it."""
        grid = grid_of(self._document, table, self._words)
        behind = notes_behind(self._document, self._entries, at + 1, self._words)
        notes = tuple(entry for entry in self._entries[at + 1 : behind] if isinstance(entry, Line))
        own = title or grid.title
        if found is None and own is not None:
            found = self._label_of(own)
        grid = Grid(table, grid.first_row, own, (*above, *grid.above), notes)
        framed = self._framed(grid) if found is None and own is None else None
        if framed is not None:
            self.content.append(framed)
        elif found is None:
            self.content.append(grid)
        else:
            self.content.append(self._box_of(found, grid))
        return behind

    def _framed(self, grid: Grid) -> Box | None:
        """The box that a table of one column draws: its title stands on its first line, or it has items."""
        if any(len(row.cells) > 1 for row in grid.table.rows):
            return None
        lines = self._with_glued(
            line for paragraph in grid.table.paragraphs() for line in lines_of(self._document, paragraph)
        )
        found = box_title(self._document, lines[0], self._words)
        if found is not None:
            inner = (*found.rest(self._document), *lines[1:], *grid.notes)
            return Box(found.label, found.number, found.title, inner)
        numbered = [line.label for line in lines if line.label is not None]
        if len(numbered) < 2 or numbered[0].number != 1:
            return None
        return Box(None, None, None, (*lines, *grid.notes))

    def _with_glued(self, lines: Iterable[Line]) -> list[Line]:
        """Lines of a table with the numbers that only their neighbours show."""
        return [line for line in with_glued_labels(self._document, list(lines)) if isinstance(line, Line)]

    def _label_of(self, title: Span) -> "Title | None":
        """The box number in a title, None when it has none."""
        return box_title(self._document, Line(title.start, title.end), self._words, strict=False)

    def _box_of(self, found: "Title", grid: Grid) -> Box:
        """A box that is a table: of one column, or of several."""
        rest = grid.table.rows[grid.first_row :]
        if all(len(row.cells) <= 1 for row in rest):
            lines = self._with_glued(
                line
                for row in rest
                for cell in row.cells
                for paragraph in cell.paragraphs
                for line in lines_of(self._document, paragraph)
            )
            lines = [*found.rest(self._document), *grid.above, *lines, *grid.notes]
            return Box(found.label, found.number, found.title, tuple(lines))
        return Box(found.label, found.number, found.title, (), grid)

    def _take_running(self, found: "Title", at: int) -> int:
        """A box in running text: the items that follow its title, until the sections go on."""
        lines: list[Line] = list(found.rest(self._document))
        last: dict[Style, int] = {line.label.style: line.label.number for line in lines if line.label}
        while at < len(self._entries):
            entry = self._entries[at]
            if isinstance(entry, Table) or box_title(self._document, entry, self._words) is not None:
                break
            if entry.label is None:
                if not self._belongs(entry, at, lines):
                    break
            elif self._goes_on_outside(entry.label, last) and not self._is_misnumbered(at, entry, last):
                break
            else:
                last[entry.label.style] = entry.label.number
            lines.append(entry)
            at += 1
        self.content.append(Box(found.label, found.number, found.title, tuple(lines)))
        if not lines:
            self.notes.append(OutlineNote("empty-box", Span(found.start, found.end)))
        return at

    def _goes_on_outside(self, label: Label, last: dict[Style, int]) -> bool:
        """Whether a number belongs to the sections around the box, not to the box."""
        inside = last.get(label.style)
        if inside is not None and label.number == inside + 1:
            return False
        if any(rank(style) < rank(label.style) for style in last) and label.number == 1:
            return False
        if label.number == 1 and not last:
            return rank(label.style) < rank("（一）") and label.style != "一、"
        if label.number == 1 and inside is not None and rank(label.style) > rank("一、"):
            return self._outer.get(label.style) == 0
        return True

    def _is_misnumbered(self, at: int, line: Line, last: dict[Style, int]) -> bool:
        """Whether a number of the items' style is only written wrong: the next goes on as if it were right.

        Of the last item, and of several that jump, it is true only where no section around has such numbers.
        """
        label = line.label
        inside = last.get(label.style) if label is not None and line.level is None else None
        if label is None or inside is None:
            return False
        outer = self._outer.get(label.style)
        if outer is None:
            return True
        return label.number != outer + 1 and self._next_number(at + 1, label.style) == inside + 2

    def _next_number(self, at: int, style: Style) -> int | None:
        """The next number of a style in the lines from `at` on, before a higher one."""
        for entry in self._entries[at : at + OPENING]:
            if not isinstance(entry, Line) or entry.level is not None:
                return None
            if entry.label is not None and rank(entry.label.style) <= rank(style):
                return entry.label.number if entry.label.style == style else None
        return None

    def _belongs(self, line: Line, at: int, lines: Sequence[Line]) -> bool:
        """Whether a line without a number belongs to the box whose lines were read so far.

        Numbered items end where the text behind them neither goes on with them nor stands between two;
        a box without numbers runs to the next number outside, or a paragraph of another make.
        """
        folded = self._document.folded
        if _BULLET.match(folded, line.start, line.end) or not lines:
            return True
        lines = lines[-OPENING:]
        before = lines[-1]
        numbered = next((known for known in reversed(lines) if known.label), None)
        if numbered is not None and numbered.label is not None:
            bare = before is numbered and not _STOP.search(folded, before.start, before.end)
            last = folded[before.start : before.end].rstrip()
            unfinished = _PROSE.search(last) is not None and last[-1] not in SENTENCE_ENDS
            return bare or unfinished or self._stands_between(numbered.label, at)
        if folded[before.start : before.end].rstrip()[-1:] not in SENTENCE_ENDS:
            return True
        begun = [
            known
            for above, known in itertools.pairwise((None, *lines))
            if above is None or folded[above.start : above.end].rstrip()[-1:] in SENTENCE_ENDS
        ]
        marks = {title_mark(folded[known.start : known.end]) for known in begun if known is not None}
        return len(begun) < 2 or "" in marks or title_mark(folded[line.start : line.end]) in marks

    def _stands_between(self, label: Label, at: int) -> bool:
        """Whether the item behind a line is the next after `label`, and no section could have that number."""
        return (
            self._outer.get(label.style) != label.number
            and self._next_number(at + 1, label.style) == label.number + 1
        )


def title_mark(folded: str) -> str:
    """The mark behind the short name that a paragraph begins with, empty where it has none."""
    return _STOP.search(folded).group() if is_titled(folded) else ""  # type: ignore[union-attr]


def is_titled(folded: str) -> bool:
    """Whether a paragraph is a short name, a mark, and text: 康复设备。重点研制….

    >>> is_titled("康复设备。重点研制轮椅和助听器。"), is_titled("到2030年，建成十个中心。加强管理。")
    (True, False)
    """
    found = _STOP.search(folded)
    return (
        found is not None
        and bool(_NAME.fullmatch(folded, 0, found.start()))
        and len(folded) > found.end() + 4
    )


def _without_items(folded: str, words: StructureWords) -> str:
    """The title in front of items without a number: 专栏1 装备研制重点切割装备。研制…."""
    named = folded[: stop.start()] if (stop := _STOP.search(folded)) is not None else ""
    ends = {found.end() for word in words.box.named for found in compiled(re.escape(word)).finditer(named)}
    end = next((end for end in sorted(ends, reverse=True) if is_titled(folded[end:])), None)
    return folded if end is None else folded[:end]


class Title:
    """The title of a box as found in a line: number, words, and text that follows on the same line."""

    def __init__(self, start: int, end: int, label: Span, number: int | None, title: Span | None) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.number = number
        self.title = title

    def rest(self, document: Document) -> list[Line]:
        """Lines behind the title in the same paragraph."""
        begin = self.title.end if self.title else self.label.end
        text = document.text[begin : self.end]
        if not text.strip():
            return []
        start = begin + len(text) - len(text.lstrip())
        return list(lines_of(document, Paragraph(start, self.end)))


def box_title(document: Document, line: Line, words: StructureWords, strict: bool = True) -> Title | None:
    """The title of a box that a line is or ends in, None for prose that only mentions one.

    With `strict` a line without a number after 专栏 is no title.
    """
    folded = document.folded
    if words.box_word.search(folded, line.start, line.end) is None:
        return None
    found = words.box_label.match(folded, _skip(folded, line), line.end)
    if found is not None:
        return _titled(folded, found, line, words, strict)
    for found in words.box_label.finditer(folded, line.start, line.end):
        if (found.group("number") or found.group("other")) and _IN_SENTENCE.search(
            folded, line.start, found.start()
        ):
            title = _titled(folded, found, line, words, strict)
            if title is not None and title.title is not None:
                return title
    return None


def _skip(folded: str, line: Line) -> int:
    """Where the words of a line begin."""
    text = folded[line.start : line.end]
    return line.start + len(text) - len(text.lstrip())


def _titled(
    folded: str, found: re.Match[str], line: Line, known: StructureWords, strict: bool
) -> Title | None:
    """The title that begins with this match, if what follows can be a title."""
    number_text = found.group("number") or found.group("other")
    if strict and not number_text:
        return None
    rest = folded[found.end() : line.end]
    cut = _FIRST_ITEM.search(rest)
    words = rest[: cut.start()] if cut else _without_items(rest, known)
    if len(words) > LONGEST_CAPTION or _SENTENCE.search(words):
        return None
    number = ordinal(compiled(r"[-—.\s]").split(number_text)[0]) if number_text else None
    title = Span(found.end(), found.end() + len(words.rstrip())) if words.strip() else None
    closed = found.group("open") and folded[found.end("label") : found.end()].strip()[:1] in ("]", "】", ">")
    closing = (
        folded.index(folded[found.end("label") : found.end()].strip()[0], found.end("label")) if closed else 0
    )
    label = (
        Span(found.start("open"), closing + 1) if closed else Span(found.start("label"), found.end("label"))
    )
    label = Span(label.start, label.start + len(folded[label.start : label.end].rstrip()))
    return Title(found.start(), line.end, label, number, title)
