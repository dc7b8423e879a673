"""Aligned plans to one `Comparison`: values by meaning, sections, boxes, tasks, text, drafts, periods."""
