"""The commands under one name, with what is common to all: language, version, errors in one line."""

import os
import sys
from typing import Annotated

import typer

from plancmp import __version__
from plancmp.cli import diff, extract, schema, verify
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
app.command(name="verify")(verify.verify)
app.command(name="schema")(schema.schema)


def run() -> int:
    """Run the command line and return the exit status."""
    try:
        app()
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
