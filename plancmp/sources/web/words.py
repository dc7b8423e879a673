"""The words of rules/vocabulary/pages.yaml, typed and made ready for matching."""

import re
from functools import cached_property

import msgspec

from plancmp.text.folding import squeeze
from plancmp.text.keeping import any_of, compiled


class PageWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Everything in pages.yaml."""

    source: str
    buttons: tuple[str, ...]
    button_parts: tuple[str, ...]
    leads: tuple[str, ...]
    info_leads: tuple[str, ...]
    footers: tuple[str, ...]
    footer_words: tuple[str, ...]
    labels: tuple[str, ...]
    frame_names: tuple[str, ...]
    article_names: tuple[str, ...]
    title_names: tuple[str, ...]
    article_titles: tuple[str, ...]
    attachments: tuple[str, ...]
    boxes: tuple[str, ...]

    @cached_property
    def button(self) -> re.Pattern[str]:
        """A button, or something that stands between buttons, in squeezed text."""
        return compiled(
            rf"(?P<button>{_either(self.buttons)})|(?:{_either(self.button_parts)}|[^\w\u4e00-\u9fff])"
        )

    @cached_property
    def lead(self) -> re.Pattern[str]:
        """The beginning of a line that is frame wherever it stands, in squeezed text."""
        return compiled(rf"[\[【<(「|·>»\s]*(?:{_either(self.leads)})(?:[\]】)」]|[:>»|]|$)")

    @cached_property
    def info(self) -> re.Pattern[str]:
        """The beginning of a line that says where and when a page was published, in squeezed text."""
        return compiled(rf"[\[【<(「|\s]*(?:{_either((*self.info_leads, *self.leads))})[:]")

    @cached_property
    def footer(self) -> re.Pattern[str]:
        """A word that only footers have, in squeezed text."""
        return compiled(_either(self.footers), re.IGNORECASE)

    @cached_property
    def footer_word(self) -> re.Pattern[str]:
        """A word that footers have among others, in squeezed text."""
        return compiled(_either(self.footer_words))

    @cached_property
    def field(self) -> re.Pattern[str]:
        """A label of the information table with its colon, blanks between its characters allowed."""
        spaced = "|".join(
            r"\s*".join(map(re.escape, word)) for word in sorted(self.labels, key=len, reverse=True)
        )
        return compiled(rf"(?:(?<=^)|(?<=[\s\]】)|]))[\[【(]?(?:{spaced})[\]】)]?\s*[:：]")

    @cached_property
    def label(self) -> re.Pattern[str]:
        """A label that fills a cell, in squeezed text."""
        return compiled(rf"[\[【(]?(?:{_either(self.labels)})[\]】)]?[:]?")

    @cached_property
    def attachment(self) -> re.Pattern[str]:
        """An address that leads to a file."""
        return compiled(rf"\.(?:{_either(self.attachments)})(?:[?#].*)?$", re.IGNORECASE)

    @cached_property
    def frame_name_set(self) -> frozenset[str]:
        """Names of frame elements."""
        return frozenset(self.frame_names)

    @cached_property
    def article_name_set(self) -> frozenset[str]:
        """Names of article elements."""
        return frozenset(self.article_names)

    @cached_property
    def title_name_set(self) -> frozenset[str]:
        """Names of title elements."""
        return frozenset(self.title_names)


def _either(words: tuple[str, ...]) -> str:
    """One of the words, squeezed."""
    return any_of(map(squeeze, words))
