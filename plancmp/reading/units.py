"""Who is responsible: a cell or a clause to the units of government that it names."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from plancmp.reading.agencies import agencies
from plancmp.rulepacks import load
from plancmp.sources.tables.words import TableWords, UnitWords
from plancmp.text.folding import fold
from plancmp.text.keeping import compiled

_SHORTEST = 6
"""县妇联县残联: shorter texts are one name."""
_NO_PLACE = (
    r"[市县区省州][级属直]|[市县省]域|区(?:管委会|域|块|位|划)"
    r"|县(?:城(?![管市乡])|乡(?!村))|市(?:场|容|区|政(?![府协务法]))"
)
"""What begins like a level and is none: 市场, 区域, 县属."""
_GENERAL = ("部门", "单位")
_OTHERS = ("各", "有关", "相关", "其他")
_COMMITTEE = compiled(r"(?<!团)[市县区省州旗]委$")
_REST = compiled(
    r"等(?:[市县区省州]级)?(?:各|有关|相关|其他|成员)*(?:部门|单位|地区|地方)(?:[和及与](?:部门|单位|地区|地方))*$"
)
_AND = compiled("[及和与](?=各|有关|相关|其他|[市县区省州]|[\u4e00-\u9fff]{2,3}[市县区州])")
_EVERY = compiled(
    r"\s*各[省市县区州盟旗镇乡](?:[(\[][^()\[\]]*[)\]])?(?:、[省市县区州盟旗镇乡](?:[(\[][^()\[\]]*[)\]])?)*"
)
_NEXT_LEVEL = compiled(r"、[省市县区州盟旗镇乡](?:$|[、,;(\[]|人民政府|政府)")
_PARTING = compiled(r"[、,;，；\n\r/]|(?<![0-9A-Za-z])\s")
_PARTING_OR_BRACKET = compiled(rf"[(\[“<)\]”>]|{_PARTING.pattern}")


def split_units(text: str) -> tuple[str, ...]:
    """The units that a text names, in order, each as written.

    Marks, line breaks and blanks part them, not inside brackets or names; two that run together are parted
    where one name ends and the next begins.

    >>> split_units("市民政局、市卫生健康局市残联，各镇（乡、街道）残联等")
    ('市民政局', '市卫生健康局', '市残联', '各镇（乡、街道）残联')
    """
    words = load(TableWords, "vocabulary/tables.yaml").units
    units: list[str] = []
    for piece in _pieces(_unbroken(text, words)):
        for unit in _around_and(piece.strip(" 。."), words):
            units.extend(_parted(_without_closing(unit, words), words))
    return tuple(unit for unit in units if unit.strip("-—－/") and unit not in _GENERAL)


def _unbroken(text: str, words: UnitWords) -> str:
    """The text without the line breaks that stand inside of a name.

    A break parts two units where the name before it is whole and the next begins one; in a list with marks
    between its units, or where only a level or its committee (市委) stands before, the next must begin with
    a level.
    """
    if "\n" not in text.strip():
        return text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marked = "、" in text
    joined = [lines[0]]
    before = _PARTING.split(lines[0])[-1]
    for line in lines[1:]:
        levelled = line.startswith((*words.beginnings, *_OTHERS))
        whole = before.endswith((*words.endings, *words.closings, *_GENERAL)) or not before
        partly = before.endswith((*words.places, *words.inner_endings))
        apart = line.startswith(_OTHERS) or (
            (whole or partly) and levelled if marked or partly or _COMMITTEE.search(before) else whole
        )
        joined += ["\n", line] if apart else [line]
        before = _PARTING.split(line if apart else before + line)[-1]
    return "".join(joined)


def _pieces(text: str) -> list[str]:
    """The text cut at parting marks outside brackets and quotation marks."""
    folded = fold(text)
    pieces: list[str] = []
    depth = begin = 0
    for found in _PARTING_OR_BRACKET.finditer(folded):
        char, at = found.group(), found.start()
        if char in "([“<":
            depth += 1
        elif char in ")]”>":
            depth = max(depth - 1, 0)
        elif depth == 0 and not _is_one(folded, begin, at):
            pieces.append(text[begin:at])
            begin = at + 1
    pieces.append(text[begin:])
    return pieces


def _is_one(folded: str, begin: int, at: int) -> bool:
    """Whether a mark stands inside of one name: 各市、县（区）人民政府."""
    return _EVERY.fullmatch(folded, begin, at) is not None and _NEXT_LEVEL.match(folded, at) is not None


def _around_and(piece: str, words: UnitWords) -> Iterator[str]:
    """甲局及各县区 as two units."""
    begin = 0
    for found in _AND.finditer(piece):
        if piece[begin : found.start()].endswith((*words.endings, *_GENERAL)):
            yield piece[begin : found.start()]
            begin = found.end()
    yield piece[begin:]


def _without_closing(unit: str, words: UnitWords) -> str:
    """A unit without the 等, 等有关部门 that closes a list."""
    rest = _REST.search(unit)
    unit = unit[: rest.start()] if rest is not None and rest.start() else unit
    for closing in words.closings:
        if unit.endswith(closing) and len(unit) > len(closing):
            return unit[: -len(closing)]
    return "" if unit in words.closings else unit


def _parted(unit: str, words: UnitWords) -> Sequence[str]:
    """Two or more units without a mark between them, as single ones; short names only where all are known."""
    if len(unit) < _SHORTEST:
        return (unit,)
    parts = _seam(words.endings, words.beginnings).sub("\n", unit).split("\n")
    sure = len(unit) > _SHORTEST or all(agencies().parse(part) for part in parts)
    return parts if sure else (unit,)


@cache
def _seam(endings: tuple[str, ...], beginnings: tuple[str, ...]) -> re.Pattern[str]:
    """The place between the end of one unit's name and the beginning of the next."""
    behind = "|".join(rf"(?<={re.escape(word)})" for word in endings)
    # A level alone is no unit; 团县委 is one.
    ahead = "|".join(re.escape(word) if len(word) > 2 else rf"{re.escape(word)}[^、]" for word in beginnings)
    # 县委县政府 is one word, 团县委 a unit of its own; 乡镇社|区服务中心 and 医院|区域中心 are no seams.
    return compiled(
        rf"(?:{behind})(?:(?<=团[县市区省州]委)|(?<![县市区省州]委))(?!(?<=社)区)"
        rf"(?={ahead})(?!{_NO_PLACE})"
    )
