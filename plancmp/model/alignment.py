"""Which indicators of several plans are the same matter, and why."""

from typing import Literal

import msgspec

from plancmp.model.record import Indicator, PlanRecord

MatchLevel = Literal["crosswalk", "key", "alias", "folded", "parts", "none"]
Measure = Literal["rate", "count", "growth", "amount", "ratio", "years", "other"]


class CellMatch(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Why an indicator stands in its row: the level of the match, how sure it is, and reasons in words."""

    level: MatchLevel
    score: float
    reasons: tuple[str, ...] = ()


class AlignedCell(msgspec.Struct, frozen=True, kw_only=True):
    """One plan's indicator in a row: indexes into the plans and into that plan's `indicators`."""

    plan: int
    indicator: int
    part: int | None = None
    """Index of the 其中 sub-row, None for the row itself."""
    match: CellMatch

    def of(self, record: PlanRecord) -> Indicator:
        """The indicator, or its sub-row, in the record of the plan."""
        indicator = record.indicators[self.indicator]
        return indicator if self.part is None else indicator.parts[self.part]


class AlignedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One matter over the plans: at most one cell a plan."""

    key: str | None
    name: str
    measure: Measure
    unit: str | None
    cells: tuple[AlignedCell, ...]
    related: tuple[int, ...] = ()
    """Rows of the same matter in another measure, or that this row splits or merges."""


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """Two indicators that may be the same and were left apart."""

    first: tuple[int, int]
    second: tuple[int, int]
    score: float
    reasons: tuple[str, ...]


class Alignment(msgspec.Struct, frozen=True, kw_only=True):
    """All rows, in the order of the pack and then of first appearance, and the doubtful pairs."""

    rows: tuple[AlignedRow, ...]
    doubts: tuple[Doubt, ...] = ()
