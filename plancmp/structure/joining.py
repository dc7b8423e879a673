"""Puts headings together again that stand broken over two lines."""

import re
from collections.abc import Sequence

import msgspec

from plancmp.model.document import Document
from plancmp.model.outline import Label, Line
from plancmp.sources.thresholds import LONGEST_CAPTION, LONGEST_LINE, LONGEST_TAIL, SHORT_ENTRY, SHORTEST_FULL
from plancmp.structure.numbering import find_label, rank
from plancmp.structure.stream import Entry
from plancmp.structure.words import StructureWords
from plancmp.text.folding import squeeze


def join_headings(document: Document, entries: Sequence[Entry], words: StructureWords) -> list[Entry]:
    """Join a number that stands alone, or a heading that goes on, with the next line."""
    result: list[Entry] = []
    at = 0
    while at < len(entries):
        entry = entries[at]
        following = entries[at + 1] if at + 1 < len(entries) else None
        box = _bare_box(document, entry, words) if isinstance(entry, Line) else None
        if box is not None:
            entry, at = _whole_box(document, entries, at, numbered=box["number"] is not None)
        elif isinstance(entry, Line) and isinstance(following, Line):
            label = entry.label or _bare_label(document, entry)
            behind = entries[at + 2] if at + 2 < len(entries) else None
            if label is not None and _belong(document, entry, label, following, behind, words):
                result.append(msgspec.structs.replace(entry, end=following.end, label=label))
                at += 2
                continue
        result.append(entry)
        at += 1
    return result


def _bare_box(document: Document, line: Line, words: StructureWords) -> re.Match[str] | None:
    """The label of a box in a line that holds nothing else, with its number or without: 专栏, 专栏3."""
    if line.end - line.start > SHORT_ENTRY:
        return None
    return words.box_label.fullmatch(document.folded, line.start, line.end)


def _whole_box(document: Document, entries: Sequence[Entry], at: int, numbered: bool) -> tuple[Line, int]:
    """The label of a box with the number and the title on the lines below it; and the last of these."""
    line = entries[at]
    assert isinstance(line, Line)
    rests = ["title"] if numbered else ["number", "title"]
    for rest, following in zip(rests, entries[at + 1 : at + 3], strict=False):
        if not isinstance(following, Line) or following.label is not None:
            break
        text = document.folded[following.start : following.end].strip()
        is_title = len(text) <= LONGEST_CAPTION and text[-1] not in "。；;:,"
        if not (text.isdecimal() if rest == "number" else is_title):
            break
        line, at = msgspec.structs.replace(line, end=following.end), at + 1
    return line, at


def _bare_label(document: Document, line: Line) -> Label | None:
    """The number in a line that holds nothing else: 第一章."""
    if line.end - line.start > 12:
        return None
    text = document.folded[line.start : line.end]
    label = find_label(text + " 甲", 0, len(text) + 2)
    if label is None or label.end < len(text.rstrip()) or rank(label.style) > rank("（一）"):
        return None
    return msgspec.structs.replace(label, start=line.start + label.start, end=line.start + label.end)


def _belong(
    document: Document, line: Line, label: Label, following: Line, behind: Entry | None, words: StructureWords
) -> bool:
    """Whether the next line is the rest of this heading."""
    if following.label is not None or following.level is not None or line.level is not None:
        return False
    first = document.folded[label.end : line.end].strip()
    second = document.folded[following.start : following.end].strip()
    if not first:
        return len(second) <= LONGEST_LINE and second[-1] not in "。；;"
    if rank(label.style) > rank("（一）") or len(first) + len(second) > LONGEST_LINE or "。" in first:
        return False
    if len(second) > LONGEST_TAIL or second[-1] in ":;," or "。" in second[:-1]:
        return False
    if squeeze(second) in words.known_headings or second.startswith(words.not_headings.starts):
        return False
    if first[-1] in ",、":
        return True
    if len(first) < SHORTEST_FULL or len(second) > 14 or second[-1] == "。":
        return False
    return (
        not isinstance(behind, Line) or behind.label is not None or behind.end - behind.start > LONGEST_LINE
    )
