"""What is said to people, in both languages: lines of a code, Chinese and English, parted by tabs."""

from collections.abc import Mapping
from functools import cache

from plancmp.rulepacks.loading import read_rule_text


@cache
def messages(name: str) -> Mapping[str, tuple[str, str]]:
    """Chinese and English of `rules/messages/NAME.tsv` by code; lines that begin with # are remarks."""
    lines = read_rule_text(f"messages/{name}.tsv").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {code: (chinese, english) for code, chinese, english in rows}


def worded(code: str, **fields: object) -> tuple[str, str]:
    """What `rules/messages/errors.tsv` says under a code, in Chinese and English, its fields filled."""
    chinese, english = messages("errors")[code]
    return chinese.format(**fields), english.format(**fields)
