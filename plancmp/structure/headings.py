"""Tells headings from list items and gives each its depth, numbers that were lost included."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from plancmp.model.document import Document
from plancmp.model.outline import Content, Heading, Line, Node, OutlineNote, Style
from plancmp.model.place import Span
from plancmp.rulepacks import load
from plancmp.structure.numbering import rank
from plancmp.structure.titles import PlanWords
from plancmp.structure.words import StructureWords
from plancmp.text.folding import fold, squeeze, tidy

_LONGEST_TITLE = 60
_LONGEST_RUN_IN = 50
_LONGEST_UNNUMBERED = 32
_SHORTEST_TEXT = 16
_FEWEST_SIBLINGS = 3
_FARTHEST_SIBLING = 200
"""So many headings are looked through for the next one of a style."""
_BREAK = re.compile(r"[。！？!?；;:]|[ ]{2,}|(?<=[^\sA-Za-z0-9])[ ](?=[^\sA-Za-z0-9]{12})")
_PARTS: frozenset[Style] = frozenset({"第一篇", "第一章", "第一节", "Ⅰ", "一、"})
"""Styles that no list inside a section uses."""
_INNER: frozenset[Style] = frozenset({"1.", "（1）", "1）", "①", "A.", "1"})
_LISTS: frozenset[Style] = frozenset({"①", "1）", "A."})
"""Styles that make headings only below another Arabic number."""
_DATE = re.compile(r"\d{4}\s?年\s?\d{1,2}\s?月|[〇零一二三四五六七八九十]{4}年")
_FOOTMARK = re.compile(r"\s*(?:[①-⑳]|\[\^?\d{1,2}\]|\*+)$")


class Found(msgspec.Struct):
    """A line that may be a heading, while its depth is being settled."""

    at: int
    line: Line
    style: Style | None
    """How it is numbered, or would be had its number not been lost."""
    number: int | None
    title: Span
    body: Span | None
    titled: bool
    key: float = 0.0
    level: int = 0
    depth: int = 0
    """How many dots its number has, or would have."""


def build_nodes(
    document: Document, content: Sequence[Content], words: StructureWords, *, within_plan: bool = True
) -> tuple[list[Content], list[Node], list[OutlineNote]]:
    """The content before the first heading, the tree of sections, and what was not sure."""
    finder = HeadingFinder(document, content, words, within_plan)
    found = finder.find()
    first = found[0].at if found else len(content)
    front = merge_lines(content[:first])
    return front, _tree(document, content, found), finder.notes


def _tree(document: Document, content: Sequence[Content], found: Sequence[Found]) -> list[Node]:
    """Headings with levels to nodes, the content between two headings to the first of them."""
    bounds = [*(each.at for each in found), len(content)][1:]
    pieces: list[tuple[Heading, tuple[Content, ...]]] = []
    for each, end in zip(found, bounds, strict=True):
        line = each.line
        held: list[Content] = [Line(each.body.start, each.body.end)] if each.body else []
        held.extend(merge_lines(content[each.at + 1 : end]))
        heading = Heading(each.level, each.title, line.label, line.automatic, each.number)
        pieces.append((heading, tuple(held)))
    nodes, _ = _children(pieces, 0, 0)
    return nodes


def _children(
    pieces: Sequence[tuple[Heading, tuple[Content, ...]]], at: int, level: int
) -> tuple[list[Node], int]:
    """The nodes deeper than `level` from index `at` on, and the index behind them."""
    nodes: list[Node] = []
    while at < len(pieces) and pieces[at][0].level > level:
        heading, content = pieces[at]
        below, at = _children(pieces, at + 1, heading.level)
        nodes.append(Node(heading, content, tuple(below)))
    return nodes, at


def merge_lines(content: Sequence[Content]) -> list[Content]:
    """Put lines of one paragraph together again where they turned out to be no headings."""
    merged: list[Content] = []
    for entry in content:
        last = merged[-1] if merged else None
        if isinstance(entry, Line) and isinstance(last, Line) and entry.joined:
            merged[-1] = Line(
                last.start, entry.end, last.label, last.automatic, last.level, last.bold, last.joined
            )
        else:
            merged.append(entry)
    return merged


class HeadingFinder:
    """Finds the headings of a stretch of content in four passes over it."""

    def __init__(
        self, document: Document, content: Sequence[Content], words: StructureWords, within_plan: bool
    ) -> None:
        self._document = document
        self._content = content
        self._words = words
        self._within_plan = within_plan
        self._lines_by_words: Counter[str] | None = None
        self.notes: list[OutlineNote] = []

    def find(self) -> list[Found]:
        """The headings in order, with their levels."""
        labelled = [
            self._labelled(at, entry)
            for at, entry in enumerate(self._content)
            if isinstance(entry, Line) and entry.label is not None
        ]
        found = self._voted(labelled)
        found += self._styled({each.at for each in found})
        found.sort(key=lambda each: each.at)
        found = self._with_lost(found)
        _settle_levels(found)
        return found

    # -- what a line with a number says ------------------------------------------------

    def _labelled(self, at: int, line: Line) -> Found:
        """A line with a number: its title, what runs on behind it, and whether it looks like a heading."""
        assert line.label is not None
        label = line.label
        title, body = self._split(label.end, line.end)
        titled = self._is_titled(at, line, title, body)
        return Found(at, line, label.style, label.number, title, body, titled, depth=label.depth)

    def _split(self, start: int, end: int) -> tuple[Span, Span | None]:
        """The words from `start` on as a title and the text that runs on behind it."""
        folded = self._document.folded
        start += len(folded[start:end]) - len(folded[start:end].lstrip())
        gap = _BREAK.search(folded, start, end)
        if gap is None or gap.start() - start > _LONGEST_RUN_IN:
            return self._trimmed(start, end), None
        body = gap.end() + len(folded[gap.end() : end]) - len(folded[gap.end() : end].lstrip(" 。:"))
        title = self._trimmed(start, gap.start())
        return title, (Span(body, end) if body < end else None)

    def _trimmed(self, start: int, end: int) -> Span:
        """A title without the mark that closes it and without a footnote's number."""
        text = self._document.folded[start:end]
        mark = _FOOTMARK.search(text)
        if mark is not None and mark.start() > 1:
            text = text[: mark.start()]
        text = text.rstrip(" 。:;，,、")
        return Span(start, start + len(text))

    def _is_titled(self, at: int, line: Line, title: Span, body: Span | None) -> bool:
        """Whether a numbered line looks like a heading and not like an item of a list."""
        assert line.label is not None
        length = title.end - title.start
        closing = self._document.folded[line.end - 1]
        if length < 1 or line.level is not None:
            return length >= 1
        if line.label.style in _PARTS:
            sentence = closing in "。；;" and "," in self._document.folded[title.start : title.end]
            return length <= _LONGEST_TITLE + 20 and not (sentence and line.label.style != "一、")
        if body is not None:
            return length <= _LONGEST_RUN_IN
        if closing in ";；" or length > _LONGEST_TITLE:
            return False
        if closing in "。，," and line.label.style in _INNER:
            return self._has_body(at) and length <= _LONGEST_UNNUMBERED and not self._is_short(at + 1)
        return True

    def _is_short(self, at: int) -> bool:
        """Whether a line is no text but a few words without a mark at their end: 策略措施."""
        line = self._content[at]
        if not isinstance(line, Line) or line.label is not None:
            return False
        closed = self._document.folded[line.end - 1] in "。;:,!?)”"
        return line.end - line.start < _SHORTEST_TEXT and not closed

    def _has_body(self, at: int) -> bool:
        """Whether text without a number, or the first item of a deeper list, follows the line at once."""
        line, following = self._content[at], self._content[at + 1] if at + 1 < len(self._content) else None
        if not isinstance(following, Line) or not isinstance(line, Line):
            return False
        if following.label is None or line.label is None:
            return following.label is None
        return following.label.number == 1 and rank(following.label.style) > rank(line.label.style)

    # -- lists against headings ----------------------------------------------------------

    def _voted(self, labelled: Sequence[Found]) -> list[Found]:
        """Numbered lines that are headings: siblings decide together."""
        kept: list[Found] = []
        for group in _siblings(labelled):
            if group[0].style in _LISTS and not self._under_numbered(labelled, group[0]):
                continue
            if group[0].style == "一、" and all(self._is_sentence(labelled, each) for each in group):
                continue
            titled = sum(1 for each in group if each.titled)
            if titled * 2 > len(group) or (titled * 2 == len(group) and group[0].titled):
                kept.extend(group)
            else:
                kept.extend(each for each in group if each.line.level is not None)
        return kept

    def _is_sentence(self, labelled: Sequence[Found], each: Found) -> bool:
        """Whether 一、 below 第一章 begins a sentence without text of its own behind: an item of a list."""
        words = self._document.folded[each.title.start : each.line.end]
        if each.body is not None or each.line.level is not None or "," not in words or words[-1] not in "。;":
            return False
        following = self._content[each.at + 1] if each.at + 1 < len(self._content) else None
        if isinstance(following, Line) and following.label is None and not self._is_short(each.at + 1):
            return False
        return any(other.at < each.at and other.style in ("第一篇", "第一章", "第一节") for other in labelled)

    def _under_numbered(self, labelled: Sequence[Found], first: Found) -> bool:
        """Whether the nearest higher number before a line is an Arabic one: ① under （一） makes a list."""
        for each in reversed([other for other in labelled if other.at < first.at]):
            if each.style is not None and rank(each.style) < rank(first.style or "①"):
                return each.style in _INNER or each.style == "1.1"
        return False

    # -- headings that the format itself marks ---------------------------------------------

    def _styled(self, taken: set[int]) -> list[Found]:
        """Lines without a number that the format calls headings; the plan's own title is none."""
        found: list[Found] = []
        title_lines = self._title_lines()
        for at, entry in enumerate(self._content):
            if (
                isinstance(entry, Line)
                and at not in taken
                and at not in title_lines
                and entry.level is not None
                and entry.label is None
            ):
                title = self._trimmed(entry.start, entry.end)
                if 0 < title.end - title.start <= _LONGEST_TITLE + 20:
                    found.append(Found(at, entry, None, None, title, None, True))
        return found

    def _title_lines(self) -> set[int]:
        """The headings that open a document and are its title: one or several lines of the highest level.

        They are a title if their words are one, or if every later heading stands below them.
        """
        run: list[int] = []
        level: int | None = None
        for at, entry in enumerate(self._content):
            if not isinstance(entry, Line) or entry.label is not None:
                break
            if entry.level is None or (level is not None and entry.level != level):
                if run:
                    break
                continue
            level = entry.level
            run.append(at)
        if level is None or not self._within_plan:
            return set()
        later = [
            entry.level
            for entry in self._content[run[-1] + 1 :]
            if isinstance(entry, Line) and entry.level is not None
        ]
        words = tidy("\n".join(self._document.words(self._line(at)) for at in run))
        title = load(PlanWords, "vocabulary/plans.yaml").title
        said = title.is_title(words) or any(
            title.is_title(tidy(self._document.words(self._line(at)))) for at in run
        )
        return set(run) if said or (later and min(later) > level) else set()

    def _line(self, at: int) -> Line:
        """The line at an index that is known to hold one."""
        entry = self._content[at]
        assert isinstance(entry, Line)
        return entry

    # -- headings whose number was lost ------------------------------------------------------

    def _with_lost(self, found: list[Found]) -> list[Found]:
        """Add the lines that are headings although their number is gone."""
        found = self._always(found)
        counts = Counter(
            each.style for each in found if each.style is not None and each.line.label is not None
        )
        styles = sorted(counts, key=rank)
        for style in styles[:2]:
            found = self._fill_gaps(found, style)
        for style in styles[2:]:
            found = self._fill_gaps(found, style, strict=True)
        found = self._restarts(found)
        found = self._among_siblings(found)
        found = self._last_of_siblings(found)
        if not any(each.style for each in found):
            found = self._known_only(found)
        return self._trailing(found)

    def _always(self, found: list[Found]) -> list[Found]:
        """Lines such as 前言 and 结语, which stand on top without a number."""
        top = min((each.style for each in found if each.style), key=rank, default=None)
        taken = {each.at for each in found}
        added = [
            self._lost(at, entry, top, None)
            for at, entry in enumerate(self._content)
            if isinstance(entry, Line)
            and at not in taken
            and entry.label is None
            and squeeze(self._document.text[entry.start : entry.end]) in self._words.always_headings
        ]
        return sorted([*found, *added], key=lambda each: each.at)

    def _lost(self, at: int, line: Line, style: Style | None, number: int | None, depth: int = 0) -> Found:
        """A heading without its number."""
        return Found(at, line, style, number, self._trimmed(line.start, line.end), None, True, depth=depth)

    def _candidates(self, begin: int, end: int) -> list[tuple[int, Line]]:
        """Short lines between two places of the content that can be headings without a number."""
        lines: list[tuple[int, Line]] = []
        for at in range(begin, end):
            entry = self._content[at]
            if (
                isinstance(entry, Line)
                and entry.label is None
                and not entry.listed
                and self._may_be_heading(at, entry)
            ):
                lines.append((at, entry))
        return lines

    def _may_be_heading(self, at: int, line: Line) -> bool:
        """Whether a line without a number is short and closed enough to be a heading."""
        text = squeeze(self._document.text[line.start : line.end])
        if not 2 <= len(text) <= _LONGEST_UNNUMBERED or _DATE.search(text):
            return False
        if text.startswith(self._words.not_headings.starts) or text.endswith(
            self._words.not_headings.endings
        ):
            return False
        if not any("\u4e00" <= char <= "\u9fff" for char in text):
            return False
        following = self._content[at + 1] if at + 1 < len(self._content) else None
        if following is None or not isinstance(following, Line):
            return text in self._words.known_headings
        previous = self._content[at - 1] if at else None
        if isinstance(previous, Line) and previous.label is None:
            before = self._document.folded[previous.start : previous.end]
            if len(before) > 12 and before[-1] not in "。；;：:！？”)」.!?" and not previous.level:
                return text in self._words.known_headings
        return not self._document.folded[line.start : line.end].startswith(("第", "到20"))

    def _fill_gaps(self, found: list[Found], style: Style, strict: bool = False) -> list[Found]:
        """Headings missing in the numbers of `style`: 一、 then 四、 with two short lines in between.

        With `strict` each must have text of its own or headings below it: small numbers are often wrong.
        """
        result = list(found)
        for scope in _scopes(found, style, len(self._content)):
            expected, begin = 1, scope.begin
            for each in scope.members:
                number = each.number or expected
                if number > expected and (
                    begin > 0 or not self._within_plan or scope.begin > 0 or expected == 1
                ):
                    chosen = self._chosen(begin, each.at, number - expected, expected, style, result)
                    for one in chosen:
                        one.depth = each.depth
                    if not strict or all(self._heads_text(one.at, one.line, found) for one in chosen):
                        result.extend(chosen)
                expected, begin = number + 1, each.at + 1
        return sorted(result, key=lambda each: each.at)

    def _chosen(
        self, begin: int, end: int, missing: int, first: int, style: Style, found: Sequence[Found]
    ) -> list[Found]:
        """The best lines for `missing` lost numbers between two places."""
        taken = {each.at for each in found}
        candidates = [(at, line) for at, line in self._candidates(begin, end) if at not in taken]
        once = [pair for pair in candidates if self._stands_once(pair[1])]
        # 主要目标 and 策略措施 under each of several headings never had a number.
        candidates = once if len(once) >= missing else candidates
        if first == 1 and self._within_plan and begin == 0:
            candidates = [pair for pair in candidates if self._stands_in_text(pair[0], pair[1])]
        if len(candidates) > missing:
            scored = sorted(candidates, key=lambda pair: (-self._score(pair, found), pair[0]))
            best = scored[:missing]
            if len(scored) > missing and self._score(scored[missing - 1], found) == self._score(
                scored[missing], found
            ):
                self.notes.append(
                    OutlineNote("unsure-heading", Span(candidates[0][1].start, candidates[0][1].end))
                )
                return []
            candidates = sorted(best)
        numbers: list[int | None] = [None] * len(candidates)
        if len(candidates) == missing:
            numbers = [first + offset for offset in range(missing)]
        return [
            self._lost(at, line, style, number)
            for (at, line), number in zip(candidates, numbers, strict=True)
        ]

    def _stands_once(self, line: Line) -> bool:
        """Whether no other line without a number has the same words."""
        if self._lines_by_words is None:
            self._lines_by_words = Counter(
                self._squeezed(entry)
                for entry in self._content
                if isinstance(entry, Line)
                and entry.label is None
                and entry.end - entry.start <= 2 * _LONGEST_UNNUMBERED
            )
        return self._lines_by_words[self._squeezed(line)] < 2

    def _score(self, pair: tuple[int, Line], found: Sequence[Found]) -> int:
        """How much speaks for a line as a heading without its number."""
        at, line = pair
        text = squeeze(self._document.text[line.start : line.end])
        score = 4 if text in self._words.known_headings else 0
        score += 1 if line.bold else 0
        following = self._content[at + 1]
        if isinstance(following, Line) and following.label is not None and following.label.number == 1:
            score += 2
        if len(text) <= 16:
            score += 1
        return score

    def _stands_in_text(self, at: int, line: Line) -> bool:
        """For lines before the first numbered heading: known words, or prose before and after."""
        text = squeeze(self._document.text[line.start : line.end])
        if text in self._words.known_headings:
            return True
        before = [
            entry
            for entry in self._content[:at]
            if isinstance(entry, Line) and entry.end - entry.start > 2 * _LONGEST_UNNUMBERED
        ]
        return bool(before)

    def _restarts(self, found: list[Found]) -> list[Found]:
        """Numbers of the highest style that begin again: what parted them lost its number."""
        numbered = [each for each in found if each.style is not None and each.line.label is not None]
        if not numbered:
            return found
        top = min((each.style for each in numbered if each.style), key=rank)
        if top in ("第一篇", "第一章", "一、", "Ⅰ"):
            return found
        above: Style = "一、"
        members = [each for each in numbered if each.style == top]
        starts = [each for each in members if each.number == 1]
        if len(starts) < 2:
            return found
        added: list[Found] = []
        for start in starts:
            previous = max((each.at for each in found if each.at < start.at), default=-1)
            candidates = self._candidates(previous + 1, start.at)
            if start is starts[0]:
                candidates = [pair for pair in candidates if self._stands_in_text(*pair)]
            if candidates:
                at, line = candidates[-1]
                added.append(self._lost(at, line, above, None))
        if len(added) < 2:
            return found
        for number, each in enumerate(added, 1):
            each.number = number
        return sorted([*found, *added], key=lambda each: each.at)

    def _among_siblings(self, found: list[Found]) -> list[Found]:
        """A short line with text of its own among siblings that all stand so: only its number is missing."""
        styles = [each.style for each in found if each.style is not None and each.line.label is not None]
        added: list[Found] = []
        for style in sorted(set(styles), key=rank):
            siblings = [each for each in found if each.style == style and each.line.label is not None]
            if len(siblings) < _FEWEST_SIBLINGS or not all(self._is_bare(each) for each in siblings):
                continue
            for first, last in itertools.pairwise(siblings):
                if last.number != (first.number or 0) + 1:
                    continue
                if any(first.at < each.at < last.at for each in found):
                    continue
                added += [
                    self._lost(at, line, style, None, first.depth)
                    for at, line in self._candidates(first.at + 2, last.at)
                    if self._has_own_text(at, line)
                ]
        return sorted([*found, *added], key=lambda each: each.at)

    def _is_bare(self, each: Found) -> bool:
        """Whether a heading stands alone on its line and text follows."""
        return each.body is None and self._has_body(each.at)

    def _has_own_text(self, at: int, line: Line) -> bool:
        """Whether a full paragraph follows a line, and a full paragraph or a box stands before it."""
        before, behind = self._content[at - 1], self._content[at + 1]
        if not isinstance(behind, Line) or behind.end - behind.start < _LONGEST_UNNUMBERED:
            return False
        if isinstance(before, Line) and self._document.folded[before.end - 1] not in "。;":
            return False
        return line.end - line.start <= 20 and "," not in self._document.folded[line.start : line.end]

    # -- the last of several siblings, whose number no later one shows to be missing ----------------

    def _last_of_siblings(self, found: list[Found]) -> list[Found]:
        """Headings without a number behind the last numbered one of their siblings.

        Two things show them: numbers below that begin again (（五）, a short line, （一）), or a short line
        with text of its own that is a well-known heading or is worded like its siblings.
        """
        _settle_levels(found)
        added: list[Found] = []
        path: list[Found] = []
        for place, each in enumerate(found):
            del path[each.level - 1 :]
            path.append(each)
            then = found[place + 1] if place + 1 < len(found) else None
            end = then.at if then is not None else len(self._content)
            sentence = each.body is not None or self._document.folded[each.line.end - 1] in "。;"
            first = each.at + (1 if sentence else 2)
            lines = [pair for pair in self._candidates(first, end) if self._stands_once(pair[1])]
            if not lines or len(path) != each.level:
                continue
            lost = self._above_restart(lines, path, then, found)
            if lost is None:
                lost = self._like_siblings(lines, path, then, place, found)
            added += [lost] if lost is not None else []
        return sorted([*found, *added], key=lambda each: each.at)

    def _above_restart(
        self, lines: Sequence[tuple[int, Line]], path: Sequence[Found], then: Found | None, found: list[Found]
    ) -> Found | None:
        """The line before a number that begins again where its siblings ran on."""
        if then is None or then.number != 1 or then.line.label is None or not 2 <= then.level <= len(path):
            return None
        sibling, above = path[then.level - 1], path[then.level - 2]
        if sibling.key != then.key or sibling.line.label is None or above.line.label is None:
            return None
        at, line = lines[-1]
        if at + 1 != then.at and (len(lines) > 1 or not self._is_known(line)):
            return None
        first = next(each for each in found if each.at > above.at)
        if first.at - above.at > 1 and self._candidates(first.at - 1, first.at):
            # 三、, 预防, （一）…, 康复, （一）…: groups that never had a number.
            return None
        return self._lost(at, line, above.style, None, above.depth)

    def _like_siblings(
        self,
        lines: Sequence[tuple[int, Line]],
        path: Sequence[Found],
        then: Found | None,
        place: int,
        found: Sequence[Found],
    ) -> Found | None:
        """The one short line with text of its own that is worded like headings whose numbers end here."""
        fitting = [pair for pair in lines if self._heads_text(*pair, found)]
        ended = [each for each in path if each.line.label is not None and _is_last(each, found[place + 1 :])]
        for at, line in fitting:
            below = then if then is not None and then.at == at + 1 else None
            for each in ended if self._is_closing(line) else reversed(ended):
                if each.body is not None or (below is not None and below.level <= each.level):
                    continue
                siblings = _siblings_of(each, found)
                known = self._is_known(line) and len(siblings) > 1
                if known or (len(fitting) == 1 and self._is_worded_like(line, siblings)):
                    return self._lost(at, line, each.style, None, each.depth)
        return None

    def _heads_text(self, at: int, line: Line, found: Sequence[Found]) -> bool:
        """Whether text or a deeper first heading follows a line, and closed text stands before."""
        before, behind = self._content[at - 1], self._content[at + 1] if at + 1 < len(self._content) else None
        if isinstance(before, Line) and self._document.folded[before.end - 1] not in "。;)":
            return False
        if any(each.at == at + 1 and each.line.label is not None for each in found):
            return True
        if not isinstance(behind, Line) or behind.label is not None:
            return isinstance(behind, Line) and behind.label is not None and behind.label.number == 1
        closed = self._document.folded[behind.end - 1] in "。;:"
        return behind.end - behind.start >= (_SHORTEST_TEXT if closed else _LONGEST_UNNUMBERED)

    def _squeezed(self, line: Line) -> str:
        return squeeze(self._document.text[line.start : line.end])

    def _is_known(self, line: Line) -> bool:
        return self._squeezed(line) in self._words.known_headings

    def _is_closing(self, line: Line) -> bool:
        """Whether a line is the heading of a plan's last part: 保障措施."""
        return self._squeezed(line) in self._words.closing_headings

    def _is_worded_like(self, line: Line, siblings: Sequence[Found]) -> bool:
        """Whether a line begins or ends like most of the headings it would stand with."""
        if len(siblings) < 2 or not all(self._is_bare(each) for each in siblings):
            return False
        text = self._squeezed(line)
        titles = [squeeze(self._document.text[each.title.start : each.title.end]) for each in siblings]
        if "," in fold(text) and not any("," in fold(title) for title in titles):
            return False
        if len(text) > max(map(len, titles)) + 6:
            return False
        openers = self._words.opening_words
        alike = sum(
            title[:2] == text[:2]
            or title[-2:] == text[-2:]
            or (title.startswith(openers) and text.startswith(openers))
            for title in titles
        )
        return alike * 2 > len(titles)

    def _known_only(self, found: list[Found]) -> list[Found]:
        """In a plan without any number: lines that are well-known headings, if there are several."""
        taken = {each.at for each in found}
        added = [
            self._lost(at, line, None, None)
            for at, line in self._candidates(0, len(self._content))
            if at not in taken
            and squeeze(self._document.text[line.start : line.end]) in self._words.known_headings
        ]
        if len(added) < 2:
            return found
        for each in added:
            each.style = "一、"
        return sorted([*found, *added], key=lambda each: each.at)

    def _trailing(self, found: list[Found]) -> list[Found]:
        """Headings behind the last numbered one, where others lost their number too."""
        styles = [each.style for each in found if each.style]
        if not styles:
            return found
        top = min(styles, key=rank)
        tops = [each for each in found if each.style == top]
        last = max(each.at for each in tops)
        below = max((each.at for each in found), default=last)
        lost_before = any(each.line.label is None and each.number is not None for each in tops)
        added: list[Found] = []
        number = next((each.number for each in reversed(tops) if each.number), None)
        for at, line in self._candidates(max(last, below) + 1, len(self._content)):
            known = squeeze(self._document.text[line.start : line.end]) in self._words.known_headings
            if known and (lost_before or self._has_body(at)) and rank(top) <= rank("一、"):
                number = number + 1 if number else None
                added.append(self._lost(at, line, top, number if lost_before else None))
        return sorted([*found, *added], key=lambda each: each.at)


class _Scope(msgspec.Struct):
    """Numbered siblings, and where in the content their numbering begins."""

    begin: int
    members: list[Found]


def _scopes(found: Sequence[Found], style: Style, end: int) -> list[_Scope]:
    """Siblings of `style`, parted where a higher heading stands between."""
    scopes = [_Scope(0, [])]
    for each in found:
        if each.style is None:
            continue
        if each.style == style:
            if each.line.label is not None:
                scopes[-1].members.append(each)
        elif rank(each.style) < rank(style):
            scopes.append(_Scope(each.at + 1, []))
    return [scope for scope in scopes if scope.members]


def _is_last(each: Found, behind: Sequence[Found]) -> bool:
    """Whether no later heading goes on with the numbers of this one."""
    for other in behind:
        if other.level < each.level:
            return True
        if other.level == each.level and other.line.label is not None:
            return other.number == 1
    return True


def _siblings_of(each: Found, found: Sequence[Found]) -> list[Found]:
    """The numbered headings up to this one that stand with it under one heading."""
    siblings: list[Found] = []
    for other in found:
        if other.level < each.level:
            siblings.clear()
        elif other.key == each.key and other.level == each.level and other.line.label is not None:
            siblings.append(other)
        if other is each:
            break
    return siblings


def _siblings(labelled: Sequence[Found]) -> list[list[Found]]:
    """Group numbered lines: one style, no higher number in between, not starting again."""
    groups: list[list[Found]] = []
    open_groups: dict[Style, list[Found]] = {}
    for each in labelled:
        assert each.style is not None
        style = each.style
        for other in [key for key in open_groups if rank(key) > rank(style)]:
            del open_groups[other]
        group = open_groups.get(style)
        if group is None or (each.number == 1 and group[-1].number != 0):
            group = open_groups[style] = []
            groups.append(group)
        group.append(each)
    return groups


def _settle_levels(found: Sequence[Found]) -> None:
    """Give each heading its depth: a known style returns to its depth, a new one goes below."""
    _settle_keys(found)
    nested = _nested_styles(found)
    stack: list[float] = []
    for each in found:
        key = each.key
        if key in stack:
            del stack[stack.index(key) + 1 :]
        else:
            while stack and stack[-1] > key and (stack[-1], key) not in nested:
                stack.pop()
            stack.append(key)
        each.level = len(stack)


def _settle_keys(found: Sequence[Found]) -> None:
    """A number to order styles by: from the number's style and its dots, or from what the format says."""
    by_level: dict[int, Counter[float]] = defaultdict(Counter)
    for each in found:
        if each.style is not None:
            each.key = rank(each.style) + each.depth / 100
            if each.line.level is not None:
                by_level[each.line.level][each.key] += 1
    for each in found:
        if each.style is None:
            level = each.line.level or 1
            if by_level.get(level):
                each.key = by_level[level].most_common(1)[0][0]
            else:
                above = [key for known, keys in by_level.items() if known < level for key in keys]
                each.key = max(above) + 0.4 + level / 1000 if above else level / 100 - 1


def _nested_styles(found: Sequence[Found]) -> set[tuple[float, float]]:
    """Pairs (outer, inner) that a document nests against the usual order: 1. above （一）.

    They show in an outer number that goes on after inner ones which began at one: 1.（一）（二）2.
    """
    pairs: set[tuple[float, float]] = set()
    for at, outer in enumerate(found):
        inner_first: Found | None = None
        for place in range(at + 1, min(at + 1 + _FARTHEST_SIBLING, len(found))):
            each = found[place]
            if each.key == outer.key:
                if inner_first and each.number == (outer.number or 0) + 1 and inner_first.number == 1:
                    pairs.add((outer.key, inner_first.key))
                break
            if each.key < outer.key:
                if inner_first is None:
                    inner_first = each
                elif each.key != inner_first.key:
                    break
    return pairs
