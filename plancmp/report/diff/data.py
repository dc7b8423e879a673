"""A comparison as JSON and YAML, and the JSON Schema of the former."""

from decimal import Decimal

import msgspec

from plancmp.model.comparison import Comparison
from plancmp.records.jsonform import schema_of
from plancmp.records.yamltext import to_yaml


def write_json(comparison: Comparison) -> str:
    """The comparison as indented JSON with a line end. Decimals are strings."""
    return msgspec.json.format(msgspec.json.encode(comparison), indent=2).decode() + "\n"


def write_yaml(comparison: Comparison) -> str:
    """The comparison as YAML with the same keys. Decimals are numbers."""
    return to_yaml(msgspec.to_builtins(comparison, builtin_types=(Decimal,)))


def diff_schema() -> dict[str, object]:
    """The JSON Schema of a comparison."""
    return schema_of(Comparison, "plancmp diff")
