"""Tells the article of a web page from the frame around it: menus, breadcrumbs, share bars, footers.

The article is found by its prose: the smallest element that holds nearly all paragraphs with sentences
and all tables of data. What stands outside of it is frame, except its title and the table that says its
number and date; what stands inside is article, except what is surely frame. In doubt all is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

import msgspec
from lxml import etree

from plancmp.sources.thresholds import (
    CORE_SHARE,
    FEWEST,
    FRAME_SHARE,
    LEAST_ARTICLE,
    LONGEST_FOOTER,
    LONGEST_LINE,
    LONGEST_UNNUMBERED,
    MARKED_LINE,
    MUCH_TEXT,
    NAMED_SHARE,
    SUBSTANTIAL,
)
from plancmp.sources.web.flow import Grid, GridCell, Item, Left, Para, Piece
from plancmp.sources.web.tags import tag_of
from plancmp.sources.web.words import PageWords
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled

_SENTENCE = compiled(r"[。；，！？,;]")
_TITLE_LENGTHS = range(6, 121)
_FRAME_TAGS = ("nav", "footer")
_HINT_TAGS = ("header", "aside", *_FRAME_TAGS)
_NAME_PARTS = compiled(r"[^a-zA-Z\u4e00-\u9fff]+|(?<=[a-z])(?=[A-Z])")


class Branch(msgspec.Struct, eq=False):
    """An element that holds items: those from `first` to before `last`."""

    element: etree._Element
    parent: "Branch | None"
    first: int
    last: int = 0
    children: list["Branch"] = []
    own: list[int] = []
    """The items that stand in it and in none of its children."""


def grow_branches(items: Sequence[Item], body: etree._Element) -> Branch:
    """The tree of the elements that hold the items."""
    root = Branch(body, None, 0)
    stack, where = [root], {body: 0}
    for at, item in enumerate(items):
        chain: list[etree._Element] = []
        element: etree._Element | None = item.element
        while element is not None and element not in where:
            chain.append(element)
            element = element.getparent()
        depth = 0 if element is None else where[element]
        _fell(stack, where, depth, at)
        for element in reversed(chain):
            branch = Branch(element, stack[-1], at)
            stack[-1].children.append(branch)
            where[element] = len(stack)
            stack.append(branch)
        stack[-1].own.append(at)
    _fell(stack, where, -1, len(items))
    return root


def _fell(stack: list[Branch], where: dict[etree._Element, int], depth: int, at: int) -> None:
    """Close the branches deeper than `depth`."""
    while len(stack) - 1 > depth:
        closed = stack.pop()
        closed.last = at
        del where[closed.element]


def text_of(item: Item) -> str:
    """All characters of an item, cells and paragraphs on lines of their own."""
    if isinstance(item, Grid):
        return "\n".join(para.label + para.text for para in item.paragraphs())
    return item.label + item.text if isinstance(item, Para) else ""


class Framing:
    """Finds out which items of a page are its article."""

    def __init__(self, items: Sequence[Item], body: etree._Element, title: str, words: PageWords) -> None:
        self._items = items
        self._title = squeeze(title)
        self._words = words
        self._root = grow_branches(items, body)
        self._texts = [squeeze(text_of(item)) for item in items]
        self._linked = [_linked(item) for item in items]
        self._fields = [isinstance(item, Grid) and is_field_table(item, words) for item in items]
        prose = [self._prose(at) for at in range(len(items))]
        first = next((at for at, length in enumerate(prose) if length), len(items))
        self._frame = [self._is_frame(at, first) for at in range(len(items))]
        self._mark_link_lists()
        self._named = [False] * len(items)
        self._mark_named(prose)
        self._clear = [0, *accumulate(int(f or n) for f, n in zip(self._frame, self._named, strict=True))]
        lost = zip(prose, self._frame, self._named, strict=True)
        self._prose_of = [0 if frame or named else length for length, frame, named in lost]
        self._sums = [0, *accumulate(self._prose_of)]

    def kept(self) -> list[bool]:
        """For each item whether it belongs to the article."""
        count = len(self._items)
        if self._sums[-1] < LEAST_ARTICLE:
            return [True] * count
        core = self._core()
        first, last = self._widen(core)
        kept = [
            first <= at < last and not self._frame[at] and not self._is_menu(at, core) for at in range(count)
        ]
        if self._is_unsure(kept):
            kept = [not frame for frame in self._frame]
        for at in range(count):
            kept[at] = kept[at] or self._fields[at]
        for at in self._title_above(first, kept):
            kept[at] = True
        return kept

    def _prose(self, at: int) -> int:
        """How many characters of running text or data an item holds."""
        item, text = self._items[at], self._texts[at]
        length = len(text) - self._linked[at]
        if isinstance(item, Left) or self._linked[at] * 3 > len(text) or self._fields[at]:
            return 0
        if isinstance(item, Grid):
            return length if len(item.rows) > 1 or length > LONGEST_UNNUMBERED else 0
        if length < LONGEST_UNNUMBERED or not _SENTENCE.search(text):
            return 0
        is_footer = length < LONGEST_FOOTER and len(set(self._words.footer_word.findall(text))) > 1
        return 0 if is_footer else length

    def _is_frame(self, at: int, first: int) -> bool:
        """Whether the words of a paragraph show that it is frame; `first` is the first prose of the page."""
        item, text, words = self._items[at], self._texts[at], self._words
        if not isinstance(item, Para) or not text or item.role != "body":
            return False
        if len(text) < LONGEST_FOOTER and words.footer.search(text):
            return True
        if len(text) > MARKED_LINE:
            return False
        if item.links > 1 and self._linked[at] * 2 > len(text):
            return True
        if words.lead.match(text) or (at < first and words.info.match(text)):
            return True
        buttons = [found.group("button") for found in words.button.finditer(text)]
        return any(buttons) and not words.button.sub("", text)

    def _mark_link_lists(self) -> None:
        """Three short links in a row are a menu."""
        run: list[int] = []
        for at, item in enumerate(self._items):
            length = len(self._texts[at])
            if isinstance(item, Left):
                continue
            if isinstance(item, Para) and length <= LONGEST_LINE and self._linked[at] * 5 >= length * 4:
                run.append(at)
                continue
            self._mark_run(run)
            run = []
        self._mark_run(run)

    def _mark_run(self, run: Sequence[int]) -> None:
        """Mark a run of links as frame, if it is long enough."""
        if len(run) >= 3:
            for at in run:
                self._frame[at] = True

    def _mark_named(self, prose: Sequence[int]) -> None:
        """Mark what stands in elements that are called menus, footers and the like."""
        sums = [0, *accumulate(prose)]
        most = min(MUCH_TEXT, sums[-1] * NAMED_SHARE)
        branches = [self._root]
        while branches:
            branch = branches.pop()
            if self._is_named(branch.element) and sums[branch.last] - sums[branch.first] <= most:
                for at in range(branch.first, branch.last):
                    self._named[at] = True
            else:
                branches.extend(branch.children)

    def _is_named(self, element: etree._Element) -> bool:
        """Whether tag, class or id of an element say that it is frame."""
        if tag_of(element) in _HINT_TAGS or element.get("role") in (
            "navigation",
            "banner",
            "contentinfo",
            "search",
        ):
            return True
        return any(
            name.lower() in self._words.frame_name_set
            or not self._words.frame_name_set.isdisjoint(part.lower() for part in _NAME_PARTS.split(name))
            for name in _names(element)
        )

    def _core(self) -> Branch:
        """The smallest element with nearly all of the prose."""
        total = self._sums[-1]
        branch = self._root
        named: Branch | None = None
        while True:
            inner = next((child for child in branch.children if self._sum(child) >= total * CORE_SHARE), None)
            inner = inner or next((child for child in branch.children if self._is_article(child)), None)
            if inner is None:
                break
            branch = inner
            if self._is_article(branch):
                named = branch
        return named or branch

    def _is_article(self, branch: Branch) -> bool:
        """Whether a content system calls this element the article, and half of the prose is in it."""
        if self._sum(branch) * 2 < self._sums[-1]:
            return False
        if tag_of(branch.element) in ("article", "ucapcontent"):
            return True
        return any(name.lower() in self._words.article_name_set for name in _names(branch.element))

    def _sum(self, branch: Branch) -> int:
        """How much prose an element holds."""
        return self._sums[branch.last] - self._sums[branch.first]

    def _widen(self, core: Branch) -> tuple[int, int]:
        """The items from the first to behind the last of the article."""
        first, last = core.first, core.last
        clean = True
        branch = core
        while branch.parent is not None:
            above = branch.parent
            clean = clean and self._clear[above.last] == self._clear[above.first]
            if clean:
                first, last = min(first, above.first), max(last, above.last)
            else:
                for begin, end in self._beside(above, branch):
                    first, last = min(first, begin), max(last, end)
            branch = above
        return first, last

    def _beside(self, above: Branch, core: Branch) -> Iterator[tuple[int, int]]:
        """The parts of an element beside the core that are article as well."""
        for child in above.children:
            if child is core or not self._sum(child):
                continue
            length = sum(map(len, self._texts[child.first : child.last]))
            frame = sum(
                len(self._texts[at])
                for at in range(child.first, child.last)
                if self._frame[at] or self._named[at]
            )
            prose = [at for at in range(child.first, child.last) if self._prose_of[at]]
            if frame <= length * FRAME_SHARE:
                yield child.first, child.last
            elif self._sum(child) >= SUBSTANTIAL:
                yield prose[0], prose[-1] + 1
        for at in above.own:
            if self._prose_of[at]:
                yield at, at + 1

    def _is_menu(self, at: int, core: Branch) -> bool:
        """Whether an item stands in an element that is called frame, and looks so."""
        if not self._named[at]:
            return False
        if not core.first <= at < core.last:
            return True
        return self._linked[at] * 2 > len(self._texts[at]) or any(
            tag_of(around) in _FRAME_TAGS for around in self._items[at].element.iterancestors()
        )

    def _is_unsure(self, kept: Sequence[bool]) -> bool:
        """Whether more was left out that may be article than was kept."""
        free = [
            0 if self._frame[at] or self._named[at] else len(text) - self._linked[at]
            for at, text in enumerate(self._texts)
        ]
        held = sum(length for length, keep in zip(free, kept, strict=True) if keep)
        return held * 2 < sum(free)

    def _title_above(self, first: int, kept: Sequence[bool]) -> list[int]:
        """The items of the title that stands apart from the article, none where it has its own."""
        head = self._head(kept)
        if self.has_title(head):
            return []
        best: tuple[int, list[int]] = (0, [])
        for group in self._groups(range(first)):
            score = self._title_score(group)
            if score and score >= best[0]:
                best = (score, group)
        title = "".join(self._texts[at] for at in best[1])
        return [] if title and title in "".join(self._texts[at] for at in head) else best[1]

    def _head(self, kept: Sequence[bool]) -> list[int]:
        """What is kept above the first prose."""
        head: list[int] = []
        for at, keep in enumerate(kept):
            if keep and self._prose_of[at]:
                break
            if keep and isinstance(self._items[at], Para):
                head.append(at)
        return head

    def has_title(self, head: Iterable[int]) -> bool:
        """Whether a title stands among these items: centred, bold or a heading, and called 规划, 通知 …"""
        for group in self._groups(head):
            item, text = self._items[group[0]], "".join(self._texts[at] for at in group)
            if (
                isinstance(item, Para)
                and len(text) in _TITLE_LENGTHS
                and (item.centred or item.level is not None or item.bold_chars * 2 > item.chars)
                and any(word in text for word in self._words.article_titles)
            ):
                return True
        return False

    def _groups(self, places: Iterable[int]) -> Iterator[list[int]]:
        """The items at these places, those that `<br>` parted put together."""
        group: list[int] = []
        for at in places:
            if group and self._items[group[-1]].element is not self._items[at].element:
                yield group
                group = []
            if isinstance(self._items[at], Para):
                group.append(at)
        if group:
            yield group

    def _title_score(self, group: Sequence[int]) -> int:
        """2 for the title that the page names in its head, 1 for what looks like one, 0 for anything else."""
        text = "".join(self._texts[at] for at in group)
        item = self._items[group[0]]
        if (
            not isinstance(item, Para)
            or len(text) not in _TITLE_LENGTHS
            or any(self._linked[at] > 0 for at in group)
        ):
            return 0
        if text == self._title:
            return 2
        titled = item.level is not None or any(
            part.lower() in self._words.title_name_set
            for around in (item.element, item.element.getparent())
            if around is not None
            for name in _names(around)
            for part in (name, *_NAME_PARTS.split(name))
        )
        known = any(word in text for word in self._words.article_titles) or text in self._title
        return 1 if titled and known and not self._frame[group[0]] else 0


def _names(element: etree._Element) -> list[str]:
    """The class names and the id of an element."""
    return [*(element.get("class") or "").split(), *(element.get("id") or "").split()]


def _linked(item: Item) -> int:
    """How many characters of an item lead away from the page."""
    paras = [item] if isinstance(item, Para) else item.paragraphs() if isinstance(item, Grid) else []
    return sum(para.linked for para in paras)


def is_field_table(grid: Grid, words: PageWords) -> bool:
    """Whether a table says index number, issuer, date and so on."""
    found = {
        text
        for para in grid.paragraphs()
        if len(text := squeeze(para.text)) < 16 and words.label.fullmatch(text)
    }
    if len(found) >= FEWEST:
        return True
    within = {field for para in grid.paragraphs() for field in _fields(para, words)}
    return len(found) + len(within) >= FEWEST and len(grid.rows) < 20


def _fields(para: Para, words: PageWords) -> list[str]:
    """The labels with a colon in a short paragraph."""
    text = para.text
    return [squeeze(found.group()) for found in words.field.finditer(text)] if len(text) < 400 else []


def tabulate_fields(items: Sequence[Item], words: PageWords) -> list[Item]:
    """Lines that say 索引号：…, 发文机关：… become the table that they are drawn as."""
    made: list[Item] = []
    run: list[Para] = []
    for item in [*items, None]:
        if isinstance(item, Para) and (_begins_with_field(item, words) or _is_value(item, run, words)):
            run.append(item)
            continue
        made.extend(_tabulated(run, words))
        run = []
        if item is not None:
            made.append(item)
    return made


def _begins_with_field(para: Para, words: PageWords) -> bool:
    """Whether a paragraph begins with a label and its colon."""
    return para.chars < MARKED_LINE + 16 and words.field.match(para.text.strip()) is not None


def _is_value(para: Para, run: Sequence[Para], words: PageWords) -> bool:
    """Whether a paragraph is the value of the label before it."""
    if not run or para.chars > MARKED_LINE:
        return False
    found = words.field.match(run[-1].text.strip())
    return found is not None and found.end() == len(run[-1].text.strip())


def _tabulated(run: Sequence[Para], words: PageWords) -> Sequence[Item]:
    """The run as a table, if it has enough labels and not only those of a line under a title."""
    labels = [label.strip("[]【】():：") for para in run for label in _fields(para, words)]
    if len(set(labels)) < FEWEST or all(label in words.info_leads for label in labels):
        return run
    cells: list[Para] = []
    for para in run:
        cells.extend(_cut(para, words))
    rows: list[list[GridCell]] = []
    for cell in cells:
        is_label = words.label.fullmatch(squeeze(cell.text)) is not None
        if is_label or not rows:
            rows.append([])
        rows[-1].append(GridCell([cell]))
    return [Grid(run[0].element, rows)]


def _cut(para: Para, words: PageWords) -> Iterator[Para]:
    """A paragraph cut before and behind each label."""
    text = para.text
    cuts = sorted({0, len(text), *(at for found in words.field.finditer(text) for at in found.span())})
    for start, end in pairwise(cuts):
        if text[start:end].strip():
            yield _part(para, start, end)


def _part(para: Para, start: int, end: int) -> Para:
    """The characters of a paragraph from `start` to before `end`."""
    pieces: list[Piece] = []
    at = 0
    for piece in para.pieces:
        words = piece.text[max(start - at, 0) : max(end - at, 0)]
        if words or (piece.mark is not None and start <= at < end):
            pieces.append(piece._replace(text=words))
        at += len(piece.text)
    chars = len("".join("".join(piece.text for piece in pieces).split()))
    return Para(para.element, pieces, chars=chars)
