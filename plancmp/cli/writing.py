"""Writes files whole or not at all, and to standard output."""

import io
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded

_UNHEARD: list[bool] = []
_WRITTEN = ("output", "annotate", "fix", "judge", "suggest", "log", "also")
"""Parameters that name what a command writes; all others name what it reads."""


def refuse_overwriting(command: str, said: Mapping[str, Any]) -> None:
    """Stop before anything is done where a command, by its parameters, would write onto what it reads.

    Links and other spellings of a path are the same file; so is a plan in a folder that is named.
    Raises `PlancmpError`.
    """
    outputs = [
        Path(name.partition("=")[2] if key == "also" else name)
        for key in _WRITTEN
        for name in _names(said.get(key))
    ]
    there = [path for path in outputs if path.is_file()]
    inputs = [name for key in said if key not in _WRITTEN for name in _names(said[key])] if there else []
    for path in there:
        if any(_is_read(path, name, command) for name in inputs):
            raise PlancmpError(*worded("overwrites-input", output=path))


def _names(value: Any) -> list[str]:
    """The words of a parameter that may be paths."""
    words = value if isinstance(value, list | tuple) else (value,)
    return [str(each) for each in words if isinstance(each, str | Path)]


def _is_read(path: Path, name: str, command: str) -> bool:
    """Whether a file is what a name names, or one of the plans in that folder."""
    try:
        if name == "-":
            return os.path.samestat(path.stat(), os.fstat(0))
        if not Path(name).is_dir():
            return path.samefile(name)
        if not path.resolve().is_relative_to(Path(name).resolve()):
            return False
        from plancmp.batch.inputs import find_inputs
        from plancmp.batch.plan_inputs import find_plans

        found = [each.name for each in find_inputs([name])] if command == "extract" else find_plans([name])
        return any(path.samefile(each) for each in found)
    except (OSError, ValueError, PlancmpError):  # What cannot be found is said where it is read.
        return False


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
