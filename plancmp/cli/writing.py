"""Writes files whole or not at all, and to standard output."""

import os
import sys
from pathlib import Path

from plancmp.model.errors import PlancmpError


def write_whole(path: Path, data: str | bytes) -> None:
    """Write a text (as UTF-8) or bytes so that no half-written file is ever seen under its name.

    Raises `PlancmpError` in one line when the place cannot be written.
    """
    from plancmp.batch.whole import whole  # What it needs of the library is not for every command.

    with whole(path) as place:
        place.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)


def put(data: str | bytes, output: Path | None) -> None:
    """Write to a file, or to standard output: as text to a terminal, as UTF-8 to anything else.

    CSV for a file begins with a mark of UTF-8, without which Excel takes it for another encoding. Raises
    `PlancmpError` for bytes that would go to a terminal.
    """
    if output is not None:
        is_csv = isinstance(data, str) and output.suffix.lower() == ".csv"
        write_whole(output, f"\ufeff{data!s}" if is_csv else data)
    elif isinstance(data, bytes):
        if sys.stdout.isatty():
            raise PlancmpError("这种格式要写入文件：请用 -o。", "This form goes to a file: name it with -o.")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    elif sys.stdout.isatty():
        if sys.platform == "win32":
            os.system("")  # Makes the console of Windows understand colours.
        sys.stdout.write(data)
    else:
        sys.stdout.buffer.write(data.encode("utf-8"))
        sys.stdout.buffer.flush()
