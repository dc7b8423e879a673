"""Compiled patterns and rule data kept between runs mean the same as made anew."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from plancmp.text import keeping
from plancmp.text.keeping import Store, compiled

_PATTERNS = (r"(?P<n>\d+)年|[一-龥]{2,}", r"a(?=b)|(?<!x)[^\W\d_]+", r"(?i:AB)\s*(\w)?")
_TEXTS = ("到2030年", "覆盖率", "xab ab c", "AB 7", "")


@pytest.fixture
def patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store in a folder of the test."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    store = Store("test")
    store._path = tmp_path / "kept" / "test"
    monkeypatch.setattr(keeping, "_PATTERNS", store)
    return store


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_a_kept_pattern_finds_what_a_new_one_finds(patterns: Store, flags: int) -> None:
    for text in _PATTERNS:
        compiled.cache_clear()
        compiled(text, flags)
        compiled.cache_clear()
        kept, new = compiled(text, flags), re.compile(text, flags)
        assert (kept.pattern, kept.flags, kept.groupindex) == (new.pattern, new.flags, new.groupindex)
        for said in _TEXTS:
            assert [found.regs for found in kept.finditer(said)] == [
                found.regs for found in new.finditer(said)
            ]
    compiled.cache_clear()


def test_what_is_kept_is_read_again_and_a_broken_file_is_none(patterns: Store) -> None:
    patterns.put("a", {"b": [1, "二", None]})
    patterns._write()
    again = Store("test")
    again._path = patterns._path
    assert again.get("a") == {"b": [1, "二", None]}
    patterns._path.write_bytes(b"\x00broken")
    broken = Store("test")
    broken._path = patterns._path
    assert broken.get("a") is None


def test_nothing_is_written_where_python_writes_no_bytecode(tmp_path: Path) -> None:
    code = "from plancmp.text.keeping import compiled; compiled('a+b')"
    for flag, written in (("-B", 0), ("-E", 1)):
        prefix = tmp_path / flag
        subprocess.run([sys.executable, flag, "-X", f"pycache_prefix={prefix}", "-c", code], check=True)
        assert len(list(prefix.rglob("*.patterns"))) == written
