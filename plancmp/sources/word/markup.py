"""Marks of Markdown that a converter left standing in the paragraphs of a Word file."""

from collections.abc import Iterable

from plancmp.sources.lines.cleaning import Removed
from plancmp.sources.markup.inline import Left, read_inline
from plancmp.sources.thresholds import FEWEST
from plancmp.sources.word.inline import Line, Mark, placed
from plancmp.text.keeping import compiled

_LINE_MARK = compiled(r"(?m)^\s*(?:#{1,6}(?=\s+\S)|(?:-{3,}|\*{3,})\s*$)\s*")
_MARKED = compiled(r"\s*(?:#{1,6}\s+\S|\*\*[^*\s][^*]*\*\*)")


def carries_markup(paragraphs: Iterable[str]) -> bool:
    """True for a document whose paragraphs are lines of Markdown.

    >>> carries_markup(["# 规划", "**一、目标**", "到2030年建成。", "**二、任务**"]), carries_markup(["**人"])
    (True, False)
    """
    found = (text for text in paragraphs if _MARKED.match(text))
    return sum(1 for _, text in zip(range(FEWEST), found, strict=False)) == FEWEST


def take_markup(line: Line) -> None:
    """Take the marks of Markdown out of a line; each is said in a note."""
    text = "".join(line.pieces)
    cuts = [found.span() for found in _LINE_MARK.finditer(text) if found.group()]
    inline = read_inline(text)
    done = 0
    events: list[tuple[int, int, Mark | None]] = [(start, end, None) for start, end in cuts]
    events += [(part.start, part.end, None) for part in inline.parts if isinstance(part, Left)]
    if not events:
        return
    events += [(place, place, mark) for place, mark in placed(line)]
    pieces: list[str] = []
    marks: list[Mark] = []
    for start, end, mark in sorted(events, key=lambda event: event[:2]):
        if start > done:
            pieces.append(text[done:start])
        if mark is None and end > done:
            mark = Mark(0, "removed", removed=[Removed("markup", text[max(start, done) : end].strip())])
        done = max(done, end)
        if mark is not None:
            mark.piece = len(pieces)
            marks.append(mark)
    line.pieces, line.marks = [*pieces, text[done:]], marks
    line.bold, line.plain = line.bold or inline.bold, line.plain and not inline.bold
