"""When to colour what goes to a terminal."""

import os
import sys
from enum import StrEnum
from pathlib import Path


class Color(StrEnum):
    """When to colour."""

    auto = "auto"
    always = "always"
    never = "never"


def is_colored(color: Color, output: Path | None) -> bool:
    """Whether to colour: as said, else on a terminal that knows colours, without NO_COLOR."""
    if color is not Color.auto:
        return color is Color.always
    if output is not None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()
