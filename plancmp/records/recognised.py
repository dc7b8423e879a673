"""Marks what was recognised in a picture: parts of a record, and how sure recognition is of their values."""

from typing import Any

import msgspec

from plancmp.model.document import Document
from plancmp.model.record import Note, PlanRecord, Value
from plancmp.records.messages import note_message

UNSURE = 0.9
"""A value that recognition is less sure of is to be looked at."""


def mark_recognised(record: PlanRecord, document: Document) -> PlanRecord:
    """The record with `recognised` beside each place that has a box, and a note on each doubtful value."""
    confidences = {
        (anchor.page, anchor.box): anchor.confidence
        for anchor in document.anchors
        if anchor.box is not None and anchor.confidence is not None
    }
    if not confidences:
        return record
    doubtful: list[Value] = []

    def marked(part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(marked(each) for each in part)
        if not isinstance(part, msgspec.Struct):
            return part
        changes = {}
        for name in part.__struct_fields__:
            held = getattr(part, name)
            if isinstance(held, tuple | msgspec.Struct) and (new := marked(held)) != held:
                changes[name] = new
        place = getattr(part, "at", None)
        if place is not None and place.box is not None and hasattr(part, "recognised"):
            changes["recognised"] = True
            if isinstance(part, Value):
                changes["confidence"] = round(confidences.get((place.page, place.box), 0.0), 3)
        part = msgspec.structs.replace(part, **changes) if changes else part
        if isinstance(part, Value) and part.confidence is not None and part.confidence < UNSURE:
            doubtful.append(part)
        return part

    record = msgspec.structs.replace(
        record,
        **{name: marked(getattr(record, name)) for name in record.__struct_fields__ if name != "source"},
    )
    notes = [
        Note(
            code="recognised-unsure",
            message=note_message("recognised-unsure"),
            text=value.text,
            at=value.at,
        )
        for value in doubtful
    ]
    return msgspec.structs.replace(record, notes=(*record.notes, *notes)) if notes else record
