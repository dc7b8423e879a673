"""Holds a record against its source: every text that it carries must stand there (law 4)."""

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from plancmp.model.document import Document
from plancmp.model.errors import RecordError
from plancmp.model.record import Indicator, PlanRecord, Value
from plancmp.reading.quantities.reading import quantity_reader
from plancmp.rulepacks.messages import messages, worded
from plancmp.text.folding import fold, squeeze

_TEXTS = frozenset(("text", "title", "label", "stage_text", "issuer", "number"))
_LISTS = frozenset(("written", "header", "rows", "lead", "support", "groups"))
_LONGEST = 40
"""Longer texts are shown by their beginning."""
_INNER = str.maketrans("“”", "‘’")
_PASSED = frozenset(("source", "notes", "match", "parts", "values"))


class Mismatch(NamedTuple):
    """A text of the record that does not stand in the source where the record says."""

    where: str
    """Path in the record: `indicators[4].target`; `source` where the file has changed since."""
    text: str
    line: int | None = None
    found_line: int | None = None
    """Where the text stands instead; None when it stands nowhere."""
    beside: str | None = None
    """What is written beside a value, unit, attribute or state that does not fit it."""

    def message(self, lang: str = "zh") -> str:
        """What is wrong, in `zh` or `en`."""
        text = self.text if len(self.text) <= _LONGEST else self.text[:_LONGEST] + "…"
        code = "nowhere" if self.found_line is None else "line"
        code = "source" if self.where == "source" else "beside" if self.beside is not None else code
        return messages("verify")[code][lang == "en"].format(self=self, text=text.translate(_INNER))


def find_source(path: Path, record: PlanRecord) -> Path:
    """The source of the record in a file: as named from here, else beside the record.

    Raises `RecordError` where it is in none of these places.
    """
    named = record.source.path
    for place in (Path(named), path.parent / named, path.parent / Path(named).name):
        if place.is_file():
            return place
    raise RecordError(*worded("no-source", path=path, named=named))


def find_mismatches(record: PlanRecord, document: Document, sha256: str | None = None) -> Iterator[Mismatch]:
    """Texts of the record that the document does not have, or has on another line.

    White space and width are folded, and a text may run over line breaks of the document. `sha256` is that of
    the file as it is today: another one than that of the record comes first.
    """
    if sha256 not in (None, record.source.sha256):
        yield Mismatch("source", record.source.path)
    yield from _misread(record)
    index = _Index(document)
    # What pages say of a document before it begins is kept in notes.
    noted = squeeze("\n".join(note.text for note in document.notes))
    data = msgspec.to_builtins(record)
    for where, text, line in _leaves(data, "", None):
        for piece in _pieces(where, text):
            at = index.find(piece, line)
            if at is None and where.startswith("plan.") and squeeze(piece) in noted:
                continue
            if at is None or (line is not None and line not in at):
                yield Mismatch(
                    where, piece, line, min((each for each in at if each), default=None) if at else None
                )


def _misread(record: PlanRecord) -> Iterator[Mismatch]:
    """Values, units, attributes and states that do not fit the words beside them: a slip of who edited."""
    for at, indicator in enumerate(record.indicators):
        for where, row in _rows(indicator, f"indicators[{at}]"):
            yield from _misread_row(row, where)


def _rows(indicator: Indicator, where: str) -> Iterator[tuple[str, Indicator]]:
    """A row and its sub-rows with their paths."""
    yield where, indicator
    for at, part in enumerate(indicator.parts):
        yield from _rows(part, f"{where}.parts[{at}]")


def _misread_row(row: Indicator, where: str) -> Iterator[Mismatch]:
    """What of one row does not fit."""
    cells = [fold(cell) for cell in row.written]
    others = {"约束性": "预期", "预期性": "约束"}
    if row.attribute in others and not any(row.attribute[:2] in cell for cell in cells):
        beside = next((cell for cell in cells if others[row.attribute] in cell), None)
        if beside is not None:
            yield Mismatch(f"{where}.attribute", row.attribute, beside=beside)
    named = next((cell for cell in cells if row.name and fold(row.name) in cell), "")
    unit = quantity_reader().unit_of_name(named)[1]
    if unit is not None and row.unit is not None and fold(row.unit) != fold(unit):
        yield Mismatch(f"{where}.unit", row.unit, beside=named)
    values = [("baseline", row.baseline), ("target", row.target)]
    values += [(f"values[{at}]", value) for at, value in enumerate(row.values)]
    for name, value in values:
        if value is not None:
            yield from _misread_value(value, row, f"{where}.{name}")


def _misread_value(value: Value, row: Indicator, where: str) -> Iterator[Mismatch]:
    """What of one value does not fit its text, read again with what the row says of its unit."""
    found = quantity_reader().read(value.text, name=row.name, unit=row.unit)
    if found.state != value.state:
        yield Mismatch(f"{where}.state", value.state, beside=value.text)
        return
    for field in ("value", "upper"):
        said, read = getattr(value, field), getattr(found, field)
        if said is not None and read is not None and not _same_digits(said, read):
            yield Mismatch(f"{where}.{field}", str(said), beside=value.text)
    if value.relation != found.relation and value.kind == found.kind:
        yield Mismatch(f"{where}.relation", value.relation or "", beside=value.text)
    own = quantity_reader().read(value.text).unit
    if own is not None and value.unit is not None and value.unit not in (own, found.unit, row.unit):
        yield Mismatch(f"{where}.unit", value.unit, beside=value.text)


def _same_digits(first: Decimal, second: Decimal) -> bool:
    """Whether two numbers differ by a multiplier of their unit at most: 2万人 is 2 in a column of 万人."""
    return first.normalize().as_tuple()[:2] == second.normalize().as_tuple()[:2]


def _pieces(where: str, text: str) -> list[str]:
    """What of a leaf must stand in one piece: headers over two rows are joined by a blank, issuers by 、."""
    if where == "plan.issuer":
        return text.split("、")
    if ".header" in where or where.endswith((".baseline.label", ".target.label")):
        return text.split()
    if where.endswith(".text") and where.startswith("tasks") and "\n" not in text:
        return [text]
    return [piece for piece in text.split("\n") if piece.strip()]


def _leaves(data: Any, where: str, line: int | None) -> Iterator[tuple[str, str, int | None]]:
    """Every text of a record with its path; the line is that of the part itself, not of what holds it."""
    if isinstance(data, dict):
        own = data.get("at", {}).get("line") if isinstance(data.get("at"), dict) else None
        for key, value in data.items():
            path = f"{where}.{key}" if where else key
            if key in _PASSED:
                continue
            if key in _TEXTS and isinstance(value, str):
                exact = (
                    own
                    if key == "text" and where.split("[")[0].rsplit(".", 1)[-1] in ("paragraphs", "front")
                    else None
                )
                yield path, value, exact
            elif key in _LISTS:
                yield from _strings(value, path)
            else:
                yield from _leaves(value, path, own)
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data):
            yield from _leaves(value, f"{where}[{number}]", line)


def _strings(value: Any, where: str) -> Iterator[tuple[str, str, int | None]]:
    """Every text in lists of lists."""
    if isinstance(value, str):
        yield where, value, None
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from _strings(each, f"{where}[{number}]")


class _Index:
    """The text of a document without white space, with the way back to lines."""

    def __init__(self, document: Document) -> None:
        self._document = document
        pieces: list[str] = []
        self._starts: list[int] = []
        self._offsets: list[int] = []
        length = 0
        offset = 0
        # Fields of a page's front matter are no part of the text; the note that keeps them stands behind it.
        left = (fold(note.text) for note in document.notes if note.code == "front-matter")
        whole = "\n".join((document.folded, *left))
        for word in whole.split():
            offset = whole.index(word, offset)
            self._starts.append(length)
            self._offsets.append(offset)
            pieces.append(word)
            length += len(word)
            offset += len(word)
        self._text = "".join(pieces)

    def find(self, text: str, line: int | None) -> set[int | None] | None:
        """The lines on which a text begins; None when it stands nowhere."""
        wanted = "".join(fold(text).split())
        if not wanted:
            return {line}
        lines: set[int | None] = set()
        at = self._text.find(wanted)
        if at < 0:
            return None
        while at >= 0 and len(lines) < 1000:
            place = bisect_right(self._starts, at) - 1
            offset = self._offsets[place] + at - self._starts[place]
            found = self._document.place(offset).line
            lines.add(found)
            if line is None or found == line:
                break
            at = self._text.find(wanted, at + 1)
        return lines
