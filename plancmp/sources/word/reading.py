"""Reads a Word file (.docx) into a `Document`, straight from its XML (ISO/IEC 29500, ECMA-376).

Numbers that Word draws itself are part of the text, as a reader sees them; `Paragraph.automatic` says how
long they are. Tracked insertions stay, deletions go; headers, footers, comments and hidden text are no text
of the plan. All of that is said in notes: `deleted`, `inserted`, `comment`, `highlight`, `hidden`, `image`,
`running-head`, `page-number`, `ruby`, `unreadable`, and those of `sources.lines.cleaning`.

A line break inside of a paragraph parts it in two; in a heading it is taken out (see `docx_story`).
"""

from collections.abc import Callable
from itertools import islice

from lxml import etree

from plancmp.model.document import Document, Paragraph, Table
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.guard.archive import too_deep
from plancmp.sources.lines.cleaning import Removals
from plancmp.sources.thresholds import PAGE_FRAME
from plancmp.sources.word.notes import Notes, note_running_heads
from plancmp.sources.word.numbering import Numbering
from plancmp.sources.word.package import Package, open_package
from plancmp.sources.word.story import Context, FootnoteMark, Story, Traced
from plancmp.sources.word.styles import Styles
from plancmp.sources.word.tables import Collector, TableReader
from plancmp.sources.word.tags import TBL, TC, TR, P, W

_BODY = f"{W}body"


Recogniser = Callable[[bytes], Document | None]
"""The bytes of a picture to what it says."""


def read_docx(data: bytes, recognise: Recogniser = lambda _: None) -> Document:
    """Read a .docx file held in memory; `recognise` says what stands in its pictures.

    Raises SourceError with one line that says what to do.
    """
    return _document(open_package(data), None, recognise)


def read_traced(package: Package, recognise: Recogniser = lambda _: None) -> tuple[Document, list[Traced]]:
    """The document in a package as `read_docx` reads it, and where its words came from."""
    traces: list[Traced] = []
    return _document(package, traces, recognise), traces


def _document(
    package: Package, traces: list[Traced] | None, recognise: Recogniser = lambda _: None
) -> Document:
    """The document in a package; `traces` takes where its words came from."""
    builder = DocumentBuilder("docx")
    try:
        _read(package, builder, traces, recognise)
    except RecursionError as error:
        raise too_deep() from error
    return builder.build()


def _read(
    package: Package, builder: DocumentBuilder, traces: list[Traced] | None, recognise: Recogniser
) -> None:
    """Give everything in the package to the builder."""
    styles = Styles(package.part("styles"))
    removals = Removals(builder)
    numbering = Numbering(package.part("numbering"), styles)
    recognised: list[Document] = []

    def said(relation: str) -> Document | None:
        picture = package.picture(relation)
        found = None if picture is None else recognise(picture)
        recognised.extend([] if found is None else [found])
        return found

    context = Context(builder, styles, numbering, Notes(package), removals, said, traces)
    note_running_heads(package, builder)
    story = Story(package.root, context)
    body = package.root.find(_BODY)
    if body is not None:
        sink = _Body(story, body)
        story.blocks(body, sink)
        sink.close()
    for text in context.notes.unmet_replies():
        builder.note("comment", text, offset=0)
    removals.report()
    if recognised:
        builder.note("recognised", count=len(recognised), offset=0)


class _Body:
    """Takes the paragraphs and tables of the document itself, each as a block."""

    def __init__(self, story: Story, body: etree._Element) -> None:
        self._story = story
        self._body = body
        self._tables = TableReader(story)
        self._footnotes = _Footnotes(story.context)

    def paragraph(self, paragraph: Paragraph) -> None:
        """Take a paragraph."""
        self._footnotes.write(self._story.footnotes)
        self._story.context.builder.block(paragraph)

    def found(self, table: Table) -> None:
        """Take a table in a picture."""
        self._story.context.builder.block(table)

    def table(self, element: etree._Element) -> None:
        """Read a table, or the text that it frames."""
        if (cell := self._page_frame(element)) is not None:
            self._story.blocks(cell, self)
            return
        table = self._tables.read(element)
        self._footnotes.write(self._story.footnotes)
        self._story.context.builder.block(table)

    def close(self) -> None:
        """Write the footnotes of paragraphs that hold nothing else."""
        self._footnotes.write(self._story.footnotes)

    def _page_frame(self, element: etree._Element) -> etree._Element | None:
        """The cell of a table that only frames the text, as web pages pasted into Word have it."""
        rows = list(islice(element.iterchildren(TR), 2))
        cells = list(islice(rows[0].iterchildren(TC), 2)) if len(rows) == 1 else []
        if len(cells) != 1 or element.getparent() is not self._body:
            return None
        inside = sum(1 for _ in cells[0].iterchildren(P, TBL))
        beside = sum(1 for _ in self._body.iterchildren(P, TBL))
        return cells[0] if inside > max(PAGE_FRAME, beside) else None


class _Footnotes:
    """Writes the footnotes met in a block behind its text, so that they have the place of the block."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._readers: dict[str, TableReader] = {}
        self._written: dict[tuple[str, str], tuple[Paragraph, ...]] = {}

    def write(self, marks: list[FootnoteMark]) -> None:
        """Write the notes and tie them to their marks; the list is emptied."""
        for offset, kind, name, mark in marks:
            element = self._context.notes.element(kind, name)
            if element is None:
                continue
            if (kind, name) not in self._written:
                if kind not in self._readers:
                    root = element.getroottree().getroot()
                    self._readers[kind] = TableReader(Story(root, self._context, "footnote"))
                collector = Collector(self._readers[kind])
                self._readers[kind].story.blocks(element, collector)
                self._written[kind, name] = tuple(collector.paragraphs)
            self._context.builder.footnote(offset, mark, self._written[kind, name])
        marks.clear()
