"""Draws plans with known headings in many label styles, as drafters and converters leave them."""

import random
from typing import NamedTuple

from plancmp.text.list_numbers import format_number

_CHAINS: tuple[tuple[str, ...], ...] = (
    ("一、", "（一）", "1.", "（1）"),
    ("一、", "（一）", "1、"),
    ("一、", "1.", "（1）"),
    ("一、", "（一）"),
    ("一．", "（一）", "1．"),
    ("第一章 ", "第一节 ", "一、", "（一）"),
    ("第一章 ", "一、", "（一）", "1."),
    ("第一篇 ", "第一章 ", "第一节 "),
    ("第一编 ", "第一章 ", "一、"),
    ("第一部分：", "一、", "（一）"),
    ("壹、", "一、", "（一）"),
    ("Ⅰ．", "一、", "1."),
    ("1 ", "1.1 ", "1.1.1 "),
    ("1.", "1.1", "1.1.1"),
    ("一、", "专题一：", "1."),
    ("第一章 ", "行动1："),
    ("【一】", "（一）", "1．"),
    ("一：", "1．", "1)"),
)
_FIRST = ("加强", "完善", "推进", "健全", "优化", "提升", "建设", "培育", "深化", "扩大", "筑牢", "丰富")
_SECOND = ("渡口", "林场", "茶园", "灌渠", "村校", "书屋", "步道", "粮仓", "水库", "渔港", "果园", "牧场")
_THIRD = ("服务体系", "管理机制", "基础设施", "人才队伍", "安全保障", "供给能力", "规范运行", "协同网络")
_CHAPTERS = ("发展基础", "总体要求", "主要目标", "重点任务", "重大工程", "保障措施", "组织实施")


class Drawn(NamedTuple):
    """A plan, the ending of its file's name, and its headings: level, label, title."""

    text: str
    ending: str
    headings: tuple[tuple[int, str, str], ...]
    told: str
    """How it was drawn, for a person who looks at a failure."""


def draw(seed: int) -> Drawn:
    """The plan of a seed."""
    return _Drawing(random.Random(seed)).drawn()


class _Drawing:
    """One plan while it is drawn."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        chain = chance.choice(_CHAINS)
        self._chain = chain[: chance.randint(min(2, len(chain)), len(chain))]
        self._run_in = chance.random() < 0.5
        """Whether the text of the deepest headings runs on behind them."""
        self._runs_on = len(self._chain) > 1 and "1.1" not in chain[1] and chance.random() < 0.15
        """Whether the second tier counts on through the first."""
        self._markup = chance.choice(("text", "text", "right", "flat", "wild", "bold", "top"))
        self._damage = chance.choice(("none", "none", "lost", "wrong"))
        self._hurt = False
        self._ran = 0
        self._used: set[str] = set()
        self._lines: list[str] = []
        self._headings: list[tuple[int, str, str]] = []

    def drawn(self) -> Drawn:
        """The plan."""
        title = "云渚县“十五五”林业和渔业发展规划"
        self._lines.append(f"# {title}" if self._markup in ("right", "flat", "wild") else title)
        self._lines.append(self._sentence() + "为此制定本规划。")
        self._tier(1, (), self._chance.randint(4, 6))
        ending = "txt" if self._markup == "text" else "md"
        told = f"{self._chain} {self._markup} {self._damage} run_in={self._run_in} on={self._runs_on}"
        return Drawn("\n\n".join(self._lines), ending, tuple(self._headings), told)

    def _tier(self, level: int, above: tuple[int, ...], count: int) -> None:
        """The headings of one parent with all that is under them."""
        hurt = self._damage if count > 3 and not self._hurt and self._chance.random() < 0.6 else "none"
        self._hurt = self._hurt or hurt != "none"
        victim = self._chance.randint(2, count - 1) if hurt != "none" else 0
        deepest = level == len(self._chain)
        run_in = deepest and level > 1 and self._run_in and hurt != "lost" and self._chain[-1][0] != "第"
        for number in range(1, count + 1):
            shown = number
            if self._runs_on and level == 2:
                self._ran += 1
                shown = self._ran
            if hurt == "wrong" and number == victim:
                shown += self._chance.choice((-1, 1))
            label = _label(self._chain[level - 1], (*above, shown))
            if hurt == "lost" and number == victim:
                label = ""
            title = self._title(level)
            self._headings.append((level, label.strip(), title))
            text = self._sentence() + self._sentence()
            self._lines.append(self._marked(label + title, level, text if run_in else ""))
            if not deepest and (level == 1 or self._chance.random() < 0.8):
                if self._chance.random() < 0.4:
                    self._lines.append(text)
                self._tier(level + 1, (*above, shown), self._chance.randint(2, 5))
            elif not run_in:
                self._lines.append(text)
                self._list(level)

    def _list(self, level: int) -> None:
        """Now and then a list of items, in a style that is deeper than all headings."""
        if self._chance.random() < 0.25 and not self._chain[level - 1].startswith(("1", "【", "行")):
            style = self._chance.choice(("（1）", "①", "1)"))
            self._lines[-1] = self._lines[-1][:-1] + "，主要有："
            for number in range(1, self._chance.randint(3, 5)):
                end = "；" if number < 3 else "。"
                self._lines.append(f"{_label(style, (number,))}{self._sentence()[:-1]}{end}")

    def _title(self, level: int) -> str:
        """Words that no other heading has."""
        while True:
            parts = self._chance.choice(_FIRST), self._chance.choice(_SECOND), self._chance.choice(_THIRD)
            title = "".join(parts)
            if level == 1 and self._chance.random() < 0.6:
                title = self._chance.choice(_CHAPTERS)
            elif self._chance.random() < 0.3:
                title += "，" + "".join(map(self._chance.choice, (_FIRST, _SECOND, _THIRD)))
            if title not in self._used:
                self._used.add(title)
                return title

    def _marked(self, words: str, level: int, text: str) -> str:
        """A heading as the format writes it."""
        if self._markup == "bold":
            return f"**{words}**" + (f"。{text}" if text else "")
        if text or self._markup == "text" or (self._markup == "top" and level > 1):
            return words + (f"。{text}" if text else "")
        marks = {"right": level + 1, "flat": 2, "top": 2, "wild": self._chance.randint(2, 4)}
        return f"{'#' * marks[self._markup]} {words}"

    def _sentence(self) -> str:
        """A sentence of prose."""
        first, second, third, count = _FIRST, _SECOND, _THIRD, self._chance.randint(3, 90)
        where, what, where2, how, what2 = map(self._chance.choice, (second, third, second, first, third))
        return f"到2030年，全县{where}的{what}逐步形成，新增{count}处{where2}，{how}{what2}。"


def _label(style: str, path: tuple[int, ...]) -> str:
    """A label in a style with the numbers of a heading and of those above it."""
    number = path[-1]
    if style.startswith("1.1"):
        return style.replace("1.1.1", "1.1").replace("1.1", ".".join(map(str, path)))
    written = {"一": "chineseCountingThousand", "1": "decimal", "①": "decimalEnclosedCircle"}
    written |= {"壹": "chineseLegalSimplified", "Ⅰ": "roman"}
    sign = next(sign for sign in written if sign in style)
    form = written[sign]
    shown = chr(ord("Ⅰ") + number - 1) if form == "roman" else format_number(number, form)
    return style.replace(sign, shown)
