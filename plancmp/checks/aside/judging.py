"""Findings as a sheet for a reader's verdicts, and the sheet again with the verdicts it has.

Lines of code, document, place, words, verdict, why, parted by tabs, with a head. TRUE is a finding that the
writer of the plan should mend; any other word is none. An empty verdict is one still to come.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from plancmp.model.errors import PlancmpError
from plancmp.model.finding import Finding
from plancmp.model.place import Place
from plancmp.rulepacks.messages import worded

HEAD = ("code", "doc", "place", "words", "verdict", "why")
TRUE = "TRUE"


class Judged(NamedTuple):
    """One line of a sheet."""

    code: str
    doc: str
    place: str
    words: str
    verdict: str = ""
    why: str = ""


class Sheet:
    """The lines of a sheet; a verdict is found again by code, document and words, nearest by its place."""

    def __init__(self, lines: Iterable[Judged] = ()) -> None:
        self.lines = list(lines)

    def with_findings(self, findings: Iterable[Finding], place: Callable[[Place], str]) -> "Sheet":
        """The findings with the verdicts they have, then what was judged before and is not found now.

        `place` writes a place.
        """
        left = list(self.lines)
        made = []
        for finding in findings:
            words = " ".join(finding.excerpt.split())
            line = Judged(finding.code, Path(finding.path).name, place(finding.at), words)
            same = [each for each in left if each[:2] == line[:2] and each.words == line.words]
            known = next((each for each in same if each.place == line.place), same[0] if same else None)
            if known is not None:
                left.remove(known)
                line = line._replace(verdict=known.verdict, why=known.why)
            made.append(line)
        return Sheet([*made, *(each for each in left if each.verdict)])

    def text(self) -> str:
        """The sheet as text."""
        rows = [HEAD, *self.lines]
        return "".join("\t".join(_cell(cell) for cell in row) + "\n" for row in rows)


def read_sheet(file: Path) -> Sheet:
    """A sheet, its further columns passed over; an empty one where the file is not there.

    Raises `PlancmpError` for another file.
    """
    if not file.exists():
        return Sheet()
    try:
        head, *rows = file.read_text("utf-8").splitlines() or [""]
    except (OSError, UnicodeDecodeError) as error:
        raise PlancmpError.unreadable(file, error) from None
    names = head.split("\t")
    if not set(HEAD) <= set(names):
        raise PlancmpError(*worded("sheet-head", file=file, head=" ".join(HEAD)))
    cells = (dict(zip(names, row.split("\t"), strict=False)) for row in rows if row.strip())
    return Sheet(Judged(*(each.get(name, "") for name in HEAD)) for each in cells)


def _cell(text: str) -> str:
    """A text that stays in its cell."""
    return " ".join(text.split())
