"""A picture of a page to what is drawn on it, in the same terms as a page of a PDF."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import fmean, median
from typing import NamedTuple

import cv2
import numpy as np

from plancmp.sources.pdf.page import Box, PageContent, Rule, Run
from plancmp.sources.pdf.tables import PageTable, TableCell, find_tables
from plancmp.sources.scan.engine import Picture, Quad, Reading, find_words, read_lines, stands_on_its_head
from plancmp.sources.scan.rules import Segment, find_angle, find_ink, find_rules

_NARROW = 0.52
"""Width of a Latin letter or figure to that of a Chinese character."""
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’—…·]")
_MARK = re.compile(r"[，。、；：！？（）《》〈〉〔〕【】“”‘’·…,.;:!?()\[\]]")
_HEIGHT = 1.08
"""Size of characters to the height of the ink of a line, where no line tells."""
_HAN, _FIGURES_LOWER = re.compile(r"[\u2e80-\u9fff]"), 1.25
"""How much lower a line of figures is than one of Chinese characters."""
_LONG = 6
"""A line of so many characters tells its size by their distances."""
_SAME_SIZE = 0.12
"""Sizes that differ by less are one: boxes are drawn by eye."""
_LEVEL = 0.03
"""Degrees below which a page is straight."""
_GAP, _GAP_AT_MARK = 0.6, 1.2
"""Em of paper between two characters that the writer left; a mark has an empty half by itself."""
_OVERLAP = 0.6
"""Boxes on one line that overlap by so many heights hold the same characters; less is their rim."""
_REACH, _LOOSE = 1.2, 0.4
"""How far beyond a box of words their ink is looked for, and how far apart it may stand, in heights."""
_LEAST_SURE = 0.5
"""What the engine is less sure of is dirt as often as words."""
_FIGURE = re.compile(r"[0-9.%％＜＞<>≥≤±+\-〔〕\[\]]")
_SHORT = 14
"""A line of up to so many characters that holds a figure is read again, from a copy a little smaller."""
_SMALLER = 0.85
_STROKE_OF, _DASH = 0.25, 0.3
"""Shortest stroke, and how thin a dash is, to the height of a line."""
_CONTRADICTED, _ALIKE_SURE = 0.5, 0.85
_ALIKE = {"T": "1", "I": "1", "l": "1", "i": "1", "|": "1", "丨": "1", "O": "0", "o": "0", "Q": "0", "S": "5"}
"""Letters that a single figure is taken for."""
_BRACKET_KINDS = {**dict.fromkeys("([（〔【[", "open"), **dict.fromkeys(")]）〕】", "close")}
_EDGE = 0.17
"""The share of a page's height, at its top and at its bottom, where its number stands."""
_MARKS = str.maketrans(",;:?!()", "，；：？！（）")
_HALF_MARK = re.compile(r"(?<=[\u4e00-\u9fff”》）〕])[,;:?!()]|[,;:?!()](?=[\u4e00-\u9fff“《（〔])")
_BRACKETS, _LATIN = str.maketrans("()", "（）"), re.compile("[A-Za-z]")
_BLANK = re.compile(rf"^\s+|\s+$|(?<={_WIDE.pattern})\s+|\s+(?={_WIDE.pattern})")
_STROKE = re.compile(r"(?=.*[一—－-])[一—－-]{0,2}\s?(\d{1,4})\s?[一—－-]{0,2}")


class Words(NamedTuple):
    """A line of words on a straight page: what they say, how sure that is, where their ink stands."""

    text: str
    confidence: float
    """From 0 to 1: that of the least sure of its figures, and of all characters on the average."""
    box: Box
    centres: tuple[float, ...]
    """Where the middle of each character stands."""


class Look(NamedTuple):
    """What was seen on a picture of a page once that was set straight, in pixels."""

    width: int
    height: int
    words: list[Words]
    horizontals: list[Segment]
    verticals: list[Segment]
    lost: int
    """Characters that were not sure enough to be kept."""


def look_at(picture: Picture, threads: int = -1) -> Look:
    """Set a page straight and recognise it; figures are read twice, cells without words looked at again."""
    picture, quads = _upright(picture, threads)
    angle = find_angle(picture, quads)
    picture, boxes = _straight(picture, quads, angle)
    horizontals, verticals = find_rules(picture, boxes)
    ink = find_ink(picture, horizontals, verticals)
    boxes = [part for box in _joined(boxes) for part in _parted(box, verticals)]
    boxes = [found for box in boxes if (found := _with_its_ink(box, boxes, ink, verticals)) is not None]
    words, lost = _read(picture, boxes, threads)
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
        left = [(cell, found) for cell in cells if (found := _left_in(cell, ink, high)) is not None]
        thin = [(cell, box) for cell, box in left if box.y1 - box.y0 <= _DASH * high <= box.x1 - box.x0]
        dashes = [box for cell, box in thin if not cell.lines]
        more, _ = _read(picture, [box for cell, box in left if (cell, box) not in thin], threads)
        words += more
        words += [Words("—", 1.0, box, ((box.x0 + box.x1) / 2,)) for box in dashes]
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
    """Boxes of which none holds a part of the line of another: such two are one."""
    joined: list[Box] = []
    for box in sorted(boxes):
        for at, other in enumerate(joined):
            high = min(box.y1 - box.y0, other.y1 - other.y0)
            over = min(box.y1, other.y1) - max(box.y0, other.y0)
            if over >= 0.6 * high and other.x1 - box.x0 > _OVERLAP * high:
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
    dark = np.flatnonzero((part > 0).sum(axis=0) >= 2) + x0
    inside = np.flatnonzero((dark >= box.x0) & (dark <= box.x1))
    if not inside.size:
        return None
    first, last = int(inside[0]), int(inside[-1])
    while first > 0 and dark[first] - dark[first - 1] <= _LOOSE * high:
        first -= 1
    while last + 1 < dark.size and dark[last + 1] - dark[last] <= _LOOSE * high:
        last += 1
    left, right = int(dark[first]), int(dark[last]) + 1
    rows = np.flatnonzero(ink[y0:y1, left:right].any(axis=1))
    return Box(float(left), float(y0 + rows[0]), float(right), float(y0 + rows[-1] + 1))


def _read(picture: Picture, boxes: Sequence[Box], threads: int) -> tuple[list[Words], int]:
    """What stands in boxes drawn tight around ink; lines that are not sure are counted only."""
    crops = [_crop(picture, box) for box in boxes]
    readings = read_lines(crops, threads)
    twice = [at for at, said in enumerate(readings) if _is_short_figure(said.text)]
    again = read_lines([_smaller(crops[at]) for at in twice], threads)
    seconds = dict(zip(twice, again, strict=True))
    words: list[Words] = []
    lost = 0
    for at, (box, said) in enumerate(zip(boxes, readings, strict=True)):
        if not said.text.strip():
            continue
        if fmean(said.sure) < _LEAST_SURE:
            lost += len(said.text)
        else:
            words.append(_words(box, said, seconds.get(at), crops[at].shape[1]))
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


def _smaller(crop: Picture) -> Picture:
    """A copy for the second look, in which each stroke falls on other pixels."""
    copy = cv2.resize(crop, None, fx=_SMALLER, fy=_SMALLER, interpolation=cv2.INTER_AREA)
    return np.asarray(copy, np.uint8)


def _words(box: Box, said: Reading, second: Reading | None, wide: int) -> Words:
    """A reading as words on the page; figures that a second reading contradicts are not sure."""
    middle = (box.x0 + box.x1) / 2
    centres = tuple(round(middle + (centre - 0.5) * wide, 1) for centre in said.centres)
    figures = [sure for char, sure in zip(said.text, said.sure, strict=True) if _FIGURE.match(char)]
    confidence = min([fmean(said.sure), *figures])
    if _is_odd(said.text):
        confidence = min(confidence, _CONTRADICTED)
    if second is not None and written(second.text) != written(said.text):
        if (_is_odd(said.text), -fmean(said.sure)) > (_is_odd(second.text), -fmean(second.sure or (0.0,))):
            said = second
        confidence = min(confidence, _CONTRADICTED)
    return Words(said.text, round(confidence, 4), box, centres)


def _is_odd(text: str) -> bool:
    """Whether nobody writes a figure so: a bracket without its other half, a point at the end."""
    brackets = Counter(_BRACKET_KINDS.get(char, "") for char in text)
    return brackets["open"] != brackets["close"] or text.endswith(".")


def _left_in(cell: TableCell, ink: Picture, high: float) -> Box | None:
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
    right, bottom = (strokes[:, 0] + strokes[:, 2]).max(), (strokes[:, 1] + strokes[:, 3]).max()
    return Box(float(x0 + left), float(y0 + top), float(x0 + right), float(y0 + bottom))


def _with_figures(words: list[Words], table: PageTable) -> list[Words]:
    """A letter that stands alone in a column of figures is the figure it looks like; then it is not sure."""
    places: list[Box] = []
    for column in range(len(table.edges) - 1):
        cells = [cell for cell in table.cells if cell.column == column and cell.row > 0]
        figures = sum(1 for cell in cells if cell.text.strip().isdigit())
        alike = [cell.box for cell in cells if cell.text.strip() in _ALIKE or not cell.lines]
        if figures and figures + len(alike) == len(cells):
            places += alike

    def is_in(box: Box) -> bool:
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        return any(place.x0 <= x <= place.x1 and place.y0 <= y <= place.y1 for place in places)

    return [
        each._replace(text=_ALIKE[each.text], confidence=min(each.confidence, _ALIKE_SURE))
        if each.text in _ALIKE and is_in(each.box)
        else each
        for each in words
    ]


def page_of(look: Look, number: int, scale: float) -> PageContent:
    """The page that was seen. `scale` is how many points a pixel has."""
    words = _with_number(look)
    sizes = _sizes(words)
    return PageContent(
        number,
        look.width * scale,
        look.height * scale,
        [run for each, size in zip(words, sizes, strict=True) for run in _runs(each, size, scale)],
        [Rule(at * scale, start * scale, end * scale) for at, start, end in look.horizontals],
        [Rule(at * scale, start * scale, end * scale) for at, start, end in look.verticals],
        [],
        unreadable=look.lost,
        recognised=True,
    )


def _with_number(look: Look) -> list[Words]:
    """The words, the page's own number written as in print: strokes around it are lost or read as 一."""
    at_edge = sorted(
        (
            each
            for each in look.words
            if not _EDGE < (each.box.y0 + each.box.y1) / 2 / look.height < 1 - _EDGE
        ),
        key=lambda each: each.box.x0,
    )
    for number in at_edge:
        row = [each for each in at_edge if each.box.y0 < number.box.y1 and each.box.y1 > number.box.y0]
        found = _STROKE.fullmatch("".join(each.text for each in row).strip())
        if found and number.text.strip(" 一—－-") == found[1]:
            box = Box(row[0].box.x0, number.box.y0, row[-1].box.x1, number.box.y1)
            said = number._replace(text=f"-{found[1]}-", centres=(), box=box)
            return [each for each in look.words if each not in row] + [said]
    return look.words


def _weights(text: str) -> list[float]:
    """Relative widths of characters."""
    return [1.0 if _WIDE.match(char) else _NARROW for char in text]


def _sizes(words: list[Words]) -> list[float]:
    """The size of the characters of each line in pixels; sizes that are nearly the same become one.

    Chinese characters fill squares: long lines tell by their length how the height of ink goes with the size.
    """
    highs = [
        (each.box.y1 - each.box.y0) * (1.0 if _HAN.search(each.text) else _FIGURES_LOWER) for each in words
    ]
    told = [
        (each.box.x1 - each.box.x0) / sum(_weights(each.text)) / high
        for each, high in zip(words, highs, strict=True)
        if len(each.text) >= _LONG
    ]
    ratio = median(told) if told else _HEIGHT
    measured = [high * ratio for high in highs]
    common: list[float] = []
    for at in sorted(range(len(words)), key=lambda at: -len(words[at].text)):
        near = next((size for size in common if abs(measured[at] - size) <= _SAME_SIZE * size), None)
        if near is None:
            common.append(measured[at])
        measured[at] = measured[at] if near is None else near
    return measured


def written(text: str) -> str:
    """Recognised words with the marks that official writing has: engines turn full-width marks to half width.

    >>> written("农牧)厅(局、委）,新疆"), written("增速(年均%)"), written("f(x)")
    ('农牧）厅（局、委），新疆', '增速（年均%）', 'f(x)')
    >>> written("藏书量 （册）"), written("5 G")
    ('藏书量（册）', '5 G')
    """
    return _marked(_BLANK.sub("", text))


def _marked(text: str) -> str:
    """The same characters: full-width marks beside Chinese, brackets as wide as the one that opens."""
    text = _HALF_MARK.sub(lambda found: found.group().translate(_MARKS), text)
    chars = list(text if _LATIN.search(text) else text.translate(_BRACKETS))
    open_at: list[int] = []
    for at, char in enumerate(text):
        if char in "(（":
            open_at.append(at)
        elif char in ")）" and open_at:
            chars[at] = "）" if text[open_at.pop()] == "（" else ")"
    return "".join(chars)


def _runs(each: Words, size: float, scale: float) -> Iterator[Run]:
    """The words of a line as runs, in points; paper that was left between two characters parts them."""
    blank = {at for found in _BLANK.finditer(each.text) for at in range(*found.span())}
    kept = [at for at in range(len(each.text)) if at not in blank]
    text = _marked("".join(each.text[at] for at in kept))
    weights = _weights(text)
    box = each.box
    if len(each.centres) == len(each.text):
        centres = [each.centres[at] for at in kept]
    else:
        ends = np.cumsum(weights) / sum(weights)
        centres = [
            box.x0 + (end - weight / sum(weights) / 2) * (box.x1 - box.x0)
            for end, weight in zip(ends, weights, strict=True)
        ]
    lefts = [centre - weight * size / 2 for centre, weight in zip(centres, weights, strict=True)]
    rights = [centre + weight * size / 2 for centre, weight in zip(centres, weights, strict=True)]
    edges = [(right + left) / 2 for right, left in zip(rights, lefts[1:], strict=False)]
    edges = [min(lefts[0], box.x0), *edges, max(rights[-1], box.x1)]
    parts = [
        at
        for at in range(1, len(text))
        if lefts[at] - rights[at - 1]
        > size * (_GAP_AT_MARK if _MARK.match(text[at]) or _MARK.match(text[at - 1]) else _GAP)
    ]
    for first, behind in pairwise([0, *parts, len(text)]):
        piece = text[first:behind]
        if not piece.strip():
            continue
        xs = edges[first:behind]
        xs[0] = lefts[first] if first else xs[0]
        end = edges[behind] if behind == len(text) else rights[behind - 1]
        yield Run(
            ((box.y0 + box.y1) / 2 + 0.35 * size) * scale,
            size * scale,
            [edge * scale for edge in xs],
            end * scale,
            list(piece),
            confidence=each.confidence,
        )
