"""`plancmp schema`: the JSON Schema of what plancmp writes and reads."""

from enum import StrEnum
from typing import Annotated

from plancmp.cli.options import argument
from plancmp.cli.writing import put


class Kind(StrEnum):
    """What has a schema."""

    record = "record"
    config = "config"
    rules = "rules"
    diff = "diff"
    findings = "findings"
    dataset = "dataset"


def schema(
    kind: Annotated[Kind, argument(f"哪一种：{'、'.join(Kind)}", f"of what: {', '.join(Kind)}", "KIND")],
) -> None:
    """Print a JSON Schema."""
    import msgspec

    described = _SCHEMAS[kind]()
    put(msgspec.json.format(msgspec.json.encode(described), indent=2).decode() + "\n", None)


def _record_schema() -> dict[str, object]:
    """The schema of a record."""
    from plancmp.records.jsonform import record_schema

    return record_schema()


def _diff_schema() -> dict[str, object]:
    """The schema of a comparison as JSON."""
    from plancmp.report.diff.data import diff_schema

    return diff_schema()


def _config_schema() -> dict[str, object]:
    """The schema of a configuration."""
    from plancmp.cli.config import config_schema

    return config_schema()


def _rules_schema() -> dict[str, object]:
    """The schema of a file of a user's own rules."""
    from plancmp.checks.loading import rules_schema

    return rules_schema()


def _findings_schema() -> dict[str, object]:
    """The schema of findings as JSON."""
    from plancmp.report.findings.data import findings_schema

    return findings_schema()


def _dataset_schema() -> dict[str, object]:
    """The schema of a dataset."""
    from plancmp.records.tables import tables_schema

    return tables_schema()


_SCHEMAS = {
    Kind.record: _record_schema,
    Kind.config: _config_schema,
    Kind.rules: _rules_schema,
    Kind.diff: _diff_schema,
    Kind.findings: _findings_schema,
    Kind.dataset: _dataset_schema,
}
