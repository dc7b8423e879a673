"""What a written value means: exact numbers with their relation, unit and kind."""

from decimal import Decimal
from typing import Literal

import msgspec

State = Literal["stated", "undecided", "blank"]
Kind = Literal["number", "range", "total", "change", "relative", "text", "several"]
Relation = Literal["=", ">", ">=", "<", "<=", "~"]


class Quantity(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A value as understood; the fields that its `kind` does not have are absent (design: Values).

    `value` and `upper` are exact and in `unit`, with 万 and 亿 multiplied out. `label` names one of
    several values in `parts`.
    """

    state: State
    kind: Kind | None = None
    relation: Relation | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    total: bool | None = None
    change: bool | None = None
    since: int | None = None
    reference: str | None = None
    label: str | None = None
    parts: tuple["Quantity", ...] = ()
