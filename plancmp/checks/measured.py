"""What a reader found of the findings of each check on issued plans; kept in rules/vocabulary/measured.tsv.

Lines of code, findings, true ones, parted by tabs; the first line says on how many documents.
"""

from functools import cache
from typing import NamedTuple

from plancmp.rulepacks import read_rule_text

FEWEST = 10
"""With fewer findings judged nothing is known of a check."""
APART = ("DOC003", "DOC004")
"""What these say is of the copy at hand, not of the plan; nobody judges it."""
FILE = "vocabulary/measured.tsv"
HEAD = "# documents\t"


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
    head, *lines = read_rule_text(FILE).splitlines()
    rows = (line.split("\t") for line in lines)
    return int(head.removeprefix(HEAD)), {code: (int(found), int(true)) for code, found, true in rows}
