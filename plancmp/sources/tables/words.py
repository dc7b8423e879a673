"""The words of rules/vocabulary/tables.yaml, typed and made ready for matching: what header cells say."""

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from math import inf
from typing import Literal, NamedTuple

import msgspec

from plancmp.text.folding import is_han, squeeze
from plancmp.text.keeping import REMEMBERED, any_of, compiled
from plancmp.text.notemarks import MARK, without_marks
from plancmp.text.periods import PERIOD

Column = Literal[
    "number", "category", "name", "weak_name", "unit", "attribute", "task", "lead", "support", "units",
    "deadline", "remark", "other", "value", "unknown", "project",
]  # fmt: skip
NAMES: tuple[Column, ...] = ("name", "weak_name", "task", "project")
"""Columns that say what a row is of."""


_WHEN = compiled(rf"20\d\d年?|[“\"]?{PERIOD}[”\"]?(?:时期|期间)?")
_PERIOD = compiled(PERIOD)
_TWO_YEARS = compiled(r"20\d\d年.{0,6}?20\d\d年(?<![-—~至到]20\d\d年)")
_SAID_OF_VALUES = ("指标", "规划", "预计", "数据", "末")
_BEHIND = compiled(r"(?<=.)[(\[][^()\[\]]*[)\]]$")
_FOOTNOTE = compiled(rf"(?:{MARK}|\(\d\)|\d)$")
"""What stands for a note behind words of a list, whose own last character is none."""


class Sense(NamedTuple):
    """A kind that a header may say, and how doubtful that is: 0 for sure."""

    kind: Column
    cost: float


def bare_header(header: str) -> str:
    """A folded header without what stands in brackets or for a note behind it, and brackets around all of it.

    >>> bare_header("目标值(%)"), bare_header("(2030年)"), bare_header("2030年①")
    ('目标值', '2030年', '2030年')
    """
    bare = without_marks(header)[0]
    bare = bare if is_han(bare[-1:]) else _BEHIND.sub("", bare)
    return bare[1:-1] if bare[:1] in "([" and bare[-1:] in ")]" else bare


def is_when(header: str) -> bool:
    """Whether a folded header is a year or a period and nothing else."""
    return _WHEN.fullmatch(header) is not None


class ValueWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a column of values holds."""

    target: tuple[str, ...]
    baseline: tuple[str, ...]
    result: tuple[str, ...]
    total: tuple[str, ...]
    growth: tuple[str, ...]
    compared: tuple[str, ...]
    past_titles: tuple[str, ...]
    ends: tuple[str, ...]


class CellWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What cells of a column begin or end with."""

    value_starts: tuple[str, ...]
    value_verbs: tuple[str, ...]
    value_ends: tuple[str, ...]
    name_ends: tuple[str, ...]
    open_ends: tuple[str, ...]


class PartWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What begins a sub-row."""

    starts: tuple[str, ...]
    marks: tuple[str, ...]


class UnitWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the units in one cell are parted."""

    closings: tuple[str, ...]
    endings: tuple[str, ...]
    inner_endings: tuple[str, ...]
    places: tuple[str, ...]
    beginnings: tuple[str, ...]


class ResponsibleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """How a paragraph, a cell or a note says who is responsible."""

    lead: tuple[str, ...]
    all: tuple[str, ...]
    support: tuple[str, ...]
    none: tuple[str, ...]
    nouns: tuple[str, ...]
    verbs: tuple[str, ...]
    shares: tuple[str, ...]
    remarks: tuple[str, ...]
    when: tuple[str, ...]
    first_leads: tuple[str, ...]

    @cached_property
    def _root(self) -> str:
        """A pattern for the label of a role."""
        nouns = any_of(self.nouns)
        return (
            rf"(?P<root>(?:{any_of((*self.lead, *self.support))})[、及和]?(?:责任|负责|配合)?(?:{nouns})?"
            rf"|(?:{any_of(self.all)})(?:{nouns}))"
        )

    @cached_property
    def label(self) -> re.Pattern[str]:
        """牵头单位：, 配合： at the beginning of folded text; another label (完成时限：) has no role."""
        return compiled(rf"\s*(?:{self._root}|[^\W\d_]{{2,6}})\s*:\s*")

    @cached_property
    def inner(self) -> re.Pattern[str]:
        """The label of a role behind units whose line end was lost: 市民政局责任单位：."""
        return compiled(rf"{self._root}\s*:")

    @cached_property
    def labelled(self) -> re.Pattern[str]:
        """The last sentences of a paragraph: the first has the label of a role, others have any label."""
        more = r"(?:。\s*[^\W\d_]{2,6}\s*:[^。]+)*"
        return compiled(rf"(?:^|(?<=[。;\n]))\s*{self._root}\s*:[^。]+{more}。?\s*$", re.MULTILINE)

    @cached_property
    def verb(self) -> re.Pattern[str]:
        """牵头, 按职责分工负责, 参加 at the end of folded text."""
        roots = (*self.lead, *self.support, *self.none, *self.verbs)
        return compiled(rf"(?:{any_of(self.shares)})*(?P<root>{any_of(roots)})(?:{any_of(self.verbs)})?\s?$")

    @cached_property
    def remark(self) -> re.Pattern[str]:
        """What a clause says besides its units: 下同, 列第一位的为牵头单位."""
        return compiled(any_of((*self.remarks, *self.first_leads)))

    @cached_property
    def deadline(self) -> re.Pattern[str]:
        """By when something is done: 2025年底前完成, 持续推进."""
        return compiled(rf"\s*(?:{any_of(self.when)}|(?:到|于)?20\d\d\s?年(?!度))")

    def says_first_leads(self, folded: str) -> bool:
        """Whether squeezed words say that the unit named first leads."""
        return "牵头" in folded and any(word in folded for word in self.first_leads)

    def role_of(self, found: re.Match[str]) -> str:
        """`lead`, `support`, `all` or `none` of a label or a verb; of both 牵头、配合 it is `all`."""
        root = found.group("root") or ""
        lead, support = (any(word in root for word in words) for words in (self.lead, self.support))
        if not root or any(word in root for word in self.none):
            return "none"
        return "lead" if lead and not support else "support" if support and not lead else "all"


class TableWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Everything in tables.yaml."""

    source: str
    columns: dict[Column, tuple[str, ...]]
    values: ValueWords
    doubtful: dict[str, tuple[Column, ...]]
    things: tuple[str, ...]
    cells: CellWords
    attributes: dict[str, tuple[str, ...]]
    parts: PartWords
    units: UnitWords
    responsible: ResponsibleWords

    @cached_property
    def column_of(self) -> dict[str, Column]:
        """Header words, folded, to the kind of column."""
        return {squeeze(word): kind for kind, words in self.columns.items() for word in words}

    @cached_property
    def _longest(self) -> int:
        """The length of the longest header word."""
        return max(map(len, self.column_of))

    @cached_property
    def _values(self) -> re.Pattern[str]:
        """A word inside the header of a column of values."""
        return compiled(any_of(self.value_words))

    @cached_property
    def value_words(self) -> tuple[str, ...]:
        """Words inside the header of a column of values, folded."""
        values = self.values
        every = (values.target, values.baseline, values.total, values.growth, values.result)
        return tuple(squeeze(word) for words in every for word in words)

    @cached_property
    def may_begin(self) -> Callable[[str], bool]:
        """Whether a folded line may be the first cell of a header; asked of every line by several."""

        @lru_cache(REMEMBERED)
        def may_begin(text: str) -> bool:
            bare = bare_header(text)
            return any(bare[start:] in self.column_of for start in range(max(len(bare) - 8, 0), len(bare)))

        return may_begin

    @cached_property
    def senses(self) -> Callable[[str], tuple[Sense, ...]]:
        """What a header cell (folded, without white space) may say of its column, the surest first.

        An exact word is sure; a year or a period says value; else the longest word that it ends with.
        """

        @lru_cache(REMEMBERED)
        def senses(header: str) -> tuple[Sense, ...]:
            ranked = sorted(self._read_senses(header).items(), key=lambda pair: pair[1])
            return tuple(Sense(kind, cost) for kind, cost in ranked)

        return senses

    def says(self, header: str, most: float = inf) -> Column | None:
        """What a folded header cell names first, with no more doubt than `most`; None for nothing."""
        senses = self.senses(header)
        return senses[0].kind if senses and senses[0].cost <= most else None

    def is_spread(self, before: str, behind: str) -> bool:
        """Whether two words beside each other are the letters of one in a header, set apart: 指 标."""
        return len(before) == len(behind) == 1 and self.says(before + behind) is not None

    def _read_senses(self, header: str) -> dict[Column, float]:
        """The kinds with the doubt of each."""
        bare = bare_header(header)
        if bare in self.doubtful:
            return {kind: 0.4 * place for place, kind in enumerate(self.doubtful[bare])}
        exact = self.column_of.get(header) or self.column_of.get(bare)
        if exact is not None:
            return {exact: 0.0}
        parts = [self.column_of.get(part) for part in bare.split("/")]
        if len(parts) > 1 and parts[0] is not None and all(parts):
            return {parts[0]: 0.2}
        ending = self._ending(bare)
        dated = _WHEN.search(header)
        if dated is not None:
            longer = 0.3 * max(len(self._unsaid(_WHEN.sub("", bare))) - 3, 0)
            longer += 0.8 if self.is_roleless(bare) else 0.0 if self._ends_said(bare) else 1.0
            longer += 1.5 if len(_PERIOD.findall(bare)) > 1 or _TWO_YEARS.search(bare) else 0.0
            longer += 1.0 if self._is_both(bare) else 0.0
            found: dict[Column, float] = {"value": longer}
            return found | ({"name": 0.6 + longer} if bare.endswith(("名称", "内容")) else {})
        if bare.endswith(self.values.ends) or bare in self.value_words:
            return {"value": 1.0 if self._is_both(bare) else 0.0}
        longer = 0.15 * max(len(bare) - 6, 0)
        found = {} if ending is None else {ending: 0.3 + longer}
        if self._values.search(bare):
            found["value"] = (0.5 if found else 0.3) + 0.3 * max(len(self._unsaid(bare)) - 2, 0)
        return found or self._responsible(bare)

    def _is_both(self, header: str) -> bool:
        """Whether a header says baseline and target at once, as two that run together do."""
        values = self.values
        return all(any(word in header for word in words) for words in (values.baseline, values.target))

    def is_exact(self, header: str) -> bool:
        """Whether a folded header is a known word, or a date with a word of values and nothing more."""
        if header in self.column_of or header in self.value_words:
            return True
        dates = list(_WHEN.finditer(header))
        if len(dates) != 1 or header[0] in "()" or header.count("(") != header.count(")"):
            return False
        first = dates[0].start() == 0 or "(" in header[: dates[0].start()] or not header[0].isalnum()
        return first and not self._unsaid(_WHEN.sub("", header)).strip("()")

    def _unsaid(self, header: str) -> str:
        """What is left of the header of a column of values without all that says so."""
        for word in (*self.value_words, *_SAID_OF_VALUES):
            header = header.replace(word, "")
        return header

    def _ends_said(self, header: str) -> bool:
        """Whether a dated header ends with a year or with words that say value."""
        return header.endswith((*self.value_words, *_SAID_OF_VALUES, "年", "值", "数", "底"))

    def is_roleless(self, header: str) -> bool:
        """Whether a header names a period and not what of it: “十四五” is mostly the half of a header."""
        if compiled(r"20\d\d").search(header) or not _PERIOD.search(header):
            return False
        return not any(word in header for word in (*self.value_words, *_SAID_OF_VALUES))

    def _ending(self, bare: str) -> Column | None:
        """The kind of the longest word of two characters and more that a header ends with."""
        for start in range(max(1, len(bare) - self._longest), len(bare) - 1):
            kind = self.column_of.get(bare[start:])
            if kind is not None:
                thing = bare[start:] in self.things and not self._ending(bare[:start])
                return "weak_name" if thing else kind
        return None

    def _responsible(self, bare: str) -> dict[Column, float]:
        """Lead, support or units in a longer header: 牵头单位及配合单位, 责任单位(列首位的为牵头单位)."""
        if "单位" not in bare and "部门" not in bare:
            return {}
        lead = any(word in bare for word in ("牵头", "主责", "主办"))
        support = any(word in bare for word in ("配合", "参与", "协办", "协同"))
        if (lead and support) or any(word in bare for word in ("责任", "负责", "分工")):
            return {"units": 0.3}
        return {"lead": 0.3} if lead else {"support": 0.3} if support else {}

    def attribute(self, text: str) -> str | None:
        """约束性 or 预期性 by one of its spellings (folded), without regard to a footnote's mark."""
        known = self._attribute_of.get(text)
        return known if known or is_han(text[-1:]) else self._attribute_of.get(_FOOTNOTE.sub("", text))

    @cached_property
    def _attribute_of(self) -> dict[str, str]:
        """Spellings of an attribute to the attribute."""
        return {squeeze(word): name for name, words in self.attributes.items() for word in words}
