"""A progress bar on standard error, where a person is looking and waits."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from plancmp.cli.language import say

T = TypeVar("T")


def with_bar(things: Iterable[T], total: int, chinese: str, english: str, *, few: int = 5) -> Iterator[T]:
    """The things as they come; for fewer than `few`, or where nobody is looking, without a bar."""
    if total < few or not sys.stderr.isatty():
        yield from things
        return
    from rich.console import Console
    from rich.progress import track

    said = say(chinese, english)
    yield from track(things, total=total, description=said, console=Console(stderr=True), transient=True)
