"""A text file to a `Document`: as Markdown where it shows that it is, else as it stands."""

from plancmp.model.document import Document
from plancmp.sources.lines.encoding import decode
from plancmp.sources.plain.reading import read_plain


def read_text(data: bytes) -> Document:
    """Read a text file: Markdown, or paragraphs and tables as they stand.

    Raises `SourceError` for bytes that are no text, and for more lines than any plan has.
    """
    return read_decoded(*decode(data))


def read_decoded(text: str, encoding: str | None) -> Document:
    """Read text by the form it shows. Raises `SourceError` for more lines than any plan has."""
    if "#" in text or "|" in text or "<table" in text:
        from plancmp.sources.markup.markdown import looks_like_markdown, read_markdown

        if looks_like_markdown(text):
            return read_markdown(text, encoding)
    return read_plain(text, encoding)
