"""What a self-test says of its defects, in both languages: what was done, and why nothing could be done."""

from plancmp.model.language import Lang
from plancmp.rulepacks.messages import messages
from plancmp.selftest.mutants import Mutant

_LONGEST = 40


def say_need(need: str, lang: Lang) -> str:
    """Why nothing could be planted, by what was lacking."""
    return messages("needs")[need][lang == "en"]


def say_done(mutant: Mutant, lang: Lang) -> str:
    """What was done to the draft."""
    old, new = _short(mutant.old), _short(mutant.new)
    english = lang == "en"
    if mutant.removed:
        return f"took out “{old}”" if english else f"删去“{old}”"
    if mutant.old == "\n":
        return f"joined “{new}” to the line before" if english else f"把“{new}”并入上一行"
    if not mutant.old:
        return f"put in “{new}”" if english else f"加入“{new}”"
    if not mutant.new:
        return f"took out “{old}”" if english else f"删去“{old}”"
    return f"“{old}” became “{new}”" if english else f"“{old}”改成“{new}”"


def _short(text: str) -> str:
    """Some words in one line, cut where they are long."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
