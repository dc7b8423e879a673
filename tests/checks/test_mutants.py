"""A thousand planted defects: nearly all are found where they are, and hardly anything else is said."""

import random
from collections import Counter
from pathlib import Path

import pytest

from plancmp.checks import Options, check_plan, load_checks
from plancmp.model.finding import Finding
from tests.checks.mutants import OPERATORS, Mutant, Plan

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
COUNT = 1000
CONSEQUENCES = {
    # What is true as well once the defect is there, in another place.
    "SUP001": ("IND009",),  # a row less than the text says
    "SUP003": ("IND009",),  # one binding indicator less
    "IND004": ("IND009",),
    "IND003": ("FIG001",),
    "CON001": ("FIG003",),  # the growth beside it no longer fits
    "NUM003": ("NUM003",),  # a reference to the number that is gone
    "SUP004": ("IND001",),
}
_DEFAULT = frozenset(check.code for check in load_checks() if check.default)


def plans() -> list[Plan]:
    """The corpus, and the seeds where they are."""
    paths = [
        path
        for path in sorted((ROOT / "corpus").iterdir())
        if path.stem[-2:].isdigit() and path.suffix in (".txt", ".md")
    ]
    return [Plan(path) for path in (*sorted(SEEDS.glob("*.txt")), *paths)]


def make_mutants(count: int, seed: int) -> list[Mutant]:
    """So many mutants, the codes in turn, each of a plan drawn by chance; the same every run."""
    rng = random.Random(seed)
    held = plans()
    made: list[Mutant] = []
    codes = sorted(OPERATORS)
    tries: Counter[str] = Counter()
    at = 0
    while len(made) < count:
        code = codes[at % len(codes)]
        at += 1
        if tries[code] > 400:
            continue
        for _ in range(40):
            tries[code] += 1
            mutant = OPERATORS[code](rng.choice(held), rng)
            if mutant is not None and mutant.text != mutant.plan.text:
                made.append(mutant)
                break
    return made


def key(finding: Finding, same_lines: bool) -> tuple[object, ...]:
    """By what a finding is known again; lines count where none came or went, ids of rows never."""
    return finding.code, finding.excerpt, finding.at.line if same_lines else None


def findings_of(mutant: Mutant, text: str) -> list[Finding]:
    """What is found in a text with the mutant's options."""
    document, record = mutant.plan.read(text)
    options = Options(codes=_DEFAULT | {mutant.code}, against=mutant.against, previous=mutant.previous)
    return check_plan(record, document, options)


def judge(mutant: Mutant, before: list[Finding]) -> tuple[bool, list[Finding]]:
    """Whether the defect was found in its place, and new findings that have nothing to do with it."""
    same = mutant.text.count("\n") == mutant.plan.text.count("\n")
    known = Counter(key(finding, same) for finding in before)
    new: list[Finding] = []
    for finding in sorted(findings_of(mutant, mutant.text), key=lambda each: each.at.line == mutant.line):
        if known[key(finding, same)]:
            known[key(finding, same)] -= 1
        else:
            new.append(finding)
    found = [
        each
        for each in new
        if each.code == mutant.code
        and mutant.line in (0, each.at.line)
        and each.excerpt.startswith(mutant.words)
    ]
    lines = {mutant.line, *(each.at.line for each in found)}
    unrelated = [
        each
        for each in new
        if each not in found
        and each.at.line not in lines
        and each.code not in CONSEQUENCES.get(mutant.code, ())
        and not any(aside.at.line in lines for aside in each.related)
        and not any(aside.at.line == each.at.line for hit in found for aside in hit.related)
    ]
    return bool(found), unrelated


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_mutants() -> None:
    """At least 98 % of the defects are found at the right place, with at most one other finding in 50."""
    befores: dict[tuple[str, str, bool, bool], list[Finding]] = {}
    survivors: list[str] = []
    noise: list[str] = []
    mutants = make_mutants(COUNT, 20260701)
    for mutant in mutants:
        which = (mutant.plan.name, mutant.code, mutant.against is None, mutant.previous is None)
        if which not in befores:
            befores[which] = findings_of(mutant, mutant.plan.text)
        found, unrelated = judge(mutant, befores[which])
        if not found:
            survivors.append(f"{mutant.code} {mutant.plan.name}:{mutant.line} {mutant.said}")
        where = f"{mutant.code} {mutant.plan.name}:{mutant.line} {mutant.said}"
        noise += [f"{where}: {each.code} line {each.at.line} {each.excerpt}" for each in unrelated]
    print(f"\n{len(mutants)} mutants, {len(survivors)} survivors, {len(noise)} other findings")
    print("\n".join(("survivors:", *survivors, "other findings:", *noise)))
    assert {mutant.code for mutant in mutants} == set(OPERATORS) == {check.code for check in load_checks()}
    assert len(survivors) <= 0.02 * len(mutants), "\n".join(survivors)
    assert len(noise) <= len(mutants) / 50, "\n".join(noise)
