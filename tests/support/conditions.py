"""Makes every condition of chosen modules a switch: what it decided is written down, and each can be off.

A condition is a whole `if`, an operand of `and` or `or` in a test or in what a predicate returns, or the
filter of a comprehension. Off, an `if` is never entered, an operand or a filter is as if it were not there.
`install` must come before anything imports the modules.
"""

import ast
import builtins
import importlib
import importlib.machinery
import pkgutil
import sys
from collections.abc import Sequence
from types import CodeType, ModuleType
from typing import Any, NamedTuple


class Condition(NamedTuple):
    """A condition: where it stands, its words, and what it is when it is off."""

    place: str
    words: str
    off: bool


CONDITIONS: list[Condition] = []
DECIDED: set[int] = set()
"""Those that were other than off since this was last cleared."""
_SWITCHED_OFF: list[int | None] = [None]


def switch_off(number: int | None) -> None:
    """Switch one condition off, and all others on."""
    _SWITCHED_OFF[0] = number


def _decide(number: int, value: Any) -> Any:
    """What stands in place of a condition."""
    off = CONDITIONS[number].off
    if number == _SWITCHED_OFF[0]:
        return off
    if bool(value) is not off:
        DECIDED.add(number)
    return value


class _Switches(ast.NodeTransformer):
    """Puts a call around each condition of a module."""

    def __init__(self, module: str) -> None:
        self._module = module

    def _switch(self, node: ast.expr, kind: str, *, off: bool) -> ast.expr:
        CONDITIONS.append(Condition(f"{self._module}:{node.lineno}", f"{kind} {ast.unparse(node)}", off))
        call = ast.Call(
            ast.Name("__decide__", ast.Load()), [ast.Constant(len(CONDITIONS) - 1), self._parts(node)], []
        )
        return ast.copy_location(call, node)

    def _parts(self, node: ast.expr) -> ast.expr:
        """A test with switches for its operands."""
        if isinstance(node, ast.BoolOp):
            both = isinstance(node.op, ast.And)
            kind = "and" if both else "or"
            node.values = [self._switch(each, kind, off=both) for each in node.values]
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            node.operand = self._parts(node.operand)
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        node.test = self._switch(node.test, "if", off=False)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        node.test = self._parts(node.test)
        return node

    def visit_While(self, node: ast.While) -> ast.AST:
        self.generic_visit(node)
        node.test = self._parts(node.test)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.ifs = [self._switch(each, "for", off=True) for each in node.ifs]
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.returns, ast.Name) and node.returns.id == "bool":
            for each in ast.walk(node):
                if isinstance(each, ast.Return) and each.value is not None:
                    each.value = self._parts(each.value)
        return node


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        tree = _Switches(fullname).visit(ast.parse(self.get_data(self.path)))
        return compile(ast.fix_missing_locations(tree), self.path, "exec")


class _Finder(importlib.machinery.PathFinder):
    prefixes: tuple[str, ...] = ()

    @classmethod
    def find_spec(
        cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if not f"{fullname}.".startswith(cls.prefixes):
            return None
        spec = super().find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(fullname, spec.origin)
        return spec


def install(modules: Sequence[str]) -> None:
    """Make the conditions of these modules and packages switches, and import all of them."""
    assert not any(f"{name}.".startswith(tuple(f"{each}." for each in modules)) for name in sys.modules)
    _Finder.prefixes = tuple(f"{each}." for each in modules)
    builtins.__decide__ = _decide  # type: ignore[attr-defined]
    sys.meta_path.insert(0, _Finder)
    for name in modules:
        package = importlib.import_module(name)
        for each in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
            importlib.import_module(each.name)
