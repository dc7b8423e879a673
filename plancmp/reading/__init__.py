"""Outline to findings of fact: plan data, indicators, box items, tasks, commitments."""
