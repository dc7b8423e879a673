"""Document to a flat stream of lines and tables, each line with the number in front of it."""

from collections.abc import Iterator

from plancmp.model.document import Document, Paragraph, Table
from plancmp.model.outline import Label, Line
from plancmp.structure.numbering import find_inner_labels, find_label

Entry = Line | Table


def read_stream(document: Document) -> list[Entry]:
    """All paragraphs and tables in order; several numbered items in one paragraph become several lines."""
    entries: list[Entry] = []
    for block in document.blocks:
        if isinstance(block, Table):
            entries.append(block)
        else:
            entries.extend(lines_of(document, block))
    return entries


def lines_of(document: Document, paragraph: Paragraph) -> Iterator[Line]:
    """The paragraph as one line, or as several where numbered items share it."""
    folded = document.folded
    label = find_label(folded, paragraph.start, paragraph.end)
    starts: list[tuple[int, Label | None]] = [(paragraph.start, label)]
    if label is not None:
        starts.extend((inner.start, inner) for inner in find_inner_labels(folded, label, paragraph.end))
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
