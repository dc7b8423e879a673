"""Findings to quotes: the paragraph, cell or line that the words of a finding stand in."""

from collections.abc import Sequence

from plancmp.checks.entries import Found
from plancmp.checks.locating import Offsets
from plancmp.model.checkreport import Quote
from plancmp.model.document import Document
from plancmp.model.finding import Finding
from plancmp.model.place import Span

_FAR = 2000
"""So many characters a place without columns may have."""


def quotes_of(found: Sequence[Found], document: Document | None) -> list[Quote | None]:
    """For each finding its words in their line; None where no document has it."""
    if document is None or not found:
        return [None] * len(found)
    offsets = Offsets(document)
    return [_quote(each, document.text, offsets) for each in found]


def _quote(found: Found, text: str, offsets: Offsets) -> Quote | None:
    """The line of a finding; the words end with their line where they run on."""
    finding, span = found.finding, found.span
    if span is None:
        span = _span(finding, text, offsets.offset(finding.at))
    if span is None:
        return None
    begin = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    line = text[begin : len(text) if end < 0 else end]
    return Quote(line, span.start - begin, min(span.end - begin, len(line)), begin, found.changes)


def _span(finding: Finding, text: str, offset: int | None) -> Span | None:
    """The words of a finding that says no more than its place."""
    if offset is None or offset >= len(text):
        return None
    words, at = finding.excerpt.removesuffix("…"), finding.at
    if at.column is None:
        # The place is a paragraph, a cell or a row: its words may stand further on.
        offset = max(text.find(words, offset, offset + _FAR), offset)
    elif at.end_column is not None:
        return Span(offset, offset + max(at.end_column - at.column, 1))
    return Span(offset, offset + len(words) if text.startswith(words, offset) else offset)
