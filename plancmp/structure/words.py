"""The words of rules/vocabulary/structure.yaml, typed and made ready for matching."""

import re
from functools import cached_property

import msgspec

from plancmp.text.folding import squeeze
from plancmp.text.keeping import any_of, compiled
from plancmp.text.notemarks import MARK
from plancmp.text.ordinals import CHINESE, CHINESE_NUMBER


class AppendixWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How appendices are called."""

    words: tuple[str, ...]


class BoxWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How boxes are called, and titles that make a table a box."""

    words: tuple[str, ...]
    numbered: tuple[str, ...]
    named: tuple[str, ...]
    title_endings: tuple[str, ...]


class CaptionWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines around tables."""

    endings: tuple[str, ...]
    numbered: tuple[str, ...]
    unit_lines: tuple[str, ...]
    note_starts: tuple[str, ...]


class HeadingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Headings that also stand without a number."""

    always: tuple[str, ...]
    known: tuple[str, ...]
    closing: tuple[str, ...]
    terms: tuple[str, ...]
    openers: tuple[str, ...]


class NotHeadings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Beginnings and endings that no heading has."""

    frames: tuple[str, ...]
    starts: tuple[str, ...]
    endings: tuple[str, ...]
    issues: tuple[str, ...]
    """How titles of official documents go on behind 关于: 印发, 转发."""
    documents: tuple[str, ...]
    """What titles of official documents end in: 的通知."""


class StructureWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Everything in structure.yaml."""

    source: str
    contents: tuple[str, ...]
    appendix: AppendixWords
    box: BoxWords
    caption: CaptionWords
    headings: HeadingWords
    not_headings: NotHeadings

    @cached_property
    def box_word(self) -> re.Pattern[str]:
        """What a box's number has in any case, and most lines have not."""
        return compiled(any_of((*self.box.words, *self.box.numbered)))

    @cached_property
    def box_label(self) -> re.Pattern[str]:
        """A box's number with what surrounds it; `number` is the number, the title follows the match."""
        number = rf"\d{{1,3}}(?:\s?[-—.]\s?\d{{1,2}})?(?!\d)|[{CHINESE}]{{1,4}}"
        sure, other = any_of(self.box.words), any_of(self.box.numbered)
        # 专栏三大工程 counts; a title may begin with 大型, 大气, 大数据.
        counted = "[个类项次期]|大(?![型中小数气学规众宗运湾])"
        return compiled(
            rf"(?P<open>[\[【<(]?)\s?(?P<label>(?:{sure})"
            rf"\s{{0,3}}(?:(?P<number>{number})(?!{counted}))?"
            rf"|(?:{other})之?\s?(?P<other>{number})(?=\s?[:\]】>]|\s+\S))"
            rf"\s?(?(open)[\]】>)]?)[:、.,。]?\s*"
        )

    @cached_property
    def appendix_label(self) -> re.Pattern[str]:
        """附件2：, 附表 3, 附： at the start of a line; `number` and, behind the match, the title."""
        words = any_of(self.appendix.words)
        return compiled(
            rf"\s*(?P<label>(?:{words})\s?(?P<number>\d{{1,2}}(?:-\d)?|{CHINESE_NUMBER}|[A-H](?![A-Za-z]))?)"
            rf"(?:\s*[:、.]\s*|\s+|$)"
        )

    @cached_property
    def numbered_caption(self) -> re.Pattern[str]:
        """表3, 表 2-1, 附表1."""
        words = any_of(self.caption.numbered)
        return compiled(
            rf"\s*(?:{words})\s?(?:\d{{1,2}}(?:[-—.]\d{{1,2}})?|{CHINESE_NUMBER})(?=[\s:、.]|[^\d\s格示明中])"
        )

    @cached_property
    def unit_line(self) -> re.Pattern[str]:
        """单位：万人"""
        words = "|".join(map(re.escape, self.caption.unit_lines))
        return compiled(rf"\s*[(]?\s?(?:{words})\s?[:].{{1,20}}$")

    @cached_property
    def note_line(self) -> re.Pattern[str]:
        """注：…, 备注1. …, * …, ① …, [1] … under a table."""
        words = "|".join(map(re.escape, self.caption.note_starts))
        return compiled(rf"\s*(?:(?:{words})\s?[\d{CHINESE}]{{0,2}}\s?[:.、]|{MARK})")

    @cached_property
    def document_title(self) -> re.Pattern[str]:
        """Words of the title of an official document: 关于印发…, 关于…的通知, 《…法》(2019年修正)."""
        issues, documents = (
            "|".join(map(re.escape, words))
            for words in (self.not_headings.issues, self.not_headings.documents)
        )
        cited = r"(?:^|(?<=[.、):\s]))《[^《》]+(?:《[^《》]*》[^《》]*)*》"
        cited += r"\s*(?:[(\[][^()\[\]]*[)\]])*[。;,]?\s*$"
        return compiled(rf"关于(?:{issues})|关于.{{2,60}}(?:{documents})$|{cited}")

    @cached_property
    def not_openings(self) -> tuple[str, ...]:
        """What stands before a number that is no section's: 专栏1, 表2, 附件3."""
        return (*self.box.words, *self.appendix.words, *self.caption.numbered, *self.caption.note_starts)

    @cached_property
    def known_headings(self) -> frozenset[str]:
        """Known headings, folded."""
        return frozenset(map(squeeze, (*self.headings.always, *self.headings.known, *self.headings.closing)))

    @cached_property
    def closing_headings(self) -> frozenset[str]:
        """Headings of the last part of a plan, folded."""
        return frozenset(map(squeeze, self.headings.closing))

    @cached_property
    def opening_words(self) -> tuple[str, ...]:
        """Verbs that headings begin with."""
        return tuple(map(squeeze, self.headings.openers))

    @cached_property
    def always_headings(self) -> frozenset[str]:
        """Headings that stand for themselves without any number around, folded."""
        return frozenset(map(squeeze, self.headings.always))
