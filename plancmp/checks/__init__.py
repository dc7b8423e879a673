"""Record (and document) to findings: one module a family of checks, every word and limit in rules/checks."""

from plancmp.checks.engine import check_plan
from plancmp.checks.entries import Check, Example, Examples, Words
from plancmp.checks.loading import load_checks
from plancmp.checks.options import Options, resolve_codes

__all__ = ["Check", "Example", "Examples", "Options", "Words", "check_plan", "load_checks", "resolve_codes"]
