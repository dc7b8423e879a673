"""A picture of a page to what was seen on it once that was set straight: words, ruling lines."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import fmean, median
from typing import NamedTuple

import cv2
import numpy as np

from plancmp.sources.pdf.page import Box
from plancmp.sources.pdf.tables import PageTable, TableCell, find_tables
from plancmp.sources.scan.decoding import Reading
from plancmp.sources.scan.engine import (
    NARROW,
    Picture,
    Quad,
    find_words,
    read_lines,
    stands_on_its_head,
)
from plancmp.sources.scan.page import Look, Segment, Words, page_of, written
from plancmp.sources.scan.rules import find_angle, find_ink, find_rules, without_specks
from plancmp.text.keeping import compiled

_LEVEL = 0.03
"""Degrees below which a page is straight."""
_REACH, _LOOSE, _CLOSE = 3.2, 0.7, 0.4
"""How far beyond a box of words their ink is looked for, how far apart characters may stand, and any ink."""
_CHARACTER = 0.5
"""The longer side of a character to the height of its line, at least: specks are smaller."""
_FLAT, _NEXT = 0.6, 0.6
"""A box so much lower than the next one is flat; it belongs to that if it stands so near, in heights."""
_STEP, _BLANK = 1.15, 0.42
"""Em between the middles of two characters, and of paper between their ink, where the writer left a blank."""
_EM = 1.08
"""Size of Chinese characters to the height of their ink."""
_LEAST_SURE = 0.5
"""What the engine is less sure of is dirt as often as words."""
_FIGURE = compiled(r"[0-9.%％＜＞<>≥≤±+\-〔〕\[\]]")
_HAN = compiled(r"[\u3400-\u9fff]")
_CROWDED = 0.45
"""Chinese characters fill squares: two middles are never so near, in em."""
_SHORT = 14
"""A line of up to so many characters that holds a figure is read again, from a copy a little smaller."""
_SMALLER, _LARGER = 0.85, 1.6
"""Copies for the second look, in which each stroke falls on other pixels, and for the one that decides."""
_MAGNIFIED, _LEAST_LOOP = 4, 0.003
"""How many times larger signs are looked at, and the area of a loop to the square of their height."""
_STROKE_OF, _DASH = 0.25, 0.3
"""Shortest stroke, and how thin a dash is, to the height of a line."""
_PER, _FULL_LOOP = "%％‰", 0.82
_STROKES, _RANGE, _LONG_STROKE = "-－—–一", compiled(r"[0-9年月日][-－—–一][0-9]"), 0.6
"""A stroke between figures is that of a range where it is so many em long."""
_POINT_BEHIND = compiled(r"[^.]{0,4}[≥≤<>＜＞%‰][^.]{0,4}(?:\.[^.]+)?\.")
"""No value ends in a point, as the number before an item does: that is dirt."""
_SOLID = 0.75
"""Between two strokes that nearly touch the paper is this much lighter than they are."""
_CONTRADICTED, _ALIKE_SURE = 0.5, 0.85
_ALIKE = {"T": "1", "I": "1", "l": "1", "i": "1", "|": "1", "丨": "1", "O": "0", "o": "0", "Q": "0", "S": "5"}
"""Letters that a single figure is taken for."""
_FIGURES = compiled(r"[0-9]+(?:\.[0-9]+)?[%‰]?\.?")
_BRACKET_KINDS = {**dict.fromkeys("([（〔【[", "open"), **dict.fromkeys(")]）〕】", "close")}


def look_at(picture: Picture, threads: int = -1) -> Look:
    """Set a page straight and recognise it; figures are read twice, cells without words looked at again."""
    picture, quads = _upright(picture, threads)
    angle = find_angle(picture, quads)
    picture, boxes = _straight(picture, quads, angle)
    horizontals, verticals = find_rules(picture, boxes)
    ink = find_ink(picture, horizontals, verticals)
    boxes = [part for box in _joined(boxes) for part in _parted(box, verticals)]
    boxes = [found for box in boxes if (found := _with_its_ink(box, boxes, ink, verticals)) is not None]
    clean = without_specks(picture, ink)
    words, lost = _read(picture, clean, boxes, threads)
    words = [_with_blanks(each, ink) for each in words]
    height, width = picture.shape[:2]
    look = Look(width, height, words, horizontals, verticals, lost)
    tables, _ = find_tables(page_of(look, 1, 1.0))
    if tables and words:
        high = median(each.box.y1 - each.box.y0 for each in words)
        for each in words:
            x0, y0, x1, y1 = (round(edge) for edge in each.box)
            room = round(0.2 * high)
            ink[max(y0 - room, 0) : y1 + room, max(x0 - room, 0) : x1 + room] = 0
        cells = [cell for table in tables for cell in table.cells]
        left = [rest for cell in cells if (rest := _left_in(cell, ink, high)) is not None]
        dashes = [
            each for each in left if each.box.y1 - each.box.y0 <= _DASH * high <= each.box.x1 - each.box.x0
        ]
        more, _ = _read(picture, clean, [each.box for each in left if each not in dashes], threads)
        words += more
        words += [_dash(picture, each.box, high) for each in dashes if not each.cell.lines]
    for table in tables:
        words = _with_figures(words, table)
    return look._replace(words=words)


def _upright(picture: Picture, threads: int) -> tuple[Picture, list[Quad]]:
    """A picture turned so that its words can be read, with where they stand."""
    quads = find_words(picture, threads)
    sizes = np.array([np.ptp(quad, axis=0) for quad in quads]).reshape(-1, 2)
    if len(quads) >= 3 and (sizes[:, 0] >= sizes[:, 1]).sum() * 2 < len(quads):
        picture = np.ascontiguousarray(np.rot90(picture))
        quads = find_words(picture, threads)
    if stands_on_its_head(picture, quads, threads):
        corner = np.array(picture.shape[1::-1], np.float32)
        picture = np.ascontiguousarray(np.rot90(picture, 2))
        quads = [(corner - quad)[[2, 3, 0, 1]] for quad in quads]
    return picture, quads


def _straight(picture: Picture, quads: list[Quad], angle: float) -> tuple[Picture, list[Box]]:
    """A picture turned about its middle so that its lines are level, with the boxes of its words."""
    if abs(angle) >= _LEVEL:
        height, width = picture.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        turned = cv2.warpAffine(
            picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
        )
        picture = np.asarray(turned, np.uint8)
        quads = [np.asarray(quad @ turn[:, :2].T + turn[:, 2], np.float32) for quad in quads]
    most = np.array(picture.shape[1::-1])
    boxes = []
    for quad in quads:
        # The corners of a long line tell its ends; their means tell its height better than the outermost.
        left, right = quad[[0, 3], 0].min(), quad[[1, 2], 0].max()
        top, bottom = quad[[0, 1], 1].mean(), quad[[2, 3], 1].mean()
        x0, y0, x1, y1 = np.clip([left, top, right, bottom], 0, [*most, *most])
        if x1 - x0 >= 3 and y1 - y0 >= 3:
            boxes.append(Box(float(x0), float(y0), float(x1), float(y1)))
    return picture, boxes


def _joined(boxes: list[Box]) -> list[Box]:
    """Boxes of which none reaches into another on its line: between such two a character may stand cut.

    A flat box close before a high one holds a stroke of its line: the 一 of （一）.
    """
    joined: list[Box] = []
    for box in sorted(boxes):
        for at, other in enumerate(joined):
            low, high = sorted((box.y1 - box.y0, other.y1 - other.y0))
            over = min(box.y1, other.y1) - max(box.y0, other.y0)
            room = _NEXT * high if low <= _FLAT * high else 0.0
            if over >= 0.6 * low and other.x1 + room > box.x0:
                joined[at] = Box(
                    other.x0, min(box.y0, other.y0), max(box.x1, other.x1), max(box.y1, other.y1)
                )
                break
        else:
            joined.append(box)
    return joined


def _parted(box: Box, verticals: list[Segment]) -> Iterator[Box]:
    """The parts of a box between the vertical rules that cross it."""
    middle, inset = (box.y0 + box.y1) / 2, 0.25 * (box.y1 - box.y0)
    cuts = [at for at, top, bottom in verticals if top <= middle <= bottom and box.x0 < at < box.x1]
    for left, right in pairwise([box.x0, *sorted(cuts), box.x1]):
        if right - left > inset:
            yield box._replace(x0=left, x1=right)


def _with_its_ink(box: Box, boxes: list[Box], ink: Picture, verticals: list[Segment]) -> Box | None:
    """A box drawn tight around its ink, with brackets that it cut off at its ends; None for paper."""
    high = box.y1 - box.y0
    low, top = box.x0 - _REACH * high, box.x1 + _REACH * high
    middle = (box.y0 + box.y1) / 2
    for other in boxes:
        if other.y0 < middle < other.y1 and other is not box:
            if other.x0 + other.x1 < box.x0 + box.x1:
                low = max(low, min(other.x1, box.x0))
            else:
                top = min(top, max(other.x0, box.x1))
    edge = max(3.0, 0.08 * high)
    for at, start, end in verticals:
        if start <= middle <= end:
            low = max(low, at + edge) if at <= box.x0 + edge else low
            top = min(top, at - edge) if at >= box.x1 - edge else top
    x0, x1 = max(int(low), 0), min(int(top) + 1, ink.shape[1])
    y0, y1 = max(int(box.y0), 0), int(box.y1) + 1
    part = ink[y0:y1, x0:x1]
    dark = np.flatnonzero((part > 0).sum(axis=0) >= 2)
    runs = np.split(dark, np.flatnonzero(np.diff(dark) > _CLOSE * high) + 1)
    inside = [at for at, run in enumerate(runs) if ((run >= box.x0 - x0) & (run <= box.x1 - x0)).any()]
    if not inside:
        return None

    def belongs(at: int, beside: int) -> bool:
        gap = max(runs[at][0], runs[beside][0]) - min(runs[at][-1], runs[beside][-1])
        tall = np.ptp(np.flatnonzero(part[:, runs[at]].any(axis=1)))
        return bool(gap <= _LOOSE * high and max(np.ptp(runs[at]), tall) >= _CHARACTER * high)

    first, last = inside[0], inside[-1]
    while first > 0 and belongs(first - 1, first):
        first -= 1
    while last + 1 < len(runs) and belongs(last + 1, last):
        last += 1
    left, right = x0 + int(runs[first][0]), x0 + int(runs[last][-1]) + 1
    rows = np.flatnonzero(ink[y0:y1, left:right].any(axis=1))
    return Box(float(left), float(y0 + rows[0]), float(right), float(y0 + rows[-1] + 1))


def _read(picture: Picture, clean: Picture, boxes: Sequence[Box], threads: int) -> tuple[list[Words], int]:
    """What stands in boxes drawn tight around ink; lines that are not sure are counted only.

    Short lines with figures are read again, from the `clean` copy; where that differs, a third time.
    """
    crops = [_crop(picture, box) for box in boxes]
    readings = [[first] for first in read_lines(crops, threads)]
    for size, way in ((_SMALLER, cv2.INTER_AREA), (_LARGER, cv2.INTER_CUBIC)):
        doubtful = [at for at, said in enumerate(readings) if _is_short_figure(said[0].text)]
        if size > 1:
            doubtful = [at for at in doubtful if len({written(each.text) for each in readings[at]}) > 1]
        copies = [
            cv2.resize(_crop(clean, boxes[at]), None, fx=size, fy=size, interpolation=way) for at in doubtful
        ]
        again = read_lines([np.asarray(copy, np.uint8) for copy in copies], threads, NARROW)
        for at, another in zip(doubtful, again, strict=True):
            readings[at].append(another)
    words: list[Words] = []
    lost = 0
    for box, crop, said in zip(boxes, crops, readings, strict=True):
        if not said[0].text.strip():
            continue
        if fmean(said[0].sure) < _LEAST_SURE:
            lost += len(said[0].text)
        else:
            words.append(_with_signs(_words(box, said, crop.shape[1]), clean))
    return words, lost


def _is_short_figure(text: str) -> bool:
    """Whether a line is short and holds a figure: a value in a table, most likely."""
    return len(text) <= _SHORT and any(char.isdigit() for char in text)


def _crop(picture: Picture, box: Box) -> Picture:
    """The part of a picture around a box, with some paper: of a mark or two as much as of a short line."""
    high = box.y1 - box.y0
    room = max(3, round(0.15 * high))
    x0, y0, x1, y1 = (round(edge) for edge in box)
    part = picture[max(y0 - room, 0) : y1 + room, max(x0 - room, 0) : x1 + room]
    side = max(0, round((1.5 * part.shape[0] - part.shape[1]) / 2))
    if side:
        part = np.asarray(cv2.copyMakeBorder(part, 0, 0, side, side, cv2.BORDER_REPLICATE), np.uint8)
    return part


def _words(box: Box, readings: list[Reading], wide: int) -> Words:
    """A line as most readings have it; figures that another reading contradicts or misses are not sure."""
    votes = Counter(written(each.text) for each in readings)

    def rank(each: Reading) -> tuple[bool, int, float]:
        return not _is_odd(each.text), votes[written(each.text)], fmean(each.sure)

    said = max((each for each in readings if each.text.strip()), key=rank)
    figures = [sure for char, sure in zip(said.text, said.sure, strict=True) if _FIGURE.match(char)]
    confidence = min([fmean(said.sure), *figures])
    if _is_odd(said.text) or len(votes) > 1:
        confidence = min(confidence, _CONTRADICTED)
    middle = (box.x0 + box.x1) / 2
    letters: list[tuple[str, float, float]] = []
    for char, sure, centre in zip(said.text, said.sure, said.centres, strict=True):
        letter = (char, sure, round(middle + (centre - 0.5) * wide, 1))
        if letters and _is_one(letters[-1], letter, _EM * (box.y1 - box.y0)):
            letters[-1] = max(letters[-1], letter, key=lambda each: each[1])
        else:
            letters.append(letter)
    text = "".join(char for char, _, _ in letters)
    return Words(text, round(confidence, 4), box, tuple(centre for _, _, centre in letters))


def _with_signs(words: Words, picture: Picture) -> Words:
    """The words with signs told apart by what is measured: loops of ink, a long stroke."""
    letters = list(zip(words.text, words.centres, strict=True))
    said: list[tuple[str, float]] = []
    for at, (char, centre) in enumerate(letters):
        before, after = letters[at - 1] if at else None, letters[at + 1] if at + 1 < len(letters) else None
        if said and said[-1][0] in _PER and char in "0oO":
            continue
        if char in _PER:
            if after is not None and after[0] in "0oO":
                # At the end of a sentence, the loop behind is a full stop more often than not.
                char = "%" if len(letters) > _SHORT and at + 2 == len(letters) else "‰"
                after = letters[at + 2] if at + 2 < len(letters) else None
            said += _per(char, centre, _between(words, before, after), picture)
        elif char in _STROKES and before and after and _RANGE.fullmatch(before[0] + char + after[0]):
            place = _between(words, before, after)
            long = _stroke(picture, place) >= _LONG_STROKE * _EM * (place.y1 - place.y0)
            said.append(("—" if long else char, centre))
        else:
            said.append((char, centre))
    text = "".join(char for char, _ in said)
    if _POINT_BEHIND.fullmatch(text):
        said = said[:-1]
    return words._replace(text=text[: len(said)], centres=tuple(centre for _, centre in said))


def _per(char: str, centre: float, place: Box, picture: Picture) -> Iterator[tuple[str, float]]:
    """Per cent or per mille by its two or three loops; a lower loop behind is a full stop."""
    loops = _loops(picture, place)
    highest = max((high for _, high in loops), default=0.0)
    large = [at for at, high in loops if high >= _FULL_LOOP * highest]
    yield {2: "%", 3: "‰"}.get(len(large), char), centre
    yield from (("。", at) for at, high in loops[-1:] if len(large) == 2 and high < _FULL_LOOP * highest)


def _between(words: Words, before: tuple[str, float] | None, after: tuple[str, float] | None) -> Box:
    """The part of a line between two characters of it, None for its ends."""
    box = words.box
    em = _EM * (box.y1 - box.y0)
    left = box.x0 if before is None else before[1] + _half(before[0]) * em
    right = box.x1 if after is None else after[1] - _half(after[0]) * em
    return box._replace(x0=left, x1=right)


def _half(char: str) -> float:
    """How far loops of a character may stand from its middle, in em."""
    return 0.0 if char in _BRACKET_KINDS else 0.5 if _HAN.match(char) else 0.25


def _loops(picture: Picture, box: Box) -> list[tuple[float, float]]:
    """The loops of ink with their middle inside a box, from left to right: where they are, how high."""
    high = box.y1 - box.y0
    wider = box._replace(x0=max(box.x0 - high, 0), x1=box.x1 + high, y0=max(box.y0 - 2, 0), y1=box.y1 + 2)
    shapes, order = cv2.findContours(_magnified(picture, wider), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    least = _LEAST_LOOP * (high * _MAGNIFIED) ** 2
    loops = []
    for shape, held in zip(shapes, order[0] if shapes else (), strict=True):
        if held[3] >= 0 and cv2.contourArea(shape) >= least:
            x, _, wide, tall = cv2.boundingRect(shape)
            loops.append((round(wider.x0) + (x + wide / 2) / _MAGNIFIED, float(tall)))
    return sorted(each for each in loops if box.x0 <= each[0] <= box.x1)


def _stroke(picture: Picture, box: Box) -> float:
    """How long the ink is that goes through a box at half its height, in pixels."""
    room = 0.3 * (box.y1 - box.y0)
    ink = _magnified(picture, box._replace(y0=box.y0 + room, y1=box.y1 - room))
    edges = np.flatnonzero(np.diff(ink.any(axis=0), prepend=False, append=False))
    return float(np.diff(edges)[::2].max(initial=0)) / _MAGNIFIED


def _magnified(picture: Picture, box: Box) -> Picture:
    """The ink in a box, 255 on 0, several times as large."""
    x0, y0, x1, y1 = (round(edge) for edge in box)
    if x1 <= x0 or y1 <= y0:
        return np.zeros((1, 1), np.uint8)
    grey = cv2.cvtColor(np.ascontiguousarray(picture[y0:y1, x0:x1]), cv2.COLOR_BGR2GRAY)
    large = cv2.resize(grey, None, fx=_MAGNIFIED, fy=_MAGNIFIED, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.threshold(large, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], np.uint8)


def _is_one(before: tuple[str, float, float], letter: tuple[str, float, float], em: float) -> bool:
    """Whether two Chinese characters were read where there is room for one only."""
    return bool(_HAN.match(before[0]) and _HAN.match(letter[0])) and letter[2] - before[2] < _CROWDED * em


def _with_blanks(words: Words, ink: Picture) -> Words:
    """The words with a wide blank where the writer left paper between two Chinese characters."""
    text, centres = words.text, words.centres
    pairs = [at for at in range(1, len(text)) if _HAN.match(text[at - 1]) and _HAN.match(text[at])]
    steps = [centres[at] - centres[at - 1] for at in pairs]
    if len(pairs) < 3:
        return words
    em = median(steps)
    columns = ink[round(words.box.y0) : round(words.box.y1)].max(axis=0) > 0
    blanks = []
    for at, step in zip(pairs, steps, strict=True):
        dark = np.flatnonzero(columns[round(centres[at - 1]) : round(centres[at]) + 1])
        paper = np.diff(dark).max(initial=0)
        if step >= _STEP * em and paper >= _BLANK * em:
            blanks.append(at)
    for at in reversed(blanks):
        text = f"{text[:at]}\u3000{text[at:]}"
        centres = (*centres[:at], (centres[at - 1] + centres[at]) / 2, *centres[at:])
    return words._replace(text=text, centres=centres)


def _is_odd(text: str) -> bool:
    """Whether nobody writes a figure so: a bracket without its other half, a point at the end."""
    brackets = Counter(_BRACKET_KINDS.get(char, "") for char in text)
    return brackets["open"] != brackets["close"] or text.endswith(".")


class _Left(NamedTuple):
    """Ink of a cell that the engine found no words in."""

    cell: TableCell
    box: Box


def _left_in(cell: TableCell, ink: Picture, high: float) -> _Left | None:
    """The ink of a cell that the engine found no words in; None where it is no line of characters."""
    x0, y0, x1, y1 = (round(edge) for edge in cell.box)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink[y0:y1, x0:x1])
    longest = stats[1:, 2:4].max(axis=1, initial=0)
    strokes = stats[1:][(longest >= _STROKE_OF * high) & (stats[1:, 3] <= 1.5 * high)]
    if not len(strokes):
        return None
    biggest = strokes[strokes[:, 4].argmax()]
    middles = strokes[:, 1] + strokes[:, 3] / 2
    strokes = strokes[np.abs(middles - biggest[1] - biggest[3] / 2) <= 0.5 * high]
    left, top = strokes[:, 0].min(), strokes[:, 1].min()
    right, bottom = ((strokes[:, 0] + strokes[:, 2]).max(), (strokes[:, 1] + strokes[:, 3]).max())
    return _Left(cell, Box(*(float(at) for at in (x0 + left, y0 + top, x0 + right, y0 + bottom))))


def _dash(picture: Picture, box: Box, high: float) -> Words:
    """A dash in a cell, of one or more strokes that nearly touch: nothing is stated there."""
    x0, y0, x1, y1 = (round(edge) for edge in box)
    dark = 255 - picture[y0:y1, x0:x1].min(axis=(0, 2)).astype(np.int16)
    solid = dark > _SOLID * dark.max()
    strokes = int((np.diff(solid, prepend=False) & solid).sum())
    long = (x1 - x0) / (_EM * high)
    text = "-" * strokes if long / strokes < 0.6 else "—" * max(round(long), 1)
    step = (x1 - x0) / len(text)
    return Words(text, 1.0, box, tuple(x0 + (at + 0.5) * step for at in range(len(text))))


def _with_figures(words: list[Words], table: PageTable) -> list[Words]:
    """The words of columns of figures: a letter alone is the figure it looks like, a point behind is dirt.

    What is changed is not sure.
    """
    alike: list[Box] = []
    pointed: list[Box] = []
    for column in range(len(table.edges) - 1):
        cells = [cell for cell in table.cells if cell.column == column and cell.row > 0]
        figures = [cell for cell in cells if _FIGURES.fullmatch(cell.text.strip())]
        behind = [cell.box for cell in figures if cell.text.strip().endswith(".")]
        if 2 * len(behind) < len(figures):
            pointed += behind
        whole = sum(1 for cell in figures if cell.text.strip().isdigit())
        letters = [cell.box for cell in cells if cell.text.strip() in _ALIKE or not cell.lines]
        if whole and whole + len(letters) == len(cells):
            alike += letters

    def changed(each: Words) -> str:
        x, y = (each.box.x0 + each.box.x1) / 2, (each.box.y0 + each.box.y1) / 2
        if each.text in _ALIKE and any(_holds(place, x, y) for place in alike):
            return _ALIKE[each.text]
        if each.text.endswith(".") and any(_holds(place, x, y) for place in pointed):
            return each.text[:-1]
        return each.text

    return [
        each._replace(
            text=text, centres=each.centres[: len(text)], confidence=min(each.confidence, _ALIKE_SURE)
        )
        if (text := changed(each)) != each.text
        else each
        for each in words
    ]


def _holds(place: Box, x: float, y: float) -> bool:
    """Whether a point lies in a box."""
    return place.x0 <= x <= place.x1 and place.y0 <= y <= place.y1
