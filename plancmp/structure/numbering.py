"""Finds the numbers that stand in front of headings and items, and what they only look like.

GB/T 9704-2012 gives official documents the order 一、（一）1.（1）; plans add 篇, 章, 节, decimals
and circled numbers, and mix widths and marks: `(二）`, `1．`, `3 .`, `一.`.
"""

import re
from collections.abc import Iterator

from plancmp.model.outline import Label, Style
from plancmp.text.ordinals import SINGLE, ordinal

_CHINESE = "[零〇一二三四五六七八九十百廿卅]{1,6}"
_SINGLES = "".join(SINGLE)
_MEASURES = "万亿%‰倍元米公里平吨年月日时分秒个人户所张件项名床升克度岁周"
_LABEL = re.compile(
    rf"""\s*(?:
      第\s?(?P<part>{_CHINESE}|\d{{1,3}})\s?(?P<kind>[篇章节]|部分)(?=[\s:.,]|、(?!\s?第)|[^\s、的课点中车电所规至到和与及])
    | (?P<roman>[Ⅰ-Ⅻ]|(?:X|IX|IV|V?I{{1,3}}|V)(?=[.、])) [.、\s]\s?
    | [(]\s?(?P<chinese_in>{_CHINESE})\s?[)](?!\s?(?:[、,至到和与及]?\s?[(]|[款项条]|中第))[、.]?
    | (?P<chinese>{_CHINESE})\s?(?:、|[.](?!\d)|,(?=\S{{2,}}))
    | [(]\s?(?P<arabic_in>\d{{1,3}})\s?[)](?!\s?(?:[、,至到和与及]?\s?[(]|[款项条]|中第))[、.]?
    | (?P<arabic_half>\d{{1,2}})\s?[)]
    | (?P<decimal>\d{{1,2}}(?:(?:\.\d{{1,2}}){{2,3}}
        |\.\d{{1,2}}(?!\.?\d|\s?(?:[{_MEASURES}]|小时|毫|厘|微[米克升]|以[上下]))))
        (?!\.?\d)(?=[\s、.]|[\u4e00-\u9fff“])[、.]?
    | (?P<arabic>\d{{1,3}})\s?(?:[.](?!\d)|、|,(?=[\u4e00-\u9fff]))
    | (?P<single>[{_SINGLES}])[.、]?
    | (?P<letter>[A-H])[.、](?=\s?[\u4e00-\u9fff])
    | (?P<bare>\d{{1,2}})(?=\s[\u4e00-\u9fff“])
    )\s*""",
    re.VERBOSE,
)
_STYLES: dict[str, Style] = {
    "roman": "Ⅰ",
    "chinese_in": "（一）",
    "chinese": "一、",
    "arabic_in": "（1）",
    "arabic_half": "1）",
    "decimal": "1.1",
    "arabic": "1.",
    "single": "①",
    "letter": "A.",
    "bare": "1",
}
_PARTS: dict[str, Style] = {"篇": "第一篇", "部分": "第一篇", "章": "第一章", "节": "第一节"}
_SEQUENCE: tuple[Style, ...] = (
    "第一篇",
    "第一章",
    "第一节",
    "第一条",
    "Ⅰ",
    "一、",
    "（一）",
    "1",
    "1.1",
    "1.",
    "（1）",
    "1）",
    "①",
    "A.",
)
_ORDER: dict[Style, int] = {style: place for place, style in enumerate(_SEQUENCE)}
# 一、二级残疾人; 一、二、三产业; 一、三类; 三、四级
_NOT_CHINESE = re.compile(
    r"\s*[一二三四五六七八九十]、[一二三四五六七八九十](?:、|[级类线孩档产期批等年次轮代区季月])"
)
# 1、2级; 1、2号楼; 2.5亿; 3、4月
_NOT_ARABIC = re.compile(
    r"\s*\d{1,3}[、.,]\s?\d{1,4}(?:[级类线孩档期批等年次轮代季月日号时人名个%万亿]|、|$)"
)
# 2.5岁以下: the number of an item and a number that its words begin with, or a decimal
_GLUED = re.compile(r"\s*(?P<number>\d{1,2})\s?[.、]\s?(?=\d)")
_DECIMAL = re.compile(r"\s*\d{1,2}\s?\.\d{1,2}\s?(?:万|亿|%|‰|倍|元|个百分点)")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_BREAKS = re.compile(r"[。；！;]\s*|\s{2,}")


def rank(style: Style) -> int:
    """Where a style stands in the usual order, 0 on top."""
    return _ORDER[style]


def find_label(folded: str, start: int, end: int) -> Label | None:
    """The number at the start of `folded[start:end]`, None without one. Offsets are into `folded`.

    >>> text = "(二)基本原则"
    >>> find_label(text, 0, len(text))
    Label(style='（一）', number=2, start=0, end=3, depth=0)
    >>> [find_label(text, 0, len(text)) for text in ("一、二级残疾人", "2025年", "3.5万人", "第三方评估")]
    [None, None, None, None]
    """
    found = _LABEL.match(folded, start, end)
    if found is None or found.end() >= end:
        return None
    kind = found.lastgroup or ""
    if kind == "kind":
        return _part_label(found)
    words = found.group(kind)
    if kind == "chinese" and _NOT_CHINESE.match(folded, start, end):
        return None
    if kind == "arabic" and _NOT_ARABIC.match(folded, start, end):
        return None
    depth = words.count(".") if kind == "decimal" else 0
    last = words.rsplit(".", 1)[-1]
    number = _ROMAN.get(last) or ordinal(last)
    if number is None or number == 0:
        return None
    first = found.start() + len(found.group()) - len(found.group().lstrip())
    return Label(_STYLES[kind], number, first, _trimmed(folded, first, found.end()), depth)


def _part_label(found: re.Match[str]) -> Label | None:
    """第三章, 第一部分."""
    number = ordinal(found.group("part"))
    if not number:
        return None
    text = found.group()
    first = found.start() + len(text) - len(text.lstrip())
    return Label(_PARTS[found.group("kind")], number, first, found.start() + len(text.rstrip()))


def _trimmed(folded: str, first: int, end: int) -> int:
    """The end of a label without the blanks behind it."""
    return first + len(folded[first:end].rstrip())


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
    label = Label("1.", int(found["number"]), found.start("number"), _trimmed(folded, start, found.end()))
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
        gap = _BREAKS.search(folded, at, end)
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


def _comes_behind(folded: str, start: int, end: int, number: int) -> bool:
    """Whether a later item of the paragraph has this number."""
    for gap in _BREAKS.finditer(folded, start, end):
        label = find_label(folded, gap.end(), end)
        if label is not None and label.style == "1." and label.start == gap.end():
            return label.number == number
    return False
