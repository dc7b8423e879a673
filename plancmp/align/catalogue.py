"""All packs as one catalogue: a name to its canonical indicator, through an index made beforehand."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import combinations
from typing import Literal, NamedTuple

import msgspec

from plancmp.align.names import Form, MeasureOf, NameReader
from plancmp.align.packs import Entry, Pack, load_pack, pack_names, packs_of, unit_of
from plancmp.align.reasons import Reason
from plancmp.align.words import indicator_words
from plancmp.model.errors import RuleError
from plancmp.model.record import Indicator, Match
from plancmp.rulepacks import read_rule_text, rules_folder
from plancmp.rulepacks.messages import worded

INDEX = "indicators/index.json"
"""Made by `python -m plancmp.align.catalogue` from the packs and the vocabulary of names."""

Listed = tuple[int, int]
"""Which indicator of all, counted through the packs, and which of its names."""


Matters = dict[str, dict[str, tuple[Listed, ...]]]
"""Words that weigh little in a pack, joined → characters of the parts that weigh → names."""


class Known(NamedTuple):
    """An indicator found in a pack, and how."""

    entry: Entry
    level: Literal["alias", "parts"]
    score: float
    reason: Reason


class Index(msgspec.Struct, frozen=True):
    """The packs with their names worked out."""

    digest: str
    packs: dict[str, Pack]
    bodies: dict[str, tuple[Listed, ...]]
    """Folded name without its measure → names: 入学率 and 入学比例 are one."""
    counts: dict[str, int]
    """Word → in how many of the names that plans have for these indicators it stands."""
    matters: msgspec.Raw
    """`Matters`, read only where a name is not listed."""
    related: dict[str, tuple[str, ...]]
    """Key → keys of the same matter in another measure, of what it joins and of what joins it, both ways."""


class Catalogue:
    """The indicators of all packs. They serve every plan; its field settles what two packs claim."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._counted = list(_count_through(index.packs.values()))
        self.entries = {entry.key: entry for entry in self._counted}
        self.reader = reader_of(index.packs.values(), index.counts)

    def read(
        self,
        name: str,
        unit: str | None,
        sector: str | None,
        region: tuple[str, ...] = (),
        *,
        near: bool = True,
    ) -> Form:
        """The form of a name as a plan of a sector means it; see `find` for `near`."""
        form = self.reader.read(name, unit, region)
        for pack in packs_of(sector):
            subject = self._index.packs[pack].subject
            if subject is None or any(word in form.folded for word in subject.unless):
                continue
            if any(entry.key in self._owned(sector) for entry in self.known_name(form)):
                continue
            about = self.reader.read(f"{subject.word}{form.folded}", unit)
            if self._by_alias(about, self._owned(sector)) or not self.find(form, None, near=near):
                form = about
            break
        return form.weighed(_light(self._index.packs[pack] for pack in packs_of(sector)))

    def find(self, form: Form, sector: str | None, *, near: bool = True) -> Known | None:
        """The canonical indicator of a form: one of its own sector's packs, else of any.

        Without `near` only names that a pack lists count, and no name has to be cut into parts.
        """
        own = self._owned(sector)
        found = (self._by_alias(form, own) if own else None) or self._by_alias(form)
        if found or not near:
            return found
        return (self._by_parts(form, own) if own else None) or self._by_parts(form)

    def known_name(self, form: Form) -> tuple[Entry, ...]:
        """All entries that have this name, whatever is measured."""
        return tuple({at: self._counted[at] for at, _ in self._index.bodies.get(form.body, ())}.values())

    def excludes(self, entry: Entry, form: Form) -> bool:
        """Whether the pack says that a name is not this indicator; a key stands for its first name."""
        held = self._excluded.get(entry.key)
        if held is None:
            names = (
                self.entries[name].name if name in self.entries else name
                for name in entry.excluded
                if name in self.entries or "." not in name
            )
            held = self._excluded[entry.key] = frozenset(map(self.reader.fold, names))
        return form.folded in held

    def related(self, key: str) -> frozenset[str]:
        """Keys of other measures of the same matter, of rows that it joins and of rows that join it."""
        return frozenset(self._index.related.get(key, ()))

    def order_of(self, sectors: Iterable[str | None]) -> Mapping[str, int]:
        """The indicators of the packs of some sectors in their order."""
        packs = sorted({pack for sector in sectors for pack in packs_of(sector)})
        keys = (key for pack in packs for key in self._keys_of(pack))
        return {key: place for place, key in enumerate(dict.fromkeys(keys))}

    def _keys_of(self, pack: str) -> Iterator[str]:
        """The keys of a pack, borrowed ones last."""
        yield from (entry.key for entry in self._index.packs[pack].indicators)
        yield from (key for keys in self._index.packs[pack].borrows.values() for key in keys)

    def _owned(self, sector: str | None) -> frozenset[str]:
        """The keys of the packs of a sector."""
        held = self._owners.get(sector)
        if held is None:
            held = self._owners[sector] = frozenset(
                key for pack in packs_of(sector) for key in self._keys_of(pack)
            )
        return held

    def _listed(self, listed: Listed) -> tuple[Entry, Form]:
        """A name of the index with its indicator."""
        entry = self._counted[listed[0]]
        return entry, self.reader.read((entry.name, *entry.names)[listed[1]], entry.unit)

    @cached_property
    def _matters(self) -> Matters:
        return msgspec.json.decode(self._index.matters, type=Matters)

    @cached_property
    def _excluded(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _owners(self) -> dict[str | None, frozenset[str]]:
        return {}

    def _by_alias(self, form: Form, allowed: frozenset[str] | None = None) -> Known | None:
        """The entry that has exactly this name, told apart by the measure where two have it."""
        found = []
        for listed in self._index.bodies.get(form.body, ()):
            entry, alias = self._listed(listed)
            fits = _fits(entry, alias.measure, form.measure) and alias.measure.is_framed_as(form.measure)
            if (
                fits
                and _moves_as(alias, form)
                and (allowed is None or entry.key in allowed)
                and not self.excludes(entry, form)
            ):
                found.append((alias, entry))
        if len({entry.key for _, entry in found}) > 1:
            exact = [(alias, entry) for alias, entry in found if alias.folded == form.folded]
            measured = [(alias, entry) for alias, entry in found if entry.measure == form.measure.kind]
            found = measured or exact
        if len({entry.key for _, entry in found}) != 1:
            return None
        alias, entry = next((pair for pair in found if pair[0].folded == form.folded), found[0])
        return Known(entry, "alias", 1.0, Reason("alias", (alias.name, entry.key)))

    def _is_of_other(self, entry: Entry, form: Form) -> bool:
        """Whether an entry says of what a share is taken, and never of what this one is."""
        forms = (self.reader.read(name, entry.unit) for name in (entry.name, *entry.names))
        said = [whole for whole in (_heavy_whole(listed) for listed in forms) if whole]
        mine = _heavy_whole(form)
        return bool(said) and not any(mine <= whole or mine >= whole for whole in said)

    def _by_parts(self, form: Form, allowed: frozenset[str] | None = None) -> Known | None:
        """The only entry with a name of the same parts; two are none."""
        found: dict[str, tuple[float, Form, Entry]] = {}
        for joined, matters in self._matters.items():
            light = frozenset(joined.split())
            weighed = form.weighed(light)
            near = (*matters.get(weighed.matter, ()), *matters.get(weighed.said_whole, ()))
            for listed in dict.fromkeys(near):
                entry, alias = self._listed(listed)
                if not weighed.is_about(alias.weighed(light)):
                    continue
                if allowed is not None and entry.key not in allowed:
                    continue
                if not _fits(entry, alias.measure, form.measure) or self.excludes(entry, form):
                    continue
                if weighed.whole and not alias.weighed(light).whole and self._is_of_other(entry, form):
                    continue
                score = likeness(weighed, alias.weighed(light))
                if score > found.get(entry.key, (0.0,))[0]:
                    found[entry.key] = (score, alias, entry)
        # Of 中心城区绿色出行 and 绿色出行 the name that says no centre is the second.
        alike = [one for one in found.values() if len(found) == 1 or one[1].optional == form.optional]
        if len(alike) != 1:
            return None
        score, alias, entry = alike[0]
        return Known(entry, "parts", score, Reason("alias-parts", (alias.name, entry.key)))


@cache
def catalogue() -> Catalogue:
    """The catalogue of the bundled packs."""
    return Catalogue(read_index())


def read_index() -> Index:
    """The index that is shipped; where packs or vocabulary are others than it was made from, one made now."""
    digest = digest_of_rules()
    path = rules_folder() / INDEX
    if path.is_file():
        index = msgspec.json.decode(path.read_bytes(), type=Index)
        if index.digest == digest:
            return index
    return build_index({name: load_pack(name) for name in pack_names()}, digest)


def digest_of_rules() -> str:
    """What the index is made from, as one number."""
    names = [f"indicators/{name}.yaml" for name in pack_names()] + ["vocabulary/indicator_names.yaml"]
    return hashlib.sha256("\0".join(read_rule_text(name) for name in names).encode()).hexdigest()


def build_index(packs: Mapping[str, Pack], digest: str = "") -> Index:
    """Work out all names of some packs. A key that a pack borrows and no pack has stops it."""
    _check_borrowed(packs)
    reader = reader_of(packs.values())
    bodies: dict[str, list[Listed]] = {}
    matters: dict[str, dict[str, list[Listed]]] = {}
    cores: dict[str, list[tuple[Entry, Form]]] = {}
    counts: Counter[str] = Counter()
    lights = [_light((pack,)) for pack in packs.values() for _ in pack.indicators]
    for at, (entry, light) in enumerate(zip(_count_through(packs.values()), lights, strict=True)):
        own = matters.setdefault(" ".join(sorted(light)), {})
        for number, name in enumerate((entry.name, *entry.names)):
            form = reader.read(name, entry.unit).weighed(light)
            bodies.setdefault(form.body, []).append((at, number))
            counts.update({part.text for part in form.heavy})
            for matter in sorted({form.matter, form.said_whole}):
                own.setdefault(matter, []).append((at, number))
            cores.setdefault(form.core, []).append((entry, form))
    return Index(
        digest,
        dict(packs),
        {body: tuple(listed) for body, listed in bodies.items()},
        {word: count for word, count in sorted(counts.items()) if count > 1},
        msgspec.Raw(msgspec.json.encode(matters)),
        _related(packs.values(), cores.values()),
    )


def _related(packs: Iterable[Pack], alike: Iterable[list[tuple[Entry, Form]]]) -> dict[str, tuple[str, ...]]:
    """What the packs say belongs together, and what its names say; `alike` are names of one matter."""
    found: dict[str, set[str]] = {}
    pairs = [
        (entry.key, key)
        for pack in packs
        for entry in pack.indicators
        for key in (*entry.other, *entry.joins)
    ]
    for some in alike:
        pairs += [
            (one.key, two.key)
            for (one, form), (two, other) in combinations(some, 2)
            if one.key != two.key and form.is_counterpart(other)
        ]
    for one, two in pairs:
        found.setdefault(one, set()).add(two)
        found.setdefault(two, set()).add(one)
    return {key: tuple(sorted(keys)) for key, keys in sorted(found.items())}


def reader_of(packs: Iterable[Pack], counts: Mapping[str, int] | None = None) -> NameReader:
    """The reader that keeps the words of these packs in one piece and weighs words by how rare they are."""
    own = {word for pack in packs for word in (*pack.words, *pack.light)}
    return NameReader(indicator_words(), own, counts)


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
    >>> canonical_name("残疾人家庭无障碍改造", "户", None)[0]
    'disability.barrier-free-homes'
    >>> canonical_name("残疾人家庭无障碍改造", "%", "disability")[0]
    'disability.barrier-free-home-rate'
    """
    form = catalogue().read(name, unit, sector, region, near=near)
    known = catalogue().find(form, sector, near=near)
    return (known.entry.key, Match(level=known.level, score=known.score)) if known else None


def find_entry(key: str | None) -> Entry | None:
    """The entry of a key; None for a key of no pack."""
    return catalogue().entries.get(key or "")


def likeness(first: Form, second: Form) -> float:
    """How sure it is that two names of one matter are one; 0 where what is said beside it does not agree."""
    if not first.fits(second) or not _moves_as(first, second):
        return 0.0
    light = {part.text for part in first.parts if part.light} ^ {
        part.text for part in second.parts if part.light
    }
    return max(0.99 - 0.02 * len(light), 0.8)


def _heavy_whole(form: Form) -> frozenset[str]:
    """The words that say of what a share is taken."""
    return frozenset(part.text for part in form.heavy if part.whole)


def _moves_as(first: Form, second: Form) -> bool:
    """Whether two names do not say one that it grows and the other that it falls."""
    return first.falling == second.falling or not first.measure.kind == second.measure.kind == "growth"


def _count_through(packs: Iterable[Pack]) -> Iterator[Entry]:
    """The indicators of some packs, in order."""
    for pack in packs:
        yield from pack.indicators


def _light(packs: Iterable[Pack]) -> frozenset[str]:
    """The words that weigh little in some packs."""
    return frozenset(word for pack in packs for word in pack.light)


def _fits(entry: Entry, listed: MeasureOf, measure: MeasureOf) -> bool:
    """Whether an entry, one of whose names has the measure `listed`, can be what is measured."""
    wanted = MeasureOf(
        listed.kind if entry.measure == "other" else entry.measure,
        listed.unit_class if entry.measure in ("count", "amount") else None,
    )
    if wanted.kind is not None and not measure.is_kind_of(wanted):
        return False
    return None in (wanted.unit_class, measure.unit_class) or wanted.unit_class == measure.unit_class


def _check_borrowed(packs: Mapping[str, Pack]) -> None:
    """Stop at a borrowed key that its lender does not have."""
    for name, pack in packs.items():
        for lender, keys in pack.borrows.items():
            lent = {entry.key for entry in packs[lender].indicators} if lender in packs else set()
            for key in keys:
                if key not in lent:
                    path = rules_folder() / "indicators" / f"{name}.yaml"
                    raise RuleError(*worded("borrows-unknown", path=path, key=key, lender=lender))


if __name__ == "__main__":
    made = build_index({name: load_pack(name) for name in pack_names()}, digest_of_rules())
    (rules_folder() / INDEX).write_bytes(msgspec.json.encode(made) + b"\n")
