"""The configuration: `plancmp.toml`, or `[tool.plancmp]` in `pyproject.toml`, the closest one upward."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

import msgspec

from plancmp.model.choices import FailOn, Stage
from plancmp.model.errors import PlancmpError
from plancmp.model.finding import Severity
from plancmp.model.language import Lang
from plancmp.rulepacks.messages import worded
from plancmp.rulepacks.reasons import in_words
from plancmp.text.keeping import compiled
from plancmp.text.nearby import nearby

NAMES = ("plancmp.toml", "pyproject.toml")
_LARGEST = 1_000_000
_MOST_JOBS = 256
_PLACE = compiled(r"line (\d+), column \d+")


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The keys of a configuration. Paths are seen from the folder of the file."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = {}
    severity: dict[str, Severity] = {}
    fail_on: FailOn | None = None
    lang: Lang | None = None
    rules: tuple[str, ...] | str = ()
    against: tuple[str, ...] | str = ()
    previous: str | None = None
    stage: Stage | None = None
    jobs: Annotated[int, msgspec.Meta(ge=0, le=_MOST_JOBS)] | None = None
    baseline: str | None = None


_KEYS = tuple(field.encode_name for field in msgspec.structs.fields(Config))


class Loaded(msgspec.Struct, frozen=True):
    """A configuration with the folder that its paths are seen from; `file` is None where there is none."""

    config: Config
    folder: Path
    file: Path | None = None


def find_config(start: Path) -> Loaded:
    """The closest configuration from a file's or folder's own folder upward; an empty one if there is none.

    A `pyproject.toml` without `[tool.plancmp]` is passed over. Raises `PlancmpError` for a wrong one.
    """
    start = (start if start.is_dir() else start.parent).resolve()
    for folder in (start, *start.parents):
        for name in NAMES:
            path = folder / name
            config = _read(path) if path.is_file() else None
            if config is not None:
                return Loaded(config, folder, path)
    return Loaded(Config(), Path.cwd())


def read_config(path: Path) -> Loaded:
    """The configuration in a named file. Raises `PlancmpError` where there is none, or a wrong one."""
    config = _read(path)
    if config is None:
        raise PlancmpError(*worded("no-section", path=path))
    return Loaded(config, path.resolve().parent, path)


def _read(path: Path) -> Config | None:
    """The configuration in a file; None for a `pyproject.toml` that has none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise PlancmpError(*worded("file-large", file=path))
        text = path.read_text("utf-8-sig")
        data: Any = tomllib.loads(text)
    except OSError as error:
        raise PlancmpError.unreadable(path, error) from None
    except UnicodeDecodeError as error:
        raise PlancmpError.unreadable(path, error) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PlancmpError(*worded("not-toml", path=path, error=_not_toml(error))) from None
    if path.name == "pyproject.toml":
        tool = data.get("tool")
        data = tool.get("plancmp") if isinstance(tool, dict) else None
        if data is None:
            return None
    wrong = [said for key, value in data.items() if (said := _wrong(key, value)) is not None]
    if not wrong:
        return msgspec.convert(data, Config)
    lines = [_line_of(text, key) for key, _, _ in wrong]
    if len(wrong) == 1:
        raise PlancmpError(f"{path}:{lines[0]}：{wrong[0][1]}。", f"{path}:{lines[0]}: {wrong[0][2]}.")
    zh = "；".join(f"{said}（第 {line} 行）" for line, (_, said, _) in zip(lines, wrong, strict=True))
    en = "; ".join(f"{said} (line {line})" for line, (_, _, said) in zip(lines, wrong, strict=True))
    raise PlancmpError(f"{path}:{min(lines)}：{zh}。", f"{path}:{min(lines)}: {en}.")


def _not_toml(error: Exception) -> tuple[str, str]:
    """What is wrong with a file of TOML, and where."""
    if isinstance(error, RecursionError):
        return in_words("nested too deeply")
    reason, _, place = str(error).removesuffix(")").rpartition(" (at ")
    zh, en = in_words(reason)
    at = _PLACE.fullmatch(place)
    return f"{f'第 {at[1]} 行' if at else '到文件末尾'}：{zh}", f"{at[0] if at else place}: {en}"


def _wrong(key: str, value: object) -> tuple[str, str, str] | None:
    """A key with what is wrong about it in both languages: unknown, or a value that does not fit."""
    if key not in _KEYS:
        near = nearby(key, _KEYS)
        zh = f"是不是 {near}？" if near else f"可用：{'、'.join(_KEYS)}"
        en = f"did you mean {near}?" if near else f"use {', '.join(_KEYS)}"
        return key, f"未知的配置项 {key}，{zh}", f"unknown key {key}, {en}"
    try:
        msgspec.convert({key: value}, Config)
    except msgspec.ValidationError as error:
        said = str(error).partition(" - at `")[0]
        zh, en = in_words(said)
        return key, f"{key}：{zh}", f"{key}: {en}"
    return None


def _line_of(text: str, key: str) -> int:
    """The line of a key; 1 where it cannot be found."""
    pattern = re.compile(
        rf"^\s*(?:\[(?:tool\.plancmp\.)?)?[\"']?{re.escape(key)}[\"']?\s*[=\].]", re.MULTILINE
    )
    found = pattern.search(text)
    return text.count("\n", 0, found.start()) + 1 + found.group().count("\n", 0, -1) if found else 1


def rule_folders(loaded: Loaded) -> tuple[Path, ...]:
    """The folders of the user's rules that a configuration names."""
    named = (loaded.config.rules,) if isinstance(loaded.config.rules, str) else loaded.config.rules
    return tuple(loaded.folder / name for name in named)


def config_schema() -> dict[str, object]:
    """The JSON Schema of a configuration."""
    from plancmp.records.jsonform import schema_of

    return schema_of(Config, "plancmp config")
