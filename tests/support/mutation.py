"""The mutation run: planted defects over seeds and corpus, what was found, missed and said besides.

`python -m tests.support.mutation 1000 1 2 3` prints the rates by code for some seeds of chance.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from plancmp.checks import Options, check_plan, load_checks
from plancmp.model.finding import Finding
from plancmp.selftest.judging import Verdict, judge
from plancmp.selftest.mutants import Mutant
from plancmp.selftest.plan import Plan
from plancmp.selftest.registry import Way, ways
from plancmp.selftest.saying import say_done
from tests.support.gains import corpus_paths, seed_paths

TRIES = 60
_DEFAULT = frozenset(check.code for check in load_checks() if check.default)


class Planted(NamedTuple):
    """A mutant with its plan and way, and what the default set and the check itself made of it."""

    way: Way
    plan: Plan
    mutant: Mutant
    verdict: Verdict

    def __str__(self) -> str:
        spot = self.mutant.spot
        where = f"{Path(self.plan.name).name}:{spot.line}:{spot.start + 1}"
        return f"{self.way.code} {self.way.name} {where} {say_done(self.mutant, 'en')}"


class Bench:
    """All drafts, read once, with what is found in them before anything is planted."""

    def __init__(self, paths: Iterable[Path] | None = None) -> None:
        held = [*seed_paths(), *corpus_paths()] if paths is None else [*paths]
        self.plans = [Plan.from_path(path) for path in held]
        self._before: dict[tuple[str, str, bool, bool], list[Finding]] = {}

    def run(self, count: int, seed: int, codes: Iterable[str] | None = None) -> Iterator[Planted]:
        """So many mutants, no two alike; the codes in turn, the ways of a code in turn, by the seed."""
        rng = random.Random(seed)
        chosen = sorted(codes or ways())
        turns: Counter[str] = Counter()
        self._made: set[tuple[str, str, str]] = set()
        planted = 0
        for at in range(count * 3):
            if planted == count:
                return
            code = chosen[at % len(chosen)]
            made = self._mutant(code, turns[code], rng)
            turns[code] += 1
            if made is not None:
                planted += 1
                way, plan, mutant = made
                yield Planted(way, plan, mutant, self._verdict(way, plan, mutant))

    def _mutant(self, code: str, turn: int, rng: random.Random) -> tuple[Way, Plan, Mutant] | None:
        """A mutant of a plan drawn by chance; another way where no plan allows the one whose turn it is."""
        held = ways()[code]
        for at in range(len(held)):
            way = held[(turn + at) % len(held)]
            for _ in range(TRIES):
                plan = rng.choice(self.plans)
                mutant = way.plant(plan, rng)
                if mutant is None or mutant.text == plan.text:
                    continue
                known = (code, plan.name, mutant.text)
                if known not in self._made:
                    self._made.add(known)
                    return way, plan, mutant
        return None

    def _verdict(self, way: Way, plan: Plan, mutant: Mutant) -> Verdict:
        """The judgement on one mutant, by the default set and the check itself."""
        which = (plan.name, way.code, mutant.against is not None, mutant.previous is not None)
        if which not in self._before:
            self._before[which] = self._findings(way.code, plan, mutant, plan.text)
        return judge(
            way.code, mutant, plan, self._before[which], self._findings(way.code, plan, mutant, mutant.text)
        )

    @staticmethod
    def _findings(code: str, plan: Plan, mutant: Mutant, text: str) -> list[Finding]:
        """What is found in a text."""
        document, record = plan.read(text)
        options = Options(codes=_DEFAULT | {code}, against=mutant.against, previous=mutant.previous)
        return check_plan(record, document, options)


def shown(finding: Finding) -> str:
    """A finding in one line."""
    return f"{finding.code} {finding.at.line}:{finding.at.column} {finding.excerpt}"


def main() -> None:
    """Print survivors, echoes, other findings and the rates by code."""
    count, *seeds = (int(word) for word in sys.argv[1:] if word.isdigit())
    codes = [word for word in sys.argv[1:] if not word.isdigit()] or None
    bench = Bench()
    rates: dict[str, list[str]] = {}
    for seed in seeds:
        planted = list(bench.run(count, seed, codes))
        missed = [each for each in planted if not each.verdict.found]
        print(f"seed {seed}: {len(planted)} planted, {len(missed)} missed")
        for each in sorted(missed, key=str):
            print("  missed", each, "|", "; ".join(map(shown, (*each.verdict.echoes, *each.verdict.others))))
        for title in ("echoes", "others"):
            found = [(each, other) for each in planted for other in getattr(each.verdict, title)]
            print(f"  {len(found)} {title}")
            for each, other in sorted(found, key=lambda pair: str(pair[0])):
                print(f"    {title}", each, "=>", shown(other))
        for code in sorted({each.way.code for each in planted}):
            own = [each for each in planted if each.way.code == code]
            rates.setdefault(code, []).append(f"{sum(bool(each.verdict.found) for each in own)}/{len(own)}")
    for code, row in rates.items():
        print(code, *row)


if __name__ == "__main__":
    main()
