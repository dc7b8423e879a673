"""The language of messages: --lang, PLANCMP_LANG, else the locale."""

import locale
import os
from enum import StrEnum


class Lang(StrEnum):
    """Languages of messages."""

    zh = "zh"
    en = "en"


_CHOSEN: list[Lang] = []


def choose(lang: Lang | None) -> Lang:
    """Settle the language for this run."""
    _CHOSEN[:] = [lang or _from_environment()]
    return _CHOSEN[0]


def chosen() -> Lang:
    """The language of this run."""
    return _CHOSEN[0] if _CHOSEN else choose(None)


def say(chinese: str, english: str) -> str:
    """One of two wordings of a message."""
    return english if chosen() is Lang.en else chinese


def _from_environment() -> Lang:
    """PLANCMP_LANG, else Chinese for a Chinese locale and English for any other."""
    named = os.environ.get("PLANCMP_LANG", "").strip().lower()[:2]
    if named in ("zh", "en"):
        return Lang(named)
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not spoken:
        spoken = locale.getlocale()[0] or ""
    return Lang.zh if spoken.lower().startswith(("zh", "chinese")) else Lang.en
