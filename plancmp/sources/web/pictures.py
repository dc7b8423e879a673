"""The bytes of a picture that a page shows: held in the page, or saved beside it. Nothing is fetched."""

import base64
import binascii
from urllib.parse import unquote, unquote_to_bytes

from plancmp.sources.guard.limits import LARGEST_PICTURE
from plancmp.sources.recognition import folder_beside


def picture_of(source: str) -> bytes | None:
    """The picture that a `src` names; None for one that lies elsewhere or cannot be opened."""
    if source[:5].lower() == "data:":
        head, _, body = source[5:].partition(",")
        packed = unquote_to_bytes(body)
        try:
            return base64.b64decode(packed) if head.lower().endswith(";base64") else packed
        except binascii.Error:
            return None
    folder = folder_beside()
    if folder is None or ":" in source:
        return None
    try:
        root = folder.resolve()
        found = (root / unquote(source.split("?")[0].split("#")[0]).replace("\\", "/")).resolve()
        if not found.is_relative_to(root) or not found.is_file() or found.stat().st_size > LARGEST_PICTURE:
            return None
        return found.read_bytes()
    except (OSError, ValueError, RuntimeError):
        return None
