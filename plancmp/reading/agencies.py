"""Turns the name of a unit of government into its normal form: level prefix, key, full and short name.

The names are data: `rules/vocabulary/agencies.yaml`. A name that is not known there has no normal form;
no guess is made.
"""

import re
from functools import cache
from typing import Literal

import msgspec

from plancmp.rulepacks import load
from plancmp.text.folding import squeeze
from plancmp.text.keeping import any_of, compiled

Kind = Literal["government", "vertical", "party", "court", "mass"]

_NOTE = compiled(r"\([^()]*\)$")
_SPECIAL = (
    (
        r"(?:中国)?(?:共青团|共产主义青年团|团)(?P<prefix>[\u4e00-\u9fff]{0,8}?[省市州盟县旗区])委(?:员会)?$",
        "youth-league",
    ),
    (
        r"(?:中国)?人(?:民银)?行(?P<prefix>[\u4e00-\u9fff]{1,8}?[省市州盟县旗区]?)(?:中心支行|分行|支行)$",
        "central-bank",
    ),
    (
        r"国家(?:金融监督管理总局|金融监管总局)(?P<prefix>[\u4e00-\u9fff]{1,8}?)"
        r"(?:监管分局|监管支局|监管局|分局|支局)$",
        "financial-supervision",
    ),
)
_PLACE = r"[\u4e00-\u9fff]{1,7}?"


@cache
def _special() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of units whose names hold the place, with their keys."""
    return tuple((compiled(pattern), key) for pattern, key in _SPECIAL)


class AgencyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A unit of the vocabulary."""

    key: str
    kind: Kind
    forms: tuple[tuple[str, ...], ...]
    covers: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    successor: str | None = None
    source: str | None = None
    called: dict[str, str] = {}
    """By level (市, 县), its name where no form behind the level gives it: {city}生态环境局{place}分局."""


class AgencyWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The vocabulary of units: `rules/vocabulary/agencies.yaml`."""

    source: str
    levels: tuple[str, ...]
    every: tuple[str, ...]
    units: tuple[AgencyEntry, ...]


class Agency(msgspec.Struct, frozen=True, kw_only=True):
    """A unit in its normal form. Two names mean one unit when prefix and key are the same."""

    prefix: str
    """Level or place: 市, 沁水县, 各镇(乡); empty when the name has none."""
    key: str
    kind: Kind
    full: str
    """Prefix and full name: 市卫生健康委员会."""
    short: str
    """Prefix and usual short name: 市卫健委."""
    covers: tuple[str, ...] = ()
    """Keys of the units that a joint office stands for."""
    since: int | None = None
    until: int | None = None
    """Year in which the name went out of use in counties and cities."""
    successor: str | None = None
    """Key of the unit that took over."""


class Agencies:
    """Knows units by a vocabulary."""

    def __init__(self, words: AgencyWords) -> None:
        self._stems: dict[str, tuple[AgencyEntry, tuple[str, ...]]] = {}
        for entry in words.units:
            for form in entry.forms:
                for spelling in form:
                    self._stems.setdefault(spelling, (entry, form))
        self._keys = {entry.key: entry for entry in words.units}
        levels, every = any_of(words.levels), any_of(words.every)
        self._prefix = compiled(
            rf"(?:(?:{every})(?:(?:{levels}|[、/])(?:\([^()]*\))?)*|(?:{_PLACE})?(?:{levels}))(?:\([^()]*\))?$"
        )

    def parse(self, unit: str) -> Agency | None:
        """The normal form of a unit's name as a plan writes it; None for a name that is not known.

        >>> agencies().parse("市卫健委").full, agencies().parse("县政法委").full
        ('市卫生健康委员会', '县委政法委员会')
        >>> agencies().parse("中国联通连州分公司") is None
        True
        """
        name = squeeze(unit)
        return self._known(name) or self._known(_NOTE.sub("", name))

    def entry(self, key: str) -> AgencyEntry | None:
        """The unit with a key."""
        return self._keys.get(key)

    def _known(self, name: str) -> Agency | None:
        """A squeezed name, with its prefix told from its stem."""
        for pattern, key in _special():
            special = pattern.match(name)
            if special is not None:
                entry = self._keys.get(key)
                return _league(entry, special, name) if entry is not None else None
        if name in self._stems:
            return _agency("", *self._stems[name])
        # The shortest prefix leaves the longest stem: 市|市场监管局, 县|委政法委.
        for cut in range(1, len(name)):
            known = self._stems.get(name[cut:])
            if known is not None and self._prefix.match(name[:cut]):
                return _agency(name[:cut], *known)
        return None


def _agency(prefix: str, entry: AgencyEntry, form: tuple[str, ...]) -> Agency:
    """The normal form of one name."""
    return _filled(entry, prefix, prefix + form[0], prefix + form[min(1, len(form) - 1)])


def _league(entry: AgencyEntry, found: re.Match[str], name: str) -> Agency:
    """Names with the prefix inside: 共青团朔州市委, 人民银行合溪市分行."""
    prefix = found.group("prefix")
    if entry.key == "youth-league":
        return _filled(entry, prefix, f"共青团{prefix}委员会", f"团{prefix}委")
    return _filled(entry, prefix, name, name)


def _filled(entry: AgencyEntry, prefix: str, full: str, short: str) -> Agency:
    return Agency(
        prefix=prefix,
        key=entry.key,
        kind=entry.kind,
        full=full,
        short=short,
        covers=entry.covers,
        since=entry.since,
        until=entry.until,
        successor=entry.successor,
    )


@cache
def agencies() -> Agencies:
    """The bundled vocabulary, made once."""
    return Agencies(load(AgencyWords, "vocabulary/agencies.yaml"))
