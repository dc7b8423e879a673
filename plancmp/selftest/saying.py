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
    code = "done-changed" if old and new else "done-in" if new else "done-out"
    if mutant.removed or mutant.old == "\n":
        code = "done-out" if mutant.removed else "done-joined"
    return messages("selftest")[code][lang == "en"].format(old=old, new=new)


def _short(text: str) -> str:
    """Some words in one line, cut where they are long."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
