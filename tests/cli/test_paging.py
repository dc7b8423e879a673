"""What is longer than the terminal goes through a pager; what is not stays as it is."""

import os
import pydoc
import shutil
import sys

import pytest

from plancmp.cli.writing import page


@pytest.mark.skipif(sys.platform == "win32", reason="no pager there")
@pytest.mark.parametrize(
    ("lines", "terminal", "paged"), [(40, True, True), (5, True, False), (40, False, False)]
)
def test_a_text_longer_than_the_terminal_is_paged(
    lines: int, terminal: bool, paged: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setenv("LESS", "R")
    monkeypatch.setattr(pydoc, "pager", said.append)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((80, 24)))
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: terminal)
    text = "行\n" * lines
    page(text, None)
    assert said == ([text] if paged else [])


def test_a_file_is_never_paged(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    page("行\n" * 500, tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "行\n" * 500
