"""Keeps what was recognised in the cache of the user, by the hash of the picture: nothing is read twice."""

import hashlib
import os
import sys
import tempfile
from pathlib import Path

import msgspec
import numpy as np

from plancmp.sources.scan.engine import VERSION, Picture
from plancmp.sources.scan.page import Look


def cache_folder() -> Path:
    """Where plancmp keeps what it can make again: `PLANCMP_CACHE`, else the cache folder of the system."""
    named = os.environ.get("PLANCMP_CACHE")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "plancmp" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "plancmp"


def key_of(picture: Picture) -> str:
    """What a picture is kept under."""
    digest = hashlib.sha256(f"{VERSION} {picture.shape}".encode())
    digest.update(np.ascontiguousarray(picture).tobytes())
    return digest.hexdigest()


def find(key: str) -> Look | None:
    """What was recognised on a picture before; None for a new one, and for a file that is damaged."""
    try:
        return msgspec.json.decode((cache_folder() / "recognised" / f"{key}.json").read_bytes(), type=Look)
    except (OSError, msgspec.DecodeError):
        return None


def keep(key: str, look: Look) -> None:
    """Remember what was recognised, for the user alone; where nothing can be written, nothing is kept."""
    folder = cache_folder() / "recognised"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("wb", dir=folder, suffix=".tmp", delete=False) as file:
            file.write(msgspec.json.encode(look))
        Path(file.name).replace(folder / f"{key}.json")
    except OSError:
        return
