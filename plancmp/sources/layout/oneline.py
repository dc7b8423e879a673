"""Parts lines that hold several paragraphs: at the blanks that stand for line ends, where labels count up.

What a site's export or a data set makes of a page: all line ends are blanks, or nothing at all. In other
texts a line end was lost here and there: a blank between a full stop and the number of a heading.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, takewhile

from plancmp.rulepacks import load
from plancmp.sources.lines.cleaning import CleanLine, Removed
from plancmp.sources.thresholds import FEWEST, LONGEST_LINE, LONGEST_PARAGRAPH, LONGEST_UNNUMBERED
from plancmp.text.folding import fold
from plancmp.text.keeping import compiled
from plancmp.text.labels import Labels
from plancmp.text.ordinals import CHINESE

_BLANK = compiled(r"(?<=\S)\s+(?=\S)")
_LOST = compiled(rf"[。；！？][ \u3000]{{1,2}}(?=[第（({CHINESE}])")
_ROW_END = compiled(r"(?<=\|) (?=\|)")
_HEADINGS = ("第一篇", "第一部分", "第一章", "第一节", "一、", "（一）")
_WORD = compiled(r"[\x21-\x7e]")
_OPENING = compiled(r"(?:^|(?<=[。;!?:)]))(?=\S)|(?=[(第【])")
_LEADER = compiled(r"[\s.…·]*\d{0,3}\s*")
_ENDS = "。；！？：)）》”"
Tables = Callable[[str], Sequence[Sequence[int]]]
"""Where the tables of a line, their rows and what follows them begin."""


def part_lines(lines: Sequence[CleanLine], tables: Tables = lambda text: ()) -> list[CleanLine]:
    """The lines, those that hold several paragraphs parted; a whole text in one says so (`one-line`)."""
    texts = [line.text for line in lines]
    if max(map(len, texts), default=0) <= LONGEST_PARAGRAPH and _LOST.search("\n".join(texts)) is None:
        return list(lines)
    labels = load(Labels, "vocabulary/labels.yaml")
    # Lines that were joined for being short are no text that came in one line.
    return [
        part
        for line in lines
        for part in (
            [line]
            if any(each.code == "short-lines" for each in line.removed)
            else _parts(line, labels, tables(line.text))
        )
    ]


def part_framed(lines: Sequence[CleanLine]) -> list[CleanLine]:
    """The lines, an article parted that stands in one cell of a table made for the look of a page.

    What makes Markdown of such a page writes all of the cell on one line, tables inside of it, too: a bar
    ends each row, and the next begins with one behind a blank.
    """
    if not any(_is_framed(line) for line in lines):
        return list(lines)
    labels = load(Labels, "vocabulary/labels.yaml")
    made: list[CleanLine] = []
    for line in lines:
        if not _is_framed(line):
            made.append(line)
            continue
        ends = [found.start() for found in _ROW_END.finditer(line.text)]
        for start, end in pairwise([0, *ends, len(line.text)]):
            left, right = (place + start for place in _inside(line.text[start:end]))
            row = _cut(line, left, right, ())
            made += _parts(row, labels) if "|" not in row.text else [row]
    return made


def _is_framed(line: CleanLine) -> bool:
    return len(line.text) > LONGEST_PARAGRAPH and line.text.lstrip().startswith("|")


def _inside(row: str) -> tuple[int, int]:
    """Where the words of a row with one filled cell begin and end; the whole row with several."""
    words = row.strip("| \t")
    start = row.find(words)
    return (start, start + len(words)) if words and "|" not in words else (0, len(row))


def _cut(line: CleanLine, start: int, end: int, removed: tuple[Removed, ...]) -> CleanLine:
    """A part of a line as a line of its own."""
    return CleanLine(line.number, line.page, line.text[start:end], tuple(line.places(start, end)), removed)


def _parts(line: CleanLine, labels: Labels, tables: Sequence[Sequence[int]] = ()) -> Iterator[CleanLine]:
    """The paragraphs of a line; the line itself where it holds one."""
    cuts = _whole_text(line.text, labels) if len(line.text) > LONGEST_PARAGRAPH else []
    for table in tables:
        # Categories of rows count as headings do.
        cuts = sorted(
            {*table, *(cut for cut in cuts if not table[0] < cut < table[-1])} - {0, len(line.text)}
        )
    removed = (*line.removed, Removed("one-line", "", 1)) if cuts else line.removed
    cuts = cuts or _lost_ends(line.text, labels)
    if not cuts:
        yield line
        return
    for start, end in pairwise([0, *cuts, len(line.text)]):
        yield _cut(line, start, end, removed)
        removed = ()


def _whole_text(text: str, labels: Labels) -> list[int]:
    """Where the paragraphs of a text in one line begin; nothing for a line with too few of them."""
    folded = fold(text)
    for find in (_line_ends, _counted):
        cuts = find(text, folded, labels)
        if len(cuts) >= FEWEST:
            return cuts
    return []


def _lost_ends(text: str, labels: Labels) -> list[int]:
    """The numbers of headings that stand behind a full stop and a blank."""
    ends = [found.end() for found in _LOST.finditer(text)]
    folded = fold(text) if ends else ""
    found = ((end, labels.find(folded, end, len(text))) for end in ends)
    return [end for end, label in found if label is not None and label.style in _HEADINGS]


def _line_ends(text: str, folded: str, labels: Labels) -> list[int]:
    """The blanks of a line, where most of them part sentences or stand before a label.

    A blank behind a label parts it from its words: 第一章 发展基础.
    """
    cuts: list[int] = []
    ends = 0
    for found in _BLANK.finditer(text):
        start, end = found.span()
        before = labels.find(folded, cuts[-1] if cuts else 0, end + 1)
        if before is not None and before.end >= start:
            continue
        sure = text[start - 1] in _ENDS or labels.find(folded, end, len(text)) is not None
        if sure or not (_WORD.match(text, start - 1) or _WORD.match(text, end)):
            cuts.append(end)
            ends += sure
    return cuts if ends * 2 >= len(cuts) else []


def _counted(_: str, folded: str, labels: Labels) -> list[int]:
    """Where labels stand that count up from one, each style by itself."""
    found = [
        (label.start, label.style, label.number, label.end)
        for at in dict.fromkeys(match.start() for match in _OPENING.finditer(folded))
        if (label := labels.find(folded, at, len(folded))) is not None
    ]
    seconds = {style: start for start, style, number, _ in found if number == 2}
    wanted: dict[str, int] = {}
    cuts: list[int] = []
    label_end = -LONGEST_UNNUMBERED
    for start, style, number, end in found:
        closed = start == 0 or folded[start - 1] in "。;!?:) " or start - label_end <= LONGEST_UNNUMBERED
        follows = number == wanted.get(style) or (number == 1 and seconds.get(style, -1) > start)
        if closed and follows and start > label_end:
            wanted[style] = number + 1
            cuts.append(start)
            label_end = end
    return sorted({*cuts, *_title_ends(folded, cuts, labels)})


def _title_ends(folded: str, cuts: Sequence[int], labels: Labels) -> Iterator[int]:
    """Where the titles at `cuts` end that contents before them list, in their order.

    Nothing else parts a title from its paragraph in such a text. In contents the next label is behind it,
    or it stands behind the last one: what follows there is the begin of the plan.
    """
    listed = 0
    for start in cuts:
        label = labels.find(folded, start, len(folded))
        known = (label.end if label is not None else start) + FEWEST
        last = min(start, listed + LONGEST_PARAGRAPH) if listed else start
        found = folded.find(folded[start:known], listed, last)
        if found < 0:
            continue
        pairs = zip(folded[start : start + LONGEST_LINE], folded[found : found + LONGEST_LINE], strict=False)
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        end = found + alike
        if end <= start and (found == listed or _is_followed(folded, end, labels)):
            yield start + alike
            listed = _behind_leader(folded, end)


def _is_followed(folded: str, end: int, labels: Labels) -> bool:
    """Whether a label stands behind an entry of contents that ends here, its page number between them."""
    return labels.find(folded, _behind_leader(folded, end), len(folded)) is not None


def _behind_leader(folded: str, end: int) -> int:
    """Where dots and page number behind an entry of contents end."""
    leader = _LEADER.match(folded, end)
    return leader.end() if leader is not None else end
