"""Who took sentences over from whom: the table `reuse` of a dataset."""

import time
from collections.abc import Sequence

import msgspec
import pytest

from plancmp.batch.reuse import Reuse
from plancmp.model.record import Period, PlanData, PlanRecord, RegionRecord
from plancmp.pipeline import extract_bytes

SENTENCES = (
    "到2030年，全省建成社区食堂300个，老年人就餐不出社区。",
    "每个乡镇至少有一名医师每周坐诊一次，药品在村里就能取到。",
    "“十五五”期间修缮渠道40公里，灌溉用水按方计量、公开收费。",
    "学校操场在周末向附近居民开放，由学校和街道共同看管。",
)
PLACES = {
    "山南省": RegionRecord(name="山南省", level="province"),
    "临泉市": RegionRecord(name="临泉市", level="city", parents=("山南省",)),
    "云溪县": RegionRecord(name="云溪县", level="county", parents=("山南省", "临泉市")),
    "北桥县": RegionRecord(name="北桥县", level="county", parents=("江北省", "北桥市")),
}


def plan(place: str, start: int, sentences: Sequence[str]) -> PlanRecord:
    """A plan of a place with these sentences."""
    text = "某地规划\n\n一、主要任务\n\n" + "\n\n".join(sentences)
    record = extract_bytes(text.encode(), "plan.txt")
    period = Period(name="十五五", start=start, end=start + 4)
    return msgspec.structs.replace(record, plan=PlanData(region=PLACES.get(place), period=period))


def found(*plans: tuple[str, PlanRecord]) -> list[tuple[object, ...]]:
    """Path, source, how, shared, sentences of each row."""
    reuse = Reuse()
    for path, record in plans:
        reuse.take(path, path, record)
    return [(row[0], row[2], row[4], row[5], row[6]) for row in reuse.rows()]


def filled_anew(sentences: Sequence[str]) -> list[str]:
    """The sentences as a county takes them over: another term, other figures, another place."""
    words = (("全省", "全县"), ("300", "12"), ("40", "3.5"), ("十五五", "十六五"), ("2030", "2035"))
    changed = list(sentences)
    for old, new in words:
        changed = [each.replace(old, new) for each in changed]
    return changed


@pytest.mark.parametrize(
    ("place", "start", "other", "then", "how"),
    [
        ("云溪县", 2026, "山南省", 2026, "above"),
        ("云溪县", 2026, "临泉市", 2026, "above"),
        ("云溪县", 2026, "云溪县", 2021, "earlier"),
        ("云溪县", 2026, "云溪县", 2026, "beside"),
        ("云溪县", 2026, "北桥县", 2021, "elsewhere"),
    ],
)
def test_from_whom(place: str, start: int, other: str, then: int, how: str) -> None:
    """What was filled in anew counts; who is above or was there before is the source."""
    source, copy = plan(other, then, SENTENCES), plan(place, start, filled_anew(SENTENCES))
    assert found(("z-copy", copy), ("a-source", source)) == [("z-copy", "a-source", how, 4, 4)]


def test_the_nearest_above_is_the_source() -> None:
    """Of city and province that both have a sentence a county has it from its city."""
    plans = [(place, plan(place, 2026, SENTENCES)) for place in ("云溪县", "山南省", "临泉市")]
    assert found(*plans) == [("云溪县", "临泉市", "above", 4, 4), ("临泉市", "山南省", "above", 4, 4)]


def test_a_coincidence_is_no_reuse() -> None:
    """Two sentences, and any number of short ones, are not named."""
    short = ["加强领导。", "落实责任。", "做好宣传。", "抓好督查。"]
    plans = [(place, plan(place, 2026, [*SENTENCES[:2], *short])) for place in ("云溪县", "北桥县")]
    assert found(*plans) == []


def test_a_thousand_plans_take_linear_time() -> None:
    """Ten times as many plans with the same sentences take about ten times as long, and as many rows."""
    record = plan("云溪县", 2026, SENTENCES)
    took = {}
    for count in (200, 2000):
        begun = time.process_time()
        rows = found(*((f"{number:04d}", record) for number in range(count)))
        took[count] = time.process_time() - begun
        assert len(rows) == count - 1
    assert took[2000] < 20 * took[200]
