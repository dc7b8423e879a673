"""A text file to a `Document`: its tables are found where they stand, the rest becomes paragraphs."""

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from plancmp.model.document import Document, Role
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.layout.furniture import read_pages, trimmed
from plancmp.sources.layout.oneline import part_lines
from plancmp.sources.layout.wrapping import find_measures, is_toc_line, join_wrapped, shape
from plancmp.sources.lines.cleaning import CleanLine, clean_lines
from plancmp.sources.lines.splitting import split_lines
from plancmp.sources.lines.writing import LineWriter, whole
from plancmp.sources.plain.joining import join_pages, take_header
from plancmp.sources.plain.tables import FoundTable, find_tables, write_table
from plancmp.sources.tables.inline import tables_inside
from plancmp.sources.tables.strips import strips_of
from plancmp.sources.tables.tabbed import TabCells


class _Lines(msgspec.Struct):
    """Lines outside of tables; `contents` says that they are a table of contents."""

    lines: list[CleanLine]
    contents: bool = False
    unread: bool = False
    """They are the header of a table that cannot be read."""


def read_plain(text: str, encoding: str | None) -> Document:
    """Read lines: furniture of pages to notes, wrapped lines to paragraphs, tables as tables.

    A paragraph is a line, or several where the text was broken at one width; it may run over a page break.
    """
    builder = DocumentBuilder("text")
    builder.encoding = encoding
    lines = part_lines(clean_lines(split_lines(text)), tables_inside)
    paged = "\f" in text
    pages = read_pages(lines)
    if paged:
        builder.pages = max((line.page for line in lines), default=1)
    writer = LineWriter(builder, [line for page in pages for line in page], paged=paged)
    items = _items([trimmed(page) for page in pages])
    free = [shape(line) for item in items if isinstance(item, _Lines) for line in item.lines]
    measures = iter(find_measures(free))
    for item in items:
        if isinstance(item, FoundTable):
            write_table(item, builder, writer.removals, writer.paragraph)
            continue
        if item.unread:
            builder.note("unsure-table")
        wrapped = list(islice(measures, len(item.lines)))
        for group in join_wrapped(item.lines, [None] * len(wrapped) if item.contents else wrapped):
            role: Role = "toc" if item.contents or is_toc_line(group[-1].text) else "body"
            builder.block(writer.paragraph([whole(line) for line in group], role=role))
    return writer.finish()


def _items(pages: Sequence[Sequence[CleanLine]]) -> list[_Lines | FoundTable]:
    """Tables and the lines between them, in reading order; both run on over page breaks."""
    items: list[_Lines | FoundTable] = []
    tabs = TabCells()
    for number, (page, strips) in enumerate(zip(pages, strips_of(pages), strict=True)):
        done = 0
        for table in find_tables(page, tabs, number, strips):
            _add_lines(items, page[done : table.first])
            lines = list(page[table.first : table.behind])
            as_text = table.contents or table.unread
            if number and not as_text and not any(line.text.strip() for line in page[: table.first]):
                take_header(_lines_above(items), table)
            items.append(_Lines(lines, table.contents, table.unread) if as_text else table)
            done = table.behind
        _add_lines(items, page[done:])
    return list(_joined(items))


def _lines_above(items: Sequence[_Lines | FoundTable]) -> list[CleanLine]:
    """The lines right above what comes next; none behind a table."""
    last = items[-1] if items else None
    return last.lines if isinstance(last, _Lines) and not (last.contents or last.unread) else []


def _add_lines(items: list[_Lines | FoundTable], lines: Sequence[CleanLine]) -> None:
    """Add lines outside of tables to those before them."""
    if not any(line.text.strip() for line in lines):
        return
    last = items[-1] if items else None
    if isinstance(last, _Lines) and not (last.contents or last.unread):
        last.lines.extend(lines)
    else:
        items.append(_Lines(list(lines)))


def _joined(items: Sequence[_Lines | FoundTable]) -> Iterator[_Lines | FoundTable]:
    """The items with the parts of a table on several pages as one."""
    last: FoundTable | None = None
    for item in items:
        if isinstance(item, FoundTable) and last is not None and join_pages(last, item):
            continue
        yield item
        last = item if isinstance(item, FoundTable) else None
