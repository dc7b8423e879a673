"""A comparison as CSV: one line a fact, with the same columns for all parts."""

from collections.abc import Iterator

from plancmp.model.comparison import BoxRow, Comparison, IndicatorRow, ItemRow, SectionRow
from plancmp.model.record import Value
from plancmp.report.csvform import write_csv

COLUMNS = (
    "part", "row", "verdict", "title", "plan", "id", "name", "unit", "attribute", "baseline", "target",
    "values", "gaps", "marks", "against_target", "against_attribute", "match", "similarity", "lead",
    "support", "text", "field", "before", "after", "line", "page",
)  # fmt: skip
"""`part` says what a line is: plan, summary, gap, share, change, promise, indicator, section, box, item,
task, text, doubt, apart. A matter that several plans have is one line for each of them; `row` joins the
lines of one row."""

Fact = dict[str, object]


def write_rows(comparison: Comparison) -> str:
    """The comparison as CSV with `COLUMNS`, lines end in LF.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    facts = ([fact.get(column) for column in COLUMNS] for fact in find_facts(comparison))
    return write_csv(facts, COLUMNS)


def find_facts(comparison: Comparison) -> Iterator[Fact]:
    """Everything in a comparison as flat facts with some of `COLUMNS`."""
    yield from _plans(comparison)
    yield from _changes(comparison)
    for row in comparison.indicators:
        yield from _indicator(row)
    for at, section in enumerate(comparison.sections, 1):
        yield from _title(f"S{at}", "section", section, comparison)
    for at, box in enumerate(comparison.boxes, 1):
        yield from _title(f"B{at}", "box", box, comparison)
        for number, item in enumerate(box.items, 1):
            yield from _title(f"B{at}.{number}", "item", item, comparison)
    yield from _tasks(comparison)
    yield from _text(comparison)
    pairs = [("doubt", comparison.doubts), ("apart", comparison.apart)]
    for part, doubt in ((part, doubt) for part, doubts in pairs for doubt in doubts):
        yield {
            "part": part,
            "plan": f"{doubt.first.plan}；{doubt.second.plan}",
            "id": f"{doubt.first.indicator}；{doubt.second.indicator}",
            "name": f"{doubt.first.name}；{doubt.second.name}",
            "similarity": doubt.score,
            "text": "；".join(doubt.reasons),
        }


def _plans(comparison: Comparison) -> Iterator[Fact]:
    """The plans and the figures of the summary."""
    for plan in comparison.plans:
        yield {"part": "plan", "title": plan.title, "plan": plan.id, "name": plan.name, "text": plan.path,
               "marks": "base" if plan.base else None}  # fmt: skip
    summary = comparison.summary
    for part in ("indicators", "sections", "boxes", "items", "tasks"):
        counts = getattr(summary, part)
        for verdict in counts.__struct_fields__:
            yield {"part": "summary", "row": part, "verdict": verdict, "after": getattr(counts, verdict)}
    for kind in summary.text.__struct_fields__:
        yield {"part": "summary", "row": "text", "verdict": kind, "after": getattr(summary.text, kind)}
    for kind, count in summary.changes.items():
        yield {"part": "summary", "row": "changes", "verdict": kind, "after": count}
    for name, gaps in summary.gaps.items():
        for gap, count in gaps.items():
            yield {"part": "gap", "plan": name, "gaps": gap, "after": count}
    for share in summary.shares:
        yield {"part": "share", "plan": share.plan, "id": share.other, "similarity": share.exact,
               "after": share.near}  # fmt: skip


def _changes(comparison: Comparison) -> Iterator[Fact]:
    """Changes between drafts, and promises of the last period."""
    for drafts in comparison.drafts:
        for change in drafts.changes:
            place = change.new_at or change.old_at
            yield {
                "part": "change",
                "verdict": change.kind,
                "title": change.of,
                "plan": f"{drafts.before}；{drafts.after}",
                "id": "；".join(filter(None, (change.old, change.new))),
                "name": change.name,
                "field": change.field,
                "before": change.before,
                "after": change.after,
                "line": place.line if place else None,
                "page": place.page if place else None,
            }
    for periods in comparison.periods:
        for promise in periods.promises:
            yield {
                "part": "promise",
                "row": promise.row,
                "verdict": promise.verdict,
                "title": promise.name,
                "plan": f"{periods.before}；{periods.after}",
                "before": promise.promised.text,
                "after": _value(promise.reached),
                "target": _value(promise.target),
            }


def _value(value: Value | None) -> str | None:
    """A value as written, None where its column is absent."""
    return " ".join(value.text.split()) if value is not None else None


def _indicator(row: IndicatorRow) -> Iterator[Fact]:
    for cell in filter(None, row.cells):
        marks = [mark for mark in ("strictest", "weakest") if cell.plan in getattr(row, mark)]
        yield {
            "part": "indicator",
            "row": row.row,
            "verdict": row.verdict,
            "title": row.name,
            "plan": cell.plan,
            "id": cell.indicator,
            "name": cell.name,
            "unit": cell.unit,
            "attribute": cell.attribute,
            "baseline": _value(cell.baseline),
            "target": _value(cell.target),
            "values": "；".join(
                f"{value.label or value.year or ''}：{_value(value)}" for value in cell.values
            ),
            "gaps": " ".join(cell.gaps),
            "marks": " ".join(marks),
            "against_target": cell.against.target if cell.against else None,
            "against_attribute": cell.against.attribute if cell.against else None,
            "match": cell.match.level,
            "similarity": cell.match.score,
            "text": "；".join((*cell.match.reasons, *(f"→{other}" for other in row.related))),
        }


def _title(
    name: str, part: str, row: SectionRow | BoxRow | ItemRow, comparison: Comparison
) -> Iterator[Fact]:
    """A line for each plan that has the part."""
    for plan, place, title in zip(comparison.plans, row.cells, row.titles, strict=True):
        if place is not None:
            yield {"part": part, "row": name, "verdict": row.verdict, "title": row.title, "plan": plan.id,
                   "id": place, "name": title, "similarity": row.similarity}  # fmt: skip


def _tasks(comparison: Comparison) -> Iterator[Fact]:
    for at, row in enumerate(comparison.tasks, 1):
        for cell in filter(None, row.cells):
            yield {"part": "task", "row": f"T{at}", "verdict": row.verdict, "title": row.text,
                   "plan": cell.plan, "id": cell.task, "lead": "、".join(cell.lead),
                   "support": "、".join(cell.support), "text": cell.text,
                   "similarity": row.similarity}  # fmt: skip


def _text(comparison: Comparison) -> Iterator[Fact]:
    for at, row in enumerate(comparison.text, 1):
        for cell in filter(None, row.cells):
            places = " ".join((cell.place, *cell.also))
            yield {"part": "text", "row": f"X{at}", "verdict": row.kind, "plan": cell.plan, "id": places,
                   "text": cell.text, "similarity": row.similarity, "line": cell.at.line,
                   "page": cell.at.page}  # fmt: skip
