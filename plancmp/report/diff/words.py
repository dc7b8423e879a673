"""The words of a comparison in both languages: codes to what users read."""

from plancmp.model.language import Lang
from plancmp.rulepacks.messages import messages


def word(code: str, lang: Lang) -> str:
    """What users read for a code; a code without words stands for itself."""
    words = messages("diff").get(code)
    return code if words is None else words[lang == "en"]
