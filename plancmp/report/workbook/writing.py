"""A comparison, findings, or both as a workbook: a page to hand upward first, then what it rests on."""

import io
from collections.abc import Iterator, Sequence

from plancmp.model.checkreport import CheckReport
from plancmp.model.comparison import Comparison, IndicatorCell, IndicatorRow
from plancmp.model.language import Lang
from plancmp.model.record import Value
from plancmp.report.diff.head import Head
from plancmp.report.dossier import (
    SIGNS,
    Dossier,
    Mark,
    Slot,
    described,
    exact,
    figures_of,
    in_unit,
    place_of,
    slots,
    told_columns,
    value_text,
)
from plancmp.report.findings.words import around, place_words, quoted, see_also
from plancmp.report.findings.words import word as finding_word
from plancmp.report.safe import shown
from plancmp.report.terminal.blocks import plain
from plancmp.report.words import word
from plancmp.report.workbook.sheets import Book, Marked, fit, on_paper, opened

_MARKS: dict[str, Mark] = {"lacks": "missing", "open-targets": "open"}
_LONG = ("row", "key", "indicator", "plan", "id", "written", "unit", "attribute", "verdict", "mark",
         "baseline", "baseline-year", "baseline-relation", "baseline-value", "target", "target-year",
         "target-relation", "target-value", "against", "gaps", "line", "page")  # fmt: skip
_FOUND = ("file", "place", "severity", "code", "name", "message", "excerpt", "context")


def write_workbook(dossier: Dossier, *, lang: Lang) -> bytes:
    """The workbook as bytes, the same for the same. Follows ECMA-376 as xlsxwriter writes it."""
    out = io.BytesIO()
    with opened(out, lang) as book:
        if dossier.comparison is not None:
            _comparison(book, dossier, dossier.comparison)
        if dossier.report is not None:
            book.sheet(word("found", lang), _heads(_FOUND, lang), list(_findings(dossier.report, lang)))
    return out.getvalue()


def _comparison(book: Book, dossier: Dossier, comparison: Comparison) -> None:
    """The sheets of a comparison."""
    lang = book.lang
    names = {plan.id: plan.name for plan in comparison.plans}
    _overview(book, dossier, comparison)
    columns = [word("row", lang), word("indicator", lang), word("unit", lang), word("verdict", lang)]
    columns += [plan.name for plan in comparison.plans]
    rows = [_matrix(row, lang) for row in comparison.indicators]
    book.sheet(word("matrix", lang), columns, rows, keep=2, alike=len(columns) - len(names))
    book.sheet(word("long", lang), _heads(_LONG, lang), list(_long(comparison, names, lang)), keep=4)
    gaps = _heads(("plan", "what", "indicator", "baseline", "target"), lang)
    book.sheet(word("lacking", lang), gaps, list(_gaps(comparison, lang)))
    if duties := list(_duties(comparison, names)):
        book.sheet(word("duties", lang), _heads(("task", "plan", "lead", "support", "written"), lang), duties)


def _heads(codes: Sequence[str], lang: Lang) -> list[str]:
    return [word(code, lang) for code in codes]


def _overview(book: Book, dossier: Dossier, comparison: Comparison) -> None:
    """One page: a line a plan, then what matters in sentences."""
    lang = book.lang
    sheet = book.book.add_worksheet(word("overview", lang))
    title = word("title-many", lang, len(comparison.plans))
    sheet.write_string(0, 0, title, book.format(bold=True, font_size=16, text_wrap=False))
    facts = described(comparison)
    if "stage" in facts:
        facts["stage"] = [word(f"stage-{stage}", lang) if stage else None for stage in facts["stage"]]
    rows = [
        [
            *told,
            *(
                Marked(figure.number, _MARKS.get(code, "") if figure.number else "", "\n".join(figure.names))
                for code, figure in figures.items()
            ),
        ]
        for *told, figures in zip(*facts.values(), figures_of(dossier), strict=True)
    ]
    columns = [word(code, lang) for code in (*facts, *told_columns(dossier))]
    across = sum(book.rows(sheet, 2, columns, rows))
    below = len(rows) + 4
    head = Head(comparison, lang, explain=False).matters()
    sheet.write_string(below, 0, head.title, book.format(bold=True, font_size=12, text_wrap=False))
    for down, entry in enumerate(head.entries, below + 1):
        said = shown(f"{entry.sign} {plain(entry.line)}")
        sheet.merge_range(down, 0, down, len(columns) - 1, "", book.format())
        sheet.write_string(down, 0, said, book.format())
        fit(sheet, down, [said], [across])
    sheet.freeze_panes(3, 1)
    on_paper(sheet, 1, 0 if len(rows) > 40 else 1)


def _matrix(row: IndicatorRow, lang: Lang) -> list[object]:
    """A row of targets."""
    cells = [_cell(slot, row.unit, lang) for slot in slots(row)]
    return [row.row, row.name, row.unit, word(row.verdict, lang), *cells]


def _cell(slot: Slot, unit: str | None, lang: Lang) -> Marked:
    """A target with its comment: name, baseline and attribute as written, and what stands out."""
    cell = slot.cell
    if cell is None:
        return Marked(SIGNS["missing"], "missing")
    said = [cell.name, f"{word('baseline', lang)} {value_text(cell.baseline)}"]
    said.append(f"{word('target', lang)} {value_text(cell.target)}")
    if cell.attribute:
        said.append(f"{word('attribute', lang)} {cell.attribute}")
    if slot.mark:
        said.append(f"{SIGNS[slot.mark]} {word(f'mark-{slot.mark}', lang)}")
    target = in_unit(cell.target, unit)
    held = target if exact(target) else value_text(target)
    return Marked(held, slot.mark, "\n".join(said))


def _long(comparison: Comparison, names: dict[str, str], lang: Lang) -> Iterator[list[object]]:
    """One row an indicator and plan."""
    for row in comparison.indicators:
        for cell, mark in slots(row):
            if cell is not None:
                at = place_of(cell)
                sign = word(f"mark-{mark}", lang) if mark else None
                yield [row.row, row.key, row.name, names[cell.plan], cell.indicator, cell.name, cell.unit,
                       cell.attribute, word(row.verdict, lang), sign, *_parts(cell.baseline),
                       *_parts(cell.target), _against(cell, lang),
                       "；".join(word(gap, lang) for gap in cell.gaps),
                       at.line if at else None, at.page if at else None]  # fmt: skip


def _parts(value: Value | None) -> tuple[object, ...]:
    """Text, year, relation, figure."""
    if value is None:
        return (None, None, None, None)
    figure = float(value.value) if value.value is not None else None
    return (value_text(value), value.year, value.relation, figure)


def _against(cell: IndicatorCell, lang: Lang) -> str | None:
    return word(f"standing-{cell.against.target}", lang) if cell.against else None


def _gaps(comparison: Comparison, lang: Lang) -> Iterator[list[object]]:
    """What each plan lacks, by name."""
    rows = {row.row: row for row in comparison.indicators}
    for at, plan in enumerate(comparison.plans):
        for lacked in comparison.summary.lacks.get(plan.id, ()):
            yield [plan.name, word("absent-indicator", lang), rows[lacked].name, None, None]
        for row in comparison.indicators:
            cell = row.cells[at]
            for gap in cell.gaps if cell else ():
                yield [plan.name, word(gap, lang), row.name,
                       value_text(cell.baseline) if cell else None,
                       value_text(cell.target) if cell else None]  # fmt: skip


def _duties(comparison: Comparison, names: dict[str, str]) -> Iterator[list[object]]:
    """Who is responsible where."""
    for row in comparison.tasks:
        for cell in row.cells:
            if cell is not None:
                yield [row.text, names[cell.plan], "、".join(cell.lead), "、".join(cell.support), cell.text]


def _findings(report: CheckReport, lang: Lang) -> Iterator[list[object]]:
    """One row a finding, then the files that failed."""
    for finding, quote in quoted(report):
        also = "".join(f"\n{see_also(finding, each, lang)}" for each in finding.related)
        yield [finding.path, place_words(finding.at, lang), finding_word(finding.severity, lang),
               finding.code, finding.title_in(lang), finding.message + also, finding.excerpt,
               "".join(around(quote)) if quote else None]  # fmt: skip
    for file in report.files:
        if file.error is not None:
            yield [file.path, None, finding_word("failed", lang), None, None, file.error, None, None]
