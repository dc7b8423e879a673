"""Judges a draw: is the record that of the plain form, was anything lost in the text, does a note say so?"""

import re
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

import msgspec

from plancmp.model.record import PlanRecord
from plancmp.pipeline import extract_bytes
from plancmp.records.messages import MESSAGES
from tests.matrix.drawing import ATTRIBUTES, UNITS, Heading, Plan, Table, draw_plan, wrap_cells
from tests.matrix.layouts import (
    LAYOUTS,
    WRAPS,
    File,
    Writer,
    html_file,
    pdf_file,
    random_writers,
    text_file,
    word_file,
)

_FILES = {"HTML": html_file, "Word": word_file, "PDF": pdf_file}
_LEFT_OUT = frozenset(("markup", "page-number", "running-head", "repeated-header", "marks", "toc"))
"""Notes that say what was left out on purpose, or nothing of tables; all others are doubts."""
assert set(MESSAGES) >= _LEFT_OUT
_VALUE = re.compile(
    r"(?:[≥≤＞〔]|不低于|达到)?\d+(?:\.\d+)?[%‰]?(?:以上|左右|〕)?|XX[%‰]?|--|—|/|与全市同步|完成上级下达任务|稳步提高"
)
_NAME = re.compile(r"(?:5A|[\u4e00-\u9fff])[\u4e00-\u9fff\n（）]+")


class Draw(NamedTuple):
    """A plan, the file that tells it, and what of it the text cannot say."""

    number: int
    layout: str
    plan: Plan
    file: File
    lost: bool


class Verdict(NamedTuple):
    """How a draw was read: right, nothing, or which parts are wrong; and whether a note says a doubt."""

    draw: Draw
    wrong: tuple[str, ...]
    doubt: tuple[str, ...]
    nothing: bool
    plain_wrong: tuple[str, ...]


def draw(seed: str, number: int, layout: str | None = None) -> Draw:
    """The draw of this number, in the layout whose turn it is unless one is asked for."""
    random = Random(f"{seed}/{number}")
    layout = layout or LAYOUTS[number % len(LAYOUTS)]
    plan = draw_plan(random)
    if layout in _FILES:
        told = _wrapped(plan) if random.random() < 0.3 else plan
        return Draw(number, layout, plan, _FILES[layout](told), lost=False)
    writers = random_writers(random, layout, len(plan.tables))
    told = plan
    if random.random() < 0.3 and all(writer in WRAPS for writer in writers):
        told = _wrapped(plan)
    lost = any(_is_lost(table, writer) for table, writer in zip(told.tables, writers, strict=True))
    marks = random.random() < (0.8 if layout in ("Markdown", "HTML in Markdown") else 0.15)
    file = text_file(told, writers, marks=marks, blank=random.random() < 0.4)
    return Draw(number, layout, plan, file, lost)


def _wrapped(plan: Plan) -> Plan:
    blocks = tuple(wrap_cells(block) if isinstance(block, Table) else block for block in plan.blocks)
    return plan._replace(blocks=blocks)


# -- what is lost -------------------------------------------------------------------------------------------


def _is_lost(table: Table, writer: Writer) -> bool:
    """Whether another table that makes as much sense gives the very same text."""
    lines = [line.rstrip() for line in writer(table)]
    return any([line.rstrip() for line in writer(twin)] == lines for twin in twins(table))


def twins(table: Table) -> Iterator[Table]:
    """Tables that differ in one row only, by words that stand in the next column, and make sense."""
    for at, cells in enumerate(table.rows):
        for other in _neighbours(table.kinds, cells):
            if other != cells and all(map(_makes_sense, table.kinds, other, cells)):
                yield table._replace(rows=(*table.rows[:at], other, *table.rows[at + 1 :]))


def _neighbours(kinds: tuple[str, ...], cells: tuple[str | None, ...]) -> Iterator[tuple[str | None, ...]]:
    """The row with the edge between two columns moved."""
    for at in range(len(cells) - 1):
        one, other = cells[at], cells[at + 1]
        if other is None:
            continue
        words = (one or "") + other
        for cut in range(len(words) + 1):
            left: str | None = words[:cut]
            right = words[cut:]
            if right.startswith("\n"):
                right = right[1:]
            if kinds[at] == "category" and not left:
                left = None
            yield (*cells[:at], left, right, *cells[at + 2 :])


def _makes_sense(kind: str, text: str | None, before: str | None) -> bool:
    """Whether a text can stand in a column of this kind."""
    if kind == "number":
        return text == before
    if kind == "category":
        return text is None or re.fullmatch(r"[\u4e00-\u9fff]{2,9}", text) is not None
    if kind == "unit":
        return text in UNITS
    if kind in ("baseline", "target"):
        return text == "" or _VALUE.fullmatch(text or "") is not None
    if kind == "attribute":
        return text in ATTRIBUTES
    if kind == "units":
        return re.fullmatch(r"[\u4e00-\u9fff、]{3,}", text or "") is not None
    return _NAME.fullmatch(text or "") is not None


# -- what was read ------------------------------------------------------------------------------------------


def parts_of(record: PlanRecord) -> dict[str, Any]:
    """What must be the same in every layout, without places."""
    kept = msgspec.to_builtins(record)
    return {
        "title": kept["plan"].get("title"),
        "sections": _without_places(kept.get("sections", [])),
        "boxes": _without_places(kept.get("boxes", [])),
        "indicators": _without_places(kept.get("indicators", [])),
        "tasks": _without_places(kept.get("tasks", [])),
        "tables": len(kept.get("tables", [])),
    }


def _without_places(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_without_places(each) for each in value]
    if isinstance(value, dict):
        return {key: _without_places(each) for key, each in value.items() if key not in ("at", "written")}
    return value


def truth_of(plan: Plan, record: PlanRecord) -> tuple[str, ...]:
    """Which parts of the record of the plain form are not what was drawn."""
    wrong = []
    table = plan.tables[0]
    said = [(one.name, one.target.text if one.target else None, one.attribute) for one in record.indicators]
    drawn = []
    for cells in table.rows:
        by_kind = dict(zip(table.kinds, cells, strict=True))
        name = re.sub(rf"（(?:{'|'.join(UNITS)})）$", "", by_kind["name"] or "")
        drawn.append((name, by_kind["target"], by_kind.get("attribute")))
    if said != drawn:
        wrong.append("indicators")
    headings = [(block.label.strip(), block.title) for block in plan.blocks if isinstance(block, Heading)]
    if [(label, title) for label, title in _headings(record.sections)] != headings:
        wrong.append("sections")
    return tuple(wrong)


def _headings(sections: Any) -> Iterator[tuple[str, str]]:
    for section in sections:
        yield (section.label or "").strip(), section.title
        yield from _headings(section.sections)


def judge(made: Draw) -> Verdict:
    """Read a draw and its plain form."""
    record = extract_bytes(made.file.data, made.file.name)
    plain_file = html_file(made.plan)
    plain = extract_bytes(plain_file.data, plain_file.name)
    one, other = parts_of(record), parts_of(plain)
    wrong = tuple(key for key in one if one[key] != other[key])
    doubt = tuple(sorted({note.code for note in record.notes} - _LEFT_OUT))
    nothing = not record.indicators
    return Verdict(made, wrong, doubt, nothing, truth_of(made.plan, plain))
