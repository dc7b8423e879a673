"""What other plans have and one lacks, as marks at the nearest table, section or box of that one."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from plancmp.checks.locating import Offsets
from plancmp.model.comparison import BoxRow, Comparison, IndicatorRow, SectionRow
from plancmp.model.document import Document
from plancmp.model.language import Lang
from plancmp.model.place import Place, Span
from plancmp.model.record import PlanRecord, flat
from plancmp.report.findings.words import word
from plancmp.report.marks import Mark, title_span


def marks_of_gaps(
    comparison: Comparison, own: int, record: PlanRecord, document: Document, lang: Lang
) -> list[Mark]:
    """The gaps of the plan at index `own`, whose record and document are given; one mark a place and kind."""
    offsets = Offsets(document)
    title = title_span(document, record.plan.title)

    def span(place: Place | None) -> Span:
        """The line at a place; the title where there is none."""
        start = offsets.offset(place) if place is not None else None
        if start is None:
            return title
        end = document.text.find("\n", start)
        return Span(start, end if end > start else len(document.text))

    names = [plan.name for plan in comparison.plans]
    table = next((each.at for each in record.indicators), None)
    sections = {each.id: each.at for each in flat(record.sections)}
    boxes = {each.id: each.at for each in record.boxes}
    found = [
        ("indicators", table, list(_indicator_lines(comparison, own, names))),
        *(("sections", at, lines) for at, lines in _behind(comparison.sections, own, names, sections)),
        *(("boxes", at, lines) for at, lines in _behind(comparison.boxes, own, names, boxes)),
    ]
    return [_mark(kind, span(at), lines, lang) for kind, at, lines in found if lines]


def _mark(kind: str, span: Span, lines: Sequence[str], lang: Lang) -> Mark:
    """A mark that names what is lacking."""
    said = (word(f"lacking-{kind}", lang), *lines)
    return Mark(span, said, f"diff {hashlib.sha256(chr(10).join(said).encode()).hexdigest()[:16]}")


def _indicator_lines(comparison: Comparison, own: int, names: Sequence[str]) -> Iterator[str]:
    """The indicators that a plan lacks, each with the targets of the others."""
    for row in comparison.indicators:
        if row.cells[own] is None:
            yield f"{row.name}（{'；'.join(_targets(row, names))}）"


def _targets(row: IndicatorRow, names: Sequence[str]) -> Iterator[str]:
    """Who has an indicator, with its target."""
    for name, cell in zip(names, row.cells, strict=True):
        if cell is not None:
            target = cell.target.text if cell.target is not None else ""
            yield f"{name} {target}{cell.unit or ''}".strip() if target else name


def _behind(
    rows: Iterable[SectionRow | BoxRow], own: int, names: Sequence[str], places: Mapping[str, Place]
) -> Iterator[tuple[Place | None, list[str]]]:
    """What a plan lacks, by the place of the last row before it that the plan has."""
    lines: dict[Place | None, list[str]] = {}
    last: Place | None = None
    for row in rows:
        here = row.cells[own]
        if here is not None:
            last = places.get(here, last)
            continue
        who = "、".join(name for name, cell in zip(names, row.cells, strict=True) if cell is not None)
        lines.setdefault(last, []).append(f"{row.title or next(filter(None, row.cells), '')}（{who}）")
    yield from lines.items()
