"""How long commands take: limits in seconds are given for one machine, and set against what this one is."""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache

# What `import typer, rich.console` takes, in seconds, on the two-core machine where limits were set.
REFERENCE = 0.125


def seconds(*command: str, runs: int = 7) -> float:
    """The median wall time of a command; its bytecode is kept, as on a user's machine."""
    _run(command)
    return statistics.median(_run(command) for _ in range(runs))


def ratio(command: Sequence[str], other: Sequence[str], runs: int = 9) -> float:
    """How many times as long as another a command takes: run in turn, the best of each."""
    _run(command)
    _run(other)
    taken = [(_run(command), _run(other)) for _ in range(runs)]
    return min(mine for mine, _ in taken) / min(theirs for _, theirs in taken)


def _run(command: Sequence[str]) -> float:
    """The wall time of one run."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - begun


def processor_seconds(work: Callable[[], object]) -> float:
    """The processor time that work takes, the better of two runs."""
    gc.collect()
    gc.freeze()  # What other tests left behind is not to be walked through again and again.
    try:
        taken = []
        for _ in range(2):
            begun = time.process_time()
            work()
            taken.append(time.process_time() - begun)
        return min(taken)
    finally:
        gc.unfreeze()


@cache
def import_seconds() -> float:
    """What the imports of typer and rich.console take here."""
    return seconds(sys.executable, "-c", "import typer, rich.console")


def allowed(limit: float) -> float:
    """A limit in seconds, longer where this machine is slower than the one it was given for."""
    return limit * max(1.0, import_seconds() / REFERENCE)
