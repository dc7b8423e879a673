"""`extract` over folders: nothing half written, nothing read twice, no correction lost."""

import gc
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

import plancmp as package
from plancmp.batch.workers import Work, processes_for, run_all
from plancmp.model.errors import PlancmpError
from plancmp.pipeline import extract
from plancmp.records.tables import columns, rows_of
from plancmp.records.yamlform import load_record

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])}
PLAN = """{place}“十五五”教育发展规划

一、主要目标

专栏1 主要指标

| 序号 | 指标 | 2025年 | 2030年 | 属性 |
|---|---|---|---|---|
| 1 | 学前教育毛入园率（%） | 92.22 | {rate} | 预期性 |
| 2 | 学校数（所） | 28 | ≥30 | 约束性 |
| 3 | 教师数（人） | 2800 | 3000 | 预期性 |
"""


def command(*words: str) -> list[str]:
    """A command line of plancmp in a process of its own."""
    return [sys.executable, "-m", "plancmp", "--lang", "zh", *words]


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two plans in a folder and one below it."""
    folder = tmp_path / "drafts"
    (folder / "市").mkdir(parents=True)
    for number, name in enumerate(("a.md", "b.md", "市/a.md")):
        (folder / name).write_text(PLAN.format(place=f"云溪{number}县", rate=90 + number), "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def statuses(log: str = "run.jsonl") -> list[str]:
    """What the log says of each file."""
    return [json.loads(line)["status"] for line in Path(log).read_text("utf-8").splitlines()]


def times(folder: Path) -> dict[Path, int]:
    """When each file below a folder was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", ["yaml", "json", "jsonl"])
def test_unchanged_plans_stay(plancmp, drafts: Path, form: str) -> None:
    """A second run writes nothing; what has changed is read, all with --force; records load as they were."""

    def run(*more: str) -> list[str]:
        assert plancmp("extract", "drafts", "-o", "out", "-f", form, "--log", "run.jsonl", *more).status == 0
        return statuses()

    assert run() == ["read", "read", "read"]
    if form != "jsonl":
        assert load_record(Path("out", "市", f"a.{form}")) == extract("drafts/市/a.md")
    written = times(Path("out"))
    assert run() == ["unchanged"] * 3 and times(Path("out")) == written
    Path("drafts/b.md").write_text(PLAN.format(place="南山县", rate=99), "utf-8")
    assert run() == ["unchanged", "read", "unchanged"]
    assert run("--force") == ["read", "read", "read"]


def test_lines_are_used_again(plancmp, drafts: Path) -> None:
    """Of a file of lines the unchanged ones stay, a corrected one too; the order is that of the run."""

    def run(*more: str) -> tuple[list[str], list[str]]:
        assert plancmp("extract", "drafts", "-o", "all.jsonl", "--log", "run.jsonl", *more).status == 0
        return statuses(), Path("all.jsonl").read_text("utf-8").splitlines()

    said, lines = run()
    assert said == ["read"] * 3
    corrected = lines[0].replace("92.22", "93.5")
    Path("all.jsonl").write_text("\n".join([lines[2], corrected, lines[1]]) + "\n", "utf-8")
    Path("drafts/b.md").write_text(PLAN.format(place="南山县", rate=99), "utf-8")
    said, again = run()
    assert said == ["corrected", "read", "unchanged"]
    assert again[0] == corrected and again[2] == lines[2]
    assert "南山县" in again[1]
    assert run("--force")[1][0] == lines[0]


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_what_a_person_has_corrected_is_kept(plancmp, drafts: Path, form: str) -> None:
    """It is said by name, also where the plan has changed since; --force writes over it."""
    plancmp("extract", "drafts", "-o", "out", "-f", form)
    record = Path("out", f"a.{form}")
    corrected = record.read_text("utf-8").replace("92.22", "93.5")
    record.write_text(corrected, "utf-8")
    Path("drafts/a.md").write_text(PLAN.format(place="南山县", rate=99), "utf-8")
    ran = plancmp("extract", "drafts", "-o", "out", "-f", form)
    assert (ran.status, record.read_text("utf-8")) == (0, corrected)
    kept = f"out/a.{form}：有人改过，保留不动；要覆盖请用 --force。"
    assert ran.err.splitlines() == [kept, f"共 3 份：未变 2，有人改过、保留 1（{kept[:-1]}）"]
    ran = plancmp("extract", "drafts/a.md", "-o", str(record))
    assert (ran.status, ran.err) == (0, f"{kept}\n")
    plancmp("extract", "drafts", "-o", "out", "-f", form, "--force")
    assert "南山县" in record.read_text("utf-8")


def test_as_many_processes_as_one_likes(plancmp, drafts: Path) -> None:
    """One process or two: the same bytes."""
    plancmp("extract", "drafts", "-o", "one", "-j", "1")
    plancmp("extract", "drafts", "-o", "two", "-j", "2")
    held = [
        {path.relative_to(folder): path.read_bytes() for path in Path(folder).rglob("*.yaml")}
        for folder in ("one", "two")
    ]
    assert held[0] == held[1] and len(held[0]) == 3


def test_a_workbook_and_parquet(plancmp, drafts: Path) -> None:
    """A sheet a table with real numbers; Parquet holds the table of indicators; a file a plan in a folder."""
    assert plancmp("extract", "drafts", "-o", "e.xlsx").status == 0
    book = openpyxl.load_workbook("e.xlsx")
    assert book.sheetnames == [table for table in columns() if table not in ("findings", "records", "reuse")]
    head, *rows = book["indicators"].iter_rows(values_only=True)
    assert list(head) == list(columns()["indicators"]) and len(rows) == 9
    row = dict(zip(head, rows[0], strict=True))
    assert (row["path"], row["baseline_value"], row["target_text"]) == ("drafts/a.md", 92.22, "90")
    assert plancmp("extract", "drafts", "-o", "e.parquet").status == 0
    table = parquet.read_table("e.parquet")
    record = extract("drafts/a.md")
    wanted = rows_of(record, "drafts/a.md", record.id)["indicators"]
    assert [tuple(each.values()) for each in table.to_pylist()[:3]] == wanted
    plancmp("extract", "drafts", "-o", "out", "-f", "parquet")
    assert parquet.read_table("out/市/a.parquet").num_rows == 3
    ran = plancmp("extract", "drafts/a.md", "-f", "xlsx")
    assert (ran.status, ran.out) == (2, "")


def test_an_ending_that_is_no_form(plancmp, drafts: Path) -> None:
    """One line, exit 2, and no folder of that name."""
    ran = plancmp("extract", "drafts", "-o", "out.doc")
    assert (ran.status, ran.err.count("\n"), Path("out.doc").exists()) == (2, 1, False)


@pytest.mark.parametrize("output", ["out", "all.jsonl", "all.xlsx", "all.parquet"])
def test_a_full_disk(plancmp, drafts: Path, output: str) -> None:
    """One line, exit 2, what was there is as it was, nothing half written."""
    more = ["-f", "yaml"] if output == "out" else []
    plancmp("extract", "drafts", "-o", output, *more)
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    done = subprocess.run(
        command("extract", "drafts", "-o", output, *more, "--force"),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
        env={**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "无法写入" in done.stderr
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_stopped_by_a_person(drafts: Path) -> None:
    """Ctrl-C: exit 130, whole files only, one line of what was done."""
    text = PLAN.format(place="云溪县", rate=95) + "\n\n发展教育，办好学校，完善设施。\n" * 300
    for number in range(300):
        (drafts / f"n{number}.md").write_text(text, "utf-8")
    # What starts the tests, or a test before, may ignore the signal, and a process takes that over.
    process = subprocess.Popen(
        command("extract", "drafts", "-o", "out"),
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not Path("out").is_dir() or len(list(Path("out").rglob("*.yaml"))) < 3:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130 and told.startswith("共 ") and told.endswith("，已中止\n")
    assert told.count("\n") == 1
    for path in Path("out").rglob("*"):
        assert path.is_dir() or load_record(path)


def killed(words: list[str], longest: float, chance: random.Random) -> bool:
    """Run and kill at a random moment; whether it had ended before."""
    process = subprocess.Popen(
        command(*words), env=ENVIRONMENT, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(chance.uniform(0.2, longest))
        return True
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return False


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("words", "check"),
    [
        (["extract", "drafts", "-o", "out", "-j", "2"], lambda path: load_record(path)),
        (["dataset", "drafts", "-o", "out", "-f", "parquet"], lambda path: parquet.read_table(path)),
    ],
    ids=["extract", "dataset"],
)
def test_killed_twenty_times(drafts: Path, words: list[str], check: Callable[[Path], object]) -> None:
    """No partial file whenever it is killed; the next run ends with the files of one that was let be."""
    for number in range(40):
        (drafts / f"n{number}.md").write_text(PLAN.format(place=f"云溪{number}县", rate=number), "utf-8")
    begun = time.perf_counter()
    subprocess.run(
        command(*(word if word != "out" else "whole" for word in words)), env=ENVIRONMENT, check=True
    )
    longest = time.perf_counter() - begun
    chance = random.Random(15)
    ended = 0
    for _ in range(20):
        ended += killed([*words, *(["--force"] if chance.random() < 0.5 else [])], longest, chance)
        for path in Path("out").rglob("*"):
            if path.is_file() and not path.name.startswith(".") and ".plancmp-" not in str(path):
                check(path)
    assert ended < 20
    subprocess.run(command(*words), env=ENVIRONMENT, check=True)
    held = [
        {path.relative_to(folder): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}
        for folder in ("out", "whole")
    ]
    assert held[0] == held[1]


def test_a_process_that_dies_takes_no_other_along() -> None:
    """What hangs or dies is a result with its reason; the order is that of the jobs."""
    work = Work(_do, lambda job, error: f"{job}: {error.english}", longest=3)
    assert list(run_all(work, ["a", "die", "b", "hang", "c"], 2)) == [
        "A",
        "die: its process ended without a word, perhaps for want of memory",
        "B",
        "hang: stopped after 3 s; if rules of yours are used, simplify their regular expressions",
        "C",
    ]


def _do(job: str) -> str:
    """A job of the test before."""
    if job == "die":
        os._exit(1)
    if job == "hang":
        time.sleep(60)
    return job.upper()


def test_processes_where_they_pay() -> None:
    """One for a few plans, never more than there are plans; as many as one says."""
    assert [processes_for(count) for count in (0, 1, 12)] == [1, 1, 1]
    assert processes_for(3, 8) == 3 and processes_for(100, 5) == 5
    assert processes_for(1000) >= 1


def test_errors_cross_processes() -> None:
    """Both wordings come back."""
    import pickle

    error = pickle.loads(pickle.dumps(PlancmpError("中", "en")))
    assert (error.chinese, error.english) == ("中", "en")


class Ring:
    """What refers to itself, as the tree of a Word file does."""

    def __init__(self) -> None:
        self.itself = self


def test_what_goes_in_circles_is_put_away() -> None:
    """Of forty documents no more than a few wait, also where Python itself hardly ever looks for them."""
    made: list[weakref.ref[Ring]] = []

    def read(number: int) -> int:
        made.append(weakref.ref(Ring()))
        return number

    usual = gc.get_threshold()
    gc.set_threshold(1_000_000)
    try:
        done = list(run_all(Work(read, lambda job, _: job, 60), range(40), 1))
        waiting = sum(each() is not None for each in made)
    finally:
        gc.set_threshold(*usual)
    assert done == [*range(40)]
    assert waiting <= 4
