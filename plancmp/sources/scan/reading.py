"""Pictures of pages to pages: several at once, each recognised once."""

import io
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from plancmp.model.document import Document
from plancmp.model.errors import SourceError
from plancmp.sources.pdf.page import PageContent
from plancmp.sources.scan import store
from plancmp.sources.scan.engine import Picture
from plancmp.sources.scan.page import look_at, page_of
from plancmp.sources.scan.rules import without_stamps
from plancmp.sources.scan.settings import HINT, is_installed, recognition

DPI = 200
"""Dots an inch at which pages are looked at: more gives the engine nothing, less loses marks."""
_MOST_PIXELS = 60_000_000
_MOST_FRAMES = 400
_A4_WIDTH = 595.0


class Shot(NamedTuple):
    """A picture of a page: the number of the page, from 1, and how many points a pixel has."""

    number: int
    picture: Picture
    scale: float


def read_shots(shots: Iterable[Shot], count: int) -> list[PageContent]:
    """The pages that pictures show, in their order; `count` is how many there are."""
    threads = max(min(os.cpu_count() or 1, count), 1)
    each = max((os.cpu_count() or 1) // threads, 1)
    progress = recognition().progress
    pages: list[PageContent] = []

    def read(shot: Shot) -> PageContent:
        picture = without_stamps(shot.picture)
        key = store.key_of(picture)
        look = store.find(key)
        if look is None:
            look = look_at(picture, each)
            store.keep(key, look)
        return page_of(picture, look, shot.number, shot.scale)

    with ThreadPoolExecutor(threads) as pool:
        for done, page in enumerate(pool.map(read, shots), 1):
            pages.append(page)
            if progress is not None:
                progress(done, count)
    return pages


def read_picture(data: bytes) -> Document:
    """Read an image file (PNG, JPEG, TIFF with all its pages).

    Raises `SourceError` where it cannot be read.
    """
    from plancmp.sources.pdf.reading import write_document

    if recognition().mode == "never" or not is_installed():
        raise SourceError(f"这是图片，要先识别文字。{HINT[0]}", f"This is a picture of text. {HINT[1]}")
    frames = _frames(data)
    shots = [Shot(at, frame, _A4_WIDTH / frame.shape[1]) for at, frame in enumerate(frames, 1)]
    return write_document(read_shots(shots, len(shots)), {}, "image")


def _frames(data: bytes) -> Sequence[Picture]:
    """The pictures in a file, set upright as the camera says."""
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise SourceError(
                    f"图片过大（{image.width}×{image.height}），没有读。请缩小后再试。",
                    f"The picture is too large ({image.width}×{image.height}). Make it smaller.",
                )
            frames = []
            for at, frame in enumerate(ImageSequence.Iterator(image)):
                if at >= _MOST_FRAMES:
                    break
                upright = ImageOps.exif_transpose(frame) or frame
                frames.append(np.asarray(upright.convert("RGB"), np.uint8)[:, :, ::-1].copy())
            return frames
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise SourceError(
            "图片已损坏，无法打开。请重新扫描或导出。",
            "The picture is damaged and cannot be opened. Scan or export it again.",
        ) from error
