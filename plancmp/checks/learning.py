"""Counts the phrases that plans share, for TXT005; `learn` extends them by plans of one's own.

The statistics hold phrases of three characters alone, with the number of plans and how often they stood: a
character with its neighbours is all that TXT005 asks for, and no sentence can be read out of them.
Files are lines of phrase, tab, plans, tab, count, sorted; lines that begin with # say where they come from.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from plancmp.model.errors import RuleError
from plancmp.model.record import PlanRecord
from plancmp.rulepacks import rules_folder

LENGTH = 3
_HAN = re.compile(r"[\u4e00-\u9fff]{3,}")
_LINE = re.compile(r"([\u4e00-\u9fff]{3})\t(\d+)\t(\d+)")
_BUNDLED = "vocabulary/phrases.tsv"


class Seen(NamedTuple):
    """In how many plans a phrase stood, and how often."""

    plans: int
    times: int


def count_phrases(texts: Iterable[str], least_plans: int = 2, least_count: int = 3) -> dict[str, Seen]:
    """The phrases that several texts share.

    >>> count_phrases(["公益性岗位安置", "开发公益性岗位", "公益性岗位"])["性岗位"]
    Seen(plans=3, times=3)
    """
    counts: Counter[str] = Counter()
    plans: Counter[str] = Counter()
    for text in texts:
        own: Counter[str] = Counter()
        for found in _HAN.finditer(text):
            run = found.group()
            own.update(run[at : at + LENGTH] for at in range(len(run) - LENGTH + 1))
        counts.update(own)
        plans.update(own.keys())
    return {
        phrase: Seen(plans[phrase], count)
        for phrase, count in counts.items()
        if plans[phrase] >= least_plans and count >= least_count
    }


def merge(first: Mapping[str, Seen], second: Mapping[str, Seen]) -> dict[str, Seen]:
    """The phrases of two statistics with their sums."""
    result = dict(first)
    for phrase, seen in second.items():
        held = result.get(phrase, Seen(0, 0))
        result[phrase] = Seen(held.plans + seen.plans, held.times + seen.times)
    return result


def text_of(record: PlanRecord) -> str:
    """The running text of a plan, line by line, as the check itself sees it."""
    from plancmp.checks.options import Options
    from plancmp.checks.view import PlanView

    return "\n".join(passage.text for passage in PlanView(record, None, Options()).passages)


def learn(records: Iterable[PlanRecord], path: Path) -> int:
    """Add the phrases that these plans share to the statistics in `path`; returns how many it holds now.

    A new file begins empty; the bundled statistics stay as they are and count besides it.
    """
    held = read_phrases(path) if path.is_file() else {}
    held = merge(held, count_phrases([text_of(record) for record in records]))
    write_phrases(held, path, "phrases that plans share, learned by plancmp")
    return len(held)


def write_phrases(phrases: Mapping[str, Seen], path: Path, source: str) -> None:
    """Write statistics, sorted; the file is there whole or not at all."""
    lines = [f"# {source}", "# each line: phrase, tab, plans that have it, tab, how often"]
    lines += [f"{phrase}\t{seen.plans}\t{seen.times}" for phrase, seen in sorted(phrases.items())]
    partial = path.with_name(path.name + ".part")
    partial.write_text("\n".join(lines) + "\n", "utf-8")
    partial.replace(path)


def read_phrases(path: Path) -> dict[str, Seen]:
    """Read statistics. Raises `RuleError` with the line that is none."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}：无法读取（{error}）。", f"{path}: cannot be read ({error}).") from None
    phrases: dict[str, Seen] = {}
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise RuleError(
                f"{path}:{number}:1：应为“词语、制表符、规划数、制表符、次数”。",
                f"{path}:{number}:1: a phrase, a tab, plans, a tab and a count are expected.",
            )
        phrases[found.group(1)] = Seen(int(found.group(2)), int(found.group(3)))
    return phrases


@cache
def bundled_phrases() -> dict[str, Seen]:
    """The statistics of rules/vocabulary/phrases.tsv."""
    path = rules_folder() / _BUNDLED
    return read_phrases(path) if path.is_file() else {}
