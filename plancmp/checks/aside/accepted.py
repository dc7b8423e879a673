"""Findings that a person has accepted, each with a reason, in a file beside the plans.

`plancmp-accepted.yaml` is a list of entries: a code, what it is about (words, a fingerprint, plans), and why.
An entry that no finding meets is reported, so that the file does not outlive its reasons.
"""

from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import msgspec
import yaml

from plancmp.checks.aside.baseline import relative_to
from plancmp.model.checkreport import Unused
from plancmp.model.errors import RuleError
from plancmp.model.finding import Finding
from plancmp.rulepacks import load_file
from plancmp.rulepacks.parsing import Loader
from plancmp.text.folding import squeeze

ACCEPTED_NAME = "plancmp-accepted.yaml"


class Acceptance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry."""

    code: str
    """Code or name of a check."""
    reason: str
    path: str | None = None
    """Plans it holds for, as seen from the file; `*` stands for anything."""
    words: str | None = None
    """Words that the finding quotes, or a part of them."""
    fingerprint: str | None = None


class AcceptedList:
    """The entries of one file, and which of them have met a finding."""

    def __init__(self, file: Path, entries: tuple[Acceptance, ...], lines: tuple[int, ...]) -> None:
        self.file = file
        self.entries = entries
        self._lines = lines
        self._used: set[int] = set()
        self._seen: set[int] = set()
        """Entries whose plan and check were there to be looked at."""

    def look_at(self, path: str, codes: Collection[str], names: Collection[str]) -> None:
        """Say that a plan was checked for some codes (and their names)."""
        for at, entry in enumerate(self.entries):
            if self._is_of(entry, path) and (entry.code in codes or entry.code in names):
                self._seen.add(at)

    def holds(self, finding: Finding) -> bool:
        """Whether a finding is accepted; all entries that it meets count as used."""
        met = [at for at, entry in enumerate(self.entries) if self._meets(entry, finding)]
        self._used.update(met)
        return bool(met)

    def used(self) -> Iterator[Acceptance]:
        """Entries that met a finding, in their order."""
        return (self.entries[at] for at in sorted(self._used))

    @property
    def folder(self) -> Path:
        """Where the file stands; entries without a path are about all plans below."""
        return self.file.parent

    def unused(self, lang: str, *, whole: bool) -> list[Unused]:
        """Entries that could have met a finding and did not.

        One that is about several plans is told of only where the `whole` folder was checked: what it is for
        may stand in a plan that was no part of this run.
        """
        return [
            Unused(path=str(self.file), line=self._lines[at], message=_unused_message(self.entries[at], lang))
            for at in sorted(self._seen - self._used)
            if whole or _is_exact(self.entries[at].path)
        ]

    def _is_of(self, entry: Acceptance, path: str) -> bool:
        """Whether an entry is about a plan."""
        return entry.path is None or fnmatchcase(relative_to(path, self.file.parent), entry.path)

    def _meets(self, entry: Acceptance, finding: Finding) -> bool:
        """Whether an entry is about a finding."""
        return (
            entry.code in (finding.code, finding.name)
            and (entry.fingerprint is None or entry.fingerprint == finding.fingerprint)
            and (entry.words is None or squeeze(entry.words) in squeeze(finding.excerpt))
            and self._is_of(entry, finding.path)
        )


def _is_exact(path: str | None) -> bool:
    """Whether an entry names one plan."""
    return path is not None and not set("*?[") & set(path)


def _unused_message(entry: Acceptance, lang: str) -> str:
    """What is said of an entry that meets nothing."""
    what = entry.words or entry.fingerprint or entry.path or ""
    if lang == "en":
        return f"accepted {entry.code} “{what}” was not found any more; take the entry out."
    return f"已接受的 {entry.code}“{what}”不再出现，可以删去这一条。"


def read_accepted(file: Path) -> AcceptedList:
    """Read a list of accepted findings. Raises `RuleError` with file, line and column."""
    entries = load_file(tuple[Acceptance, ...], file)
    node = yaml.compose(file.read_text("utf-8"), Loader)
    marks = [each.start_mark for each in node.value] if isinstance(node, yaml.SequenceNode) else []
    for entry, mark in zip(entries, marks, strict=True):
        if entry.words is None and entry.fingerprint is None and entry.path is None:
            missing = "words、fingerprint 或 path", "words, fingerprint or path"
            raise _entry_error(file, mark, f"缺少 {missing[0]}", f"needs {missing[1]}")
        if not entry.reason.strip():
            raise _entry_error(file, mark, "缺少理由（reason）", "needs a reason")
        if entry.words is not None and not entry.words.strip():
            raise _entry_error(file, mark, "words 为空", "words is empty")
    return AcceptedList(file, entries, tuple(mark.line + 1 for mark in marks))


def _entry_error(file: Path, mark: Any, chinese: str, english: str) -> RuleError:
    """What is wrong with an entry."""
    where = f"{file}:{mark.line + 1}:{mark.column + 1}"
    return RuleError(f"{where}：{chinese}。", f"{where}: an entry {english}.")
