"""Puts a document in order: contents aside, boxes and tables gathered, sections as a tree."""

from collections.abc import Callable, Sequence

from plancmp.model.document import Document, Paragraph
from plancmp.model.outline import AppendixNode, Content, Line, Node, Opening, Outline, OutlineNote
from plancmp.model.place import Span
from plancmp.rulepacks import load
from plancmp.sources.thresholds import LONGEST_LINE
from plancmp.structure.appendices import AppendixStart, find_appendices, unlabel_listings
from plancmp.structure.boxes import Gathering
from plancmp.structure.contents import find_contents
from plancmp.structure.headings import build_nodes, merge_lines
from plancmp.structure.joining import join_headings
from plancmp.structure.numbering import rank
from plancmp.structure.opening import find_opening, heads_letter, is_title_of
from plancmp.structure.stream import Entry, read_stream, with_glued_labels, with_unlisted_labels
from plancmp.structure.titles import PlanWords
from plancmp.structure.words import StructureWords
from plancmp.text.folding import squeeze


class _Draft:
    """A document on its way to an outline: what the passes have made of it so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = load(StructureWords, "vocabulary/structure.yaml")
        self.letter: Sequence[Entry] = ()
        """What stands above the plan."""
        self.entries = read_stream(document)
        """The plan; at first the whole document."""
        self.starts: Sequence[AppendixStart] = ()
        """Where attachments may begin among the entries, those above the first heading too."""
        self.behind: list[tuple[AppendixStart, Sequence[Entry]]] = []
        """The appendices."""
        self.opening = Opening()
        self.front: list[Content] = []
        self.nodes: list[Node] = []
        self.appendices: list[AppendixNode] = []
        self.notes: list[OutlineNote] = []


_Pass = Callable[[_Draft], None]


def _on_lines(step: Callable[[Document, Sequence[Entry], StructureWords], list[Entry]]) -> _Pass:
    """A pass that only sees the stream of lines and tables, and gives it back changed."""

    def run(draft: _Draft) -> None:
        draft.entries = step(draft.document, draft.entries, draft.words)

    return run


def _drop_contents(draft: _Draft) -> None:
    """Take tables of contents out of the stream; one note for each run of lines."""
    roles = {
        block.start for block in draft.document.blocks if isinstance(block, Paragraph) and block.role == "toc"
    }
    contents = find_contents(draft.document, draft.entries, roles, draft.words)
    last = -2
    for at in sorted(contents):
        start, end = draft.entries[at].start, draft.entries[at].end
        if at == last + 1:
            start = draft.notes.pop().span.start
        draft.notes.append(OutlineNote("toc", Span(start, end)))
        last = at
    draft.entries = [entry for at, entry in enumerate(draft.entries) if at not in contents]


def _part_letter(draft: _Draft) -> None:
    """Find the title, and what stands above the plan."""
    draft.opening = find_opening(draft.document, draft.entries, load(PlanWords, "vocabulary/plans.yaml"))
    begin = draft.opening.begin
    draft.letter, draft.entries = draft.entries[:begin], draft.entries[begin:]


def _take_attached(draft: _Draft) -> None:
    """An attachment that has the title of the plan is the plan; what stands above it is its letter."""
    title, entries = draft.opening.title, draft.entries
    draft.starts = find_appendices(draft.document, entries, draft.words)
    if title is None or not draft.starts or (named := draft.starts[0].title) is None:
        return
    behind = draft.starts[0].behind
    above, plan = entries[:behind], entries[behind:]
    if _length(above) < _length(plan) and is_title_of(draft.document.text[named.start : named.end], title):
        draft.letter, draft.entries = [*draft.letter, *above], plan
        draft.starts = find_appendices(draft.document, plan, draft.words)


def _length(entries: Sequence[Entry]) -> int:
    """How many characters entries take."""
    return entries[-1].end - entries[0].start if entries else 0


def _note_further(draft: _Draft) -> None:
    """Note the letters behind the beginning of the plan: each sends another document."""
    lines = [entry for entry in draft.entries[_first_heading(draft.entries) :] if isinstance(entry, Line)]
    folded = draft.document.folded
    for at, line in enumerate(lines):
        if folded.find("关于", line.start, min(line.end, line.start + 2 * LONGEST_LINE)) >= 0:
            behind = lines[at : at + 8]
            below = [folded[each.start : min(each.end, each.start + 4 * LONGEST_LINE)] for each in behind]
            if heads_letter(below):
                draft.notes.append(OutlineNote("further-document", Span(line.start, line.end)))


def _part_appendices(draft: _Draft) -> None:
    """Cut off the appendices."""
    entries, first = draft.entries, _first_heading(draft.entries)
    starts = [start for start in draft.starts if start.at >= first]
    bounds = [*(start.at for start in starts), len(entries)]
    draft.behind = [
        (start, entries[start.behind : end]) for start, end in zip(starts, bounds[1:], strict=True)
    ]
    draft.entries = entries[: bounds[0]]


def _order_plan(draft: _Draft) -> None:
    """Gather boxes and tables, and put the sections in order as a tree."""
    gathered = Gathering(draft.document, draft.entries, draft.words).run()
    draft.front, draft.nodes, notes = build_nodes(draft.document, gathered.content, draft.words)
    draft.notes += [*gathered.notes, *notes]


def _order_letter(draft: _Draft) -> None:
    """Put what stands above the plan before its text."""
    if draft.letter:
        above = Gathering(draft.document, draft.letter, draft.words).run()
        draft.front = [*merge_lines(above.content), *draft.front]


def _order_appendices(draft: _Draft) -> None:
    """Put the content of each appendix in order like a plan."""
    document, words = draft.document, draft.words
    for start, entries in draft.behind:
        gathered = Gathering(document, entries, words).run()
        title = squeeze(document.folded[start.title.start : start.title.end]) if start.title else ""
        terms = title.endswith(words.headings.terms)
        content, nodes, notes = build_nodes(document, gathered.content, words, within_plan=False, terms=terms)
        node = AppendixNode(start.label, start.number, start.title, tuple(content), tuple(nodes))
        draft.appendices.append(node)
        draft.notes += [*gathered.notes, *notes]


_PASSES: tuple[_Pass, ...] = (
    _on_lines(lambda document, entries, _: with_glued_labels(document, entries)),
    _on_lines(with_unlisted_labels),
    _drop_contents,
    _on_lines(join_headings),
    _on_lines(unlabel_listings),
    _part_letter,
    _take_attached,
    _note_further,
    _part_appendices,
    _order_plan,
    _order_letter,
    _order_appendices,
)
"""All passes over a document, in their order."""


def read_outline(document: Document) -> Outline:
    """The order of a document. Problems become notes; nothing raises."""
    draft = _Draft(document)
    for each in _PASSES:
        each(draft)
    return Outline(
        draft.opening, tuple(draft.front), tuple(draft.nodes), tuple(draft.appendices), tuple(draft.notes)
    )


def _first_heading(entries: Sequence[Entry]) -> int:
    """The index behind the first numbered line: appendices come after it. 0 where no line has a number."""
    for at, entry in enumerate(entries):
        if isinstance(entry, Line) and (
            (entry.label is not None and rank(entry.label.style) <= rank("1.")) or entry.level is not None
        ):
            return at + 1
    return 0
