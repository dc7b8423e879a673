"""A file read in a process of its own, with a limit of memory and of time."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
GIGABYTE = 1 << 30

_READ = r"""
import importlib, json, re, sys, time
from pathlib import Path
from plancmp.model.errors import SourceError
module, function, path = sys.argv[1:]
read = getattr(importlib.import_module(module), function)
data = Path(path).read_bytes()
began = time.perf_counter()
try:
    document = read(data)
    said = f"{document.pages} pages, {len(document.blocks)} blocks"
except SourceError as error:
    said = error.chinese
spent = time.perf_counter() - began
# Of this program alone: getrusage counts what the process that began it held.
peak = int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) * 1024
print(json.dumps({"said": said, "seconds": spent, "bytes": peak}))
"""


class Read(NamedTuple):
    """What came of reading."""

    said: str
    """How many pages and blocks there are, or why the file is refused."""
    seconds: float
    bytes: float


def read_alone(path: Path, module: str, function: str) -> Read:
    """Read a file by a reader within 30 seconds and a gigabyte."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, module, function, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2 * GIGABYTE, 2 * GIGABYTE)),
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    read = Read(**json.loads(done.stdout))
    assert read.seconds < 30
    assert read.bytes < GIGABYTE
    return read
