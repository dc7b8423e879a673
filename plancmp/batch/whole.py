"""Files that are whole or not there: written beside their place, then put there."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plancmp.model.errors import PlancmpError

_PREFIX = ".plancmp-"


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place to write to, which becomes `path` at the end of the block, or is gone where the block fails.

    Raises `PlancmpError` in one line for what the system says: a full disk, a folder that is not there.
    """
    with _clear(path), beside(path) as place:
        yield place
        place.replace(path)


@contextmanager
def whole_in(folder: Path) -> Iterator[Path]:
    """A folder to write files to, which come to `folder` at the end of the block, each whole; see `whole`."""
    with _clear(folder), beside(folder / "all") as place:
        place.unlink()
        place.mkdir()
        yield place
        for each in sorted(place.iterdir()):
            each.replace(folder / each.name)


def make_folder(folder: Path) -> None:
    """Make a folder with those above it. Raises `PlancmpError` in one line for what the system says."""
    with _clear(folder):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _clear(path: Path) -> Iterator[None]:
    """What the system says as one line."""
    try:
        yield
    except OSError as error:
        raise PlancmpError.unwritable(path, error) from None


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty file in the folder of `path` that is gone after the block."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=path.parent)
    os.close(handle)
    place = Path(name)
    place.chmod(0o644)
    try:
        yield place
    finally:
        _remove(place)


def sweep(folder: Path, *, below: bool = False) -> None:
    """Remove what runs that were killed have left in a folder; that of a run that goes on is left."""
    for place in list((folder.rglob if below else folder.glob)(f"{_PREFIX}*")):
        owner = place.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and not _is_running(int(owner)):
            _remove(place)


def _is_running(process: int) -> bool:
    """Whether a process is there. Windows itself keeps open files from being removed."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(place: Path) -> None:
    """Remove a file or folder that may be gone."""
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        try:
            place.unlink(missing_ok=True)
        except OSError:
            return
