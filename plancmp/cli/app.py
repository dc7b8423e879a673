"""The commands under one name, with what is common to all: language, version, errors in one line."""

import os
import sys
from typing import Annotated

import typer

from plancmp import __version__
from plancmp.cli import check, diff, extract, rule, schema, verify
from plancmp.cli.language import Lang, choose, chosen
from plancmp.model.errors import PlancmpError

app = typer.Typer(
    name="plancmp",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="读取五年规划文本，并排比较，检查草案。 Read five-year plans, lay them side by side, check drafts.",
)


def _version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        print(f"plancmp {__version__}")
        raise typer.Exit


@app.callback()
def common(
    lang: Annotated[
        Lang | None, typer.Option(help="提示语言 language of messages: zh, en", show_default=False)
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 print the version")
    ] = False,
) -> None:
    """What every command understands."""
    choose(lang)


app.command(name="extract")(extract.extract)
app.command(name="diff")(diff.diff)
app.command(name="check")(check.check)
app.command(name="verify")(verify.verify)
app.command(name="rule")(rule.rule)
app.command(name="schema")(schema.schema)


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
        app(_lang_first(sys.argv[1:]))
    except PlancmpError as error:
        print(error.message(chosen()), file=sys.stderr)
        return 2
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 2 if ended.code else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe has seen enough (`plancmp extract … | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return 0
