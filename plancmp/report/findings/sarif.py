"""A check report as SARIF 2.1.0 (OASIS, errata 01), with what code-scanning services ask for.

GitHub and others need a physical location for every result, at most 25,000 results a run and 20 runs a file.
A format without lines has no region: the place stands in words in the message and in `logicalLocations`.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote as percent_encoded

from plancmp.model.checkreport import CheckReport, Quote
from plancmp.model.finding import Finding, Related, Severity
from plancmp.model.language import Lang
from plancmp.model.place import Place
from plancmp.report.findings.words import (
    aside_words,
    failed_files,
    failure,
    place_words,
    quoted,
    related_path,
    related_said,
    without_line,
    word,
)
from plancmp.report.safe import shown, to_json

if TYPE_CHECKING:
    from plancmp.checks.entries import Check

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}
_LANGUAGES: dict[Lang, str] = {"zh": "zh-CN", "en": "en-US"}
_NOTIFICATIONS = {
    "file-failed": "failed",
    "not-checked": "not-checked",
    "unused-entry": "unused",
    "put-aside": "put-aside",
}
_MOST_RESULTS = 25_000
_LONGEST_DESCRIPTION = 1024
_MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|~!&"})

_Object = dict[str, Any]


def write_sarif(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """The report as SARIF with a line end; a second run begins only behind 25,000 results."""
    log = _Log(report, checks, lang)
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": list(log.runs())}) + "\n"


def uri_of(path: str) -> str:
    """A path as a URI reference: relative where it is, with forward slashes, percent-encoded.

    >>> uri_of("草案/a b.txt"), uri_of("C:\\\\plans\\\\a.docx")
    ('%E8%8D%89%E6%A1%88/a%20b.txt', 'file:///C:/plans/a.docx')
    """
    path = path.replace("\\", "/").removeprefix("./")
    if path[1:3] == ":/" and path[0].isalpha():
        return f"file:///{path[:2]}{_encoded(path[2:])}"
    return f"file://{_encoded(path)}" if path.startswith("/") else _encoded(path)


def _encoded(path: str) -> str:
    """Bytes of file names that are no UTF-8 keep their value; a lone half that is no byte becomes `?`."""
    try:
        return percent_encoded(path, errors="surrogateescape")
    except UnicodeEncodeError:
        return percent_encoded(path, errors="replace")


class _Rule(NamedTuple):
    """What a result says of its check."""

    code: str
    name: str
    severity: Severity
    check: "Check | None"


class _Log:
    """One report as runs. Rules and artifacts are the same in all of them."""

    def __init__(self, report: CheckReport, checks: "Sequence[Check]", lang: Lang) -> None:
        self._report = report
        self._lang: Lang = lang
        self._rules = _rules_of(report, checks)
        self._indexes = {rule.code: at for at, rule in enumerate(self._rules)}
        paths = (*(file.path for file in report.files), *(finding.path for finding in report.findings))
        self._artifacts = {path: at for at, path in enumerate(dict.fromkeys(paths))}

    def runs(self) -> Iterator[_Object]:
        """A run for each 25,000 results; one for none."""
        pairs = list(quoted(self._report))
        several = len(pairs) > _MOST_RESULTS
        for number, begin in enumerate(range(0, len(pairs) or 1, _MOST_RESULTS), 1):
            run = {
                "tool": {"driver": self._driver},
                "language": _LANGUAGES[self._lang],
                "columnKind": "unicodeCodePoints",
                "invocations": [self._invocation],
                "artifacts": self._artifact_list,
                "results": [self._result(*pair) for pair in pairs[begin : begin + _MOST_RESULTS]],
            }
            if several:
                # Runs of one file need a category each.
                run["automationDetails"] = {"id": f"plancmp/{number}/"}
            yield run

    # -- what was run

    @cached_property
    def _driver(self) -> _Object:
        # Not imported above: the package names the pipeline, which no report may import.
        version = str(import_module("plancmp").__version__)
        return {
            "name": "plancmp",
            "version": version,
            "semanticVersion": version,
            "rules": [self._rule(rule) for rule in self._rules],
            "notifications": [
                {"id": code, "shortDescription": {"text": word(words, self._lang)}}
                for code, words in _NOTIFICATIONS.items()
            ],
        }

    def _rule(self, rule: _Rule) -> _Object:
        """The check that a result names; one that the run does not know has its code alone."""
        described: _Object = {"id": rule.code, "name": rule.name}
        check = rule.check
        title = check.title.say(self._lang) if check is not None else rule.name
        reason = check.reason.say(self._lang) if check is not None else title
        satisfy = check.satisfy.say(self._lang) if check is not None else ""
        described["shortDescription"] = {"text": _text(title)[:_LONGEST_DESCRIPTION]}
        described["fullDescription"] = {"text": (_text(reason) or _text(title))[:_LONGEST_DESCRIPTION]}
        described["help"] = self._help(rule, title, reason, satisfy)
        described["defaultConfiguration"] = {"level": _LEVELS[rule.severity]}
        described["properties"] = {
            "tags": [rule.code.rstrip("0123456789") or rule.code],
            "problem.severity": _PROBLEMS[rule.severity],
        }
        if check is not None:
            # The default set is kept to what is sure.
            described["properties"]["precision"] = "high" if check.default else "medium"
        return described

    def _help(self, rule: _Rule, title: str, reason: str, satisfy: str) -> _Object:
        parts = [("why", reason), ("satisfy", satisfy)]
        heads = [(word(code, self._lang), text) for code, text in parts if text]
        plain = [f"{rule.code} {rule.name}", *(f"{head}\n{_text(text)}" for head, text in heads)]
        marked = [
            f"# {rule.code} {_marked(title)}",
            *(f"## {head}\n\n{_marked(text)}" for head, text in heads),
        ]
        return {"text": "\n\n".join(plain), "markdown": "\n\n".join(marked) + "\n"}

    @cached_property
    def _invocation(self) -> _Object:
        """Files that failed, what was not looked at, and entries without use."""
        failed = failed_files(self._report)
        notes = [
            self._notification("error", "file-failed", failure(file, self._lang), file.path)
            for file in failed
        ]
        notes += [
            self._notification("note", "not-checked", said, file.path)
            for file in self._report.files
            for said in file.not_checked
        ]
        notes += [
            self._notification("warning", "unused-entry", each.message, each.path, each.line)
            for each in self._report.unused
        ]
        aside = aside_words(self._report, self._lang)
        if aside:
            notes.append({"level": "note", "descriptor": {"id": "put-aside"}, "message": {"text": aside}})
        return {"executionSuccessful": not failed, "toolExecutionNotifications": notes}

    def _notification(self, level: str, code: str, text: str, path: str, line: int | None = None) -> _Object:
        return {
            "level": level,
            "descriptor": {"id": code},
            "message": {"text": _text(text)},
            "locations": [{"physicalLocation": self._physical(path, Place(line=line), None)}],
        }

    @cached_property
    def _artifact_list(self) -> list[_Object]:
        return [{"location": {"uri": uri_of(path)}, "roles": ["analysisTarget"]} for path in self._artifacts]

    # -- what was found

    def _result(self, finding: Finding, quote: Quote | None) -> _Object:
        result: _Object = {
            "ruleId": finding.code,
            "ruleIndex": self._indexes[finding.code],
            "level": _LEVELS[finding.severity],
            "message": {"text": _text(finding.message) + without_line(finding, self._lang)},
            "locations": [self._location(finding.path, finding.at, quote)],
            "partialFingerprints": _fingerprints(finding),
            "properties": _properties(finding),
        }
        if finding.related:
            result["relatedLocations"] = [
                self._related(finding, related, number) for number, related in enumerate(finding.related, 1)
            ]
        return result

    def _related(self, finding: Finding, related: Related, number: int) -> _Object:
        location = self._location(related_path(finding, related), related.at, None)
        return {"id": number, **location, "message": {"text": _text(related_said(related, self._lang))}}

    def _location(self, path: str, at: Place, quote: Quote | None) -> _Object:
        location: _Object = {"physicalLocation": self._physical(path, at, quote)}
        place = "" if at.line is not None else place_words(at, self._lang)
        if place:
            location["logicalLocations"] = [{"fullyQualifiedName": place, "kind": "element"}]
        return location

    def _physical(self, path: str, at: Place, quote: Quote | None) -> _Object:
        artifact: _Object = {"uri": uri_of(path)}
        if path in self._artifacts:
            artifact["index"] = self._artifacts[path]
        physical: _Object = {"artifactLocation": artifact}
        if at.line is not None:
            physical["region"] = _region(at, quote)
        return physical


def _rules_of(report: CheckReport, checks: "Sequence[Check]") -> list[_Rule]:
    """All checks of the run, then codes that only findings name."""
    rules = {check.code: _Rule(check.code, check.name, check.severity, check) for check in checks}
    for finding in report.findings:
        rules.setdefault(finding.code, _Rule(finding.code, finding.name, finding.severity, None))
    return list(rules.values())


def _region(at: Place, quote: Quote | None) -> _Object:
    """Line and columns; without a last column the region runs to the end of its line."""
    region: _Object = {"startLine": at.line}
    if at.column is not None:
        region["startColumn"] = at.column
        if at.end_column is not None:
            region["endLine"] = at.line
            region["endColumn"] = max(at.end_column, at.column)
            if quote is not None and quote.end > quote.start:
                region["snippet"] = {"text": quote.text[quote.start : quote.end]}
    return region


def _fingerprints(finding: Finding) -> _Object:
    """What tells a finding again.

    GitHub goes by `primaryLocationLineHash`, which its upload makes of the words of the line. Where there is
    no line the upload makes none, so it is given here; elsewhere one that differs would only draw a warning
    for every result.
    """
    prints = {"plancmp/v1": finding.fingerprint}
    if finding.at.line is None:
        prints["primaryLocationLineHash"] = f"{finding.fingerprint}:1"
    return prints


def _properties(finding: Finding) -> _Object:
    """What SARIF has no field for: the words, the indicator, page, paragraph and cell."""
    at = finding.at
    known = {
        "excerpt": finding.excerpt or None,
        "indicator": finding.indicator,
        "page": at.page,
        "block": at.block,
        "row": at.row,
        "cell": at.cell,
    }
    return {key: value for key, value in known.items() if value is not None}


def _text(text: str) -> str:
    """A text as a message of SARIF: braces are doubled, and nothing in it is a link.

    >>> _text("{0} [x](y)")
    '{{0}} [x] (y)'
    """
    return shown(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _marked(text: str) -> str:
    """A text as Markdown of a message, in which no mark means anything."""
    return _text(text).translate(_MARKDOWN)
