"""Property tests try the same examples in every run; `PLANCMP_FUZZ=1` looks for new ones."""

import os
import sys
from collections.abc import Callable

import pytest
from hypothesis import settings

from plancmp.cli.app import run

settings.register_profile("fixed", derandomize=True, database=None)
settings.register_profile("fuzz", max_examples=2000, database=None)
settings.load_profile("fuzz" if os.environ.get("PLANCMP_FUZZ") else "fixed")


class Ran:
    """What a command gave."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def plancmp(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ran]:
    """Run the command line in this process."""

    def go(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["plancmp", "--lang", "zh", *map(str, arguments)])
        status = run()
        caught = capfdbinary.readouterr()
        return Ran(status, caught.out.decode(), caught.err.decode())

    return go
