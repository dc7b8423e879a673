"""Breaks the paragraphs of a draft at the width of a page, as PDF tools print them: for tests of joining."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from plancmp.model.document import Paragraph
from plancmp.sources.reading import read_document
from tests.sources.layouts import printed

CORPUS = Path(__file__).parents[2] / "corpus"


class Setting(NamedTuple):
    """How a text is set."""

    columns: int = 72
    indent: str = "    "
    dealt: float = 0.0
    """The share of printed lines that are dealt out to several at their marks."""
    lines: int = 0
    """Lines of a page; 0 for a text without pages."""
    number: str = "— {} —"
    head: str = ""
    box: int = 0
    """Every so many paragraphs, four are set wider: a box in smaller type."""
    halves: bool = False
    """Marks and brackets in half width."""


def draw(random: Random) -> Setting:
    """A way to set a text."""
    pages = random.random() < 0.7
    return Setting(
        columns=random.choice([56, 60, 64, 72, 80]),
        indent=random.choice(["", "    ", "\u3000\u3000"]),
        dealt=random.choice([0.0, 0.0, 0.3, 0.6]),
        lines=random.randint(22, 40) if pages else 0,
        number=random.choice(["- {} -", "— {} —", "# Page {}:", "第 {} 页", "{}", "== Page {} ==", "{} / 9"])
        if pages
        else "",
        head=random.choice(["", "", "云溪县残疾人事业规划"]) if pages else "",
        box=random.choice([0, 0, 20]),
        halves=random.random() < 0.2,
    )


def paragraphs_of(path: Path) -> list[str]:
    """The paragraphs of a draft outside of tables and contents."""
    blocks = [
        block
        for block in read_document(path).document.blocks
        if isinstance(block, Paragraph) and block.role == "body"
    ]
    document = read_document(path).document
    return [text for block in blocks if len(text := document.words(block).strip()) > 1]


def set_pages(paragraphs: Sequence[str], setting: Setting, random: Random) -> str:
    """The paragraphs broken at a width, with what pages carry."""
    lines: list[str] = []
    for number, text in enumerate(paragraphs):
        wide = setting.box and number % setting.box < 4 and number >= setting.box
        # The room of the indent is there on paper, also where a tool strips it.
        set_lines = _wrap("    " + text, setting.columns + (10 if wide else 0))
        set_lines[0] = setting.indent + set_lines[0].lstrip()
        lines += ["\n".join(_deal(line)) if random.random() < setting.dealt else line for line in set_lines]
    if not setting.lines:
        return "\n".join(lines) + "\n"
    return "\n".join(_paged(lines, setting)) + "\n"


def _wrap(text: str, columns: int) -> list[str]:
    """Break a text at a width; no word or number is broken, no line begins with a closing mark."""
    lines = [""]
    for unit in re.findall(r"[A-Za-z0-9.%/]+|——|……|.", text):
        if printed(lines[-1] + unit) > columns and unit not in "，。；：、）》”,;:)":
            lines.append("")
        lines[-1] += unit
    return lines


def _deal(line: str) -> list[str]:
    """A printed line as several, parted behind its marks and before its brackets."""
    parts = re.split(r"(?<=[，、。；])(?=[^，、。；：）》”])|(?<=[^（《“])(?=[（《])", line)
    return [part for part in parts if part]


def _paged(lines: Sequence[str], setting: Setting) -> Iterator[str]:
    """Lines with page numbers and running heads."""
    opens = setting.number.startswith("#")
    for number, start in enumerate(range(0, len(lines), setting.lines), 1):
        if opens:
            yield setting.number.format(number + 300)
        if setting.head:
            yield from (setting.head, "")
        yield from lines[start : start + setting.lines]
        if not opens:
            yield setting.number.format(number)


def halved(text: str) -> str:
    """Marks and brackets in half width."""
    return text.translate(str.maketrans("，；：（）", ",;:()"))
