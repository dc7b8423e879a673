"""The names in the XML of a .docx file that plancmp knows, and how to read their values.

Names follow ISO/IEC 29500-1 (WordprocessingML). Strict files use other namespaces for the same names;
`transitional` turns those back, so that everything else knows one form only.
"""

import re

from lxml import etree

from plancmp.text.keeping import compiled

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
W = f"{{{WORD}}}"

P, R, T, PPR, RPR = f"{W}p", f"{W}r", f"{W}t", f"{W}pPr", f"{W}rPr"
TBL, TR, TC = f"{W}tbl", f"{W}tr", f"{W}tc"
SDT, SDT_CONTENT, SDT_PR = f"{W}sdt", f"{W}sdtContent", f"{W}sdtPr"
TAB, PTAB, BR, CR = f"{W}tab", f"{W}ptab", f"{W}br", f"{W}cr"
INS, DEL, MOVE_TO, MOVE_FROM, DEL_TEXT = f"{W}ins", f"{W}del", f"{W}moveTo", f"{W}moveFrom", f"{W}delText"
FIELD_MARK, FIELD_SIMPLE, FIELD_CODE = f"{W}fldChar", f"{W}fldSimple", f"{W}instrText"
FOOTNOTE_MARK, ENDNOTE_MARK, COMMENT_MARK = (
    f"{W}footnoteReference",
    f"{W}endnoteReference",
    f"{W}commentReference",
)
STYLE, NUM_ID, LEVEL_ID, OUTLINE = f"{W}pStyle", f"{W}numId", f"{W}ilvl", f"{W}outlineLvl"
BOLD, HIDDEN, HIGHLIGHT, RUN_STYLE = f"{W}b", f"{W}vanish", f"{W}highlight", f"{W}rStyle"
BOX_CONTENT, FALLBACK = f"{W}txbxContent", f"{_COMPATIBILITY}Fallback"
ALTERNATIVES, CHOICE = f"{_COMPATIBILITY}AlternateContent", f"{_COMPATIBILITY}Choice"
MATH_TEXT, MATH, MATH_BLOCK = f"{_MATH}t", f"{_MATH}oMath", f"{_MATH}oMathPara"
BLIP, VML_IMAGE, WORD_ART = f"{_DRAWING}blip", f"{_VML}imagedata", f"{_VML}textpath"
NEW_BOX = "{http://schemas.microsoft.com/office/word/2006/wordml}txbxContent"
"""The content of a box as some Strict files name it."""
DRAWN_PARAGRAPH, DRAWN_TEXT = f"{_DRAWING}p", f"{_DRAWING}t"
"""Words of drawings pasted from slides."""
GRAPHIC_DATA = f"{_DRAWING}graphicData"
CHART_VALUE = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
DRAWN_IDS = (f"{{{RELATIONS}}}dm", f"{{{RELATIONS}}}id")
"""How a drawing names the data of a diagram and of a chart."""

VAL, ID, TYPE, AUTHOR = f"{W}val", f"{W}id", f"{W}type", f"{W}author"
_FONTS, _ASCII, _HIGH_ANSI = f"{W}rFonts", f"{W}ascii", f"{W}hAnsi"
_RELATION_ID, _EMBEDDED = f"{{{RELATIONS}}}id", f"{{{RELATIONS}}}embed"

_STRICT = b"http://purl.oclc.org/ooxml/"
_DECLARATION = compiled(
    rb"""(xmlns(?::[\w.-]+)?\s*=\s*["']|Type\s*=\s*["'])http://purl\.oclc\.org/ooxml/([\w/.-]+)"""
)
_FALSE = ("0", "false", "off", "none")
_INTEGER = compiled(r"[+-]?\d{1,9}")


def transitional(data: bytes) -> bytes:
    """Turn the namespaces of a Strict part into the usual ones; other parts stay as they are.

    >>> transitional(b'<w:p xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>').decode()
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    """
    return _DECLARATION.sub(_usual, data) if _STRICT in data else data


def _usual(found: re.Match[bytes]) -> bytes:
    """`family/name` of a Strict namespace with the year put in: `family/2006/name`."""
    family, _, name = found.group(2).partition(b"/")
    return found.group(1) + b"http://schemas.openxmlformats.org/" + family + b"/2006/" + name


def value(element: etree._Element | None, default: str = "") -> str:
    """The `w:val` of an element."""
    return default if element is None else element.get(VAL, default)


def is_on(element: etree._Element | None) -> bool:
    """True if a property that is switched on by being there is not switched off by its value."""
    return element is not None and element.get(VAL, "true") not in _FALSE


def number(text: str | None, default: int = 0, largest: int = 1 << 30) -> int:
    """An attribute as an integer from 0; anything else is the default.

    >>> number("3"), number("-1"), number("many", 1), number(None, 7), number("99", largest=63)
    (3, 0, 1, 7, 63)
    """
    if text is None or not _INTEGER.fullmatch(text):
        return default
    return min(max(int(text), 0), largest)


def chosen(alternatives: etree._Element) -> etree._Element | None:
    """The branch of an AlternateContent that is read: a drawing of Word 2010, else the fallback.

    Both show the same thing, so that only one of them may be read.
    """
    fallback = None
    for branch in alternatives:
        if branch.tag == CHOICE:
            if set(branch.get("Requires", "").split()) <= _DRAWINGS:
                return branch
        elif branch.tag == FALLBACK:
            fallback = branch
    return fallback


_DRAWINGS = {"wps", "wpg", "wpc", "w14", "w15", "wp14", "wp15", "a14"}


def font_of(properties: etree._Element) -> str:
    """The font that run properties name for Latin letters and symbols."""
    fonts = properties.find(_FONTS)
    return "" if fonts is None else fonts.get(_ASCII) or fonts.get(_HIGH_ANSI) or ""


def relation_id(element: etree._Element) -> str:
    """The `r:id` of an element, or the `r:embed` of a picture."""
    return element.get(_RELATION_ID, "") or element.get(_EMBEDDED, "")
