"""Where something stands in a document, in terms that a person can find again."""

import msgspec


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place in a document. Lines, columns, pages and rows count from 1; what a format lacks is absent."""

    line: int | None = None
    column: int | None = None
    end_column: int | None = None
    page: int | None = None
    block: int | None = None
    row: int | None = None
    cell: int | None = None
    box: tuple[float, float, float, float] | None = None
    """Of recognised words: left, top, right, bottom on the page, in points from its upper left corner."""


class Span(msgspec.Struct, frozen=True):
    """A stretch of `Document.text`: offsets from 0, the end excluded."""

    start: int
    end: int
