"""All texts that a record carries, for tests of its laws."""

from collections.abc import Iterator
from typing import Any

import msgspec

from plancmp.model.record import PlanRecord

_DERIVED = {
    "id",
    "code",
    "message",
    "source",
    "style",
    "numbering",
    "kind",
    "state",
    "key",
    "table",
    "box",
    "section",
}


def leaves(record: PlanRecord) -> Iterator[str]:
    """Every text in a leaf of the record or in one of its notes; what was derived is left out."""
    yield from _texts(msgspec.to_builtins(record), "")


def _texts(data: Any, key: str) -> Iterator[str]:
    if isinstance(data, str):
        if key not in _DERIVED:
            yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            if name != "source" and not (name == "region" and key == "plan"):
                yield from _texts(value, name)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value, key)
