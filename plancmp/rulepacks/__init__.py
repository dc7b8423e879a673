"""The only reader of rules/: finds, validates and types what is data."""

from plancmp.rulepacks.loading import load, load_file, read_rule_text, rules_folder

__all__ = ["load", "load_file", "read_rule_text", "rules_folder"]
