"""The order of a document: headings with what stands under them, boxes, tables, appendices."""

import msgspec

from plancmp.model.document import Table
from plancmp.model.place import Span

Style = str
"""The label with its numeral as 一, 1, A or the like: 一、 （一） 1. 1.1 专题一."""


class Label(msgspec.Struct, frozen=True):
    """A written number in front of a heading or item: `（二）`."""

    style: Style
    number: int
    start: int
    end: int
    depth: int = 0
    """How many dots a decimal number such as `1.2.3` has; 0 for all others."""


class Line(msgspec.Struct, frozen=True):
    """A paragraph, or the part of one that stands for itself (two items may share a paragraph)."""

    start: int
    end: int
    label: Label | None = None
    automatic: bool = False
    level: int | None = None
    bold: bool = False
    joined: bool = False
    """True for the second and later lines of one paragraph."""
    listed: bool = False
    """True for a line that lists attachments; it is no heading."""


class Heading(msgspec.Struct, frozen=True):
    """A heading: its number, its words, its depth in the tree."""

    level: int
    title: Span
    label: Label | None = None
    automatic: bool = False
    number: int | None = None


class Grid(msgspec.Struct, frozen=True):
    """A table with the title, the unit line and the notes that belong to it."""

    table: Table
    first_row: int = 0
    """Rows before this one are title rows."""
    title: Span | None = None
    above: tuple[Line, ...] = ()
    """Lines between title and table: `单位：万人`."""
    notes: tuple[Line, ...] = ()


class Box(msgspec.Struct, frozen=True):
    """A 专栏: its number and title, and what it holds."""

    label: Span | None
    number: int | None
    title: Span | None
    lines: tuple[Line, ...] = ()
    grid: Grid | None = None


Content = Line | Box | Grid


class Node(msgspec.Struct, frozen=True):
    """A section: the text that follows its heading, then the sections under it."""

    heading: Heading
    content: tuple[Content, ...]
    children: tuple["Node", ...]


class AppendixNode(msgspec.Struct, frozen=True):
    """附件 or 附表 with what it holds."""

    label: Span | None
    number: int | None
    title: Span | None
    content: tuple[Content, ...]
    children: tuple[Node, ...]


class OutlineNote(msgspec.Struct, frozen=True):
    """What was left out or not sure."""

    code: str
    span: Span


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before the text of a plan: page, notice, title."""

    begin: int = 0
    """The index of the entry with which the plan begins."""
    title: str | None = None
    span: Span | None = None
    """Where the title stands; None where only a field of the page has it."""
    number: str | None = None
    issuers: tuple[str, ...] = ()
    date: str | None = None


class Outline(msgspec.Struct, frozen=True):
    """A document put in order."""

    opening: Opening
    front: tuple[Content, ...]
    nodes: tuple[Node, ...]
    appendices: tuple[AppendixNode, ...]
    notes: tuple[OutlineNote, ...]
