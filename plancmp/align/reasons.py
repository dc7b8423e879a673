"""Why two names met or not, in Chinese and English."""

from typing import NamedTuple

from plancmp.rulepacks.messages import messages

_LISTS = frozenset(("parts", "light", "apart", "only"))
"""Reasons that are filled with lists of words, joined as Chinese does."""


class Reason(NamedTuple):
    """A reason by its code, with the words that fill it."""

    code: str
    words: tuple[str, ...] = ()

    def text(self, lang: str = "zh") -> str:
        """The reason as a clause.

        >>> Reason("apart", ("养老", "医疗")).text("en")
        'words that set apart: 养老 / 医疗'
        >>> Reason("only", ("比重、电力",)).text("en")
        'only one of them has: 比重, 电力'
        """
        said, at = messages("reasons"), lang == "en"
        words = self.words
        if self.code in ("measure", "other-measure"):
            words = tuple(said.get(f"measure-{word}", (word, word))[at] for word in words)
        elif at and self.code in _LISTS:
            words = tuple(word.replace("、", ", ") for word in words)
        return said[self.code][at].format(*words)


def tell(reasons: tuple[Reason, ...] | list[Reason], lang: str) -> tuple[str, ...]:
    """Reasons as clauses, each once."""
    return tuple(dict.fromkeys(reason.text(lang) for reason in reasons))
