"""A check report as JUnit XML: a suite a plan, a test case a finding.

GitLab knows a case again by `classname` and `name`, takes the second of two that are the same for the first,
and shows the text of a failure but not its message. So a name is made of code and words, not of the line, and
is numbered where it comes again; the text says all. A plan without findings has one case that passes.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from plancmp.model.checkreport import CheckedFile, CheckReport, Quote
from plancmp.model.finding import Finding
from plancmp.model.language import Lang
from plancmp.report.findings.words import colon, failure, position, quoted, see_also, where_words, word
from plancmp.report.safe import shown
from plancmp.text.keeping import compiled

if TYPE_CHECKING:
    from plancmp.checks.entries import Check

_LONGEST_NAME = 80
_NOT_XML = compiled("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(report: CheckReport, checks: "Sequence[Check]", *, lang: Lang) -> str:
    """The report as XML with a line end. What XML cannot hold is replaced."""
    root = Element("testsuites", name="plancmp")
    suites = {file.path: _Suite(root, file.path, lang) for file in report.files}
    for finding, quote in quoted(report):
        if finding.path not in suites:
            suites[finding.path] = _Suite(root, finding.path, lang)
        suites[finding.path].add_finding(finding, quote)
    for file in report.files:
        suites[file.path].add_file(file)
    if report.unused:
        _add_unused(root, report, lang)
    for part in (*root, root):
        _count(part)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


class _Suite:
    """The cases of one plan."""

    def __init__(self, root: Element, path: str, lang: Lang) -> None:
        self._path = path
        self._lang: Lang = lang
        self._element = SubElement(root, "testsuite", name=_one_line(path))
        self._names: set[str] = set()

    def add_finding(self, finding: Finding, quote: Quote | None) -> None:
        """A finding as a case that fails, whatever its severity, which is its type."""
        said = (finding.code, finding.name, finding.indicator, finding.excerpt)
        case = self._case(" ".join(filter(None, said)), finding.at.line)
        failed = SubElement(case, "failure", type=finding.severity, message=_one_line(finding.message))
        failed.text = "\n".join(map(_one_line, _lines(finding, quote, self._lang)))

    def add_file(self, file: CheckedFile) -> None:
        """Whether the plan was checked, and what was not."""
        if file.status == "failed":
            case = self._case(word("failed-file", self._lang))
            error = SubElement(case, "error", type="failed", message=_one_line(file.error or ""))
            error.text = _one_line(failure(file, self._lang))
        elif not self._names:
            self._case(word("no-findings", self._lang))
        for said in file.not_checked:
            case = self._case(f"{word('not-checked', self._lang)} {said}")
            _skip(case, said)

    def _case(self, name: str, line: int | None = None) -> Element:
        name = self._unique(_one_line(name)[:_LONGEST_NAME])
        return _add_case(self._element, self._path, name, line)

    def _unique(self, name: str) -> str:
        """The name, numbered when it comes again."""
        numbered = (name if number == 1 else f"{name} ({number})" for number in count(1))
        fresh = next(each for each in numbered if each not in self._names)
        self._names.add(fresh)
        return fresh


def _lines(finding: Finding, quote: Quote | None, lang: Lang) -> Iterator[str]:
    """All that a finding says, line by line."""
    yield position(finding.path, finding.at, lang)
    if named := where_words(finding, lang):
        yield named
    yield f"{word(finding.severity, lang)} {finding.code} {finding.title_in(lang)}"
    yield finding.message
    if finding.excerpt:
        said = quote.text if quote is not None and finding.excerpt in quote.text else finding.excerpt
        yield f"{word('excerpt', lang)}{colon(lang)}{said.strip()}"
    if finding.indicator:
        yield word("indicator", lang, finding.indicator)
    for related in finding.related:
        yield see_also(finding, related, lang)


def _add_unused(root: Element, report: CheckReport, lang: Lang) -> None:
    """Entries that are no longer needed, as cases that were skipped."""
    title = word("unused", lang)
    suite = SubElement(root, "testsuite", name=title)
    for each in report.unused:
        _skip(_add_case(suite, each.path, f"{title} {each.line}", each.line), each.message)


def _add_case(suite: Element, path: str, name: str, line: int | None) -> Element:
    case = SubElement(suite, "testcase", classname=_one_line(path), name=name, file=_one_line(path), time="0")
    if line is not None:
        case.set("line", str(line))
    return case


def _skip(case: Element, said: str) -> None:
    SubElement(case, "skipped", message=_one_line(said)).text = _one_line(said)


def _count(part: Element) -> None:
    """How many cases a suite has, and how many of each kind."""
    counts = (
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
    )
    for attribute, tag in counts:
        part.set(attribute, str(sum(1 for _ in part.iter(tag))))
    part.set("time", "0")


def _one_line(text: str) -> str:
    """A text that is safe to show and that XML can hold."""
    return _NOT_XML.sub("\ufffd", shown(text))
