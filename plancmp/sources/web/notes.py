"""Finds footnotes of a web page: two links that point at each other, the mark before the note.

Word writes `<a href="#_ftn1" name="_ftnref1">[1]</a>` and, at the end, the same the other way round.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from plancmp.sources.guard.limits import MOST_NOTES
from plancmp.sources.web.tags import style_of, tag_of, visible_text
from plancmp.text.keeping import compiled

_HOLDERS = ("li", "p", "div", "td", "aside", "section")
_TARGET = compiled(r"#([\w:.-]{1,80})")
_FOOTNOTES = ("footnote", "endnote")


class NoteLinks(NamedTuple):
    """The elements that footnotes are made of."""

    marks: dict[etree._Element, str]
    """Links in the text, with the name of the note that they point at."""
    notes: dict[etree._Element, str]
    """Elements that hold a note, with its name."""
    returns: frozenset[etree._Element]
    """Links in notes that point back."""


def find_notes(body: etree._Element) -> NoteLinks:
    """The footnotes of a page; a mark without its note, or a note without its mark, is plain text."""
    links = [link for link in body.iter("a") if _TARGET.fullmatch(link.get("href") or "")]
    marks: dict[etree._Element, str] = {}
    notes: dict[etree._Element, str] = {}
    returns: set[etree._Element] = set()
    if not 1 < len(links) < MOST_NOTES:
        return NoteLinks(marks, notes, frozenset())
    named = {name: (at, link) for at, link in enumerate(links) for name in _names(link)}
    for at, link in enumerate(links):
        target = link.get("href", "")[1:]
        behind, back = named.get(target, (at, link))
        if behind <= at or link in returns or back.get("href", "")[1:] not in _names(link):
            continue
        holder = _holder(back)
        if holder is None or holder in notes or link in holder.iter("a") or len(visible_text(link)) > 12:
            continue
        marks[link] = target
        notes[holder] = target
        returns.add(back)
    return NoteLinks(marks, notes, frozenset(returns))


def _names(link: etree._Element) -> Iterator[str]:
    """The names under which a link is found: its own, or that of what it stands in."""
    for name in (link.get("name"), link.get("id")):
        if name:
            yield name
    around = link.getparent()
    for _ in range(3):
        if around is None or tag_of(around) == "body":
            return
        if around.get("id"):
            yield around.get("id", "")
        around = around.getparent()


def _holder(back: etree._Element) -> etree._Element | None:
    """The element that holds the note which a link back stands in."""
    nearest: etree._Element | None = None
    for around in back.iterancestors():
        tag = tag_of(around)
        if tag == "body":
            break
        if style_of(around).get("mso-element") in _FOOTNOTES:
            return around
        if nearest is None and tag in _HOLDERS:
            nearest = around
    return nearest
