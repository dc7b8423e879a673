"""Why two names met or not, in Chinese and English."""

from typing import NamedTuple

from plancmp.rulepacks.messages import messages

_WORDS = messages("reasons")

MEASURES: dict[str, tuple[str, str]] = {
    "rate": ("比率", "rate"),
    "count": ("数量", "count"),
    "growth": ("增速", "growth"),
    "amount": ("数额", "amount"),
    "ratio": ("比值", "ratio"),
    "years": ("年数", "years"),
    "new": ("新增量", "what is added"),
    "stock": ("总量", "what there is"),
    "other": ("未定", "not known"),
}


class Reason(NamedTuple):
    """A reason by its code, with the words that fill it."""

    code: str
    words: tuple[str, ...] = ()

    def text(self, lang: str = "zh") -> str:
        """The reason as a clause.

        >>> Reason("apart", ("养老", "医疗")).text("en")
        'words that set apart: 养老 / 医疗'
        """
        template = _WORDS[self.code][lang == "en"]
        words = self.words
        if self.code in ("measure", "other-measure"):
            words = tuple(MEASURES[word][lang == "en"] if word in MEASURES else word for word in words)
        return template.format(*words)


def tell(reasons: tuple[Reason, ...] | list[Reason], lang: str) -> tuple[str, ...]:
    """Reasons as clauses, each once."""
    return tuple(dict.fromkeys(reason.text(lang) for reason in reasons))
