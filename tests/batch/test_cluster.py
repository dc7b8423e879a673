"""Reading on a cluster of Dask, and from where fsspec reaches: the same files as here."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import fsspec
import pytest

import plancmp as package
from plancmp.batch.cluster import run_on
from plancmp.batch.dataset import plan_names, read_all
from plancmp.batch.inputs import find_inputs
from plancmp.batch.reading import Job, read_one
from plancmp.model.errors import PlancmpError, SourceError

ROOT = Path(package.__file__).parents[1]
PLAN = """{place}“十五五”教育发展规划

一、主要目标

到2030年，建成学校{schools}所。

专栏1 主要指标

| 序号 | 指标 | 2025年 | 2030年 | 属性 |
|---|---|---|---|---|
| 1 | 学校数（所） | 28 | ≥{schools} | 约束性 |
"""
_PATIENCE = 90


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sixty plans and a file that is none."""
    folder = tmp_path / "plans"
    folder.mkdir()
    for number in range(60):
        text = PLAN.format(place=f"云溪{number}县", schools=30 + number)
        (folder / f"p{number:02}.md").write_text(text, "utf-8")
    (folder / "z.docx").write_bytes(b"\x00\x01\x02\xff" * 9)
    monkeypatch.chdir(tmp_path)
    return folder


def started(stack: ExitStack, *words: str) -> "subprocess.Popen[str]":
    """A process of Dask that is gone after the test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )

    def stop() -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stderr is not None
        process.stderr.close()

    stack.callback(stop)
    return process


@pytest.fixture
def cluster(plans: Path) -> "Iterator[tuple[str, list[subprocess.Popen[str]]]]":
    """The address of a scheduler, and its two workers."""
    with ExitStack() as stack:
        scheduler = started(stack, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        assert scheduler.stderr is not None
        begun = time.monotonic()
        address = None
        while address is None and time.monotonic() - begun < _PATIENCE:
            address = re.search(r"Scheduler at:\s+(tcp://\S+)", scheduler.stderr.readline())
        assert address is not None
        told = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
        yield address[1], [started(stack, "worker", address[1], *told) for _ in range(2)]


def sorted_lines(folder: Path) -> dict[str, list[bytes]]:
    """The lines of all tables, sorted."""
    return {path.name: sorted(path.read_bytes().splitlines()) for path in sorted(folder.iterdir())}


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_worker_that_is_killed_loses_nothing(plancmp, plans: Path, cluster) -> None:
    """One of two workers is killed in the middle; the tables are those of a run here, byte for byte."""
    address, workers = cluster
    here = plancmp("dataset", "plans", "-o", "here", "-j", "1")
    taken = []
    for outcome in read_all(plan_names(["plans"]), 1, cluster=address):
        taken.append(outcome)
        if len(taken) == 20:
            workers[0].kill()
    assert [each.path for each in taken] == plan_names(["plans"])
    assert [each.status for each in taken] == ["read"] * 60 + ["failed"]
    there = plancmp("dataset", "plans", "-o", "there", "--cluster", address)
    assert (here.status, there.status) == (2, 2)
    assert sorted_lines(plans.parent / "there") == sorted_lines(plans.parent / "here")
    assert {each.path: each.text for each in taken} == {
        name: read_one(Job(name, seal=True, check=True)).text for name in plan_names(["plans"])
    }


def test_where_no_cluster_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, not a trace."""
    from plancmp.batch import cluster
    from plancmp.batch.reading import READING

    monkeypatch.setattr(cluster, "_WAIT", "1s")
    with pytest.raises(PlancmpError) as error:
        list(run_on("tcp://127.0.0.1:9", READING, []))
    assert error.value.english.startswith("tcp://127.0.0.1:9: no cluster, or none of its workers, answers")


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Two plans and what is none, in a file system of fsspec."""
    system = fsspec.filesystem("memory")
    for name in ("a.md", "市/b.md"):
        system.pipe(f"/plans/{name}", PLAN.format(place="云溪县", schools=len(name)).encode())
    system.pipe("/plans/README.md", b"no plan")
    system.pipe("/plans/c.zip", b"no plan")
    yield "memory://plans"
    system.rm("/plans", recursive=True)


def test_plans_elsewhere(elsewhere: str) -> None:
    """A folder elsewhere is walked as one here; the record says the address."""
    assert [(each.name, str(each.relative)) for each in find_inputs([elsewhere])] == [
        ("memory:///plans/a.md", "a.md"),
        ("memory:///plans/市/b.md", "市/b.md"),
    ]
    tables = package.dataset([elsewhere])
    assert tables["plans"].select(["path", "status", "indicators"]).to_pylist() == [
        {"path": "memory:///plans/a.md", "status": "read", "indicators": 1},
        {"path": "memory:///plans/市/b.md", "status": "read", "indicators": 1},
    ]


@pytest.mark.parametrize("name", ["memory://plans/none.md", "nowhere://plans/a.md"])
def test_what_is_not_there(name: str) -> None:
    """A failed plan with its reason, or one line."""
    with pytest.raises(SourceError) as error:
        raise read_one(Job(find_inputs([name])[0].name)).error or AssertionError
    assert error.value.english.startswith(f"{name}: cannot be read (")


def test_a_file_by_its_address(plancmp, plans: Path) -> None:
    """file:// reads as a path does."""
    done = plancmp("extract", f"file://{plans.as_posix()}/p00.md", "-f", "csv")
    assert done.status == 0 and "学校数" in done.out
