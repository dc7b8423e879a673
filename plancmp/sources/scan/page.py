"""A picture of a page to what is drawn on it, in the same terms as a page of a PDF."""

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from plancmp.sources.pdf.page import Box, PageContent, Rule, Run
from plancmp.sources.pdf.tables import PageTable, find_tables
from plancmp.sources.scan.engine import Picture, Quad, Words, read_line, recognise
from plancmp.sources.scan.rules import find_rules

_NARROW = 0.52
"""Width of a Latin letter or figure to that of a Chinese character."""
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’—…·]")
_HEIGHT = 0.8
"""Height of characters to that of the box that the engine draws around them, where no line tells."""
_LONG = 6.0
"""A line of so many characters tells its size by its length."""
_SAME_SIZE = 0.12
"""Sizes that differ by less are one: boxes are drawn by eye."""
_TELLING = 0.15
"""A line of this share of the page's width tells how far the page is askew."""
_LEVEL = 0.05
"""Degrees below which a page is straight."""
_BORDER = 0.003
"""Rules and what blurs around them, as a share of the page's width."""
_DARK = 140
_ALIKE = {"T": "1", "I": "1", "l": "1", "i": "1", "|": "1", "丨": "1", "O": "0", "o": "0", "Q": "0", "S": "5"}
"""Letters that a single figure is taken for."""
_DOUBTED = 0.85
_LEAST_SURE = 0.5
"""What the engine is less sure of is dirt as often as words."""
_MARKS = str.maketrans(",;:?!()", "，；：？！（）")
_HALF_MARK = re.compile(r"(?<=[\u4e00-\u9fff”》）〕])[,;:?!()]|[,;:?!()](?=[\u4e00-\u9fff“《（〔])")
_BLANK = re.compile(rf"(?<={_WIDE.pattern})\s+|\s+(?={_WIDE.pattern})")
_STROKE = re.compile(r"^[一-]\s?(\d{1,4})\s?[一-]$")


class Look(NamedTuple):
    """What was seen on a picture: how it was set straight, and the words, placed on the straight picture."""

    turns: int
    """Quarter turns, anticlockwise."""
    angle: float
    """Degrees that the lines fell to the right before it was turned back."""
    words: list[Words]


def look_at(picture: Picture, threads: int = -1) -> Look:
    """Recognise a page; in a ruled table, also the single figures that the engine does not find by itself."""
    words, turns = recognise(picture, threads)
    upright = _turned(picture, turns, 0.0)
    angles = [_angle(each.quad) for each in words if _length(each.quad) > _TELLING * upright.shape[1]]
    angle = float(median(angles)) if angles else 0.0
    if abs(angle) >= _LEVEL:
        turn = _turn_of(upright, angle)
        words = [
            each._replace(quad=(each.quad @ turn[:, :2].T + turn[:, 2]).astype(np.float32)) for each in words
        ]
    straight = _turned(upright, 0, angle)
    tables, _ = find_tables(page_of(straight, Look(0, 0.0, words), 1, 1.0))
    more = [found for table in tables for found in _words_in_cells(straight, table, threads)]
    words = [*words, *more]
    for table in tables:
        words = _with_figures(words, table)
    return Look(turns, round(angle, 3), [_rounded(each) for each in words])


def _rounded(words: Words) -> Words:
    """Words as they are stored, so that a page read again from the store is the same."""
    return Words(words.text, round(words.confidence, 4), np.round(words.quad, 1))


def page_of(picture: Picture, look: Look, number: int, scale: float) -> PageContent:
    """The page that a picture shows, set straight. `scale` is how many points a pixel has."""
    picture = _turned(picture, look.turns, look.angle)
    sure = [each for each in look.words if each.confidence >= _LEAST_SURE]
    horizontals, verticals = find_rules(picture, [each.quad for each in sure])
    runs = [
        run
        for each, size in zip(sure, _sizes(sure), strict=True)
        for run in _runs(each, size, verticals, scale)
    ]
    return PageContent(
        number,
        picture.shape[1] * scale,
        picture.shape[0] * scale,
        runs,
        [Rule(at * scale, start * scale, end * scale) for at, start, end in horizontals],
        [Rule(at * scale, start * scale, end * scale) for at, start, end in verticals],
        [],
        unreadable=sum(len(each.text) for each in look.words if each.confidence < _LEAST_SURE),
        recognised=True,
    )


def _turned(picture: Picture, turns: int, angle: float) -> Picture:
    """A picture set upright and straight."""
    if turns:
        picture = np.ascontiguousarray(np.rot90(picture, turns))
    if abs(angle) < _LEVEL:
        return picture
    height, width = picture.shape[:2]
    turn = _turn_of(picture, angle)
    turned = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255,) * 3)
    return np.asarray(turned, np.uint8)


def _turn_of(picture: Picture, angle: float) -> NDArray[np.float64]:
    """The matrix that turns a picture about its middle."""
    height, width = picture.shape[:2]
    return np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), np.float64)


def _words_in_cells(picture: Picture, table: PageTable, threads: int) -> Iterator[Words]:
    """Words in the cells of a ruled table where the engine found none though there is ink."""
    for cell in table.cells:
        ink = None if cell.lines else _ink_in(picture, cell.box)
        if ink is None:
            continue
        x0, y0, x1, y1 = ink
        text, confidence = read_line(_on_paper(picture[y0:y1, x0:x1]), threads)
        if text.strip():
            quad = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32)
            yield Words(text, confidence, quad)


def _with_figures(words: list[Words], table: PageTable) -> list[Words]:
    """A letter that stands alone in a column of figures is the figure it looks like; then it is not sure."""
    places: list[Box] = []
    for column in range(len(table.edges) - 1):
        cells = [cell for cell in table.cells if cell.column == column and cell.row > 0]
        figures = sum(1 for cell in cells if cell.text.strip().isdigit())
        alike = [cell.box for cell in cells if cell.text.strip() in _ALIKE or not cell.lines]
        if figures and figures + len(alike) == len(cells):
            places += alike

    def is_in(quad: Quad) -> bool:
        x, y = quad.mean(axis=0)
        return any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in places)

    return [
        each._replace(text=_ALIKE[each.text.strip()], confidence=min(each.confidence, _DOUBTED))
        if each.text.strip() in _ALIKE and is_in(each.quad)
        else each
        for each in words
    ]


def _on_paper(part: Picture) -> Picture:
    """A few characters with white paper on both sides: the engine knows lines, not single marks."""
    high, wide = part.shape[:2]
    side = max(high, (3 * high - wide) // 2)
    paper = cv2.copyMakeBorder(part, high // 4, high // 4, side, side, cv2.BORDER_CONSTANT, value=(255,) * 3)
    return np.asarray(paper, np.uint8)


def _ink_in(picture: Picture, box: Box) -> tuple[int, int, int, int] | None:
    """Where the ink of a cell stands, with some paper around it; None for a clean cell."""
    edge = max(round(picture.shape[1] * _BORDER), 3)
    x0, y0, x1, y1 = (round(at) + by for at, by in zip(box, (edge, edge, -edge, -edge), strict=True))
    if x1 - x0 < 2 * edge or y1 - y0 < 2 * edge:
        return None
    part = picture[y0:y1, x0:x1]
    grey = part if part.ndim == 2 else part.min(axis=2)
    # Specks of the scanner are smaller than any stroke.
    dark = cv2.medianBlur(np.where(grey < _DARK, 255, 0).astype(np.uint8), 3)
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not rows.size or rows[-1] - rows[0] < edge:
        return None
    return (
        max(x0 + int(columns[0]) - edge, 0),
        max(y0 + int(rows[0]) - edge, 0),
        x0 + int(columns[-1]) + edge,
        y0 + int(rows[-1]) + edge,
    )


def _angle(quad: Quad) -> float:
    """How far a line of words falls to the right, in degrees."""
    across, down = quad[1] - quad[0] + quad[2] - quad[3]
    return float(np.degrees(np.arctan2(down, across)))


def _length(quad: Quad) -> float:
    """How long a line of words is, in pixels."""
    return float(np.linalg.norm(quad[1] - quad[0]))


def _weights(text: str) -> list[float]:
    """Relative widths of characters."""
    return [1.0 if _WIDE.match(char) else _NARROW for char in text]


def _sizes(words: list[Words]) -> list[float]:
    """The size of the characters of each line in pixels; sizes that are nearly the same become one.

    Chinese characters fill squares, so a long line tells its size by its length; a short one by its height.
    """
    highs = [float(np.linalg.norm(each.quad[3] - each.quad[0])) for each in words]
    totals = [sum(_weights(each.text)) for each in words]
    wides = [_length(each.quad) / total for each, total in zip(words, totals, strict=True)]
    told = [at for at, total in enumerate(totals) if total >= _LONG]
    ratio = median([wides[at] / highs[at] for at in told]) if told else _HEIGHT
    measured = [high * ratio for high in highs]
    for at in told:
        measured[at] = min(wides[at], 1.3 * measured[at])
    common: list[float] = []
    for at in sorted(range(len(words)), key=lambda at: -len(words[at].text)):
        near = next((size for size in common if abs(measured[at] - size) <= _SAME_SIZE * size), None)
        if near is None:
            common.append(measured[at])
        measured[at] = measured[at] if near is None else near
    return measured


def written(text: str) -> str:
    """Recognised words with the marks that official writing has: engines turn full-width marks to half width.

    >>> written("农牧)厅(局、委）,新疆"), written("一2一")
    ('农牧）厅（局、委），新疆', '-2-')
    >>> written("增速(年均%)"), written("f(x)")
    ('增速（年均%）', 'f(x)')
    >>> written("藏书量 （册）"), written("5 G")
    ('藏书量（册）', '5 G')
    """
    text = _BLANK.sub("", _STROKE.sub(r"-\1-", text.strip()))
    text = _HALF_MARK.sub(lambda found: found.group().translate(_MARKS), text)
    return _paired(text)


def _paired(text: str) -> str:
    """Brackets with both halves as wide as the one that opens."""
    chars = list(text)
    open_at: list[int] = []
    for at, char in enumerate(text):
        if char in "(（":
            open_at.append(at)
        elif char in ")）" and open_at:
            chars[at] = "）" if text[open_at.pop()] == "（" else ")"
    return "".join(chars)


def _runs(each: Words, size: float, verticals: list[tuple[float, float, float]], scale: float) -> list[Run]:
    """The words of a line as runs, in points; a vertical rule that crosses the line parts it."""
    text = written(each.text)
    start, end = float(each.quad[:, 0].min()), float(each.quad[:, 0].max())
    middle = float(each.quad[:, 1].mean())
    weights = _weights(text)
    edges = start + np.concatenate(([0.0], np.cumsum(weights))) * (end - start) / sum(weights)
    cuts = sorted(
        int(np.abs(edges - at).argmin())
        for at, top, bottom in verticals
        if top <= middle <= bottom and start + 0.5 * size < at < end - 0.5 * size
    )
    runs: list[Run] = []
    for first, behind in pairwise([0, *cuts, len(text)]):
        piece = text[first:behind]
        if not piece.strip():
            continue
        runs.append(
            Run(
                (middle + 0.35 * size) * scale,
                size * scale,
                [float(edge) * scale for edge in edges[first:behind]],
                float(edges[behind]) * scale,
                list(piece),
                confidence=each.confidence,
            )
        )
    return runs
