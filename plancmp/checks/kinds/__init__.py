"""The kinds of checks: one module a family; every word and limit is in rules/checks."""
