"""Parts a plan from its appendices (附件, 附表), and both from lines that only list attachments."""

from collections.abc import Sequence

import msgspec

from plancmp.model.document import Document, Table
from plancmp.model.outline import Line
from plancmp.model.place import Span
from plancmp.sources.thresholds import FARTHEST_APPENDIX, LONGEST_CAPTION
from plancmp.structure.captions import is_caption
from plancmp.structure.stream import Entry
from plancmp.structure.words import StructureWords
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import ordinal

_NO_TITLE = compiled(r"[。；;]$|^\d\s?[.、]|[，,].*[，,]")


class AppendixStart(msgspec.Struct, frozen=True):
    """Where an appendix begins: index of its first entry, and of the first behind its title."""

    at: int
    behind: int
    label: Span
    number: int | None
    title: Span | None


def find_appendices(
    document: Document, entries: Sequence[Entry], words: StructureWords
) -> list[AppendixStart]:
    """Where attachments begin; lists of attachments are passed over."""
    candidates = [
        start for at in range(len(entries)) if (start := _candidate(document, entries, at, words)) is not None
    ]
    return [
        start
        for number, start in enumerate(candidates)
        if not _is_listing(document, entries, start, candidates[number + 1 : number + 1 + FARTHEST_APPENDIX])
    ]


def _candidate(
    document: Document, entries: Sequence[Entry], at: int, words: StructureWords
) -> AppendixStart | None:
    """An appendix label at this entry, with its title on the same or on the next line."""
    entry = entries[at]
    if isinstance(entry, Table) or entry.end - entry.start > LONGEST_CAPTION + 8:
        return None
    found = words.appendix_label.match(document.folded, entry.start, entry.end)
    if found is None:
        return None
    label = Span(found.start("label"), found.start("label") + len(found.group("label").rstrip()))
    number_text = found.group("number")
    number = _appendix_number(number_text)
    rest = document.folded[found.end() : entry.end]
    if rest.strip():
        if _NO_TITLE.search(rest.strip()) or (
            label.end - label.start == 1 and number is None and len(rest) > 30
        ):
            return None
        return AppendixStart(at, at + 1, label, number, Span(found.end(), entry.end))
    behind, title = _title_lines(document, entries, at + 1, words)
    return AppendixStart(at, behind, label, number, title)


def _appendix_number(text: str | None) -> int | None:
    """附件2 is 2, 附件1-2 is 1, 附录B is 2."""
    if not text:
        return None
    if text.isalpha() and text.isascii():
        return ord(text) - ord("A") + 1
    return ordinal(text.split("-")[0])


def unlabel_listings(document: Document, entries: Sequence[Entry], words: StructureWords) -> list[Entry]:
    """Take the numbers off lines that list attachments: `附件：1.…` and the lines 2.… under it."""
    result: list[Entry] = []
    expected: int | None = None
    for entry in entries:
        if isinstance(entry, Table):
            expected = None
        elif expected is not None and entry.label and entry.label.number == expected:
            entry, expected = (
                msgspec.structs.replace(entry, label=None, joined=False, listed=True),
                expected + 1,
            )
        else:
            found = words.appendix_label.match(document.folded, entry.start, entry.end)
            listed = found is not None and compiled(r"\s*1\s?[.、]").match(
                document.folded[found.end() : entry.end]
            )
            expected = 2 if listed else None
            if listed:
                entry = msgspec.structs.replace(entry, listed=True)
        result.append(entry)
    return result


def _title_lines(
    document: Document, entries: Sequence[Entry], at: int, words: StructureWords
) -> tuple[int, Span | None]:
    """The title of an appendix in the one or two short lines from `at` on."""
    first: Line | None = None
    last: Line | None = None
    while at < len(entries):
        entry = entries[at]
        if isinstance(entry, Table) or entry.label is not None or entry.end - entry.start > LONGEST_CAPTION:
            break
        text = document.folded[entry.start : entry.end]
        if text[-1] in "。；;:，,、" or words.unit_line.match(text) or words.box_label.match(text):
            break
        if first is not None and (last is None or not _goes_on(document, entries, at, words)):
            break
        first, last = first or entry, entry
        at += 1
        if first is not last:
            break
    return (at, Span(first.start, last.end)) if first and last else (at, None)


def _goes_on(document: Document, entries: Sequence[Entry], at: int, words: StructureWords) -> bool:
    """Whether the line at `at` is the second line of a title and not the caption of a table."""
    entry = entries[at]
    if not isinstance(entry, Line) or words.numbered_caption.match(document.folded, entry.start, entry.end):
        return False
    previous = entries[at - 1]
    assert isinstance(previous, Line)
    if not is_caption(document, entry, words):
        return False
    first = squeeze(document.folded[previous.start : previous.end])
    return not first.endswith((*words.caption.endings, "方案")) or first.endswith(("重点任务", "任务"))


def _named(document: Document, start: AppendixStart) -> tuple[str, int | None]:
    """What an appendix is called, and its number: 附件, 1."""
    return document.folded[start.label.start : start.label.start + 2], start.number


def _is_listing(
    document: Document, entries: Sequence[Entry], start: AppendixStart, later: Sequence[AppendixStart]
) -> bool:
    """Whether a line only lists an attachment: it stands again later, or nothing follows it."""
    line = entries[start.at]
    if start.behind >= len(entries):
        return True
    if isinstance(line, Line) and line.level is not None:
        return False
    mine = squeeze(document.folded[start.title.start : start.title.end]) if start.title else ""
    for other in later:
        if other.at <= start.behind and start.title is not None and other.number != start.number:
            return True
        if start.number is not None and _named(document, other) == _named(document, start):
            return True
        theirs = squeeze(document.folded[other.title.start : other.title.end]) if other.title else ""
        if mine and theirs and (mine in theirs or theirs in mine):
            return True
    return False
