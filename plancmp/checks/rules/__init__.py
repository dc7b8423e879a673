"""The entries of rules/checks and of rules of one's own, typed."""
