"""Image files to a `Document`: a scan, or a phone's photograph of a page."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import cv2
import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from plancmp.model.document import Document
from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.pdf.reading import write_document
from plancmp.sources.scan.engine import Picture
from plancmp.sources.scan.look import look_at
from plancmp.sources.scan.page import Seen
from plancmp.sources.scan.photographs import flat
from plancmp.sources.scan.reading import Shot, read_shots
from plancmp.sources.scan.rules import without_stamps

_MOST_PIXELS = 60_000_000
_MOST_FRAMES = 400
_A4_WIDTH = 595.0
_LONGEST_SIDE = 2400
"""A4 at 200 dots an inch; a camera gives more, which tells no more."""
_SMALLEST = (160, 48)
"""Width and height in pixels of a picture inside of a document that can hold more than a line."""


def read_picture(data: bytes) -> Document:
    """Read an image file (PNG, JPEG, TIFF with all its pages).

    Raises `SourceError` where it cannot be read.
    """
    with _opened(data) as image:
        count = min(getattr(image, "n_frames", 1), _MOST_FRAMES)
        shots = (_shot(at, flat(frame)) for at, frame in enumerate(_frames(image), 1))
        return write_document(read_shots(shots, count), {}, "image")


def look_inside(data: bytes) -> Seen | None:
    """What is seen on a picture in another file; None for a smaller one, and for one of a kind not known."""
    try:
        with _opened(data) as image:
            frame = next(_frames(image), None)
    except SourceError:
        return None
    if frame is None or frame.shape[1] < _SMALLEST[0] or frame.shape[0] < _SMALLEST[1]:
        return None
    shot = _shot(1, frame)
    # In this thread, so that the next picture finds the engine loaded.
    look = look_at(without_stamps(shot.picture), os.cpu_count() or 1)
    return Seen(look, shot.scale)


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
                raise SourceError(*worded("picture-large", width=image.width, height=image.height))
            yield image
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise SourceError(*worded("picture-damaged")) from error


def _frames(image: Image.Image) -> Iterator[Picture]:
    """The pictures in a file, set upright as the camera says, on white where they are clear."""
    for frame in islice(ImageSequence.Iterator(image), _MOST_FRAMES):
        upright = (ImageOps.exif_transpose(frame) or frame).convert("RGBA")
        paper = Image.new("RGBA", upright.size, "white")
        whole = Image.alpha_composite(paper, upright).convert("RGB")
        yield np.asarray(whole, np.uint8)[:, :, ::-1].copy()
