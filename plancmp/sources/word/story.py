"""Turns the paragraphs of one part of a .docx file into paragraphs of a `Document`, in reading order.

A line break inside of a paragraph parts it in two where both sides hold text, for drafters break titles
so; a heading (a paragraph with a level) stays whole, because a break in it is only for the eye. The text of
a box follows the paragraph that it is anchored to.
"""

from bisect import bisect
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from lxml import etree

from plancmp.model.document import Document, Paragraph, Role, Table
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.lines.cleaning import Removals
from plancmp.sources.word import tags
from plancmp.sources.word.inline import Line, LineReader, Mark, is_clean, placed
from plancmp.sources.word.markup import carries_markup, take_markup
from plancmp.sources.word.notes import Notes
from plancmp.sources.word.numbering import Numbering
from plancmp.sources.word.package import Kind
from plancmp.sources.word.styles import Style, Styles
from plancmp.sources.word.survey import ParagraphSaid, RunSaid, Survey, words_of
from plancmp.sources.word.tags import chosen, relation_id, value
from plancmp.text.keeping import compiled
from plancmp.text.list_numbers import Label

_GALLERY = f"{tags.W}docPartGallery"
_CONTENTS_GALLERY = "Table of Contents"
_FOREIGN_PARTS = (f"{tags.W}altChunk", f"{tags.W}subDoc")
_GROUPS = (f"{tags.W}customXml", f"{tags.W}ins", f"{tags.W}moveTo", f"{tags.W}smartTag")
_LATIN_SIDES = compiled(r"[A-Za-z0-9]{2}")
_SENTENCE_END = compiled(r"[。！？；：:;]\s*$")


class Sink(Protocol):
    """What takes the paragraphs and tables of a story."""

    def paragraph(self, paragraph: Paragraph) -> None:
        """Take a paragraph whose text the builder has."""

    def table(self, element: etree._Element) -> None:
        """Read a table and take it."""

    def found(self, table: Table) -> None:
        """Take a table that was recognised in a picture."""


class Context(NamedTuple):
    """What all parts of a document share."""

    builder: DocumentBuilder
    styles: Styles
    numbering: Numbering
    notes: Notes
    removals: Removals
    recognise: Callable[[str], Document | None]
    """What the picture with a relation's id says; None where it cannot be told."""
    traces: "list[Traced] | None" = None
    """Where the words of each paragraph came from, for callers that write into the file."""


class Traced(NamedTuple):
    """A paragraph of the file that was read: its words in the document, and the elements that held them."""

    paragraph: etree._Element
    parts: list[tuple[int, str]]
    """Offset and words of each part between its breaks, list numbers not among them."""
    sources: list[tuple[etree._Element, str]]


class FootnoteMark(NamedTuple):
    """A footnote or endnote that was met: where its mark stood, and what it is called."""

    offset: int
    kind: Kind
    name: str
    mark: str


class Story:
    """Reads the blocks of one part."""

    def __init__(self, root: etree._Element, context: Context, role: Role = "body") -> None:
        self.context = context
        self.footnotes: list[FootnoteMark] = []
        """Those met since the caller last took them."""
        self.survey = Survey(root, context.styles)
        self._marked = carries_markup("".join(pieces) for pieces in self.survey.words.values())
        self._lines = LineReader(root, self.survey, context.notes)
        self._role = role
        self._plain = context.styles.get(None)

    def blocks(self, parent: Iterable[etree._Element], sink: Sink) -> None:
        """Read the paragraphs and tables inside of an element, in order."""
        waiting: tuple[etree._Element, Line] | None = None
        words, marks = self.survey.words, self.survey.marks
        for child in parent:
            tag = child.tag
            if tag == tags.P:
                pieces = words.get(child)
                if pieces is not None and waiting is None and child not in marks and self._lines.idle:
                    self._write_words(child, pieces, sink)
                    continue
                line = waiting[1] if waiting else Line()
                self._lines.read(child, self._style(self.survey.paragraphs.get(child)), line)
                # The mark of the paragraph is deleted: it runs on into the next one.
                waiting = (child, line) if marks.get(child, _UNMARKED).deleted else None
                if waiting is None:
                    self._write(child, line, sink)
            elif (reader := _READERS.get(tag)) is not None:
                if waiting:
                    self._write(*waiting, sink)
                    waiting = None
                reader(self, child, sink)
        if waiting:
            self._write(*waiting, sink)

    def read_table(self, element: etree._Element, sink: Sink) -> None:
        """Hand a table on."""
        sink.table(element)

    def read_control(self, element: etree._Element, sink: Sink) -> None:
        """A content control; one of Word's own makes a table of contents."""
        properties = element.find(tags.SDT_PR)
        contents = properties is not None and any(
            value(gallery) == _CONTENTS_GALLERY for gallery in properties.iter(_GALLERY)
        )
        self._lines.in_contents(contents)
        for content in element.iterchildren(tags.SDT_CONTENT):
            self.blocks(content, sink)
        self._lines.in_contents(-contents)

    def read_alternatives(self, element: etree._Element, sink: Sink) -> None:
        """One of two branches."""
        branch = chosen(element)
        if branch is not None:
            self.blocks(branch, sink)

    def read_foreign(self, element: etree._Element, _: Sink) -> None:
        """Another file inside of this one, or one that lies elsewhere."""
        name = element.tag.rpartition("}")[2]
        self.context.builder.note("unreadable", f"{name} {relation_id(element)}".strip())

    def _style(self, said: ParagraphSaid | None) -> Style:
        """The style of a paragraph."""
        return self._plain if said is None or said.style is None else self.context.styles.get(said.style)

    def _write_words(self, paragraph: etree._Element, pieces: list[str], sink: Sink) -> None:
        """Give a paragraph to the builder that holds nothing but words: most are like that."""
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        said = self.survey.paragraphs.get(paragraph)
        style = self._style(said)
        if style.hidden or style.contents or self._marked or not is_clean(text):
            line = Line()
            self._lines.read(paragraph, style, line)
            self._write(paragraph, line, sink)
            return
        label = None if said is None and style.list_id is None else self._label(said, style)
        if not text and label is None:
            return
        builder = self.context.builder
        builder.begin()
        drawn = 0
        if label is not None:
            text = label.before(text.lstrip()) + text.lstrip()
            drawn = len(label.text)
        builder.add(text)
        if self.context.traces is not None:
            sources = [(each, words_of(each, each.text)) for each in paragraph.iter(tags.T) if each.text]
            words = "".join(pieces).lstrip()
            parts = [(builder.offset - len(words), words)]
            self.context.traces.append(Traced(paragraph, parts, sources))
        level = style.level if said is None else _level(said, style)
        made = builder.finish(automatic=drawn, level=level, role=self._role, bold=style.bold)
        if made is not None:
            sink.paragraph(made)

    def _write(self, paragraph: etree._Element, line: Line, sink: Sink) -> None:
        """Give a line to the builder as one or more paragraphs, then the boxes anchored in it."""
        said = self.survey.paragraphs.get(paragraph)
        if said is None and line.bare():
            return
        style = self._style(said)
        mark = self.survey.marks.get(paragraph, _UNMARKED)
        line.insertions += mark.inserted
        if self._marked:
            take_markup(line)
        contents = line.contents or style.contents
        level = None if contents else _level(said, style)
        hidden = mark.hidden and not any(piece.strip() for piece in line.pieces)
        label = None if hidden or contents else self._label(said, style)
        trace = Traced(paragraph, [], line.sources)
        for made in self._paragraphs(line, label, level, "toc" if contents else self._role, trace):
            sink.paragraph(made)
        for box in line.boxes:
            self._write_box(box, paragraph, sink)

    def _label(self, said: ParagraphSaid | None, style: Style) -> Label | None:
        """Count the paragraph in its list."""
        said = said or _SILENT
        if said.list_id is None and style.list_id is None:
            return None
        return self.context.numbering.label(said.list_id, said.list_level, style)

    def _paragraphs(
        self, line: Line, label: Label | None, level: int | None, role: Role, trace: Traced
    ) -> list[Paragraph]:
        """The paragraphs that a line makes: one, or one for each part between its breaks."""
        builder = self.context.builder
        if level is not None and "\n" in line.pieces:
            _join_heading(line.pieces)
        pieces = line.pieces
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        marks = placed(line) if line.marks or line.insertions else []
        drawn = ""
        if label is not None:
            body = text.lstrip()
            cut = len(text) - len(body)
            drawn = label.before(body)
            marks = [(max(place - cut, 0), mark) for place, mark in marks]
            text = body
        if line.insertions:
            builder.note("inserted", "", line.insertions)
        marks.reverse()
        bold = line.bold and not line.plain
        made: list[Paragraph] = []
        start = 0
        for part in text.split("\n"):
            builder.begin()
            builder.add(drawn)
            trace.parts.append((builder.offset, part))
            self._add(part, start, marks)
            automatic = len(label.text) if label and drawn else 0
            paragraph = builder.finish(automatic=automatic, level=level, role=role, bold=bold)
            if paragraph is not None:
                made.append(paragraph)
            start += len(part) + 1
            drawn = ""
        if self.context.traces is not None:
            self.context.traces.append(trace)
        return made

    def _add(self, part: str, start: int, marks: list[tuple[int, Mark]]) -> None:
        """Add a part of a line with what there is to say in it, which is taken off the end of `marks`."""
        done = 0
        builder = self.context.builder
        while marks and marks[-1][0] <= start + len(part):
            place, mark = marks.pop()
            builder.add(part[done : place - start])
            done = max(place - start, done)
            self._say(mark)
        builder.add(part[done:] if done else part)

    def _say(self, mark: Mark) -> None:
        """Write a note at the builder's place, or remember a footnote."""
        builder = self.context.builder
        text = "".join(mark.texts)
        if mark.removed is not None:
            self.context.removals.take(mark.removed)
        elif mark.code == "footnotes" or mark.code == "endnotes":
            drawn = self.context.notes.next_mark(mark.code) if mark.custom is None else mark.custom
            self.footnotes.append(FootnoteMark(builder.offset, mark.code, text, drawn))
        else:
            builder.note(mark.code, text)

    def _write_box(self, box: etree._Element | str, anchor: etree._Element, sink: Sink) -> None:
        """The content of a text box, or the words of WordArt, which stand in a paragraph of the file."""
        if isinstance(box, str):
            self._write_drawn([box], anchor, sink)
        elif box.tag == tags.GRAPHIC_DATA:
            kind = box.get("uri", "").rpartition("/")[2]
            words = self.context.notes.drawn(box)
            if kind == "diagram" and words:
                self._write_drawn(words, anchor, sink)
            else:
                # Figures of a chart are no sentences and no table; what they say is the text's to say.
                self.context.builder.note("unreadable", " ".join([kind, *words]))
        elif box.tag in (tags.BLIP, tags.VML_IMAGE):
            self._write_picture(relation_id(box), sink)
        else:
            self.blocks([box] if box.tag in (tags.P, tags.TBL) else box, sink)

    def _write_drawn(self, words: list[str], anchor: etree._Element, sink: Sink) -> None:
        """Words that are drawn, each a paragraph."""
        for each in words:
            for made in self._paragraphs(Line([each]), None, None, self._role, Traced(anchor, [], [])):
                sink.paragraph(made)

    def _write_picture(self, relation: str, sink: Sink) -> None:
        """What a picture says where it can be recognised, else a note."""
        found = self.context.recognise(relation)
        if found is None:
            self.context.builder.note("image")
            return
        for block in self.context.builder.graft(found):
            if isinstance(block, Table):
                sink.found(block)
            else:
                sink.paragraph(block)


_UNMARKED, _SILENT = RunSaid(), ParagraphSaid()
_READERS: dict[str, Callable[[Story, etree._Element, Sink], None]] = {
    tags.TBL: Story.read_table,
    tags.SDT: Story.read_control,
    tags.ALTERNATIVES: Story.read_alternatives,
    **dict.fromkeys(_FOREIGN_PARTS, Story.read_foreign),
    **dict.fromkeys(_GROUPS, Story.blocks),
}


def _level(said: ParagraphSaid | None, style: Style) -> int | None:
    """The heading level that a paragraph says itself, else that of its style."""
    if said is None or said.outline is None:
        return style.level
    return said.outline + 1 if said.outline < 9 else None


def _join_heading(pieces: list[str]) -> None:
    """Take the line breaks out of a heading, but for those behind a full sentence."""
    breaks = [index for index, piece in enumerate(pieces) if piece == "\n"]
    words = [index for index, piece in enumerate(pieces) if piece != "\n"]
    for index in breaks:
        place = bisect(words, index)
        before = pieces[words[place - 1]] if place else ""
        after = pieces[words[place]] if place < len(words) else ""
        if not _SENTENCE_END.search(before[-9:]):
            pieces[index] = " " if _LATIN_SIDES.fullmatch(before[-1:] + after[:1]) else ""
