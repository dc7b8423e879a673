"""`plancmp selftest`: which planted defects `check` would have found in a draft."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plancmp.cli.color import is_colored, width_of
from plancmp.cli.language import chosen
from plancmp.cli.options import Colored, Output, TextForm, Width, argument, form_of, option, with_settings
from plancmp.cli.writing import put, show

if TYPE_CHECKING:
    from plancmp.cli.check_settings import Told


@with_settings
def selftest(
    draft: Annotated[Path, argument("DRAFT")],
    told: "Told",
    form: Annotated[TextForm | None, option("--format", "-f")] = None,
    output: Output = None,
    color: Colored = "auto",
    width: Width = None,
) -> None:
    """Plant defects in a copy of a draft and say which are found; 1 when one is not."""
    from plancmp.cli.check_settings import Planner
    from plancmp.cli.checking import options_for
    from plancmp.report.findings.selftest import write_selftest, write_selftest_json
    from plancmp.selftest import run_selftest

    wanted = form or form_of(output, TextForm, {"txt": "text"})
    settings = Planner(told).settings(str(draft))
    lang = chosen()
    result = run_selftest(draft, sorted(settings.codes), options=options_for(settings), lang=lang)
    if wanted == "json":
        put(write_selftest_json(result), output)
    else:
        painted = is_colored(color, output)
        show(write_selftest(result, lang=lang, color=painted, width=width_of(width)), output)
    raise typer.Exit(int(result.found < result.planted))
