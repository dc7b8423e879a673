"""How often characters stand together: tables that are looked up.

`ngrams.bin` is made by `tests/support/likeness.py`: a line on where it comes from, a line of sizes, the
characters, and for two and for three of them the keys in order with the logarithm of each count.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from plancmp.rulepacks import rules_folder

SCALE = 20
"""Logarithms are kept as whole numbers: so many make 1."""
_FIRST, _SECOND = 0x9E3779B1, 0x85EBCA6B
_WIDTH = 8192
"""More than there are characters in the table."""
_PAIRS, _TRIPLES = 1.0, 1.5
"""What two and three characters weigh: three say more."""
_UNKNOWN = 1 << 32
"""The number of a character that is not there: beyond all keys."""


def keys_of(numbers: Sequence[int]) -> int:
    """The key of two or three characters by their numbers; that of three is mixed down to 32 bits."""
    key = numbers[0] * _WIDTH + numbers[1]
    return key if len(numbers) == 2 else (key * _FIRST + numbers[2] * _SECOND) & 0xFFFFFFFF


class Counts:
    """The counts of one file."""

    def __init__(self, data: bytes) -> None:
        head, sizes, rest = data.split(b"\n", 2)
        length, *counted = map(int, sizes.split())
        self.source = head.decode()
        self._numbers = {mark: at for at, mark in enumerate(rest[:length].decode())}
        self._tables: list[tuple[array[int], bytes]] = []
        at = length
        for count in counted:
            keys = array("I", rest[at : at + 4 * count])
            if sys.byteorder == "big":
                keys.byteswap()
            self._tables.append((keys, rest[at + 4 * count : at + 5 * count]))
            at += 5 * count
        self._known: dict[str, float] = {}

    def log(self, words: str) -> float:
        """The logarithm of how often two or three characters stand together, one added; 0 for hardly ever."""
        known = self._known.get(words)
        if known is None:
            known = self._known[words] = self._find(words)
        return known

    def likely(self, run: str, at: int, mark: str) -> float:
        """How likely a run is with some character in a place: the logarithms of all counts over it."""
        with_mark = run[:at] + mark + run[at + 1 :]
        pairs = range(max(at - 1, 0), min(at + 1, len(run) - 1))
        triples = range(max(at - 2, 0), min(at + 1, len(run) - 2))
        return _PAIRS * sum([self.log(with_mark[begin : begin + 2]) for begin in pairs]) + _TRIPLES * sum(
            [self.log(with_mark[begin : begin + 3]) for begin in triples]
        )

    def logs_of_pairs(self, pairs: Iterable[str]) -> Iterator[float]:
        """The same for many pairs that are asked for once."""
        number, (keys, logs) = self._numbers.get, self._tables[0]
        for pair in pairs:
            key = number(pair[0], _UNKNOWN) * _WIDTH + number(pair[1], _UNKNOWN)
            at = bisect_left(keys, key)
            yield logs[at] / SCALE if at < len(keys) and keys[at] == key else 0.0

    def _find(self, words: str) -> float:
        """The same, looked up."""
        try:
            key = keys_of([self._numbers[mark] for mark in words])
        except KeyError:
            return 0.0
        keys, logs = self._tables[len(words) - 2]
        at = bisect_left(keys, key)
        return logs[at] / SCALE if at < len(keys) and keys[at] == key else 0.0


@cache
def counts() -> Counts:
    """The bundled counts."""
    return Counts((rules_folder() / "vocabulary" / "ngrams.bin").read_bytes())
