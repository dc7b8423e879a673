"""The one grammar of the numbers in front of headings and items.

The styles are data (`rules/vocabulary/labels.yaml`): how a label opens, which numeral it holds, how it
closes, what must follow. Their order there is their rank.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

import msgspec

from plancmp.model.document import HasSpan
from plancmp.model.outline import Label
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE, CHINESE_NUMBER, LEGAL, SINGLE, ordinal

Numerals = Literal["chinese", "legal", "arabic", "decimal", "roman", "latin", "sign", "letter"]
_SHORTEST_RUN = 3
"""So many labels that count up make a style that no list knows."""
_FOLLOWING = {"anything": "", "no_digit": r"(?!\d)", "text": r"(?=\s?[\u3400-\u9fff“\"《<])"}
_MARKS = r"\s*(?:(?:\*\*|__|#{1,6}(?=[ *]))\s*)*"
"""Marks of Markdown that a converter left in the text."""
_WIDE = str.maketrans("():", "（）：")
_UNLISTED = compiled(
    rf"\s*(?P<open>[【〖<(\[“\"]?(?:(?![{CHINESE}])[^\W\d_A-Za-z]\s?){{1,5}})"
    rf"(?P<number>{CHINESE_NUMBER}|\d{{1,2}})\s?(?P<close>[)\]】〗>”\"]?[:、.]?)(?:\s+|(?<=[^\w])(?=\w))"
)


class LabelStyle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a label is written; several entries may share a style."""

    style: str
    """The label with its numeral as 一, 1, A or the like: the name of the style in records."""
    numerals: tuple[Numerals, ...]
    closes: tuple[str, ...]
    opens: tuple[str, ...] = ("",)
    before: Literal["anything", "no_digit", "text"] = "anything"
    references: str | None = None


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Everything in labels.yaml, as a grammar. All that is read must be folded."""

    source: str
    grades: str
    counted: str
    measures: str
    references: dict[str, tuple[str, ...]]
    styles: tuple[LabelStyle, ...]

    def find(self, folded: str, start: int, end: int) -> Label | None:
        """The label at the start of `folded[start:end]`, None without one or without words behind it."""
        found = self._pattern.match(folded, start, end)
        if found is None or found.end() >= end:
            return None
        group = found.lastgroup or ""
        words = "".join(found.group(group).split())
        number = ordinal(words.rsplit(".", 1)[-1])
        if not number:
            return None
        style = self.styles[int(group[1:])].style
        return Label(
            style, number, found.end(1), found.start() + len(found.group().rstrip()), words.count(".")
        )

    def rank(self, style: str) -> float:
        """Where a style stands in the usual order, 0 on top; one that no list knows is right above （一）."""
        return self._order.get(style, self._order["（一）"] - 0.5)

    def find_unlisted(
        self, folded: str, spans: Iterable[tuple[int, HasSpan]], excluded: tuple[str, ...]
    ) -> dict[int, Label]:
        """Labels of styles that no list knows: the same opening that counts up three times.

        `spans` are lines without a label, each with a key; `excluded` are openings (专栏, 表) that make
        no label of a section.
        """
        groups: dict[str, list[tuple[int, Label]]] = defaultdict(list)
        for key, span in spans:
            found = _UNLISTED.match(folded, span.start, span.end)
            number = ordinal("".join(found["number"].split())) if found else None
            if found is None or not number or found.end() >= span.end:
                continue
            opening = "".join(found["open"].split())
            if opening.endswith(excluded):
                continue
            numeral = "1" if found["number"].isascii() else "一"
            style = f"{opening}{numeral}{found['close']}".translate(_WIDE)
            groups[style].append((key, Label(style, number, found.start("open"), found.end("close"))))
        styles = (group for group in groups.values() if _counts_up([label.number for _, label in group]))
        return dict(each for group in styles for each in group)

    @cached_property
    def _order(self) -> dict[str, int]:
        """Styles to their places in the usual order."""
        return {style: place for place, style in enumerate(dict.fromkeys(each.style for each in self.styles))}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Any label; the group that matched is named after the place of its style. Most lines have none, and
        are done after a look at how they begin."""
        begins = rf"(?=\s*{self.first})(?!{self._grade})"
        return compiled(rf"{begins}({_MARKS})(?:{'|'.join(self._branches())})\s*")

    @cached_property
    def first(self) -> str:
        """A pattern for what a label or a mark before it begins with: most lines do not, and are done."""
        opens = "".join(sorted({each[0] for style in self.styles for each in style.opens if each}))
        return rf"[\d*_#{re.escape(opens)}{CHINESE}{LEGAL}{''.join(SINGLE)}IVXA-H]"

    @property
    def _grade(self) -> str:
        """一、二级, 1、2号楼: what looks like a label and is a list of grades."""
        return (
            rf"{_MARKS}(?:[{CHINESE}]、[{CHINESE}](?:、|[{self.grades}])"
            rf"|\d{{1,3}}[、.,]\s?\d{{1,3}}(?:、|$|[{self.grades}{self.counted}]))"
        )

    def _branches(self) -> Iterator[str]:
        """A pattern for each style."""
        part = r"\.\d{1,2}"
        numerals = {
            "arabic": r"\d{1,3}",
            "chinese": CHINESE_NUMBER,
            "legal": rf"[{LEGAL}]{{1,4}}",
            "decimal": rf"\d{{1,2}}(?:(?:{part}){{2,3}}|{part}(?!\.?\d|\s?[{self.measures}]))(?!\.?\d)",
            "roman": "[Ⅰ-Ⅻ]",
            "latin": "IX|IV|VI{0,3}|I{1,3}|X",
            "sign": f"[{''.join(sign for sign in SINGLE if not 'Ⅰ' <= sign <= 'Ⅻ')}]",
            "letter": "[A-H]",
        }
        for place, each in enumerate(self.styles):
            numeral = "|".join(numerals[kind] for kind in each.numerals)
            unlike = self.references.get(each.references or "", ())
            blank = "" if each.references == "part" else r"\s?"
            behind = rf"(?!{blank}{_any_of(unlike)})" if unlike else ""
            more = r"(?:\s?[:、](?!\s?第))?" if each.references == "part" else ""
            gap = r"\s?" if each.closes[0] else ""
            opens = _any_of(each.opens) + (r"\s?" if any(each.opens) else "")
            closes = _any_of(each.closes) + behind + more + _FOLLOWING[each.before]
            yield rf"{opens}(?P<n{place}>{numeral}){gap}{closes}"


def _any_of(words: Sequence[str]) -> str:
    """A pattern for one of several words."""
    return f"(?:{'|'.join(map(re.escape, words))})"


def _counts_up(numbers: Sequence[int]) -> bool:
    """Whether one, two, three stand one behind the other."""
    run = 0
    for number in numbers:
        run = run + 1 if number == run + 1 else int(number == 1)
        if run >= _SHORTEST_RUN:
            return True
    return False
