"""Keeps what is worked out anew at every start, compiled patterns above all, beside Python's own bytecode.

As with bytecode nothing is kept where Python is told to write none, what another Python has kept is not
used, and a folder that cannot be written changes nothing.
"""

import atexit
import importlib
import marshal
import os
import re
import sys
from array import array
from collections.abc import Hashable, Iterable
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, AnyStr, Protocol, cast

_MOST = 2_000
"""More things than this are not those of the code and the rules."""
REMEMBERED = 20_000
"""So many texts are remembered with what was read in them, then all are forgotten: memory stays flat."""
_SRE: Any = importlib.import_module("_sre")
_FORM = (_SRE.MAGIC, _SRE.CODESIZE, sys.version)


class Store:
    """Plain data by key, read when first asked, written when the process ends."""

    def __init__(self, name: str) -> None:
        self._path = Path(cache_from_source(__file__)).with_suffix(f".{name}")
        self._held: dict[Hashable, bytes] | None = None

    def get(self, key: Hashable) -> Any:
        """What was kept under a key; None for nothing."""
        found = self._kept().get(key)
        return None if found is None else marshal.loads(found)

    def put(self, key: Hashable, data: Any) -> None:
        """Keep plain data under a key; what is not plain is not kept."""
        held = self._kept()
        if len(held) >= _MOST:
            held.clear()
        try:
            held[key] = marshal.dumps(data)
        except ValueError:
            return
        if not sys.dont_write_bytecode:
            atexit.unregister(self._write)
            atexit.register(self._write)

    def _kept(self) -> dict[Hashable, bytes]:
        """What earlier runs and this one have kept."""
        if self._held is None:
            try:
                form, held = marshal.loads(self._path.read_bytes())
            except (OSError, EOFError, ValueError, TypeError):
                form, held = None, {}
            self._held = held if form == _FORM else {}
        return self._held

    def _write(self) -> None:
        """Write the file beside its place, then put it there."""
        beside = self._path.with_suffix(f".{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(marshal.dumps((_FORM, self._kept())))
            beside.replace(self._path)
        except OSError:
            beside.unlink(missing_ok=True)


_PATTERNS = Store("patterns")


class _Compile(Protocol):
    """What gives a pattern of texts for a text, and one of bytes for bytes."""

    def __call__(self, text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]: ...


def _compiled(text: str | bytes, flags: int = 0) -> re.Pattern[Any]:
    key = (text, int(flags))
    kept = _PATTERNS.get(key)
    if kept is None:
        pattern = re.compile(text, flags)
        _PATTERNS.put(key, _take_apart(text, flags))
        return pattern
    settings, code, groups, named, names = kept
    made: re.Pattern[Any] = _SRE.compile(text, settings, array("I", code).tolist(), groups, named, names)
    return made


compiled = cast(_Compile, cache(_compiled))
"""`re.compile` for a pattern of the code or of the rules."""


def _take_apart(text: str | bytes, flags: int) -> tuple[Any, ...]:
    """What `re.compile` hands to its matcher: flags, code, number of groups, groups by name and names."""
    compiler: Any = importlib.import_module("re._compiler")
    parsed = compiler._parser.parse(text, flags)
    named = dict(parsed.state.groupdict)
    names: list[str | None] = [None] * parsed.state.groups
    for name, group in named.items():
        names[group] = name
    code = array("I", compiler._code(parsed, flags)).tobytes()
    return int(flags | parsed.state.flags), code, parsed.state.groups - 1, named, tuple(names)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; the same whatever their order.

    >>> any_of({"数", "人数", "个"})
    '人数|个|数'
    """
    ordered = sorted(sorted(set(words)), key=len, reverse=True)
    return "|".join([word if word.isalnum() else re.escape(word) for word in ordered])
