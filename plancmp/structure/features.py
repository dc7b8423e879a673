"""What a line says for being a heading: its words, its marks, what stands around it, each with a weight."""

from collections.abc import Sequence

import msgspec

from plancmp.model.document import Document
from plancmp.model.outline import Content, Label, Line
from plancmp.model.place import Span
from plancmp.sources.thresholds import (
    LONGEST_LINE,
    LONGEST_RUN_IN,
    LONGEST_UNNUMBERED,
    LONGEST_UPPER,
    SHORT_ENTRY,
    SHORT_LINE,
    SHORTEST_SENTENCE,
)
from plancmp.structure.numbering import rank
from plancmp.structure.words import StructureWords
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.notemarks import without_marks
from plancmp.text.ordinals import CHINESE

_CLOSING = "。;:!?”)」."
_HAN = compiled("[\u4e00-\u9fff]")
_BREAK = compiled(
    r"[。！？!?；;:]|[ ]{2,}|(?<=[^\sA-Za-z0-9])[ ](?=[^\sA-Za-z0-9]{12})(?=.{0,400}[。！？!?；;:,，])"
)
"""Where a title ends. One blank parts it from text, which has marks, not from its own second half."""
_CLAUSE = compiled(r"[(\[【][^()\[\]【】]{0,8}:[^。]*[)\]】]$")
_PART = compiled(r"\s*【([^【】。]{2,20})】\s*")
_STATEMENT = compiled(r"[。;!?:,]|\d")
_QUOTED = compiled(r"“[^“”]*”")
_DATE = compiled(rf"\d{{4}}\s?年\s?\d{{1,2}}\s?月|[{CHINESE}]{{4}}年")

WEIGHTS: dict[str, float] = {
    # A line with a number: heading against item of a list, which weighs nothing.
    "upper style": 2.5,
    "（一）": 1.5,
    "arabic": 0.3,
    "small style": -1.9,
    "small style below arabic": 2.0,
    "stands alone": 1.9,
    "stands above text": 0.8,
    "run-in": 1.6,
    "closed above text": 0.8,
    "sentence": -2.6,
    "sentence with comma": -1.6,
    "semicolon": -3.0,
    "too long": -3.6,
    "names a document": -7.0,
    "term": -6.0,
    "marked by the format": 4.0,
    # A line without a number: heading against text, which weighs nothing.
    "no number": -4.6,
    "known": 3.6,
    "heads text": 1.4,
    "above deeper numbers": 2.0,
    "short": 0.5,
    "in brackets": 3.0,
    "worded like siblings": 2.5,
    "siblings stand alone": 1.0,
    # What weighs less is not held against others.
    "hopeless": -6.0,
    # The path: steps that numbers seldom take.
    "next number": 0.6,
    "number lost": -4.0,
    "number back": -4.0,
    "begins late": -3.0,
    "runs on": -0.6,
    "unnumbered sibling": -0.5,
    "group without a number": -6.0,
    "last part on top": 2.5,
    "order of styles": -1.6,
    "siblings of two styles": -2.2,
    "heading below item": -5.0,
    "list inside its own style": -1.5,
    "level said": 0.5,
    "level against": -0.5,
    "beside numbers of many styles": -1.0,
}
"""One table for the whole search: what is added for each fact.

A few change one of the documents at hand only and state a fact all the same: levels that a format says are
right as a rule; a short line is a heading sooner; a deeper number one follows a heading; the last part of a
plan stands on top.
"""


class Candidate(msgspec.Struct):
    """A line that may be a heading, with what speaks for it whatever stands above."""

    at: int
    line: Line
    title: Span
    body: Span | None
    weight: float
    key: str = ""
    """The style of its number with its dots; empty where it has no number."""
    rank: float = 0.0
    bare: bool = False
    """Whether it stands alone above text of its own."""
    always: bool = False
    """Whether it is 前言 or the like, which stands on top without a number."""
    closing: bool = False
    """Whether it is the heading of a plan's last part: 保障措施."""
    deeper: str = ""
    """The key of the number one that stands in the next line."""
    part: bool = False
    """Whether it stands in brackets of its own above numbers that begin again: 【产业规划】."""


class LineReader:
    """Weighs the lines of a stretch of content one by one."""

    def __init__(
        self,
        document: Document,
        content: Sequence[Content],
        words: StructureWords,
        within_plan: bool,
        terms: bool,
    ) -> None:
        self._folded = document.folded
        self._content = content
        self._words = words
        self._begins = self._first_text() if within_plan else 0
        self._terms = terms
        self._last: tuple[Line | None, str] = None, ""
        """The line that was asked for last, and its words."""

    def read(self, at: int, line: Line) -> Candidate | None:
        """What a line says; None for a line that can be no heading."""
        if line.listed or self._squeezed(line) in self._words.not_headings.frames:
            return None
        if line.label is not None:
            return self._numbered(at, line, line.label)
        self._terms = self._terms or self._heads_terms(at, line)
        if self._squeezed(line) in self._words.always_headings or self._heads_terms(at, line):
            return Candidate(at, line, self._trimmed(line.start, line.end), None, 0.0, always=True)
        if (part := _PART.fullmatch(self._folded, line.start, line.end)) and self._first_number_behind(at):
            title, deeper = Span(*part.span(1)), self._first_number_behind(at)
            return Candidate(at, line, title, None, WEIGHTS["in brackets"], deeper=deeper, part=True)
        if line.level is not None:
            title = self._trimmed(line.start, line.end)
            undated = _DATE.sub("", self._squeezed(line)).strip("0123456789日")
            if not undated or title.end - title.start > LONGEST_UPPER:
                return None
        elif not self._may_be_heading(at, line):
            return None
        return self._unnumbered(at, line)

    def _heads_terms(self, at: int, line: Line) -> bool:
        """Whether a line without a number heads the plan's numbered explanations of its terms."""
        text = self._squeezed(line)
        short = len(text) <= LONGEST_UNNUMBERED and at >= self._begins
        return short and text.endswith(self._words.headings.terms) and bool(self._first_number_behind(at))

    # -- lines with a number -----------------------------------------------------------------

    def _numbered(self, at: int, line: Line, label: Label) -> Candidate | None:
        """A line with a number: its title, what runs on behind it, and the weight of both."""
        title, body = self._split(label.end, line.end)
        if body is not None and self._is_whole(at, label, title, body):
            title, body = self._trimmed(title.start, line.end), None
        if title.end <= title.start:
            return None
        facts = [*self._style_facts(label), *self._shape_facts(at, line, label, title, body)]
        facts += ["marked by the format"] if line.level is not None else []
        if self._words.document_title.search(self._folded, title.start, title.end):
            facts.append("names a document")
        if "upper style" in facts and body is None:
            self._terms = self._folded[title.start : title.end].endswith(self._words.headings.terms)
        facts += ["term"] if self._terms and body is not None else []
        bare = body is None and self._has_body(at, label)
        facts += ["stands above text"] if bare and "stands alone" in facts else []
        weight = sum(WEIGHTS[fact] for fact in facts)
        return Candidate(
            at,
            line,
            title,
            body,
            weight,
            key_of(label),
            rank(label.style) + label.depth / 100,
            bare=bare,
        )

    def _style_facts(self, label: Label) -> list[str]:
        """How far up the style usually stands."""
        place = rank(label.style)
        if place <= rank("【一】"):
            return ["upper style"]
        if place <= rank("（一）"):
            return ["（一）"]
        return ["small style"] if place > rank("（1）") else ["arabic"]

    def _shape_facts(self, at: int, line: Line, label: Label, title: Span, body: Span | None) -> list[str]:
        """Whether a numbered line is closed like a heading or like an item."""
        length, closing = title.end - title.start, self._folded[line.end - 1]
        upper = rank(label.style) < rank("（一）")
        if length > (LONGEST_UPPER if upper else LONGEST_LINE):
            return ["too long"]
        if body is not None:
            return ["run-in"]
        if closing == ";":
            return ["semicolon"]
        if closing in "。,":
            if length <= LONGEST_UNNUMBERED and self._has_body(at, label) and not self._is_short(at + 1):
                return ["closed above text"]
            comma = "," in self._folded[title.start : title.end]
            return ["sentence", "sentence with comma"] if comma else ["sentence"]
        return ["stands alone"]

    def _has_body(self, at: int, label: Label) -> bool:
        """Whether text without a number, or the first item of a deeper list, follows the line at once."""
        following = self._line(at + 1)
        if following is None or following.label is None:
            return following is not None
        return rank(following.label.style) > rank(label.style)

    def _first_number_behind(self, at: int) -> str:
        """The style of the number one in the next line, empty without."""
        following = self._line(at + 1)
        label = following.label if following is not None else None
        return label.style if label is not None and label.number == 1 else ""

    def _line(self, at: int) -> Line | None:
        """The line at an index of the content, None where there is none."""
        entry = self._content[at] if 0 <= at < len(self._content) else None
        return entry if isinstance(entry, Line) else None

    # -- lines without a number ----------------------------------------------------------------

    def _unnumbered(self, at: int, line: Line) -> Candidate | None:
        """A line without a number, marked by the format or only short."""
        words = self._squeezed(line)
        known = words in self._words.known_headings
        facts = ["known"] if known else []
        facts += ["short"] if len(words) <= SHORT_LINE else []
        if line.level is None:
            facts.append("no number")
            facts += ["heads text"] if self._heads_text(at, known) else []
        else:
            facts.append("marked by the format")
        weight = sum(WEIGHTS[fact] for fact in facts)
        deeper = self._first_number_behind(at)
        if weight < WEIGHTS["hopeless"] and not deeper:
            return None
        return Candidate(
            at,
            line,
            self._trimmed(line.start, line.end),
            None,
            weight,
            deeper=deeper,
            closing=words in self._words.closing_headings,
        )

    def _may_be_heading(self, at: int, line: Line) -> bool:
        """Whether a line that nothing marks is short and closed enough to be a heading without its number."""
        text = self._squeezed(line)
        not_headings = self._words.not_headings
        if not 2 <= len(text) <= LONGEST_UNNUMBERED or _DATE.search(text) or not _HAN.search(text):
            return False
        if text.startswith(not_headings.starts) or text.endswith(not_headings.endings):
            return False
        if text in self._words.known_headings:
            return True
        before = self._line(at - 1)
        if self._line(at + 1) is None or text.startswith(("第", "到20")):
            return False
        if (
            before is None
            or before.label is not None
            or before.level
            or before.end - before.start <= SHORT_ENTRY
        ):
            return True
        return self._folded[before.end - 1] in _CLOSING

    def _heads_text(self, at: int, known: bool) -> bool:
        """Whether text or a deeper first heading follows a line, and closed text stands before."""
        before, behind = self._line(at - 1), self._line(at + 1)
        if before is not None and at >= self._begins and self._folded[before.end - 1] not in "。;)":
            return False
        if behind is None or behind.label is not None:
            return behind is not None and behind.label is not None and (known or behind.label.number == 1)
        closed = self._folded[behind.end - 1] in "。;:"
        return behind.end - behind.start >= (SHORTEST_SENTENCE if closed else LONGEST_UNNUMBERED)

    def _first_text(self) -> int:
        """The index of the first number or long paragraph: short lines before it belong to the title."""
        return next(
            (
                at
                for at, entry in enumerate(self._content)
                if isinstance(entry, Line)
                and (entry.label is not None or entry.end - entry.start > 2 * LONGEST_UNNUMBERED)
            ),
            len(self._content),
        )

    def _is_short(self, at: int) -> bool:
        """Whether a line is no text but a few words without a mark at their end: 策略措施."""
        line = self._line(at)
        if line is None or line.label is not None:
            return False
        return line.end - line.start < SHORT_LINE and self._folded[line.end - 1] not in "。;:,!?)”"

    def _squeezed(self, line: Line) -> str:
        """The words of a line without blanks."""
        known, words = self._last
        if known is not line:
            words = "".join(self._folded[line.start : line.end].split())
            words = words.strip("*") if words.startswith("**") and words.endswith("**") else words
            self._last = line, words
        return words

    def _split(self, start: int, end: int) -> tuple[Span, Span | None]:
        """The words from `start` on as a title and the text that runs on behind it."""
        folded = self._folded
        start += len(folded[start:end]) - len(folded[start:end].lstrip())
        gap = _BREAK.search(folded, start, end)
        if gap is not None and gap.start() == start + 1:
            # 总　则: two characters are set apart.
            gap = _BREAK.search(folded, gap.end(), end)
        if gap is None or gap.start() - start > LONGEST_RUN_IN:
            return self._trimmed(start, end), None
        bracket = _CLAUSE.search(folded, start, end)
        if bracket is not None and start < bracket.start() < gap.start() < bracket.end():
            # Who is responsible stands in a bracket behind the heading.
            return self._trimmed(start, bracket.start()), Span(bracket.start(), end)
        body = gap.end() + len(folded[gap.end() : end]) - len(folded[gap.end() : end].lstrip(" 。:"))
        title = self._trimmed(start, gap.start())
        return title, (Span(body, end) if body < end else None)

    def _is_whole(self, at: int, label: Label, title: Span, body: Span) -> bool:
        """Whether what stands behind a colon is the rest of a heading: （一）强基础：补齐设施短板.

        A sentence is closed by a mark or long, a statement has a figure: 补贴标准：每人100元.
        """
        folded = self._folded
        headed = rank(label.style) <= rank("（一）") or (
            self._has_body(at, label) and not self._is_short(at + 1)
        )
        return (
            headed
            and folded[title.end : body.start].strip() == ":"
            and body.end - title.start <= LONGEST_RUN_IN
            and squeeze(folded[title.start : title.end]) not in self._words.known_headings
            and _STATEMENT.search(_QUOTED.sub("", folded[body.start : body.end])) is None
        )

    def _trimmed(self, start: int, end: int) -> Span:
        """A title without the mark that closes it and without a footnote's number."""
        text = self._folded[start:end]
        bare, _ = without_marks(text)
        text = (bare if len(bare) > 1 and text.startswith(bare) else text).rstrip(" 。:;，,、")
        return Span(start, start + len(text))


def key_of(label: Label) -> str:
    """What siblings share: the style, and of decimals how many dots they have."""
    return f"{label.style}{label.depth or ''}"


def is_part(document: Document, line: Line) -> bool:
    """Whether a line is nothing but a few words in brackets: 【产业规划】."""
    return _PART.fullmatch(document.folded, line.start, line.end) is not None
