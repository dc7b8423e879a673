"""Reads the parts of a written value: units, the words before a number, look-alikes, relative targets."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from plancmp.model.quantity import Quantity, Relation
from plancmp.reading.quantities.words import LookAlikes, Measure, QuantityWords, UnitWord
from plancmp.text.keeping import any_of, compiled
from plancmp.text.numerals import parse_numeral, power_of
from plancmp.text.ordinals import CHINESE

T = TypeVar("T")
MULTIPLIERS = ("十", "百", "千", "万", "亿")
MULTIPLIER = compiled(r"[十百千]?万?亿?")
_OTHER = r"[^\d;。,、:()<>≥≤%]{0,20}?"
_BY_POINTS = r"[^\d;。,、:()<>≥≤%]{2,16}(?=\d+(?:\.\d+)?个?百分点)"
_PER = compiled(r" ?/ ?每?(\d*[十百千万亿]*)")


class Unit(NamedTuple):
    """A unit as it counts: `name` with the power of ten of the multiplier before it."""

    name: str
    power: int = 0
    loose: bool = False


class Leads(msgspec.Struct, frozen=True):
    """What the words before a number say."""

    start: int
    relation: Relation | None = None
    weak: Relation | None = None
    strong: bool = False
    change: int = 0
    total: bool = False


class Longest(Generic[T]):
    """Finds the longest known word at a place of a text; building it costs nothing."""

    def __init__(self, words: Mapping[str, T]) -> None:
        self._words = words
        lengths: dict[str, set[int]] = {}
        for word in words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def match(self, text: str, position: int) -> tuple[T, int] | None:
        """The word's meaning and the offset behind it."""
        return next(self.matches(text, position), None)

    def matches(self, text: str, position: int) -> Iterator[tuple[T, int]]:
        """All words at the place, the longest first."""
        for length in self._lengths.get(text[position : position + 1], ()):
            word = text[position : position + length]
            if len(word) == length and word in self._words:
                yield self._words[word], position + length

    def firsts(self) -> Iterable[str]:
        """The characters that a word can begin with."""
        return self._lengths


class Units:
    """Reads units: simple ones, with multipliers (万人), and for each of something (人/亿元, /10万)."""

    def __init__(self, words: QuantityWords) -> None:
        self._measures: dict[str, Measure] = {"/": "share", "1:n": "ratio", "n:1": "ratio"}
        self._not_before: dict[str, str] = {}
        spelled: dict[str, tuple[str, Unit]] = {}
        loose = set(words.loose_words)
        for group in words.units:
            for entry in group.words:
                word = UnitWord(name=entry) if isinstance(entry, str) else entry
                self._measures[word.name] = group.measure
                for spelling in (word.name, *word.also):
                    unit = Unit(word.name, 0, group.loose or spelling in loose)
                    spelled[spelling] = (spelling, unit)
                    self._not_before[spelling] = word.not_before
        self._spelled = Longest(spelled)
        self._per = Longest(
            {key: unit.name for key, (_, unit) in spelled.items() if "·" not in key} | words.per_words.words
        )

    def match(self, text: str, position: int) -> tuple[Unit, int] | None:
        """The unit that begins at `position`, with its part behind a slash."""
        end = position
        for (spelling, unit), end in self._spelled.matches(text, position):
            following = text[end : end + 1]
            ascii_word = spelling[-1].isascii() and spelling[-1].isalpha()
            forbidden = following != "" and following in self._not_before[spelling]
            # 120名儿童居家: where what follows forbids 名儿童, a shorter unit may stand there.
            if not forbidden and not (ascii_word and following.isascii() and following.isalnum()):
                return self._with_share(text, end, unit)
        return self._share(text, position) if end == position else None

    def parse(self, text: str) -> Unit | None:
        """The unit that the whole text names, multiplier included: 万人 is 人 with power 4."""
        text = text.removeprefix("1") if text.startswith("1/") else text
        for start in range(4):
            multiplier = text[:start]
            if not MULTIPLIER.fullmatch(multiplier):
                break
            found = self.match(text, start)
            if found and found[1] == len(text):
                return found[0]._replace(power=power_of(multiplier))
        return None

    def measure(self, unit: str | None) -> Measure | None:
        """The class of a unit; of a compound one, `compound`."""
        if unit is None:
            return None
        known = self._measures.get(unit)
        return known or ("share" if unit.startswith("/") else "compound" if "/" in unit else None)

    def _with_share(self, text: str, end: int, unit: Unit) -> tuple[Unit, int]:
        share = self._share(text, end)
        if share is None or share[0].name == "/":
            return unit, end
        return unit._replace(name=unit.name + share[0].name), share[1]

    def _share(self, text: str, position: int) -> tuple[Unit, int] | None:
        found = _PER.match(text, position) if "/" in text[position : position + 2] else None
        if not found:
            return None
        many, word = found[1], self._per.match(text, found.end())
        whole = self._per.match(text, found.start(1))
        if whole and whole[1] > (word or found.span())[1]:
            # 千 of 千瓦时 is no multiplier.
            many, word = "", whole
        if not word and not many.strip("0123456789") and len(many) < 4:
            return None
        name, end = word or ("", found.end())
        further = self._per.match(text, end + 1) if text[end : end + 1] in ("·", "/") else None
        if further:
            name, end = f"{name}·{further[0]}", further[1]
        return Unit(f"/{write_multiplier(many)}{name}"), end


class LeadWords:
    """Reads the words before a number, from right to left."""

    def __init__(self, words: QuantityWords) -> None:
        meanings: dict[str, tuple[str, Relation | None]] = {}
        for kind, spellings in (
            ("weak-level", words.levels.weak),
            ("level", words.levels.strong),
            ("up", words.changes.up),
            ("down", words.changes.down),
            ("yearly", words.changes.yearly),
            ("total", words.totals.words),
        ):
            meanings.update((spelling, (kind, None)) for spelling in spellings)
        for relation, spellings in words.bounds.before.items():
            meanings.update((spelling, ("bound", relation)) for spelling in spellings)
        for relation, spellings in words.bounds.weak.items():
            meanings.update((spelling, ("weak-bound", relation)) for spelling in spellings)
        turned = {spelling[::-1]: (spelling, *meaning) for spelling, meaning in meanings.items()}
        self._words = Longest(turned)
        self._not_after = words.not_after

    def read(self, text: str, end: int) -> Leads:
        """What stands directly before `end`."""
        window = text[max(0, end - 28) : end][::-1]
        leads, place, reached, before_change = Leads(end), 0, False, end
        while True:
            place += window[place : place + 1] == " "
            found = next(
                (word for word in self._words.matches(window, place) if self._stands(window, word)), None
            )
            if not found:
                return leads
            (spelling, kind, relation), place = found
            if kind == "yearly":
                return replace(leads, change=0, start=before_change if leads.change else leads.start)
            if kind in ("up", "down"):
                if reached or leads.change:
                    return leads
                before_change = leads.start
            reached = reached or kind == "level" or spelling in ("到", "至")
            leads = self._joined(leads, kind, relation, end - place)

    def _stands(self, window: str, found: tuple[tuple[str, str, Relation | None], int]) -> bool:
        """Whether the character before the word leaves it a word of its own: not 约 in 节约."""
        (spelling, _, _), place = found
        before = window[place : place + 1]
        return not before or before not in self._not_after.get(spelling, "")

    @staticmethod
    def _joined(leads: Leads, kind: str, relation: Relation | None, start: int) -> Leads:
        if kind == "weak-level":
            return leads
        if kind == "weak-bound":
            return replace(leads, start=start, weak=leads.weak or relation, strong=True)
        if kind == "bound":
            return replace(leads, start=start, relation=leads.relation or relation, strong=True)
        if kind == "level":
            return replace(leads, start=start, strong=True)
        if kind == "total":
            return replace(leads, start=start, total=True)
        return replace(leads, start=start, change=1 if kind == "up" else -1)


def look_alikes(words: LookAlikes, cell: bool) -> str:
    """A pattern for what only looks like a quantity in a cell, or in running text."""
    number = rf"(?:\d+(?:\.\d+)?|[{CHINESE}两千万亿]+)"
    patterns = words.patterns if cell else (*words.patterns, *words.in_text)
    joined = "|".join([any_of(words.words), *(f"(?:{pattern})" for pattern in patterns)])
    # The text is tried at a place, so a line's start is what no other character stands before.
    return joined.replace("{number}", number).replace("(?m)^", r"(?<![^\n])")


class RelativeReader:
    """Reads targets that follow another figure: 与GDP增长基本同步, 不低于全省平均水平."""

    def __init__(self, words: QuantityWords) -> None:
        self._words = words.relative
        self._relations = by_word(words.bounds.before)
        self._weak = by_word(words.bounds.weak)

    @cached_property
    def _said(self) -> re.Pattern[str]:
        """What running text with a relative target has in any case."""
        return compiled(any_of((*self._words.same, *self._words.ends, "百分点")))

    @cached_property
    def _said_in_cell(self) -> re.Pattern[str]:
        """What a cell with a relative target has in any case."""
        return compiled(any_of((*self._words.same, *self._words.ends, *self._words.ends_in_cells)))

    @cached_property
    def _same(self) -> re.Pattern[str]:
        words = self._words
        between, about = any_of(words.between), any_of(words.about)
        return compiled(
            rf"(?:{any_of(words.with_)})(?P<ref>[^\d;。,、:()与]{{1,24}}?)(?:{between})?"
            rf"(?P<about>{about})?(?:{between})?(?P<same>{any_of(words.same)})"
        )

    @cached_property
    def _bound(self) -> re.Pattern[str]:
        bounds = [word for word in self._relations if len(word) > 1 and not word.isascii()]
        ends = any_of(self._words.ends)
        return compiled(rf"(?P<bound>{any_of(bounds)})(?P<ref>{_OTHER}(?:{ends})+|{_BY_POINTS})")

    @cached_property
    def _than(self) -> re.Pattern[str]:
        words = self._words
        return compiled(
            rf"(?:{any_of(words.than)})(?P<ref>[^\d;。,、:()比较]{{0,20}}?(?:{any_of(words.ends)})+)(?P<compared>{any_of(words.compared)})"
            r"(?=[\d一二两三])"
        )

    @cached_property
    def _bound_in_cell(self) -> re.Pattern[str]:
        words = self._words
        ends = any_of((*words.ends, *words.ends_in_cells))
        return compiled(
            rf"(?P<bound>{any_of((*self._relations, *self._weak, *words.reach))})?"
            rf"(?P<ref>{_OTHER}(?:{ends})+|{_BY_POINTS})"
            rf"(?P<after>{any_of(words.bounds_after)})?(?=$|[\d一二两三。;,(])"
        )

    def read(self, folded: str, written: str) -> tuple[Quantity, int] | None:
        """The relative target that a cell states, and where its words end."""
        if self._said_in_cell.search(folded) is None:
            return None
        found = self._same.search(folded)
        if found and not compiled(r"\d").search(folded[: found.start()]):
            return self._as_same(found, written), found.end()
        found = self._than.match(folded)
        if found:
            return self._as_compared(found, written), found.end()
        found = self._bound_in_cell.match(folded)
        if found and (found["bound"] or found["after"]):
            return self._as_bound(found, written), found.end()
        return None

    def find(self, folded: str, text: str) -> Iterator[tuple[int, int, Quantity]]:
        """The relative targets of running text; the other figure must be said to be one (增长, 平均水平)."""
        if self._said.search(folded) is None:
            return
        for found in self._same.finditer(folded):
            if any(word in found["ref"] for word in self._words.figures):
                yield found.start(), found.end(), self._as_same(found, text)
        for found in self._bound.finditer(folded):
            counted = folded[found.end() : found.end() + 1].isdigit()
            if counted or any(word in found["ref"] for word in self._words.figures):
                yield found.start(), found.end(), self._as_bound(found, text)
        for found in self._than.finditer(folded):
            yield found.start(), found.end(), self._as_compared(found, text)

    def _as_same(self, found: re.Match[str], written: str) -> Quantity:
        relation = "~" if found["about"] else self._words.same[found["same"]]
        return _relative(relation, written[found.start("ref") : found.end("ref")])

    def _as_compared(self, found: re.Match[str], written: str) -> Quantity:
        relation = self._words.compared[found["compared"]]
        return _relative(relation, written[found.start("ref") : found.end("ref")])

    def _as_bound(self, found: re.Match[str], written: str) -> Quantity:
        after = self._words.bounds_after.get(found.groupdict().get("after") or "")
        bound = found["bound"] or ""
        relation = self._relations.get(bound) or after or self._weak.get(bound) or "="
        return _relative(relation, written[found.start("ref") : found.end("ref")])


def _relative(relation: Relation, reference: str) -> Quantity:
    return Quantity(state="stated", kind="relative", relation=relation, reference="".join(reference.split()))


def by_word(bounds: Mapping[Relation, tuple[str, ...]]) -> dict[str, Relation]:
    return {word: relation for relation, words in bounds.items() for word in words}


def write_multiplier(digits: str) -> str:
    """A multiplier behind a slash in one form: 100000, 十万 and 10万 are one."""
    value = parse_numeral(digits) if digits else None
    if value is None:
        return digits
    whole = int(value)
    for power, character in ((8, "亿"), (4, "万")):
        if whole >= 10**power and whole % 10**power == 0:
            count = whole // 10**power
            return ("" if count == 1 else str(count)) + character
    return {100: "百", 1000: "千", 1: ""}.get(whole, str(whole))
