"""What the table of indicators must have and agree on: attributes, names, years, counts (IND004–6, 9)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from plancmp.checks.entries import Aside, Check, Hit, Rule
from plancmp.checks.kinds.placeholders import name_hit
from plancmp.checks.view import PROSE, Passage, PlanView, Row, any_of, part_of
from plancmp.model.record import Box, Indicator, RegionRecord, Section, TableRecord
from plancmp.model.words import Words
from plancmp.structure.titles import gazetteer
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled
from plancmp.text.numerals import parse_numeral
from plancmp.text.ordinals import CHINESE

_FIRST = Words(zh="先出现的一行", en="the row before")


class AttributeParameters(Rule, frozen=True, kw_only=True):
    """What stands in the column of attributes and is none."""

    dashes: tuple[str, ...]
    """—, /: no attribute where the rows beside have one."""
    undecided: tuple[str, ...]
    """待定: still to come, however many rows say so."""


class DuplicateParameters(Rule, frozen=True, kw_only=True):
    """What keeps two rows of one name apart."""

    scopes: tuple[str, ...]
    """Words of which group or place is meant: 城镇, 农村, 男, 女."""
    shortest: int
    """A name shorter than this may stand twice in different categories."""


class YearParameters(Rule, frozen=True, kw_only=True):
    """Which years a plan may name as its own term."""

    allowed: tuple[int, ...]
    """Years of national goals, right in any plan: 2035, 2050."""
    past_titles: tuple[str, ...]
    """Words of the title of a table of results."""


class CountParameters(Rule, frozen=True, kw_only=True):
    """What a plan counts of itself."""

    groups: tuple[str, ...]
    """Words of what headings and items are called: 行动, 工程."""


# -- attribute, names ------------------------------------------------------------------------------------


def find_missing_attributes(view: PlanView, check: Check) -> Iterator[Hit]:
    """Rows without 约束性 or 预期性 in a table that has the column; merged cells have what is above."""
    parameters: AttributeParameters = check.parameters
    dashes, undecided = set(parameters.dashes), set(parameters.undecided)
    for held in view.tables.values():
        stated = [row for row in held if any(value.state != "blank" for _, value in row.values)]
        rows = [row for row in stated if squeeze(row.indicator.name) not in _SUMS]
        said = [squeeze(row.indicator.attribute or "") for row in rows]
        blank = [not words for words in said]
        dashed = [words in dashes for words in said]
        # A text loses which cells were merged: where many are blank, they were. Where many are dashed, the
        # column tells something that only some rows have.
        bare = _few(blank) and not _is_block(blank)
        for row, words, is_blank, is_dashed in zip(rows, said, blank, dashed, strict=True):
            is_open = words in undecided or (is_blank and bare) or (is_dashed and _few(dashed))
            if is_open and not _GLUED.search(squeeze(row.indicator.name)):
                yield name_hit(view, row, {})


_GLUED = compiled("(?:约束性|预期性)$")
"""A name that has swallowed the cell behind it."""
_SUMS = frozenset(("合计", "总计", "小计", "共计"))


def _few(marked: list[bool]) -> bool:
    """Whether only some of the rows of a table are marked."""
    return sum(marked) * 4 <= len(marked) + 3


def _is_block(blank: list[bool]) -> bool:
    """Whether the blanks lie as they do where one cell spans several rows: two or more in a run."""
    return any(map(all, pairwise(blank)))


def find_duplicates(view: PlanView, check: Check) -> Iterator[Hit]:
    """The same indicator twice, by its key or its name; sub-rows do not count."""
    parameters: DuplicateParameters = check.parameters
    scopes = compiled(any_of(parameters.scopes))
    region = view.record.plan.region
    level = re.escape(region.name[-1:]) if region is not None and region.name else "省市县区旗州盟"
    # 全县参保率 is 参保率 in the plan of a county; 全省参保率 is not.
    whole = compiled(rf"^(?:[全我本][{level}]|[{level}]域)(?=..)")
    seen: dict[tuple[str, ...], Row] = {}
    shared = {row.id for row in view.tops if row.is_shared_out}
    for row in view.tops:
        if row.id in view.second_lines:
            continue
        for key in _identities(row, scopes, parameters.shortest, whole, region):
            first = seen.setdefault(key, row)
            apart = first.indicator.box != row.indicator.box and not shared.isdisjoint((first.id, row.id))
            if first is not row and not apart:
                aside = Aside(_FIRST, at=first.indicator.at, words=first.indicator.name, indicator=first.id)
                yield name_hit(view, row, {"first": first.indicator.name}, (aside,))
                break


_PART = 4


def _identities(
    row: Row, scopes: re.Pattern[str], shortest: int, whole: re.Pattern[str], own: RegionRecord | None
) -> Iterator[tuple[str, ...]]:
    """By what two rows are the same."""
    indicator = row.indicator
    name = whole.sub("", squeeze(indicator.name))
    unit = indicator.unit or ""
    scope = "".join(sorted(set(scopes.findall(name))))
    # 格尔木市优良天数比例 and 德令哈市优良天数比例 in the plan of 海西州 are of two parts of it.
    place = next(iter(gazetteer().starting(name)), None)
    scope += place.name if place is not None and (own is None or place.name != own.name) else ""
    if indicator.key is not None:
        yield "key", indicator.key, unit, scope
    if len(name) < _PART and indicator.key is None:
        # 本地, 外送 say which part of the indicator above is meant.
        return
    group = "" if len(name) >= shortest else f"{indicator.box}/{indicator.category}"
    yield "name", name, unit, group, _matter(row)


def _matter(row: Row) -> str:
    """What the cell left of the name says that is no group of rows: 氮氧化物 | 排放总量减少."""
    cells = [squeeze(cell) for cell in row.indicator.written]
    name = squeeze(row.indicator.name)
    measure = next((found[1] for cell in cells if (found := re.match(rf"(\d+){re.escape(name)}", cell))), "")
    if measure and compiled("千伏|千瓦|兆瓦|米|公里|吨|张|级").match(name):
        # 110 千伏变电站 has its number as part of the name.
        return measure
    at = next((at for at, cell in enumerate(cells) if cell.startswith(name)), 0)
    left = cells[at - 1] if at else ""
    return (
        ""
        if left in squeeze(row.indicator.category or "") or not compiled("[\u4e00-\u9fff]").search(left)
        else left
    )


def find_lacking_baselines(view: PlanView, check: Check) -> Iterator[Hit]:
    """A table of indicators without baselines where the plan above or before gives them."""
    if not view.rows or any(row.indicator.baseline is not None for row in view.rows):
        return
    for other in (*view.superiors, view.previous):
        held = [each.baseline for each in other.indicators] if other is not None else []
        if other is not None and sum(each is not None for each in held) * 2 > len(held):
            first = view.rows[0]
            values, box = {"other": other.plan.title or other.id}, first.box
            at, words = (box.at, box.title or box.label or "") if box else (first.indicator.at, "")
            yield Hit(at=at, words=words or first.indicator.name, values=values, part="baselines")
            return


# -- years -------------------------------------------------------------------------------------------------


def find_wrong_years(view: PlanView, check: Check) -> Iterator[Hit]:
    """Columns of a table of indicators and terms in the text that are not of the plan's period."""
    period = view.record.plan.period
    if period is None:
        return
    parameters: YearParameters = check.parameters
    allowed = {*parameters.allowed, *range(period.start, period.end + 1)}
    if period.outlook is not None:
        allowed.add(period.outlook)
    yield from _wrong_columns(view, period.start, period.end)
    yield from _wrong_tables(view, parameters, period.start)
    yield from _wrong_promises(view, period.start)
    for passage, found, begin, end in view.search(_TERM, PROSE):
        year = int(found["year"])
        if year in allowed or (year > period.end and year % 5 == 0) or _looks_back(view, passage, begin):
            continue
        yield Hit(passage, begin, end, {"year": str(year), "period": period.name, "end": str(period.end)})


_TERM = compiled(r"(?<![直得做提增升降看遇感])到(?P<year>20\d\d)年(?!的?[《“”])")


_PROMISED = compiled(
    r"(?<![\d到至从由自较比于过])(?P<year>20\d\d)年(?:底|末)?(?:前|以前)?(?:力争|争取|确保|要)?"
    r"(?:达到|达|提高到|提升到|提高至|提升至|降至|降到|控制在)[^。;,\x00\n]{0,4}\d"
)


def _wrong_promises(view: PlanView, start: int) -> Iterator[Hit]:
    """Promises for years before the period, 覆盖率2025年达到95%, unless a year of the period is beside."""
    reported: set[tuple[int, int]] = set()
    for passage, found, begin, _ in view.search(_PROMISED, ("paragraph", "item", "box-text", "task")):
        first, last = passage.sentence(begin)
        if (id(passage), first) in reported:
            continue
        years = [int(year) for year in compiled(r"(?<!\d)20\d\d(?=年)").findall(passage.folded[first:last])]
        if max(years) >= start or _looks_back(view, passage, begin):
            continue
        reported.add((id(passage), first))
        yield Hit(passage, begin, begin + len(found["year"]) + 1, _year_values(view, found["year"]))


def _looks_back(view: PlanView, passage: Passage, at: int) -> bool:
    """Whether a term stands in a look back, in a title, or is the end of a span: 2016年到2020年."""
    if passage.past:
        return True
    begin, end = passage.sentence(at)
    if passage.in_title(at) or _SPAN.search(passage.folded[begin:at]):
        return True
    return view.looking_back.search(passage.folded, begin, end) is not None


_SPAN = compiled(r"(?:19|20)\d\d年?$|[由从自].{0,20}$")


def _wrong_columns(view: PlanView, start: int, end: int) -> Iterator[Hit]:
    """The target column of a table of indicators whose year is not the end of the period."""
    for box in view.record.boxes:
        if box.kind != "indicators":
            continue
        rows = [row.indicator for row in view.tables.get(box.id, ())]
        years = Counter(row.target.year for row in rows if row.target is not None and row.target.year)
        if not years:
            continue
        year = years.most_common(1)[0][0]
        if year is not None and not start <= year <= end:
            yield _column_hit(view, box, str(year))


def _wrong_tables(view: PlanView, parameters: YearParameters, start: int) -> Iterator[Hit]:
    """A table titled as this plan's indicators whose columns are all of years before it."""
    past = compiled(any_of(parameters.past_titles))

    def is_wrong(title: str, words: str, *, known: bool) -> bool:
        own = (title.endswith("指标") or known) and not past.search(title + words)
        years = _YEAR.findall(words) if own else ()
        return bool(years) and int(max(years)) < start

    for box in view.record.boxes:
        words = " ".join(box.header)
        if box.kind != "indicators" and is_wrong(squeeze(box.title or ""), words, known=False):
            yield _column_hit(view, box, "")
    for table in view.record.tables:
        words = " ".join(cell for row in table.header for cell in row)
        title = squeeze(table.title or "")
        if is_wrong(title, words, known=not title and _has_attributes(table)):
            passage = view.by_place("table").get(table.at)
            found = _last_of(years := _YEAR.findall(words), passage.folded) if passage is not None else -1
            if passage is not None and found >= 0:
                yield Hit(passage, found, found + 4, _year_values(view, years[-1]))


def _has_attributes(table: TableRecord) -> bool:
    """Whether most rows of a table say 约束性 or 预期性, as only those of indicators do."""
    rows = [row for row in table.rows if any(squeeze(cell) for cell in row)]
    said = sum(any(squeeze(cell) in ("约束性", "预期性") for cell in row) for row in rows)
    return said >= 2 and said * 2 > len(rows)


def _column_hit(view: PlanView, box: Box, year: str) -> Hit:
    """A hit on the head of a column of targets, found in the document where there is one."""
    heads = _YEAR.findall(" ".join(box.header)) or [year]
    at, text = box.at, view.document.text if view.document is not None else ""
    begin = view.locator.offset(box.at) if view.locator is not None else None
    # The title may say the year as well; the words of the head are looked for behind it.
    first = next((cell for cell in box.header if heads[0] in cell), heads[0])
    found = _last_of(heads, text, max(text.find(first, begin or 0), begin or 0))
    if view.document is not None and begin is not None and 0 <= found < begin + 400:
        at = view.document.place(found, found + len(heads[-1]))
    return Hit(at=at, words=heads[-1], values=_year_values(view, heads[-1]), part=part_of(box))


_YEAR = compiled(r"20\d\d")


def _last_of(years: Sequence[str], text: str, start: int = 0) -> int:
    """Where the last of the years in the head of a table stands; less than 0 where it is not found.

    Where no column is of the period the targets stand behind the rest, whichever of the years is later.
    """
    for year in years:
        start = text.find(year, start) + 1
        if not start:
            break
    return start - 1


def _year_values(view: PlanView, year: str) -> dict[str, str]:
    """What the message on a year names."""
    period = view.record.plan.period
    assert period is not None
    return {"year": year, "period": period.name, "end": str(period.end)}


# -- counts ------------------------------------------------------------------------------------------------

_NUMBER = rf"(?P<number>\d{{1,3}}|[{CHINESE}]{{1,3}})"
_INDICATORS = compiled(
    rf"(?:共|设置?|设定|设立|提出|确定|包括|包含|安排)[^。;\x00\n]{{0,14}}?"
    rf"(?:(?<!约束性)(?<!预期性)(?:主要|发展|核心|规划|预期)*(?<!约束性)(?<!预期性)指标(?:共|为|有|共计|合计)?{_NUMBER}[项个]"
    rf"|(?P<number2>\d{{1,3}}|[{CHINESE}]{{1,3}})[项个](?:主要|发展|核心|规划|具体)*指标)"
)
_ATTRIBUTED = compiled(
    rf"(?P<name>约束性|预期性)(?:指标)?(?:共|为|有)?(?P<number>\d{{1,3}}|[{CHINESE}]{{1,3}})[项个]"
    rf"|(?P<number2>\d{{1,3}}|[{CHINESE}]{{1,3}})[项个](?:为|是)?(?P<name2>约束性|预期性)"
)
_BOXES = compiled(rf"(?:共|设置?|设立|列出|包括|以)[^。;\x00\n]{{0,10}}?{_NUMBER}个专栏")


def find_count_mismatches(view: PlanView, check: Check) -> Iterator[Hit]:
    """What the text says there is of indicators, boxes and actions, against what there is."""
    for passage, found, begin, end in view.search(_INDICATORS, PROSE):
        if not passage.past and view.rows:
            yield from _indicator_counts(view, passage, found, (begin, end))
    labelled = [box for box in view.record.boxes if squeeze(box.label or "").startswith("专栏")]
    for passage, found, begin, end in view.search(_BOXES, PROSE):
        count = _number(found["number"])
        if labelled and count is not None and count != len(labelled):
            yield _count_hit(passage, (begin, end), "专栏", count, len(labelled))
    yield from _group_counts(view, check.parameters)


def _indicator_counts(
    view: PlanView, passage: Passage, found: re.Match[str], span: tuple[int, int]
) -> Iterator[Hit]:
    """The count of indicators, and of those of each attribute; one finding a sentence."""
    total = _number(found["number"] or found["number2"])
    tops = [row.indicator for row in view.tops]
    all_rows = [row.indicator for row in view.rows]
    if total is not None and total not in (len(tops), len(all_rows), _last_serial(tops)):
        yield _count_hit(passage, span, "指标", total, len(tops))
        return
    _, end = passage.sentence(span[1])
    for each in _ATTRIBUTED.finditer(passage.folded, span[1], end):
        name = each["name"] or each["name2"]
        count = _number(each["number"] or each["number2"])
        numbered = [row for row in tops if row.number is not None]
        there = {sum(row.attribute == name for row in rows) for rows in (tops, all_rows, numbered)}
        # A row without an attribute may be what the text counts, and is told of by itself.
        open_rows = sum(row.attribute not in ("约束性", "预期性") for row in tops)
        fits = count is not None and any(least <= count <= least + open_rows for least in there)
        if count is not None and not fits and any(row.attribute for row in tops):
            yield _count_hit(passage, each.span(), f"{name}指标", count, min(there))
            return


def _last_serial(rows: Sequence[Indicator]) -> int:
    """The last of the numbers that a plan gives its own indicators, where they run on from 1."""
    numbers = list(dict.fromkeys(row.number for row in rows if row.number is not None))
    return len(numbers) if numbers == [*range(1, len(numbers) + 1)] else 0


def _group_counts(view: PlanView, parameters: CountParameters) -> Iterator[Hit]:
    """九大行动 in the title of a section against the sections under it that are called so."""
    pattern = _group_pattern(parameters.groups)
    heads = _head_paragraphs(view)
    for name, section in view.sections.items():
        if len(section.sections) < 3 and not pattern.search(fold(section.title)):
            continue
        for passage in (view.headings.get(name), heads.get(name)):
            hit = _group_hit(passage, section, pattern) if passage is not None else None
            if hit is not None:
                yield hit
                break


def _group_hit(passage: Passage, section: Section, pattern: re.Pattern[str]) -> Hit | None:
    """A hit on the count of what all sections under one heading are called."""
    for found in pattern.finditer(passage.folded):
        count, word = _number(found["number"]), found["word"]
        if passage.kind == "paragraph" and not _OWN_COUNT.search(passage.folded, 0, found.start()):
            continue
        called = [child for child in section.sections if word in child.title]
        if count is None or len(called) < 2 or len(called) == count or len(called) < len(section.sections):
            continue
        values = {"what": word, "stated": str(count), "there": str(len(called))}
        return Hit(passage, found.start(), found.end(), values)
    return None


_OWN_COUNT = compiled(r"(?:实施|开展|聚焦|围绕|推进|突出|抓好|组织|部署|以下|下列|做好)(?:好|以下|下列)?$")
"""What stands before the number of a chapter's own parts: 实施六大行动."""


def _head_paragraphs(view: PlanView) -> dict[str | None, Passage]:
    """The first paragraph of each section."""
    heads: dict[str | None, Passage] = {}
    for passage in view.passages:
        if passage.kind == "paragraph":
            heads.setdefault(passage.section, passage)
    return heads


@cache
def _group_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """九大行动, 七项重点工程."""
    return compiled(rf"{_NUMBER}[大项个]?(?:重点|重大|专项|主要|提升|攻坚)*(?P<word>{any_of(words)})")


def _number(text: str) -> int | None:
    """A numeral as a whole number."""
    value = parse_numeral(text)
    return int(value) if value is not None else None


def _count_hit(passage: Passage, span: tuple[int, int], what: str, stated: int, there: int) -> Hit:
    """A hit on the words that count."""
    values = {"what": what, "stated": str(stated), "there": str(there)}
    return Hit(passage, *span, values)
