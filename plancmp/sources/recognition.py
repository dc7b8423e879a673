"""What a run says of recognition: whether it is wanted, and who is told how far it is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

T = TypeVar("T")
Mode = Literal["auto", "never", "always"]

HINT = (
    "安装文字识别组件后即可离线读取：pip install 'plancmp[ocr]'，",
    "which can be recognised offline: pip install 'plancmp[ocr]'.",
)


class Recognition(msgspec.Struct, frozen=True):
    """How a run reads pictures.

    `auto` reads pages without text and pictures that hold a table or more than a line; `always` reads every
    page as a picture; `never` reads none. `progress` is called with pages done and pages in all.
    """

    mode: Mode = "auto"
    progress: Callable[[int, int], None] | None = None


_DEFAULT = Recognition()
_CURRENT: ContextVar[Recognition] = ContextVar("recognition")
_FOLDER: ContextVar[Path | None] = ContextVar("folder", default=None)


def recognition() -> Recognition:
    """The settings of this run."""
    return _CURRENT.get(_DEFAULT)


def using(settings: Recognition) -> AbstractContextManager[None]:
    """Read with these settings inside the block."""
    return _within(_CURRENT, settings)


def folder_beside() -> Path | None:
    """The folder of the file that is read; None for bytes that came without one."""
    return _FOLDER.get()


def beside(folder: Path) -> AbstractContextManager[None]:
    """Look for pictures of a saved page in this folder inside the block."""
    return _within(_FOLDER, folder)


@contextmanager
def _within(variable: ContextVar[T], value: T) -> Iterator[None]:
    """A variable with a value inside the block."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def is_installed() -> bool:
    """Whether the extra for recognition is there."""
    return all(find_spec(name) is not None for name in ("rapidocr_onnxruntime", "cv2", "numpy"))
