"""The commands under one name, with what is common to all: language, version, errors in one line."""

import os
import sys
from collections.abc import Sequence
from copy import copy
from typing import Annotated, Any

import typer

from plancmp import __version__
from plancmp.cli import (
    baseline,
    check,
    dataset,
    diff,
    extract,
    learn,
    refs,
    report,
    rule,
    schema,
    selftest,
    verify,
)
from plancmp.cli.language import choose, chosen, complain, say, tell
from plancmp.cli.options import option
from plancmp.cli.usage import usage_error
from plancmp.cli.writing import refuse_overwriting, settle_streams
from plancmp.model.errors import PlancmpError, reason_of
from plancmp.model.language import LANGUAGES, Lang
from plancmp.rulepacks.messages import messages, worded
from plancmp.text.keeping import compiled

_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}
app = typer.Typer(
    name="plancmp",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=_HELP,
)
for _command in (
    extract.extract,
    diff.diff,
    check.check,
    report.report,
    dataset.dataset,
    verify.verify,
    rule.rule,
    refs.refs,
    schema.schema,
    learn.learn,
    selftest.selftest,
    baseline.baseline,
):
    app.command(context_settings=_HELP)(_command)
_MOVED = {
    "--learn": "plancmp learn FOLDER",
    "--selftest": "plancmp selftest DRAFT",
    "--write-baseline": "plancmp baseline PATH… -o FILE",
}
"""Options of `check` in 0.1 that are commands of their own."""
_CHINESE = (
    ("Usage: ", "用法："),
    ("\nArguments:", "\n参数："),
    ("\nOptions:", "\n选项："),
    ("\nCommands:", "\n命令："),
    ("[required]", "[必填]"),
    ("Show this message and exit.", "显示这份说明"),
)
"""What typer says in a help text by itself."""
_RANGE = compiled(r"\s*\[\d+<=x<=\d+\]")
_METAVARS = {"path": "FILE", "int range": "NUMBER"}
# Typer brings its own copy of click in some versions and not in others.
_UsageError: Any = typer.BadParameter.__mro__[1]


def _version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        print(f"plancmp {__version__}")
        raise typer.Exit


@app.callback()
def common(
    lang: Annotated[Lang | None, option("--lang")] = None,
    version: Annotated[bool, option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """What every command understands."""
    choose(lang)


def _lang_first(words: list[str]) -> list[str]:
    """The words of the command line with --lang before the command, wherever it was written."""
    end = words.index("--") if "--" in words else len(words)
    first: list[str] = []
    rest: list[str] = []
    at = 0
    while at < end:
        count = 1
        if words[at].startswith("--lang="):
            first.append(words[at])
        elif words[at] == "--lang":
            count = 2
            first += words[at : at + count]
        else:
            rest.append(words[at])
        at += count
    return [*first, *rest, *words[at:]]


def run() -> int:
    """Run the command line and return the exit status."""
    settle_streams()
    try:
        status = _run(_lang_first(sys.argv[1:]))
        sys.stdout.flush()
        return status
    except PlancmpError as error:
        complain(error)
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        # The reader of a pipe has seen enough (`plancmp extract … | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        zh, en = reason_of(error)
        tell(say(f"无法写出结果（{zh}）。", f"The result cannot be written ({en})."))
        return 2


def _run(words: list[str]) -> int:
    """Run a command. What is wrong with the words themselves is said in the language of the run."""
    said = [word.removeprefix("--lang=") for word in words if words[0].startswith("--lang")]
    choose(next((lang for word in reversed(said) for lang in LANGUAGES if lang == word), None))
    group: Any = typer.main.get_command(app)
    lang = copy(next(each for each in group.params if each.name == "lang"))
    lang.expose_value = False  # It is taken before the command; here for help and completion alone.
    for command in group.commands.values():
        command.params.append(lang)
    for command in (group, *group.commands.values()):
        _in_language(command)
    _refuse_moved(words)
    try:
        ended = group.main(args=words, prog_name="plancmp", standalone_mode=False)
    except _UsageError as error:
        raise usage_error(error, words, list(group.commands)) from None
    except SystemExit as stopped:
        if isinstance(stopped.__context__, BrokenPipeError):
            raise stopped.__context__ from None
        return stopped.code if isinstance(stopped.code, int) else 2 if stopped.code else 0
    return ended if isinstance(ended, int) else 0


def _refuse_moved(words: Sequence[str]) -> None:
    """Name the command that an option of `check` has become."""
    name = next((word.split("=")[0] for word in words if word.split("=")[0] in _MOVED), None)
    if name is not None and "check" in words:
        raise PlancmpError(*worded("moved-option", name=name, command=_MOVED[name]))


def _in_language(command: Any) -> None:
    """The help of a command in one language, with short names for what an option takes."""
    words = messages("help")
    command.help = say(*words[command.name])
    arguments = []
    for parameter in command.params:
        is_argument = parameter.param_type_name == "argument"
        name = parameter.metavar if is_argument else parameter.opts[0]
        parameter.help = say(*(words.get(f"{command.name} {name}") or words[name]))
        if is_argument:
            dots = "" if parameter.nargs == 1 else "..."
            arguments.append(
                f"{parameter.metavar}{dots}" if parameter.required else f"[{parameter.metavar}{dots}]"
            )
        elif parameter.metavar is None and not parameter.is_flag:
            parameter.metavar = _METAVARS.get(parameter.type.name)
        if parameter.name == "install_completion":
            parameter.callback = _install_completion
    rest = arguments if not hasattr(command, "commands") else [say("命令", "COMMAND"), "..."]
    command.collect_usage_pieces = lambda context: [say("[选项]", "[OPTIONS]"), *rest]
    invoked = command.invoke

    def invoke(context: Any) -> Any:
        refuse_overwriting(command.name, context.params)
        return invoked(context)

    command.invoke = invoke
    written = command.get_help
    command.get_help = lambda context: _help(written(context))


def _install_completion(context: Any, parameter: Any, wanted: bool) -> None:
    """Install completion for the shell in use, and say where."""
    if not wanted or context.resilient_parsing:
        return
    from typer._completion_shared import install

    try:
        shell, path = install(prog_name="plancmp")
    except (typer.Exit, OSError):
        raise PlancmpError(*worded("unknown-shell")) from None
    print(say(*worded("completion-installed", shell=shell, path=path)))
    raise typer.Exit


def _help(text: str) -> str:
    """A help text in one language."""
    text = _RANGE.sub("", text)
    for english, chinese in _CHINESE if chosen() == "zh" else ():
        text = text.replace(english, chinese)
    return text
