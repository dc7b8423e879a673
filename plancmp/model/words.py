"""Texts in both languages of messages."""

from collections.abc import Mapping

import msgspec

from plancmp.model.language import Lang


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One text in the two languages of plancmp."""

    zh: str
    en: str

    def say(self, lang: str) -> str:
        """The text in `zh` or `en`."""
        return self.en if lang == "en" else self.zh

    def filled(self, **values: "str | Words") -> "Words":
        """The text with its fields `{name}` filled, those that are words in their own language."""
        return Words(
            zh=self.zh.format_map(values_in(values, "zh")), en=self.en.format_map(values_in(values, "en"))
        )


NOTHING = Words(zh="", en="")


def values_in(values: Mapping[str, str | Words], lang: Lang) -> dict[str, str]:
    """Values in one language."""
    return {key: value if isinstance(value, str) else value.say(lang) for key, value in values.items()}
