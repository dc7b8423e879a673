"""YAML to plain data; what is wrong with it, and where a value stands, by line and column."""

import re
from pathlib import Path
from typing import Any

import yaml

from plancmp.model.errors import RuleError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAY_BE_ALIAS = re.compile(r"(?<![^\s\ufeff\[\]{},:])[&*](?!\s)")
"""The mark of an anchor or an alias where a token may begin; within words and quotes it is none."""


def parse(text: str, path: Path) -> Any:
    """YAML to plain data. Anchors and aliases are refused: a few lines of them could fill the memory."""
    try:
        if _MAY_BE_ALIAS.search(text):
            _refuse_aliases(text, path)
        return yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        raise RuleError(
            f"{path}:{where}：不是有效的 YAML（{error.problem}）。",
            f"{path}:{where}: not YAML ({error.problem}).",
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise RuleError(
            f"{path}:1:1：不是有效的 YAML（{error}）。", f"{path}:1:1: not YAML ({error})."
        ) from None


def _refuse_aliases(text: str, path: Path) -> None:
    """Stop at the first anchor or alias."""
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark = event.start_mark
            where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
            raise RuleError(
                f"{path}:{where}：不支持 YAML 锚点和别名。", f"{path}:{where}: YAML anchors are not allowed."
            )


def position(text: str, trail: str) -> str:
    """Line and column of the value at a msgspec path such as `.units[3].name`."""
    node: yaml.Node | None = yaml.compose(text, _Loader)
    for step in trail.replace("[", ".[").split("."):
        if not step or node is None:
            continue
        found = _child(node, step)
        if found is None:
            break
        node = found
    return f"{node.start_mark.line + 1}:{node.start_mark.column + 1}" if node else "1:1"


def _child(node: yaml.Node, step: str) -> yaml.Node | None:
    """The node under a key or an index; for `[...]` (any key of a mapping) the first value."""
    if step.startswith("["):
        inside = step[1:-1]
        if isinstance(node, yaml.SequenceNode) and inside.isdigit() and int(inside) < len(node.value):
            found: yaml.Node = node.value[int(inside)]
            return found
        if isinstance(node, yaml.MappingNode) and node.value:
            first: yaml.Node = node.value[0][1]
            return first
        return None
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                held: yaml.Node = value
                return held
    return None
