"""Finds tables of contents, which repeat headings and boxes that stand again later."""

from collections import Counter
from collections.abc import Sequence

from plancmp.model.document import Document, Row, Table
from plancmp.model.outline import Line
from plancmp.sources.thresholds import FEWEST_BARE, FEWEST_CONTENTS, LATEST_CONTENTS, SHORT_ENTRY
from plancmp.structure.stream import Entry
from plancmp.structure.words import StructureWords
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled

# 总体要求……12; 总体要求 .... 12; 总体要求    12; 总体要求 12
_LEADER = compiled(
    r".*?\S\s*(?:(?:[.…·_—|-]{2,}|\s{2,}|\t|[…·|]|(?P<dot>[^\s\d])(?P=dot){4,})\s*[-(]?\s?[\d⁰¹²³⁴-⁹]{1,3}\s?[-)]?|[.…·]{2,})$"
)
"""On a scan, a page number may stand high, or only its dots are seen, as one letter many times perhaps."""
_LEADER_ENDS = "-).…·"
_PAGE = compiled(r".*?\S\s*\(?\d{1,3}\)?$")
_TRAIL = compiled(r"(?:[\s.…·_—|-]|(?P<dot>[^\s\d.…·_—|-])(?P=dot){4,}(?!(?P=dot)))*[-(]?\s?\d{0,3}\s?[-)]?$")


def find_contents(
    document: Document, entries: Sequence[Entry], roles: set[int], words: StructureWords
) -> set[int]:
    """Indexes of the entries that are a table of contents.

    `roles` are the starts of paragraphs that the format itself marks as contents. Otherwise contents
    follow a line 目录, or are a run of lines with leaders and page numbers.
    """
    found: set[int] = {
        at for at, entry in enumerate(entries) if isinstance(entry, Line) and entry.start in roles
    }
    headings = {squeeze(word) for word in words.contents}
    longest = max(map(len, headings), default=0)
    short = [
        entry
        for entry in entries
        if isinstance(entry, Line) and (entry.label is not None or entry.end - entry.start < 80)
    ]
    later = Counter(_key(document, entry) for entry in short)
    later.update(_bare_key(document, entry) for entry in short if entry.label is not None)
    at = 0
    while at < len(entries):
        entry = entries[at]
        if isinstance(entry, Table):
            at += 1
            continue
        bare = "".join(document.folded[entry.start : min(entry.end, entry.start + 80)].split())
        if len(bare) <= longest and squeeze(document.words(entry)).lower() in headings:
            end = _run(document, entries, at + 1, later)
            if end > at + 1:
                found.update(range(at, end))
                at = end
                continue
        elif _has_leader(document, entry):
            end = _run(document, entries, at, Counter())
            if end - at >= FEWEST_CONTENTS:
                found.update(range(at, end))
            at = max(end, at + 1)
            continue
        elif entry.label is not None and at < LATEST_CONTENTS:
            end = _run(document, entries, at, later)
            lines = [line for line in entries[at:end] if isinstance(line, Line)]
            rows = sum(len(table.rows) for table in entries[at:end] if isinstance(table, Table))
            if rows + sum(line.label is not None for line in lines) >= max(FEWEST_BARE, len(lines) // 2):
                found.update(range(at, end))
                at = end
                continue
        at += 1
    return found


def _run(document: Document, entries: Sequence[Entry], at: int, later: Counter[str]) -> int:
    """The index behind the lines of contents that begin at `at`."""
    seen: Counter[str] = Counter()
    bare: set[str] = set()
    top = entries[at] if at < len(entries) else None
    first = _key(document, top) if isinstance(top, Line) else ""
    while at < len(entries):
        entry = entries[at]
        if isinstance(entry, Table):
            if not later or not _is_paged_table(document, entry):
                break
            at += 1
            continue
        key = _key(document, entry)
        # The first entry comes again where the plan begins; 第一节 主要目标 may stand in several chapters.
        begins = bool(seen) and (key == first or (entry.label is None and key in bare))
        again = not begins and seen[key] * 2 < later[key] and _comes_again(document, entry, later)
        between = bool(seen) and _stands_between(document, entries, at)
        goes_on = bool(later) and _goes_on(document, entries, at)
        if not (again or between or goes_on or _has_leader(document, entry)):
            break
        seen[key] += 1
        bare.add(_bare_key(document, entry))
        at += 1
    return at


def _is_paged_table(document: Document, table: Table) -> bool:
    """Whether a table is lines of contents whose page numbers stand behind tabs, all but one in five."""
    return sum(_is_paged(document, row) for row in table.rows) * 5 >= len(table.rows) * 4


def _is_paged(document: Document, row: Row) -> bool:
    """Whether a row is a title, and a page number if there is a second cell."""
    filled = [cell for cell in row.cells if cell.paragraphs]
    if not 1 <= len(filled) <= 2:
        return False
    last = filled[-1].paragraphs[-1]
    return len(filled) == 1 or document.folded[last.start : last.end].strip("-( )").isdigit()


def _goes_on(document: Document, entries: Sequence[Entry], at: int) -> bool:
    """Whether an entry of contents is broken over two lines: the next line ends in its page number."""
    entry, following = entries[at], entries[at + 1] if at + 1 < len(entries) else None
    return (
        isinstance(entry, Line)
        and isinstance(following, Line)
        and following.label is None
        and entry.end - entry.start < 60
        and _has_leader(document, following)
    )


def _stands_between(document: Document, entries: Sequence[Entry], at: int) -> bool:
    """Whether a line among lines with leaders has lost its own, or is a mark of what made the file."""
    entry, behind = entries[at], entries[at + 1 : at + 3]
    if not isinstance(entry, Line):
        return False
    if entry.label is not None and document.folded[entry.end - 1] == ".":
        return True
    following = (isinstance(each, Line) and _has_leader(document, each) for each in behind)
    if entry.end - entry.start > SHORT_ENTRY or not any(following):
        return False
    before = entries[at - 1] if at else None
    return entry.label is not None or (isinstance(before, Line) and _has_leader(document, before))


def _has_leader(document: Document, line: Line) -> bool:
    """Whether a line ends in dots or blanks and a page number."""
    last = document.folded[line.end - 1]
    if not (last.isdigit() or last in _LEADER_ENDS):
        return False
    # An entry of two lines may have a whole line of dots.
    words = document.folded[line.start : line.end].rstrip("0123456789-) ").rstrip("….· ")
    return len(words) < 120 and _LEADER.fullmatch(document.folded, line.start, line.end) is not None


def _comes_again(document: Document, line: Line, later: Counter[str]) -> bool:
    """Whether the words of a line stand again later, as a heading's do, be it with another number or none."""
    if not later or line.end - line.start >= 80:
        return False
    key, bare = _key(document, line), _bare_key(document, line)
    return bool(key) and (later[key] > 1 or (line.label is not None and len(bare) > 1 and later[bare] > 1))


def _key(document: Document, line: Line) -> str:
    """The words of a line down to a full stop, without leaders and page number, folded."""
    folded = document.folded[line.start : min(line.end, line.start + 80)].partition("。")[0]
    if (folded[-1:] == ")" or folded[-1:].isdecimal()) and _PAGE.fullmatch(folded):
        folded = _TRAIL.sub("", folded)
    return "".join(folded.split())


def _bare_key(document: Document, line: Line) -> str:
    """The same without the number in front."""
    key = _key(document, line)
    if line.label is None:
        return key
    return key.removeprefix("".join(document.folded[line.start : line.label.end].split()))
