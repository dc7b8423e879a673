"""Switches off one rule of reading at a time and says which documents are read otherwise.

`python -m tests.support.ablation [--more FOLDER …] [--kinds if and or for] [--all] [--first] [-- MODULE …]`
reads the cases, plans drawn for the matrix, the corpus and, where they are at hand, the seeds and the real
documents. A rule is a condition of a module (see `conditions`), without modules of those of layout and
headings, or, with `plancmp.structure`, a weight of the headings. First it is written down which conditions
decide anything in which document; then each is off for those documents, the small ones first, until two
change. Rules that fewer than two documents ask for are printed, with `--all` every one: one that no document
asks for is taken out, unless it guards against hostile files or a test says why it stands; one that changes a
single document states no general fact. `--first` takes the first step alone, which is done in minutes: it
prints what decides anything in fewer than two documents, with their names.
"""

import argparse
import os
import pickle
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from tests.support import conditions
from tests.support.cases import read_cases

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "corpus", ROOT.parent / "shared" / "seeds", ROOT.parent / "shared" / "real" / "docs")
LAYOUT = (
    *(f"plancmp.sources.{name}" for name in ("layout", "lines", "markup", "pdf", "plain", "tables", "web")),
    "plancmp.structure",
)
ENDINGS = (".txt", ".md", ".html", ".docx", ".pdf", ".csv")
DRAWN = 100
TRIED = 24
"""So many documents are tried at most where a rule decides much and changes nothing: the smallest, the rest
evenly."""
SECONDS = 60


class Held(NamedTuple):
    """A document: what it is called here, the name of its file, its bytes."""

    name: str
    file: str
    data: bytes


def documents(more: Iterable[Path] = ()) -> list[Held]:
    """Every document, the small ones first."""
    from tests.matrix.judging import draw

    held = []
    for case in (*read_cases("headings"), *read_cases("tables")):
        ending = "md" if case.name.startswith(("pipes", "markdown")) else "txt"
        held.append(Held(f"case {case.name}", f"case.{ending}", case.text.encode()))
    for number in range(DRAWN):
        file = draw("1", number).file
        held.append(Held(f"drawn {number}", file.name, file.data))
    for folder in filter(Path.is_dir, (*FOLDERS, *more)):
        paths = (path for path in sorted(folder.iterdir()) if path.suffix in ENDINGS)
        held += [Held(path.name, path.name, path.read_bytes()) for path in paths if path.stem != "README"]
    return sorted(held, key=lambda each: len(each.data))


def _read(held: Held) -> object:
    """The record of a document, or the error that it ends in."""
    import msgspec

    from plancmp.pipeline import extract_bytes

    try:
        return msgspec.json.encode(extract_bytes(held.data, held.file))
    except Exception as error:
        return repr(error)


def _alone(work: Callable[[], object]) -> object:
    """What a function returns in a process that has read nothing before; None after too long a time."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        try:
            with os.fdopen(theirs, "wb") as pipe:
                pickle.dump(work(), pipe)
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(data) if data else None


_HELD: list[Held] = []
_KNOWN: list[object] = []
"""What each is read as with all rules on; both are inherited by the processes that work."""


def _first(at: int) -> tuple[object, set[int]]:
    """The record of a document with all rules on, and which conditions decided anything."""
    decided = conditions.DECIDED
    decided.clear()
    record = _read(_HELD[at])
    return record, set(decided)


def _first_alone(at: int) -> object:
    """The same in a process of its own."""
    return _alone(lambda: _first(at)) or (None, set())


def _changed(task: tuple[int | str, list[int]]) -> list[str]:
    """The documents of a list that a rule changes, two at most."""
    from plancmp.structure.features import WEIGHTS

    rule, tried = task

    def off(at: int) -> object:
        if isinstance(rule, str):
            WEIGHTS[rule] = 0.0
        else:
            conditions.switch_off(rule)
        return _read(_HELD[at])

    changed: list[str] = []
    for at in tried:
        if _alone(lambda at=at: off(at)) != _KNOWN[at]:  # type: ignore[misc]
            changed.append(_HELD[at].name)
        if len(changed) == 2:
            break
    return changed


def _some(places: list[int]) -> list[int]:
    """The smallest documents, and some of the others."""
    half = TRIED // 2
    step = max((len(places) - half) // half, 1)
    return places if len(places) <= TRIED else places[:half] + places[half::step]


def results(
    modules: Sequence[str], more: Iterable[Path], kinds: Iterable[str], *, first: bool = False
) -> Iterator[tuple[str, int, list[str]]]:
    """Each rule with the number of documents where it decides anything, and two that it changes.

    With `first` two where it decides anything.
    """
    conditions.install(modules)
    from plancmp.structure.features import WEIGHTS

    _HELD[:] = documents(more)
    _read(Held("warm", "warm.txt", "一、总则\n总则的文字。\n".encode()))
    everywhere = range(len(_HELD))
    where: dict[int | str, list[int]] = defaultdict(list)
    with get_context("fork").Pool(2) as pool:
        for at, (record, decided) in enumerate(pool.imap(_first_alone, everywhere)):
            _KNOWN.append(record)
            for number in decided:
                where[number].append(at)
    names: dict[int | str, str] = {}
    kept = tuple(f"{kind} " for kind in kinds)
    for number, each in enumerate(conditions.CONDITIONS):
        if each.words.startswith(kept):
            names[number] = f"{each.place} `{each.words}`"
    if first:
        for rule, name in names.items():
            yield name, len(where[rule]), [_HELD[at].name for at in where[rule][:2]]
        return
    if "plancmp.structure" in modules:
        names |= {name: f"weight {name}" for name in WEIGHTS}
        where |= {name: list(everywhere) for name in WEIGHTS}
    tasks = ((rule, where[rule] if rule in WEIGHTS else _some(where[rule])) for rule in names)
    with get_context("fork").Pool(2) as pool:
        for rule, changed in zip(names, pool.imap(_changed, tasks), strict=True):
            yield names[rule], len(where[rule]), changed


def main(arguments: list[str]) -> None:
    """Print the rules that fewer than two documents ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    parser.add_argument("--kinds", nargs="*", default=["if"])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--first", action="store_true")
    parser.add_argument("modules", nargs="*", default=LAYOUT)
    options = parser.parse_args(arguments)
    os.nice(15)
    found = results(options.modules, options.more, options.kinds, first=options.first)
    for name, asked, changed in found:
        if options.all or len(changed) < 2:
            print(f"{len(changed)} of {asked}  {name}  {'; '.join(changed)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
