"""Findings that are known and left for later: written to a file, and put aside from then on.

An entry is the path of the plan as seen from the file, its title, and the fingerprint of the finding; code
and words are there for people.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import msgspec

from plancmp.model.errors import PlancmpError, reason_of
from plancmp.model.finding import Finding
from plancmp.rulepacks.messages import worded
from plancmp.rulepacks.reasons import in_words

_LARGEST = 64_000_000


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One known finding."""

    path: str
    code: str
    fingerprint: str
    excerpt: str = ""
    plan: str = ""
    """Title of the plan, by which it is known under another name."""


class _Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file as a whole."""

    plancmp: int
    findings: tuple[_Entry, ...]


class Baseline:
    """Known findings of one file."""

    def __init__(self, file: Path, entries: Sequence[_Entry] = ()) -> None:
        self._folder = file.parent
        self._titles = {entry.path: entry.plan for entry in entries}
        self._known: dict[str, set[str]] = {path: set() for path in self._titles}
        for entry in entries:
            self._known[entry.path].add(entry.fingerprint)

    def known_of(self, path: str, title: str | None) -> Collection[str]:
        """Fingerprints of what is known of a plan.

        One of a path that is not known is the plan of its title whose own file is gone, where there is one
        such and no other plan was taken for it: a copy beside its plan is another.
        """
        seen = relative_to(path, self._folder)
        if seen not in self._known:
            same = [other for other, named in self._titles.items() if title and named == title]
            gone = [other for other in same if not (self._folder / other).exists()]
            if len(gone) != 1:
                return ()
            self._titles.pop(seen := gone[0])
        return self._known[seen]


def read_baseline(file: Path) -> Baseline:
    """Read a file of known findings. Raises `PlancmpError` when it is missing or no such file."""
    try:
        if file.stat().st_size > _LARGEST:
            raise PlancmpError(*worded("file-large", file=file))
        held = msgspec.json.decode(file.read_bytes(), type=_Baseline)
    except OSError as error:
        raise PlancmpError(*worded("baseline-unreadable", file=file, why=reason_of(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise PlancmpError(*worded("no-baseline", file=file, why=in_words(reason))) from None
    return Baseline(file, held.findings)


def baseline_text(file: Path, findings: Sequence[Finding], titles: Mapping[str, str | None]) -> str:
    """The findings as the text of a file of known ones, sorted so that edits make small differences.

    `titles` are those of the plans, by path.
    """
    entries = sorted(
        (
            _Entry(
                path=relative_to(finding.path, file.parent),
                code=finding.code,
                fingerprint=finding.fingerprint,
                excerpt=finding.excerpt,
                plan=titles.get(finding.path) or "",
            )
            for finding in findings
        ),
        key=lambda entry: (entry.path, entry.code, entry.fingerprint),
    )
    data = msgspec.json.encode(_Baseline(plancmp=1, findings=tuple(entries)))
    return msgspec.json.format(data, indent=1).decode() + "\n"


def relative_to(path: str, folder: Path) -> str:
    """A path as seen from a folder, with forward slashes; standard input stays `-`."""
    if path == "-":
        return path
    try:
        seen = os.path.relpath(path, folder)
    except ValueError:  # Another drive of Windows.
        seen = str(Path(path).resolve())
    return seen.replace("\\", "/")
