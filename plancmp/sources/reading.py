"""A path or bytes to a `Document`: checks the file, tells its format and calls the reader of it.

Every problem is a `SourceError` of one line that begins with the name of the file.
"""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from plancmp.model.document import Document
from plancmp.model.errors import SourceError, reason_of
from plancmp.rulepacks.messages import worded
from plancmp.sources.formats import LARGEST, SHOWN_ENDINGS, find_format
from plancmp.sources.guard.limits import MEGABYTE
from plancmp.sources.recognition import beside
from plancmp.sources.tables.framing import without_frames
from plancmp.sources.tables.placing import with_streams

_TOO_COMPLEX = SourceError(*worded("too-complex"))


class Source(NamedTuple):
    """A file that was read: the document, and the very bytes that it was read from."""

    document: Document
    data: bytes


def read_document(path: Path) -> Source:
    """Read a file. Raises `SourceError` for anything that cannot be read as a plan."""
    data = read_file(path)
    with beside(path.parent):
        return Source(read_bytes(data, str(path)), data)


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises `SourceError` for what is no file, or too large, or cannot be opened."""
    with naming(str(path)):
        return _load(path)


def read_bytes(data: bytes, name: str) -> Document:
    """Read what a file (or standard input) holds; `name` is what messages call it."""
    with naming(name):
        return _read(data, name)


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Put the name of a file before what is wrong with it."""
    try:
        yield
    except SourceError as error:
        raise _named(name, error) from error
    except (RecursionError, MemoryError) as error:
        raise _named(name, _TOO_COMPLEX) from error


def _read(data: bytes, name: str) -> Document:
    """Read by format."""
    if not data:
        raise SourceError(*worded("empty-file"))
    _check_size(len(data), LARGEST)
    row = find_format(data, name)
    if row is None:
        shown = data[:4].hex(" ").upper()
        raise SourceError(*worded("unknown-kind", shown=shown, endings=SHOWN_ENDINGS))
    _check_size(len(data), row.largest)
    document = with_streams(without_frames(row.read(data)))
    if not document.blocks:
        raise SourceError(*worded("no-text"))
    return document


def _check_size(size: int, largest: int) -> None:
    """Refuse what is far larger than any plan."""
    if size > largest:
        shown, most = size // MEGABYTE, largest // MEGABYTE
        raise SourceError(*worded("too-large", shown=shown, most=most))


def _load(path: Path) -> bytes:
    """The bytes of a file, after all that can be wrong with a path was looked at."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise SourceError(*worded("is-folder"))
        if not stat.S_ISREG(found.st_mode):
            raise SourceError(*worded("no-file"))
        _check_size(found.st_size, LARGEST)
        with path.open("rb") as stream:
            # A file may grow while it is read; `_read` looks at the size again.
            data = stream.read(found.st_size + 1)
            return data if len(data) <= found.st_size else data + stream.read(LARGEST)
    except FileNotFoundError:
        raise SourceError(*worded("not-found")) from None
    except PermissionError:
        raise SourceError(*worded("no-permission")) from None
    except (OSError, ValueError) as error:
        raise SourceError(*worded("unreadable", why=reason_of(error))) from None


def _named(name: str, error: SourceError) -> SourceError:
    """A problem with the name of its file before it."""
    shown = _shown(name)
    return SourceError(f"{shown}：{error.chinese}", f"{shown}: {error.english}")


def _shown(name: str) -> str:
    """A name in one line."""
    return "".join(character if character.isprintable() else "?" for character in name)
