"""The kinds that a user's own rules may be of: a part that must be there, a phrase to avoid, a limit."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Literal

import msgspec

from plancmp.checks.entries import Check, Hit, Mend, Rule
from plancmp.checks.kinds.parts import title_hit
from plancmp.checks.kinds.placeholders import pattern_problem, value_hit
from plancmp.checks.view import PassageKind, PlanView, any_of
from plancmp.model.record import Stage
from plancmp.model.words import Words
from plancmp.rulepacks.messages import worded
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled

_Place = Literal["heading", "text", "box", "table", "title"]
_KINDS: dict[_Place, tuple[PassageKind, ...]] = {
    "heading": ("heading", "appendix"),
    "text": ("front", "paragraph"),
    "box": ("box-title", "box-text", "item"),
    "table": ("row", "task", "table"),
    "title": ("front",),
}


class Part(Rule, frozen=True, kw_only=True):
    """A part that a plan must have."""

    name: Words
    words: tuple[str, ...] = ()
    """Words of a heading (folded, without blanks) that show that it is there."""
    text: tuple[str, ...] = ()
    """Words anywhere in the text that do."""
    indicators: bool = False
    """A table of indicators shows it."""
    stages: tuple[Stage, ...] = ("draft", "review", "issued")


class PartParameters(Rule, frozen=True, kw_only=True):
    """Parts that must be there."""

    parts: tuple[Part, ...]

    def problem(self) -> tuple[str, str, str] | None:
        """A part that nothing could show."""
        for at, part in enumerate(self.parts):
            if not (part.words or part.text or part.indicators):
                return f"parts[{at}]", *worded("part-nothing")
        return None


class PhraseParameters(Rule, frozen=True, kw_only=True):
    """Phrases to avoid."""

    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    """Regular expressions on folded text (full width made half width)."""
    unless: tuple[str, ...] = ()
    """Longer phrases in which the words are right."""
    places: tuple[_Place, ...] = ("heading", "text", "box", "table")
    written: bool = False
    """The patterns are for the text as it is written, not folded."""
    use: dict[str, str] = msgspec.field(default_factory=dict)
    """What to write instead, by word (avoided as those of `words` are); the message names it as `{use}`."""
    mend: dict[str, str] = msgspec.field(default_factory=dict)
    """What is surely right in place of a single character of what was found."""

    def problem(self) -> tuple[str, str, str] | None:
        """No phrase, an empty one, or a pattern that cannot be compiled."""
        if not self.words and not self.patterns and not self.use:
            return "", *worded("phrase-nothing")
        for at, word in enumerate(self.words):
            if not word.strip():
                return f"words[{at}]", *worded("word-empty")
        return pattern_problem("patterns", self.patterns)


class LimitParameters(Rule, frozen=True, kw_only=True):
    """A number of things, or a value, that must lie within bounds."""

    of: Literal["indicators", "binding", "boxes", "sections", "tasks", "title", "paragraph", "value"]
    """`binding`: share of 约束性 in per cent; `title`, `paragraph`: length; `value`: targets."""
    least: Decimal | None = None
    most: Decimal | None = None
    indicator: tuple[str, ...] = ()
    """For `value`: words of the indicator's name."""
    unit: str | None = None
    """For `value`: the unit that the bounds are in."""

    def problem(self) -> tuple[str, str, str] | None:
        """No bound, bounds the wrong way round, or no indicator for a value."""
        if self.least is None and self.most is None:
            return "", *worded("limit-nothing")
        if self.least is not None and self.most is not None and self.least > self.most:
            return "least", *worded("limit-turned")
        if self.of == "value" and not self.indicator:
            return "", *worded("limit-of-what")
        return None


def find_missing_parts(view: PlanView, check: Check) -> Iterator[Hit]:
    """Parts that no heading, text or table shows."""
    parameters: PartParameters = check.parameters
    titles = [squeeze(section.title) for section in view.sections.values()]
    for part in parameters.parts:
        if view.stage not in part.stages or (part.indicators and view.record.indicators):
            continue
        words = [squeeze(word) for word in part.words]
        if any(word in title for title in titles for word in words):
            continue
        if any(view.mentions(fold(word)) for word in part.text):
            continue
        passage, start, end = title_hit(view)
        yield Hit(passage, start, end, {"name": part.name}, part=part.name.zh)


def find_phrases(view: PlanView, check: Check) -> Iterator[Hit]:
    """Phrases to avoid."""
    parameters: PhraseParameters = check.parameters
    pattern, unless = _phrases((*parameters.words, *parameters.use), parameters.patterns, parameters.unless)
    kinds = {kind for place in parameters.places for kind in _KINDS[place]}
    for passage, found, begin, end in view.search(pattern, kinds, written=parameters.written):
        window = max(0, begin - 30)
        if any(
            held.start() <= begin and end <= held.end()
            for held in unless.finditer(passage.folded, window, end + 30)
        ):
            continue
        words = found.group()
        mends = tuple(
            Mend(passage, at, at + 1, parameters.mend[passage.text[at]])
            for at in range(begin, end)
            if passage.text[at] in parameters.mend
        )
        yield Hit(passage, begin, end, {"use": parameters.use.get(words, "")}, mends=mends)


@cache
def _phrases(
    words: tuple[str, ...], patterns: tuple[str, ...], unless: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words and patterns as one, and what they are right in."""
    parts = [*(f"(?:{pattern})" for pattern in patterns)]
    if words:
        parts.append(any_of(words))
    return compiled("|".join(parts)), compiled(any_of(unless))


def find_over_limit(view: PlanView, check: Check) -> Iterator[Hit]:
    """Numbers of things, lengths or targets outside of their bounds."""
    parameters: LimitParameters = check.parameters
    if parameters.of == "value":
        yield from _values_over(view, parameters)
    elif parameters.of == "paragraph":
        for passage in view.passages:
            length = Decimal(len(squeeze(passage.text)))
            if passage.kind == "paragraph" and not _within(length, parameters):
                yield Hit(passage, 0, min(len(passage.text), 20), _limit_values(length, parameters))
    else:
        number = _number_of(view, parameters.of)
        if number is not None and not _within(number, parameters):
            where, start, end = title_hit(view)
            yield Hit(where, start, end, _limit_values(number, parameters), part=parameters.of)


def _number_of(view: PlanView, what: str) -> Decimal | None:
    """How many there are of a thing; None where it cannot be said."""
    record = view.record
    if what == "title":
        return Decimal(len(squeeze(record.plan.title))) if record.plan.title else None
    if what == "binding":
        stated = [each.attribute for each in record.indicators if each.attribute]
        share = Decimal(100 * stated.count("约束性")) / len(stated) if stated else None
        return share.quantize(Decimal("0.1")) if share is not None else None
    counts = {
        "indicators": len(record.indicators),
        "boxes": len(record.boxes),
        "sections": len(view.sections),
        "tasks": len(record.tasks),
    }
    return Decimal(counts[what])


def _within(number: Decimal, parameters: LimitParameters) -> bool:
    """Whether a number lies within the bounds."""
    low = parameters.least is None or number >= parameters.least
    return low and (parameters.most is None or number <= parameters.most)


def _limit_values(number: Decimal, parameters: LimitParameters) -> dict[str, str]:
    """What the message on a limit names."""
    bounds = [
        f"≥{parameters.least}" if parameters.least is not None else "",
        f"≤{parameters.most}" if parameters.most is not None else "",
    ]
    return {"number": str(number), "limit": " ".join(filter(None, bounds))}


def _values_over(view: PlanView, parameters: LimitParameters) -> Iterator[Hit]:
    """Targets outside of their bounds."""
    names = [squeeze(word) for word in parameters.indicator]
    for row in view.rows:
        target = row.indicator.target
        if (
            target is None
            or target.value is None
            or not any(name in squeeze(row.indicator.name) for name in names)
        ):
            continue
        unit = target.unit or row.indicator.unit
        if parameters.unit is not None and unit != parameters.unit:
            continue
        if not _within(target.value, parameters):
            hit = value_hit(row, target)
            yield hit._replace(values={**hit.values, **_limit_values(target.value, parameters)})
