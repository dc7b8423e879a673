"""`plancmp schema`: the JSON Schema of what plancmp writes and reads."""

from importlib import import_module
from typing import Annotated, Literal

from plancmp.cli.options import argument
from plancmp.cli.writing import put

Kind = Literal["record", "config", "rules", "diff", "findings", "dataset"]
"""What has a schema."""
_MAKERS: dict[Kind, tuple[str, str]] = {
    "record": ("records.jsonform", "record_schema"),
    "config": ("cli.config", "config_schema"),
    "rules": ("checks.loading", "rules_schema"),
    "diff": ("report.diff.data", "diff_schema"),
    "findings": ("report.findings.data", "findings_schema"),
    "dataset": ("records.tables", "tables_schema"),
}
"""Module and function that make it, loaded when they are asked."""


def schema(kind: Annotated[Kind, argument("KIND")]) -> None:
    """Print a JSON Schema."""
    import msgspec

    module, maker = _MAKERS[kind]
    described = getattr(import_module(f"plancmp.{module}"), maker)()
    put(msgspec.json.format(msgspec.json.encode(described), indent=2).decode() + "\n", None)
