"""Plants what is still open: placeholders, blank values, remarks to colleagues (PLH)."""

import re
from collections.abc import Iterable
from random import Random

from plancmp.checks.kinds.placeholders import FEW
from plancmp.checks.view import Passage, Row
from plancmp.selftest.mutants import Mutant, UnfitError, insert, insert_sentence, pick, replace, revalue
from plancmp.selftest.plan import Plan
from plancmp.selftest.reading import Which, bare_matches, matches, rows_stating, value_in
from plancmp.selftest.registry import plants
from plancmp.selftest.words import drawn
from plancmp.text.keeping import compiled

_AMOUNT = compiled(
    r"(?<![\d.年月第至—\-~～])\d{1,4}(?![\d.]|年|月|日|岁|[—\-~～至]\d|号|届|级|\+)(?=[万余多]{0,2}[家个户名所处张人次套场件元%]|万元|平方米)"
)


@plants("PLH001", "target-undecided", needs="target")
def undecided_target(plan: Plan, rng: Random) -> Mutant:
    """A placeholder for a target."""
    return _undecided(plan, rng, "target")


@plants("PLH001", "baseline-undecided", needs="baseline")
def undecided_baseline(plan: Plan, rng: Random) -> Mutant:
    """A placeholder for a baseline."""
    return _undecided(plan, rng, "baseline")


@plants("PLH001", "number-undecided", needs="target")
def undecided_number(plan: Plan, rng: Random) -> Mutant:
    """Only the digits of a target become a placeholder, its sign and unit stay: ＞85% to ＞XX%."""
    row = pick(rng, rows_stating(plan, "target"))
    target = value_in(row, "target")
    gap = rng.choice(("XX", "X", "××", "XX.X", "ＸＸ", "（ ）"))
    return revalue(plan, row, target, re.sub(r"\d+(?:\.\d+)?", gap, target.text, count=1))


def _undecided(plan: Plan, rng: Random, which: Which) -> Mutant:
    """A placeholder for a value."""
    row = pick(rng, rows_stating(plan, which))
    return revalue(plan, row, value_in(row, which), drawn(rng, "gap-cells"))


@plants("PLH002", "sentence-undecided", needs="prose")
def undecided_sentence(plan: Plan, rng: Random) -> Mutant:
    """A sentence with a placeholder for its number."""
    words = "".join(drawn(rng, f"gap-{each}") for each in ("verbs", "digits", "units"))
    return insert_sentence(plan, rng, f"{words}。")


@plants("PLH002", "figure-undecided", needs="figure")
def undecided_figure(plan: Plan, rng: Random) -> Mutant:
    """A number of the draft itself, in text, box or task, becomes a placeholder."""
    passage, found = pick(rng, bare_matches(plan.running("paragraph", "item", "box-text", "task"), _AMOUNT))
    return replace(plan, plan.spot(passage, *found.span()), drawn(rng, "gap-digits"))


@plants("PLH002", "words-undecided", needs="prose")
def undecided_words(plan: Plan, rng: Random) -> Mutant:
    """A clause that says that something is still to come."""
    return insert_sentence(plan, rng, f"{drawn(rng, 'gap-words')}。")


@plants("PLH003", "baseline-blank", needs="baseline")
def blank_baseline(plan: Plan, rng: Random) -> Mutant:
    """No baseline where the row has a level for its target."""
    baselines = (row.indicator.baseline for row in plan.view.rows)
    blank = sum(each is not None and each.state == "blank" for each in baselines)
    if not plan.view.is_draft or blank >= FEW:
        # A dash says something in a final text; of more blanks there is one finding, at the first of them.
        raise UnfitError
    rows = rows_stating(plan, "baseline", "target")
    bare = (row for row in rows if not any(value.total for _, value in row.values))
    return _blanked(plan, rng, bare, "baseline")


@plants("PLH004", "target-blank", needs="target")
def blank_target(plan: Plan, rng: Random) -> Mutant:
    """No target, and no growth or total instead."""
    return _blanked(plan, rng, rows_stating(plan, "target"), "target")


def _blanked(plan: Plan, rng: Random, rows: Iterable[Row], which: Which) -> Mutant:
    """A value emptied or dashed; the finding is on the cell, or on the row where nothing is left of it."""
    row = pick(rng, (row for row in rows if not _states_change(row)))
    return revalue(plan, row, value_in(row, which), drawn(rng, "gap-blanks"), "row")


def _states_change(row: Row) -> bool:
    """Whether a row has a growth or a total."""
    return any(role in ("growth", "total") and value.state == "stated" for role, value in row.values)


@plants("PLH005", "remark-in-text", needs="prose")
def remark_in_text(plan: Plan, rng: Random) -> Mutant:
    """A remark to a colleague behind a clause."""
    return _with_remark(plan, rng, plan.prose)


@plants("PLH005", "remark-in-box", needs="items")
def remark_in_box(plan: Plan, rng: Random) -> Mutant:
    """A remark in a box."""
    return _with_remark(plan, rng, plan.running("item", "box-text"))


def _with_remark(plan: Plan, rng: Random, passages: Iterable[Passage]) -> Mutant:
    """A remark put before a mark."""
    passage, found = pick(rng, matches(passages, r"[，。；]"))
    remark = drawn(rng, "gap-remarks")
    return insert(plan, plan.spot(passage, *found.span()), remark, "words")


@plants("PLH005", "bookmark", needs="no-bookmark")
def bookmark(plan: Plan, rng: Random) -> Mutant:
    """The mark of a bookmark that a text dump of Word leaves before a heading."""
    passage = pick(rng, () if "[bookmark:" in plan.text else plan.running("heading"))
    mark = f"[bookmark: _Toc{rng.randint(1000, 999999999)}]"
    return insert(plan, plan.spot(passage, 0, 1), mark, "line")
