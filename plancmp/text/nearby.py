"""What may have been meant by a word that is not known."""

from collections.abc import Iterable


def nearby(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like a word; None where none is like it."""
    from difflib import get_close_matches  # Only mistakes need it.

    return next(iter(get_close_matches(word, list(known), 1)), None)


def did_you_mean(word: str, known: Iterable[str]) -> tuple[str, str]:
    """The same as the end of a Chinese and an English line; nothing where nothing is near."""
    near = nearby(word, known)
    return (f"是不是 {near}？", f" Did you mean {near}?") if near else ("", "")
