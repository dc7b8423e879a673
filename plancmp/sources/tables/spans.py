"""The words of a line that blanks part: where they stand, and whether all of them may stand in a header."""

from functools import lru_cache

from plancmp.rulepacks import load
from plancmp.sources.guard.limits import ROW_WORDS
from plancmp.sources.tables.fitting import fitting
from plancmp.sources.tables.prices import JOIN_OPEN
from plancmp.sources.tables.words import Column, TableWords, is_when
from plancmp.sources.thresholds import LONGEST_ROW
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled

_WORDS = compiled(
    r"(?<!\S)[\u4e00-\u9fff](?:\s[\u4e00-\u9fff](?!\S)){2,}|(?:^[*※]\s)?\S+(?:(?<=\d)\s(?=年)\S+)*"
)
"""Words between blanks; characters set apart are one, and a year with its 年."""


def word_spans(line: str) -> list[tuple[int, int]]:
    """Where the words of a line stand; a blank beside Latin letters parts none."""
    spans: list[tuple[int, int]] = []
    last = ""
    for found in _WORDS.finditer(line):
        start, end = found.span()
        before, last = last, squeeze(found[0])
        if before and fitting().is_mixed(before, last):
            start = spans.pop()[0]
        spans.append((start, end))
    return spans


@lru_cache(4096)
def header_sense(word: str) -> Column | None:
    """The kind of a column that a folded word surely names; a period is part of one of values."""
    return "value" if is_when(word) else load(TableWords, "vocabulary/tables.yaml").says(word, JOIN_OPEN)


def header_spans(line: str) -> list[tuple[int, int]]:
    """Where the words of a line stand that all may be of a header; none where one is not.

    Each names a column or is half of such a name; letters set apart (指 标) are one word.
    """
    known = load(TableWords, "vocabulary/tables.yaml")
    spans: list[tuple[int, int]] = []
    texts: list[str] = []
    for start, end in word_spans(line) if len(line) <= LONGEST_ROW else ():
        text = squeeze(line[start:end])
        if texts and known.is_spread(texts[-1], text):
            start, text = spans.pop()[0], texts.pop() + text
        spans.append((start, end))
        texts.append(text)
    return spans if len(spans) <= ROW_WORDS and all(map(_may_head, texts)) else []


def _may_head(word: str) -> bool:
    """Whether a word may stand in a header: a name of columns, or half of one."""
    return header_sense(word) is not None or (
        len(word) <= 2 and word.isalpha() and not fitting().is_unit(word)
    )
