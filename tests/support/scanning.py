"""Turns a PDF into what a scanner makes of it: grey, askew, with noise, stamped, and packed as JPEG."""

import io
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pypdfium2
from docx.shared import Mm, Pt
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from tests.pdf_builder import MadeBlock, convert_with_office, write_docx

_PLACE = "⟦⟧"


def scanned(pdf: Path, *, dpi: int = 200, skew: float = 1.5, seed: int = 1, stamp: bool = True) -> bytes:
    """A PDF of pictures alone, a page each. `skew` in degrees is the most that a page is turned."""
    rng = random.Random(seed)
    pages: list[Image.Image] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = Image.fromarray(page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3])
            pages.append(_harmed(picture, rng, dpi, skew, stamp))
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=70)
    return out.getvalue()


def _harmed(picture: Image.Image, rng: random.Random, dpi: int, skew: float, stamp: bool) -> Image.Image:
    """One page as a scanner gives it; a stamped page keeps its colours, the others are grey."""
    if stamp and rng.random() < 0.4:
        _stamp(picture, rng, dpi)
    else:
        picture = picture.convert("L").convert("RGB")
    picture = picture.rotate(rng.uniform(-skew, skew), Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    picture = picture.filter(ImageFilter.GaussianBlur(0.4 * dpi / 200))
    noise = np.random.default_rng(rng.randrange(1 << 30))
    grey: Any = np.asarray(picture, np.int16) * 0.92 + 12
    grey = grey + noise.normal(0, 6, grey.shape[:2])[:, :, None]
    specks = noise.random(grey.shape[:2])
    grey[specks < 0.0002] = 40
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def _stamp(picture: Image.Image, rng: random.Random, dpi: int) -> None:
    """A red round seal somewhere on the page, over what stands there."""
    size = round(dpi * rng.uniform(1.3, 1.7))
    x = rng.randrange(picture.width // 4, picture.width - size - dpi // 2)
    y = rng.randrange(picture.height // 4, picture.height - size - dpi // 2)
    draw = ImageDraw.Draw(picture)
    red = (214, 38, 40)
    draw.ellipse((x, y, x + size, y + size), outline=red, width=max(dpi // 40, 2))
    middle, radius = (x + size / 2, y + size / 2), size / 8
    draw.ellipse(
        (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius), outline=red, width=4
    )


def pictures_of_tables(blocks: Sequence[MadeBlock], folder: Path, *, dpi: int = 200) -> tuple[Path, int]:
    """A PDF of text with pictures in the place of tables, as authors paste them; and how many there are."""
    tables = [block for block in blocks if not isinstance(block, str)]
    files = [folder / f"table{number}.docx" for number in range(len(tables))]
    for table, file in zip(tables, files, strict=True):
        write_docx([table], file)
    pictures = [list(_cut_out(printed, dpi)) for printed in convert_with_office(files, folder)]
    path = folder / "pictured.docx"
    write_docx([block if isinstance(block, str) else _PLACE for block in blocks], path)
    document = docx.Document(str(path))
    places = [paragraph for paragraph in document.paragraphs if paragraph.text == _PLACE]
    for paragraph, parts in zip(places, pictures, strict=True):
        paragraph.clear()
        paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.first_line_indent = 1.0, Pt(0)
        for part in parts:
            out = io.BytesIO()
            part.save(out, "PNG")
            paragraph.add_run().add_picture(out, Mm(part.width / dpi * 25.4))
    document.save(str(path))
    return convert_with_office([path], folder)[0], sum(map(len, pictures))


def _cut_out(pdf: Path, dpi: int) -> Iterator[Image.Image]:
    """What stands on each page between its margins."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=dpi / 72).to_pil().convert("L")
            body = picture.crop((0, 0, picture.width, round(picture.height * 0.89)))
            x0, y0, x1, y1 = ImageOps.invert(body).getbbox()
            yield body.crop((x0 - 4, y0 - 4, x1 + 4, y1 + 4))
