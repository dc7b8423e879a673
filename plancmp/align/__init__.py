"""Names to canonical indicators, and records to an alignment with its reasons."""

from plancmp.align.aligning import align_plans
from plancmp.align.crosswalk import Crosswalk, load_crosswalk
from plancmp.align.explaining import explain
from plancmp.align.packs import canonical, canonical_name, find_entry
from plancmp.align.references import load_reference

__all__ = [
    "Crosswalk",
    "align_plans",
    "canonical",
    "canonical_name",
    "explain",
    "find_entry",
    "load_crosswalk",
    "load_reference",
]
