"""A PDF with marks as highlights whose notes say what is to be said (ISO 32000-1, 12.5.6.10)."""

import ctypes
import io
from collections.abc import Iterator, Sequence
from typing import Any

from plancmp.model.document import OWN_AUTHOR, Document
from plancmp.model.place import Span
from plancmp.report.marks import Kind, Mark, kind_of
from plancmp.sources.formats import PDFIUM
from plancmp.sources.pdf.page import annotation_text

_ERROR, _OTHER = (255, 150, 0), (90, 170, 255)
"""Orange and blue, which people tell apart who see no red and green."""
_CORNER = 36.0
"""Where a note about a page stands whose words were not found on it: half an inch from its corner."""


def with_highlights(data: bytes, document: Document, marks: Sequence[Mark], kind: Kind) -> bytes:
    """The PDF with a highlight at the words of each mark. Earlier ones of this kind are replaced."""
    import pypdfium2 as pdfium

    with PDFIUM:
        pdf = pdfium.PdfDocument(data)
        try:
            pages: dict[int, list[Mark]] = {}
            for mark in marks:
                page = document.place(mark.span.start).page or 1
                pages.setdefault(min(page, len(pdf)) - 1, []).append(mark)
            for number in range(len(pdf)):
                _mark_page(pdf, number, document, pages.get(number, []), kind)
            made = io.BytesIO()
            pdf.save(made)
            return made.getvalue()
        finally:
            pdf.close()


def _mark_page(pdf: Any, number: int, document: Document, marks: Sequence[Mark], kind: Kind) -> None:
    """Write the marks of one page in place of those of this kind."""
    import pypdfium2.raw as raw

    page = pdf[number]
    _remove_own(page.raw, kind)
    if not marks:
        return
    textpage = page.get_textpage()
    count = textpage.count_chars()
    characters = [chr(raw.FPDFText_GetUnicode(textpage.raw, at)) for at in range(count)]
    kept = [at for at, character in enumerate(characters) if not character.isspace()]
    text = "".join(characters[at] for at in kept)
    for mark in marks:
        found = _find(text, document, mark.span)
        boxes = list(_boxes(textpage.raw, kept[found[0]], kept[found[1] - 1] + 1)) if found else []
        if not boxes:
            height = page.get_height()
            boxes = [(_CORNER, height - _CORNER, _CORNER * 2, height - _CORNER - 12)]
        _highlight(page.raw, boxes, mark)


def _find(text: str, document: Document, span: Span) -> tuple[int, int] | None:
    """The words of a mark among the visible characters of their page: as often as they stood before there."""
    words = "".join(document.words(span).split())
    if not words:
        return None
    page = document.place(span.start).page
    begun = next((each.offset for each in document.anchors if each.page == page), 0)
    before = "".join(document.text[begun : span.start].split()).count(words)
    found = at = text.find(words)
    while before and at >= 0:
        at = text.find(words, at + 1)
        found, before = (at if at >= 0 else found), before - 1
    return (found, found + len(words)) if found >= 0 else None


def _boxes(textpage: Any, start: int, end: int) -> Iterator[tuple[float, float, float, float]]:
    """The rectangles of some characters: left, top, right, bottom, one a line."""
    import pypdfium2.raw as raw

    for at in range(raw.FPDFText_CountRects(textpage, start, end - start)):
        sides = [ctypes.c_double() for _ in range(4)]
        if raw.FPDFText_GetRect(textpage, at, *sides):
            left, top, right, bottom = (side.value for side in sides)
            yield left, top, right, bottom


def _highlight(page: Any, boxes: Sequence[tuple[float, float, float, float]], mark: Mark) -> None:
    """One highlight over some rectangles, with its note."""
    import pypdfium2.raw as raw

    annotation = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_HIGHLIGHT)
    head = mark.lines[0][:20]
    is_error = "错误" in head or "error" in head
    raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, *(_ERROR if is_error else _OTHER), 110)
    for left, top, right, bottom in boxes:
        quad = raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
        raw.FPDFAnnot_AppendAttachmentPoints(annotation, quad)
    whole = raw.FS_RECTF(
        min(box[0] for box in boxes),
        max(box[1] for box in boxes),
        max(box[2] for box in boxes),
        min(box[3] for box in boxes),
    )
    raw.FPDFAnnot_SetRect(annotation, whole)
    for key, text in ((b"Contents", "\n".join(mark.lines)), (b"T", OWN_AUTHOR), (b"NM", mark.token)):
        wide = (text + "\0").encode("utf-16-le", "replace")
        units = (ctypes.c_ushort * (len(wide) // 2)).from_buffer_copy(wide)
        raw.FPDFAnnot_SetStringValue(annotation, key, units)
    raw.FPDFAnnot_SetFlags(annotation, raw.FPDF_ANNOT_FLAG_PRINT)
    raw.FPDFPage_CloseAnnot(annotation)


def _remove_own(page: Any, kind: Kind) -> None:
    """Take out the highlights of this kind of an earlier run."""
    import pypdfium2.raw as raw

    for at in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, at)
        is_own = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_HIGHLIGHT
        is_own = is_own and annotation_text(annotation, b"T") == OWN_AUTHOR
        is_own = is_own and kind_of(annotation_text(annotation, b"NM") or "") == kind
        raw.FPDFPage_CloseAnnot(annotation)
        if is_own:
            raw.FPDFPage_RemoveAnnot(page, at)
