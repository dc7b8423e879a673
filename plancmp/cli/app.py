"""The commands under one name, with what is common to all: language, version, errors in one line."""

import os
import sys
from collections.abc import Sequence
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
from plancmp.cli.language import Lang, choose, chosen, say
from plancmp.cli.options import both, in_language, option, suggest
from plancmp.model.errors import PlancmpError

_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}
app = typer.Typer(
    name="plancmp",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=_HELP,
    help=both(
        "读取五年规划文本，并排比较，检查草案。", "Read five-year plans, lay them side by side, check drafts."
    ),
)
_COMMANDS = (
    (extract.extract, "把规划文本读成结构化记录。", "Read plan documents as records."),
    (diff.diff, "把规划并排比较。", "Lay plans side by side."),
    (check.check, "检查草案：缺什么、错在哪里。", "Say what drafts lack or get wrong."),
    (
        report.report,
        "写出对照和检查的报告：网页、工作簿或 PDF。",
        "Write comparison and findings as a page, a workbook or a PDF.",
    ),
    (dataset.dataset, "把多份规划做成数据表。", "Write many plans as long tables."),
    (verify.verify, "核对记录与原文是否一致。", "Say what no longer stands where the record says."),
    (rule.rule, "查看检查的说明；不写代码则列出全部。", "Print the page of a check, or the list of all."),
    (refs.refs, "列出可对标的参照规划（ref:名称）。", "List the plans to hold against, as ref:NAME."),
    (schema.schema, "输出 JSON Schema。", "Print a JSON Schema."),
    (learn.learn, "从自己的规划学习词语，供 check 使用。", "Learn phrases from your own plans, for check."),
    (
        selftest.selftest,
        "在草案副本中植入已知缺陷，看 check 能否发现。",
        "Plant defects in a copy of a draft, see which are found.",
    ),
    (
        baseline.baseline,
        "把现有发现记下来，以后不再报告。",
        "Note today's findings, to be put aside later.",
    ),
)
for _command, _zh, _en in _COMMANDS:
    app.command(help=both(_zh, _en), context_settings=_HELP)(_command)
_MOVED = {
    "--learn": "plancmp learn FOLDER",
    "--selftest": "plancmp selftest DRAFT",
    "--write-baseline": "plancmp baseline PATH… -o FILE",
}
"""Options of `check` in 0.1 that are commands of their own."""
_CHINESE = (
    ("Usage:", "用法："),
    ("\nArguments:", "\n参数："),
    ("\nOptions:", "\n选项："),
    ("\nCommands:", "\n命令："),
    ("[required]", "[必填]"),
    ("Show this message and exit.", "显示这份说明"),
    ("Install completion for the current shell.", "为当前的命令行装上补全"),
)
"""What typer says in a help text by itself."""
# Typer brings its own copy of click in some versions and not in others.
_UsageError: Any = typer.BadParameter.__mro__[1]


def _version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        print(f"plancmp {__version__}")
        raise typer.Exit


@app.callback()
def common(
    lang: Annotated[
        Lang | None, option("提示语言：zh、en（写在哪里都可以）", "language of messages: zh, en", "--lang")
    ] = None,
    version: Annotated[
        bool, option("版本", "print the version", "--version", callback=_version, is_eager=True)
    ] = False,
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
    try:
        status = _run(_lang_first(sys.argv[1:]))
        sys.stdout.flush()
        return status
    except PlancmpError as error:
        print(error.message(chosen()), file=sys.stderr)
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        # The reader of a pipe has seen enough (`plancmp extract … | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(
            say(f"无法写出结果（{error.strerror}）。", f"Cannot write ({error.strerror})."), file=sys.stderr
        )
        return 2


def _run(words: list[str]) -> int:
    """Run a command. What is wrong with the words themselves is said in the language of the run."""
    told = [word.removeprefix("--lang=") for word in words if word.removeprefix("--lang=") in tuple(Lang)]
    choose(Lang(told[-1]) if told and words[0].startswith("--lang") else None)
    group: Any = typer.main.get_command(app)
    for command in (group, *group.commands.values()):
        _in_language(command)
    _refuse_moved(words)
    try:
        ended = group.main(args=words, prog_name="plancmp", standalone_mode=False)
    except _UsageError as error:
        raise _usage(error, words, list(group.commands)) from None
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else 2 if stopped.code else 0
    return ended if isinstance(ended, int) else 0


def _refuse_moved(words: Sequence[str]) -> None:
    """Name the command that an option of `check` has become."""
    name = next((word.split("=")[0] for word in words if word.split("=")[0] in _MOVED), None)
    if name is not None and "check" in words:
        raise PlancmpError(
            f"{name} 现在是单独的命令：{_MOVED[name]}", f"{name} is a command of its own now: {_MOVED[name]}"
        )


def _in_language(command: Any) -> None:
    """The help of a command in one language."""
    command.help = in_language(command.help)
    for parameter in command.params:
        if getattr(parameter, "help", None) is not None:
            parameter.help = in_language(parameter.help)
    written = command.get_help
    command.get_help = lambda context: _help(written(context))


def _help(text: str) -> str:
    """A help text in one language."""
    for english, chinese in _CHINESE if chosen() is Lang.zh else ():
        text = text.replace(english, chinese)
    return text


def _usage(error: Any, words: Sequence[str], commands: Sequence[str]) -> PlancmpError:
    """What is wrong with the words of the command line, with what may have been meant."""
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = parameter.opts[0] if parameter is not None else ""
    near = ("", "")
    if kind == "NoArgsIsHelpError":
        return PlancmpError(error.message, error.message)
    if "Missing command" in error.message:
        zh, en = "还要写上命令。", "The command is missing."
    elif kind == "NoSuchOption":
        near = suggest(
            error.option_name, [each for option in error.ctx.command.params for each in option.opts]
        )
        zh, en = f"没有选项 {error.option_name}。", f"There is no option {error.option_name}."
    elif kind == "MissingParameter":
        zh, en = f"还要写上 {name.upper()}。", f"{name.upper()} is missing."
    elif kind == "BadParameter":
        zh = f"{name} 的值不对{_allowed(getattr(parameter, 'type', None))}。"
        en = f"{name}: {error.message}"
    elif "No such command" in error.message:
        word = next((each for each in words if not each.startswith("-") and each not in tuple(Lang)), "")
        near = suggest(word, commands)
        zh, en = f"没有命令 {word}。", f"There is no command {word}."
    else:
        zh = en = error.message
    command = error.ctx.command_path if error.ctx is not None else "plancmp"
    return PlancmpError(f"{zh}{near[0]}用法见 {command} -h。", f"{en}{near[1]} See {command} -h.")


def _allowed(kind: Any) -> str:
    """What an option takes, in Chinese: words to choose from, or numbers in a range."""
    if choices := getattr(kind, "choices", ()):
        return f"，可用 {'、'.join(choices)}"
    if getattr(kind, "max", None) is not None:
        return f"，应为 {kind.min} 至 {kind.max} 的整数"
    return ""
