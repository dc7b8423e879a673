"""Record (and document) to findings: one module a family of checks, every word and limit in rules/checks."""

from plancmp.checks.engine import check_plan
from plancmp.checks.entries import Check, Example, Examples
from plancmp.checks.loading import load_checks
from plancmp.checks.options import Options, resolve_codes
from plancmp.model.words import Words

__all__ = ["Check", "Example", "Examples", "Options", "Words", "check_plan", "load_checks", "resolve_codes"]
