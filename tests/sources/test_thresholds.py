"""Numbers that say what a layout looks like stand in one table, limits in another, with unit and reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import plancmp

_ROOT = Path(plancmp.__file__).parent
_THRESHOLDS, _LIMITS = _ROOT / "sources/thresholds.py", _ROOT / "sources/guard/limits.py"
_PRICES = _ROOT / "sources/tables/prices.py"
"""The weights of the decoders."""
_NOT_YET = ("sources/scan",)
"""Folders whose constants are still their own."""
_OF_FORMATS = ("sources/guard/ole.py", "sources/word/binary.py")
"""Readers full of numbers that [MS-CFB] and [MS-DOC] lay down."""


def _is_number(value: ast.expr | None) -> bool:
    """Whether an expression is made of numbers only, not counting the 0, 1 and 2 of any counting."""
    try:
        found = ast.literal_eval(value) if value is not None else None
    except ValueError:
        return isinstance(value, ast.BinOp) and _is_number(value.left) and _is_number(value.right)
    parts = found if isinstance(found, tuple) and found else (found,)
    return all(isinstance(part, int | float) and not isinstance(part, bool) for part in parts)


def _constants(path: Path) -> Iterator[ast.Assign | ast.AnnAssign]:
    """The numeric constants of a module."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_number(node.value):
            yield node


@pytest.mark.parametrize("table", [_THRESHOLDS, _LIMITS, _PRICES], ids=lambda path: path.stem)
def test_each_has_a_unit(table: Path) -> None:
    """A number without a unit cannot be judged."""
    assert [ast.unparse(node) for node in _constants(table) if isinstance(node, ast.Assign)] == []


def test_each_has_a_reason() -> None:
    """What a threshold is for stands below it."""
    body = ast.parse(_THRESHOLDS.read_text("utf-8")).body
    bare = [
        ast.unparse(node)
        for node, below in zip(body, [*body[1:], None], strict=True)
        if isinstance(node, ast.AnnAssign) and not isinstance(below, ast.Expr)
    ]
    assert bare == []


def test_they_are_few() -> None:
    """A threshold is a decision that somebody has to understand."""
    assert len(list(_constants(_THRESHOLDS))) <= 80


def test_none_elsewhere() -> None:
    """Readers and structure have no numbers of their own; what a format lays down is `Final`."""
    own = [
        f"{path.relative_to(_ROOT)}: {ast.unparse(node)}"
        for folder in ("sources", "structure")
        for path in sorted((_ROOT / folder).rglob("*.py"))
        if path not in (_THRESHOLDS, _LIMITS, _PRICES)
        and not str(path.relative_to(_ROOT)).startswith((*_NOT_YET, *_OF_FORMATS))
        for node in _constants(path)
        if not (isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "Final")
    ]
    assert own == []
