"""An indicator's name to its folded form, its measure and its parts: whom, what, measure, scope."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from plancmp.align.cutting import Cutter
from plancmp.align.words import IndicatorWords, indicator_words
from plancmp.model.alignment import Measure
from plancmp.reading.quantities.parts import Units
from plancmp.reading.quantities.words import QuantityWords
from plancmp.rulepacks import load
from plancmp.sources.guard.limits import LONGEST_NAME
from plancmp.structure.titles import gazetteer
from plancmp.text.folding import squeeze
from plancmp.text.keeping import REMEMBERED, any_of, compiled
from plancmp.text.notemarks import without_marks
from plancmp.text.numerals import parse_numeral
from plancmp.text.ordinals import CHINESE

_PARTING = str.maketrans("", "", "()、,;·/")
_QUOTES = str.maketrans("", "", "“”\"'‘’《》「」『』<>【】")
_NUMBER_IN_FRONT = compiled(r"^(?:[★☆▲△●○◆◇■□※#*∗]|\(?\d{1,2}(?:[.、)](?!\d))|其中[:,]?)+")
_BRACKETED_END = compiled(r"\(((?:[^()]|\([^()]*\))*)\)$")
_ASIDE_AT_END = compiled(r"(.{2,})\(([^()]{2,14}|[年月])\)")
_INCLUDES = compiled("含|包括|包含")
_INCLUDED = compiled(r"\((?:其中[:,]?|(?:含有?|包括|包含)(?=助理))(?=[^()]{2})")
_ASIDE_STARTS = compiled(r"^(?:指|即|按|以)(?=..)|(?:在内|计算?|口径|为准)$")
_SAID_AGAIN = compiled(r"\\[1-9]")
_SPAN = compiled(rf"([{CHINESE}两]+|\d+)(?:周?(岁)|(分钟|小时|公里|天))")
_DIVISION = compiled("[\u4e00-\u9fff]{2,11}[省市县区旗州盟]")
_PROVINCE = compiled("[北天河山内辽吉黑上江浙安福湖广海重四贵云西陕甘青宁新香澳台](?!.{1,2}(?:岛|自治)).{6}")
_FIGURE = compiled(rf"[\dⅰ-ⅴiv{CHINESE}两]")
"""Without one of these a name has no class, no span and no number."""
_NUMERAL = r"(?:[ⅰⅱⅲⅳⅴ]|iii|ii|iv|i|v|[一二三四五])"
_CLASS = compiled(rf"(?<![a-z第])({_NUMERAL})(?=(?:[、和与及至~—-]?{_NUMERAL}){{0,3}}(?:类|级|星))")
_CLASSES_ONE_BY_ONE = compiled(r"(?<=\d)([类级])[、和与及]?(?=\d\1)")
"""一类、二类 is 一、二类."""
_CLASSES = {
    numeral: str(number)
    for number, numerals in enumerate((("ⅰ", "i", "一"), ("ⅱ", "ii", "二"), ("ⅲ", "iii", "三"),
                                       ("ⅳ", "iv", "四"), ("ⅴ", "v", "五")), 1)
    for numeral in numerals
}  # fmt: skip
_ACRONYM = compiled(r"(?<=[\u4e00-\u9fff])\(新?[a-z&.]+\)")
_YEAR_IN_FRONT = compiled(r"^(?:到|至)?20\d\d年(?:底|末)?(?!前)")
_COMPARED = compiled(r"(?:比|较)(?:20\d\d年|上年|上年度|十[一二三四五]五末|基期)")
_DASH_IN_NUMBER = compiled(r"(?<=\d)(?:岁)?[—~至-]+(?=\d)")
_BASE = compiled(
    r"(?:每(\d+万|十万|百万|[百千万])(?:名|个|位)?|(?<![\d第十百千万])(十万|百万|[百千万])(?=人口|人(?![次大计]))"
    r"|^([百千万])(?:名|(?=户(?:居民|家庭|拥有)))|(百万吨|万台|万车)(?=.{0,40}死亡))(?:常住)?(人口|居民|人(?!次)|名|户(?:居民|家庭)?)?"
    r"(?:(?<=[口民人名])中(?![医小学级等职专药央]))?"
)
_BASE_OF_UNIT = compiled("[/每](千|万|十万|百万)人$")
_DIGIT_BASES = {"10万": "十万", "1万": "万", "10000": "万", "1000": "千", "100": "百"}
_BASE_IN_DIGITS = compiled(r"(?<=每)(?:10000|1万|1000|100)(?!\d)|(?<![\d.])10万(?=人)|(?<=每)10万")
_NUMBER = r"\d[\d.]*(?:-\d[\d.]*)?(?:个月|岁|年|天|分钟|小时|级|类|米|公里)?(?:以上|以下|以内|内)?"
_LONE_NUMBER = compiled(rf"(?<![a-z\d.]){_NUMBER}")
_PIECES = compiled(rf"{_NUMBER}|[a-z][a-z0-9.+]*|[\u4e00-\u9fff]+|[^\s、,;:()/·\[\]-]")
_SHARE_OF = compiled(r"^(?P<part>.+?[^侵抢独])占(?!地(?![区方])|用|有|道)(?P<whole>.+)$")
# 就业人员中女性比例 is the share of women; 中等, 中学, 中医 and the like are words.
_AMONG = compiled(r"^(?P<whole>.+?[^初高其集空])中的?(?P<part>[^中等小学级央心医国药型期年职].*)$")
_EVENTS = compiled("(?:死亡|发病|患病|发生|伤亡)率$")
_FIRMS = compiled("企业|主体|个体|商户")
_RIDERS = compiled("客运量|旅客")
_TOGETHER = 16
_AGAIN = "{1,6}"
"""How many words that say nothing are taken off at once: 目标任务 is one or two; more have too many ways."""
_NEW = "新增"
_BEFORE = compiled("^(?:新开工(?:建设)?|全国|国家级|省级|市级|县级|重点)(?=..)")
_WHOSE = compiled(
    "^(?:常住|户籍|城镇|农村|城乡)*(?:老年人|儿童|婴幼儿|学生|女性|职工|就业人员|居民|人口)(?=..)"
)
_NEW_SHARE = compiled("新增[^占]+占")
_TOTALS = ("总量", "总额")
"""A total in per cent is how much it changes."""
_SHARES = ("比例", "占比", "比重", "比率", "所占比例", "所占比重", "百分比")

_MULTIPLES = "十百千万亿 "
"""A unit of nothing else counts, and leaves open what."""
_KIND_OF_UNIT: dict[str, Measure] = {
    "percent": "rate", "point": "growth", "share": "rate", "ratio": "ratio", "times": "ratio",
    "person": "count", "visit": "count", "household": "count", "count": "count",
    "money": "amount", "area": "amount", "length": "amount", "volume": "amount", "mass": "amount",
    "energy": "amount", "power": "amount", "data": "amount", "other-measure": "amount", "age": "years",
}  # fmt: skip
_LANDS = ("平方公里", "公顷", "亩", "平方米")
_PLAIN = ("money", "area", "mass", "volume", "length", "energy", "time")
_CLASS_OF_END = {
    "人次": "visit",
    "人数": "person",
    "总人数": "person",
    "户数": "household",
    "总户数": "household",
}


_PEOPLE = frozenset(("人均", "每百", "每千", "每万", "每十万", "每百万"))
"""Bases of people: one matter may be told for any of them."""


class MeasureOf(NamedTuple):
    """What a name and its unit say is measured; None where neither says so."""

    kind: Measure | None
    unit_class: str | None
    """For counts and amounts: a count of persons is not one of households; what a growth is the growth of."""
    base: str = ""
    """For what it is: 每千, 人均, 单位gdp."""
    new: bool = False
    """Only what is added counts, not what there is."""

    def is_framed_as(self, other: "MeasureOf") -> bool:
        """Whether two measures are for the same base, both of what there is or both of what is added."""
        return self.base == other.base and self.new == other.new

    def is_other(self, other: "MeasureOf") -> bool:
        """Whether two measures of one matter are two ways to measure it that belong together.

        每千人口医师数 and 医师数 do; a rate per thousand and another rate are two statistics.
        """
        if self.is_framed_as(other):
            return not self.agrees(other)
        if self.base and other.base:
            return self.base == other.base or {self.base, other.base} <= _PEOPLE
        plain = other if self.base else self
        return self.base == other.base or plain.kind not in ("rate", "ratio")

    def is_kind_of(self, other: "MeasureOf") -> bool:
        """Whether this leaves the kind open or has that of another; an amount in no unit may be counted."""
        bare = self.kind == "amount" and self.unit_class is None
        return self.kind in (None, other.kind) or (bare and other.kind == "count")

    def agrees(self, other: "MeasureOf") -> bool:
        """Whether two measures can be the same."""
        return (
            self.is_framed_as(other)
            and (self.is_kind_of(other) or other.is_kind_of(self))
            and (self.unit_class is None or other.unit_class is None or self.unit_class == other.unit_class)
        )


class Part(NamedTuple):
    """A word of a name. `whole` is true behind 占: the word says of what a share is taken."""

    text: str
    weight: float
    light: bool
    whole: bool


class Form:
    """A name understood. What needs the cutter is worked out when it is first asked for."""

    def __init__(
        self,
        reader: "NameReader",
        name: str,
        folded: str,
        body: str,
        measure: MeasureOf,
        falling: bool,
        named_measure: bool,
        light: frozenset[str] = frozenset(),
    ) -> None:
        self.name = name
        self.folded = folded
        """The whole name in one spelling: two names with this in common are the same."""
        self.body = body
        """The folded name without its measure: what the indicator is about."""
        self.measure = measure
        self.falling = falling
        """A growth that says that less is meant."""
        self.named_measure = named_measure
        """The name itself says what is measured, not only the unit."""
        self._reader = reader
        self._light = light
        self._weighed: dict[frozenset[str], Form] = {}

    def weighed(self, light: frozenset[str]) -> "Form":
        """The same name in a field where further words weigh little."""
        if light == self._light:
            return self
        held = self._weighed.get(light)
        if held is None:
            held = self._weighed[light] = Form(
                self._reader, self.name, self.folded, self.body, self.measure, self.falling,
                self.named_measure, light,
            )  # fmt: skip
        return held

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The words of the body, words without weight left out."""
        return tuple(self._reader.cut(self.body, self._light))

    @cached_property
    def heavy(self) -> tuple[Part, ...]:
        """The parts that say what it is about; all of them where none weighs."""
        heavy = self._reader.heavy(self.parts)
        # 绿道 in kilometres is 绿道长度: the unit says the extent.
        said = self.measure.kind == "amount" and self.measure.unit_class in ("area", "length")
        return self._reader.without_extent(heavy) if said else heavy

    @cached_property
    def matter(self) -> str:
        """The characters of the heavy parts in order of their code: equal for names that say the same
        in another order or cut in another way. What a share is taken of may go without saying."""
        return _matter(part for part in self.heavy if not part.whole) or _matter(self.heavy)

    @cached_property
    def core(self) -> str:
        """The matter as a row in another measure would have it: of 湿地面积 only 湿地, as of 湿地保护率."""
        return _matter(_heavy(tuple(self._reader.cut(self._core[0], self._light)))) or self.matter

    @cached_property
    def _core(self) -> tuple[str, str, str]:
        """What the core is cut from, what is done to it, and by what rule it is counted."""
        return self._reader.core(self.body.partition("占")[0], bool(self.measure.base))

    def is_counterpart(self, other: "Form") -> bool:
        """Whether two names are of one matter in two measures, or counted by two rules."""
        if self.core != other.core:
            return False
        (_, act, rule), (_, other_act, other_rule) = self._core, other._core
        if act and other_act and act not in other_act and other_act not in act:
            return False
        if rule and other_rule and rule != other_rule:
            return self.measure.is_kind_of(other.measure) and self.measure.is_framed_as(other.measure)
        if self.measure.base and other.measure.base and _whose(self.body) != _whose(other.body):
            return False
        return self.is_measured_otherwise(other)

    def is_measured_otherwise(self, other: "Form") -> bool:
        """Whether the measures of two names of one matter belong together."""
        # What is added is no part of a rate, as that of the employed; of a share it is.
        added, rate = (self, other) if self.measure.new else (other, self)
        if added.measure.new and rate.measure.kind == "rate" and not rate.whole:
            return False
        return self.measure.is_other(other.measure)

    @cached_property
    def said_whole(self) -> str:
        """The matter with what the share is taken of: 新建建筑绿色建筑 for 绿色建筑占新建建筑."""
        return _matter(self.heavy)

    def is_about(self, other: "Form") -> bool:
        """Whether two names are of one matter. A share may say what it is taken of in front of the part."""
        if bool(self.whole) != bool(other.whole) and self.said_whole == other.said_whole:
            return True
        return self.matter == other.matter

    @cached_property
    def whole(self) -> str:
        """The characters of what a share is taken of; none where the name leaves it open."""
        return _matter(part for part in self.heavy if part.whole)

    @property
    def taken_of(self) -> str:
        """What a share is taken of, as written."""
        return self.body.partition("占")[2]

    def fits(self, other: "Form") -> bool:
        """Whether measure, whole and the words that may be left out of two names of one matter agree."""
        mine, theirs = self.optional - other.optional, other.optional - self.optional
        # A share of the women, said of nobody, is one of all people.
        of_people = self.matter in self._reader.whom and self.said_whole != other.said_whole
        open_whole = self.whole == other.whole or not (of_people or (self.whole and other.whole))
        reach = (self._is_share_of_its_kind and other._is_reach) or (
            other._is_share_of_its_kind and self._is_reach
        )
        return open_whole and not reach and not (mine and theirs) and self.measure.agrees(other.measure)

    @cached_property
    def _is_share_of_its_kind(self) -> bool:
        """Whether things are counted among all of their kind: 普惠性幼儿园占幼儿园."""
        part, _, whole = self.body.partition("占")
        kind = self._reader.without_extents(whole, False)[-2:]
        return len(kind) == 2 and part.endswith(kind)

    @property
    def _is_reach(self) -> bool:
        """Whether those are counted whom something reaches, never the things themselves."""
        return self.body.endswith("覆盖")

    @cached_property
    def optional(self) -> frozenset[str]:
        """Words that may be left out: 城市 of 城市供水普及率. Names that each have others do not meet."""
        return frozenset(part.text for part in self.parts if part.light) & self._reader.optional

    @cached_property
    def apart(self) -> Mapping[str, frozenset[str]]:
        """The words that set apart, by their group."""
        return self._reader.apart_words(self.folded)


def _whose(body: str) -> str:
    """Whose number the base is: 老年人 of 每千名老年人床位数; nothing for all people."""
    found = _WHOSE.match(body)
    return found[0] if found else ""


def _heavy(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts that weigh; all of them where none does."""
    heavy = tuple(part for part in parts if not part.light)
    return heavy if sum(len(part.text) for part in heavy) > 1 else parts


def _matter(parts: Iterable[Part]) -> str:
    """The characters of some parts in order of their code, a word said twice only once."""
    return "".join(sorted("".join(dict.fromkeys(part.text for part in parts))))


class NameReader:
    """Reads names by a vocabulary. `own` are further words that the cutter must keep in one piece,
    `counts` says in how many of many real names a word stands."""

    def __init__(
        self, words: IndicatorWords, own: Iterable[str] = (), counts: Mapping[str, int] | None = None
    ) -> None:
        self._words = words
        self._counts = counts or {}
        self._most = math.log(max(self._counts.values(), default=1) + 1)
        self._places = compiled(rf"(?:^|(?<=[、,(]))(?:{any_of(words.places)})(?=.)")
        self._folds = {spelling: form for form, spellings in words.folds.items() for spelling in spellings}
        # A form itself is matched too, so that a shorter spelling inside it is left alone.
        self._fold = compiled(any_of((*self._folds, *words.folds)))
        # Most names have little to rewrite: whether any pattern of some is met is asked first, where what a
        # group says again may be anything.
        rewrites = list(words.rewrites.items())
        self._rewrites = [
            (compiled("|".join(_SAID_AGAIN.sub(".+", f"(?:{each})") for each, _ in some)), some)
            for some in (rewrites[at : at + _TOGETHER] for at in range(0, len(rewrites), _TOGETHER))
        ]
        nothing = words.nothing
        self._starts = compiled(rf"^(?:{any_of(nothing.starts)})+(?=..)")
        # 生师比（教师=1）: what is set to one goes without saying.
        empty = any_of((*nothing.brackets, *nothing.starts, *nothing.ends))
        towards = rf"(?:{any_of(nothing.moves)})(?:{any_of(nothing.towards)})"
        self._asides = compiled(
            rf"\((?:(?:{empty}|{towards}){_AGAIN}|[≥≤<>=]+|[^()]{{1,12}}(?:=|为)1(?:00)?|20\d\d(?:年[底末]?)?|[十百千万]+分之)\)"
        )
        self._closings = compiled(rf"(?<=..)(?:{any_of(nothing.ends)}|{towards}){_AGAIN}$")
        self._per = compiled(rf"(?:{any_of(words.per)})(?!预期寿命|健康预期寿命)")
        self._extent = compiled(rf"(?:{any_of(words.extents)})$")
        counted = (*words.measures["count"], *words.dropped_amounts, *words.extents, "量", "密度")
        self._extents = compiled(rf"(?:{any_of(counted)}|(?<=岁以上)老年人)+$")
        self._acts = compiled(rf"^(?:{any_of(words.acts)})(?=..)|(?<=..)(?:{any_of(words.acts)})$")
        self._rules = words.rules
        self._rule = compiled(any_of(words.rules))
        # 地区生产总值（GDP） says one thing twice.
        self._twice = compiled(rf"({any_of(words.folds)})\1+")
        self._ends = {end: kind for kind, ends in words.measures.items() for end in ends}
        self._by_length = sorted({len(end) for end in self._ends}, reverse=True)
        self._kept = tuple(words.kept)
        self._amounts = frozenset((*words.measures["amount"], *words.extents)) - {"gdp"}
        self._light = frozenset((*words.light, *words.optional))
        self.optional = frozenset(words.optional)
        self.whom = frozenset("".join(sorted(word)) for word in words.apart["whom"])
        self._stops = frozenset(words.stops)
        self._groups = {word: group for group, members in words.apart.items() for word in members}
        self._apart = compiled(any_of((*self._groups, *words.neutral)))
        self._own = tuple(own)
        known = (*self._groups, *words.words)
        self._persons = tuple(word[:-1] for word in known if word.endswith("人") and len(word) > 2)
        self._forms: dict[tuple[str, str | None, tuple[str, ...]], Form] = {}
        self._cuts: dict[str, list[tuple[str, bool]]] = {}

    def read(self, name: str, unit: str | None = None, region: tuple[str, ...] = ()) -> Form:
        """The form of a name; `region` are names of places that say no more than the plan itself."""
        places = tuple(place for place in region if place and place in name)
        held = self._forms.get((name, unit, places))
        if held is None:
            if len(self._forms) > REMEMBERED:
                self._forms.clear()
            held = self._forms[name, unit, places] = self._read(name, unit, places)
        return held

    def fold(self, name: str, region: Iterable[str] = ()) -> str:
        """The name in one spelling, its measure included.

        >>> reader = name_reader()
        >>> reader.fold("全市“双师型”教师 占比（％）"), reader.fold("国内生产总值年均增速", ())
        ('双师型教师比例', 'gdp年均增速')
        """
        folded = without_marks(squeeze(name[:LONGEST_NAME]))[0].translate(_QUOTES)
        folded = _NUMBER_IN_FRONT.sub("", folded) or folded
        folded = self._without_unit(self._asides.sub("", folded)).lower()
        folded = self._without_places(_ACRONYM.sub("", _COMPARED.sub("", folded)), region)
        folded = self._without_nothing(self._opened(_INCLUDED.sub("(", folded)))
        if _FIGURE.search(folded):
            folded = _CLASS.sub(lambda found: _CLASSES[found[1]], folded)
            folded = _CLASSES_ONE_BY_ONE.sub("", folded)
            folded = _SPAN.sub(_write_span, folded)
            folded = _BASE_IN_DIGITS.sub(lambda found: _DIGIT_BASES[found[0]], folded)
            folded = _DASH_IN_NUMBER.sub("-", folded)
        spelled = self._spelled(folded)
        bare = spelled.translate(_PARTING)
        folded = self._rewritten(spelled if bare == folded else self._spelled(bare))
        return self._twice.sub(r"\1", folded)

    def _opened(self, folded: str) -> str:
        """A name with what its brackets at the end say in the place where others say it.

        城镇化率（户籍人口） is 户籍人口城镇化率, 里程（高速公路） is 高速公路里程, 投资（增速） is 投资增速.
        """
        found = _ASIDE_AT_END.fullmatch(self._spelled(folded) if folded.endswith(")") else "")
        aside = _ASIDE_STARTS.sub("", found[2]) if found else ""
        if not found or not aside or aside.startswith(("不含", "不包括", "除", "扣除")):
            return folded
        if _INCLUDES.match(aside) and not aside.endswith("助理"):
            return found[1]  # What is counted with it goes without saying.
        head = found[1]
        if aside in head:
            return head
        if aside in self._ends:
            return head + aside
        stem, end = self._split_end(head)
        inner = aside[: len(aside) - len(end)] if end and aside.endswith(end) else aside
        if inner != aside and stem.endswith(inner):
            return head
        if inner != aside and inner and not inner.endswith(stem):
            return f"{stem}{aside}"
        for length in range(min(len(inner), len(stem)), 1, -1):
            if inner.endswith(stem[:length]):
                return f"{inner}{head[length:]}"
        return f"{inner}{head}"

    def _split_end(self, folded: str) -> tuple[str, str]:
        """A name and the word at its end that says what is measured."""
        ends = (folded[-length:] for length in self._by_length if len(folded) > length)
        end = next((end for end in ends if end in self._ends), "")
        return folded[: len(folded) - len(end)], end

    def _rewritten(self, folded: str) -> str:
        """The name with its wordings in their one order."""
        for any_pattern, some in self._rewrites:
            for pattern, form in some if any_pattern.search(folded) else ():
                folded = compiled(pattern).sub(form, folded)
        return folded

    def _spelled(self, folded: str) -> str:
        """The name with each word in its one spelling."""
        return self._fold.sub(lambda found: self._folds.get(found[0], found[0]), folded)

    def cut(self, body: str, light: frozenset[str] = frozenset()) -> Iterator[Part]:
        """The words of a name without its measure, with their weights."""
        held = self._cuts.get(body)
        if held is None:
            if len(self._cuts) > REMEMBERED:
                self._cuts.clear()
            held = self._cuts[body] = list(self._cut_body(body))
        for word, whole in held:
            weak = word in self._light or word in light
            common = math.log(self._counts.get(word, 0) + 1) / self._most
            yield Part(word, 0.1 if weak else 1 - 0.7 * common, weak, whole)

    def _cut_body(self, body: str) -> Iterator[tuple[str, bool]]:
        """The words of a name without its measure, each with whether it stands behind 占."""
        found = _SHARE_OF.match(body)
        sides = [(found["part"], False), (found["whole"], True)] if found else [(body, False)]
        for text, whole in sides:
            for piece in _PIECES.findall(text):
                yield from ((word, whole) for word in self._cut_piece(piece))

    def heavy(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """The parts that weigh, and what narrows them where they say only how much there is: 建成区面积."""
        heavy = _heavy(parts)
        if not all(part.text in self._amounts for part in heavy):
            return heavy
        return tuple(part for part in parts if part in heavy or part.text in self.optional)

    def without_extent(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """The heavy parts without one that only says how much there is: 面积."""
        heavy = _heavy(parts)
        if not heavy:
            return heavy
        last = heavy[-1]
        rest = self._extent.sub("", last.text)  # 绿地面积 may be cut as one word.
        if not rest:
            return heavy[:-1] if len(heavy) > 1 else heavy
        return (*heavy[:-1], last._replace(text=rest))

    def without_extents(self, body: str, based: bool) -> str:
        """What a name is about without the words that only say how much there is: of 湿地面积 only 湿地.

        Behind 每千 also without those whose number is the base (of 每千名儿童床位数 only 床位), elsewhere
        without the level in front."""
        rest = self._extents.sub("", _BEFORE.sub("", _WHOSE.sub("", body) if based else body))
        return rest if len(rest) > 1 else body

    def core(self, body: str, based: bool) -> tuple[str, str, str]:
        """What a name is about, whatever is measured of it; what is done to it; by what rule it is counted.

        湿地保护 is 湿地 and 保护, 户籍人口城镇化 is 人口城镇化 and 户籍.
        """
        rules = "、".join(sorted(set(self._rule.findall(body))))
        rest = self.without_extents(self._rule.sub(lambda found: self._rules[found[0]], body), based)
        rest = rest.replace("处置", "处理")
        found = self._acts.search(rest)
        return (self._acts.sub("", rest, 1), found[0], rules) if found else (rest, "", rules)

    def apart_words(self, folded: str) -> Mapping[str, frozenset[str]]:
        """The words of a folded name that set apart, by group; numbers are a group of their own."""
        found: dict[str, set[str]] = {}
        for match in self._apart.finditer(folded):
            group = self._groups.get(match[0])
            if group:
                found.setdefault(group, set()).add(match[0])
        for match in _LONE_NUMBER.finditer(folded):
            found.setdefault("number", set()).add(match[0])
        return {group: frozenset(members) for group, members in found.items()}

    def _cut_piece(self, piece: str) -> Iterator[str]:
        """The words of a run of characters; a word of little weight in one with another is cut off."""
        if not "\u4e00" <= piece[0] <= "\u9fff":
            yield piece
            return
        for word in self._cutter.cut(piece):
            if word in self._stops:
                continue
            cut = self._ends_light.fullmatch(word) if word not in self._whole else None
            yield from (part for part in cut.groups() if part) if cut else (word,)

    @cached_property
    def _whole(self) -> frozenset[str]:
        """Words that stay in one piece."""
        words = self._words
        apart = (word for group in words.apart.values() for word in group)
        return frozenset((*apart, *words.words, *words.folds, *self._light, *self._own))

    @cached_property
    def _ends_light(self) -> re.Pattern[str]:
        """A word that begins or ends with one of little weight: 养老服务, 基本养老."""
        light = any_of(word for word in self._light if len(word) > 1)
        return compiled(rf"({light})?(..+?)({light})?")

    @cached_property
    def _cutter(self) -> Cutter:
        words = self._words
        own = {word for group in words.apart.values() for word in group}
        own.update(words.words, words.folds, self._light, words.falling, self._own)
        own.update(word for word in self._ends if len(word) > 1)
        return Cutter(word for word in own if len(word) > 1)

    def _read(self, name: str, unit: str | None, places: tuple[str, ...]) -> Form:
        """A name that has not been read before."""
        folded = self.fold(name, places)
        unit = unit or _bracketed_unit(squeeze(name))
        base, bare = self._base(folded)
        per = None if base or "率" in folded else _BASE_OF_UNIT.search(unit or "")
        base = f"每{per[1]}" if per else base or ("亩均" if unit and unit.endswith("/亩") else "")
        body, end = self._without_measure(bare)
        kind: Measure | None = self._ends.get(end) or ("rate" if _SHARE_OF.match(body) else None)
        # Deaths or cases may be told in 人 for a base that the unit does not repeat.
        measure = _measure(kind, end, base, None if _EVENTS.search(folded) else unit)
        if measure.unit_class == "household" and _FIRMS.search(folded):
            measure = measure._replace(unit_class="count")  # 户 counts firms as well.
        if measure.unit_class == "person" and _RIDERS.search(folded):
            measure = measure._replace(unit_class="visit")  # Who rides twice is two.
        if kind == "rate" and measure.kind == "amount":
            body = bare
        falling = any(word in end for word in self._words.falling)
        if kind == "growth" == measure.kind:
            # In all and in a year are two figures; what falls is told for the whole time.
            measure = measure._replace(base=base if falling or "累计" not in folded else f"{base}累计")
            body, inner = self._without_level(self._rewritten(body) if body.endswith("率") else body)
            measure = measure._replace(unit_class=inner)
        among = _AMONG.match(body) if end in _SHARES and "占" not in body else None
        if among:
            body = self._rewritten(f"{among['part']}占{among['whole']}比例").removesuffix("比例")
        added = measure.kind in ("count", "amount", "growth", None) or _NEW_SHARE.match(body)
        if added and _NEW in body and body != _NEW:
            body, measure = body.replace(_NEW, "", 1), measure._replace(new=True)
        return Form(self, name, folded, body, measure, falling, bool(end or base))

    def _base(self, folded: str) -> tuple[str, str]:
        """For what it is of a folded name, and the name without it: 每千, 人均, 单位gdp."""
        base, bare = _base(folded)
        found = None if base else self._per.search(folded)
        if found is None or len(folded) - len(found[0]) < 2:
            return base, bare
        return found[0], folded[: found.start()] + folded[found.end() :]

    def _without_measure(self, folded: str) -> tuple[str, str]:
        """A folded name without the word that says what is measured, and this word."""
        if folded in self._ends:
            return folded, folded
        kept = next((word for word in self._kept if folded.endswith(word)), None)
        if kept:
            return folded, kept if kept in self._ends else ""
        for length in self._by_length:
            end = folded[-length:]
            kind = self._ends.get(end)
            if kind is None or len(folded) <= length:
                continue
            rest = folded[:-length]
            if end == "面" and not rest.endswith(self._words.before_surface):
                continue
            dropped = kind in ("growth", "rate", "count") or end in self._words.dropped_amounts
            if end.startswith("人") and rest.endswith(self._persons):
                rest += "人"  # 残疾人数 counts 残疾人.
            # 人均可支配收入增长 is about income: what a growth is of stays.
            return (rest if dropped else folded), end
        return folded, ""

    def _without_level(self, body: str) -> tuple[str, str | None]:
        """What grows, without the word for how much there is of it, and what this word measures."""
        plain = self._without_nothing(body)
        rest, end = self._without_measure(plain)
        kind = self._ends.get(end)
        if kind == "growth" or rest == plain or len(rest) < 2:
            return plain, None
        return rest, "rate" if kind == "rate" else _CLASS_OF_END.get(end)

    def _without_nothing(self, folded: str) -> str:
        """A folded name without words around it that say nothing: 年末, 累计, 达到, 控制数."""
        rest = _YEAR_IN_FRONT.sub("", folded)
        return self._closings.sub("", self._starts.sub("", rest)) or folded

    def _without_unit(self, folded: str) -> str:
        """A folded name without a unit in brackets at its end."""
        unit = _bracketed_unit(folded) or ""
        rest = folded.removesuffix(f"({unit})")
        return rest if rest not in ("", folded) else folded.rstrip("%‰")

    def _without_places(self, folded: str, region: Iterable[str]) -> str:
        """A folded name without a place in front that says no more than the plan."""
        rest = folded
        for place in sorted(region, key=len, reverse=True):
            rest = rest.removeprefix(place)
        return self._places.sub("", rest if region else _without_division(rest)) or folded


def _without_division(name: str) -> str:
    """A name of a plan whose place is not known, without the division in front; of short names only those
    of provinces count."""
    if _DIVISION.match(name):
        found = gazetteer().starting(name)
        return name.partition(found[0].name)[2] or name if found else name
    for width in (2, 3) if _PROVINCE.match(name) else ():
        if any(region.level == "province" for region in gazetteer().short(name[:width])):
            return name[width:]
    return name


def _write_span(found: re.Match[str]) -> str:
    """An age or a span in digits: 五岁 and 5周岁 are 5岁, 十五分钟 is 15分钟."""
    number = parse_numeral(found[1])
    return f"{found[1] if number is None else number}{found[2] or found[3]}"


def _base(folded: str) -> tuple[str, str]:
    """每千 and the like of a folded name, and the name without it."""
    found = _BASE.search(folded)
    if not found:
        return "", folded
    rest = folded[: found.start()] + folded[found.end() :]
    homes = "户" if (found[5] or "").startswith("户") else ""
    return f"每{found[1] or found[2] or found[3] or found[4]}{homes}", rest or folded


def _measure(kind: Measure | None, end: str, base: str, unit: str | None) -> MeasureOf:
    """What name and unit say together: the unit counts more, except that a growth and a rate may be in %."""
    measured = unit_class(unit.partition("/")[0] if base == "人均" and unit else unit)
    if base.startswith("每"):
        return MeasureOf("growth" if kind == "growth" else "ratio", None, base)
    return _plain_measure(kind, end, unit, measured)._replace(base=base)


def _plain_measure(kind: Measure | None, end: str, unit: str | None, measured: str | None) -> MeasureOf:
    """The same for a name that says for what it is no more."""
    bare = unit is not None and unit.strip(_MULTIPLES) == ""
    by_unit = "count" if bare else _KIND_OF_UNIT.get(measured or "")
    if by_unit == "rate" and end in _TOTALS:
        return MeasureOf("growth", None)
    if kind == "ratio" and by_unit == "rate":
        return MeasureOf("rate", None)
    if kind in ("growth", "ratio") and by_unit in (None, "rate", "growth", "ratio"):
        return MeasureOf(kind, None)
    if kind == "growth" and (by_unit in ("years", "amount", "count") or measured == "time"):
        # 提高 in years is what is added.
        return _plain_measure(None, "", unit, measured)._replace(new=True)
    if measured == "time":
        years = unit in ("年", "岁")
        return MeasureOf("years" if years else "amount", None if years else "time")
    if measured == "compound":
        by_unit = "rate" if kind == "rate" else "ratio"
    decided = by_unit or kind
    if decided == "count":
        return MeasureOf("count", measured or _CLASS_OF_END.get(end))
    if decided == "amount":
        return MeasureOf("amount", measured if by_unit else None)
    return MeasureOf(decided, None)


def _bracketed_unit(name: str) -> str | None:
    """The unit in brackets at the end of a name."""
    found = _BRACKETED_END.search(name)
    return found[1] if found and found[1] and _units().parse(found[1]) else None


@cache
def _units() -> Units:
    """The units of the vocabulary of values."""
    return Units(load(QuantityWords, "vocabulary/quantities.yaml"))


@cache
def unit_class(unit: str | None) -> str | None:
    """The class of a written unit: 万户 is `household`; None for none or an unknown one.

    >>> [unit_class(unit) for unit in ("万户", "元/月", "1/10万", "人/亿元", None)]
    ['household', 'money', 'share', 'compound', None]
    """
    if not unit or not unit.strip(_MULTIPLES):
        return None
    written = squeeze(unit)
    # 套（间） counts as 套 does.
    parsed = _units().parse(written) or _units().parse(written.partition("(")[0])
    if parsed is None:
        return None
    measured = _units().measure(parsed.name)
    if measured == "compound":
        # 元/月 is money and 平方米/人 is land; a count for each of something is a count no more.
        over, _, under = parsed.name.partition("/")
        above = _units().measure(over)
        # 公里/平方公里 is how dense something lies.
        return above if above in _PLAIN and not (above == "length" and under.endswith(_LANDS)) else "compound"
    return measured


@cache
def name_reader() -> NameReader:
    """The reader with the bundled words and no pack."""
    return NameReader(indicator_words())
