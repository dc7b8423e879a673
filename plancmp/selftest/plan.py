"""A draft as lines that can be changed, with its record and the way from words to their spot in a line."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from plancmp.checks.options import Options
from plancmp.checks.view import Passage, PassageKind, PlanView, Row
from plancmp.model.document import Document
from plancmp.model.errors import PlancmpError
from plancmp.model.place import Place
from plancmp.model.record import PlanRecord, Value
from plancmp.pipeline import record_of
from plancmp.rulepacks.messages import worded
from plancmp.selftest.dump import Dump, build_dump
from plancmp.sources.lines.encoding import decode
from plancmp.sources.plain.reading import read_plain
from plancmp.sources.reading import read_bytes, read_document
from plancmp.text.keeping import compiled

Copy = Literal["text", "dump"]
_TEXTS = ("text", "dump", "markdown")
_RECORDS = (".yaml", ".yml", ".json")
_LINE_ENDS = compiled("\r\n|[\r\x0b\x85\u2028\u2029]")
_NOTE = compiled(r"\s*(?:注|备注|说明|表注|抄送)\s*[：:]")
"""What a drafter promises or corrects does not stand in the note of a table, or in who gets a copy."""

_SHORTEST_PROSE = 40


class Spot(NamedTuple):
    """Some characters of one line: the line from 1, the characters from 0, the end excluded."""

    line: int
    start: int
    end: int


class Plan:
    """A draft, as text where it is one and else as a text dump of its words.

    Line ends are `\\n`; the file itself is never touched.
    """

    def __init__(self, name: str, text: str, *, dump: Dump | None = None, form: str = "text") -> None:
        self.name = name
        self.text = text
        self.lines = text.split("\n")
        self.form = form
        self._dump = dump
        self.document, self.record = self.read(text)

    @classmethod
    def from_path(cls, path: Path) -> "Plan":
        """Read a draft in any format. Raises `PlancmpError` for a file that is none."""
        if path.suffix.lower() in _RECORDS:
            raise PlancmpError(*worded("selftest-record", path=path))
        document, data = read_document(path)
        if document.format in _TEXTS:
            return cls(str(path), _LINE_ENDS.sub("\n", decode(data)[0]), form=document.format)
        dump = build_dump(document)
        return cls(str(path), dump.text, dump=dump, form=document.format)

    @property
    def copy(self) -> Copy:
        """What defects are planted in."""
        return "text" if self._dump is None else "dump"

    def read(self, text: str) -> tuple[Document, PlanRecord]:
        """A changed text as document and record."""
        data = text.encode()
        document = read_bytes(data, self.name) if self._dump is None else read_plain(text, None)
        return document, record_of(document, data, self.name)

    def place(self, spot: Spot) -> Place:
        """A spot as a place in the user's own file."""
        if self._dump is not None:
            return self._dump.place(spot.line, spot.start, spot.end)
        return Place(line=spot.line, column=spot.start + 1, end_column=max(spot.end, spot.start + 1) + 1)

    @cached_property
    def view(self) -> PlanView:
        """The plan as checks see it."""
        return PlanView(self.record, self.document, Options())

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of the period; of the one that begins in 2026 where the plan says none."""
        period = self.record.plan.period
        return (period.start, period.end) if period is not None else (2026, 2030)

    # -- where words stand

    def words(self, spot: Spot) -> str:
        """What stands in a spot."""
        return self.lines[spot.line - 1][spot.start : spot.end]

    def spot(self, passage: Passage, start: int, end: int) -> Spot | None:
        """Where some words of a passage stand; None where not on one line as they are."""
        locator = self.view.locator
        span = locator.span(passage, start, end) if locator is not None else None
        if span is None:
            return None
        place = self.document.place(span.start, span.end)
        return self._checked(place, passage.text[start:end])

    def value_spot(self, value: Value | None) -> Spot | None:
        """Where a value stands, if whole in one line."""
        if value is None or value.at is None or not value.text:
            return None
        return self._checked(value.at, value.text)

    def name_spot(self, row: Row) -> Spot | None:
        """Where the name of a row of indicators stands."""
        return self._in_row(row, row.indicator.name)

    def cell_spot(self, row: Row, words: str) -> Spot | None:
        """Where a cell of a row stands that holds just these words."""
        passage = self.view.row_passages.get(row.id)
        for start in passage.starts if passage is not None else ():
            assert passage is not None
            if passage.text[start : passage.bounds(start)[1]].strip() == words:
                return self.spot(passage, start, start + len(words))
        return None

    def row_lines(self, row: Row) -> tuple[int, int] | None:
        """First line of a row, and the one behind its last; None where a line holds more than the row."""
        tops = [each for each in self.view.rows if each.parent is None]
        at = next((at for at, each in enumerate(tops) if each.id == row.id), None)
        if at is None or at + 1 >= len(tops) or tops[at + 1].indicator.box != row.indicator.box:
            return None
        first, behind = (self._row_start(each.indicator.at.line) for each in (tops[at], tops[at + 1]))
        return (first, behind) if first is not None and behind is not None and first < behind else None

    def _row_start(self, line: int | None) -> int | None:
        """The line with the first cell of a row, from one of its lines."""
        if line is None or self.document.format == "markdown":
            return line
        while line > 1 and self.lines[line - 2] and self.lines[line - 2].strip(" ") != "":
            line -= 1
        return line if self.document.format == "text" and self.lines[line - 1].startswith("\t") else None

    def lines_of(self, row_id: str | None) -> frozenset[int]:
        """The lines that hold a row of indicators: its name and its values."""
        for row in self.view.rows:
            if row.id == row_id:
                places = [row.indicator.at, *(value.at for _, value in row.values)]
                return frozenset(at.line for at in places if at is not None and at.line is not None)
        return frozenset()

    def _in_row(self, row: Row, words: str) -> Spot | None:
        """Where words of a row stand."""
        passage = self.view.row_passages.get(row.id)
        start = passage.text.find(words) if passage is not None else -1
        return None if passage is None or start < 0 else self.spot(passage, start, start + len(words))

    def _checked(self, place: Place, words: str) -> Spot | None:
        """The spot of a place, if just these words stand there."""
        if place.line is None or place.column is None or place.line > len(self.lines):
            return None
        start = place.column - 1
        if self.lines[place.line - 1][start : start + len(words)] != words:
            return None
        return Spot(place.line, start, start + len(words))

    # -- what defects are planted in

    @cached_property
    def prose(self) -> list[Passage]:
        """Paragraphs of full sentences that do not look back."""
        return [
            each
            for each in self.view.passages
            if each.kind == "paragraph"
            and not each.past
            and len(each.text) >= _SHORTEST_PROSE
            and each.text.endswith("。")
            and not _NOTE.match(each.text)
        ]

    def running(self, *kinds: PassageKind) -> Iterator[Passage]:
        """All passages of some kinds that do not look back and are no notes, in document order."""
        return (
            each
            for each in self.view.passages
            if each.kind in kinds and not each.past and not _NOTE.match(each.text)
        )
