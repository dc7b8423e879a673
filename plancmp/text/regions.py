"""Finds the administrative divisions of China that a name, a code or the start of a title means.

The divisions are lines of `rules/vocabulary/regions.tsv`, codes as in GB/T 2260. The gazetteer keeps
that text whole and searches it, for a run asks for a handful of the 3,200 divisions.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from plancmp.text.keeping import compiled

Level = Literal["province", "city", "county"]

_BAD_LINE = compiled(r"^(?!#|[1-9][0-9]{5}\t\S+$).+", re.MULTILINE)
_LAST = "省市县区旗州盟"
_LONGEST = 20
_LONGEST_SHORT = 8
_PLAIN_ENDINGS = ("省", "特别行政区", "市", "地区", "盟", "县", "区", "新区", "林区", "矿区", "特区", "旗")
# The 55 minorities of GB/T 3304 as they stand in names; 各 is for 龙胜各族自治县.
_PEOPLES = (
    "各|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|"
    "纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|"
    "鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)


class Region(msgspec.Struct, frozen=True):
    """A division; `parents` are the names of those above it, from the province down."""

    code: str
    name: str
    level: Level
    parents: tuple[str, ...] = ()


def level_of(code: str) -> Level:
    """The level that a code of six digits says.

    >>> level_of("140000"), level_of("140500"), level_of("140521")
    ('province', 'city', 'county')
    """
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


class Gazetteer:
    """All divisions, by name and by code. Names are compared as written: fold the text before.

    >>> places = Gazetteer.parse("140000\\t山西省\\n140500\\t晋城市\\n140521\\t沁水县\\n")
    >>> places.named("沁水县")
    (Region(code='140521', name='沁水县', level='county', parents=('山西省', '晋城市')),)
    """

    __slots__ = ("_lines",)

    def __init__(self, lines: str) -> None:
        """Use `parse`; `lines` begin and end with a line break."""
        self._lines = lines

    @classmethod
    def parse(cls, text: str) -> "Gazetteer":
        """Take the text of `regions.tsv`: lines of code, tab, name; empty lines and `#` lines do not count.

        Raises `ValueError`, with the number of the line, at the first line that is none of these.

        >>> Gazetteer.parse("# comment\\n14\\t山西省\\n")
        Traceback (most recent call last):
        ValueError: line 2: not a code of six digits, a tab and a name: '14\\t山西省'
        """
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n")
        bad = _BAD_LINE.search(lines)
        if bad:
            number = lines.count("\n", 0, bad.start()) + 1
            raise ValueError(f"line {number}: not a code of six digits, a tab and a name: {bad.group()!r}")
        return cls(f"\n{lines}\n")

    def named(self, name: str) -> tuple[Region, ...]:
        """All divisions with exactly this name, in the order of the lines; none for a short form (沁水).

        >>> places = Gazetteer.parse("110000\\t北京市\\n110105\\t朝阳区\\n220104\\t朝阳区\\n")
        >>> [region.code for region in places.named("朝阳区")]
        ['110105', '220104']
        """
        return tuple(self._region(code, name) for code in self._codes(name))

    def starting(self, text: str) -> tuple[Region, ...]:
        """The divisions that `text` may begin with; more than one when their name does not tell.

        The longest name counts. Where names follow each other from the top down (山西省晋城市沁水县),
        levels skipped or not, the last one that lies in those before it is the answer. A bare 城区,
        郊区, 矿区, 东区 or 西区 is a common noun unless its city stands before it. A self-governing place may
        go by its short form (临夏州, 长阳县) where only one has it.

        >>> places = Gazetteer.parse("140000\\t山西省\\n140500\\t晋城市\\n140502\\t城区\\n140521\\t沁水县\\n")
        >>> [region.name for region in places.starting("晋城市沁水县“十四五”规划")]
        ['沁水县']
        >>> places.starting("城区道路建设规划")
        ()
        >>> places = Gazetteer.parse("620000\\t甘肃省\\n622900\\t临夏回族自治州\\n622921\\t临夏县\\n")
        >>> [places.starting(text)[0].name for text in ("临夏州规划", "甘肃省临夏州临夏县规划")]
        ['临夏回族自治州', '临夏县']
        """
        name, found = self._longest(text, 0, ())
        if len(name) == 2 and name.endswith("区"):
            return ()
        start = len(name)
        while found:
            name, below = self._longest(text, start, found)
            if not below:
                break
            start, found = start + len(name), below
        return tuple(self._region(code, self._name(code)) for code in found)

    def short(self, name: str) -> tuple[Region, ...]:
        """The divisions that people call `name` for short: 沁水, 内蒙古, 恩施州, 大化县.

        A short form of two characters is answered only when one division has it (吉林 is none), one of
        a single character never. Many short forms are words as well (和平, 向阳): ask only for what
        is known to be a place.

        >>> places = Gazetteer.parse("630000\\t青海省\\n632500\\t海南藏族自治州\\n632600\\t果洛藏族自治州\\n")
        >>> [region.name for form in ("海南州", "果洛", "海南省") for region in places.short(form)]
        ['海南藏族自治州', '果洛藏族自治州']
        """
        if len(name) < 2:
            return ()
        codes = [code for code, rest in self._beginning(name) if _is_ending(rest)]
        if len(name) == 2 and len(codes) > 1:
            return ()
        codes += self._self_governed(name)
        return tuple(self._region(code, self._name(code)) for code in sorted(codes))

    def _longest(self, text: str, start: int, above: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The longest name in `text` at `start`, with the codes that have it and lie in `above`, if given."""
        for end in range(min(len(text), start + _LONGEST), start + 1, -1):
            if text[end - 1] not in _LAST:
                continue
            name = text[start:end]
            codes = tuple(code for code in self._codes(name) if not above or _lies_in(code, above))
            if codes:
                return name, codes
        for end in range(min(len(text), start + _LONGEST_SHORT), start + 2, -1):
            name = text[start:end]
            codes = tuple(code for code in self._self_governed(name) if not above or _lies_in(code, above))
            if len(codes) == 1:
                return name, codes
        return "", ()

    def _self_governed(self, name: str) -> Iterator[str]:
        """The codes of the self-governing places that are called `name` for short: 恩施州, 大化县."""
        if len(name) > 2 and name[-1] in "州县旗":
            yield from (
                code for code, rest in self._beginning(name[:-1]) if _is_self_governed(rest, name[-1])
            )

    def _codes(self, name: str) -> Iterator[str]:
        """The codes of all lines with exactly this name."""
        return (code for code, rest in self._beginning(name) if not rest)

    def _beginning(self, stem: str) -> Iterator[tuple[str, str]]:
        """Code and rest of the name, for all lines whose name begins with `stem`; comments are none."""
        if not stem or not stem.isalpha():
            return
        at = self._lines.find(f"\t{stem}")
        while at >= 0:
            end = self._lines.index("\n", at)
            if self._lines[at - 7] == "\n":
                yield self._lines[at - 6 : at], self._lines[at + 1 + len(stem) : end]
            at = self._lines.find(f"\t{stem}", end)

    def _name(self, code: str) -> str:
        """The name that stands beside a code; empty when there is no such line."""
        if len(code) != 6 or not code.isdecimal():
            return ""
        at = self._lines.find(f"\n{code}\t")
        return self._lines[at + 8 : self._lines.index("\n", at + 8)] if at >= 0 else ""

    def _region(self, code: str, name: str) -> Region:
        """The division of a line, with the names above it; a municipality's district has no city."""
        above = (self._name(parent) for parent in (f"{code[:2]}0000", f"{code[:4]}00") if parent != code)
        return Region(code, name, level_of(code), tuple(filter(None, above)))


def _lies_in(code: str, above: tuple[str, ...]) -> bool:
    """Whether a division lies in one of those above, itself excluded."""
    return any(code != parent and code.startswith(_stem(parent)) for parent in above)


def _stem(code: str) -> str:
    """The digits that all divisions inside this one share; all six for a county, which holds none."""
    return {"province": code[:2], "city": code[:4], "county": code}[level_of(code)]


def _is_ending(rest: str) -> bool:
    """Whether `rest` is what a short form leaves out of a name: 县, 自治区, 藏族自治州.

    >>> [_is_ending(rest) for rest in ("县", "布依族苗族自治州", "南布依族苗族自治州", "")]
    [True, True, False, False]
    """
    return rest in _PLAIN_ENDINGS or any(_is_self_governed(rest, last) for last in "区州县旗")


def _is_self_governed(rest: str, last: str) -> bool:
    """Whether `rest` is 自治 and `last`, with the peoples before it."""
    return rest.endswith(f"自治{last}") and _peoples().fullmatch(rest[:-3]) is not None


@cache
def _peoples() -> re.Pattern[str]:
    """Names of peoples one after another, compiled late; Xinjiang's names have no 族 (博尔塔拉蒙古自治州)."""
    return compiled(f"族?(?:(?:{_PEOPLES})族?)*")
