"""TXT005 on slips of sound and shape from a table that it does not use, and on sentences without any."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plancmp.checks.aside.learning import bundled_phrases
from plancmp.checks.kinds.slips import _Reader
from plancmp.checks.loading import load_checks
from plancmp.text.folding import fold
from tests.checks.case_files import CASES

REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "docs"
COUNT = 5000


def sentences(folder: Path) -> list[str]:
    """Different sentences of running text."""
    seen: dict[str, None] = {}
    for path in sorted((*folder.glob("*.md"), *folder.glob("*.txt"), *folder.glob("*.html"))):
        for line in re.sub(r"<[^<>]*>", "\n", path.read_text("utf-8", "replace")).splitlines():
            for sentence in re.findall(r"[^。；|]{9,120}[。；]", fold(line).replace(";", "；")):
                han = re.findall(r"[\u4e00-\u9fff]", sentence)
                if len(han) > 0.7 * len(sentence):
                    seen[sentence.strip()] = None
    return list(seen)


def alike() -> dict[str, tuple[str, ...]]:
    """For each character those that are read like it, and those that look like it."""
    lines = (CASES / "alike.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {mark: tuple(like) for mark, *like in rows}


def planted(texts: list[str], kind: int, rng: random.Random) -> Iterator[tuple[str, int]]:
    """Each sentence with one character in place of one that is like it, and where it stands."""
    table = alike()
    for text in texts:
        places = [at for at, mark in enumerate(text) if mark in table and table[mark][kind]]
        if places:
            at = rng.choice(places)
            yield text[:at] + rng.choice(table[text[at]][kind]) + text[at + 1 :], at


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside this checkout")
def test_half_of_the_slips_are_found() -> None:
    """At least half of them, and of all that is said at least 95 in 100, sentences without any among them."""
    parameters = next(check for check in load_checks() if check.code == "TXT005").parameters
    phrases = bundled_phrases()

    def found(text: str) -> list[tuple[int, int, str]]:
        return list(_Reader(text, parameters, phrases).find())

    rng = random.Random(20261130)
    texts = sentences(REAL)
    rng.shuffle(texts)
    assert len(texts) >= COUNT
    clean = texts[:COUNT]
    false = [(text[begin:end], expected) for text in clean for begin, end, expected in found(text)]
    slips = [
        *planted(texts[-COUNT // 2 :], 0, rng),
        *planted(texts[: COUNT // 2], 1, rng),
    ]
    right = sum(any(begin <= at < end for begin, end, _ in found(text)) for text, at in slips)
    print(f"{right} of {len(slips)} slips; {len(false)} of {COUNT} sentences without any: {false}")
    assert right >= 0.5 * len(slips)
    assert right >= 0.95 * (right + len(false))
