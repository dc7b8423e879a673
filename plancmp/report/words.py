"""Words that pages and workbooks add to those of comparisons and findings, in both languages."""

from plancmp.model.language import Lang
from plancmp.report.diff.words import word as diff_word
from plancmp.rulepacks.messages import messages

_WORDS = messages("dossier")


def word(code: str, lang: Lang, *values: object) -> str:
    """What users read for a code, its gaps filled; words of a comparison where it has none here."""
    words = _WORDS.get(code)
    return diff_word(code, lang) if words is None else words[lang == "en"].format(*values)
