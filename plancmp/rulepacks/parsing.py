"""YAML to plain data; what is wrong with it, and where a value stands, by line and column."""

from pathlib import Path
from typing import Any

import yaml

from plancmp.model.errors import RuleError
from plancmp.rulepacks.reasons import in_words
from plancmp.text.keeping import compiled

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast reader where it is there."""
_MAY_BE_ALIAS = compiled(r"(?<![^\s\ufeff\[\]{},:])[&*](?!\s)")
"""The mark of an anchor or an alias where a token may begin; within words and quotes it is none."""


def parse(text: str, path: Path) -> Any:
    """YAML to plain data. Anchors and aliases are refused: a few lines of them could fill the memory."""
    try:
        if _MAY_BE_ALIAS.search(text):
            _refuse_aliases(text, path)
        return yaml.load(text, Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where, zh, en = not_yaml(error)
        raise RuleError(f"{path}:{where}：{zh}", f"{path}:{where}: {en}") from None


def not_yaml(error: Exception) -> tuple[str, str, str]:
    """Line and column of what is no YAML, and what is wrong with it in Chinese and English."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
    reason = "nested too deeply" if isinstance(error, RecursionError) else ""
    reason = reason or getattr(error, "problem", None) or " ".join(str(error).split())
    zh, en = in_words(reason)
    return where, f"不是有效的 YAML（{zh}）。", f"not YAML ({en})."


def _refuse_aliases(text: str, path: Path) -> None:
    """Stop at the first anchor or alias."""
    for event in yaml.parse(text, Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark = event.start_mark
            where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
            raise RuleError(
                f"{path}:{where}：不支持 YAML 锚点和别名。", f"{path}:{where}: YAML anchors are not allowed."
            )


def position(text: str, trail: str) -> str:
    """Line and column of the value at a msgspec path such as `.units[3].name`."""
    node: yaml.Node | None = yaml.compose(text, Loader)
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
