"""What several commands ask: options with help in two languages, forms, settings of checks."""

import difflib
import inspect
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from plancmp.cli.language import Lang, chosen
from plancmp.model.errors import PlancmpError

_BETWEEN = "\x1f"
F = TypeVar("F", bound=StrEnum)


class PlanStage(StrEnum):
    """Stages of a plan: 征求意见稿, 送审稿, 印发稿."""

    draft = "draft"
    review = "review"
    issued = "issued"


def option(zh: str, en: str, *names: str, **more: Any) -> Any:
    """An option with its help in both languages."""
    return typer.Option(*names, help=both(zh, en), show_default=False, **more)


def complete_codes(incomplete: str) -> list[str]:
    """Codes of checks that begin so, for the completion of a shell."""
    from plancmp.checks.loading import load_checks

    return [check.code for check in load_checks() if check.code.startswith(incomplete.upper())]


def argument(zh: str, en: str, name: str = "PATH", **more: Any) -> Any:
    """An argument with its help in both languages; `name` is how help and messages call it."""
    return typer.Argument(help=both(zh, en), show_default=False, metavar=name, **more)


def both(zh: str, en: str) -> str:
    """Two wordings of a help text; `in_language` takes one."""
    return f"{zh}{_BETWEEN}{en}"


def in_language(text: str | None) -> str | None:
    """The wording of a help text in the language of the run."""
    if text is None or _BETWEEN not in text:
        return text
    zh, en = text.split(_BETWEEN)
    return en if chosen() is Lang.en else zh


Output = Annotated[Path | None, option("输出文件", "file to write to", "--output", "-o")]
Width = Annotated[
    int | None,
    option("每行宽度（40 至 1000 列）", "width of a line, 40 to 1000 columns", "--width", min=40, max=1000),
]
Base = Annotated[
    str | None,
    option(
        "对标的规划：文件或 ref:disability-15",
        "plan to hold against: a file or ref:NAME",
        "--base",
        metavar="PLAN",
    ),
]
Crosswalk = Annotated[
    Path | None,
    option("人工确认的指标对照表", "your own word on which indicators are the same", "--crosswalk"),
]
Refs = Annotated[
    Path | None,
    option("自己的参照规划文件夹", "folder of your own reference plans", "--refs", metavar="FOLDER"),
]
Jobs = Annotated[
    int | None,
    option(
        "同时读取的进程数（0 为自动，最多 256）",
        "processes, at most 256; 0 lets the number of files decide",
        "--jobs",
        "-j",
        min=0,
        max=256,
    ),
]
Cluster = Annotated[
    str | None,
    option(
        "在 Dask 集群上读取：调度器地址，如 tcp://10.0.0.5:8786",
        "read on a cluster of Dask: its scheduler, as tcp://10.0.0.5:8786",
        "--cluster",
        metavar="ADDRESS",
    ),
]
Force = Annotated[
    bool,
    option("全部重新读取，并覆盖人工改过的记录", "read all anew, corrected records too", "--force"),
]
Log = Annotated[
    Path | None,
    option(
        "逐份记下处理结果（每行一个 JSON）", "write what became of each file, a line of JSON each", "--log"
    ),
]

SETTINGS: Mapping[str, Any] = {
    "select": Annotated[
        list[str] | None,
        option(
            "只用这些检查：代码、前缀、名称、ALL",
            "checks to run: codes, prefixes, names, ALL",
            "--select",
            "-s",
            metavar="CODES",
            autocompletion=complete_codes,
        ),
    ],
    "ignore": Annotated[
        list[str] | None,
        option(
            "不用这些检查",
            "checks to leave out",
            "--ignore",
            "-i",
            metavar="CODES",
            autocompletion=complete_codes,
        ),
    ],
    "extend": Annotated[
        list[str] | None,
        option(
            "在默认之外加用的检查",
            "checks to run besides",
            "--extend-select",
            metavar="CODES",
            autocompletion=complete_codes,
        ),
    ],
    "severity": Annotated[
        list[str] | None,
        option(
            "改严重程度：PLH003=error", "change a severity: PLH003=error", "--severity", metavar="CODE=LEVEL"
        ),
    ],
    "stage": Annotated[
        PlanStage | None, option("阶段（默认按文稿判断）", "stage of the plan, else as it says", "--stage")
    ],
    "against": Annotated[
        list[Path] | None,
        option(
            "上位规划：文件或 ref:disability-15，可多次",
            "a superior plan: a file or ref:NAME; repeatable",
            "--against",
            metavar="PLAN",
        ),
    ],
    "previous": Annotated[
        str | None,
        option(
            "上一期规划：文件或 ref:名称",
            "the plan of the period before: a file or ref:NAME",
            "--previous",
            metavar="PLAN",
        ),
    ],
    "refs": Refs,
    "rules": Annotated[
        list[Path] | None,
        option("自己的检查规则文件夹", "folder of your own rules", "--rules", metavar="FOLDER"),
    ],
    "config": Annotated[Path | None, option("配置文件", "configuration file", "--config")],
    "isolated": Annotated[
        bool,
        option(
            "不用配置、接受清单和所学词语",
            "use no configuration, accepted list or phrases found beside plans",
            "--isolated",
        ),
    ],
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
    return value.value if isinstance(value, StrEnum) else value


def form_of(output: Path | None, default: F, endings: Mapping[str, str], *, folder: bool = False) -> F:
    """The form that the ending of the output says; `default` without a file.

    With `folder`, a name without an ending and a folder that is there have the default form. Raises
    `PlancmpError` for an ending that names no form.
    """
    if output is None or (folder and (not output.suffix or output.is_dir())):
        return default
    ending = output.suffix.lower().lstrip(".")
    forms = type(default)
    name = endings.get(ending, ending)
    if name in tuple(forms):
        return forms(name)
    if not ending:
        return default
    raise PlancmpError(
        f"{output}：没有 .{ending} 这种输出，可用 {'、'.join(forms)}；或用 -f 指明格式。",
        f"{output}: .{ending} names no form of this command; use {', '.join(forms)}, or -f.",
    )


def suggest(word: str, known: Iterable[str]) -> tuple[str, str]:
    """A nearby word that may have been meant, as the end of a Chinese and an English line; else nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return (f"是不是 {near[0]}？", f" Did you mean {near[0]}?") if near else ("", "")
