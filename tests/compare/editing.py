"""Makes edits to the text of a draft and says what a comparison has to report: nothing more, nothing less.

Works on the file's lines, at the places where the record of the draft says that things stand, so that
the edited draft is read anew like any other. What an edit should be called is decided here by what was
done, not by anything that `plancmp.compare` computes.
"""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from plancmp.model.record import Indicator, Section, Text, Value
from plancmp.pipeline import extract_bytes
from plancmp.text.folding import squeeze

_SENTENCES = re.compile(r"[^。；！？]+[。；！？]*")
_WORDS = (
    "按年度分片",
    "会同有关高校",
    "依托数字平台",
    "围绕群众关切",
    "坚持从实际出发",
    "分三批",
    "逐村逐户",
)
_LOWER_IS_BETTER = ("死亡率", "近视率", "贫血率", "发生率", "差距")
_LABEL = re.compile(r"^\s*(?:第)?[（(]?([一二三四五六七八九十]+|\d+)[）)]?[、.．]?")
_HAN = "一二三四五六七八九十"


class Told(NamedTuple):
    """A change as it has to be told: blanks do not count."""

    kind: str
    of: str
    field: str | None
    before: str
    after: str


class Edited(NamedTuple):
    """The lines of an edited draft and what was done."""

    lines: list[str]
    told: list[Told]


class Draft:
    """A draft as lines, with its record."""

    def __init__(self, path: Path, lines: list[str] | None = None) -> None:
        self.path = path
        self.lines = lines if lines is not None else _read(path).split("\n")
        self.record = extract_bytes("\n".join(self.lines).encode("utf-8"), path.name)


class Editor:
    """Edits lines of one draft; no two edits touch the same thing."""

    def __init__(self, draft: Draft, chance: random.Random) -> None:
        self._draft = draft
        self._chance = chance
        self._lines: list[str | None] = list(draft.lines)
        self._behind: dict[int, list[str]] = {}
        self._touched: set[object] = set()
        self.told: list[Told] = []

    def result(self) -> list[str]:
        """The edited lines."""
        lines: list[str] = []
        for at, line in enumerate(self._lines):
            if line is not None:
                lines.append(line)
            lines.extend(self._behind.get(at, ()))
        return lines

    def edit(self, kind: str) -> bool:
        """One edit of a kind at a random place; False when the draft has no place for it."""
        ways: dict[str, tuple[Callable[[], bool], ...]] = {
            "fill": (self._fill,),
            "weaken": (self._weaken, self._weaken_attribute),
            "drop": (self._drop_paragraph, self._drop_item, self._drop_indicator, self._drop_task),
            "move": (self._move_paragraph, self._move_item, self._move_indicator),
            "renumber": (self._renumber_heading, self._renumber_box, self._renumber_indicator),
            "reword": (self._reword, self._retitle, self._rename, self._reword_item),
        }
        choices = list(ways[kind])
        self._chance.shuffle(choices)
        return any(way() for way in choices)

    # -- indicators

    def _fill(self) -> bool:
        """A number where XX stood, in a cell."""
        for indicator, value, at in self._values("undecided"):
            new = value.text.replace("XX万", "3万").replace("XX", "86").replace("X", "7")
            if new != value.text and self._cell(indicator, value, at, new):
                self._tell("filled", "indicator", _field(indicator, value), value.text, new)
                return True
        return False

    def _weaken(self) -> bool:
        """A target that asks for less."""
        for indicator, value, at in self._values("stated"):
            if value is not indicator.target or value.kind != "number" or value.value is None:
                continue
            number = re.search(r"\d+(?:\.\d+)?", value.text)
            if number is None:
                continue
            lower = any(word in indicator.name for word in _LOWER_IS_BETTER)
            figure = float(number.group())
            other = figure * (1.5 if lower else 0.6)
            new = value.text.replace(number.group(), f"{other:.1f}".removesuffix(".0"), 1)
            if self._cell(indicator, value, at, new):
                self._tell("weakened", "indicator", "target", value.text, new)
                return True
        return False

    def _weaken_attribute(self) -> bool:
        for indicator in self._some(self._draft.record.indicators):
            line = (indicator.at.line or 0) - 1
            end = self._row_end(indicator)
            found = [at for at in range(line, end) if (self._lines[at] or "").strip() == "约束性"]
            if indicator.attribute == "约束性" and len(found) == 1 and self._free(("row", indicator.id)):
                self._lines[found[0]] = (self._lines[found[0]] or "").replace("约束性", "预期性")
                self._tell("weakened", "indicator", "attribute", "约束性", "预期性")
                return True
        return False

    def _rename(self) -> bool:
        """Words in the name of an indicator."""
        for indicator in self._some(self._draft.record.indicators):
            line = self._name_line(indicator)
            if line is not None and indicator.name.startswith("残疾人") and self._free(("row", indicator.id)):
                new = indicator.name.replace("残疾人", "全县残疾人", 1)
                self._lines[line] = (self._lines[line] or "").replace(indicator.name, new, 1)
                self._tell("reworded", "indicator", "name", indicator.name, new)
                return True
        return False

    def _renumber_indicator(self) -> bool:
        for indicator in self._some(self._draft.record.indicators):
            line = self._name_line(indicator)
            text = "" if line is None else self._lines[line] or ""
            label = re.match(r"\s*(\d+)[.．]", text)
            plain = not indicator.name[0].isdigit()  # 5.0—6岁儿童…
            if label is not None and line is not None and plain and self._free(("row", indicator.id)):
                new = int(label.group(1)) + 30
                self._lines[line] = text.replace(label.group(1), str(new), 1)
                self._tell("renumbered", "indicator", "number", label.group(1), str(new))
                return True
        return False

    def _drop_indicator(self) -> bool:
        for indicator in self._some(self._draft.record.indicators[1:-1]):
            if self._loose(indicator) and self._free(("row", indicator.id)):
                for at in range(self._row_start(indicator), self._row_end(indicator)):
                    self._lines[at] = None
                self._tell("dropped", "indicator", None, " | ".join(indicator.written), "")
                return True
        return False

    def _move_indicator(self) -> bool:
        """A row to three rows further down."""
        rows = self._draft.record.indicators
        if ("order",) in self._touched:
            return False
        for at in self._some(range(1, len(rows) - 4)):
            group = rows[at : at + 4]
            free = all(self._loose(row) and ("row", row.id) not in self._touched for row in group)
            if free and len({row.category for row in group}) == 1:
                for row in group:
                    self._free(("row", row.id))
                self._free(("order",))
                first, last = rows[at], rows[at + 3]
                start, end = self._row_start(first), self._row_end(first)
                moved = [line or "" for line in self._lines[start:end]]
                for line in range(start, end):
                    self._lines[line] = None
                self._behind.setdefault(self._row_end(last) - 1, []).extend(moved)
                self._tell("moved", "indicator", None, first.id, "")
                return True
        return False

    def _loose(self, row: Indicator) -> bool:
        """Whether a row can be taken out without changing the category of another."""
        after = [other for other in self._draft.record.indicators if _line(other) > _line(row)]
        if not after or after[0].box != row.box or row.parts or after[0].parts or row.notes:
            return False
        inside = row.written[0] == "" and after[0].category == row.category
        in_dump = self._draft.lines[_line(row) - 1].startswith("\t")
        return in_dump and (row.category is None or inside)

    def _row_start(self, row: Indicator) -> int:
        """The index of the first line of a row of a dump, empty cells before its name included."""
        at = _line(row) - 1
        while self._draft.lines[at - 1].startswith("\t"):
            at -= 1
        return at

    def _row_end(self, row: Indicator) -> int:
        """The index of the line behind a row of a dump."""
        at = _line(row) - 1
        while at < len(self._draft.lines) and self._draft.lines[at].strip(" "):
            at += 1
        return at + 1

    def _name_line(self, indicator: Indicator) -> int | None:
        """The line of a row that holds its name."""
        start = _line(indicator) - 1
        for at in range(start, min(start + 4, len(self._lines))):
            if indicator.name in (self._lines[at] or ""):
                return at
        return None

    def _values(self, state: str) -> Iterator[tuple[Indicator, Value, int]]:
        """Values whose cell is one line of the file."""
        rows = [
            (row, value)
            for row in self._draft.record.indicators
            for value in (row.baseline, row.target, *row.values)
            if value is not None and value.state == state and value.at is not None and value.at.line
        ]
        for row, value in self._some(rows):
            at = (value.at.line or 0) - 1 if value.at else -1
            if (self._draft.lines[at]).strip() == value.text.strip():
                yield row, value, at

    def _cell(self, indicator: Indicator, value: Value, at: int, new: str) -> bool:
        if not self._free(("row", indicator.id)):
            return False
        self._lines[at] = (self._lines[at] or "").replace(value.text.strip(), new.strip(), 1)
        return True

    # -- paragraphs, headings, items, tasks

    def _drop_paragraph(self) -> bool:
        for section, paragraph in self._paragraphs():
            if len(section.paragraphs) > 1 and self._free(("line", _text_line(paragraph))):
                self._take_out(_text_line(paragraph) - 1)
                self._tell("dropped", "text", None, _bare(paragraph.text), "")
                return True
        return False

    def _move_paragraph(self) -> bool:
        """A paragraph to behind one of another section."""
        places = list(self._paragraphs())
        for section, paragraph in places:
            for other, target in self._some(places):
                # Behind the last paragraph of a section a heading without a number might be read anew.
                if other.id == section.id or len(section.paragraphs) < 2 or target is other.paragraphs[-1]:
                    continue
                if target.text.startswith("①"):
                    continue
                mine, theirs = _text_line(paragraph), _text_line(target)
                if ("line", theirs) in self._touched or not self._free(("line", mine)):
                    continue
                self._free(("line", theirs))
                self._behind.setdefault(theirs - 1, []).extend(["", self._lines[mine - 1] or "", ""])
                self._take_out(mine - 1)
                self._tell("moved", "text", None, section.id, _bare(paragraph.text))
                return True
        return False

    def _reword(self) -> bool:
        """A few words more in a sentence."""
        for _, paragraph in self._paragraphs(least=1):
            line = _text_line(paragraph)
            for sentence in self._some(_SENTENCES.findall(paragraph.text)):
                comma = sentence.find("，")
                if comma < 6 or "单位" in sentence or not self._free(("line", line)):
                    continue
                new = sentence[: comma + 1] + self._chance.choice(_WORDS) + sentence[comma + 1 :]
                self._lines[line - 1] = (self._lines[line - 1] or "").replace(sentence, new, 1)
                self._tell("reworded", "text", "text", sentence, new)
                return True
        return False

    def _retitle(self) -> bool:
        for section in self._sections():
            line = section.at.line or 0
            text = self._lines[line - 1] or ""
            if text.count(section.title) == 1 and len(section.title) > 4 and self._free(("line", line)):
                new = "切实" + section.title
                self._lines[line - 1] = text.replace(section.title, new)
                self._tell("reworded", "section", "title", section.title, new)
                return True
        return False

    def _renumber_heading(self) -> bool:
        bare = {_above(section) for section in self._sections() if section.numbering == "absent"}
        for section in self._sections():
            if section.numbering != "written" or not section.label or not section.number:
                continue
            # A heading without a number is known by the numbers of its neighbours.
            if section.number > 7 or _above(section) in bare:
                continue
            line = section.at.line or 0
            text = self._lines[line - 1] or ""
            new = _relabelled(section.label, section.number + 2)
            if new and section.label in text and self._free(("line", line)):
                self._lines[line - 1] = text.replace(section.label, new, 1)
                self._tell("renumbered", "section", "label", section.label, new)
                return True
        return False

    def _renumber_box(self) -> bool:
        for box in self._some(self._draft.record.boxes):
            line = box.at.line or 0
            text = self._lines[line - 1] or ""
            if box.label and box.number and box.label in text and self._free(("line", line)):
                new = box.label.replace(str(box.number), str(box.number + 20))
                self._lines[line - 1] = text.replace(box.label, new, 1)
                self._tell("renumbered", "box", "label", box.label, new)
                return True
        return False

    def _items(self) -> Iterator[tuple[str, str, int, str]]:
        """Items that stand on a line of their own: box, id, line, heading."""
        for box in self._some(self._draft.record.boxes):
            # “3孤独症儿童关爱行动” is known as an item by the numbers of its neighbours.
            if any((item.label or "").strip().isdigit() for item in box.items):
                continue
            for item in self._some(box.items):
                line = item.at.line or 0
                text = self._draft.lines[line - 1] if line else ""
                plain = item.text and item.text in text and item.title in text
                alone = sum(other.at.line == item.at.line for other in box.items) == 1
                in_table = self._draft.lines[(box.at.line or 1) - 1].startswith("\t")
                # In a box without a table the items behind a gap would be taken for headings.
                if plain and alone and in_table and len(box.items) > 2 and not text.startswith("\t"):
                    yield box.id, item.id, line, f"{item.label or ''}{item.title}"

    def _drop_item(self) -> bool:
        for _, name, line, heading in self._items():
            if self._free(("line", line)):
                self._take_out(line - 1)
                self._tell("dropped", "item", None, heading, "")
                del name
                return True
        return False

    def _move_item(self) -> bool:
        """An item to behind one of another box."""
        items = list(self._items())
        for box, name, line, _ in items:
            for other, _, target, _ in items:
                if other != box and ("line", target) not in self._touched and self._free(("line", line)):
                    self._free(("line", target))
                    self._behind.setdefault(target - 1, []).append(self._lines[line - 1] or "")
                    self._take_out(line - 1)
                    self._tell("moved", "item", None, name, "")
                    return True
        return False

    def _reword_item(self) -> bool:
        for box in self._some(self._draft.record.boxes):
            for item in self._some(box.items):
                line = item.at.line or 0
                text = self._lines[line - 1] or "" if line else ""
                sentence = _SENTENCES.findall(item.text or "")
                if not sentence or sentence[0] not in text or "，" not in sentence[0]:
                    continue
                if self._free(("line", line)):
                    new = sentence[0].replace("，", "，" + self._chance.choice(_WORDS), 1)
                    self._lines[line - 1] = text.replace(sentence[0], new, 1)
                    self._tell("reworded", "text", "text", sentence[0], new)
                    return True
        return False

    def _drop_task(self) -> bool:
        tasks = [task for task in self._draft.record.tasks if task.table]
        for task in self._some(tasks[1:-1]):
            at = (task.at.line or 0) - 1
            if not self._draft.lines[at].startswith("\t") or not self._free(("task", task.id)):
                continue
            end = at
            while self._draft.lines[end].strip(" \t") or self._draft.lines[end].startswith("\t"):
                end += 1
            for line in range(at, end + 1):
                self._lines[line] = None
            self._tell("dropped", "task", None, task.text, "")
            return True
        return False

    # -- common

    def _take_out(self, at: int) -> None:
        """A line and the blank one behind it: two blank ones would end a table."""
        self._lines[at] = None
        after = at + 1
        if after < len(self._lines) and not (self._lines[after] or "").strip():
            before = self._lines[at - 1]
            if before is not None and not before.strip(" "):
                self._lines[after] = None

    def _paragraphs(self, least: int = 0) -> Iterator[tuple[Section, Text]]:
        """Paragraphs that are one whole line of the file, outside of tables."""
        found = []
        for section in _flat(self._draft.record.sections):
            for paragraph in section.paragraphs:
                line = _text_line(paragraph)
                if (
                    line
                    and self._draft.lines[line - 1].strip() == paragraph.text
                    and len(paragraph.text) > 25
                ) or (line and least and paragraph.text in self._draft.lines[line - 1]):
                    found.append((section, paragraph))
        yield from self._some(found)

    def _sections(self) -> Iterator[Section]:
        yield from self._some(list(_flat(self._draft.record.sections)))

    def _some(self, things: "list | tuple | range") -> list:
        """All of them in a random order."""
        mixed = list(things)
        self._chance.shuffle(mixed)
        return mixed

    def _free(self, thing: object) -> bool:
        """Whether nothing was done to a thing yet; from now on something was."""
        if thing in self._touched:
            return False
        self._touched.add(thing)
        return True

    def _tell(self, kind: str, of: str, field: str | None, before: str, after: str) -> None:
        self.told.append(Told(kind, of, field, squeeze(before), squeeze(after)))


def _read(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8", "gb18030", "utf-16"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    raise AssertionError(path)


def _flat(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _flat(section.sections)


def _above(section: Section) -> str:
    """The id of the section above another; empty for the first level."""
    return section.id.rpartition(".")[0]


def _line(row: Indicator) -> int:
    return row.at.line or 0


def _text_line(text: Text) -> int:
    return text.at.line or 0


def _field(indicator: Indicator, value: Value) -> str:
    if value is indicator.baseline:
        return "baseline"
    return "target" if value is indicator.target else value.label or str(value.year)


def _bare(text: str) -> str:
    """A paragraph without the bracket that says who is responsible."""
    return re.sub(
        r"[（(](?:牵头单位|责任单位)[:：][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)]", "", text
    )


def _relabelled(label: str, number: int) -> str | None:
    """A label of the same style with another number."""
    found = _LABEL.match(label)
    if found is None:
        return None
    old = found.group(1)
    new = _HAN[number - 1] if old in _HAN else str(number) if old.isdigit() else None
    return label.replace(old, new, 1) if new else None
