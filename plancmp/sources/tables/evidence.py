"""What a header says of its columns, and whether cells are what it says: the one score of rows.

Every proposer counts the same thing with it, rows that may be wrong, so that their candidates can be
held against each other and against prose.
"""

from collections import Counter
from collections.abc import Sequence

from plancmp.rulepacks import load
from plancmp.sources.guard.limits import MOST_COLUMNS
from plancmp.sources.tables.fitting import fitting
from plancmp.sources.tables.prices import DEAR, ROW
from plancmp.sources.tables.words import NAMES, Column, TableWords
from plancmp.sources.thresholds import LONGEST_HEADER
from plancmp.text.folding import squeeze

Kinds = tuple[Column | None, ...]


def header_kinds(cells: Sequence[str]) -> Kinds:
    """The kinds of columns that a row names; empty where it is no header of a table.

    >>> header_kinds(["考核指标", "2030年目标"]), header_kinds(["就业率", "61%"])
    (('name', 'value'), ())
    """
    if len(cells) > MOST_COLUMNS or max(map(len, cells), default=0) > LONGEST_HEADER:
        return ()
    words = load(TableWords, "vocabulary/tables.yaml")
    kinds = tuple(words.says(squeeze(cell), ROW) for cell in cells)
    known = [kind for kind in kinds if kind is not None]
    named = any(kind in (*NAMES, "category") for kind in known)
    return kinds if named and len(known) >= 2 and len(known) * 2 >= len(cells) else ()


def row_doubt(cells: Sequence[str], kinds: Kinds) -> float:
    """The share of a row that may be wrong; a row with words in its first cell only is a category."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) == 1 and cells[0].strip():
        return 0.0
    prices = (
        fitting().price(kind, squeeze(cell))
        for cell, kind in zip(cells, kinds, strict=False)
        if kind is not None and cell.strip()
    )
    return min(ROW, sum(prices) / DEAR)


def slipped_rows(rows: Sequence[Sequence[str]]) -> list[int]:
    """The rows, counted from 0, with a cell that no plan has: with words of another cell, or half a cell.

    >>> slipped_rows([["指标", "2030年", "属性"], ["就业率（%", "61", "预期性"], ["床位（张）数", "9", "性"]])
    [1, 2]
    """
    height, kinds = 1, header_kinds(rows[0])
    if len(rows) > 1 and len(rows[1]) == len(rows[0]):
        both = header_kinds([upper + lower for upper, lower in zip(*rows[:2], strict=True)])
        if both and not any(char.isdigit() for char in "".join(rows[1][:2])):
            height, kinds = 2, both
    slipped: list[int] = []
    grouped = "category" not in kinds
    for number, row in enumerate(rows[height:], height):
        cells = [(kind, squeeze(cell)) for kind, cell in zip(kinds, row, strict=False) if cell.strip()]
        said = {kind for kind, _ in cells}
        grouped = grouped or "category" in said or len(cells) < 2
        is_row = len(cells) > 1 and not header_kinds(row)
        if is_row and (not grouped or _has_slipped(cells, counted="number" in kinds)):
            slipped.append(number)
        if any(fitting().is_column(*cell) for cell in cells):
            return list(range(height, len(rows)))
    return slipped


def count_slipped(rows: Sequence[Sequence[str]]) -> tuple[int, int | None]:
    """How many rows have slipped, as puts a table in doubt; else the one row, which is in doubt alone.

    >>> count_slipped([["指标", "2030年", "属性"], ["就业率（%", "61", "预期性"], ["床位数", "9", "预期性"]])
    (0, 1)
    """
    slipped = slipped_rows(rows)
    return (0, slipped[0]) if len(slipped) == 1 else (len(slipped), None)


def _has_slipped(cells: Sequence[tuple[Column | None, str]], *, counted: bool) -> bool:
    """Whether words of a row stand in the wrong cell, by the cells that are filled."""
    if any(fitting().is_slipped(*cell) for cell in cells):
        return True
    said = dict(cells)
    name, unit = said.get("name", ""), said.get("unit", "")
    uncounted = counted and "number" not in said and name[:1].isdigit()
    return uncounted or bool(name and unit and fitting().is_cut_unit(name, unit))


def weigh(rows: Sequence[Sequence[str]]) -> tuple[float, tuple[int, ...]]:
    """How many rows of a table may be wrong, and which ones may have slipped."""
    kinds = header_kinds(rows[0])
    usual = Counter(len(row) for row in rows).most_common(1)[0][0]
    cost, unsure = 0.0, []
    for number, row in enumerate(rows):
        doubt = row_doubt(row, kinds) if number and kinds else 0.0
        if len(row) != usual and len(row) > 1 and (doubt >= ROW / 2 or not kinds):
            unsure.append(number)
            doubt = max(doubt, ROW / 2)
        cost += doubt
    return cost, tuple(unsure)
