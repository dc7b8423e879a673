"""How long things take, as ratios measured in one run or against wide limits."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.gains import CORPUS, seed_paths

pytestmark = pytest.mark.slow


def seconds(*command: str, runs: int = 7) -> float:
    """The median wall time of a command; its bytecode is kept, as on a user's machine."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken[1:])


def test_start_is_light() -> None:
    """`plancmp --version` takes at most 1.3 times what its two libraries take to import."""
    base = seconds(sys.executable, "-c", "import typer, rich.console")
    mine = seconds(str(Path(sys.executable).with_name("plancmp")), "--version")
    print(f"--version {mine / base:.2f} times the imports of typer and rich.console")
    assert mine <= 1.3 * base


def test_a_plan_is_read_at_once() -> None:
    """A plan of 60 KB is read in half a second, start included (a wide limit for slow machines)."""
    path = next(iter(seed_paths()), CORPUS / "nanshan-disability-13.txt")
    taken = seconds(str(Path(sys.executable).with_name("plancmp")), "extract", str(path), runs=5)
    print(f"{path.name}: {taken:.2f} s")
    assert taken < 0.5
