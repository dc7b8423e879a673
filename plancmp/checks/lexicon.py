"""Words of Chinese with their frequencies, and which characters are like which, looked up where they lie.

jieba needs over a second to load its dictionary; a check asks for a few hundred words. The file is sorted
by word, but for a few lines, so that a search by halves finds a word in microseconds.
"""

import mmap
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from plancmp.rulepacks import rules_folder

_OFTEN = 1 << 14
"""Lines in the middle of more bytes are met again by most searches, and are kept."""


class SortedLines:
    """Lines sorted by their first word, UTF-8, that are searched by halves where they lie."""

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = data
        self._upper: dict[int, tuple[int, int, list[bytes]]] = {}

    def find(self, word: bytes) -> list[bytes] | None:
        """What stands behind a word, parted by blanks."""
        low, high = 0, len(self._data)
        while low < high:
            middle = (low + high) // 2
            known = self._upper.get(middle)
            start, end, line = known or self._line(middle)
            if known is None and high - low > _OFTEN:
                self._upper[middle] = start, end, line
            if line[0] == word:
                return line[1:]
            if line[0] < word:
                low = end + 1
            else:
                high = start
        return None

    def _line(self, place: int) -> tuple[int, int, list[bytes]]:
        """Start, end and words of the line around a place."""
        start = self._data.rfind(b"\n", 0, place) + 1
        end = self._data.find(b"\n", start)
        end = len(self._data) if end < 0 else end
        return start, end, self._data[start:end].split(b" ")


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
