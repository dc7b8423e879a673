"""Image files to a `Document`: a scan, or a phone's photograph of a page."""

import io
from collections.abc import Sequence

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


def read_picture(data: bytes) -> Document:
    """Read an image file (PNG, JPEG, TIFF with all its pages).

    Raises `SourceError` where it cannot be read.
    """
    frames = _frames(data)
    shots = [Shot(at, frame, _A4_WIDTH / frame.shape[1]) for at, frame in enumerate(frames, 1)]
    return write_document(read_shots(shots, len(shots)), {}, "image")


def _frames(data: bytes) -> Sequence[Picture]:
    """The pictures in a file, set upright as the camera says."""
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
