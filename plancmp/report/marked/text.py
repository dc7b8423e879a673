"""A text with remarks in lines of their own below those that they are about: `⟦plancmp PLH001 错误：…⟧`."""

from collections.abc import Sequence
from difflib import unified_diff
from itertools import islice, pairwise

from plancmp.model.checkreport import Change
from plancmp.model.document import OWN_AUTHOR, Document
from plancmp.model.language import Lang
from plancmp.report.marks import Kind, Mark, kind_of
from plancmp.report.safe import shown
from plancmp.sources.lines.encoding import decode
from plancmp.sources.lines.splitting import LINE_END, OWN_LINE

_QUOTED = {"zh": "　“{}”", "en": " “{}”"}
_LONGEST = 60
_HEAD = f"⟦{OWN_AUTHOR} "


def with_lines(data: bytes, document: Document, marks: Sequence[Mark], kind: Kind, lang: Lang) -> bytes:
    """The text in its own encoding with the marks below their lines; every other byte stays.

    Lines of this kind of an earlier run are replaced. Marks at the cells of a Markdown table stand below the
    table. What the encoding cannot hold is `?`.
    """
    written = _Written(data)
    text, ends = written.text, written.ends
    newline = next((found.group() for found in LINE_END.finditer(text)), "\n")
    below: dict[int, list[str]] = {}
    for mark in marks:
        line = min(document.place(mark.span.start).line or 1, len(ends)) - 1
        while line + 1 < len(ends) and _is_row(text, ends, line) and _is_row(text, ends, line + 1):
            line += 1
        below.setdefault(line, []).append(_line(mark, document, lang))
    pieces: list[str] = []
    for line, (start, end) in enumerate(pairwise((0, *ends))):
        stands = text[start:end]
        if OWN_LINE.match(stands) and kind_of(stands[len(_HEAD) :]) == kind:
            continue
        is_closed = line not in below or LINE_END.search(stands[-2:])
        pieces += [stands if is_closed else stands + newline]
        pieces += [f"{each}{newline}" for each in below.get(line, ())]
    return written.encoded("".join(pieces))


def with_words(
    data: bytes, document: Document, groups: Sequence[Sequence[Change]]
) -> tuple[bytes, list[bool], str]:
    """The text with groups of changes, which of them are there, and the difference as `diff -U0` shows it.

    The names of the files do not stand above the difference.

    A group is there as a whole or not at all: one that meets words which stand otherwise is left out.
    """
    written = _Written(data)
    edits: dict[int, tuple[int, str]] = {}
    done: list[bool] = []
    for group in groups:
        found = [(each, written.offset(document, each)) for each in group]
        made = {at: (each.end - each.start, each.text) for each, at in found if at is not None}
        is_sure = bool(group) and len(made) == len(group) and made.keys().isdisjoint(edits)
        done.append(is_sure)
        edits |= made if is_sure else {}
    pieces: list[str] = []
    at = 0
    for start, (length, new) in sorted(edits.items()):
        if start >= at:
            pieces += [written.text[at:start], new]
            at = start + length
    text = "".join((*pieces, written.text[at:]))
    difference = unified_diff(_lines(written.text), _lines(text), n=0, lineterm="")
    return written.encoded(text), done, "".join(f"{shown(line)}\n" for line in islice(difference, 2, None))


def _lines(text: str) -> list[str]:
    """The lines of a text, counted as places count them."""
    return LINE_END.split(text)


class _Written:
    """A text as it stands in its file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.text, encoding = decode(data)
        self._codec = {"big5": "cp950"}.get(encoding, encoding)
        self.ends = [found.end() for found in LINE_END.finditer(self.text)]
        if not self.ends or self.ends[-1] < len(self.text):
            self.ends.append(len(self.text))

    def encoded(self, text: str) -> bytes:
        """Another text in the same encoding, behind the same byte order mark."""
        head = len(self._data) - len(self.text.encode(self._codec))
        return self._data[: max(head, 0)] + text.encode(self._codec, "replace")

    def offset(self, document: Document, change: Change) -> int | None:
        """Where a change stands in the text; None where other words stand there."""
        first = change.start if change.end > change.start else change.start - 1
        words = document.text[first : max(change.end, change.start)]
        place = document.place(first)
        if place.line is None or place.column is None or place.line > len(self.ends):
            return None
        at = (self.ends[place.line - 2] if place.line > 1 else 0) + place.column - 1
        if self.text[at : at + len(words)] != words:
            return None
        return at if change.end > change.start else at + 1


def _is_row(text: str, ends: Sequence[int], line: int) -> bool:
    """Whether a line is a row of a Markdown table."""
    return text[ends[line - 1] if line else 0 : ends[line]].lstrip().startswith("|")


def _line(mark: Mark, document: Document, lang: Lang) -> str:
    """A mark in one line, with the words that it is about."""
    words = " ".join(document.words(mark.span).split())
    quoted = _QUOTED[lang].format(words[:_LONGEST]) if words else ""
    head = _HEAD + ("diff " if kind_of(mark.token) == "diff" else "")
    return f"{head}{shown(' '.join(mark.lines))}{quoted}⟧"
