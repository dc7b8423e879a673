"""Small plans for the tests of alignment: nothing in them but names and units."""

import random
from collections.abc import Sequence

from plancmp.align.packs import load_pack
from plancmp.model.place import Place
from plancmp.model.record import Indicator, Period, PlanData, PlanRecord, RegionRecord, Source

Row = tuple[str, str | None]


def indicator(name: str, unit: str | None = None, number: int = 1, **more: object) -> Indicator:
    """An indicator that has no more than a name and a unit."""
    return Indicator(
        id=f"I{number}", number=number, name=name, unit=unit or None, at=Place(line=number), **more
    )


def plan(
    name: str, rows: Sequence[Row | Indicator], sector: str | None = None, region: str = "云溪县"
) -> PlanRecord:
    """A plan with these rows, in order."""
    made = [
        row if isinstance(row, Indicator) else indicator(*row, number=at) for at, row in enumerate(rows, 1)
    ]
    return PlanRecord(
        id=name,
        source=Source(path=f"{name}.txt", format="text", sha256=name),
        plan=PlanData(
            sector=sector,
            region=RegionRecord(name=region),
            period=Period(name="十五五", start=2026, end=2030),
        ),
        indicators=tuple(made),
    )


_WHOM = ["残疾人", "老年人", "儿童", "妇女", "农民", "困难群众", "退役军人", "学生", "职工", "企业"]
_WHAT = [
    "康复服务",
    "托养照护",
    "法律援助",
    "就业帮扶",
    "文化活动",
    "信息服务",
    "出行补贴",
    "心理疏导",
    "健康体检",
    "临时救助",
]
_MEASURES: list[Row] = [
    ("覆盖率", "%"),
    ("人数", "人"),
    ("比例", "%"),
    ("机构数", "个"),
    ("年均增长", "%"),
    ("经费", "万元"),
]
_BEFORE = ["", "全县", "基本", "符合条件的", "新增", "重点"]


def many_plans(count: int, seed: int = 1, sector: str | None = "disability") -> list[PlanRecord]:
    """Plans of 12 indicators: most in a spelling of the pack, the others of no pack, some with rare words."""
    chance = random.Random(seed)
    return [plan(f"p{number:05}", _rows(chance), sector) for number in range(count)]


def _rows(chance: random.Random) -> list[Row]:
    """Twelve rows of one plan."""
    rows: list[Row] = []
    for entry in chance.sample(list(load_pack("disability").indicators), 12):
        if chance.random() < 0.6:
            rows.append((chance.choice((entry.name, *entry.names)), entry.unit))
            continue
        end, unit = chance.choice(_MEASURES)
        own = "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(2)) if chance.random() < 0.1 else ""
        words = (chance.choice(_BEFORE), own, chance.choice(_WHOM), chance.choice(_WHAT), end or "")
        rows.append(("".join(words), unit))
    return rows
