"""Pictures inside of other files to what they say; one that was seen before is known by its bytes.

What recognition needs takes longer to load than a Word file to check, so it is loaded for new pictures only.
"""

from typing import TYPE_CHECKING

from plancmp.model.document import Document
from plancmp.sources.recognition import recognition
from plancmp.sources.scan import store

if TYPE_CHECKING:
    from plancmp.sources.scan.page import Seen


def read_inner_picture(data: bytes) -> Document | None:
    """What a picture in another file says; None for one of less than two lines, and of a kind not known."""
    key = store.key_of_file(data)
    if store.has_nothing(key):
        return None
    from plancmp.sources.pdf.reading import write_document
    from plancmp.sources.scan.page import Seen, page_of

    seen = store.find(key, Seen) or _look(key, data)
    return write_document([page_of(seen.look, 1, seen.scale)], {}, "image") if seen is not None else None


def _look(key: str, data: bytes) -> "Seen | None":
    """What is seen on a new picture, kept for the next time."""
    from plancmp.sources.scan.images import look_inside
    from plancmp.sources.scan.page import page_of

    seen = look_inside(data)
    if seen is not None and len({round(run.y) for run in page_of(seen.look, 1, seen.scale).runs}) < 2:
        seen = None
    store.keep(key, seen)
    progress = recognition().progress
    if progress is not None:
        progress(1, 1)
    return seen
