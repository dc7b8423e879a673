"""How long the commands take, start included; run alone, as ratios or against limits set for this machine."""

import sys
import time
from pathlib import Path
from statistics import median

import pytest

from plancmp.checks import check_plan
from plancmp.pipeline import record_of
from plancmp.sources.reading import read_bytes, read_document
from tests.support.gains import CORPUS, seed_paths
from tests.support.timing import allowed, import_seconds, ratio, seconds

pytestmark = [pytest.mark.slow, pytest.mark.speed]
PLANCMP = str(Path(sys.executable).with_name("plancmp"))


def test_start_is_light() -> None:
    """`plancmp --version` takes at most 1.3 times what its two libraries take to import."""
    mine = seconds(PLANCMP, "--version")
    print(f"--version {mine / import_seconds():.2f} times the imports of typer and rich.console")
    assert mine <= 1.3 * import_seconds()


def test_a_plan_is_read_at_once() -> None:
    """A plan of 60 KB is read in half a second."""
    path = next(iter(seed_paths()), CORPUS / "nanshan-disability-13.txt")
    taken = seconds(PLANCMP, "extract", str(path))
    print(f"extract {path.name}: {taken:.2f} s")
    assert taken < allowed(0.5)


def test_two_plans_lie_side_by_side_at_once() -> None:
    """Two real plans in eight tenths of a second."""
    paths = seed_paths()[:2] or [CORPUS / "nanshan-disability-13.txt", CORPUS / "yunxi-disability-15.txt"]
    taken = seconds(PLANCMP, "diff", *map(str, paths))
    print(f"diff of two plans: {taken:.2f} s")
    assert taken < allowed(0.8)


@pytest.mark.parametrize(
    "path", seed_paths() or [CORPUS / "yunxi-disability-15.txt"], ids=lambda path: path.stem
)
def test_checking_takes_at_most_twice_as_long_as_reading(path: Path) -> None:
    """As commands, start included; and the checks alone against the reading alone, in one process."""
    check = (PLANCMP, "check", "--fail-on", "never", str(path))
    whole = ratio(check, (PLANCMP, "extract", str(path)))
    reading, checking = [], []
    for _ in range(12):
        start = time.process_time()
        document, data = read_document(path)
        record = record_of(document, data, str(path))
        middle = time.process_time()
        check_plan(record, document)
        reading.append(middle - start)
        checking.append(time.process_time() - middle)
    alone = median(checking) / median(reading)
    print(f"check {path.name}: {whole:.2f} times extract as a command, {alone:.2f} times reading in process")
    assert whole <= 2
    assert alone <= 2


@pytest.mark.parametrize(("ending", "most"), [("html", 2), ("xlsx", 1)])
def test_what_is_handed_on_is_written_at_once(ending: str, most: float, tmp_path: Path) -> None:
    """From forty records, a page in at most twice the time of their JSON, a workbook in at most that."""
    records = sorted(CORPUS.glob("*.yaml"))
    for number in range(40):
        text = records[number % len(records)].read_text("utf-8")
        (tmp_path / f"{number}.yaml").write_text(text, "utf-8")
    plans = [str(path) for path in sorted(tmp_path.glob("*.yaml"))]
    taken = ratio(
        (PLANCMP, "diff", *plans, "-o", str(tmp_path / f"out.{ending}")),
        (PLANCMP, "diff", *plans, "-o", str(tmp_path / "out.json")),
    )
    print(f"diff of {len(plans)} records as {ending}: {taken:.2f} times JSON")
    assert taken <= most


SHORT_LINES = (
    "{}.任务\n",
    "（一）目标\n",
    "县水利局、县财政局\n",
    "覆盖率  {}%\n",
    "率\t{}%\n",
    "|率|{}|\n",
    "覆盖率  {}%  约束性\n",
    "到2030年达{}。\n",
)


@pytest.mark.parametrize("line", SHORT_LINES)
def test_short_lines_take_linear_time(line: str) -> None:
    """Three times as many lines of one shape take about three times as long to read and check."""

    def taken(lines: int) -> float:
        text = "某县“十五五”规划\n一、总体要求\n" + "".join(
            line.format(10 + each % 90) for each in range(lines)
        )
        begun = time.process_time()
        document = read_bytes(text.encode(), "a.txt")
        check_plan(record_of(document, text.encode(), "a.txt"), document)
        return time.process_time() - begun

    few, many = (min(taken(lines) for _ in range(2)) for lines in (6_000, 18_000))
    print(f"{line.strip()}: {few:.2f} s for 6,000 lines, {many:.2f} s for 18,000")
    assert many < 4.5 * few
