"""What a reader found of the findings of each check on issued plans; kept in rules/vocabulary/measured.tsv.

Lines of code, findings, true ones, parted by tabs; the first line says on how many documents.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from plancmp.rulepacks import read_rule_text, rules_folder

FEWEST = 10
"""With fewer findings judged nothing is known of a check."""
_FILE = "vocabulary/measured.tsv"
_HEAD = "# documents\t"


class Measured(NamedTuple):
    """Of one check: what it said on how many documents, and how much of that was true."""

    documents: int
    findings: int = 0
    true: int = 0


def measured(code: str) -> Measured:
    """What was measured of a check."""
    documents, figures = _figures()
    return Measured(documents, *figures.get(code, (0, 0)))


@cache
def _figures() -> tuple[int, dict[str, tuple[int, int]]]:
    """The number of documents, and the figures by code."""
    head, *lines = read_rule_text(_FILE).splitlines()
    rows = (line.split("\t") for line in lines)
    return int(head.removeprefix(_HEAD)), {code: (int(found), int(true)) for code, found, true in rows}


def write_measured(figures: Mapping[str, tuple[int, int]], documents: int) -> None:
    """Keep the figures."""
    lines = [f"{code}\t{found}\t{true}\n" for code, (found, true) in sorted(figures.items())]
    (rules_folder() / _FILE).write_text(f"{_HEAD}{documents}\n" + "".join(lines), "utf-8")
