"""What the values of indicators say against each other, their units and what is possible (IND001–3, 7, 8)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import msgspec

from plancmp.checks.entries import Aside, Check, Hit, Rule
from plancmp.checks.kinds.naming import NameWords
from plancmp.checks.kinds.notes import is_explained
from plancmp.checks.kinds.placeholders import value_hit
from plancmp.checks.view import PROSE, PlanView, Row, any_of
from plancmp.meaning.directions import direction_of, is_ceiling, is_level
from plancmp.model.comparison import Direction
from plancmp.model.quantity import Relation
from plancmp.model.record import Indicator, Value
from plancmp.model.words import Words
from plancmp.reading.quantities.reading import QuantityReader
from plancmp.rulepacks import load
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled

_WITH_UNIT = compiled(r"\d[^\d以左内]*[%‰％\u4e00-\u9fff]")
_BOUND_BEHIND = compiled(r"[及或]?以[上下内]|左右|之内|内$")
_OWN_UNIT = compiled(r"\d\s?[\u4e00-\u9fff]{1,4}$")
"""A counter that is in no list: 0起, 3宗."""
_NAMED_UNIT = compiled(
    r"\((?P<unit>[万亿]?[\u4e00-\u9fffA-Za-zμµ³²/%‰℃·、]{1,8}(?:\([\u4e00-\u9fff]{1,3}\))?)(?:\)$|$)"
)
_LOST_BRACKET = compiled(r"[^(]*[%‰]\)$|\([^()]{1,6}$")
"""A name whose unit has lost one of its brackets, or the rest: 处理率%）."""
_INNER_UNIT = compiled(r"\((?P<unit>[^()]{1,8})\)(?!$)")

_LARGE = compiled(r"(?<![\d.])\d{3,}(?:\.\d+)?%")
_HELD = compiled("保持|稳定|维持")
_NEAR = Decimal("0.05")
"""What 左右 may be off by, as a share."""
_ABOUT = Decimal("0.005")
"""What it is off by where nothing says that a value is kept."""
_CUT = Decimal("0.001")
"""What a whole number may be off by."""
_BASELINE = Words(zh="基期值", en="the baseline")


class UnitParameters(Rule, frozen=True, kw_only=True):
    """Which numbers need no unit."""

    bare: tuple[str, ...]
    """Words of names whose value is a bare number: 系数, 指数, 生育率."""
    per: tuple[str, ...] = ()
    """Patterns (folded) of names that say of how many: 十万人口火灾死亡率, 每百万人口受灾人次."""


class ImpossibleParameters(Rule, frozen=True, kw_only=True):
    """Which rates cannot be over 100 %, and which counts cannot be negative."""

    rates: tuple[str, ...]
    """Ends of names of rates: 率, 比例."""
    over: tuple[str, ...]
    """Words of rates that can be over 100 %: 毛入学率, 增长率."""


# -- direction -----------------------------------------------------------------------------------------


def course_of(indicator: Indicator, unit: str | None) -> Direction | None:
    """Which way an indicator is meant to go from year to year; None where that is not sure."""
    if not is_level(indicator.name, indicator.key, unit) or _MIXED.search(fold(indicator.name)):
        return None
    return direction_of(indicator.name, indicator.key)


_MIXED = compiled(r"量及.*(?:率|比例|占比|比重)")
"""消费量及比重 has two measures, which go their own ways."""


class Level(msgspec.Struct, frozen=True):
    """A number with its bound, in its unit."""

    value: Decimal
    relation: Relation
    unit: str | None

    def behind(self, other: "Level", direction: Direction) -> bool:
        """Whether this level lets less be reached than the other one says."""
        return self.value < other.value if direction == "up" else self.value > other.value


def level_of(value: Value | None) -> Level | None:
    """A value as a level; None for totals, changes, ranges and what is no number."""
    if value is None or value.state != "stated" or value.kind != "number" or value.total or value.change:
        return None
    if value.value is None or value.role == "growth":
        return None
    return Level(value.value, value.relation or "=", value.unit)


def find_behind_baseline(view: PlanView, check: Check) -> Iterator[Hit]:
    """Targets that let the value go back behind its baseline, and are no limits set from above."""
    for row, baseline, target in _pairs(view):
        direction = course_of(row.indicator, row.indicator.unit or target.unit)
        if direction is None or not target.behind(baseline, direction):
            continue
        if target.unit == "分钟" and direction == "up" and not _LASTING.search(row.indicator.name):
            # How long a way or a thing takes should fall.
            continue
        if direction == "up" and target.relation in ("<", "<=") and baseline.relation not in (">", ">="):
            # Its own bound says that less is better: 10.5 → ≤5.
            continue
        limit = target.relation in ("<", "<=") and direction == "down"
        if limit and (baseline.value == 0 or is_ceiling(row.indicator.name)):
            continue
        if not _is_held(row, baseline, target) and not is_explained(view, row):
            yield _pair_hit(row)


_LASTING = compiled("提前|时长|锻炼|运动|活动|阅读|播出")


def _is_held(row: Row, baseline: Level, target: Level) -> bool:
    """Whether a value is to be kept about where it is: 41.2 → 保持在40左右, 93.3 → 93左右."""
    text = row.indicator.target.text if row.indicator.target is not None else ""
    is_kept = _HELD.search(text) is not None
    off = _NEAR if is_kept else _ABOUT
    if target.value == round(baseline.value) and abs(target.value - baseline.value) <= _CUT * abs(
        target.value
    ):
        # 61.02 → ≥61: a whole number for it.
        return True
    is_near = abs(target.value - baseline.value) <= abs(baseline.value) * off
    return is_near and (target.relation == "~" or is_kept)


def find_no_progress(view: PlanView, check: Check) -> Iterator[Hit]:
    """Targets that equal their baseline, where there is still a way to go."""
    for row, baseline, target in _pairs(view):
        full = target.unit == "%" and target.value >= 100
        nothing_left = target.value == 0
        held = row.indicator.target is not None and _HELD.search(row.indicator.target.text)
        direction = course_of(row.indicator, row.indicator.unit or target.unit)
        more = target.relation in (">", "<") and target.relation != baseline.relation
        if baseline.value == target.value and direction and not (full or nothing_left or held or more):
            yield _pair_hit(row)


def _pairs(view: PlanView) -> Iterator[tuple[Row, Level, Level]]:
    """Baseline and target of each row where both are levels in one unit."""
    for row in view.rows:
        baseline, target = level_of(row.indicator.baseline), level_of(row.indicator.target)
        if baseline is not None and target is not None and baseline.unit == target.unit:
            yield row, baseline, target


def _pair_hit(row: Row) -> Hit:
    """A hit on the target, with the baseline beside it."""
    baseline, target = row.indicator.baseline, row.indicator.target
    assert baseline is not None and target is not None
    aside = Aside(_BASELINE, at=baseline.at or row.indicator.at, words=baseline.text)
    hit = value_hit(row, target, (aside,))
    return hit._replace(values={**hit.values, "baseline": baseline.text, "target": target.text})


# -- units ---------------------------------------------------------------------------------------------


def find_missing_units(view: PlanView, check: Check) -> Iterator[Hit]:
    """Rows with a number and no unit in name, column or value; several of one table are one finding."""
    tables: dict[str | None, list[Hit]] = {}
    for row, hit in _without_unit(view, check.parameters):
        tables.setdefault(row.indicator.box, []).append(hit)
    for hits in tables.values():
        for hit in hits if len(hits) <= _FEW else hits[:1]:
            count = 1 if len(hits) <= _FEW else len(hits)
            more = _ALIKE.filled(count=str(count)) if count > 1 else ""
            yield hit._replace(values={**hit.values, "more": more})


_FEW = 3
"""More rows of one table without a unit have one reason."""
_ALIKE = Words(zh="这样的指标共 {count} 项。", en=" {count} rows of the table are like it.")


def _without_unit(view: PlanView, parameters: UnitParameters) -> Iterator[tuple[Row, Hit]]:
    """The rows, each with its first number."""
    bare = compiled("|".join((any_of(parameters.bare), *parameters.per)))
    for row in view.rows:
        if bare.search(squeeze(row.indicator.name)) or _says_unit(row, view.quantities):
            continue
        value = next(
            (
                value
                for _, value in row.values
                if value.state == "stated"
                and value.kind in ("number", "range", "total")
                and value.unit is None
                and value.value is not None
                and not _OWN_UNIT.search(_BOUND_BEHIND.sub("", fold(value.text).strip("[]() ")))
            ),
            None,
        )
        # 其中：… is counted as the row that it is of.
        if value is not None and not row.indicator.unit and not (row.parent and row.parent.unit):
            yield row, value_hit(row, value)


def _says_unit(row: Row, quantities: QuantityReader) -> bool:
    """Whether the name ends in a unit: 蓄积量万立方米, or in brackets in any: 放流数量（亿单位）."""
    bare = squeeze(fold(row.indicator.name))
    if _LOST_BRACKET.search(bare):
        return True
    large = _LARGE_UNIT.search(bare)
    if large is not None and quantities.measure(large["unit"]) is not None:
        return True
    scopes = _words(load(NameWords, "vocabulary/indicator_words.yaml").scopes)
    if any(quantities.measure(_parted(found["unit"])[1]) for found in _INNER_UNIT.finditer(bare)):
        # The words of a cell beside it stand behind it where a text lost its cells.
        return True
    cells = [squeeze(cell) for cell in row.indicator.written if bare in squeeze(cell)]
    named = (found for cell in cells if (found := _NAMED_UNIT.search(cell)) is not None)
    # 生均校舍面积（初中） says of whom, and no unit.
    return any(scopes.sub("", found["unit"]).strip("、和及与") for found in named)


_LARGE_UNIT = compiled(r"[万亿](?P<unit>[\u4e00-\u9fff]{1,4})$")


@cache
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    """Words as a pattern."""
    return compiled(any_of(words))


def find_unit_conflicts(view: PlanView, check: Check) -> Iterator[Hit]:
    """Rows whose name, unit column and values disagree on the unit."""
    for row in view.rows:
        said = list(_units_said(view, row))
        for (where, unit), value, other in _conflicts(view, said):
            if value is not None:
                hit = value_hit(row, value)
                yield hit._replace(values={**hit.values, "where": where, "unit": unit, "other": other})
            else:
                yield Hit(
                    at=row.indicator.at,
                    words=other,
                    values={
                        "indicator": row.indicator.name,
                        "where": where,
                        "unit": unit,
                        "other": other,
                        "value": other,
                    },
                    part=f"{row.indicator.name}/unit",
                    indicator=row.id,
                )
            break


def _units_said(view: PlanView, row: Row) -> Iterator[tuple[Words, str, Value | None]]:
    """Every unit that a row says: in its name, its unit cell, its baseline and target."""
    indicator = row.indicator
    header = row.box.header if row.box is not None else ()
    at = next((at for at, word in enumerate(header) if squeeze(word) in ("单位", "计量单位")), None)
    cells = indicator.written
    name = next((cell for cell in cells if squeeze(indicator.name) in squeeze(cell)), "")
    unit = view.quantities.unit_of_name(" ".join(name.split()))[1]
    if unit:
        yield _NAME, unit, None
    column = fold(cells[at]).strip() if at is not None and len(cells) == len(header) else ""
    if column and view.quantities.measure(_parted(column)[1]):
        yield _COLUMN, column, None
    for role, value in row.values:
        plain = value.state == "stated" and value.kind in ("number", "range")
        if role in ("baseline", "target") and plain and _WITH_UNIT.search(value.text):
            own = view.quantities.read(value.text)
            if own.unit and own.kind in ("number", "range"):
                yield _VALUE, _with_multiplier(value.text, own.unit), value


_NAME = Words(zh="指标名称", en="the name")
_COLUMN = Words(zh="单位栏", en="the unit column")
_VALUE = Words(zh="数值", en="the value")


def _with_multiplier(text: str, unit: str) -> str:
    """The unit of a value with the multiplier written before it: 5万人 → 万人."""
    found = compiled(r"\d\s?([万亿]+)").search(fold(text))
    return f"{found.group(1)}{unit}" if found else unit


def _conflicts(
    view: PlanView, said: list[tuple[Words, str, Value | None]]
) -> Iterator[tuple[tuple[Words, str], Value | None, str]]:
    """Each unit that does not agree with the first that was said."""
    if not said:
        return
    where, first, _ = said[0]
    for _, other, value in said[1:]:
        if not _agree(view, first, other, value is not None):
            yield (where, first), value, other


def _agree(view: PlanView, first: str, second: str, is_value: bool) -> bool:
    """Whether two units can be of one number."""
    left, right = _parted(first), _parted(second)
    if left[1] == right[1]:
        # 5万人 in a column of 人 is the same; 500人 in a column of 万人 is not.
        return left[0] == right[0] or (is_value and not left[0])
    measures = view.quantities.measure(left[1]), view.quantities.measure(right[1])
    if None in measures:
        return True
    return measures[0] == measures[1] and measures[0] in ("count", "time", "data")


def _parted(unit: str) -> tuple[str, str]:
    """Multiplier and bare unit; 名 and 人 are one."""
    found = compiled(r"[百千]?[万亿]+").match(unit)
    multiplier = found.group() if found else ""
    bare = unit[len(multiplier) :] or unit
    return multiplier, {"名": "人", "位": "人", "％": "%"}.get(bare, bare)


# -- what is possible ----------------------------------------------------------------------------------


def find_impossible(view: PlanView, check: Check) -> Iterator[Hit]:
    """Rates over 100 %, negative counts, and lower bounds above their upper ones, in tables and text."""
    parameters: ImpossibleParameters = check.parameters
    rate, over = compiled(f"(?:{any_of(parameters.rates)})$"), _words(parameters.over)
    falling = _falling_tables(view)
    for row in view.rows:
        name = squeeze(row.indicator.name)
        can_be_over = (
            over.search(name) is not None
            or names_two(row.indicator.name)
            or rate.search(compiled(r"\([^)]*\)$").sub("", name)) is None
        )
        for role, value in row.values:
            said_so = value.upper is not None and row.indicator.box in falling
            if role not in ("growth", "total") and not said_so and _is_impossible(view, value, can_be_over):
                yield value_hit(row, value)
    yield from _impossible_in_text(view, parameters)


def _falling_tables(view: PlanView) -> set[str | None]:
    """Tables whose ranges, of which there are several, all fall: so they are written there."""
    ranges: dict[str | None, list[bool]] = {}
    for row in view.rows:
        for _, value in row.values:
            if value.value is not None and value.upper is not None:
                ranges.setdefault(row.indicator.box, []).append(value.value > value.upper)
    return {box for box, falls in ranges.items() if len(falls) > 1 and all(falls)}


def names_two(name: str) -> bool:
    """Whether a name holds two rates, of which the values stand in one cell: 设施覆盖率（%），人员覆盖率."""
    return _TWO_RATES.search(fold(name)) is not None


_RATES = "(?:率|比例|占比|比重)"
_TWO_RATES = compiled(rf"{_RATES}(?:\([^()]*\))?[,、;].*{_RATES}")


def _is_impossible(view: PlanView, value: Value, can_be_over: bool) -> bool:
    """Whether a value cannot be."""
    if value.state != "stated" or value.value is None or value.change or value.kind == "change":
        return False
    if value.upper is not None and value.value > value.upper:
        return True
    measure = view.quantities.measure(value.unit)
    if value.value < 0:
        return measure in ("count", "person", "household", "visit") or (value.unit == "%" and not can_be_over)
    return value.unit == "%" and not can_be_over and max(value.value, value.upper or value.value) > 100


def _impossible_in_text(view: PlanView, parameters: ImpossibleParameters) -> Iterator[Hit]:
    """Rates over 100 % in running text."""
    verbs = r"(?:均|分别|都|也)?(?:达到|达|为|超过|不低于|保持在|稳定在|提高到|提升到|提高至|提升至|控制在)"
    before = compiled(
        rf"(?P<name>[\u4e00-\u9fff]{{2,12}}(?:{any_of(parameters.rates)}))(?:在?到?(?:20\d\d)年?)?{verbs}$"
    )
    over = _words(parameters.over)
    for passage, found, begin, end in view.search(_LARGE, PROSE):
        named = before.search(passage.folded, max(0, begin - 40), begin)
        if named is not None and Decimal(found.group().rstrip("%")) > 100 and not over.search(named["name"]):
            yield Hit(passage, begin, end, {"indicator": named["name"], "value": passage.text[begin:end]})
