"""A picture of a page, set straight, to its ruling lines; and the stamps on it taken away."""

import cv2
import numpy as np

from plancmp.sources.scan.engine import Picture, Quad

Segment = tuple[float, float, float]
"""A straight line in pixels: where it lies across, where it begins and ends along."""

_SHORTEST = 0.03
"""Shortest ruling line, as a share of the page's width."""
_THICKEST = 0.006
_BRIDGED = 0.012
"""Gaps in a line up to this share of the width are scratches of the scanner."""
_STAMP = (0.1, 0.32)
"""Size of a seal as a share of the page's width: 3 to 5 cm on A4 with room for small copies."""
_PRINT = 110
"""Darker than this in red light is print."""


def without_stamps(picture: Picture) -> Picture:
    """The picture with red seals whitened: ink that is only red is taken for paper, inside round marks alone.

    The red head of an official letter is wide and low, so it stays.
    """
    if picture.ndim != 3:
        return picture
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
            # Black print under the seal is dark in red light too; the blurred rim of the ink is not.
            rim = cv2.dilate(ink[y : y + high, x : x + wide], np.ones((5, 5), np.uint8)).astype(bool)
            rim &= red[y : y + high, x : x + wide] > _PRINT
            cleaned[y : y + high, x : x + wide][rim] = 255
    return cleaned


def find_rules(picture: Picture, quads: list[Quad]) -> tuple[list[Segment], list[Segment]]:
    """Horizontal and vertical ruling lines of a straight picture; strokes inside words are none."""
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    found = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 12)
    ink = np.asarray(found, np.uint8)
    boxes = [(*quad.min(axis=0), *quad.max(axis=0)) for quad in quads]
    horizontals = _lines(ink, [(y0, x0, y1, x1) for x0, y0, x1, y1 in boxes], across=False)
    verticals = _lines(np.ascontiguousarray(ink.T), boxes, across=True)
    return horizontals, verticals


def _lines(ink: Picture, boxes: list[tuple[float, float, float, float]], *, across: bool) -> list[Segment]:
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
        if high <= most and not _is_stroke(float(at), float(x), float(x + wide), boxes):
            found.append((float(at), float(x), float(x + wide)))
    return found


def _is_stroke(at: float, start: float, end: float, boxes: list[tuple[float, float, float, float]]) -> bool:
    """Whether a line lies inside the words of one line, as strokes and dashes do."""
    return any(
        low <= at <= high and first - 3 <= start and end <= last + 3 for low, first, high, last in boxes
    )
