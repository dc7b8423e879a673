"""The wheel carries the rules, and the READMEs say what is so."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_the_wheel_reads_its_rules(tmp_path: Path) -> None:
    """A wheel is built, unpacked elsewhere, and reads a plan with its own rules."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--wheel-dir",
            str(tmp_path),
            str(ROOT),
        ],
        check=True,
    )
    (wheel,) = tmp_path.glob("plancmp-*.whl")
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    assert {path.name for path in (ROOT / "rules" / "vocabulary").iterdir()} == {
        path.name for path in (unpacked / "plancmp" / "_rules" / "vocabulary").iterdir()
    }
    code = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r}); import plancmp;"
        f"record = plancmp.extract({str(ROOT / 'corpus' / 'yunxi-disability-15.txt')!r});"
        "print(plancmp.__file__, len(record.indicators))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert str(unpacked) in done.stdout and done.stdout.split()[-1] == "12"


def test_both_readmes_show_the_same_commands() -> None:
    """The Chinese README is complete: the same commands, fences and tables as the English one."""
    english, chinese = (ROOT / name for name in ("README.md", "README.zh-CN.md"))
    commands = re.compile(r"^(?:plancmp \w+|make \w+)", re.M)
    first, second = english.read_text("utf-8"), chinese.read_text("utf-8")
    assert commands.findall(first) == commands.findall(second)
    assert first.count("```") == second.count("```")
    assert first.count("\n## ") == second.count("\n## ") and first.count("\n### ") == second.count("\n### ")
    assert "make demo" in commands.findall(first) and "make test" in commands.findall(first)
