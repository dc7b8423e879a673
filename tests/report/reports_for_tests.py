"""Reports for tests of their forms: real runs over the corpus, and small ones made by hand."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from plancmp.checks import Options
from plancmp.checks.engine import find_in_plan
from plancmp.checks.kinds.quoting import quotes_of
from plancmp.model.checkreport import CheckedFile, CheckReport, PutAside, Quote, Summary, Unused
from plancmp.model.document import Document
from plancmp.model.finding import Finding, Related, Severity
from plancmp.model.language import Lang
from plancmp.model.place import Place
from plancmp.pipeline import record_of
from plancmp.sources.reading import read_bytes, read_document
from tests.docx_builder import build_from_document
from tests.support.gains import CORPUS

LANGS: tuple[Lang, Lang] = ("zh", "en")
HOSTILE = (
    "\x1b[31m红\x1b[0m\x07\x9b31m ]]> <script>alert(1)</script> ::error file=a::b\r\n::warning::c\n"
    "## 标题 | 一 | `码` [链接](http://a.example/x) ![图](javascript:1) www.b.example @name #12 %0A 100% "
    "\u202e倒写\u2066\ufeff\x00\ufffe \ud83d 😀 &lt;b&gt; {0} 　全角"
)


def made_report(
    findings: Sequence[Finding] = (),
    quotes: Sequence[Quote | None] = (),
    files: Sequence[CheckedFile] = (),
    put_aside: PutAside | None = None,
    unused: Sequence[Unused] = (),
) -> CheckReport:
    """A report whose sum is that of its findings."""
    counts = Counter(finding.severity for finding in findings)
    return CheckReport(
        findings=tuple(findings),
        quotes=tuple(quotes),
        files=tuple(files),
        summary=Summary(error=counts["error"], warning=counts["warning"], info=counts["info"]),
        put_aside=put_aside or PutAside(),
        unused=tuple(unused),
    )


def made_finding(
    code: str = "PLH001",
    at: Place | None = None,
    *,
    path: str = "草案/甲县.txt",
    severity: Severity = "error",
    message: str = "还没有填写。",
    excerpt: str = "＞XX",
    related: Sequence[Related] = (),
    fingerprint: str = "0123456789abcdef",
) -> Finding:
    """A finding with what a test does not care about filled in."""
    return Finding(
        code=code,
        name="undecided-value" if code == "PLH001" else code.lower(),
        severity=severity,
        message=message,
        path=path,
        at=at if at is not None else Place(line=7, column=3, end_column=6),
        excerpt=excerpt,
        indicator="I2" if code == "PLH001" else None,
        related=tuple(related),
        fingerprint=fingerprint,
    )


def mixed_report() -> CheckReport:
    """All that a report can have: a text, a Word file, a plan without findings, two that failed."""
    aside = Related(
        message="基期值", at=Place(line=6, column=3, end_column=8, block=3, row=2, cell=3), excerpt="96.3%"
    )
    text, word = "草案/甲县.txt", "草案/乙县 送审,稿:1%.docx"
    findings = (
        made_finding(path=text, related=[aside]),
        made_finding("TXT003", Place(line=9), path=text, severity="warning", fingerprint="a"),
        made_finding("PLH001", Place(page=3, block=12, row=2, cell=4), path=word, fingerprint="b"),
        made_finding("TXT003", Place(block=14), path=word, severity="warning", fingerprint="c"),
        made_finding("TXT004", Place(), path=word, severity="info", excerpt="", fingerprint="d"),
        made_finding("TXT004", Place(), path=word, severity="info", excerpt="", fingerprint="e"),
    )
    files = (
        CheckedFile(path=text, status="checked", title="甲县规划", format="dump"),
        CheckedFile(path="草案/丙县.pdf", status="failed", error="草案/丙县.pdf：没有文字层。先做文字识别。"),
        CheckedFile(
            path=word, status="checked", not_checked=("第 3 页是图片", "第 3 页是图片"), format="docx"
        ),
        CheckedFile(path="草案/丁县.txt", status="checked"),
        CheckedFile(path="没有.docx", status="failed", error="找不到文件"),
    )
    quotes = (Quote("\t＞XX（万人）", 1, 4), None, Quote("＞XX", 0, 3), None, None, None)
    unused = (Unused(path="草案/plancmp-accepted.yaml", line=4, message="不再出现，可以删去这一条。"),)
    return made_report(findings, quotes, files, PutAside(baseline=3, accepted=2), unused)


def hostile_report(words: str = HOSTILE) -> CheckReport:
    """Every word that comes from outside is hostile."""
    related = Related(message=words, at=Place(line=2, column=1), excerpt=words)
    findings = (
        made_finding(path=words, message=words, excerpt=words, related=[related]),
        made_finding("NUM001", Place(block=3), path=words, message=words, excerpt=words, severity="warning"),
    )
    quotes = (Quote(words, len(words) // 3, len(words) // 2), None)
    files = (
        CheckedFile(path=words, status="checked", title=words, not_checked=(words,)),
        CheckedFile(path=f"{words}2", status="failed", error=words),
    )
    return made_report(findings, quotes, files, None, [Unused(path=words, line=1, message=words)])


@cache
def corpus_report(lang: Lang = "zh") -> CheckReport:
    """The drafts of the corpus, one of them as a Word file too."""
    findings: list[Finding] = []
    quotes: list[Quote | None] = []
    files: list[CheckedFile] = []
    for path, document, data in _plans():
        record = record_of(document, data, path)
        found = find_in_plan(record, document, Options(lang=lang))
        findings += [each.finding for each in found]
        quotes += quotes_of(found, document)
        files.append(
            CheckedFile(path=path, status="checked", title=record.plan.title, format=document.format)
        )
    return made_report(findings, quotes, files)


def _plans() -> list[tuple[str, Document, bytes]]:
    """Path, document and bytes of the plans."""
    plans: list[tuple[str, Document, bytes]] = []
    for file in sorted(CORPUS.glob("*.txt")):
        document, data = read_document(file)
        plans.append((f"corpus/{file.name}", document, data))
    data = build_from_document(read_document(Path(CORPUS / "yunxi-disability-15.txt"))[0])
    plans.append(("corpus/yunxi.docx", read_bytes(data, "yunxi.docx"), data))
    return plans
