"""Image files to a `Document`: a scan, or a phone's photograph of a page."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import cv2
import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from plancmp.model.document import Document
from plancmp.model.errors import SourceError
from plancmp.sources.pdf.reading import write_document
from plancmp.sources.scan.engine import Picture
from plancmp.sources.scan.reading import Shot, read_shots

_MOST_PIXELS = 60_000_000
_MOST_FRAMES = 400
_A4_WIDTH = 595.0
_LONGEST_SIDE = 2400
"""A4 at 200 dots an inch; a camera gives more, which tells no more."""
_SHEET = (0.3, 0.97)
"""A sheet of paper in a photograph takes so much of it; one that fills all of it was cut out before."""
_SMALLEST = (160, 48)
"""Width and height in pixels of a picture inside of a document that can hold more than a line."""


def read_picture(data: bytes) -> Document:
    """Read an image file (PNG, JPEG, TIFF with all its pages).

    Raises `SourceError` where it cannot be read.
    """
    with _opened(data) as image:
        count = min(getattr(image, "n_frames", 1), _MOST_FRAMES)
        shots = (_shot(at, _flat(frame)) for at, frame in enumerate(_frames(image), 1))
        return write_document(read_shots(shots, count), {}, "image")


def read_inner_picture(data: bytes) -> Document | None:
    """What a picture in another file says; None for one of less than two lines, and of a kind not known."""
    try:
        with _opened(data) as image:
            frame = next(_frames(image), None)
    except SourceError:
        return None
    if frame is None or frame.shape[1] < _SMALLEST[0] or frame.shape[0] < _SMALLEST[1]:
        return None
    pages = read_shots([_shot(1, frame)], 1)
    if len({round(run.y) for page in pages for run in page.runs}) < 2:
        return None
    return write_document(pages, {}, "image")


def _shot(number: int, picture: Picture) -> Shot:
    """A picture as a page of the width of A4."""
    scale = _LONGEST_SIDE / max(picture.shape[:2])
    if scale < 1:
        smaller = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        picture = np.asarray(smaller, np.uint8)
    return Shot(number, picture, _A4_WIDTH / picture.shape[1])


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """The image in a file. What goes wrong inside is a `SourceError`."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise SourceError(
                    f"图片过大（{image.width}×{image.height}），没有读。请缩小后再试。",
                    f"The picture is too large ({image.width}×{image.height}). Make it smaller.",
                )
            yield image
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise SourceError(
            "图片已损坏，无法打开。请重新扫描或导出。",
            "The picture is damaged and cannot be opened. Scan or export it again.",
        ) from error


def _frames(image: Image.Image) -> Iterator[Picture]:
    """The pictures in a file, set upright as the camera says, on white where they are clear."""
    for frame in islice(ImageSequence.Iterator(image), _MOST_FRAMES):
        upright = (ImageOps.exif_transpose(frame) or frame).convert("RGBA")
        paper = Image.new("RGBA", upright.size, "white")
        whole = Image.alpha_composite(paper, upright).convert("RGB")
        yield np.asarray(whole, np.uint8)[:, :, ::-1].copy()


def _flat(picture: Picture) -> Picture:
    """A photograph with the sheet of paper on it seen from above; other pictures stay as they are."""
    scale = 500 / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (9, 9), 0)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    joined = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    shapes, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(shapes, key=cv2.contourArea, default=None)
    if largest is None:
        return picture
    hull = cv2.convexHull(largest)
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True).reshape(-1, 2)
    share = cv2.contourArea(hull) / (small.shape[0] * small.shape[1])
    if len(corners) != 4 or not _SHEET[0] <= share <= _SHEET[1]:
        return picture
    sums, differences = corners.sum(axis=1), np.diff(corners, axis=1)[:, 0]
    order = [sums.argmin(), differences.argmin(), sums.argmax(), differences.argmax()]
    source = (corners[order] / scale).astype(np.float32)
    wide = max(np.linalg.norm(source[0] - source[1]), np.linalg.norm(source[3] - source[2]))
    high = max(np.linalg.norm(source[0] - source[3]), np.linalg.norm(source[1] - source[2]))
    sheet = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    turn = cv2.getPerspectiveTransform(source, sheet)
    return np.asarray(cv2.warpPerspective(picture, turn, (round(wide), round(high))), np.uint8)
