"""Reads Chinese five-year plans into records, lays them side by side and checks drafts.

import plancmp
record = plancmp.extract("draft.docx")
findings = plancmp.check("draft.docx")
comparison = plancmp.diff(["county.docx", "city.pdf"], base="ref:disability-15")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

if TYPE_CHECKING:
    from plancmp.batch.dataset import dataset as dataset
    from plancmp.checks.options import Options as Options
    from plancmp.model.comparison import Comparison as Comparison
    from plancmp.model.errors import PlancmpError as PlancmpError
    from plancmp.model.errors import RecordError as RecordError
    from plancmp.model.errors import RuleError as RuleError
    from plancmp.model.errors import SourceError as SourceError
    from plancmp.model.finding import Finding as Finding
    from plancmp.model.record import PlanRecord as PlanRecord
    from plancmp.pipeline import check as check
    from plancmp.pipeline import diff as diff
    from plancmp.pipeline import extract as extract
    from plancmp.pipeline import extract_bytes as extract_bytes
    from plancmp.pipeline import load as load
    from plancmp.pipeline import verify as verify
    from plancmp.records.verifying import Mismatch as Mismatch
    from plancmp.records.yamlform import load_record as load_record
    from plancmp.records.yamlform import write_record as write_record

_WHERE = {
    "plancmp.batch.dataset": ("dataset",),
    "plancmp.checks.options": ("Options",),
    "plancmp.model.comparison": ("Comparison",),
    "plancmp.model.errors": ("PlancmpError", "RecordError", "RuleError", "SourceError"),
    "plancmp.model.finding": ("Finding",),
    "plancmp.model.record": ("PlanRecord",),
    "plancmp.pipeline": ("check", "diff", "extract", "extract_bytes", "load", "verify"),
    "plancmp.records.verifying": ("Mismatch",),
    "plancmp.records.yamlform": ("load_record", "write_record"),
}
_HOME = {name: module for module, names in _WHERE.items() for name in names}

__all__ = ["__version__", *sorted(_HOME)]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import plancmp` stays light."""
    if name not in _HOME:
        raise AttributeError(f"module 'plancmp' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """The public names, for completion at a prompt."""
    return [*globals(), *_HOME]
