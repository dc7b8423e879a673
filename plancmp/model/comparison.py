"""What several plans have in common and where they differ: the result of `plancmp diff`.

Rows of indicators, sections, boxes, tasks and text have one cell a plan, in the order of `plans`; None
where a plan has nothing there. Places in text are written `3.1#4`: the fourth sentence of section 3.1.
"""

from typing import Literal

import msgspec

from plancmp.model.alignment import CellMatch, Measure
from plancmp.model.place import Place
from plancmp.model.record import BoxKind, Level, Value

Verdict = Literal["same", "differs", "partial", "only", "incomparable"]
Direction = Literal["up", "down"]
Gap = Literal[
    "undecided-baseline",
    "undecided-target",
    "blank-baseline",
    "blank-target",
    "blank-attribute",
    "absent-baseline",
    "absent-target",
    "absent-attribute",
]
Standing = Literal["same", "stronger", "weaker", "unclear", "share", "absent"]
TextKind = Literal["shared", "changed", "new"]
Relationship = Literal["drafts", "periods", "plans"]
ChangeKind = Literal[
    "filled",
    "emptied",
    "weakened",
    "strengthened",
    "changed",
    "dropped",
    "added",
    "moved",
    "renumbered",
    "reworded",
    "respelled",
]
ChangeOf = Literal[
    "plan", "indicator", "front", "section", "appendix", "box", "item", "table", "text", "task"
]
Field = str


class _Part(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A part whose absent fields are left out of what is written."""


class ComparedPlan(_Part, frozen=True, kw_only=True):
    """A plan of the comparison. `id` is unique in it; `name` is short enough for the head of a column."""

    id: str
    name: str
    title: str | None = None
    region: str | None = None
    level: Level | None = None
    period: str | None = None
    sector: str | None = None
    stage: str | None = None
    path: str | None = None
    base: bool = False
    indicators: int = 0
    sentences: int = 0
    characters: int = 0


class Against(_Part, frozen=True, kw_only=True):
    """How a cell stands to the base plan's cell of the same row."""

    target: Standing
    attribute: Standing


class IndicatorCell(msgspec.Struct, frozen=True, kw_only=True):
    """One plan's indicator in a row."""

    plan: str
    indicator: str
    name: str
    unit: str | None
    attribute: str | None
    baseline: Value | None
    target: Value | None
    values: tuple[Value, ...] = ()
    """Values of further columns: 年均, 累计, years between."""
    match: CellMatch
    gaps: tuple[Gap, ...] = ()
    against: Against | None = None


class IndicatorRow(msgspec.Struct, frozen=True, kw_only=True):
    """One matter over the plans."""

    row: str
    key: str | None
    name: str
    measure: Measure
    unit: str | None
    verdict: Verdict
    differs: tuple[Literal["baseline", "target", "attribute"], ...] = ()
    direction: Direction | None = None
    """Which way is better; None when it cannot be said."""
    strictest: tuple[str, ...] = ()
    weakest: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    """Rows of the same matter in another measure, or that this row splits or merges."""
    cells: tuple[IndicatorCell | None, ...]


class SectionRow(msgspec.Struct, frozen=True, kw_only=True):
    """Sections of the same content; cells are their ids in the records."""

    title: str
    level: int
    verdict: Verdict
    similarity: float
    """How alike title and text are, 0 to 1: the least alike of the cells."""
    titles: tuple[str | None, ...]
    cells: tuple[str | None, ...]


class ItemRow(msgspec.Struct, frozen=True, kw_only=True):
    """Box items of the same content; cells are their ids in the records."""

    title: str
    verdict: Verdict
    similarity: float
    titles: tuple[str | None, ...]
    cells: tuple[str | None, ...]


class BoxRow(msgspec.Struct, frozen=True, kw_only=True):
    """Boxes of the same content with their items."""

    title: str
    kind: BoxKind
    verdict: Verdict
    similarity: float
    titles: tuple[str | None, ...]
    cells: tuple[str | None, ...]
    items: tuple[ItemRow, ...] = ()


class TaskCell(msgspec.Struct, frozen=True, kw_only=True):
    """Who is responsible for a task in one plan."""

    plan: str
    task: str
    text: str
    lead: tuple[str, ...]
    support: tuple[str, ...]


class TaskRow(msgspec.Struct, frozen=True, kw_only=True):
    """The same task over the plans; units differ when more than the prefix of their level does."""

    text: str
    verdict: Verdict
    differs: tuple[Literal["text", "lead", "support"], ...] = ()
    similarity: float
    cells: tuple[TaskCell | None, ...]


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of a wording held against another: `=` in both, `-` only there, `+` only here."""

    op: Literal["=", "-", "+"]
    text: str


class TextCell(_Part, frozen=True, kw_only=True):
    """A sentence in one plan. `pieces` hold it against the first cell of its row."""

    plan: str
    place: str
    text: str
    at: Place
    also: tuple[str, ...] = ()
    """Further places where the plan says the same."""
    pieces: tuple[Piece, ...] = ()


class TextRow(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that stands in several plans, alike or changed, or in one only (`new`)."""

    kind: TextKind
    similarity: float
    cells: tuple[TextCell | None, ...]


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """The share of a plan's text that stands in another: word for word, and with changed sentences."""

    plan: str
    other: str
    exact: float
    near: float


class Change(_Part, frozen=True, kw_only=True):
    """One thing that differs between two drafts of one plan."""

    kind: ChangeKind
    of: ChangeOf
    field: Field | None = None
    """What of it: title, text, label, target, baseline, attribute, lead …"""
    name: str
    """What a person calls it: the indicator, the heading, the beginning of the sentence."""
    before: str | None = None
    after: str | None = None
    old: str | None = None
    """Id or place in the earlier draft, absent for what was added."""
    new: str | None = None
    old_at: Place | None = None
    new_at: Place | None = None
    pieces: tuple[Piece, ...] = ()


class Drafts(msgspec.Struct, frozen=True, kw_only=True):
    """Two drafts of one plan: every change, indicators first, then in the order of the text."""

    before: str
    after: str
    changes: tuple[Change, ...]


class Promise(_Part, frozen=True, kw_only=True):
    """The target that the last plan set against the baseline that this one starts from."""

    row: str
    name: str
    promised: Value
    reached: Value | None = None
    target: Value | None = None
    verdict: Literal["met", "missed", "unclear"]


class Periods(msgspec.Struct, frozen=True, kw_only=True):
    """A plan and the plan of the period before it, for the same place and field."""

    before: str
    after: str
    promises: tuple[Promise, ...]


class DoubtfulCell(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a doubtful pair."""

    plan: str
    indicator: str
    name: str


class DoubtRow(msgspec.Struct, frozen=True, kw_only=True):
    """Two indicators that may be the same and were left apart."""

    first: DoubtfulCell
    second: DoubtfulCell
    score: float
    reasons: tuple[str, ...]


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows have each verdict."""

    same: int = 0
    differs: int = 0
    partial: int = 0
    only: int = 0
    incomparable: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return self.same + self.differs + self.partial + self.only + self.incomparable


class TextCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many sentences are shared, changed, new."""

    shared: int = 0
    changed: int = 0
    new: int = 0


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The comparison in figures."""

    relationship: Relationship
    differ: bool
    """Whether anything differs by meaning; decides the exit status of `--exit-code`."""
    indicators: Counts
    sections: Counts
    boxes: Counts
    items: Counts
    tasks: Counts
    text: TextCounts
    gaps: dict[str, dict[str, int]]
    """By plan: how often each gap occurs, and `absent-indicator`."""
    lacks: dict[str, tuple[str, ...]] = {}
    """By plan: the rows that it lacks and is expected to have."""
    shares: tuple[Share, ...]
    changes: dict[str, int] = {}
    """How many changes of each kind between drafts."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that comparing plans found; see the design for its JSON."""

    plancmp: int = 1
    plans: tuple[ComparedPlan, ...]
    indicators: tuple[IndicatorRow, ...]
    sections: tuple[SectionRow, ...]
    boxes: tuple[BoxRow, ...]
    tasks: tuple[TaskRow, ...]
    text: tuple[TextRow, ...]
    drafts: tuple[Drafts, ...] = ()
    periods: tuple[Periods, ...] = ()
    doubts: tuple[DoubtRow, ...] = ()
    apart: tuple[DoubtRow, ...] = ()
    """Near names that did not meet, with the reasons; only when asked for."""
    summary: Summary
