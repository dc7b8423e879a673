"""Finds tables whose cells stand one a line, as text copied from a PDF or a web page has them.

The header is a run of lines that are all header words; each row then takes as many lines. A line
that stands alone between two rows is a category, a name may be broken over two lines, and a merged
first column has its text in the first row of its group only.
"""

import re
from collections.abc import Sequence

from plancmp.model.document import Cell, Document, Paragraph, Row, Table
from plancmp.model.outline import Line
from plancmp.sources.tables.words import TableWords
from plancmp.structure.stream import Entry
from plancmp.structure.words import StructureWords
from plancmp.text.folding import squeeze

_YEAR = re.compile(r"20\d\d年?(?:[((][^()]{1,6}[))])?(?:目标值?|基期值?|现状值?|实际)?")
_VALUE = re.compile(
    r"[<>≥≤=~±+\-—\[\(（【]?.{0,14}\d.{0,14}|[-—/*×xX〇\s]{1,6}|.{0,3}(?:XX?|××|待定).{0,6}|.{2,24}"
)
_NUMBERED = re.compile(r"\d{1,3}[.、]?")
_UNIT_LIKE = re.compile(r".{1,10}")
_LONGEST_HEADER = 14
_LONGEST_NAME = 60
_LONGEST_TEXT = 400
_LONGEST_CATEGORY = 22
_SHORT_CATEGORY = 8
_SENTENCE = re.compile(r"[。；;]$")
_SECTION = re.compile(
    r"(?:第[一二三四五六七八九十百]+[篇章节]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))"
)


def join_cell_lines(
    document: Document, entries: list[Entry], words: StructureWords, table_words: TableWords
) -> list[Entry]:
    """Replace runs of lines that are the cells of a table by that table."""
    finder = _Finder(document, entries, words, table_words)
    result: list[Entry] = []
    at = 0
    while at < len(entries):
        found = finder.table_at(at)
        if found is None:
            result.append(entries[at])
            at += 1
        else:
            table, at = found
            result.append(table)
    return result


class _Finder:
    """Looks for a header at a line and reads the rows behind it."""

    def __init__(
        self, document: Document, entries: Sequence[Entry], words: StructureWords, table_words: TableWords
    ) -> None:
        self._document = document
        self._entries = entries
        self._words = words
        self._table_words = table_words
        self._kinds: list[str] = []

    def table_at(self, at: int) -> tuple[Table, int] | None:
        """The table whose header begins at `at`, and the index behind its last row."""
        self._kinds = self._header(at)
        if not self._kinds:
            return None
        width = len(self._kinds)
        rows = [Row(tuple(self._cell(at + offset) for offset in range(width)))]
        at += width
        body = 0
        while True:
            row = self._row(at) or self._banner(at)
            if row is None:
                break
            cells, at = row
            body += len(cells) > 1
            rows.append(Row(tuple(cells)))
        if body < 2:
            return None
        return Table(tuple(rows), exact=False), at

    def _text(self, at: int) -> str | None:
        """The folded words of a line, None where there is no line."""
        if at >= len(self._entries):
            return None
        entry = self._entries[at]
        if not isinstance(entry, Line) or entry.level is not None:
            return None
        return squeeze(self._document.text[entry.start : entry.end])

    def _header(self, at: int) -> list[str]:
        """The kinds of columns of the header that begins at `at`; empty where none does."""
        kinds: list[str] = []
        while (text := self._text(at + len(kinds))) is not None and len(text) <= _LONGEST_HEADER:
            kind = self._table_words.column_of.get(re.sub(r"[(\[].*?[)\]]$", "", text)) or self._value_kind(
                text
            )
            if kind is None:
                break
            kinds.append(kind)
        named = any(kind in ("name", "task", "weak_name") for kind in kinds)
        told = any(kind in ("value", "lead", "support", "units") for kind in kinds)
        return kinds if len(kinds) >= 3 and named and told else []

    def _value_kind(self, text: str) -> str | None:
        """`value` for a header that names a year or a role."""
        values = self._table_words.values
        every = (*values.target, *values.baseline, *values.total, *values.growth, *values.result)
        return "value" if _YEAR.fullmatch(text) or text in every else None

    def _cell(self, at: int, count: int = 1) -> Cell:
        """A cell of one or more lines."""
        lines = [self._entries[place] for place in range(at, at + count)]
        return Cell(tuple(Paragraph(line.start, line.end) for line in lines if isinstance(line, Line)))

    def _row(self, at: int) -> tuple[list[Cell], int] | None:
        """A row at this line: whole, with a name over two lines, or without its merged first cell."""
        width = len(self._kinds)
        if self._fits(at, self._kinds):
            return [self._cell(at + offset) for offset in range(width)], at + width
        broken = next((place for place, kind in enumerate(self._kinds) if kind in ("name", "task")), None)
        if broken is not None:
            kinds = [*self._kinds[: broken + 1], *self._kinds[broken:]]
            if self._fits(at, kinds) and not self._begins_anew(at, broken):
                cells = [self._cell(at + place) for place in range(broken)]
                cells.append(self._cell(at + broken, 2))
                cells += [self._cell(at + place + 1) for place in range(broken + 1, width)]
                return cells, at + width + 1
        if self._kinds[0] == "category" and self._fits(at, self._kinds[1:]):
            return [Cell(), *(self._cell(at + offset) for offset in range(width - 1))], at + width - 1
        return None

    def _begins_anew(self, at: int, broken: int) -> bool:
        """Whether the second half of a name over two lines is a name of its own under a category."""
        second = self._text(at + broken + 1) or ""
        first = self._text(at) or ""
        return bool(re.match(r"\d{1,2}[.、]|\(\d{1,2}\)", second)) or (
            broken == 0 and len(first) <= _SHORT_CATEGORY
        )

    def _fits(self, at: int, kinds: Sequence[str]) -> bool:
        """Whether the lines from `at` on can be cells of these columns."""
        anchored = False
        for offset, kind in enumerate(kinds):
            text = self._text(at + offset)
            if not text or not self._may_be(text, kind):
                return False
            anchored = anchored or kind in ("number", "attribute", "lead", "units")
            if kind == "value" and any(char.isdigit() for char in text):
                anchored = True
        return anchored

    def _may_be(self, text: str, kind: str) -> bool:
        """Whether a text can stand in a column of this kind."""
        if kind == "number":
            return bool(_NUMBERED.fullmatch(text))
        if kind == "attribute":
            return text in self._table_words.attribute_of or text.strip("-—/") == ""
        if kind == "unit":
            return bool(_UNIT_LIKE.fullmatch(text)) and not _SENTENCE.search(text)
        if kind == "value":
            return (
                bool(_VALUE.fullmatch(text))
                and not _SECTION.match(text)
                and text not in self._table_words.attribute_of
            )
        if kind == "category":
            return len(text) <= _LONGEST_CATEGORY and not _NUMBERED.fullmatch(text)
        longest = _LONGEST_NAME if kind in ("name", "weak_name") else _LONGEST_TEXT
        return len(text) <= longest and not _SECTION.match(text) and not _NUMBERED.fullmatch(text)

    def _banner(self, at: int) -> tuple[list[Cell], int] | None:
        """A category on a line of its own, right before a row."""
        text = self._text(at)
        if text is None or len(text) > _LONGEST_CATEGORY or _SENTENCE.search(text):
            return None
        if self._words.note_line.match(text) or self._row(at + 1) is None:
            return None
        return [self._cell(at)], at + 1
