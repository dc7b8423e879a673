"""What the elements and attributes of HTML mean for reading: blocks, styles, hidden parts, list numbers."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from plancmp.sources.thresholds import ICON
from plancmp.text.keeping import compiled
from plancmp.text.list_numbers import format_number

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main",
    "marquee", "menu", "nav", "noframes", "ol", "option", "p", "plaintext", "pre", "search", "section",
    "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
})  # fmt: skip
SILENT = frozenset({
    "script", "style", "template", "head", "title", "meta", "link", "base", "area", "param", "source",
    "track", "col", "colgroup",
})  # fmt: skip
"""Nothing in them is ever drawn."""
UNSEEN = frozenset({
    "noscript", "noframes", "iframe", "object", "embed", "applet", "audio", "video", "canvas", "svg",
    "datalist",
})  # fmt: skip
"""What they hold as text is drawn only where a browser cannot draw the thing itself."""
CONTROLS = frozenset({"select", "button", "textarea", "input"})
BOLD_TAGS = frozenset({"b", "strong", *(f"h{level}" for level in range(1, 7))})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PRE_TAGS = frozenset({"pre", "listing", "xmp", "plaintext"})
_BLOCK_DISPLAYS = ("block", "list-item", "table", "table-row", "table-cell", "flex", "grid")
_NOTHING: Mapping[str, str] = {}
_WEIGHT = compiled(r"(\d{3,4})|bold")
_YELLOW = compiled(r"\b(?:yellow|lime|aqua|fuchsia)\b|#ff0\b|#ffff00\b|rgb\(\s*255,\s*255,\s*0\s*\)")
_SIZE = compiled(r"\s*(\d{1,5})\s*(?:px)?\s*")
_MANY_LINES: Final = 65535
_LIST_FORMS = {
    "1": ("decimal", "."),
    "a": ("lowerLetter", "."),
    "A": ("upperLetter", "."),
    "i": ("lowerRoman", "."),
    "I": ("upperRoman", "."),
    "decimal": ("decimal", "."),
    "decimal-leading-zero": ("decimalZero", "."),
    "lower-alpha": ("lowerLetter", "."),
    "lower-latin": ("lowerLetter", "."),
    "upper-alpha": ("upperLetter", "."),
    "upper-latin": ("upperLetter", "."),
    "lower-roman": ("lowerRoman", "."),
    "upper-roman": ("upperRoman", "."),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}
_UNNUMBERED = ("none", "disc", "circle", "square")


def tag_of(element: etree._Element) -> str:
    """The tag of an element, empty for comments and processing instructions."""
    tag = element.tag
    return tag if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _declarations(style: str) -> Mapping[str, str]:
    """The declarations of a style attribute, names and values in small letters."""
    parts = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, mark, value in parts if mark}


def line_of(element: etree._Element) -> int | None:
    """The line of the file on which the start tag of an element ends; None where the parser lost count."""
    line: Any = element.sourceline
    return line if isinstance(line, int) and line < _MANY_LINES else None


def style_of(element: etree._Element) -> Mapping[str, str]:
    """What the style attribute of an element says."""
    style = element.get("style")
    return _declarations(style) if style else _NOTHING


def is_hidden(element: etree._Element, style: Mapping[str, str]) -> bool:
    """True if the element itself says that it is not drawn; a page is hidden until it is loaded."""
    if element.tag == "body":
        return False
    if element.get("hidden") is not None:
        return True
    return bool(style) and (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("mso-hide") == "all"
    )


def is_block(tag: str, style: Mapping[str, str]) -> bool:
    """True if the element begins on a line of its own."""
    return tag in BLOCKS or (bool(style) and style.get("display") in _BLOCK_DISPLAYS)


def weight(style: Mapping[str, str]) -> bool | None:
    """True for bold, False for a normal weight, None where nothing is said."""
    said = style.get("font-weight")
    if said is None:
        return None
    found = _WEIGHT.match(said)
    return found is not None and (found.group(1) is None or int(found.group(1)) >= 600)


def is_highlighted(style: Mapping[str, str]) -> bool:
    """True for text on the yellow of a marker pen."""
    if "mso-highlight" in style:
        return style["mso-highlight"] not in ("none", "auto")
    return bool(_YELLOW.search(style.get("background", "") + " " + style.get("background-color", "")))


def is_icon(element: etree._Element, style: Mapping[str, str]) -> bool:
    """True for a picture too small to hold words."""
    for name in ("width", "height"):
        found = _SIZE.fullmatch(element.get(name) or style.get(name) or "")
        if found and int(found.group(1)) <= ICON:
            return True
    return False


def visible_text(element: etree._Element) -> str:
    """The characters in an element that can be drawn, in one line."""
    parts: list[str] = []
    for node in element.iter():
        tag = tag_of(node)
        if node.text and tag and tag not in SILENT:
            parts.append(node.text)
        if node is not element and node.tail:
            parts.append(node.tail)
        elif tag in BLOCKS or tag == "br":
            parts.append(" ")
    return " ".join("".join(parts).split())


def whole_number(text: str | None, default: int) -> int:
    """An attribute as an integer; anything else is the default.

    >>> whole_number(" 3", 1), whole_number("2.5", 1), whole_number("-4", 1), whole_number(None, 1)
    (3, 2, -4, 1)
    """
    found = compiled(r"\s*([+-]?\d{1,9})").match(text or "")
    return int(found.group(1)) if found else default


def list_label(item: etree._Element, number: int) -> str:
    """The number that a browser draws before an item of a list; empty where it draws none or a bullet.

    >>> from lxml.html import fragment_fromstring
    >>> list_label(fragment_fromstring("<ol style='list-style: cjk-ideographic'><li>总则</ol>")[0], 12)
    '十二、'
    """
    form = "1"
    for element in (item.getparent(), item):
        if element is None:
            continue
        said = element.get("type", "")
        form = said if said in _LIST_FORMS else "none" if said.lower() in _UNNUMBERED else form
        style = style_of(element)
        for word in (style.get("list-style-type") or style.get("list-style") or "").split():
            if word in _LIST_FORMS or word in _UNNUMBERED:
                form = word
    if form in _UNNUMBERED:
        return ""
    name, mark = _LIST_FORMS[form]
    return format_number(number, name) + mark if number >= 0 else f"{number}{mark}"
