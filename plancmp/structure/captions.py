"""Gives each table the title, the unit line and the notes around it."""

from collections.abc import Sequence

from plancmp.model.document import Document, Row, Table
from plancmp.model.outline import Grid, Line
from plancmp.model.place import Span
from plancmp.sources.thresholds import LONGEST_CAPTION
from plancmp.structure.stream import Entry
from plancmp.structure.words import StructureWords
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled


def grid_of(document: Document, table: Table, words: StructureWords) -> Grid:
    """The table with title rows told from header rows, and 单位 lines among them set apart."""
    first, title = 0, None
    above: list[Line] = []
    for row in table.rows[:3]:
        only = _only_cell(row)
        if only is None or (_columns(table) == 1 and first > 0):
            break
        span = Span(only[0], only[1])
        words_here = document.folded[span.start : span.end]
        if words.unit_line.match(words_here):
            above.append(Line(span.start, span.end))
        elif title is None and (
            _is_title(words_here, words, by_ending=_columns(table) > 1)
            or _heads_table(table, first, words_here)
        ):
            title = span
        else:
            break
        first += 1
    if first == len(table.rows):
        first, title, above = 0, None, []
    return Grid(table, first, title, tuple(above))


def _heads_table(table: Table, first: int, folded: str) -> bool:
    """Whether the first row is one short text above rows of three cells and more."""
    following = table.rows[1:3]
    return (
        first == 0
        and len(following) == 2
        and all(len([cell for cell in row.cells if cell.paragraphs]) >= 3 for row in following)
        and len(squeeze(folded)) <= LONGEST_CAPTION
        and not folded.rstrip().endswith(("。", ";", ":"))
    )


def _only_cell(row: Row) -> tuple[int, int] | None:
    """Start and end of the only cell with text in a row that has but one, on one line."""
    filled = [cell for cell in row.cells if cell.paragraphs]
    if len(filled) != 1 or (len(row.cells) > 1 and filled[0].colspan <= 1 and filled[0] is not row.cells[0]):
        return None
    paragraphs = filled[0].paragraphs
    if len(paragraphs) > 2:
        return None
    return paragraphs[0].start, paragraphs[-1].end


def _columns(table: Table) -> int:
    """The most cells that a row has, spans counted."""
    return max(row.width for row in table.rows)


def _is_title(folded: str, words: StructureWords, *, by_ending: bool) -> bool:
    """Whether words are the title of a table: by their number, or by what they end in."""
    text = squeeze(folded)
    if not 0 < len(text) <= LONGEST_CAPTION:
        return False
    if words.box_label.match(folded) or words.numbered_caption.match(folded):
        return True
    return by_ending and text.endswith((*words.box.title_endings, *words.caption.endings))


def is_caption(document: Document, line: Line, words: StructureWords) -> bool:
    """Whether a line right above a table is its title."""
    return _is_title(document.folded[line.start : line.end], words, by_ending=line.label is None)


def is_unit_line(document: Document, line: Line, words: StructureWords) -> bool:
    """Whether a line says the unit of the table under it."""
    return bool(words.unit_line.match(document.folded, line.start, line.end))


def is_table_note(document: Document, line: Line, words: StructureWords) -> bool:
    """Whether a line under a table is a note to it."""
    return bool(words.note_line.match(document.folded, line.start, line.end))


def notes_behind(document: Document, entries: Sequence[Entry], at: int, words: StructureWords) -> int:
    """The index behind the notes that stand under a table, from `at` on.

    Numbered continuations (`2.…` after `注：1.…`) belong to the notes as well.
    """
    first = at
    expected: int | None = None
    while at < len(entries):
        entry = entries[at]
        if isinstance(entry, Table):
            break
        if is_table_note(document, entry, words):
            inner = compiled(r"[:：]\s*(\d)[.、．]").search(document.folded[entry.start : entry.end])
            expected = int(inner.group(1)) + 1 if inner else None
        elif at > first and entry.label and entry.label.style == "1." and entry.label.number == expected:
            expected += 1
        else:
            break
        at += 1
    return at
