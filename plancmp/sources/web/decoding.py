"""Bytes of a web page to text; what a page says about its encoding is often wrong.

Order: byte order mark, UTF-8 that proves itself, the declared encoding where it reads well, then what
`sources.lines.encoding` finds. A page with a few broken characters (cut in half by its content system) is
read with the rest of them, and their number is said.
"""

import codecs
import re
from typing import NamedTuple

from plancmp.model.errors import SourceError
from plancmp.sources.guard.limits import SEARCHED
from plancmp.sources.lines.encoding import decode
from plancmp.sources.thresholds import BROKEN_SHARE, SHORT_FOREIGN
from plancmp.text.keeping import compiled

_DECLARED = compiled(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE
)
_FAMILIES = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "hz": "gb18030", "big5": "cp950"}


class Page(NamedTuple):
    """The text of a page, its encoding, and how many characters could not be read."""

    text: str
    encoding: str
    broken: int = 0


def decode_page(data: bytes) -> Page:
    """Decode a page. Raises `SourceError` for bytes that are no text.

    >>> decode_page('<meta charset="gb2312"><p>一、总体要求</p>'.encode("utf-8")).encoding
    'utf-8'
    >>> decode_page('<meta charset="utf-8"><p>一、总体要求，坚持健康发展的原则。</p>'.encode("gbk")).encoding
    'gb18030'
    """
    declared = _declared(data)
    beyond = sum(map(len, re.findall(rb"[\x80-\xff]+", data[: SEARCHED * 8])))
    if (
        declared
        and beyond <= SHORT_FOREIGN
        and not data.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff"))
    ):
        try:
            return Page(data.decode(declared), _named(declared))
        except UnicodeDecodeError:
            pass
    try:
        text, encoding = decode(data)
    except SourceError as error:
        return _mend(data, declared, error)
    return Page(text, encoding)


def _declared(data: bytes) -> str | None:
    """The Chinese encoding or UTF-8 that a page declares, None for none or another."""
    found = _DECLARED.search(data, 0, SEARCHED)
    if found is None:
        return None
    try:
        name = codecs.lookup(found.group(1).decode("ascii", "replace").lower().removeprefix("x-")).name
    except (LookupError, ValueError):
        return None
    name = _FAMILIES.get(name, name)
    return name if name in ("utf-8", "gb18030", "cp950", "big5hkscs") else None


def _named(codec: str) -> str:
    """The name under which plancmp knows a codec."""
    return "big5" if codec in ("cp950", "big5hkscs") else codec


def _mend(data: bytes, declared: str | None, error: SourceError) -> Page:
    """Read a page with a few broken characters; raises `error` where they are more than a few."""
    if b"\0" in data:
        raise error
    best: Page | None = None
    for codec in dict.fromkeys([declared or "utf-8", "utf-8", "gb18030"]):
        text = data.decode(codec, "replace")
        page = Page(text, _named(codec), text.count("\ufffd"))
        if best is None or page.broken < best.broken:
            best = page
    assert best is not None
    letters = sum(1 for character in best.text if character > "\x7f")
    if best.broken > max(3, letters // BROKEN_SHARE):
        raise error
    try:
        decode(best.text.replace("\ufffd", "").encode(_codec(best.encoding), "ignore"))
    except SourceError:
        raise error from None
    return best


def _codec(encoding: str) -> str:
    """The codec of an encoding."""
    return "cp950" if encoding == "big5" else encoding
