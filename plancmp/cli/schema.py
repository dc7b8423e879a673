"""`plancmp schema`: the JSON Schema of what plancmp writes and reads."""

import sys
from enum import StrEnum
from typing import Annotated

import typer


class Kind(StrEnum):
    """What has a schema."""

    record = "record"


def schema(kind: Annotated[Kind, typer.Argument(help="record")]) -> None:
    """输出 JSON Schema。 Print a JSON Schema."""
    import msgspec

    from plancmp.records.jsonform import record_schema

    if kind is Kind.record:
        text = msgspec.json.format(msgspec.json.encode(record_schema()), indent=2).decode()
        sys.stdout.write(text + "\n")
