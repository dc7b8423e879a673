"""The name of an earlier period where the plan's own is meant (PLC003)."""

from collections.abc import Iterator
from functools import cache

from plancmp.checks.entries import Check, Hit, Rule
from plancmp.checks.view import PROSE, Passage, PlanView, any_of
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.periods import NAMES

_COMPLETING = compiled(r"(?:全面|如期|圆满|顺利|高质量|按时|确保|努力|推动|切实|坚决|要|力争|抓紧)*完成好?$")

_TITLE_BEHIND = compiled(r"(?!时期|期间|期末|末)[\u4e00-\u9fff]{0,24}(?:规划|计划|纲要|方案)")


class PeriodParameters(Rule, frozen=True, kw_only=True):
    """What shows that an earlier period is meant."""

    back: tuple[str, ...]
    """Words of looking back in the same sentence: 取得, 以来."""
    behind: tuple[str, ...]
    """Words right behind the name that look back: 末的基础, 以来."""
    before: tuple[str, ...]
    """Words right before it: 较, 比, 原."""
    held: tuple[str, ...] = ()
    """Words that end a clause on what there is from then: 考虑“十三五”期间建筑节能发展基础."""
    toward: tuple[str, ...] = ()
    """Words right before it that make its end a term to come, whatever follows: 到“十四五”末."""
    coming: tuple[str, ...] = ()
    """Words right behind the name that speak of what is to come, whatever else does: 时期要."""
    done: tuple[str, ...] = ()
    """Words that make 完成“十三五”任务 something that was: 奠定, 收官."""
    columns: tuple[str, ...] = ()
    """Words that with the name make the head of a column: 现状, 目标值."""
    to_come: tuple[str, ...] = ()
    """Words without one of which a sentence says nothing of what is to come: 要, 将, 期末."""
    ahead: tuple[str, ...]
    """Words that make even a sentence of a look back one about what is to come: 必须, 要继续."""


_CLAUSE = compiled(r"[,;。\n]")
_YEAR = compiled(r"(?<!\d)20\d\d(?= ?年)")
_NOTE = compiled(r"\W{0,3}注")


def find_wrong_periods(view: PlanView, check: Check) -> Iterator[Hit]:
    """“十三五” where a 十四五 plan speaks of what it will do."""
    period = view.record.plan.period
    if period is None or period.name not in NAMES:
        return
    own = NAMES.index(period.name)
    earlier = NAMES[1:own]
    if not earlier:
        return
    words = _Words(check.parameters, period.name, period.start)
    chapters = (each.id for each in view.record.sections if each.numbering != "absent")
    first = next(chapters, "1")
    pattern = compiled(rf"[“\"]?(?P<name>{any_of(earlier)})[”\"]?")
    for passage, _, begin, end in view.search(pattern, (*PROSE, "heading", "box-title")):
        if not words.is_right(passage, begin, end, first):
            yield Hit(passage, begin, end, {"period": f"“{period.name}”"})


@cache
class _Words:
    """The words of one set of parameters, compiled."""

    def __init__(self, parameters: PeriodParameters, own: str, start: int) -> None:
        self._start = start
        self._own = compiled(rf"[,;][“\"]?{own}[”\"]?")
        self._back = compiled(any_of(parameters.back))
        held = rf"[^,;。\n]{{0,24}}(?:{any_of(parameters.held)})(?=[,;。\n]|$)"
        self._behind = compiled(f"{any_of(parameters.behind)}|{held}")
        self._before = compiled(rf"(?:{any_of(parameters.before)})[^。,;]{{0,3}}$")
        self._coming = compiled(any_of(parameters.coming))
        self._toward = compiled(rf"(?<![截达直得])(?:{any_of(parameters.toward)})$")
        self._done = compiled(any_of((*parameters.done, *parameters.back)))
        self._column = compiled(rf"[“\"]?(?:{any_of(NAMES)})[”\"]?(?:{any_of(parameters.columns)})*")
        self._to_come = compiled(any_of(parameters.to_come))
        self._ahead = compiled(any_of(parameters.ahead))

    def is_right(self, passage: Passage, begin: int, end: int, chapter: str) -> bool:
        """Whether the earlier period is what is meant; `chapter` is the id of the first."""
        first, last = passage.sentence(begin)
        before = passage.folded[first:begin]
        if passage.in_title(begin) or self._is_title(passage.folded, end):
            return True
        if self._column.fullmatch(squeeze(passage.folded[slice(*passage.bounds(begin))])):
            return True
        if self._coming.match(passage.folded, end):
            return False
        if self._is_to_be_done(passage, before, passage.folded[end:last]):
            return False
        comma = _CLAUSE.search(passage.folded, end)
        if self._back.search(passage.folded, end, comma.start() if comma else last):
            # What its own clause says was: 尽管“十三五”期间取得进展，仍要努力.
            return True
        toward = self._toward.search(before) is not None
        if (self._behind.match(passage.folded, end) and not toward) or self._before.search(before):
            return True
        if self._is_noted(passage.folded, begin):
            return True
        # Of a look back only what goes with the name can be about what is to come.
        stop = passage.folded.find(";", end, last) if passage.past else -1
        ahead = self._ahead.search(passage.folded, end, stop if stop >= 0 else last) is not None
        if passage.past or passage.kind in ("heading", "box-title"):
            return not ahead
        if begin == first and passage.top == chapter and not ahead:
            # “十四五”时期，… that opens a sentence of the first chapter tells what was, whatever its title.
            return True
        if not ahead and self._own.search(passage.folded, end, last):
            # Against what holds in the plan's own period, in one sentence.
            return True
        return self._is_over(passage, begin, end, ahead=ahead)

    def _is_over(self, passage: Passage, begin: int, end: int, *, ahead: bool) -> bool:
        """Whether the words of a sentence say that what it tells is over."""
        first, last = passage.sentence(begin)
        sentence = passage.folded[first:last]
        years = [int(year) for year in _YEAR.findall(sentence)]
        if not ahead and years and max(years) < self._start:
            return True
        clause_end = compiled(r"[;。\n]").search(passage.folded, end)
        clause = passage.folded[begin : clause_end.start() if clause_end else len(passage.folded)]
        if self._back.search(clause if ahead else sentence):
            return True
        # “十三五”时期，… opens a sentence in which nothing is to come.
        return begin == first and not ahead and not self._to_come.search(passage.folded, end, last)

    @staticmethod
    def _is_noted(folded: str, begin: int) -> bool:
        """Whether a note under a table has the name: 注：“十三五”期间考核指标为…"""
        return _NOTE.match(folded, folded.rfind("\n", 0, begin) + 1) is not None

    def _is_to_be_done(self, passage: Passage, before: str, behind: str) -> bool:
        """Whether the tasks of the earlier period are yet to be completed: 全面完成“十三五”目标任务."""
        verb = _COMPLETING.search(before)
        if verb is None or passage.past or passage.kind not in ("paragraph", "item", "task", "box-text"):
            return False
        return not (self._done.search(before, 0, verb.start()) or self._done.search(behind))

    @staticmethod
    def _is_title(folded: str, end: int) -> bool:
        """Whether the name is part of the name of a document: “十三五”残疾人事业发展规划."""
        return _TITLE_BEHIND.match(folded, end, end + 30) is not None
