"""Where words stand on a picture and what they say, by RapidOCR, which carries its models (PP-OCRv4)."""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.scan.decoding import Reading, decoded

Picture = NDArray[np.uint8]
"""Rows × columns × 3 (blue, green, red)."""
Quad = NDArray[np.float32]
"""Four corners (x, y) in pixels: upper left, upper right, lower right, lower left of the words as read."""

_SURE_TURN = 0.9
_LONGEST_SIDE = 2000
"""Pixels of the copy on which words are looked for: more finds no more."""
_TOLD_BY = 8
"""So many of the longest lines tell which way up a page stands."""
_AT_ONCE = 6
_USUAL_WIDTH, NARROW = 320 / 48, 160 / 48
"""Width to height that the engine was trained with, and one with which it still reads figures."""
_LOCAL = threading.local()


def find_words(picture: Picture, threads: int = -1) -> list[Quad]:
    """Where lines of words stand on a picture, in any order.

    `threads` is how many threads one call may use, -1 for all. Each thread that calls has an engine of its
    own, since engines keep state while they work.
    """
    import cv2

    scale = min(1.0, _LONGEST_SIDE / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found, _ = _engine(threads).text_det(small)
    return [] if found is None else [np.array(quad, np.float32) / np.float32(scale) for quad in found]


def stands_on_its_head(picture: Picture, quads: Sequence[Quad], threads: int = -1) -> bool:
    """Whether most of the longest lines are upside down."""
    longest = sorted(quads, key=width, reverse=True)[:_TOLD_BY]
    if not longest:
        return False
    engine = _engine(threads)
    _, said, _ = engine.text_cls(engine.get_crop_img_list(picture, longest))
    return 2 * sum(1 for label, score in said if label == "180" and score >= _SURE_TURN) > len(longest)


def read_lines(crops: Sequence[Picture], threads: int = -1, least: float = _USUAL_WIDTH) -> list[Reading]:
    """What pictures of one line each say; `least` is the width to the height that each is filled up to."""
    engine = _engine(threads).text_rec
    widest = [crop.shape[1] / crop.shape[0] for crop in crops]
    order = sorted(range(len(crops)), key=widest.__getitem__)
    readings: dict[int, Reading] = {}
    for start in range(0, len(order), _AT_ONCE):
        batch = order[start : start + _AT_ONCE]
        ratio = max(least, widest[batch[-1]])
        said = engine.session(np.stack([engine.resize_norm_img(crops[at], ratio) for at in batch]))[0]
        for at, odds in zip(batch, said, strict=True):
            readings[at] = decoded(odds, engine.postprocess_op.character, ratio / widest[at])
    return [readings[at] for at in range(len(crops))]


def width(quad: Quad) -> float:
    """How long a line of words is."""
    return float(np.linalg.norm(quad[1] - quad[0]))


def _engine(threads: int) -> Any:
    """The engine of this thread."""
    held = getattr(_LOCAL, "engine", None)
    if held is None or _LOCAL.threads != threads:
        try:
            from rapidocr_onnxruntime import RapidOCR
        except ImportError as error:
            raise SourceError(*worded("recognition-broken", error=error)) from error
        held = RapidOCR(intra_op_num_threads=threads, inter_op_num_threads=1)
        _LOCAL.engine, _LOCAL.threads = held, threads
    return held
