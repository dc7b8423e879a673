"""Markdown to a document."""
