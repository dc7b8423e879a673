"""Marks and changes to a copy of the plan in its own format."""

from collections.abc import Sequence

from plancmp.model.checkreport import Change
from plancmp.model.document import Document, Format
from plancmp.model.language import Lang
from plancmp.report.marks import Kind, Mark, moment


def write_marked(
    form: Format, data: bytes, document: Document, marks: Sequence[Mark], kind: Kind, lang: Lang
) -> bytes:
    """A copy of a plan with marks at their words: comments in Word, highlights in PDF, lines in text.

    They replace those of their kind of an earlier run. Raises `SourceError`.
    """
    if form == "docx":
        from plancmp.report.word.comments import with_comments

        return with_comments(data, marks, kind, date=moment(), lang=lang)
    if form == "pdf":
        from plancmp.report.marked.pdf import with_highlights

        return with_highlights(data, document, marks, kind)
    from plancmp.report.marked.text import with_lines

    return with_lines(data, document, marks, kind, lang)


def write_changed(
    form: Format, data: bytes, document: Document, groups: Sequence[Sequence[Change]]
) -> tuple[bytes, list[bool], str]:
    """A copy of a plan with groups of changes, tracked ones in Word.

    Says which groups are there, and of a text what is different. Raises `SourceError`.
    """
    if form == "docx":
        from plancmp.report.word.changes import with_changes

        return (*with_changes(data, groups, date=moment()), "")
    from plancmp.report.marked.text import with_words

    return with_words(data, document, groups)
