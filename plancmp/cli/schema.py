"""`plancmp schema`: the JSON Schema of what plancmp writes and reads."""

import sys
from enum import StrEnum
from typing import Annotated

import typer


class Kind(StrEnum):
    """What has a schema."""

    record = "record"
    diff = "diff"


def schema(kind: Annotated[Kind, typer.Argument(help="record, diff")]) -> None:
    """输出 JSON Schema。 Print a JSON Schema."""
    import msgspec

    described = _record_schema() if kind is Kind.record else _diff_schema()
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(described), indent=2).decode() + "\n")


def _record_schema() -> dict[str, object]:
    """The schema of a record."""
    from plancmp.records.jsonform import record_schema

    return record_schema()


def _diff_schema() -> dict[str, object]:
    """The schema of a comparison as JSON."""
    from plancmp.report.diff_data import diff_schema

    return diff_schema()
