"""Web pages to documents: the article of a page, without the menus and footers around it.

Pages of government sites are read as a browser draws them: paragraphs made of `<p>`, `<div>` or `<br>`,
tables with their merges, the numbers of lists, the footnotes and lists of pages saved by Word. Scripts
are never run and nothing is fetched. What is left out stands in the notes: `page-frame` for the frame,
`hidden` for what is not drawn.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from plancmp.model.document import Document, Paragraph, Role, Table
from plancmp.model.errors import SourceError
from plancmp.rulepacks.loading import load
from plancmp.rulepacks.messages import worded
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.guard.limits import MOST_TAGS
from plancmp.sources.layout.wrapping import is_toc_line, join_wrapped
from plancmp.sources.lines.cleaning import CleanLine, Removals, clean
from plancmp.sources.thresholds import FEWEST_WRAPPED, SHORTEST_TITLE
from plancmp.sources.web.decoding import decode_page
from plancmp.sources.web.flow import Flow, Grid, Item, Left, Mark, Para, Piece
from plancmp.sources.web.frame import Framing, tabulate_fields, text_of
from plancmp.sources.web.notes import find_notes
from plancmp.sources.web.pictures import picture_of
from plancmp.sources.web.tables import survey
from plancmp.sources.web.tags import line_of
from plancmp.sources.web.words import PageWords
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled
from plancmp.text.labels import Labels
from plancmp.text.list_numbers import Label

_CONDITIONS = compiled(r"<!\[(?:if\b[^\]<>]{0,80}|endif)\]>", re.IGNORECASE)
_INLINE = compiled(r"</?(?:font|span|b|i|u|em|strong|big|small|o:p|st1:\w+)\b[^<>]*>", re.IGNORECASE)
_TITLE_NAMES = ("articletitle", "og:title", "dc.title")


Recogniser = Callable[[bytes], Document | None]
"""The bytes of a picture to what it says."""


def read_html(data: bytes, recognise: Recogniser = lambda _: None) -> Document:
    """Read a web page; `recognise` says what stands in the pictures of its article.

    Raises `SourceError` for bytes that are no text, or a page too large or too deep.
    """
    page = decode_page(data)
    builder = DocumentBuilder("html")
    builder.encoding = page.encoding
    if page.broken:
        builder.note("unreadable", count=page.broken)
    root = _parse(page.text)
    body = None if root is None else root.find("body")
    if root is None or (body is None and len(root) == 0):
        return builder.build()
    writer = _Writer(builder, Removals(builder), recognise=recognise)
    writer.write(root, root if body is None else body)
    return builder.build()


def write_fragment(text: str, line: int, builder: DocumentBuilder, removals: Removals) -> None:
    """Write a piece of HTML that stands in another text from this line on; all of it is text."""
    root = _parse(text)
    if root is None:
        return
    words = load(PageWords, "vocabulary/pages.yaml")
    flow = Flow(root, survey(root), find_notes(root), words)
    writer = _Writer(builder, removals, line - 1)
    for item in flow.items:
        writer.write_item(item)


def _parse(text: str) -> etree._Element | None:
    """The root of a page, None for one without any element. No network, no entities of its own."""
    text = _CONDITIONS.sub("", text)
    if text.count("<") > MOST_TAGS:
        raise SourceError(*worded("web-tags", wan=MOST_TAGS // 10_000, most=MOST_TAGS))
    root, deep = _parse_once(text)
    if deep:
        # Old editors open a <font> in each paragraph and never close it.
        root, deep = _parse_once(_INLINE.sub("", text))
    if deep:
        raise SourceError(*worded("web-deep"))
    return root


def _parse_once(text: str) -> tuple[etree._Element | None, bool]:
    """The root of a page, and whether the parser gave up because of its depth."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_pis=True, recover=True
    )
    data = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except (etree.XMLSyntaxError, etree.ParserError, ValueError):
        root = None
    deep = any("RESOURCE_LIMIT" in error.type_name or "depth" in error.message for error in parser.error_log)
    return root, deep


class _Writer:
    """Writes the article of a page into a document; `above` lines of the file stand before the page."""

    def __init__(
        self,
        builder: DocumentBuilder,
        removals: Removals,
        above: int = 0,
        recognise: Recogniser = lambda _: None,
    ) -> None:
        self._builder = builder
        self._removals = removals
        self._above = above
        self._recognise = recognise
        self._recognised: list[Document] = []
        self._written = 0
        """So many of them stand in the document."""
        self._words = load(PageWords, "vocabulary/pages.yaml")
        self._labels = load(Labels, "vocabulary/labels.yaml")
        self._footnotes: dict[str, list[Item]] = {}
        self._marks: list[tuple[int, str, str]] = []

    def write(self, root: etree._Element, body: etree._Element) -> None:
        """Write the page."""
        flow = Flow(body, survey(body), find_notes(body), self._words)
        self._footnotes = flow.footnotes
        items = tabulate_fields(_unwrap(flow.items), self._words)
        title = _head_title(root)
        framing = Framing(items, body, title, self._words)
        kept = framing.kept()
        if not _has_words(title, items, kept) and not framing.has_title(range(len(items))):
            self._write_head_title(root, title)
        for keep, run in groupby(zip(kept, items, strict=True), key=lambda pair: pair[0]):
            found = [item for _, item in run]
            if keep:
                for item in found:
                    self.write_item(item)
            else:
                self._leave_out(found)
        self._write_footnotes()
        self._write_pictures()
        self._removals.report()
        if self._recognised:
            self._builder.note("recognised", count=len(self._recognised), offset=0)

    def _write_head_title(self, root: etree._Element, title: str) -> None:
        """A title that stands only in the head of the page, which a browser shows above it."""
        named = next(
            (meta for meta in root.iter("meta") if (meta.get("name") or "").lower() in _TITLE_NAMES), None
        )
        if named is None:
            return
        self._builder.begin()
        self._builder.add(" ".join(title.split()), line=line_of(named))
        self._builder.block(self._builder.finish())

    def write_item(self, item: Item) -> None:
        """Write a paragraph, a table, or a note between them."""
        if isinstance(item, Left):
            self._note(item)
        elif isinstance(item, Para):
            self._builder.block(self._paragraph(item))
        else:
            self._builder.block(self._table(item))
        self._write_pictures()

    def _note(self, left: Left | Mark) -> None:
        """Say what was left out; what a picture says waits for the end of the block."""
        picture = picture_of(left.target) if left.code == "image" else None
        found = None if picture is None else self._recognise(picture)
        if found is None:
            self._builder.note(left.code, left.text)
        else:
            self._recognised.append(found)

    def _write_pictures(self) -> None:
        """Write what pictures in the last block say."""
        for found in self._recognised[self._written :]:
            for block in self._builder.graft(found):
                self._builder.block(block)
        self._written = len(self._recognised)

    def _leave_out(self, items: Sequence[Item]) -> None:
        """Say what stood in a part of the frame."""
        texts = [text for item in items if (text := text_of(item).strip())]
        texts += [text for code, text in _said_in(items, frame=True)]
        if texts:
            self._builder.note("page-frame", "\n".join(texts), len(texts))
        for code, text in _said_in(items):
            self._builder.note(code, text)

    def _table(self, grid: Grid) -> Table:
        """A table with the places of its cells."""
        return Table(
            self._builder.cells(
                grid.rows, lambda cell: (self._in_cell(cell.parts), cell.colspan, cell.continued)
            )
        )

    def _in_cell(self, parts: Sequence[Para | Left]) -> Iterator[Paragraph | None]:
        """The paragraphs of a cell; what is left out of it goes to the notes."""
        for part in parts:
            if isinstance(part, Left):
                self._note(part)
            else:
                yield self._paragraph(part)

    def _paragraph(self, para: Para) -> Paragraph | None:
        """A paragraph, with the number that is drawn before it."""
        builder = self._builder
        builder.begin()
        text, automatic, gap = para.text, 0, False
        if para.label and self._labels.find(fold(text), 0, len(text)) is None:
            label = Label(para.label).before(text.lstrip())
            builder.add(label, line=para.pieces[0].line + self._above)
            automatic, gap = len(label), True
        for piece in _by_line(para.pieces):
            if piece.mark is not None:
                self._mark(piece)
                continue
            words = piece.text.lstrip() if gap else piece.text
            gap = gap and not words
            for _, clear in self._cleaned(words):
                builder.add(clear, line=piece.line + self._above)
        bold = para.chars > 0 and para.bold_chars == para.chars
        inside = builder.row is not None
        level = None if inside else para.level
        role: Role = "toc" if not inside and is_toc_line(text) else para.role
        return builder.finish(automatic=automatic, level=level, role=role, bold=bold)

    def _cleaned(self, words: str) -> list[tuple[int, str]]:
        """The characters that are text; the others are remembered for the notes."""
        cleaned = clean(words)
        self._removals.take(cleaned.removed)
        return cleaned.pieces

    def _mark(self, piece: Piece) -> None:
        """Say what stands at this place."""
        mark = piece.mark
        if mark is None:
            return
        if mark.code == "footnote":
            self._marks.append((self._builder.offset, mark.text.strip("[]［］()（）〔〕【】"), mark.target))
        else:
            self._note(mark)

    def _write_footnotes(self) -> None:
        """Write the footnotes behind the text, each tied to its mark."""
        for offset, mark, target in self._marks:
            paragraphs = self._note_paragraphs(self._footnotes.pop(target, []))
            self._builder.footnote(offset, mark, tuple(paragraphs))
        for items in self._footnotes.values():
            for item in items:
                self.write_item(item)

    def _note_paragraphs(self, items: Sequence[Item]) -> list[Paragraph]:
        """The paragraphs of a footnote."""
        made: list[Paragraph] = []
        for item in items:
            if isinstance(item, Left):
                self._note(item)
                continue
            for para in [item] if isinstance(item, Para) else item.paragraphs():
                para.role = "footnote"
                paragraph = self._paragraph(para)
                if paragraph is not None:
                    made.append(paragraph)
        return made


def _said_in(items: Sequence[Item], *, frame: bool = False) -> Iterator[tuple[str, str]]:
    """What was left out within parts of the frame, but for pictures; with `frame` the words of forms."""
    for item in items:
        parts: list[Para | Left] = (
            [part for row in item.rows for cell in row for part in cell.parts]
            if isinstance(item, Grid)
            else [item]
        )
        said: list[tuple[str, str]] = []
        for part in parts:
            if isinstance(part, Left):
                said.append((part.code, part.text))
            else:
                said += [
                    (piece.mark.code, piece.mark.text) for piece in part.pieces if piece.mark is not None
                ]
        for code, text in said:
            if (code == "page-frame") == frame and code not in ("image", "highlight", "inserted"):
                yield ("page-frame" if code == "footnote" else code), text


def _by_line(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces on one line of the file put together."""
    made: list[Piece] = []
    for (line, marked), group in groupby(pieces, key=lambda piece: (piece.line, piece.mark is not None)):
        if marked:
            made.extend(group)
        else:
            made.append(Piece("".join(piece.text for piece in group), line))
    return made


def _head_title(root: etree._Element) -> str:
    """The title of the article that the head of a page names, else the title of the page."""
    named = {
        (meta.get("name") or meta.get("property") or "").lower(): meta.get("content")
        for meta in root.iter("meta")
    }
    for name in _TITLE_NAMES:
        title = named.get(name)
        if title and title.strip():
            return title
    found = root.find("head/title")
    return "" if found is None else found.text or ""


def _has_words(title: str, items: Sequence[Item], kept: Sequence[bool]) -> bool:
    """Whether the article holds the words of a title; True for a title too short to be one."""
    wanted = squeeze(title)
    if len(wanted) < SHORTEST_TITLE:
        return True
    head: list[str] = []
    for item in (item for item, keep in zip(items, kept, strict=True) if keep):
        head.append(squeeze(text_of(item)))
        if len(head) > 60:
            break
    return wanted in "".join(head)


def _unwrap(items: Sequence[Item]) -> list[Item]:
    """Paragraphs cut into lines of one width put together again, as text pasted from a PDF needs it."""
    made: list[Item] = []
    for _, group in groupby(items, key=_line_key):
        run = list(group)
        lines = [CleanLine(number, 1, item.text) for number, item in enumerate(run) if isinstance(item, Para)]
        if len(run) >= FEWEST_WRAPPED and len(lines) == len(run):
            made.extend(_joined([run[line.number] for line in group]) for group in join_wrapped(lines))
        else:
            made.extend(run)
    return made


def _line_key(item: Item) -> object:
    """What the lines of one text have in common: the element that `<br>` parts."""
    if not isinstance(item, Para) or item.level is not None or item.label:
        return item
    return item.element if item.broken else (item.element,)


def _joined(items: Sequence[Item]) -> Para:
    """Lines as one paragraph."""
    paras = [item for item in items if isinstance(item, Para)]
    first = paras[0]
    for para in paras[1:]:
        before, behind = first.text.rstrip()[-1:], para.text.lstrip()[:1]
        words = before.isascii() and before.isalnum() and behind.isascii() and behind.isalnum()
        trimmed = list(para.pieces)
        if trimmed and not words:
            trimmed[0] = trimmed[0]._replace(text=trimmed[0].text.lstrip())
        elif trimmed:
            trimmed[0] = trimmed[0]._replace(text=" " + trimmed[0].text.lstrip())
        first.pieces.extend(trimmed)
        first.chars += para.chars
        first.linked += para.linked
        first.links += para.links
        first.bold_chars += para.bold_chars
    return first
