"""Writes files whole or not at all, and to standard output."""

import os
import sys
import tempfile
from pathlib import Path

from plancmp.model.errors import PlancmpError


def write_whole(path: Path, text: str) -> None:
    """Write a text so that no half-written file is ever seen under its name.

    Raises `PlancmpError` in one line when the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".plancmp-", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise PlancmpError(
            f"{path}：无法写入（{error.strerror}）。", f"{path}: cannot be written ({error.strerror})."
        ) from None


def put(text: str, output: Path | None) -> None:
    """Write to a file, or to standard output: as text to a terminal, as UTF-8 to anything else."""
    if output is not None:
        write_whole(output, text)
    elif sys.stdout.isatty():
        if sys.platform == "win32":
            os.system("")  # Makes the console of Windows understand colours.
        sys.stdout.write(text)
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
