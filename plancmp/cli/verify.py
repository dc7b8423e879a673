"""`plancmp verify`: records against their sources."""

from typing import Annotated

import typer

from plancmp.cli.language import chosen, complain, say, tell
from plancmp.cli.options import argument
from plancmp.cli.progress import with_bar
from plancmp.cli.writing import show
from plancmp.model.errors import PlancmpError


def verify(paths: Annotated[list[str], argument("RECORD")]) -> None:
    """Say what no longer stands in the source where the record says."""
    from plancmp.batch.plan_inputs import find_records
    from plancmp.pipeline import verify as find_mismatches

    records = find_records(paths)
    standing = failed = 0
    for path in with_bar(records, len(records), "核对", "verifying"):
        try:
            found = find_mismatches(path)
        except PlancmpError as error:
            complain(error)
            failed += 1
            continue
        for each in found:
            show(f"{path}{say('：', ': ')}{each.message(chosen())}\n")
        if not found:
            show(say(f"{path}：与原文一致\n", f"{path}: everything stands in the source\n"))
        standing += not found
    differing = len(records) - standing - failed
    if len(records) > 1:
        zh = f"共 {len(records)} 份：一致 {standing}，不一致 {differing}，无法核对 {failed}"
        en = f"{len(records)} records: {standing} stand, {differing} do not, {failed} could not be verified"
        tell(say(zh, en))
    raise typer.Exit(2 if failed else int(bool(differing)))
