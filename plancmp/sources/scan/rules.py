"""A picture of a page, set straight, to its ruling lines; and the stamps on it taken away."""

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np

from plancmp.sources.pdf.page import Box
from plancmp.sources.scan.engine import Picture, Quad
from plancmp.sources.scan.page import Segment

_SHORTEST = 0.03
"""Shortest ruling line, as a share of the page's width."""
_THICKEST = 0.006
_BRIDGED = 0.012
"""Gaps in a line up to this share of the width are scratches of the scanner."""
_SHORT = 0.06
"""Gaps that a stamp leaves in a rule, and straight strokes of its round, are no longer than this share."""
_STAMP = (0.1, 0.32)
"""Size of a seal as a share of the page's width: 3 to 5 cm on A4 with room for small copies."""
_NEAR = 8
"""Pixels within which lines are one."""
_FAINT = 0.5
"""So much of a rule's length must be seen where other rows have it."""
_MOST_SLOTS = 20_000
_LOOKED_AT = 800
"""Width in pixels of the copy on which the angle is measured."""
_STEP, _STEPS = 0.05, 24
"""Degrees around the rough angle that are tried."""
_RIM = 0.0018
"""Half the thickness of a ruling line with the blur around it, as a share of the page's width."""


def without_stamps(picture: Picture) -> Picture:
    """The picture with red seals as bright as paper: ink that is only red, inside round marks alone.

    The red head of an official letter is wide and low, so it stays.
    """
    blue, green, red = (picture[:, :, at].astype(np.int16) for at in range(3))
    ink = ((red - np.maximum(blue, green)) > 60).astype(np.uint8)
    if not ink.any():
        return picture
    width = picture.shape[1]
    near = max(int(width * 0.02), 3)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    cleaned = picture.copy()
    for x, y, wide, high, _area in stats[1:count]:
        if _STAMP[0] * width <= wide <= _STAMP[1] * width and 0.7 <= wide / high <= 1.4:
            # In red light the ink of a seal is nearly as bright as paper, and print under it stays dark.
            part, seal = (whole[y : y + high, x : x + wide] for whole in (cleaned, ink))
            light = red[y : y + high, x : x + wide].astype(np.float32)
            rim = cv2.dilate(seal, np.ones((5, 5), np.uint8)) > 0
            bright = light[seal > 0]
            paper = np.median(part[~rim]) if (~rim).any() else 255.0
            light *= paper / np.median(bright)
            part[rim] = np.clip(light, 0, paper).astype(np.uint8)[rim][:, None]
    return cleaned


def find_angle(picture: Picture, quads: list[Quad]) -> float:
    """How far the lines of a page fall to the right, in degrees; 0 for a page without words.

    The boxes around words tell it roughly. Then the ink is projected to the left edge: at the right angle
    it piles up most in the rows of lines and rules.
    """
    if not quads:
        return 0.0
    across = np.array([quad[1] - quad[0] + quad[2] - quad[3] for quad in quads])
    lengths = np.linalg.norm(across, axis=1)
    falls = np.degrees(np.arctan2(across[:, 1], across[:, 0]))
    order = np.argsort(falls)
    middle = int(np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2))
    rough = float(falls[order[min(middle, len(order) - 1)]])
    scale = min(1.0, _LOOKED_AT / picture.shape[1])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(dark(np.asarray(small, np.uint8)))
    if not ys.size:
        return rough

    def sharpness(angle: float) -> float:
        rows = ys - xs * np.tan(np.radians(angle))
        piles = np.bincount((rows - rows.min()).astype(np.int64))
        return float(np.square(piles).sum())

    return max((rough + step * _STEP for step in range(-_STEPS, _STEPS + 1)), key=sharpness)


def find_rules(picture: Picture, boxes: list[Box]) -> tuple[list[Segment], list[Segment]]:
    """Horizontal and vertical ruling lines of a straight picture; strokes inside words are none."""
    ink = dark(picture)
    horizontals = _lines(ink, [Box(y0, x0, y1, x1) for x0, y0, x1, y1 in boxes], across=False)
    verticals = _lines(np.ascontiguousarray(ink.T), boxes, across=True)
    if len(horizontals) * len(verticals) > _MOST_SLOTS:
        return horizontals, verticals
    verticals += _faint(ink, horizontals, verticals)
    short = picture.shape[1] * _SHORT
    return _whole(horizontals, verticals, short), _whole(verticals, horizontals, short)


def find_ink(picture: Picture, horizontals: list[Segment], verticals: list[Segment]) -> Picture:
    """The ink of words, 255 on 0: without ruling lines and without specks, which are smaller than strokes."""
    ink = np.asarray(cv2.medianBlur(dark(picture), 3), np.uint8)
    rim = max(round(picture.shape[1] * _RIM), 2)
    for lines, plane in ((horizontals, ink), (verticals, ink.T)):
        for at, start, end in lines:
            plane[
                max(round(at) - rim, 0) : round(at) + rim + 1, max(int(start) - rim, 0) : int(end) + rim
            ] = 0
    return ink


def without_specks(picture: Picture, ink: Picture) -> Picture:
    """The picture with what is dark, but neither ink of words nor beside it, as bright as the paper there."""
    spots = cv2.dilate(dark(picture), np.ones((3, 3), np.uint8)) > 0
    specks = spots & (cv2.dilate(ink, np.ones((7, 7), np.uint8)) == 0)
    clean = picture.copy()
    clean[specks] = cv2.blur(picture, (25, 25))[specks]
    return clean


def dark(picture: Picture) -> Picture:
    """What is darker than the paper around it: 255, else 0."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    found = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 12)
    return np.asarray(found, np.uint8)


def _lines(ink: Picture, boxes: list[Box], *, across: bool) -> list[Segment]:
    """Lines along the rows of `ink`; `boxes` are of words, first along the lines' own cross axis."""
    side = ink.shape[0] if across else ink.shape[1]
    length = max(int(side * _SHORTEST), 20)
    bridge = max(int(side * _BRIDGED), 3)
    # A line that is a hair askew steps from one row to the next: thickened, it stays one piece.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((1, bridge), np.uint8))
    count, _, stats, centres = cv2.connectedComponentsWithStats(closed)
    most = max(side * _THICKEST, 5) + 2
    found: list[Segment] = []
    for (x, _y, wide, high, _area), (_, at) in zip(stats[1:count], centres[1:count], strict=True):
        # A rule beside short words is as high as their box; an upright stroke is lower.
        if high <= most and not _is_stroke(float(at), float(x), float(x + wide), boxes):
            found.append((float(at), float(x), float(x + wide)))
    return found


def _faint(ink: Picture, horizontals: list[Segment], verticals: list[Segment]) -> Iterator[Segment]:
    """Upright rules between two level ones, broken or too short, where another row has its rule."""
    columns: list[float] = []
    for at, _, _ in sorted(verticals):
        if not columns or at - columns[-1] > _NEAR:
            columns.append(at)
    for upper, lower in pairwise(sorted(horizontals)):
        top, bottom = int(upper[0]) + 3, int(lower[0]) - 3
        if bottom - top < 3 * _NEAR:
            continue
        left, right = max(upper[1], lower[1]), min(upper[2], lower[2])
        for at in columns:
            held = any(abs(x - at) <= _NEAR and y0 < bottom and y1 > top for x, y0, y1 in verticals)
            seen = ink[top:bottom, max(round(at) - 3, 0) : round(at) + 4].max(axis=1) > 0
            # Words do not reach the rules above and below them.
            parts = (seen, seen[:_NEAR], seen[-_NEAR:])
            if left <= at <= right and not held and all(part.mean() >= _FAINT for part in parts):
                yield at, upper[0], lower[0]


def _whole(lines: list[Segment], others: list[Segment], short: float) -> list[Segment]:
    """Rules without gaps that a stamp left, and without strokes of it: a rule ends where others meet it.

    Two ends that face each other in the open are of one rule; a `short` stroke with an end there is none.
    """

    def is_open(at: float, end: float) -> bool:
        return not any(
            abs(other - end) <= _NEAR and start - _NEAR <= at <= stop + _NEAR for other, start, stop in others
        )

    whole: list[Segment] = []
    for at, start, end in sorted(lines, key=lambda line: line[1]):
        for number, (before, first, last) in enumerate(whole):
            near = abs(at - before) <= _NEAR / 2 and -_NEAR <= start - last <= short
            if near and is_open(before, last) and is_open(at, start):
                whole[number] = (before, first, end)
                break
        else:
            whole.append((at, start, end))
    return [
        (at, start, end)
        for at, start, end in whole
        if end - start > short or not (is_open(at, start) or is_open(at, end))
    ]


def _is_stroke(at: float, start: float, end: float, boxes: list[Box]) -> bool:
    """Whether a line lies inside the words of one line, as strokes and dashes do."""
    return any(
        low <= at <= high and first - 3 <= start and end <= last + 3 for low, first, high, last in boxes
    )
