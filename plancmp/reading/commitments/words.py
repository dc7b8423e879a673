"""The vocabulary of promises as a type, with the patterns made of it."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import msgspec

from plancmp.model.quantity import Relation
from plancmp.reading.quantities.words import Measure
from plancmp.text.keeping import any_of, compiled
from plancmp.text.ordinals import CHINESE

_NUMERAL = rf"(?:\d{{1,3}}|(?!一)[{CHINESE}两]{{1,3}})"


def _any(words: Callable[[Any], Iterable[str]]) -> cached_property[re.Pattern[str]]:
    """A pattern for any of some words of a vocabulary, made when it is first asked for."""
    return cached_property(lambda own: compiled(any_of(words(own))))


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the vocabulary: unknown keys are refused."""

    note: str | None = None


class TitleWords(_Rule, frozen=True, kw_only=True):
    """Words in titles, and verbs that make a task of the same words."""

    words: tuple[str, ...]
    not_after: tuple[str, ...]


class DueWords(_Rule, frozen=True, kw_only=True):
    """Words that say when a promise falls due."""

    before: tuple[str, ...]
    whole: tuple[str, ...]
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]


class BackwardWords(_Rule, frozen=True, kw_only=True):
    """Words that look back, and words of a forecast."""

    sentence: tuple[str, ...]
    clause: tuple[str, ...]
    forecast: tuple[str, ...]
    forecast_of: tuple[str, ...]


class PromiseWords(_Rule, frozen=True, kw_only=True):
    """Words that promise something reached or done, and what is built in sizes."""

    reach: tuple[str, ...]
    do: tuple[str, ...]
    sizes: tuple[str, ...]


class RuleWords(_Rule, frozen=True, kw_only=True):
    """Words around numbers that say for whom a rule is, or what it grants."""

    before: tuple[str, ...]
    bounded_before: tuple[str, ...]
    short: tuple[str, ...]
    when: dict[str, str]
    doers: tuple[str, ...]
    doer_measures: tuple[Measure, ...]
    entitled_by: tuple[str, ...]
    paid: tuple[str, ...]
    paid_each: tuple[str, ...]
    each: tuple[str, ...]
    lengths: tuple[str, ...]
    ages: tuple[str, ...]


class SubjectWords(_Rule, frozen=True, kw_only=True):
    """Words around a subject that are no part of it, and subjects that name nothing by themselves."""

    leading: tuple[str, ...]
    leading_not_before: dict[str, str]
    before_verbs: tuple[str, ...]
    leading_clause: tuple[str, ...]
    trailing: tuple[str, ...]
    trailing_not_after: dict[str, str]
    after_number: tuple[str, ...]
    nominal: tuple[str, ...]
    reaching: tuple[str, ...]
    bare: tuple[str, ...]


class ScopeWords(_Rule, frozen=True, kw_only=True):
    """Words that say where or for whom a promise holds."""

    whole: tuple[str, ...]
    levels: tuple[str, ...]
    part: tuple[str, ...]
    each: tuple[str, ...]
    places: tuple[str, ...]


class CountWords(_Rule, frozen=True, kw_only=True, dict=True):
    """What a text counts of itself, and what it does not."""

    sure: dict[str, str]
    said: dict[str, str]
    measures: tuple[str, ...]
    qualified: tuple[str, ...]
    stated_by: tuple[str, ...]
    not_with: tuple[str, ...]

    @cached_property
    def number_first(self) -> re.Pattern[str]:
        """12项主要指标, 九个专栏, 七大行动."""
        noun = any_of({**self.sure, **self.said})
        return compiled(
            rf"(?<![\d第十百千万.每])(?P<number>{_NUMERAL}) ?"
            rf"(?P<measure>{any_of(self.measures)}|(?=章|部分|篇章))"
            rf"(?P<words>[^\W\d{CHINESE}]{{0,8}}?)(?P<noun>{noun})(?![^\W\d]*?率)"
        )

    @cached_property
    def noun_first(self) -> re.Pattern[str]:
        """主要指标12项, 约束性8项, 重大工程6项, 专栏13个."""
        noun = any_of({**self.sure, **self.said})
        return compiled(
            rf"(?P<words>(?:{any_of(self.qualified)}|主要|发展)*)(?P<noun>{noun})"
            rf"(?:共计|共|总计|为|有|设|达)? ?"
            rf"(?P<number>{_NUMERAL}) ?(?P<measure>[项个条类])(?![^\W\d一-]{{0,2}}(?:以上|左右))"
        )

    marks = _any(lambda own: own.stated_by)
    """Words by which a plan says what it consists of."""

    other = _any(lambda own: own.not_with)
    """Words of work done and of others' things."""

    qualifies = _any(lambda own: own.qualified)
    """Words that make something one of the plan's own."""


class CommitmentWords(_Rule, frozen=True, kw_only=True, dict=True):
    """The vocabulary of promises: `rules/vocabulary/commitments.yaml`."""

    source: str
    past_sections: TitleWords
    due: DueWords
    rhythms: tuple[str, ...]
    backward: BackwardWords
    promise: PromiseWords
    rules: RuleWords
    subject: SubjectWords
    scopes: ScopeWords
    distant_bounds: dict[Relation, tuple[str, ...]]
    counts: CountWords

    @cached_property
    def year(self) -> re.Pattern[str]:
        """A year, with the words around it that make it a term; `last` is the end of a range."""
        return compiled(
            rf"(?P<to>(?<!截)(?:{any_of(self.due.before)}))? ?(?P<year>20\d\d) ?"
            r"(?:年? ?(?:-{1,2}|—{1,2}|~|至|到) ?(?P<last>20\d\d) ?)?年(?:底|末)?(?P<by>以?前|之前)?"
        )

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Words that stand for the whole period of the plan."""
        behind = "".join(f"(?<!{re.escape(word)})" for word in self.due.not_after)
        return compiled(rf"{behind}(?:{any_of(self.due.whole)})(?!{any_of(self.due.not_before)})")

    @cached_property
    def backward_pattern(self) -> re.Pattern[str]:
        """Words that look back; `clause` holds in its own clause alone."""
        # 已建成的小区 says which ones are meant, not what was reached.
        return compiled(
            rf"(?P<sentence>{any_of(self.backward.sentence)})"
            rf"|(?P<clause>{any_of(self.backward.clause)})(?![^,;、]{{1,12}}(?:的|基础上))"
        )

    forecast = _any(lambda own: own.backward.forecast)
    """Words of a forecast."""

    forecast_of = _any(lambda own: own.backward.forecast_of)
    """What is forecast."""

    @cached_property
    def past_title(self) -> re.Pattern[str]:
        """The title of a section that looks back."""
        words = self.past_sections
        return compiled(rf"(?!.*(?:{any_of(words.not_after)}))[^,;、。]{{0,16}}?(?:{any_of(words.words)})")

    rhythm = _any(lambda own: own.rhythms)
    """Words that make a value hold for each year, month, term."""

    reaches = _any(lambda own: own.promise.reach)
    """A verb of reaching."""

    does = _any(lambda own: (*own.promise.do, *own.promise.sizes))
    """A verb of doing, or a size of what is built."""

    verb = _any(lambda own: own.promise.do)
    """A verb of doing."""

    @cached_property
    def condition_before(self) -> re.Pattern[str]:
        """Words before a number that make it a condition; longer ones may stand a little apart."""
        near = [word for word in self.rules.before if len(word) < 3]
        far = [word for word in self.rules.before if len(word) >= 3]
        return compiled(rf"(?:(?:{any_of(near)})|(?:{any_of(far)})[^,;、\d]{{0,6}}) ?(?:约|为|达到)?$")

    @cached_property
    def condition_after(self) -> re.Pattern[str]:
        """Behind a number: of the doers for whom a rule is."""
        included = r"(?:\(不?含[^()]*\))?"
        doers = any_of(self.rules.doers)
        near = any_of([doer for doer in self.rules.doers if doer != "家庭"])
        return compiled(
            rf"口?(?:及?以[上下内])?{included}"
            rf"(?:[^,;、。的]{{0,8}}的{included}的?[^,;、。的]{{0,10}}?(?:{doers})|[^,;、。的]{{0,2}}(?:{near}))"
        )

    @cached_property
    def condition_when(self) -> re.Pattern[str]:
        """Behind a number: when something is to be done."""
        when = self.rules.when.items()
        words = (re.escape(word) + (f"(?![{kept}])" if kept else "") for word, kept in when)
        return compiled(f" ?(?:{'|'.join(words)})")

    entitled = _any(lambda own: own.rules.entitled_by)
    """Words before a number by which something is paid."""

    paid = _any(lambda own: own.rules.paid)
    """Words of paying behind a number."""

    paid_each = _any(lambda own: own.rules.paid_each)
    """Words that make a sum what one person or household gets."""

    @cached_property
    def raised(self) -> re.Pattern[str]:
        """提高到每人每月: a standard that is raised is a value to be reached."""
        reach = any_of((*self.promise.reach, "不低于", "不少于"))
        each = any_of(self.rules.paid_each)
        return compiled(rf"(?:{reach})到?(?:{each})(?:{any_of(self.rhythms)})?$")

    @cached_property
    def every_person(self) -> re.Pattern[str]:
        """Persons or households at the end of the words before “at least”."""
        return compiled(rf"(?:{any_of(self.rules.each)})(?:都|均|要|应|应当|须)*$")

    @cached_property
    def length(self) -> re.Pattern[str]:
        """What a span of time is the length of."""
        return compiled(rf"(?:{any_of(self.rules.lengths)})$")

    age = _any(lambda own: own.rules.ages)
    """What an age is a value of."""

    @cached_property
    def each_place(self) -> re.Pattern[str]:
        """每个县(市、区), 各乡镇(街道), 所有村(社区)."""
        return compiled(
            rf"(?:{any_of(self.scopes.each)})[^,;、。人户]{{0,3}}?(?:{any_of(self.scopes.places)})(?:\([^()]*\))?"
            r"(?![、级直属党政委局残联府中医管])"
        )

    @cached_property
    def whole_place(self) -> re.Pattern[str]:
        """全市 at the beginning."""
        levels = rf"(?:{any_of(self.scopes.levels)})(?={any_of(self.promise.do)})"
        return compiled(rf" ?(?:(?:{any_of(self.scopes.whole)})(?![、及])|{levels})")

    @cached_property
    def part_place(self) -> re.Pattern[str]:
        """农村 at the beginning of a subject; 城乡居民 is part of the name of an insurance."""
        return compiled(rf"(?:{any_of(self.promise.do)})?(?P<part>{any_of(self.scopes.part)})(?!居民)")

    @cached_property
    def distant_bound(self) -> re.Pattern[str]:
        """A bound that stands a noun apart from its number."""
        return compiled(rf"(?P<word>{any_of(self.bound_of)})[^,;、。\d后时的]{{1,12}}$")

    @cached_property
    def bound_of(self) -> dict[str, Relation]:
        """The relation of a bound."""
        return {word: relation for relation, words in self.distant_bounds.items() for word in words}

    @cached_property
    def leading(self) -> re.Pattern[str]:
        """Words before a subject that are no part of it; 推动建设 loses its first verb, 推动力 nothing."""
        verb = any_of((*self.promise.do, *self.promise.reach))
        verbs = rf"(?:{any_of(self.subject.before_verbs)})(?={verb})"
        kept = self.subject.leading_not_before
        weak = "|".join(
            re.escape(word) + (f"(?![{kept[word]}])" if word in kept else "")
            for word in sorted(self.subject.leading, key=len, reverse=True)
        )
        return compiled(rf"(?:{verbs}|{weak}|[、和及与,;:\s]+(?!谐|时))")

    @cached_property
    def leading_clause(self) -> re.Pattern[str]:
        """Words before the matter of a whole clause."""
        return compiled(rf"(?:{any_of(self.subject.leading_clause)}|[、和及与,;:\s]+)")

    @cached_property
    def trailing(self) -> re.Pattern[str]:
        """Words behind a subject that are no part of it."""
        kept = self.subject.trailing_not_after
        words = "|".join(
            (f"(?<![{kept[word]}])" if word in kept else "") + re.escape(word)
            for word in sorted((*self.subject.trailing, *self.rhythms), key=len, reverse=True)
        )
        return compiled(rf"(?:{words}|[、,;:\s]+)$")

    @cached_property
    def after_number(self) -> re.Pattern[str]:
        """Words behind a number that tie it to its noun."""
        return compiled(rf"[ ]*(?:{any_of(self.subject.after_number)})?")

    @cached_property
    def reaching(self) -> re.Pattern[str]:
        """在…设置, 利用…改建: the words before the verb are where and how."""
        verbs = set(self.promise.do) - set(self.subject.nominal)
        return compiled(rf"(?:{any_of(self.subject.reaching)})[^,;]*?(?={any_of(verbs)})")

    @cached_property
    def bare(self) -> frozenset[str]:
        """Subjects that name no matter by themselves."""
        return frozenset(self.subject.bare)

    @cached_property
    def each_one(self) -> re.Pattern[str]:
        """各县普遍建立一所: one for each, without a bound."""
        counters: Iterable[str] = ("所", "个", "家", "处", "座", "支")
        return compiled(
            rf"(?:{any_of(self.scopes.each)}|普遍)[^,;。]{{0,20}}?(?:{any_of(self.promise.do)}|有)(?:起|好|成)?"
            rf"(?P<amount>一(?P<unit>{any_of(counters)}))(?=[\u4e00-\u9fff])"
        )
