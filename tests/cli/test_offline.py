"""Drafts are confidential: no command opens a socket."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.gains import CORPUS, ROOT

_CHILD = """
import sys
asked = []


def is_outward(name, told):
    # Processes of one run speak through pipes of the system (AF_UNIX, 1), which lead nowhere else.
    return name.startswith("socket.") and not (name == "socket.__new__" and told[1] == 1)


sys.addaudithook(lambda name, told: asked.append(name) if is_outward(name, told) else None)
from plancmp.cli.app import run
status = run()
print(status, *asked, file=open("asked.txt", "w"))
"""
_PLANS = ("yunxi-disability-15.txt", "lanting-disability-15.md")
COMMANDS = (
    ["extract", "drafts", "-o", "records"],
    ["extract", "drafts", "-f", "parquet", "-o", "all.parquet"],
    ["extract", "drafts", "-f", "jsonl", "-j", "2"],
    ["diff", "drafts", "--base", "ref:disability-15"],
    ["diff", "drafts", "-f", "html"],
    ["check", "drafts", "--against", "ref:disability-15", "-j", "2"],
    ["check", "drafts/yunxi-disability-15.txt", "--annotate", "copy.txt", "--fix", "fixed.txt"],
    ["report", "drafts", "-o", "report.html"],
    ["report", "drafts", "-o", "report.xlsx"],
    ["dataset", "drafts", "-o", "tables"],
    ["dataset", "drafts", "-o", "plans.duckdb"],
    ["verify", "records"],
    ["rule", "PLH001"],
    ["refs"],
    ["schema", "record"],
    ["learn", "drafts"],
    ["selftest", "drafts/yunxi-disability-15.txt"],
    ["baseline", "drafts"],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two drafts and their records."""
    folder = tmp_path_factory.mktemp("offline")
    for name in ("drafts", "records"):
        (folder / name).mkdir()
    for name in _PLANS:
        shutil.copy(CORPUS / name, folder / "drafts" / name)
        record = Path(name).with_suffix(".yaml").name
        text = (CORPUS / record).read_text("utf-8")
        (folder / "records" / record).write_text(text.replace("path: corpus/", "path: ../drafts/"), "utf-8")
    return folder


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:3]))
def test_no_command_opens_a_socket(words: list[str], folder: Path) -> None:
    """Python tells of every socket that is made and every name that is asked for: there is none."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PLANCMP_LANG": "zh"}
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, *words],
        cwd=folder,
        env=env,
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    status, *asked = (folder / "asked.txt").read_text().split()
    assert asked == [] and status in ("0", "1"), (status, json.dumps(asked), done.stderr.decode())


def test_the_hook_hears_a_socket(tmp_path: Path) -> None:
    """The test above could fail: a name that is asked for is heard."""
    code = _CHILD.replace("status = run()", "import socket; socket.gethostbyname('localhost'); status = 0")
    subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
    )
    assert "socket.gethostbyname" in (tmp_path / "asked.txt").read_text()
