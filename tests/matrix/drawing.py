"""Draws small plans of an invented place: headings with text, a box, an indicator table, text behind.

Every draw is told by its seed and number alone, so that one that fails can be looked at again.
"""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

PLACES = ("清岚县", "桐岭市", "白溪县", "云梧县")
FIELDS = ("养老服务", "残疾人保障和发展", "文化和旅游发展", "基础教育发展")

_STYLES: dict[str, tuple[str, str]] = {
    "一、（一）": ("{h}、", "（{h}）"),
    "一、1.": ("{h}、", "{n}."),
    "第一章 第一节": ("第{h}章 ", "第{h}节 "),
    "1 1.1": ("{n} ", "{up}.{n} "),
    "第一编 第一部分": ("第{h}编 ", "第{h}部分 "),
    "壹、 一、": ("{b}、", "{h}、"),
    "【一】 一：": ("【{h}】", "{h}："),
    "一、 1)": ("{h}、", "{n})"),
    "一、 ①": ("{h}、", "{c}"),
    "第一篇 第一章": ("第{h}篇 ", "第{h}章 "),
    "一、 （1）": ("{h}、", "（{n}）"),
    "专题一 一、": ("专题{h} ", "{h}、"),
    "Ⅰ. A.": ("{r}.", "{l}."),
}
STYLES = tuple(_STYLES)
_HAN, _BIG, _RINGS = "一二三四五六七八九", "壹贰叁肆伍陆柒捌玖", "①②③④⑤⑥⑦⑧⑨"
_ROMAN, _LATIN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨ", "ABCDEFGHI"

_TITLES = (
    ("发展基础", "总体要求", "主要任务", "组织实施"),
    ("规划背景", "总体思路和目标", "重点任务", "保障措施"),
)
_SUBTITLES = ("完善设施网络", "提升服务质量", "壮大人才队伍", "推动融合发展", "健全监管体系")
_SENTENCES = (
    "设施网络基本建成，服务供给稳步增加。",
    "坚持以人民为中心，统筹城乡资源，补齐基层短板。",
    "推动优质资源向乡镇延伸，让群众在家门口享受便利。",
    "各乡镇要把规划任务纳入年度工作安排，明确责任，按时推进。",
    "加强部门协同，建立定期会商机制，及时解决实施中的问题。",
    "引导社会力量参与，形成多元投入格局。",
    "基层设施基本建成，服务能力稳步提升，群众生活更加便利。",
)
_WORKS = ("智慧平台建设工程", "设施提质工程", "人才培育工程", "社区嵌入工程", "互助服务行动")
_WORK_TEXTS = (
    "整合现有资源，建成统一的信息平台。",
    "改造老旧设施，完善消防和无障碍条件。",
    "开展岗位培训，建立持证上岗制度。",
    "在社区就近设点，提供日间照料。",
)
_UNITS = ("县民政局", "县教育局", "县财政局", "县卫生健康局", "县文化和旅游局", "县残联")
_INDICATORS: tuple[tuple[str, str, str], ...] = (
    # name, unit, a value of last year's size
    ("护理型床位占比", "%", "62"),
    ("养老服务设施覆盖率", "%", "91.5"),
    ("城乡居民医保参保率", "%", "95"),
    ("义务教育巩固率", "%", "96.8"),
    ("每千名老年人配备社工数", "人", "1.2"),
    ("公共图书馆藏书量", "万册", "38"),
    ("基层文化设施达标率", "%", "88"),
    ("持证护理员人数", "人", "420"),
    ("家庭适老化改造户数", "户", "650"),
    ("接待游客人数", "万人次", "210"),
    ("旅游综合收入", "亿元", "18.6"),
    ("残疾人辅具适配率", "%", "90.2"),
    ("普惠托位数", "个", "1300"),
    ("体育场地面积", "平方米", "2.4"),
    ("人均预期寿命", "岁", "78.3"),
    ("居民收入增长", "%", "5.5"),
    ("每千人口执业（助理）医师数", "人", "3.1"),
    ("乡镇（街道）综合服务中心覆盖率", "%", "76"),
    ("新增城镇就业人数", "人", "3200"),
    ("地表水水质优良比例", "%", "85.7"),
    ("万元地区生产总值用水量", "立方米", "46.5"),
    ("5A级旅游景区", "家", "2"),
    ("森林火灾受害率", "‰", "0.6"),
    ("亿元地区生产总值生产安全事故死亡率", "人/亿元", "0.03"),
)
NAMES = frozenset(name for name, _, _ in _INDICATORS)
UNITS = frozenset(unit for _, unit, _ in _INDICATORS)
CATEGORIES = ("设施建设", "服务保障", "人才支撑", "发展质量", "群众获得感")
ATTRIBUTES = ("约束性", "预期性")

_HEADERS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "编号", "No."),
    "category": ("类别", "领域", "指标类别", "一级指标", "分类", "维度", "方面", "类型"),
    "name": ("指标", "指标名称", "主要指标", "监测指标", "考核指标", "指标内容", "具体指标", "主要指标名称"),
    "unit": ("单位", "计量单位", "指标单位"),
    "baseline": (
        "2025年", "2025年基期值", "2025年现状", "基期值（2025年）", "2025年完成值", "2025年实际值",
    ),
    "target": (
        "2030年", "2030年目标值", "2030年目标", "目标值（2030年）", "2030年规划值", "2030年末目标",
    ),
    "attribute": ("属性", "指标属性", "指标性质", "性质", "指标类型"),
}  # fmt: skip


class Heading(NamedTuple):
    """A heading with its label as written."""

    level: int
    label: str
    title: str


class Text(NamedTuple):
    """A paragraph; `kind` is body, caption, box or item."""

    kind: str
    words: str


class Table(NamedTuple):
    """A table: a cell is text, maybe of several lines, "" for none, None where the one above goes on."""

    kinds: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


Block = Heading | Text | Table


class Plan(NamedTuple):
    """A plan, block by block."""

    title: str
    style: str
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> list[Table]:
        """The tables of the plan; the first one holds the indicators."""
        return [block for block in self.blocks if isinstance(block, Table)]


def draw_plan(random: Random) -> Plan:
    """A plan with everything that varies apart from the layout."""
    place, field = random.choice(PLACES), random.choice(FIELDS)
    style = random.choice(STYLES)
    texts = ("".join(random.sample(_SENTENCES, random.choice((2, 3)))) for _ in range(len(_SENTENCES)))
    subtitles = iter(random.sample(_SUBTITLES, len(_SUBTITLES)))
    tops = random.choice(_TITLES)
    blocks: list[Block] = [_heading(style, 1, 1, 0, tops[0]), Text("body", next(texts))]
    blocks += [_heading(style, 1, 2, 0, tops[1]), Text("body", next(texts))]
    blocks.append(Text("caption", random.choice(("表1 ", "", "专栏1 ")) + f"“十五五”{field}主要指标"))
    blocks += [_indicators(random), Text("body", "以上指标由县发展改革部门会同有关部门监测评估。")]
    blocks.append(_heading(style, 1, 3, 0, tops[2]))
    for number in range(1, random.choice((2, 3)) + 1):
        blocks += [_heading(style, 2, number, 3, next(subtitles)), Text("body", next(texts))]
    blocks.append(Text("box", f"专栏2 {field}重点工程"))
    works = random.sample(_WORKS, 3)
    for number, work in enumerate(works, 1):
        blocks.append(Text("item", f"{number}.{work}。{random.choice(_WORK_TEXTS)}"))
    blocks += [_heading(style, 1, 4, 0, tops[3]), Text("body", next(texts))]
    if random.random() < 0.4:
        blocks += [Text("caption", "重点任务分工表"), _tasks(random, works)]
    return Plan(f"{place}“十五五”{field}规划", style, tuple(blocks))


def _heading(style: str, level: int, number: int, up: int, title: str) -> Heading:
    form = _STYLES[style][level - 1]
    at = number - 1
    label = form.format(h=_HAN[at], n=number, up=up, b=_BIG[at], c=_RINGS[at], r=_ROMAN[at], l=_LATIN[at])
    return Heading(level, label, title)


def _tasks(random: Random, works: Sequence[str]) -> Table:
    """Who does what."""
    rows = tuple(
        (str(number), f"组织实施{work}", "、".join(random.sample(_UNITS, 2)))
        for number, work in enumerate(works, 1)
    )
    return Table(("number", "task", "units"), ("序号", "重点任务", "责任单位"), rows)


def _indicators(random: Random) -> Table:
    """An indicator table of four to nine rows."""
    kinds = [
        kind for kind in _HEADERS if kind not in ("number", "category", "unit") or random.random() < 0.65
    ]
    if random.random() < 0.15:
        kinds.remove("attribute")
    lacking = random.random() < 0.2
    group, left = "", 0
    groups = iter(random.sample(CATEGORIES, len(CATEGORIES)))
    rows: list[tuple[str | None, ...]] = []
    for number, (name, unit, value) in enumerate(random.sample(_INDICATORS, random.randint(4, 9)), 1):
        merged = left > 0
        if not merged:
            group, left = next(groups, CATEGORIES[0]), random.randint(1, 4)
        left -= 1
        baseline, target = _values(random, value, "" if "unit" in kinds else unit, lacking)
        cells: dict[str, str | None] = {
            "number": str(number),
            "category": None if merged else group,
            "name": name if "unit" in kinds or unit in ("%", "‰") else f"{name}（{unit}）",
            "unit": unit,
            "baseline": baseline,
            "target": target,
            "attribute": random.choice(ATTRIBUTES),
        }
        rows.append(tuple(cells[kind] for kind in kinds))
    header = tuple(random.choice(_HEADERS[kind]) for kind in kinds)
    if "类型" in header and "指标类型" in header:
        header = tuple("属性" if text == "指标类型" else text for text in header)
    return Table(tuple(kinds), header, tuple(rows))


def _values(random: Random, value: str, unit: str, lacking: bool) -> tuple[str, str]:
    """Baseline and target of a row, in one of the ways plans write them."""
    mark = unit if unit in ("%", "‰") else ""
    digits = len(value.partition(".")[2])
    target = f"{float(value) * 1.04:.{digits}f}"
    said = random.choice(
        (
            f"{target}{mark}",
            f"{target}{mark}",
            f"≥{target}{mark}",
            f"{target}{mark}以上",
            f"＞{target}{mark}",
            f"〔{target}{mark}〕",
            f"≤{target}{mark}",
            f"{target}{mark}左右",
            f"不低于{target}{mark}",
            f"达到{target}{mark}以上",
            "与全市同步",
            "完成上级下达任务",
            "稳步提高",
            f"XX{mark}",
        )
    )
    baseline = random.choice((f"{value}{mark}",) * 5 + ("--", "—", "/"))
    if lacking and random.random() < 0.3:
        baseline = ""
    return baseline, said


def wrap_cells(table: Table) -> Table:
    """The same table with long names and headers broken over lines, at one width as columns break them."""

    def broken(text: str | None, longest: int) -> str | None:
        if text is None or len(text) <= longest:
            return text
        end = longest
        while text[end - 1 : end + 1].isdecimal() or text[end] in "）（":
            end -= 1
        return f"{text[:end]}\n{broken(text[end:], longest)}" if end > 0 else text

    name = table.kinds.index("name") if "name" in table.kinds else 1
    rows = tuple(
        tuple(broken(cell, 6) if at == name else cell for at, cell in enumerate(row)) for row in table.rows
    )
    return Table(table.kinds, tuple(broken(text, 5) or "" for text in table.header), rows)
