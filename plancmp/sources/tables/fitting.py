"""What a cell can be: how well its words suit a column of some kind, as a price (0 for a good fit)."""

import re
from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from typing import Any

import msgspec

from plancmp.rulepacks import load
from plancmp.sources.tables.prices import IMPOSSIBLE
from plancmp.sources.tables.words import Column, TableWords, is_when
from plancmp.sources.thresholds import LONGEST_HEADER, LONGEST_SUBHEADER, LONGEST_UPPER, MUCH_TEXT, SHORT_WORD
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import REMEMBERED, any_of, compiled
from plancmp.text.labels import Labels
from plancmp.text.ordinals import CHINESE, CHINESE_NUMBER

_NOTE_BEGINS = "注备附说资数指计"
_NOTE = compiled(
    r"\s*(?:注|备注|附注|说明|注释|[资数][料据]来源|指标(?:说明|解释)|计算(?:方法|公式))\s?\d?\s?[:：]"
)
_CHINESE = compiled(r"[\u3400-\u9fff]")
_OPEN = compiled(r"[<>≥≤=~]*[X×○]{1,4}%?")
"""A figure that is still to be put in."""
_CUT = compiled(r"^[.%)\]].|[<>≥≤=(\[.]$|\d\.\d+\.\d")
"""No figure begins, ends or goes on so: a cut, or none, was made at the wrong place."""
_DASH = compiled(r"[-—/\\~·一]*")
_SERIAL = compiled(r"\(?(\d{1,3})\)?[.、]?")
_COUNTED = compiled(rf"\(?{CHINESE_NUMBER}\)?[、.]?")
_PER = compiled(r"[/·•每]")
ITEM = compiled(r"\A\d{1,2}[.、](?!\d)")
"""The number of an item that a folded cell begins with."""
_TWICE = compiled(r"%%|(?=.*[\u3400-\u9fff%])(..+)\1")
_COMPOUND = compiled("[万亿/平%]")
"""What units alone have in them, and no place."""
_TWO = compiled(r"%(?:\d\d|[<>≥≤]|[-—]{2})|[<>≥≤][\d.]+[<>≥≤]")
"""Two figures that no word and no blank parts."""
_TELLS = "到于过计均"
"""A verb or a preposition that ends so must be followed by its figure."""
_MIXED = compiled(r"[A-Za-z](?:\d(?:\.\d)?)? [\u4e00-\u9fff]|[\u4e00-\u9fff(、] [A-Za-z]")
_GOES_ON = compiled(rf"[（(]\s*续\s*(?:表|上表|前|[{CHINESE}\d]*)\s*[)）]|^续表|^（?接上[页表]")
_INNER = compiled(r"\([^()]*\)")


class _Units(msgspec.Struct, frozen=True):
    """The units of quantities.yaml; what else it says is for those who read values."""

    units: list[dict[str, Any]]
    per_words: dict[str, Any]


def _unit_names() -> frozenset[str]:
    """All spellings of units, folded."""
    vocabulary = load(_Units, "vocabulary/quantities.yaml")
    names = set(vocabulary.per_words["words"])
    for group in vocabulary.units:
        for word in group["words"]:
            names.update([word] if isinstance(word, str) else [word["name"], *word.get("also", ())])
    return frozenset(map(squeeze, names))


@cache
def _labels() -> Labels:
    return load(Labels, "vocabulary/labels.yaml")


def is_continuation_mark(text: str) -> bool:
    """True for a caption that only says that a table goes on.

    >>> is_continuation_mark("续表"), is_continuation_mark("专栏2（续）"), is_continuation_mark("继续推进")
    (True, True, False)
    """
    return len(text) <= 40 and says_continued(text)


def says_continued(text: str) -> bool:
    """Whether words of any length say that a table goes on: （续）, 续表, 接上页."""
    return _GOES_ON.search(text) is not None


def is_note(text: str) -> bool:
    """Whether a folded text is a note, by the word it begins with."""
    return _NOTE.match(text) is not None


@lru_cache(4096)
def may_begin_section(character: str) -> bool:
    """Whether a heading of a section or a note may begin with a character: most lines are told by it."""
    return character in _NOTE_BEGINS or compiled(_labels().first).match(fold(character)) is not None


@lru_cache(4096)
def is_section(text: str) -> bool:
    """Whether a folded line begins as a heading of a section or a note does."""
    label = _labels().find(text, 0, len(text))
    above = label is not None and _labels().rank(label.style) <= _labels().rank("（一）")
    return above or is_note(text)


def serial_of(text: str) -> int | None:
    """The serial number that a folded cell is."""
    found = _SERIAL.fullmatch(text)
    return int(found[1]) if found else None


def is_counted(text: str) -> bool:
    """Whether a folded line is the Chinese number of a group of rows and nothing else."""
    return _COUNTED.fullmatch(text) is not None


class Fitting:
    """Prices of cells; each text is looked at once for each kind."""

    def __init__(self, words: TableWords) -> None:
        self._words = words
        self._units = _unit_names()
        self._ways: dict[Column, Callable[[str], float]] = {
            "number": self._number,
            "unit": self._unit,
            "attribute": self._attribute,
            "value": self._value,
            "category": self._category,
            **dict.fromkeys(("name", "weak_name"), self._name),
            **dict.fromkeys(("lead", "support", "units"), self._body),
        }

    @lru_cache(REMEMBERED)  # noqa: B019 - the only instance lives as long as the process
    def price(self, kind: Column, text: str) -> float:
        """What it costs that a folded text without white space stands in a column of this kind."""
        return self._ways.get(kind, self._text)(text)

    @cached_property
    def attribute_words(self) -> tuple[str, ...]:
        """All spellings of what says whether a target binds."""
        return tuple(word for words in self._words.attributes.values() for word in words)

    def is_attribute(self, text: str) -> bool:
        """Whether a text is 约束性 or 预期性, the mark of a footnote aside."""
        return self._words.attribute(text) is not None

    @lru_cache(8192)  # noqa: B019 - the only instance lives as long as the process
    def is_unit(self, text: str) -> bool:
        """Whether a text is a unit, or units with `/` between them, as 万平方米, 人/亿元, 套(间)."""
        bare = _INNER.sub("", text.strip("()[]"))
        parts = [part for part in _PER.split(bare) if part]
        return bool(parts) and all(self._is_measure(part) for part in parts)

    def _is_measure(self, part: str) -> bool:
        """Whether a text is a unit, perhaps behind 万, 百 or a number."""
        multiple = len(part) - len(part.lstrip("十百千万亿0123456789"))
        return any(part[start:] in self._units for start in range(multiple + 1))

    def is_part(self, text: str) -> bool:
        """Whether a name is that of a sub-row: 其中……"""
        return text.startswith(self._words.parts.starts)

    def is_done(self, text: str) -> bool:
        """Whether a text ends as names and values do."""
        return text.endswith((*self._words.cells.name_ends, *self._words.cells.value_ends))

    def is_rest(self, text: str) -> bool:
        """Whether a text is the end of a name: 率, 数(人), 入(亿元)."""
        bare = _INNER.sub("", text)
        ends = bare in self._words.cells.name_ends or (len(bare) == 1 and _CHINESE.match(bare) is not None)
        return ends and not self.is_short(text) and bare not in self._words.cells.value_starts

    def is_open(self, text: str) -> bool:
        """Whether a text must go on: it ends in 占, 的, 、 or an open bracket."""
        ends = text.endswith(self._words.cells.open_ends) and not _DASH.fullmatch(text)
        return ends or text.count("(") > text.count(")")

    def is_dash(self, text: str) -> bool:
        """Whether a text stands for nothing: a dash, a stroke."""
        return _DASH.fullmatch(text) is not None

    def is_mixed(self, before: str, behind: str) -> bool:
        """Whether a blank stands only between Chinese and Latin letters: 单位 GDP 能耗, V 类."""
        if before[:1].isdigit() or _MIXED.search(f"{before[-4:]} {behind[0]}") is None:
            return False
        # GDP is what others are measured by, and mostly part of a name.
        measures = (
            self.is_unit(text) and not (text.isupper() and len(text) > 2) for text in (before, behind)
        )
        return not (any(measures) or self.is_attribute(behind) or self.is_dash(before))

    def is_said_with(self, before: str, behind: str) -> bool:
        """Whether words beside each other are of one cell: 新增 351.9, 95 以上, 5 个, 指 标."""
        cells = self._words.cells
        if before[-1:].isdigit():
            return behind in cells.value_ends or self.is_unit(behind)
        return (len(before) == len(behind) == 1) or (
            before in (*cells.value_starts, *cells.value_verbs) and behind[0].isdigit()
        )

    def _number(self, text: str) -> float:
        return 0.0 if _SERIAL.fullmatch(text) else IMPOSSIBLE

    def _attribute(self, text: str) -> float:
        if self.is_attribute(text):
            return 0.0
        if _DASH.fullmatch(text):
            return 0.4
        parts = compiled(r"[/、,()]").split(text)
        if all(self.is_attribute(part) for part in parts if part):
            return 0.2
        other = len(text) > 6 or any(char.isdigit() for char in text) or is_section(text)
        return IMPOSSIBLE if other else 2.5

    def _unit(self, text: str) -> float:
        if self.is_unit(text):
            return 0.0
        if _DASH.fullmatch(text):
            return 0.3
        if (
            len(text) > LONGEST_SUBHEADER
            or self.is_attribute(text)
            or compiled(r"\d{2}|[,。;:]|^\d").search(text)
        ):
            return IMPOSSIBLE
        return 1.4 if len(text) <= 8 else 2.5

    def _value(self, text: str) -> float:
        if _DASH.fullmatch(text) or _OPEN.fullmatch(text):
            return 0.1
        if len(text) > MUCH_TEXT or self.is_attribute(text):
            return IMPOSSIBLE
        price = 4.0 if is_section(text) else 2.5 if _CUT.search(text) else 0.0
        price += 3.0 if "。" in text[:-1] or (text.endswith("。") and len(text) > 30) else 0.0
        price += self._headed(text)
        cells = self._words.cells
        begun = text.startswith((*cells.value_starts, *cells.value_verbs))
        ended = text.endswith(cells.value_ends)
        named = 0.8 if text.endswith(cells.name_ends) and not (begun and (ended or len(text) > 4)) else 0.0
        worded = (begun or ended) and not (named and begun)
        if any(char.isdecimal() for char in text):
            chinese = len(_CHINESE.findall(text))
            if chinese <= 8:
                return price + (named if chinese > 3 else 0.0) + self._oddness(text)
            return price + (0.4 if worded else 1.0) + 0.02 * len(text) + named
        if self.is_unit(text):
            return price + 3.0
        if worded and len(text) <= 30:
            return price + named + 0.4
        return price + named + (1.2 if len(text) <= 6 else 1.8 if len(text) <= 14 else 2.4 + 0.03 * len(text))

    def _oddness(self, text: str) -> float:
        """What words around a number cost that no bound and no unit explains: another cell may have them."""
        cells = self._words.cells
        before, behind = compiled(r"\d.*\d|\d").split(text, maxsplit=1)
        odd = bool(before.strip("(") and _CHINESE.search(before)) and not before.startswith(
            (*cells.value_starts, *cells.value_verbs)
        )
        if self.is_unit(before):
            return 2.5  # No value begins with its unit: a cell ends between the two.
        tail = _INNER.sub("", behind)
        for end in sorted(cells.value_ends, key=len, reverse=True):
            tail = tail.removesuffix(end)
        if _CHINESE.search(tail) and not self.is_unit(tail):
            return 1.0 + odd
        return 0.8 * odd

    def _name(self, text: str) -> float:
        chinese = len(_CHINESE.findall(text))
        if (
            len(text) > LONGEST_UPPER
            or self.is_short(text)
            or (chinese < 2 and not compiled(r"[A-Z]{3}").search(text))
        ):
            return IMPOSSIBLE
        cells = self._words.cells
        price = (3.0 if is_section(text) else 0.0) + self._headed(text)
        price += 4.0 if compiled(r"[。;]").search(text) else 0.0
        price += 1.0 if len(text) > 50 else 0.0
        price += 1.5 if self.is_open(text) else 0.0
        price += 2.5 if self.is_unit(text) else 0.0
        bare = _INNER.sub("", text)
        if bare in cells.name_ends or len(bare) < 3:
            price += 1.2
        elif bare.endswith(cells.name_ends) and len(bare) <= 4:
            price += 0.6
        elif not bare.endswith(cells.name_ends):
            price += 0.2
            if text.startswith(cells.value_starts):
                price += 2.5 if text.endswith(cells.value_ends) else 1.0
        return price

    def _headed(self, text: str) -> float:
        """What it costs that a cell is a word of headers: another table begins."""
        return 2.5 if text in self._words.column_of else 0.0

    def _category(self, text: str) -> float:
        if len(text) > LONGEST_HEADER or self.is_short(text) or not _CHINESE.search(text):
            return IMPOSSIBLE
        if is_counted(text):
            return IMPOSSIBLE
        cells = self._words.cells
        price = (0.5 if len(text) <= 16 else 1.0) + self._headed(text)
        price += 4.0 if is_note(text) else 0.0
        price += 1.0 if compiled(r"[\d。;,]").search(ITEM.sub("", text)) else 0.0
        price += 1.5 if self.is_open(text) else 0.0
        price += 0.4 if text.endswith(cells.name_ends) else 0.0
        price += 0.6 if text.startswith(cells.value_verbs) else 0.0
        price += 1.2 if text in cells.value_ends else 0.4 if text.endswith(cells.value_ends) else 0.0
        price += 1.5 if text.startswith(cells.value_starts) and text.endswith(cells.value_ends) else 0.0
        return price

    def _body(self, text: str) -> float:
        """A cell that names units of government: most names, and one of several, end in 局, 委, 办."""
        if _DASH.fullmatch(text):
            return 0.2
        units = self._words.units
        ends = (*units.endings, *units.closings, *units.places, *self._words.responsible.nouns)
        parts = compiled("[、,;]").split(text.rstrip("、。"))
        odd = sum(len(part) > LONGEST_UPPER // 2 or not part.endswith(ends) for part in parts)
        begun = [part.startswith(units.beginnings) for part in parts]
        odd += len(parts) > 1 and not begun[0] and all(begun[1:])
        odd += odd >= len(parts)
        odd += 2 * ("。" in text[:-1]) + text.endswith("。") + self.is_open(text)
        return self._text(text) + min(0.8 * odd, 4.0)

    def _text(self, text: str) -> float:
        """A cell of running text: a task, units of government, a remark."""
        if len(text) > MUCH_TEXT or self.is_attribute(text):
            return IMPOSSIBLE
        return 3.0 if is_section(text) else 1.5 if _SERIAL.fullmatch(text) else 0.2

    def is_slipped(self, kind: Column | None, text: str) -> bool:
        """Whether no cell of a column of this kind is such a text: half a cell, two, or a piece of another.

        >>> [fitting().is_slipped("value", text) for text in ("61%", "(61%", "达到", "5累计完成")]
        [False, True, True, True]
        """
        if kind in ("name", "value", "unit", "attribute") and text.count("(") != text.count(")"):
            return True
        bound = any(word in text for word in self._words.attributes)
        if kind == "attribute":
            return not self.is_attribute(text) and (bound or text == "性")
        if kind == "value":
            twice = _TWICE.fullmatch(text) is not None
            return bound or twice or any(odd.search(text) for odd in (self._runs_on, _TWO))
        if kind == "name":
            inner = (found for found in _INNER.finditer(text, 0, len(text) - 1))
            # (镇) and (街道) inside of a name are places; a compound is a unit, and ends the name.
            ends = ((text[: found.start()], found[0]) for found in inner if self.is_unit(found[0]))
            ending = self._words.cells.name_ends
            return bound or any(end.endswith(ending) or _COMPOUND.search(unit) for end, unit in ends)
        if kind == "category":
            return (bound and not self.is_attribute(text)) or len(text) == 1 or is_when(text[:5])
        return kind == "unit" and _TWICE.fullmatch(text) is not None

    def is_column(self, kind: Column | None, text: str) -> bool:
        """Whether the cells of a column stand in one cell (约束性预期性预期性), or its header is a name."""
        headed = kind == "name" and text[-SHORT_WORD:] in self._words.column_of
        return headed or sum(text.count(word) for word in self._words.attributes) > 2

    @cached_property
    def _runs_on(self) -> re.Pattern[str]:
        """A value that another follows, or the beginning of one and no more: 3200高于, 5累计完成, 达到."""
        cells = self._words.cells
        begins = [word for word in (*cells.value_starts, *cells.value_verbs) if len(word) > 1]
        open_ends = any_of(word for word in begins if word not in cells.value_ends)
        told = any_of(word for word in begins if word[-1] in _TELLS)
        return compiled(rf"^(?:{told})$|\d(?:(?:{told})(?!$)|(?:{told})?(?:{open_ends}|完成)$)")

    def is_cut_unit(self, name: str, unit: str) -> bool:
        """Whether the beginning of a unit stands at the end of the name before it: …面积万平方, 米."""
        ends = (name[-length:] for length in range(1, 4))
        return any(end.isalnum() and self.is_unit(end + unit) and not self.is_unit(end) for end in ends)

    def is_short(self, text: str) -> bool:
        """Whether a text is an attribute, a unit, a dash or a bare number, and so no name."""
        return (
            self.is_attribute(text)
            or _DASH.fullmatch(text) is not None
            or (text in self._units and text not in ("人口", "社区", "学校"))
            or compiled(r"[\d.,%≥≤<>=~+()\[\]X×○-]+").fullmatch(text) is not None
        )


@cache
def fitting() -> Fitting:
    """Prices with the bundled words."""
    return Fitting(load(TableWords, "vocabulary/tables.yaml"))
