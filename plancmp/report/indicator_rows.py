"""Records to CSV: one line an indicator, sub-rows included."""

from collections.abc import Iterable

from plancmp.model.record import Indicator, PlanRecord
from plancmp.records.tables import indicator_rows
from plancmp.report.csvform import write_csv

COLUMNS = (
    "plan", "title", "region", "period", "indicator", "number", "category", "name", "unit", "attribute",
    "baseline_year", "baseline", "target_year", "target", "part_of", "line", "page",
)  # fmt: skip


def write_rows(records: Iterable[PlanRecord], header: bool = True) -> str:
    """The indicators of records as CSV with `COLUMNS`, lines end in LF.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    rows = (_row(record, *row) for record in records for row in indicator_rows(record))
    return write_csv(rows, COLUMNS if header else None)


def _row(record: PlanRecord, indicator: Indicator, part_of: str | None) -> tuple[object, ...]:
    """One indicator as the values of `COLUMNS`."""
    plan, baseline, target = record.plan, indicator.baseline, indicator.target
    return (
        record.id,
        plan.title,
        plan.region.name if plan.region else None,
        plan.period.name if plan.period else None,
        indicator.id,
        indicator.number,
        indicator.category,
        indicator.name,
        indicator.unit,
        indicator.attribute,
        baseline.year if baseline else None,
        baseline.text if baseline else None,
        target.year if target else None,
        target.text if target else None,
        part_of,
        indicator.at.line,
        indicator.at.page,
    )
