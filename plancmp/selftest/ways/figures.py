"""Plants figures that cannot all hold, and promises that no indicator carries (FIG)."""

import re
from decimal import Decimal
from random import Random

from plancmp.checks.kinds.values import level_of
from plancmp.checks.view import PassageKind, Row
from plancmp.selftest.mutants import Mutant, insert, insert_sentence, replace, revalue
from plancmp.selftest.plan import Plan
from plancmp.selftest.reading import numbers_in, rates, step, with_number
from plancmp.selftest.registry import plants
from plancmp.selftest.words import planting_words

_OUTSIDE: tuple[PassageKind, ...] = ("item", "box-text", "task")
_GROWTH = re.compile(r"[由从](?P<first>\d+(?:\.\d+)?)%?(?:提高|提升|增加|增长)[到至](?P<last>\d+(?:\.\d+)?)%")


@plants("FIG001", "figure-conflicts", needs="rate")
def conflicting_sentence(plan: Plan, rng: Random) -> Mutant | None:
    """A sentence of the text with another figure for an indicator of the table."""
    words = _conflict(plan, rng)
    return insert_sentence(plan, rng, words) if words else None


@plants("FIG001", "figure-conflicts-elsewhere", needs="rate-and-items")
def conflicting_item(plan: Plan, rng: Random) -> Mutant | None:
    """The same at the end of an item of a box, or of the words of a task."""
    words = _conflict(plan, rng)
    choices = [each for each in plan.running(*_OUTSIDE) if each.text.endswith("。") and len(each.text) > 20]
    if not words or not choices:
        return None
    passage = rng.choice(choices)
    spot = plan.spot(passage, len(passage.text) - 1, len(passage.text))
    return insert(plan, spot and spot._replace(start=spot.end), words)


@plants("FIG001", "figure-changed", needs="rate-in-text")
def changed_figure(plan: Plan, rng: Random) -> Mutant | None:
    """A figure of the text that agrees with the table, changed in one of the two places."""
    choices = []
    for row in rates(plan, "target"):
        target = row.indicator.target
        assert target is not None
        number = f"{level.value.normalize():f}" if (level := level_of(target)) is not None else ""
        pattern = re.compile(
            rf"(?:(?<![\u4e00-\u9fff])|(?<=年)){re.escape(row.indicator.name)}[^，。；]{{0,8}}?(?<!\d)({number})%"
        )
        for passage in plan.running("paragraph", "item", "box-text", "task"):
            choices += [(row, passage, found) for found in numbers_in(passage.text, pattern)]
    if not choices:
        return None
    row, passage, found = rng.choice(choices)
    number_now = Decimal(found.group(1)) - step(rng)
    if number_now <= 0:
        return None
    return replace(plan, plan.spot(passage, *found.span(1)), f"{number_now.normalize():f}")


def _conflict(plan: Plan, rng: Random) -> str | None:
    """A sentence on an indicator of the table with a figure below or above its target."""
    rows = [row for row in rates(plan, "target") if _has_level(row)]
    if not rows:
        return None
    row = rng.choice(rows)
    level = level_of(row.indicator.target)
    assert level is not None
    number = level.value + rng.choice((-1, -1, 1)) * step(rng)
    if not 0 < number <= 100:
        return None
    sentence = rng.choice(planting_words().figures.conflicts)
    return sentence.format(name=row.indicator.name, year=plan.years[1], value=f"{number.normalize():f}")


def _has_level(row: Row) -> bool:
    """Whether the target of a row is a share in per cent."""
    target = row.indicator.target
    return target is not None and (row.indicator.unit or target.unit) == "%"


@plants("FIG002", "promise-alone", needs="prose")
def promise_alone(plan: Plan, rng: Random) -> Mutant | None:
    """A promise with a figure that no indicator carries."""
    figures = planting_words().figures
    things = [thing for thing in figures.things if thing not in plan.text]
    if not things or not plan.record.indicators:
        return None
    sentence = rng.choice(figures.promises)
    words = sentence.format(year=plan.years[1], thing=rng.choice(things), count=rng.randint(3, 90))
    return insert_sentence(plan, rng, words)


@plants("FIG003", "sum-wrong", needs="prose")
def wrong_sum(plan: Plan, rng: Random) -> Mutant | None:
    """A sentence whose figures do not add up, by more than rounding can explain."""
    first, more = rng.randint(20, 60), rng.randint(4, 20)
    wrong = more + rng.choice((-3, -2, 2, 4, 10))
    sentence = rng.choice(planting_words().figures.sums)
    return insert_sentence(plan, rng, sentence.format(first=first, last=first + more, step=wrong))


@plants("FIG003", "growth-wrong", needs="growth")
def wrong_growth(plan: Plan, rng: Random) -> Mutant | None:
    """A growth in its column that baseline and target do not give."""
    choices = [
        (row, value)
        for row in plan.view.rows
        for role, value in row.values
        if role in ("growth", "total")
        and value.unit == "百分点"
        and value.value is not None
        and plan.value_spot(value) is not None
        and row.indicator.baseline is not None
        and row.indicator.target is not None
    ]
    if not choices:
        return None
    row, value = rng.choice(choices)
    assert value.value is not None
    new = with_number(value, value.value + Decimal(rng.choice((2, 3, 5))))
    return revalue(plan, row, value, new)


@plants("FIG003", "text-sum-wrong", needs="sum-in-text")
def wrong_sum_of_text(plan: Plan, rng: Random) -> Mutant | None:
    """A growth that the draft states in a sentence, changed."""
    pattern = re.compile(_GROWTH.pattern + r"[，,]?[^，。；]{0,4}?(?P<step>\d+(?:\.\d+)?)个百分点")
    choices = [
        (each, found)
        for each in plan.running("paragraph", "item", "box-text")
        for found in pattern.finditer(each.text)
    ]
    if not choices:
        return None
    passage, found = rng.choice(choices)
    number = Decimal(found["step"]) + rng.choice((1, 2, 5))
    return replace(plan, plan.spot(passage, *found.span("step")), f"{number.normalize():f}")
