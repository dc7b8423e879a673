"""Plans that lie elsewhere: s3://, memory:// and all that fsspec knows."""

from pathlib import PurePosixPath
from typing import Any

from plancmp.model.errors import SourceError


def is_remote(name: str) -> bool:
    """Whether a name is an address, not a path.

    >>> is_remote("s3://plans/a.docx"), is_remote("C:/plans/a.docx")
    (True, False)
    """
    return "://" in name


def read_remote(name: str) -> bytes:
    """The bytes at an address. Raises `SourceError` where they cannot be had."""
    system, path = _system(name)
    try:
        data: bytes = system.cat_file(path)
    except Exception as error:
        raise _unread(name, error) from None
    return data


def found_at(name: str) -> list[tuple[str, PurePosixPath]]:
    """The addresses of all files below one, by path, each with its path below it; of a file itself."""
    system, path = _system(name)
    try:
        if not system.isdir(path):
            return [(name, PurePosixPath(PurePosixPath(path).name))]
        found = sorted(system.find(path))
    except Exception as error:
        raise _unread(name, error) from None
    root = PurePosixPath(path)
    return [(system.unstrip_protocol(each), PurePosixPath(each).relative_to(root)) for each in found]


def _system(name: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    from plancmp.batch.sinks import need

    need("fsspec", extra="cluster")
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(name)
    except Exception as error:
        raise _unread(name, error) from None
    return system, path


def _unread(name: str, error: Exception) -> SourceError:
    """What a file system says, whatever its kind of error, in one line."""
    reason = " ".join(str(error).split()) or type(error).__name__
    return SourceError(f"{name}：无法读取（{reason}）。", f"{name}: cannot be read ({reason}).")
