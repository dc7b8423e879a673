"""`plancmp verify`: records against their sources."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from plancmp.cli.language import chosen, say
from plancmp.cli.options import argument
from plancmp.model.errors import PlancmpError


def verify(
    records: Annotated[list[Path], argument("记录文件", "record files")],
) -> None:
    """Say what no longer stands in the source where the record says."""
    from plancmp.pipeline import verify as find_mismatches

    status = 0
    for path in records:
        try:
            found = find_mismatches(path)
        except PlancmpError as error:
            print(error.message(chosen()), file=sys.stderr)
            status = 2
            continue
        for each in found:
            print(f"{path}{say('：', ': ')}{each.message(chosen())}")
        if not found:
            print(say(f"{path}：与原文一致", f"{path}: everything stands in the source"))
        status = max(status, int(bool(found)))
    raise typer.Exit(status)
