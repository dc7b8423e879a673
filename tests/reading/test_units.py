"""Lists of units: two that run together are parted, one long name is not."""

import pytest

from plancmp.reading.units import split_units


@pytest.mark.parametrize(
    "name",
    [
        "各街道社区居委会",
        "各乡镇社区服务中心",
        "市城市社区建设协会",
        "县医院区域中心",
        "县委县政府督查室",
        "市委市直机关工委",
        "县残联县属国有企业",
        "县卫健局县级医院",
        "市市场监管局",
        "市城管局市容管理所",
        "市供电公司市区营业部",
        "共青团沁水县委",
    ],
)
def test_one_name(name: str) -> None:
    """Places and levels inside of a name begin no other one."""
    assert split_units(name) == (name,)


@pytest.mark.parametrize(
    "names",
    [
        ("团县委", "县教体局"),
        ("县妇联", "县残联"),
        ("县法院", "县检察院"),
        ("县残联", "县妇联", "团县委"),
        ("市教育局", "市政府办公室"),
        ("市卫健局", "市政务服务局"),
        ("市教育局", "市政协办公室"),
        ("县供销社", "县妇联"),
        ("县交通运输局", "县城管局"),
        ("县农业农村局", "县乡村振兴局"),
        ("市中医院", "区卫健局"),
        ("县妇联", "共青团沁水县委"),
    ],
)
def test_run_together(names: tuple[str, ...]) -> None:
    """A mark that is missing is seen; short names only where each is known."""
    assert split_units("".join(names)) == names
