"""The command line: one module a command. Nothing heavy is imported before a command needs it."""

import sys


def main() -> None:
    """Entry point of `plancmp`. Problems of use are one line on standard error and exit status 2."""
    from plancmp.cli.app import run

    sys.exit(run())
