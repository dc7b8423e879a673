"""Baseline, target, growth and total that cannot all hold, over intervals of the stated rounding (FIG003)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count, takewhile
from typing import NamedTuple

from plancmp.checks.entries import Aside, Check, Hit, Rule
from plancmp.checks.kinds.placeholders import value_hit
from plancmp.checks.view import PROSE, PlanView, Row, any_of
from plancmp.model.record import Indicator, Value
from plancmp.model.words import Words
from plancmp.text.folding import fold
from plancmp.text.keeping import compiled

_TARGET = Words(zh="目标值", en="the target")
_FIRST_AND_LAST = Words(
    zh="基期“{baseline}”、目标“{target}”", en="the baseline “{baseline}” and the target “{target}”"
)
_PARTS = Words(zh="各分项之和“{parts}”", en="the sum of its parts “{parts}”")
_PART = Words(zh="分项", en="a part")


class ArithmeticParameters(Rule, frozen=True, kw_only=True):
    """How changes are written in text."""

    rising: tuple[str, ...]
    falling: tuple[str, ...]
    slack: Decimal
    """What a value that says 左右 may be off by, as a share."""


class Interval(NamedTuple):
    """What a stated number may be: from `low` to `high`, None for no end."""

    low: Decimal | None
    high: Decimal | None


def interval(value: Decimal, relation: str, slack: Decimal = Decimal("0.05")) -> Interval:
    """A stated number with its rounding and its bound.

    >>> interval(Decimal("22.6"), "=")
    Interval(low=Decimal('22.55'), high=Decimal('22.65'))
    >>> interval(Decimal("90"), ">=")
    Interval(low=Decimal('89.5'), high=None)
    """
    exponent = value.as_tuple().exponent
    places = exponent if isinstance(exponent, int) else 0
    half = Decimal(5).scaleb(places - 1)
    low, high = value - half, value + half
    if relation == "~":
        return Interval(value - abs(value) * slack - half, value + abs(value) * slack + half)
    if relation in (">", ">="):
        return Interval(low, None)
    if relation in ("<", "<="):
        return Interval(None, high)
    return Interval(low, high)


def find_impossible_sums(view: PlanView, check: Check) -> Iterator[Hit]:
    """Rows and sentences whose figures cannot all hold."""
    period = view.record.plan.period
    years = period.end - period.start + 1 if period is not None else 5
    for row in view.rows:
        for role, value in row.values:
            if role in ("growth", "total", "other") and not _holds(row, value, years, check.parameters):
                target = row.indicator.target
                baseline = row.indicator.baseline
                assert target is not None and baseline is not None
                aside = Aside(_TARGET, at=target.at or row.indicator.at, words=target.text)
                hit = value_hit(row, value, (aside,))
                more = {"baseline": baseline.text, "target": target.text}
                yield hit._replace(values={**hit.values, **more, "others": _FIRST_AND_LAST.filled(**more)})
    for rows in view.tables.values():
        for whole, parts in _wholes(rows):
            yield from _unequal_sum(whole, parts)
    yield from _in_text(view, check.parameters)


def _wholes(rows: Sequence[Row]) -> Iterator[tuple[Row, Sequence[Indicator]]]:
    """Rows with their parts: those of 其中, or the rows behind 2.1 that are 2.1.1, 2.1.2."""
    for at, row in enumerate(rows):
        if row.indicator.parts:
            yield row, row.indicator.parts
        elif serial := row.serial:
            due = ((*serial, number) for number in count(1))
            behind = takewhile(lambda pair: pair[0].serial == pair[1], zip(rows[at + 1 :], due, strict=False))
            yield row, [each.indicator for each, _ in behind]


def _unequal_sum(whole: Row, parts: Sequence[Indicator]) -> Iterator[Hit]:
    """A value that is not the sum of its parts though the other is; else they may overlap or not be all."""
    ends = [
        (whole.indicator.baseline, [part.baseline for part in parts]),
        (whole.indicator.target, [part.target for part in parts]),
    ]
    sums = [
        (value, [each for each in added if each is not None and _is_plain(each, value)])
        for value, added in ends
        if value is not None and _is_plain(value, value)
    ]
    whole_sums = [(value, added) for value, added in sums if len(added) == len(parts) > 1]
    if not any(value.value == sum(each.value or 0 for each in added) for value, added in whole_sums):
        return
    for value, added in whole_sums:
        stated = [_stated(each, Decimal()) for each in added]
        low, high = sum(each.low or 0 for each in stated), sum(each.high or 0 for each in stated)
        if not _meet(Interval(Decimal(low), Decimal(high)), _stated(value, Decimal())):
            asides = tuple(Aside(_PART, at=each.at or whole.indicator.at, words=each.text) for each in added)
            hit = value_hit(whole, value, asides)
            said = _PARTS.filled(parts=" + ".join(each.text for each in added))
            yield hit._replace(values={**hit.values, "baseline": "", "target": "", "others": said})


def _is_plain(value: Value, whole: Value) -> bool:
    """Whether a value is one number, not nothing, in the unit of the whole."""
    return (
        value.state == "stated"
        and value.kind == "number"
        and value.relation in (None, "=")
        and bool(value.value)
        and value.upper is None
        and value.unit == whole.unit
    )


def _holds(row: Row, value: Value, years: int, parameters: ArithmeticParameters) -> bool:
    """Whether growth or total can go with baseline and target, in any way that the column may mean."""
    baseline, target = row.indicator.baseline, row.indicator.target
    if baseline is None or target is None or value.value is None or value.state != "stated":
        return True
    if baseline.value is None or target.value is None or target.kind != "number" or baseline.kind != "number":
        return True
    if baseline.unit != target.unit or value.upper is not None:
        return True
    slack = parameters.slack
    first, last, stated = (_stated(each, slack) for each in (baseline, target, value))
    if value.unit == "百分点":
        return _meet(_difference(last, first), stated) or _meet(
            _difference(last, first), _times(stated, years)
        )
    if value.unit == "%" and (value.role == "growth" or value.change) and not value.total:
        ways = [_meet(_grown(first, stated, years), last), _meet(_grown(first, stated, 1), last)]
        return any(ways) or (target.unit == "%" and _meet(_difference(last, first), _times(stated, years)))
    if value.unit != target.unit:
        return True
    if value.total:
        # A total is the sum of what is done, or what is added: no total of things done is less than nothing.
        return True
    change = _difference(last, first)
    return _meet(change, stated) or _meet(change, _times(stated, years)) or _meet(last, stated)


def _stated(value: Value, slack: Decimal) -> Interval:
    """What a value may be by the digits that are written: 11.0 of a column of 万 is rounded to thousands."""
    assert value.value is not None
    found = _WRITTEN.search(fold(value.text))
    written = Decimal(found.group().replace(",", "")) if found is not None else value.value
    if not written:
        return interval(value.value, value.relation or "=", slack)
    scale = value.value / written
    low, high = (
        None if end is None else end * scale for end in interval(written, value.relation or "=", slack)
    )
    return Interval(low, high) if scale > 0 else Interval(high, low)


_WRITTEN = compiled(r"\d[\d,]*(?:\.\d+)?")


def _difference(last: Interval, first: Interval) -> Interval:
    """What may lie between two stated numbers."""
    low = last.low - first.high if last.low is not None and first.high is not None else None
    high = last.high - first.low if last.high is not None and first.low is not None else None
    return Interval(low, high)


def _times(value: Interval, count: int) -> Interval:
    """So many times a stated number."""
    return Interval(*(None if end is None else end * count for end in value))


def _grown(first: Interval, rate: Interval, years: int) -> Interval:
    """A stated number grown at a rate in per cent over some years."""
    ends = []
    for start, percent in zip(first, rate, strict=True):
        ends.append(None if start is None or percent is None else start * (1 + percent / 100) ** years)
    return Interval(*ends)


def _meet(left: Interval, right: Interval) -> bool:
    """Whether two intervals share a number."""
    if left.low is not None and right.high is not None and left.low > right.high:
        return False
    return not (left.high is not None and right.low is not None and left.high < right.low)


def _in_text(view: PlanView, parameters: ArithmeticParameters) -> Iterator[Hit]:
    """由41.5%提高到58%，提高16.5个百分点."""
    rising, falling = any_of(parameters.rising), any_of(parameters.falling)
    number = r"\d+(?:\.\d+)?"
    unit = r"(?P<unit>%|‰|[万亿]?[元人户个家所张名人次件项处座公里]{1,3})"
    pattern = compiled(
        rf"[由从](?:[^。;,\x00\n]{{0,12}}的)?(?P<first>{number}){unit}(?:稳步|逐步|大幅|进一步)?"
        rf"(?P<to>(?:{rising}|{falling}))[到至为](?P<last>{number})(?P=unit)"
        rf"[,、;](?:累计|共|平均|约)?(?P<change>{rising}|{falling})了?(?P<by>{number})(?P<by_unit>个百分点|个千分点|%|(?P=unit))"
    )
    for passage, found, _, end in view.search(pattern, PROSE):
        if not _text_holds(found, parameters):
            begin = end - len(found["by"]) - len(found["by_unit"])
            ends = {"baseline": found["first"], "target": found["last"]}
            others = _FIRST_AND_LAST.filled(**ends)
            values = {**ends, "indicator": "", "value": found["by"], "others": others}
            yield Hit(passage, begin, end, values)


def _text_holds(found: re.Match[str], parameters: ArithmeticParameters) -> bool:
    """Whether from, to and by can be of one change."""
    first, last, by = (Decimal(found[name]) for name in ("first", "last", "by"))
    up = {fold(word) for word in parameters.rising}
    sign = 1 if found["change"] in up else -1
    if (last > first) != (found["to"] in up) and last != first:
        return False
    change = _difference(interval(last, "="), interval(first, "="))
    stated = interval(by * sign, "=")
    if found["by_unit"] != "%" or found["unit"] == "%":
        points = _meet(change, stated)
        if points or found["by_unit"] != "%":
            return points
    return first != 0 and _meet(_grown(interval(first, "="), stated, 1), interval(last, "="))
