"""What a run of checks says of all its plans: findings, files, what was put aside, and the sum."""

from typing import Literal, NamedTuple

import msgspec

from plancmp.model.finding import Finding

Status = Literal["checked", "failed"]


class Change(NamedTuple):
    """Words to put in place of `Document.text[start:end]`."""

    start: int
    end: int
    text: str


class Quote(NamedTuple):
    """The words of a finding in their paragraph, cell or line: `text[start:end]`."""

    text: str
    start: int
    end: int
    offset: int = 0
    """Where `text` begins in the text of the document."""
    changes: tuple[Change, ...] = ()
    """What mends it for sure, all together; empty where only a person can tell."""


class CheckedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One plan of a run."""

    path: str
    status: Status
    not_checked: tuple[str, ...] = ()
    """What could not be looked at, in the language of the run."""
    lacks_indicators: bool = False
    """It seems to have a table of indicators, and none were read."""
    error: str | None = None
    """Why it failed, in one line."""
    title: str | None = None
    format: str | None = None
    """Format of the document: `text`, `docx`, `pdf`; None where it failed."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """How many findings of each severity."""

    error: int = 0
    warning: int = 0
    info: int = 0


class PutAside(msgspec.Struct, frozen=True, kw_only=True):
    """How many findings were put aside, and why."""

    baseline: int = 0
    accepted: int = 0


class Unused(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a list of accepted findings that no finding met."""

    path: str
    line: int
    message: str


class CheckReport(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a run; findings follow the order of the files, in each the order of the document."""

    findings: tuple[Finding, ...] = ()
    quotes: tuple[Quote | None, ...] = ()
    """For each finding its words in their line; None where only the excerpt is known."""
    files: tuple[CheckedFile, ...] = ()
    summary: Summary = Summary()
    put_aside: PutAside = PutAside()
    unused: tuple[Unused, ...] = ()
