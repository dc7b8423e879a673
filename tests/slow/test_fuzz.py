"""Two minutes of fuzzing with one seed, spread over the readers."""

from pathlib import Path

import pytest

from tests.fuzz.__main__ import start
from tests.fuzz.readers import READERS, run_one, seeds

RUNS = 6_000
"""So that a fast machine looks at the same inputs as a slow one."""
pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.mark.parametrize("reader", READERS)
def test_fuzz(reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this system")
    monkeypatch.setattr("tests.fuzz.__main__._FOLDER", tmp_path)
    assert start(reader, seconds=13, seed=16, runs=RUNS)


@pytest.mark.parametrize("reader", READERS)
def test_seeds_are_small(reader: str) -> None:
    for data in seeds(reader):
        assert 0 < len(data) < 20_000
        run_one(reader, data)
