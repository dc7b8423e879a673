"""Counts the lists of a .docx file, and gives each paragraph the number that Word shows before it.

Lists (`w:num`) that share a definition (`w:abstractNum`) share its counters: Word runs on from one to the
other. A `w:startOverride` restarts its level once, where its list first comes to that level.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from lxml import etree

from plancmp.sources.guard.limits import LONGEST_CHAIN
from plancmp.sources.thresholds import LONGEST_LINE
from plancmp.sources.word import tags
from plancmp.sources.word.styles import Style, Styles
from plancmp.sources.word.tags import font_of, is_on, number, value
from plancmp.text.keeping import compiled
from plancmp.text.list_numbers import Label, format_number
from plancmp.text.symbols import bullet

_ABSTRACT, _ABSTRACT_ID = f"{tags.W}abstractNum", f"{tags.W}abstractNumId"
_NUM, _LEVEL, _OVERRIDE, _START_OVERRIDE, _START, _FORMAT, _TEXT, _SUFFIX = (
    tags.W + name
    for name in ("num", "lvl", "lvlOverride", "startOverride", "start", "numFmt", "lvlText", "suff")
)
_RESTART, _LEGAL, _PICTURE, _STYLE_LINK = (
    tags.W + name for name in ("lvlRestart", "isLgl", "lvlPicBulletId", "numStyleLink")
)
_PLACEHOLDER = compiled(r"%([1-9])")
_LEVELS: Final = 9


class _Level(NamedTuple):
    """One level of a list as its definition says."""

    start: int = 0
    form: str = "decimal"
    text: str = ""
    parted: bool = True
    restart: int | None = None
    """The level from 1 that restarts it, 0 for never; None for any level above."""
    legal: bool = False
    """All numbers in its label are Arabic."""
    style: str = ""
    """The paragraph style whose paragraphs stand on this level."""


class _List(NamedTuple):
    """A list: the definition whose counters it uses, its levels, and where they restart."""

    counters: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]

    def start(self, level: int) -> int:
        """The first number of a level."""
        return self.starts.get(level, self.levels.get(level, _NO_LEVEL).start)


_NO_LEVEL = _Level()


class Numbering:
    """The lists of a document, with their counters as far as the document has been read."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, etree._Element] = {}
        self._instances: dict[str, etree._Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()
        for element in root.iterchildren(_ABSTRACT, _NUM) if root is not None else ():
            if element.tag == _NUM:
                self._instances.setdefault(element.get(tags.NUM_ID, ""), element)
            else:
                self._definitions.setdefault(element.get(_ABSTRACT_ID, ""), element)

    def label(self, list_id: str | None, level: int | None, style: Style) -> Label | None:
        """Count a paragraph, and return the number before it; None where it has none.

        `list_id` and `level` are what the paragraph itself says; what it does not say comes from its style.
        """
        if list_id is None:
            list_id = style.list_id
            by_style = True
        else:
            by_style = False
        if list_id is None or list_id == "0":
            return None
        counted = self._list(list_id)
        if counted is None:
            return None
        if level is None:
            level = self._level_of(style, counted) if by_style else style.list_level or 0
        level = min(level, _LEVELS - 1)
        return self._drawn(counted, level, self._count(list_id, counted, level))

    def _level_of(self, style: Style, counted: _List) -> int:
        """The level of a style in its list: the level that names the style, else what the style says."""
        for index, level in counted.levels.items():
            if level.style and level.style == style.listed_by:
                return index
        return style.list_level or 0

    def _count(self, list_id: str, counted: _List, level: int) -> list[int | None]:
        """Move the counters on by one paragraph on a level."""
        counts = self._counts.setdefault(counted.counters, [None] * _LEVELS)
        before = counts[level]
        restarted = (list_id, level)
        if before is None or (level in counted.starts and restarted not in self._restarted):
            counts[level] = counted.start(level)
        else:
            counts[level] = before + 1
        self._restarted.add(restarted)
        for upper in range(level):
            if counts[upper] is None:
                counts[upper] = counted.start(upper)
        for lower in range(level + 1, _LEVELS):
            restart = counted.levels.get(lower, _NO_LEVEL).restart
            if restart is None or restart > lower or level < restart:
                counts[lower] = None
        return counts

    def _drawn(self, counted: _List, level: int, counts: list[int | None]) -> Label | None:
        """The label of a level with the numbers put in."""
        drawn = counted.levels.get(level, _NO_LEVEL)

        def written(found: re.Match[str]) -> str:
            index = int(found.group(1)) - 1
            count = counts[index] if index <= level else None
            form = counted.levels.get(index, _NO_LEVEL).form
            if count is None:
                return ""
            return format_number(count, "decimal" if drawn.legal and form not in ("none", "bullet") else form)

        text = drawn.text if drawn.form == "bullet" else _PLACEHOLDER.sub(written, drawn.text)
        text = text.strip()
        return Label(text[:LONGEST_LINE], drawn.parted or drawn.text.endswith(" ")) if text else None

    def _list(self, list_id: str) -> _List | None:
        """The list with an id, read when it is first used."""
        if list_id not in self._lists:
            self._lists[list_id] = self._read_list(list_id)
        return self._lists[list_id]

    def _read_list(self, list_id: str) -> _List | None:
        """A list with its definition and what it overrides in it."""
        instance = self._instances.get(list_id)
        if instance is None:
            return None
        key = self._definition(instance)
        definition = self._definitions.get(key)
        if definition is None:
            return None
        levels = {_index(element): _read_level(element) for element in definition.iterchildren(_LEVEL)}
        starts: dict[int, int] = {}
        for override in instance.iterchildren(_OVERRIDE):
            own, start = override.find(_LEVEL), override.find(_START_OVERRIDE)
            if own is not None:
                levels[_index(override)] = _read_level(own)
            if start is not None:
                starts[_index(override)] = number(start.get(tags.VAL))
        return _List(key, levels, starts)

    def _definition(self, instance: etree._Element) -> str:
        """The id of the definition of a list; a definition may only point to the style that has it."""
        key = value(instance.find(_ABSTRACT_ID))
        for _ in range(LONGEST_CHAIN):
            definition = self._definitions.get(key)
            link = None if definition is None else definition.find(_STYLE_LINK)
            if link is None:
                break
            linked = self._instances.get(self._styles.character(value(link)).list_id or "")
            if linked is None:
                break
            key = value(linked.find(_ABSTRACT_ID))
        return key


def _index(element: etree._Element) -> int:
    """The level from 0 that an element is about."""
    return number(element.get(tags.LEVEL_ID), largest=_LEVELS - 1)


def _read_level(element: etree._Element) -> _Level:
    """A level of a list definition."""
    said: dict[str, etree._Element] = {}
    for child in element:
        said.setdefault(child.tag, child)
    form = _form(said.get(_FORMAT), said.get(tags.ALTERNATIVES))
    text = value(said.get(_TEXT))
    properties = said.get(tags.RPR)
    if form == "bullet":
        text = bullet("" if properties is None else font_of(properties), text)
        if _PICTURE in said:
            text = "•"
    if properties is not None and is_on(properties.find(tags.HIDDEN)):
        text = ""
    restart = said.get(_RESTART)
    start = said.get(_START)
    return _Level(
        0 if start is None else number(start.get(tags.VAL)),
        form,
        text,
        value(said.get(_SUFFIX), "tab") != "nothing",
        None if restart is None else number(restart.get(tags.VAL)),
        is_on(said.get(_LEGAL)),
        value(said.get(tags.STYLE)),
    )


def _form(form: etree._Element | None, alternatives: etree._Element | None) -> str:
    """The number format of a level; for a custom one, the fallback that the file gives with it."""
    if form is None and alternatives is not None:
        forms = list(alternatives.iter(_FORMAT))
        form = next((known for known in forms if value(known) != "custom"), None)
    return value(form, "decimal")
