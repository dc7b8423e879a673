"""Lines cut to a width in columns, Chinese and other words each in their way."""

from collections.abc import Iterator, Sequence

from plancmp.report.terminal.blocks import Line, Span, Style
from plancmp.text.keeping import compiled
from plancmp.text.width import display_width

_WHOLE = 22
"""A span of at most so many columns is not broken."""
_NO_BREAK_BEFORE = "〉，。；：、！？）〕】》”’%％)]},.;:!?…"
_NO_BREAK_AFTER = "（〔【《“‘([{→〈＞＜≥≤/"
_BRACKET = compiled(r"[（(][^（）()]{1,6}[）)]")
"""A short bracket, a unit for the most part, stays whole."""
_BOUND = compiled(r"(?:\d|(?:^|\s)[^\w\s]) $")
"""What a number counts and what a sign means stand beside them."""


def wrap(line: Line, first: int, rest: int) -> Iterator[Line]:
    """A line cut to widths: Chinese anywhere but before closing marks, other words between blanks."""
    room = max(first, 4)
    spans: list[Span] = []
    used = 0
    for piece, style in _pieces(line, min(first, rest, _WHOLE)):
        size = display_width(piece)
        if used and used + display_width(piece.rstrip()) > room:
            # A closing mark that begins a span takes what stands before it along.
            last = spans[-1:] if piece[0] in _NO_BREAK_BEFORE and len(spans) > 1 else []
            kept = sum(display_width(span.text) for span in last)
            if kept + size > max(rest, 4):
                last, kept = [], 0
            yield stripped(spans[: len(spans) - len(last)])
            spans, used, room = last, kept, max(rest, 4)
            piece = piece if last else piece.lstrip()
            size = display_width(piece)
        while size > room:
            head, piece = _cut(piece, room)
            yield stripped([*spans, Span(head, style)])
            spans, used, room = [], 0, max(rest, 4)
            size = display_width(piece)
        if piece:
            spans.append(Span(piece, style))
            used += size
    if spans or not used:
        yield stripped(spans)


def stripped(spans: Sequence[Span]) -> Line:
    """Spans without blanks at the end."""
    kept = list(spans)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[-1] = Span(kept[-1].text.rstrip(), kept[-1].style)
    return tuple(kept)


def _pieces(line: Line, whole: int) -> Iterator[tuple[str, Style]]:
    """The smallest pieces that stay together; a span of at most `whole` columns is one."""
    for span in line:
        if display_width(span.text) <= whole:
            yield span.text, span.style
            continue
        piece, kept = "", 0
        for at, char in enumerate(span.text):
            bracket = _BRACKET.match(span.text, at)
            if at >= kept and piece and _breaks(piece[-1], char) and not _BOUND.search(piece):
                yield piece, span.style
                piece = ""
            kept = bracket.end() if bracket else kept
            piece += char
        if piece:
            yield piece, span.style


def _breaks(left: str, right: str) -> bool:
    """Whether a line may end between two characters."""
    if right in _NO_BREAK_BEFORE or left in _NO_BREAK_AFTER:
        return False
    if left == " " or right == " ":
        return left == " " and right != " "
    return display_width(left) == 2 or display_width(right) == 2


def _cut(text: str, width: int) -> tuple[str, str]:
    """As much of a text as fits, and the rest."""
    used = 0
    for at, char in enumerate(text):
        used += display_width(char)
        if used > width and at:
            return text[:at], text[at:]
    return text, ""
