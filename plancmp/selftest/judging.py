"""Whether a planted defect was found where it is, and what else is said that was not said before."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from plancmp.model.finding import Finding
from plancmp.model.place import Place
from plancmp.selftest.mutants import Mutant
from plancmp.selftest.plan import Plan


class Verdict(NamedTuple):
    """What the checks made of a mutant."""

    found: tuple[Finding, ...]
    """New findings of the right code at the right place."""
    echoes: tuple[Finding, ...]
    """Other new findings on the defect or its row of indicators, or that name it: the same cause again."""
    others: tuple[Finding, ...]
    """New findings anywhere else."""


def judge(
    code: str, mutant: Mutant, plan: Plan, before: Sequence[Finding], after: Sequence[Finding]
) -> Verdict:
    """Hold the findings on a mutant against those on the draft as it was."""
    new = _new(mutant, plan, before, after)
    found = tuple(each for each in new if each.code == code and _is_there(each, mutant))
    rest = [each for each in new if each not in found]
    rows = plan.lines_of(mutant.row)
    places = {place for each in found for place in _places(each)}
    echoes = tuple(each for each in rest if _concerns(each, mutant, rows) or each.at in places)
    return Verdict(found, echoes, tuple(each for each in rest if each not in echoes))


def _concerns(finding: Finding, mutant: Mutant, rows: frozenset[int]) -> bool:
    """Whether a finding, or the other place of it, is at the defect or in the harmed row of indicators."""
    return any(_touches(place, mutant) or place.line in rows for place in _places(finding))


def _places(finding: Finding) -> tuple[Place, ...]:
    """The place of a finding, and the others in this plan that belong to it."""
    return (finding.at, *(aside.at for aside in finding.related if aside.path is None))


def _new(mutant: Mutant, plan: Plan, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """Findings that the draft did not have, by code, words, line and the words that they are held against.

    Lines behind the change are moved back; lines of the change itself count as one where they became fewer.
    """
    lines = mutant.text.split("\n")
    same = min(len(lines), len(plan.lines))
    head = next((at for at in range(same) if lines[at] != plan.lines[at]), same)
    tail = next((at for at in range(same - head) if lines[-1 - at] != plan.lines[-1 - at]), same - head)

    def key(finding: Finding, total: int) -> tuple[object, ...]:
        line = finding.at.line
        if line is not None and line > total - tail:
            line += len(plan.lines) - total
        elif line is not None and line > head and len(lines) != len(plan.lines):
            line = head
        return finding.code, finding.excerpt, line, *(aside.excerpt for aside in finding.related)

    known = Counter(key(each, len(plan.lines)) for each in before)
    new = []
    # Where words stand twice on a line, the known finding is the one that the defect does not touch.
    for finding in sorted(after, key=lambda each: _touches(each.at, mutant)):
        if known[key(finding, len(lines))]:
            known[key(finding, len(lines))] -= 1
        else:
            new.append(finding)
    return sorted(new, key=after.index)


def _is_there(finding: Finding, mutant: Mutant) -> bool:
    """Whether a finding is as near to the defect as it must be, or names the defect as its other place.

    Of two figures or numbers that do not fit, a check cannot know which one is wrong.
    """
    if mutant.says and mutant.says not in finding.message and mutant.says not in finding.excerpt:
        return False
    if mutant.reach == "plan":
        return True
    if mutant.reach == "row":
        return finding.indicator == mutant.row
    places = _places(finding)
    if mutant.reach == "line":
        return any(_lines(place, mutant) for place in places)
    return any(_touches(place, mutant) for place in places)


def _lines(place: Place, mutant: Mutant) -> bool:
    """Whether a place is on the line of the defect; words without an end there run on to the next line."""
    line = mutant.spot.line
    runs_on = place.column is not None and place.end_column is None
    return place.line == line or (runs_on and place.line == line - 1)


def _touches(place: Place, mutant: Mutant) -> bool:
    """Whether a place is at the defect: at its words or, in running text, in their sentence."""
    if mutant.removed or not _lines(place, mutant):
        return False
    if place.column is None or place.line != mutant.spot.line:
        return True
    start, end = bounds(mutant)
    behind = place.end_column or place.column + 1
    return place.column - 1 <= end and behind - 1 >= start


def bounds(mutant: Mutant) -> tuple[int, int]:
    """Start and end of the defect in its line: its words, or for the reach `sentence` their sentence."""
    line = mutant.text.split("\n")[mutant.spot.line - 1]
    start, end = mutant.spot.start, mutant.spot.end
    if mutant.reach == "sentence":
        start = max(line.rfind(mark, 0, start) for mark in "。\t|") + 1
        behind = [at for mark in "。\t|" if (at := line.find(mark, max(end - 1, start))) >= 0]
        end = min(behind, default=len(line))
    return start, end
