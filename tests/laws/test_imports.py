"""No module imports itself through others, whether at its top or inside of a function."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import plancmp

ROOT = Path(plancmp.__file__).parent


def _modules() -> dict[str, Path]:
    """All modules by name."""
    found = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _imports(path: Path, modules: dict[str, Path]) -> set[str]:
    """The modules of plancmp that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{each.name}" for each in node.names}
            names |= whole if whole <= modules.keys() else {*whole, node.module}
        elif isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
    # The package itself imports its public names when they are asked for.
    return (names & modules.keys()) - {"plancmp"}


def _graph() -> dict[str, set[str]]:
    """Each module with those that it imports."""
    modules = _modules()
    return {name: _imports(path, modules) for name, path in modules.items()}


def _order(graph: dict[str, set[str]]) -> None:
    """Fail with the circle where there is one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def test_no_circles() -> None:
    """The layers hold between folders; this holds inside of them."""
    graph = _graph()
    assert len(graph) > 200 and "plancmp.model.place" in graph["plancmp.model.document"]
    _order(graph)


def test_no_circles_of_folders() -> None:
    """A folder inside of a layer is one room, as is a module beside it: imports between rooms go one way."""
    rooms: dict[str, set[str]] = {}
    for name, imported in _graph().items():
        own = _room(name)
        rooms.setdefault(own, set()).update(each for each in map(_room, imported) if each != own)
    assert "plancmp.sources.lines" in rooms["plancmp.sources.tables"]
    _order(rooms)


def _room(name: str) -> str:
    """The folder that a module stands in below its layer, else the module."""
    return ".".join(name.split(".")[:3])
