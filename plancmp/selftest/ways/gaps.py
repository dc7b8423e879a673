"""Plants what is still open: placeholders, blank values, remarks to colleagues (PLH)."""

import re
from random import Random

from plancmp.checks.kinds.placeholders import FEW
from plancmp.checks.view import Passage, PassageKind, Row
from plancmp.selftest.mutants import Mutant, insert, insert_sentence, replace, revalue
from plancmp.selftest.plan import Plan
from plancmp.selftest.reading import numbers_in, rows_stating
from plancmp.selftest.registry import plants
from plancmp.selftest.words import planting_words

_IN_BOXES: tuple[PassageKind, ...] = ("item", "box-text")
_AMOUNT = re.compile(
    r"(?<![\d.年月第至—\-~～])\d{1,4}(?![\d.]|年|月|日|岁|[—\-~～至]\d|号|届|级|\+)(?=[万余多]{0,2}[家个户名所处张人次套场件元%]|万元|平方米)"
)


@plants("PLH001", "target-undecided", needs="target")
def undecided_target(plan: Plan, rng: Random) -> Mutant | None:
    """A placeholder for a target."""
    return _undecided(plan, rng, "target")


@plants("PLH001", "baseline-undecided", needs="baseline")
def undecided_baseline(plan: Plan, rng: Random) -> Mutant | None:
    """A placeholder for a baseline."""
    return _undecided(plan, rng, "baseline")


@plants("PLH001", "number-undecided", needs="target")
def undecided_number(plan: Plan, rng: Random) -> Mutant | None:
    """Only the digits of a target become a placeholder, its sign and unit stay: ＞85% to ＞XX%."""
    rows = rows_stating(plan, "target")
    if not rows:
        return None
    row = rng.choice(rows)
    target = row.indicator.target
    assert target is not None
    gap = rng.choice(("XX", "X", "××", "XX.X", "ＸＸ", "（ ）"))
    new = re.sub(r"\d+(?:\.\d+)?", gap, target.text, count=1)
    return revalue(plan, row, target, new)


def _undecided(plan: Plan, rng: Random, which: str) -> Mutant | None:
    """A placeholder for a value."""
    rows = rows_stating(plan, which)
    if not rows:
        return None
    row = rng.choice(rows)
    return revalue(plan, row, getattr(row.indicator, which), rng.choice(planting_words().gaps.cells))


@plants("PLH002", "sentence-undecided", needs="prose")
def undecided_sentence(plan: Plan, rng: Random) -> Mutant | None:
    """A sentence with a placeholder for its number."""
    gaps = planting_words().gaps
    words = rng.choice(gaps.verbs) + rng.choice(gaps.digits) + rng.choice(gaps.units)
    return insert_sentence(plan, rng, f"{words}。")


@plants("PLH002", "figure-undecided", needs="figure")
def undecided_figure(plan: Plan, rng: Random) -> Mutant | None:
    """A number of the draft itself, in text, box or task, becomes a placeholder."""
    choices = [
        (passage, found)
        for passage in plan.running("paragraph", "item", "box-text", "task")
        for found in numbers_in(passage.text, _AMOUNT)
    ]
    if not choices:
        return None
    passage, found = rng.choice(choices)
    gap = rng.choice(planting_words().gaps.digits)
    return replace(plan, plan.spot(passage, found.start(), found.end()), gap)


@plants("PLH002", "words-undecided", needs="prose")
def undecided_words(plan: Plan, rng: Random) -> Mutant | None:
    """A clause that says that something is still to come."""
    return insert_sentence(plan, rng, f"{rng.choice(planting_words().gaps.words)}。")


@plants("PLH003", "baseline-blank", needs="baseline")
def blank_baseline(plan: Plan, rng: Random) -> Mutant | None:
    """No baseline where the row has a level for its target."""
    blank = [
        row for row in plan.view.rows if row.indicator.baseline and row.indicator.baseline.state == "blank"
    ]
    if plan.view.stage == "issued" or len(blank) >= FEW:
        # Where more are blank they are one finding, which stands at the first of them.
        return None
    rows = [
        row
        for row in rows_stating(plan, "baseline", "target")
        if not any(
            value.total or (role in ("growth", "total") and value.state == "stated")
            for role, value in row.values
        )
    ]
    return _blanked(plan, rng, rows, "baseline")


@plants("PLH004", "target-blank", needs="target")
def blank_target(plan: Plan, rng: Random) -> Mutant | None:
    """No target, and no growth or total instead."""
    rows = [
        row
        for row in rows_stating(plan, "target")
        if not any(role in ("growth", "total") and value.state == "stated" for role, value in row.values)
    ]
    return _blanked(plan, rng, rows, "target")


def _blanked(plan: Plan, rng: Random, rows: list[Row], which: str) -> Mutant | None:
    """A value emptied or dashed; the finding is on the cell, or on the row where nothing is left of it."""
    if not rows:
        return None
    row = rng.choice(rows)
    value = getattr(row.indicator, which)
    return revalue(plan, row, value, rng.choice(planting_words().gaps.blanks), "row")


@plants("PLH005", "remark-in-text", needs="prose")
def remark_in_text(plan: Plan, rng: Random) -> Mutant | None:
    """A remark to a colleague behind a clause."""
    choices = [(each, found) for each in plan.prose for found in re.finditer(r"[，。；]", each.text)]
    return _with_remark(plan, rng, choices)


@plants("PLH005", "remark-in-box", needs="items")
def remark_in_box(plan: Plan, rng: Random) -> Mutant | None:
    """A remark in a box."""
    choices = [
        (each, found) for each in plan.running(*_IN_BOXES) for found in re.finditer(r"[，。；]", each.text)
    ]
    return _with_remark(plan, rng, choices)


def _with_remark(plan: Plan, rng: Random, choices: list[tuple[Passage, re.Match[str]]]) -> Mutant | None:
    """A remark put before a mark."""
    if not choices:
        return None
    passage, found = rng.choice(choices)
    remark = rng.choice(planting_words().gaps.remarks)
    return insert(plan, plan.spot(passage, found.start(), found.end()), remark, "words")


@plants("PLH005", "bookmark", needs="no-bookmark")
def bookmark(plan: Plan, rng: Random) -> Mutant | None:
    """The mark of a bookmark that a text dump of Word leaves before a heading."""
    headings = list(plan.running("heading"))
    if not headings or "[bookmark:" in plan.text:
        return None
    spot = plan.spot(rng.choice(headings), 0, 1)
    return insert(plan, spot, f"[bookmark: _Toc{rng.randint(1000, 999999999)}]", "line")
