"""Records to JSON."""

from typing import Any, cast

import msgspec

from plancmp.model.record import PlanRecord


def write_json(record: PlanRecord, *, indent: bool) -> str:
    """The record as JSON with a line end: indented, or on one line. Decimals are strings."""
    encoded = b'{"plancmp":%d,' % record.plancmp + msgspec.json.encode(record)[1:]
    return (msgspec.json.format(encoded, indent=2) if indent else encoded).decode() + "\n"


def record_schema() -> dict[str, object]:
    """The JSON Schema of a record."""
    described: Any = schema_of(PlanRecord, "plancmp record")
    described["$defs"]["PlanRecord"]["properties"]["made"] = {"type": "string"}  # See `sealing`.
    return cast("dict[str, object]", described)


def schema_of(kind: type, title: str) -> dict[str, object]:
    """The JSON Schema of a type; decimals are numbers in YAML and strings in JSON."""
    text = msgspec.json.encode(msgspec.json.schema(kind)).decode()
    text = text.replace('{"type":"string","format":"decimal"}', '{"type":["number","string"]}')
    described: dict[str, object] = msgspec.json.decode(text)
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    described["title"] = title
    return described
