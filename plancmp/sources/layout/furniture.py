"""Finds what a page carries besides its text: page numbers, running heads and feet.

GB/T 9704 sets page numbers as — 3 — at the outer edge. A bare number is taken for one only if it goes up
with the pages, and a line for a running head only if it stands at the same edge of most pages. A text
without form feeds is parted into pages at its page numbers.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from plancmp.sources.layout.wrapping import has_gap
from plancmp.sources.lines.cleaning import CleanLine, Removed
from plancmp.sources.thresholds import EDGE_LINES, FEWEST, LONGEST_LINE, SHORT_ENTRY, SHORTEST_PAGE
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.list_numbers import format_number

_DASHES = "-—–―－─━~～·•*|"
_STROKES = _DASHES.rstrip("|")
"""Beside a number that is glued to words: bars part the cells of a table there."""
_CERTAIN = compiled(
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
_GLUED_BEFORE = compiled(
    rf"\s*(?:[{_STROKES}] ?(?P<dashed>\d{{1,3}}) ?[{_STROKES}]\s*(?=\S)"
    r"|(?P<bare>\d{1,3})(?P<room>\s*)(?=[^\d\s.．、,，)）:：年月日%％]))"
)
_GLUED_BEHIND = compiled(
    rf"(?:[{_STROKES}] ?(?P<dashed>\d{{1,3}}) ?[{_STROKES}]|(?<=[^\d.,:：])(?P<bare>\d{{1,3}})(?P<room>))\s*$"
)
_BARE = compiled(r"(?P<bare>\d{1,4})(?:\s*/\s*\d{1,4})?")
_BEGINS_MARK = f"{_DASHES}#=<[(（【第共pPivxlIVXL"
_ROMAN = {format_number(at, form): at for at in range(1, 90) for form in ("lowerRoman", "upperRoman")}
"""The page numbers of a preface."""


def read_pages(lines: Sequence[CleanLine]) -> list[list[CleanLine]]:
    """Lines to pages, page numbers and running heads emptied; each such line says what was taken out."""
    return mark_furniture(_part_pages(lines))


class _Mark(NamedTuple):
    """What can be the number of a page: a whole line, or what stands before or behind one."""

    at: int
    number: int
    start: int
    end: int
    whole: bool = True
    """The line says nothing else, or only what all pages say."""
    sure: bool = False
    """It has the form of a page number."""
    cell: bool = False
    """Short lines stand around it, as in a table."""


def _part_pages(lines: Sequence[CleanLine]) -> list[list[CleanLine]]:
    """Lines by page: parted by form feeds, else at the page numbers, below their pages or above."""
    if lines and lines[-1].page > 1:
        return [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    heads = cache(lambda: Counter(head_key(line.text) for line in lines if _may_be_head(line.text)))
    found = [mark for depth, at in enumerate(filled) for mark in _marks(lines, filled, depth, heads)]
    sure = [mark for mark in found if mark.sure and mark.end == 0]
    # Words that happen to end in the next number must not break the chain of lines that are nothing else.
    whole = _counted([mark for mark in found if not mark.end], filled)
    chain = max(whole, _counted(found, filled), key=len) if any(mark.end for mark in found) else whole
    lost = list(_lost(chain, lines))
    marks = {mark.at: mark for mark in [*chain, *lost, *(sure if len(sure) > 1 else [])]}
    if not marks:
        return [list(lines)]
    opens = not any(line.text.strip() for line in lines[: min(marks)])
    pages: list[list[CleanLine]] = [[]]
    for at, line in enumerate(lines):
        mark = marks.get(at)
        before = mark is not None and (opens if mark.whole else mark.start == 0)
        if before and at:
            pages.append([])
        pages[-1].append((line if mark is None else _without(line, mark))._replace(page=len(pages)))
        if mark is not None and not before:
            pages.append([])
    return pages


def _marks(
    lines: Sequence[CleanLine], filled: Sequence[int], depth: int, heads: Callable[[], Counter[str]]
) -> Iterator[_Mark]:
    """The marks in a line: all of it, its beginning or its end (15三、), with a blank of heads only."""
    at = filled[depth]
    text = lines[at].text.strip()
    if not _may_be_mark(text):
        return
    if is_page_number(text):
        yield _Mark(at, said_number(text), 0, 0, sure=True)
    elif len(text) <= 9 and (bare := bare_number(text)) is not None and text[0].isdigit():
        if not lines[at].text.startswith("\t"):
            yield _Mark(at, bare, 0, 0, cell=_is_cell(lines, filled, depth))
    else:
        text = lines[at].text
        for found in (_GLUED_BEFORE.match(text), _GLUED_BEHIND.search(text[-9:])):
            headed = found is not None and len(text) <= LONGEST_LINE and heads()[head_key(text)] >= FEWEST
            if found is not None and (headed or not found["room"]):
                begin = 0 if found.re is _GLUED_BEFORE else len(text) - len(found.group())
                number = int(found["dashed"] or found["bare"])
                yield _Mark(
                    at, number, begin, begin + len(found.group()), headed, headed or not found["bare"]
                )


def _may_be_head(text: str) -> bool:
    """Whether a line is short enough for a running head, and a number of a page may be glued to it."""
    words = text.strip() if len(text) <= LONGEST_LINE else ""
    return bool(words) and (words[0].isdecimal() or words[-1].isdecimal() or "#" in words)


def _lost(chain: Sequence[_Mark], lines: Sequence[CleanLine]) -> Iterator[_Mark]:
    """Numbers missing between two glued ones, where one line only begins so: 334.6 is 33 and 4.6."""
    for one, two in pairwise(chain):
        glued = one.end and two.end and one.start == two.start == 0
        for number in range(one.number + 1, two.number) if glued else ():
            begin = str(number)
            places = [at for at in range(one.at + 1, two.at) if lines[at].text.startswith(begin)]
            if len(places) == 1 and lines[places[0]].text.strip() != begin:
                yield _Mark(places[0], number, 0, len(begin))


def _may_be_mark(text: str) -> bool:
    """Whether a line begins or ends as one that is the number of a page, or has it glued to its words."""
    return text[0] in _BEGINS_MARK or text[-1] in _STROKES or text[0].isdecimal() or text[-1].isdecimal()


def _counted(marks: Sequence[_Mark], filled: Sequence[int]) -> list[_Mark]:
    """Marks that count up a page apart; those before or behind words only on pages of one length."""
    depths = {at: depth for depth, at in enumerate(filled)}
    chains: dict[int, list[_Mark]] = {}
    for mark in marks:
        # Of numbers glued to words one may be lost: 42 before 2025年.
        lost = (1, 2, 3) if mark.end else (1,)
        chain = next((found for step in lost if (found := chains.get(mark.number - step))), [])
        near = chain and depths[mark.at] - depths[chain[-1].at] < SHORTEST_PAGE
        if near and depths[mark.at] + 1 < len(filled):
            if mark.end:
                continue
            chain = []
        if mark.cell and not chain:
            continue
        if len(chain) >= len(chains.get(mark.number, [])):
            chains[mark.number] = [*chain, mark]
    longest = max(chains.values(), key=len, default=[])
    if len(longest) < FEWEST:
        return []
    if any((mark.end and not mark.sure) or mark.cell for mark in longest):
        steps = [
            (depths[two.at] - depths[one.at]) // (two.number - one.number) for one, two in pairwise(longest)
        ]
        middle = sorted(steps)[len(steps) // 2]
        # A page with a picture is shorter: one in ten may be.
        uneven = sum(abs(step - middle) * 4 > middle for step in steps[:-1]) + (steps[-1] * 4 > middle * 5)
        if len(longest) <= FEWEST or uneven * 10 > len(steps):
            return []
    return longest


def _is_cell(lines: Sequence[CleanLine], filled: Sequence[int], depth: int) -> bool:
    """Whether a number stands among cells: nothing but short lines around it."""
    around = (lines[at].text.strip() for at in filled[max(depth - 1, 0) : depth + 2])
    return all(len(text) <= SHORT_ENTRY for text in around)


def _without(line: CleanLine, mark: _Mark) -> CleanLine:
    """The line without the number of a page, which goes to a note."""
    if not mark.end:
        return _emptied(line, "page-number")
    start, end = (mark.end, len(line.text)) if mark.start == 0 else (0, mark.start)
    removed = Removed("page-number", line.text[mark.start : mark.end].strip(), mark.start + 1)
    pieces = tuple(line.places(start, end))
    return line._replace(text=line.text[start:end], pieces=pieces, removed=(*line.removed, removed))


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
    return len(text) <= LONGEST_LINE and _CERTAIN.fullmatch(text.strip()) is not None


def said_number(text: str) -> int:
    """The number that a page number says: 3 of `— 3 —` and of `第3页 共20页`."""
    return int(compiled(r"第\s*(\d+)|(\d+)").search(text).expand(r"\g<1>\g<2>"))  # type: ignore[union-attr]


def _emptied(line: CleanLine, code: str) -> CleanLine:
    """The line without its words, which go to a note."""
    indent = len(line.text) - len(line.text.lstrip())
    return line._replace(
        text="", pieces=None, removed=(*line.removed, Removed(code, line.text.strip(), indent + 1))
    )


def _edges(page: Sequence[CleanLine], left_out: set[int]) -> Iterator[tuple[str, int]]:
    """The first and last lines with words, each with its edge and rank (`top0`, `bottom1` …)."""
    for edge, places in (("top", range(len(page))), ("bottom", range(len(page) - 1, -1, -1))):
        filled = (at for at in places if at not in left_out and page[at].text.strip())
        for rank, at in enumerate(islice(filled, EDGE_LINES)):
            yield f"{edge}{rank}", at


def _find_numbers(pages: Sequence[Sequence[CleanLine]]) -> dict[tuple[int, int], str]:
    """The lines that are page numbers, by page and line."""
    codes: dict[tuple[int, int], str] = {}
    bare: dict[tuple[int, int], int] = {}
    offsets: dict[int, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        for at, line in enumerate(page):
            text = line.text.strip()
            if text and _may_be_mark(text) and is_page_number(text):
                codes[number, at] = "page-number"
                offsets[said_number(text) - number].add(number)
        for _, at in _edges(page, {at for page_number, at in codes if page_number == number}):
            value = bare_number(page[at].text.strip())
            if value is not None:
                bare[number, at] = value
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
    return int(found["bare"]) if found else _ROMAN.get(text)


def _find_heads(
    pages: Sequence[Sequence[CleanLine]], codes: dict[tuple[int, int], str]
) -> dict[tuple[int, int], str]:
    """Lines that stand at the same edge of most pages, or of most left or right pages."""
    if len(pages) < FEWEST:
        return {}
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
        columns = sum(_names_columns(pages[number], at) for number, at in where) * 2 > len(where)
        if (
            elsewhere <= 1
            and apart_mostly
            and not columns
            and _is_head(key, [number for number, _ in where], pages)
        ):
            found |= dict.fromkeys(where, "running-head")
    return found


def _names_columns(page: Sequence[CleanLine], at: int) -> bool:
    """Whether words stand apart in a line and in one of the next, as in the header of a table."""
    return has_gap(page[at].text) and any(has_gap(line.text) for line in page[at + 1 : at + 5])


def head_key(text: str) -> str:
    """A line without white space, its page number replaced where one stands at its end or start."""
    return compiled(r"^\d{1,4}(?=\D)|(?<=\D)\d{1,4}$").sub("#", squeeze(text))


def is_no_sentence(key: str) -> bool:
    """Whether a line that comes again, by its `head_key`, is short and ends as no sentence or clause does.

    >>> is_no_sentence("临江市养老服务规划"), is_no_sentence(head_key("各县要建好社区食堂；"))
    (True, False)
    """
    return 1 < len(key) <= LONGEST_LINE and key[-1] not in "。;,!?:"


def _is_head(key: str, numbers: Sequence[int], pages: Sequence[Sequence[CleanLine]]) -> bool:
    """Whether a line stands on enough pages, and is no sentence."""
    if len(numbers) < FEWEST or not is_no_sentence(key):
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
