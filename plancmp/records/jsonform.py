"""Records to JSON."""

import msgspec

from plancmp.model.record import PlanRecord


def write_json(record: PlanRecord, *, indent: bool) -> str:
    """The record as JSON with a line end: indented, or on one line. Decimals are strings."""
    data = {"plancmp": record.plancmp, **msgspec.to_builtins(record)}
    encoded = msgspec.json.encode(data)
    return (msgspec.json.format(encoded, indent=2) if indent else encoded).decode() + "\n"


def record_schema() -> dict[str, object]:
    """The JSON Schema of a record in YAML: decimals are numbers there, strings in JSON."""
    import re

    def hook(kind: type) -> dict[str, object]:
        raise NotImplementedError(kind)

    schema = msgspec.json.schema(PlanRecord, schema_hook=hook)
    text = msgspec.json.encode(schema).decode()
    text = re.sub(r'\{"type":"string","format":"decimal"\}', '{"type":["number","string"]}', text)
    result: dict[str, object] = msgspec.json.decode(text)
    result["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    result["title"] = "plancmp record"
    return result
