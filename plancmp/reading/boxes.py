"""Boxes (专栏) to items with their groups, and to paragraphs that are no items."""

import itertools
from collections.abc import Sequence

import msgspec

from plancmp.model.outline import Label, Line, Style
from plancmp.model.record import Item, Text
from plancmp.reading.columns import TableView
from plancmp.reading.context import Context
from plancmp.structure.boxes import SENTENCE_ENDS, is_titled
from plancmp.structure.numbering import find_label, rank
from plancmp.text.folding import fold, tidy
from plancmp.text.keeping import compiled

_LONGEST_TITLE = 60
_LONGEST_GROUP = 24
# 标题。正文, 标题：正文, 标题  正文
_SENTENCE = compiled(r"[^。！？!?:]+[。！？!?:]?")
_ITEM_NAME = compiled(r"\s*[^。:,;、!?]{2,23}[^。:,;、!?是为](?<!包括)(?<!如下)(?<!其中)(?<!内容)[。:]")
_BREAK = compiled(r"[。！？!?；;:]|\s{2,}")
# 标题 正文, where the text behind one blank is a sentence
_BLANK = compiled(r"(?<=[^\sA-Za-z0-9])\s(?=[^\sA-Za-z0-9])")
_NO_DOT = compiled(r"\s*(\d{1,2})\s?(?=[\u4e00-\u9fff“])")


class BoxContent(msgspec.Struct, frozen=True):
    """What a box holds; ids come later."""

    groups: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    paragraphs: tuple[Text, ...] = ()


def read_lines(context: Context, lines: Sequence[Line]) -> BoxContent:
    """The items in the lines of a box."""
    return _LineReader(context, lines).read()


def read_rows(context: Context, view: TableView | None, cells: Sequence[Sequence[Line]]) -> BoxContent:
    """The items of a box that is a table of several columns: each row one item."""
    if view is None:
        return read_lines(context, [line for row in cells for line in row])
    name = next(
        (
            at
            for kind in ("project", "name", "weak_name", "task", "other")
            if (at := view.first(kind)) is not None
        ),
        None,
    )
    if name is None:
        name = 1 if view.first("number") == 0 and len(view.columns) > 1 else 0
    items: list[Item] = []
    groups: list[str] = []
    for row in view.rows:
        if row.banner:
            context.claims.take_cells(row.raw)
            groups.append(row.heading)
            continue
        named = row.cell(name)
        if named is None or not named.lines:
            continue
        context.claims.take_cells(row.raw)
        number_cell = row.cell(view.first("number"))
        number = int(number_cell.text) if number_cell and number_cell.text.isdigit() else None
        title, label = named.text, number_cell.text if number is not None and number_cell else None
        said = (named, number_cell) if number is not None else (named,)
        rest = [cell.text for cell in row.raw if cell.lines and all(cell is not each for each in said)]
        glued = find_label(fold(title), 0, len(title)) if number is None else None
        if glued is not None:
            number, label, title = glued.number, title[glued.start : glued.end], title[glued.end :].lstrip()
        items.append(
            Item(
                id="",
                number=number,
                label=label,
                group=groups[-1] if groups else None,
                title=title,
                text="\n".join(rest) or None,
                at=context.place(named.spans[0]),
            )
        )
    return BoxContent(tuple(groups), tuple(items))


class _LineReader:
    """Goes through the lines of one box."""

    def __init__(self, context: Context, lines: Sequence[Line]) -> None:
        self._context = context
        self._folded = context.document.folded
        self._lines = self._with_dotless(lines)
        self._item_style, self._group_styles = self._styles()
        begun = [line for at, line in enumerate(self._lines) if not self._goes_on(at)]
        # What the box is about may stand before its items.
        self._first_item = begun[1:2] if len(begun) > 2 and not self._is_titled(begun[0]) else begun[:1]
        begun = begun[begun.index(self._first_item[0]) :] if begun else begun
        self._unnumbered = (
            self._item_style is None
            and all(map(self._is_titled, begun))
            and (len(begun) > 1 or any(len(self._item_starts(line)) > 1 for line in begun))
        )
        self._items: list[Item] = []
        self._groups: list[str] = []
        self._paragraphs: list[Text] = []

    def read(self) -> BoxContent:
        """Items, groups and paragraphs in order."""
        for at, line in enumerate(self._lines):
            label = line.label
            if label is not None and label.style in self._group_styles:
                self._take_group(line, label.end)
            elif label is not None and label.style == self._item_style:
                self._take_item(line, label)
            elif self._unnumbered and not self._goes_on(at) and line.start >= self._first_item[0].start:
                self._take_sentences(line)
            elif label is None and self._is_plain_group(at, line):
                self._take_group(line, line.start)
            elif self._items and (label is None or rank(label.style) > rank(self._item_style or "A.")):
                self._take_more(line)
            else:
                self._paragraphs.append(self._context.text(line.start, line.end))
        return BoxContent(tuple(self._groups), tuple(self._items), tuple(self._paragraphs))

    def _is_titled(self, line: Line) -> bool:
        """Whether a paragraph begins with the name of an item."""
        return is_titled(self._folded[line.start : line.end])

    def _goes_on(self, at: int) -> bool:
        """Whether a line goes on with the one before it, which ends in the middle of a sentence."""
        before = self._lines[at - 1] if at else None
        return (
            before is not None and self._folded[before.start : before.end].rstrip()[-1:] not in SENTENCE_ENDS
        )

    def _take_sentences(self, line: Line) -> None:
        """Items without numbers in one paragraph: names, each with sentences (设备。研制…。平台。建设…。)."""
        for start, end in itertools.pairwise((*self._item_starts(line), line.end)):
            self._take_item(msgspec.structs.replace(line, start=start, end=end), None)

    def _item_starts(self, line: Line) -> list[int]:
        """Where the items in one paragraph begin: at names that end in the mark of the first.

        Each has text: what stands right behind the first name is no second one.
        """
        sentences = list(_SENTENCE.finditer(self._folded, line.start, line.end))
        mark = sentences[0].group()[-1:] if sentences else ""
        names = [
            found.group()[-1] == mark and _ITEM_NAME.fullmatch(self._folded, *found.span()) is not None
            for found in sentences
        ]
        starts = [
            found.start()
            for found, named, behind in zip(sentences, names, names[1:], strict=False)
            if named and not behind and found.start() > sentences[0].end()
        ]
        return [line.start, *starts]

    def _with_dotless(self, lines: Sequence[Line]) -> list[Line]:
        """Give a line its number where the dot behind it is missing: `5残疾人…` after `4.`."""
        result: list[Line] = []
        last: Label | None = None
        for line in lines:
            bare = line.label is None or line.label.style == "1"
            if bare and last is not None and last.style == "1.":
                found = _NO_DOT.match(self._folded, line.start, line.end)
                if found is not None and int(found.group(1)) == last.number + 1:
                    label = Label("1.", last.number + 1, found.start(1), found.end(1))
                    line = msgspec.structs.replace(line, label=label)
            last = line.label or last
            result.append(line)
        return result

    def _styles(self) -> tuple[Style | None, frozenset[Style]]:
        """The style of the items and the styles of groups above them."""
        present = sorted({line.label.style for line in self._lines if line.label is not None}, key=rank)
        if not present:
            return None, frozenset()
        groups: set[Style] = set()
        for above in present[:-1]:
            lines = [line for line in self._lines if line.label is not None and line.label.style == above]
            if all(self._is_bare(line) for line in lines):
                groups.add(above)
            else:
                return above, frozenset(groups)
        return next(style for style in present if style not in groups), frozenset(groups)

    def _is_bare(self, line: Line) -> bool:
        """Whether a numbered line is only a short title."""
        assert line.label is not None
        text = self._folded[line.label.end : line.end].strip(" 。:")
        return len(text) <= _LONGEST_GROUP and not _BREAK.search(text)

    def _is_plain_group(self, at: int, line: Line) -> bool:
        """Whether a short line without a number heads the items that begin again behind it."""
        text = self._folded[line.start : line.end].strip()
        following = self._lines[at + 1] if at + 1 < len(self._lines) else None
        return (
            len(text) <= _LONGEST_GROUP
            and text[-1] not in "。；;，,、:"
            and following is not None
            and following.label is not None
            and following.label.style == self._item_style
            and following.label.number == 1
        )

    def _take_group(self, line: Line, start: int) -> None:
        """The title of a group; the line as written stays among the paragraphs."""
        self._groups.append(tidy(self._context.document.text[start : line.end]).strip("。：: "))
        self._paragraphs.append(self._context.text(line.start, line.end))

    def _take_item(self, line: Line, label: Label | None) -> None:
        """An item: number if it has one, title, and the text behind it."""
        text = self._context.document.text
        start = label.end if label is not None else line.start
        start += len(text[start : line.end]) - len(text[start : line.end].lstrip())
        title_end, body_start = self._break(start, line.end)
        self._context.claims.take(label.start if label is not None else start, title_end)
        body: str | None = None
        if body_start < line.end:
            self._context.claims.take(body_start, line.end)
            body = text[body_start : line.end].strip() or None
        self._items.append(
            Item(
                id="",
                label=text[label.start : label.end] if label is not None else None,
                number=label.number if label is not None else None,
                group=self._groups[-1] if self._groups else None,
                title=tidy(text[start:title_end]),
                text=body,
                at=self._context.document.place(line.start),
            )
        )

    def _break(self, start: int, end: int) -> tuple[int, int]:
        """Where the title of an item ends and its text begins."""
        found = _BREAK.search(self._folded, start, end)
        blank = _BLANK.search(self._folded, start, end)
        if blank is not None and (found is None or blank.start() < found.start()):
            tail = end - blank.end()
            if 4 <= blank.start() - start <= 30 and tail > 8:
                found = blank
        if found is None or found.start() - start > _LONGEST_TITLE:
            if found is None:
                return end, end
            return start, start
        body = (
            found.end() + len(self._folded[found.end() : end]) - len(self._folded[found.end() : end].lstrip())
        )
        return found.start(), body

    def _take_more(self, line: Line) -> None:
        """A further paragraph of the last item."""
        self._context.claims.take(line.start, line.end)
        last = self._items[-1]
        more = self._context.document.text[line.start : line.end].strip()
        self._items[-1] = msgspec.structs.replace(last, text=f"{last.text}\n{more}" if last.text else more)
