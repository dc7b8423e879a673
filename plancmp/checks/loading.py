"""Rule files to checks: read strictly, every mistake of all files told at once with its line and column."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import msgspec
import yaml

from plancmp.checks.entries import Check, Examples, NoParameters
from plancmp.model.errors import PlancmpError, RuleError, reason_of
from plancmp.model.finding import Severity
from plancmp.model.record import Stage
from plancmp.model.words import NOTHING, Words
from plancmp.rulepacks import rules_folder
from plancmp.rulepacks.loading import read_kept
from plancmp.rulepacks.messages import worded
from plancmp.rulepacks.parsing import Loader, not_yaml
from plancmp.rulepacks.reasons import in_words
from plancmp.text.keeping import compiled

_CODE = compiled(r"[A-Z]{2,6}\d{3}")
_NAME = compiled(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LARGEST = 2_000_000


_Said = Words | str
"""Words in both languages, or one text for both."""
_Given = Mapping[str, Any]


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A check of a user's own. The bundled ones also say why, what satisfies them, and give examples."""

    code: str
    name: str
    kind: str
    severity: Severity
    title: _Said
    message: _Said
    reason: _Said = NOTHING
    satisfy: _Said = NOTHING
    examples: Examples = Examples(fail=(), passes=())
    default: bool = True
    stages: tuple[Stage, ...] = ("draft", "review", "issued")
    stage_severity: dict[Stage, Severity] = {}
    yields_to: tuple[str, ...] = ()
    together: int | None = None
    parameters: dict[str, Any] = {}


_REQUIRED = frozenset(("reason", "satisfy", "examples"))
"""What a bundled check must have as well."""


class _Change(msgspec.Struct, frozen=True, kw_only=True):
    """A change of a bundled check."""

    change: str
    severity: Severity | None = None
    default: bool | None = None
    parameters: dict[str, Any] = {}


class _Problem(NamedTuple):
    """A mistake in a rule file, in both languages, and where."""

    where: str
    chinese: str
    english: str


def load_checks(folders: Sequence[str | Path] = ()) -> tuple[Check, ...]:
    """The bundled checks and those of the user's folders, in the order of the files.

    A folder holds `checks/*.yaml`, or the files themselves. An entry with `change: CODE` alters a bundled
    check: severity, default, parameters (lists are added to). Raises one `RuleError` that names every
    mistake, each on a line of its own with file, line and column.
    """
    if not folders:
        return _bundled()
    reader = _Reader(list(_bundled()))
    for folder in folders:
        reader.read_folder(Path(folder))
    return reader.finish()


@cache
def _bundled() -> tuple[Check, ...]:
    """The checks of rules/checks; read with their places only where a mistake is to be told."""
    reader = _Reader([], bundled=True)
    if not reader.read_kept(rules_folder()):
        reader = _Reader([], bundled=True)
        reader.read_folder(rules_folder())
    return reader.finish()


def rules_schema() -> dict[str, Any]:
    """The JSON Schema of a file of a user's own rules: a list of checks of the open kinds, and of changes."""
    from plancmp.checks.registry import KINDS

    kinds = {name: kind.parameters for name, kind in KINDS.items() if kind.open}
    _, parts = msgspec.json.schema_components(
        [_Entry, _Change, *kinds.values()], ref_template="#/$defs/{name}"
    )
    entry, change = parts.pop("_Entry"), parts.pop("_Change")
    choices = []
    for name, kind in kinds.items():
        own = {"kind": {"const": name}, "parameters": {"$ref": f"#/$defs/{kind.__name__}"}}
        required = [*entry["required"], "parameters"]
        properties = {**entry["properties"], **own}
        choices.append({**entry, "title": name, "properties": properties, "required": required})
    choices.append({**change, "title": "change"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "plancmp rules",
        "type": "array",
        "items": {"oneOf": [{**choice, "additionalProperties": False} for choice in choices]},
        "$defs": parts,
    }


class _Reader:
    """Collects checks and problems over many files, one after the other."""

    def __init__(self, checks: list[Check], *, bundled: bool = False) -> None:
        self._checks = checks
        self._bundled = bundled
        self._problems: list[_Problem] = []
        self._path = Path()
        """The file that is read."""

    def finish(self) -> tuple[Check, ...]:
        """The checks, or one error that names all problems."""
        if self._problems:
            zh = (f"{each.where}：{each.chinese}" for each in self._problems)
            en = (f"{each.where}: {each.english}" for each in self._problems)
            raise RuleError("\n".join(zh), "\n".join(en))
        return tuple(sorted(self._checks, key=lambda check: check.code))

    def read_folder(self, folder: Path) -> None:
        """All rule files of a folder, by name."""
        inner = folder / "checks"
        files = sorted((inner if inner.is_dir() else folder).glob("*.yaml"))
        if folder.is_file():
            self._problems.append(_Problem(str(folder), *worded("rules-file")))
        elif not folder.is_dir():
            self._problems.append(_Problem(str(folder), *worded("rules-folder")))
        elif not files:
            self._problems.append(_Problem(str(folder), *worded("rules-none")))
        for self._path in files:
            self._read_file()

    def read_kept(self, folder: Path) -> bool:
        """The rule files of the bundled folder as they were kept; False where anything is wrong with them."""
        try:
            for self._path in sorted((folder / "checks").glob("*.yaml")):
                for entry in read_kept(self._path):
                    if not _REQUIRED <= entry.keys() <= set(_Entry.__struct_fields__):
                        return False
                    self._check(None, msgspec.convert(entry, _Entry))
        except (PlancmpError, msgspec.ValidationError, ValueError, AttributeError, TypeError):
            return False
        return bool(self._checks) and not self._problems

    def _read_file(self) -> None:
        """All entries of the file."""
        try:
            if self._path.stat().st_size > _LARGEST:
                self._problem(None, *worded("rules-large"))
                return
            text = self._path.read_text("utf-8")
            for event in yaml.parse(text, Loader):
                if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                    self._problem(event, *worded("rules-anchor"))
                    return
            node = yaml.compose(text, Loader)
        except (OSError, UnicodeDecodeError) as error:
            self._problem(None, *worded("rules-unread", why=reason_of(error)))
            return
        except yaml.YAMLError as error:
            where, zh, en = not_yaml(error)
            self._problems.append(_Problem(f"{self._path}:{where}", zh, en))
            return
        if not isinstance(node, yaml.SequenceNode):
            self._problem(node, *worded("rules-list"))
            return
        for entry in node.value:
            self._read_entry(entry)

    def _read_entry(self, node: yaml.Node) -> None:
        """One entry: a check of its own, or a change to a bundled one."""
        if not isinstance(node, yaml.MappingNode):
            self._problem(node, *worded("rule-keys"))
        elif not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value):
            self._problem(node, *worded("rule-key"))
        elif any(key.value == "change" for key, _ in node.value) and not self._bundled:
            self._change(node)
        elif (values := self._fields(node, _Entry)) is not None:
            self._check(node, _Entry(**values))

    def _fields(self, node: yaml.MappingNode, kind: type) -> dict[str, Any] | None:
        """The values of an entry's keys, each of its type; None when any is wrong."""
        before = len(self._problems)
        hints = _hints(kind)
        required = {field.name for field in msgspec.structs.fields(kind) if field.required}
        required |= _REQUIRED if self._bundled else frozenset()
        values: dict[str, Any] = {}
        for key, value in node.value:
            if key.value not in hints:
                self._problem(key, *worded("rule-unknown-key", key=key.value))
            elif key.value in values:
                self._problem(key, *worded("rule-key-twice", key=key.value))
            else:
                values[key.value] = None
                try:
                    values[key.value] = msgspec.convert(_plain(value), hints[key.value])
                except (msgspec.ValidationError, ValueError) as error:
                    self._wrong(value, key.value, error)
        for name in sorted(required - values.keys()):
            self._problem(node, *worded("rule-key-missing", key=name))
        return values if len(self._problems) == before else None

    def _check(self, node: yaml.Node | None, entry: _Entry) -> None:
        """Take an entry as a check, with parameters of the kind's type."""
        from plancmp.checks.registry import KINDS

        before = len(self._problems)
        self._check_names(node, entry)
        kinds = {name: each for name, each in KINDS.items() if each.open or self._bundled}
        kind = kinds.get(entry.kind)
        if kind is None:
            said = worded("rule-kind", kind=entry.kind, kinds=", ".join(sorted(kinds)))
            self._problem(_value(node, "kind"), *said)
            return
        parameters = self._parameters(_value(node, "parameters"), kind.parameters, entry.parameters)
        if parameters is not None and len(self._problems) == before:
            own = {"parameters": parameters, "source": str(self._path)}
            own |= {name: _both(getattr(entry, name)) for name in ("title", "message", "reason", "satisfy")}
            self._checks.append(Check(**{**msgspec.structs.asdict(entry), **own}))

    def _check_names(self, node: yaml.Node | None, entry: _Entry) -> None:
        """Code and name: well formed and not taken."""
        code, name = _value(node, "code"), _value(node, "name")
        if not _CODE.fullmatch(entry.code):
            self._problem(code, *worded("rule-code-form"))
        if not _NAME.fullmatch(entry.name):
            self._problem(name, *worded("rule-name-form"))
        for check in self._checks:
            if check.code == entry.code:
                self._problem(code, *worded("rule-code-taken", rule=entry.code, source=check.source))
            elif check.name == entry.name:
                self._problem(name, *worded("rule-name-taken", name=entry.name, rule=check.code))

    def _parameters(
        self, node: yaml.Node | None, kind: type, given: _Given, held: _Given | None = None
    ) -> Any | None:
        """The parameters of a check in the type of its kind; None when wrong. `held` it had before."""
        if kind is NoParameters and not given:
            return NoParameters()
        try:
            parameters: Any = msgspec.convert(dict(given), kind)
        except (msgspec.ValidationError, ValueError) as error:
            self._wrong(node, "parameters", error, held)
            return None
        problem = getattr(parameters, "problem", lambda: None)()
        if problem is not None:
            trail, chinese, english = problem
            self._problem(_at(node, _own_trail(trail, held)), chinese, english)
            return None
        return parameters

    def _change(self, node: yaml.MappingNode) -> None:
        """A change to a bundled check."""
        from plancmp.checks.registry import KINDS

        values = self._fields(node, _Change)
        if values is None:
            return
        change = _Change(**values)
        at = next((at for at, check in enumerate(self._checks) if check.code == change.change), None)
        if at is None:
            self._problem(_value(node, "change"), *worded("rule-no-check", rule=change.change))
            return
        check = self._checks[at]
        held = msgspec.to_builtins(check.parameters)
        merged = _merged(held, change.parameters)
        kind = KINDS[check.kind].parameters
        parameters = self._parameters(_value(node, "parameters"), kind, merged, held)
        if parameters is not None:
            self._checks[at] = msgspec.structs.replace(
                check,
                parameters=parameters,
                severity=change.severity or check.severity,
                default=check.default if change.default is None else change.default,
            )

    def _wrong(self, node: yaml.Node | None, key: str, error: Exception, held: _Given | None = None) -> None:
        """A value that does not fit its type."""
        reason, _, trail = str(error).partition(" - at `")
        trail = _own_trail(compiled(r"^(?:key in )?`?\$").sub("", trail.rstrip("`")), held)
        zh, en = in_words(reason)
        self._problem(_at(node, trail), f"{key}{trail}：{zh}。", f"{key}{trail}: {en}.")

    def _problem(self, node: Any, chinese: str, english: str) -> None:
        """Note a mistake at a node of the file."""
        mark = getattr(node, "start_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        self._problems.append(_Problem(f"{self._path}:{line}:{column}", chinese, english))


@cache
def _hints(kind: type) -> dict[str, Any]:
    """The types of an entry's keys."""
    return get_type_hints(kind)


def _both(said: _Said) -> Words:
    """A text for both languages where there is only one."""
    return Words(zh=said, en=said) if isinstance(said, str) else said


def _plain(node: yaml.Node) -> Any:
    """A node as plain data. Raises `ValueError` for a tag that YAML does not have."""
    loader = Loader("")
    try:
        return loader.construct_object(node, deep=True)
    except yaml.constructor.ConstructorError as error:
        raise ValueError(error.problem) from None
    finally:
        loader.dispose()


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """The value of a key, or the mapping itself where it has none."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), node)


def _at(node: yaml.Node | None, trail: str) -> yaml.Node | None:
    """The node at a path such as `.words[2]`, as near as there is one."""
    for step in compiled(r"[^.\[\]]+").findall(trail):
        if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            node = node.value[int(step)]
        elif isinstance(node, yaml.MappingNode):
            node = _value(node, step)
    return node


def _own_trail(trail: str, held: _Given | None) -> str:
    """A path into merged parameters as one into those that were added."""
    found = compiled(r"(\.?)(\w+)\[(\d+)\]").match(trail)
    before = (held or {}).get(found.group(2)) if found is not None else None
    if found is None or not isinstance(before, list | tuple):
        return trail
    return f"{found.group(1)}{found.group(2)}[{int(found.group(3)) - len(before)}]{trail[found.end() :]}"


def _merged(old: Any, new: _Given) -> dict[str, Any]:
    """Parameters with changes: lists are added to, mappings joined, all else replaced."""
    result = dict(old)
    for key, value in new.items():
        held = result.get(key)
        if isinstance(held, list | tuple) and isinstance(value, list):
            result[key] = [*held, *value]
        elif isinstance(held, dict) and isinstance(value, dict):
            result[key] = {**held, **value}
        else:
            result[key] = value
    return result
