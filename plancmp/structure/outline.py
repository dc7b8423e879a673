"""Puts a document in order: contents aside, boxes and tables gathered, sections as a tree."""

from collections.abc import Sequence

from plancmp.model.document import Document, Paragraph
from plancmp.model.outline import AppendixNode, Content, Line, Outline, OutlineNote
from plancmp.model.place import Span
from plancmp.rulepacks import load
from plancmp.structure.appendices import AppendixStart, find_appendices, unlabel_listings
from plancmp.structure.boxes import Gathering
from plancmp.structure.contents import find_contents
from plancmp.structure.headings import build_nodes, merge_lines
from plancmp.structure.joining import join_headings
from plancmp.structure.numbering import rank
from plancmp.structure.opening import find_opening
from plancmp.structure.stream import Entry, read_stream, with_unlisted_labels
from plancmp.structure.titles import PlanWords
from plancmp.structure.words import StructureWords
from plancmp.text.folding import squeeze


def read_outline(document: Document) -> Outline:
    """The order of a document. Problems become notes; nothing raises."""
    words = load(StructureWords, "vocabulary/structure.yaml")
    entries = with_unlisted_labels(document, read_stream(document), words)
    entries, notes = _without_contents(document, entries, words)
    entries = unlabel_listings(document, join_headings(document, entries, words), words)
    opening = find_opening(document, entries, load(PlanWords, "vocabulary/plans.yaml"))
    letter, entries = entries[: opening.begin], entries[opening.begin :]
    starts = find_appendices(document, entries, _first_heading(entries), words)
    end = starts[0].at if starts else len(entries)
    gathered = Gathering(document, entries[:end], words).run()
    front, nodes, more = build_nodes(document, gathered.content, words)
    if letter:
        above = Gathering(document, letter, words).run()
        front = [*merge_lines(above.content), *front]
    notes += [*gathered.notes, *more]
    appendices: list[AppendixNode] = []
    bounds = [*(start.at for start in starts), len(entries)][1:]
    for start, behind in zip(starts, bounds, strict=True):
        node, found = _appendix(document, entries[start.behind : behind], start, words)
        appendices.append(node)
        notes += found
    return Outline(opening, tuple(front), tuple(nodes), tuple(appendices), tuple(notes))


def _without_contents(
    document: Document, entries: list[Entry], words: StructureWords
) -> tuple[list[Entry], list[OutlineNote]]:
    """Take tables of contents out of the stream; one note for each run of lines."""
    roles = {block.start for block in document.blocks if isinstance(block, Paragraph) and block.role == "toc"}
    contents = find_contents(document, entries, roles, words)
    kept: list[Entry] = []
    notes: list[OutlineNote] = []
    last = -2
    for at, entry in enumerate(entries):
        if at not in contents:
            kept.append(entry)
            continue
        if at == last + 1 and notes:
            notes[-1] = OutlineNote("toc", Span(notes[-1].span.start, entry.end))
        else:
            notes.append(OutlineNote("toc", Span(entry.start, entry.end)))
        last = at
    return kept, notes


def _first_heading(entries: Sequence[Entry]) -> int:
    """The index behind the first numbered line: appendices come after it. 0 where no line has a number."""
    for at, entry in enumerate(entries):
        if isinstance(entry, Line) and (
            (entry.label is not None and rank(entry.label.style) <= rank("1.")) or entry.level is not None
        ):
            return at + 1
    return 0


def _appendix(
    document: Document, entries: Sequence[Entry], start: AppendixStart, words: StructureWords
) -> tuple[AppendixNode, list[OutlineNote]]:
    """The content of an appendix, put in order like a plan."""
    gathered = Gathering(document, entries, words).run()
    content: Sequence[Content]
    title = squeeze(document.folded[start.title.start : start.title.end]) if start.title else ""
    terms = title.endswith(words.headings.terms)
    content, nodes, notes = build_nodes(document, gathered.content, words, within_plan=False, terms=terms)
    node = AppendixNode(start.label, start.number, start.title, tuple(content), tuple(nodes))
    return node, [*gathered.notes, *notes]
