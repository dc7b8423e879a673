"""Runs of characters of a PDF page to lines of text, from top to bottom and left to right."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from plancmp.sources.layout.wrapping import first_unit
from plancmp.sources.pdf.page import Run, unify
from plancmp.sources.thresholds import APART, GUTTER, LONGEST_UNIT
from plancmp.text.folding import fold
from plancmp.text.keeping import compiled
from plancmp.text.notemarks import MARK
from plancmp.text.width import display_width

_WORD = compiled(r"[0-9A-Za-z%]")
_QUOTES = frozenset("“”‘’")
_SIGNS = frozenset("+＋-－±$￥#№")

_MARK = compiled(rf"[(\[]?\d{{1,3}}[)\]]?|注|{MARK}")
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")


class Segment(NamedTuple):
    """A part of a line without a wide gap: its edges, and where it stands in the line's text."""

    x0: float
    x1: float
    start: int
    end: int


class Raised(NamedTuple):
    """A small raised mark in a line: `text[start:end]`."""

    start: int
    end: int


class Look(NamedTuple):
    """How a line is set from a place on."""

    start: int
    size: float
    y: float


class TextLine(msgspec.Struct):
    """A line of text on a page, or in a cell."""

    page: int
    x0: float
    x1: float
    y: float
    """The base line."""
    size: float
    text: str
    unit: float
    """Width of its first word, which could not be parted."""
    segments: tuple[Segment, ...]
    bold: bool = False
    raised: tuple[Raised, ...] = ()
    parts: tuple[Segment, ...] = ()
    """What gaps part that are as wide as the narrowest between columns of text."""
    looks: tuple[Look, ...] = ()
    """Sizes and base lines from where they hold in the text on, at such gaps."""
    frame: int = 0
    """Running number of the page or column that it stands in."""
    confidence: float | None = None
    """How sure recognition is of its least sure words; None where nothing was recognised."""

    @property
    def top(self) -> float:
        """About where its characters begin."""
        return self.y - 0.85 * self.size

    @property
    def bottom(self) -> float:
        """About where its characters end."""
        return self.y + 0.15 * self.size


def build_lines(runs: Iterable[Run], page: int) -> list[TextLine]:
    """Put runs together to lines; runs are on one line when they overlap in height by half or more."""
    bands: list[tuple[Run, list[Run]]] = []
    for run in sorted(runs, key=lambda run: (run.y - 0.35 * run.size, run.xs[0])):
        if bands and _beside(bands[-1][0], run):
            bands[-1][1].append(run)
            if run.size > bands[-1][0].size:
                bands[-1] = (run, bands[-1][1])
        else:
            bands.append((run, [run]))
    lines = (_line(members, page) for _, members in bands)
    return [line for line in lines if line is not None]


def _beside(one: Run, other: Run) -> bool:
    """Whether two runs stand on one line."""
    top = max(one.y - 0.8 * one.size, other.y - 0.8 * other.size)
    bottom = min(one.y + 0.1 * one.size, other.y + 0.1 * other.size)
    small, large = sorted((one.size, other.size))
    # What is set small hangs below its line or stands above it: PM2.5.
    return bottom - top >= (0.4 if small < 0.8 * large else 0.5) * 0.9 * small


class _Typed(NamedTuple):
    """The characters of a line, their edges, one more than there are characters, and what stands where."""

    chars: list[str]
    xs: list[float]
    breaks: list[int]
    """Where wide gaps are."""
    looks: list[Look]
    raised: list[Raised]


def _line(runs: list[Run], page: int) -> TextLine | None:
    """One line of runs that stand side by side; None where they are blank."""
    runs.sort(key=lambda run: run.xs[0])
    runs = _without_doubles(runs)
    chars: list[str] = []
    xs: list[float] = []
    size, base = _main_size(runs)
    raised: list[Raised] = []
    breaks: list[int] = []
    gaps: list[tuple[int, int]] = []
    end: float | None = None
    for at, run in enumerate(runs):
        text = run.text
        if end is not None:
            gap = run.xs[0] - end
            if gap >= APART * size and any(not char.isspace() for char in text):
                breaks.append(len(chars))
            if _needs_space(gap, size, chars[-1], text[0]):
                chars.append(" ")
                xs.append(end)
            if gap >= GUTTER * size:
                gaps.append((at, len(chars)))
        if run.size <= 0.8 * size and run.y < base - 0.15 * size:
            raised.append(Raised(len(chars), len(chars) + len(text)))
        chars += run.text
        xs += run.xs
        end = run.end if end is None else max(end, run.end)
    assert end is not None
    looks = [
        Look(place, *_main_size(runs[at:behind]))
        for (at, place), (behind, _) in pairwise([(0, 0), *gaps, (len(runs), 0)])
    ]
    line = _trimmed_line(_Typed(chars, [*xs, end], breaks, looks, raised), page, size, base)
    if line is not None:
        line.bold = all(run.bold for run in runs)
        line.confidence = min((run.confidence for run in runs if run.confidence is not None), default=None)
    return line


def _trimmed_line(typed: _Typed, page: int, size: float, base: float) -> TextLine | None:
    """The line without white space at its ends."""
    chars, xs, breaks, looks, raised = typed
    text = unify("".join(char[:1] for char in chars))
    body = text.strip()
    if not body:
        return None
    start = len(text) - len(text.lstrip())
    end = start + len(body)
    bounds = {start, *(at for at in _blank_breaks(chars, xs, breaks, size) if start < at < end), end}
    segments = tuple(_segments(chars, xs, sorted(bounds), start))
    narrow = {look.start for look in looks[1:] if start < look.start < end} - bounds
    word = _first_word(body)
    return TextLine(
        page=page,
        x0=xs[start],
        x1=max(segment.x1 for segment in segments),
        y=base,
        size=size,
        text=body,
        unit=xs[start + len(word)] - xs[start],
        segments=segments,
        parts=tuple(_segments(chars, xs, sorted(bounds | narrow), start)) if narrow else segments,
        looks=tuple(look._replace(start=look.start - start) for look in looks) if len(looks) > 1 else (),
        raised=tuple(
            Raised(max(mark.start - start, 0), min(mark.end - start, len(body)))
            for mark in raised
            if mark.start < end and mark.end > start
        ),
    )


def _first_word(text: str) -> str:
    """What cannot be parted at the start of a line; a sign such as + keeps what follows.

    Programs that break lines by UAX #14 never part a quotation mark from its neighbours: 与“人 is one.
    """
    word = first_unit(text)
    if word in _SIGNS:
        return word + text[len(word) : len(word) + 1]
    while len(word) < min(LONGEST_UNIT, len(text)) and (text[len(word)] in _QUOTES or word[-1] in _QUOTES):
        word = text[: len(word) + (text[len(word)] in _QUOTES)]
        word += first_unit(text[len(word) :])
    return word


def _blank_breaks(chars: list[str], xs: list[float], breaks: list[int], size: float) -> list[int]:
    """Where a line falls apart: at wide gaps, and behind stretches of blanks as wide."""
    found = list(breaks)
    begun: int | None = None
    for at, char in enumerate(chars):
        if char <= "\u3000" and char.isspace():
            begun = at if begun is None else begun
        elif begun is not None:
            if xs[at] - xs[begun] >= APART * size:
                found.append(at)
            begun = None
    return found


def _segments(chars: list[str], xs: list[float], bounds: list[int], start: int) -> Iterable[Segment]:
    """The segments between bounds, the blanks at their ends left out."""
    for first, behind in pairwise(bounds):
        last = behind
        while last > first and chars[last - 1].isspace():
            last -= 1
        if last > first:
            right = (
                xs[last] if last < behind or last + 1 == len(xs) else xs[last - 1] + _advance(xs, last - 1)
            )
            yield Segment(xs[first], right, first - start, last - start)


def _advance(xs: list[float], at: int) -> float:
    """How wide the character before a gap is: as wide as the one before it."""
    return min(xs[at + 1] - xs[at], xs[at] - xs[at - 1] if at else xs[at + 1] - xs[at])


def _main_size(runs: list[Run]) -> tuple[float, float]:
    """The size and base line of most of a line."""
    weights: dict[tuple[float, float], int] = {}
    for run in runs:
        key = (run.size, run.y)
        weights[key] = weights.get(key, 0) + len(run.text) - run.text.count(" ")
    return max(weights, key=lambda key: (weights[key], key[0]))


def _needs_space(gap: float, size: float, before: str, behind: str) -> bool:
    """Whether a gap stands for a blank: a narrow one between Latin words, a wide one elsewhere."""
    if before.isspace() or behind.isspace():
        return False
    if _WORD.match(before) and _WORD.match(behind):
        return gap > 0.2 * size
    return gap > 0.4 * size


def _without_doubles(runs: list[Run]) -> list[Run]:
    """Leave out runs drawn again in the same place to look bold or shadowed."""
    kept: list[Run] = []
    for run in runs:
        double = next(
            (
                other
                for other in reversed(kept[-3:])
                if other.text == run.text
                and abs(other.xs[0] - run.xs[0]) < 0.15 * run.size
                and abs(other.y - run.y) < 0.15 * run.size
            ),
            None,
        )
        if double is None:
            kept.append(run)
        else:
            double.bold = True
    return kept


def split_run(run: Run) -> list[Run]:
    """The parts of a run between blanks. Words that stand side by side belong to one cell."""
    bounds = [*run.xs[1:], run.end]
    return [
        part_of(run, *found.span(), bounds[found.end() - 1])
        for found in compiled(r"\S+").finditer("".join(char[:1] or " " for char in run.text))
    ]


def part_of(run: Run, begin: int, stop: int, end: float) -> Run:
    """Some characters of a run, which end at `end`."""
    return Run(run.y, run.size, run.xs[begin:stop], end, run.text[begin:stop], run.bold, run.confidence)


def is_footnote_mark(text: str) -> bool:
    """Whether raised characters can be the mark of a footnote.

    >>> is_footnote_mark("①"), is_footnote_mark("[3]"), is_footnote_mark("th")
    (True, True, False)
    """
    return _MARK.fullmatch(fold(text).strip()) is not None


def write_raised(text: str) -> str:
    """Raised figures as raised characters, so that they do not run into the number before them.

    >>> "95%" + write_raised("2")
    '95%²'
    """
    return text.translate(_RAISED) if compiled(r"[0-9n+-]{1,3}").fullmatch(text) else text


def slice_line(line: TextLine, parts: Sequence[Segment]) -> TextLine:
    """The part of a line that these neighbouring parts of it make."""
    start, end = parts[0].start, parts[-1].end
    text = line.text[start:end]
    segments: list[Segment] = []
    for part in parts:
        part = Segment(part.x0, part.x1, part.start - start, part.end - start)
        if segments and part.x0 - segments[-1].x1 < APART * line.size:
            part = Segment(segments[-1].x0, part.x1, segments[-1].start, part.end)
            segments.pop()
        segments.append(part)
    looks = [look for look in line.looks if look.start < end]
    size, y = next(
        ((look.size, look.y) for look in reversed(looks) if look.start <= start), (line.size, line.y)
    )
    return TextLine(
        page=line.page,
        x0=segments[0].x0,
        x1=segments[-1].x1,
        y=y,
        size=size,
        text=text,
        unit=display_width(_first_word(text), ambiguous=2) * size / 2,
        bold=line.bold,
        segments=tuple(segments),
        raised=tuple(
            Raised(mark.start - start, mark.end - start)
            for mark in line.raised
            if start <= mark.start and mark.end <= end
        ),
        confidence=line.confidence,
    )
