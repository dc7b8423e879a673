"""Draws tables of indicators with a seed, and tells them one cell a line, as saved pages do."""

import random
from typing import NamedTuple

_WORDS = """
    示范河段 社区书屋 公交站台 智慧果园 乡村驿站 口袋公园 中小学体育场地 养老助餐点 家庭医生签约
    再生水 危险废物 公共充电桩 专业技术人才 规模以上文化企业 跨境电商 高标准农田 农产品冷链 历史建筑
    老旧管网 残疾人托养 托育机构 县域快递网点 应急避难场所 夜间经济
"""
_SUBJECTS = _WORDS.split()
_MEASURES = [
    ("覆盖率", "%"), ("达标率", "%"), ("占比", "%"), ("年均增速", "%"), ("利用率", "%"), ("完好率", "％"),
    ("数量", "个"), ("总数", "家"), ("总面积", "万亩"), ("建筑面积", "万平方米"), ("总产值", "亿元"),
    ("建成里程", "公里"), ("服务人次", "万人次"), ("床位数", "张"), ("人均面积", "平方米/人"),
    ("排放浓度", "微克/立方米"), ("投入强度", "万元/亩"), ("用电量", "亿千瓦时"), ("拥有量", "件/万人"),
]  # fmt: skip
_PLAIN = [("新建{}", "处"), ("改造{}", "项"), ("{}建设", "个"), ("累计培育{}", "家"), ("{}提升改造", "处")]
_CATEGORIES = [
    "创新发展", "协调发展", "绿色生态", "民生福祉", "安全保障", "城市更新", "设施类", "服务类", "产业提质",
    "文化繁荣", "总量和强度", "开放合作", "智慧管理", "多元参与",
]  # fmt: skip
_WORDED = [
    "完成市下达任务", "不低于全市平均水平", "与经济增长基本同步", "基本消除", "保持稳定", "实现全覆盖",
    "持续下降", "高于全省平均水平", "完成上级考核要求",
]  # fmt: skip
_NUMBER = ["序号", "编号"]
_CATEGORY = ["类别", "领域", "指标类别", "一级指标", "分类"]
_NAME = ["指标名称", "指标", "主要指标", "具体指标", "指标内容", "二级指标", "监测指标", "考核指标名称"]
_UNIT = ["单位", "计量单位", "指标单位"]
_ATTRIBUTE = ["属性", "指标属性", "指标性质", "类型"]
_BASELINE = [
    "2025年",
    "2025年现状值",
    "现状值",
    "基期值",
    "“十四五”完成值",
    "2025年（预计）",
    "现状值（2025年）",
]
_TARGET = ["2030年", "2030年目标值", "目标值", "“十五五”目标", "2030年目标", "目标值（2030年）", "规划目标值"]
_POOLS = {
    "number": _NUMBER, "category": _CATEGORY, "name": _NAME, "unit": _UNIT, "attribute": _ATTRIBUTE,
    "baseline": _BASELINE, "target": _TARGET,
}  # fmt: skip
_PROSE = "到2030年，各项工作迈上新台阶，城乡面貌持续改善，群众获得感明显增强，为长远发展打下坚实基础。"


class Drawn(NamedTuple):
    """A drawn table: its text, and its rows as (category, name, unit, attribute, baseline, target)."""

    text: str
    rows: list[tuple[str, ...]]


class _Table(NamedTuple):
    kinds: list[str]
    header: list[str]
    rows: list[dict[str, str]]
    banners: bool = False
    """Categories stand on lines of their own."""


def draw(seed: int) -> Drawn:
    """A plan with one table whose cells stand one a line."""
    luck = random.Random(seed)
    return _written(luck, _draw_table(luck))


def _written(luck: random.Random, table: _Table) -> Drawn:
    lines = _tell(luck, table)
    keys = ("category", "name", "unit", "attribute", "baseline", "target")
    category = ""
    rows = []
    for row in table.rows:
        category = row.get("category") or category
        cells = {**row, "category": category}
        told = [*table.kinds, "category"] if table.banners else table.kinds
        rows.append(tuple(cells.get(key, "") if key in told else "" for key in keys))
    return Drawn("\n".join(lines) + "\n", rows)


def _draw_table(luck: random.Random) -> _Table:
    kinds = ["number"] if luck.random() < 0.75 else []
    if luck.random() < 0.5:
        kinds.insert(luck.choice((0, len(kinds))), "category")
    kinds.append("name")
    middle = ["unit"] if luck.random() < 0.8 else []
    values = ["baseline", "target"] if luck.random() < 0.5 else ["target"]
    attribute = ["attribute"] if luck.random() < 0.85 or not middle else []
    parts = [middle, values, attribute]
    if luck.random() < 0.5:
        parts = [middle, attribute, values]
    elif luck.random() < 0.2:
        parts = [attribute, middle, values]
    kinds += [kind for part in parts for kind in part]
    header = [luck.choice(_POOLS[kind]) for kind in kinds]
    if "category" in kinds and header[kinds.index("name")] == "二级指标":
        header[kinds.index("category")] = "一级指标"
    elif "一级指标" in header:
        header[header.index("一级指标")] = "类别"
    banners = "category" not in kinds and luck.random() < 0.2
    return _Table(kinds, header, _draw_rows(luck, kinds), banners)


_TALL = [
    (["指标值", "基期", "目标", "2025年", "2030年"], ("baseline", "target")),
    (["指标值", "现状", "规划", "（2025年）", "（2030年）"], ("baseline", "target")),
    (["现状值", "目标值", "2025年", "2030年"], ("baseline", "target")),
    (["目标值", "2025年", "2030年"], ("baseline", "target")),
    (["“十五五”目标", "2030年", "年均【累计】"], ("target", "growth")),
    (["规划目标", "2030年", "年均增速"], ("target", "growth")),
    (["“十五五”目标", "总量", "年均"], ("target", "growth")),
    (["目标值", "2025年", "2028年", "2030年"], ("baseline", "middle", "target")),
]  # fmt: skip
"""Headers of values in two and three rows, row by row, and what the columns under them hold."""


def draw_tall(seed: int) -> Drawn:
    """A plan with one table whose header has two or three rows, its cells one a line."""
    luck = random.Random(seed)
    first, under = luck.choice(_TALL)
    wide = 2 if first[0] == "现状值" else 1
    kinds = [*(["category"] if luck.random() < 0.5 else []), "number", "name", "unit"]
    header = [luck.choice(_POOLS[kind]) for kind in kinds]
    header = [
        "指标名称" if cell in ("二级指标",) else "类别" if cell == "一级指标" else cell for cell in header
    ]
    beside = luck.random() < 0.6
    behind = beside and luck.random() < 0.5
    attribute = ["属性"] if beside else []
    header += [*([] if behind else attribute), *first[:wide], *(attribute if behind else []), *first[wide:]]
    kinds += [*(["attribute"] if beside and not behind else []), *under, *(["attribute"] if behind else [])]
    rows = _draw_rows(luck, kinds)
    for row in rows:
        row["middle"] = row["target"]
        row["growth"] = "—"
        if "growth" in under and luck.random() < 0.4:
            row["target"], row["growth"] = "—", row["target"]
    return _written(luck, _Table(kinds, header, rows))


def _draw_rows(luck: random.Random, kinds: list[str]) -> list[dict[str, str]]:
    count = luck.randint(4, 18)
    groups = luck.sample(_CATEGORIES, k=luck.randint(1, min(4, count)))
    starts = sorted({0, *luck.sample(range(1, count), k=len(groups) - 1)})
    names: set[str] = set()
    rows: list[dict[str, str]] = []
    for number in range(count):
        name = ""
        while not name or name in names:
            subject = luck.choice(_SUBJECTS)
            form, unit = luck.choice(_PLAIN) if luck.random() < 0.25 else luck.choice(_MEASURES)
            name = form.format(subject) if "{}" in form else subject + form
        names.add(name)
        row = {"number": str(number + 1), "name": name, "unit": unit}
        if number in starts:
            row["category"] = groups[starts.index(number)]
        row["attribute"] = luck.choice(("约束性", "预期性"))
        row["target"] = luck.choice(_WORDED) if luck.random() < 0.2 else _value(luck, unit)
        row["baseline"] = luck.choice(("—", "/", "-")) if luck.random() < 0.15 else _value(luck, unit)
        if "unit" not in kinds:
            share = unit in ("%", "％")
            for key in ("target", "baseline"):
                if any(char.isdigit() for char in row[key]):
                    row[key] += unit if share or luck.random() < 0.8 else ""
        rows.append(row)
    return rows


def _value(luck: random.Random, unit: str) -> str:
    if unit in ("%", "％"):
        figure = luck.choice(("100", f"{luck.randint(1, 99)}", f"{luck.uniform(1, 99):.1f}"))
    else:
        figure = luck.choice(
            (f"{luck.randint(1, 20)}", f"{luck.randint(20, 9000)}", f"{luck.uniform(0.1, 90):.2f}")
        )
    return luck.choice(("", "", "", "", "≥", "＞", "≤")) + figure


def _tell(luck: random.Random, table: _Table) -> list[str]:
    style = luck.choice(("blank", "blank", "tight", "rows"))
    wraps = style == "blank" and luck.random() < 0.5
    lines = ["某某区“十五五”城乡建设规划", "", "一、总体目标", "", _PROSE, ""]
    if luck.random() < 0.15:
        lines += _past(luck, style)
    caption = "某某区“十五五”主要指标" if luck.random() < 0.7 else ""
    below = bool(caption) and luck.random() < 0.15
    if caption and not below:
        lines += [caption, ""]
    lines += _cells(luck, table.header, style, wraps)
    again = luck.randint(2, 6) if luck.random() < 0.15 else 0
    for number, row in enumerate(table.rows):
        if again and number and number % again == 0:
            lines += _cells(luck, table.header, style, wraps=False)
        if table.banners and "category" in row:
            lines += _cells(luck, [row["category"]], style, wraps=False)
        cells = [row.get(kind, "") for kind in table.kinds]
        merged = [kind == "category" and not cell for kind, cell in zip(table.kinds, cells, strict=True)]
        lines += _cells(
            luck, [cell for cell, gone in zip(cells, merged, strict=True) if not gone], style, wraps
        )
    lines += ["", caption] if below else []
    lines += [
        "",
        luck.choice(("注：数据为预计数。", "")),
        "",
        "二、主要任务",
        "",
        _PROSE.replace("2030", "2028"),
    ]
    return lines


def _past(luck: random.Random, style: str) -> list[str]:
    """A table of what was reached, which no plan aims at."""
    lines = ["“十四五”主要指标完成情况", ""]
    lines += _cells(luck, ["指标", "“十四五”目标值", "2025年完成值", "完成情况"], style, wraps=False)
    for subject in luck.sample(_SUBJECTS, k=4):
        figures = [str(luck.randint(1, 99)) for _ in range(2)]
        lines += _cells(luck, [subject + "覆盖率（%）", *figures, "完成"], style, wraps=False)
    return [*lines, "", _PROSE.replace("2030", "2027"), ""]


def _cells(luck: random.Random, cells: list[str], style: str, wraps: bool) -> list[str]:
    """The cells of a row a line each; in some tables long ones are broken."""
    lines: list[str] = []
    for cell in cells:
        pieces = [cell]
        if wraps and len(cell) >= 7 and luck.random() < 0.35:
            half = (len(cell) + 1) // 2
            pieces = [cell[:half], *([""] if luck.random() < 0.4 else []), cell[half:]]
        lines += pieces
        if style == "blank":
            lines.append("")
    if style == "rows":
        lines.append("")
    return lines
