"""What all forms of a check report share: words in both languages, places in words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from plancmp.model.checkreport import CheckedFile, CheckReport, Quote
from plancmp.model.finding import Finding, Related, Severity
from plancmp.model.language import Lang
from plancmp.model.place import Place
from plancmp.report.safe import shown
from plancmp.rulepacks.messages import messages

if TYPE_CHECKING:
    from plancmp.checks.entries import Check

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_WORDS = messages("findings")
_AROUND = 60
"""Characters of the text on each side of the words of a finding."""


def word(code: str, lang: Lang, *values: object, **named: object) -> str:
    """What users read for a code, its gaps filled."""
    return _WORDS[code][lang == "en"].format(*values, **named)


def counted(count: int, noun: str, lang: Lang) -> str:
    """A number of plans or findings: `3 份规划`, `1 plan`."""
    if lang == "zh":
        return f"{count} {'份规划' if noun == 'plan' else '个问题'}"
    return f"{count} {noun}{'' if count == 1 else 's'}"


def colon(lang: Lang) -> str:
    """What stands before what is said of something."""
    return "：" if lang == "zh" else ": "


def aside(text: str, lang: Lang) -> str:
    """A text in brackets, to go behind another; nothing for nothing."""
    return "" if not text else f"（{text}）" if lang == "zh" else f" ({text})"


# -- places --------------------------------------------------------------------------------------------


def place_words(at: Place, lang: Lang) -> str:
    """A place in words: line and column, else page, paragraph, row and cell.

    >>> place_words(Place(line=65, column=2, end_column=6), "zh")
    '第65行第2列'
    >>> place_words(Place(page=3, block=12, row=2, cell=4), "en")
    'page 3, table at paragraph 12, row 2, cell 4'
    """
    if at.line is not None:
        parts = [("at-line", at.line), ("at-column", at.column)]
    else:
        table = "at-block" if at.row is None else "at-table"
        parts = [("at-page", at.page), (table, at.block), ("at-row", at.row), ("at-cell", at.cell)]
    said = [word(code, lang, value) for code, value in parts if value is not None]
    return ("" if lang == "zh" else ", ").join(said)


def named_place(finding: Finding, lang: Lang) -> str:
    """The place of a finding in words; where there are no lines, first in the plan's own terms."""
    said = where_words(finding, lang), place_words(finding.at, lang)
    return ("，" if lang == "zh" else ", ").join(filter(None, said))


def where_words(finding: Finding, lang: Lang) -> str:
    """The part of the plan in its own terms, where there are no lines: `二、目标 专栏1“培训人数”2025年栏`."""
    return part_words(finding, lang) if finding.at.line is None else ""


def part_words(finding: Finding, lang: Lang) -> str:
    """The part of the plan in its own terms, whatever the file counts by."""
    where = finding.where
    cell = [
        word(code, lang, shown(value))
        for code, value in (("in-row", where.row_name), ("in-column", where.column_name))
        if value
    ]
    inside = ("" if lang == "zh" else ", ").join(cell)
    table = shown(where.table or "")
    named = f"{table}{inside}" if lang == "zh" or not (table and inside) else f"{table}, {inside}"
    return " ".join(filter(None, (shown(where.section or ""), named)))


def place_code(at: Place) -> str:
    """A place as editors and terminals know it, `65:2`; where there are no lines, `p3:¶12:r2c4`.

    >>> place_code(Place(line=65, column=2)), place_code(Place(page=3, block=12, row=2, cell=4))
    ('65:2', 'p3:¶12:r2c4')
    """
    if at.line is not None:
        return f"{at.line}" if at.column is None else f"{at.line}:{at.column}"
    inside = "".join(f"{sign}{value}" for sign, value in (("r", at.row), ("c", at.cell)) if value is not None)
    outside = [f"{sign}{value}" for sign, value in (("p", at.page), ("¶", at.block)) if value is not None]
    return ":".join([*outside, *([inside] if inside else [])])


def position(path: str, at: Place, lang: Lang) -> str:
    """Where a finding stands, to be clicked where there are lines: `plan.txt:65:2`, `plan.docx 第3页…`."""
    if at.line is not None:
        return f"{shown(path)}:{place_code(at)}"
    return f"{shown(path)} {place_words(at, lang)}".rstrip()


def related_path(finding: Finding, related: Related) -> str:
    """The file of a related place: this plan, or the superior one or the one before."""
    return related.path or finding.path


def related_words(finding: Finding, related: Related, lang: Lang) -> str:
    """A related place in one line: `第54行第2列 基期值：92.22%`."""
    path = related_path(finding, related)
    there = "" if path == finding.path else f"{shown(path)} "
    return f"{there}{place_words(related.at, lang)} {related_said(related, lang)}".strip()


def related_said(related: Related, lang: Lang) -> str:
    """What a related place is, and its words: `基期值：92.22%`."""
    said = shown(related.message_in(lang))
    return f"{said}{colon(lang)}{shown(related.excerpt)}" if related.excerpt.strip() else said


def see_also(finding: Finding, related: Related, lang: Lang) -> str:
    """A related place as a line below its finding: `另见 第54行第2列 基期值：92.22%`."""
    return f"{word('see-also', lang)} {related_words(finding, related, lang)}"


def without_line(finding: Finding, lang: Lang) -> str:
    """The place in brackets where a form cannot name it: in formats that have no lines."""
    return aside(named_place(finding, lang), lang) if finding.at.line is None else ""


# -- facts ---------------------------------------------------------------------------------------------


def quoted(report: CheckReport) -> Iterator[tuple[Finding, Quote | None]]:
    """Each finding with its words in their line."""
    quotes = report.quotes or (None,) * len(report.findings)
    return zip(report.findings, quotes, strict=True)


def failed_files(report: CheckReport) -> list[CheckedFile]:
    """The files that could not be checked."""
    return [file for file in report.files if file.status == "failed"]


def failure(file: CheckedFile, lang: Lang) -> str:
    """Why a file failed, in one line that names it."""
    error = shown(file.error or word("failed-file", lang))
    path = shown(file.path)
    return error if path in error else f"{path}{colon(lang)}{error}"


class Table(NamedTuple):
    """Rows below their head, safe to show."""

    head: list[str]
    rows: list[list[str]]


def plan_table(report: CheckReport, lang: Lang) -> Table:
    """How many findings of each severity every plan has that was checked, in the order of the run."""
    paths = [file.path for file in report.files if file.status == "checked"]
    counts: dict[str, Counter[Severity]] = {path: Counter() for path in paths}
    for finding in report.findings:
        counts.setdefault(finding.path, Counter())[finding.severity] += 1
    rows = [[shown(path), *(str(count[each]) for each in SEVERITIES)] for path, count in counts.items()]
    return Table([word(code, lang) for code in ("plan", *SEVERITIES)], rows)


def around(quote: Quote) -> tuple[str, str, str]:
    """What stands before the words of a finding, the words, and what stands behind them."""
    first, last = max(quote.start - _AROUND, 0), quote.end + _AROUND
    before = ("…" if first else "") + quote.text[first : quote.start]
    after = quote.text[quote.end : last] + ("…" if last < len(quote.text) else "")
    return before, quote.text[quote.start : quote.end], after


def code_table(report: CheckReport, checks: "Sequence[Check]", lang: Lang) -> Table:
    """Code, number of findings, name and title of every check that found something, by code."""
    titles = {check.code: check.title.say(lang) for check in checks}
    counts = Counter(finding.code for finding in report.findings)
    names = {finding.code: finding.name for finding in report.findings}
    rows = [
        [shown(code), str(counts[code]), shown(names[code]), shown(titles.get(code, ""))]
        for code in sorted(names)
    ]
    return Table([word(code, lang) for code in ("code", "count", "name", "title")], rows)


def remarks(report: CheckReport, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    """Files that failed, what was not checked, entries no longer needed: a code for the title, and lines."""
    yield "failed", [failure(file, lang) for file in failed_files(report)]
    skipped = ((file.path, said) for file in report.files for said in file.not_checked)
    yield "not-checked", [f"{shown(path)}{colon(lang)}{shown(said)}" for path, said in skipped]
    yield "unused", [f"{shown(each.path)}:{each.line} {shown(each.message)}" for each in report.unused]


def total_words(report: CheckReport, lang: Lang) -> str:
    """The sum of a run in one line: plans, and findings by severity or that there are none."""
    plans = counted(sum(file.status == "checked" for file in report.files), "plan", lang)
    failed = sum(file.status == "failed" for file in report.files)
    if not report.findings and failed:
        # What could not be looked at is never said to be fine.
        return word("total-failed", lang, plans=plans, failed=failed)
    if not report.findings:
        # Beside findings that were put aside, nothing is only nothing more.
        more = report.put_aside.baseline + report.put_aside.accepted > 0
        return word("total-nothing-new" if more else "total-none", lang, plans=plans)
    counts = [(severity, getattr(report.summary, severity)) for severity in SEVERITIES]
    if lang == "zh":
        figures = "，".join(f"{word(severity, lang)} {count}" for severity, count in counts)
    else:
        figures = ", ".join(f"{count} {each}{'s' if count != 1 else ''}" for each, count in counts[:2])
        figures += f", {counts[2][1]} info"
    return word("total", lang, plans=plans, counts=figures)


def aside_words(report: CheckReport, lang: Lang) -> str:
    """How many findings were put aside, and why; empty where none."""
    counts = {"known": report.put_aside.baseline, "accepted": report.put_aside.accepted}
    said = [word(f"aside-{code}", lang, count) for code, count in counts.items() if count]
    return word("aside", lang, ("，" if lang == "zh" else ", ").join(said)) if said else ""
