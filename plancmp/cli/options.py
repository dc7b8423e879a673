"""What several commands ask: options with help in two languages, forms, settings of checks."""

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import typer

from plancmp.cli.color import Color
from plancmp.model.choices import Stage
from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded


def option(*names: str, **more: Any) -> Any:
    """An option; what help says of it stands in rules/messages/help.tsv.

    Who reads a file says that it may not be read, in the same words for all.
    """
    return typer.Option(*names, show_default=False, readable=False, **more)


def complete_codes(incomplete: str) -> list[str]:
    """Codes of checks that begin so, for the completion of a shell."""
    from plancmp.checks.loading import load_checks

    return [check.code for check in load_checks() if check.code.startswith(incomplete.upper())]


def argument(name: str = "PATH", **more: Any) -> Any:
    """An argument; `name` is how help and messages call it."""
    return typer.Argument(show_default=False, metavar=name, readable=False, **more)


TextForm = Literal["text", "json"]
"""Forms of what is for people first."""
Output = Annotated[Path | None, option("--output", "-o")]
Width = Annotated[int | None, option("--width", min=40, max=1000)]
Colored = Annotated[Color, option("--color")]
Base = Annotated[str | None, option("--base", metavar="PLAN")]
Crosswalk = Annotated[Path | None, option("--crosswalk")]
Refs = Annotated[Path | None, option("--refs", metavar="FOLDER")]
Jobs = Annotated[int | None, option("--jobs", "-j", min=0, max=256)]
Cluster = Annotated[str | None, option("--cluster", metavar="ADDRESS")]
Force = Annotated[bool, option("--force")]
Log = Annotated[Path | None, option("--log")]
_Codes = list[str] | None
_CODES: Mapping[str, Any] = {"metavar": "CODES", "autocompletion": complete_codes}

SETTINGS: Mapping[str, Any] = {
    "select": Annotated[_Codes, option("--select", "-s", **_CODES)],
    "ignore": Annotated[_Codes, option("--ignore", "-i", **_CODES)],
    "extend": Annotated[_Codes, option("--extend-select", **_CODES)],
    "severity": Annotated[list[str] | None, option("--severity", metavar="CODE=LEVEL")],
    "stage": Annotated[Stage | None, option("--stage")],
    "against": Annotated[list[Path] | None, option("--against", metavar="PLAN")],
    "previous": Annotated[str | None, option("--previous", metavar="PLAN")],
    "refs": Refs,
    "rules": Annotated[list[Path] | None, option("--rules", metavar="FOLDER")],
    "config": Annotated[Path | None, option("--config")],
    "isolated": Annotated[bool, option("--isolated")],
}
"""How checks are chosen and set, for every command that runs them."""


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that takes `told: Told` the options of `SETTINGS` in its place."""

    @wraps(command)
    def run(**given: Any) -> None:
        from plancmp.cli.check_settings import Told

        said = {name: _plain(given.pop(name)) for name in SETTINGS}
        command(told=Told(**{name: each for name, each in said.items() if each is not None}), **given)

    keyword = inspect.Parameter.KEYWORD_ONLY
    own = inspect.signature(command).parameters.values()
    parameters = [each.replace(kind=keyword) for each in own if each.name != "told"]
    parameters += [
        inspect.Parameter(name, keyword, default=False if name == "isolated" else None, annotation=kind)
        for name, kind in SETTINGS.items()
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _plain(value: Any) -> Any:
    """What was said as plain values: words one by one or with commas, paths as they are."""
    if isinstance(value, list):
        if value and isinstance(value[0], Path):
            return tuple(value)
        return tuple(word.strip() for each in value for word in each.split(",") if word.strip())
    return value


def form_of(output: Path | None, forms: Any, endings: Mapping[str, str], *, folder: bool = False) -> Any:
    """The form that the ending of the output says; the first one without a file.

    With `folder`, a name without an ending and a folder that is there have the first form too. Raises
    `PlancmpError` for an ending that names no form.
    """
    default, *_ = known = get_args(forms)
    if output is None or (folder and (not output.suffix or output.is_dir())):
        return default
    ending = output.suffix.lower().lstrip(".")
    name = endings.get(ending, ending)
    if name in known:
        return name
    if not ending:
        return default
    raise PlancmpError(*worded("unknown-ending", output=output, ending=ending, known=list(known)))
