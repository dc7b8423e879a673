"""Puts tables in place of the paragraphs of a document that are their cells, one a line or a paragraph."""

import operator
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from plancmp.model.document import Block, Cell, Document, Paragraph, Row, SourceNote, Table
from plancmp.rulepacks import load
from plancmp.sources.tables import model
from plancmp.sources.tables.evidence import count_slipped
from plancmp.sources.tables.fitting import fitting
from plancmp.sources.tables.flowing import FlowingProposer
from plancmp.sources.tables.labelled import LabelledProposer
from plancmp.sources.tables.prices import SAID
from plancmp.sources.tables.stream import StreamProposer
from plancmp.sources.tables.words import TableWords
from plancmp.sources.thresholds import FEWEST, LONGEST_HEADER, LONGEST_ROW, MOST_BLANKS, SHORT_ENTRY
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled

_LINE_END = compiled("\n")


def with_streams(document: Document) -> Document:
    """The document with each table found whose cells stand one a line; the document itself where none is."""
    blocks: list[Block] = []
    notes: list[SourceNote] = []
    run: list[Paragraph] = []
    breaks = _line_breaks(document)
    offsets = sorted(breaks)
    for block in (*document.blocks, None):
        if isinstance(block, Paragraph) and block.role == "body" and block.level is None:
            run.append(block)
            continue
        if run:
            blocks += _Run(document, run, breaks, offsets).read(notes)
            run = []
        if block is not None:
            blocks.append(block)
    if not notes and len(blocks) == len(document.blocks) and all(map(operator.is_, blocks, document.blocks)):
        return document
    return msgspec.structs.replace(document, blocks=tuple(blocks), notes=(*document.notes, *notes))


def _line_breaks(document: Document) -> dict[int, int]:
    """Offsets where a line of the file begins, with the lines that it is below the one before."""
    breaks: dict[int, int] = {}
    for before, anchor in pairwise(document.anchors):
        if before.line is not None and anchor.line is not None and anchor.line != before.line:
            breaks[anchor.offset] = max(anchor.line - before.line, 1)
    return breaks


class _Run:
    """Paragraphs that follow each other, as a page of lines that know where they stand."""

    def __init__(
        self,
        document: Document,
        paragraphs: Sequence[Paragraph],
        breaks: dict[int, int],
        offsets: Sequence[int],
    ) -> None:
        self._document = document
        self._paragraphs = paragraphs
        self._page: list[str] = []
        self._spans: list[tuple[int, int]] = []
        self._owner: list[int] = []
        for number, paragraph in enumerate(paragraphs):
            for start, end in _lines_of(document, paragraph, offsets):
                blank = min(breaks.get(start, 1) - 1, MOST_BLANKS) if self._page else 0
                self._page += [""] * blank + [document.text[start:end].strip()]
                self._spans += [(start, start)] * blank + [(start, end)]
                self._owner += [number] * (blank + 1)

    def read(self, notes: list[SourceNote]) -> Iterator[Block]:
        """The blocks of the run: tables, and the paragraphs around them."""
        done = 0
        proposers = (LabelledProposer(), StreamProposer(self._page), FlowingProposer(self._page))
        for found in model.tables_of(self._page, proposers):
            self._note_unread(done, found.first, notes)
            yield from self._prose(done, found.first)
            yield self._table(found)
            done = found.behind
            slipped, one = count_slipped([[cell.words(self._page) for cell in row] for row in found.rows])
            if slipped:
                first = min(piece for row in found.rows for cell in row for piece in cell.pieces)
                notes.append(SourceNote("unsure-table", self._span(first)[0], count=slipped))
            for row in sorted({*found.unsure, *(() if one is None else (one,))}):
                pieces = [piece for cell in found.rows[row] for piece in cell.pieces]
                notes.append(SourceNote("row-unsure", self._span(pieces[0])[0]))
        self._note_unread(done, len(self._page), notes)
        if done == 0:
            yield from self._paragraphs
        else:
            yield from self._prose(done, len(self._page))

    def _note_unread(self, first: int, behind: int, notes: list[SourceNote]) -> None:
        """Say where lines are the header of a table of indicators that was not read, or rows of one."""
        words = load(TableWords, "vocabulary/tables.yaml")
        for at in range(first, behind):
            if not self._heads_names(at, words):
                continue
            below = [
                words.senses(squeeze(word))
                for line in self._page[at : at + SHORT_ENTRY]
                for word in ((line,) if len(line) <= SHORT_ENTRY else line.split()[:SHORT_ENTRY])
                if word
            ]
            kinds = [each[0].kind for each in below if each and each[0].cost == 0]
            if len(kinds) >= FEWEST and "value" in kinds:
                notes.append(SourceNote("unsure-table", self._spans[at][0]))
                return
        # Only rows of indicators have the words 约束性 and 预期性 by themselves again and again.
        bound = [at for at in range(first, behind) if self._has_attribute(at)]
        if len(bound) >= FEWEST:
            notes.append(SourceNote("unsure-table", self._spans[bound[0]][0]))

    def _has_attribute(self, at: int) -> bool:
        """Whether a word of a line says by itself that a target binds, or does not."""
        line = self._page[at]
        if len(line) > LONGEST_ROW or not any(word in line for word in fitting().attribute_words):
            return False
        return any(fitting().is_attribute(squeeze(word)) for word in line.split())

    def _heads_names(self, at: int, words: TableWords) -> bool:
        """Whether a line is the head of the names, perhaps with the line that it was wrapped into.

        It may be one of several heads on the line.
        """
        line = self._page[at]
        heads = line.split() if len(line) <= LONGEST_ROW else []
        if len(heads) > 2 and "name" in (said := [words.says(squeeze(word), SAID) for word in heads]):
            return None not in said
        if len(line) > SHORT_ENTRY:
            return False
        wrapped = "".join("".join(self._page[at : at + 2]).split())
        texts = (self._page[at], wrapped) if len(wrapped) <= LONGEST_HEADER else (self._page[at],)
        return "name" in (words.column_of.get(squeeze(text)) for text in texts)

    def _prose(self, first: int, behind: int) -> Iterator[Paragraph]:
        """The lines as the paragraphs that they belong to, which a table may have cut."""
        at = first
        while at < behind:
            owner, last = self._owner[at], at
            while last + 1 < behind and self._owner[last + 1] == owner:
                last += 1
            lines = [place for place in range(at, last + 1) if self._page[place]]
            if lines:
                whole = self._paragraphs[owner]
                start, end = self._spans[lines[0]][0], self._spans[lines[-1]][1]
                automatic = whole.automatic if start == whole.start else 0
                yield msgspec.structs.replace(whole, start=start, end=end, automatic=automatic)
            at = last + 1

    def _table(self, found: model.Candidate) -> Table:
        rows = (
            Row(tuple(Cell(self._pieces(cell.pieces), continued=cell.continued) for cell in row))
            for row in found.rows
        )
        return Table(tuple(rows), exact=False, labels=self._pieces(found.labels))

    def _pieces(self, pieces: Sequence[model.Piece]) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(*self._span(piece)) for piece in pieces)

    def _span(self, piece: model.Piece) -> tuple[int, int]:
        start = self._spans[piece.line][0]
        return start + piece.start, start + piece.end


def _lines_of(document: Document, paragraph: Paragraph, offsets: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The lines of a paragraph, trimmed: it was joined of them, or has line breaks of its own."""
    text = document.text
    known = offsets[bisect_right(offsets, paragraph.start) : bisect_left(offsets, paragraph.end)]
    broken = text.find("\n", paragraph.start, paragraph.end - 1) >= 0
    ends = _LINE_END.finditer(text, paragraph.start, paragraph.end - 1) if broken else ()
    starts = [paragraph.start, *sorted({*(found.end() for found in ends), *known})]
    for start, end in zip(starts, [*starts[1:], paragraph.end], strict=True):
        words = text[start:end]
        lead = len(words) - len(words.lstrip())
        body = words.strip()
        if body:
            yield start + lead, start + lead + len(body)
