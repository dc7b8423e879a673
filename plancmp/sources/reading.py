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
from plancmp.sources.formats import LARGEST, SHOWN_ENDINGS, find_format
from plancmp.sources.guard.limits import MEGABYTE
from plancmp.sources.recognition import beside
from plancmp.sources.tables.placing import with_streams

_TOO_COMPLEX = SourceError(
    "内容太复杂，没有读。请另存为 .docx 后再试。",
    "The content is too complex; it was not read. Save it as .docx and try again.",
)


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
        raise SourceError(
            "文件是空的（0 字节）。请确认已经保存。", "The file is empty (0 bytes). Make sure it was saved."
        )
    _check_size(len(data), LARGEST)
    row = find_format(data, name)
    if row is None:
        shown = data[:4].hex(" ").upper()
        raise SourceError(
            f"不认识这种文件（开头的字节是 {shown}）。能读的有：{SHOWN_ENDINGS}。",
            f"This kind of file is not known (it begins with the bytes {shown}). Use one of {SHOWN_ENDINGS}",
        )
    _check_size(len(data), row.largest)
    document = with_streams(row.read(data))
    if not document.blocks:
        raise SourceError(
            "没有读到文字。请确认文件不是空的，也不只有图片。",
            "There is no text in it. Make sure that the file is not empty and holds more than images.",
        )
    return document


def _check_size(size: int, largest: int) -> None:
    """Refuse what is far larger than any plan."""
    if size > largest:
        shown, most = size // MEGABYTE, largest // MEGABYTE
        raise SourceError(
            f"文件太大（{shown} MB，上限 {most} MB），没有读。请删去图片或分成几份。",
            f"The file is too large ({shown} MB, at most {most} MB). Remove images or split it.",
        )


def _load(path: Path) -> bytes:
    """The bytes of a file, after all that can be wrong with a path was looked at."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise SourceError(
                "这是文件夹，不是文件。请给出里面的文件。", "This is a folder, not a file. Name a file in it."
            )
        if not stat.S_ISREG(found.st_mode):
            raise SourceError(
                "不是普通文件，没有读。请给出文件。", "Not a regular file; it was not read. Name a file."
            )
        _check_size(found.st_size, LARGEST)
        with path.open("rb") as stream:
            # A file may grow while it is read; `_read` looks at the size again.
            return stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise SourceError("找不到这个文件。请检查路径。", "There is no such file. Check the path.") from None
    except PermissionError:
        raise SourceError(
            "没有读取的权限。请检查文件权限，或关闭占用它的程序。",
            "No permission to read it. Check its permissions, or close the program that holds it.",
        ) from None
    except (OSError, ValueError) as error:
        zh, en = reason_of(error)
        raise SourceError(
            f"无法读取（{zh}）。请检查路径和磁盘。", f"It cannot be read ({en}). Check path and disk."
        ) from None


def _named(name: str, error: SourceError) -> SourceError:
    """A problem with the name of its file before it."""
    shown = _shown(name)
    return SourceError(f"{shown}：{error.chinese}", f"{shown}: {error.english}")


def _shown(name: str) -> str:
    """A name in one line."""
    return "".join(character if character.isprintable() else "?" for character in name)
