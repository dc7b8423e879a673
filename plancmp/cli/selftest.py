"""`plancmp selftest`: which planted defects `check` would have found in a draft."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plancmp.cli.color import Color, is_colored, width_of
from plancmp.cli.language import spoken
from plancmp.cli.options import Output, Width, argument, form_of, option, with_settings
from plancmp.cli.writing import put, show

if TYPE_CHECKING:
    from plancmp.cli.check_settings import Told


class Form(StrEnum):
    """Forms of the result."""

    text = "text"
    json = "json"


@with_settings
def selftest(
    draft: Annotated[Path, argument("草案", "a draft", "DRAFT")],
    told: "Told",
    form: Annotated[Form | None, option("输出格式", "form of the output", "--format", "-f")] = None,
    output: Output = None,
    color: Annotated[Color, option("颜色", "when to colour", "--color")] = Color.auto,
    width: Width = None,
) -> None:
    """Plant defects in a copy of a draft and say which are found; 1 when one is not."""
    from plancmp.cli.check_settings import Planner
    from plancmp.cli.checking import options_for
    from plancmp.report.findings.selftest import write_selftest, write_selftest_json
    from plancmp.selftest import run_selftest

    wanted = form or form_of(output, Form.text, {"txt": "text"})
    settings = Planner(told).settings(str(draft))
    lang = spoken()
    result = run_selftest(draft, sorted(settings.codes), options=options_for(settings), lang=lang)
    if wanted is Form.json:
        put(write_selftest_json(result), output)
    else:
        painted = is_colored(color, output)
        show(write_selftest(result, lang=lang, color=painted, width=width_of(width)), output)
    raise typer.Exit(int(result.found < result.planted))
