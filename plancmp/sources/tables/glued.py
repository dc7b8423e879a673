"""Tables with nothing between their cells: each line is cut where its parts suit the columns best."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise
from math import log10
from typing import NamedTuple

from plancmp.rulepacks import load
from plancmp.sources.guard.limits import (
    CUTS_KEPT,
    HEADERS_TRIED,
    MOST_CUT,
    MOST_TRIED,
    NAME_ENDS,
    ROW_STARTS,
)
from plancmp.sources.tables.fitting import fitting, serial_of
from plancmp.sources.tables.model import Candidate, Cell, Piece
from plancmp.sources.tables.prices import IMPOSSIBLE, NEAR, NO_ROW, SERIAL_JUMPS, SKIP, SLACK, UNLIKE, WIDE
from plancmp.sources.tables.words import Column, TableWords
from plancmp.sources.thresholds import LONGEST_LABEL, LONGEST_LINE, MUCH_TEXT, SHORTEST_TITLE
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled

_NAMES = ("name", "weak_name", "task", "project")
_LONGEST: dict[str, int] = {"number": 4, "unit": 10, "attribute": 6, "value": 30}
_RUN = compiled(r"[\d.]{2}|[-—]{2}|[X×]{2}")
"""No cell ends inside of a number or a dash."""


_FIGURE = compiled(r"[<>≥≤=~+-]*[\[(]?\d[\d.,]*[\])]?(?P<words>[^\d\s<>≥≤=\[(-]{0,5})|[-—/]{1,2}")
"""What a value is that no line end parts from its neighbours, with the unit or the bound behind it."""
_BEGINS = compiled(r"(?<![\d.<>≥≤=~\[(-])[<>≥≤=~\[(-]*\d|(?<!-)-{1,2}")
"""Where a figure begins."""
_CHANGE = compiled(r"20\d\d年[比较]20\d\d年[^\d]{2,4}$")
"""The header of the change from one year to the other."""
_NO_NAME = compiled(r"\d(?![.、])|[%).个-]")
_NUMBER = compiled(r"\d+(?:\.(\d+))?")
_LEADING = compiled(r"[<>≥≤=~+-]*[\[(]?0\d|(?<=\d)0")


class _Words(NamedTuple):
    """A header cut down to a place: few words are likelier than many, and the name stands before values."""

    cost: float = 0.0
    ends: tuple[int, ...] = ()
    kinds: tuple[Column, ...] = ()
    named: bool = False

    def with_word(self, kind: Column, end: int) -> "_Words":
        """The header with one more word."""
        named = self.named or kind in _NAMES
        late = 0.0 if named or kind in ("number", "category") else 0.5
        return _Words(self.cost + 1 + late, (*self.ends, end), (*self.kinds, kind), named)

    @property
    def told(self) -> bool:
        """Whether it says enough for a table."""
        return self.named and len(self.kinds) >= 3 and bool({"value", "units"} & set(self.kinds))


class _Way(NamedTuple):
    """A line cut down to a place: what it costs, and the ends of the cells so far."""

    cost: float
    ends: tuple[int, ...] = ()


class _Rows(NamedTuple):
    """Rows that follow each other on one line: what they cost, the last serial number, where they end."""

    cost: float
    serial: int = 0
    ends: tuple[int, ...] = ()

    def weight(self) -> float:
        """The cost less what the rows are worth."""
        return self.cost - NO_ROW * len(self.ends)


@cache
def _openings() -> re.Pattern[str]:
    """The first word of a header, blanks inside allowed, with another word of headers right behind it."""
    words = load(TableWords, "vocabulary/tables.yaml")
    first = [word for word, kind in words.column_of.items() if kind in ("number", "name")]
    known = [*words.column_of, *words.value_words]
    one, more = (
        "|".join(r"\s*".join(map(re.escape, word)) for word in sorted(each, key=len, reverse=True))
        for each in (first, known)
    )
    return re.compile(rf"(?:{one})(?=20\d\d年|{more})")


def _heads_table(text: str) -> bool:
    """Whether words of a header stand side by side somewhere in a line, which is asked of every line."""
    return len(text) > LONGEST_LABEL and _openings().search(fold(text)) is not None


class Tries:
    """How many rows of tables on one line may still be tried in a text."""

    def __init__(self, left: int = MOST_TRIED) -> None:
        self._left = left

    def take(self) -> bool:
        """Whether one more row may be tried."""
        self._left -= 1
        return self._left >= 0


def glued_cuts(text: str, tries: Tries) -> list[int]:
    """Where the header and the rows of a table begin that stands on one line, and where it ends.

    >>> line = "专栏指标2025年2030年公路里程（公里）812.5913.8桥梁数量（座）4045隧道数量（座）34"
    >>> [line[a:b] for a, b in pairwise(glued_cuts(line, Tries()))]
    ['指标2025年2030年', '公路里程（公里）812.5913.8', '桥梁数量（座）4045', '隧道数量（座）34']
    >>> glued_cuts("主要指标2025年比2020年增长一成，2030年翻一番。", Tries())
    []
    """
    if not _heads_table(text):
        return []
    folded = fold(text)
    found: list[tuple[float, list[int]]] = []
    for opening in islice(_openings().finditer(folded), HEADERS_TRIED):
        begin = opening.start()
        ways = _header_ways(folded[begin : begin + LONGEST_LINE])
        header = max((way for way in ways.values() if way.told), key=lambda way: way.ends[-1], default=None)
        if header is not None:
            first = begin + header.ends[-1]
            rows = _rows_behind(folded, first, header.kinds, tries)
            found.append((rows.weight(), [begin, first, *rows.ends]))
    best = min(found, default=(0.0, []))[1]
    return best if len(best) > 4 else []


def _rows_behind(text: str, first: int, kinds: Sequence[Column], tries: Tries) -> _Rows:
    """The rows that stand behind a header on its line."""
    open_rows: dict[int, list[_Rows]] = {first: [_Rows(0.0)]}
    best = _Rows(0.0)
    while open_rows:
        at = min(open_rows)
        for rows in sorted(open_rows.pop(at), key=_Rows.weight)[:2]:
            best = min(best, rows, key=_Rows.weight)
            if rows.weight() > best.weight() + SLACK or not tries.take():
                continue
            ways = _ways_by_end(text[at : at + 2 * LONGEST_LINE], kinds, rows.serial, inside=True)
            likely = sorted((way[0].cost, end) for end, way in ways.items())[:ROW_STARTS]
            for cost, end in likely:
                if cost < NO_ROW + SERIAL_JUMPS:
                    serial = _serial(text[at : at + end], kinds, ways[end][0].ends) or rows.serial
                    longer = _Rows(rows.cost + cost, serial, (*rows.ends, at + end))
                    open_rows.setdefault(at + end, []).append(longer)
    return best


def propose_glued(page: Sequence[str], at: int) -> Iterator[Candidate]:
    """The table whose header, with nothing between its cells, stands at a line."""
    header = _header(page[at])
    if header is None:
        return
    kinds, ends = header
    rows, unsure = [_cells(at, page[at], ends)], list[int]()
    behind, cost, serial, blank = at + 1, 0.0, 0, 0
    for number in range(at + 1, min(len(page), at + MOST_CUT)):
        if not page[number].strip():
            blank += 1
            continue
        # A header said again begins a table of its own, which joins this one where both are of one kind.
        ways = [] if _header(page[number]) is not None else _ways(fold(page[number].rstrip()), kinds, serial)
        if blank > 1 or not ways:
            break
        best = ways[0]
        if len(ways) > 1 and ways[1].cost - best.cost < NEAR:
            unsure.append(len(rows))
        rows.append(_cells(number, page[number], best.ends))
        serial = _serial(page[number], kinds, best.ends) or serial
        cost += min(best.cost / NO_ROW, 1.0)
        behind, blank = number + 1, 0
    if len(rows) > 2:
        yield Candidate(at, behind, tuple(rows), "glued", cost, tuple(unsure))
    else:
        yield Candidate(at, at + 1, (), "glued", 0.0)


@lru_cache(4096)
def _header(line: str) -> tuple[tuple[Column, ...], tuple[int, ...]] | None:
    """The kinds of the columns that a line names, and where each of its words ends; None for no header.

    >>> _header("指标名称单位2030年目标值"), _header("指　标单位2030年")
    ((('name', 'unit', 'value'), (4, 6, 14)), (('name', 'unit', 'value'), (3, 5, 10)))
    >>> _header("指标名称和目标值"), _header("指标 单位 目标值")
    (None, None)
    """
    text = fold(line.rstrip())
    if not SHORTEST_TITLE <= len(text) <= LONGEST_LINE or _openings().match(text) is None:
        return None
    found = _header_ways(text).get(len(text))
    return (found.kinds, found.ends) if found is not None and found.told else None


def _header_ways(text: str) -> dict[int, _Words]:
    """The likeliest words of a header by where they end; the mark of a footnote belongs to its word."""
    words = load(TableWords, "vocabulary/tables.yaml")
    ways = {(0, False): _Words()}
    for start, named in ((at, known) for at in range(len(text)) for known in (False, True)):
        before = ways.get((start, named))
        if before is None or text[start].isspace():
            continue
        for end in range(start + 2, min(len(text), start + LONGEST_LABEL) + 1):
            if text[end - 1].isspace() or (text[end - 1 : end + 1].isdigit() and end < len(text)):
                continue
            kind = _kind_of(squeeze(text[start:end]), words)
            if kind is not None:
                longer = before.with_word(kind, end)
                key = (end, longer.named)
                ways[key] = min(ways.get(key, longer), longer)
    return {end: way for (end, named), way in ways.items() if named}


def _kind_of(word: str, words: TableWords) -> Column | None:
    """What a column is whose header is surely this word, perhaps in brackets or with a footnote's mark."""
    bare = word[:-1] if word[-1].isdigit() and word[-2] in "])" else word
    bare = bare[1:-1] if bare[:1] in "([" and bare[-1] in ")]" else bare
    senses = words.senses(bare) if words.is_exact(bare) else ()
    if _CHANGE.match(bare) and bare.endswith(words.values.growth):
        return "value"
    return senses[0].kind if senses and senses[0].cost == 0 else None


def _ways(text: str, kinds: Sequence[Column], serial: int) -> list[_Way]:
    """The two cheapest ways to cut a folded line into cells of these kinds, one empty perhaps."""
    if len(text) > MUCH_TEXT:
        return []
    figures = _ways_by_end(text, kinds, serial, inside=True).get(len(text), [])
    ways = figures or _ways_by_end(text, kinds, serial).get(len(text), [])
    return ways if ways and ways[0].cost < (NO_ROW + SERIAL_JUMPS if figures else NO_ROW) else []


def _ways_by_end(
    text: str, kinds: Sequence[Column], serial: int, *, inside: bool = False
) -> dict[int, list[_Way]]:
    """The two cheapest ways to cut cells of these kinds off a folded text, by where the last one ends.

    Inside of a line only figures are values, so that prose behind the table is none.
    """
    price = fitting().price
    ways: dict[int, list[_Way]] = {0: [_Way(0.0)]}
    for column, kind in enumerate(kinds):
        reached: dict[int, list[_Way]] = {}
        for start, before in ways.items():
            options = [(start, SKIP[kind])]
            for end, cost in _ends(text, start, kind, kinds[column + 1 : column + 2], inside=inside):
                cell = squeeze(text[start:end])
                cost += price(kind, cell) if cell else IMPOSSIBLE
                if kind == "number" and serial_of(cell) != serial + 1:
                    cost += SERIAL_JUMPS
                if _RUN.fullmatch(text[end - 1 : end + 1]):
                    cost += WIDE / 2
                options.append((end, cost))
            for end, cost in options:
                if cost < IMPOSSIBLE:
                    reached.setdefault(end, []).extend(
                        _Way(way.cost + cost, (*way.ends, end)) for way in before
                    )
        ways = {end: sorted(found)[:CUTS_KEPT] for end, found in reached.items()}
    return {
        end: sorted(way._replace(cost=way.cost + _unlike(text, kinds, way.ends)) for way in found)[:2]
        for end, found in ways.items()
        if end
    }


def _ends(
    text: str, start: int, kind: Column, behind: Sequence[Column], *, inside: bool
) -> Iterator[tuple[int, float]]:
    """Where a cell may end, with what it costs; in a line a name ends before a figure."""
    ends = range(start + 1, min(len(text), start + _LONGEST.get(kind, len(text))) + 1)
    if not inside:
        yield from ((end, 0.0) for end in ends)
    elif kind == "value":
        yield from ((end, 0.0) for end in ends if _is_figure(text, start, end))
    elif kind == "attribute":
        yield from ((end, 0.0) for end in ends if _is_attribute(text, start, end))
    elif kind not in _NAMES:
        yield from ((end, 0.0) for end in ends)
    elif not _NO_NAME.match(text, start) and not _attribute_at(text, start):
        after_unit = fitting().is_unit(text[start : start + 2]) and text[start - 1 : start].isdigit()
        begins = (found.start() for found in _BEGINS.finditer(text, start + 2))
        if list(behind) == ["unit"]:
            begins = (
                end for end in ends if any(fitting().is_unit(text[end : end + size]) for size in (1, 2, 3))
            )
        for number, end in enumerate(islice(begins, NAME_ENDS)):
            yield end, (UNLIKE if after_unit else 0.0) + number * UNLIKE


def _attribute_at(text: str, start: int) -> int:
    """Where the longest attribute ends that stands here; 0 for none."""
    known = fitting().is_attribute
    ends = (
        end for end in range(min(start + 6, len(text)), start + 1, -1) if not text[end - 1 : end].isdigit()
    )
    return next((end for end in ends if known(squeeze(text[start:end]))), 0)


def _is_attribute(text: str, start: int, end: int) -> bool:
    """Whether a cell inside of a line is an attribute as long as it goes, or a dash for none."""
    whole = _attribute_at(text, start)
    return end == whole if whole else text[start:end].strip() in ("-", "/")


def _is_figure(text: str, start: int, end: int) -> bool:
    """Whether a cell inside of a line is a figure with all that belongs to it."""
    figure = _FIGURE.fullmatch(text, start, end)
    if figure is None or text[end : end + 1] in ("%", "."):
        return False
    if any(text.count(one, start, end) != text.count(two, start, end) for one, two in ("[]", "()")):
        return False
    number = figure.end() - len(figure["words"] or "")
    known = (stop for stop in range(min(number + 5, len(text)), number, -1) if _is_measure(text[number:stop]))
    return end == next(known, number)


def _is_measure(words: str) -> bool:
    """Whether words behind a number are its unit or its bound."""
    return words in fitting().value_ends or (not words[0].isdigit() and fitting().is_unit(words))


def _unlike(text: str, kinds: Sequence[Column], ends: Sequence[int]) -> float:
    """What it costs that values which nothing parts are no likely ones for each other.

    Two of one row have as many decimals and about the size of each other, and the change between them may
    stand behind. A figure begins with no zero.
    """
    cells = [
        (a, b) for (a, b), kind in zip(pairwise((0, *ends)), kinds, strict=True) if kind == "value" and b > a
    ]
    figures = [found for a, b in cells if (found := _NUMBER.search(text, a, b)) is not None]
    parted = len(figures) < 2 or figures[1].start() != figures[0].end()
    cost = sum(UNLIKE for a, b in cells if _LEADING.match(text, a, b))
    if parted:
        return cost
    first, second = (float(found[0]) for found in figures[:2])
    if len(figures) == 3 and first:
        change = float(figures[2][0])
        likely = (abs(second - first), abs(second - first) / first * 100)
        if any(abs(each - change) <= max(0.06, each * 0.05) for each in likely):
            return cost
    cost += UNLIKE / 2 * (len(figures[0][1] or "") != len(figures[1][1] or ""))
    far = min(abs(log10(first / second)), 2.0) if first and second else 2.0 * (first != second)
    return cost + UNLIKE / 2 * far


def _cells(line: int, text: str, ends: Sequence[int]) -> tuple[Cell, ...]:
    """The cells of a line that end at these places."""
    starts = (0, *ends)
    return tuple(
        Cell((Piece(line, start, end),) if text[start:end].strip() else ())
        for start, end in zip(starts, ends, strict=False)
    )


def _serial(text: str, kinds: Sequence[Column], ends: Sequence[int]) -> int | None:
    """The serial number of a row."""
    if "number" not in kinds:
        return None
    at = kinds.index("number")
    return serial_of(fold(text[(0, *ends)[at] : ends[at]]))
