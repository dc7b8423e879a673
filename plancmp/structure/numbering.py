"""Finds the numbers that stand in front of headings and items, and what they only look like.

GB/T 9704-2012 gives official documents the order 一、（一）1.（1）; plans add 篇, 章, 节, decimals
and circled numbers, and mix widths and marks: `(二）`, `1．`, `3 .`, `一.`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from plancmp.model.outline import Label, Style
from plancmp.rulepacks import load
from plancmp.sources.thresholds import LONGEST_RUN_IN
from plancmp.text.folding import fold
from plancmp.text.keeping import compiled
from plancmp.text.labels import Labels

# 2.5岁以下: the number of an item and a number that its words begin with, or a decimal
_GLUED = compiled(r"\s*(?P<number>\d{1,2})\s?[.、]\s?(?=\d)")
_DECIMAL = compiled(r"\s*\d{1,2}\s?\.\d{1,2}\s?(?:万|亿|%|‰|倍|元|个百分点)")
_SENTENCE_END = r"[。；！]\s*"
_BREAKS = r"[。；！;\s](?:(?<!\s)\s*|(?<=\s)\s+)"
_CLAUSES = compiled(r"[,:]")


@cache
def labels() -> Labels:
    """The grammar of labels."""
    return load(Labels, "vocabulary/labels.yaml")


@lru_cache(1024)
def rank(style: Style) -> float:
    """Where a style stands in the usual order, 0 on top."""
    return labels().rank(style)


def find_label(folded: str, start: int, end: int) -> Label | None:
    """The number at the start of `folded[start:end]`, None without one. Offsets are into `folded`.

    >>> text = "(二)基本原则"
    >>> find_label(text, 0, len(text))
    Label(style='（一）', number=2, start=0, end=3, depth=0)
    >>> [find_label(text, 0, len(text)) for text in ("一、二级残疾人", "2025年", "3.5万人", "第三方评估")]
    [None, None, None, None]
    """
    return labels().find(folded, start, end)


def without_label(text: str) -> str:
    """The words behind the label of a text.

    >>> without_label("（二）服务"), without_label("服务")
    ('服务', '服务')
    """
    label = find_label(fold(text), 0, len(text))
    return text[label.end :].lstrip() if label is not None else text


def find_glued_label(text: str, folded: str, start: int, end: int) -> Label | None:
    """The number of an item whose words begin with a number, if the line can be one: `2．5岁以下儿童死亡率`.

    It is as often a decimal: only the numbers of the lines around can tell.

    >>> line = "2．5岁以下儿童死亡率"
    >>> find_glued_label(line, line.replace("．", "."), 0, len(line)).number
    2
    >>> find_glued_label("2.5万人次", "2.5万人次", 0, 6) is None
    True
    """
    found = _GLUED.match(folded, start, end)
    if found is None or found.end() >= end or int(found["number"]) == 0:
        return None
    label = Label(
        "1.", int(found["number"]), found.start("number"), start + len(folded[start : found.end()].rstrip())
    )
    return None if _DECIMAL.match(folded, start, end) and not has_wide_dot(text, label) else label


def has_wide_dot(text: str, label: Label) -> bool:
    """Whether a number is closed by a full-width dot, which decimals seldom have."""
    return text[label.end - 1] in "．、"


def find_inner_labels(folded: str, first: Label, end: int) -> Iterator[Label]:
    """Later items that share the paragraph of `first`: the same style, numbers running on.

    >>> text = "5.甲补贴。给予补贴。6.乙补贴。每年3.5万元。7.丙补贴。"
    >>> [label.number for label in find_inner_labels(text, find_label(text, 0, len(text)), len(text))]
    [6, 7]
    """
    expected, at = first.number + 1, first.end
    while True:
        gap = _before_labels(_BREAKS).search(folded, at, end)
        if gap is None:
            return
        label = find_label(folded, gap.end(), end)
        if label is None or label.style == "1.1":
            glued = find_glued_label(folded, folded, gap.end(), end) if first.style == "1." else None
            if glued and glued.number == expected and _comes_behind(folded, gap.end(), end, expected + 1):
                label = glued
        if label and label.style == first.style and label.number == expected and label.start == gap.end():
            yield label
            expected += 1
            at = label.end
        else:
            at = gap.end()


@cache
def _before_labels(breaks: str, further: str = "") -> re.Pattern[str]:
    """Such breaks where what follows may be a label; most of a text is done without a look at it."""
    return compiled(f"(?:{breaks})(?={labels().first}){further}")


def _comes_behind(folded: str, start: int, end: int, number: int) -> bool:
    """Whether a later item of the paragraph has this number."""
    for gap in _before_labels(_BREAKS).finditer(folded, start, end):
        label = find_label(folded, gap.end(), end)
        if label is not None and label.style == "1." and label.start == gap.end():
            return label.number == number
    return False


def find_heading_labels(
    folded: str, start: int, end: int, last: Mapping[str, int], first: Label | None
) -> Iterator[Label]:
    """Numbers of headings inside a paragraph that go on with those of the lines before.

    A converter joined the lines: behind the end of a sentence stands （二） where （一） was the last, with
    a blank before it, or with nothing behind its title; in a line of contents 第二章 follows 第一章 at once.
    `first` is the label that the paragraph begins with.

    >>> text = "形成体系。 （三）服务"
    >>> [label.number for label in find_heading_labels(fold(text), 0, len(text), {"（一）": 2}, None)]
    [3]
    """
    counted = dict(last)
    if first is not None:
        counted[first.style] = first.number
    if not counted:
        return
    parts = first is not None and rank(first.style) <= rank("第一节") and "。" not in folded[start:end]
    behind = folded.rfind("。", start, end) + 1
    alone = end - behind <= LONGEST_RUN_IN and not _CLAUSES.search(folded, behind, end)
    for gap in _before_labels(_SENTENCE_END, "|(?=第)" if parts else "").finditer(folded, start + 1, end):
        blank = gap.end() > gap.start() and folded[gap.end() - 1].isspace()
        goes_on = parts or blank or (alone and gap.end() == behind)
        label = find_label(folded, gap.end(), end) if goes_on else None
        if label is None or label.start != gap.end() or rank(label.style) > rank("（一）"):
            continue
        if label.number > 1 and label.number == counted.get(label.style, 0) + 1:
            yield label
            counted[label.style] = label.number
