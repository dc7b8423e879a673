"""What a header says of its columns, and whether cells are what their header says: the one score of rows.

Every proposer counts the same thing with it, rows that may be wrong, so that their candidates can be
held against each other and against prose.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from plancmp.rulepacks.loading import load
from plancmp.sources.tables.model import ROW
from plancmp.sources.tables.words import Column, TableWords
from plancmp.text.folding import squeeze
from plancmp.text.periods import PERIOD

Kinds = tuple[Column | None, ...]

_YEAR = re.compile(rf"(?<!\d)20\d\d(?!\d)|{PERIOD}")
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]$")
_BLANK = re.compile(r"[-—–―/\\*\s]*")
_NUMBER = re.compile(r"\d{1,3}[.、]?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(r"[。；;!？?]")
_OPEN = re.compile(r"[Xx×〇*]{1,3}|待定|待补")
_LONGEST_HEADER, _LONGEST_UNIT, _LONGEST_VALUE, _LONGEST_NAME = 24, 10, 24, 60
_PREFIX = 4
"""Characters that may stand before a header word: 考核指标, 年度工作任务."""


@cache
def table_words() -> TableWords:
    """The words of rules/vocabulary/tables.yaml."""
    return load(TableWords, "vocabulary/tables.yaml")


@cache
def header_kind(header: str) -> Column | None:
    """What kind of column a header cell names; None where no word says so.

    >>> header_kind("考核指标"), header_kind("2030年目标"), header_kind("就业率")
    ('name', 'value', None)
    """
    text = squeeze(header)
    if not text or len(text) > _LONGEST_HEADER or _SENTENCE.search(text):
        return None
    words = table_words()
    bare = _BRACKET.sub("", text)
    found = words.column_of.get(text) or words.column_of.get(bare)
    if found is None and _names_value(text, words):
        return "value"
    for start in range(1, _PREFIX + 1) if found is None else ():
        found = found or (words.column_of.get(bare[start:]) if len(bare) - start > 1 else None)
    return found


def _names_value(text: str, words: TableWords) -> bool:
    """Whether a header names a year or a role of values."""
    values = words.values
    said = (*values.target, *values.baseline, *values.total, *values.growth, *values.result)
    return _YEAR.search(text) is not None or text.endswith(said)


def header_kinds(cells: Sequence[str]) -> Kinds:
    """The kinds of columns that a row names; empty where it is no header of a table."""
    if max(map(len, cells), default=0) > _LONGEST_HEADER * 2:
        return ()
    kinds = tuple(header_kind(cell) for cell in cells)
    known = [kind for kind in kinds if kind is not None]
    named = any(kind in ("name", "weak_name", "task", "project", "category") for kind in known)
    return kinds if named and len(known) >= 2 and len(known) * 2 >= len(cells) else ()


def misfit(text: str, kind: Column | None) -> float:
    """How little a cell is what its column holds: 0 for one that fits, 1 for one that cannot stand there."""
    folded = squeeze(text)
    if kind == "number":
        return 0.0 if not folded or _NUMBER.fullmatch(folded) else 1.0
    is_attribute = folded in table_words().attribute_of
    if kind == "attribute":
        return 0.0 if is_attribute or _BLANK.fullmatch(folded) else 1.0
    if kind == "unit":
        return 1.0 if is_attribute or len(folded) > _LONGEST_UNIT or re.search(r"\d\d", folded) else 0.0
    if kind == "value":
        if is_attribute:
            return 1.0
        told = any(char.isdigit() for char in folded) or _BLANK.fullmatch(folded) or _OPEN.search(folded)
        return 0.0 if told else 0.3 if len(folded) <= _LONGEST_VALUE else 1.0
    if kind in ("name", "weak_name", "task"):
        words = len(_HAN.findall(folded)) >= 2 and not is_attribute
        return 0.0 if words and (kind == "task" or len(folded) <= _LONGEST_NAME) else 1.0
    return 0.0


def row_doubt(cells: Sequence[str], kinds: Kinds) -> float:
    """The share of a row that may be wrong; a row with words in its first cell only is a category."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) == 1 and cells[0].strip():
        return 0.0
    return min(1.0, sum(misfit(cell, kind) for cell, kind in zip(cells, kinds, strict=False)))


def weigh(rows: Sequence[Sequence[str]], *, told: bool = True) -> tuple[float, tuple[int, ...]]:
    """How many rows of a table may be wrong, and which ones may have slipped.

    `told` says that marks or places tell the columns, and not words alone: then a table needs no header.
    """
    kinds = header_kinds(rows[0])
    if not kinds and not told:
        return ROW * len(rows), ()
    usual = Counter(len(row) for row in rows).most_common(1)[0][0]
    cost, unsure = 0.0, []
    for number, row in enumerate(rows):
        doubt = row_doubt(row, kinds) if number and kinds else 0.0
        if len(row) != usual and len(row) > 1 and (doubt or not kinds):
            unsure.append(number)
            doubt = max(doubt, ROW / 2)
        cost += doubt
    return cost, tuple(unsure)
