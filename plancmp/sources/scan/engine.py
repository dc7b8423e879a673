"""A picture to the words on it, by RapidOCR, whose package carries its models (PP-OCRv4)."""

import threading
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from plancmp.model.errors import SourceError

Picture = NDArray[np.uint8]
"""Rows × columns × 3 (blue, green, red), or rows × columns in grey."""
Quad = NDArray[np.float32]
"""Four corners (x, y) in pixels: upper left, upper right, lower right, lower left of the words as read."""

VERSION = "rapidocr-1.4-ppocr4"
"""Stands in the key of what is stored: another engine reads anew."""
_SURE_TURN = 0.9
_LOCAL = threading.local()


class Words(NamedTuple):
    """A line of words as recognised."""

    text: str
    confidence: float
    """From 0 to 1, as the engine says."""
    quad: Quad


class Seen(NamedTuple):
    """What was recognised on a picture, and how many quarter turns (anticlockwise) set it right first."""

    words: list[Words]
    turns: int


def recognise(picture: Picture, threads: int = -1) -> Seen:
    """The words on a picture in any order; a page that lies on its side or upside down is turned first.

    `threads` is how many threads one recognition may use, -1 for all. Each thread that calls has an engine
    of its own, since engines keep state while they work.
    """
    engine = _engine(threads)
    turns = _turns(engine, picture)
    turned = np.ascontiguousarray(np.rot90(picture, turns)) if turns else picture
    found, _ = engine(turned, text_score=0.0)
    words = [
        Words(str(text), float(confidence), np.array(quad, np.float32))
        for quad, text, confidence in found or []
    ]
    return Seen([each for each in words if each.text.strip()], turns)


def read_line(picture: Picture, threads: int = -1) -> tuple[str, float]:
    """The words on a picture of one line, and how sure the engine is of them: for marks too small to find."""
    found, _ = _engine(threads)(picture, use_det=False, use_cls=False, use_rec=True, text_score=0.0)
    text, confidence = found[0] if found else ("", 0.0)
    return str(text), float(confidence)


def _engine(threads: int) -> Any:
    """The engine of this thread."""
    held = getattr(_LOCAL, "engine", None)
    if held is None or _LOCAL.threads != threads:
        try:
            from rapidocr_onnxruntime import RapidOCR
        except ImportError as error:
            raise SourceError(
                f"文字识别组件不能使用（{error}）。请重新安装：pip install 'plancmp[ocr]'。",
                f"Recognition does not work ({error}). Install it again: pip install 'plancmp[ocr]'.",
            ) from error
        held = RapidOCR(intra_op_num_threads=threads, inter_op_num_threads=1)
        _LOCAL.engine, _LOCAL.threads = held, threads
    return held


def _turns(engine: Any, picture: Picture) -> int:
    """How many quarter turns set a page right, told by the shape of its lines and the engine's classifier.

    It looks at a smaller copy: only which way lines run matters, and which way up their characters stand.
    """
    import cv2

    scale = min(1.0, 1000 / max(picture.shape[:2]))
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    quads = _quads(engine, small)
    upright = _count_wide(quads)
    turns = 0
    if len(quads) >= 3 and upright * 2 < len(quads):
        turns, small = 1, np.ascontiguousarray(np.rot90(small), np.uint8)
        quads = _quads(engine, small)
    longest = sorted(quads, key=_width, reverse=True)[:8]
    if not longest:
        return 0
    crops = engine.get_crop_img_list(small, longest)
    _, said, _ = engine.text_cls(crops)
    flipped = sum(1 for label, score in said if label == "180" and score >= _SURE_TURN)
    return (turns + 2) % 4 if flipped * 2 > len(longest) else turns


def _quads(engine: Any, picture: Picture) -> list[Quad]:
    """Where words stand on a picture."""
    found, _ = engine.text_det(picture)
    return [] if found is None else [np.array(quad, np.float32) for quad in found]


def _width(quad: Quad) -> float:
    """How long a line of words is."""
    return float(np.linalg.norm(quad[1] - quad[0]))


def _count_wide(quads: list[Quad]) -> int:
    """How many lines are wider than high."""
    return sum(1 for quad in quads if _width(quad) >= float(np.linalg.norm(quad[3] - quad[0])))
