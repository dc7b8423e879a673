"""Reads Chinese five-year plans into records, lays them side by side and checks drafts.

import plancmp
record = plancmp.extract("draft.docx")
findings = plancmp.check("draft.docx")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from plancmp.model.errors import PlancmpError, RecordError, RuleError, SourceError
    from plancmp.model.finding import Finding
    from plancmp.model.record import PlanRecord
    from plancmp.pipeline import check, extract, extract_bytes
    from plancmp.records.yamlform import load_record, write_record

_WHERE = {
    "Finding": "plancmp.model.finding",
    "PlancmpError": "plancmp.model.errors",
    "RecordError": "plancmp.model.errors",
    "RuleError": "plancmp.model.errors",
    "SourceError": "plancmp.model.errors",
    "PlanRecord": "plancmp.model.record",
    "check": "plancmp.pipeline",
    "extract": "plancmp.pipeline",
    "extract_bytes": "plancmp.pipeline",
    "load_record": "plancmp.records.yamlform",
    "write_record": "plancmp.records.yamlform",
}

__all__ = [
    "Finding",
    "PlanRecord",
    "PlancmpError",
    "RecordError",
    "RuleError",
    "SourceError",
    "__version__",
    "check",
    "extract",
    "extract_bytes",
    "load_record",
    "write_record",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import plancmp` stays light."""
    if name not in _WHERE:
        raise AttributeError(f"module 'plancmp' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
