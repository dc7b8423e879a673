"""Odds of characters, a column of a picture each, to what a line says."""

import pytest

np = pytest.importorskip("numpy")

from plancmp.sources.scan.decoding import decoded  # noqa: E402

BLANK = "blank"
Column = dict[str, float]


def seen(char: str, **others: float) -> Column:
    """A column where a character is seen, with what else it may be."""
    return {char: 1 - sum(others.values()), **others}


def said(*columns: Column | int) -> tuple[str, tuple[float, ...]]:
    """What columns say, and how sure that is; a number is so many columns of paper."""
    rows: list[Column] = []
    for column in columns:
        rows += [seen(BLANK)] * column if isinstance(column, int) else [column]
    characters = [BLANK, *sorted({char for row in rows for char in row} - {BLANK})]
    odds = np.array([[row.get(char, 0.0) for char in characters] for row in rows], np.float32)
    reading = decoded(odds, characters, 1.0)
    return reading.text, tuple(round(sure, 2) for sure in reading.sure)


def test_runs_of_columns_are_characters() -> None:
    """One a run; the blank parts two of the same."""
    columns = (2, seen("人"), seen("人"), 2, seen("人"), 2, seen("数"))
    assert said(*columns) == ("人人数", (1.0, 1.0, 1.0))


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        pytest.param(
            (seen("共"), 2, {BLANK: 0.46, "[": 0.3, "［": 0.24}, seen("3")), "共[3", id="two widths"
        ),
        pytest.param((seen("5"), {"％": 0.6, "%": 0.4}, {"％": 0.3, "%": 0.7}), "5%", id="twice"),
        pytest.param((seen("于"), 3, {"I": 0.6, BLANK: 0.4}, seen("Ⅲ"), 3, seen("类")), "于Ⅲ类", id="a part"),
        pytest.param((seen("人"), 2, {BLANK: 0.55, "/": 0.45}, 2, seen("亿")), "人/亿", id="room for one"),
        pytest.param((seen("人"), {BLANK: 0.55, "/": 0.45}, seen("亿")), "人亿", id="no room"),
        pytest.param((seen("1"), 2, {BLANK: 0.55, ".": 0.45}, 3, seen("4")), "14", id="dirt"),
    ],
)
def test_what_is_nearly_seen(columns: tuple[Column | int, ...], text: str) -> None:
    """A mark shares its odds with its other width; where there is room for a character, one was lost."""
    assert said(*columns)[0] == text


@pytest.mark.parametrize(
    ("before", "doubtful", "behind", "expected"),
    [
        ("民生福", {"社": 0.6, "祉": 0.4}, "", ("祉", 0.4)),
        ("助残服务", {"选": 0.55, "迭": 0.45}, "代升级", ("迭", 0.45)),
        ("共产党", {"员": 0.6, "圆": 0.4}, "带头", ("员", 0.6)),
        ("民生福", {"社": 0.98, "祉": 0.02}, "", ("社", 0.98)),
        ("到", {"8": 0.6, "日": 0.4}, "月", ("8", 0.6)),
    ],
)
def test_doubt_is_settled_by_the_neighbours(
    before: str, doubtful: Column, behind: str, expected: tuple[str, float]
) -> None:
    """As official writing has them; what was hardly seen is not taken, and figures stay as they look."""
    parts = [seen(char) for char in before], [doubtful], [seen(char) for char in behind]
    text, sure = said(*(each for part in parts for column in part for each in (column, 3)))
    assert (text, sure[len(before)]) == (f"{before}{expected[0]}{behind}", expected[1])
