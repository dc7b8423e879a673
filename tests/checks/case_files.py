"""Reads tests/cases/checks: for each code a table of look-alikes and of what must be found, side by side.

A file names a plan of tests/cases/checks/plans whose `{}` each case fills. In a case `→` begins a cell and
`⏎` ends a line; with `columns:` a case is rows parted by ` // ` and cells parted by ` ; `, under which the
rows of `rows:` follow. `stage:` is what the plan says of itself below its title. `against:` and `previous:`
fill the same plan for the other plan.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plancmp.checks import Options, check_plan, load_checks
from plancmp.model.finding import Finding
from plancmp.model.record import PlanRecord
from plancmp.pipeline import record_of
from plancmp.sources.reading import read_bytes

CASES = Path(__file__).resolve().parents[1] / "cases" / "checks"


class Case(NamedTuple):
    """One text with what must be found in it; `words` None for a look-alike."""

    code: str
    text: str
    words: str | None
    shown: str
    against: str | None
    previous: str | None


def read_case_files() -> Iterator[Case]:
    """All cases, look-alikes first."""
    for path in sorted(CASES.glob("*.md")):
        yield from read_case_file(path)


def read_case_file(path: Path) -> list[Case]:
    """The cases of one code."""
    text = path.read_text("utf-8")
    head = dict(re.findall(r"^(plan|stage|columns|rows|against|previous): (.*)$", text, re.M))
    plan = (CASES / "plans" / f"{head['plan']}.txt").read_text("utf-8") if "plan" in head else "{}"
    if "stage" in head:
        plan = plan.replace("\n", f"\n（{head['stage']}）\n", 1)
    against, previous = (
        _fill(plan, head[key], head) if key in head else None for key in ("against", "previous")
    )
    looks: list[Case] = []
    found: list[Case] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if not line.startswith("|") or len(cells) != 3 or set(cells[0]) <= {"-"} or cells[0] == "look-alike":
            continue
        look, bad, words = cells
        if look:
            looks.append(Case(path.stem, _fill(plan, look, head), None, look, against, previous))
        if bad:
            found.append(Case(path.stem, _fill(plan, bad, head), words, bad, against, previous))
    return [*looks, *found]


def _fill(plan: str, case: str, head: dict[str, str]) -> str:
    """The plan with a case in its place."""
    if "columns" in head:
        rows = [row for row in (*case.split(" // "), *head.get("rows", "").split(" // ")) if row.strip()]
        body = "".join(_row(row, at) for at, row in enumerate((head["columns"], *rows)))
    else:
        body = case.replace("⏎", "\n").replace("→", "\t")
    return plan.replace("→", "\t").replace("{}", body)


def _row(row: str, number: int) -> str:
    """A row of a table in the shape of a text dump; `#` in a cell is the number of the row."""
    cells = [cell.strip() for cell in re.split(r" ; ?| ?; ", f" {row} ")]
    return "".join("\t" + cell.replace("#", str(number)).replace("⏎", "\n") + "\n" for cell in cells) + "\n"


def record_from(text: str) -> PlanRecord:
    """The record of a text."""
    return record_of(read_bytes(text.encode(), "case.txt"), text.encode(), "case.txt")


def find(
    case: Case, codes: frozenset[str] | None = None, *, exact: bool = True, lang: str = "zh"
) -> list[Finding]:
    """What the checks find in a case."""
    data = case.text.encode()
    document = read_bytes(data, "case.txt")
    options = Options(
        codes=codes,
        against=record_from(case.against) if case.against else None,
        previous=record_from(case.previous) if case.previous else None,
        lang="en" if lang == "en" else "zh",
        checks=load_checks(),
    )
    return check_plan(record_of(document, data, "case.txt"), document if exact else None, options)
