"""`plancmp learn`: the phrases of one's own plans, counted for `check`."""

from pathlib import Path
from typing import Annotated

import typer

from plancmp.cli.language import complain, say, tell
from plancmp.cli.options import argument
from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded


def learn(folder: Annotated[Path, argument("FOLDER")]) -> None:
    """Add the phrases of some plans to the statistics beside the current folder or above it."""
    from plancmp.batch.plan_inputs import find_plans
    from plancmp.checks.aside.learning import learn as add
    from plancmp.cli.check_settings import PHRASES_NAME, find_above
    from plancmp.pipeline import load

    records = []
    failed = False
    for path in find_plans([str(folder)]):
        try:
            records.append(load(path))
        except PlancmpError as error:
            failed = True
            complain(error)
    if not records:
        raise typer.Exit(2)
    file = find_above(Path.cwd(), PHRASES_NAME) or Path(PHRASES_NAME)
    fresh, held = add(records, file)
    tell(say(*worded("learned", file=file, fresh=fresh, held=held)))
    raise typer.Exit(2 if failed else 0)
