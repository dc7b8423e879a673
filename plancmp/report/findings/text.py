"""A check report for people: each finding with its line and carets under the words, then the sum.

Columns are counted by East Asian Width; marks of ambiguous width (“ ” … — ①) count one, as terminals do.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from plancmp.model.checkreport import CheckReport, Quote
from plancmp.model.finding import Finding, Related, Severity
from plancmp.model.language import Lang
from plancmp.report.findings.words import (
    aside_words,
    code_table,
    plan_table,
    position,
    quoted,
    related_path,
    related_said,
    remarks,
    total_words,
    where_words,
    word,
)
from plancmp.report.safe import shown
from plancmp.report.terminal.blocks import Line, Span, Style, plain
from plancmp.report.terminal.printing import Printer, aligned
from plancmp.text.width import column_starts, display_width

if TYPE_CHECKING:
    from plancmp.checks.entries import Check

_LOOKS: dict[Severity, tuple[str, Style]] = {
    "error": ("!", "minus"),
    "warning": ("~", "plus"),
    "info": ("i", "faint"),
}
_GAP = "…"
_LEAST_COLUMN = 8
_LEAST_AFTER = 12
"""Columns of the line that are kept behind the words where there is more."""


def write_text(
    report: CheckReport,
    checks: "Sequence[Check]",
    *,
    lang: Lang,
    color: bool,
    width: int,
) -> str:
    """The report in lines of at most `width` columns (at least 40); a path alone is never cut.

    A clean run is one line.
    """
    printer = _Printer(width, color, lang)
    for finding, quote in quoted(report):
        printer.finding(finding, quote)
    if report.findings:
        printer.rule(word("summary", lang))
    printer.put((Span(total_words(report, lang), "strong" if report.findings else "plain"),))
    printer.tables(report, checks)
    printer.rest(report)
    return printer.text()


class Cutout(NamedTuple):
    """A line as it fits, and the columns of the words in it."""

    text: str
    start: int
    end: int
    column: int
    size: int


def cut_around(quote: Quote, room: int) -> Cutout:
    """The part of a line around its words that fits into `room` columns; what is left out shows as `…`.

    Words that are too long themselves are cut behind. There is always one caret.
    """
    text = shown(quote.text).rstrip()
    lead = len(text) - len(text.lstrip())
    start = min(max(quote.start, lead), len(text))
    end = min(max(quote.end, start), len(text))
    starts = column_starts(text)
    begin, stop = lead, len(text)
    if starts[stop] - starts[begin] > room:
        begin, stop = _window(starts, (begin, start, end), room, display_width(_GAP))
    head, tail = _GAP if begin > lead else "", _GAP if stop < len(text) else ""
    end = min(end, stop)
    column = display_width(head) + starts[start] - starts[begin]
    return Cutout(
        text=head + text[begin:stop] + tail,
        start=len(head) + start - begin,
        end=len(head) + end - begin,
        column=column,
        size=max(starts[end] - starts[start], 1),
    )


def _window(starts: Sequence[int], line: tuple[int, int, int], room: int, gap: int) -> tuple[int, int]:
    """Which characters of a line to show: the words, some of what follows, and what came before.

    `line` is where it begins, where the words begin, and where they end; `gap` is the width of what stands
    for a part left out.
    """
    first, start, end = line
    last = len(starts) - 1
    free = room - 2 * gap
    while end > start + 1 and starts[end] - starts[start] > free:
        end -= 1
    after = min(starts[last] - starts[end], max(_LEAST_AFTER, (free - starts[end] + starts[start]) // 2))
    begin = start
    while begin > first and starts[end] - starts[begin - 1] + after <= free:
        begin -= 1
    stop = end
    while stop < last and starts[stop + 1] - starts[begin] <= free:
        stop += 1
    return begin, stop


class _Printer(Printer):
    """Prints findings, then the sum."""

    # -- findings

    def finding(self, finding: Finding, quote: Quote | None) -> None:
        """Where, which check, what, the words, and what belongs to it."""
        sign, style = _LOOKS[finding.severity]
        place = Span(position(finding.path, finding.at, self._lang), "strong")
        kind = Span(f"{sign} {word(finding.severity, self._lang)}", style)
        name = f" {shown(finding.code)} {shown(finding.title_in(self._lang))}"
        more = f"  {word('indicator', self._lang, shown(finding.indicator))}" if finding.indicator else ""
        self._beside(place, (kind, Span(name), Span(more, "faint")))
        if named := where_words(finding, self._lang):
            self.put((Span(named, "faint"),), indent=2)
        self.put((Span(shown(finding.message)),), indent=2)
        if quote is not None and quote.text.strip():
            self._quote(quote, style)
        elif finding.excerpt.strip():
            self.put((Span(shown(finding.excerpt), style),), indent=4)
        for related in finding.related:
            self._related(finding, related)
        self.blank()

    def _beside(self, place: Span, rest: Line, indent: int = 0) -> None:
        """A place and what is said of it, on one line where it fits; a place is never cut."""
        line = (place, Span("  "), *rest)
        if indent + display_width(plain(line)) <= self._width:
            self.write((Span(" " * indent), *line))
        else:
            self.write((Span(" " * indent), place))
            self.put(rest, indent=indent + 2)

    def _quote(self, quote: Quote, style: Style) -> None:
        """The line, and carets under its words."""
        cut = cut_around(quote, self._width - 4)
        before, words, after = cut.text[: cut.start], cut.text[cut.start : cut.end], cut.text[cut.end :]
        self.write((Span("    "), Span(before), Span(words, style), Span(after)))
        self.write((Span("    " + " " * cut.column), Span("^" * cut.size, style)))

    def _related(self, finding: Finding, related: Related) -> None:
        place = position(related_path(finding, related), related.at, self._lang)
        said = related_said(related, self._lang)
        self._beside(
            Span(f"{word('see-also', self._lang)} {place}", "faint"), (Span(said, "faint"),), indent=2
        )

    # -- the sum

    def tables(self, report: CheckReport, checks: "Sequence[Check]") -> None:
        """Findings by plan, when there are several, and by check."""
        if not report.findings:
            return
        plans = plan_table(report, self._lang)
        if len(plans.rows) > 1:
            self._table(*plans, long=0, right=(1, 2, 3))
        self._table(*code_table(report, checks, self._lang), long=3, right=(1,))

    def _table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], *, long: int, right: Sequence[int]
    ) -> None:
        """Columns side by side; the long one is cut to what is left of the width, the last one left out."""
        sizes = [max(map(display_width, column)) for column in zip(head, *rows, strict=True)]
        others = sum(sizes) - sizes[long] + 2 * (len(sizes) - 1)
        if self._width - others < _LEAST_COLUMN and long == len(head) - 1:
            self._table(head[:-1], [row[:-1] for row in rows], long=long - 1, right=right)
            return
        self.blank()
        sizes[long] = min(sizes[long], max(self._width - others, _LEAST_COLUMN))
        cut = [
            [self._fitted(cell, sizes[column], column == 0) for column, cell in enumerate(row)]
            for row in (head, *rows)
        ]
        for at, line in enumerate(aligned(cut, sizes, right)):
            self.write((Span(line, "plain" if at else "faint"),))

    def _fitted(self, text: str, size: int, is_path: bool) -> str:
        """A cell cut to its column: of a path the end is kept, of words the beginning."""
        if display_width(text) <= size:
            return text
        kept = 0
        letters = list(reversed(text) if is_path else text)
        for at, used in enumerate(accumulate(map(display_width, letters))):
            if used + display_width(_GAP) > size:
                kept = at
                break
        cut = "".join(letters[:kept])
        return _GAP + cut[::-1] if is_path else cut + _GAP

    def rest(self, report: CheckReport) -> None:
        """What was put aside, what could not be checked, and entries that are no longer needed."""
        aside = aside_words(report, self._lang)
        if aside:
            self.blank()
            self.put((Span(aside),))
        for title, lines in remarks(report, self._lang):
            if not lines:
                continue
            sign, style = _LOOKS["error" if title == "failed" else "warning"]
            self.blank()
            self.write((Span(word(title, self._lang), "strong"),))
            for line in lines:
                self.put((Span(f"{sign} ", style), Span(line)), hang=2)
