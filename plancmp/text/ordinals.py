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


def ordinal(text: str) -> int | None:
    """The number that a folded ordinal stands for; None if it is none.

    >>> [ordinal(word) for word in ("7", "十", "十二", "二十三", "一百零五", "廿一", "③", "Ⅳ", "二〇")]
    [7, 10, 12, 23, 105, 21, 3, 4, 20]
    >>> ordinal("十百") is None and ordinal("") is None
    True
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if text in SINGLE:
        return SINGLE[text]
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
