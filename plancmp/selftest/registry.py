"""The ways to harm a draft, by the code of the check that must see it."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from random import Random
from typing import NamedTuple

from plancmp.selftest.mutants import Mutant, UnfitError
from plancmp.selftest.plan import Plan

Planter = Callable[[Plan, Random], Mutant]
"""Makes a mutant of a plan, by chance."""

_FAMILIES = ("gaps", "values", "rows", "numbers", "figures", "superior", "units", "wording", "places")


class Way(NamedTuple):
    """One way to plant a defect."""

    code: str
    name: str
    """What the slip is, in kebab case: `value-undecided`."""
    needs: str
    """What the draft must have for it, a code of rules/messages/needs.tsv."""
    planter: Planter

    def plant(self, plan: Plan, rng: Random) -> Mutant | None:
        """A mutant; None where the plan, or the spot that chance drew, is not fit."""
        try:
            return self.planter(plan, rng)
        except UnfitError:
            return None


_WAYS: dict[str, list[Way]] = {}


def plants(code: str, name: str, needs: str) -> Callable[[Planter], Planter]:
    """Enter a function as a way to plant a defect that the check `code` must see."""

    def enter(planter: Planter) -> Planter:
        _WAYS.setdefault(code, []).append(Way(code, name, needs, planter))
        return planter

    return enter


@cache
def ways() -> dict[str, tuple[Way, ...]]:
    """All ways by code, codes in order; those of a code in the order of their modules."""
    for family in _FAMILIES:
        import_module(f"plancmp.selftest.ways.{family}")
    return {code: tuple(_WAYS[code]) for code in sorted(_WAYS)}
