"""When to colour what goes to a terminal, and how wide to write."""

import os
import shutil
import sys
from pathlib import Path
from typing import Literal

_PIPE_WIDTH = 100


Color = Literal["auto", "always", "never"]
"""When to colour."""


def is_colored(color: Color, output: Path | None) -> bool:
    """Whether to colour: as said, else on a terminal that knows colours, without NO_COLOR."""
    if color != "auto":
        return color == "always"
    if output is not None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def width_of(wanted: int | None) -> int:
    """How many columns to write: as said, else those of the terminal."""
    return wanted or shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns
