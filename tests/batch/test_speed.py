"""Time and memory of runs over many plans."""

from pathlib import Path

import pytest

from tests.bench.batch import make_plans, measured

pytestmark = [pytest.mark.slow, pytest.mark.speed, pytest.mark.timeout(900)]


@pytest.mark.parametrize("form", ["yaml", "jsonl"])
def test_unchanged_plans_cost_little(tmp_path: Path, form: str) -> None:
    """A second run over 60 plans takes less than a fifth of the processor time of the first."""
    plans = make_plans(tmp_path / "plans", 60)
    output = tmp_path / ("out" if form == "yaml" else "all.jsonl")
    words = ("-m", "plancmp", "extract", plans, "-o", output, "-j", 1)
    first, again = measured(*words), measured(*words)
    print(f"{form}: unchanged {again.processor / first.processor:.2f} of the first run")
    assert (first.status, again.status) == (0, 0)
    assert again.processor < 0.2 * first.processor


def test_time_and_memory_are_flat(tmp_path: Path) -> None:
    """Four times as many plans take the same time each, within 15 %, and as much memory, under 300 MB."""
    took = {}
    for count in (150, 600):
        plans = make_plans(tmp_path / f"plans{count}", count)
        output = tmp_path / f"out{count}"
        took[count] = measured("-m", "plancmp", "dataset", plans, "-o", output, "-f", "parquet", "-j", 1)
        each = took[count].processor / count * 1000
        print(f"{count} plans: {each:.1f} ms each, peak {took[count].peak:.0f} MB")
    assert took[600].processor / 600 < 1.15 * took[150].processor / 150
    assert took[600].peak < 300 and took[600].peak < 1.15 * took[150].peak
