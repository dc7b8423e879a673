"""Values by their meaning: which are equal, and which of two asks for more."""

from collections.abc import Iterable
from decimal import Decimal

from plancmp.meaning.words import comparison_words, same_reference, same_unit
from plancmp.model.comparison import Direction
from plancmp.model.quantity import Quantity
from plancmp.model.record import Value
from plancmp.text.folding import squeeze

Meant = Value | Quantity
_NEARNESS = {">": 2, "=": 1, "~": 0, "<": -1, ">=": 2, "<=": -1}


def same_meaning(first: Meant | None, second: Meant | None) -> bool:
    """Whether two values say the same: ≥97 and 97以上, 2万人 and 20000人, 100 and 100%.

    A column that is not there and a cell that is empty both say nothing.
    """
    left, right = _meaning(first), _meaning(second)
    if left == right:
        return True
    if left is None or right is None or left[0] != right[0] or left[0] in ("text", "undecided"):
        return False
    return left[1:-1] == right[1:-1] and _units_agree(first, second)


def weigh(first: Meant | None, second: Meant | None, direction: Direction | None) -> int | None:
    """1 when the first asks for more, -1 when the second does, 0 when both ask for the same.

    None where it cannot be said: another unit or kind, a value left open, no better direction.
    """
    if first is None or second is None or first.state != "stated" or second.state != "stated":
        return None
    if same_meaning(first, second):
        return 0
    if first.kind == "relative" and second.kind == "relative":
        return _weigh_relative(first, second)
    if not _numbers_alike(first, second) or direction is None:
        return None
    sign = 1 if direction == "up" else -1
    left, right = _demand(first, sign), _demand(second, sign)
    return (left > right) - (left < right)


def weigh_attributes(first: str | None, second: str | None) -> int | None:
    """1 when the first attribute binds more: 约束性 before 预期性; None when one is not known."""
    order = comparison_words().attributes.order
    if first not in order or second not in order:
        return None
    return (order.index(second) > order.index(first)) - (order.index(second) < order.index(first))


def is_stated(value: Meant | None) -> bool:
    """Whether a value says anything."""
    return value is not None and value.state == "stated"


def _meaning(value: Meant | None) -> tuple[object, ...] | None:
    """A value without its spelling; the unit stands last."""
    if value is None or value.state == "blank":
        return None
    unit = same_unit(value.unit)
    if value.state == "undecided":
        # A number left open is left open, however its gap is drawn.
        return ("undecided", value.relation, unit)
    if value.kind == "text" or value.kind is None:
        return ("text", squeeze(value.text if isinstance(value, Value) else "").strip("。;,."))
    if value.kind == "relative":
        reference = same_reference(value.reference or "")
        return ("relative", value.relation or "=", reference, value.value, unit)
    if value.kind == "several":
        return ("several", _part_meanings(value.parts), None)
    number, upper = _scaled(value.value, unit), _scaled(value.upper, unit)
    relation = None if value.kind == "range" else value.relation or "="
    if unit in ("%", "‰") and relation == ">=" and value.kind == "number" and number == 100:
        relation = "="  # A rate cannot pass 100 %.
    parts = _part_meanings(value.parts)
    kind = ("range" if value.upper is not None else "number", bool(value.total), bool(value.change))
    return (*kind, value.since, relation, number, upper, parts, "%" if unit == "‰" else unit)


def _part_meanings(parts: Iterable[Quantity]) -> tuple[object, ...]:
    return tuple(sorted((squeeze(part.label or ""), str(_meaning(part))) for part in parts))


def _scaled(number: Decimal | None, unit: str | None) -> Decimal | None:
    """‰ as %, so that 5‰ equals 0.5%."""
    if number is None:
        return None
    return (number / 10 if unit == "‰" else number).normalize()


def _units_agree(first: Meant | None, second: Meant | None) -> bool:
    """Whether two units are the same; a unit that is not written agrees with any."""
    left, right = same_unit(first.unit if first else None), same_unit(second.unit if second else None)
    return left is None or right is None or left == right or {left, right} == {"%", "‰"}


def _numbers_alike(first: Meant, second: Meant) -> bool:
    """Whether two values count the same: both totals or none, changes since the same year, one unit."""
    if first.value is None or second.value is None or "relative" in (first.kind, second.kind):
        return False
    if bool(first.total) != bool(second.total) or bool(first.change) != bool(second.change):
        return False
    return first.since == second.since and _units_agree(first, second)


def _demand(value: Meant, sign: int) -> tuple[Decimal, int]:
    """What a value asks for at least, where more is better (`sign` 1) or less (`sign` -1)."""
    low = _scaled(value.value, same_unit(value.unit)) or Decimal(0)
    high = _scaled(value.upper, same_unit(value.unit))
    number = high if sign < 0 and high is not None else low
    relation = (value.relation or "=")[0]
    if relation == ("<" if sign > 0 else ">"):
        return sign * number, -1  # 不超过90 asks for less than 90 where more is better.
    # ＞97, ≥97 and 97 ask for the same: the end point is no demand of its own.
    return sign * number, 0 if relation == "~" else 1


def _weigh_relative(first: Meant, second: Meant) -> int | None:
    """高于GDP增长 asks for more than 与GDP增长同步; another measure to go by gives None."""
    if same_reference(first.reference or "") != same_reference(second.reference or ""):
        return None
    left, right = _NEARNESS[first.relation or "="], _NEARNESS[second.relation or "="]
    if left == right:
        left_by, right_by = first.value or Decimal(0), second.value or Decimal(0)
        return (left_by > right_by) - (left_by < right_by)
    return 1 if left > right else -1
