"""A progress bar on standard error, where a person is looking and waits."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from plancmp.cli.language import say

T = TypeVar("T")


@contextmanager
def pages_shown() -> Iterator[Callable[[int, int], None] | None]:
    """What recognition tells of its pages, shown with the time that is left where a person is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(say("识别页面", "recognising pages"), visible=False)

        def show(done: int, count: int) -> None:
            progress.update(task, completed=done, total=count, visible=done < count)

        yield show


def with_bar(things: Iterable[T], total: int, chinese: str, english: str, *, few: int = 5) -> Iterator[T]:
    """The things as they come; for fewer than `few`, or where nobody is looking, without a bar."""
    if total < few or not sys.stderr.isatty():
        yield from things
        return
    from rich.console import Console
    from rich.progress import track

    said = say(chinese, english)
    yield from track(things, total=total, description=said, console=Console(stderr=True), transient=True)
