"""A font for PDFs that do not carry theirs, so that reading them does not depend on the machine.

pdfium leaves out words whose glyphs have no size, which is what happens to a lone 五 or 年 in a file without
its fonts on a machine that has no Chinese ones. While a file is read, every such font is put in place by
one whose only glyph is a square.
"""

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pypdfium2.raw as pdfium

_CHARSETS = frozenset({128, 129, 130, 134, 136})
"""Shift JIS, Hangul, Johab, GB 2312, Big5, as Windows counts them."""

_HANDLE: Final = 1
_EM: Final = 1000


def _square() -> bytes:
    """A TrueType font whose characters, all of Unicode, are one square."""
    outline = struct.pack(">hhhhhHH4B", 1, 50, -100, 450, 850, 3, 0, *(0x01,) * 4)
    outline += struct.pack(">4h4h", 50, 400, 0, -400, -100, 0, 950, 0) + b"\0\0"
    glyphs = 2
    tables = {
        b"cmap": struct.pack(">HHHHL", 0, 1, 3, 10, 12)
        + struct.pack(">HHLLLLLL", 13, 0, 28, 0, 1, 0, 0x10FFFF, 1),
        b"glyf": outline * glyphs,
        b"head": struct.pack(
            ">LLLLHHQQ4hHHhhh",
            0x10000,
            0x10000,
            0,
            0x5F0F3CF5,
            3,
            _EM,
            0,
            0,
            50,
            -100,
            450,
            850,
            0,
            8,
            2,
            1,
            0,
        ),
        b"hhea": struct.pack(
            ">LhhhH11hH", 0x10000, 880, -120, 0, _EM, 0, 0, 450, 1, 0, 0, 0, 0, 0, 0, 0, glyphs
        ),
        b"hmtx": struct.pack(">HhHh", _EM, 50, _EM, 50),
        b"loca": struct.pack(">LLL", 0, len(outline), 2 * len(outline)),
        b"maxp": struct.pack(">LH13H", 0x10000, glyphs, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, 48)
    offset = len(head) + 16 * len(tables)
    body = b""
    for tag, data in tables.items():
        head += struct.pack(">4sLLL", tag, 0, offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return head + body


_DATA = _square()


def _map_font(_: Any, __: int, ___: int, charset: int, *____: Any) -> int | None:
    """Which font to put in place: the square for Chinese, Japanese and Korean, pdfium's own for others."""
    return _HANDLE if charset in _CHARSETS else None


def _font_data(_: Any, __: Any, table: int, buffer: Any, size: int) -> int:
    """The whole font; single tables are not given."""
    if table:
        return 0
    if buffer and size >= len(_DATA):
        ctypes.memmove(buffer, _DATA, len(_DATA))
    return len(_DATA)


def _build_source() -> Any:
    """The functions that pdfium asks for fonts."""
    source = pdfium.FPDF_SYSFONTINFO()
    fields = dict(source._fields_)
    source.version = 1
    functions: dict[str, Any] = {
        "Release": lambda _: None,
        "EnumFonts": lambda *_: None,
        "MapFont": _map_font,
        "GetFont": lambda *_: None,
        "GetFontData": _font_data,
        "GetFaceName": lambda *_: 0,
        "GetFontCharset": lambda *_: 134,
        "DeleteFont": lambda *_: None,
    }
    for name, function in functions.items():
        setattr(source, name, fields[name](function))
    return source


@contextmanager
def own_fonts() -> Iterator[None]:
    """Within this, pdfium puts the square in place of fonts that a file lacks; afterwards the machine's."""
    source = _build_source()
    pdfium.FPDF_SetSystemFontInfo(source)
    try:
        yield
    finally:
        pdfium.FPDF_SetSystemFontInfo(pdfium.FPDF_GetDefaultSystemFontInfo())
