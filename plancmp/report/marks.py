"""What is to be said at some words of a plan: the form of findings and gaps for every kind of file."""

import os
import time
from collections.abc import Sequence
from typing import Literal, NamedTuple

from plancmp.model.checkreport import Quote
from plancmp.model.document import Document, Paragraph
from plancmp.model.finding import Finding
from plancmp.model.language import Lang
from plancmp.model.place import Span
from plancmp.report.findings.words import colon, related_said, word
from plancmp.text.folding import squeeze

Kind = Literal["check", "diff"]
"""What wrote a mark: a later run of the same replaces it, one of the other leaves it."""


def kind_of(token: str) -> Kind:
    """What wrote the mark with a token."""
    return "diff" if token.startswith("diff ") else "check"


class Mark(NamedTuple):
    """A remark at a stretch of `Document.text`. `token` is what a later run knows it by."""

    span: Span
    lines: tuple[str, ...]
    token: str


def marks_of(
    findings: Sequence[Finding],
    quotes: Sequence[Quote | None],
    document: Document,
    title: str | None,
    lang: Lang,
) -> list[Mark]:
    """Findings as marks at their very words; those about the plan as a whole stand at its title."""
    whole = title_span(document, title)
    return [
        Mark(
            whole if quote is None else Span(quote.offset + quote.start, quote.offset + quote.end),
            tuple(_lines(finding, lang)),
            token(finding),
        )
        for finding, quote in zip(findings, quotes, strict=True)
    ]


def token(finding: Finding) -> str:
    """What a mark of a finding is known by: its code and its fingerprint, which survive edits elsewhere."""
    return f"{finding.code} {finding.fingerprint}"


def _lines(finding: Finding, lang: Lang) -> list[str]:
    """What is said of a finding: code, severity, message; other places that belong to it."""
    lines = [f"{finding.code} {word(finding.severity, lang)}{colon(lang)}{finding.message}"]
    lines += [f"{word('see-also', lang)} {related_said(related, lang)}" for related in finding.related]
    return lines


def title_span(document: Document, title: str | None) -> Span:
    """The first paragraph that is a part of the title; the first of all where none is."""
    first = Span(0, 0)
    wanted = squeeze(title or "")
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            continue
        if first.end == 0:
            first = Span(block.start, block.end)
        words = squeeze(document.words(block))
        if len(words) > 1 and words in wanted:
            return Span(block.start, block.end)
    return first


def moment() -> str:
    """The time of writing, as Word has it; SOURCE_DATE_EPOCH fixes it."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(said) if said.isdigit() else time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
