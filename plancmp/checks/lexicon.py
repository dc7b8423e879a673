"""Words of Chinese with their frequencies, and which characters are like which, looked up where they lie.

jieba needs over a second to load its dictionary; a check asks for a few hundred words. The file is sorted
by word, but for a few lines, so that the words that a few thousand lines begin with say where to look.
"""

import mmap
from bisect import bisect_right
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from plancmp.rulepacks import rules_folder

_STRETCH = 1 << 11
"""Bytes that are looked through for a word: a microsecond or two."""


class SortedLines:
    """Lines sorted by their first word, UTF-8, that are searched where they lie."""

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = data
        self._starts = [0]
        while end := data.find(b"\n", self._starts[-1] + _STRETCH) + 1:
            self._starts.append(end)
        self._heads = [data[start : data.find(b" ", start)] for start in self._starts]

    def find(self, word: bytes) -> list[bytes] | None:
        """What stands behind a word, parted by blanks."""
        data, sought = self._data, word + b" "
        at = max(bisect_right(self._heads, word) - 1, 0)
        start = self._starts[at]
        if data[start : start + len(sought)] != sought:
            stop = self._starts[at + 1] if at + 1 < len(self._starts) else len(data)
            start = data.find(b"\n" + sought, start, stop) + 1
            if not start:
                return None
        end = data.find(b"\n", start)
        return data[start + len(sought) : end if end >= 0 else len(data)].split(b" ")


class Lexicon:
    """A sorted file of lines `word frequency tag`, UTF-8."""

    def __init__(self, path: Path | None) -> None:
        data: mmap.mmap | bytes = b""
        if path is not None and path.is_file() and path.stat().st_size:
            with path.open("rb") as stream:
                data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._lines = SortedLines(data)
        self._known: dict[str, int] = {}

    def frequency(self, word: str) -> int:
        """How often jieba counted a word; 0 for one that it does not have."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._find(word.encode())
        return known

    def is_name(self, word: str) -> bool:
        """Whether the dictionary has a word as the name of a person, a place or a body."""
        found = self._lines.find(word.encode())
        return (
            found is not None
            and len(found) > 1
            and found[1].strip() in (b"nr", b"ns", b"nt", b"nz", b"nrt", b"nrfg")
        )

    def _find(self, word: bytes) -> int:
        """The number behind a word."""
        found = self._lines.find(word)
        if found is None:
            return 0
        return int(found[0]) if found and found[0].isdigit() else 1


@cache
def lexicon() -> Lexicon:
    """The dictionary of the installed jieba; an empty one where there is none."""
    found = find_spec("jieba")
    folder = found.submodule_search_locations if found is not None else None
    return Lexicon(Path(folder[0]) / "dict.txt" if folder else None)


@cache
def _alike_table() -> SortedLines:
    """The bundled table of likeness: lines of a character, a blank and those like it, sorted."""
    with (rules_folder() / "vocabulary" / "alike.tsv").open("rb") as stream:
        return SortedLines(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))


@cache
def alike(mark: str) -> str:
    """The characters that are like one in sound or shape."""
    found = _alike_table().find(mark.encode())
    return found[0].decode() if found else ""
