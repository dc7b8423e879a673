"""A comparison as JSON and YAML, and the JSON Schema of the former."""

import re
from decimal import Decimal
from typing import Any

import msgspec
import yaml

from plancmp.model.comparison import Comparison

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _DiffDumper(_Dumper):  # type: ignore[misc]
    """Writes decimals with their own digits and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Each thing is written where it stands."""
        return True


def _write_decimal(dumper: Any, value: Decimal) -> Any:
    """A decimal as a plain number: 6.50 stays 6.50."""
    return dumper.represent_scalar("tag:yaml.org,2002:float", format(value, "f"))


_DiffDumper.add_representer(Decimal, _write_decimal)


def write_json(comparison: Comparison) -> str:
    """The comparison as indented JSON with a line end. Decimals are strings."""
    return msgspec.json.format(msgspec.json.encode(comparison), indent=2).decode() + "\n"


def write_yaml(comparison: Comparison) -> str:
    """The comparison as YAML with the same keys. Decimals are numbers."""
    data = msgspec.to_builtins(comparison, builtin_types=(Decimal,))
    text: str = yaml.dump(data, Dumper=_DiffDumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    return text


def diff_schema() -> dict[str, object]:
    """The JSON Schema of a comparison; decimals are numbers in YAML, strings in JSON."""
    text = msgspec.json.encode(msgspec.json.schema(Comparison)).decode()
    text = re.sub(r'\{"type":"string","format":"decimal"\}', '{"type":["number","string"]}', text)
    result: dict[str, object] = msgspec.json.decode(text)
    result["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    result["title"] = "plancmp diff"
    return result
