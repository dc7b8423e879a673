"""Marks to a copy of the plan in its own format."""

from collections.abc import Sequence

from plancmp.model.document import Document, Format
from plancmp.model.language import Lang
from plancmp.report.marks import Mark, moment


def write_marked(form: Format, data: bytes, document: Document, marks: Sequence[Mark], lang: Lang) -> bytes:
    """A copy of a plan with marks at their words: comments in Word. Raises `SourceError`."""
    from plancmp.report.word.comments import with_comments

    return with_comments(data, marks, date=moment(), lang=lang)
