"""The language of messages: --lang, PLANCMP_LANG, else the locale."""

import locale
import os
import sys
from typing import cast

from plancmp.model.errors import PlancmpError
from plancmp.model.language import Lang

_CHOSEN: list[Lang] = []
_TOLD: list[bool] = [False]


def choose(lang: Lang | None) -> Lang:
    """Settle the language for this run."""
    _TOLD[:] = [lang is not None or _named() is not None]
    _CHOSEN[:] = [lang or _from_environment()]
    return _CHOSEN[0]


def is_told() -> bool:
    """Whether --lang or PLANCMP_LANG says the language: a configuration then has no say."""
    return _TOLD[0]


def prefer(lang: Lang) -> None:
    """Take the language of a configuration."""
    _CHOSEN[:] = [lang]


def chosen() -> Lang:
    """The language of this run."""
    return _CHOSEN[0] if _CHOSEN else choose(None)


def say(chinese: str, english: str) -> str:
    """One of two wordings of a message."""
    return english if chosen() == "en" else chinese


def tell(line: str) -> None:
    """Lines on standard error; nothing in them that a terminal would obey."""
    from plancmp.report.safe import shown

    print("\n".join(map(shown, line.split("\n"))), file=sys.stderr)


def complain(error: PlancmpError) -> None:
    """What is wrong, on standard error."""
    tell(error.message(chosen()))


def _named() -> Lang | None:
    """The language that PLANCMP_LANG names."""
    named = os.environ.get("PLANCMP_LANG", "").strip().lower()[:2]
    return cast("Lang", named) if named in ("zh", "en") else None


def _from_environment() -> Lang:
    """PLANCMP_LANG, else Chinese for a Chinese locale and English for any other."""
    named = _named()
    if named is not None:
        return named
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not spoken:
        spoken = locale.getlocale()[0] or ""
    return "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"
