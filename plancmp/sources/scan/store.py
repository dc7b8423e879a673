"""Keeps what was recognised in the cache of the user, by the hash of the picture: nothing is read twice.

It loads nothing that recognition needs: a picture in a file that is known costs little more than its hash.
"""

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from plancmp.sources.scan.engine import Picture

T = TypeVar("T")
VERSION = "rapidocr-1.4-ppocr4-7"
"""Of the engine; stands in the key of what is stored, so that another engine reads anew."""
_NOTHING = b"null"


def cache_folder() -> Path:
    """Where plancmp keeps what it can make again: `PLANCMP_CACHE`, else the cache folder of the system."""
    named = os.environ.get("PLANCMP_CACHE")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "plancmp" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "plancmp"


def key_of(picture: "Picture") -> str:
    """What a picture is kept under."""
    digest = hashlib.sha256(f"{VERSION} {picture.shape}".encode())
    digest.update(picture.tobytes())
    return digest.hexdigest()


def key_of_file(data: bytes) -> str:
    """What the picture in an image file is kept under."""
    return hashlib.sha256(VERSION.encode() + data).hexdigest()


def find(key: str, kind: type[T]) -> T | None:
    """What was recognised before; None for a new picture, and for a file that is damaged."""
    try:
        return msgspec.json.decode(_path(key).read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None


def has_nothing(key: str) -> bool:
    """Whether it is known that a picture says nothing."""
    try:
        return _path(key).read_bytes() == _NOTHING
    except OSError:
        return False


def _path(key: str) -> Path:
    return cache_folder() / "recognised" / f"{key}.json"


def keep(key: str, look: Any) -> None:
    """Remember what was recognised, for the user alone; where nothing can be written, nothing is kept."""
    folder = cache_folder() / "recognised"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("wb", dir=folder, suffix=".tmp", delete=False) as file:
            file.write(msgspec.json.encode(look))
        Path(file.name).replace(folder / f"{key}.json")
    except OSError:
        return
