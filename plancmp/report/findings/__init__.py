"""Findings to text: one module a form."""
