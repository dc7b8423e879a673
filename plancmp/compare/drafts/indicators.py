"""Two drafts of one plan: what changed in the rows of its indicator tables."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from plancmp.compare.changes import Both, added, dropped
from plancmp.compare.drafts.pairing import pair_best
from plancmp.compare.figures import kind_by_weight
from plancmp.compare.ordering import find_moved
from plancmp.meaning.directions import direction_of
from plancmp.meaning.values import same_meaning, weigh, weigh_attributes
from plancmp.model.alignment import Alignment
from plancmp.model.comparison import Change, ChangeKind, Direction
from plancmp.model.record import Indicator, PlanRecord, Value
from plancmp.text.folding import squeeze

_SAME_VALUES = 50.0
_OTHER_VALUES = 85.0


class Pair(NamedTuple):
    """A row in both drafts."""

    old: Indicator
    new: Indicator
    key: str | None


def find_indicator_changes(
    old: PlanRecord, new: PlanRecord, alignment: Alignment, before: int, after: int
) -> Iterator[Change]:
    """Rows of both drafts, in the order of the later one; then what is gone."""
    pairs: list[Pair] = []
    gone: list[Indicator] = []
    come: list[Indicator] = []
    for row in alignment.rows:
        cells = {cell.plan: cell for cell in row.cells}
        mine = cells[before].of(old) if before in cells else None
        theirs = cells[after].of(new) if after in cells else None
        if mine and theirs:
            pairs.append(Pair(mine, theirs, row.key))
        elif mine:
            gone.append(mine)
        elif theirs:
            come.append(theirs)
    pairs.extend(_renamed(gone, come))
    yield from _moved_indicators(old, new, pairs)
    for pair in pairs:
        yield from _row_changes(pair)
    for indicator in gone:
        yield dropped("indicator", indicator.name, _row_text(indicator), indicator)
    for indicator in come:
        yield added("indicator", indicator.name, _row_text(indicator), indicator)


def _row_text(indicator: Indicator) -> str:
    """A row of the table on one line."""
    return " | ".join(" ".join(cell.split()) for cell in indicator.written)


def _moved_indicators(old: PlanRecord, new: PlanRecord, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Rows in another order."""
    order = {indicator.id: at for at, indicator in enumerate(new.indicators)}
    first = {indicator.id: at for at, indicator in enumerate(old.indicators)}
    rows = sorted(
        (pair for pair in pairs if pair.old.id in first and pair.new.id in order),
        key=lambda pair: first[pair.old.id],
    )
    for index in sorted(find_moved([order[row.new.id] for row in rows], [1] * len(rows))):
        pair = rows[index]
        yield Both("indicator", pair.new.name, pair.old, pair.new).moved()


def _renamed(gone: list[Indicator], come: list[Indicator]) -> Iterator[Pair]:
    """Rows that only alignment by names left apart: the values stayed, or nearly all of the name did.

    They are taken out of what is gone and what has come.
    """
    scores = [
        (score, at, other)
        for at, mine in enumerate(gone)
        for other, theirs in enumerate(come)
        if (score := fuzz.ratio(squeeze(mine.name), squeeze(theirs.name)))
        >= (_SAME_VALUES if _values(mine) == _values(theirs) else _OTHER_VALUES)
    ]
    for mine, theirs in [(gone[at], come[other]) for at, other in pair_best(scores, _SAME_VALUES)]:
        gone.remove(mine)
        come.remove(theirs)
        yield Pair(mine, theirs, None)


def _values(indicator: Indicator) -> tuple[str, ...]:
    """What a row says beside its name."""
    values = (indicator.baseline, indicator.target, *indicator.values)
    return (indicator.attribute or "", *(squeeze(value.text) if value else "" for value in values))


def _row_changes(pair: Pair) -> Iterator[Change]:
    """What differs between two rows that are the same indicator."""
    mine, theirs = pair.old, pair.new
    both = Both("indicator", theirs.name, mine, theirs)
    if mine.number is not None and theirs.number is not None and mine.number != theirs.number:
        yield both.change("renumbered", "number", str(mine.number), str(theirs.number))
    for field in ("name", "category", "unit"):
        before, after = getattr(mine, field), getattr(theirs, field)
        if squeeze(before or "") != squeeze(after or ""):
            yield both.change("reworded", field, before, after)
    if (mine.attribute or "") != (theirs.attribute or ""):
        kind = _attribute_kind(mine.attribute, theirs.attribute)
        yield both.change(kind, "attribute", mine.attribute, theirs.attribute)
    direction = direction_of(theirs.name, pair.key, (mine.target, theirs.target))
    for field, old, new in _value_pairs(mine, theirs):
        if (old.text if old else None) == (new.text if new else None):
            continue
        kind = _value_kind(old, new, None if field == "baseline" else direction)
        before, after = old.text if old else None, new.text if new else None
        if kind != "respelled" or squeeze(before or "") != squeeze(after or ""):
            yield both.change(kind, field, before, after)


def _value_pairs(mine: Indicator, theirs: Indicator) -> Iterator[tuple[str, Value | None, Value | None]]:
    """The values of both rows, column by column."""
    yield "baseline", mine.baseline, theirs.baseline
    yield "target", mine.target, theirs.target
    labels = [value.label or str(value.year) for value in (*mine.values, *theirs.values)]
    for label in dict.fromkeys(labels):
        old = next((value for value in mine.values if (value.label or str(value.year)) == label), None)
        new = next((value for value in theirs.values if (value.label or str(value.year)) == label), None)
        yield label, old, new


def _attribute_kind(before: str | None, after: str | None) -> ChangeKind:
    if not before:
        return "filled"
    if not after:
        return "emptied"
    return kind_by_weight(weigh_attributes(after, before))


def _value_kind(old: Value | None, new: Value | None, direction: Direction | None) -> ChangeKind:
    """What happened to a value. A baseline is a fact: it is changed, never weakened."""
    stated = (old is not None and old.state == "stated", new is not None and new.state == "stated")
    if stated == (False, True):
        return "filled"
    if stated == (True, False):
        return "emptied"
    if same_meaning(old, new):
        return "respelled"
    return kind_by_weight(weigh(new, old, direction))
