"""Copies of plans with marks at their words, each in the format of its plan."""
