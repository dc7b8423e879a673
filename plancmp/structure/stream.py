"""Document to a flat stream of lines and tables, each line with the number in front of it."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

import msgspec

from plancmp.model.document import Document, Paragraph, Table
from plancmp.model.outline import Label, Line
from plancmp.structure.numbering import (
    find_glued_label,
    find_heading_labels,
    find_inner_labels,
    find_label,
    has_wide_dot,
    labels,
    rank,
)
from plancmp.structure.words import StructureWords

Entry = Line | Table
_START = itemgetter(0)


def read_stream(document: Document) -> list[Entry]:
    """All paragraphs and tables in order; several numbered items in one paragraph become several lines."""
    entries: list[Entry] = []
    last: dict[str, int] = {}
    for block in document.blocks:
        if isinstance(block, Table):
            entries.append(block)
            continue
        for line in lines_of(document, block, last):
            entries.append(line)
            if line.label is not None:
                count_label(last, line.label)
    return entries


def with_unlisted_labels(document: Document, entries: Sequence[Entry], words: StructureWords) -> list[Entry]:
    """Give lines the labels of styles that no list knows: 专题一：, 专题二：, 专题三：."""
    lines = (
        (at, entry) for at, entry in enumerate(entries) if isinstance(entry, Line) and entry.label is None
    )
    found = labels().find_unlisted(document.folded, lines, words.not_openings)
    return [
        msgspec.structs.replace(entry, label=found[at]) if at in found else entry
        for at, entry in enumerate(entries)
    ]


def with_glued_labels(document: Document, entries: Sequence[Entry]) -> list[Entry]:
    """Give `2．5岁以下儿童死亡率` the number 2 where the lines before and behind it are 1 and 3."""
    result: list[Entry] = []
    before: Label | None = None
    for at, entry in enumerate(entries):
        if isinstance(entry, Line):
            glued = None
            if entry.label is None or entry.label.style == "1.1":
                glued = find_glued_label(document.text, document.folded, entry.start, entry.end)
            if glued is not None and _fits(document, entries, at, glued, before):
                entry = msgspec.structs.replace(entry, label=glued)
            if entry.label is not None and rank(entry.label.style) < rank("1."):
                before = None
            elif entry.label is not None and entry.label.style == "1.":
                before = entry.label
        result.append(entry)
    return result


def _fits(document: Document, entries: Sequence[Entry], at: int, glued: Label, before: Label | None) -> bool:
    """Whether a number stands between the one before and the one behind; at an end its dot must be wide."""
    if glued.number != (before.number if before is not None else 0) + 1:
        return False
    behind = _number_behind(document, entries, at)
    wide = has_wide_dot(document.text, glued)
    if before is None:
        return wide and behind == 2
    if behind == glued.number + 1:
        return True
    return behind in (None, 1) and wide and has_wide_dot(document.text, before)


def _number_behind(document: Document, entries: Sequence[Entry], at: int) -> int | None:
    """The number of the next item, a glued one included; None before a higher number and at the end."""
    for entry in entries[at + 1 :]:
        if not isinstance(entry, Line) or entry.level is not None:
            continue
        label = entry.label
        if label is None or label.style == "1.1":
            label = find_glued_label(document.text, document.folded, entry.start, entry.end) or label
        if label is not None and rank(label.style) < rank("1."):
            return None
        if label is not None and label.style == "1.":
            return label.number
    return None


def count_label(last: dict[str, int], label: Label) -> None:
    """Remember a number; those of lower styles begin again below it."""
    for style in [known for known in last if rank(known) > rank(label.style)]:
        del last[style]
    last[label.style] = label.number


def lines_of(
    document: Document, paragraph: Paragraph, last: Mapping[str, int] | None = None
) -> Iterator[Line]:
    """The paragraph as one line, or as several where numbered items share it.

    `last` are the numbers of the headings above: the next of them may stand behind a sentence.
    """
    folded = document.folded
    label = find_label(folded, paragraph.start, paragraph.end)
    starts: list[tuple[int, Label | None]] = [(paragraph.start, label)]
    cuts = list(find_heading_labels(folded, paragraph.start, paragraph.end, last or {}, label))
    if label is not None:
        starts.extend((inner.start, inner) for inner in find_inner_labels(folded, label, paragraph.end))
    if cuts:
        known = {start for start, _ in starts}
        starts = sorted([*starts, *((cut.start, cut) for cut in cuts if cut.start not in known)], key=_START)
    ends = [start for start, _ in starts[1:]] + [paragraph.end]
    for number, ((start, found), end) in enumerate(zip(starts, ends, strict=True)):
        yield Line(
            start,
            start + len(document.text[start:end].rstrip()),
            found,
            automatic=number == 0 and paragraph.automatic > 0,
            level=paragraph.level if number == 0 else None,
            bold=paragraph.bold,
            joined=number > 0,
        )
