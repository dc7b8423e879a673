"""Paths on the command line to the plan documents that they mean."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from plancmp.batch.remote import found_at, is_remote
from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.formats import ENDINGS, SHOWN_ENDINGS

_LEFT_OUT = ("~$", ".~", ".")
_ABOUT = frozenset(("readme", "license", "licence", "changelog", "contributing"))
"""Files that speak of a folder; they are read where they are named."""
_MOST = 100_000


class Input(NamedTuple):
    """A document to read: where it is, and its path below the folder that was named."""

    name: str
    """A path, an address, or `-`."""
    relative: PurePath


def find_inputs(paths: Iterable[str]) -> list[Input]:
    """The documents that the paths name; folders are walked, `-` stays as it is.

    Passed over in folders: endings that no reader knows, hidden files, Word's own lock files, a README
    and its like, what git ignores. Raises `SourceError` for a folder without any document.
    """
    inputs: list[Input] = []
    for name in paths:
        path = Path(name)
        if is_remote(name):
            found = [Input(*each) for each in found_at(name) if each[0] == name or _is_plan(each[1].name)]
        elif name != "-" and path.is_dir():
            found = list(_walk(path))
        else:
            found = [Input(str(path), Path(path.name))]
        if not found:
            raise SourceError(*worded("no-plans", name=name, endings=SHOWN_ENDINGS))
        inputs.extend(found)
    return inputs


def _is_plan(name: str) -> bool:
    """Whether a file in a folder is read."""
    known = Path(name).suffix.lower() in ENDINGS
    return known and not name.startswith(_LEFT_OUT) and name.split(".")[0].lower() not in _ABOUT


def _walk(folder: Path) -> Iterator[Input]:
    """Documents below a folder, by name."""
    found: list[Path] = []
    for base, _, names in walk(folder):
        found.extend(Path(base) / name for name in names if _is_plan(name))
        if len(found) > _MOST:
            raise SourceError(*worded("many-files", folder=folder, most=_MOST))
    ignored = _ignored(folder, found)
    yield from (Input(str(path), path.relative_to(folder)) for path in found if path not in ignored)


def walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """What `os.walk` gives, by name, without hidden folders.

    Raises `SourceError` for a folder that may not be read: what stands in it would be missed in silence.
    """

    def refuse(error: OSError) -> None:
        raise SourceError.unreadable(error.filename, error) from None

    for base, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield base, folders, sorted(names)


def _ignored(folder: Path, paths: list[Path]) -> set[Path]:
    """Which of the paths git ignores; none where there is no git."""
    if not paths or not any(
        (parent / ".git").exists() for parent in (folder.resolve(), *folder.resolve().parents)
    ):
        return set()
    names = b"\0".join(os.fsencode(path.resolve()) for path in paths)
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "check-ignore", "-z", "--stdin"],
            input=names,
            capture_output=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return set()
    said = {os.fsdecode(name) for name in done.stdout.split(b"\0") if name}
    return {path for path in paths if str(path.resolve()) in said}
