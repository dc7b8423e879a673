"""Reads a rule file into its type; what is wrong with it is said with file, line and column."""

from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from plancmp.model.errors import RuleError
from plancmp.text.keeping import Store

T = TypeVar("T")
_LARGEST = 4_000_000
_LOADED: dict[tuple[type, str], Any] = {}
_KEPT = Store("rules")
"""The data of bundled files as they were when this size and time of change: parsing YAML is slow."""


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
        held = _LOADED[kind, name] = _convert(kind, path, read_kept(path))
    return cast(T, held)


def load_file(kind: type[T], path: Path) -> T:
    """Read any YAML file strictly as `kind`; see `load`."""
    return _convert(kind, path, _parse(path))


@cache
def read_kept(path: Path) -> Any:
    """The plain data of a bundled file, parsed when it has changed; two types may read parts of one file."""
    try:
        state = path.stat()
    except OSError:
        return _parse(path)
    key = (str(path), state.st_mtime_ns, state.st_size)
    data = _KEPT.get(key)
    if data is None:
        data = _parse(path)
        _KEPT.put(key, data)
    return data


def _convert(kind: type[T], path: Path, data: Any) -> T:
    """Plain data as its type; the error says line and column."""
    import msgspec  # Words alone are read without it.

    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        reason, _, trail = str(error).partition(" - at `$")
        from plancmp.rulepacks.parsing import position
        from plancmp.rulepacks.reasons import in_words

        where = position(_read(path), trail.rstrip("`"))
        zh, en = in_words(reason)
        raise RuleError(f"{path}:{where}：{zh}。", f"{path}:{where}: {en}.") from None


def _read(path: Path) -> str:
    """The text of a rule file, refused when unreadable or far too large."""
    try:
        if path.stat().st_size > _LARGEST:
            raise RuleError(f"{path}：规则文件过大。", f"{path}: this rule file is too large.")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError.unreadable(path, error) from None


def _parse(path: Path) -> Any:
    """The plain data of a file."""
    from plancmp.rulepacks.parsing import parse  # YAML is not loaded where all is kept.

    return parse(_read(path), path)
