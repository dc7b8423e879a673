"""Which indicators of two plans are the same matter, for checks that hold one plan against another.

`pair_rows` is the one place where plans are paired here, so that an alignment made elsewhere can take its place.
"""

from collections.abc import Sequence
from typing import NamedTuple

from plancmp.checks.naming import Namer, NameWords, namer
from plancmp.checks.view import PlanView
from plancmp.model.record import Indicator, PlanRecord
from plancmp.rulepacks import load

_RATES = ("%", "‰")
_LEAST = 0.8


class Pair(NamedTuple):
    """An indicator of the other plan with what this plan has for it."""

    other: Indicator
    own: tuple[Indicator, ...]
    same_measure: bool = True


def pair_rows(view: PlanView, other: PlanRecord) -> list[Pair]:
    """Every indicator of another plan with this plan's; several where one row there is parted here."""
    names = namer(load(NameWords, "vocabulary/indicator_words.yaml"))
    own = [row.indicator for row in view.rows]
    taken: set[int] = set()
    pairs: list[Pair] = []
    for theirs in other.indicators:
        found = _exact(theirs, own) or _near(theirs, own, names, taken)
        taken.update(id(each) for each in found)
        pairs.append(Pair(theirs, tuple(found)))
    return [
        pair if pair.own else _other_measure(pair.other, own, names, taken) for pair in pairs
    ]


def _exact(theirs: Indicator, own: Sequence[Indicator]) -> list[Indicator]:
    """By canonical key and kind of measure."""
    if theirs.key is None:
        return []
    return [each for each in own if each.key == theirs.key and _measure(each) == _measure(theirs)][:1]


def _near(theirs: Indicator, own: Sequence[Indicator], names: Namer, taken: set[int]) -> list[Indicator]:
    """By name: the nearest of the same measure; a joint row has one for each matter that it joins."""
    found: list[Indicator] = []
    parts = list(names.subjects(theirs.name))
    for subject in parts[1:] if len(parts) > 1 else parts:
        scored = [
            (max(names.same(each.name, subject), names.same(subject, each.name)), -at, each)
            for at, each in enumerate(own)
            if id(each) not in taken and _agree(each, theirs)
        ]
        if scored and max(scored)[0] >= _LEAST:
            found.append(max(scored)[2])
    if not found and len(parts) > 1:
        whole = [each for each in own if names.same(each.name, theirs.name) >= _LEAST and _agree(each, theirs)]
        found = whole[:1]
    if not found:
        # Their row may be one of those that a joint row here carries.
        found = [
            each
            for each in own
            if _agree(each, theirs)
            and any(names.same(theirs.name, subject) >= _LEAST for subject in list(names.subjects(each.name))[1:])
        ][:1]
    return found


def _other_measure(theirs: Indicator, own: Sequence[Indicator], names: Namer, taken: set[int]) -> Pair:
    """The same matter in another measure: a count there, a rate here."""
    core = _without_measure(theirs, names)
    for each in own:
        if id(each) in taken or _measure(each) == _measure(theirs):
            continue
        if len(core) >= 5 and names.same(_without_measure(each, names), core) >= _LEAST:
            return Pair(theirs, (each,), False)
    return Pair(theirs, ())


def _without_measure(indicator: Indicator, names: Namer) -> str:
    """A name without 率 or 数 at its end."""
    core = names.name(indicator.name).core
    return names.measure.sub("", core).rstrip("率数")


def _measure(indicator: Indicator) -> str:
    """What kind of number an indicator is: a rate or a count."""
    unit = indicator.unit
    for value in (indicator.target, indicator.baseline):
        if unit is None and value is not None and value.unit is not None:
            unit = value.unit
    if unit in _RATES or (unit is None and indicator.name.rstrip()[-1:] == "率"):
        return "rate"
    return "count" if unit is not None else "unknown"


def _agree(left: Indicator, right: Indicator) -> bool:
    """Whether two indicators can be of one measure."""
    return _measure(left) == _measure(right) or "unknown" in (_measure(left), _measure(right))
