"""Figures in running text against each other and against the table of indicators (FIG001, FIG002)."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from plancmp.align.catalogue import find_entry
from plancmp.checks.entries import Aside, Check, Hit, Rule
from plancmp.checks.kinds.naming import Namer, NameWords, best, namer
from plancmp.checks.kinds.values import Level, level_of, names_two
from plancmp.checks.view import Passage, PlanView, Row, any_of
from plancmp.model.finding import Severity
from plancmp.model.record import Commitment, Value
from plancmp.model.words import Words
from plancmp.rulepacks import load
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled

_TABLE = Words(zh="指标表中的数值", en="the value in the table of indicators")
_OTHER = Words(zh="另一处的数值", en="the value in another place")


class FigureWords(Rule, frozen=True, kw_only=True):
    """`rules/vocabulary/figures.yaml`: which promises are not held against each other."""

    source: str
    apart: tuple[str, ...]
    """Words of another scope or rhythm: 全省, 每年, 其中."""
    parts: tuple[str, ...]
    """Words of a smaller area, which the whole sentence behind them may be of: 示范区."""
    named_part: str
    """Pattern of how a sentence begins that is about a smaller place by its name."""
    shortest_subject: int


class Figure(NamedTuple):
    """A promised figure in a text, with the subjects that it may be of."""

    passage: Passage
    start: int
    end: int
    value: Value
    subjects: tuple[str, ...]
    key: str | None
    year: int | None
    of_part: bool
    """Whether its own clause says that it is of a smaller area: 流域水质达标率."""

    @property
    def level(self) -> Level | None:
        """The figure as a level; None where it is no plain number."""
        if self.value.state != "stated" or self.value.value is None or self.value.change:
            return None
        if self.value.kind not in ("number", "total"):
            return None
        return Level(self.value.value, self.value.relation or "=", self.value.unit)


def figures_of(view: PlanView) -> list[Figure]:
    """The record's promises with the place of their figures, in document order."""
    return view.once("figures", lambda: list(_find_figures(view)))


def _find_figures(view: PlanView) -> Iterator[Figure]:
    """Promises of the whole place and period; those of a part of it stand apart."""
    words = load(FigureWords, "vocabulary/figures.yaml")
    names = _namer()
    apart = compiled(any_of(words.apart))
    begun: dict[str, int] = {}
    for promise in view.record.commitments:
        clause, value = fold(promise.text), fold(promise.value.text)
        at = view.text.find(clause, begun.get(clause, 0))
        inside = clause.find(value)
        if at < 0 or inside < 0 or ";" in clause[inside:]:
            # What stands behind a semicolon is another matter.
            continue
        begun[clause] = at + 1
        said = {*apart.findall(clause, 0, inside), *apart.findall(fold(promise.scope or ""))}
        if said and not said <= _named_words(view, promise, apart):
            continue
        passage, offset = view.passage_at(at)
        start = at - offset + inside
        if (
            passage.past
            # A table of projects gives each its share.
            or passage.kind == "table"
            or _of_part(passage, passage.clause(start), words)
            or _in_list(passage, start, apart)
            or _is_start(passage, start, start + len(value))
            or _is_hope(passage, start)
        ):
            continue
        subject = promise.subject
        if not names.measure.sub("", subject):
            subject = _clause_before(passage, at - offset) or subject
        subjects = tuple(dict.fromkeys(names.subjects(subject)))
        end = start + len(value)
        year = _year_of_two(passage, start, end) or promise.year or _year_of_part(passage, start)
        of_part = _of_part(passage, start, words)
        yield Figure(passage, start, end, promise.value, subjects, promise.key, year, of_part)


def _named_words(view: PlanView, promise: Commitment, apart: re.Pattern[str]) -> set[str]:
    """Words that the indicator itself has in its name: PM2.5年均浓度 is no figure of each year."""
    clause = squeeze(promise.text)
    rows = (row.indicator for row in view.rows)
    names = view.once("names-apart", lambda: [(each.key, squeeze(each.name)) for each in rows])
    return {
        word
        for key, name in names
        if (key is not None and key == promise.key) or name in clause
        for word in apart.findall(name)
    }


def _of_part(passage: Passage, start: int, words: FigureWords) -> bool:
    """Whether the sentence is about a part of the whole before it comes to a figure: 高新区…，比重达到75%."""
    begin, _ = passage.sentence(start)
    before = passage.folded[begin:start]
    named = re.match(rf"[\W\d]*(?:{words.named_part})", before)
    return named is not None or re.search(any_of(words.parts), before) is not None


def _in_list(passage: Passage, start: int, apart: re.Pattern[str]) -> bool:
    """Whether a figure is one of several that its clause gives: 分别达到145万人、124万人."""
    begin = passage.clause(start)
    if _ROW_OF_FIGURES.search(passage.folded, max(start - 12, 0), start) or _MORE_FIGURES.match(
        passage.folded, start
    ):
        # 大、中、小型企业达标率达到90%、80%、70%
        return True
    parted = compiled("[、和及与]|分别").search(passage.folded, begin, start)
    return parted is not None and apart.search(passage.folded, begin, start) is not None


_ROW_OF_FIGURES = compiled(r"\d ?[%‰\u4e00-\u9fff]{1,3}、$")
_MORE_FIGURES = compiled(r"[^\d,;。]{0,6}[\d.]+ ?[%‰\u4e00-\u9fff]{1,3}、 ?\d")


def _year_of_two(passage: Passage, start: int, end: int) -> int | None:
    """The year of a figure that is one of two for two years: 到2022年和2030年，比例达到37%和40%."""
    begin, _ = passage.sentence(start)
    years = _TWO_YEARS.match(passage.folded, begin) or _TWO_YEARS.search(passage.folded, begin, start)
    if years is None:
        return None
    if _AND_FIGURE.match(passage.folded, end):
        return int(years["first"])
    return int(years["second"]) if _FIGURE_AND.search(passage.folded, begin, start) else None


def _year_of_part(passage: Passage, start: int) -> int | None:
    """The year with which the paragraph of a figure begins, if it names no other: 到2035年，….…达到12%."""
    begin, _ = passage.bounds(start)
    years = compiled(r"20\d\d(?= ?年)").findall(passage.folded, begin, start)
    first = compiled(r"\W{0,3}到 ?(20\d\d) ?年").match(passage.folded, begin)
    return int(first[1]) if first is not None and len(set(years)) == 1 else None


_TWO_YEARS = compiled(r"(?P<first>20\d\d) ?年?(?:底|末)?[和、与及](?:到)? ?(?P<second>20\d\d) ?年")
_AND_FIGURE = compiled(r"(?:左右|及?以上|及?以下|以内)?[和、与及][^,;。、\d]{0,6}\d")
_FIGURE_AND = compiled(r"\d[^,;。、\d]{0,12}[和、与及][^,;。、\d]{0,6}$")


def _is_start(passage: Passage, start: int, end: int) -> bool:
    """Whether a figure is what a value is to rise from: 由83.5%提高到88%."""
    before = _FROM.search(passage.folded, max(0, start - 12), start)
    return before is not None and _TO.match(passage.folded, end) is not None


def _is_hope(passage: Passage, start: int) -> bool:
    """Whether a figure is what is hoped for beyond the one before it: 提高到45%以上，力争突破50%."""
    begin, _ = passage.sentence(start)
    return _HOPE.search(passage.folded, begin, start) is not None


_HOPE = compiled(r"\d[^。;\d]{0,6},(?:并|且)?(?:力争|争取|努力)[^,。;]*$")
_FROM = compiled(r"[由从](?:20\d\d年(?:底|末)?的?|目前的?|现在的?)?$")
_TO = compiled(r"[^。;,\n]{0,8}?[到至为升降]")
_ADDED = compiled("新增|净增|新建|新改建|增加")


def _is_added(figure: "Figure") -> bool:
    """Whether a figure is what is added to something: 新增冷库库容32万立方米."""
    folded = figure.passage.folded
    begin = max(folded.rfind(mark, 0, figure.start) for mark in ";。\n") + 1
    added = [found.end() for found in _ADDED.finditer(folded, begin, figure.start)]
    # 新增水电2400万千瓦，风电600万千瓦: it holds on until another verb comes.
    return bool(added) and (
        "," not in folded[added[-1] : figure.start] or not _REACHED.search(folded, added[-1], figure.start)
    )


_REACHED = compiled(r"达|提[高升]|建成|建设|完成|保持|控制|到20|至20|总|实现")


def _is_whole(row: Row) -> bool:
    """Whether a row's target is a stock as a whole, not what is added to it."""
    goal = _goal(row)
    whole = goal is not None and not goal.total and goal.kind == "number"
    # A stock has a baseline, from which its target goes on.
    is_stock = level_of(row.indicator.baseline) is not None
    return whole and is_stock and _ADDED.search(row.indicator.name) is None


def _clause_before(passage: Passage, at: int) -> str:
    """The clause before a place in the same sentence: 提高适配率，到2030年适配率达到 says there of what."""
    begin, _ = passage.sentence(at)
    clauses = compiled("[,;]").split(passage.folded[begin:at].rstrip(",; "))
    return clauses[-1].strip()


def _namer() -> Namer:
    """The names of indicators compared."""
    return namer(load(NameWords, "vocabulary/indicator_words.yaml"))


# -- conflicts -------------------------------------------------------------------------------------------


_MOST_ROWS = 500
"""In a table with more rows of one unit, names must be the same to be one matter."""


class _Matched(NamedTuple):
    """A figure that is of an indicator."""

    figure: Figure
    row: Row


def find_conflicts(view: PlanView, check: Check) -> Iterator[Hit]:
    """One matter, one year, two figures; one finding a matter, at the first place that differs."""
    figures = figures_of(view)
    names = _namer()
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
        hit = _row_conflict(view, matches, reported)
        if hit is not None:
            reported.add((id(hit.passage), hit.start))
            yield hit
    yield from _loose_conflicts(
        view, loose, names, load(FigureWords, "vocabulary/figures.yaml").shortest_subject
    )


def _matched(view: PlanView, figure: Figure, names: Namer) -> list[_Matched]:
    """The rows that a figure is of: one, or several that its sentence names together."""
    level = figure.level
    if level is None or figure.of_part:
        return []
    added = _is_added(figure)
    rows = [
        row
        for row in view.once("rows-by-unit", lambda: _rows_by_unit(view)).get(level.unit, ())
        if _is_of_year(row, figure.year)
        and not (_is_whole(row) if added else _ADDED.search(row.indicator.name))
    ]
    if figure.key is not None:
        known = _known_rows(view.rows, figure.key)
        if known:
            return [_Matched(figure, row) for row in known if row in rows]
    found: dict[str, _Matched] = {}
    for subject in figure.subjects:
        if len(rows) > _MOST_ROWS:
            core = names.name(subject).core
            scores = [float(names.name(row.indicator.name).core == core) for row in rows]
        else:
            scores = [names.same(row.indicator.name, subject) for row in rows]
        at = best(scores)
        if at is not None:
            found[rows[at].id] = _Matched(figure, rows[at])
    return list(found.values())


def _known_rows(rows: Sequence[Row], key: str) -> list[Row]:
    """The row with a key; without one, the rows that a joint matter is parted into (两项补贴)."""
    own = [row for row in rows if row.indicator.key == key][:1]
    entry = find_entry(key)
    if own or entry is None:
        return own
    return list({row.indicator.key: row for row in rows if row.indicator.key in entry.joins}.values())


def _rows_by_unit(view: PlanView) -> dict[str | None, list[Row]]:
    """Rows that have a goal, by its unit."""
    rows: dict[str | None, list[Row]] = {}
    for row in view.rows:
        goal = _goal(row)
        if goal is not None:
            rows.setdefault(goal.unit, []).append(row)
    return rows


def _is_of_year(row: Row, year: int | None) -> bool:
    """Whether a row's target can be of a year."""
    target = row.indicator.target
    return year is None or target is None or target.year is None or target.year == year


def _goal(row: Row) -> Value | None:
    """The target of a row, or the total over the period where that is its target."""
    shared = row.is_shared_out and row.indicator.unit not in ("%", "‰")
    if names_two(row.indicator.name) or shared:
        # The last of several years is no figure of them all.
        return None
    values = [row.indicator.target, *(value for role, value in row.values if role in ("total", "growth"))]
    for value in values:
        if value is None or value.state != "stated" or value.value is None or value.change:
            continue
        if value.kind in ("number", "total"):
            return value if value is row.indicator.target or value.total else None
    return None


def _row_conflict(
    view: PlanView, matches: Sequence[_Matched], reported: Collection[tuple[int, int]]
) -> Hit | None:
    """The first figure that does not agree with its row, with all the others beside it.

    One that several rows share is reported for the first of them.
    """
    row = matches[0].row
    value = _goal(row)
    level = level_of(value) if value is not None else None
    if value is not None and level is None and value.value is not None:
        level = Level(value.value, value.relation or "=", value.unit)
    if value is None or level is None:
        return None
    wrong = [
        each
        for each in matches
        if each.figure.level
        and _differ(view, level, each.figure.level)
        and (id(each.figure.passage), each.figure.start) not in reported
    ]
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
    assert first.level is not None
    hit = _conflict_hit(first, values, tuple(asides), level, first.level)
    return hit._replace(indicator=row.id)


_NUMBERS = Words(zh="两个数不同", en="two numbers")
_ENDPOINT = Words(
    zh="数相同，一处含这个数，一处不含", en="one number, which one of them includes and the other does not"
)


def _conflict_hit(
    figure: Figure, values: Mapping[str, str], asides: tuple[Aside, ...], left: Level, right: Level
) -> Hit:
    """A hit on a figure with the reason; one on the end point alone is a warning."""
    same = left.value == right.value
    reason = _ENDPOINT if same else _NUMBERS
    severity: Severity | None = "warning" if same else None
    told: dict[str, str | Words] = {**values, "reason": reason}
    return Hit(figure.passage, figure.start, figure.end, told, asides, severity=severity)


def _differ(view: PlanView, left: Level, right: Level) -> bool:
    """Whether two figures are to be told apart; the end point alone while the text may still be changed."""
    return not agree(left, right) and (left.value != right.value or view.is_draft)


def agree(left: Level, right: Level) -> bool:
    """Whether two figures can be one: the same number, and bounds that do not contradict.

    A bare number leaves open whether it is a least; ＞85% and 85%以上 say two things.
    """
    if left.value != right.value:
        return _is_rounded(left, right) or _is_rounded(right, left)
    relations = {left.relation, right.relation}
    return len(relations) == 1 or not relations.isdisjoint(("=", "~"))


def _is_rounded(left: Level, right: Level) -> bool:
    """Whether a quantity was cut to a round number: 超过800万 of 805.5万, 约1200 of 1210."""
    low = right.value if right.relation in (">", ">=") else right.value / _NEARLY
    return (
        right.relation in (">", ">=", "~")
        and left.relation == "="
        and left.unit not in ("%", "‰")
        and low < left.value <= right.value * _NEARLY
        and _digits(right.value) < _digits(left.value)
    )


def _digits(number: Decimal) -> int:
    """How many digits a number is given with, zeros at its end aside."""
    return len(number.normalize().as_tuple().digits)


_NEARLY = Decimal("1.01")


def _loose_conflicts(view: PlanView, figures: Sequence[Figure], names: Namer, shortest: int) -> Iterator[Hit]:
    """Two figures of one subject in the text, which no row carries."""
    seen: dict[tuple[str, str | None], Figure] = {}
    for figure in figures:
        level = figure.level
        subject = names.name(figure.subjects[0]).core if figure.subjects else ""
        if (
            level is None
            or len(names.measure.sub("", subject)) < shortest
            or not names.measure.search(subject)
        ):
            continue
        first = seen.setdefault((subject, level.unit), figure)
        other = first.level
        if first is figure or other is None or not _differ(view, other, level):
            continue
        if "<=" in (level.relation, other.relation) or view.kind in ("opinion", "list"):
            # A ceiling holds for a case; a scheme of subsidies has one for each.
            continue
        if figure.year is not None and first.year is not None and figure.year != first.year:
            continue
        values = {"indicator": subject, "other": first.passage.text[first.start : first.end]}
        aside = Aside(_OTHER, first.passage, first.start, first.end)
        yield _conflict_hit(figure, values, (aside,), other, level)


def find_uncarried(view: PlanView, check: Check) -> Iterator[Hit]:
    """Quantified promises that no row of the table of indicators carries."""
    if not view.rows:
        return
    names = _namer()
    for figure in figures_of(view):
        if figure.level is not None and not _matched(view, figure, names):
            subject = figure.subjects[0] if figure.subjects else ""
            yield Hit(figure.passage, figure.start, figure.end, {"subject": subject[:30]})
