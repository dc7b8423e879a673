"""Writes files whole or not at all, and to standard output."""

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded

_UNHEARD: list[bool] = []


def write_whole(path: Path, data: str | bytes) -> None:
    """Write a text (as UTF-8) or bytes so that no half-written file is ever seen under its name.

    Raises `PlancmpError` in one line when the place cannot be written.
    """
    from plancmp.batch.whole import whole  # What it needs of the library is not for every command.

    with whole(path) as place:
        place.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)


def settle_streams() -> None:
    """Make every stream take all that may be said: its own encoding where that has Chinese, else UTF-8.

    A character that it lacks becomes a question mark, and a stream that is closed swallows what it is told.
    """
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper) and name != "stdin":
            try:
                "规划：“”".encode(stream.encoding)
                stream.reconfigure(errors="replace")
            except (UnicodeEncodeError, LookupError):
                stream.reconfigure(encoding="utf-8", errors="replace")


def show(text: str | bytes, output: Path | None = None) -> None:
    """Write what is for people to a file, or to standard output: in its encoding also through a pipe."""
    if output is not None or isinstance(text, bytes):
        put(text, output)
        return
    if sys.stdout.isatty() and sys.platform == "win32":
        os.system("")  # Makes the console of Windows understand colours.
    with _heard_or_not():
        sys.stdout.write(text)
        sys.stdout.flush()


def page(text: str, output: Path | None) -> None:
    """Show a text as `show` does, on a terminal that it does not fit with a pager.

    The pager is PAGER, else less; there is none on Windows, where `more` knows no Chinese.
    """
    is_read = sys.stdin.isatty() and sys.stdout.isatty() and sys.platform != "win32"
    if output is not None or not is_read or text.count("\n") < shutil.get_terminal_size().lines:
        show(text, output)
        return
    import pydoc

    # As git does: colours are kept, and what was read stays on the terminal.
    os.environ.setdefault("LESS", "FRX")
    os.environ.setdefault("LESSCHARSET", "utf-8")
    pydoc.pager(text)


def put(data: str | bytes, output: Path | None) -> None:
    """Write data to a file, or to standard output: as text to a terminal, as UTF-8 to anything else.

    CSV for a file begins with a mark of UTF-8, without which Excel takes it for another encoding. Raises
    `PlancmpError` for bytes that would go to a terminal.
    """
    if output is not None:
        is_csv = isinstance(data, str) and output.suffix.lower() == ".csv"
        write_whole(output, f"\ufeff{data!s}" if is_csv else data)
    elif sys.stdout.isatty():
        if isinstance(data, bytes):
            raise PlancmpError(*worded("needs-file"))
        show(data)
    else:
        with _heard_or_not():
            sys.stdout.buffer.write(data if isinstance(data, bytes) else data.encode("utf-8"))
            sys.stdout.buffer.flush()


def is_heard() -> bool:
    """Whether somebody still reads what goes to standard output (`plancmp extract … | head`)."""
    return not _UNHEARD


@contextmanager
def _heard_or_not() -> Iterator[None]:
    """Go on where the reader of a pipe has seen enough: there may be files to write, and a status to say."""
    try:
        yield
    except BrokenPipeError:
        _UNHEARD[:] = [True]
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
