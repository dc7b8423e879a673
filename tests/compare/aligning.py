"""Alignment for tests of comparing: the real one."""

from tests.compare.naming import align_by_name as align

__all__ = ["align"]
