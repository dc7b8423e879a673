"""PDF with a text layer to a `Document`.

pdfium gives the characters and what is drawn; lines, paragraphs and tables are put together here.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from plancmp.model.document import Document, Format, Paragraph, Role, Table
from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.building import C, DocumentBuilder, Written
from plancmp.sources.guard.limits import LONGEST_CUT, MOST_BYTES, MOST_PAGES, MOST_SECONDS, MOST_TITLES
from plancmp.sources.guard.pdf import check_streams, check_whole, with_header
from plancmp.sources.lines.cleaning import Removals, clean
from plancmp.sources.lines.writing import Stretch, joint
from plancmp.sources.pdf.aligned import AlignedTable
from plancmp.sources.pdf.columns import is_at_foot, part_columns
from plancmp.sources.pdf.flow import Block, build_flow, loosen
from plancmp.sources.pdf.fonts import own_fonts
from plancmp.sources.pdf.furniture import (
    Item,
    PageLayout,
    all_lines,
    leading_mark,
    main_size,
    take_footnotes,
    take_furniture,
    top_of,
)
from plancmp.sources.pdf.joins import FlowCell, WholeTable
from plancmp.sources.pdf.lines import TextLine, build_lines, write_raised
from plancmp.sources.pdf.page import Box, PageContent, Widths, read_page
from plancmp.sources.pdf.paragraphs import Measures, join_cell
from plancmp.sources.pdf.tables import find_tables
from plancmp.sources.recognition import HINT, is_installed, recognition
from plancmp.sources.tables.grid import GridCell
from plancmp.sources.thresholds import FEWEST_UNREADABLE, LARGE_PICTURE, MOST_UNREADABLE, PAGE_PICTURE
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled

_CID = compiled(r"\(cid:\d{1,6}\)")


Recogniser = Callable[[Any, list[PageContent]], list[PageContent]]
"""Gives the pages of a document back with what their pictures say."""


def read_pdf(data: bytes, recognise: Recogniser | None = None) -> Document:
    """Read a PDF. Each place has its page, and in tables the row and cell.

    Page numbers, running heads, repeated header rows, comments, pictures, glyphs without a character and
    pages without text are notes. Footnotes are tied to their marks, which leave the text. A file without
    any text, with a password, damaged or cut off raises `SourceError`.
    """
    with own_fonts():
        document = _open(data)
        try:
            contents = _read_pages(document)
            if recognise is not None:
                contents = recognise(document, contents)
            levels = _levels(document)
        finally:
            document.close()
    return write_document(contents, levels)


def write_document(
    contents: Sequence[PageContent], levels: Mapping[tuple[int, str], int], form: Format = "pdf"
) -> Document:
    """Pages to a document: lines, paragraphs, tables. `levels` are of headings, by page and title."""
    writer = _Writer(contents, levels, form)
    if not any(page.items or page.footnotes for page in writer.pages):
        raise _without_text(contents)
    _check_readable(writer.pages)
    return writer.write()


def _open(data: bytes) -> Any:
    """The file as pdfium opens it."""
    if len(data) > MOST_BYTES:
        raise SourceError(*worded("pdf-large", megabytes=len(data) // 1_000_000))
    check_streams(data)
    check_whole(data)
    try:
        document = pypdfium2.PdfDocument(with_header(data))
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise _unusable(error) from error
    if not 0 < pages <= MOST_PAGES:
        document.close()
        raise SourceError(*worded("pdf-pages", pages=pages, most=MOST_PAGES))
    return document


def _unusable(error: pypdfium2.PdfiumError) -> SourceError:
    """What to say of a file that pdfium does not open."""
    code = getattr(error, "err_code", None)
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return SourceError(*worded("pdf-password"))
    return SourceError(*worded("pdf-damaged"))


def _read_pages(document: Any) -> list[PageContent]:
    """What is drawn on all pages. What runs aslant is the text of a file that has no other."""
    if document.get_formtype():
        document.init_forms()
    deadline = time.monotonic() + MOST_SECONDS
    contents = _read_all(document, deadline, aslant=False)
    if any(page.watermark for page in contents) and not any(page.runs or page.images for page in contents):
        return _read_all(document, deadline, aslant=True)
    return contents


def _read_all(document: Any, deadline: float, *, aslant: bool) -> list[PageContent]:
    """What is drawn on all pages; a page that cannot be opened is an empty one."""
    contents: list[PageContent] = []
    widths: Widths = {}
    form = document.formenv
    for index in range(len(document)):
        try:
            contents.append(read_page(document, index, widths, form and form.raw, aslant=aslant))
        except pypdfium2.PdfiumError:
            contents.append(PageContent(index + 1, 0.0, 0.0, [], [], [], [], cut=True))
        if time.monotonic() > deadline:
            raise SourceError(*worded("pdf-complex", seconds=MOST_SECONDS, page=index + 1))
    return contents


def _check_readable(pages: Sequence[PageLayout]) -> None:
    """Raise for a file of which more than a fifth cannot be read."""
    texts = [line.text for page in pages for line in all_lines(page.items)]
    characters = sum(map(len, texts))
    unreadable = sum(text.count("\ufffd") for text in texts)
    unreadable += sum(len(found) for text in texts for found in _CID.findall(text))
    if unreadable > FEWEST_UNREADABLE and unreadable * MOST_UNREADABLE > characters:
        share = round(100 * unreadable / characters)
        raise SourceError(*worded("pdf-fonts", share=share))


def _levels(document: Any) -> dict[tuple[int, str], int]:
    """Levels of headings as the file's bookmarks say, by page and title."""
    levels: dict[tuple[int, str], int] = {}
    try:
        for number, bookmark in enumerate(document.get_toc(max_depth=9)):
            target = bookmark.get_dest()
            index = target.get_index() if target else None
            if index is not None:
                levels[index + 1, squeeze(bookmark.get_title())] = bookmark.level + 1
            if number > MOST_TITLES:
                break
    except pypdfium2.PdfiumError:
        return {}
    return levels


def _without_text(contents: Sequence[PageContent]) -> SourceError:
    """What to say of a file without a text layer."""
    pages = len(contents)
    if any(content.images for content in contents):
        tried = is_installed() and recognition().mode != "never"
        failed = ("也没有识别出文字。请重新扫描，", "and no words were recognised in them. Scan it again, or")
        hint = failed if tried else (HINT[0], f"{HINT[1]} Or")
        return SourceError(*worded("no-text-layer", pages=pages, hint=hint))
    return SourceError(*worded("pdf-no-text", pages=pages))


def lay_out(content: PageContent) -> PageLayout:
    """The lines and ruled tables of a page from top to bottom."""
    tables, rest = find_tables(content)
    items: list[Item] = [*build_lines(rest, content.number)]
    for table in tables:
        at = next((at for at, item in enumerate(items) if top_of(item) > table.box.y0), len(items))
        items.insert(at, table)
    content.runs = []
    return PageLayout(content, items)


class _Tie(NamedTuple):
    """A mark in the text that may belong to a footnote."""

    offset: int
    page: int
    mark: str


class _Writer:
    """Writes the document block by block."""

    def __init__(
        self, contents: Sequence[PageContent], levels: Mapping[tuple[int, str], int], form: Format
    ) -> None:
        self.builder = DocumentBuilder(form)
        self.builder.pages = len(contents)
        self.removals = Removals(self.builder)
        self.levels = levels
        self.pages = [lay_out(content) for content in contents]
        loosen(self.pages)
        self.left_out = take_furniture(self.pages)
        body = main_size(self.pages)
        self.frames = part_columns(self.pages)
        for at, frame in enumerate(self.frames):
            if is_at_foot(self.frames, at):
                take_footnotes(frame, body)
        self.footnote_marks = {
            (frame.number, leading_mark(lines[0])) for frame in self.frames for lines in frame.footnotes
        }
        self.starts: dict[int, int] = {}
        self.ties: list[_Tie] = []
        self.repeated: list[tuple[int, str]] = []
        self.cids: list[tuple[int, str, int]] = []

    def write(self) -> Document:
        """The document."""
        flow = build_flow(self.frames, Measures(self.frames))
        blank = [page.number for page in self.pages if not page.items]
        for block in flow.blocks:
            while blank and blank[0] < _first_page(block):
                self._write_blank(blank.pop(0))
            if isinstance(block, WholeTable):
                self._write_table(block)
            elif isinstance(block, AlignedTable):
                self._write_aligned(block)
            else:
                self.builder.block(self._paragraph(block, level=self._level(block)))
        for number in blank:
            self._write_blank(number)
        self._write_footnotes()
        self.removals.report()
        self._write_notes(flow.unsure)
        return self.builder.build()

    def _level(self, lines: Sequence[TextLine]) -> int | None:
        """The level that the file's bookmarks give a heading."""
        if not self.levels:
            return None
        return self.levels.get((lines[0].page, squeeze("".join(line.text for line in lines))))

    def _paragraph(
        self,
        lines: Sequence[TextLine],
        *,
        level: int | None = None,
        role: Role = "body",
    ) -> Paragraph | None:
        """Write lines as one paragraph."""
        self.builder.begin()
        before = ""
        for line in lines:
            self.starts.setdefault(line.page, self.builder.offset)
            lead = joint(before, line.text) if before else ""
            for text, raised in _pieces(line):
                self._note_cids(text)
                if raised and (line.page, squeeze(text)) in self.footnote_marks and role == "body":
                    self.ties.append(_Tie(self.builder.offset, line.page, squeeze(text)))
                    continue
                cleaned = clean(write_raised(text) if raised else text)
                self.removals.take(cleaned.removed)
                self.builder.add(
                    lead + cleaned.text,
                    page=line.page,
                    box=_place_of(line),
                    confidence=line.confidence,
                )
                lead = ""
            before = line.text
        return self.builder.finish(level=level, role=role, bold=all(line.bold for line in lines))

    def _note_cids(self, text: str) -> None:
        """Remember glyphs that a producer wrote as their numbers, for want of a character."""
        found = _CID.findall(text)
        if found:
            self.cids.append((self.builder.offset, "".join(found), len(found)))

    def _write_table(self, table: WholeTable) -> None:
        """Write a ruled table."""
        padding = _padding(table)

        def write(cell: FlowCell) -> Written:
            made = list(map(self._paragraph, join_cell(cell.lines, cell.boxes, padding)))
            return made, cell.columns, cell.continued and not any(made)

        rows = self.builder.cells(self._repeating(table.rows, table.repeated), write)
        self.builder.block(Table(rows, exact=True))

    def _repeating(
        self, rows: Sequence[Sequence[C]], repeated: Sequence[tuple[int, str]]
    ) -> Iterator[Sequence[C]]:
        """The rows; where the header was said again between two of them is remembered for the notes."""
        for number, row in enumerate([*rows, ()]):
            self.repeated += [(self.builder.offset, text) for before, text in repeated if before == number]
            if row:
                yield row

    def _write_aligned(self, table: AlignedTable) -> None:
        """Write a table told by alignment."""

        def write(cell: GridCell) -> Written:
            made = list(map(self._stretches, cell.paragraphs()))
            return made, cell.colspan, cell.continued and not any(made)

        rows = self.builder.cells(self._repeating(table.grid.rows, table.repeated), write)
        self.builder.block(Table(rows, exact=False))

    def _stretches(self, parts: Sequence[Stretch]) -> Paragraph | None:
        """Write the parts of lines that make a paragraph of an aligned table."""
        self.builder.begin()
        before = ""
        for part in parts:
            text = part.trimmed().text
            self.starts.setdefault(part.line.page, self.builder.offset)
            cleaned = clean(text)
            self.removals.take(cleaned.removed)
            lead = joint(before, text) if before else ""
            self.builder.add(lead + cleaned.text, page=part.line.page)
            before = text
        return self.builder.finish()

    def _write_blank(self, page: int) -> None:
        """Leave a place for a page without text, so that its note knows the page."""
        self.starts[page] = self.builder.offset
        self.builder.begin()
        self.builder.add(" ", page=page)
        self.builder.finish()

    def _write_footnotes(self) -> None:
        """Write the footnotes and tie them to their marks."""
        for page in self.frames:
            for lines in page.footnotes:
                mark = leading_mark(lines[0])
                lines[0] = _without_mark(lines[0], mark)
                paragraph = self._paragraph(lines, role="footnote")
                tie = next((tie for tie in self.ties if (tie.page, tie.mark) == (page.number, mark)), None)
                if paragraph is not None and tie is not None:
                    self.ties.remove(tie)
                    self.builder.footnote(tie.offset, mark, (paragraph,))

    def _write_notes(self, unsure: Sequence[int]) -> None:
        """Say what was left out and what could not be read."""
        for code in ("page-number", "running-head"):
            self._note_left_out(code)
        for offset, text in self.repeated:
            self.builder.note("repeated-header", text, offset=offset)
        if self.cids:
            text, count = "".join(cid[1] for cid in self.cids), sum(cid[2] for cid in self.cids)
            self.builder.note("unreadable", text, count, offset=self.cids[0][0])
        recognised = [page.number for page in self.pages if _is_recognised(page)]
        if recognised:
            self.builder.note("recognised", count=len(recognised), offset=self._start(recognised[0]))
        for page in self.pages:
            self._note_page(page)
        for number in unsure:
            self.builder.note("unsure-table", offset=self._start(number))

    def _note_left_out(self, code: str) -> None:
        """One note for all page numbers, one for all running heads and feet."""
        lines = [entry.line for entry in self.left_out if entry.code == code]
        if lines:
            text = "\n".join(line.text for line in lines)
            self.builder.note(code, text, len(lines), offset=self._start(lines[0].page))

    def _note_page(self, page: PageLayout) -> None:
        """What was seen on a page besides its text."""
        content, offset = page.content, self._start(page.number)
        area = content.width * content.height
        images = sum(1 for box in content.images if _area(box) >= LARGE_PICTURE * area)
        if images and not _is_recognised(page):
            self.builder.note("image", count=images, offset=offset)
        if not page.items and not page.footnotes and not _is_blank(content):
            self.builder.note("empty-page", offset=offset)
        if content.unreadable:
            self.builder.note("unreadable", count=content.unreadable, offset=offset)
        if content.cut:
            self.builder.note("unreadable", offset=offset)
        if content.watermark.strip():
            self.builder.note("running-head", content.watermark, offset=offset)
        if content.unseen.strip():
            text = content.unseen[:LONGEST_CUT]
            self.builder.note("hidden", text, len(content.unseen), offset=offset)
        for mark in content.marks:
            self.builder.note(mark.code, mark.text, offset=offset)

    def _start(self, page: int) -> int:
        """Where the text of a page begins; of a page that only goes on with others, the next place."""
        later = [offset for number, offset in self.starts.items() if number >= page]
        return self.starts.get(page, min(later, default=self.builder.offset))


def _is_blank(content: PageContent) -> bool:
    """Whether nothing stands on a page without text that words could be in: the back of a cover."""
    return not (content.images or content.shapes or content.unreadable or content.unseen or content.cut)


def _is_recognised(page: PageLayout) -> bool:
    """Whether words were recognised on a page: here, or by who laid them over a picture of it."""
    if page.content.recognised:
        return True
    area = PAGE_PICTURE * page.content.width * page.content.height
    return bool(page.items) and any(_area(box) >= area for box in page.content.images)


def _first_page(block: Block) -> int:
    """The page that a block begins on."""
    if isinstance(block, WholeTable):
        return block.parts[0].page
    return block.page if isinstance(block, AlignedTable) else block[0].page


def _place_of(line: TextLine) -> tuple[float, float, float, float] | None:
    """Where recognised words stand on their page."""
    if line.confidence is None:
        return None
    return round(line.x0, 1), round(line.top, 1), round(line.x1, 1), round(line.bottom, 1)


def _pieces(line: TextLine) -> Iterator[tuple[str, bool]]:
    """The text of a line, and its raised marks, in order."""
    at = 0
    for mark in line.raised:
        if mark.start > at:
            yield line.text[at : mark.start], False
        yield line.text[mark.start : mark.end], True
        at = mark.end
    if at < len(line.text):
        yield line.text[at:], False


def _without_mark(line: TextLine, mark: str) -> TextLine:
    """The first line of a footnote without its mark."""
    if squeeze(line.text[: len(mark)]) != mark:
        return line
    text = line.text[len(mark) :]
    return msgspec.structs.replace(line, text=text.lstrip(" \u3000.．、"), raised=())


def _padding(table: WholeTable) -> float:
    """The room between a rule and the words beside it."""
    cells = [cell for row in table.rows for cell in row]
    rooms = [line.x0 - box.x0 for cell in cells for line, box in zip(cell.lines, cell.boxes, strict=True)]
    return min(max(min(rooms, default=0.0), 0.0), 9.0)


def _area(box: Box) -> float:
    """The area of a rectangle."""
    return (box.x1 - box.x0) * (box.y1 - box.y0)
