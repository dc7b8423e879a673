"""How far a command is, on standard error where a person is looking; at the end what became of each file."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from plancmp.cli.language import chosen, say, tell
from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import messages, worded

if TYPE_CHECKING:
    from rich.progress import Progress

    from plancmp.batch.reading import Outcome

T = TypeVar("T")
_SHOWN = 5
_WORDS = ("read", "checked", "empty", "unchanged", "corrected", "failed")
_NAMED = ("empty", "corrected", "failed")


@contextmanager
def _bar(*fields: str) -> "Iterator[Progress]":
    """A bar on standard error: what is done, of how many, further fields, and the time that is left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *map(TextColumn, fields))
    console = Console(stderr=True, emoji=False)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        yield progress


@contextmanager
def pages_shown() -> Iterator[Callable[[int, int], None] | None]:
    """What recognition tells of its pages, shown with the time that is left where a person is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    with _bar() as progress:
        task = progress.add_task(say("识别页面", "recognising pages"), visible=False)

        def show(done: int, count: int) -> None:
            progress.update(task, completed=done, total=count, visible=done < count)

        yield show


def with_bar(things: Iterable[T], total: int, chinese: str, english: str, *, few: int = 5) -> Iterator[T]:
    """The things as they come, with the rate and the time that is left.

    For fewer than `few`, or where nobody is looking, without a bar.
    """
    if total < few or not sys.stderr.isatty():
        yield from things
        return
    with _bar(say("{task.fields[rate]:.1f} 份/秒", "{task.fields[rate]:.1f} a second")) as progress:
        task = progress.add_task(say(chinese, english), total=total, rate=0.0)
        for thing in things:
            yield thing
            progress.update(task, advance=1, rate=progress.tasks[task].speed or 0.0)


class Tally:
    """Counts what becomes of files, and writes a line of JSON for each to a log."""

    def __init__(self, log: TextIO | None = None) -> None:
        self._log = log
        self._counts: Counter[str] = Counter()
        self._named: dict[str, list[str]] = {word: [] for word in _NAMED}

    def take(self, path: str, status: str, reason: PlancmpError | str | None = None, **more: object) -> None:
        """Count a file; an error is said at once. `more` goes to the log, as far as it is there."""
        self._counts["read" if status == "empty" else status] += 1
        self._counts["empty"] += status == "empty"
        said = reason
        if isinstance(reason, PlancmpError):
            said = reason.message(chosen())
            tell(said)
        if status in _NAMED:
            self._named[status].append(str(said or path))
        if self._log is not None:
            line = {"path": path, "status": status, "reason": said, **more}
            held = {name: each for name, each in line.items() if each is not None}
            self._log.write(json.dumps(held, ensure_ascii=False) + "\n")
            self._log.flush()

    def outcome(self, outcome: "Outcome", output: Path | None = None) -> None:
        """Count what came of reading a plan."""
        status, reason = outcome.status, outcome.error
        if status == "corrected":
            reason = PlancmpError(*worded("corrected", output=output))
        self.take(
            outcome.path,
            "empty" if status == "read" and not outcome.indicators else status,
            reason,
            output=str(output) if output is not None else None,
            sha256=outcome.sha256,
            indicators=outcome.indicators if status == "read" else None,
            seconds=round(outcome.seconds, 3),
        )

    @property
    def failed(self) -> int:
        """How many could not be read."""
        return self._counts["failed"]

    def line(self) -> str:
        """One line: what was read, what is without indicators, what failed and why."""
        total = sum(count for word, count in self._counts.items() if word != "empty")
        parts = [self._part(word) for word in _WORDS if self._counts[word]]
        return say(f"共 {total} 份：{'，'.join(parts)}", f"{total} files: {', '.join(parts)}")

    def _part(self, word: str) -> str:
        """A count with the names that matter."""
        said = say(*messages("tally")[word]).format(self._counts[word])
        names = self._named.get(word, [])
        if not names:
            return said
        shown = say("；", "; ").join(name.rstrip("。.") for name in names[:_SHOWN])
        more = say(" 等", " …") if len(names) > _SHOWN else ""
        return say(f"{said}（{shown}{more}）", f"{said} ({shown}{more})")


@contextmanager
def tally(log: Path | None, *, told: bool) -> Iterator[Tally]:
    """A tally, of which the line is said at the end where `told`; also where the run is stopped."""
    with ExitStack() as stack:
        file = None
        if log is not None:
            try:
                file = stack.enter_context(log.open("w", encoding="utf-8", newline="\n"))
            except OSError as error:
                raise PlancmpError.unwritable(log, error) from None
        counted = Tally(file)
        try:
            yield counted
        except KeyboardInterrupt:
            tell(f"{counted.line()}{say('，已中止', '; stopped')}")
            raise
        if told:
            tell(counted.line())
