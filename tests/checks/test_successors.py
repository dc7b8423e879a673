"""What an abolished unit is called at the plan's date: through the chain, in the form of its level."""

import pytest

from plancmp.checks.kinds.responsible import successor_of
from plancmp.model.record import RegionRecord
from plancmp.reading.agencies import agencies

COUNTY = RegionRecord(name="安河县", level="county", parents=("某省", "安山市"))
COUNTY_CITY = RegionRecord(name="安河市", level="county", parents=("某省", "安山市"))
CITY = RegionRecord(name="安山市", level="city", parents=("某省",))

CASES = [
    ("poverty", "县", 2022, COUNTY, "县乡村振兴局"),
    ("poverty", "县", 2026, COUNTY, "县农业农村局"),
    ("environment-protection", "县", 2026, COUNTY, "安山市生态环境局安河分局"),
    ("environment-protection", "县", 2026, None, "市生态环境局分局"),
    ("environment-protection", "市", 2026, CITY, "市生态环境局"),
    ("environment-protection", "省", 2026, CITY, "省生态环境厅"),
    ("bank-supervision", "县", 2021, COUNTY, "安山银保监分局安河监管组"),
    ("bank-supervision", "县", 2026, COUNTY, "国家金融监督管理总局安河监管支局"),
    ("health-family-planning", "县", 2026, COUNTY, "县卫生健康局"),
    ("health-family-planning", "市", 2026, CITY, "市卫生健康委"),
    ("health-family-planning", "市", 2026, COUNTY_CITY, "市卫生健康局"),
    ("health-family-planning", "省", 2026, CITY, "省卫生健康委员会"),
    ("state-tax", "县", 2026, COUNTY, "县税务局"),
]


@pytest.mark.parametrize(("key", "level", "year", "region", "name"), CASES)
def test_successor(key: str, level: str, year: int, region: RegionRecord | None, name: str) -> None:
    """The unit in office in that year, by its own name."""
    unit = agencies().entry(key)
    assert unit is not None
    said, source = successor_of(unit, level, year, region)
    assert said == name
    assert source
