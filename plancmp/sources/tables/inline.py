"""Tables inside of a long line: where the header, each row and the text behind the table begin.

What makes one line of a page loses the ends of rows. Two things in a table of indicators tell them: serial
numbers, which count, and the word that says whether a target binds, which ends each row.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from plancmp.rulepacks import load
from plancmp.sources.guard.limits import MOST_CUT, MOST_OPENINGS, MOST_TRIED
from plancmp.sources.tables.fitting import fitting
from plancmp.sources.tables.glued import header_begin, ways_of
from plancmp.sources.tables.prices import NO_ROW
from plancmp.sources.tables.words import NAMES, Column, TableWords
from plancmp.sources.thresholds import (
    FEWEST,
    LONGEST_CAPTION,
    LONGEST_HEADER,
    LONGEST_LINE,
    LONGEST_ROW,
    SHORT_WORD,
)
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import any_of, compiled

_SENTENCE = compiled(r"[。;!?]")
_FILLED = compiled(r"(?<=[\d%)\]—以内左右上下务])(?![\d.%)\]])")
"""Where the last cell of a row may end."""
_BEFORE_SERIAL = compiled(rf"\s*[^\d。;,]{{0,{LONGEST_HEADER}}}")
_IS_SHARE = compiled(r"[.%]\d")


def tables_inside(text: str) -> list[list[int]]:
    """The tables of a line: for each where its caption, its header, its rows and what follows it begin."""
    if len(text) <= LONGEST_LINE:
        return []
    folded, found, done, tried = fold(text), list[list[int]](), 0, 0
    for opening in islice(_openings(folded), MOST_OPENINGS):
        start = opening
        header = header_begin(folded[start : start + LONGEST_LINE]) if start >= done else None
        if header is not None and header[0][0] in NAMES and header[0][1] in ("number", *NAMES):
            # The caption ends with such a word: …主要指标.
            start += header[1][0]
            header = header_begin(folded[start : start + LONGEST_LINE])
        if header is None:
            continue
        if tried == MOST_TRIED:
            break
        tried += 1
        done = start + header[1][-1]
        cuts = _rows(folded, done, header[0])
        if len(cuts) > FEWEST:
            before = found[-1][-1] if found else 0
            found.append([*_caption(folded, start, before), start, *cuts])
            done = cuts[-1]
    return found


def _openings(folded: str) -> Iterator[int]:
    """Where the first word of a header may stand, a second behind it."""
    return (found.start() for found in _header_begins().finditer(folded))


@cache
def _header_begins() -> re.Pattern[str]:
    """The first word of a header, where a second begins behind it; made once."""
    words = load(TableWords, "vocabulary/tables.yaml")
    kinds = ("number", "category", "name", "weak_name")
    firsts = {word for word, kind in words.column_of.items() if kind in kinds and len(word) > 1}
    # The next word begins so: a column's, a year's or a period's.
    nexts = "".join(sorted({word[0] for word in (*words.column_of, *words.value_words)}))
    longest = sorted(firsts, key=len, reverse=True)
    return compiled(rf"(?:{'|'.join(map(_spread, longest))})\s*(?=[{re.escape(nexts)}\d“\"(十])")


def _spread(word: str) -> str:
    """A pattern for a word whose letters may be set apart."""
    return r"\s*".join(map(re.escape, word))


def _caption(folded: str, start: int, before: int) -> list[int]:
    """Where the caption above a header begins: behind the last sentence, if that is near."""
    left = max(before, start - LONGEST_CAPTION)
    ends = [found.end() for found in _SENTENCE.finditer(folded, left, start)]
    return ends[-1:] if ends and ends[-1] < start else []


def _rows(folded: str, at: int, kinds: Sequence[Column]) -> list[int]:
    """Where rows and categories begin behind a header, and what follows the last row."""
    bound = kinds[-1] == "attribute"
    if "number" in kinds[:2]:
        return _counted(folded, at, kinds, bound=bound)
    return _bound(folded, at, kinds) if bound else []


def _bound(folded: str, at: int, kinds: Sequence[Column]) -> list[int]:
    """Rows of which each ends with the word that says whether its target binds."""
    cuts = [at]
    for _ in range(MOST_CUT):
        end = _row_end(folded, cuts[-1])
        if end is None or _price(folded[cuts[-1] : end], kinds, 0) >= NO_ROW:
            break
        cuts.append(end)
    return cuts


def _row_end(folded: str, start: int) -> int | None:
    """Where the first word behind `start` ends that says whether a target binds."""
    found = _binding().search(folded, start, start + LONGEST_ROW)
    return found.end() if found is not None else None


@cache
def _binding() -> re.Pattern[str]:
    """The words that say whether a target binds; made once."""
    return compiled(any_of(word for word in fitting().attribute_words if len(word) > 2))


def _counted(folded: str, at: int, kinds: Sequence[Column], *, bound: bool) -> list[int]:
    """Rows that begin with their serial number."""
    first = _serial(folded, at, 1)
    if first is None:
        return []
    cuts = sorted({at, first})
    for number in range(1, MOST_CUT):
        start = cuts[-1]
        end = _row_end(folded, start) if bound else _cheapest(folded, start, kinds, number)
        if end is None:
            break
        following = _serial(folded, end, number + 1)
        cuts += sorted({end, following or end})
        if following is None:
            break
    return cuts


def _serial(folded: str, at: int, number: int) -> int | None:
    """Where a serial number stands, a category before it perhaps."""
    category = _BEFORE_SERIAL.match(folded, at)
    end = category.end() if category is not None else at
    counts = folded.startswith(str(number), end) and not _IS_SHARE.match(folded, end + len(str(number)))
    return end if counts else None


def _cheapest(folded: str, start: int, kinds: Sequence[Column], number: int) -> int | None:
    """Where the row of a number ends at the next number, or behind its figures, with the least doubt."""
    last = start + LONGEST_ROW
    sentence = _SENTENCE.search(folded, start, last)
    last = sentence.start() if sentence is not None else last
    begins = compiled(rf"{number + 1}(?=\s*\d?[^\W\d_])").finditer(folded, start + 1, last)
    for ends in (
        [found.start() for found in begins],
        [found.end() for found in _FILLED.finditer(folded, start + 1, last)],
    ):
        priced = [(_price(folded[start:end], kinds, number - 1), end) for end in ends[: 2 * SHORT_WORD]]
        if priced and min(priced)[0] < NO_ROW:
            return min(priced)[1]
    return None


def _price(row: str, kinds: Sequence[Column], before: int) -> float:
    """What it costs to read a text as a row behind that of a number."""
    row = squeeze(row)
    ways = ways_of(row, kinds, before) if len(row) <= 2 * LONGEST_LINE else []
    return ways[0].cost if ways else NO_ROW
