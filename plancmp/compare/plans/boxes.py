"""专栏 side by side, with their items."""

from collections.abc import Sequence

from plancmp.compare.plans.clustering import Thing, group_things
from plancmp.compare.plans.sections import found_in, titled_row, verdict_of
from plancmp.compare.reading import Node
from plancmp.model.comparison import BoxRow, ItemRow, Verdict
from plancmp.model.record import PlanRecord
from plancmp.text.folding import squeeze

_BOX, _BOX_TITLE = 0.3, 0.5
_ITEM, _ITEM_TITLE = 0.38, 0.6
_TABLE = "主要指标"


def compare_boxes(
    records: Sequence[PlanRecord], plans: Sequence[Sequence[Node]], names: Sequence[str]
) -> tuple[BoxRow, ...]:
    """Rows of boxes over the plans. An item stands under the box of the first plan that has it."""
    boxes = [[node for node in nodes if node.kind == "box"] for nodes in plans]
    items = [[node for node in nodes if node.kind == "item"] for nodes in plans]
    item_rows = _item_rows(items, names)
    rows: list[BoxRow] = []
    things = [_things(boxes[plan], items[plan], records[plan]) for plan in range(len(plans))]
    for group in group_things(things, names, _BOX, _BOX_TITLE):
        found = found_in(group, boxes)
        first, node = next((plan, node) for plan, node in enumerate(found) if node is not None)
        below = tuple(
            row for owner, row in item_rows if owner in {(at, box.id) for at, box in enumerate(found) if box}
        )
        kind = next(box.kind for box in records[first].boxes if box.id == node.id)
        verdict = _worst(verdict_of(found), below)
        rows.append(titled_row(BoxRow, found, group, kind=kind, verdict=verdict, items=below))
    return tuple(rows)


def _worst(verdict: Verdict, items: Sequence[ItemRow]) -> Verdict:
    """A box whose items differ is not the same."""
    return "differs" if verdict == "same" and any(row.verdict != "same" for row in items) else verdict


def _things(boxes: Sequence[Node], items: Sequence[Node], record: PlanRecord) -> list[Thing]:
    """Boxes as compared: with the titles of their items. The only table of indicators of a plan is one
    with that of another, whatever it is called."""
    kinds = {box.id: box.kind for box in record.boxes}
    texts = {box.id: "".join(each.key for each in box.sentences) for box in boxes}
    for item in items:
        if item.parent in texts:
            texts[item.parent] += squeeze(item.title) + "".join(each.key for each in item.sentences)
    for indicator in record.indicators:
        if indicator.box in texts:
            texts[indicator.box] += squeeze(indicator.name)
    tables = [box.id for box in boxes if kinds[box.id] == "indicators"]
    return [
        Thing(
            _TABLE if tables == [box.id] else squeeze(box.title),
            texts[box.id],
            "indicators" if box.id in tables else "box",
        )
        for box in boxes
    ]


def _item_rows(
    plans: Sequence[Sequence[Node]], names: Sequence[str]
) -> list[tuple[tuple[int, str | None], ItemRow]]:
    """Rows of items over the plans, each with the plan and box under which it is shown."""
    things = [
        [Thing(squeeze(item.title), "".join(each.key for each in item.sentences)) for item in items]
        for items in plans
    ]
    rows: list[tuple[tuple[int, str | None], ItemRow]] = []
    for group in group_things(things, names, _ITEM, _ITEM_TITLE):
        found = found_in(group, plans)
        owner = next((plan, item.parent) for plan, item in enumerate(found) if item is not None)
        rows.append((owner, titled_row(ItemRow, found, group)))
    return rows
