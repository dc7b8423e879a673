"""A record as checks see it: its passages in document order, and the way from their offsets to places.

A record alone is enough. With the document at hand every offset becomes the exact place of the words;
without it, the place that the record keeps for the passage, moved along its line.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate, pairwise
from typing import Any, TypeVar, cast

import msgspec

from plancmp.checks.entries import Mend, Rule
from plancmp.checks.locating import Locator
from plancmp.checks.options import Options
from plancmp.checks.passages import PROSE as PROSE
from plancmp.checks.passages import Passage as Passage
from plancmp.checks.passages import PassageKind as PassageKind
from plancmp.checks.passages import group_span as group_span
from plancmp.checks.passages import part_of as part_of
from plancmp.model.checkreport import Change
from plancmp.model.document import Document
from plancmp.model.outline import Label
from plancmp.model.place import Place, Span
from plancmp.model.record import (
    Appendix,
    Box,
    Indicator,
    PlanRecord,
    Section,
    Stage,
    TableRecord,
    Task,
    Text,
    Value,
    flat,
)
from plancmp.reading.quantities.reading import QuantityReader, quantity_reader
from plancmp.rulepacks import load
from plancmp.structure.numbering import find_label
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled
from plancmp.text.periods import NAMES

T = TypeVar("T")
_JOINT = "\x00"
"""Parts passages in the joined text; no pattern of a check matches over it."""


class CheckWords(Rule, frozen=True, kw_only=True):
    """`rules/vocabulary/checking.yaml`: words that several checks share."""

    source: str
    past_titles: tuple[str, ...]
    """Words of the title of a section that looks back."""
    not_past_titles: tuple[str, ...]
    """What such a title must not begin with: 夯实发展基础 is a task."""
    longest_past_title: int
    looking_back: tuple[str, ...]
    """Words that make a sentence one about what was."""
    note_heads: tuple[str, ...]
    """What a note under a table begins with: 注."""
    note_reasons: tuple[str, ...]
    """Words by which a note gives the reason for a row: 新增指标, 控制上限."""


_YEARS = 3
"""With fewer years beside the last a row has goals for the middle of the period."""


class Row(msgspec.Struct, frozen=True):
    """An indicator or a sub-row of one, with the id to show and its box."""

    indicator: Indicator
    id: str
    parent: Indicator | None = None
    box: Box | None = None

    @property
    def is_shared_out(self) -> bool:
        """Whether a row says year by year what is to be done, as beside the table of indicators."""
        return (
            self.indicator.baseline is None
            and sum(each.role == "year" for each in self.indicator.values) >= _YEARS
        )

    @property
    def serial(self) -> tuple[int, ...]:
        """A serial number of several parts, 2.1.1, before the name or in front of it; () for others."""
        name = squeeze(self.indicator.name)
        for cell in self.indicator.written:
            found = _SERIAL.match(fold(cell))
            if found is not None:
                return tuple(map(int, found.group(1).split(".")))
            if name in squeeze(cell):
                break
        return ()

    @property
    def values(self) -> Iterator[tuple[str, Value]]:
        """All values with their roles in the row."""
        own = self.indicator
        if own.baseline is not None:
            yield "baseline", own.baseline
        if own.target is not None:
            yield "target", own.target
        for value in own.values:
            yield value.role or "other", value


_SERIAL = compiled(r"\s*(\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.%])")


class PlanView:
    """Everything that checks ask of a plan; made once a run."""

    def __init__(self, record: PlanRecord, document: Document | None, options: Options) -> None:
        self.record = record
        self.document = document
        self.options = options
        self.superiors = options.superiors
        self.previous = options.previous
        self.known_stage: Stage | None = options.stage or record.plan.stage
        self.stage: Stage = self.known_stage or "draft"
        self.has_cells = record.source.format in ("docx", "html", "xlsx")
        """Its format says which cells there are and how far each of them reaches."""
        self.is_draft = self.known_stage in ("draft", "review")
        """It says of itself, or the user does, that it is to be changed."""
        self.locator = Locator(document) if document is not None else None
        self._labels: dict[int, Label | None] = {}
        self._made: dict[str, Any] = {}
        self.kind = record.plan.kind or "other"
        self.passages = tuple(_Collector(record, self.words).collect())

    @cached_property
    def words(self) -> CheckWords:
        """Words that several checks share."""
        return load(CheckWords, "vocabulary/checking.yaml")

    @cached_property
    def looking_back(self) -> re.Pattern[str]:
        """Words that make a sentence one about what was."""
        period = self.record.plan.period
        own = NAMES.index(period.name) if period is not None and period.name in NAMES else 1
        return compiled(any_of((*self.words.looking_back, *(f"{name}”" for name in NAMES[1:own]))))

    @cached_property
    def quantities(self) -> QuantityReader:
        """The reader of values."""
        return quantity_reader()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All indicators, each followed by its sub-rows."""
        boxes = {box.id: box for box in self.record.boxes}
        rows: list[Row] = []
        for indicator in self.record.indicators:
            box = boxes.get(indicator.box or "")
            rows.append(Row(indicator, indicator.id, None, box))
            rows += [Row(part, part.id or indicator.id, indicator, box) for part in indicator.parts]
        wrong = _shifted(rows) | {box.id for box in boxes.values() if self._tells_what_was(box)}
        return tuple(row for row in rows if row.indicator.box not in wrong)

    def _tells_what_was(self, box: Box) -> bool:
        """Whether a table says by its title how the goals of an earlier period were reached."""
        period = self.record.plan.period
        title = fold(box.title or "")
        own = NAMES.index(period.name) if period is not None and period.name in NAMES else 0
        return any(name in title for name in NAMES[1:own]) and NAMES[own] not in title

    @cached_property
    def second_lines(self) -> frozenset[str]:
        """Ids of rows with the name above and no baseline, or without a cell of names: second targets."""
        return frozenset(
            row.id
            for above, row in pairwise(self.rows)
            if squeeze(above.indicator.name) == squeeze(row.indicator.name)
            and row.indicator.number is None
            and (_has_no_baseline(row.indicator) or _is_unnamed(row.indicator))
        )

    @property
    def tops(self) -> list[Row]:
        """The rows that are no sub-rows."""
        return [row for row in self.rows if row.parent is None]

    @cached_property
    def tables(self) -> dict[str | None, list[Row]]:
        """Those by the box that they stand in."""
        tables: dict[str | None, list[Row]] = {}
        for row in self.tops:
            tables.setdefault(row.indicator.box, []).append(row)
        return tables

    def trees(self) -> Iterator[tuple[str, tuple[Section, ...]]]:
        """The sections of the plan and those of its appendices, with the prefix of their ids."""
        yield "", self.record.sections
        for appendix in self.record.appendices:
            yield f"{appendix.id}.", appendix.sections

    @cached_property
    def sections(self) -> dict[str, Section]:
        """All sections, those of appendices last, by the name that passages know them by."""
        return {f"{prefix}{each.id}": each for prefix, tree in self.trees() for each in flat(tree)}

    @cached_property
    def headings(self) -> dict[str, Passage]:
        """The passage of each heading by the name of its section."""
        return {each.section: each for each in self.passages_by_kind.get("heading", ()) if each.section}

    @cached_property
    def rows_by_id(self) -> dict[str, Row]:
        """Indicators and sub-rows by their ids."""
        return {row.id: row for row in reversed(self.rows)}

    @cached_property
    def passages_by_kind(self) -> dict[PassageKind, list[Passage]]:
        """The passages of each kind, in document order."""
        kinds: dict[PassageKind, list[Passage]] = {}
        for passage in self.passages:
            kinds.setdefault(passage.kind, []).append(passage)
        return kinds

    def by_place(self, kind: PassageKind) -> dict[Place, Passage]:
        """The passages of a kind by their places."""
        kept = self.passages_by_kind.get(kind, ())
        return self.once(f"places-{kind}", lambda: {each.at: each for each in kept})

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, made once for this plan: several checks ask for it under one name."""
        if name not in self._made:
            self._made[name] = make()
        return cast(T, self._made[name])

    @cached_property
    def row_passages(self) -> dict[str, Passage]:
        """The passage of each indicator by its id."""
        return {each.indicator: each for each in self.passages if each.kind == "row" and each.indicator}

    @cached_property
    def _joined(self) -> tuple[str, list[int]]:
        """All passages, folded, as one text, and where each begins in it."""
        starts = accumulate((len(passage.folded) + 1 for passage in self.passages[:-1]), initial=0)
        joined = _JOINT.join(passage.folded for passage in self.passages)
        return joined, list(starts) if self.passages else []

    @property
    def text(self) -> str:
        """All passages, folded, parted by `\\x00`."""
        return self._joined[0]

    def starts(self) -> Iterator[tuple[Passage, int]]:
        """All passages with their offsets in `text`."""
        return zip(self.passages, self._joined[1], strict=True)

    def passage_at(self, offset: int) -> tuple[Passage, int]:
        """The passage that an offset of `text` stands in, and where it begins there."""
        starts = self._joined[1]
        at = bisect_right(starts, offset) - 1
        return self.passages[at], starts[at]

    def search(
        self, pattern: re.Pattern[str], kinds: Collection[PassageKind] | None = None, *, written: bool = False
    ) -> Iterator[tuple[Passage, re.Match[str], int, int]]:
        """All matches in passages of some kinds (all without), with where each begins and ends in its own.

        One search over the joined text: patterns must not match `\\x00` (use `[^…\\x00]`, not `.`).
        `written` searches the text as it is, not folded.
        """
        text, starts = self._joined
        if written:
            text = _JOINT.join(passage.text for passage in self.passages)
        for found in pattern.finditer(text):
            at = bisect_right(starts, found.start()) - 1
            passage = self.passages[at]
            if kinds is None or passage.kind in kinds:
                yield passage, found, found.start() - starts[at], found.end() - starts[at]

    def label(self, passage: Passage) -> Label | None:
        """The number that a passage begins with."""
        key = id(passage)
        if key not in self._labels:
            self._labels[key] = find_label(passage.folded, 0, len(passage.folded))
        return self._labels[key]

    def mentions(self, word: str) -> bool:
        """Whether a folded word stands anywhere."""
        return word in self._joined[0]

    def place(self, passage: Passage, start: int, end: int) -> Place:
        """The place of some words of a passage."""
        return self.placed(passage, start, end)[0]

    def changes(self, mends: Iterable[Mend]) -> tuple[Change, ...]:
        """Mends as changes of the document; none where one of them is not found there."""
        made: list[Change] = []
        for mend in mends:
            start, end = mend.start, mend.end
            if self.locator is None or (start == end == 0):
                return ()
            span = self.locator.span(mend.passage, min(start, end - 1), end)
            if span is None:
                return ()
            made.append(Change(span.end if start == end else span.start, span.end, mend.text))
        return tuple(made)

    def written(self, passage: Passage, start: int, end: int, *, behind: int = 0) -> str:
        """Some words of a passage as the document has them, blanks and ends of lines included.

        With so many characters `behind` them; empty where there is no document, or they are not found there.
        """
        span = self.locator.span(passage, start, end) if self.locator is not None else None
        if span is None or self.document is None:
            return ""
        return self.document.text[span.start : span.end + behind]

    def placed(self, passage: Passage, start: int, end: int) -> tuple[Place, Span | None]:
        """The place of some words of a passage, and where they stand in the document if it has them."""
        if self.document is not None and self.locator is not None:
            span = self.locator.span(passage, start, end)
            if span is not None:
                return self.document.place(span.start, span.end), span
        return _moved(passage, start, end), None


def _shifted(rows: Sequence[Row]) -> set[str | None]:
    """Boxes whose targets count up from row to row: the serial numbers of the rows, read as values."""
    targets: dict[str | None, list[int]] = {}
    for row in rows:
        text = row.indicator.target.text if row.indicator.target is not None else ""
        if row.parent is None:
            targets.setdefault(row.indicator.box, []).append(
                int(text) if compiled(r"\d{1,3}").fullmatch(text) else 0
            )
    steps = {box: [later - first == 1 for first, later in pairwise(told)] for box, told in targets.items()}
    return {box for box, each in steps.items() if len(each) > 2 and sum(each) * 2 > len(each)}


@cache
def any_pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Several patterns as one; for none, one that never matches."""
    return compiled("|".join(f"(?:{each})" for each in patterns) or any_of(()))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; for none, a pattern that never matches."""
    ordered = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, ordered)) or r"(?!)"


def place_order(place: Place) -> tuple[int, ...]:
    """What puts places of one document in order."""
    fields = (place.page, place.line, place.block, place.row, place.cell, place.column)
    return tuple(field or 0 for field in fields)


def _moved(passage: Passage, start: int, end: int) -> Place:
    """The record's own place for a passage, moved along its line as far as that can be known."""
    at = passage.at
    if "\n" in passage.text[passage.starts[0] : start] and passage.kind != "item":
        return msgspec.structs.replace(at, column=None, end_column=None)
    if at.column is None or "\n" in passage.text[start:end]:
        return at
    return msgspec.structs.replace(at, column=at.column + start, end_column=at.column + end)


class _Collector:
    """Walks a record once and makes passages of it."""

    def __init__(self, record: PlanRecord, words: CheckWords) -> None:
        self._record = record
        self._words = words
        self._passages: list[Passage] = []
        self._past_title = compiled(any_of(words.past_titles))
        self._not_past = compiled(any_of(words.not_past_titles))
        self._titles: dict[str, tuple[str, bool, str]] = {}
        """Title, whether it looks back, and the top section, by section id."""

    def collect(self) -> list[Passage]:
        """All passages in document order."""
        record = self._record
        for text in record.plan.front:
            self._add("front", (text.text,), text.at, part="front")
        for section in record.sections:
            self._section(section, "", False, section.id)
        for appendix in record.appendices:
            self._appendix(appendix)
        for box in record.boxes:
            self._box(box)
        for indicator in record.indicators:
            self._row(indicator, indicator.id)
            for part in indicator.parts:
                self._row(part, part.id or indicator.id)
        for task in record.tasks:
            self._task(task)
        for table in record.tables:
            self._table(table)
        return sorted(self._passages, key=lambda passage: place_order(passage.at))

    def _add(
        self,
        kind: PassageKind,
        pieces: Sequence[str | None],
        at: Place,
        *,
        part: str,
        section: str | None = None,
        title: str = "",
        indicator: str | None = None,
    ) -> None:
        """Add a passage of one or more parts; empty ones are left out."""
        kept = [piece for piece in pieces if piece and piece.strip()]
        if not kept:
            return
        starts = tuple(accumulate((len(piece) + 1 for piece in kept[:-1]), initial=0))
        text = "\n".join(kept)
        own, past, top = self._titles.get(section or "", ("", False, ""))
        self._passages.append(
            Passage(kind, text, fold(text), starts, at, part, section, title or own, past, top, indicator)
        )

    def _texts(self, texts: Iterable[Text], part: str, section: str | None) -> None:
        """Paragraphs as passages."""
        for text in texts:
            self._add("paragraph", (text.text,), text.at, part=part, section=section)

    def _section(self, section: Section, prefix: str, past: bool, top: str) -> None:
        """A heading, its text, and the sections under it."""
        name = f"{prefix}{section.id}"
        past = past or self._looks_back(section.title)
        self._titles[name] = (section.title, past, f"{prefix}{top}")
        part = squeeze(section.title)
        self._add("heading", (section.label, section.title), section.at, part=part, section=name)
        self._texts(section.paragraphs, part, name)
        for child in section.sections:
            self._section(child, prefix, past, top)

    def _looks_back(self, title: str) -> bool:
        """Whether a section tells what was, by its title."""
        words = squeeze(title)
        return (
            len(words) <= self._words.longest_past_title
            and self._past_title.search(words) is not None
            and self._not_past.match(words) is None
        )

    def _appendix(self, appendix: Appendix) -> None:
        """An appendix with its text and sections."""
        part = part_of(appendix)
        self._titles[appendix.id] = (appendix.title or "", False, appendix.id)
        self._add("appendix", (appendix.label, appendix.title), appendix.at, part=part, section=appendix.id)
        self._texts(appendix.paragraphs, part, appendix.id)
        for section in appendix.sections:
            self._section(section, f"{appendix.id}.", False, appendix.id)

    def _box(self, box: Box) -> None:
        """A box: its title, items and other text. Rows of indicators stand for themselves."""
        part = part_of(box)
        title = box.title or box.label or ""
        self._add("box-title", (box.label, box.title), box.at, part=part, section=box.section, title=title)
        for item in box.items:
            pieces = (item.label, item.title, item.text)
            name = f"{part}/{squeeze(item.title)[:24]}"
            self._add("item", pieces, item.at, part=name, section=box.section, title=title)
        for text in box.paragraphs:
            self._add("box-text", (text.text,), text.at, part=part, section=box.section, title=title)

    def _row(self, indicator: Indicator, name: str) -> None:
        """The cells of an indicator."""
        part = squeeze(indicator.name)
        self._add("row", indicator.written, indicator.at, part=part, title=indicator.name, indicator=name)

    def _task(self, task: Task) -> None:
        """The cells of a row that says who does what; paragraphs with units are passages already."""
        if task.table is not None or task.written:
            part = squeeze(task.text)[:24]
            self._add("task", task.written, task.at, part=part, section=task.section, title=task.text[:24])

    def _table(self, table: TableRecord) -> None:
        """A table that is none of the above, cell by cell; its title and notes too."""
        part = squeeze(table.title or table.id)
        cells = [cell for row in (*table.header, *table.rows) for cell in row]
        title = table.title or ""
        self._add("table", (table.title, *cells), table.at, part=part, section=table.section, title=title)
        for note in table.notes:
            self._add("box-text", (note.text,), note.at, part=part, section=table.section, title=title)


def _has_no_baseline(indicator: Indicator) -> bool:
    """Whether the cell of the baseline is empty."""
    return indicator.baseline is not None and not indicator.baseline.text.strip()


def _is_unnamed(indicator: Indicator) -> bool:
    """Whether no cell of the row has its name, nor a part of it: the one of the row above goes on."""
    name = squeeze(indicator.name)
    cells = [said for cell in indicator.written if (said := squeeze(cell))]
    return not any(said in name or name in said for said in cells)
