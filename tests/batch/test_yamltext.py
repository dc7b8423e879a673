"""The writer of YAML writes as PyYAML does, character by character."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plancmp.records import yamltext
from plancmp.records.yamltext import to_yaml

_WORDS = st.one_of(
    st.sampled_from(
        ["yes", "是", "n", "null", "~", "", "1", "-1.5", "1_0", "0x1F", "1:30", "2026-08-10", ".5", "=", "<<"]
    ),
    st.text("县a1 .,:#-?[]{}'\"&*!|>%@`=<\t\n", max_size=6),
    st.text(max_size=6),
)
_SCALARS = st.one_of(
    _WORDS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.floats(),
)
_KEYS = st.one_of(st.sampled_from(["line", "state", "name", "text", "y", "=", "年"]), _WORDS)
_DATA = st.recursive(
    _SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=3))
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_KEYS, _DATA, min_size=1, max_size=3))
def test_as_pyyaml_writes_it(data: dict[str, Any]) -> None:
    """Whatever the data are, the text is the same."""
    assert to_yaml(data) == yamltext._by_library(data)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("县", "a: 县\n"),
        ("＞XX", "a: ＞XX\n"),
        ("是：否", "a: 是：否\n"),
        ("a: b", "a: 'a: b'\n"),
        ("2026-08-10", "a: '2026-08-10'\n"),
        ("𠮷", 'a: "\\U00020BB7"\n'),
        (Decimal("6.50"), "a: 6.50\n"),
        ({"state": "stated", "text": "5,000"}, "a: {state: stated, text: '5,000'}\n"),
        ("一\n二", "a: '一\n\n  二'\n"),
        ([], "a: []\n"),
        ([["b"], []], "a:\n- - b\n- []\n"),
    ],
)
def test_what_is_written(value: object, written: str) -> None:
    """A value, as a person sees it in a record; read back it is the same."""
    assert to_yaml({"a": value}) == written
    if not isinstance(value, Decimal):
        assert yaml.safe_load(written) == {"a": value}


def test_the_usual_needs_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain words, numbers and quotes are written without PyYAML."""
    monkeypatch.delattr(yamltext, "_by_library")
    assert to_yaml({"a": ["县", 1, None, "no"]}) == "a:\n- 县\n- 1\n- null\n- 'no'\n"
