"""Checks plans one by one, in this process or in several; one that hangs or dies takes no other along."""

import os
from collections.abc import Iterator, Sequence
from queue import SimpleQueue
from typing import TYPE_CHECKING

from plancmp.cli.checking import Job, Outcome, check_one, failed
from plancmp.cli.progress import with_bar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_FEW = 12
"""So many plans are checked sooner in one process than a second one has started."""
_LONGEST = 120
"""Seconds for one plan."""
_LONGEST_WITH_RULES = 30
"""Seconds for one plan where the user's own rules are used, start of the process included."""


def check_all(jobs: Sequence[Job], workers: int) -> Iterator[Outcome]:
    """Check plans; outcomes come in the order of the jobs. `workers` 0 lets the number of plans decide.

    Patterns in the rules of others can search for ever: then work is done in another process, which can be
    stopped.
    """
    workers = min(workers or _workers_for(len(jobs)), len(jobs))
    if workers <= 1 and not any(job.settings.rules for job in jobs):
        outcomes: Iterator[Outcome] = map(check_one, jobs)
    else:
        outcomes = _check_apart(jobs, workers)
    yield from with_bar(outcomes, len(jobs), "检查", "checking")


def _workers_for(count: int) -> int:
    """How many processes are worth their start."""
    return 1 if count <= _FEW else min(os.cpu_count() or 1, 8, count // (_FEW // 2))


def _check_apart(jobs: Sequence[Job], count: int) -> Iterator[Outcome]:
    """Check plans in `count` processes; outcomes come in the order of the jobs."""
    from concurrent.futures import ThreadPoolExecutor

    count = max(count, 1)
    idle: SimpleQueue[_Worker] = SimpleQueue()
    workers = [_Worker() for _ in range(count)]
    for worker in workers:
        idle.put(worker)

    def check(job: Job) -> Outcome:
        worker = idle.get()
        try:
            return worker.check(job)
        finally:
            idle.put(worker)

    try:
        with ThreadPoolExecutor(count) as pool:
            yield from pool.map(check, jobs)
    finally:
        for worker in workers:
            worker.stop()


class _Worker:
    """A process that checks one plan after the other."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def check(self, job: Job) -> Outcome:
        """Check a plan; stop the process when it takes too long, and begin a new one for the next."""
        longest = _LONGEST_WITH_RULES if job.settings.rules else _LONGEST
        pipe = self._ready()
        try:
            pipe.send(job)
            if pipe.poll(longest):
                outcome: Outcome = pipe.recv()
                return outcome
        except (EOFError, OSError):
            self.stop()
            return _failed(
                job, "检查进程意外退出，可能内存不足", "its process died, perhaps of little memory"
            )
        self.stop()
        return _failed(
            job,
            f"检查超过 {longest} 秒，已停止；如用了自己的规则，请简化其中的正则表达式",
            f"stopped after {longest} s; if rules of yours are used, simplify their regular expressions",
        )

    def stop(self) -> None:
        """End the process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _ready(self) -> "Connection":
        """The pipe to a process that waits for work."""
        if self._process is None or self._pipe is None or not self._process.is_alive():
            import multiprocessing

            self.stop()
            context = multiprocessing.get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(target=_work, args=(other,), daemon=True)
            self._process.start()
            other.close()
        return self._pipe


def _failed(job: Job, chinese: str, english: str) -> Outcome:
    """The outcome of a plan whose process did not end well."""
    english_told = job.settings.lang == "en"
    return failed(job, f"{job.name}: {english}." if english_told else f"{job.name}：{chinese}。")


def _work(pipe: "Connection") -> None:
    """Check what comes through the pipe until it is closed."""
    try:
        while True:
            pipe.send(check_one(pipe.recv()))
    except (EOFError, OSError, KeyboardInterrupt):
        return
