"""What all blocks of a comparison share: the comparison, the language, the names of its plans."""

from collections.abc import Sequence
from typing import TypeVar

from plancmp.model.comparison import (
    BoxRow,
    Comparison,
    IndicatorCell,
    IndicatorRow,
    ItemRow,
    Piece,
    SectionRow,
    TaskRow,
    Verdict,
)
from plancmp.model.language import Lang
from plancmp.model.record import Value
from plancmp.report.diff.words import word
from plancmp.report.terminal.blocks import Line, Span

_SIGNS: dict[Verdict, str] = {"same": "=", "differs": "~", "partial": "-", "incomparable": "≠"}
_OPEN = frozenset(("undecided-target", "blank-target", "absent-target"))
_CONTEXT = 14
Row = TypeVar("Row", IndicatorRow, SectionRow, BoxRow, ItemRow, TaskRow)


class View:
    """One comparison in one language. Rows of drafts that are the same are counted, not listed."""

    def __init__(self, comparison: Comparison, lang: Lang, explain: bool) -> None:
        self.all = comparison
        self.lang: Lang = lang
        self.explain = explain
        self.names = {plan.id: plan.name for plan in comparison.plans}
        self.columns = tuple(
            plan.name + self.bracketed(word("base", lang)) if plan.base else plan.name
            for plan in comparison.plans
        )
        self.only_changes = bool(comparison.drafts) and len(comparison.drafts) == len(comparison.plans) - 1

    def word(self, code: str) -> str:
        return word(code, self.lang)

    def bracketed(self, text: str) -> str:
        """A text in the brackets of the language."""
        return f"{self.word('(')}{text}{self.word(')')}"

    def counted(self, what: str, count: int) -> str:
        """So many of something."""
        return self.word(f"counted-{what}-one" if count == 1 else f"counted-{what}").format(count)

    def place(self, place: str) -> str:
        """Where sentences or rows of a table stand, `3.1#1-4`, in the words of the language."""
        node, mark, numbers = place.rpartition("#")
        code = "row" if node.startswith("TB") else "sentence"
        said = self.word(f"{code}-at" if numbers.isdecimal() else f"{code}s-at")
        return said.format(self.word("of-front") if node == "front" else node, numbers) if mark else place

    def left_out(self, count: int) -> tuple[str, ...]:
        """The line that says how many rows are not listed."""
        return (self.word("same-left-out").format(count),) if count else ()

    def listed(self, rows: Sequence[Row]) -> list[Row]:
        """Rows that are shown."""
        return [row for row in rows if not (self.only_changes and row.verdict == "same")]


def standing_out(comparison: Comparison, at: int) -> dict[str, tuple[str, ...]]:
    """The indicators, by name, that the plan of an index lacks, leaves open, or is weak in."""
    rows = {row.row: row for row in comparison.indicators}
    plan = comparison.plans[at].id
    return {
        "lacks": tuple(rows[row].name for row in comparison.summary.lacks.get(plan, ())),
        "below": tuple(row.name for row in rows.values() if is_below(row.cells[at])),
        "weakest": tuple(row.name for row in rows.values() if plan in row.weakest),
        "open-targets": tuple(row.name for row in rows.values() if is_open(row.cells[at])),
    }


def is_below(cell: IndicatorCell | None) -> bool:
    """Whether a target is weaker than that of the base plan."""
    return cell is not None and cell.against is not None and cell.against.target == "weaker"


def is_open(cell: IndicatorCell | None) -> bool:
    """Whether a plan has an indicator and leaves its target open."""
    return cell is not None and not _OPEN.isdisjoint(cell.gaps)


def pieces_line(pieces: Sequence[Piece]) -> Line:
    """Words that differ in their surroundings: 到2025年…[-提高-]{+提升+}…水平."""
    spans: list[Span] = []
    last = len(pieces) - 1
    for at, piece in enumerate(pieces):
        if piece.op == "-":
            spans.append(Span(f"[-{piece.text}-]", "minus"))
        elif piece.op == "+":
            spans.append(Span(f"{{+{piece.text}+}}", "plus"))
        else:
            spans.append(Span(_shortened(piece.text, at > 0, at < last)))
    return tuple(spans)


def _shortened(text: str, before: bool, after: bool) -> str:
    """An unchanged stretch with only what touches a change (`before` it, `after` it)."""
    head, tail = _CONTEXT if before else 0, _CONTEXT if after else 0
    if len(text) <= head + tail + 2:
        return text
    return text[:head] + "…" + (text[-tail:] if tail else "")


def shortened(text: str, most: int = 30) -> str:
    """The first words of a text."""
    return text if len(text) <= most else f"{text[:most]}…"


def sign_of(verdict: Verdict, present: Sequence[bool]) -> str:
    """The sign of a row. Of two plans, - is what only the first has, + what only the second has."""
    if verdict == "only":
        return "-" if len(present) == 2 and present[0] else "+"
    return _SIGNS[verdict]


def value_text(value: Value | None, lang: Lang) -> str:
    """A value as written; what is empty says so."""
    if value is None:
        return word("none", lang)
    return " ".join(value.text.split()) or word("blank", lang)
