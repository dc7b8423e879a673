"""Figures in running text against each other and against the table of indicators (FIG001, FIG002)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from plancmp.checks.kinds import Aside, Check, Hit, Rule, Words
from plancmp.checks.naming import Namer, NameWords, best, namer
from plancmp.checks.values import Level, level_of
from plancmp.checks.view import Passage, PlanView, Row, any_of
from plancmp.model.quantity import Quantity
from plancmp.model.record import Value
from plancmp.rulepacks import load
from plancmp.text.folding import fold

_TABLE = Words(zh="指标表中的数值", en="the value in the table of indicators")
_OTHER = Words(zh="另一处的数值", en="the value in another place")
_KINDS = ("paragraph", "item", "box-text", "task")


class FigureWords(Rule, frozen=True, kw_only=True):
    """`rules/vocabulary/figures.yaml`: how figures in text are read."""

    source: str
    verbs: tuple[str, ...]
    """What stands between a subject and its figure: 达到, 超过, 均."""
    promises: tuple[str, ...]
    """What makes a figure a promise: 到2030年, 力争, 建成."""
    apart: tuple[str, ...]
    """Words of another scope or rhythm: 全省, 每年, 其中, 分别."""
    shortest_subject: int


class Figure(NamedTuple):
    """A figure in a text with the subjects that it may be of."""

    passage: Passage
    start: int
    end: int
    quantity: Quantity
    subjects: tuple[str, ...]
    year: int | None
    sentence: str

    @property
    def level(self) -> Level | None:
        """The figure as a level; None where it is no plain number."""
        if self.quantity.state != "stated" or self.quantity.value is None or self.quantity.change:
            return None
        if self.quantity.kind not in ("number", "total"):
            return None
        return Level(self.quantity.value, self.quantity.relation or "=", self.quantity.unit)


def figures_of(view: PlanView) -> list[Figure]:
    """The figures of running text that may be promises, in document order.

    This is the one place where figures are read from text, so that another reading (the record's own
    commitments) can take its place.
    """
    held: list[Figure] | None = view.__dict__.get("_figures")
    if held is None:
        held = view.__dict__["_figures"] = list(_Reader(view, _words()).read())
    return held


def _words() -> FigureWords:
    """The words for figures."""
    return load(FigureWords, "vocabulary/figures.yaml")


class _Reader:
    """Reads the figures of one plan."""

    def __init__(self, view: PlanView, words: FigureWords) -> None:
        self._view = view
        self._namer = namer(load(NameWords, "vocabulary/indicator_words.yaml"))
        verbs = any_of(words.verbs)
        self._verbs = re.compile(rf"(?:[\s,:]|到?20\d\d年(?:底|末)?|(?:{verbs}))*$")
        self._lead = re.compile(rf"^(?:[\s,:]|到?20\d\d年(?:底|末)?|(?:{verbs}))+")
        self._apart = re.compile(any_of(words.apart))
        self._number = re.compile(r"\d[\d.,]*\s?(?:%|‰|[万亿]|[\u4e00-\u9fff])|[一二两三四五六七八九十百]{1,4}[个家所户人项名处]")

    def read(self) -> Iterator[Figure]:
        """All figures of prose that does not look back."""
        for passage in self._view.passages:
            if passage.kind in _KINDS and not passage.past and self._number.search(passage.folded):
                yield from self._in_passage(passage)

    def _in_passage(self, passage: Passage) -> Iterator[Figure]:
        """The figures of one passage, sentence by sentence."""
        begin = 0
        for mark in (*re.finditer(r"[。!?\n]", passage.folded), None):
            end = mark.start() if mark is not None else len(passage.text)
            if end > begin and self._number.search(passage.folded, begin, end):
                sentence = passage.folded[begin:end]
                if not self._view.looking_back.search(sentence):
                    yield from self._in_sentence(passage, begin, end)
            begin = end + 1

    def _in_sentence(self, passage: Passage, begin: int, end: int) -> Iterator[Figure]:
        """The figures of one sentence."""
        text = passage.text[begin:end]
        floor = begin
        for span, quantity in self._view.quantities.find(text):
            start, stop = begin + span.start, begin + span.end
            before = passage.folded[floor:start]
            if not self._is_apart(passage, start, floor):
                clause_end = re.search(r"[,;:。\n]", passage.folded[stop:end] + "。")
                after = passage.folded[stop : stop + (clause_end.start() if clause_end else 0)]
                subjects = tuple(dict.fromkeys(self._subjects(before, after, quantity)))
                year = self._year(passage.folded[begin:start])
                yield Figure(passage, start, stop, quantity, subjects, year, passage.folded[begin:end])
            floor = stop

    def _is_apart(self, passage: Passage, start: int, floor: int) -> bool:
        """Whether the words of the clause say another scope or rhythm."""
        clause = max(passage.folded.rfind(mark, floor, start) for mark in ",;")
        return self._apart.search(passage.folded, max(clause + 1, floor), start) is not None

    def _subjects(self, before: str, after: str, quantity: Quantity) -> Iterator[str]:
        """What a figure may be of: the words before it, else those behind."""
        clauses = [clause for clause in re.split(r"[,;:]", before) if clause.strip()]
        tail = ""
        for clause in reversed(clauses):
            bare = self._verbs.sub("", self._lead.sub("", clause))
            if tail and len(tail) <= 6 and self._namer.measure.search(tail) and bare:
                # …提高康复服务覆盖率，到2025年覆盖率达到: the clause before says of what.
                yield bare
                break
            if len(bare) >= 2:
                yield from self._namer.subjects(bare)
                tail = bare
                if len(bare) > 6 or not self._namer.measure.search(bare):
                    break
        if after.strip() and quantity.unit not in ("%", "‰", "百分点"):
            yield after.strip("的 ")

    @staticmethod
    def _year(before: str) -> int | None:
        """The year of the nearest term before a figure."""
        years = re.findall(r"(20\d\d)年", before)
        return int(years[-1]) if years else None


# -- conflicts -------------------------------------------------------------------------------------------


class _Matched(NamedTuple):
    """A figure that is of an indicator."""

    figure: Figure
    row: Row


def find_conflicts(view: PlanView, check: Check) -> Iterator[Hit]:
    """One matter, one year, two figures; one finding a matter, at the first place that differs."""
    figures = figures_of(view)
    names = namer(load(NameWords, "vocabulary/indicator_words.yaml"))
    carried: dict[str, list[_Matched]] = {}
    loose: list[Figure] = []
    for figure in figures:
        matched = _matched(view, figure, names)
        for each in matched:
            carried.setdefault(each.row.id, []).append(each)
        if not matched:
            loose.append(figure)
    reported: set[tuple[int, int]] = set()
    for matches in carried.values():
        hit = _row_conflict(matches)
        if hit is not None and (id(hit.passage), hit.start) not in reported:
            reported.add((id(hit.passage), hit.start))
            yield hit
    yield from _loose_conflicts(loose, names, _words().shortest_subject)


def _matched(view: PlanView, figure: Figure, names: Namer) -> list[_Matched]:
    """The rows that a figure is of: one, or several that its sentence names together."""
    level = figure.level
    if level is None:
        return []
    rows = [row for row in view.rows if _comparable(row, level, figure.year)]
    found: dict[str, _Matched] = {}
    for subject in figure.subjects:
        scores = [names.same(row.indicator.name, subject) for row in rows]
        at = best(scores)
        if at is not None:
            found[rows[at].id] = _Matched(figure, rows[at])
    return list(found.values())


def _comparable(row: Row, level: Level, year: int | None) -> bool:
    """Whether a row's target can be the same figure: same unit, same year."""
    value = _goal(row)
    if value is None or value.unit != level.unit:
        return False
    target = row.indicator.target
    return year is None or target is None or target.year is None or target.year == year


def _goal(row: Row) -> Value | None:
    """The target of a row, or the total over the period where that is its target."""
    values = [row.indicator.target, *(value for role, value in row.values if role in ("total", "growth"))]
    for value in values:
        if value is not None and value.state == "stated" and value.value is not None:
            if value.kind in ("number", "total") and not value.change:
                return value if value is row.indicator.target or value.total else None
    return None


def _row_conflict(matches: Sequence[_Matched]) -> Hit | None:
    """The first figure that does not agree with its row, with all the others beside it."""
    row = matches[0].row
    value = _goal(row)
    level = level_of(value) if value is not None else None
    if value is not None and level is None and value.value is not None:
        level = Level(value.value, value.relation or "=", value.unit)
    if value is None or level is None:
        return None
    wrong = [each for each in matches if each.figure.level and not agree(level, each.figure.level)]
    if not wrong:
        return None
    first = wrong[0].figure
    asides = [Aside(_TABLE, at=value.at or row.indicator.at, words=value.text)]
    asides += [
        Aside(_OTHER, each.figure.passage, each.figure.start, each.figure.end)
        for each in matches
        if each.figure is not first
    ]
    values = {"indicator": row.indicator.name, "other": value.text}
    return Hit(first.passage, first.start, first.end, values, tuple(asides), indicator=row.id)


def agree(left: Level, right: Level) -> bool:
    """Whether two figures can be one: the same number, and bounds that do not contradict.

    A bare number leaves open whether it is a least; ＞85% and 85%以上 say two things.
    """
    if left.value != right.value:
        return False
    return left.relation == right.relation or "=" in (left.relation, right.relation) or "~" in (
        left.relation,
        right.relation,
    )


def _loose_conflicts(figures: Sequence[Figure], names: Namer, shortest: int) -> Iterator[Hit]:
    """Two figures of one subject in the text, which no row carries."""
    seen: dict[tuple[str, str | None], Figure] = {}
    for figure in figures:
        level = figure.level
        subject = names.name(figure.subjects[0]).core if figure.subjects else ""
        if level is None or len(subject) < shortest or not names.measure.search(subject):
            continue
        first = seen.setdefault((subject, level.unit), figure)
        other = first.level
        if first is figure or other is None or agree(other, level):
            continue
        if figure.year is not None and first.year is not None and figure.year != first.year:
            continue
        values = {"indicator": subject, "other": first.passage.text[first.start : first.end]}
        aside = Aside(_OTHER, first.passage, first.start, first.end)
        yield Hit(figure.passage, figure.start, figure.end, values, (aside,))


def find_uncarried(view: PlanView, check: Check) -> Iterator[Hit]:
    """Quantified promises that no row of the table of indicators carries."""
    if not view.rows:
        return
    names = namer(load(NameWords, "vocabulary/indicator_words.yaml"))
    promise = re.compile(any_of(_words().promises))
    for figure in figures_of(view):
        level = figure.level
        if level is None or not promise.search(fold(figure.sentence)) or _matched(view, figure, names):
            continue
        if level.unit in (None, "岁", "年", "月", "日", "小时", "天") or level.value == Decimal(1):
            continue
        subject = figure.subjects[0] if figure.subjects else ""
        yield Hit(figure.passage, figure.start, figure.end, {"subject": subject[:30]})
