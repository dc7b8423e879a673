"""Checks plans in other processes, several at a time; one that hangs or dies takes no other along."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue

from plancmp.cli.checking import Job, Outcome, check_one, failed

_LONGEST = 120
"""Seconds for one plan."""
_LONGEST_WITH_RULES = 30
"""Seconds for one plan where the user's own rules are used, start of the process included."""


def check_apart(jobs: Sequence[Job], count: int) -> Iterator[Outcome]:
    """Check plans in `count` processes; outcomes come in the order of the jobs."""
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

    def _ready(self) -> Connection:
        """The pipe to a process that waits for work."""
        if self._process is None or self._pipe is None or not self._process.is_alive():
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


def _work(pipe: Connection) -> None:
    """Check what comes through the pipe until it is closed."""
    try:
        while True:
            pipe.send(check_one(pipe.recv()))
    except (EOFError, OSError, KeyboardInterrupt):
        return
