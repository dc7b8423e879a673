"""Turns Chinese and Arabic numerals into exact decimals and back, and finds them in running text.

All functions that read expect folded text (`text.folding.fold`), so that half width is enough here.
Style of writing numbers: GB/T 15835-2011.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from plancmp.text.keeping import compiled

DIGITS = {
    character: value
    for value, row in enumerate(
        ("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in row
}
_SMALL = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3}
_LARGE = {"万": 4, "亿": 8}
_POWERS = {"": 0, **_SMALL, **_LARGE}
_WRITTEN = "零一二三四五六七八九"

_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
# 千瓦, 千克, 千米 and 百分点 are units: their first character multiplies nothing.
_TEN_TO_THOUSAND = r"[十拾佰仟]|百(?!分)|千(?![瓦克米伏卡赫焦帕])"
_MULTIPLIER = rf"(?:{_TEN_TO_THOUSAND})?万?亿?"
_CHARACTERS = rf"(?:[{''.join(DIGITS)}万亿]|{_TEN_TO_THOUSAND})"
_CHINESE = rf"{_CHARACTERS}+(?:点[零〇一二三四五六七八九]+(?:[万亿]|万亿)?)?"

_FIRST = compiled(rf"({_ARABIC})({_MULTIPLIER})")
_NEXT = compiled(rf"(零?)({_ARABIC})({_MULTIPLIER})")
_RUN = compiled(_CHINESE)
_DIGIT = rf"[{''.join(DIGITS)}]"
_SECTION = compiled(
    rf"(?:({_DIGIT})?([千仟]))?(零|〇)?(?:({_DIGIT})?([百佰]))?(零|〇)?(?:({_DIGIT})?([十拾]))?(零|〇)?({_DIGIT})?"
)
_SHARE = compiled(rf"([百千万]|{_ARABIC}|{_CHARACTERS}+)分之({_ARABIC}|{_CHINESE})")
_TENTHS = compiled(rf"({_ARABIC}|[一二三四五六七八九十两])成([一二三四五六七八九])?")


class Numeral(NamedTuple):
    """A numeral in a text: where it stands and what it is worth."""

    start: int
    end: int
    value: Decimal
    scale: int
    """Power of ten of the multiplier that it ends in: 4 for 3万, 0 for 300."""
    chinese: bool
    bare: bool = False
    """It is a multiplier without a number before it: 百万."""


class Share(NamedTuple):
    """A part of a whole in a text: 三分之二 is 2 of 3, 三成五 is 3.5 of 10."""

    start: int
    end: int
    part: Decimal
    whole: int


def parse_numeral(text: str) -> Decimal | None:
    """The number that the whole text writes, or None when it writes none or an unclear one.

    >>> [str(parse_numeral(text)) for text in ("二十", "一百五十万", "两千零三", "3.5万", "1亿2000万")]
    ['20', '1500000', '2003', '35000', '120000000']
    >>> [str(parse_numeral(text)) for text in ("二〇二五", "三点五万", "一百五", "百万", "贰仟万")]
    ['2025', '35000', '150', '1000000', '20000000']
    >>> [parse_numeral(text) for text in ("十四五", "三四", "两三百", "", "万千", "12,34")]
    [None, None, None, None, None, None]
    """
    numeral = match_numeral(text, 0)
    return numeral.value if numeral and numeral.end == len(text) else None


def match_numeral(text: str, position: int) -> Numeral | None:
    """The longest numeral that begins at `position`.

    A run of Chinese numerals that makes no number (十四五, 三四) gives none, not a part of it.

    >>> match_numeral("达3.5万千瓦", 1)
    Numeral(start=1, end=5, value=Decimal('35000'), scale=4, chinese=False, bare=False)
    >>> match_numeral("2.7百分点", 0).end
    3
    """
    found = _FIRST.match(text, position)
    if found:
        return _arabic(text, found)
    found = _RUN.match(text, position)
    if not found:
        return None
    written = found.group()
    value = _chinese(written)
    if value is None:
        return None
    bare = written[0] in "百佰千仟万亿" and all(mark in _SMALL or mark in _LARGE for mark in written)
    return Numeral(position, found.end(), value, _scale_of(written), True, bare)


def skip_numeral(text: str, position: int) -> int:
    """The offset behind all numeral characters that begin at `position`, number or not.

    >>> skip_numeral("十四五时期", 0)
    3
    """
    found = _FIRST.match(text, position) or _RUN.match(text, position)
    return found.end() if found else position


def match_share(text: str, position: int) -> Share | None:
    """The part of a whole that begins at `position`: 百分之八十五, 三分之二, 三成.

    >>> match_share("百分之八十五", 0)
    Share(start=0, end=6, part=Decimal('85'), whole=100)
    >>> match_share("三成五以上", 0)
    Share(start=0, end=3, part=Decimal('3.5'), whole=10)
    """
    found = _SHARE.match(text, position)
    if found:
        whole, part = parse_numeral(found[1]), parse_numeral(found[2])
        if whole is not None and part is not None and whole == int(whole) and whole > 1:
            return Share(position, found.end(), part, int(whole))
        return None
    found = _TENTHS.match(text, position)
    part = parse_numeral(found[1]) if found else None
    if not found or part is None:
        return None
    if found[2]:
        part += Decimal(DIGITS[found[2]]).scaleb(-1)
    return Share(position, found.end(), part, 10)


def scaled(value: Decimal, power: int) -> Decimal:
    """`value` times ten to the `power` (0 or more), exact and written out in full.

    >>> str(scaled(Decimal("1.50"), 4)), str(scaled(Decimal("6.50"), 0))
    ('15000', '6.50')
    """
    if not power:
        return value
    sign, digits, exponent = value.as_tuple()
    places = int(exponent) + power
    return Decimal((sign, digits + (0,) * max(places, 0), min(places, 0)))


def write_chinese(value: Decimal | int) -> str:
    """A number from 0 to below ten to the 16th in Chinese numerals.

    >>> [write_chinese(number) for number in (0, 10, 12, 110, 2003, 1903971, 100000005)]
    ['零', '十', '十二', '一百一十', '二千零三', '一百九十万零三千九百七十一', '一亿零五']
    >>> write_chinese(Decimal("3.50"))
    '三点五零'
    """
    written = f"{Decimal(value):f}"
    whole, _, fraction = written.partition(".")
    if not whole.isdigit() or len(whole) > 16:
        raise ValueError(f"not a number that can be written in Chinese numerals: {value}")
    tail = "点" + "".join(_WRITTEN[int(digit)] for digit in fraction) if fraction else ""
    return without_one(write_whole(int(whole)) or "零") + tail


def _arabic(text: str, found: re.Match[str]) -> Numeral:
    """Digits with their multiplier, and further groups with smaller ones: 1亿2000万."""
    power = scale = power_of(found[2])
    end, total = found.end(), _group(found[1], power)
    while power and (following := _NEXT.match(text, end)):
        limit, power = power, power_of(following[3])
        filled = following[1] or power or len(following[2]) == limit
        value = _group(following[2], power)
        if power >= limit or not filled or value >= scaled(Decimal(1), limit):
            break
        total, scale, end = total + value, power or scale, following.end()
    return Numeral(found.start(), end, total, scale, False)


def _group(digits: str, power: int) -> Decimal:
    return scaled(Decimal(digits.replace(",", "")), power)


def power_of(multiplier: str) -> int:
    """The power of ten of a multiplier: 4 for 万, 6 for 百万, 12 for 万亿, 0 for the empty string."""
    if len(multiplier) < 2:
        return _POWERS[multiplier]
    return sum(map(_POWERS.__getitem__, multiplier))


def _scale_of(written: str) -> int:
    """The power of ten of the multiplier that a Chinese numeral ends in."""
    large = len(written) - len(written.rstrip("万亿"))
    if large:
        return power_of(written if written[0] in _SMALL and large == len(written) - 1 else written[-large:])
    return _SMALL.get(written[-1], 0)


def _chinese(written: str) -> Decimal | None:
    whole, point, fraction = written.partition("点")
    if not point:
        number = whole_number(written)
        return None if number is None else Decimal(number)
    digits = fraction.rstrip("万亿")
    number = whole_number(whole)
    if number is None or (digits != fraction and any(character in _LARGE for character in whole)):
        return None
    decimal = Decimal(f"{number}." + "".join(str(DIGITS[digit]) for digit in digits))
    return scaled(decimal, power_of(fraction[len(digits) :]))


def whole_number(written: str) -> int | None:
    """The whole number that Chinese numerals make; None where the characters do not make one."""
    if len(written) > 1 and all(character in DIGITS for character in written):
        # 二〇二五 is written digit by digit; 三四 means three or four.
        plain = len(written) == 4 or any(character in "零〇" for character in written[1:])
        return int("".join(str(DIGITS[digit]) for digit in written)) if plain and len(written) > 2 else None
    for character, power in (("亿", 8), ("万", 4)):
        head, mark, tail = written.rpartition(character)
        if mark:
            return _split(head, tail, power)
    return _section(written)


def _split(head: str, tail: str, power: int) -> int | None:
    """The number with `head` before 万 or 亿 and `tail` behind it."""
    large = 1 if not head else None if power == 4 and "万" in head else whole_number(head)
    if large is None or "亿" in head or tail[:1] in ("百", "佰", "千", "仟"):
        return None
    if len(tail) == 1 and tail in DIGITS:
        small: int | None = DIGITS[tail] * 10 ** (power - 1)
    else:
        small = whole_number(tail.lstrip("零〇")) if tail else 0
    return None if small is None or small >= 10**power else large * 10**power + small


def _section(written: str) -> int | None:
    """A number below ten thousand."""
    found = _SECTION.fullmatch(written)
    if not found or not written:
        return None
    total, place, gap = 0, 4, False
    for zero, digit, unit in ((None, found[1], found[2]), found.group(3, 4, 5), found.group(6, 7, 8)):
        gap = gap or bool(zero)
        if not unit:
            continue
        if not digit and total and unit not in "十拾":
            return None
        total += (DIGITS[digit] if digit else 1) * 10 ** _SMALL[unit]
        place, gap = _SMALL[unit], False
    if not found[10]:
        return None if total and (gap or found[9]) else total
    # 一百五 is 150, but 一百零五 is 105 and 十五 is 15.
    short = place in (2, 3) and not gap and not found[9]
    return total + DIGITS[found[10]] * (10 ** (place - 1) if short else 1)


def without_one(written: str) -> str:
    """A numeral as it is said: 十二, not 一十二."""
    return written[1:] if written.startswith("一十") else written


def write_whole(number: int, digits: str = _WRITTEN[1:], tens: str = "十百千", zero: str = "零") -> str:
    """A number from 1 on in the numerals of a spelling; one zero for each run of zeros inside.

    >>> write_whole(12), write_whole(20305, zero="○"), write_whole(1903971)
    ('一十二', '二万○三百○五', '一百九十万零三千九百七十一')
    """
    for power, mark in ((8, "亿"), (4, "万")):
        large, small = divmod(number, 10**power)
        if large:
            gap = zero if small and (small < 10 ** (power - 1) or large % 10 == 0) else ""
            return (
                write_whole(large, digits, tens, zero) + mark + gap + write_whole(small, digits, tens, zero)
            )
    written = ""
    for power, unit in ((3, tens[2]), (2, tens[1]), (1, tens[0]), (0, "")):
        digit = number // 10**power % 10
        if digit:
            written += digits[digit - 1] + unit
        elif written and number % 10**power and not written.endswith(zero):
            written += zero
    return written
