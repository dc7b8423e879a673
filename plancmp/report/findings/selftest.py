"""A self-test for people: what was planted and found by check, what was missed, what could not be planted."""

from collections.abc import Sequence
from itertools import groupby

import msgspec

from plancmp.model.language import Lang
from plancmp.model.selftest import CheckTrial, Planted, SelfTest
from plancmp.report.findings.words import place_words
from plancmp.report.safe import shown, to_json
from plancmp.report.terminal.blocks import Line, Span, Style
from plancmp.report.terminal.printing import Printer, aligned
from plancmp.rulepacks.messages import messages
from plancmp.text.width import display_width

_MOST_SHOWN = 5
"""So many missed defects of one check are shown; the others are counted."""

_WORDS = messages("selftest")


def write_selftest(result: SelfTest, *, lang: Lang, color: bool, width: int) -> str:
    """The result in lines of at most `width` columns (at least 40); the last line is the sum."""
    printer = _Printer(width, color, lang)
    printer.head(result)
    printer.table([check for check in result.checks if check.planted])
    printer.missed([check for check in result.checks if check.missed])
    printer.reasons([check for check in result.checks if check.reason])
    printer.sum(result)
    return printer.text()


def share_of(found: int, planted: int) -> str:
    """How large a part was found; never rounded up to all.

    >>> share_of(3, 3), share_of(2, 3), share_of(9999, 10000)
    ('100%', '66.7%', '99.9%')
    """
    if found == planted:
        return "100%"
    return f"{min(round(1000 * found / planted), 999) / 10:g}%"


def _word(code: str, lang: Lang) -> str:
    """What users read for a code."""
    return _WORDS[code][lang == "en"]


class _Printer(Printer):
    """Prints a self-test."""

    def head(self, result: SelfTest) -> None:
        """Which draft, and what was done with it."""
        title = f"  {shown(result.title)}" if result.title else ""
        name = f"{_word('title', self._lang)} {shown(result.path)}"
        self.put((Span(name, "strong"), Span(title)), hang=2)
        self.put((Span(_word(result.copy, self._lang), "faint"),), hang=2)
        self.blank()

    def table(self, checks: Sequence[CheckTrial]) -> None:
        """A line for each check with planted defects; `=` all found, `-` some missed."""
        if not checks:
            return
        words = [_word(code, self._lang) for code in ("code", "planted", "found", "missed", "name")]
        codes = max(display_width(words[0]), *(len(check.code) for check in checks))
        sizes = [codes, *(max(display_width(each), 4) for each in words[1:4])]
        self._row(" ", words, sizes, "faint")
        for check in checks:
            missed = check.planted - check.found
            cells = [check.code, str(check.planted), str(check.found), str(missed or "·"), shown(check.name)]
            self._row("-" if missed else "=", cells, sizes, "minus" if missed else "plain")
        self.blank()

    def _row(self, sign: str, cells: Sequence[str], sizes: Sequence[int], style: Style) -> None:
        """A line of the table: the code to the left, numbers to the right, the name as long as it is."""
        name = cells[-1]
        line = f"{sign} " + next(aligned([cells], [*sizes, 0], range(1, len(sizes))))
        self.write((Span(line if display_width(line) <= self._width else line[: -len(name)], style),))

    def missed(self, checks: Sequence[CheckTrial]) -> None:
        """What was done and not seen, check by check."""
        if not checks:
            return
        self.rule(_word("missed-title", self._lang))
        for check in checks:
            self.put((Span(f"- {check.code}", "minus"), Span(f" {shown(check.name)}")), hang=2)
            for defect in check.missed[:_MOST_SHOWN]:
                self.put(self._defect(defect), indent=4, hang=2)
            more = len(check.missed) - _MOST_SHOWN
            if more > 0:
                self.put((Span(_word("more", self._lang).format(more), "faint"),), indent=4, hang=2)
        self.blank()

    def _defect(self, defect: Planted) -> Line:
        """Where, and what was done there."""
        where = place_words(defect.at, self._lang)
        return (Span(f"{where}  " if where else "", "faint"), Span(shown(defect.what)))

    def reasons(self, checks: Sequence[CheckTrial]) -> None:
        """Why nothing or less was planted; checks with the same reason stand together."""
        if not checks:
            return
        self.rule(_word("reasons-title", self._lang))
        ordered = sorted(checks, key=lambda check: (check.planted > 0, check.reason or "", check.code))
        for reason, group in groupby(ordered, key=lambda check: check.reason or ""):
            codes = " ".join(check.code for check in group)
            self.put((Span(codes, "strong"), Span(f"  {shown(reason)}")), hang=4)
        self.blank()

    def sum(self, result: SelfTest) -> None:
        """One line that says it all."""
        if result.stopped:
            self.put((Span(_word("stopped", self._lang), "minus"),), hang=2)
        if not result.planted:
            self.put((Span(_word("nothing", self._lang), "strong"),), hang=2)
            return
        missed = result.planted - result.found
        said = _word("sum", self._lang).format(
            planted=result.planted,
            found=result.found,
            share=share_of(result.found, result.planted),
            missed=missed,
            none=sum(not check.planted for check in result.checks),
        )
        self.put((Span(said, "minus" if missed else "strong"),), hang=2)


def write_selftest_json(result: SelfTest) -> str:
    """The result as JSON, keys in the order of the model; the same result gives the same bytes."""
    return to_json(msgspec.to_builtins(result)) + "\n"
