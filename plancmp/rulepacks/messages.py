"""What is said to people, in both languages: lines of a code, Chinese and English, parted by tabs."""

from collections.abc import Mapping
from functools import cache

from plancmp.rulepacks.loading import read_rule_text


@cache
def messages(name: str) -> Mapping[str, tuple[str, str]]:
    """Chinese and English of `rules/messages/NAME.tsv` by code; lines that begin with # are remarks.

    Straight quotes around a text hold the blanks at its ends.
    """
    lines = read_rule_text(f"messages/{name}.tsv").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {code: (_bare(chinese), _bare(english)) for code, chinese, english in rows}


def _bare(text: str) -> str:
    """A text without the quotes around all of it."""
    return text[1:-1] if text[:1] == text[-1:] == '"' else text


def worded(code: str, **fields: object) -> tuple[str, str]:
    """What `rules/messages/errors.tsv` says under a code, in Chinese and English, its fields filled.

    A pair is what to say in each of the two languages; a list is joined as they join words.
    """
    chinese, english = (
        text.format(**{name: _said(value, language) for name, value in fields.items()})
        for language, text in enumerate(messages("errors")[code])
    )
    return chinese, english


def _said(value: object, language: int) -> object:
    """A field as it is said in Chinese (0) or English (1)."""
    if isinstance(value, tuple):
        return value[language]
    return ("、", ", ")[language].join(map(str, value)) if isinstance(value, list) else value
