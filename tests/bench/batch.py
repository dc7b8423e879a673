"""Measures runs over many plans, in one go on one machine: processor time a plan, peak memory, ratios.

`python -m tests.bench.batch [PLANS]` makes PLANS texts (200 where none are said) out of a draft of the corpus
and prints a table. A ratio of one run holds on any machine; seconds hold on this one.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.support.gains import CORPUS, ROOT

_DRAFT = CORPUS / "yunxi-disability-15.txt"
_PROBE = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, *sys.argv[1:]], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


class Run(NamedTuple):
    """What a command took."""

    status: int
    processor: float
    peak: float
    """MB of its largest process."""
    wall: float


def make_plans(folder: Path, count: int) -> Path:
    """So many texts of a draft, each with another place and other figures."""
    text = _DRAFT.read_text("utf-8")
    folder.mkdir(parents=True)
    for number in range(count):
        plan = text.replace("云溪县", f"云溪{number}县").replace("8640", str(1000 + number))
        (folder / f"p{number:05d}.txt").write_text(plan, "utf-8")
    return folder


def measured(*words: object) -> Run:
    """Run Python with these words; bytecode is kept, as on a user's machine."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, *map(str, words)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    status, processor, peak = done.stdout.split()
    return Run(int(status), float(processor), float(peak), time.perf_counter() - begun)


def main(count: int) -> None:
    """Print the table."""
    bare = min(measured("-c", "import typer, rich.console").processor for _ in range(3))
    other = CORPUS / "nanshan-disability-13.txt"
    print(f"bare Python with typer and rich: {bare:.2f} s of processor; the next three are times that")
    for words in (["extract", _DRAFT], ["check", "--fail-on", "never", _DRAFT], ["diff", _DRAFT, other]):
        measured("-m", "plancmp", *words)
        took = min(measured("-m", "plancmp", *words).processor for _ in range(3))
        print(f"  {words[0]:8} {took / bare:5.2f}")
    with tempfile.TemporaryDirectory() as name:
        plans = make_plans(Path(name) / "plans", count)
        out = Path(name)
        runs = {
            "extract to YAML": ["extract", plans, "-o", out / "yaml", "-j", 1],
            "extract to YAML, unchanged": ["extract", plans, "-o", out / "yaml", "-j", 1],
            "extract to YAML, two processes": ["extract", plans, "-o", out / "two", "-j", 2],
            "extract to jsonl": ["extract", plans, "-o", out / "all.jsonl", "-j", 1],
            "extract to jsonl, unchanged": ["extract", plans, "-o", out / "all.jsonl", "-j", 1],
            "dataset of CSV": ["dataset", plans, "-o", out / "csv", "-j", 1],
            "dataset of CSV, unchanged": ["dataset", plans, "-o", out / "csv", "-j", 1],
            "dataset of Parquet": ["dataset", plans, "-o", out / "parquet", "-f", "parquet", "-j", 1],
            "dataset of DuckDB": ["dataset", plans, "-o", out / "all.duckdb", "-j", 1],
        }
        print(f"{count} plans: processor a plan (ms), of the first, wall of the first, peak MB of a process")
        first: Run | None = None
        for said, words in runs.items():
            took = measured("-m", "plancmp", *words)
            first = first or took
            each, share = took.processor / count * 1000, took.processor / first.processor
            print(f"  {said:32} {each:6.1f} {share:6.2f} {took.wall / first.wall:6.2f} {took.peak:6.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
