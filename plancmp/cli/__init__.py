"""The command line: one module a command. Nothing heavy is imported before a command needs it."""

import gc
import sys

from plancmp.batch.sweeping import sweep_seldom


def main() -> None:
    """Entry point of `plancmp`. Problems of use are one line on standard error and exit status 2."""
    sweep_seldom()
    from plancmp.cli.app import run

    status = run()
    # Nor is what goes with the process looked through once more.
    gc.freeze()
    sys.exit(status)
