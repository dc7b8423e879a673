"""Findings to quotes: the paragraph, cell or line that the words of a finding stand in."""

from collections.abc import Sequence

from plancmp.checks.locating import Offsets
from plancmp.model.checkreport import Quote
from plancmp.model.document import Document
from plancmp.model.finding import Finding

_FAR = 2000
"""So many characters a place without columns may have."""


def quotes_of(findings: Sequence[Finding], document: Document | None) -> list[Quote | None]:
    """For each finding its words in their line; None where no document has it."""
    if document is None or not findings:
        return [None] * len(findings)
    offsets = Offsets(document)
    return [_quote(finding, document.text, offsets.offset(finding.at)) for finding in findings]


def _quote(finding: Finding, text: str, offset: int | None) -> Quote | None:
    """The line around an offset; the words end with their line where they run on."""
    if offset is None or offset >= len(text):
        return None
    words = finding.excerpt.removesuffix("…")
    if finding.at.column is None:
        # The place is a paragraph, a cell or a row: its words may stand further on.
        offset = max(text.find(words, offset, offset + _FAR), offset)
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[begin : len(text) if end < 0 else end]
    start = offset - begin
    at = finding.at
    if at.column is not None and at.end_column is not None:
        return Quote(line, start, min(start + max(at.end_column - at.column, 1), len(line)))
    if line.startswith(words, start):
        return Quote(line, start, start + len(words))
    return Quote(line, start, start)
