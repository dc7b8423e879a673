"""Runs a self-test: plants defects one at a time into copies of a draft and asks whether they are found."""

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec

from plancmp.checks.engine import check_plan
from plancmp.checks.loading import load_checks
from plancmp.checks.options import Options
from plancmp.model.finding import Finding
from plancmp.model.language import Lang
from plancmp.model.selftest import CheckTrial, Planted, SelfTest
from plancmp.selftest.judging import judge
from plancmp.selftest.mutants import Mutant
from plancmp.selftest.plan import Plan
from plancmp.selftest.registry import Way, ways
from plancmp.selftest.saying import say_done, say_need

_TRIES = 12
"""So often chance may draw a spot that does not allow a defect, before another way is tried."""


class Extent(NamedTuple):
    """How many defects are planted for each code, by which chance, and for how long at the most."""

    per_code: int = 3
    seed: int = 20260701
    seconds: float = 60.0


def run_selftest(
    draft: Path,
    codes: Iterable[str],
    *,
    options: Options | None = None,
    lang: Lang = "zh",
    extent: Extent = Extent(),  # noqa: B008 - it never changes
) -> SelfTest:
    """Plant defects for each code into copies of a draft.

    Defects are planted in rounds, one for each code a round, so that a run whose time is over has tried all
    codes alike. The draft itself stands for the superior plan and for the one before where a check needs one.
    Raises `PlancmpError` for a file that cannot be read as a draft. The file is only read.
    """
    run = _Run(Plan.from_path(draft), options or Options(), lang, extent)
    wanted = sorted(set(codes))
    for number in range(extent.per_code):
        for code in wanted:
            run.plant(code, number)
    return run.result(wanted)


class _Run:
    """One self-test on its way."""

    def __init__(self, plan: Plan, options: Options, lang: Lang, extent: Extent) -> None:
        self._plan = plan
        # Findings are read by what they say, so that they are asked for in one language.
        self._options = msgspec.structs.replace(options, lang="zh")
        self._checks = {check.code: check for check in options.checks or load_checks()}
        self._lang = lang
        self._extent = extent
        self._deadline = time.monotonic() + extent.seconds
        self._tests: dict[str, _Tested] = {}
        self._before: dict[tuple[str, bool, bool], list[Finding]] = {}
        self._stopped = False

    def plant(self, code: str, number: int) -> None:
        """Plant one more defect for a code, if there is time and a way."""
        tested = self._tests.setdefault(code, _Tested())
        if tested.lacking:
            return
        if time.monotonic() > self._deadline:
            self._stopped = True
            tested.lacking = ("time",)
            return
        reason = self._hindered(code)
        if reason is not None:
            tested.lacking = (reason,)
            return
        made = self._mutant(code, number, tested)
        if made is None:
            tested.lacking = tuple(dict.fromkeys(way.needs for way in ways()[code]))
            return
        way, mutant = made
        tested.texts.add(mutant.text)
        tested.defects.append(
            Planted(
                way=way.name,
                what=say_done(mutant, self._lang),
                at=self._plan.place(mutant.origin),
                found=self._is_found(code, mutant),
            )
        )

    def _hindered(self, code: str) -> str | None:
        """Why a check can find nothing in this draft, whatever is planted."""
        if code not in ways():
            return "no-way"
        check = self._checks.get(code)
        stage = self._options.stage or self._plan.view.stage
        return "stage" if check is not None and stage not in check.stages else None

    def _mutant(self, code: str, number: int, tested: "_Tested") -> tuple[Way, Mutant] | None:
        """A defect that was not planted yet; each round begins with the next way."""
        held = ways()[code]
        rng = Random(f"{self._extent.seed}:{code}:{number}")
        for at in range(len(held)):
            way = held[(number + at) % len(held)]
            for _ in range(_TRIES):
                mutant = way.plant(self._plan, rng)
                if mutant is not None and mutant.text not in tested.texts and mutant.text != self._plan.text:
                    return way, mutant
        return None

    def _is_found(self, code: str, mutant: Mutant) -> bool:
        """Whether the check finds a defect where it is."""
        which = (code, mutant.against is not None, mutant.previous is not None)
        if which not in self._before:
            self._before[which] = self._findings(code, mutant, self._plan.text)
        after = self._findings(code, mutant, mutant.text)
        return bool(judge(code, mutant, self._plan, self._before[which], after).found)

    def _findings(self, code: str, mutant: Mutant, text: str) -> list[Finding]:
        """What one check finds in a text."""
        document, record = self._plan.read(text)
        options = msgspec.structs.replace(
            self._options,
            codes=frozenset((code,)),
            against=mutant.against or self._options.against,
            previous=mutant.previous or self._options.previous,
        )
        return check_plan(record, document, options)

    def result(self, codes: Sequence[str]) -> SelfTest:
        """All that was tried."""
        checks = tuple(self._tested_check(code) for code in codes)
        return SelfTest(
            path=self._plan.name,
            title=self._plan.record.plan.title,
            form=self._plan.form,
            copy=self._plan.copy,
            seed=self._extent.seed,
            per_code=self._extent.per_code,
            planted=sum(each.planted for each in checks),
            found=sum(each.found for each in checks),
            stopped=self._stopped,
            checks=checks,
        )

    def _tested_check(self, code: str) -> CheckTrial:
        """What was tried for one code."""
        tested = self._tests.get(code, _Tested())
        check = self._checks.get(code)
        reasons = [say_need(need, self._lang) for need in tested.lacking]
        return CheckTrial(
            code=code,
            name=check.name if check is not None else code,
            planted=len(tested.defects),
            found=sum(each.found for each in tested.defects),
            defects=tuple(tested.defects),
            reason=("；" if self._lang == "zh" else "; ").join(reasons) or None,
        )


class _Tested:
    """What was planted so far for one code."""

    def __init__(self) -> None:
        self.defects: list[Planted] = []
        self.texts: set[str] = set()
        self.lacking: tuple[str, ...] = ()
