"""A photograph of a page to the page seen from above: by the edges of the sheet, else by the lines on it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from plancmp.sources.scan.engine import Picture
from plancmp.sources.scan.rules import dark

Points = NDArray[np.float64]
"""Two ends of a stroke a row: segments × 2 × (x, y), from the middle of the picture, in its longer side."""

_SHEET = (0.3, 0.97)
"""A sheet of paper in a photograph takes so much of it; one that fills all of it was cut out before."""
_SMALLEST_SHEET, _LONGEST_SHEET = 300, 5
"""A picture of fewer pixels, or so many times longer than wide, shows no sheet."""
_LOOKED_AT = 1500
"""Pixels of the longer side of the copy on which lines are looked for."""
_AFAR, _PAPER = 0.1, 240
"""Size of the copy on which words are too small to be seen, and how bright paper is made."""
_FEWEST_LINES, _MOST_LINES = 4, 80
_FULLEST = 0.25
"""So much of a page is never ink."""
_SINE = 0.01
"""Strokes that point so near to one place, as the sine of an angle, run along one direction of the page."""
_AGREE, _CROOKED = 0.6, 0.02
"""So large a share of the strokes does; and edges of a sheet set right lie no further off."""
_SLANT = (0.04, 0.8)
"""How much smaller the far end of a page is drawn: less is that of no photograph, more of no page."""


def flat(picture: Picture) -> Picture:
    """A photograph with the sheet of paper on it seen from above; other pictures stay as they are."""
    short, long = sorted(picture.shape[:2])
    if short < _SMALLEST_SHEET or long > _LONGEST_SHEET * short:
        return picture
    straight = _by_lines(picture)
    if straight is not None:
        picture = _turned(picture, straight)
    sheet = _by_edges(picture, cut_only=straight is not None)
    if sheet is not None:
        picture = _turned(picture, sheet)
    return picture if straight is None and sheet is None else _evenly_lit(picture)


def _evenly_lit(picture: Picture) -> Picture:
    """A picture as bright as its paper is everywhere: the brightest around each place, seen from afar."""
    small = cv2.resize(picture, None, fx=_AFAR, fy=_AFAR, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 7)
    paper = cv2.resize(cv2.GaussianBlur(paper, (5, 5), 0), picture.shape[1::-1]).astype(np.float32)
    light = picture.astype(np.float32) * (_PAPER / np.maximum(paper, 1.0))
    return np.clip(light, 0, 255).astype(np.uint8)


def _turned(picture: Picture, turn: "_Turn") -> Picture:
    """A picture with its points moved; what lies beyond it is as bright as its edge."""
    way, *size = turn
    edge = np.median(np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]), axis=0)
    return np.asarray(cv2.warpPerspective(picture, way, size, borderValue=edge.tolist()), np.uint8)


_Turn = tuple[NDArray[np.float64], int, int]
"""How points of a picture move, and how wide and high the new one is."""


def _by_edges(picture: Picture, *, cut_only: bool) -> _Turn | None:
    """By the four corners of a sheet that is brighter than what it lies on; `cut_only` if it is set right."""
    scale = 500 / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (9, 9), 0)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    joined = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    shapes, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(shapes, key=cv2.contourArea, default=None)
    if largest is None:
        return None
    hull = cv2.convexHull(largest)
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True).reshape(-1, 2)
    share = cv2.contourArea(hull) / (small.shape[0] * small.shape[1])
    if len(corners) != 4 or not _SHEET[0] <= share <= _SHEET[1]:
        return None
    sums, differences = corners.sum(axis=1), np.diff(corners, axis=1)[:, 0]
    order = [sums.argmin(), differences.argmin(), sums.argmax(), differences.argmax()]
    source = (corners[order] / scale).astype(np.float32)
    slopes = np.abs([source[[0, 3], 1] - source[[1, 2], 1], source[[0, 1], 0] - source[[3, 2], 0]])
    if cut_only and slopes.max() > _CROOKED * max(picture.shape):
        return None
    wide = max(np.linalg.norm(source[0] - source[1]), np.linalg.norm(source[3] - source[2]))
    high = max(np.linalg.norm(source[0] - source[3]), np.linalg.norm(source[1] - source[2]))
    sheet = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(source, sheet), np.float64), round(wide), round(high)


def _by_lines(picture: Picture) -> _Turn | None:
    """By where the lines of words, margins and rules would meet: on the page they never do."""
    level, upright = _strokes(picture)
    if min(len(level), len(upright)) < _FEWEST_LINES:
        return None
    across, down = _meeting(level), _meeting(upright)
    if across is None or down is None:
        return None
    horizon = np.cross(across, down)
    if abs(horizon[2]) < 1e-6 or not _SLANT[0] <= np.hypot(*(horizon[:2] / horizon[2])) <= _SLANT[1]:
        return None
    upon = np.array([(1, 0, 0), (0, 1, 0), horizon / horizon[2]])
    directions = np.array([(upon @ point)[:2] for point in (across, down)])
    directions /= np.linalg.norm(directions, axis=1)[:, None]
    directions *= np.sign([directions[0, 0], directions[1, 1]])[:, None]
    level_again = np.eye(3)
    level_again[:2, :2] = np.linalg.inv(directions.T)
    high, wide = picture.shape[:2]
    most = max(high, wide)
    middle = np.array([(1 / most, 0, -wide / 2 / most), (0, 1 / most, -high / 2 / most), (0, 0, 1)])
    turn = level_again @ upon @ middle
    edges = np.array([[(0, 0), (wide, 0), (wide, high), (0, high)]], np.float64)
    corners = cv2.perspectiveTransform(edges, turn)[0]
    low, size = corners.min(axis=0), np.ptp(corners, axis=0)
    scale = most / size.max()
    turn = np.array([(scale, 0, -scale * low[0]), (0, scale, -scale * low[1]), (0, 0, 1)]) @ turn
    return turn, round(scale * size[0]), round(scale * size[1])


def _strokes(picture: Picture) -> tuple[Points, Points]:
    """Rules and lines of words that run across a page, rules and margins that run down."""
    most = max(picture.shape[:2])
    scale = _LOOKED_AT / most
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = dark(np.asarray(small, np.uint8))
    if ink.mean() > _FULLEST * 255:
        ink[:] = 0
    least = round(0.08 * _LOOKED_AT)
    found = cv2.HoughLinesP(ink, 1, np.pi / 720, 100, minLineLength=least, maxLineGap=4)
    rules = (found if found is not None else np.zeros((0, 4))).reshape(-1, 2, 2).astype(np.float64)
    words = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 25), np.uint8))
    lines = []
    for shape in cv2.findContours(words, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        x, _, wide, high = cv2.boundingRect(shape)
        if wide >= least and high <= 0.3 * wide:
            ahead, fall, *at = cv2.fitLine(shape, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
            lines.append([(end, at[1] + (end - at[0]) * fall / ahead) for end in (x, x + wide)])
    told = np.array(lines[:_MOST_LINES], np.float64).reshape(-1, 2, 2)
    margins = [margin for side in (0, 1) if (margin := _margin(told[:, side])) is not None]
    strokes = np.concatenate([rules, told, np.array(margins).reshape(-1, 2, 2)])
    run = np.abs(strokes[:, 1] - strokes[:, 0])
    strokes = (strokes - np.array(small.shape[1::-1]) / 2) / _LOOKED_AT
    return strokes[run[:, 0] > 3 * run[:, 1]], strokes[run[:, 1] > 3 * run[:, 0]]


def _margin(ends: Points) -> Points | None:
    """The line that most ends of lines stand on; None for few."""
    best, most = None, 2 * _FEWEST_LINES
    for at, one in enumerate(ends):
        for other in ends[at + 1 :]:
            fall = other - one
            if abs(fall[1]) < 3 * abs(fall[0]) or abs(fall[1]) < 0.1 * _LOOKED_AT:
                continue
            off = np.abs((ends[:, 0] - one[0]) - (ends[:, 1] - one[1]) * fall[0] / fall[1])
            count = int((off < 2).sum())
            if count > most:
                best, most = np.array([one, other]), count
    return best


def _meeting(strokes: Points) -> NDArray[np.float64] | None:
    """Where most strokes meet when drawn out, as (x, y, w); None where they do not."""
    points = np.concatenate([strokes, np.ones((len(strokes), 2, 1))], axis=2)
    lines = np.cross(points[:, 0], points[:, 1])
    lengths = np.linalg.norm(lines[:, :2], axis=1)
    lines /= lengths[:, None]
    middles = points.mean(axis=1)
    weights = lengths.copy()
    meeting = np.zeros(3)
    sines = np.ones(len(lines))
    for _ in range(12):
        weighted = lines * weights[:, None]
        meeting = np.linalg.eigh(weighted.T @ weighted)[1][:, 0]
        towards = np.cross(middles, meeting)[:, :2]
        towards /= np.linalg.norm(towards, axis=1)[:, None] + 1e-9
        sines = np.abs(lines[:, 0] * towards[:, 1] - lines[:, 1] * towards[:, 0])
        weights = lengths / (1 + (sines / _SINE) ** 2)
    return meeting if lengths[sines < _SINE].sum() >= _AGREE * lengths.sum() else None
