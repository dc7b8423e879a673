"""A text file to a `Document`: decodes it and chooses by its content how it is to be read."""

from plancmp.model.document import Document, Role
from plancmp.sources.building import DocumentBuilder
from plancmp.sources.layout.furniture import read_pages, trimmed
from plancmp.sources.layout.oneline import part_lines
from plancmp.sources.layout.wrapping import is_toc_line, join_wrapped
from plancmp.sources.lines.cleaning import clean_line
from plancmp.sources.lines.encoding import decode
from plancmp.sources.lines.splitting import split_lines
from plancmp.sources.lines.writing import LineWriter, whole


def read_text(data: bytes) -> Document:
    """Read a text file: Markdown, a Word dump with tab cells, pages kept by spaces, or plain paragraphs.

    Raises `SourceError` for bytes that are no text.
    """
    text, encoding = decode(data)
    return read_decoded(text, encoding)


def read_decoded(text: str, encoding: str | None) -> Document:
    """Read text by the form it shows."""
    # Imported where it is needed: each form has a reader of its own, and loading one takes time.
    if "#" in text or "|" in text:
        from plancmp.sources.markup.markdown import looks_like_markdown, read_markdown

        if looks_like_markdown(text):
            return read_markdown(text, encoding)
    if "\t" in text:
        from plancmp.sources.lines.dump import has_tab_cells, read_dump

        if has_tab_cells(text):
            return read_dump(text, encoding)
    from plancmp.sources.layout.spaces import looks_like_layout, read_layout

    if looks_like_layout(text):
        return read_layout(text, encoding)
    return read_plain(text, encoding)


def read_plain(text: str, encoding: str | None) -> Document:
    """Read paragraphs: a line each, or several lines where the text was broken at one width."""
    builder = DocumentBuilder("text")
    builder.encoding = encoding
    pages = read_pages(part_lines([clean_line(line) for line in split_lines(text)]))
    writer = LineWriter(builder, [line for page in pages for line in page])
    for paragraph in join_wrapped([line for page in pages for line in trimmed(page)]):
        role: Role = "toc" if is_toc_line(paragraph[-1].text) else "body"
        builder.block(writer.paragraph([whole(line) for line in paragraph], role=role))
    return writer.finish()
