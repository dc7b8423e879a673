"""Holds records against labels made by hand, and says what is right, wrong and too much."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from plancmp.model.record import Box, Indicator, PlanRecord, flat
from plancmp.text.folding import squeeze

KINDS = ("sections", "boxes", "items", "indicators", "tasks", "plan")


class Score(NamedTuple):
    """How many labelled things were found right, how many there are, how many were found besides."""

    right: int
    labelled: int
    extra: int
    wrong: tuple[str, ...]


def read_labels(path: Path) -> list[dict[str, str]]:
    """The rows of a label file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def squeezed(text: str) -> str:
    """Folded without white space and without characters of private use, which labels copied along."""
    return re.sub("[\\ue000-\\uf8ff]", "", squeeze(text))


def score_lists(kind: str, expected: Sequence[tuple[str, ...]], found: Sequence[tuple[str, ...]]) -> Score:
    """Compare two lists as bags of tuples."""
    missing = Counter(expected) - Counter(found)
    extra = Counter(found) - Counter(expected)
    wrong = [f"- {kind} {' | '.join(each)}" for each in missing.elements()]
    wrong += [f"+ {kind} {' | '.join(each)}" for each in extra.elements()]
    return Score(len(expected) - missing.total(), len(expected), extra.total(), tuple(wrong))


def score_sections(record: PlanRecord, labels: Iterable[dict[str, str]]) -> Score:
    """Headings with level, label, title and line. Deeper levels than the labels name do not count."""
    rows = list(labels)
    deepest = max((int(row["level"]) for row in rows), default=0)
    expected = [(row["line"], row["level"], squeeze(row["label"]), squeezed(row["title"])) for row in rows]
    found = [
        (str(each.at.line), str(each.level), squeeze(each.label or ""), squeeze(each.title))
        for each in flat(record.sections)
        if each.level <= deepest
    ]
    return score_lists("section", expected, found)


def _box_number(box: Box) -> str:
    """The number of a box; of a table without 专栏 that of its label 表1."""
    label = squeeze(box.label or "")
    return label.removeprefix("表") if label.startswith("表") else str(box.number or "")


def score_boxes(record: PlanRecord, labels: Iterable[dict[str, str]]) -> tuple[Score, Score]:
    """Boxes by number and title, items by number and title within their box."""
    boxes: list[tuple[str, ...]] = []
    items: list[tuple[str, ...]] = []
    title = ""
    for row in labels:
        if row["kind"] == "box":
            title = squeezed(row["title"])
            boxes.append((squeeze(row["box"]).removeprefix("表"), title))
        else:
            items.append((title, row["no"], squeezed(row["title"])))
    labelled = set(boxes)
    found = [(_box_number(box), squeeze(box.title or "")) for box in record.boxes]
    if not any(number == "" for number, _ in labelled):
        found = [each for each in found if each[0] or each in labelled]
    found_items = [
        (squeeze(box.title or ""), str(item.number or ""), squeeze(item.title))
        for box in record.boxes
        for item in box.items
    ]
    return score_lists("box", boxes, found), score_lists("item", items, found_items)


def _row(indicator: Indicator, parent: str, with_values: bool) -> tuple[str, ...]:
    """An indicator as a tuple of its labelled fields."""
    fields = [
        str(indicator.number or ""),
        squeeze(indicator.category or ""),
        squeeze(indicator.name),
        squeeze(indicator.unit or ""),
        squeeze(indicator.baseline.text) if indicator.baseline else "",
        squeeze(indicator.target.text) if indicator.target else "",
        indicator.attribute or "",
    ]
    if with_values:
        fields.append(
            ";".join(f"{squeeze(value.label or '')}={squeeze(value.text)}" for value in indicator.values)
        )
        fields.append(parent)
    return tuple(fields)


def score_indicators(record: PlanRecord, labels: Iterable[dict[str, str]]) -> Score:
    """Indicator rows with every field."""
    rows = list(labels)
    with_values = bool(rows) and "values" in rows[0]
    expected = []
    for row in rows:
        names = ("no", "category", "name", "unit", "baseline", "target", "attribute")
        fields = [squeeze(row[name] or "") for name in names]
        if with_values:
            fields += [squeeze(row["values"] or ""), squeeze(row["parent"] or "")]
        expected.append(tuple(fields))
    found = []
    for indicator in record.indicators:
        found.append(_row(indicator, "", with_values))
        for part in indicator.parts:
            parent = str(indicator.number or squeeze(indicator.name))
            found.append(_row(part, parent, with_values))
    return score_lists("indicator", expected, found)


def score_tasks(record: PlanRecord, labels: Iterable[dict[str, str]]) -> Score:
    """Tasks with their text, lead and support units."""
    expected = [
        (squeeze(row["text"]), squeeze(row["lead"] or ""), squeeze(row["support"] or "")) for row in labels
    ]
    found = [
        (squeeze(task.text), squeeze("|".join(task.lead)), squeeze("|".join(task.support)))
        for task in record.tasks
    ]
    return score_lists("task", expected, found)


def score_plan(record: PlanRecord, label: dict[str, str]) -> Score:
    """Plan data, a field a point."""
    plan = record.plan
    region, period = plan.region, plan.period
    got = {
        "title": plan.title,
        "region": region.name if region else None,
        "level": region.level if region else None,
        "code": region.code if region else None,
        "parents": "|".join(region.parents) if region else None,
        "period": period.name if period else None,
        "start": period.start if period else None,
        "end": period.end if period else None,
        "outlook": period.outlook if period else None,
        "stage": plan.stage,
        "number": plan.number,
        "issuer": plan.issuer,
        "date": plan.date,
        "based_on": "|".join(basis.title for basis in plan.based_on),
    }
    wrong = [
        f"- plan {name}: {label[name]!r}, found {value!r}"
        for name, value in got.items()
        if squeeze(label[name] or "") != squeeze(str(value or ""))
    ]
    return Score(len(got) - len(wrong), len(got), 0, tuple(wrong))


Reader = Callable[[str], list[dict[str, str]]]


def score(record: PlanRecord, labels: Reader) -> dict[str, Score]:
    """All scores of one plan; `labels` gives the rows of a kind that belong to it."""
    boxes, items = score_boxes(record, labels("boxes"))
    return {
        "sections": score_sections(record, labels("sections")),
        "boxes": boxes,
        "items": items,
        "indicators": score_indicators(record, labels("indicators")),
        "tasks": score_tasks(record, labels("tasks")),
        "plan": score_plan(record, labels("plans")[0]),
    }
