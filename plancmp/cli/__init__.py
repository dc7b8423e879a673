"""The command line: one module a command. Nothing heavy is imported before a command needs it."""

import gc
import sys

_NEW_OBJECTS = 100_000


def main() -> None:
    """Entry point of `plancmp`. Problems of use are one line on standard error and exit status 2."""
    # Rules, patterns and records live to the end: looking through them every 700 objects finds no rubbish.
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
    from plancmp.cli.app import run

    status = run()
    # Nor is what goes with the process looked through once more.
    gc.freeze()
    sys.exit(status)
