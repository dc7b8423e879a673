"""What is said to people: every table is whole, and every code is one that the code asks for."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from plancmp.rulepacks import rules_folder
from plancmp.rulepacks.messages import messages, worded
from tests.support.gains import CORPUS

NAMES = sorted(path.stem for path in (rules_folder() / "messages").glob("*.tsv"))
ASKED = {
    call.args[0].value: {word.arg for word in call.keywords}
    for path in Path(CORPUS.parent, "plancmp").rglob("*.py")
    for call in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(call, ast.Call) and ast.unparse(call.func) == "worded"
    if isinstance(call.args[0], ast.Constant)
}
"""The fields that each error is given where it is raised."""


def _fields(text: str) -> set[str]:
    """The names of the gaps of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", NAMES)
def test_both_languages(name: str) -> None:
    """Three cells a line, none empty, a code once."""
    lines = (rules_folder() / "messages" / f"{name}.tsv").read_text("utf-8").splitlines()
    codes = [line.split("\t")[0] for line in lines if line and not line.startswith("#")]
    assert len(set(codes)) == len(codes) == len(messages(name))
    for code, (chinese, english) in messages(name).items():
        assert chinese and english, code


@pytest.mark.parametrize("code", sorted(messages("errors")))
def test_an_error_has_the_fields_that_it_is_given(code: str) -> None:
    """Where it is raised all its gaps are filled, and nothing is given that neither language says."""
    assert ASKED[code] == set.union(*map(_fields, messages("errors")[code]))


def test_an_error_in_both_languages() -> None:
    """Fields stand where each language has them."""
    assert worded("moved-option", name="--learn", command="plancmp learn") == (
        "--learn 现在是单独的命令：plancmp learn",
        "--learn is a command of its own now: plancmp learn",
    )
