"""Plants known defects into copies of a draft and says which of them the checks find."""

from plancmp.selftest.plan import Plan
from plancmp.selftest.planting import run_selftest

__all__ = ["Plan", "run_selftest"]
