"""Cuts names into words with jieba, reading of its dictionary only the lines that a name can need.

jieba takes more than a second to load all 349,000 words. Its cutter asks for words by their first
character, so a mapping that fetches the words of a character when it is first asked is all it takes.
"""

import sys
import threading
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

_TOTAL = 60_101_967
"""Sum of all frequencies in jieba's dictionary; only the price of one more cut depends on it."""
_OWN = 60_000
"""Frequency of a word of ours: as common as 工作, so that it is kept in one piece."""
_LOCK = threading.Lock()


class _LazyWords(dict[str, int]):
    """Word to frequency, 0 for what only begins a word; filled one first character at a time."""

    def __init__(self, lines: bytes, own: Iterable[str]) -> None:
        super().__init__()
        self._lines = lines
        self._filled: set[str] = set()
        # The lines are in the order of their first character from 一 on.
        self._first = max(lines.find("\n一 ".encode()) + 1, 0)
        for word in own:
            self._add(word, _OWN)

    def __contains__(self, word: object) -> bool:
        """Asked by jieba for each character of a text before any longer word that it begins."""
        if isinstance(word, str) and len(word) == 1 and word not in self._filled:
            self._fill(word)
        return super().__contains__(word)

    def _add(self, word: str, frequency: int) -> None:
        """Add a word and what begins it; a word of ours stays as it is."""
        for end in range(1, len(word)):
            self.setdefault(word[:end], 0)
        self[word] = max(self.get(word, 0), frequency)

    def _fill(self, character: str) -> None:
        """Add all words that begin with a character."""
        self._filled.add(character)
        wanted = character.encode()
        if len(wanted) != 3:
            return
        at = self._line_of(wanted)
        while self._lines.startswith(wanted, at):
            end = self._lines.find(b"\n", at)
            end = len(self._lines) if end < 0 else end
            word, _, rest = self._lines[at:end].decode().partition(" ")
            frequency = rest.split(" ", 1)[0]
            if frequency.isdigit():
                self._add(word, int(frequency))
            at = end + 1

    def _line_of(self, wanted: bytes) -> int:
        """Offset of the first line that begins with these bytes or what sorts behind them."""
        low, high = self._first, len(self._lines)
        while low < high:
            middle = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if self._lines[middle : middle + 3] < wanted:
                end = self._lines.find(b"\n", middle)
                low = len(self._lines) if end < 0 else end + 1
            else:
                high = middle
        return low


class Cutter:
    """jieba's cutter with words of our own on top of its dictionary."""

    def __init__(self, own: Iterable[str]) -> None:
        jieba = _import_jieba()
        lines = Path(jieba.__file__).with_name("dict.txt").read_bytes()
        self._words = _LazyWords(lines, own)
        self._tokenizer: Any = jieba.Tokenizer()
        self._tokenizer.FREQ = self._words
        self._tokenizer.total = _TOTAL
        self._tokenizer.initialized = True

    def cut(self, text: str) -> Iterator[str]:
        """The words of a text, from left to right."""
        yield from self._tokenizer.cut(text, HMM=False)


@cache
def _import_jieba() -> Any:
    """jieba, without the package that it looks for only to find its own dictionary (0.1 s)."""
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        known = sys.modules.get("jieba")
        if known is not None:
            return known
        hidden = "pkg_resources" not in sys.modules
        if hidden:
            sys.modules["pkg_resources"] = None  # type: ignore[assignment]
        try:
            import logging

            import jieba  # type: ignore[import-untyped]
        finally:
            if hidden:
                del sys.modules["pkg_resources"]
        jieba.setLogLevel(logging.WARNING)
        return jieba
