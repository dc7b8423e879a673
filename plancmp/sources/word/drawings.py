"""Finds what a drawing in a .docx file holds: text boxes, WordArt, pictures, charts."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from lxml import etree

from plancmp.sources.word import tags
from plancmp.sources.word.tags import chosen

_DRAWN_DATA = ("/chart", "/diagram", "/chartex")


class Drawn(NamedTuple):
    """Something in a drawing: the content of a box, words of WordArt, a picture, or data drawn by Word."""

    kind: Literal["box", "words", "image", "data"]
    element: etree._Element
    text: str = ""


def find_drawn(parent: etree._Element) -> Iterator[Drawn]:
    """What a drawing holds, in order; of two ways to draw it (AlternateContent) one.

    Boxes are not looked into: their paragraphs are read as paragraphs, with the drawings in them.
    """
    for child in parent:
        tag = child.tag
        if tag in (tags.BOX_CONTENT, tags.NEW_BOX):
            yield Drawn("box", child)
        elif tag == tags.ALTERNATIVES:
            branch = chosen(child)
            if branch is not None:
                yield from find_drawn(branch)
        elif tag in (tags.BLIP, tags.VML_IMAGE):
            yield Drawn("image", child)
        elif tag == tags.WORD_ART:
            yield Drawn("words", child, child.get("string", ""))
        elif tag == tags.DRAWN_PARAGRAPH:
            if words := "".join(part.text or "" for part in child.iter(tags.DRAWN_TEXT)).strip():
                yield Drawn("words", child, words)
        elif tag == tags.GRAPHIC_DATA and child.get("uri", "").endswith(_DRAWN_DATA):
            yield Drawn("data", child)
        elif tag != tags.FALLBACK:
            yield from find_drawn(child)
