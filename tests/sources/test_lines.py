"""Lines end at every kind of line end; a form feed begins a page and ends no line."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.sources.lines.splitting import Line, split_lines

CASES = [
    ("", []),
    ("甲", [Line(1, 1, "甲")]),
    ("甲\n", [Line(1, 1, "甲")]),
    ("\n", [Line(1, 1, "")]),
    ("甲\n\n", [Line(1, 1, "甲"), Line(2, 1, "")]),
    ("甲\r\n乙\r丙\n丁", [Line(1, 1, "甲"), Line(2, 1, "乙"), Line(3, 1, "丙"), Line(4, 1, "丁")]),
    ("甲\x0b乙\u2028丙\x85丁", [Line(1, 1, "甲"), Line(2, 1, "乙"), Line(3, 1, "丙"), Line(4, 1, "丁")]),
    ("甲\x1c乙", [Line(1, 1, "甲\x1c乙")]),  # a separator of data, no line end
    ("甲\f", [Line(1, 1, "甲")]),
    ("甲\n\f乙", [Line(1, 1, "甲"), Line(2, 2, "乙", 2)]),
    ("甲\f乙", [Line(1, 1, "甲"), Line(1, 2, "乙", 3)]),
    ("甲\n\f\n乙\n\f", [Line(1, 1, "甲"), Line(2, 2, "", 2), Line(3, 2, "乙")]),
    ("\f\f甲", [Line(1, 3, "甲", 3)]),
]


@pytest.mark.parametrize(("text", "lines"), CASES)
def test_lines_with_number_and_page(text: str, lines: list[Line]) -> None:
    assert split_lines(text) == lines


@settings(deadline=None)
@given(st.text(alphabet="甲乙 \n\r\f\x0b\u2028"))
def test_nothing_but_line_ends_is_lost_and_places_are_true(text: str) -> None:
    lines = split_lines(text)
    assert "".join(line.text for line in lines) == "".join(c for c in text if c not in "\n\r\f\x0b\u2028")
    places = [(line.number, line.column) for line in lines]
    assert places == sorted(set(places))
    whole = re.split("\r\n|[\n\r\x0b\u2028]", text)
    for line in lines:
        begin = line.column - 1
        assert whole[line.number - 1][begin : begin + len(line.text)] == line.text
