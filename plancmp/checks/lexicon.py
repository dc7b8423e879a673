"""Words of Chinese with their frequencies, looked up in jieba's dictionary without loading it.

jieba needs over a second to load its dictionary; a check asks for a few hundred words. The file is sorted
by word, but for a few lines, so that a search by halves finds a word in microseconds.
"""

import mmap
from functools import cache
from importlib.util import find_spec
from pathlib import Path


class Lexicon:
    """A sorted file of lines `word frequency tag`, UTF-8."""

    def __init__(self, path: Path | None) -> None:
        self._data: mmap.mmap | bytes = b""
        if path is not None and path.is_file() and path.stat().st_size:
            with path.open("rb") as stream:
                self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._known: dict[str, int] = {}

    def frequency(self, word: str) -> int:
        """How often jieba counted a word; 0 for one that it does not have."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._find(word.encode())
        return known

    def is_name(self, word: str) -> bool:
        """Whether the dictionary has a word as the name of a person, a place or a body."""
        found = sorted_line(self._data, word.encode())
        return (
            found is not None
            and len(found) > 1
            and found[1].strip() in (b"nr", b"ns", b"nt", b"nz", b"nrt", b"nrfg")
        )

    def _find(self, word: bytes) -> int:
        """The number behind a word."""
        found = sorted_line(self._data, word)
        if found is None:
            return 0
        return int(found[0]) if found and found[0].isdigit() else 1


def sorted_line(data: mmap.mmap | bytes, word: bytes) -> list[bytes] | None:
    """What stands behind a word, parted by blanks, in lines sorted by their first word; found by halves."""
    low, high = 0, len(data)
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", 0, middle) + 1
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        line = data[start:end].split(b" ")
        if line[0] == word:
            return line[1:]
        if line[0] < word:
            low = end + 1
        else:
            high = start
    return None


@cache
def lexicon() -> Lexicon:
    """The dictionary of the installed jieba; an empty one where there is none."""
    found = find_spec("jieba")
    folder = found.submodule_search_locations if found is not None else None
    return Lexicon(Path(folder[0]) / "dict.txt" if folder else None)
