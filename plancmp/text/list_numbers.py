"""Writes the number of a list item in the format that a word processor names.

The names are those of ST_NumberFormat in ISO/IEC 29500-1, 17.18.59. A number that a format cannot
write (① ends at 20) is written in Arabic digits, as Word does.
"""

from collections.abc import Callable
from typing import NamedTuple

from plancmp.text.numerals import without_one, write_whole
from plancmp.text.ordinals import CHINESE_DIGITS

_ENDINGS = "、，,；;：:）)】]〕》>．.—–-"
_LARGEST = 1 << 31
_LEGAL_SIMPLIFIED = "壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


class Label(NamedTuple):
    """The number that Word draws before a paragraph, and whether a tab or a space parts it from the text."""

    text: str
    parted: bool = True

    def before(self, text: str) -> str:
        """The label as it stands before a text: nothing between “一、” and its words.

        >>> Label("一、").before("总体要求"), Label("1.").before("总体"), Label("1.").before("2025年")
        ('一、', '1.', '1. ')
        >>> Label("第一章").before("总则"), Label("第一章", False).before("总则"), Label("（一）").before("")
        ('第一章 ', '第一章', '（一）')
        """
        if not self.parted or not text:
            return self.text
        # Without a space 1. and 2025年 would read as the decimal 1.2025.
        if self.text[-1] in "．." and text[0].isalnum() and text[0] < "\u2e80":
            return self.text + " "
        return self.text if self.text[-1] in _ENDINGS else self.text + " "


def format_number(number: int, form: str) -> str:
    """Write a number from 0 in a format; formats not known here are written in Arabic digits.

    >>> [format_number(number, "chineseCounting") for number in (1, 10, 11, 20, 35)]
    ['一', '十', '十一', '二十', '三十五']
    >>> [format_number(12, form) for form in ("chineseCountingThousand", "decimalZero", "upperRoman", "none")]
    ['十二', '12', 'XII', '']
    """
    number = min(max(number, 0), _LARGEST)
    if form == "decimal":
        return str(number)
    if form in ("none", "bullet"):
        return ""
    writer = _WRITERS.get(form)
    written = writer(number) if writer and number else None
    return str(number) if written is None else written


def _digit_by_digit(number: int, zero: str) -> str:
    """一○一 for 101."""
    return str(number).translate(dict(zip(b"0123456789", zero + CHINESE_DIGITS, strict=True)))


def _counting(number: int) -> str:
    """十二 up to 99, from there digit by digit."""
    return _counting_thousand(number) if number < 100 else _digit_by_digit(number, "○")


def _counting_thousand(number: int) -> str:
    """十二, 一百二十: the 一 before a leading 十 is not said."""
    return without_one(write_whole(number, zero="○"))


def _letters(number: int) -> str | None:
    """A to Z, then AA, BB to ZZ, then AAA."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("A") + letter) * (times + 1) if times < 30 else None


def _roman(number: int) -> str | None:
    """I, II, III to 3999."""
    if number > 3999:
        return None
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written


def _ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def _in_row(first: str, length: int) -> Callable[[int], str | None]:
    """Numbers that stand in a row in Unicode: ① to ⑳."""
    return lambda number: chr(ord(first) + number - 1) if number <= length else None


def _from(characters: str) -> Callable[[int], str | None]:
    """Numbers that are the characters of a series: 甲 to 癸."""
    return lambda number: characters[number - 1] if number <= len(characters) else None


def _lower(writer: Callable[[int], str | None]) -> Callable[[int], str | None]:
    """The same in small letters."""
    return lambda number: (writer(number) or "").lower() or None


def _full_width(number: int) -> str:
    """１２ for 12."""
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _legal(digits: str) -> Callable[[int], str | None]:
    """壹拾贰 for 12, as on cheques."""
    return lambda number: write_whole(number, digits, "拾佰仟")


_WRITERS: dict[str, Callable[[int], str | None]] = {
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _counting_thousand,
    "taiwaneseCountingThousand": _counting_thousand,
    "japaneseCounting": _counting_thousand,
    "koreanCounting": _counting_thousand,
    "ideographDigital": lambda number: _digit_by_digit(number, "〇"),
    "japaneseDigitalTenThousand": lambda number: _digit_by_digit(number, "〇"),
    "taiwaneseDigital": lambda number: _digit_by_digit(number, "○"),
    "chineseLegalSimplified": _legal(_LEGAL_SIMPLIFIED),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12],
    "ideographEnclosedCircle": _in_row("㊀", 10),
    "decimalEnclosedCircle": _in_row("①", 20),
    "decimalEnclosedCircleChinese": _in_row("①", 20),
    "decimalEnclosedFullstop": _in_row("⒈", 20),
    "decimalEnclosedParen": _in_row("⑴", 20),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalZero": lambda number: f"{number:02}",
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": _ordinal,
    "upperRoman": _roman,
    "lowerRoman": _lower(_roman),
    "upperLetter": _letters,
    "lowerLetter": _lower(_letters),
    "hex": lambda number: f"{number:X}",
}
