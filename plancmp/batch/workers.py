"""Work on plans one by one, in this process or in several; one that hangs or dies takes no other along."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from plancmp.batch.sweeping import sweep_seldom, swept
from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

J = TypeVar("J")
R = TypeVar("R")
_FEW = 12
"""So many plans are read sooner in one process than a second one has started."""
_MOST = 61
"""More processes than Windows can wait for."""
_START = 60
"""Seconds more in which a process has started, on the slowest machine."""
_AHEAD = 4
"""So many jobs a process are under way or done before the first is taken: memory stays flat."""


class Work(NamedTuple, Generic[J, R]):
    """What is done with a job, in any process."""

    do: Callable[[J], R]
    gone: Callable[[J, PlancmpError], R]
    """The result of a job whose process did not end well."""
    longest: int
    """Seconds for one job; no limit where all is done in this process."""
    known: Callable[[J], R | None] = lambda job: None
    """The result of a job that need not be done; asked in this process."""


def processes_for(count: int, wanted: int = 0) -> int:
    """How many processes are worth their start for so many plans; `wanted` 0 lets their number decide."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    fitting = 1 if count <= _FEW else min(cores, count // (_FEW // 2))
    return max(min(wanted or fitting, count, _MOST), 1)


def run_all(work: Work[J, R], jobs: Iterable[J], processes: int, *, apart: bool = False) -> Iterator[R]:
    """The results in the order of the jobs.

    With `apart` even one process is another one, which can be stopped.
    """
    if processes <= 1 and not apart:
        for job in jobs:
            known = work.known(job)
            yield swept(work.do, job) if known is None else known
        return
    from concurrent.futures import ThreadPoolExecutor

    idle: SimpleQueue[_Worker[J, R]] = SimpleQueue()
    workers = [_Worker(work) for _ in range(processes)]
    for worker in workers:
        idle.put(worker)

    def do(job: J) -> R:
        known = work.known(job)
        if known is not None:
            return known
        worker = idle.get()
        try:
            return worker.do(job)
        finally:
            idle.put(worker)

    waiting: deque[Future[R]] = deque()
    pool = ThreadPoolExecutor(processes)
    try:
        for job in jobs:
            waiting.append(pool.submit(do, job))
            if len(waiting) >= processes * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()


class _Worker(Generic[J, R]):
    """A process that does one job after the other."""

    def __init__(self, work: Work[J, R]) -> None:
        self._work = work
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def do(self, job: J) -> R:
        """Do a job; stop the process when it takes too long, and begin a new one for the next."""
        longest = self._work.longest
        try:
            pipe = self._ready()
            pipe.send(job)
            if pipe.poll(longest):
                result: R = pipe.recv()
                return result
        except (EOFError, OSError):
            self.stop()
            return self._work.gone(
                job,
                PlancmpError(*worded("process-ended")),
            )
        self.stop()
        return self._work.gone(
            job,
            PlancmpError(*worded("stopped", longest=longest)),
        )

    def stop(self) -> None:
        """End the process."""
        pipe, process = self._pipe, self._process
        self._process = self._pipe = None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()

    def _ready(self) -> "Connection":
        """The pipe to a process that waits for work."""
        if self._process is None or self._pipe is None or not self._process.is_alive():
            import multiprocessing

            self.stop()
            context = multiprocessing.get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(target=_serve, args=(other, self._work.do), daemon=True)
            self._process.start()
            other.close()
            if self._pipe.poll(self._work.longest + _START):
                self._pipe.recv()  # The time to start is none of the job's.
        return self._pipe


def _serve(pipe: "Connection", do: Callable[[J], R]) -> None:
    """Do what comes through the pipe until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Who began this process ends it.
    sweep_seldom()
    try:
        pipe.send(None)
        while True:
            pipe.send(swept(do, pipe.recv()))
    except (EOFError, OSError):
        return
