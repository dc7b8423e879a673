"""Reads .doc files in a process of its own, which may take some time and memory and no more."""

import contextlib
import os
import subprocess
import sys

import msgspec

from plancmp.model.document import Document, SourceNote
from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.guard.limits import WORD_MEMORY, WORD_SECONDS
from plancmp.sources.word.binary import Converted, convert


class _Answer(msgspec.Struct, array_like=True):
    """What the process says: the converted file, or a problem in both languages."""

    converted: Converted | None = None
    problem: tuple[str, str] = ("", "")


def read_doc(data: bytes) -> Document:
    """Read a .doc or .wps file held in memory. Raises `SourceError` with one line that says what to do."""
    from plancmp.sources.word.reading import read_docx

    answer = _ask(data)
    if answer.converted is None:
        raise SourceError(*answer.problem)
    document = read_docx(answer.converted.packed)
    notes = [
        SourceNote(code, 0, "\n".join(filter(None, words)), len(words))
        for code, words in answer.converted.notes
    ]
    return msgspec.structs.replace(document, notes=(*document.notes, *notes), reader="plancmp")


def _ask(data: bytes) -> _Answer:
    """Let another process convert the file."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=data,
            capture_output=True,
            timeout=WORD_SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=True,
        )
        return msgspec.msgpack.decode(done.stdout, type=_Answer)
    except (OSError, subprocess.SubprocessError, msgspec.DecodeError) as error:
        raise SourceError(*worded("word-complex", seconds=WORD_SECONDS, memory=WORD_MEMORY >> 20)) from error


def _limit() -> None:
    """Hold this process to its limits, where the system knows such."""
    if sys.platform != "win32":
        import resource

        for kind, most in ((resource.RLIMIT_AS, WORD_MEMORY), (resource.RLIMIT_CPU, WORD_SECONDS)):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, most))


def main() -> None:
    """Convert the file that stands at standard input."""
    _limit()
    try:
        answer = _Answer(convert(sys.stdin.buffer.read()))
    except SourceError as error:
        answer = _Answer(None, (error.chinese, error.english))
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    main()
