"""A self-test as JSON."""

import msgspec

from plancmp.model.selftest import SelfTest
from plancmp.report.findings.words import to_json


def write_selftest_json(result: SelfTest) -> str:
    """The result as JSON, keys in the order of the model; the same result gives the same bytes."""
    return to_json(msgspec.to_builtins(result)) + "\n"
