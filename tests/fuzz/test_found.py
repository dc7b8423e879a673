"""What fuzzing found: inputs that once ended a reader with a traceback."""

import pytest

from tests.fuzz.readers import run_one

FOUND = {
    "a wide line of blanks alone": ("text", b"end\n" + b"\n" * 14 + b"()>d\n\n\n\n" + b" " * 80),
    "a key with a line break in it": ("baseline", b'{"pl\\ncmp": 1, "findings": []}'),
    "a key that is a list": ("rule", "- ? [code, name]\n  : 甲\n".encode()),
    "a tag that YAML does not have": ("rule", "checks:\n- code: AAA001\n  name: !en 甲\n".encode()),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name: str) -> None:
    reader, data = FOUND[name]
    run_one(reader, data)
