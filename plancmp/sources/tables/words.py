"""The words of rules/vocabulary/tables.yaml, typed and made ready for matching: what header cells say."""

import re
from functools import cached_property
from typing import Literal

import msgspec

from plancmp.text.folding import squeeze

Column = Literal[
    "number", "category", "name", "weak_name", "unit", "attribute", "task", "lead", "support", "units",
    "deadline", "remark", "other", "value", "unknown", "project",
]  # fmt: skip


class ValueWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a column of values holds."""

    target: tuple[str, ...]
    baseline: tuple[str, ...]
    result: tuple[str, ...]
    total: tuple[str, ...]
    growth: tuple[str, ...]
    past_titles: tuple[str, ...]


class PartWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What begins a sub-row."""

    starts: tuple[str, ...]
    marks: tuple[str, ...]


class UnitWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the units in one cell are parted."""

    closings: tuple[str, ...]
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]


class ResponsibleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a paragraph or a note says who is responsible."""

    lead: tuple[str, ...]
    all: tuple[str, ...]
    support: tuple[str, ...]
    first_leads: tuple[str, ...]


class TableWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Everything in tables.yaml."""

    source: str
    columns: dict[str, tuple[str, ...]]
    values: ValueWords
    attributes: dict[str, tuple[str, ...]]
    parts: PartWords
    units: UnitWords
    responsible: ResponsibleWords

    @cached_property
    def column_of(self) -> dict[str, str]:
        """Header words, folded, to the kind of column."""
        return {squeeze(word): kind for kind, words in self.columns.items() for word in words}

    @cached_property
    def attribute_of(self) -> dict[str, str]:
        """Spellings of an attribute to the attribute."""
        return {squeeze(word): name for name, words in self.attributes.items() for word in words}

    @cached_property
    def responsible_paragraph(self) -> re.Pattern[str]:
        """(牵头单位：甲、乙；参与单位：丙) in folded text: groups lead or all, then support."""
        lead, every, support = (
            "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
            for words in (self.responsible.lead, self.responsible.all, self.responsible.support)
        )
        return re.compile(
            rf"[(\[【]\s?(?:(?P<lead_word>{lead})|(?P<all_word>{every}))\s?:\s?(?P<first>[^:。]*?)"
            rf"(?:[;,。、\s]\s?(?:{support})\s?:\s?(?P<support>[^:。]*?))?\s?[)\]】]?\s?[。;]?\s?$"
        )
