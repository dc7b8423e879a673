"""Numbers of headings, boxes and items: `十二` and `12` to 12."""

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "两": 2,
}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x2776 + i): i + 1 for i in range(10)}
_BRACKETED = {chr(0x2474 + i): i + 1 for i in range(20)} | {chr(0x3220 + i): i + 1 for i in range(10)}
_DOTTED = {chr(0x2488 + i): i + 1 for i in range(20)}
_ROMAN = {chr(0x2160 + i): i + 1 for i in range(12)}
SINGLE = _CIRCLED | _BRACKETED | _DOTTED | _ROMAN
_LATIN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_LETTERS = {chr(ord("A") + i): i + 1 for i in range(26) if chr(ord("A") + i) not in _LATIN}
_NAMED = SINGLE | _LATIN | _LETTERS
_LEGAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰貳參陸", "一二三四五六七八九十百二三六")
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
    text = text.translate(_LEGAL)
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    return _chinese(text)


def _chinese(text: str) -> int | None:
    """Numerals with 十 and 百, up to 999."""
    total, digit, last_unit = 0, None, 1000
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            total, last_unit, digit = total + _TENS[char], 10, None
        elif char in "十百":
            unit = 10 if char == "十" else 100
            if unit >= last_unit:
                return None
            total, last_unit, digit = total + (1 if digit is None else digit) * unit, unit, None
        else:
            return None
    return total + (digit or 0) if text else None
