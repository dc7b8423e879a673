"""The packs of `rules/indicators`: names that mean one indicator, its measure, which way is better."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Literal, NamedTuple

import msgspec

from plancmp.align.names import Form, MeasureOf, NameReader, name_reader, unit_class
from plancmp.align.reasons import Reason
from plancmp.align.words import indicator_words
from plancmp.model.alignment import Measure
from plancmp.model.errors import RuleError
from plancmp.model.record import Indicator, Match
from plancmp.rulepacks import load, rules_folder

Better = Literal["higher", "lower", "closer", "none"]
_NAME = re.compile(r"[a-z][a-z0-9-]*")


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a pack: unknown keys are refused."""


class Entry(_Rule, frozen=True, kw_only=True):
    """One canonical indicator."""

    key: str
    name: str
    names: tuple[str, ...] = ()
    measure: Measure
    unit: str | None = None
    better: Better
    other: tuple[str, ...] = ()
    """Keys of the same matter in another measure."""
    joins: tuple[str, ...] = ()
    """Keys of the rows that this one holds together."""
    excluded: tuple[str, ...] = msgspec.field(default=(), name="not")
    """Names, and keys, that it must not be taken for."""
    periods: tuple[str, ...] = ()
    source: str | None = None
    note: str | None = None


class Subject(_Rule, frozen=True, kw_only=True):
    """Whom a name is about that says of nobody: `word`, unless it holds one of the others."""

    word: str
    unless: tuple[str, ...]


class Pack(_Rule, frozen=True, kw_only=True):
    """A file of `rules/indicators`."""

    source: str
    subject: Subject | None = None
    light: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    borrows: dict[str, tuple[str, ...]] = {}
    indicators: tuple[Entry, ...]


class Known(NamedTuple):
    """An indicator found in a pack, and how."""

    entry: Entry
    level: Literal["alias", "parts"]
    score: float
    reason: Reason


class PackView:
    """The packs that serve some sectors, read together. The order of entries is that of the packs."""

    def __init__(self, names: tuple[str, ...]) -> None:
        packs = {name: load_pack(name) for name in names}
        self.subjects = {name: pack.subject for name, pack in packs.items() if pack.subject}
        self._owned = {name: _entries_of(name) for name in names}
        self.entries = {entry.key: entry for name in names for entry in self._owned[name]}
        self.order = {key: place for place, key in enumerate(self.entries)}
        light = [word for pack in packs.values() for word in pack.light]
        own = [word for pack in packs.values() for word in pack.words]
        self.reader = NameReader(indicator_words(), light, own) if light or own else name_reader()
        self._names = names

    def read(self, name: str, unit: str | None, sector: str | None, region: tuple[str, ...] = ()) -> Form:
        """The form of a name as a plan of a sector means it."""
        form = self.reader.read(name, unit, region)
        if form.body in self._aliases:
            return form
        for pack in packs_of(sector):
            subject = self.subjects.get(pack)
            if subject and not any(word in form.folded for word in subject.unless):
                return self.reader.read(f"{subject.word}{form.folded}", unit)
        return form

    def find(self, form: Form, sector: str | None, *, near: bool = True) -> Known | None:
        """The canonical indicator of a form: one of its own sector's packs, else of the others'.

        Without `near` only names that a pack lists count, and no name has to be cut into parts.
        """
        own = packs_of(sector)
        groups = (own, tuple(name for name in self._names if name not in own))
        for names in groups:
            found = self._by_alias(form, names)
            if found:
                return found
        for names in groups if near else ():
            found = self._by_parts(form, names)
            if found:
                return found
        return None

    def known_name(self, form: Form) -> tuple[Entry, ...]:
        """All entries that have this name, whatever is measured."""
        return tuple({entry.key: entry for _, entry, _ in self._aliases.get(form.body, ())}.values())

    def excludes(self, entry: Entry, form: Form) -> bool:
        """Whether the pack says that a name is not this indicator."""
        return form.folded in self._excluded.get(entry.key, ())

    def related(self, key: str) -> frozenset[str]:
        """Keys of other measures of the same matter, of rows that it joins and of rows that join it."""
        return self._related.get(key, frozenset())

    def _by_alias(self, form: Form, names: Iterable[str]) -> Known | None:
        """The entry that has exactly this name, told apart by the measure where two have it."""
        allowed = frozenset(names)
        found = [
            (alias, entry)
            for pack, entry, alias in self._aliases.get(form.body, ())
            if pack in allowed and _fits(entry, form.measure) and alias.measure.base == form.measure.base
        ]
        if len({entry.key for _, entry in found}) > 1:
            exact = [(alias, entry) for alias, entry in found if alias.folded == form.folded]
            measured = [(alias, entry) for alias, entry in found if entry.measure == form.measure.kind]
            found = measured or exact
        if len({entry.key for _, entry in found}) != 1:
            return None
        alias, entry = next((pair for pair in found if pair[0].folded == form.folded), found[0])
        return Known(entry, "alias", 1.0, Reason("alias", (alias.name, entry.key)))

    def _by_parts(self, form: Form, names: Iterable[str]) -> Known | None:
        """The only entry with a name of the same parts; two are none."""
        allowed = frozenset(names)
        found: dict[str, tuple[float, Form, Entry]] = {}
        for pack, entry, alias in self._matters.get(form.matter, ()):
            if pack in allowed and _fits(entry, form.measure) and not self.excludes(entry, form):
                score = likeness(form, alias)
                if score and score > found.get(entry.key, (0.0,))[0]:
                    found[entry.key] = (score, alias, entry)
        if len(found) != 1:
            return None
        score, alias, entry = next(iter(found.values()))
        return Known(entry, "parts", score, Reason("alias-parts", (alias.name, entry.key)))

    @cached_property
    def _aliases(self) -> Mapping[str, list[tuple[str, Entry, Form]]]:
        """Folded name without its measure → pack, entry, form: 入学率 and 入学比例 are one."""
        found: dict[str, list[tuple[str, Entry, Form]]] = {}
        for pack, entries in self._owned.items():
            for entry in entries:
                for name in (entry.name, *entry.names):
                    form = self.reader.read(name, entry.unit)
                    found.setdefault(form.body, []).append((pack, entry, form))
        return found

    @cached_property
    def _matters(self) -> Mapping[str, list[tuple[str, Entry, Form]]]:
        """Characters of the parts that weigh → pack, entry, form."""
        found: dict[str, list[tuple[str, Entry, Form]]] = {}
        for spellings in self._aliases.values():
            for pack, entry, form in spellings:
                found.setdefault(form.matter, []).append((pack, entry, form))
        return found

    @cached_property
    def _excluded(self) -> Mapping[str, frozenset[str]]:
        """Key → folded names that are not this indicator; a key stands for its first name."""
        result = {}
        for entry in self.entries.values():
            names = (self.entries[name].name if name in self.entries else name for name in entry.excluded)
            result[entry.key] = frozenset(self.reader.fold(name) for name in names if "." not in name)
        return result

    @cached_property
    def _related(self) -> Mapping[str, frozenset[str]]:
        """Key → related keys, both ways."""
        found: dict[str, set[str]] = {}
        for entry in self.entries.values():
            for key in (*entry.other, *entry.joins):
                found.setdefault(entry.key, set()).add(key)
                found.setdefault(key, set()).add(entry.key)
        return {key: frozenset(keys) for key, keys in found.items()}


def load_pack(name: str) -> Pack:
    """The pack `rules/indicators/<name>.yaml`."""
    return load(Pack, f"indicators/{name}.yaml")


@cache
def packs_of(sector: str | None) -> tuple[str, ...]:
    """The packs that serve a sector; none for a field without one.

    >>> packs_of("women-children"), packs_of("disability"), packs_of("forestry"), packs_of(None)
    (('women', 'children'), ('disability',), (), ())
    """
    if not sector:
        return ()
    listed = indicator_words().packs.get(sector)
    if listed is not None:
        return listed
    known = _NAME.fullmatch(sector) and (rules_folder() / "indicators" / f"{sector}.yaml").is_file()
    return (sector,) if known else ()


def view_of(sectors: Iterable[str | None]) -> PackView:
    """The packs of some sectors together; the order of the sectors does not matter."""
    names = sorted({name for sector in sectors for name in packs_of(sector)})
    return _view(tuple(names))


@cache
def _view(names: tuple[str, ...]) -> PackView:
    return PackView(names)


def canonical(
    indicator: Indicator, sector: str | None, region: tuple[str, ...] = (), *, near: bool = True
) -> tuple[str, Match] | None:
    """The key of an indicator of a plan of a sector, and how it was found; None when no pack knows it.

    The unit counts, so that a count is never taken for the rate of the same name. `region` are the
    names of the plan's places, which say nothing in a name.
    """
    return canonical_name(indicator.name, unit_of(indicator), sector, region, near=near)


def canonical_name(
    name: str, unit: str | None, sector: str | None, region: tuple[str, ...] = (), *, near: bool = True
) -> tuple[str, Match] | None:
    """The same for a bare name, as the subject of a promise has.

    >>> canonical_name("困难残疾人生活补贴目标人群覆盖率", "%", "disability")
    ('disability.living-subsidy', Match(level='alias', score=1.0))
    >>> canonical_name("残疾人家庭无障碍改造", "户", "disability")[0]
    'disability.barrier-free-homes'
    >>> canonical_name("残疾人家庭无障碍改造", "%", "disability")[0]
    'disability.barrier-free-home-rate'
    """
    if not packs_of(sector):
        return None
    view = view_of((sector,))
    known = view.find(view.read(name, unit, sector, region), sector, near=near)
    return (known.entry.key, Match(level=known.level, score=known.score)) if known else None


def find_entry(key: str | None) -> Entry | None:
    """The entry of a key, from the pack that its first word names; None for a key of no pack."""
    pack = (key or "").partition(".")[0]
    return view_of((pack,)).entries.get(key or "") if packs_of(pack) == (pack,) else None


def unit_of(indicator: Indicator) -> str | None:
    """The unit of an indicator: its own, else that of its values."""
    values = (indicator.target, indicator.baseline, *indicator.values)
    written = (value.unit for value in values if value is not None and value.kind not in ("relative", "text"))
    return indicator.unit or next((unit for unit in written if unit), None)


@cache
def _entries_of(name: str) -> tuple[Entry, ...]:
    """The entries of a pack, borrowed ones last. Keys that are not there stop the load."""
    pack = load_pack(name)
    entries = list(pack.indicators)
    for lender, keys in pack.borrows.items():
        lent = {entry.key: entry for entry in load_pack(lender).indicators}
        for key in keys:
            if key not in lent:
                path = rules_folder() / "indicators" / f"{name}.yaml"
                raise RuleError(
                    f"{path}：borrows 中的 {key} 不在 {lender} 中。",
                    f"{path}: borrows has {key}, which is not in {lender}.",
                )
            entries.append(lent[key])
    return tuple(entries)


def _fits(entry: Entry, measure: MeasureOf) -> bool:
    """Whether an entry can be what is measured."""
    if entry.measure != "other" and measure.kind is not None and entry.measure != measure.kind:
        return False
    wanted = unit_class(entry.unit) if entry.measure in ("count", "amount") else None
    return wanted is None or measure.unit_class is None or wanted == measure.unit_class


def likeness(first: Form, second: Form) -> float:
    """How sure it is that two names with the same heavy parts are one; 0 where part and whole are swapped."""
    if first.sides and second.sides and first.sides != second.sides:
        return 0.0
    if first.measure.base != second.measure.base:
        return 0.0
    light = {part.text for part in first.parts if part.light} ^ {
        part.text for part in second.parts if part.light
    }
    return max(0.99 - 0.02 * len(light), 0.8)
