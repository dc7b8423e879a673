"""Scores how names of indicators meet, against what a person says: `python -m tests.support.naming`."""

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import msgspec

from plancmp.align import catalogue
from plancmp.align.aligning import align_plans
from plancmp.align.packs import Pack, load_pack, pack_names
from tests.align.plans_for_tests import plan

CASES = Path(__file__).resolve().parents[1] / "cases" / "alignment"
GOLD = Path(__file__).resolve().parents[3] / "shared" / "real" / "gold"


class Pair(NamedTuple):
    """Two names with what they are to each other."""

    field: str
    first: tuple[str, str]
    second: tuple[str, str]
    verdict: str


class Figures(NamedTuple):
    """How many of each verdict were told right, and what was joined that is not one."""

    right: dict[str, tuple[int, int]]
    wrong: tuple[Pair, ...]
    missed: tuple[tuple[Pair, str], ...]

    def __str__(self) -> str:
        told = "  ".join(f"{verdict} {found}/{of}" for verdict, (found, of) in sorted(self.right.items()))
        return f"{told}  joined though not one: {len(self.wrong)}"

    def share(self, verdict: str) -> float:
        """The share of the pairs of a verdict that were told so."""
        found, of = self.right[verdict]
        return found / of


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a table, the field from its first column or from the name of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_pair(line, path.stem, lines[0][0] == "field") for line in lines[1:]]


def half(pairs: Sequence[Pair], which: str) -> list[Pair]:
    """Every other pair: the `open` ones may be worked with, the `kept` ones are looked at only at the end."""
    return [pair for at, pair in enumerate(pairs) if (at % 2 == 0) == (which == "open")]


def tell(pair: Pair, sector: str | None = None, *, turned: bool = False) -> str:
    """What the alignment of two plans with one indicator each says."""
    rows = (pair.second, pair.first) if turned else (pair.first, pair.second)
    alignment = align_plans([plan(f"p{at}", [row], sector) for at, row in enumerate(rows)])
    if len(alignment.rows) == 1:
        return "same"
    return "incomparable" if alignment.rows[0].related else "different"


def score(pairs: Sequence[Pair], sector: str | None = None) -> Figures:
    """The figures of some pairs."""
    right = {pair.verdict: [0, 0] for pair in pairs}
    missed = []
    for pair in pairs:
        said = tell(pair, sector)
        right[pair.verdict][1] += 1
        right[pair.verdict][0] += said == pair.verdict
        if said != pair.verdict:
            missed.append((pair, said))
    wrong = tuple(pair for pair, said in missed if said == "same")
    return Figures({verdict: (found, of) for verdict, (found, of) in right.items()}, wrong, tuple(missed))


def score_groups(path: Path) -> tuple[set[tuple[str, str]], set[tuple[str, str]], set[tuple[str, str]]]:
    """Pairs of rows found, wanted, and both, over all plans of a table of groups."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    docs = sorted({row["doc"] for row in rows})
    own = [[row for row in rows if row["doc"] == doc] for doc in docs]
    plans = [
        plan(doc, [(row["name"], row["unit"]) for row in some]) for doc, some in zip(docs, own, strict=True)
    ]

    def name(at: int, number: int) -> str:
        return f"{docs[at]}:{own[at][number]['name']}"

    found = set()
    for aligned in align_plans(plans).rows:
        some = sorted(name(cell.plan, cell.indicator) for cell in aligned.cells)
        found.update(combinations(some, 2))
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["group"], []).append(f"{row['doc']}:{row['name']}")
    wanted = {pair for some in groups.values() for pair in combinations(sorted(some), 2)}
    return found, wanted, found & wanted


@contextmanager
def without_names(names: set[str]) -> Iterator[None]:
    """The packs without these names, to see what is understood and what only listed."""
    kept = {name: _struck(load_pack(name), names) for name in pack_names()}
    catalogue.catalogue.cache_clear()
    with mock.patch.object(catalogue, "read_index", lambda: catalogue.build_index(kept)):
        yield
    catalogue.catalogue.cache_clear()


def _struck(pack: Pack, names: set[str]) -> Pack:
    """A pack without these names; an indicator without any other name keeps one that no plan has."""
    entries = []
    for entry in pack.indicators:
        left = [name for name in (entry.name, *entry.names) if name not in names] or [f"无名{entry.key}"]
        entries.append(msgspec.structs.replace(entry, name=left[0], names=tuple(left[1:])))
    return msgspec.structs.replace(pack, indicators=tuple(entries))


def gold_names() -> set[str]:
    """Every name in the two tables of real plans."""
    with (GOLD / "groups.tsv").open(encoding="utf-8", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    return names | {side[0] for pair in read_pairs(GOLD / "pairs.tsv") for side in (pair.first, pair.second)}


def _pair(line: Sequence[str], stem: str, with_field: bool) -> Pair:
    field, rest = (line[0], line[1:]) if with_field else (stem, line)
    return Pair(field, (rest[0], rest[1]), (rest[2], rest[3]), rest[4])


def _show(title: str, figures: Figures, shown: bool) -> None:
    print(f"{title}: {figures}")
    for pair, said in figures.missed if shown else ():
        print(f"  {pair.field:<12} {pair.verdict} → {said}: {' '.join(pair.first)} | {' '.join(pair.second)}")


def _main(words: Sequence[str]) -> None:
    """Print all figures; with --show the pairs told wrong, with --kept also the half that is kept."""
    shown = "--show" in words
    own = read_pairs(CASES / "pairs.tsv")
    _show("own pairs, open half", score(half(own, "open")), shown)
    if "--kept" in words:
        _show("own pairs, kept half", score(half(own, "kept")), shown)
    if not GOLD.is_dir():
        print("real plans: not here")
        return
    gold = read_pairs(GOLD / "pairs.tsv")
    _show("real pairs", score(gold), shown)
    with without_names(gold_names()):
        _show("real pairs, names struck from the packs", score(gold), shown)
    found, wanted, both = score_groups(GOLD / "groups.tsv")
    print(f"real rows: precision {len(both)}/{len(found)}  recall {len(both)}/{len(wanted)}")
    for sign, some in (("+", found - both), ("-", wanted - both)):
        for one, other in sorted(some) if shown else ():
            print(f"  {sign} {one} | {other}")


if __name__ == "__main__":
    _main(sys.argv[1:])
