"""Finds the quantified promises of a plan: subject, value, term, scope, place.

What counts is a matter of the plan with a value to be reached or done within its period: rates and levels
(参保率超过95%), things done (完成700户), what each county or school shall have at the least
(每个县至少建有一所), shares of units (80%以上县市开展…), yearly work (每年培训200人次), also where the number
is still open (不少于XX人次).

What does not count:

- pure words (全覆盖, 应保尽保), and targets that follow another figure without a number of their own;
- “at least one” for each person or household (每名残疾人至少掌握一门技术): coverage in words;
- conditions, which say for whom a rule is (编制67人以上的单位, 招收5名以上残疾学生的学校);
- entitlements, which say what a person is paid or granted (按基本工资的50%拨付, 15年免费教育);
- spans of time that are no measure of length (6个月的渐退期), ages other than life expectancy, norms of
  distance, estimates of cost;
- a rhythm alone (每半年调度一次); with a bound it counts (每年不少于2次);
- what was reached, what is, what is forecast, and what the text counts of itself (共12项指标).

One promised value is one commitment. A year is given when it stands in the sentence before the value, or
when words name the plan's period (五年累计, “十五五”时期); it is never carried over a full stop.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import msgspec

from plancmp.model.document import Anchor, Document
from plancmp.model.place import Place, Span
from plancmp.model.quantity import Quantity
from plancmp.model.record import Appendix, Box, Commitment, Section, Task, value_of
from plancmp.reading.columns import Years
from plancmp.reading.commitments.counts import find_counts
from plancmp.reading.commitments.parts import CLAUSE_END, STARTS_FROM, Judged, Sentence
from plancmp.reading.commitments.words import CommitmentWords
from plancmp.reading.context import Context
from plancmp.reading.quantities.reading import QuantityReader, quantity_reader
from plancmp.rulepacks import load
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE

_SENTENCE = compiled(r"(?:[^。!?\n]+|(?<=\d)。(?=\d)(?!\d{1,2}[.、]\D))+")
_FIGURES = rf"\d{CHINESE.replace('一', '')}两千万亿半番"
_NUMERAL = compiled(f"[{_FIGURES}]")
_NUMBER = compiled(
    rf"[{_FIGURES}X×□*至不每各普](?:(?<=[{_FIGURES}])|(?<=[X×□*])[X×□〇*]"
    r"|(?:(?<=至)少|(?<=不)[少低]于|(?<=普)遍|(?<=[每各]))[^。]*一)"
)
"""A sentence without any of these holds no number. What they begin with is one set, which is found soon."""


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


class CommitmentReader:
    """Finds promises by a vocabulary."""

    def __init__(self, words: CommitmentWords, quantities: QuantityReader) -> None:
        self._words = words
        self._quantities = quantities

    def find(
        self,
        text: str,
        *,
        period: Years | None,
        past: bool,
        topic: str | None = None,
        folded: str | None = None,
    ) -> Iterator[FoundCommitment]:
        """The promises of running text, in order. `topic` names the matter where a clause does not.

        `folded` is the text folded, where it is at hand.
        """
        folded = fold(text) if folded is None else folded
        first = _NUMBER.search(folded)
        if first is None:
            return
        marked = self._quantities.marked(text, folded)
        for found in _SENTENCE.finditer(folded):
            start, end = found.span()
            if end > first.start() and _NUMBER.search(folded, start, end):
                values = self._values(text[start:end], folded[start:end], marked[start:end])
                if values:
                    sentence = Sentence(self._words, text[start:end], folded[start:end], period)
                    yield from self._in_sentence(sentence, values, start, past, topic)

    def looks_back(self, title: str) -> bool:
        """Whether a section with this title tells what was reached or how things stand."""
        return bool(self._words.past_title.match(squeeze(title)))

    def matter(self, text: str) -> str | None:
        """What the first clause of a text is about, without the verbs before it."""
        sentence = Sentence(self._words, text, fold(text), None)
        return sentence.matter(sentence.clauses[:1])

    def _in_sentence(
        self,
        sentence: Sentence,
        values: Sequence[tuple[Span, Quantity]],
        offset: int,
        past: bool,
        topic: str | None,
    ) -> Iterator[FoundCommitment]:
        """The promises among the values of one sentence."""
        counted = [found.span for found in find_counts(sentence.text, sentence.folded)]
        values = [each for each in values if not any(_overlap(each[0], span) for span in counted)]
        spans = [*(span for span, _ in values), None]
        values = [each for at, each in enumerate(values) if not _is_left(sentence, each[0], spans[at + 1])]
        # What is no value of anything (the ages and sizes of those who are meant) parts no clause.
        judgements = list(self._judge(sentence, values))
        counting = [judged for judged in judgements if not judged.is_rule()]
        if len(counting) < len(judgements):
            again = self._judge(sentence, [judged.value for judged in counting])
            counting = [judged for judged in again if not judged.is_rule()]
        subject: str | None = None
        for judged in counting:
            if not judged.is_promise(past):
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

    def _judge(self, sentence: Sentence, values: Sequence[tuple[Span, Quantity]]) -> Iterator[Judged]:
        """Each value with its words."""
        for piece in sentence.pieces(values):
            yield Judged(self._words, self._quantities, sentence, piece)

    def _values(self, text: str, folded: str, marked: str) -> list[tuple[Span, Quantity]]:
        """The quantities of a sentence; with those that only a promise makes one (各县普遍建立一所)."""
        found = [self._with_bound(folded, *each) for each in self._quantities.find(text, marked)]
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
        clause_end = CLAUSE_END.search(folded, span.end)
        further = compiled(rf"[、和及](?P<amount>一{re.escape(quantity.unit)})(?=[\u4e00-\u9fff])")
        for more in further.finditer(folded[: clause_end.start() if clause_end else len(folded)]):
            if more.start() >= span.end:
                yield Span(*more.span("amount")), quantity


def _is_left(sentence: Sentence, span: Span, then: Span | None) -> bool:
    """Whether a value is where a change starts from: 由5%降到3%, where the next one is promised."""
    if then is None or CLAUSE_END.search(sentence.folded, span.end, then.start):
        return False
    return STARTS_FROM.search(sentence.folded, 0, span.start) is not None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _shifted(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


@cache
def commitment_reader() -> CommitmentReader:
    """The reader of promises with the bundled words; made once."""
    return CommitmentReader(load(CommitmentWords, "vocabulary/commitments.yaml"), quantity_reader())


def find_commitments(
    text: str, *, period: Years | None, past: bool, topic: str | None = None, folded: str | None = None
) -> Iterator[FoundCommitment]:
    """The quantified promises of running text, in order; `past` says that its section looks back.

    >>> [found] = find_commitments("到2030年，全市参保率达到95%以上。", period=Years(2026, 2030), past=False)
    >>> found.subject, found.year, found.scope, found.quantity.relation, found.quantity.value
    ('参保率', 2030, '全市', '>=', Decimal('95'))
    """
    return commitment_reader().find(text, period=period, past=past, topic=topic, folded=folded)


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
        place: _PartPlace | None = None
        folded = context.folded.get(part.text)
        for each in find_commitments(
            part.text, period=context.years, past=part.past, topic=part.topic, folded=folded
        ):
            place = place or finder.part(part)
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
        value=value_of(quantity, text=text[found.value.start : found.value.end].strip(), label=found.rhythm),
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
        if task.table is not None and _NUMERAL.search(fold(task.text)):
            yield _Part(task.text, task.at, False, commitment_reader().matter(task.text))


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
            spaced = compiled(r"\s*".join(map(re.escape, "".join(words.split()))))
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

    @cached_property
    def _by_line(self) -> dict[tuple[int | None, int | None], list[Anchor]]:
        """The anchors of each line of a block."""
        by_line: dict[tuple[int | None, int | None], list[Anchor]] = {}
        for anchor in self._document.anchors:
            by_line.setdefault((anchor.line, anchor.block), []).append(anchor)
        return by_line

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
            if best is None or _is_left_of(anchor, at):
                best = anchor
        if best is None:
            return 0
        beyond = at.column - best.column if at.column is not None and best.column is not None else 0
        return best.offset + max(beyond, 0)


def _is_left_of(anchor: Anchor, at: Place) -> bool:
    """Whether an anchor begins at or before a place on its line."""
    return at.column is not None and anchor.column is not None and anchor.column <= at.column
