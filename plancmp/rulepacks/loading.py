"""Reads a rule file into its type; what is wrong with it is said with file, line and column."""

import re
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import yaml

from plancmp.model.errors import RuleError
from plancmp.rulepacks.reasons import in_chinese

T = TypeVar("T")
_LARGEST = 4_000_000
_LOADED: dict[tuple[type, str], Any] = {}
_PARSED: dict[Path, tuple[str, Any]] = {}
"""Bundled files by path: two types may read different parts of one file."""
_MAY_BE_ALIAS = re.compile(r"(?<![^\s\ufeff\[\]{},:])[&*](?!\s)")
"""The mark of an anchor or an alias where a token may begin; within words and quotes it is none."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def rules_folder() -> Path:
    """The folder of the rules: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_rules", package.parent / "rules"):
        if folder.is_dir():
            return folder
    raise RuleError(
        "找不到规则文件夹 rules/，请重新安装 plancmp。", "The folder rules/ is missing; reinstall plancmp."
    )


def read_rule_text(name: str) -> str:
    """The text of `rules/<name>`, UTF-8."""
    return _read(rules_folder() / name)


def load(kind: type[T], name: str) -> T:
    """Read `rules/<name>` strictly as `kind`; read once, kept for the process.

    Raises `RuleError` when the file is missing, is no YAML, or does not fit the type.
    """
    held = _LOADED.get((kind, name))
    if held is None:
        path = rules_folder() / name
        if path not in _PARSED:
            _PARSED[path] = _read_yaml(path)
        held = _LOADED[kind, name] = _convert(kind, path, *_PARSED[path])
    return cast(T, held)


def load_file(kind: type[T], path: Path) -> T:
    """Read any YAML file strictly as `kind`; see `load`."""
    return _convert(kind, path, *_read_yaml(path))


def _read_yaml(path: Path) -> tuple[str, Any]:
    """The text of a file and its plain data."""
    text = _read(path)
    return text, _parse(text, path)


def _convert(kind: type[T], path: Path, text: str, data: Any) -> T:
    """Plain data as its type; the error says line and column of `text`."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        reason, _, trail = str(error).partition(" - at `$")
        where = _position(text, trail.rstrip("`"))
        raise RuleError(f"{path}:{where}：{in_chinese(reason)}。", f"{path}:{where}: {reason}") from None


def _read(path: Path) -> str:
    """The text of a rule file, refused when unreadable or far too large."""
    try:
        if path.stat().st_size > _LARGEST:
            raise RuleError(f"{path}：规则文件过大。", f"{path}: this rule file is too large.")
        return path.read_text("utf-8")
    except OSError as error:
        raise RuleError(
            f"{path}：无法读取（{error.strerror}）。", f"{path}: cannot be read ({error.strerror})."
        ) from None
    except UnicodeDecodeError:
        raise RuleError(f"{path}：不是 UTF-8 编码。", f"{path}: not UTF-8.") from None


def _parse(text: str, path: Path) -> Any:
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


def _position(text: str, trail: str) -> str:
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
