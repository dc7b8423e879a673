"""Plants figures that cannot all hold, and promises that no indicator carries (FIG)."""

import re
from decimal import Decimal
from random import Random

from plancmp.checks.view import PassageKind
from plancmp.selftest.mutants import Mutant, UnfitError, insert, insert_sentence, pick, replace, revalue
from plancmp.selftest.plan import Plan
from plancmp.selftest.reading import (
    Match,
    bare_matches,
    level_in,
    matches,
    plain,
    rates,
    share,
    step,
    with_number,
)
from plancmp.selftest.registry import plants
from plancmp.selftest.words import drawn, planting_words
from plancmp.text.keeping import compiled

_OUTSIDE: tuple[PassageKind, ...] = ("item", "box-text", "task")
_GROWTH = compiled(
    r"[由从]\d+(?:\.\d+)?%?(?:提高|提升|增加|增长)[到至]\d+(?:\.\d+)?%"
    r"[，,]?[^，。；]{0,4}?(?P<step>\d+(?:\.\d+)?)个百分点"
)


@plants("FIG001", "figure-conflicts", needs="rate")
def conflicting_sentence(plan: Plan, rng: Random) -> Mutant:
    """A sentence of the text with another figure for an indicator of the table."""
    return insert_sentence(plan, rng, _conflict(plan, rng))


@plants("FIG001", "figure-conflicts-elsewhere", needs="rate-and-items")
def conflicting_item(plan: Plan, rng: Random) -> Mutant:
    """The same at the end of an item of a box, or of the words of a task."""
    words = _conflict(plan, rng)
    ended = (each for each in plan.running(*_OUTSIDE) if each.text.endswith("。") and len(each.text) > 20)
    passage = pick(rng, ended)
    spot = plan.spot(passage, len(passage.text) - 1, len(passage.text))
    return insert(plan, spot and spot._replace(start=spot.end), words)


@plants("FIG001", "figure-changed", needs="rate-in-text")
def changed_figure(plan: Plan, rng: Random) -> Mutant:
    """A figure of the text that agrees with the table, changed in one of the two places."""
    choices: list[Match] = []
    for row in rates(plan, "target"):
        number = plain(level_in(row, "target").value)
        named = rf"(?:(?<![\u4e00-\u9fff])|(?<=年)){re.escape(row.indicator.name)}"
        pattern = rf"{named}[^，。；]{{0,8}}?(?<!\d)({number})%"
        choices += bare_matches(plan.running("paragraph", "item", "box-text", "task"), pattern)
    passage, found = pick(rng, choices)
    # A share may well be over 100: what counts is that there is one.
    changed = Decimal(found.group(1)) - step(rng)
    if changed <= 0:
        raise UnfitError
    return replace(plan, plan.spot(passage, *found.span(1)), plain(changed))


def _conflict(plan: Plan, rng: Random) -> str:
    """A sentence on an indicator of the table with a figure below or above its target."""
    row = pick(rng, rates(plan, "target"))
    number = share(level_in(row, "target").value + rng.choice((-1, -1, 1)) * step(rng))
    sentence = drawn(rng, "figure-conflicts")
    return sentence.format(name=row.indicator.name, year=plan.years[1], value=plain(number))


@plants("FIG002", "promise-alone", needs="prose")
def promise_alone(plan: Plan, rng: Random) -> Mutant:
    """A promise with a figure that no indicator carries."""
    held = planting_words().words
    things = [thing for thing in held["figure-things"] if thing not in plan.text and plan.record.indicators]
    sentence = pick(rng, held["figure-promises"] if things else ())
    words = sentence.format(year=plan.years[1], thing=rng.choice(things), count=rng.randint(3, 90))
    return insert_sentence(plan, rng, words)


@plants("FIG003", "sum-wrong", needs="prose")
def wrong_sum(plan: Plan, rng: Random) -> Mutant:
    """A sentence whose figures do not add up, by more than rounding can explain."""
    first, more = rng.randint(20, 60), rng.randint(4, 20)
    wrong = more + rng.choice((-3, -2, 2, 4, 10))
    sentence = drawn(rng, "figure-sums")
    return insert_sentence(plan, rng, sentence.format(first=first, last=first + more, step=wrong))


@plants("FIG003", "growth-wrong", needs="growth")
def wrong_growth(plan: Plan, rng: Random) -> Mutant:
    """A growth in its column that baseline and target do not give."""
    row, value, number = pick(
        rng,
        (
            (row, value, value.value)
            for row in plan.view.rows
            for role, value in row.values
            if role in ("growth", "total")
            and value.unit == "百分点"
            and value.value is not None
            and plan.value_spot(value) is not None
            and row.indicator.baseline is not None
            and row.indicator.target is not None
        ),
    )
    return revalue(plan, row, value, with_number(value, number + Decimal(rng.choice((2, 3, 5)))))


@plants("FIG003", "text-sum-wrong", needs="sum-in-text")
def wrong_sum_of_text(plan: Plan, rng: Random) -> Mutant:
    """A growth that the draft states in a sentence, changed."""
    passage, found = pick(rng, matches(plan.running("paragraph", "item", "box-text"), _GROWTH))
    number = Decimal(found["step"]) + rng.choice((1, 2, 5))
    return replace(plan, plan.spot(passage, *found.span("step")), plain(number))
