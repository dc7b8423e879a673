"""Cuts sentences for the reading of promises, and judges one value: whether it is promised, and of what."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from plancmp.model.place import Span
from plancmp.model.quantity import Quantity
from plancmp.reading.columns import Years
from plancmp.reading.commitments.words import CommitmentWords
from plancmp.reading.quantities.reading import QuantityReader
from plancmp.structure.numbering import find_glued_label, find_label, has_wide_dot
from plancmp.text.folding import fold, tidy
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE
from plancmp.text.periods import PERIOD, end_of

CLAUSE_END = compiled(r"(?<!\d),|,(?!\d{3}(?!\d))|[;；:](?!\d)|(?<!\d):")
_HIDDEN = compiled(r"\([^()]*\)|\[[^\[\]]*\]|《[^《》]*》|“[^“”]*”")
_TITLES = compiled(r"《[^《》]*》")
_PERIOD = compiled(rf"[“\"]?({PERIOD}|十五)[”\"]?(?!规划|年规划)")
_BASE = compiled(r"[较比与以] ?$")
_BULLET = compiled(r"[\s—–●■◆▲▪·•*※-]*")
_FROM = compiled(r"[由从自] ?$")
_OF_THEN = compiled(r"年?[底末]?的")
_JOINED = compiled(r" ?[、和及与] ?")
_DIGIT = compiled(rf"[\d{CHINESE}两半]")
_EDGES = " \t\n，,。；;：:、"
_STARTING_YEAR = r"(?:(?:20)?\d\d年[底末]?的?)?[约近]?"
STARTS_FROM = compiled(rf"[由从自]{_STARTING_YEAR}$")
"""What stands before the number that a change starts from: 由5%降到3%."""
_STARTING_POINT = compiled(rf"[由从自]{_STARTING_YEAR}\d[\d.,]*[^\d,;、。]{{0,6}}$")


class Mark(NamedTuple):
    """A term or a word that looks back, where it ends in a sentence."""

    end: int
    year: int | None
    """The year when it falls due; None for what looks back."""
    start: int
    in_clause: bool = False
    """It holds for its own clause alone."""
    said: bool = True
    """The year itself is said, or the name of the period; 五年 may mean other years in a look back."""


class Piece(NamedTuple):
    """The words that belong to one value: `start` to `end` of a sentence, the number within."""

    start: int
    end: int
    value: Span
    quantity: Quantity
    clause: int
    """Index of the clause."""
    inherits: bool = False
    """It goes on with the verb of the value before: 、口袋公园40个."""


class Sentence:
    """A sentence cut into clauses, with its terms and the words that look back."""

    def __init__(self, words: CommitmentWords, text: str, folded: str, period: Years | None) -> None:
        self.text = text
        self.folded = folded
        self._words = words
        self.period = period
        self.clauses = _clauses(self.folded)
        self.marks = sorted(self._marks())

    def pieces(self, values: Sequence[tuple[Span, Quantity]]) -> Iterator[Piece]:
        """Each value with its own words of its clause."""
        starts = [clause.start for clause in self.clauses]
        for at, (span, quantity) in enumerate(values):
            clause = bisect_right(starts, span.start) - 1
            own = self.clauses[clause]
            before = values[at - 1][0] if at and values[at - 1][0].start >= own.start else None
            after = values[at + 1][0] if at + 1 < len(values) and values[at + 1][0].start < own.end else None
            start, joined = self._piece_start(own.start, before, span)
            end = self._piece_end(span.end, own.end, after)
            yield Piece(start, end, span, quantity, clause, joined)

    def _piece_start(self, start: int, before: Span | None, value: Span) -> tuple[int, bool]:
        """Where the words of a value begin behind the value before it."""
        if before is None:
            return start, False
        joined = _JOINED.match(self.folded, before.end)
        if joined is not None:
            return joined.end(), True
        mark = max(self.folded.rfind(each, before.end, value.start) for each in "、和及")
        return (mark + 1 if mark >= 0 else before.end), True

    def _piece_end(self, value: int, end: int, after: Span | None) -> int:
        """Where the words of a value end before the next value in the clause."""
        if after is None:
            return end
        if _JOINED.match(self.folded, value) is not None:
            return value
        mark = max(self.folded.rfind(each, value, after.start) for each in "、和及")
        return mark if mark >= 0 else after.start

    def clause_span(self, piece: Piece) -> Span:
        """The words of a promise, with the term that stands alone in the clause before."""
        start = piece.start
        if piece.clause and start == self.clauses[piece.clause].start:
            before = self.clauses[piece.clause - 1]
            lead = self.folded[before.start : before.end]
            for mark in reversed(self.marks):
                if before.start <= mark.start and mark.end <= before.end and mark.year is not None:
                    lead = lead[: mark.start - before.start] + lead[mark.end - before.start :]
            if not lead.strip(_EDGES):
                start = before.start
        return _trimmed(self.text, start, piece.end)

    def mark_before(self, piece: Piece) -> Mark | None:
        """The term or backward word that holds for a value: the nearest before its number."""
        own = self.clauses[piece.clause]
        held = [
            mark
            for mark in self.marks
            if mark.start < piece.value.end and (own.start <= mark.start or not mark.in_clause)
        ]
        return held[-1] if held else None

    def matter(self, clauses: Sequence[Span]) -> str | None:
        """The matter of the last of some clauses; those of a term alone are passed over."""
        patterns = (self._words.leading_clause, self._words.leading, self._words.reaching)
        for clause in reversed(clauses):
            if self._has_value(clause):
                return None
            start = self.without_leads(clause.start, clause.end, patterns)
            words = self.text[start : clause.end].strip(_EDGES).split("。")[0].removesuffix("等")
            if len(words) > 3:
                return words
        return None

    def _has_value(self, clause: Span) -> bool:
        """Whether a clause has a number besides its terms."""
        words = self.folded[clause.start : clause.end]
        for mark in reversed(self.marks):
            if clause.start <= mark.start and mark.end <= clause.end:
                words = words[: mark.start - clause.start] + words[mark.end - clause.start :]
        return any(character.isdigit() for character in words)

    def without_leads(self, start: int, end: int, patterns: Sequence[re.Pattern[str]]) -> int:
        """The offset behind terms and behind words that the patterns match, over and over."""
        before = -1
        while before < start < end:
            before = start
            for pattern in patterns:
                found = pattern.match(self.folded, start, end)
                if found is not None:
                    start = found.end()
            for mark in self.marks:
                if start < mark.end and not self.folded[start : mark.start].strip(_EDGES):
                    start = min(mark.end, end)
        return start

    def _marks(self) -> Iterator[Mark]:
        """Terms and backward words of the sentence."""
        visible = _TITLES.sub(lambda found: " " * len(found.group()), self.folded)
        for found in self._words.year.finditer(visible):
            mark = self._year_mark(visible, found)
            if mark is not None:
                yield mark
        for found in _PERIOD.finditer(visible):
            year = end_of(found.group(1)) or 0
            if self.period is None or year >= self.period.start:
                yield Mark(found.end(), year, found.start())
            elif not _BASE.search(visible, 0, found.start()):
                yield Mark(found.end(), None, found.start())
        if self.period is not None:
            for found in self._words.whole.finditer(visible):
                yield Mark(found.end(), self.period.end, found.start(), said=False)
        for found in self._words.backward_pattern.finditer(visible):
            yield Mark(found.end(), None, found.start(), found.group("sentence") is None)

    def _year_mark(self, visible: str, found: re.Match[str]) -> Mark | None:
        """What a year says: a term, a look back, or the base of a change (nothing)."""
        if found.group("to") is None and _BASE.search(visible, 0, found.start()):
            return None
        if _FROM.search(visible, 0, found.start()) and _OF_THEN.match(visible, found.end()):
            return None
        year = int(found.group("last") or found.group("year"))
        due = found.group("to") is not None or found.group("by") is not None
        if self.period is not None and year < self.period.start and not due:
            return Mark(found.end(), None, found.start())
        return Mark(found.end(), year, found.start())


def _clauses(folded: str) -> list[Span]:
    """A sentence cut at its marks, not inside brackets and titles."""
    visible = _HIDDEN.sub(lambda found: "_" * len(found.group()), folded)
    clauses: list[Span] = []
    begin = 0
    for end in CLAUSE_END.finditer(visible):
        if end.start() > begin:
            clauses.append(Span(begin, end.start()))
        begin = end.end()
    clauses.append(Span(begin, len(folded)))
    return clauses


class Judged:
    """One value of a sentence: whether it is promised, and of what."""

    def __init__(
        self, words: CommitmentWords, quantities: QuantityReader, sentence: Sentence, piece: Piece
    ) -> None:
        self._words = words
        self._sentence = sentence
        self.piece = piece
        self._quantity = piece.quantity
        self._measure = quantities.measure(piece.quantity.unit)
        clause = sentence.clauses[piece.clause]
        self._clause = sentence.folded[clause.start : clause.end]
        self._before = sentence.folded[piece.start : piece.value.start]
        self._value = sentence.folded[piece.value.start : piece.value.end]
        self._after = sentence.folded[piece.value.end : piece.end]
        self._mark = sentence.mark_before(piece)
        rhythms = words.rhythm.findall(sentence.folded, clause.start, piece.value.end)
        self.rhythm: str | None = rhythms[-1] if rhythms else None
        self.year = self._mark.year if self._mark else None

    @property
    def value(self) -> tuple[Span, Quantity]:
        """The value as it was found."""
        return self.piece.value, self.piece.quantity

    # -- whether it is a promise ------------------------------------------------------------

    def is_promise(self, past: bool) -> bool:
        """Whether the value is one that the plan promises."""
        quantity = self._quantity
        if quantity.state == "stated" and quantity.value is None:
            return False
        if self._mark is not None and self._mark.year is None:
            return False
        if past and not self._is_promise_in_retrospect():
            return False
        return not self._is_forecast(past) and self._is_promised()

    def _is_promise_in_retrospect(self) -> bool:
        """In a section that looks back, only what has a term counts."""
        mark, period = self._mark, self._sentence.period
        if mark is None or mark.year is None or not mark.said or not self._is_bounded():
            return False
        return period is None or mark.year >= period.start

    def _is_forecast(self, past: bool) -> bool:
        """Whether the value is what will be so anyway."""
        if not self._words.forecast.search(self._sentence.folded, 0, self.piece.value.end):
            return False
        return past or bool(self._words.forecast_of.search(self._before))

    def _is_promised(self) -> bool:
        """Whether anything says that the value is to be reached or done."""
        if self._is_bounded() or self.year is not None or self.rhythm is not None:
            return True
        own = self._before + self._after
        if self.piece.inherits:
            own = self._clause
        return bool(self._words.does.search(own) or self._words.reaches.search(own))

    def _is_bounded(self) -> bool:
        """Whether the value says a bound or that it is reached."""
        quantity = self._quantity
        if quantity.change or quantity.relation not in (None, "="):
            return True
        return self._words.reaches.match(self._value.lstrip()) is not None

    def is_rule(self) -> bool:
        """Whether the number says for whom a rule is, what it grants, or how long something takes."""
        return (
            self._is_condition()
            or self._is_entitlement()
            or self._is_for_every_person()
            or self._is_mere_span()
            or (self._measure == "age" and not self._words.age.search(self._before))
        )

    def _is_condition(self) -> bool:
        """编制67人以上的事业单位; (含50人)."""
        words = self._words
        if words.condition_before.search(self._sentence.folded, 0, self.piece.value.start):
            return True
        if self._value.lstrip().startswith(words.rules.short) or words.condition_when.match(self._after):
            return True
        bounded = self._quantity.relation not in (None, "=") or self._after.startswith("口以")
        if bounded and self._before.endswith(words.rules.bounded_before):
            return True
        return (
            bounded
            and self._measure in words.rules.doer_measures
            and words.condition_after.match(self._after) is not None
        )

    def _is_entitlement(self) -> bool:
        """按基本工资的50%拨付; 每人每月补助200元."""
        words = self._words
        if words.entitled.search(self._before) and words.paid.search(self._after):
            return True
        if self._measure != "money" or words.reaches.match(self._value.lstrip()):
            return False
        paid = words.paid_each.search(self._before + self._after)
        return paid is not None and words.raised.search(self._before) is None

    def _is_for_every_person(self) -> bool:
        """每名残疾人至少掌握一门技术: nobody is left out, but nothing is counted."""
        if self._quantity.value != 1 or self._quantity.relation != ">=":
            return False
        before = self._words.trailing.sub("", self._before)
        return bool(self._words.every_person.search(before))

    def _is_mere_span(self) -> bool:
        """3年内, 6个月的渐退期; not 时间不少于2小时, 工期缩短到30天."""
        if self._measure != "time":
            return False
        bounded = self._is_bounded()
        if bounded and not _DIGIT.match(self._value.lstrip()):
            return False
        return not (bounded and self._words.length.search(self._before.rstrip()))

    # -- of what ----------------------------------------------------------------------------

    def subject(self, last: str | None, topic: str | None) -> str:
        """The matter of the value, as written; a bare word (覆盖率) gets the words that say of what."""
        own = self._own_subject
        if own in self._words.bare or not own:
            own = self._filled(own, last, topic)
        return tidy(own) or tidy(self._text(self.piece.start, self.piece.end).strip(_EDGES))

    @cached_property
    def _own_subject(self) -> str:
        """The words before and behind the number that name the matter."""
        start, end = self.piece.start, self.piece.value.start
        inner = self._inner_verb()
        after = self._after_number()
        if inner is not None:
            return self._text(*inner) + after
        start = self._stripped_start(start, end)
        end = self._stripped_end(start, end)
        return self._text(start, end) + after

    def _inner_verb(self) -> tuple[int, int] | None:
        """The verb between 至少 and the number: 至少安排1名; the doer before it is no part of the matter."""
        value = self.piece.value
        found = compiled(rf"(至少|最少|起码|至多|最多)([^\d{CHINESE}两千万X]+)").match(self._value)
        if found is None:
            return None
        words = found.group(2).strip()
        if words == "有":
            return value.start, value.start
        return value.start + found.start(2), value.start + found.end(2)

    def _after_number(self) -> str:
        """The noun behind the number, when the number stands before it."""
        if not self._after.strip(_EDGES) or _JOINED.match(self._after):
            return ""
        start = self.piece.value.end
        tie = self._words.after_number.match(self._sentence.folded, start, self.piece.end)
        return self._text(tie.end() if tie else start, self.piece.end).strip(_EDGES)

    def _stripped_start(self, start: int, end: int) -> int:
        """Where the subject begins, behind terms, scope, and words of promising."""
        folded, words = self._sentence.folded, self._words
        if not folded[:start].strip(_EDGES):
            start = _behind_number(self._sentence.text, folded, start, end)
        each = words.each_place.search(folded, start, end)
        if each is not None:
            start = each.end()
        patterns = (words.whole_place, words.rhythm, words.year, words.leading, words.reaching)
        return self._sentence.without_leads(start, end, patterns)

    def _stripped_end(self, start: int, end: int) -> int:
        """Where the subject ends, before terms and adverbs."""
        folded = self._sentence.folded
        moved = True
        while moved and end > start:
            before = end
            for pattern in (self._words.trailing, _STARTING_POINT):
                found = pattern.search(folded[start:end])
                if found is not None:
                    end = start + found.start()
            for mark in self._sentence.marks:
                if start < mark.start and mark.end >= end > mark.start:
                    end = mark.start
            moved = end < before
        return end

    def _filled(self, own: str, last: str | None, topic: str | None) -> str:
        """A bare subject with the clause before it, else with the title of the item."""
        if not own and last:
            return last
        verb = bool(own) and self._words.verb.fullmatch(own) is not None
        lent = self._sentence.matter(self._sentence.clauses[: self.piece.clause])
        if lent is not None:
            return lent if verb or (own and lent.endswith(own)) else lent + own
        if topic:
            return tidy(topic) if verb else tidy(topic) + own
        return own

    @property
    def scope(self) -> str | None:
        """Where or for whom: 全市, 每个县(区), 农村; 全市 holds from the beginning of a sentence on."""
        words, sentence, piece = self._words, self._sentence, self.piece
        each = words.each_place.search(sentence.folded, piece.start, piece.value.end)
        if each is not None:
            return tidy(self._text(*each.span()))
        for clause in (Span(piece.start, piece.value.start), *sentence.clauses[: min(piece.clause, 2)]):
            start = sentence.without_leads(clause.start, clause.end, (words.rhythm, words.leading))
            whole = words.whole_place.match(sentence.folded, start, clause.end)
            if whole is not None:
                return tidy(self._text(*whole.span())) or None
        part = words.part_place.match(fold(self._own_subject))
        return part.group("part") if part else None

    def _text(self, start: int, end: int) -> str:
        return self._sentence.text[start:end]


def _behind_number(text: str, folded: str, start: int, end: int) -> int:
    """Where the words of an item begin, behind its bullet and its number."""
    bullet = _BULLET.match(folded, start, end)
    start = bullet.end() if bullet is not None else start
    label = find_label(folded, start, end)
    if label is None:
        glued = find_glued_label(text, folded, start, end)
        label = glued if glued is not None and has_wide_dot(text, glued) else None
    return label.end if label is not None else start


def _trimmed(text: str, start: int, end: int) -> Span:
    """A stretch without marks and blanks at its ends."""
    words = text[start:end]
    lead = len(words) - len(words.lstrip(_EDGES))
    return Span(start + lead, start + len(words.rstrip(_EDGES)))
