"""The only reader of rules/: finds, validates and types what is data."""

from plancmp.rulepacks.loading import load, read_rule_text, rules_folder

__all__ = ["load", "read_rule_text", "rules_folder"]
