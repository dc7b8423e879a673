"""Finds what a page carries besides its text: page numbers, running heads and feet.

GB/T 9704 sets page numbers as — 3 — at the outer edge. A bare number is taken for one only if it goes up
with the pages, and a line for a running head only if it stands at the same edge of most pages. A text
without form feeds is parted into pages at its page numbers.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from plancmp.sources.lines.cleaning import CleanLine, Removed
from plancmp.sources.tables.columns import has_gap
from plancmp.sources.thresholds import EDGE_LINES, FEWEST, LONGEST_CELL, LONGEST_HEAD, SHORTEST_PAGE
from plancmp.text.folding import squeeze

_DASHES = "-—–―－─━~～·•*|"
_CERTAIN = re.compile(
    rf"""
      [{_DASHES}]{{1,3}} \s* (?:第\s*)? \d{{1,4}} (?:\s*页)? \s* [{_DASHES}]{{1,3}}
    | (?:共 \s* \d{{1,4}} \s* 页 [,，、\s]*)? 第 \s* \d{{1,4}} \s* 页
      (?:[,，、/\s]* 共 \s* \d{{1,4}} \s* 页)?
    | [{_DASHES}\#=<\[(（【\s]{{0,20}} (?:
          (?i:page) \s* \d{{1,5}} (?:\s* (?:of|/) \s* \d{{1,4}})? | 第 \s* \d{{1,4}} \s* 页
      ) [{_DASHES}\s:：=>\])）】]{{0,20}}
    """,
    re.VERBOSE,
)
_BARE = re.compile(r"(?P<bare>\d{1,4})(?:\s*/\s*\d{1,4})?")
_ROMAN = re.compile(r"[ivxl]{1,6}|[IVXL]{1,6}")


def read_pages(lines: Sequence[CleanLine]) -> list[list[CleanLine]]:
    """Lines to pages, page numbers and running heads emptied; each such line says what was taken out."""
    return mark_furniture(_part_pages(lines))


def _part_pages(lines: Sequence[CleanLine]) -> list[list[CleanLine]]:
    """Lines by page: parted by form feeds, else behind each page number, or before it where it opens."""
    if lines and lines[-1].page > 1:
        return [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    marks = [at for at, line in enumerate(lines) if _is_mark(line.text)]
    marks = marks if len(marks) > 1 else _counted(lines)
    if not marks:
        return [list(lines)]
    opens = not any(line.text.strip() for line in lines[: marks[0]])
    bounds = [0, *(mark + (not opens) for mark in marks), len(lines)]
    numbered = set(marks)
    marked = [_emptied(line, "page-number") if at in numbered else line for at, line in enumerate(lines)]
    return [
        [line._replace(page=number) for line in marked[start:end]]
        for number, (start, end) in enumerate(pairwise(bounds), 1)
    ]


def _is_mark(text: str) -> bool:
    return 0 < len(text) <= 40 and is_page_number(text)


def _counted(lines: Sequence[CleanLine]) -> list[int]:
    """Lines that are bare numbers which count up a page apart."""
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    chains: dict[int, list[int]] = {}
    for depth, at in enumerate(filled):
        text = lines[at].text.strip()
        number = bare_number(text) if len(text) <= 9 and text[0] in "0123456789" else None
        if number is None or lines[at].text.startswith("\t"):
            continue
        chain = chains.get(number - 1, [])
        if chain and depth - chain[-1] < SHORTEST_PAGE and depth + 1 < len(filled):
            chain = []
        if not chain and _is_cell(lines, filled, depth):
            continue
        if len(chain) >= len(chains.get(number, [])):
            chains[number] = [*chain, depth]
    longest = max(chains.values(), key=len, default=[])
    return [filled[depth] for depth in longest] if len(longest) >= FEWEST else []


def _is_cell(lines: Sequence[CleanLine], filled: Sequence[int], depth: int) -> bool:
    """Whether a number stands among cells: nothing but short lines around it."""
    around = (lines[at].text.strip() for at in filled[max(depth - 1, 0) : depth + 2])
    return all(len(text) <= LONGEST_CELL for text in around)


def trimmed(page: Sequence[CleanLine]) -> list[CleanLine]:
    """The page without the blank lines at its edges, so that a paragraph runs on over the break."""
    filled = [at for at, line in enumerate(page) if line.text.strip()]
    return list(page[filled[0] : filled[-1] + 1]) if filled else []


def mark_furniture(pages: Sequence[Sequence[CleanLine]]) -> list[list[CleanLine]]:
    """The pages with page numbers and running heads emptied; each such line says what was taken out."""
    codes = _find_numbers(pages)
    for _ in range(EDGE_LINES):
        heads = _find_heads(pages, codes)
        if not heads:
            break
        codes |= heads
    return [
        [_emptied(line, codes[number, at]) if (number, at) in codes else line for at, line in enumerate(page)]
        for number, page in enumerate(pages)
    ]


def is_page_number(text: str) -> bool:
    """True for a line that can be nothing but a page number.

    >>> [is_page_number(text) for text in ("— 3 —", "第3页 共20页", "# Page 3:", "==[第 3 页]==")]
    [True, True, True, True]
    >>> [is_page_number(text) for text in ("2025", "第3页所列", "（3）")]
    [False, False, False]
    """
    return _CERTAIN.fullmatch(text.strip()) is not None


def _emptied(line: CleanLine, code: str) -> CleanLine:
    """The line without its words, which go to a note."""
    indent = len(line.text) - len(line.text.lstrip())
    return line._replace(
        text="", pieces=None, removed=(*line.removed, Removed(code, line.text.strip(), indent + 1))
    )


def _edges(page: Sequence[CleanLine], left_out: set[int]) -> Iterator[tuple[str, int]]:
    """The first and last lines with words, each with its edge and rank (`top0`, `bottom1` …)."""
    filled = [at for at, line in enumerate(page) if at not in left_out and line.text.strip()]
    for rank, at in enumerate(filled[:EDGE_LINES]):
        yield f"top{rank}", at
    for rank, at in enumerate(reversed(filled[-EDGE_LINES:])):
        yield f"bottom{rank}", at


def _find_numbers(pages: Sequence[Sequence[CleanLine]]) -> dict[tuple[int, int], str]:
    """The lines that are page numbers, by page and line."""
    codes: dict[tuple[int, int], str] = {}
    bare: dict[tuple[int, int], int] = {}
    for number, page in enumerate(pages):
        for at, line in enumerate(page):
            text = line.text.strip()
            if _is_mark(text):
                codes[number, at] = "page-number"
        for _, at in _edges(page, {at for page_number, at in codes if page_number == number}):
            value = bare_number(page[at].text.strip())
            if value is not None:
                bare[number, at] = value
    offsets: dict[int, set[int]] = defaultdict(set)
    for (number, _), value in bare.items():
        offsets[value - number].add(number)
    for (number, at), value in bare.items():
        if len(offsets[value - number]) >= 2 and not 1900 <= value <= 2100:
            codes[number, at] = "page-number"
    return codes


def bare_number(text: str) -> int | None:
    """The number of a line that is a number and nothing else; of `3/20` the first.

    >>> bare_number("12"), bare_number("iv"), bare_number("3 / 20"), bare_number("12.5")
    (12, 4, 3, None)
    """
    found = _BARE.fullmatch(text)
    if found:
        return int(found["bare"])
    return _roman(text) if _ROMAN.fullmatch(text) else None


def _roman(text: str) -> int:
    """The value of a Roman number of a preface, i to lxxxix."""
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[letter] for letter in text.lower()]
    return sum(
        -value if any(other > value for other in values[at + 1 : at + 2]) else value
        for at, value in enumerate(values)
    )


def _find_heads(
    pages: Sequence[Sequence[CleanLine]], codes: dict[tuple[int, int], str]
) -> dict[tuple[int, int], str]:
    """Lines that stand at the same edge of most pages, or of most left or right pages."""
    places: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    written = Counter(squeeze(line.text) for page in pages for line in page if len(line.text) <= 80)
    left_out: dict[int, set[int]] = defaultdict(set)
    for number, at in codes:
        left_out[number].add(at)
    for number, page in enumerate(pages):
        for edge, at in _edges(page, left_out[number]):
            if edge in ("top0", "bottom0"):
                places[edge, head_key(page[at].text)].append((number, at))
    # A text without blank lines sets nothing apart; there a head is shorter than the lines of the text.
    blanks = sum(not line.text.strip() for page in pages for line in trimmed(page))
    widest = max((len(line.text) for page in pages for line in page), default=0)
    close = blanks < len(pages)
    found: dict[tuple[int, int], str] = {}
    for (_, key), where in places.items():
        texts = {squeeze(pages[number][at].text) for number, at in where}
        elsewhere = sum(written[text] for text in texts) - len(where)
        apart = sum(_stands_apart(pages[number], at) for number, at in where)
        apart_mostly = (close and len(key) * 5 < widest * 4) or apart * 2 > len(where)
        if elsewhere <= 1 and apart_mostly and _is_head(key, [number for number, _ in where], pages):
            found |= dict.fromkeys(where, "running-head")
    return {place: code for place, code in found.items() if not _heads_table(pages[place[0]], place[1])}


def head_key(text: str) -> str:
    """A line without white space, its page number replaced where one stands at its end or start."""
    return re.sub(r"^\d{1,4}(?=\D)|(?<=\D)\d{1,4}$", "#", squeeze(text))


def _is_head(key: str, numbers: Sequence[int], pages: Sequence[Sequence[CleanLine]]) -> bool:
    """Whether a line stands on enough pages, and is no sentence."""
    if len(numbers) < FEWEST or not 1 < len(key) <= LONGEST_HEAD or key[-1] in "。；，!？：":
        return False
    filled = [number for number, page in enumerate(pages) if any(line.text.strip() for line in page)]
    if len(numbers) * 2 >= len(filled):
        return True
    same_side = [number for number in filled if number % 2 == numbers[0] % 2]
    return all(number in same_side for number in numbers) and len(numbers) * 10 >= len(same_side) * 7


def _stands_apart(page: Sequence[CleanLine], at: int) -> bool:
    """Whether only blank lines, or the edge of the page, stand directly above and below."""
    above = at == 0 or not page[at - 1].text.strip()
    below = at + 1 == len(page) or not page[at + 1].text.strip()
    return above and below


def _heads_table(page: Sequence[CleanLine], at: int) -> bool:
    """Whether a line is the header of a table that goes on below: columns stand under it."""
    below = [line for line in page[at + 1 : at + 8] if line.text.strip()]
    return has_gap(page[at].text) and any(has_gap(line.text) for line in below[:4])
