"""Finds the quantified promises of a plan: subject, value, term, scope, place.

What counts is a matter of the plan with a value to be reached or done within its period: rates and levels
(参保率超过95%), things done (完成700户), what every county or school shall have at the least (每个县至少建有一所),
shares of units (80%以上县市开展…), yearly work (每年培训200人次), also where the number is still open (不少于XX人次).

What does not count:

- pure words (全覆盖, 应保尽保) and targets that follow another figure without a number of their own;
- “at least one” for each person or household (每名残疾人至少掌握一门技术): coverage in words;
- conditions, which say for whom a rule is (编制67人以上的单位, 招收5名以上残疾学生的学校);
- entitlements, which say what a person is paid or granted (按基本工资的50%拨付, 15年免费教育, 6个月渐退期);
- spans of time that are no measure of length, ages other than life expectancy, norms of distance, estimates of cost;
- a rhythm alone (每半年调度一次); with a bound it counts (每年不少于2次);
- what was reached, what is, what is forecast, and what the text counts of itself (共12项指标).

One promised value is one commitment. A year is given when it stands in the sentence before the value, or the words
name the plan's period (五年累计, “十五五”时期); it is never carried over a full stop.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from plancmp.extract.commitment_words import CommitmentWords
from plancmp.extract.context import Context, quantity_reader
from plancmp.extract.counts import find_counts
from plancmp.extract.quantities import QuantityReader
from plancmp.extract.tables import Years
from plancmp.model.document import Anchor, Document
from plancmp.model.place import Place, Span
from plancmp.model.quantity import Quantity
from plancmp.model.record import Appendix, Box, Commitment, Section, Task, Value
from plancmp.rulepacks import load
from plancmp.text.folding import fold, squeeze, tidy

_SENTENCE = re.compile(r"(?:[^。!?\n]|(?<=\d)。(?=\d))+")
_CLAUSE_END = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|[;；:](?!\d)|(?<!\d):")
_HIDDEN = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|《[^《》]*》|“[^“”]*”")
_TITLES = re.compile(r"《[^《》]*》")
# A sentence without any of these holds no number.
_NUMBER = re.compile(r"\d|[X×□〇*]{2}|[二两三四五六七八九十百千万亿半番]|(?:至少|不少于|不低于|每|各|普遍)[^。]*一")
_PERIOD = re.compile(r"[“\"]?(十[一二三四五六七]?)五[”\"]?(?!规划|年规划)")
_PERIOD_ENDS = {"十": 2005, "十一": 2010, "十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035, "十七": 2040}
_BASE = re.compile(r"[较比与以] ?$")
_JOINED = re.compile(r" ?[、和及与] ?")
_DIGIT = re.compile(r"[\d一二两三四五六七八九十半]")
_EDGES = " \t\n，,。；;：:、"


class FoundCommitment(NamedTuple):
    """A promise in a text. `span` is its clause as written, `value` the words of the value in it."""

    span: Span
    value: Span
    subject: str
    year: int | None
    scope: str | None
    rhythm: str | None
    """每年, 每月: the value holds for each of them."""
    quantity: Quantity


class _Mark(NamedTuple):
    """A term or a word that looks back, where it ends in a sentence."""

    end: int
    year: int | None
    """The year when it falls due; None for what looks back."""
    start: int
    in_clause: bool = False
    """It holds for its own clause alone."""
    said: bool = True
    """The year itself is said, or the name of the period; 五年 may mean other years in a look back."""


class _Piece(NamedTuple):
    """The words that belong to one value: `start` to `end` of a sentence, the number within."""

    start: int
    end: int
    value: Span
    quantity: Quantity
    clause: int
    """Index of the clause."""
    inherits: bool = False
    """It goes on with the verb of the value before: 、口袋公园40个."""


class CommitmentReader:
    """Finds promises by a vocabulary."""

    def __init__(self, words: CommitmentWords, quantities: QuantityReader) -> None:
        self._words = words
        self._quantities = quantities

    def find(
        self, text: str, *, period: Years | None, past: bool, topic: str | None = None
    ) -> Iterator[FoundCommitment]:
        """The promises of running text, in order. `topic` names the matter where a clause does not."""
        folded = fold(text)
        for found in _SENTENCE.finditer(folded):
            if _NUMBER.search(folded, found.start(), found.end()):
                start, end = found.span()
                values = self._values(text[start:end], folded[start:end])
                if values:
                    sentence = _Sentence(self._words, text[start:end], folded[start:end], period)
                    yield from self._in_sentence(sentence, values, start, past, topic)

    def looks_back(self, title: str) -> bool:
        """Whether a section with this title tells what was reached or how things stand."""
        return bool(self._words.past_title.match(squeeze(title)))

    def matter(self, text: str) -> str | None:
        """What the first clause of a text is about, without the verbs before it."""
        sentence = _Sentence(self._words, text, fold(text), None)
        return sentence.matter(sentence.clauses[:1])

    def _in_sentence(
        self,
        sentence: "_Sentence",
        values: Sequence[tuple[Span, Quantity]],
        offset: int,
        past: bool,
        topic: str | None,
    ) -> Iterator[FoundCommitment]:
        """The promises among the values of one sentence."""
        counted = [found.span for found in find_counts(sentence.text)]
        values = [each for each in values if not any(_overlap(each[0], span) for span in counted)]
        # What is no value of anything (the ages and sizes of those who are meant) parts no clause.
        values = [judged.value for judged in self._judge(sentence, values) if not judged.is_rule()]
        subject: str | None = None
        for judged in self._judge(sentence, values):
            if judged.is_rule() or not judged.is_promise(past):
                continue
            piece = judged.piece
            subject = judged.subject(subject, topic)
            yield FoundCommitment(
                span=_shifted(sentence.clause_span(piece), offset),
                value=_shifted(piece.value, offset),
                subject=subject,
                year=judged.year,
                scope=judged.scope,
                rhythm=judged.rhythm,
                quantity=piece.quantity,
            )

    def _judge(self, sentence: "_Sentence", values: Sequence[tuple[Span, Quantity]]) -> Iterator["_Judged"]:
        """Each value with its words."""
        for piece in sentence.pieces(values):
            yield _Judged(self._words, self._quantities, sentence, piece)

    def _values(self, text: str, folded: str) -> list[tuple[Span, Quantity]]:
        """The quantities of a sentence; with those that only a promise makes one (各县普遍建立一所)."""
        found = [self._with_bound(folded, *each) for each in self._quantities.find(text)]
        taken = [span for span, _ in found]
        for one in self._words.each_one.finditer(folded):
            span = Span(*one.span("amount"))
            if not any(_overlap(span, each) for each in taken):
                quantity = self._quantities.read("1" + one.group("unit"))
                found.append((span, quantity))
        found.extend(list(_continued(folded, found)))
        return sorted(found, key=lambda each: each[0].start)

    def _with_bound(self, folded: str, span: Span, quantity: Quantity) -> tuple[Span, Quantity]:
        """A value with the bound that stands a noun before it: 不低于用工总数15%."""
        if quantity.relation != "=":
            return span, quantity
        bound = self._words.distant_bound.search(folded, max(0, span.start - 18), span.start)
        if bound is None:
            return span, quantity
        relation = self._words.bound_of[bound.group("word")]
        return Span(bound.start(), span.end), msgspec.structs.replace(quantity, relation=relation)


def _continued(folded: str, found: Sequence[tuple[Span, Quantity]]) -> Iterator[tuple[Span, Quantity]]:
    """Further members of a list that begins with a bound number: 至少一所…、一所…、一所…."""
    for span, quantity in found:
        if quantity.value != 1 or quantity.unit is None or folded[span.end - len(quantity.unit) - 1] != "一":
            continue
        clause_end = _CLAUSE_END.search(folded, span.end)
        for more in re.finditer(
            rf"[、和及](?P<amount>一{re.escape(quantity.unit)})(?=[\u4e00-\u9fff])",
            folded[: clause_end.start() if clause_end else len(folded)],
        ):
            if more.start() >= span.end:
                yield Span(*more.span("amount")), quantity


class _Sentence:
    """A sentence cut into clauses, with its terms and the words that look back."""

    def __init__(self, words: CommitmentWords, text: str, folded: str, period: Years | None) -> None:
        self.text = text
        self.folded = folded
        self._words = words
        self.period = period
        self.clauses = _clauses(self.folded)
        self.marks = sorted(self._marks())

    def pieces(self, values: Sequence[tuple[Span, Quantity]]) -> Iterator[_Piece]:
        """Each value with its own words of its clause."""
        starts = [clause.start for clause in self.clauses]
        for at, (span, quantity) in enumerate(values):
            clause = bisect_right(starts, span.start) - 1
            own = self.clauses[clause]
            before = values[at - 1][0] if at and values[at - 1][0].start >= own.start else None
            after = values[at + 1][0] if at + 1 < len(values) and values[at + 1][0].start < own.end else None
            start, joined = self._piece_start(own.start, before, span)
            end = self._piece_end(span.end, own.end, after)
            yield _Piece(start, end, span, quantity, clause, joined)

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

    def clause_span(self, piece: _Piece) -> Span:
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

    def mark_before(self, piece: _Piece) -> _Mark | None:
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
            start = self.without_leads(clause.start, clause.end, patterns)
            words = self.text[start : clause.end].strip(_EDGES).split("。")[0].removesuffix("等")
            if len(words) > 3:
                return words
        return None

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

    def _marks(self) -> Iterator[_Mark]:
        """Terms and backward words of the sentence."""
        visible = _TITLES.sub(lambda found: " " * len(found.group()), self.folded)
        for found in self._words.year.finditer(visible):
            mark = self._year_mark(visible, found)
            if mark is not None:
                yield mark
        for found in _PERIOD.finditer(visible):
            year = _PERIOD_ENDS[found.group(1)]
            if self.period is None or year >= self.period.start:
                yield _Mark(found.end(), year, found.start())
            elif not _BASE.search(visible, 0, found.start()):
                yield _Mark(found.end(), None, found.start())
        if self.period is not None:
            for found in self._words.whole.finditer(visible):
                yield _Mark(found.end(), self.period.end, found.start(), said=False)
        for found in self._words.backward_pattern.finditer(visible):
            yield _Mark(found.end(), None, found.start(), found.group("sentence") is None)

    def _year_mark(self, visible: str, found: re.Match[str]) -> _Mark | None:
        """What a year says: a term, a look back, or the base of a change (nothing)."""
        if _BASE.search(visible, 0, found.start()) or visible.startswith("基础", found.end() - 1 + 1):
            return None
        year = int(found.group("last") or found.group("year"))
        if self.period is not None and year < self.period.start and not (found.group("to") or found.group("by")):
            return _Mark(found.end(), None, found.start())
        return _Mark(found.end(), year, found.start())


def _clauses(folded: str) -> list[Span]:
    """A sentence cut at its marks, not inside brackets and titles."""
    visible = _HIDDEN.sub(lambda found: "_" * len(found.group()), folded)
    clauses: list[Span] = []
    begin = 0
    for end in _CLAUSE_END.finditer(visible):
        if end.start() > begin:
            clauses.append(Span(begin, end.start()))
        begin = end.end()
    clauses.append(Span(begin, len(folded)))
    return clauses


class _Judged:
    """One value of a sentence: whether it is promised, and of what."""

    def __init__(
        self, words: CommitmentWords, quantities: QuantityReader, sentence: _Sentence, piece: _Piece
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
        head = sentence.folded[clause.start : piece.value.end]
        rhythm = None
        for rhythm in words.rhythm.finditer(head):
            pass
        self.rhythm = rhythm.group() if rhythm else None
        self.year = self._mark.year if self._mark else None
        self.scope = self._scope()

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
        start = 0 if past else self._sentence.clauses[self.piece.clause].start
        words = self._sentence.folded[start : self.piece.value.end]
        if not self._words.forecast.search(words):
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
        return self._quantity.relation not in (None, "=") or bool(self._words.reaches.match(self._value.lstrip()))

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
        bounded = self._quantity.relation not in (None, "=") or self._after.startswith("口以")
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
        raised = words.reaches.match(self._value.lstrip()) is not None
        return self._measure == "money" and not raised and bool(words.paid_each.search(self._before + self._after))

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
        own = self._own_subject()
        if own in self._words.bare or not own:
            own = self._filled(own, last, topic)
        return tidy(own) or tidy(self._text(self.piece.start, self.piece.end).strip(_EDGES))

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
        found = re.match(r"(至少|最少|起码|至多|最多)([^\d一二两三四五六七八九十百千万X]+)", self._value)
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
            found = self._words.trailing.search(folded[start:end])
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

    def _scope(self) -> str | None:
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
        part = words.part_place.match(fold(self._own_subject()))
        return part.group("part") if part else None

    def _text(self, start: int, end: int) -> str:
        return self._sentence.text[start:end]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _shifted(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


def _trimmed(text: str, start: int, end: int) -> Span:
    """A stretch without marks and blanks at its ends."""
    words = text[start:end]
    lead = len(words) - len(words.lstrip(_EDGES))
    return Span(start + lead, start + len(words.rstrip(_EDGES)))


@cache
def commitment_reader() -> CommitmentReader:
    """The reader of promises with the bundled words; made once."""
    return CommitmentReader(load(CommitmentWords, "vocabulary/commitments.yaml"), quantity_reader())


def find_commitments(
    text: str, *, period: Years | None, past: bool, topic: str | None = None
) -> Iterator[FoundCommitment]:
    """The quantified promises of running text, in order; `past` says that its section looks back.

    >>> [found] = find_commitments("到2030年，全市参保率达到95%以上。", period=Years(2026, 2030), past=False)
    >>> found.subject, found.year, found.scope, found.quantity.relation, found.quantity.value
    ('参保率', 2030, '全市', '>=', Decimal('95'))
    """
    return commitment_reader().find(text, period=period, past=past, topic=topic)


# -- the parts of a record ------------------------------------------------------------------


class _Part(NamedTuple):
    """A text of the record in which promises may stand."""

    text: str
    at: Place
    past: bool
    topic: str | None = None


def commitments_of(
    context: Context,
    sections: Sequence[Section],
    boxes: Sequence[Box],
    tasks: Sequence[Task],
    appendices: Sequence[Appendix] = (),
) -> tuple[Commitment, ...]:
    """The promises in the finished parts of a record, C1… in document order.

    A task that is a paragraph of a section has its words there and is passed over. Each commitment has the
    place of its own words where they can be found in the document, else that of its part.
    """
    finder = _Places(context.document)
    found: list[tuple[int, Commitment]] = []
    for part in _parts(sections, boxes, tasks, appendices):
        place = finder.part(part)
        for each in find_commitments(part.text, period=context.years, past=part.past, topic=part.topic):
            words = part.text[each.span.start : each.span.end]
            offset, at = place.of(each.span, words)
            found.append((offset, _commitment(part.text, each, at)))
    found.sort(key=lambda pair: pair[0])
    return tuple(msgspec.structs.replace(each, id=f"C{number}") for number, (_, each) in enumerate(found, 1))


def _commitment(text: str, found: FoundCommitment, at: Place) -> Commitment:
    """A found promise as a part of the record; its id comes later."""
    quantity = found.quantity
    return Commitment(
        id="",
        text=text[found.span.start : found.span.end],
        subject=found.subject,
        year=found.year,
        scope=found.scope,
        value=Value(
            label=found.rhythm,
            text=text[found.value.start : found.value.end].strip(),
            state=quantity.state,
            kind=quantity.kind,
            relation=quantity.relation,
            value=quantity.value,
            upper=quantity.upper,
            unit=quantity.unit,
            total=quantity.total,
            change=quantity.change,
            since=quantity.since,
            reference=quantity.reference,
            parts=quantity.parts,
        ),
        at=at,
    )


def _parts(
    sections: Sequence[Section], boxes: Sequence[Box], tasks: Sequence[Task], appendices: Sequence[Appendix]
) -> Iterator[_Part]:
    """Every text of the record that may promise something."""
    past: set[str] = set()
    yield from _section_parts(sections, "", False, past)
    for appendix in appendices:
        yield from (_Part(text.text, text.at, False) for text in appendix.paragraphs)
        yield from _section_parts(appendix.sections, f"{appendix.id}.", False, past)
    for box in boxes:
        yield from _box_parts(box, box.section in past)
    for task in tasks:
        if task.table is not None:
            topic = _first_clause(task.text)
            yield _Part(task.text, task.at, False, topic)


def _section_parts(
    sections: Iterable[Section], above: str, past_above: bool, past: set[str]
) -> Iterator[_Part]:
    """The paragraphs of sections; the ids of those that look back are added to `past`."""
    for section in sections:
        name = f"{above}{section.id}"
        looks_back = past_above or commitment_reader().looks_back(section.title)
        if looks_back:
            past.add(name)
        yield from (_Part(text.text, text.at, looks_back) for text in section.paragraphs)
        yield from _section_parts(section.sections, above, looks_back, past)


def _box_parts(box: Box, past: bool) -> Iterator[_Part]:
    """The items and paragraphs of a box; a table of indicators has its values elsewhere."""
    if box.kind == "indicators":
        return
    for item in box.items:
        yield _Part(item.title, item.at, past)
        if item.text is not None:
            yield _Part(item.text, item.at, past, item.title)
    for text in box.paragraphs:
        yield _Part(text.text, text.at, past)


def _first_clause(text: str) -> str | None:
    """The matter of a task: its first clause without the verbs before it."""
    reader = commitment_reader()
    return reader.matter(text)


class _PartPlace:
    """Finds the words of one part in the document."""

    def __init__(self, document: Document, offset: int, part: _Part) -> None:
        self._document = document
        self._part = part
        self._exact = document.text.find(part.text, offset, offset + len(part.text) + 400)
        self._cursor = offset

    def of(self, span: Span, words: str) -> tuple[int, Place]:
        """Offset and place of words at a span of the part."""
        if self._exact >= 0:
            start, end = self._exact + span.start, self._exact + span.end
            return start, self._document.place(start, end)
        limit = self._cursor + 4 * len(self._part.text) + 400
        start = self._document.text.find(words, self._cursor, limit)
        end = start + len(words)
        if start < 0:
            # The words of a cell may be broken over lines, which the record joins.
            spaced = re.compile(r"\s*".join(map(re.escape, "".join(words.split()))))
            broken = spaced.search(self._document.text, self._cursor, limit)
            if broken is None:
                return self._cursor, self._part.at
            start, end = broken.span()
        self._cursor = start + 1
        return start, self._document.place(start, end)


class _Places:
    """The way back from a place of the record to the document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._by_line: dict[tuple[int | None, int | None], list[Anchor]] = {}
        for anchor in document.anchors:
            self._by_line.setdefault((anchor.line, anchor.block), []).append(anchor)

    def part(self, part: _Part) -> _PartPlace:
        """Where to look for the words of a part."""
        return _PartPlace(self._document, self._offset(part.at), part)

    def _offset(self, at: Place) -> int:
        """The offset of a place, as near as it says."""
        best: Anchor | None = None
        for anchor in self._by_line.get((at.line, at.block), ()):
            if (at.row is not None and anchor.row not in (None, at.row)) or (
                at.cell is not None and anchor.cell not in (None, at.cell)
            ):
                continue
            if best is None or (at.column is not None and anchor.column is not None and anchor.column <= at.column):
                best = anchor
        if best is None:
            return 0
        beyond = at.column - best.column if at.column is not None and best.column is not None else 0
        return best.offset + max(beyond, 0)
