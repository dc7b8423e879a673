"""The nouns of checking: a check as data, and a hit in a plan."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from plancmp.checks.passages import Passage
from plancmp.model.checkreport import Change
from plancmp.model.finding import Finding, Severity
from plancmp.model.place import Place, Span
from plancmp.model.record import Stage
from plancmp.model.words import Words


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a rule file: unknown keys are refused."""


class Example(Rule, frozen=True, kw_only=True):
    """A piece of a plan as an example; `→` begins a cell. Further plans where the check compares."""

    text: str
    against: str | None = None
    previous: str | None = None


class Examples(Rule, frozen=True, kw_only=True):
    """What a check must find, and what looks like it and is fine."""

    fail: tuple[str | Example, ...]
    passes: tuple[str | Example, ...] = msgspec.field(name="pass")


class NoParameters(Rule, frozen=True, kw_only=True):
    """The parameters of a kind that has none."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One check with everything that its page shows. `parameters` has the type that the kind asks for."""

    code: str
    name: str
    kind: str
    severity: Severity
    title: Words
    message: Words
    reason: Words
    satisfy: Words
    examples: Examples
    parameters: Any
    default: bool = True
    """Whether it runs when nothing is selected."""
    stages: tuple[Stage, ...] = ("draft", "review", "issued")
    stage_severity: dict[Stage, Severity] = {}
    """Severities at some stages: a draft for comment may have what an issued plan must not."""
    yields_to: tuple[str, ...] = ()
    """Codes that tell the cause: what they have found, this one does not say again."""
    together: int | None = None
    """So many hits and more of which the message says the same are one finding, the others beside it."""
    source: str = ""
    """The rule file that the entry stands in."""


class Aside(NamedTuple):
    """Another place that belongs to a hit, by passage and offsets, or by place and words alone."""

    message: Words
    passage: Passage | None = None
    start: int = 0
    end: int = 0
    at: Place | None = None
    words: str = ""
    path: str | None = None
    """The other plan, where the place is in that."""
    indicator: str | None = None


FURTHER = Words(zh="另一处", en="another one")
MOST_BESIDE = 20
"""So many further places are named beside a hit that stands for several."""


class Mend(NamedTuple):
    """Words that are right for sure in place of some of a passage; `start == end` puts them in between."""

    passage: Passage
    start: int
    end: int
    text: str


class Hit(NamedTuple):
    """Something found: offsets into a passage; without a passage a place and the words there."""

    passage: Passage | None = None
    start: int = 0
    end: int = 0
    values: Mapping[str, str | Words] = {}
    """What the message names, besides `{words}`; words in the language of the message."""
    asides: tuple[Aside, ...] = ()
    at: Place | None = None
    words: str = ""
    part: str = ""
    indicator: str | None = None
    severity: Severity | None = None
    """Where this one is less, or more, than others of its check."""
    mends: tuple[Mend, ...] = ()
    """What mends it, all together; empty where only a person can tell."""


class Found(NamedTuple):
    """A finding, with its very words as offsets into the document where they were found there."""

    finding: Finding
    span: Span | None
    changes: tuple[Change, ...] = ()
    """What mends it for sure, in the document."""
