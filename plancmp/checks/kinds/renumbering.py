"""A row of numbers with one gap, closed: the numbers behind it move up, and so do all references to them.

It is sure only where everything else of the row is whole, and where no other words may mean an old number.
"""

import re
from collections.abc import Iterator, Sequence

from plancmp.checks.entries import Mend
from plancmp.checks.view import Passage, PlanView, group_span
from plancmp.text.keeping import compiled
from plancmp.text.numerals import write_chinese
from plancmp.text.ordinals import CHINESE

LABEL = compiled(rf"(.*?)(\d+|[{CHINESE}]+)([^\d{CHINESE}]*)")
"""A label: what stands before its last numeral, that, and what stands behind it."""
_CALLED = compiled(r"第$|\w\w$")
"""What begins a label that names what it counts: 第三章, 专栏3."""
_QUOTED = compiled(r"》[^。;]{0,12}$")
"""Before a number: it is one of another document."""


def closing(view: PlanView, members: Sequence[tuple[Passage, int]], shift: int) -> tuple[Mend, ...]:
    """Mends that number passages (each with the end of its label) down by `shift`; none where unsure."""
    mends: list[Mend] = []
    own = {id(passage) for passage, _ in members}
    for passage, end in members:
        label = LABEL.fullmatch(passage.folded[:end].rstrip())
        number = _number(label.group(2)) if label else None
        if label is None or number is None or number <= shift:
            return ()
        mends.append(Mend(passage, *label.span(2), like(label.group(2), number - shift)))
        told = list(_references(view, label, number, own))
        if not _CALLED.search(label.group(1)) and told:
            return ()
        for other, start, stop in told:
            if _QUOTED.search(other.folded, max(0, start - 30), start):
                return ()
            mends.append(Mend(other, start, stop, like(other.folded[start:stop], number - shift)))
    return tuple(mends)


def _references(
    view: PlanView, label: re.Match[str], number: int, own: set[int]
) -> Iterator[tuple[Passage, int, int]]:
    """Where other passages name a number: by its whole label, or as one of parts, chapters, points."""
    either = f"(?P<number>{number}|{write_chinese(number)})(?![\\d{CHINESE}])"
    if _CALLED.search(label.group(1)):
        pattern = rf"{re.escape(label.group(1).strip())}\s?{either}{re.escape(label.group(3).rstrip('.、 '))}"
    else:
        other = either.replace("number", "other")
        pattern = rf"第{either}\s?(?:部分|章|节|条|项|点|款|类|个)|[见按照据述]\s?\(?{other}[).、]"
    for passage, found, begin, _ in view.search(compiled(pattern)):
        if id(passage) not in own or begin > label.end():
            name = "number" if found["number"] else "other"
            yield passage, *group_span(found, name, begin)


def _number(text: str) -> int | None:
    """A numeral of a label up to 99, as a number."""
    if text.isdecimal():
        return int(text) if len(text) < 3 else None
    return next((number for number in range(1, 100) if write_chinese(number) == text), None)


def like(written: str, number: int) -> str:
    """A number in the numerals of another one."""
    return str(number) if written.isdecimal() else write_chinese(number)
