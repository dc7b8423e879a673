"""A record as short lines, one a thing, by which tests and the scoreboard compare."""

from collections.abc import Iterator

from plancmp.model.record import Box, Indicator, PlanRecord, Section, Value, flat

_LEFT = {"toc", "page-number", "running-head", "bookmark", "private-use"}


def summary(record: PlanRecord) -> list[str]:
    """All lines of a record, kind by kind, each kind in document order."""
    lines = [f"title {record.plan.title}"] if record.plan.title else []
    lines += [line for section in record.sections for line in _section(section)]
    lines += [f"appendix {_(each.label)} | {_(each.title)}" for each in record.appendices]
    lines += [line for box in record.boxes for line in _box(box)]
    for indicator in record.indicators:
        lines.append("row " + _indicator(indicator))
        lines += ["part " + _indicator(part) for part in indicator.parts]
        lines += [f"rownote {note}" for note in indicator.notes]
    for task in record.tasks:
        lines.append(
            f"task {_(task.number)} | {task.text} | {_('、'.join(task.lead))} | {_('、'.join(task.support))}"
        )
    lines += [
        f"table {_(table.title)} | {len(table.rows)}" for table in record.tables if table.kind == "other"
    ]
    lines += [f"left {note.code}" for note in record.notes if note.code in _LEFT]
    return lines


def _section(section: Section) -> Iterator[str]:
    for each in flat([section]):
        yield f"section {each.level} | {_(each.label)} | {each.title}"


def _box(box: Box) -> Iterator[str]:
    yield f"box {_(box.label)} | {box.kind} | {_(box.title)}"
    group: str | None = None
    groups = list(box.groups)
    for item in box.items:
        if item.group != group:
            group = item.group
            while groups:
                title = groups.pop(0)
                yield f"group {title}"
                if title == group:
                    break
        yield f"item {_(item.number)} | {item.title}"
    yield from (f"group {title}" for title in groups)


def _indicator(row: Indicator) -> str:
    parts = [
        _(row.number),
        _(row.category),
        row.name,
        _(row.unit),
        _attribute(row),
        _value(row.baseline),
        _value(row.target),
    ]
    parts += [f"{value.label}={value.text or '∅'}" for value in row.values]
    return " | ".join(parts)


def _attribute(row: Indicator) -> str:
    return _(row.attribute)


def _value(value: Value | None) -> str:
    return "-" if value is None else value.text or "∅"


def _(value: object) -> str:
    return "-" if value is None or value == "" else str(value)
