"""The passages of a plan: pieces of its text that checks look through."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Literal

import msgspec

from plancmp.model.place import Place, Span
from plancmp.model.record import Appendix, Box
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled

PassageKind = Literal[
    "front", "heading", "paragraph", "appendix", "box-title", "box-text", "item", "row", "task", "table"
]
PROSE: frozenset[PassageKind] = frozenset(("front", "paragraph", "box-text", "item", "task"))


_SENTENCE_END = compiled(r"[。\n!?]")
_TITLE = compiled(r"《[^《》\x00]{1,80}》|<[^<>\x00]{1,60}>")


def part_of(whole: Box | Appendix) -> str:
    """How the passages of a box or an appendix name it."""
    return squeeze(whole.title or whole.label or whole.id)


def group_span(found: re.Match[str], name: str, begin: int) -> tuple[int, int]:
    """Where a group of a match stands in the passage in which the match begins at `begin`."""
    start = begin + found.start(name) - found.start()
    return start, start + len(found[name])


class Passage(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A piece of the plan's text; `starts` are the offsets of its parts, which a line break joins."""

    kind: PassageKind
    text: str
    folded: str
    starts: tuple[int, ...]
    at: Place
    part: str
    """What it belongs to, in words that survive edits elsewhere: section title, box title, indicator."""
    section: str | None = None
    title: str = ""
    """Title of the section, box or table that it stands in."""
    past: bool = False
    """It stands in a section that looks back."""
    top: str = ""
    """Id of the section of level 1."""
    indicator: str | None = None

    def piece(self, offset: int) -> int:
        """Index of the part that an offset stands in."""
        return bisect_right(self.starts, offset) - 1

    def bounds(self, offset: int) -> tuple[int, int]:
        """Start and end of the part that an offset stands in."""
        at = self.piece(offset)
        end = self.starts[at + 1] - 1 if at + 1 < len(self.starts) else len(self.text)
        return self.starts[at], end

    def sentence(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence that an offset stands in."""
        ends = self._sentence_ends
        at = bisect_left(ends, offset)
        return ends[at - 1] + 1 if at else 0, ends[at] if at < len(ends) else len(self.text)

    @cached_property
    def _sentence_ends(self) -> list[int]:
        """Where its sentences end: a long passage is asked about thousands of places."""
        return [found.start() for found in _SENTENCE_END.finditer(self.folded)]

    @cached_property
    def _titles(self) -> list[Span]:
        """The titles of documents that it names, asked for as often."""
        return [Span(*found.span()) for found in _TITLE.finditer(self.folded)]

    def in_title(self, offset: int) -> bool:
        """Whether an offset lies in the title of a document."""
        at = bisect_left(self._titles, offset, key=lambda title: title.end)
        return at < len(self._titles) and self._titles[at].start < offset < self._titles[at].end

    def clause(self, offset: int) -> int:
        """Where the clause begins that an offset stands in."""
        return max(self.folded.rfind(mark, 0, offset) for mark in ",;。\n") + 1
