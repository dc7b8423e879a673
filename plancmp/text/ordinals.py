"""Numbers of headings, boxes and items: `十二` and `12` to 12."""

from plancmp.text.numerals import DIGITS, whole_number

_CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x2776 + i): i + 1 for i in range(10)}
_BRACKETED = {chr(0x2474 + i): i + 1 for i in range(20)} | {chr(0x3220 + i): i + 1 for i in range(10)}
_DOTTED = {chr(0x2488 + i): i + 1 for i in range(20)}
_ROMAN = {chr(0x2160 + i): i + 1 for i in range(12)}
SINGLE = _CIRCLED | _BRACKETED | _DOTTED | _ROMAN
_LATIN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_LETTERS = {chr(ord("A") + i): i + 1 for i in range(26) if chr(ord("A") + i) not in _LATIN}
_NAMED = SINGLE | _LATIN | _LETTERS
_SPELT = str.maketrans({"貳": "二", "參": "三", "陸": "六", "廿": "二十", "卅": "三十", "卌": "四十"})
CHINESE_DIGITS = "一二三四五六七八九"
CHINESE = "零〇一二三四五六七八九十百廿卅"
"""The characters of Chinese ordinals, to be put between the brackets of a pattern; the only such list."""
LEGAL = "壹贰叁肆伍陆柒捌玖拾佰貳參陸"
"""The same in the spelling of cheques."""
CHINESE_NUMBER = rf"[{CHINESE}](?:\s?[{CHINESE}]){{0,5}}"
"""A pattern for a Chinese ordinal, blanks inside allowed."""


def ordinal(text: str) -> int | None:
    """The number that a folded ordinal stands for; None if it is none.

    >>> [ordinal(word) for word in ("7", "十", "十二", "二十三", "一百零五", "廿一", "③", "Ⅳ", "拾贰")]
    [7, 10, 12, 23, 105, 21, 3, 4, 12]
    >>> ordinal("十百") is None and ordinal("") is None
    True
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if text in _NAMED:
        return _NAMED[text]
    text = text.translate(_SPELT)
    if len(text) > 1 and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    return whole_number(text)
