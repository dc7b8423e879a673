"""Reads cases written as prose: a title, an input, the expected summary lines."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

CASES = Path(__file__).resolve().parents[1] / "cases"
_CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n(?P<body>.*?)```in\n(?P<text>.*?)\n?```\n```out\n(?P<out>.*?)```", re.M | re.S
)


class Case(NamedTuple):
    """One case of a file."""

    name: str
    text: str
    expected: tuple[str, ...]


def read_cases(folder: str) -> list[Case]:
    """All cases below tests/cases/<folder>."""
    cases = []
    for path in sorted((CASES / folder).glob("*.md")):
        for found in _CASE.finditer(path.read_text("utf-8")):
            text = found["text"].replace("→", "\t")
            lines = tuple(line.strip() for line in found["out"].splitlines() if line.strip())
            cases.append(Case(f"{path.stem}: {found['title']}", text, lines))
    return cases


def compare(expected: Sequence[str], found: Sequence[str]) -> list[str]:
    """What differs, kind by kind; kinds that the expectation does not name are not compared."""
    wanted, got = _by_kind(expected), _by_kind(found)
    problems = []
    for kind in " ".join(wanted.pop("none", [])).replace("none ", "").split():
        problems += [f"unwanted: {line}" for line in got.get(kind, [])]
    for kind, lines in wanted.items():
        if lines != got.get(kind, []):
            problems += [f"want {line}" for line in lines] + [f"got  {line}" for line in got.get(kind, [])]
    return problems


def _by_kind(lines: Sequence[str]) -> dict[str, list[str]]:
    """Lines by their first word; groups and items stay with their boxes, parts and notes with their rows."""
    family = {"group": "box", "item": "box", "part": "row", "rownote": "row"}
    result: dict[str, list[str]] = defaultdict(list)
    kinds = {line.split(" ", 1)[0] for line in lines}
    for line in lines:
        kind = line.split(" ", 1)[0]
        result[family.get(kind, kind) if family.get(kind) in kinds else kind].append(line)
    return result
