"""Plants one defect in a plan: what was changed, which check must see it, and on which line.

Every operator takes a plan and a source of chance, and returns a mutant, or None where the plan has no place
for its defect. Places come from the plan's own record, so that a defect stands where a drafter would make it.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from plancmp.checks.lexicon import lexicon
from plancmp.checks.options import Options
from plancmp.checks.values import direction_of, level_of
from plancmp.checks.view import Passage, PlanView, Row, flat
from plancmp.model.document import Document
from plancmp.model.record import PlanRecord, Value
from plancmp.pipeline import record_of
from plancmp.sources.encoding import decode
from plancmp.sources.reading import read_bytes

_HAN = re.compile(r"[\u4e00-\u9fff]+")


class Plan:
    """A plan as text, with its record."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.text = decode(path.read_bytes())[0].replace("\r\n", "\n").replace("\r", "\n")
        self.lines = self.text.split("\n")
        self.document, self.record = self.read(self.text)

    def read(self, text: str) -> tuple[Document, PlanRecord]:
        """A changed text as document and record."""
        data = text.encode()
        document = read_bytes(data, self.name)
        return document, record_of(document, data, self.name)

    @cached_property
    def view(self) -> PlanView:
        """The plan as checks see it."""
        return PlanView(self.record, self.document, Options())

    @cached_property
    def prose(self) -> list[Passage]:
        """Paragraphs of running text on one line that do not look back."""
        kept = []
        for passage in self.view.passages:
            if (
                passage.kind != "paragraph"
                or passage.past
                or passage.at.line is None
                or len(passage.text) < 60
            ):
                continue
            if passage.text in self.lines[passage.at.line - 1] and passage.text.endswith("。"):
                kept.append(passage)
        return kept


class Mutant(NamedTuple):
    """A plan with one defect."""

    code: str
    plan: Plan
    text: str
    line: int
    """The line where the defect is; 0 where any place will do."""
    said: str
    """What was done, for the list of survivors."""
    words: str = ""
    """What the finding must quote, where the line alone does not tell."""
    against: PlanRecord | None = None
    previous: PlanRecord | None = None


Operator = Callable[[Plan, random.Random], Mutant | None]
OPERATORS: dict[str, Operator] = {}


def _plants(code: str) -> Callable[[Operator], Operator]:
    """Enter an operator under the code that must see its defect."""

    def enter(operator: Operator) -> Operator:
        OPERATORS[code] = operator
        return operator

    return enter


def _edit(
    plan: Plan, code: str, line: int, old: str, new: str, rng: random.Random, words: str = "", at: int = 0
) -> Mutant | None:
    """Replace words on one line."""
    text = plan.lines[line - 1]
    place = text.find(old, at)
    if place < 0 or old == new:
        return None
    lines = [*plan.lines]
    lines[line - 1] = text[:place] + new + text[place + len(old) :]
    return Mutant(code, plan, "\n".join(lines), line, f"{old} → {new}", words)


def _insert(plan: Plan, code: str, sentence: str, rng: random.Random, words: str = "") -> Mutant | None:
    """Put a sentence behind one of a paragraph's sentences."""
    if not plan.prose:
        return None
    passage = rng.choice(plan.prose)
    ends = [found.end() for found in re.finditer("。", passage.text)][:-1] or [0]
    place = rng.choice(ends)
    line = passage.at.line or 1
    whole = plan.lines[line - 1]
    start = whole.find(passage.text)
    if _open_marks(passage.text[:place]):
        return None
    lines = [*plan.lines]
    lines[line - 1] = whole[: start + place] + sentence + whole[start + place :]
    return Mutant(code, plan, "\n".join(lines), line, f"+ {sentence}", words)


def _open_marks(text: str) -> bool:
    """Whether a bracket or quotation is open at the end of a text."""
    return any(text.count(left) > text.count(right) for left, right in ("（）", "()", "“”", "《》"))


def _pick(rng: random.Random, choices: Sequence[Row]) -> Row | None:
    return rng.choice(choices) if choices else None


def _cell(plan: Plan, value: Value | None) -> bool:
    """Whether a value stands whole on one line."""
    return (
        value is not None
        and value.at is not None
        and value.at.line is not None
        and bool(value.text)
        and value.text in plan.lines[value.at.line - 1]
    )


def _set_value(plan: Plan, code: str, value: Value | None, new: str, rng: random.Random) -> Mutant | None:
    """Write another value into a cell."""
    if value is None or not _cell(plan, value):
        return None
    assert value.at is not None and value.at.line is not None
    return _edit(plan, code, value.at.line, value.text, new, rng, at=(value.at.column or 1) - 1)


def _stated(plan: Plan, which: str) -> list[Row]:
    """Rows whose baseline or target is a plain number on one line."""
    rows = []
    for row in plan.view.rows:
        value = getattr(row.indicator, which)
        if level_of(value) is not None and _cell(plan, value):
            rows.append(row)
    return rows


def _end(plan: Plan) -> int:
    return plan.record.plan.period.end if plan.record.plan.period else 2030


# -- placeholders ------------------------------------------------------------------------------------------


@_plants("PLH001")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    row = _pick(rng, _stated(plan, "target"))
    gap = rng.choice(["＞XX", "XXX", "××", "待定", "X万", "**", "（ ）", "≥XX%", "〔XX〕"])
    return _set_value(plan, "PLH001", row.indicator.target, gap, rng) if row else None


@_plants("PLH002")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    gap = rng.choice(["XX", "XXX", "××", "X", "（ ）", "**", "____"])
    unit = rng.choice(["家", "万人次", "个", "%", "户", "名", "所", "万元"])
    verb = rng.choice(["新建服务站点", "培训不少于", "达到", "扶持机构", "安排资金"])
    return _insert(plan, "PLH002", f"{verb}{gap}{unit}。", rng)


@_plants("PLH003")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [row for row in _stated(plan, "baseline") if level_of(row.indicator.target) is not None]
    rows = [
        row
        for row in rows
        if not any(
            value.total or (value.role == "growth" and value.state == "stated") for _, value in row.values
        )
    ]
    row = _pick(rng, rows)
    return (
        _set_value(plan, "PLH003", row.indicator.baseline, rng.choice(["--", "——", "/", "暂无"]), rng)
        if row
        else None
    )


@_plants("PLH004")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [
        row
        for row in _stated(plan, "target")
        if not any(value.role in ("growth", "total") and value.state == "stated" for _, value in row.values)
    ]
    row = _pick(rng, rows)
    return (
        _set_value(plan, "PLH004", row.indicator.target, rng.choice(["--", "——", "/"]), rng) if row else None
    )


@_plants("PLH005")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    remark = rng.choice(
        ["【请民政局补充】", "（此处补充数据）", "[待核实]", "TODO", "【数据需更新】", "（待修改）"]
    )
    return _insert(plan, "PLH005", f"完善服务网络{remark}。", rng)


# -- indicators --------------------------------------------------------------------------------------------


def _behind(row: Row, rng: random.Random) -> str | None:
    """A target behind the row's baseline."""
    baseline, target = level_of(row.indicator.baseline), row.indicator.target
    if baseline is None or target is None:
        return None
    direction = direction_of(row.indicator, row.indicator.unit or target.unit)
    if direction is None or baseline.unit != target.unit or baseline.value < 12:
        return None
    number = baseline.value - 5 if direction == "up" else baseline.value + 5
    sign = rng.choice(["＞", "≥", ""]) if direction == "up" else rng.choice(["≤", "＜", ""])
    return f"{sign}{number.normalize():f}" + ("%" if "%" in target.text else "")


@_plants("IND001")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [(row, new) for row in _stated(plan, "target") if (new := _behind(row, rng))]
    if not rows:
        return None
    row, new = rng.choice(rows)
    return _set_value(plan, "IND001", row.indicator.target, new, rng)


def _name_line(plan: Plan, row: Row) -> int | None:
    """The line that has a row's name."""
    at = row.indicator.at.line
    if at is None:
        return None
    for line in range(at, min(at + 4, len(plan.lines) + 1)):
        if row.indicator.name[-6:] in plan.lines[line - 1]:
            return line
    return None


@_plants("IND002")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = []
    for row in plan.view.rows:
        line = _name_line(plan, row)
        bracket = re.search(r"\s?[（(](?:%|人|户|人次|个|岁|‰)[）)]", plan.lines[line - 1]) if line else None
        values = [value for _, value in row.values if value.state == "stated"]
        numbers = [value for value in values if value.kind in ("number", "total")]
        if bracket and numbers and all(re.fullmatch(r"[＞>≥≤<〔〕\d.以上]+", value.text) for value in values):
            rows.append((line, bracket.group()))
    if not rows:
        return None
    line, bracket_text = rng.choice(rows)
    assert line is not None
    lines = [*plan.lines]
    lines[line - 1] = lines[line - 1].replace(bracket_text, "", 1)
    return Mutant("IND002", plan, "\n".join(lines), 0, f"- {bracket_text} on line {line}")


@_plants("IND003")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [row for row in _stated(plan, "target") if row.indicator.unit in ("%", "人", "户", "人次")]
    row = _pick(rng, rows)
    if row is None or row.indicator.target is None:
        return None
    wrong = {"%": "户", "人": "%", "户": "人", "人次": "户"}[row.indicator.unit or "%"]
    number = re.search(r"[\d.]+", row.indicator.target.text)
    return _set_value(plan, "IND003", row.indicator.target, (number.group() if number else "9") + wrong, rng)


@_plants("IND004")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [row for row in plan.view.rows if row.indicator.attribute and row.parent is None]
    row = _pick(rng, rows)
    if row is None or row.indicator.at.line is None:
        return None
    for line in range(row.indicator.at.line, row.indicator.at.line + 8):
        if (
            line <= len(plan.lines)
            and plan.lines[line - 1].strip() == row.indicator.attribute
            and plan.lines[line - 1].startswith("\t")
        ):
            made = _edit(plan, "IND004", line, row.indicator.attribute, "", rng)
            return made._replace(line=_name_line(plan, row) or row.indicator.at.line) if made else None
    return None


@_plants("IND005")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [row for row in plan.view.rows if row.parent is None and len(row.indicator.name) >= 8]
    rows = [
        row for row in rows if (line := _name_line(plan, row)) and row.indicator.name in plan.lines[line - 1]
    ]
    if len(rows) < 2:
        return None
    first, second = sorted(rng.sample(range(len(rows)), 2))
    one, other = rows[first].indicator, rows[second].indicator
    line = _name_line(plan, rows[second])
    if line is None or one.unit != other.unit or one.box != other.box:
        return None
    return _edit(plan, "IND005", line, other.name, one.name, rng)


@_plants("IND006")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    year = _end(plan) - rng.choice([5, 6, 7, 10])
    words = rng.choice(["实现服务全覆盖", "普遍建立服务站点", "形成完善的服务体系"])
    return _insert(plan, "IND006", f"到{year}年，{words}。", rng)


@_plants("IND007")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [
        row
        for row in _stated(plan, "target")
        if row.indicator.unit == "%" or (row.indicator.target and row.indicator.target.unit == "%")
    ]
    rows = [
        row
        for row in rows
        if re.search(r"(?:率|比例|占比)$", row.indicator.name)
        and not re.search(r"毛|增|完成", row.indicator.name)
    ]
    row = _pick(rng, rows)
    if row is None or row.indicator.target is None:
        return None
    suffix = "%" if "%" in row.indicator.target.text else ""
    return _set_value(plan, "IND007", row.indicator.target, f"{rng.randint(101, 990)}{suffix}", rng)


@_plants("IND008")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = []
    for row in _stated(plan, "target"):
        baseline = level_of(row.indicator.baseline)
        direction = direction_of(row.indicator, row.indicator.unit or (baseline.unit if baseline else None))
        if (
            baseline
            and direction
            and baseline.value > 0
            and not (baseline.unit == "%" and baseline.value >= 100)
        ):
            rows.append(row)
    row = _pick(rng, rows)
    if row is None or row.indicator.baseline is None:
        return None
    return _set_value(plan, "IND008", row.indicator.target, row.indicator.baseline.text, rng)


@_plants("IND009")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    count = len(plan.view.rows) + rng.randint(2, 9)
    if not plan.record.indicators:
        return None
    form = rng.choice(
        [
            "规划共设主要指标{}项。",
            "本规划设置{}项主要指标。",
            "规划提出主要指标{}个。",
            "规划共设置4个专栏和{}项指标。",
        ]
    )
    return _insert(plan, "IND009", form.format(count), rng)


# -- numbers -----------------------------------------------------------------------------------------------

_CHINESE = "一二三四五六七八九十"


def _renumbered(label: str, more: int) -> str | None:
    """A label with a higher number: （二） → （五）."""
    found = re.search(r"\d+", label)
    if found:
        return label[: found.start()] + str(int(found.group()) + more) + label[found.end() :]
    found = re.search(f"[{_CHINESE}]", label)
    if not found or len(re.findall(f"[{_CHINESE}]", label)) != 1:
        return None
    number = _CHINESE.index(found.group()) + 1 + more
    return label.replace(found.group(), _CHINESE[number - 1]) if number <= 10 else None


@_plants("NUM001")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    choices = []
    for family in _families(plan):
        written = [each for each in family if each.numbering == "written" and each.at.line]
        if len(written) == len(family) >= 3:
            choices += written
    if not choices:
        return None
    section = rng.choice(choices)
    new = _renumbered(section.label or "", rng.choice([2, 3, 4]))
    return _edit(plan, "NUM001", section.at.line or 1, section.label or "", new, rng) if new else None


def _families(plan: Plan) -> Iterator[list]:  # type: ignore[type-arg]
    yield list(plan.record.sections)
    for section in flat(plan.record.sections):
        if section.sections:
            yield list(section.sections)


@_plants("NUM002")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    family = list(plan.record.sections)
    choices = [
        each
        for each in family[1:]
        if each.numbering == "written"
        and each.style == "一、"
        and re.fullmatch(
            r"(?:总体要求|主要任务|重点任务|保障措施|保障条件|主要目标|工作要求|基本原则|重大工程)",
            each.title,
        )
    ]
    numbered = [each for each in family if each.numbering == "written"]
    if not choices or len(numbered) < 3 or len(family) - len(numbered) + 1 > len(numbered) - 1:
        return None
    section = rng.choice(choices)
    return _edit(plan, "NUM002", section.at.line or 1, section.label or "", "", rng)


@_plants("NUM003")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    boxes = [box for box in plan.record.boxes if (box.label or "").startswith("专栏") and box.at.line]
    if not boxes:
        return None
    if rng.random() < 0.5:
        return _insert(plan, "NUM003", f"具体项目见专栏{len(boxes) + rng.randint(1, 9)}。", rng)
    box = rng.choice(boxes)
    new = _renumbered(box.label or "", rng.choice([2, 3, 11]))
    return _edit(plan, "NUM003", box.at.line or 1, box.label or "", new, rng) if new else None


@_plants("NUM004")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    choices = []
    for box in plan.record.boxes:
        numbers = [item.number for item in box.items]
        lines = {item.at.line for item in box.items}
        if len(numbers) >= 3 and len(lines) == len(numbers) and numbers == list(range(1, len(numbers) + 1)):
            choices += [item for item in box.items if item.label]
    if not choices:
        return None
    item = rng.choice(choices)
    new = _renumbered(item.label or "", rng.choice([2, 3, 4]))
    return _edit(plan, "NUM004", item.at.line or 1, item.label or "", new, rng) if new else None


@_plants("NUM005")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    choices = []
    for box in plan.record.boxes:
        for one, other in pairwise(box.items):
            if (
                one.at.line
                and other.at.line
                and one.at.line < other.at.line
                and other.number == (one.number or 0) + 1
                and one.group == other.group
            ):
                between = plan.lines[one.at.line : other.at.line - 1]
                if not any(line.strip() for line in between) and plan.lines[
                    one.at.line - 1
                ].rstrip().endswith("。"):
                    choices.append((one.at.line, other.at.line, other.title))
    if not choices:
        return None
    first, second, title = rng.choice(choices)
    if plan.lines[second - 1].startswith(("|", "\t")):
        return None
    lines = [*plan.lines]
    lines[first - 1] = lines[first - 1].rstrip() + rng.choice(["", "  "]) + lines[second - 1].strip()
    del lines[first:second]
    return Mutant("NUM005", plan, "\n".join(lines), first, f"joined {title}")


# -- figures -----------------------------------------------------------------------------------------------


@_plants("FIG001")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [
        row
        for row in _stated(plan, "target")
        if (row.indicator.unit or (row.indicator.target and row.indicator.target.unit)) == "%"
    ]
    rows = [
        row
        for row in rows
        if row.parent is None
        and row.indicator.name.endswith(("率", "比例", "占比"))
        and row.indicator.target
        and row.indicator.target.unit == "%"
    ]
    row = _pick(rng, rows)
    if row is None:
        return None
    level = level_of(row.indicator.target)
    assert level is not None
    number = level.value - rng.choice([3, 4, 6, 7])
    if number <= 0:
        return None
    verb = rng.choice(["达到", "不低于", "超过", "提高到"])
    return _insert(plan, "FIG001", f"到{_end(plan)}年，{row.indicator.name}{verb}{number:f}%。", rng)


@_plants("FIG002")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    thing = rng.choice(["文化广场", "康复驿站", "助残工坊", "示范社区"])
    return _insert(plan, "FIG002", f"到{_end(plan)}年，建成{thing}{rng.randint(3, 90)}个。", rng)


@_plants("FIG003")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    growth = [
        (row, value)
        for row in plan.view.rows
        for role, value in row.values
        if role in ("growth", "total")
        and value.unit == "百分点"
        and value.value is not None
        and _cell(plan, value)
    ]
    if growth and rng.random() < 0.5:
        _, value = rng.choice(growth)
        assert value.value is not None
        return _set_value(plan, "FIG003", value, f"〔{value.value + rng.choice([2, 3, 5])}个百分点〕", rng)
    first, more = rng.randint(20, 60), rng.randint(3, 20)
    wrong = more + rng.choice([-2, 2, 4])
    return _insert(plan, "FIG003", f"服务覆盖率由{first}%提高到{first + more}%，提高{wrong}个百分点。", rng)


# -- other plans -------------------------------------------------------------------------------------------


@_plants("SUP001")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    tops = [row for row in plan.view.rows if row.parent is None and not row.indicator.parts]
    if len(tops) < 6 or plan.record.source.format != "dump":
        return None
    at = rng.randrange(1, len(tops) - 1)
    start, end = tops[at].indicator.at.line, tops[at + 1].indicator.at.line
    if start is None or end is None or tops[at].indicator.box != tops[at + 1].indicator.box:
        return None
    if plan.lines[start - 1].strip() and not re.match(r"\s*\d", plan.lines[start - 1]):
        return None
    lines = [*plan.lines[: start - 1], *plan.lines[end - 1 :]]
    return Mutant("SUP001", plan, "\n".join(lines), 0, f"- {tops[at].indicator.name}", against=plan.record)


@_plants("SUP002")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [
        row
        for row in _stated(plan, "target")
        if row.parent is None and row.indicator.target and row.indicator.target.unit in ("%", "‰")
    ]
    rows = [row for row in rows if direction_of(row.indicator, row.indicator.unit or "%") == "up"]
    row = _pick(rng, rows)
    level = level_of(row.indicator.target) if row else None
    if row is None or level is None or row.indicator.target is None or level.value < 20:
        return None
    suffix = "%" if "%" in row.indicator.target.text else ""
    made = _set_value(
        plan, "SUP002", row.indicator.target, f"＞{level.value - rng.randint(2, 15)}{suffix}", rng
    )
    return made._replace(against=plan.record) if made else None


@_plants("SUP003")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [row for row in plan.view.rows if row.indicator.attribute == "约束性" and row.parent is None]
    row = _pick(rng, rows)
    if row is None or row.indicator.at.line is None:
        return None
    for line in range(row.indicator.at.line, row.indicator.at.line + 8):
        if line <= len(plan.lines) and plan.lines[line - 1].strip() == "约束性":
            made = _edit(plan, "SUP003", line, "约束性", "预期性", rng)
            return made._replace(against=plan.record) if made else None
    return None


@_plants("SUP004")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = [
        row
        for row in plan.view.rows
        if re.search(r"改造(?:户)?数$", row.indicator.name) and row.indicator.unit == "户"
    ]
    row = _pick(rng, rows)
    line = _name_line(plan, row) if row else None
    if row is None or line is None:
        return None
    text = plan.lines[line - 1]
    new = re.sub(r"(?:户)?数\s?[（(]户[）)]", "率（%）", text)
    lines = [*plan.lines]
    lines[line - 1] = new
    for at in range(line, min(line + 3, len(lines))):
        lines[at] = (
            re.sub(r"\d+户?", str(rng.randint(60, 99)), lines[at])
            if lines[at].startswith("\t")
            else lines[at]
        )
    return (
        Mutant("SUP004", plan, "\n".join(lines), line, f"{row.indicator.name} → rate", against=plan.record)
        if new != text
        else None
    )


@_plants("CON001")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    rows = []
    for row in _stated(plan, "baseline"):
        target = level_of(row.indicator.target)
        if (
            target
            and target.value > 20
            and row.parent is None
            and target.unit == "%"
            and direction_of(row.indicator, "%") == "up"
            and row.indicator.baseline
            and row.indicator.baseline.unit == "%"
        ):
            rows.append(row)
    row = _pick(rng, rows)
    level = level_of(row.indicator.target) if row else None
    if row is None or level is None or row.indicator.baseline is None:
        return None
    suffix = "%" if "%" in row.indicator.baseline.text else ""
    made = _set_value(
        plan, "CON001", row.indicator.baseline, f"{level.value - rng.randint(6, 12)}{suffix}", rng
    )
    return made._replace(previous=plan.record) if made else None


# -- who does what -----------------------------------------------------------------------------------------


def _unit_lines(plan: Plan) -> Iterator[tuple[int, list[str]]]:
    """Lines that list two or more units parted by 、, with the units."""
    known = {unit for task in plan.record.tasks for unit in (*task.lead, *task.support)}
    for number, line in enumerate(plan.lines, 1):
        cell = line.strip()
        units = cell.split("、")
        if line.startswith("\t") and len(units) > 1 and all(unit.strip() in known for unit in units):
            yield number, units


@_plants("RSP001")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    tasks = [
        task
        for task in plan.record.tasks
        if task.table is not None and (task.lead or task.support) and task.at.line
    ]
    if tasks and plan.record.source.format == "dump":
        task = rng.choice(tasks)
        line = task.at.line or 1
        lines = [*plan.lines]
        at = line
        blanked = 0
        while at < len(lines) and at < line + 12 and lines[at].strip():
            cell = lines[at].strip()
            unit = any(cell.startswith(each) for each in (*task.lead, *task.support))
            if unit and lines[at].startswith("\t"):
                lines[at] = "\t"
                blanked += 1
            elif unit:
                return None
            at += 1
        return (
            Mutant("RSP001", plan, "\n".join(lines), 0, f"no unit in {task.text[:20]}", words=task.text[:6])
            if blanked
            else None
        )
    closed = [
        each
        for each in plan.prose
        if re.search(r"[（(](?:牵头|责任)单位[^（）()]*[)）]$", each.text.rstrip("。"))
    ]
    closed += [
        each
        for each in plan.view.passages
        if each.kind == "paragraph"
        and re.search(r"。[（(](?:牵头|责任)单位[^（）()]*[)）]$", each.text)
        and each.at.line
    ]
    if not closed:
        return None
    passage = rng.choice(closed)
    line = passage.at.line or 1
    clause = re.search(r"[（(](?:牵头|责任)单位[^（）()]*[)）]$", passage.text.rstrip("。"))
    if clause is None or clause.group() not in plan.lines[line - 1]:
        return None
    return _edit(plan, "RSP001", line, clause.group(), "", rng)


@_plants("RSP002")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    pairs = [
        (number, one, other)
        for number, units in _unit_lines(plan)
        for one, other in pairwise(units)
        if re.match(r"[市县区]", other) and re.search(r"(?:局|委|残联|办公室)$", one) and len(one + other) > 7
    ]
    if not pairs:
        return None
    line, one, other = rng.choice(pairs)
    return _edit(plan, "RSP002", line, f"{one}、{other}", one + other, rng)


@_plants("RSP003")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    counts: dict[str, int] = {}
    for _, units in _unit_lines(plan):
        for unit in units:
            counts[unit.strip()] = counts.get(unit.strip(), 0) + 1
    choices = [
        (number, unit)
        for number, units in _unit_lines(plan)
        for unit in units[1:]
        if counts[unit.strip()] > 3
        and re.fullmatch(r"[市县区][\u4e00-\u9fff]{3,}局", unit.strip())
        and f"、{unit.strip()[1:]}" not in plan.text
    ]
    if not choices:
        return None
    line, unit = rng.choice(choices)
    return _edit(plan, "RSP003", line, f"、{unit}", f"、{unit.strip()[1:]}", rng)


@_plants("RSP004")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    if _end(plan) < 2025:
        return None
    choices = list(_unit_lines(plan))
    if not choices:
        return None
    line, units = rng.choice(choices)
    unit = units[-1].strip()
    old = rng.choice(["环保局", "卫生计生委", "国土资源局", "农业局", "安监局", "工商局", "国税局", "旅游局"])
    if not re.match(r"[市县区]", unit):
        return None
    return _edit(plan, "RSP004", line, f"、{units[-1]}", f"、{unit[0]}{old}", rng)


# -- text --------------------------------------------------------------------------------------------------


@_plants("TXT001")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    if not plan.prose:
        return None
    passage = rng.choice(plan.prose)
    words = [
        found.start() + at
        for found in _HAN.finditer(passage.text)
        for at in range(len(found.group()) - 1)
        if lexicon().frequency(found.group()[at : at + 2]) > 500
    ]
    words = [
        at
        for at in words
        if passage.text[at] not in "一每逐越各" and passage.text[at] != passage.text[at + 1]
    ]
    if not words:
        return None
    at = rng.choice(words)
    word = passage.text[at : at + 2]
    line = passage.at.line or 1
    start = plan.lines[line - 1].find(passage.text)
    return _edit(plan, "TXT001", line, word, word * 2, rng, at=start + at)


@_plants("TXT002")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    places = [
        (passage, found.start())
        for passage in plan.prose
        for found in re.finditer(r"[（）“”《》]", passage.text)
        if passage.text.count("《") < 4
    ]
    places = [
        (passage, at)
        for passage, at in places
        if not re.match(r"[（）]?(?:牵头|责任)单位", passage.text[at:])
    ]
    if not places:
        return None
    passage, at = rng.choice(places)
    line = passage.at.line or 1
    start = plan.lines[line - 1].find(passage.text)
    return _edit(plan, "TXT002", line, passage.text[at], "", rng, at=start + at)


@_plants("TXT003")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    prose = [each for each in plan.prose if "，" in each.text]
    if not prose:
        return None
    passage = rng.choice(prose)
    line = passage.at.line or 1
    start = plan.lines[line - 1].find(passage.text)
    return _edit(plan, "TXT003", line, "。", "", rng, at=start + len(passage.text) - 1)


@_plants("TXT004")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    places = [
        (passage, found)
        for passage in plan.prose
        for found in re.finditer(r"（[^（）()]{1,30}）|\([^（）()]{1,30}\)", passage.text)
    ]
    if not places:
        return None
    passage, found = rng.choice(places)
    line = passage.at.line or 1
    start = plan.lines[line - 1].find(passage.text) + found.start()
    pair = found.group()
    new = ("(" if pair[0] == "（" else "（") + pair[1:]
    return _edit(plan, "TXT004", line, pair, new, rng, at=start)


_SLIPS = "诰坞漳屟熊攻拨锁琰孵祺逦婴坯涡羌霁芥"


@_plants("TXT005")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    text = plan.view.text
    choices = []
    for passage in plan.prose:
        for found in _HAN.finditer(passage.text):
            run = found.group()
            for at in range(2, len(run) - 1):
                word = run[at - 1 : at + 1]
                context = run[at - 2 : at]
                there = text.count(context + word[1]) if lexicon().frequency(word) > 500 else 0
                if there > max(6, 0.9 * text.count(context) - 0.01) and not lexicon().frequency(context):
                    choices.append((passage, found.start() + at))
    if not choices:
        return None
    passage, at = rng.choice(choices)
    line = passage.at.line or 1
    start = plan.lines[line - 1].find(passage.text)
    return _edit(plan, "TXT005", line, passage.text[at], rng.choice(_SLIPS), rng, at=start + at)


# -- places, periods, parts --------------------------------------------------------------------------------

_FOREIGN = [
    "阳城县",
    "连城县",
    "余姚市",
    "长治市",
    "昆山市",
    "嘉善县",
    "文成县",
    "肥城市",
    "四会市",
    "怀仁市",
    "曲阜市",
    "湖南省",
    "佛山市",
]


@_plants("PLC001")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    region = plan.record.plan.region
    if region is None or region.code is None:
        return None
    name = rng.choice([each for each in _FOREIGN if not plan.text.count(each)])
    if (region.code[:2] == "37" and name in ("肥城市", "曲阜市")) or (
        region.code[:4] == "1406" and name == "怀仁市"
    ):
        return None
    form = rng.choice(
        ["依托{}残疾人服务中心开展培训。", "推动{}残疾人事业高质量发展。", "全面落实{}残疾人保障政策。"]
    )
    return _insert(plan, "PLC001", form.format(name), rng)


@_plants("PLC002")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    region = plan.record.plan.region
    if region is None:
        return None
    wrong = rng.choice([mark for mark in "县市区" if mark != region.name[-1]])
    return _insert(
        plan, "PLC002", rng.choice(["提升我{}服务水平。", "推动我{}残疾人事业发展。"]).format(wrong), rng
    )


@_plants("PLC003")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    period = plan.record.plan.period
    earlier = {"十三五": "十二五", "十四五": "十三五", "十五五": "十四五"}.get(period.name if period else "")
    form = rng.choice(
        ["“{}”时期，要加快建设服务体系。", "确保“{}”各项任务落到实处。", "在“{}”期末对实施情况进行评估。"]
    )
    return _insert(plan, "PLC003", form.format(earlier), rng) if earlier else None


@_plants("DOC001")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    goals = [
        each for each in flat(plan.record.sections) if re.search(r"主要目标|发展目标|总体目标", each.title)
    ]
    if len(goals) != 1 or goals[0].at.line is None or re.search("总体要求", goals[0].title):
        return None
    section = goals[0]
    if any("主要指标" in each.title for each in flat(plan.record.sections)):
        return None
    made = _edit(
        plan, "DOC001", section.at.line or 1, section.title, rng.choice(["发展愿景", "奋斗方向", "展望"]), rng
    )
    return made._replace(line=0) if made else None


@_plants("DOC002")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    if not plan.record.plan.based_on:
        return None
    text = plan.text
    for basis in plan.record.plan.based_on:
        if "国民经济" not in basis.title and f"《{basis.title}》" not in text:
            return None
        if "国民经济" not in basis.title:
            text = re.sub(f"《{re.escape(basis.title)}》[、和]?", "", text, count=1)
    return Mutant("DOC002", plan, text, 0, "no superior plan") if text != plan.text else None


@_plants("DOC003")
def _(plan: Plan, rng: random.Random) -> Mutant | None:
    return _insert(plan, "DOC003", "\ufffc", rng)._replace(line=0) if plan.prose else None  # type: ignore[union-attr]
