"""How long the commands take, start included; run alone, as ratios or against limits set for this machine."""

import sys
from pathlib import Path

import pytest

from tests.support.gains import CORPUS, seed_paths
from tests.support.timing import allowed, import_seconds, seconds

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
