"""Findings that are known and left for later: written to a file, and put aside from then on.

An entry is the path of the plan as seen from the file, and the fingerprint of the finding; code and words
are there for people.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from plancmp.model.errors import PlancmpError, reason_of
from plancmp.model.finding import Finding
from plancmp.rulepacks.messages import worded
from plancmp.rulepacks.reasons import in_chinese

_LARGEST = 64_000_000


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One known finding."""

    path: str
    code: str
    fingerprint: str
    excerpt: str = ""


class _Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file as a whole."""

    plancmp: int
    findings: tuple[_Entry, ...]


class Baseline:
    """Known findings of one file."""

    def __init__(self, file: Path, known: Iterable[tuple[str, str]] = ()) -> None:
        self._folder = file.parent
        self._known = frozenset(known)

    def holds(self, finding: Finding) -> bool:
        """Whether a finding is known."""
        return (relative_to(finding.path, self._folder), finding.fingerprint) in self._known


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
        raise PlancmpError(*worded("no-baseline", file=file, why=(in_chinese(reason), reason))) from None
    return Baseline(file, ((entry.path, entry.fingerprint) for entry in held.findings))


def baseline_text(file: Path, findings: Sequence[Finding]) -> str:
    """The findings as the text of a file of known ones, sorted so that edits make small differences."""
    entries = sorted(
        (
            _Entry(
                path=relative_to(finding.path, file.parent),
                code=finding.code,
                fingerprint=finding.fingerprint,
                excerpt=finding.excerpt,
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
