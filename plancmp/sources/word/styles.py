"""Resolves the styles of a .docx file: what a style says through the chain of styles it is based on."""

import re
from typing import Final, NamedTuple

from lxml import etree

from plancmp.sources.guard.limits import LONGEST_CHAIN
from plancmp.sources.word import tags
from plancmp.sources.word.tags import is_on, number, value
from plancmp.text.keeping import compiled

_STYLE, _STYLE_ID, _DEFAULT = f"{tags.W}style", f"{tags.W}styleId", f"{tags.W}default"
_NAME, _BASED_ON, _NUM_PR = f"{tags.W}name", f"{tags.W}basedOn", f"{tags.W}numPr"
_HEADING = compiled(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = compiled(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)|table of figures|图表目录", re.IGNORECASE)
_NO_OUTLINE: Final = 9


class Style(NamedTuple):
    """What a paragraph or character style says, its bases included."""

    level: int | None = None
    """Heading level from 1; None for body text."""
    contents: bool = False
    """A line of a table of contents."""
    bold: bool = False
    hidden: bool = False
    list_id: str | None = None
    """The list (`w:numId`) that its paragraphs belong to."""
    list_level: int | None = None
    listed_by: str | None = None
    """The id of the style in the chain that names the list."""


class Styles:
    """The styles of a document by id, resolved when they are first asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default: str | None = None
        for element in root.iterchildren(_STYLE) if root is not None else ():
            name = element.get(_STYLE_ID, "")
            self._elements.setdefault(name, element)
            if element.get(_DEFAULT) in ("1", "true", "on") and element.get(tags.TYPE) == "paragraph":
                self._default = name

    def get(self, name: str | None) -> Style:
        """The style with an id; without one, or with an unknown one, the default paragraph style."""
        if name is None or name not in self._elements:
            name = self._default or ""
        resolved = self._resolved.get(name)
        if resolved is None:
            resolved = self._resolved[name] = self._resolve(name)
        return resolved

    def character(self, name: str) -> Style:
        """The character style with an id; an unknown one says nothing."""
        return self.get(name) if name in self._elements else Style()

    def _resolve(self, name: str) -> Style:
        """Put the styles of a chain together, the base first."""
        style = Style()
        for link in reversed(self._chain(name)):
            style = _overlay(style, self._elements[link], link)
        return style

    def _chain(self, name: str) -> list[str]:
        """The ids from a style up to its last base; a circle ends the chain."""
        chain: list[str] = []
        while name in self._elements and name not in chain and len(chain) < LONGEST_CHAIN:
            chain.append(name)
            name = value(self._elements[name].find(_BASED_ON))
        return chain


def _overlay(base: Style, element: etree._Element, name: str) -> Style:
    """A style as its base with what the element itself says."""
    said = value(element.find(_NAME)).split(",")[0].strip()
    bold, hidden = _switched(element.find(tags.RPR), base)
    paragraph = element.find(tags.PPR)
    level = base.level
    if paragraph is not None:
        level = outline_level(paragraph.find(tags.OUTLINE), level)
    if heading := _HEADING.fullmatch(said):
        level = int(heading.group(1))
    contents = base.contents or _CONTENTS.fullmatch(said) is not None
    if contents:
        level = None
    listed = paragraph.find(_NUM_PR) if paragraph is not None else None
    if listed is None:
        return base._replace(level=level, contents=contents, bold=bold, hidden=hidden)
    list_id, list_level = listed.find(tags.NUM_ID), listed.find(tags.LEVEL_ID)
    return Style(
        level,
        contents,
        bold,
        hidden,
        base.list_id if list_id is None else value(list_id),
        base.list_level if list_level is None else number(list_level.get(tags.VAL)),
        name,
    )


def _switched(properties: etree._Element | None, base: Style) -> tuple[bool, bool]:
    """Whether text is bold and hidden."""
    if properties is None:
        return base.bold, base.hidden
    bold, hidden = properties.find(tags.BOLD), properties.find(tags.HIDDEN)
    return (
        base.bold if bold is None else is_on(bold),
        base.hidden if hidden is None else is_on(hidden),
    )


def outline_level(element: etree._Element | None, inherited: int | None = None) -> int | None:
    """The heading level of a `w:outlineLvl`, which counts from 0 and says body text with 9."""
    if element is None:
        return inherited
    level = number(element.get(tags.VAL), _NO_OUTLINE)
    return level + 1 if level < _NO_OUTLINE else None
