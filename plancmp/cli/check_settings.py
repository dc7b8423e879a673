"""What the command line and the configuration say, joined to the settings of each plan."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

from plancmp.checks.aside.accepted import ACCEPTED_NAME, Acceptance, AcceptedList, read_accepted
from plancmp.checks.aside.baseline import relative_to
from plancmp.checks.entries import Check
from plancmp.checks.options import codes_of, resolve_codes
from plancmp.cli.checking import Settings
from plancmp.cli.config import Config, Loaded, find_config, read_config, rule_folders
from plancmp.cli.language import chosen, is_told, prefer
from plancmp.cli.opposing import REFERENCE, own_references, reference_at
from plancmp.model.choices import FailOn, Stage
from plancmp.model.errors import PlancmpError
from plancmp.model.finding import Severity
from plancmp.rulepacks.messages import worded

PHRASES_NAME = "plancmp-phrases.tsv"
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Told(NamedTuple):
    """What the command line says of a check; empty and None where it says nothing."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    stage: Stage | None = None
    against: tuple[Path, ...] = ()
    previous: str | None = None
    refs: Path | None = None
    rules: tuple[Path, ...] = ()
    baseline: Path | None = None
    accept: tuple[Path, ...] = ()
    jobs: int | None = None
    config: Path | None = None
    isolated: bool = False


class Run(NamedTuple):
    """What holds for a run as a whole."""

    fail_on: FailOn
    jobs: int
    baseline: Path | None


class Planner:
    """Finds the settings of each plan, and those of the run."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._named = read_config(told.config) if told.config is not None else None
        if told.refs is not None:
            own_references(told.refs)
        self._found: dict[Path, Loaded] = {}
        self._accepted: dict[Path, AcceptedList] = {}
        self.answered = [_read_answers(file) for file in told.accept]
        """The lists that the command line names: accepted findings, and answers to comments in Word files."""

    def loaded(self, name: str) -> Loaded:
        """The configuration that holds for a plan."""
        if self._told.isolated:
            return Loaded(Config(), Path.cwd())
        if self._named is not None:
            return self._named
        folder = _folder_of(name)
        if folder not in self._found:
            self._found[folder] = find_config(folder)
        return self._found[folder]

    def run(self, names: Sequence[str]) -> Run:
        """What holds for all: of the configuration closest to what the plans have in common."""
        loaded = self.loaded(_common(names))
        config, told = loaded.config, self._told
        if config.lang is not None and not is_told():
            prefer(config.lang)
        baseline = told.baseline
        if baseline is None and config.baseline is not None:
            baseline = loaded.folder / config.baseline
        jobs = config.jobs if told.jobs is None else told.jobs
        return Run(told.fail_on or config.fail_on or "error", jobs or 0, baseline)

    def checks(self, name: str) -> tuple[Check, ...]:
        """All checks that a plan may be asked for."""
        return _checks(self._rules(self.loaded(name)))

    def settings(self, name: str) -> Settings:
        """What a plan is checked with."""
        loaded, told = self.loaded(name), self._told
        config = loaded.config
        rules = self._rules(loaded)
        checks = _checks(rules)
        listed = (config.against,) if isinstance(config.against, str) else config.against
        against = tuple(map(str, told.against)) or tuple(_beside(loaded, name) for name in listed)
        previous = told.previous or (_beside(loaded, config.previous) if config.previous else None)
        codes = _selected(checks, told, config, previous is not None)
        codes -= _ignored_in(name, loaded, checks)
        severities = {**_severities(config.severity.items(), checks), **_severities(_pairs(told), checks)}
        lang = chosen()
        return Settings(
            rules=rules,
            codes=codes,
            severities=tuple(sorted(severities.items())),
            stage=told.stage or config.stage,
            against=tuple(reference_at(name, told.refs) for name in against),
            previous=reference_at(previous, told.refs) if previous else None,
            lang=lang,
            phrases=self._phrases(name),
        )

    def accepted(self, name: str) -> list[AcceptedList]:
        """The lists of accepted findings: the one beside a plan or above it, and those that were named."""
        file = None if self._told.isolated else find_above(_folder_of(name), ACCEPTED_NAME)
        if file is None:
            return self.answered
        if file not in self._accepted:
            self._accepted[file] = read_accepted(file)
        return [self._accepted[file], *self.answered]

    def all_accepted(self) -> Iterable[AcceptedList]:
        """The lists that were found beside plans; what was answered once may have been mended since."""
        return self._accepted.values()

    def _rules(self, loaded: Loaded) -> tuple[str, ...]:
        """The folders of the user's rules."""
        return tuple(str(folder) for folder in (*rule_folders(loaded), *self._told.rules))

    def _phrases(self, name: str) -> str | None:
        """The learned phrases beside a plan or above it."""
        file = None if self._told.isolated else find_above(_folder_of(name), PHRASES_NAME)
        return str(file) if file is not None else None


def _read_answers(file: Path) -> AcceptedList:
    """A list of accepted findings, or the answers to comments in a Word file as one."""
    if file.suffix.lower() in (".yaml", ".yml"):
        return read_accepted(file)
    from plancmp.report.word.comments import accepted_in
    from plancmp.sources.reading import naming, read_file

    data = read_file(file)
    with naming(str(file)):
        found = accepted_in(data)
    entries = tuple(
        Acceptance(code=each.code, reason=each.reason, fingerprint=each.fingerprint) for each in found
    )
    return AcceptedList(file, entries, tuple(each.number for each in found))


@cache
def _checks(rules: tuple[str, ...]) -> tuple[Check, ...]:
    """Bundled checks and those of some folders."""
    from plancmp.checks.loading import load_checks

    return load_checks(rules)


def _selected(checks: Sequence[Check], told: Told, config: Config, has_previous: bool) -> frozenset[str]:
    """The codes that are selected. A selection on the command line puts that of the configuration aside."""
    if told.select:
        return _any_left(resolve_codes(checks, told.select, told.ignore, told.extend))
    extend = (*config.extend_select, *told.extend)
    if has_previous and config.select is None:
        # Who gives the plan of the period before wants to know what became of it.
        extend = (*extend, *(check.code for check in checks if check.kind == "promise-broken"))
    codes = resolve_codes(checks, config.select, (*config.ignore, *told.ignore), extend)
    return _any_left(codes) if told.ignore else codes


def _any_left(codes: frozenset[str]) -> frozenset[str]:
    """The codes that a command line leaves. Raises `PlancmpError` for none: no check is not a clean plan."""
    if not codes:
        raise PlancmpError(*worded("nothing-selected"))
    return codes


def _ignored_in(name: str, loaded: Loaded, checks: Sequence[Check]) -> frozenset[str]:
    """The codes that the configuration leaves out for a plan; `*` stands for anything."""
    path = relative_to(name, loaded.folder)
    words = [
        word
        for pattern, listed in loaded.config.per_file_ignores.items()
        if fnmatchcase(path, pattern) or fnmatchcase(Path(path).name, pattern)
        for word in listed
    ]
    return frozenset(code for word in words for code in codes_of(word, checks))


def _pairs(told: Told) -> Iterable[tuple[str, Severity]]:
    """`PLH003=error` as code and severity."""
    for said in told.severity:
        word, _, level = said.partition("=")
        severity = next((each for each in _SEVERITIES if each == level.strip()), None)
        if severity is None:
            raise PlancmpError(*worded("severity-form", said=said))
        yield word.strip(), severity


def _severities(said: Iterable[tuple[str, Severity]], checks: Sequence[Check]) -> Mapping[str, Severity]:
    """Severities by code; a longer word counts more than a prefix of it."""
    ordered = sorted(said, key=lambda each: len(each[0]))
    return {code: severity for word, severity in ordered for code in codes_of(word, checks)}


def _beside(loaded: Loaded, name: str) -> str:
    """A plan that a configuration names, as seen from its folder."""
    return name if name.startswith(REFERENCE) else str(loaded.folder / name)


def find_above(folder: Path, name: str) -> Path | None:
    """The closest file of a name, from a folder upward; as seen from the current folder where it is below."""
    start, here = folder.resolve(), Path.cwd()
    found = next((each / name for each in (start, *start.parents) if (each / name).is_file()), None)
    return found.relative_to(here) if found is not None and found.is_relative_to(here) else found


def _folder_of(name: str) -> Path:
    """The folder of a plan; the current one for standard input."""
    if name == "-":
        return Path.cwd()
    path = Path(name)
    return path if path.is_dir() else path.parent


def _common(names: Sequence[str]) -> str:
    """The folder that some plans have in common; the current one where they have none."""
    import os

    try:
        return os.path.commonpath([str(_folder_of(name).resolve()) for name in names])
    except ValueError:
        return "."
